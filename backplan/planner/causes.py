"""Why a dose is short: found by planning again without the thing that may be to blame.

A *circumstance* is one thing that a request could do without: a day away, a busy event, the hours available, the
day's budget, another activity, a rule of the activity itself. For each finding about a short dose the circumstances
that touch its days are taken away one at a time and the plan is made again; those without which the dose is less
short are its causes. Where no single one is, all are taken away together, and then put back one by one as long as
the dose stays mended (a deletion filter): what remains is a smallest set that collides.

A long plan is made again only around the days in question, with the sessions before them as history.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily
from backplan.model.time import DAY_MINUTES, MINUTE, Interval, clock_day, clock_text, moment
from backplan.planner.search import QUICK, Search
from backplan.rules.catalog import ALL_WEEK, catalog, free_times
from backplan.rules.doses import DailyDose, WeeklyDose
from backplan.wording import WEEKDAYS, listed, minutes, short_day, weekdays

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.profile import Appointment, DateRange, Profile
    from backplan.model.regimen import Activity
    from backplan.model.request import BusyEvent, PlanRequest
    from backplan.model.time import ClockDay
    from backplan.planner.day import Counts
    from backplan.rules.catalog import Catalog

WHOLE = 13
"""Weeks of a plan that is made again whole; of a longer one only the weeks around a finding are."""

ALLOWANCE = 4_500
"""What may be spent on explaining one plan; `_effort` says what each plan made again takes of it."""

EVENTS = 8
"""Busy events that are looked at one by one; where more touch a finding's days they are taken together."""

Shortened = dict[str, dict[int, int]]
"""For each activity and day number: how much of the shortfall is charged there."""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One thing that a request could do without.

    Attributes:
        words: how it reads after "because: ".
        about: what tells it from others that read the same: an activity's id, or an appointment.
        away_with: the request without it.
    """

    words: str
    about: object
    away_with: Callable[[PlanRequest], PlanRequest]


def explained(request: PlanRequest, made: Plan, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, each short dose with its causes.

    Args:
        request: what was asked.
        made: the plan that was made.
        findings: what is to be known about it.
    """
    explainer = _Explainer(request, made)
    return tuple(
        replace(finding, because=explainer.causes(finding)) if finding.severity is Severity.DOSE else finding
        for finding in findings
    )


class _Explainer:
    """Makes the plans that explain one plan, each once."""

    def __init__(self, request: PlanRequest, made: Plan) -> None:
        self._request = request
        self._made = made
        self._left = ALLOWANCE
        self._known: dict[tuple[int, int, frozenset[tuple[str, object]]], Shortened | None] = {}

    def causes(self, finding: Finding) -> tuple[str, ...]:
        first, weeks = self._span(finding)
        request = _part(self._request, self._made, first, weeks)
        circumstances = tuple(_circumstances(request, finding))
        sure = _sure(request, finding)
        short = sure or self._short(request, (first, weeks), (), finding)
        if not short:
            return ()
        single = []
        for one in circumstances:
            if sure and _sure(one.away_with(request), finding) >= short:
                continue
            left = self._short(request, (first, weeks), (one,), finding)
            if left is not None and left < short:
                single.append(one.words)
        if single:
            return tuple(single)
        return self._colliding(request, (first, weeks), circumstances, finding, short)

    def _colliding(
        self,
        request: PlanRequest,
        span: tuple[int, int],
        circumstances: Sequence[Circumstance],
        finding: Finding,
        short: int,
    ) -> tuple[str, ...]:
        """A smallest set of circumstances without which the dose is less short, where no single one is enough."""

        def mends(some: Sequence[Circumstance]) -> bool:
            left = self._short(request, span, some, finding)
            return left is not None and left < short

        kept = list(circumstances)
        if not mends(kept):
            return ()
        for one in circumstances:
            without_one = [other for other in kept if other is not one]
            if mends(without_one):
                kept = without_one
        return tuple(one.words for one in kept)

    def _short(
        self,
        request: PlanRequest,
        span: tuple[int, int],
        away: Sequence[Circumstance],
        finding: Finding,
    ) -> int | None:
        """How short the finding's activity is on its days when some circumstances are away; None if not planned."""
        key = (*span, frozenset((one.words, one.about) for one in away))
        if key not in self._known:
            self._left -= _effort(request)
            if self._left < 0:
                return None
            for one in away:
                request = one.away_with(request)
            rules = catalog(request)
            self._known[key] = _shortfalls(rules, Search(rules, QUICK).run().counts)
        found = self._known[key]
        if found is None or finding.activity is None:
            return None
        numbers = {(day - request.start).days for day in finding.days}
        return sum(amount for day, amount in found.get(finding.activity, {}).items() if day in numbers)

    def _span(self, finding: Finding) -> tuple[int, int]:
        """The weeks that are planned again: the first and how many."""
        weeks = self._request.weeks
        if weeks <= WHOLE:
            return 0, weeks
        first = max(0, (finding.days[0] - self._request.start).days // 7 - 1)
        last = min(weeks - 1, (finding.days[-1] - self._request.start).days // 7 + 1)
        last = min(last, first + WHOLE - 1)
        return first, last - first + 1


def _effort(request: PlanRequest) -> int:
    """What it takes to plan a request, roughly: days are walked, and on each every two activities may meet."""
    return (request.weeks + 3) * len(request.regimen.activity_ids) ** 2


def _part(request: PlanRequest, made: Plan, first: int, weeks: int) -> PlanRequest:
    """Some weeks of a request, with what the plan does before them as history."""
    if first == 0:
        return replace(request, weeks=weeks)
    start = request.start + timedelta(weeks=first)
    before = tuple(session for session in made.sessions if session.start.date() < start)
    return replace(
        request,
        start=start,
        weeks=weeks,
        first_week=request.first_week + first,
        history=(*request.history, *before),
    )


def _sure(request: PlanRequest, finding: Finding) -> int:
    """How short a daily dose is on a finding's days in any plan, where no room on any of them is the whole of it.

    A day away is the usual reason for a finding, and then nothing else needs to be tried by planning: whatever else is
    taken away, there is no room. 0 where there is room on one of the days, or the dose is no daily one.
    """
    short = 0
    fixed = Counter(one.on for one in request.profile.appointments if one.activity == finding.activity)
    days = tuple(clock_day(request.timezone, day) for day in finding.days)
    for free in free_times(request, days):
        week = request.first_week + (free.day.date - request.start).days // 7
        found = request.regimen.activity_at(finding.activity or "", week)
        if found is None or not isinstance(found[0].frequency, Daily) or free.intervals():
            return 0
        short += max(0, found[0].frequency.least - fixed[free.day.date])
    return short


def _shortfalls(rules: Catalog, counts: Sequence[Counts]) -> Shortened:
    """The shortfall of each activity, spread over the days that it is about."""
    found: Shortened = {}
    for course, planned in zip(rules.courses, zip(*counts, strict=True), strict=True):
        amounts: dict[int, int] = {}
        memory = course.start
        for day, count in enumerate(planned):
            facts = course.facts(memory, day, count)
            for rule in course.weeks[day // 7].rules:
                short = rule.judge(facts).shortfall
                if not short:
                    continue
                # A week's shortfall and a gap's are charged to a day that every finding about them names.
                if isinstance(rule, DailyDose | WeeklyDose):
                    amounts[day] = amounts.get(day, 0) + short
                else:
                    for late in range(day - short + 1, day + 1):
                        charged = late - 1 if facts.sessions else late
                        amounts[charged] = amounts.get(charged, 0) + 1
            memory = course.after(memory, day, count)
        found[course.id] = amounts
    return found


# --- The things that a request could do without -------------------------------------------------------------------


def _circumstances(request: PlanRequest, finding: Finding) -> Iterator[Circumstance]:
    """Everything that may be to blame for a finding, the patient's life before the prescription."""
    days = set(finding.days)
    yield from _away(request, days)
    yield from _busy(request, days)
    yield from _appointments(request, days)
    yield from _profile_rules(request, finding)
    if finding.activity is not None:
        yield from _own_rules(request, finding.activity, finding.days[0], finding.days[-1])
        yield from _others(request, finding.activity, finding.days[-1])


def _away(request: PlanRequest, days: set[date]) -> Iterator[Circumstance]:
    for one in request.profile.away:
        if any(one.first <= day <= one.last for day in days):
            words = (
                f"away on {short_day(one.first)}"
                if one.first == one.last
                else f"away from {short_day(one.first)} to {short_day(one.last)}"
            )
            yield Circumstance(words, None, _without_away(one))


def _without_away(gone: DateRange) -> Callable[[PlanRequest], PlanRequest]:
    return lambda request: _with_profile(
        request, lambda profile: replace(profile, away=tuple(one for one in profile.away if one != gone))
    )


def _busy(request: PlanRequest, days: set[date]) -> Iterator[Circumstance]:
    spans = [clock_day(request.timezone, day) for day in sorted(days)]
    margin = request.profile.buffer * MINUTE
    touching = [event for event in request.busy if any(_touches(event, day, margin) for day in spans)]
    if len(touching) > EVENTS:
        words = f"{len(touching)} busy events from {short_day(min(days))} to {short_day(max(days))}"
        yield Circumstance(words, None, _without_events(set(touching)))
        return
    for event in touching:
        # Where the event only reaches a day by its buffer, it is told of on the day on which it begins.
        within = (day for day in spans if _touches(event, day, 0))
        day = next(within, None) or _day_of_begin(event, request.timezone)
        # What another calendar calls its event stays there: a plan is passed on to others.
        words = f"busy on {short_day(day.date)}, {_clock_span(day, event.span)}"
        yield Circumstance(words, event, _without_events({event}))


def _day_of_begin(event: BusyEvent, timezone: str) -> ClockDay:
    return clock_day(timezone, moment(event.span.start, ZoneInfo(timezone)).date())


def _clock_span(day: ClockDay, span: Interval) -> str:
    """What the clocks of a day show of a span: `09:00 to 10:30`, `all day`."""
    if span.start <= day.span.start and span.end >= day.span.end:
        return "all day"
    begin = day.clock(min(max(span.start, day.span.start), day.span.end - 1))
    end = day.clock(min(max(span.end, day.span.start), day.span.end) - 1) + 1
    return f"{clock_text(begin)} to {clock_text(end)}"


def _touches(event: BusyEvent, day: ClockDay, margin: int) -> bool:
    return event.span.start - margin < day.span.end and event.span.end + margin > day.span.start


def _without_events(gone: Collection[BusyEvent]) -> Callable[[PlanRequest], PlanRequest]:
    return lambda request: replace(request, busy=tuple(one for one in request.busy if one not in gone))


def _appointments(request: PlanRequest, days: set[date]) -> Iterator[Circumstance]:
    for one in request.profile.appointments:
        if one.on in days:
            words = f"the appointment on {short_day(one.on)} at {clock_text(one.at)}"
            yield Circumstance(words, one, _without_appointments(one.__eq__))


def _without_appointments(gone: Callable[[Appointment], bool]) -> Callable[[PlanRequest], PlanRequest]:
    return lambda request: _with_profile(
        request,
        lambda profile: replace(profile, appointments=tuple(one for one in profile.appointments if not gone(one))),
    )


def _profile_rules(request: PlanRequest, finding: Finding) -> Iterator[Circumstance]:
    numbers = sorted({day.weekday() for day in finding.days})
    windows = {request.profile.available[number] for number in numbers}
    open_days = tuple(
        (Interval(0, DAY_MINUTES),) if number in numbers else request.profile.available[number] for number in ALL_WEEK
    )
    on = "every day" if len(numbers) == len(ALL_WEEK) else f"on {listed(WEEKDAYS[number] for number in numbers)}"
    yield Circumstance(
        f"{_hours(windows)} available {on}",
        None,
        lambda request: _with_profile(request, lambda profile: replace(profile, available=open_days)),
    )
    budget = request.profile.max_minutes_per_day
    if budget is not None:
        yield Circumstance(
            f"at most {minutes(budget)} of exercise a day",
            None,
            lambda request: _with_profile(request, lambda profile: replace(profile, max_minutes_per_day=None)),
        )
    if request.profile.buffer and request.busy:
        yield Circumstance(
            f"{minutes(request.profile.buffer)} kept free around busy events",
            None,
            lambda request: _with_profile(request, lambda profile: replace(profile, buffer=0)),
        )


def _hours(windows: Collection[tuple[Interval, ...]]) -> str:
    """The hours of some days in words, as far as they are the same."""
    if len(windows) > 1:
        return "too little time"
    shown = [f"{clock_text(window.start)} to {clock_text(window.end)}" for window in next(iter(windows))]
    return f"only {listed(shown)}" if shown else "no time"


def _own_rules(request: PlanRequest, activity_id: str, finding_start: date, day: date) -> Iterator[Circumstance]:
    found = request.regimen.activity_at(activity_id, request.first_week + (day - request.start).days // 7)
    if found is None:
        return
    activity = found[0]
    if activity.days != ALL_WEEK:
        yield _changed(
            activity_id, f"only allowed on {weekdays(activity.days)}", lambda one: replace(one, days=ALL_WEEK)
        )
    if activity.rest_days:
        yield _changed(
            activity_id, f"rest days between sessions: {activity.rest_days}", lambda one: replace(one, rest_days=0)
        )
    if activity.after_waking is not None and request.profile.wake is not None:
        yield _changed(
            activity_id,
            f"not before {minutes(activity.after_waking)} after getting up at {clock_text(request.profile.wake)}",
            lambda one: replace(one, after_waking=None),
        )
    if activity.apart and isinstance(activity.frequency, Daily) and activity.frequency.most > 1:
        yield _changed(
            activity_id, f"sessions of one day {minutes(activity.apart)} apart", lambda one: replace(one, apart=0)
        )
    before = [session for session in request.history if session.activity == activity_id]
    if before and finding_start <= request.start + timedelta(weeks=1):
        last = max(before, key=lambda session: session.start)
        yield Circumstance(
            f"the last session before was on {short_day(last.start.date())}",
            activity_id,
            lambda request: replace(
                request, history=tuple(one for one in request.history if one.activity != activity_id)
            ),
        )


def _others(request: PlanRequest, activity_id: str, day: date) -> Iterator[Circumstance]:
    week = request.first_week + (day - request.start).days // 7
    found = request.regimen.activity_at(activity_id, week)
    for other in request.regimen.activity_ids:
        beside = request.regimen.activity_at(other, week)
        if other == activity_id or beside is None or isinstance(beside[0].frequency, Cap):
            continue
        never = found is not None and (other in found[0].alternate_with or activity_id in beside[0].alternate_with)
        title = request.regimen.title_of(other)
        words = f"{title}, which never shares a day with it" if never else f"{title}, which needs time as well"
        yield Circumstance(words, other, _without_activity(other))


def _changed(activity_id: str, words: str, change: Callable[[Activity], Activity]) -> Circumstance:
    def changed(activity: Activity) -> tuple[Activity, ...]:
        return (change(activity) if activity.id == activity_id else activity,)

    return Circumstance(words, activity_id, lambda request: _with_activities(request, changed))


def _without_activity(gone: str) -> Callable[[PlanRequest], PlanRequest]:
    def without_one(activity: Activity) -> tuple[Activity, ...]:
        if activity.id == gone:
            return ()
        return (replace(activity, alternate_with=tuple(one for one in activity.alternate_with if one != gone)),)

    without_its = _without_appointments(lambda appointment: appointment.activity == gone)
    return lambda request: _with_activities(without_its(request), without_one)


def _with_activities(request: PlanRequest, change: Callable[[Activity], tuple[Activity, ...]]) -> PlanRequest:
    phases = tuple(
        replace(phase, activities=tuple(new for activity in phase.activities for new in change(activity)))
        for phase in request.regimen.phases
    )
    return replace(request, regimen=replace(request.regimen, phases=phases))


def _with_profile(request: PlanRequest, change: Callable[[Profile], Profile]) -> PlanRequest:
    return replace(request, profile=change(request.profile))
