"""The plan of least cost: how many sessions of each activity on each day.

The search walks through the days. A *state* is what all remembering activities remember together; of all ways to
reach the same state only the cheapest matters (dynamic programming). What a state still has to pay at least is known
from the chains, each solved alone under tolls that the days set so that the chains' sum comes as near to the truth
as it can (`tolls.py`). Then:

1. A narrow walk that keeps the few most promising states of each day finds a good plan at once. If its cost equals
   the bound, it is proven best; in easy cases, most, that is all.
2. Otherwise the bound is raised, and wider and wider walks look for something better. A state that cannot lead to
   less than the best plan known is dropped.
3. A walk that dropped nothing else has looked everywhere: the best plan known is the best there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from backplan.planner.chain import NEVER, Chain
from backplan.planner.day import alone
from backplan.planner.day_cost import day_costs, remembers
from backplan.planner.tolls import Tolls

if TYPE_CHECKING:
    from backplan.planner.day import Counts
    from backplan.planner.day_cost import DayCost
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Memory

NARROW = 4
"""States kept for a day by the first walk."""

WIDER = 8
"""How much wider each walk is than the one before."""

_SESSIONS = 6
"""Bits of each activity's sessions in a code of a day's sessions."""

_MEMORY = 20
"""Bits of each activity's memory in a state's code."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a search may do. It counts what it does, not the time that it takes, so that it repeats.

    Attributes:
        steps: moves that all walks together may look at before they give up on a proof.
        passes: times that the bound is raised between two walks, at the most.
    """

    steps: int
    passes: int


THOROUGH = Effort(steps=4_000_000, passes=16)
"""For a plan that somebody will follow."""

QUICK = Effort(steps=20_000, passes=3)
"""For a plan that is made to learn from: a good one, rarely not the best."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found.

    Attributes:
        counts: for each day the planned sessions of every activity, in the catalog's order.
        cost: the weighed cost.
        bound: no plan costs less than this, as far as every day was worked out exactly.
        steps: moves looked at.
        proven: no plan costs less.
    """

    counts: tuple[Counts, ...]
    cost: int
    bound: int
    steps: int
    proven: bool


class Search:
    """One request's search; made once, asked once."""

    def __init__(self, catalog: Catalog, effort: Effort = THOROUGH) -> None:
        """Takes what holds, and how much the search may do."""
        remembering = [index for index, course in enumerate(catalog.courses) if remembers(course)]
        self._days = day_costs(catalog, remembering)
        self.chains = [
            Chain(catalog.courses[index], [_room(day, index) for day in self._days]) for index in remembering
        ]
        self.tolls = Tolls(self.chains, self._days)
        self._walkers = [_Walker(place, chain) for place, chain in enumerate(self.chains)]
        known: dict[DayCost, _CostOfCode] = {}
        self._cost_of = [known.setdefault(day, _CostOfCode(day, len(self.chains))) for day in self._days]
        self._effort = effort
        self.steps = 0

    def run(self) -> Outcome:
        """The best plan found, and what is proven about it."""
        bound = self.tolls.settle()
        width = NARROW
        cost, best, complete = self.walk(NEVER, width)
        while cost > bound and not complete and self.steps <= self._effort.steps:
            bound = max(bound, self._raised(bound, cost))
            if cost <= bound:
                break
            width *= WIDER
            cost, found, complete = self.walk(cost, width)
            best = found or best
        assert best is not None, "a plan without sessions breaks no limit"
        if complete:
            bound = cost
        exact = all(day.exact for day in self._days)
        return Outcome(self._all_counts(best), cost, bound, self.steps, proven=exact and cost <= bound)

    def _raised(self, bound: int, cost: int) -> int:
        """The bound after as many passes of ascent as bring it on: each has to close a part of the gap to the cost."""
        for _ in range(self._effort.passes):
            raised = self.tolls.raise_bound()
            if raised >= cost or (raised - bound) * 20 < cost - bound:
                return raised
            bound = raised
        return bound

    def walk(self, ceiling: int, width: int) -> tuple[int, list[Counts] | None, bool]:
        """Walks through the days keeping at most `width` states of each.

        Args:
            ceiling: only plans that cost less are looked for.
            width: how many states of a day are kept, the most promising first.

        Returns:
            The least cost found and its counts of the remembering activities for each day; the ceiling and None where
            there is none below it. Then whether the walk looked everywhere.
        """
        complete = True
        layer = {sum(walker.start for walker in self._walkers): 0}
        estimates: dict[int, int] = {}
        back: list[dict[int, tuple[int, int]]] = []
        for number, cost_of in enumerate(self._cost_of):
            if len(layer) > width:
                complete = False
                layer = {state: layer[state] for state in sorted(layer, key=estimates.__getitem__)[:width]}
            estimates = {}
            reached: dict[int, int] = {}
            came: dict[int, tuple[int, int]] = {}
            rest = self.tolls.rest(number + 1)
            for walker in self._walkers:
                walker.enter(number)
            for state, spent in layer.items():
                paid = spent + rest
                for ways in product(*[walker.ways(state) for walker in self._walkers]):
                    self.steps += 1
                    wanted, following, cost, estimate = 0, 0, spent, paid
                    for way in ways:
                        wanted += way[0]
                        following += way[1]
                        cost += way[2]
                        estimate += way[3]
                    if estimate >= ceiling:
                        continue
                    of_day = cost_of[wanted]
                    if of_day is None or estimate + of_day >= ceiling:
                        continue
                    cost += of_day
                    if cost < reached.get(following, NEVER):
                        reached[following] = cost
                        estimates[following] = estimate + of_day
                        came[following] = (state, wanted)
                if self.steps > self._effort.steps and width > NARROW:
                    return ceiling, None, False
            layer = reached
            back.append(came)
        if not layer:
            return ceiling, None, complete
        state = min(layer, key=layer.__getitem__)
        return layer[state], self._traced(back, state), complete

    def _traced(self, back: list[dict[int, tuple[int, int]]], state: int) -> list[Counts]:
        counts = []
        for came in reversed(back):
            state, wanted = came[state]
            counts.append(_decoded(wanted, len(self.chains)))
        counts.reverse()
        return counts

    def _all_counts(self, wanted: list[Counts]) -> tuple[Counts, ...]:
        found = []
        for day, counts in zip(self._days, wanted, strict=True):
            filling = day.best(counts)
            assert filling is not None
            found.append(filling.counts)
        return tuple(found)


class _Way(NamedTuple):
    """A move of one activity from one memory, ready to be added to the other activities'.

    Attributes:
        wanted: its sessions, at the activity's place in a code of the day's sessions.
        following: what the next day remembers, at the activity's place in a state's code.
        cost: what the activity's own rules charge.
        estimate: the cost, and what the activity at least still pays from the next day on.
    """

    wanted: int
    following: int
    cost: int
    estimate: int


class _Walker:
    """One activity's part in a walk: its memories as numbers, and its moves from each."""

    def __init__(self, place: int, chain: Chain) -> None:
        self._chain = chain
        self._sessions_at = place * _SESSIONS
        self._memory_at = place * _MEMORY
        self._numbers: dict[Memory, int] = {}
        self._memories: list[Memory] = []
        self._day = 0
        self._ways: dict[int, list[_Way]] = {}
        self.start = self._number(chain.course.start)

    def enter(self, day: int) -> None:
        """Goes to a day; the tolls may have changed since it was there."""
        self._day = day
        self._ways = {}

    def ways(self, state: int) -> list[_Way]:
        """The activity's moves from a state of all activities."""
        number = state >> self._memory_at & (1 << _MEMORY) - 1
        ways = self._ways.get(number)
        if ways is None:
            ways = self._ways[number] = [
                _Way(
                    sessions << self._sessions_at,
                    self._number(following),
                    cost,
                    cost + self._chain.bound(self._day + 1, following),
                )
                for sessions, cost, following in self._chain.moves(self._day, self._memories[number])
            ]
        return ways

    def _number(self, memory: Memory) -> int:
        """The memory's number, at the activity's place in a state's code."""
        number = self._numbers.get(memory)
        if number is None:
            number = self._numbers[memory] = len(self._memories)
            self._memories.append(memory)
        return number << self._memory_at


class _CostOfCode(dict[int, int | None]):
    """What a kind of day costs for a code of its sessions; None where it cannot hold them."""

    def __init__(self, day: DayCost, activities: int) -> None:
        super().__init__()
        self._day = day
        self._activities = activities

    def __missing__(self, wanted: int) -> int | None:
        filling = self._day.best(_decoded(wanted, self._activities))
        cost = self[wanted] = None if filling is None else filling.cost
        return cost


def _decoded(wanted: int, activities: int) -> Counts:
    """The sessions of each remembering activity from their code."""
    return tuple(wanted >> place * _SESSIONS & (1 << _SESSIONS) - 1 for place in range(activities))


def _room(day: DayCost, index: int) -> int:
    """The most sessions of one activity that find room on a day by themselves."""
    count = 0
    while alone(day.day[index], count + 1) is not None:
        count += 1
    return count
