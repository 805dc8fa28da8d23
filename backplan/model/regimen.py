"""A regimen: what a therapist prescribes (contract section 1), in the terms of FITT-VP."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.frequency import Frequency


class ActivityType(StrEnum):
    """The kinds of activities, in reading order."""

    STRETCHING = "stretching"
    STRENGTHENING = "strengthening"
    AEROBIC = "aerobic"
    MOBILITY = "mobility"
    CARE = "care"


class TimeOfDay(StrEnum):
    """The named times of day; a profile's anchors define them."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Sides(StrEnum):
    """Which side of the body an exercise is for."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"
    ALTERNATE = "alternate"


Preferred = TimeOfDay | int
"""A preferred time: a named time of day, or a clock minute (minutes since 00:00)."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of a session (contract section 1.3).

    Attributes:
        sets: number of sets, or None if not given, as are the next three.
        reps: repetitions per set.
        hold: seconds that each repetition is held.
        rest: seconds of rest between sets.
        figure: the name of a drawing, or an empty string.
    """

    name: str
    sets: int | None = None
    reps: int | None = None
    hold: int | None = None
    rest: int | None = None
    sides: Sides | None = None
    tempo: str = ""
    equipment: str = ""
    steps: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()
    easier: str = ""
    harder: str = ""
    figure: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of a phase, with its dose.

    Attributes:
        id: names the activity across phases; `a-z`, `0-9` and `-`.
        shortest: minutes of a session at first.
        longest: minutes of a session at the end of progression.
        progression: minutes added to a session each week.
        apart: minimum minutes of elapsed time between two sessions on the same day.
        when: preferred times; a session costs its distance from the nearest one.
        choose: alternatives taken in turn, session by session.
        alternate_with: ids of activities that are never on the same day as this one.
        rest_days: minimum number of full days between two session days.
        days: the weekdays allowed, 0 Monday to 6 Sunday.
        after_waking: minutes after the profile's `wake` before which no session starts, or None.
    """

    id: str
    title: str
    type: ActivityType
    frequency: Frequency
    shortest: int
    longest: int
    progression: int = 0
    apart: int = 240
    when: tuple[Preferred, ...] = ()
    intensity: str = ""
    choose: tuple[str, ...] = ()
    alternate_with: tuple[str, ...] = ()
    rest_days: int = 0
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    after_waking: int | None = None
    exercises: tuple[Exercise, ...] = ()

    def minutes(self, week: int) -> int:
        """Return the minutes of a session in `week`, counted from 0 at the phase's beginning (contract section 1.2)."""
        return min(self.longest, self.shortest + week * self.progression)


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a regimen; `weeks` is None for one without an end."""

    title: str
    weeks: int | None
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Regimen:
    """A whole prescription; one written without phases has a single phase without a title that never ends.

    Attributes:
        id: the file's name without its folder and suffix.
        phases: in order; the activities of each are sorted by type and id.
        text: the YAML that it was read from, so that a plan can carry it; empty if a program built it.
    """

    id: str
    title: str
    phases: tuple[Phase, ...]
    summary: str = ""
    prescriber: str = ""
    sources: tuple[str, ...] = ()
    precautions: tuple[str, ...] = ()
    text: str = field(default="", compare=False, repr=False)

    @property
    def activity_ids(self) -> tuple[str, ...]:
        """All ids of all phases, each once, in reading order."""
        return tuple(dict.fromkeys(activity.id for phase in self.phases for activity in phase.activities))

    def phase_at(self, week: int) -> tuple[Phase, int] | None:
        """Return the phase of a week counted from the regimen's beginning, and its first week; None after the last."""
        first = 0
        for phase in self.phases:
            if phase.weeks is None or week < first + phase.weeks:
                return phase, first
            first += phase.weeks
        return None

    def activity_at(self, activity_id: str, week: int) -> tuple[Activity, int] | None:
        """Return the activity in a week, and the minutes of its sessions then; None where it takes no part."""
        found = self.phase_at(week)
        if found is None:
            return None
        phase, first = found
        for activity in phase.activities:
            if activity.id == activity_id:
                return activity, activity.minutes(week - first)
        return None

    def unbroken_since(self, activity_id: str, week: int) -> int:
        """Return the first week of the unbroken run of weeks with the activity that leads to `week`."""
        since = first = 0
        for phase in self.phases:
            if all(activity.id != activity_id for activity in phase.activities):
                since = first + (phase.weeks or 0)
            if phase.weeks is None or week < first + phase.weeks:
                break
            first += phase.weeks
        return min(since, week)

    def alternatives(self, activity_id: str) -> tuple[str, ...]:
        """Return all alternatives that any phase has for an activity, each once."""
        return tuple(dict.fromkeys(choice for version in self.versions(activity_id) for choice in version.choose))

    def title_of(self, activity_id: str) -> str:
        """Return the activity's title in the first phase that has it; the id itself where none has."""
        return next((version.title for version in self.versions(activity_id)), activity_id)

    def versions(self, activity_id: str) -> Iterator[Activity]:
        """Iterate over an activity as each phase that has it prescribes it."""
        return (activity for phase in self.phases for activity in phase.activities if activity.id == activity_id)
