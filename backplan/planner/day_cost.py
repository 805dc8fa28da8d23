"""What a day costs for so many sessions of each activity.

Activities whose rules remember nothing from one day to the next (a dose a day) are settled here, day by day: the
search across days only speaks of the others, the *remembering* ones, and a day answers with the best it can do for
all. Days that look alike share one `DayCost`.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from backplan.model.time import MINUTE
from backplan.planner.candidates import SUIT, candidates, signature
from backplan.planner.day import day_table
from backplan.rules.course import NOTHING_BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.planner.candidates import DaySignature
    from backplan.planner.day import Counts, DayTable
    from backplan.planner.weight import Weights
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course


WAYS = 4_000
"""Ways to fill a day with its daily activities that are looked at for one answer; past them the answer is a guess."""


class DayChoice(NamedTuple):
    """The best way to fill a day.

    Attributes:
        cost: what the day costs, weighed.
        counts: sessions of every activity of the day.
    """

    cost: int
    counts: Counts


class _Option(NamedTuple):
    """One way to fill a day, before its sessions are placed: no placement costs less than `bound`."""

    bound: int
    own: int
    counts: Counts


class DayCost:
    """What days of one kind cost, worked out when asked and then remembered.

    Attributes:
        day: what such a day offers each activity.
        exact: whether all answers so far are the best there are; False once a budget was passed.
    """

    def __init__(
        self,
        day: DayTable,
        remembering: Sequence[int],
        daily: Sequence[tuple[int, tuple[tuple[int, int], ...]]],
        never_together: frozenset[tuple[int, int]],
        taken: frozenset[int],
        most: int | None,
        kept: int,
        weights: Weights,
    ) -> None:
        """Takes a kind of day.

        Args:
            day: what it offers each activity.
            remembering: the indices of the activities that the caller speaks of, in the caller's order.
            daily: for each other activity its index and, for each count that no rule forbids, its cost and the count,
                cheapest first.
            never_together: pairs of indices of activities that never share a day.
            taken: the activities with a fixed session on the day.
            most: the most minutes of the day, those that are kept among them, or None.
            kept: minutes of the day's sessions that are kept.
            weights: how costs are weighed.
        """
        self.day = day
        self.exact = True
        self._remembering = tuple(remembering)
        self._never_together = never_together
        self._taken = taken
        self._most = most
        self._kept = kept
        self._weigh = weights.weigh
        self._daily = tuple(daily)
        self._best: dict[Counts, DayChoice | None] = {}

    def best(self, wanted: Counts) -> DayChoice | None:
        """The least cost of a day with the wanted sessions of the remembering activities; None where impossible."""
        try:
            return self._best[wanted]
        except KeyError:
            pass
        counts = [0] * len(self.day.candidates)
        for index, count in zip(self._remembering, wanted, strict=True):
            counts[index] = count
        self._best[wanted] = best = self._chosen(counts) if self._option(0, counts) is not None else None
        return best

    def _chosen(self, counts: list[int]) -> DayChoice | None:
        """The best way to add sessions of the daily activities.

        What their own rules charge outweighs every preference, so that the cheapest ways that find room decide.
        """
        seen = 0
        for own, ways in groupby(_cheapest_first([costs for _, costs in self._daily]), key=itemgetter(0)):
            options = []
            for _, way in ways:
                seen += 1
                for (index, _), count in zip(self._daily, way, strict=True):
                    counts[index] = count
                option = self._option(own, counts)
                if option is not None:
                    options.append(option)
                if seen == WAYS:
                    break
            if seen == WAYS:  # others as cheap may not have been seen
                self.exact = False
            best = self._placed(sorted(options))
            if best is not None:
                return best
            if seen == WAYS:
                return self._one_by_one(counts)
        return None

    def _placed(self, options: Sequence[_Option]) -> DayChoice | None:
        """The cheapest of some ways to fill the day, least bound first, once its sessions are placed."""
        best: DayChoice | None = None
        for option in options:
            if best is not None and option.bound >= best.cost:
                break
            placed = self.day.place(option.counts)
            self.exact = self.exact and placed.exact
            if placed.placement is not None:
                cost = option.own + self._weigh(preference=placed.placement.cost >> SUIT)
                if best is None or cost < best.cost:
                    best = DayChoice(cost, option.counts)
        return best

    def _one_by_one(self, counts: list[int]) -> DayChoice | None:
        """A fair way to add the daily activities where there are too many ways: each in turn as well as it can be."""
        for index, _ in self._daily:
            counts[index] = 0
        spent = 0
        best = self._placed([option for option in [self._option(0, counts)] if option is not None])
        for index, costs in self._daily:
            for cost, count in costs:
                counts[index] = count
                option = self._option(spent + cost, counts)
                found = None if option is None else self._placed([option])
                if found is not None:
                    best, spent = found, spent + cost
                    break
            else:
                return None
        return best

    def _option(self, own: int, counts: Sequence[int]) -> _Option | None:
        """The day with these sessions; None where a limit or a count of its quarter hours speaks against it."""
        for first, second in self._never_together:
            if (counts[first] and (counts[second] or second in self._taken)) or (
                counts[second] and first in self._taken
            ):
                return None
        if sum(count * length for count, length in zip(counts, self.day.quarters, strict=True)) > self.day.capacity:
            return None
        minutes, preference = self._kept, 0
        for index, count in enumerate(counts):
            if count:
                least = self.day.alone(index, count)
                if least is None:
                    return None
                minutes += count * self.day.candidates[index].length // MINUTE
                preference += least >> SUIT
        if self._most is not None and minutes > self._most:
            return None
        cost = own + self._weigh(load=minutes * minutes)
        return _Option(cost + self._weigh(preference=preference), cost, tuple(counts))


def _cheapest_first(
    costs: Sequence[Sequence[tuple[int, int]]],
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Every way to choose one count of each activity, by the sum of their costs.

    Args:
        costs: for each activity its (cost, count), cheapest first.

    Yields:
        The sum and the counts.
    """
    start = (0,) * len(costs)
    heap = [(sum(of_one[0][0] for of_one in costs), start, 0)]
    while heap:
        total, places, changed = heappop(heap)
        yield total, tuple(of_one[place][1] for of_one, place in zip(costs, places, strict=True))
        # Only places from the last changed one on are moved, so that every way is reached once.
        for index in range(changed, len(costs)):
            place = places[index]
            if place + 1 < len(costs[index]):
                more = costs[index][place + 1][0] - costs[index][place][0]
                heappush(heap, (total + more, (*places[:index], place + 1, *places[index + 1 :]), index))


def remembers(course: Course) -> bool:
    """Whether a rule of the course looks back, so that the order of its days matters."""
    return any(rule.looks_back for week in course.weeks if week.activity is not None for rule in week.rules)


def day_costs(catalog: Catalog, remembering: Sequence[int], weights: Weights) -> list[DayCost]:
    """For each day of the plan what it costs, in the order of the catalog's courses.

    Args:
        catalog: what holds.
        remembering: the indices of the courses that the search across days decides.
        weights: how costs are weighed.
    """
    index_of = {course.id: index for index, course in enumerate(catalog.courses)}
    others = [index for index in range(len(catalog.courses)) if index not in remembering]
    known: dict[object, DayCost] = {}
    alike: dict[DaySignature, DayCost] = {}
    result = []
    for day in range(len(catalog.days)):
        looks = signature(catalog, day)
        if looks in alike:
            result.append(alike[looks])
            continue
        table = day_table(candidates(catalog, day))
        pairs = frozenset(
            (index_of[first], index_of[second])
            for first, second in catalog.alternates[day // 7]
            if first in index_of and second in index_of
        )
        taken = frozenset(index for index, course in enumerate(catalog.courses) if course.fixed[day])
        daily = tuple((index, _daily_costs(catalog.courses[index], day, table, index, weights)) for index in others)
        kept = sum(one.minutes for one in catalog.fixed if one.kept and one.day == day)
        key = (table, daily, pairs, taken, kept)
        if key not in known:
            most = None if catalog.budget is None else catalog.budget.most(kept)
            known[key] = DayCost(table, remembering, daily, pairs, taken, most, kept, weights)
        alike[looks] = known[key]
        result.append(known[key])
    return result


def _daily_costs(
    course: Course, day: int, table: DayTable, index: int, weights: Weights
) -> tuple[tuple[int, int], ...]:
    """What an activity without memory costs on a day, and for how many sessions, cheapest first."""
    found: list[tuple[int, int]] = []
    count = 0
    while True:
        said = course.judge(NOTHING_BEFORE, day, count)
        if said.forbidden or table.alone(index, count) is None:
            return tuple(sorted(found))
        found.append((weights.weigh(said.shortfall, said.missed, said.unevenness), count))
        count += 1


def rooms(course: Course, days: Sequence[DayCost], index: int) -> tuple[int, ...]:
    """For each day the most sessions of an activity that find room by themselves, up to what its rules allow."""
    known: dict[tuple[DayCost, int], int] = {}
    found = []
    mosts = [week.dose.most_a_day for week in course.weeks]
    for number, day in enumerate(days):
        most = mosts[number // 7]
        if (day, most) not in known:
            counts = (count for count in range(most, 0, -1) if day.day.alone(index, count) is not None)
            known[day, most] = next(counts, 0)
        found.append(known[day, most])
    return tuple(found)
