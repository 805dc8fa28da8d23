"""A plan's page: the weeks, then the rules, the findings, and what to do next.

`plan_text` returns it as plain sentences for a pipe or a screen reader, without any library;
`render/plan_page.py` lays it out for a terminal.
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
    """Something to do next, and the words of its command."""

    reason: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with everything else that is on its page: `today` is marked, and `slack` is about its week."""

    plan: Plan
    regimen: Regimen
    today: date
    profile: Profile = field(default_factory=Profile)
    history: tuple[Session, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    slack: tuple[Slack, ...] = ()


def plan_text(view: PlanView) -> str:
    """Return the page as plain lines, one per day."""
    lines = list(plain_lines(opening(view)))
    over = first_week_over(view)
    for number in range(view.plan.weeks):
        lines.append("")
        if number == over:
            lines += [wording.end_of_regimen(view.regimen), ""]
        if view.plan.weeks > 1:
            lines.append(week_heading(view.plan, number, wording.spoken_day) + ".")
        if not is_spent_away(view, number):
            lines.extend(_spoken(view, day) for day in days_of_week(view.plan, number))
    lines.append("")
    lines.extend(plain_lines(closing(view)))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def findings_blocks(findings: Sequence[Finding], heading: str = "About this plan") -> tuple[Block, ...]:
    """Return findings with their reasons and suggestions; those that differ only in their days together."""
    blocks: list[Block] = []
    for number, (finding, *others) in enumerate(alike(findings)):
        label, tone = _SEVERITIES[finding.severity]
        rows = [Row(finding.message, label, tone)]
        if others:
            rows.append(Row(wording.places(other.days for other in others), "Also short:"))
        # The causes of a short dose conflict only together, and are one reason; advice may have several.
        reasons = finding.because if finding.severity is Severity.ADVICE else ("; ".join(finding.because),)
        rows.extend(Row(reason, "Because:") for reason in reasons if reason)
        rows.extend(Row(suggestion, "Try:") for suggestion in finding.suggestions)
        blocks.append(Block(tuple(rows), heading if number == 0 else "", depth=1))
    return tuple(blocks)


def slack_blocks(slack: Sequence[Slack], today: date) -> tuple[Block, ...]:
    """Return a block with what is still flexible in the week of `today`; none if nothing is."""
    rows = tuple(Row(slack_sentence(activity, today)) for activity in slack)
    return (Block(rows, "Still flexible this week", depth=1),) if rows else ()


def slack_sentence(slack: Slack, today: date) -> str:
    """Return how many sessions of an activity can be skipped, and by when to do the next one."""
    by = ""
    if slack.latest is not None:
        by = "today" if slack.latest == today else f"by {wording.short_day(slack.latest)}"
    if not slack.skipped:
        return f"{slack.title}: do the next session {by}."
    which = "the one session left" if slack.left == 1 else f"{slack.skipped} of the {slack.left} sessions left"
    skip = f"{slack.title}: you can skip {which}"
    if slack.each_day is not None:
        return f"{skip}; {wording.times(slack.each_day)} a day is enough." if slack.each_day else f"{skip}."
    return f"{skip}; do the next one {by}." if by else f"{skip}."


def opening(view: PlanView) -> tuple[Block, ...]:
    """Return what is above the weeks: which plan this is."""
    plan = view.plan
    last = plan.days[-1]
    span = f"{wording.short_day_and_year(plan.start)} to {wording.short_day_and_year(last)}"
    if plan.start.year == last.year:
        span = f"{wording.short_day(plan.start)} to {wording.short_day_and_year(last)}"
    rows = [Row(f"{span}, times in {plan.timezone}")]
    if plan.first_week:
        first, last_week = plan.first_week + 1, plan.regimen_week(plan.weeks - 1) + 1
        weeks = f"Week {first}" if first == last_week else f"Weeks {first} to {last_week}"
        late = plan.made_from is not None and plan.made_from.late
        rows.append(Row(f"{weeks} again, after time off" if late else f"{weeks} since the regimen began"))
    total = sum(session.minutes for session in plan.sessions)
    if plan.sessions:
        rows.append(Row(f"{wording.counted(len(plan.sessions), 'session')}, {wording.minutes(total)} in total"))
    return (Block(tuple(rows), plan.regimen_title, Tone.TITLE),)


def closing(view: PlanView) -> tuple[Block, ...]:
    """Return what is below the weeks: the rules, the findings, the code of the plan, and what to do next."""
    return (
        *_outside(view),
        *_rules(view),
        *slack_blocks(view.slack, view.today),
        *findings_blocks(view.plan.findings),
        _code(view),
        *_next(view),
    )


def _outside(view: PlanView) -> tuple[Block, ...]:
    """Return the appointments outside the plan's weeks, which count for its caps."""
    rows = tuple(
        Row(
            f"{what(session)}, {wording.minutes(session.minutes)}",
            f"{wording.short_day_and_year(session.start.date())} {session.start:%H:%M}",
        )
        for session in view.plan.sessions
        if not view.plan.start <= session.start.date() < view.plan.end
    )
    return (Block(rows, "Sessions outside these weeks", depth=1),) if rows else ()


def _rules(view: PlanView) -> tuple[Block, ...]:
    phases = rule_lines(view.plan, view.regimen, view.profile, view.history)
    blocks = [Block((), "Prescription and plan")] if phases else []
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
        unproven = "There may be a better plan: the search stopped before it could rule that out."
        blocks.append(Block((Row(f"{unproven} This plan breaks no limit."),)))
    return tuple(blocks)


def _next(view: PlanView) -> tuple[Block, ...]:
    return tuple(
        Block((Row(step.reason), Command(step.command)), "What to do next" if number == 0 else "", depth=1)
        for number, step in enumerate(view.next_steps)
    )


def _code(view: PlanView) -> Block:
    code = fingerprint(view.regimen, view.plan)
    return Block((Row(f"{code}, also on the printed sheet and in the calendar"),), "Plan code", depth=1)


def first_week_over(view: PlanView) -> int | None:
    """Return the plan's first week, counted from 0, that is after the end of the regimen."""
    plan = view.plan
    weeks = range(plan.weeks)
    return next((number for number in weeks if view.regimen.phase_at(plan.regimen_week(number)) is None), None)


def week_heading(plan: Plan, number: int, name: Callable[[date], str], *, year: bool = False) -> str:
    """Return `Week 2 of 4`, its first and last day as `name` writes them, and whether it is wholly away."""
    days = days_of_week(plan, number)
    last = f"{name(days[-1])} {days[-1].year}" if year else name(days[-1])
    away = ": away" if number in plan.weeks_away else ""
    return f"Week {number + 1} of {plan.weeks}, {name(days[0])} to {last}{away}"


def days_of_week(plan: Plan, week: int) -> tuple[date, ...]:
    """Return the days of a week of the plan, counted from 0."""
    return plan.days[7 * week : 7 * week + 7]


def sessions_on(view: PlanView, day: date) -> tuple[Session, ...]:
    """Return a day's sessions in order."""
    return tuple(session for session in view.plan.sessions if session.start.date() == day)


def what(session: Session) -> str:
    """Return a session's title and choice, and `appointment` if it is one."""
    choice = f" ({session.choice})" if session.choice else ""
    return f"{session.title}{choice}{', appointment' if session.fixed else ''}"


def idle(view: PlanView, day: date) -> str:
    """Return the words for a day without sessions."""
    return wording.idle_day(away=any(days.first <= day <= days.last for days in view.profile.away))


def is_spent_away(view: PlanView, number: int) -> bool:
    """Return whether a week's heading says all there is to say: it is spent away and has no appointment."""
    days = days_of_week(view.plan, number)
    return view.plan.weeks > 1 and number in view.plan.weeks_away and not any(sessions_on(view, day) for day in days)


def _spoken(view: PlanView, day: date) -> str:
    sessions = sessions_on(view, day)
    sentences = [f"{wording.spoken_day(day)}{', today' if day == view.today else ''}."]
    sentences.extend(
        f"{session.start:%H:%M} {wording.plain_text(what(session))}, {wording.minutes(session.minutes)}."
        for session in sessions
    )
    if not sessions:
        sentences.append(f"{idle(view, day).capitalize()}.")
    return " ".join(sentences)
