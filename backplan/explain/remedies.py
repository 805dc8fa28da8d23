"""The smallest changes that would mend a short dose, each tried by planning.

For every member of the set of causes there is a ladder of changes, the smallest first. Of each ladder the first change
that mends the dose in the whole plan is a suggestion; on a longer plan it is tried on the weeks around the dose first.
What concerns these days alone comes before what concerns every week, and that before a change of the prescription;
where something about these days helps, nobody needs another prescription.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from backplan.explain.changes import sharing, with_activity, with_profile, without_events
from backplan.explain.circumstances import (
    BUSY_ON,
    Circumstance,
    Kind,
    day_of_begin,
)
from backplan.language.wording import WEEKDAYS, counted, frequency, listed, minutes, short_day, weekday
from backplan.model.frequency import Daily, Every, Weekly
from backplan.model.profile import Appointment, DateRange
from backplan.model.time import DAY_MINUTES, Interval, clock_text, joined
from backplan.rules.catalog import ALL_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backplan.explain.replanning import Replanner
    from backplan.model.finding import Finding
    from backplan.model.frequency import Frequency
    from backplan.model.profile import Profile
    from backplan.model.regimen import Activity
    from backplan.model.request import PlanRequest

MOST = 3
"""Suggestions for one finding."""

STEPS = 8
"""Changes of one ladder that are tried."""

HALF_HOURS = (30, 60, 120)
"""Minutes by which hours are widened, in turn."""

SHIFTS = (-15, 15, -30, 30, -60, 60)
"""Minutes by which an appointment is moved on its day, in turn."""


class Reach(IntEnum):
    """How far a change reaches, nearest first."""

    THESE_DAYS = 1
    EVERY_WEEK = 2
    PRESCRIPTION = 3


class Remedy(NamedTuple):
    """One change.

    Attributes:
        words: what to do, as it reads after "try: ".
        changed: the request with it done.
        asks_less: it asks for less of the dose itself, which is only worth a word where that can then be met.
    """

    words: str
    changed: Callable[[PlanRequest], PlanRequest]
    asks_less: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """Changes of one thing, the smallest first."""

    reach: Reach
    steps: tuple[Remedy, ...]


def suggestions(
    request: PlanRequest, replanner: Replanner, finding: Finding, members: Sequence[Circumstance]
) -> tuple[str, ...]:
    """What would mend a short dose: the smallest step of each ladder that helps, at most three.

    Args:
        request: what was asked.
        replanner: tries the changes.
        finding: the short dose.
        members: a smallest set of its causes.
    """
    replanner.turn()
    found: list[str] = []
    nearest = None
    for ladder in sorted(ladders(request, finding, members), key=lambda ladder: ladder.reach):
        if len(found) == MOST or (nearest is Reach.THESE_DAYS and ladder.reach is Reach.PRESCRIPTION):
            break
        for step in ladder.steps[:STEPS]:
            if _helps(step, request, replanner, finding):
                found.append(step.words)
                nearest = nearest or ladder.reach
                break
    return tuple(dict.fromkeys(found))


def _helps(step: Remedy, request: PlanRequest, replanner: Replanner, finding: Finding) -> bool:
    """Whether a change mends a short dose in the whole plan; one of the weeks around it is tried on them first."""
    changed = step.changed(request)
    around, whole = replanner.around(finding), replanner.whole()
    return (
        around == whole
        or not replanner.touches(changed, around)
        or replanner.helps(changed, finding, around, wholly=step.asks_less)
    ) and replanner.helps(changed, finding, whole, wholly=step.asks_less)


def ladders(request: PlanRequest, finding: Finding, members: Sequence[Circumstance]) -> Iterator[Ladder]:
    """For each member of a set of causes, and for the dose itself, what could be changed.

    Args:
        request: what was asked.
        finding: the short dose.
        members: a smallest set of its causes.
    """
    for member in members:
        match member.kind, member.about:
            case Kind.AWAY, DateRange() as away:
                yield Ladder(Reach.THESE_DAYS, tuple(_at_home(away, finding)))
            case Kind.BUSY, tuple():
                yield Ladder(Reach.THESE_DAYS, tuple(_less_busy(request, member)))
            case Kind.APPOINTMENT, Appointment() as one:
                yield Ladder(Reach.THESE_DAYS, tuple(_moved(request, one)))
            case Kind.HOURS, tuple():
                yield Ladder(Reach.EVERY_WEEK, tuple(_more_hours(request, member)))
            case Kind.BUDGET, _:
                yield Ladder(Reach.EVERY_WEEK, tuple(_more_minutes(request)))
            case Kind.BUFFER, _:
                yield Ladder(Reach.EVERY_WEEK, tuple(_less_buffer(request)))
            case (Kind.NEVER_TOGETHER | Kind.BESIDE, str() as other):
                yield Ladder(Reach.PRESCRIPTION, tuple(_less_of_another(request, finding, member.kind, other)))
            case _, str():
                yield Ladder(Reach.PRESCRIPTION, tuple(_looser_rule(request, finding, member.kind)))
            case _:
                pass
    if all(member.kind is not Kind.BEFORE for member in members):
        # What has already been missed is no reason to ask for less.
        yield Ladder(Reach.PRESCRIPTION, tuple(_lower_dose(request, finding)))


# --- These days ---------------------------------------------------------------------------------------------------


def _at_home(away: DateRange, finding: Finding) -> Iterator[Remedy]:
    days = sorted(day for day in finding.days if away.first <= day <= away.last)
    # The ends first: a journey is sooner shortened than interrupted. One that touches none of the days may be to blame
    # for where the sessions are.
    ends = [day for day in (away.first, away.last) if day in days or not days]
    single = list(dict.fromkeys((*ends, *days)))[: STEPS - 1]
    for day in single:
        left = (DateRange(away.first, day - timedelta(days=1)), DateRange(day + timedelta(days=1), away.last))
        yield Remedy(f"be at home on {short_day(day)}", _with_away(away, tuple(x for x in left if x.first <= x.last)))
    if away.first < away.last:
        yield Remedy(f"be at home from {short_day(away.first)} to {short_day(away.last)}", _with_away(away, ()))


def _with_away(away: DateRange, left: tuple[DateRange, ...]) -> Callable[[PlanRequest], PlanRequest]:
    def changed(profile: Profile) -> Profile:
        return replace(profile, away=(*(one for one in profile.away if one != away), *left))

    return with_profile(changed)


def _less_busy(request: PlanRequest, member: Circumstance) -> Iterator[Remedy]:
    events = member.about if isinstance(member.about, tuple) else ()
    taken = [event for event in request.busy if event in events]
    if member.words.startswith(BUSY_ON):
        yield Remedy(f"move or cancel what is on {member.words.removeprefix(BUSY_ON)}", without_events(taken))
        return
    # Of many the longest first: they leave the most room.
    for event in sorted(taken, key=lambda event: event.span.start - event.span.end):
        day = day_of_begin(event, request.timezone)
        words = f"move or cancel what is on {short_day(day.date)}, {day.clock_span(event.span)}"
        yield Remedy(words, without_events((event,)))


def _moved(request: PlanRequest, one: Appointment) -> Iterator[Remedy]:
    name = f"move the appointment on {short_day(one.on)} at {clock_text(one.at)}"
    for shift in SHIFTS:
        at = one.at + shift
        if at >= 0 and at + one.minutes <= DAY_MINUTES:
            yield from _if_free(request, one, replace(one, at=at), f"{name} to {clock_text(at)}")
    for days in (1, -1):
        on = one.on + timedelta(days=days)
        if 0 <= (on - request.start).days < 7 * request.weeks:
            yield from _if_free(request, one, replace(one, on=on), f"{name} to {short_day(on)}")


def _if_free(request: PlanRequest, old: Appointment, new: Appointment, words: str) -> Iterator[Remedy]:
    """The move, unless there is another appointment."""
    others = tuple(one for one in request.profile.appointments if one != old)
    if any(one.on == new.on and one.at < new.at + new.minutes and new.at < one.at + one.minutes for one in others):
        return

    def changed(profile: Profile) -> Profile:
        left = tuple(one for one in profile.appointments if one != old)
        return replace(profile, appointments=(*left, new))

    yield Remedy(words, with_profile(changed))


# --- Every week ---------------------------------------------------------------------------------------------------


def _more_hours(request: PlanRequest, member: Circumstance) -> Iterator[Remedy]:
    numbers = member.about if isinstance(member.about, tuple) else ()
    available = request.profile.available
    days = [number for number in ALL_WEEK if number in numbers]
    first = available[days[0]]
    if any(available[number] != first for number in days):
        # Their hours differ: only the first of the days is widened, where it may be enough.
        days = days[:1]
    on = "every day" if len(days) == len(ALL_WEEK) else f"on {listed(WEEKDAYS[number] for number in days)}"
    if not first:
        for more in HALF_HOURS:
            window = Interval(8 * 60, 8 * 60 + more)
            words = f"be free for {minutes(more)} {on}, {clock_text(window.start)} to {clock_text(window.end)}"
            yield Remedy(words, _available_too(days, window))
        return
    for more in HALF_HOURS:
        end = first[-1].end
        if end + more <= DAY_MINUTES:
            words = f"be free {minutes(more)} longer {on}, until {clock_text(end + more)}"
            yield Remedy(words, _available_too(days, Interval(end, end + more)))
        begin = first[0].start
        if begin >= more:
            words = f"be free {minutes(more)} earlier {on}, from {clock_text(begin - more)}"
            yield Remedy(words, _available_too(days, Interval(begin - more, begin)))


def _available_too(days: Sequence[int], window: Interval) -> Callable[[PlanRequest], PlanRequest]:
    def changed(profile: Profile) -> Profile:
        return replace(
            profile,
            available=tuple(
                joined((*windows, window)) if number in days else windows
                for number, windows in enumerate(profile.available)
            ),
        )

    return with_profile(changed)


def _more_minutes(request: PlanRequest) -> Iterator[Remedy]:
    budget = request.profile.max_minutes_per_day or 0
    for more in (5, 10, 15, 20, 30, 45, 60, 120):
        yield Remedy(f"allow {minutes(budget + more)} of exercise a day", _with_budget(budget + more))


def _with_budget(budget: int) -> Callable[[PlanRequest], PlanRequest]:
    return with_profile(lambda profile: replace(profile, max_minutes_per_day=budget))


def _less_buffer(request: PlanRequest) -> Iterator[Remedy]:
    buffer = request.profile.buffer
    for less in sorted({max(0, buffer - 5 * steps) for steps in range(1, 5)} | {0}, reverse=True):
        yield Remedy(f"keep {minutes(less) if less else 'no time'} free around busy events", _with_buffer(less))


def _with_buffer(buffer: int) -> Callable[[PlanRequest], PlanRequest]:
    return with_profile(lambda profile: replace(profile, buffer=buffer))


# --- The prescription ---------------------------------------------------------------------------------------------


def _lower_dose(request: PlanRequest, finding: Finding) -> Iterator[Remedy]:
    activity = _activity(request, finding, finding.activity or "")
    if activity is not None:
        yield from (step._replace(asks_less=True) for step in _less(activity))


def _less(activity: Activity) -> Iterator[Remedy]:
    """A smaller dose of an activity, step by step."""
    for often in _rarer(activity.frequency):
        words = f"ask for {activity.title} {frequency(often)}"
        yield Remedy(words, with_activity(activity.id, _with_frequency(activity.frequency, often)))


def _rarer(often: Frequency) -> Iterator[Frequency]:
    match often:
        case Daily(least, most):
            for fewer in range(least - 1, max(0, least - 4), -1):
                yield Daily(fewer, most if least < most else fewer)
        case Weekly(least, most):
            for fewer in range(least - 1, max(0, least - 4), -1):
                yield Weekly(fewer, most if least < most else fewer)
        case Every(least, most):
            for later in range(most + 1, most + 4):
                yield Every(least, later)
        case _:
            return


def _with_frequency(old: Frequency, new: Frequency) -> Callable[[Activity], Activity]:
    # Another phase may ask for something else, which stays.
    return lambda activity: replace(activity, frequency=new) if activity.frequency == old else activity


def _less_of_another(request: PlanRequest, finding: Finding, kind: Kind, other: str) -> Iterator[Remedy]:
    activity = _activity(request, finding, finding.activity or "")
    beside = _activity(request, finding, other)
    if activity is None or beside is None:
        return
    yield from _less(beside)
    if kind is Kind.NEVER_TOGETHER:
        yield Remedy(f"ask for {activity.title} and {beside.title} on the same day", sharing(activity.id, beside.id))


def _looser_rule(request: PlanRequest, finding: Finding, kind: Kind) -> Iterator[Remedy]:
    """A rule of the activity itself, loosened step by step."""
    found = request.regimen.activity_at(finding.activity or "", request.regimen_week_of(finding.days[-1]))
    if found is None:
        return
    activity = found[0]
    name, title = activity.id, activity.title
    if kind is Kind.DAYS:
        wanted = {day.weekday() for day in finding.days}
        for number in sorted(set(ALL_WEEK) - set(activity.days), key=lambda number: number not in wanted):
            days = tuple(sorted((*activity.days, number)))
            yield Remedy(f"ask for {title} on {weekday(number)} as well", with_activity(name, _with(days=days)))
    elif kind is Kind.REST_DAYS:
        for rest in range(activity.rest_days - 1, -1, -1):
            words = f"ask for {counted(rest, 'rest day') if rest else 'no rest day'} between sessions of {title}"
            yield Remedy(words, with_activity(name, _with(rest_days=rest)))
    elif kind is Kind.AFTER_WAKING:
        for after in _smaller(activity.after_waking or 0):
            words = f"ask for {title} {f'{minutes(after)} after getting up' if after else 'right after getting up'}"
            yield Remedy(words, with_activity(name, _with(after_waking=after)))
    elif kind is Kind.APART:
        for apart in _smaller(activity.apart, step=60):
            yield Remedy(f"ask for sessions of {title} {minutes(apart)} apart", with_activity(name, _with(apart=apart)))
    elif kind is Kind.LENGTH:
        length = found[1]
        for shorter in [length - 5 * steps for steps in range(1, STEPS + 1) if length - 5 * steps >= 5]:
            yield Remedy(
                f"ask for {title} in sessions of {minutes(shorter)}", with_activity(name, _no_longer_than(shorter))
            )


def _smaller(length: int, step: int = 30) -> Iterator[int]:
    """Fewer minutes, step by step, down to none."""
    for steps in range(1, STEPS + 1):
        shorter = length - step * steps
        yield max(0, shorter)
        if shorter <= 0:
            return


def _with(
    *,
    days: tuple[int, ...] | None = None,
    rest_days: int | None = None,
    after_waking: int | None = None,
    apart: int | None = None,
) -> Callable[[Activity], Activity]:
    return lambda activity: replace(
        activity,
        days=activity.days if days is None else days,
        rest_days=activity.rest_days if rest_days is None else min(activity.rest_days, rest_days),
        after_waking=activity.after_waking if after_waking is None else after_waking,
        apart=activity.apart if apart is None else min(activity.apart, apart),
    )


def _no_longer_than(length: int) -> Callable[[Activity], Activity]:
    return lambda activity: replace(
        activity, shortest=min(activity.shortest, length), longest=min(activity.longest, length)
    )


def _activity(request: PlanRequest, finding: Finding, name: str) -> Activity | None:
    found = request.regimen.activity_at(name, request.regimen_week_of(finding.days[-1]))
    return None if found is None else found[0]
