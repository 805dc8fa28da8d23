"""A plan as a person reads it: the weeks, then the rules, what to know, and what to do next.

`plan_text` writes it as plain sentences for a pipe or a screen reader, and loads no library for that;
`render/plan_page.py` lays the same out for a terminal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backplan.language import wording
from backplan.model.finding import Severity, alike
from backplan.model.fingerprint import fingerprint
from backplan.model.profile import Profile
from backplan.render.page import Block, Command, Row, Tone, plain_lines
from backplan.render.rule_lines import rule_lines
from backplan.render.slack import slack_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Regimen
    from backplan.model.slack import Slack

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
        slack: what the week of `today` still leaves open.
    """

    plan: Plan
    regimen: Regimen
    today: date
    profile: Profile = field(default_factory=Profile)
    history: tuple[Session, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    slack: tuple[Slack, ...] = ()


def plan_text(view: PlanView) -> str:
    """The page as plain lines: a day a line, no layout, no colour; ends with a line break."""
    lines = list(plain_lines(opening(view)))
    over = first_week_over(view)
    for number in range(view.plan.weeks):
        lines.append("")
        if number == over:
            lines += [wording.end_of_regimen(view.regimen), ""]
        if view.plan.weeks > 1:
            lines.append(week_heading(view.plan, number, wording.spoken_day) + ".")
        lines.extend(_spoken(view, day) for day in days_of_week(view.plan, number))
    lines.append("")
    lines.extend(plain_lines(closing(view)))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def findings_blocks(findings: Sequence[Finding], heading: str = "To know about this plan") -> tuple[Block, ...]:
    """Findings with their reasons and what would mend them, heaviest first as they come; like ones told once."""
    blocks: list[Block] = []
    for number, (finding, *others) in enumerate(alike(findings)):
        label, tone = _SEVERITIES[finding.severity]
        rows = [Row(finding.message, label, tone)]
        if others:
            rows.append(Row(wording.places(other.days for other in others), "Short as well:"))
        # What keeps a dose from being met collides only together, and is one reason; advice may have several.
        reasons = finding.because if finding.severity is Severity.ADVICE else ("; ".join(finding.because),)
        rows.extend(Row(reason, "Because:") for reason in reasons if reason)
        rows.extend(Row(suggestion, "Try:") for suggestion in finding.suggestions)
        blocks.append(Block(tuple(rows), heading if number == 0 else "", depth=1))
    return tuple(blocks)


def opening(view: PlanView) -> tuple[Block, ...]:
    """What stands above the weeks: which plan this is."""
    plan = view.plan
    last = plan.days[-1]
    span = f"{wording.short_day_and_year(plan.start)} to {wording.short_day_and_year(last)}"
    if plan.start.year == last.year:
        span = f"{wording.short_day(plan.start)} to {wording.short_day_and_year(last)}"
    rows = [Row(f"{span}, times in {plan.timezone}")]
    if plan.first_week:
        first, last_week = plan.first_week + 1, plan.regimen_week(plan.weeks - 1) + 1
        weeks = f"Week {first}" if first == last_week else f"Weeks {first} to {last_week}"
        rows.append(Row(f"{weeks} since the beginning"))
    total = sum(session.minutes for session in plan.sessions)
    if plan.sessions:
        rows.append(Row(f"{wording.counted(len(plan.sessions), 'session')}, {wording.minutes(total)} in all"))
    return (Block(tuple(rows), plan.regimen_title, Tone.TITLE),)


def closing(view: PlanView) -> tuple[Block, ...]:
    """What stands below the weeks: the rules, the findings, the code of the plan, and what to do next."""
    open_still = slack_blocks(view.slack, view.today)
    return (
        *_outside(view),
        *_rules(view),
        *open_still,
        *findings_blocks(view.plan.findings),
        _code(view),
        *_next(view),
    )


def _outside(view: PlanView) -> tuple[Block, ...]:
    """Appointments on days that the plan does not cover: they count for its caps, so they are shown."""
    rows = tuple(
        Row(
            f"{what(session)}, {wording.minutes(session.minutes)}",
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
            heading = f"{phase.title}, {span}" if phase.title else wording.capitalized(span)
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


def _code(view: PlanView) -> Block:
    code = fingerprint(view.regimen, view.plan)
    return Block((Row(f"{code}, as on its printed sheet and in its calendar"),), "Code of this plan", depth=1)


def first_week_over(view: PlanView) -> int | None:
    """The plan's first week, counted from 0, for which the regimen prescribes nothing any more."""
    plan = view.plan
    weeks = range(plan.weeks)
    return next((number for number in weeks if view.regimen.phase_at(plan.regimen_week(number)) is None), None)


def week_heading(plan: Plan, number: int, name: Callable[[date], str], *, year: bool = False) -> str:
    """Which week it is of how many, and its days by their names; with the year of its last day if wanted."""
    days = days_of_week(plan, number)
    last = f"{name(days[-1])} {days[-1].year}" if year else name(days[-1])
    away = ": away" if number in plan.weeks_away else ""
    return f"Week {number + 1} of {plan.weeks}, {name(days[0])} to {last}{away}"


def days_of_week(plan: Plan, week: int) -> tuple[date, ...]:
    """The days of a week of the plan, counted from 0."""
    return plan.days[7 * week : 7 * week + 7]


def sessions_on(view: PlanView, day: date) -> tuple[Session, ...]:
    """A day's sessions, in their order."""
    return tuple(session for session in view.plan.sessions if session.start.date() == day)


def what(session: Session) -> str:
    """A session's title, with its choice and, where it cannot be moved, the word for that."""
    choice = f" ({session.choice})" if session.choice else ""
    return f"{session.title}{choice}{', appointment' if session.fixed else ''}"


def idle(view: PlanView, day: date) -> str:
    """What a day without sessions is called."""
    away = any(days.first <= day <= days.last for days in view.profile.away)
    return "away" if away else "rest day"


def _spoken(view: PlanView, day: date) -> str:
    sessions = sessions_on(view, day)
    told = [f"{wording.spoken_day(day)}{', today' if day == view.today else ''}."]
    told.extend(
        f"{session.start:%H:%M} {wording.plain_text(what(session))}, {wording.minutes(session.minutes)}."
        for session in sessions
    )
    if not sessions:
        told.append(f"{idle(view, day).capitalize()}.")
    return " ".join(told)
