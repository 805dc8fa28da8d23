"""Blocks of words laid out for a terminal by rich, which is not loaded for a pipe."""

from __future__ import annotations

import shlex
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.constrain import Constrain
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from backplan.language.wording import plain_text
from backplan.render.page import Command, Row, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from backplan.render.page import Block

_ROOM_FOR_SUBJECTS = 72
_FRAME = 4
"""Columns that a frame takes: a line and a space on both sides."""


def laid_out(blocks: Iterable[Block], width: int) -> Constrain:
    """Return the blocks laid out in `width` columns, with an empty line before each heading."""
    parts: list[RenderableType] = []
    for number, block in enumerate(blocks):
        if block.heading and number:
            parts.append(Text())
        if block.framed:
            # The heading is inside: a title in the frame itself would be cut off on a narrow terminal.
            inside = Group(words(block.heading, block.tone), *_rows(block, width - _FRAME))
            parts.append(Panel(inside, border_style=block.tone.value, width=width))
            continue
        if block.heading:
            heading = words(block.heading, block.tone)
            parts.append(Padding(heading, (0, 0, 0, max(0, 2 * block.depth - 2)), expand=False))
        parts.extend(_rows(block, width, 2 * block.depth))
    return Constrain(Group(*parts), width)


def _rows(block: Block, width: int, indent: int = 0) -> Iterator[RenderableType]:
    # With bullets and words in one column, the words would push the bullets' texts far to the right.
    for _, rows in groupby((row for row in block.rows if isinstance(row, Row)), key=_kind_of_label):
        yield _table(tuple(rows), width, indent)
    for row in block.rows:
        if isinstance(row, Command):
            for line in folded_command(row, width, indent):
                yield Text(line, overflow="fold")


def words(text: str, tone: Tone = Tone.PLAIN) -> Text:
    """Return a person's text for rich: never as markup, never cut off."""
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
    """Return a command in lines of at most `width` columns, where words allow it, with backslashes for pasting."""
    first, *others = _kept_together(command.words)
    lines = [" " * indent + first]
    for part in others:
        # Two columns are left for the backslash.
        if cell_len(f"{lines[-1]} {part}") > width - 2:
            lines[-1] += " \\"
            lines.append(" " * (indent + 2) + part)
        else:
            lines[-1] += f" {part}"
    return tuple(lines)


def _kept_together(command_words: Sequence[str]) -> list[str]:
    """Return the quoted words, each option together with its value."""
    parts: list[str] = []
    after_option = False
    for word in command_words:
        quoted, is_option = shlex.quote(plain_text(word)), word.startswith("-")
        if after_option and not is_option:
            parts[-1] += f" {quoted}"
        else:
            parts.append(quoted)
        after_option = is_option
    return parts
