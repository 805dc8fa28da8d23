"""How often: the frequencies of contract section 3 that are planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.language.wording import counted, frequency
from backplan.model.frequency import Daily, Every, Weekly
from backplan.rules.base import BrokenLimit, Extent, Judgement, earlier_session

if TYPE_CHECKING:
    from backplan.rules.base import DayFacts


@dataclass(frozen=True, slots=True)
class DailyDose:
    """From `least` to `most` sessions on every day."""

    least: int
    most: int
    key: str = "frequency"

    def judge(self, facts: DayFacts) -> Judgement:
        """Counts the day's sessions."""
        sessions = facts.sessions
        broken = sessions > self.most
        return Judgement(
            shortfall=max(0, self.least - sessions),
            missed=max(0, self.most - sessions),
            broken=broken,
            forbidden=broken and facts.planned > 0,
        )

    def broken_limits(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """How many, and how many at most."""
        if facts.sessions <= self.most:
            return ()
        allowed = counted(self.most, "session")
        return (BrokenLimit(f"{counted(facts.sessions, 'session')}; {self.asked} allows at most {allowed}"),)

    def dose_words(self, facts: DayFacts) -> str:
        """How many, and how many at least."""
        return f"{counted(facts.sessions, 'session')}; {self.asked} asks for at least {self.least}"

    @property
    def asked(self) -> str:
        """The dose as it is prescribed."""
        return frequency(Daily(self.least, self.most))


@dataclass(frozen=True, slots=True)
class WeeklyDose:
    """From `least` to `most` sessions in every week, at most one a day, as even as can be."""

    least: int
    most: int
    key: str = "frequency"

    def judge(self, facts: DayFacts) -> Judgement:
        """Counts the week's sessions at its end and measures each gap against an even spread."""
        crowded = facts.sessions > 1
        # Appointments alone may pass the week's limit; then no session is planned beside them.
        over = facts.planned > 0 and facts.week_planned > max(0, self.most - facts.week_fixed)
        shortfall = missed = unevenness = 0
        overfull = False
        if facts.week_closes:
            total = facts.week_planned + facts.week_fixed
            shortfall, missed = max(0, self.least - total), max(0, self.most - total)
            overfull = total > self.most
        if facts.sessions and facts.gap is not None and facts.gap_counts:
            unevenness = (self.most * facts.gap - 7) ** 2
        return Judgement(
            shortfall,
            missed,
            unevenness,
            broken=crowded or overfull,
            forbidden=over or (crowded and facts.planned > 0),
        )

    def broken_limits(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """How many on the day and in the week, and how many at most."""
        total = facts.week_planned + facts.week_fixed
        found = _crowded(facts, self.asked)
        if facts.week_closes and total > self.most:
            words = f"{counted(total, 'session')}; {self.asked} allows at most {self.most}"
            found = (*found, BrokenLimit(words, Extent.WEEK))
        return found

    def dose_words(self, facts: DayFacts) -> str:
        """How many, and how many at least."""
        total = facts.week_planned + facts.week_fixed
        return f"{counted(total, 'session')}; {self.asked} asks for at least {self.least}"

    @property
    def asked(self) -> str:
        """The dose as it is prescribed."""
        return frequency(Weekly(self.least, self.most))


@dataclass(frozen=True, slots=True)
class EveryDose:
    """From `least` to `most` days from one session day to the next, at most one session a day."""

    least: int
    most: int
    key: str = "frequency"

    def judge(self, facts: DayFacts) -> Judgement:
        """Measures the gap that a session ends, and the last gap at the end of the activity's part."""
        shortfall = unevenness = 0
        crowded = facts.sessions > 1
        close = False
        if facts.sessions:
            shortfall = max(0, facts.waited - self.most)
            if facts.gap is not None:
                close = facts.gap < self.least
                if facts.gap_counts:
                    unevenness = (facts.gap - self.least) ** 2
        if facts.closes:
            shortfall += max(0, (1 if facts.sessions else facts.waited + 1) - self.most)
        return Judgement(
            shortfall,
            0,
            unevenness,
            broken=crowded or close,
            forbidden=(crowded and facts.planned > 0) or (close and (facts.planned > 0 or not facts.last_fixed)),
        )

    def broken_limits(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """How many on the day, how long since the last session, and how long at least."""
        found = _crowded(facts, self.asked)
        if facts.sessions and facts.gap is not None and facts.gap < self.least:
            least = "exactly" if self.least == self.most else "at least"
            since = f"{counted(facts.gap, 'day')} after {earlier_session(facts)}"
            found = (*found, BrokenLimit(f"{since}; {self.asked} asks for {least} {self.least}", Extent.GAP))
        return found

    def dose_words(self, facts: DayFacts) -> str:
        """How long without a session, and how long at most."""
        most = f"{self.asked} asks for at most {self.most}"
        if not facts.sessions:
            return f"no session for {counted(facts.waited, 'day')}; {most} from one to the next"
        if not facts.gap_counts:
            return f"{counted(facts.waited, 'day')} until the first session; {most}"
        return f"{counted(facts.waited, 'day')} from one session to the next; {most}"

    @property
    def asked(self) -> str:
        """The dose as it is prescribed."""
        return frequency(Every(self.least, self.most))


@dataclass(frozen=True, slots=True)
class NotPrescribed:
    """The activity takes no part in this week's phase, or is only ever an appointment: nothing is planned."""

    key: str = "frequency"

    def judge(self, facts: DayFacts) -> Judgement:
        """Forbids planned sessions and asks nothing of appointments."""
        return Judgement(broken=facts.planned > 0, forbidden=facts.planned > 0)

    def broken_limits(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """That nothing is prescribed."""
        if not facts.planned:
            return ()
        return (BrokenLimit(f"{counted(facts.planned, 'session')}; none is prescribed in this week"),)

    def dose_words(self, facts: DayFacts) -> str:
        """Nothing: no dose, no words."""
        del facts
        return ""


def _crowded(facts: DayFacts, asked: str) -> tuple[BrokenLimit, ...]:
    """More than the one session that a day may have where the dose is no daily one."""
    if facts.sessions <= 1:
        return ()
    return (BrokenLimit(f"{counted(facts.sessions, 'session')} on one day; {asked} allows at most 1 a day"),)
