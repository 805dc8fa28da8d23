"""What a day costs for so many sessions of each activity.

Activities whose rules remember nothing from one day to the next (a dose a day) are settled here, day by day: the
search across days only speaks of the others, the *remembering* ones, and a day answers with the best it can do for
all. Days that look alike share one `DayCost`.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from backplan.model.time import MINUTE
from backplan.planner.day import alone, capacity, place, quarters
from backplan.planner.offers import SUIT, offers
from backplan.planner.weight import weigh
from backplan.rules.course import Memory
from backplan.rules.doses import DailyDose, NotPrescribed
from backplan.rules.spacing import RestDays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.planner.day import Counts
    from backplan.planner.offers import Offer
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course


class Option(NamedTuple):
    """One way to fill a day, before its sessions are placed.

    Attributes:
        bound: no placement costs less than this.
        own: what it costs apart from the preference.
        counts: sessions of every activity of the day.
    """

    bound: int
    own: int
    counts: Counts


class Filling(NamedTuple):
    """The best way to fill a day."""

    cost: int
    counts: Counts


class DayCost:
    """What days of one kind cost, worked out when asked and then remembered."""

    def __init__(
        self,
        day: tuple[Offer, ...],
        remembering: Sequence[int],
        daily: Sequence[tuple[int, tuple[tuple[int, int], ...]]],
        never_together: frozenset[tuple[int, int]],
        taken: frozenset[int],
        budget: int | None,
    ) -> None:
        """Takes a kind of day.

        Args:
            day: what it offers each activity.
            remembering: the indices of the activities that the caller speaks of, in the caller's order.
            daily: for each other activity its index and, for each count that no rule forbids, the count's cost.
            never_together: pairs of indices of activities that never share a day.
            taken: the activities with an appointment on the day.
            budget: the most minutes of the day, or None.
        """
        self.day = day
        self._remembering = tuple(remembering)
        self._never_together = never_together
        self._taken = taken
        self._budget = budget
        self._quarters = tuple(quarters(offer) for offer in day)
        self._capacity = capacity(day)
        self._fillings = [
            (sum(cost for _, cost in filling), tuple(count for count, _ in filling))
            for filling in product(*(counts for _, counts in daily))
        ]
        self._fillings.sort()
        self._daily = tuple(index for index, _ in daily)
        self._options: dict[Counts, list[Option]] = {}
        self._best: dict[Counts, Filling | None] = {}

    def lower(self, wanted: Counts) -> int | None:
        """A cost that the day cannot go below; None where it certainly cannot hold the sessions."""
        if wanted in self._best:
            best = self._best[wanted]
            return None if best is None else best.cost
        options = self._options_for(wanted)
        return options[0].bound if options else None

    def best(self, wanted: Counts) -> Filling | None:
        """The least cost of a day with the wanted sessions of the remembering activities; None where impossible."""
        try:
            return self._best[wanted]
        except KeyError:
            pass
        best: Filling | None = None
        for option in self._options_for(wanted):
            if best is not None and option.bound >= best.cost:
                break
            placement = place(self.day, option.counts)
            if placement is not None:
                cost = option.own + weigh(preference=placement.cost >> SUIT)
                if best is None or cost < best.cost:
                    best = Filling(cost, option.counts)
        self._best[wanted] = best
        return best

    def _options_for(self, wanted: Counts) -> list[Option]:
        """All ways to fill the day around the wanted sessions that no limit forbids, cheapest bound first."""
        try:
            return self._options[wanted]
        except KeyError:
            pass
        options = []
        counts = [0] * len(self.day)
        for index, count in zip(self._remembering, wanted, strict=True):
            counts[index] = count
        for own, filling in self._fillings:
            for index, count in zip(self._daily, filling, strict=True):
                counts[index] = count
            option = self._option(own, tuple(counts))
            if option is not None:
                options.append(option)
        options.sort()
        self._options[wanted] = options
        return options

    def _option(self, own: int, counts: Counts) -> Option | None:
        for first, second in self._never_together:
            if (counts[first] and (counts[second] or second in self._taken)) or (
                counts[second] and first in self._taken
            ):
                return None
        if sum(count * length for count, length in zip(counts, self._quarters, strict=True)) > self._capacity:
            return None
        minutes, preference = 0, 0
        for offer, count in zip(self.day, counts, strict=True):
            if count:
                least = alone(offer, count)
                if least is None:
                    return None
                minutes += count * offer.length // MINUTE
                preference += least >> SUIT
        if self._budget is not None and minutes > self._budget:
            return None
        cost = own + weigh(load=minutes * minutes)
        return Option(cost + weigh(preference=preference), cost, counts)


def remembers(course: Course) -> bool:
    """Whether a rule of the course looks back, so that the order of its days matters."""
    return any(
        isinstance(rule, RestDays) or (rule.key == "frequency" and not isinstance(rule, DailyDose | NotPrescribed))
        for week in course.weeks
        if week.activity is not None
        for rule in week.rules
    )


def day_costs(catalog: Catalog, remembering: Sequence[int]) -> list[DayCost]:
    """For each day of the plan what it costs, in the order of the catalog's courses.

    Args:
        catalog: what holds.
        remembering: the indices of the courses that the search across days decides.
    """
    index_of = {course.id: index for index, course in enumerate(catalog.courses)}
    others = [index for index in range(len(catalog.courses)) if index not in remembering]
    budget = None if catalog.budget is None else catalog.budget.minutes
    known: dict[object, DayCost] = {}
    result = []
    for day in range(len(catalog.days)):
        offered = offers(catalog, day)
        pairs = frozenset(
            (index_of[pair.first], index_of[pair.second])
            for pair in catalog.alternates[day // 7]
            if pair.first in index_of and pair.second in index_of
        )
        taken = frozenset(index for index, course in enumerate(catalog.courses) if course.fixed[day])
        daily = tuple((index, _daily_costs(catalog.courses[index], day, offered[index])) for index in others)
        key = (offered, daily, pairs, taken)
        if key not in known:
            known[key] = DayCost(offered, remembering, daily, pairs, taken, budget)
        result.append(known[key])
    return result


def _daily_costs(course: Course, day: int, offer: Offer) -> tuple[tuple[int, int], ...]:
    """For each count of sessions that a day allows an activity without memory: the count and what it costs."""
    found: list[tuple[int, int]] = []
    memory = Memory(None, last_planned=False, week_planned=0)
    count = 0
    while True:
        said = course.judge(memory, day, count)
        if said.forbidden or alone(offer, count) is None:
            return tuple(found)
        found.append((count, weigh(said.shortfall, said.missed, said.unevenness)))
        count += 1
