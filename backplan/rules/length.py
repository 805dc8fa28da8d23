"""How long a session lasts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import minutes, minutes_range, session_time
from backplan.model.frequency import Cap
from backplan.rules.base import Prescription, Rule
from backplan.rules.cause import STEPS, Cause, Remedy, ShortDose, with_activity
from backplan.rules.placed import DaySessions, Kept, Placed, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.regimen import Activity


@dataclass(frozen=True, slots=True)
class Length(Rule):
    """A session lasts exactly as many minutes as its week asks for."""

    activity: Activity

    key: ClassVar[str] = "time"
    severity: ClassVar[str] = "limit and advice"
    summary: ClassVar[str] = (
        "A session lasts as long as prescribed for its week, and starts on a quarter hour; its exercises fill it."
    )
    in_dose: ClassVar[bool] = True
    as_cause: ClassVar[int] = 5

    @classmethod
    def of(cls, given: Prescription) -> Length:
        """Return the rule of any activity."""
        return cls(given.activity)

    @classmethod
    def wrong(cls, one: Placed, day: DaySessions) -> str:
        """Return that a session is longer or shorter; appointments have their own length."""
        found, length = day.prescribed(one), one.session.minutes
        if found is None or length == found[1] or isinstance(found[0].frequency, Cap):
            return ""
        return f"lasts {minutes(length)}; {minutes(found[1])} are prescribed this week"

    def asked(self) -> str:
        """Return how long, and how that grows."""
        return session_time(self.activity)

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield the lengths that there are, where they may differ."""
        planned = [session for session in record.sessions if not session.fixed]
        if self.activity.shortest == self.activity.longest or not planned:
            return
        lengths = [session.minutes for session in planned]
        wrong = any(one.minutes != record.minutes[(one.start.date() - record.first).days // 7] for one in planned)
        yield Kept(self.asked(), minutes_range(min(lengths), max(lengths)), wrong)

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the length, and shorter ones."""
        length = self._length(dose)
        if length > 1:
            no_time = with_activity(dose.id, lambda one: replace(one, shortest=1, longest=1, progression=0))
            yield Cause(f"sessions of {minutes(length)}", no_time, room=True, remedies=self._remedies)

    def _remedies(self, dose: ShortDose) -> Iterator[Remedy]:
        length = self._length(dose)
        for shorter in [length - 5 * steps for steps in range(1, STEPS + 1) if length - 5 * steps >= 5]:
            words = f"ask for {dose.activity.title} in sessions of {minutes(shorter)}"
            yield Remedy(words, with_activity(dose.id, partial(_no_longer_than, length=shorter)))

    def _length(self, dose: ShortDose) -> int:
        found = dose.request.regimen.activity_at(self.activity.id, dose.week)
        return 0 if found is None else found[1]


def _no_longer_than(activity: Activity, length: int) -> Activity:
    return replace(activity, shortest=min(activity.shortest, length), longest=min(activity.longest, length))
