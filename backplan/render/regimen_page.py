"""Regimens and drawings on a terminal: one in words, or a list of them. Loads rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.constrain import Constrain

from backplan.render.layout import laid_out
from backplan.render.page import Block, Command, Row
from backplan.render.regimen import regimen_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from backplan.model.regimen import Regimen


LONGEST_LINE = 90
"""Columns that are used at the most: in longer lines the eye loses its place."""


def regimen_page(regimen: Regimen, width: int) -> RenderableType:
    """The regimen for a terminal of `width` columns."""
    narrow = min(width, LONGEST_LINE)
    return Constrain(laid_out(regimen_blocks(regimen), narrow), narrow)


def regimens_page(regimens: Iterable[tuple[str, str, str]], width: int) -> RenderableType:
    """A list of regimens, each by its name, title and summary."""
    rows = tuple(Row(f"{title}. {summary}".strip(), name) for name, title, summary in regimens)
    return laid_out((Block(rows),), width)


def figures_page(figures: Iterable[tuple[str, str]], width: int) -> RenderableType:
    """A list of drawings, each by its name and title."""
    return laid_out((Block(tuple(Row(title, name) for name, title in figures)),), width)


def figure_page(title: str, alt: str, command: tuple[str, ...], width: int) -> RenderableType:
    """What a drawing shows, and the command that makes a file of it."""
    rows = (Row(alt), Row("See it:"), Command(command))
    return laid_out((Block(rows, heading=title),), width)
