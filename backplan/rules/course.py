"""The course of one activity through a plan: which rules hold on which day, and what its days remember.

All that the rules over days need to know of the past is two numbers, the last session day and how many sessions the
week already has. `Memory` holds them; `Course.facts` tells a rule what they mean on a given day.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from backplan.rules.base import DayFacts, DayRule, Judgement, Limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backplan.model.regimen import Activity
    from backplan.rules.dose import Dose


class Memory(NamedTuple):
    """What an activity's days remember.

    Attributes:
        last: number of the last session day, negative before the plan; None where there is none that matters.
        last_planned: the planner put a session on that day; False for history and for appointments alone.
        week_planned: sessions planned so far in the current week.
    """

    last: int | None
    last_planned: bool
    week_planned: int


NOTHING_BEFORE = Memory(None, last_planned=False, week_planned=0)
"""What is remembered where no day before matters."""


@dataclass(frozen=True, slots=True)
class CourseWeek:
    """An activity in one week of the plan.

    Attributes:
        activity: its prescription in this week's phase; None where it takes no part.
        minutes: how long its sessions are.
        dose: how often it is asked for.
        limits: its other rules over days.
        rules: all that its days are judged by: these, and constraints on a plan that is made to learn.
        since: the first day of the run of weeks in which it takes part without a break; None where that run goes
            back to the regimen's beginning, and where it takes no part.
        closes: it takes no part in the next week, or the plan ends.
    """

    activity: Activity | None
    minutes: int
    dose: Dose
    limits: tuple[Limit, ...]
    rules: tuple[DayRule, ...]
    since: int | None
    closes: bool


@dataclass(frozen=True)
class Course:
    """One activity through a whole plan.

    Attributes:
        id: the activity's id.
        weeks: one for each week of the plan.
        fixed: appointments on each day of the plan.
        last_before: number of the last session day before the plan, or None.
        first_weekday: the weekday of day 0.
        longest_memory: a gap of so many days is as good as any longer one for every limit.
    """

    id: str
    weeks: tuple[CourseWeek, ...]
    fixed: tuple[int, ...]
    last_before: int | None
    first_weekday: int
    longest_memory: int

    @cached_property
    def _hash(self) -> int:
        return hash((self.id, self.weeks, self.fixed, self.last_before, self.first_weekday))

    def __hash__(self) -> int:
        # Courses are looked up by value, and hold every word of their exercises: that is hashed once.
        return self._hash

    @cached_property
    def has_fixed(self) -> bool:
        """Whether there is any appointment."""
        return any(self.fixed)

    @property
    def start(self) -> Memory:
        """What day 0 remembers."""
        return self.forget(0, Memory(self.last_before, False, 0))

    def facts(self, memory: Memory, day: int, planned: int) -> DayFacts:
        """What the rules over days need to know about `planned` sessions on `day`."""
        week = self.weeks[day // 7]
        last = memory.last
        gap = None if last is None else day - last
        counts = last is not None and (week.since is None or last >= week.since)
        measured_from = last if last is not None and counts else (week.since or 0) - 1
        of_week = day % 7
        first = day - of_week
        return DayFacts(
            weekday=(self.first_weekday + day) % 7,
            planned=planned,
            fixed=self.fixed[day],
            gap=gap,
            gap_counts=counts,
            waited=day - measured_from,
            closes=week.closes and of_week == 6,
            week_planned=memory.week_planned + planned,
            week_fixed=sum(self.fixed[first : first + 7]) if self.has_fixed else 0,
            week_closes=of_week == 6,
            last_fixed=not memory.last_planned,
        )

    def judge(self, memory: Memory, day: int, planned: int) -> Judgement:
        """What all rules together say: costs added, limits joined."""
        return _together(self.weeks[day // 7].rules, self.facts(memory, day, planned))

    def walk(self, planned: Iterable[int]) -> Iterator[tuple[int, DayFacts, Judgement]]:
        """Yield each day's number, its facts, and what all rules together say of it.

        Args:
            planned: sessions on each day of the plan, appointments not counted.
        """
        memory = self.start
        for day, count in enumerate(planned):
            facts = self.facts(memory, day, count)
            yield day, facts, _together(self.weeks[day // 7].rules, facts)
            memory = self.after(memory, day, count)

    def shortfall(self, planned: Iterable[int]) -> int:
        """Return how far the doses are missed, counting as `walk` does."""
        return sum(said.shortfall for _, _, said in self.walk(planned))

    def after(self, memory: Memory, day: int, planned: int) -> Memory:
        """What the day after `day` remembers."""
        count = 0 if day % 7 == 6 else memory.week_planned + planned
        if planned + self.fixed[day] > 0:
            return Memory(day, planned > 0, count)
        return self.forget(day + 1, Memory(memory.last, memory.last_planned, count))

    def forget(self, day: int, memory: Memory) -> Memory:
        """Drop a last session day that can no longer make a difference on `day` or later.

        Across an absence a gap costs nothing, so that only the least gap and the rest days look at it.
        """
        if memory.last is None or day >= 7 * len(self.weeks):
            return memory
        since = self.weeks[day // 7].since
        if since is not None and memory.last < since and day - memory.last >= self.longest_memory:
            return Memory(None, False, memory.week_planned)
        return memory


@lru_cache(maxsize=65_536)
def _together(rules: tuple[DayRule, ...], facts: DayFacts) -> Judgement:
    """The sum of what the rules say; remembered, since days look alike."""
    shortfall = missed = unevenness = 0
    broken = forbidden = False
    for rule in rules:
        said = rule.judge(facts)
        shortfall += said.shortfall
        missed += said.missed
        unevenness += said.unevenness
        broken = broken or said.broken
        forbidden = forbidden or said.forbidden
    return Judgement(shortfall, missed, unevenness, broken, forbidden)
