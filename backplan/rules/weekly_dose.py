"""So many sessions a week: `3 times a week`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import counted, frequency
from backplan.model.frequency import Weekly
from backplan.rules.base import BrokenLimit, DayFacts, Extent, Judgement, Prescription
from backplan.rules.dose import PlannedDose, Shortage, crowded, crowded_limit, weekday_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backplan.rules.cause import Place
    from backplan.rules.placed import Record


@dataclass(frozen=True, slots=True)
class WeeklyDose(PlannedDose):
    """From `least` to `most` sessions in every week, at most one a day, as even as can be."""

    least: int
    most: int

    looks_back: ClassVar[bool] = True

    @classmethod
    def of(cls, given: Prescription) -> WeeklyDose | None:
        """Return the dose of an activity that is asked for so often a week."""
        often = given.activity.frequency
        return cls(often.least, often.most) if isinstance(often, Weekly) else None

    def asked(self) -> str:
        """Return the frequency in words."""
        return frequency(Weekly(self.least, self.most))

    @property
    def patience(self) -> int:
        """Five days more than an even spread has between two sessions."""
        return -(-7 // self.most) + 5

    @property
    def most_short_a_week(self) -> int:
        """Every session of the week."""
        return self.least

    def most_uneven(self, longest: int, days: int) -> int:
        """Return a bound of what `judge` adds up: squares of gaps come to no more than their sum squared."""
        return (self.most * longest) ** 2 + 49 * days

    def judge(self, facts: DayFacts) -> Judgement:
        """Count the week's sessions at its end and measure each gap against an even spread."""
        # Appointments alone may pass the week's limit; then no session is planned beside them.
        over = facts.planned > 0 and facts.week_planned > max(0, self.most - facts.week_fixed)
        shortfall = missed = unevenness = 0
        if facts.week_closes:
            total = _total(facts)
            shortfall, missed = max(0, self.least - total), max(0, self.most - total)
        if facts.sessions and facts.gap is not None and facts.gap_counts:
            unevenness = (self.most * facts.gap - 7) ** 2
        return Judgement(
            shortfall,
            missed,
            unevenness,
            broken=crowded(facts) or self._overfull(facts),
            forbidden=over or (crowded(facts) and facts.planned > 0),
        )

    def broken(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Return how many on the day and in the week, and how many at most."""
        found = crowded_limit(facts, self.prescription)
        if self._overfull(facts):
            words = f"{counted(_total(facts), 'session')}; {self.prescription} allows at most {self.most}"
            found = (*found, BrokenLimit(words, Extent.WEEK))
        return found

    def _overfull(self, facts: DayFacts) -> bool:
        return facts.week_closes and _total(facts) > self.most

    def shortages(self, short: Sequence[tuple[int, DayFacts]], name: Callable[[int], str]) -> Iterator[Shortage]:
        """Yield one for each short week, which is known to be short on its last day."""
        for day, facts in short:
            days = tuple(range(day - 6, day + 1))
            sessions = counted(_total(facts), "session")
            words = f" in the week of {name(days[0])}: {sessions}; {self.prescribes('at least', self.least)}."
            yield Shortage(day, days, words)

    def done(self, record: Record) -> str:
        """Return the weekdays of each week."""
        return weekday_words(record, _weekly_words)

    def relaxed(self, place: Place) -> tuple[Weekly, str]:
        """Return a session on every day, and what has filled the week."""
        start = place.request.start
        of_week = (place.on - start).days // 7
        done = any((one.start.date() - start).days // 7 == of_week for one in place.before)
        full = "that week already has that many" if done else "appointments already fill that week"
        return Weekly(self.least, 7), f", and {full}"


def _total(facts: DayFacts) -> int:
    return facts.week_planned + facts.week_fixed


def _weekly_words(record: Record) -> str:
    counts = [facts.sessions for facts in record.days]
    per_week = [sum(counts[7 * week : 7 * week + 7]) for week in range(record.weeks)]
    if min(per_week) == max(per_week):
        return f"{per_week[0]} in each of {record.weeks} weeks"
    return f"{min(per_week)} to {max(per_week)} a week, {counted(sum(per_week), 'session')} in total"
