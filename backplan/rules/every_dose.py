"""So many days from one session to the next: `every other day`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import counted, frequency
from backplan.model.frequency import Every
from backplan.rules.base import BrokenLimit, DayFacts, Extent, Judgement, Prescription, earlier_session
from backplan.rules.cause import Place, nearest
from backplan.rules.dose import PlannedDose, Shortage, crowded, crowded_limit, weekday_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backplan.rules.placed import Record


@dataclass(frozen=True, slots=True)
class EveryDose(PlannedDose):
    """From `least` to `most` days from one session day to the next, at most one session a day."""

    least: int
    most: int

    looks_back: ClassVar[bool] = True
    late_by_the_day: ClassVar[bool] = True

    @classmethod
    def of(cls, given: Prescription) -> EveryDose | None:
        """Return the dose of an activity that is asked for every so many days."""
        often = given.activity.frequency
        return cls(often.least, often.most) if isinstance(often, Every) else None

    def asked(self) -> str:
        """Return the frequency in words."""
        return frequency(Every(self.least, self.most))

    @property
    def longest_memory(self) -> int:
        """The least gap: past it nothing is too soon."""
        return self.least

    @property
    def patience(self) -> int:
        """Three days more than the longest gap."""
        return self.most + 3

    @property
    def most_short_a_week(self) -> int:
        """A day for each day, and for each gap."""
        return 14

    def most_uneven(self, longest: int, days: int) -> int:
        """Return a bound of what `judge` adds up: squares of gaps come to no more than their sum squared."""
        return longest**2 + self.least**2 * days

    def judge(self, facts: DayFacts) -> Judgement:
        """Measure the gap that a session ends, and the last gap at the end of the activity's part."""
        shortfall = unevenness = 0
        close = self._close(facts)
        if facts.sessions:
            shortfall = max(0, facts.waited - self.most)
            if facts.gap is not None and facts.gap_counts:
                unevenness = (facts.gap - self.least) ** 2
        if facts.closes:
            shortfall += max(0, (1 if facts.sessions else facts.waited + 1) - self.most)
        return Judgement(
            shortfall,
            0,
            unevenness,
            broken=crowded(facts) or close,
            forbidden=(crowded(facts) and facts.planned > 0) or (close and (facts.planned > 0 or not facts.last_fixed)),
        )

    def broken(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Return how many on the day, how long since the last session, and how long at least."""
        found = crowded_limit(facts, self.prescription)
        if self._close(facts):
            least = "exactly" if self.least == self.most else "at least"
            since = f"{counted(facts.gap or 0, 'day')} after {earlier_session(facts)}"
            found = (*found, BrokenLimit(f"{since}; {self.prescribes(least, self.least)}", Extent.GAP))
        return found

    def _close(self, facts: DayFacts) -> bool:
        return facts.sessions > 0 and facts.gap is not None and facts.gap < self.least

    def shortages(self, short: Sequence[tuple[int, DayFacts]], name: Callable[[int], str]) -> Iterator[Shortage]:
        """Yield one for each gap that is too long, about all days from the session before to its end."""
        for day, facts in short:
            days = tuple(range(day - facts.waited + 1, day if facts.sessions else day + 1))
            first, last = name(days[0]), name(days[-1])
            where = f"on {first}" if first == last else f"from {first} to {last}"
            yield Shortage(day, days, f" {where}: {self._waited(facts)}.")

    def _waited(self, facts: DayFacts) -> str:
        days = counted(facts.waited, "day")
        if not facts.sessions:
            return f"no session for {days}; {self.prescription} allows at most {self.most} from one session to the next"
        until = "from one session to the next" if facts.gap_counts else "until the first session"
        return f"{days} {until}; {self.prescribes('at most', self.most)}"

    def charged(self, day: int, facts: DayFacts, short: int) -> Iterator[int]:
        """Yield the late days of the gap."""
        for late in range(day - short + 1, day + 1):
            yield late - 1 if facts.sessions else late

    def missed(self, short: int, record: Record) -> str:
        """Return how many days late; where nothing is planned, nothing comes late."""
        return f"{counted(short, 'day')} late" if record.sessions else "no session"

    def done(self, record: Record) -> str:
        """Return the weekdays of each week."""
        return weekday_words(record, _gap_words)

    def relaxed(self, place: Place) -> tuple[Every, str]:
        """Return the dose without a least gap, and which session is too near."""
        return Every(1, self.most), nearest(place, self.least)


def _gap_words(record: Record) -> str:
    total, gaps = counted(len(record.counts), "session"), record.gaps
    if not gaps:
        return total
    least, most = min(gaps), max(gaps)
    span = counted(least, "day") if least == most else f"{least} to {most} days"
    return f"{total}, {span} from one to the next"
