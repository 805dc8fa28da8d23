"""A plan as a person reads it: the weeks like pages of a diary, then the rules, what to know, and what to do next.

`plan_page` lays it out for a terminal, `plan_text` writes the same as plain sentences for a pipe or a screen reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backplan import wording
from backplan.model.finding import Severity
from backplan.model.profile import Profile
from backplan.render.page import Block, Command, Row, Tone, laid_out, plain_lines, words
from backplan.render.rule_lines import rule_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from rich.console import RenderableType

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Regimen

WIDE = 100
"""From this many columns on, the parts of the day stand side by side."""
NARROW = 56
"""Below this many columns, a day's sessions stand under its name."""

_PARTS = (("Morning", 0, 12), ("Afternoon", 12, 17), ("Evening", 17, 24))
_SEVERITIES = {
    Severity.LIMIT: ("Limit broken:", Tone.BAD),
    Severity.DOSE: ("Falls short:", Tone.CAREFUL),
    Severity.ADVICE: ("Advice:", Tone.PLAIN),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do next: why, and the command's words to paste."""

    reason: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with everything that its page tells besides.

    Attributes:
        regimen: what the plan was made from.
        today: the day to mark, in the plan's zone.
        profile: whose away days and daily limits are told as well.
        history: sessions before the plan.
        next_steps: what to suggest at the end.
    """

    plan: Plan
    regimen: Regimen
    today: date
    profile: Profile = field(default_factory=Profile)
    history: tuple[Session, ...] = ()
    next_steps: tuple[NextStep, ...] = ()


def plan_page(view: PlanView, width: int) -> RenderableType:
    """The page for a terminal of `width` columns; no line is wider, and no text is cut off."""
    parts: list[RenderableType] = [laid_out(_opening(view), width)]
    over = _first_week_over(view)
    for number in range(view.plan.weeks):
        parts.append(Text())
        if number == over:
            parts += [words(wording.end_of_regimen(view.regimen), Tone.CAREFUL), Text()]
        if view.plan.weeks > 1:
            parts.append(words(_week_heading(view.plan, number, wording.short_day), Tone.HEADING))
        parts.append(_week(view, number, width))
    parts += [Text(), laid_out(_closing(view), width)]
    return Group(*parts)


def plan_text(view: PlanView) -> str:
    """The page as plain lines: a day a line, no layout, no colour; ends with a line break."""
    lines = list(plain_lines(_opening(view)))
    over = _first_week_over(view)
    for number in range(view.plan.weeks):
        lines.append("")
        if number == over:
            lines += [wording.end_of_regimen(view.regimen), ""]
        if view.plan.weeks > 1:
            lines.append(_week_heading(view.plan, number, wording.spoken_day) + ".")
        lines.extend(_spoken(view, day) for day in _days(view.plan, number))
    lines.append("")
    lines.extend(plain_lines(_closing(view)))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def findings_blocks(findings: Sequence[Finding]) -> tuple[Block, ...]:
    """Findings with their reasons and what would mend them, heaviest first as they come."""
    blocks: list[Block] = []
    for number, finding in enumerate(findings):
        label, tone = _SEVERITIES[finding.severity]
        rows = [Row(finding.message, label, tone)]
        rows.extend(Row(reason, "Because:") for reason in finding.because)
        rows.extend(Row(suggestion, "Try:") for suggestion in finding.suggestions)
        blocks.append(Block(tuple(rows), "To know about this plan" if number == 0 else "", depth=1))
    return tuple(blocks)


def _opening(view: PlanView) -> tuple[Block, ...]:
    plan = view.plan
    last = plan.days[-1]
    span = f"{wording.short_day_and_year(plan.start)} to {wording.short_day_and_year(last)}"
    if plan.start.year == last.year:
        span = f"{wording.short_day(plan.start)} to {wording.short_day_and_year(last)}"
    rows = [Row(f"{span}, times in {plan.timezone}")]
    if plan.first_week:
        first, last_week = plan.first_week + 1, plan.first_week + plan.weeks
        weeks = f"Week {first}" if first == last_week else f"Weeks {first} to {last_week}"
        rows.append(Row(f"{weeks} since the beginning"))
    total = sum(session.minutes for session in plan.sessions)
    if plan.sessions:
        rows.append(Row(f"{wording.counted(len(plan.sessions), 'session')}, {wording.minutes(total)} in all"))
    return (Block(tuple(rows), plan.regimen_title, Tone.TITLE),)


def _closing(view: PlanView) -> tuple[Block, ...]:
    return (*_outside(view), *_rules(view), *findings_blocks(view.plan.findings), *_next(view))


def _outside(view: PlanView) -> tuple[Block, ...]:
    """Appointments on days that the plan does not cover: they count for its caps, so they are shown."""
    rows = tuple(
        Row(
            f"{_what(session)}, {wording.minutes(session.minutes)}",
            f"{wording.short_day_and_year(session.start.date())} {session.start:%H:%M}",
        )
        for session in view.plan.sessions
        if not view.plan.start <= session.start.date() < view.plan.end
    )
    return (Block(rows, "Outside these weeks", depth=1),) if rows else ()


def _rules(view: PlanView) -> tuple[Block, ...]:
    phases = rule_lines(view.plan, view.regimen, view.profile, view.history)
    blocks = [Block((), "What was asked, and what this plan does")] if phases else []
    for phase in phases:
        heading = ""
        if len(phases) > 1 or phase.title:
            last = phase.first_week + phase.weeks
            span = (
                f"week {last}"
                if phase.weeks == 1
                else f"weeks {phase.first_week + 1} {'and' if phase.weeks == 2 else 'to'} {last}"
            )
            heading = f"{phase.title}, {span}" if phase.title else span.capitalize()
        blocks.append(Block(tuple(line.row for line in phase.lines), heading, Tone.PLAIN, depth=1))
    if not view.plan.proven:
        blocks.append(
            Block((Row("The search ended before it could prove that no plan is better. No limit is at risk."),))
        )
    return tuple(blocks)


def _next(view: PlanView) -> tuple[Block, ...]:
    return tuple(
        Block((Row(step.reason), Command(step.command)), "What to do next" if number == 0 else "", depth=1)
        for number, step in enumerate(view.next_steps)
    )


def _first_week_over(view: PlanView) -> int | None:
    """The plan's first week, counted from 0, for which the regimen prescribes nothing any more."""
    first = view.plan.first_week
    weeks = range(view.plan.weeks)
    return next((number for number in weeks if view.regimen.phase_at(first + number) is None), None)


def _week_heading(plan: Plan, number: int, name: Callable[[date], str]) -> str:
    days = _days(plan, number)
    return f"Week {number + 1} of {plan.weeks}, {name(days[0])} to {name(days[-1])}"


def _days(plan: Plan, week: int) -> tuple[date, ...]:
    return plan.days[7 * week : 7 * week + 7]


def _sessions(view: PlanView, day: date) -> tuple[Session, ...]:
    return tuple(session for session in view.plan.sessions if session.start.date() == day)


def _what(session: Session) -> str:
    """A session's title, with its choice and, where it cannot be moved, the word for that."""
    choice = f" ({session.choice})" if session.choice else ""
    return f"{session.title}{choice}{', appointment' if session.fixed else ''}"


def _idle(view: PlanView, day: date) -> str:
    away = any(days.first <= day <= days.last for days in view.profile.away)
    return "away" if away else "rest day"


def _spoken(view: PlanView, day: date) -> str:
    sessions = _sessions(view, day)
    told = [f"{wording.spoken_day(day)}{', today' if day == view.today else ''}."]
    told.extend(
        f"{session.start:%H:%M} {wording.plain_text(_what(session))}, {wording.minutes(session.minutes)}."
        for session in sessions
    )
    if not sessions:
        told.append(f"{_idle(view, day).capitalize()}.")
    return " ".join(told)


def _week(view: PlanView, number: int, width: int) -> RenderableType:
    days = _days(view.plan, number)
    if width >= WIDE:
        return _week_across(view, days)
    return _week_down(view, days) if width >= NARROW else _week_narrow(view, days)


def _day_name(view: PlanView, day: date) -> Text:
    name = Text(wording.short_day(day), style="bold" if day == view.today else "")
    if day == view.today:
        name.append("\ntoday", style="bold reverse")
    return name


def _idle_text(view: PlanView, day: date) -> Text:
    return Text(_idle(view, day), style=Tone.QUIET.value)


def _week_down(view: PlanView, days: Sequence[date]) -> Table:
    """Days down, one session a line: its time, its minutes, what it is."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    for position, day in enumerate(days):
        if position:
            table.add_row()
        sessions = _sessions(view, day)
        if not sessions:
            table.add_row(_day_name(view, day), Text(), Text(), _idle_text(view, day))
            continue
        names = _day_name(view, day).split("\n")
        for index in range(max(len(sessions), len(names))):
            name = names[index] if index < len(names) else Text()
            if index < len(sessions):
                table.add_row(name, *_cells(sessions[index]))
            else:
                table.add_row(name)
    return table


def _cells(session: Session) -> tuple[Text, Text, Text]:
    # What somebody wrote stands last: a character that a terminal draws wider than it should moves nothing else.
    return (Text(f"{session.start:%H:%M}"), Text(f"{session.minutes} min"), words(_what(session)))


def _week_narrow(view: PlanView, days: Sequence[date]) -> Group:
    """Each day's name on a line of its own, its sessions under it."""
    parts: list[RenderableType] = []
    for day in days:
        name = _day_name(view, day)
        parts.append(Text(", ").join(name.split("\n")))
        sessions = _sessions(view, day)
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for session in sessions:
            table.add_row(
                Text(f"{session.start:%H:%M}"),
                words(f"{_what(session)}, {wording.minutes(session.minutes)}"),
            )
        inner = table if sessions else _idle_text(view, day)
        parts.append(Padding(inner, (0, 0, 0, 2), expand=False))
    return Group(*parts)


def _week_across(view: PlanView, days: Sequence[date]) -> Table:
    """Days down, the parts of the day across."""
    parts = [part for part in _PARTS if any(_within(view, day, part) for day in days)]
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), expand=False, header_style="bold")
    table.add_column("", no_wrap=True)
    for title, _, _ in parts:
        table.add_column(title, overflow="fold")
    table.add_column("In all" if parts else "", no_wrap=True, justify="right")
    for position, day in enumerate(days):
        if position:
            table.add_row()
        total = sum(session.minutes for session in _sessions(view, day))
        cells: list[RenderableType] = [_part_cell(_within(view, day, part)) for part in parts]
        if not total and cells:
            cells[0] = _idle_text(view, day)
        last = Text(f"{total} min") if total else Text() if parts else _idle_text(view, day)
        table.add_row(_day_name(view, day), *cells, last)
    return table


def _within(view: PlanView, day: date, part: tuple[str, int, int]) -> tuple[Session, ...]:
    _, first, end = part
    return tuple(session for session in _sessions(view, day) if first <= session.start.hour < end)


def _part_cell(sessions: Sequence[Session]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for session in sessions:
        table.add_row(Text(f"{session.start:%H:%M}"), words(f"{_what(session)}, {session.minutes} min"))
    return table
