"""The weeks of a printed sheet: sessions down, days across, a box to tick for each session.

No table is cut by the end of a page. One that is too high is made into several here, each with its own header and none
with a single row, so the template only has to keep each of them whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from backplan.language import wording
from backplan.model.frequency import Cap, Daily
from backplan.model.prescribed import activity_of, exercises_of
from backplan.model.printing import Paper
from backplan.model.regimen import Sides
from backplan.render.plan import days_of_week, week_heading
from backplan.render.sheet.words import LONGEST_IN_GRID, LONGEST_WORD, lines, printed, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from backplan.model.plan import Plan, Session
    from backplan.model.printing import SheetOptions
    from backplan.model.regimen import Activity, Exercise, Phase, Regimen
    from backplan.render.sheet.cards import CardNumbers

_ONE_SIDE = {Sides.LEFT: "left side only", Sides.RIGHT: "right side only"}
_NUMBERS = re.compile(r"(?<=\d) (to|and) (?=\d)")
"""The word between two numbers; no line ends there."""
_REST = "–"
_MOST_TIMES = 6
"""Sessions of one day in one row; more would be too high for a page."""
LONGEST_IN_CELL = 9
"""Letters of a word below a box; longer alternatives are below the label."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a row.

    Attributes:
        text: a time below a box, or the dash of a day without a session.
        box: the alternative text of a box; empty if there is no box.
        choice: which alternative it is, below the time; empty if the label says it or there are none.
    """

    text: str
    box: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row.

    Attributes:
        label: what to do.
        notes: more about it, in smaller letters; may be empty.
        lines: one for each session of a day, in order; each has seven cells, or a single one across the week.
        write: the boxes are for writing, not for ticking.
    """

    label: str
    notes: str
    lines: list[list[Cell]]
    write: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        lines: sentences above the table.
        columns: the head of each day, in two lines.
        to_write: the label of a line to write on, above the others; may be empty.
        tall: it may be higher than a page, so it must be allowed to break.
    """

    heading: str
    lines: list[str]
    columns: list[tuple[str, str]]
    rows: list[GridRow]
    to_write: str = ""
    tall: bool = False


class _Kind(NamedTuple):
    """What the sessions of a row have in common."""

    activity: str
    title: str
    minutes: int
    fixed: bool


def plan_grids(plan: Plan, regimen: Regimen, numbers: CardNumbers, options: SheetOptions) -> list[Grid]:
    """Return the tables of all weeks of a plan."""
    grids: list[Grid] = []
    by_day = {day: list(sessions) for day, sessions in groupby(plan.sessions, key=lambda session: session.start.date())}
    for week in range(plan.weeks):
        days = days_of_week(plan, week)
        heading = f"Your week: {wording.short_day(days[0])} to {wording.short_day_and_year(days[-1])}"
        if plan.weeks > 1:
            heading = week_heading(plan, week, wording.short_day, year=True)
        sessions = [session for day in days for session in by_day.get(day, ())]
        lines = ["Tick a box each time you finish." if sessions else "Nothing is planned this week."]
        if regimen.phase_at(plan.regimen_week(week)) is None:
            lines.append(wording.end_of_regimen(regimen))
        columns = [(wording.weekday(day.weekday()), str(day.day)) for day in days]
        rows = list(_planned_rows(days, sessions, regimen, numbers, options))
        grids += _split(Grid(heading, lines, columns, rows), [wording.spoken_day(day) for day in days], options)
    return grids


def blank_grids(regimen: Regimen, numbers: CardNumbers, options: SheetOptions) -> list[Grid]:
    """Return a table for any week of each phase."""
    grids: list[Grid] = []
    first = 1
    for phase in regimen.phases:
        heading = when = ""
        if len(regimen.phases) > 1:
            when = wording.capitalized(wording.weeks_of_phase(phase, first))
            heading = f"{when}: {printed(phase.title)}" if phase.title else when
        first += phase.weeks or 0
        columns = [(name, "") for name in map(wording.weekday, range(7))]
        rows = list(_any_rows(phase, when, numbers, options))
        lines = ["Tick a box each time you finish." if rows else "Nothing is planned in these weeks."]
        to_write = "Week of:" if rows else ""
        grid = Grid(heading or "Your week", lines, columns, rows, to_write=to_write)
        grids += _split(grid, [_spoken(when, day) for day in wording.WEEKDAYS], options)
    return grids


def _planned_rows(
    days: Sequence[date],
    sessions: Sequence[Session],
    regimen: Regimen,
    numbers: CardNumbers,
    options: SheetOptions,
) -> Iterator[GridRow]:
    by_kind: dict[_Kind, list[dict[date, Session]]] = {}
    for session in sessions:
        times = by_kind.setdefault(_Kind(session.activity, session.title, session.minutes, session.fixed), [])
        day = session.start.date()
        if all(day in time for time in times):
            times.append({})
        next(time for time in times if day not in time)[day] = session
    order = {activity_id: number for number, activity_id in enumerate(regimen.activity_ids)}
    for kind in sorted(by_kind, key=lambda kind: order.get(kind.activity, len(order))):
        for first in range(0, len(by_kind[kind]), _MOST_TIMES):
            times = by_kind[kind][first : first + _MOST_TIMES]
            shown = [session for day in days for time in times for session in (time.get(day),) if session is not None]
            activity = activity_of(regimen, shown[0])
            exercises = dict.fromkeys(exercise for session in shown for exercise in exercises_of(regimen, session))
            in_cells = not options.large_print and all(_fits(session.choice or "") for session in shown)
            cells = [
                [_planned_cell(day, time.get(day), _label(kind, number), in_cell=in_cells) for day in days]
                for number, time in enumerate(times, first + 1)
            ]
            named = [] if in_cells else [session for session in shown if session.choice]
            chosen = [f"{wording.weekday(session.start.weekday())}: {session.choice}" for session in named]
            notes = _notes([wording.minutes(kind.minutes), *chosen], activity, exercises, numbers)
            yield _row(kind, first, notes, cells, options)


def _row(kind: _Kind, first: int, notes: str, cells: list[list[Cell]], options: SheetOptions) -> GridRow:
    longest = LONGEST_WORD if options.large_print else LONGEST_IN_GRID
    label = _label(kind) + (f", from the {_ordinal(first + 1)} session on" if first else "")
    return GridRow(printed(label, longest), _NUMBERS.sub("\u00a0\\1\u00a0", printed(notes, longest)), cells)


def _fits(choice: str) -> bool:
    """Return whether an alternative's words fit below a box."""
    words = choice.split()
    return len(words) < 3 and all(len(word) <= LONGEST_IN_CELL and width(word) < 10.5 for word in words)


def _planned_cell(day: date, session: Session | None, label: str, *, in_cell: bool) -> Cell:
    if session is None:
        return Cell(_REST)
    time = f"{session.start:%H:%M}"
    choice = printed(session.choice or "")
    name = f"{label}, {choice}" if choice else label
    return Cell(time, _to_tick(f"{wording.spoken_day(day)}, {time}", name), choice if in_cell else "")


def _label(kind: _Kind, time: int = 1) -> str:
    words = kind.title
    if time > 1:
        words += f", {_ordinal(time)} time"
    if kind.fixed:
        words += ", appointment"
    return words


def _ordinal(number: int) -> str:
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    return words[number - 1] if number <= len(words) else f"{number}th"


def _any_rows(phase: Phase, when: str, numbers: CardNumbers, options: SheetOptions) -> Iterator[GridRow]:
    for activity in phase.activities:
        if isinstance(activity.frequency, Cap):
            continue
        often = wording.capitalized(wording.frequency(activity.frequency))
        most = activity.frequency.most if isinstance(activity.frequency, Daily) else 1
        lasts = wording.minutes_range(activity.shortest, activity.longest)
        notes = _notes([often, lasts], activity, activity.exercises, numbers)
        kind = _Kind(activity.id, activity.title, activity.shortest, fixed=False)
        for first in range(0, most, _MOST_TIMES):
            cells = [
                [
                    Cell("", _to_tick(_spoken(when, wording.WEEKDAYS[day]), _label(kind, time)))
                    if day in activity.days
                    else Cell(_REST)
                    for day in range(7)
                ]
                for time in range(first + 1, min(first + _MOST_TIMES, most) + 1)
            ]
            yield _row(kind, first, notes, cells, options)


def _spoken(when: str, day: str) -> str:
    """Return a day with its phase, so that users of a screen reader hear which table it is in."""
    return f"{when}, {day}" if when else day


def _to_tick(when: str, label: str) -> str:
    return f"{when}, {printed(label)}: tick box"


def _notes(facts: Iterable[str], activity: Activity | None, exercises: Iterable[Exercise], numbers: CardNumbers) -> str:
    """Return some facts, then which cards show how to do it, and which of them are for one side of the body."""
    notes = [f"{wording.capitalized(fact)}." for fact in facts]
    numbered = numbers.of(activity, exercises)
    if numbered:
        notes.append(f"{_exercises(list(numbered))}.")
    for sides, words in _ONE_SIDE.items():
        if same := [number for number, exercise in numbered.items() if exercise.sides is sides]:
            notes.append(f"{_exercises(same)}: {words}.")
    return " ".join(notes)


def _exercises(numbers: Sequence[int]) -> str:
    return f"Exercise{'s' if len(numbers) > 1 else ''} {_spans(numbers)}"


def _spans(numbers: Sequence[int]) -> str:
    """Return `2`, `2 and 3`, `2 to 5`, `1, 2 and 7`."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]} to {numbers[-1]}"
    return wording.listed(map(str, numbers))


def _log_rows(days: Sequence[str], heading: str) -> list[GridRow]:
    pain = [Cell("", f"{day}, pain, 0 to 10: write-in box") for day in days]
    return [
        GridRow("Pain, 0 to 10", "", [pain], write=True),
        GridRow("Notes", "", [[Cell("", f"{heading}, notes: write-in space")]], write=True),
    ]


# --- Tables that fit on a page --------------------------------------------------------------------------------
# Millimetres, on the safe side: of a page without its margins, and of what else is with a table. If that may not be
# enough, the template measures, and lets the table break.

_PAGE = {Paper.A4: 255, Paper.LETTER: 237}
_HEAD = {False: 36, True: 55}
_LOG = {False: 30, True: 70}
_SURE = 0.8
"""Share of the room; a table that takes less certainly fits."""


def _height(row: GridRow, options: SheetOptions) -> float:
    if options.large_print:
        # The label goes across the page, and the boxes have their own lines.
        return 8 * lines(row.label, 36) + 7 * lines(row.notes, 44) + 5 + 21 * len(row.lines)
    label = 5.3 * lines(row.label, 15) + 4.3 * lines(row.notes, 19) + 3
    return max(label, sum(14 if any(cell.choice for cell in line) else 9 for line in row.lines))


def _heights(rows: Iterable[GridRow], options: SheetOptions) -> float:
    return sum(_height(row, options) for row in rows)


def _split(grid: Grid, spoken_days: Sequence[str], options: SheetOptions) -> Iterator[Grid]:
    """Yield the table, or several that each fit on a page; the last has the log."""
    log = _log_rows(spoken_days, grid.heading) if options.log and grid.rows else []
    room = _PAGE[options.paper] - _HEAD[options.large_print] - (_LOG[options.large_print] if log else 0)
    total = _heights(grid.rows, options)
    # About equal parts: a last one of a single row would look lost.
    share = total / max(1, ceil(total / room))
    parts: list[list[GridRow]] = [[]]
    height = 0.0
    for row in grid.rows:
        add = _height(row, options)
        is_full = height + add > room
        if parts[-1] and (is_full or (len(parts[-1]) > 1 and height + add / 2 > share)):
            parts.append([])
            height = 0.0
        parts[-1].append(row)
        height += add
    if len(parts) > 1 and len(parts[-1]) == 1 and not log:
        *before, last = parts[-2] + parts[-1]
        company = [[*before, last]] if len(before) < 3 else [before[:-1], [before[-1], last]]
        if all(_heights(rows, options) <= room for rows in company):
            parts[-2:] = company
    for number, rows in enumerate(parts):
        heading = grid.heading if number == 0 else f"{grid.heading}, continued"
        yield replace(
            grid,
            heading=heading,
            lines=grid.lines if number == 0 else [],
            to_write=grid.to_write if number == 0 else "",
            rows=rows + (log if number == len(parts) - 1 else []),
            tall=_heights(rows, options) > _SURE * room,
        )
