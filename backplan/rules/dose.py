"""How often an activity is asked for: what all doses have in common."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from backplan.language import wording
from backplan.model.frequency import Daily, Every, Frequency, Weekly
from backplan.rules.base import BrokenLimit, DayFacts, Limit, is_or_are
from backplan.rules.cause import Cause, Place, Remedy, ShortDose, with_activity
from backplan.rules.placed import MANY_WEEKS, Kept, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from backplan.model.regimen import Activity
    from backplan.model.request import PlanRequest


class Shortage(NamedTuple):
    """What a finding says of a short dose: the rest of a sentence that begins with the activity's title on `day`."""

    day: int
    days: tuple[int, ...]
    words: str


class Dose(Limit):
    """How often an activity is asked for; each kind of frequency has a rule of its own.

    Attributes:
        most_a_day: sessions that it allows on a day.
        patience: a gap past which its costs only grow, and which a good plan seldom passes.
        late_by_the_day: each day past its longest gap costs the same, whenever the gap ends.
        most_short_a_week: what it can fall short in a week, two plans compared.
    """

    __slots__ = ()

    key: ClassVar[str] = "frequency"
    severity: ClassVar[str] = "limit, dose and advice"
    summary: ClassVar[str] = (
        "A session comes neither more often nor closer than prescribed, and as often as prescribed wherever that is "
        "possible."
    )
    in_dose: ClassVar[bool] = True
    as_cause: ClassVar[int] = 6
    as_obstacle: ClassVar[int] = 3
    late_by_the_day: ClassVar[bool] = False

    @property
    def prescription(self) -> str:
        """What findings compare sessions with."""
        return f"the prescription ({self.asked()})"

    def prescribes(self, extent: str, number: int) -> str:
        """Return `at least 3 are prescribed (3 times a week)`."""
        return f"{extent} {number} {is_or_are(number)} prescribed ({self.asked()})"

    @property
    def most_a_day(self) -> int:
        """One, but for a dose a day."""
        return 1

    @property
    def patience(self) -> int:
        """One day, where no gap costs anything."""
        return 1

    @property
    def most_short_a_week(self) -> int:
        """Nothing, where nothing is asked for."""
        return 0

    def most_uneven(self, longest: int, days: int) -> int:
        """Return a bound of all `judge` calls' unevenness, for gaps up to `longest` on so many `days`."""
        del longest, days
        return 0

    def shortages(self, short: Sequence[tuple[int, DayFacts]], name: Callable[[int], str]) -> Iterator[Shortage]:
        """Yield the wording of each shortfall, for the days on which it became known; `name` names a day."""
        del short, name
        yield from ()

    def charged(self, day: int, facts: DayFacts, short: int) -> Iterator[int]:
        """Yield, for each part of a day's shortfall, the number of the day that it is charged to."""
        del facts
        yield from [day] * short

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the last session before the plan, which the first one has to keep its distance from."""
        before = [session for session in dose.request.history if session.activity == dose.id]
        if before:
            last = max(before, key=lambda session: session.start)
            words = f"the last session before this plan was on {wording.short_day(last.start.date())}"
            yield Cause(words, lambda request: _without_history(request, dose.id), past=True)


class PlannedDose(Dose):
    """A dose that sessions are planned for."""

    __slots__ = ()

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield how often it is done, and by how much it is missed."""
        short = sum(judgement.shortfall for judgement in record.judged(self))
        missed = self.missed(short, record) if short else ""
        yield Kept(self.asked(), self.done(record), record.breaks(self), missed)

    def missed(self, short: int, record: Record) -> str:
        """Return by how much the dose is missed, in words."""
        del record
        return f"short by {short}"

    @abstractmethod
    def done(self, record: Record) -> str:
        """Return how often it is done, in words."""

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield that the frequency leaves no room, and what would."""
        more, why = self.relaxed(place)
        changed = with_activity(place.activity.id, lambda one: replace(one, frequency=more))
        yield Cause(f"it is prescribed {self.asked()}{why}", changed)

    @abstractmethod
    def relaxed(self, place: Place) -> tuple[Frequency, str]:
        """Return a frequency that allows a session at a place, and why this one does not, as a sentence ends."""


def less(activity: Activity) -> Iterator[Remedy]:
    """Yield smaller doses of an activity, step by step."""

    def changed(one: Activity, often: Frequency) -> Activity:
        # Another phase may ask for something else, which stays.
        return replace(one, frequency=often) if one.frequency == activity.frequency else one

    for often in _rarer(activity.frequency):
        words = f"ask for {activity.title} {wording.frequency(often)}"
        yield Remedy(words, with_activity(activity.id, partial(changed, often=often)))


def _rarer(often: Frequency) -> Iterator[Frequency]:
    match often:
        case Daily(least, most) | Weekly(least, most):
            for fewer in range(least - 1, max(0, least - 4), -1):
                yield type(often)(fewer, most if least < most else fewer)
        case Every(least, most):
            for later in range(most + 1, most + 4):
                yield Every(least, later)


def _without_history(request: PlanRequest, activity_id: str) -> PlanRequest:
    return replace(request, history=tuple(one for one in request.history if one.activity != activity_id))


def crowded(facts: DayFacts) -> bool:
    """Return whether a day has more than the one session that it may have where the dose is no daily one."""
    return facts.sessions > 1


def crowded_limit(facts: DayFacts, prescription: str) -> tuple[BrokenLimit, ...]:
    """Return that limit, where a day breaks it."""
    if not crowded(facts):
        return ()
    sessions = wording.counted(facts.sessions, "session")
    return (BrokenLimit(f"{sessions} on one day; {prescription} allows at most 1 per day"),)


def weekday_words(record: Record, many_weeks: Callable[[Record], str]) -> str:
    """Return the weekdays of each week; `many_weeks` says it where that would be too long to read."""
    days = sorted(record.counts)
    if not days:
        return "none"
    if record.weeks > MANY_WEEKS:
        return many_weeks(record)
    weeks: list[tuple[int, ...]] = [() for _ in range(record.weeks)]
    for day in days:
        weeks[(day - record.first).days // 7] += (day.weekday(),)
    if len(weeks) == 1:
        return _in_plan_order(record.first, weeks[0])
    if len(set(weeks)) == 1:
        return f"{_in_plan_order(record.first, weeks[0])} in each week"
    return "; ".join(
        f"week {number} {_in_plan_order(record.first, of_week) or 'none'}"
        for number, of_week in enumerate(weeks, record.first_week + 1)
    )


def _in_plan_order(first: date, days: Iterable[int]) -> str:
    """Return weekdays as they come in a plan's week, which may start on any day."""
    begin = first.weekday()
    return wording.listed(wording.weekday(day) for day in sorted(days, key=lambda day: (day - begin) % 7))
