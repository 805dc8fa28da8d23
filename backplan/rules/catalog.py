"""The one place where a request turns into rules.

`catalog` reads regimen, profile and history once and gives everything that planner and checker ask: the course of
each activity with its rules over days, the rules between activities, and the rules of each day.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from backplan.model.prescribed import prescribed_choice
from backplan.model.time import MINUTE, ClockDay, Interval, clock_day
from backplan.rules.after_waking import AfterWaking
from backplan.rules.alternate import Alternate
from backplan.rules.apart import Apart
from backplan.rules.available import Available
from backplan.rules.away import Away
from backplan.rules.base import Limit, Prescription, Rule
from backplan.rules.busy import Busy
from backplan.rules.cap import CapOverDays
from backplan.rules.choice import Choice
from backplan.rules.course import Course, CourseWeek, per_day
from backplan.rules.daily_dose import DailyDose
from backplan.rules.day_budget import DayBudget
from backplan.rules.dose import Dose
from backplan.rules.every_dose import EveryDose
from backplan.rules.free_time import FreeTime, free_times
from backplan.rules.length import Length
from backplan.rules.not_prescribed import NotPrescribed
from backplan.rules.overlap import Overlap
from backplan.rules.preferred import Preferred
from backplan.rules.quarter_hour import QuarterHour
from backplan.rules.rest_days import RestDays
from backplan.rules.weekdays import Weekdays
from backplan.rules.weekly_dose import WeeklyDose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from backplan.model.profile import Appointment, Profile
    from backplan.model.regimen import Activity, Regimen
    from backplan.model.request import PlanRequest
    from backplan.rules.cause import Cause, Place, ShortDose

RULES: tuple[type[Rule], ...] = (
    DailyDose,
    WeeklyDose,
    EveryDose,
    NotPrescribed,
    CapOverDays,
    Length,
    QuarterHour,
    Choice,
    Preferred,
    Apart,
    Alternate,
    RestDays,
    Weekdays,
    AfterWaking,
    Available,
    Away,
    Busy,
    DayBudget,
    Overlap,
)
"""All rules, in the order in which people read them. A new rule is one file and one line here."""
_WITH_ROOM = tuple(rule for rule in RULES if rule.room is not Rule.room)

_OVER_DAYS = tuple(rule for rule in RULES if issubclass(rule, Limit))

KEYS_OVER_DAYS = frozenset(rule.key for rule in _OVER_DAYS)  # the keys of rules over days

KEYS_OF_DOSES = frozenset(rule.key for rule in RULES if issubclass(rule, Dose))
"""The keys of rules that say how many sessions there are."""


@dataclass(frozen=True, slots=True)
class FixedSession:
    """A session that cannot move: an appointment, or one that is `kept` and counts towards the day's minutes.

    Its day number may be outside the plan.
    """

    activity: str
    day: int
    span: Interval
    minutes: int
    kept: bool = False


def in_time(session: FixedSession) -> tuple[Interval, str]:
    """Return what fixed sessions are sorted by."""
    return session.span, session.activity


class Constraint(NamedTuple):
    """Something that a plan is asked besides the prescription, on one day, to learn what it would cost.

    Attributes:
        activity: the activity's id.
        day: the day's number.
        least: sessions without which the plan is no answer.
        most: sessions that may be planned at the most; None where only the prescription tells.
        clear: an instant at which no session of it may start, or None.
    """

    activity: str
    day: int
    least: int = 0
    most: int | None = None
    clear: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """All rules of a request.

    Attributes:
        courses: one for each activity, in reading order.
        alternates: for each week of the plan, the pairs that never share a day, by id in alphabetical order.
        caps: rules over appointments and history.
        budget: the day's minutes, or None.
        days: the calendar days of the plan.
        free: what each day leaves for sessions.
        fixed: the appointments, inside the plan and outside, and sessions that are kept, sorted by span.
        constraints: what the plan is asked besides, by the day's number.
    """

    request: PlanRequest
    courses: tuple[Course, ...]
    alternates: tuple[tuple[tuple[str, str], ...], ...]
    caps: tuple[CapOverDays, ...]
    budget: DayBudget | None
    days: tuple[ClockDay, ...]
    free: tuple[FreeTime, ...]
    fixed: tuple[FixedSession, ...]
    constraints: Mapping[int, tuple[Constraint, ...]] = field(default_factory=dict)

    def prescribed(self, activity_id: str, day: int) -> tuple[Activity, int] | None:
        """Return the activity as the week of a day number has it, and the minutes of its sessions then."""
        return self.request.regimen.activity_at(activity_id, self.request.regimen_week(day // 7))

    def title_of(self, activity_id: str, day: int) -> str:
        """Return what an activity is called in the week of a day number."""
        found = self.prescribed(activity_id, day)
        return self.request.regimen.title_of(activity_id) if found is None else found[0].title

    def date_of(self, day: int) -> date:
        """Return the date of a day number."""
        return self.request.start + timedelta(days=day)

    def dates_of(self, days: Iterable[int]) -> tuple[date, ...]:
        """Return the dates of some day numbers."""
        return tuple(map(self.date_of, days))

    def preferred(self, activity: Activity) -> tuple[int, ...]:
        """Return the clock minutes at which the patient, or else the regimen, would rather have the activity."""
        return Preferred.minutes(activity, self.request.profile)

    def apart(self, activity: Activity) -> Apart:
        """Return the distance that two sessions of the activity keep on one day."""
        return Apart.of(self._given(activity))

    def room(self, activity: Activity, day: ClockDay) -> Interval:
        """Return the instants of a day within which sessions of the activity must be, as all its rules say."""
        given, (start, end) = self._given(activity), day.span
        for rule in (kind.of(given) for kind in _WITH_ROOM):
            if rule is not None:
                low, high = rule.room(day)
                start, end = max(start, low), min(end, high)
        return Interval(start, end)

    def _given(self, activity: Activity) -> Prescription:
        return Prescription(activity, self.request.regimen, self.request.profile)

    def choices(self, activity: Activity) -> tuple[str, ...]:
        """Return the prescribed alternatives that are taken in turn: those that the patient prefers, or else all."""
        wished = self.request.profile.preference(activity.id).choose or ()
        found = (prescribed_choice(activity.choose, one) for one in wished)
        return tuple(one for one in found if one is not None) or activity.choose

    def cap_days(self, cap: CapOverDays) -> tuple[int, ...]:
        """Return the day numbers of all fixed sessions that a cap counts: history and appointments, each once."""
        start = self.request.start
        seen = {(one.day, one.span.start) for one in self.fixed if one.activity == cap.activity}
        for session in self.request.history:
            if session.activity == cap.activity:
                day = (session.start.date() - start).days
                seen.add((day, int(session.start.timestamp())))
        return tuple(sorted(day for day, _ in seen))


def rules_of(activity: Activity, regimen: Regimen, profile: Profile) -> tuple[Rule, ...]:
    """Return all rules that hold for an activity as it is prescribed in some phase, in reading order."""
    found = (rule.of(Prescription(activity, regimen, profile)) for rule in RULES)
    return tuple(rule for rule in found if rule is not None)


def starts(day: ClockDay) -> tuple[int, ...]:
    """Return the instants of a day at which a session may start."""
    return QuarterHour.starts(day)


def causes(dose: ShortDose) -> tuple[Cause, ...]:
    """Return everything that may be to blame for a short dose, near before far, the patient's life first."""
    rules = rules_of(dose.activity, dose.request.regimen, dose.request.profile)
    found = [(rule, replace(cause, rule=rule.key)) for rule in rules for cause in rule.causes(dose)]
    found.sort(key=lambda one: (not one[1].near, one[1].origin, one[0].as_cause))
    return tuple(cause for _, cause in found)


def obstacles(place: Place) -> tuple[Cause, ...]:
    """Return everything that may forbid a place, the prescription first."""
    rules = rules_of(place.activity, place.request.regimen, place.request.profile)
    return tuple(cause for rule in sorted(rules, key=lambda one: one.as_obstacle) for cause in rule.obstacles(place))


def catalog(request: PlanRequest) -> Catalog:
    """Return everything that holds for a request."""
    day_count = 7 * request.weeks
    days = tuple(clock_day(request.timezone, request.start + timedelta(days=number)) for number in range(day_count))
    fixed = tuple(sorted(map(partial(_fixed_session, request), request.profile.appointments), key=in_time))
    courses = tuple(_course(request, activity_id, fixed) for activity_id in request.regimen.activity_ids)
    phases = (request.regimen.phase_at(request.regimen_week(week)) for week in range(request.weeks))
    return Catalog(
        request=request,
        courses=courses,
        alternates=tuple(() if phase is None else Alternate.pairs(phase[0]) for phase in phases),
        caps=_caps(request),
        budget=DayBudget.in_profile(request.profile),
        days=days,
        free=free_times(request, days, [one.span for one in fixed]),
        fixed=fixed,
    )


def _fixed_session(request: PlanRequest, appointment: Appointment) -> FixedSession:
    day = clock_day(request.timezone, appointment.on)
    start = day.at(appointment.at)
    if start is None:  # the clocks of that day never show the time; its end is the nearest
        start = day.span.end
    return FixedSession(
        appointment.activity,
        (appointment.on - request.start).days,
        Interval(start, start + appointment.minutes * MINUTE),
        appointment.minutes,
    )


def _course(request: PlanRequest, activity_id: str, fixed: Sequence[FixedSession]) -> Course:
    regimen, day_count = request.regimen, 7 * request.weeks
    counts = per_day((one.day for one in fixed if one.activity == activity_id), day_count)
    earlier = _last_before(request, activity_id)
    weeks: list[CourseWeek] = []
    known: dict[int, tuple[Dose, tuple[Limit, ...]]] = {}
    nothing = NotPrescribed()
    longest = 1
    for number in range(request.weeks):
        regimen_week = request.regimen_week(number)
        found = regimen.activity_at(activity_id, regimen_week)
        after = regimen.activity_at(activity_id, request.regimen_week(number + 1))
        closes = after is None or number == request.weeks - 1
        if found is None:
            weeks.append(CourseWeek(None, 0, nothing, (), (nothing,), None, closes))
            continue
        activity, minutes = found
        if id(activity) not in known:
            known[id(activity)] = _day_rules(activity, request)
        dose, limits = known[id(activity)]
        rules = (dose, *limits)
        longest = max(longest, *(rule.longest_memory for rule in rules))
        since = _since(request, activity_id, number, earlier)
        weeks.append(CourseWeek(activity, minutes, dose, limits, rules, since, closes))
    return Course(
        activity_id,
        tuple(weeks),
        tuple(counts),
        None if earlier is None else earlier[0],
        request.start.weekday(),
        longest,
    )


def _last_before(request: PlanRequest, activity_id: str) -> tuple[int, int | None] | None:
    """Return the day number, negative, and the regimen's week of the last session before the plan.

    The week is None if a later session of any activity has a smaller one: the weeks have started again since, after
    time off or with another regimen, so that its number says nothing about the run that leads to this plan.
    """
    sessions = [((one.start.date() - request.start).days, one.week, one.activity) for one in request.history]
    found = max(((day, week) for day, week, activity in sessions if activity == activity_id and day < 0), default=None)
    if found is None:
        return None
    last, its_week = found
    started_again = any(last < day < 0 and week < its_week for day, week, _ in sessions)
    return last, None if started_again else its_week


def _day_rules(activity: Activity, request: PlanRequest) -> tuple[Dose, tuple[Limit, ...]]:
    """Return the dose of an activity, and its other rules over days."""
    given = Prescription(activity, request.regimen, request.profile)
    found = [rule.of(given) for rule in _OVER_DAYS]
    (dose,) = (rule for rule in found if isinstance(rule, Dose))
    return dose, tuple(rule for rule in found if isinstance(rule, Limit) and rule is not dose)


def _since(request: PlanRequest, activity_id: str, number: int, earlier: tuple[int, int | None] | None) -> int | None:
    """Return the first day of the unbroken run of weeks that holds week `number`; None if it began with the regimen.

    A plan may start later than the one before ended. Whether the last session before belongs to the run is therefore
    decided by its week, not by its day. If the run begins inside the plan, no earlier session belongs to it.
    """
    week = request.regimen.unbroken_since(activity_id, request.regimen_week(number))
    inside = next(own for own in range(number + 1) if request.regimen_week(own) >= week)
    if inside > 0:
        return 7 * inside
    since = None
    if week > 0:
        since = 7 * (week - request.first_week)
        if earlier is not None:
            day, its_week = earlier
            belongs = its_week is not None and its_week >= week
            since = min(since, day) if belongs else max(since, day + 1)
    if request.fresh_from is None:
        return since
    fresh = (request.fresh_from - request.start).days
    return fresh if since is None else max(since, fresh)


def _caps(request: PlanRequest) -> tuple[CapOverDays, ...]:
    regimen, profile = request.regimen, request.profile
    activities = (activity for phase in regimen.phases for activity in phase.activities)
    found = {CapOverDays.of(Prescription(activity, regimen, profile)) for activity in activities}
    return tuple(sorted((cap for cap in found if cap is not None), key=lambda cap: (cap.activity, cap.days, cap.most)))
