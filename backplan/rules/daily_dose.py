"""So many sessions a day: `1 to 2 times a day`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.language.wording import counted, frequency, listed, times
from backplan.model.frequency import Daily
from backplan.rules.base import BrokenLimit, DayFacts, Judgement, Prescription, is_or_are
from backplan.rules.dose import PlannedDose, Shortage
from backplan.rules.placed import MANY_WEEKS, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backplan.rules.cause import Place

_SHOWN = 4  # short days that are named one by one; more are counted


@dataclass(frozen=True, slots=True)
class DailyDose(PlannedDose):
    """From `least` to `most` sessions on every day."""

    least: int
    most: int

    @classmethod
    def of(cls, given: Prescription) -> DailyDose | None:
        """Return the dose of an activity that is asked for so often a day."""
        often = given.activity.frequency
        return cls(often.least, often.most) if isinstance(often, Daily) else None

    def asked(self) -> str:
        """Return the frequency in words."""
        return frequency(Daily(self.least, self.most))

    @property
    def most_a_day(self) -> int:
        """As many as are asked for at the most."""
        return self.most

    @property
    def most_short_a_week(self) -> int:
        """Every session of every day."""
        return 7 * self.least

    def judge(self, facts: DayFacts) -> Judgement:
        """Count the day's sessions."""
        broken = self._too_many(facts)
        return Judgement(
            shortfall=max(0, self.least - facts.sessions),
            missed=max(0, self.most - facts.sessions),
            broken=broken,
            forbidden=broken and facts.planned > 0,
        )

    def broken(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Return how many, and how many at most."""
        if not self._too_many(facts):
            return ()
        return (BrokenLimit(f"{counted(facts.sessions, 'session')}; {self.prescription} allows at most {self.most}"),)

    def _too_many(self, facts: DayFacts) -> bool:
        return facts.sessions > self.most

    def shortages(self, short: Sequence[tuple[int, DayFacts]], name: Callable[[int], str]) -> Iterator[Shortage]:
        """Yield one for all short days."""
        days = tuple(day for day, _ in short)
        missing = sum(self.judge(facts).shortfall for _, facts in short)
        shown = [name(day) for day in days]
        where = (
            listed(shown) if len(shown) <= _SHOWN else f"{counted(len(shown), 'day')} from {shown[0]} to {shown[-1]}"
        )
        yield Shortage(
            days[0],
            days,
            f": {counted(missing, 'session')} short, on {where}; "
            f"at least {self.least} per day {is_or_are(self.least)} prescribed.",
        )

    def done(self, record: Record) -> str:
        """Return how often on each day, and on which days it is otherwise."""
        per_day = [facts.sessions for facts in record.days]
        usual, _ = Counter(per_day).most_common(1)[0]
        others: dict[int, list[int]] = {}
        for day, number in enumerate(per_day):
            if number != usual:
                others.setdefault(number, []).append(day)
        if not others:
            return f"{_times_or_none(usual)} every day"
        if record.weeks > MANY_WEEKS or sum(map(len, others.values())) > 7:
            return f"{min(per_day)} to {max(per_day)} a day, {counted(sum(per_day), 'session')} in total"
        exceptions = (
            f"{_times_or_none(number)} on {listed(map(record.name, days))}"
            for number, days in sorted(others.items(), reverse=True)
        )
        return f"{_times_or_none(usual)} a day, but {listed(exceptions)}"

    def relaxed(self, place: Place) -> tuple[Daily, str]:
        """Return the dose with one session more than appointments can take up."""
        return Daily(self.least, self.most + len(place.request.profile.appointments) + 1), ""


def _times_or_none(number: int) -> str:
    return times(number) if number else "none"
