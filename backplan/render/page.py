"""Pages of words that can be shown two ways: laid out on a terminal, or as plain lines for a pipe.

A page is made of blocks, and a block of rows: a short label in front (a mark, a bullet, a number) and a text. On a
terminal the labels form a column and the texts wrap beside it; piped, each row is one whole line, so that a screen
reader reads it well and `grep` finds it. Neither ever cuts text off.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backplan.wording import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType


_ROOM_FOR_SUBJECTS = 72


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
    """

    rows: tuple[Row | Command, ...]
    heading: str = ""
    tone: Tone = Tone.HEADING
    depth: int = 0


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
    return f"{label[0].upper()}{label[1:]}. {text}" if label[-1].isalnum() else f"{label} {text}"


def laid_out(blocks: Iterable[Block], width: int) -> Group:
    """The blocks for a terminal `width` columns wide, an empty line before each heading."""
    parts: list[RenderableType] = []
    for number, block in enumerate(blocks):
        indent = 2 * block.depth
        if block.heading:
            if number:
                parts.append(Text())
            heading = words(block.heading, block.tone)
            parts.append(Padding(heading, (0, 0, 0, max(0, indent - 2)), expand=False))
        # Bullets and words in one column would push the numbers' texts far to the right.
        for _, rows in groupby((row for row in block.rows if isinstance(row, Row)), key=_kind_of_label):
            parts.append(_table(tuple(rows), width, indent))
        parts.extend(
            Text(line, overflow="fold")
            for row in block.rows
            if isinstance(row, Command)
            for line in folded_command(row, width, indent)
        )
    return Group(*parts)


def words(text: str, tone: Tone = Tone.PLAIN) -> Text:
    """Text that somebody wrote, as rich shows it: never as markup, never cut off."""
    return Text(plain_text(text), style=tone.value, overflow="fold")


def _kind_of_label(row: Row) -> str:
    return row.label and ("word" if any(map(str.isalpha, row.label)) else "mark")


def _table(rows: Sequence[Row], width: int, indent: int) -> Padding:
    table = Table.grid(padding=(0, 2, 0, 0))
    has_labels = any(row.label for row in rows)
    has_subjects = width >= _ROOM_FOR_SUBJECTS and any(row.subject for row in rows)
    if has_labels:
        table.add_column(no_wrap=True)
    if has_subjects:
        table.add_column(overflow="fold", max_width=width // 3)
    table.add_column(overflow="fold")
    subject = ""
    for row in rows:
        cells = [words(row.label, row.tone)] if has_labels else []
        if has_subjects:
            cells.append(words("" if row.subject == subject else row.subject))
            subject = row.subject
        table.add_row(*cells, words(row.text if has_subjects else row.whole))
    return Padding(table, (0, 0, 0, indent), expand=False)


def folded_command(command: Command, width: int, indent: int = 0) -> tuple[str, ...]:
    r"""A command in lines no wider than `width` where its words allow it, each but the last ending in a backslash.

    A line that the terminal or rich broke by itself would not survive being pasted; a backslash at the end does.
    """
    lines: list[str] = []
    line = " " * indent
    first = True
    for word in _kept_together(command.words):
        # Two columns are left for the backslash.
        if not first and cell_len(f"{line} {word}") > width - 2:
            lines.append(f"{line} \\")
            line = " " * (indent + 2) + word
        else:
            line = line + word if first else f"{line} {word}"
        first = False
    return (*lines, line)


def _kept_together(command_words: Sequence[str]) -> Iterator[str]:
    """The quoted words, an option together with its value."""
    option = ""
    for word in command_words:
        quoted = shlex.quote(plain_text(word))
        if option:
            yield f"{option} {quoted}" if not word.startswith("-") else option
            option = quoted if word.startswith("-") else ""
            continue
        if word.startswith("-"):
            option = quoted
        else:
            yield quoted
    if option:
        yield option
