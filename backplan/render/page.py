"""Pages of words that can be shown two ways: laid out on a terminal, or as plain lines for a pipe.

A page is made of blocks, and a block of rows: a short label in front (a mark, a bullet, a number) and a text. On a
terminal the labels form a column and the texts wrap beside it; piped, each row is one whole line, so that a screen
reader reads it well and `grep` finds it. Neither ever cuts text off.
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
    """How a label or a heading looks on a terminal; the value is rich's style. The words say the same without it."""

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
        text: what it says; may hold anything that a person wrote.
        label: what stands in front, in its own column.
        tone: how the label looks.
        subject: what the row is about; said once for rows that follow each other in a column, else before the text.
    """

    text: str
    label: str = ""
    tone: Tone = Tone.PLAIN
    subject: str = ""

    @property
    def whole(self) -> str:
        """The text with its subject before it."""
        return f"{self.subject}, {self.text}" if self.subject else self.text


@dataclass(frozen=True, slots=True)
class Command:
    """A command to paste, by its words, which are not yet quoted."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return shlex.join(plain_text(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows or commands under an optional heading.

    Attributes:
        depth: how far the rows stand in from the left on a terminal, in steps of two columns.
        framed: on a terminal a frame in the heading's tone stands around it.
    """

    rows: tuple[Row | Command, ...]
    heading: str = ""
    tone: Tone = Tone.HEADING
    depth: int = 0
    framed: bool = False


def plain_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The blocks as whole lines without layout, an empty line before each heading."""
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
    # A word is a sentence of its own; a bullet, a number or a word with a colon leads into what follows.
    return f"{capitalized(label)}. {text}" if label[-1].isalnum() else f"{label} {text}"
