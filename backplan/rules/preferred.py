"""Preferred times of day: no limit, but the nearer the better."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import times_of_day
from backplan.rules.base import Prescription, Rule

if TYPE_CHECKING:
    from backplan.model.profile import Anchors, Profile
    from backplan.model.regimen import Activity
    from backplan.model.regimen import Preferred as Time


@dataclass(frozen=True, slots=True)
class Preferred(Rule):
    """Sessions are best at some times.

    Attributes:
        when: as the regimen says it.
    """

    when: tuple[Time, ...]

    key: ClassVar[str] = "when"
    severity: ClassVar[str] = ""

    @classmethod
    def of(cls, given: Prescription) -> Preferred:
        """Return what the regimen prefers for an given.activity."""
        return cls(given.activity.when)

    @staticmethod
    def minutes(activity: Activity, profile: Profile) -> tuple[int, ...]:
        """Return the clock minutes at which the patient, or else the regimen, would rather have an activity."""
        wished = profile.preference(activity.id).when
        return _clock_minutes(profile.anchors, activity.when if wished is None else wished)

    def asked(self) -> str:
        """Return the times of day."""
        return f"best {times_of_day(self.when)}" if self.when else ""


@lru_cache(maxsize=4_096)
def _clock_minutes(anchors: Anchors, when: tuple[Time, ...]) -> tuple[int, ...]:
    """When preferred times are, in order; remembered, since every day asks for every activity's."""
    return tuple(sorted({anchors.minute(preferred) for preferred in when}))
