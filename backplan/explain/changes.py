"""A request with one thing changed or left out.

Each function gives what does that to any request, so that changes are made one after another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.model.time import DAY_MINUTES, Interval
from backplan.rules.catalog import ALL_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from backplan.model.profile import Appointment, DateRange, Profile
    from backplan.model.regimen import Activity
    from backplan.model.request import BusyEvent, PlanRequest

    Change = Callable[[PlanRequest], PlanRequest]


# --- The patient's life -------------------------------------------------------------------------------------------


def with_profile(change: Callable[[Profile], Profile]) -> Change:
    """What changes the profile of a request."""
    return lambda request: replace(request, profile=change(request.profile))


def without_away(gone: DateRange) -> Change:
    """What takes some days away out of a request."""
    return with_profile(lambda profile: replace(profile, away=tuple(one for one in profile.away if one != gone)))


def without_events(gone: Collection[BusyEvent]) -> Change:
    """What takes some events out of a request."""
    return lambda request: replace(request, busy=tuple(one for one in request.busy if one not in gone))


def without_appointments(gone: Callable[[Appointment], bool]) -> Change:
    """What takes some appointments out of a request."""
    return with_profile(
        lambda profile: replace(profile, appointments=tuple(one for one in profile.appointments if not gone(one)))
    )


def without_budget() -> Change:
    """What lets a day have any number of minutes."""
    return with_profile(lambda profile: replace(profile, max_minutes_per_day=None))


def without_buffer() -> Change:
    """What keeps no time free around events."""
    return with_profile(lambda profile: replace(profile, buffer=0))


def opened(numbers: Collection[int]) -> Change:
    """What makes all of some weekdays available."""
    whole = (Interval(0, DAY_MINUTES),)
    return with_profile(
        lambda profile: replace(
            profile, available=tuple(whole if number in numbers else profile.available[number] for number in ALL_WEEK)
        )
    )


# --- The prescription ---------------------------------------------------------------------------------------------


def with_activity(activity_id: str, change: Callable[[Activity], Activity]) -> Change:
    """What changes an activity in every phase of a request that has it."""
    return _with_activities(lambda activity: (change(activity) if activity.id == activity_id else activity,))


def without_activity(gone: str) -> Change:
    """What takes an activity out of a request, its appointments too."""

    def without_one(activity: Activity) -> tuple[Activity, ...]:
        return () if activity.id == gone else (_sharing_with(gone, activity),)

    without_it = _with_activities(without_one)
    without_its = without_appointments(lambda appointment: appointment.activity == gone)
    return lambda request: without_it(without_its(request))


def sharing(one: str, other: str) -> Change:
    """What lets two activities share a day."""
    first = with_activity(one, lambda activity: _sharing_with(other, activity))
    second = with_activity(other, lambda activity: _sharing_with(one, activity))
    return lambda request: second(first(request))


def _sharing_with(other: str, activity: Activity) -> Activity:
    if other not in activity.alternate_with:
        return activity
    return replace(activity, alternate_with=tuple(left for left in activity.alternate_with if left != other))


def _with_activities(change: Callable[[Activity], tuple[Activity, ...]]) -> Change:
    def changed(request: PlanRequest) -> PlanRequest:
        phases = tuple(
            replace(phase, activities=tuple(new for activity in phase.activities for new in change(activity)))
            for phase in request.regimen.phases
        )
        return replace(request, regimen=replace(request.regimen, phases=phases))

    return changed
