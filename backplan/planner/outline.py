"""The two foremost costs alone, solved for all activities together.

Shortfall and missed sessions decide before everything else and hardly depend on the exact days. A chain whose memories
are told apart only by these two costs is small, and so is the group of all such chains. Solved, it gives from every
state a lower bound of both, exact but where a chain itself takes long gaps for shorter ones.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from math import prod
from typing import TYPE_CHECKING

from backplan.planner.joined_chains import NEVER, Group, holds_for, joined, of_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backplan.planner.chain import Chain, Link
    from backplan.planner.day_cost import DayCost

LARGEST = 25_000
"""States of a day, were all classes of all activities met together; with more, an outline is no help in time."""

WAYS = 10_000_000  # ways from one day to the next, over all states and days; with more, it is no help in time either


class Outline:
    """What all activities together at least fall short and miss.

    Attributes:
        unit: bits of the other costs.
    """

    def __init__(self, chains: Sequence[Chain], days: Sequence[DayCost]) -> None:
        """Solve two or more chains together.

        Raises:
            OverflowError: there are too many states.
        """
        self.unit = chains[0].weights.missed
        told_apart = [_told_apart(chain, self.unit) for chain in chains]
        self._classes = [classes for classes, _ in told_apart]
        if any(prod(max(of_day) + 1 for of_day in of_all) > LARGEST for of_all in zip(*self._classes, strict=True)):
            raise OverflowError
        bits = [max(map(max, classes)).bit_length() for classes in self._classes]
        self._at = [sum(bits[:place]) for place in range(len(bits) + 1)]
        groups = [
            of_one(place, links, holds_for([place], len(chains), days)) for place, (_, links) in enumerate(told_apart)
        ]
        while len(groups) > 2:
            groups.sort(key=lambda group: group.size)
            one, other, *rest = groups
            one.solve()
            other.solve()
            holds = holds_for(sorted((*one.places, *other.places)), len(chains), days)
            groups = [*rest, joined(one, other, holds, LARGEST, NEVER)]
        self._days = days
        self._one, self._other = groups
        self._codes = self._reached()
        self._left = self._solved()

    def class_of(self, place: int, day: int, index: int) -> int:
        """Return the activity's part of a code of classes, from the index of its memory on that day."""
        return self._classes[place][day][index] << self._at[place]

    def left(self, day: int, code: int) -> int:
        """Return what at least still falls short and is missed from a day on, for a code of classes."""
        codes = self._codes[day]
        place = bisect_left(codes, code)
        if place == len(codes) or codes[place] != code:
            return NEVER
        left = self._left[day][place]
        return NEVER if left < 0 else left << self.unit

    def _reached(self) -> list[array[int]]:
        """Return the codes of the states that can be reached, in order, for each day and the time after the last."""
        found = [array("q", [0])]
        seen = 0
        for day in range(len(self._days)):
            reached: set[int] = set()
            for ways in self._ways(day, found[-1]):
                seen += len(ways)
                if seen > WAYS:
                    raise OverflowError
                reached.update(code for _, code in ways)
            found.append(array("q", sorted(reached)))
        return found

    def _solved(self) -> list[array[int]]:
        """Return what is left to pay from each state of each day, in units; -1 if there is no way on."""
        last = array("q", [0] * len(self._codes[-1]))
        found = [last]
        for day in range(len(self._days) - 1, -1, -1):
            onward = dict(zip(self._codes[day + 1], found[-1], strict=True))
            left = []
            for ways in self._ways(day, self._codes[day]):
                least = NEVER
                for cost, code in ways:
                    after = onward[code]
                    if 0 <= after < least - cost:
                        least = cost + after
                left.append(least if least < NEVER else -1)
            found.append(array("q", left))
        found.reverse()
        return found

    def _ways(self, day: int, codes: Iterable[int]) -> Iterator[list[tuple[int, int]]]:
        """Yield the ways of each of a day's states, by their codes: the cost in units, and the code they lead to."""
        one, other, unit = self._one, self._other, self.unit
        places = (*one.places, *other.places)
        order = [places.index(place) for place in range(len(places))]
        table: list[list[int | None]] = []
        for first in one.labels[day]:
            row = []
            for second in other.labels[day]:
                sessions = first + second
                chosen = self._days[day].best(tuple(sessions[number] for number in order))
                row.append(None if chosen is None else chosen.cost >> unit)
            table.append(row)
        own_ways, own_of = self._ways_of(one, day)
        other_ways, other_of = self._ways_of(other, day)
        own_mask = self._mask(one)
        for code in codes:
            ways = []
            others = other_ways[other_of[code & ~own_mask]]
            for label, cost, following in own_ways[own_of[code & own_mask]]:
                row = table[label]
                for other_label, other_cost, other_following in others:
                    of_day = row[other_label]
                    if of_day is not None:
                        ways.append((cost + other_cost + of_day, following + other_following))
            yield ways

    def _mask(self, group: Group) -> int:
        return sum((1 << self._at[place + 1]) - (1 << self._at[place]) for place in group.places)

    def _ways_of(self, group: Group, day: int) -> tuple[list[list[tuple[int, int, int]]], dict[int, int]]:
        """Return a group's links from each state, with costs in units and states as codes, and the states by code."""
        codes = [self._code(group, state) for state in group.states(day + 1)]
        states = group.states(day)
        ways = [
            [(label, cost >> self.unit, codes[following]) for label, cost, following in group.links(day, place)]
            for place in range(len(states))
        ]
        return ways, {self._code(group, state): place for place, state in enumerate(states)}

    def _code(self, group: Group, state: Sequence[int]) -> int:
        return sum(one << self._at[place] for place, one in zip(group.places, state, strict=True))


def _told_apart(chain: Chain, unit: int) -> tuple[list[list[int]], list[list[tuple[Link, ...]]]]:
    """Return the chain with fewer memories: those with the same choices at the same foremost costs are one.

    That is, for each day and memory its class, then for each day and class its links; bits below `unit` are ignored.
    """
    following = [0] * chain.size_at_the_end
    classes = [following]
    links: list[list[tuple[Link, ...]]] = []
    for of_day in reversed(chain.links):
        known: dict[tuple[Link, ...], int] = {}
        own = []
        for memory in of_day:
            onward = tuple(
                link._replace(cost=link.cost >> unit << unit, following=following[link.following]) for link in memory
            )
            own.append(known.setdefault(onward, len(known)))
        classes.append(own)
        links.append(list(known))
        following = own
    classes.reverse()
    links.reverse()
    return classes, links
