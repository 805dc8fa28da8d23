"""A plan's page for a terminal: the weeks like pages of a diary, and what `render/plan.py` has above and below them."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backplan.language import wording
from backplan.render.layout import laid_out, words
from backplan.render.page import Tone
from backplan.render.plan import (
    closing,
    days_of_week,
    first_week_over,
    idle,
    is_spent_away,
    opening,
    sessions_on,
    week_heading,
    what,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from rich.console import RenderableType

    from backplan.model.plan import Session
    from backplan.render.plan import PlanView

WIDE = 100
"""From this many columns on, the parts of the day are side by side."""
NARROW = 56
"""Below this many columns, a day's sessions are under its name."""

_PARTS = (("Morning", 0, 12), ("Afternoon", 12, 17), ("Evening", 17, 24))


def plan_page(view: PlanView, width: int) -> RenderableType:
    """Return the page for a terminal of `width` columns; no line is wider, and no text is cut off."""
    parts: list[RenderableType] = [laid_out(opening(view), width)]
    over = first_week_over(view)
    for number in range(view.plan.weeks):
        parts.append(Text())
        if number == over:
            parts += [words(wording.end_of_regimen(view.regimen), Tone.CAREFUL), Text()]
        if view.plan.weeks > 1:
            parts.append(words(week_heading(view.plan, number, wording.short_day), Tone.HEADING))
        if not is_spent_away(view, number):
            parts.append(_week(view, number, width))
    parts += [Text(), laid_out(closing(view), width)]
    return Group(*parts)


def _week(view: PlanView, number: int, width: int) -> RenderableType:
    days = days_of_week(view.plan, number)
    if width >= WIDE:
        return _week_across(view, days)
    return _week_down(view, days) if width >= NARROW else _week_narrow(view, days)


def _day_name(view: PlanView, day: date) -> Text:
    name = Text(wording.short_day(day), style="bold" if day == view.today else "")
    if day == view.today:
        name.append("\ntoday", style="bold reverse")
    return name


def _idle_text(view: PlanView, day: date) -> Text:
    return Text(idle(view, day), style=Tone.QUIET.value)


def _week_down(view: PlanView, days: Sequence[date]) -> Table:
    """Return a table with one session per line: its day, its time, its minutes, what it is."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    for position, day in enumerate(days):
        if position:
            table.add_row()
        # A person's text is last: a character that a terminal draws too wide moves nothing else.
        lines = [
            (Text(f"{session.start:%H:%M}"), Text(f"{session.minutes} min"), words(what(session)))
            for session in sessions_on(view, day)
        ]
        idle_line = (Text(), Text(), _idle_text(view, day))
        for name, cells in zip_longest(_day_name(view, day).split("\n"), lines or [idle_line]):
            table.add_row(name or Text(), *(cells or ()))
    return table


def _week_narrow(view: PlanView, days: Sequence[date]) -> Group:
    """Return each day's name on its own line, with its sessions under it."""
    parts: list[RenderableType] = []
    for day in days:
        parts.append(Text(", ").join(_day_name(view, day).split("\n")))
        sessions = sessions_on(view, day)
        inner = _times(sessions, wording.minutes) if sessions else _idle_text(view, day)
        parts.append(Padding(inner, (0, 0, 0, 2), expand=False))
    return Group(*parts)


def _week_across(view: PlanView, days: Sequence[date]) -> Table:
    """Return a table with the parts of the day side by side."""
    parts = [part for part in _PARTS if any(_within(view, day, part) for day in days)]
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), expand=False, header_style="bold")
    table.add_column("", no_wrap=True)
    for title, _, _ in parts:
        table.add_column(title, overflow="fold")
    table.add_column("Total" if parts else "", no_wrap=True, justify="right")
    for position, day in enumerate(days):
        if position:
            table.add_row()
        total = sum(session.minutes for session in sessions_on(view, day))
        cells: list[RenderableType] = [_times(_within(view, day, part), "{} min".format) for part in parts]
        if not total and cells:
            cells[0] = _idle_text(view, day)
        last = Text(f"{total} min") if total else Text() if parts else _idle_text(view, day)
        table.add_row(_day_name(view, day), *cells, last)
    return table


def _within(view: PlanView, day: date, part: tuple[str, int, int]) -> tuple[Session, ...]:
    _, first, end = part
    return tuple(session for session in sessions_on(view, day) if first <= session.start.hour < end)


def _times(sessions: Sequence[Session], minutes: Callable[[int], str]) -> Table:
    """Return a table of times and titles with minutes."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for session in sessions:
        table.add_row(Text(f"{session.start:%H:%M}"), words(f"{what(session)}, {minutes(session.minutes)}"))
    return table
