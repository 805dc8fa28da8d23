"""Activities that never share a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import listed, short_day
from backplan.rules.base import Prescription, Rule
from backplan.rules.cause import Cause, Origin, Place, Remedy, ShortDose, sharing, without_activity
from backplan.rules.dose import less
from backplan.rules.placed import DaySessions, Kept, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.finding import Finding
    from backplan.model.regimen import Phase


@dataclass(frozen=True, slots=True)
class Alternate(Rule):
    """An activity is never on the same day as some others, which may name it as well."""

    activity: str
    others: tuple[str, ...]
    titles: tuple[str, ...] = ()

    key: ClassVar[str] = "alternate_with"
    summary: ClassVar[str] = "Two activities that alternate are never on the same day."
    as_obstacle: ClassVar[int] = 7

    @classmethod
    def of(cls, given: Prescription) -> Alternate:
        """Return the rule of any activity, for others may name it."""
        return cls(
            given.activity.id,
            given.activity.alternate_with,
            tuple(map(given.regimen.title_of, given.activity.alternate_with)),
        )

    @staticmethod
    def pairs(phase: Phase) -> tuple[tuple[str, str], ...]:
        """Return each two activities of a phase that never share a day, whoever names whom, in alphabetical order."""
        named = {(one.id, other) for one in phase.activities for other in one.alternate_with if other != one.id}
        return tuple(sorted({(min(pair), max(pair)) for pair in named}))

    @classmethod
    def broken_on(cls, day: DaySessions) -> Iterator[Finding]:
        """Yield each two that share the day."""
        for pair in day.catalog.alternates[day.number // 7]:
            sessions = [day.of(one) for one in pair]
            if all(sessions):
                first, second = map(day.title, pair)
                message = f"{first} and {second} are both on {day.name}; they must never be on the same day."
                yield day.broken(cls.key, pair[0], message, (one for of_one in sessions for one in of_one))

    def asked(self) -> str:
        """Return all others."""
        return f"never on the same day as {listed(self.titles, 'or')}" if self.others else ""

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield a line for each other; one of a pair that name each other has it."""
        for other in map(record.others.get, self.others):
            named_back = other is not None and self.activity in other.activity.alternate_with
            if other is None or other is record or (named_back and _comes_first(other, record)):
                continue
            together = sorted(record.counts.keys() & other.counts.keys())
            done = f"together on {listed(map(short_day, together))}" if together else "never together"
            yield Kept(f"never on the same day as {other.activity.title}", done, bool(together))

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the other activities, and less of them."""
        for name, other in dose.rivals(never_together=True):
            words = f"{dose.request.regimen.title_of(name)}, which is never on the same day"
            near = other is not None
            yield Cause(words, without_activity(name), Origin.ALTERNATE, near, name, remedies=partial(_remedies, name))

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the other activities that have an appointment on the day."""
        for one in place.request.profile.appointments:
            if one.on == place.on and one.activity != self.activity:
                title = place.request.regimen.title_of(one.activity)
                words = f"it is never on the same day as {title}, which has an appointment that day"
                yield Cause(words, sharing(self.activity, one.activity))


def _remedies(name: str, dose: ShortDose) -> Iterator[Remedy]:
    """Yield less of the other activity; then both on one day."""
    other = dose.other(name)
    if other is not None:
        yield from less(other)
        words = f"ask for {dose.activity.title} and {other.title} on the same day"
        yield Remedy(words, sharing(dose.id, name))


def _comes_first(one: Record, other: Record) -> bool:
    """Return whether one of two records of a phase comes before the other in reading order."""
    return next(record for record in one.others.values() if record is one or record is other) is one
