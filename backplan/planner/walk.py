"""Walking through the days: the states of all remembering activities as numbers, and what groups may do from them.

A state's code has a field for each activity, with the number of what it remembers; a code of a day's sessions has one
for each activity's sessions. So what groups do together on a day is a sum of plain numbers.
"""

from __future__ import annotations

from itertools import product
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from backplan.planner.joined_chains import NEVER, Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backplan.planner.chain import Chain, Way
    from backplan.planner.day import Counts
    from backplan.planner.day_cost import DayCost
    from backplan.planner.outline import Outline
    from backplan.rules.course import Memory

Ways = tuple[int, int, int, int, int, int, int]
"""What some groups do together on a day, as in `Joint`; a plain tuple, for there are very many."""

SESSIONS = 6  # bits of each activity's sessions in a code of a day's sessions
_MEMORY = 20  # bits of each activity's memory in a state's code


class Kept(NamedTuple):
    """A plan, as each day's counts, of which only the activities at the `free` places may change."""

    free: frozenset[int]
    counts: list[Counts]


class Memories:
    """One activity's memories as numbers, each at the activity's place in a state's code."""

    def __init__(self, place: int, chain: Chain) -> None:
        self.chain = chain
        self.place = place
        self.sessions_at = place * SESSIONS
        self.mask = (1 << _MEMORY) - 1 << place * _MEMORY
        self._at = place * _MEMORY
        self._codes: dict[Memory, int] = {}
        self._memories: list[Memory] = []
        self.start = self.code(chain.course.start)

    def code(self, memory: Memory) -> int:
        """Return the memory's part of a state's code."""
        code = self._codes.get(memory)
        if code is None:
            code = self._codes[memory] = len(self._memories) << self._at
            self._memories.append(memory)
        return code

    def of(self, state: int) -> Memory:
        """Return the activity's memory in a state."""
        return self._memories[(state & self.mask) >> self._at]


class GroupWay(NamedTuple):
    """What a group may do on a day, to be added to what the other groups do.

    It has the group's part of the codes in `Joint`; `cost` is what its activities' own rules charge on this day alone.
    """

    wanted: int
    following: int
    cost: int
    estimate: int
    charged: int
    classes: int


class Joint(NamedTuple):
    """What some groups do together on a day, on a way from the first day.

    Attributes:
        wanted: the code of their sessions.
        of_day: what the day costs for them.
        following: their part of the code of the state that it leads to.
        cost: what has been paid so far, this day's own cost left out.
        estimate: the same, and what at least is still to be paid from the next day on.
        charged: what their links have charged on the way, and the days before.
        classes: their part of the code of what the outline tells apart.
    """

    wanted: int
    of_day: int
    following: int
    cost: int
    estimate: int
    charged: int
    classes: int


class Walker:
    """One group's part in a walk."""

    def __init__(self, group: Group, memories: Sequence[Memories], kept: Kept | None, outline: Outline | None) -> None:
        self._group = group
        self._outline = outline
        self._kept = kept
        self._memories = memories
        self._mask = sum(one.mask for one in memories)
        self._day = 0
        self._cost_of: CostOfCode | None = None
        self._ways: dict[int, list[GroupWay]] = {}

    def enter(self, day: int, cost_of: CostOfCode) -> None:
        """Go to a day."""
        self._day = day
        self._cost_of = cost_of
        self._ways = {}

    def ways(self, state: int) -> list[GroupWay]:
        """Return what the group may do from a state of all activities."""
        own = state & self._mask
        ways = self._ways.get(own)
        if ways is None:
            ways = self._ways[own] = sorted(self._worked_out(state), key=attrgetter("estimate"))
        return ways

    def _moves(self, one: Memories, state: int) -> Sequence[Way]:
        ways = one.chain.ways(self._day, one.of(state))
        if self._kept is None or one.place in self._kept.free:
            return ways
        sessions = self._kept.counts[self._day][one.place]
        return [way for way in ways if way.sessions == sessions]

    def _worked_out(self, state: int) -> Iterable[GroupWay]:
        return self._of_one(state) if len(self._memories) == 1 and self._outline is None else self._of_several(state)

    def _of_one(self, state: int) -> list[GroupWay]:
        """Return the same as `_of_several` for a single activity, which needs no products."""
        assert self._cost_of is not None
        after, (one,) = self._day + 1, self._memories
        found = []
        for sessions, cost, following, overdue, index in self._moves(one, state):
            wanted = sessions << one.sessions_at
            bound = self._group.bound(after, (index,))
            if bound < NEVER and self._cost_of[wanted] is not None:
                charged = cost + overdue
                found.append(GroupWay(wanted, one.code(following), cost, charged + bound, charged, 0))
        return found

    def _of_several(self, state: int) -> Iterator[GroupWay]:
        assert self._cost_of is not None
        after = self._day + 1
        for ways in product(*(self._moves(one, state) for one in self._memories)):
            wanted, following, cost, overdue, classes = 0, 0, 0, 0, 0
            reached = []
            for one, way in zip(self._memories, ways, strict=True):
                wanted += way.sessions << one.sessions_at
                cost += way.cost
                following += one.code(way.following)
                overdue += way.overdue
                reached.append(way.reaches)
                if self._outline is not None:
                    classes += self._outline.class_of(one.place, after, way.reaches)
            if self._cost_of[wanted] is None:
                continue
            charged = cost + overdue
            bound = self._group.bound(after, tuple(reached))
            if bound < NEVER:
                yield GroupWay(wanted, following, cost, charged + bound, charged, classes)


class CostOfCode(dict[int, int | None]):
    """What a kind of day costs for a code of its sessions; None where it cannot hold them."""

    def __init__(self, day: DayCost, activities: int) -> None:
        super().__init__()
        self._day = day
        self._activities = activities

    def __missing__(self, wanted: int) -> int | None:
        chosen = self._day.best(decoded(wanted, self._activities))
        cost = self[wanted] = None if chosen is None else chosen.cost
        return cost


def decoded(wanted: int, activities: int) -> Counts:
    """Return the sessions of each remembering activity from their code."""
    return tuple(wanted >> place * SESSIONS & (1 << SESSIONS) - 1 for place in range(activities))
