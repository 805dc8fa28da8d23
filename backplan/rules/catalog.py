"""The one place where a request turns into rules.

`catalog` reads regimen, profile and history once and gives everything that planner and checker ask: the course of
each activity with its rules over days, the rules between activities, and the rules of each day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.prescribed import prescribed_choice
from backplan.model.time import MINUTE, Interval, clock_day
from backplan.rules.course import Course, CourseWeek
from backplan.rules.doses import DailyDose, EveryDose, NotPrescribed, WeeklyDose
from backplan.rules.place import AfterWaking, Apart, DayBudget, FreeTime
from backplan.rules.spacing import Alternate, CapOverDays, RestDays, Weekdays

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backplan.model.profile import Anchors, Appointment
    from backplan.model.regimen import Activity, Preferred
    from backplan.model.request import PlanRequest
    from backplan.model.time import ClockDay
    from backplan.rules.base import DayRule

ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class FixedSession:
    """A session that lies where it lies: an appointment, or one that a plan made anew is to keep.

    Attributes:
        day: its day number; outside the plan it may be negative or past the last day.
        span: its instants.
        kept: it is no appointment, so that its minutes count towards the day's.
    """

    activity: str
    day: int
    span: Interval
    minutes: int
    kept: bool = False


class Wish(NamedTuple):
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
        alternates: for each week of the plan, the pairs that never share a day.
        caps: rules over appointments and history.
        budget: the day's minutes, or None.
        days: the calendar days of the plan.
        free: what each day leaves for sessions.
        fixed: the appointments, inside the plan and outside, and sessions that are kept, sorted by span.
        wishes: what the plan is asked besides, by the day's number.
    """

    request: PlanRequest
    courses: tuple[Course, ...]
    alternates: tuple[tuple[Alternate, ...], ...]
    caps: tuple[CapOverDays, ...]
    budget: DayBudget | None
    days: tuple[ClockDay, ...]
    free: tuple[FreeTime, ...]
    fixed: tuple[FixedSession, ...]
    wishes: Mapping[int, tuple[Wish, ...]] = field(default_factory=dict)

    def after_waking(self, activity: Activity) -> AfterWaking | None:
        """The activity's rule about rising; None where it or the profile says nothing."""
        wake = self.request.profile.wake
        if wake is None or activity.after_waking is None:
            return None
        return AfterWaking(wake, activity.after_waking)

    def preferred(self, activity: Activity) -> tuple[int, ...]:
        """The clock minutes at which the patient, or else the regimen, would rather have the activity."""
        profile = self.request.profile
        wished = profile.preference(activity.id).when
        return _clock_minutes(profile.anchors, activity.when if wished is None else wished)

    def choices(self, activity: Activity) -> tuple[str, ...]:
        """The prescribed alternatives that are taken in turn: those that the patient prefers, or else all."""
        wished = self.request.profile.preference(activity.id).choose or ()
        found = (prescribed_choice(activity.choose, one) for one in wished)
        return tuple(one for one in found if one is not None) or activity.choose

    def cap_days(self, cap: CapOverDays) -> tuple[int, ...]:
        """The day numbers of all fixed sessions that a cap counts: history and appointments, each once."""
        start = self.request.start
        seen = {(one.day, one.span.start) for one in self.fixed if one.activity == cap.activity}
        for session in self.request.history:
            if session.activity == cap.activity:
                day = (session.start.date() - start).days
                seen.add((day, int(session.start.timestamp())))
        return tuple(sorted(day for day, _ in seen))


@lru_cache(maxsize=4_096)
def _clock_minutes(anchors: Anchors, when: tuple[Preferred, ...]) -> tuple[int, ...]:
    """When preferred times are, in order; remembered, since every day asks for every activity's."""
    return tuple(sorted({anchors.minute(preferred) for preferred in when}))


def apart_rule(activity: Activity) -> Apart:
    """The distance that two sessions of an activity keep on one day."""
    return Apart(activity.apart)


def catalog(request: PlanRequest) -> Catalog:
    """Everything that holds for a request."""
    day_count = 7 * request.weeks
    days = tuple(clock_day(request.timezone, request.start + timedelta(days=number)) for number in range(day_count))
    fixed = _fixed_sessions(request)
    courses = tuple(_course(request, activity_id, fixed) for activity_id in request.regimen.activity_ids)
    return Catalog(
        request=request,
        courses=courses,
        alternates=tuple(_alternates(request, week) for week in range(request.weeks)),
        caps=_caps(request),
        budget=None if request.profile.max_minutes_per_day is None else DayBudget(request.profile.max_minutes_per_day),
        days=days,
        free=free_times(request, days),
        fixed=fixed,
    )


def _fixed_sessions(request: PlanRequest) -> tuple[FixedSession, ...]:
    found = [_fixed_session(request, appointment) for appointment in request.profile.appointments]
    return tuple(sorted(found, key=lambda one: (one.span, one.activity)))


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
    counts = [0] * day_count
    for one in fixed:
        if one.activity == activity_id and 0 <= one.day < day_count:
            counts[one.day] += 1
    earlier = _last_before(request, activity_id)
    weeks: list[CourseWeek] = []
    longest = 1
    for number in range(request.weeks):
        regimen_week = request.regimen_week(number)
        found = regimen.activity_at(activity_id, regimen_week)
        after = regimen.activity_at(activity_id, request.regimen_week(number + 1))
        closes = after is None or number == request.weeks - 1
        if found is None:
            weeks.append(CourseWeek(None, 0, (NotPrescribed(),), None, closes))
            continue
        activity, minutes = found
        rules = _day_rules(activity)
        longest = max(longest, _longest_memory(activity))
        weeks.append(CourseWeek(activity, minutes, rules, _since(request, activity_id, number, earlier), closes))
    return Course(
        activity_id,
        tuple(weeks),
        tuple(counts),
        None if earlier is None else earlier[0],
        request.start.weekday(),
        longest,
    )


def _last_before(request: PlanRequest, activity_id: str) -> tuple[int, int] | None:
    """The last session before the plan: its day number, negative, and its week in the regimen."""
    found = [
        ((session.start.date() - request.start).days, session.week)
        for session in request.history
        if session.activity == activity_id and session.start.date() < request.start
    ]
    return max(found, default=None)


def _day_rules(activity: Activity) -> tuple[DayRule, ...]:
    rules: list[DayRule] = []
    match activity.frequency:
        case Daily(least, most):
            rules.append(DailyDose(least, most))
        case Weekly(least, most):
            rules.append(WeeklyDose(least, most))
        case Every(least, most):
            rules.append(EveryDose(least, most))
        case Cap():
            rules.append(NotPrescribed())
    if activity.rest_days:
        rules.append(RestDays(activity.rest_days))
    if activity.days != ALL_WEEK:
        rules.append(Weekdays(activity.days))
    return tuple(rules)


def _longest_memory(activity: Activity) -> int:
    least = activity.frequency.least if isinstance(activity.frequency, Every) else 1
    return max(least, activity.rest_days + 1)


def _since(request: PlanRequest, activity_id: str, number: int, earlier: tuple[int, int] | None) -> int | None:
    """The first day of the unbroken run of weeks that holds week `number`; None for one from the very beginning.

    A plan may start later than the one before ended. Whether the last session before belongs to the run is therefore
    decided by its week, not by its day. Where the plan begins late, or the run begins inside it, no earlier session
    belongs to it: doses then count from the run's first day in the plan.
    """
    week = request.regimen.unbroken_since(activity_id, request.regimen_week(number))
    inside = next(own for own in range(number + 1) if request.regimen_week(own) >= week)
    if request.late or inside > 0:
        return 7 * inside
    if week == 0:
        return None
    first = 7 * (week - request.first_week)
    if earlier is None:
        return first
    day, its_week = earlier
    return min(first, day) if its_week >= week else max(first, day + 1)


def _alternates(request: PlanRequest, number: int) -> tuple[Alternate, ...]:
    found = request.regimen.phase_at(request.regimen_week(number))
    if found is None:
        return ()
    pairs = {
        (min(activity.id, other), max(activity.id, other))
        for activity in found[0].activities
        for other in activity.alternate_with
        if other != activity.id
    }
    return tuple(Alternate(first, second) for first, second in sorted(pairs))


def _caps(request: PlanRequest) -> tuple[CapOverDays, ...]:
    found = {
        CapOverDays(activity.id, activity.frequency.most, activity.frequency.days)
        for phase in request.regimen.phases
        for activity in phase.activities
        if isinstance(activity.frequency, Cap)
    }
    return tuple(sorted(found, key=lambda cap: (cap.activity, cap.days, cap.most)))


def free_times(request: PlanRequest, days: Sequence[ClockDay]) -> tuple[FreeTime, ...]:
    """What some days leave for sessions."""
    profile, fixed = request.profile, _fixed_sessions(request)
    margin = profile.buffer * MINUTE
    result = []
    for day in days:
        span = day.span
        result.append(
            FreeTime(
                day,
                profile.available[day.date.weekday()],
                any(away.first <= day.date <= away.last for away in (*profile.away, *request.closed)),
                tuple(event for event in request.busy if event.touches(span, margin)),
                profile.buffer,
                tuple(one.span for one in fixed if one.span.start < span.end and one.span.end > span.start),
            )
        )
    return tuple(result)
