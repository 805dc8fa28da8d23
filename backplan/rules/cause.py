"""Causes: what a request could do without, and what would be a little less of it.

A *cause* may make a dose short or forbid a place: a day away, an event, an appointment, a rule, another activity. Which
of them are to blame is found by planning without them (`explain/`). The functions below return changes of requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from backplan.language.wording import short_day
from backplan.model.frequency import Cap
from backplan.model.request import PlanRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backplan.model.plan import Session
    from backplan.model.profile import Appointment, Profile
    from backplan.model.regimen import Activity

Modifier: TypeAlias = Callable[[PlanRequest], PlanRequest]
"""What gives a request with one thing changed or left out."""

STEPS = 8  # changes of one thing that are tried


class Origin(IntEnum):
    """Where a cause comes from; what says most to a patient, and reaches least far, comes first."""

    DAYS = 1
    """Something that happens on some days of the patient's life."""
    LIFE = 2
    """What holds in every week of it."""
    PRESCRIPTION = 3
    """A rule of the activity itself."""
    ALTERNATE = 4
    """Another activity that never shares a day with it."""
    BESIDE = 5
    """Another activity, which needs time as well."""


class Remedy(NamedTuple):
    """One change that may fix a short dose, worded to follow "try: ".

    If it asks for less of the dose itself, it is only worth a word if that can then be met.
    """

    words: str
    changed: Modifier
    asks_less: bool = False


def _nothing(_dose: ShortDose) -> Iterator[Remedy]:
    yield from ()


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that a request could do without.

    Attributes:
        words: how it reads after "because: ".
        without: gives the request without it; None where nothing can take it away.
        origin: where it comes from.
        near: it touches the days in question; False for what is on other days.
        other: the id of the other activity that it is about.
        room: it is about the room that a day has, although it is prescribed.
        past: it has already happened.
        remedies: gives smaller changes of it for a short dose, the smallest first.
        rule: the key of the rule that names it.
    """

    words: str
    without: Modifier | None
    origin: Origin = Origin.PRESCRIPTION
    near: bool = True
    other: str = ""
    room: bool = False
    past: bool = False
    remedies: Callable[[ShortDose], Iterator[Remedy]] = _nothing
    rule: str = ""

    @property
    def kind(self) -> tuple[str, Origin, str]:
        """What makes two causes of different findings alike."""
        return self.rule, self.origin, self.other

    @property
    def of_room(self) -> bool:
        """It is about the room that a day has, as everything in the patient's life is."""
        return self.room or self.origin <= Origin.LIFE

    def taken_from(self, request: PlanRequest) -> PlanRequest:
        """Return a request without it; the request itself where nothing can take it away."""
        return request if self.without is None else self.without(request)


@dataclass(frozen=True, slots=True)
class ShortDose:
    """A short dose whose causes are looked for.

    Attributes:
        request: what was asked, or the weeks of it that may matter.
        id: the activity's id.
        days: the days on which the dose is short.
    """

    request: PlanRequest
    id: str
    days: tuple[date, ...]

    @property
    def activity(self) -> Activity:
        """The activity as it is prescribed on the last of the days."""
        found = self.other(self.id)
        assert found is not None, "what is short is prescribed"
        return found

    def other(self, name: str) -> Activity | None:
        """Return any activity as it is prescribed on the last of the days; None where it takes no part."""
        found = self.request.regimen.activity_at(name, self.week)
        return None if found is None else found[0]

    def rivals(self, *, never_together: bool) -> Iterator[tuple[str, Activity | None]]:
        """Yield the ids of the other planned activities, and how each is prescribed on the last of the days.

        Only those that never share a day with the activity, or only those that may.
        """
        activity = self.activity
        for name in self.request.regimen.activity_ids:
            other = self.other(name)
            if name == self.id or (other is not None and isinstance(other.frequency, Cap)):
                continue
            never = name in activity.alternate_with or (other is not None and self.id in other.alternate_with)
            if never is never_together:
                yield name, other

    @property
    def week(self) -> int:
        """The regimen's week of the last of the days."""
        return self.request.regimen_week_of(self.days[-1])


@dataclass(frozen=True, slots=True)
class Place:
    """A place at which a session is wished for.

    Attributes:
        request: what the plan was made from.
        activity: the activity as it is prescribed on the day.
        minutes: how long its sessions are then.
        on: the day.
        at: the clock minute of its start; None for any time of the day.
        before: sessions of the activity that are over, on days of the plan before the place's.
    """

    request: PlanRequest
    activity: Activity
    minutes: int
    on: date
    at: int | None
    before: Sequence[Session]


def nearest(place: Place, least: int) -> str:
    """Return which fixed session is less than so many days away, as the end of a sentence."""
    request, name = place.request, place.activity.id
    fixed = {session.start.date() for session in request.history if session.activity == name}
    fixed |= {session.start.date() for session in place.before}
    fixed |= {one.on for one in request.profile.appointments if one.activity == name}
    near = sorted(day for day in fixed if 0 < abs((day - place.on).days) < least)
    return f", and there is already one on {short_day(near[-1])}" if near else ""


def smaller(length: int, step: int = 30) -> Iterator[int]:
    """Yield fewer minutes, step by step, down to none."""
    for steps in range(1, STEPS + 1):
        shorter = length - step * steps
        yield max(0, shorter)
        if shorter <= 0:
            return


# --- Changes of requests ------------------------------------------------------------------------------------------


def with_profile(change: Callable[[Profile], Profile]) -> Modifier:
    """Return what changes the profile of a request."""
    return lambda request: replace(request, profile=change(request.profile))


def without_appointments(gone: Callable[[Appointment], bool]) -> Modifier:
    """Return what takes some appointments out of a request."""
    return with_profile(
        lambda profile: replace(profile, appointments=tuple(one for one in profile.appointments if not gone(one)))
    )


def with_activity(activity_id: str, change: Callable[[Activity], Activity]) -> Modifier:
    """Return what changes an activity in every phase of a request that has it."""
    return with_activities(lambda activity: (change(activity) if activity.id == activity_id else activity,))


def with_activities(change: Callable[[Activity], tuple[Activity, ...]]) -> Modifier:
    """Return what gives each activity of a request's phases another form, or none."""

    def changed(request: PlanRequest) -> PlanRequest:
        phases = tuple(
            replace(phase, activities=tuple(new for activity in phase.activities for new in change(activity)))
            for phase in request.regimen.phases
        )
        return replace(request, regimen=replace(request.regimen, phases=phases))

    return changed


def without_activity(gone: str) -> Modifier:
    """Return what takes an activity out of a request, its appointments too."""
    without_it = with_activities(
        lambda activity: () if activity.id == gone else (_sharing_with(gone, activity),),
    )
    without_its = without_appointments(lambda appointment: appointment.activity == gone)
    return lambda request: without_it(without_its(request))


def sharing(one: str, other: str) -> Modifier:
    """Return what lets two activities share a day."""
    first = with_activity(one, lambda activity: _sharing_with(other, activity))
    second = with_activity(other, lambda activity: _sharing_with(one, activity))
    return lambda request: second(first(request))


def _sharing_with(other: str, activity: Activity) -> Activity:
    if other not in activity.alternate_with:
        return activity
    return replace(activity, alternate_with=tuple(left for left in activity.alternate_with if left != other))
