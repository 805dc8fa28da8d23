"""Pages of words that can be shown in two ways: laid out on a terminal, or as plain lines for a pipe.

A page consists of blocks, and a block of rows: a short label (a mark, a bullet, a number) and a text. On a terminal the
labels are a column and the texts wrap beside it. Piped, each row is one line, which suits screen readers and `grep`.
Neither ever cuts text off.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from backplan.language.wording import capitalized, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Tone(StrEnum):
    """The looks of a label or a heading on a terminal, as rich's style; the words say the same without it."""

    PLAIN = ""
    TITLE = "bold"
    HEADING = "bold"
    GOOD = "green"
    CAREFUL = "bold yellow"
    BAD = "bold red"
    QUIET = "dim"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a block.

    Attributes:
        text: may contain anything that a person wrote.
        label: in front, in its own column.
        tone: of the label.
        subject: what the row is about: a column of its own, once for several rows, or in front of the text.
    """

    text: str
    label: str = ""
    tone: Tone = Tone.PLAIN
    subject: str = ""

    @property
    def whole(self) -> str:
        """Return the text with its subject in front."""
        return f"{self.subject}, {self.text}" if self.subject else self.text


@dataclass(frozen=True, slots=True)
class Command:
    """A command to paste; its words are not quoted yet."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return shlex.join(plain_text(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows and commands under an optional heading.

    Attributes:
        depth: the indent of the rows on a terminal, in steps of two columns.
        framed: on a terminal, there is a frame around it in the heading's tone.
    """

    rows: tuple[Row | Command, ...]
    heading: str = ""
    tone: Tone = Tone.HEADING
    depth: int = 0
    framed: bool = False


def plain_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the blocks as plain lines, with an empty line before each heading."""
    for number, block in enumerate(blocks):
        if block.heading:
            if number:
                yield ""
            yield plain_text(block.heading)
        for row in block.rows:
            yield str(row) if isinstance(row, Command) else _plain_row(row)


def _plain_row(row: Row) -> str:
    label, text = plain_text(row.label), plain_text(row.whole)
    if not label:
        return text
    # A word is a sentence of its own; a bullet, a number or a word with a colon belongs to what follows.
    return f"{capitalized(label)}. {text}" if label[-1].isalnum() else f"{label} {text}"
