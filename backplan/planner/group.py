"""A few activities across the days together, solved exactly under tolls.

A *group* joins chains: a state is what its activities remember together. Activities that get in each other's way on
many days, such as two that never share one, say little alone; together they say what they really have to pay. The
larger the groups the better the bound, and the longer it takes.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from backplan.planner.weight import weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backplan.planner.chain import Chain
    from backplan.planner.day import Counts
    from backplan.planner.day_cost import DayCost

_A_SESSION = weigh(missed=1)

NEVER = 1 << 240
"""More than any plan costs."""


class GroupLink(NamedTuple):
    """What a group may do on a day.

    Attributes:
        label: the place of the group's sessions among the day's labels.
        cost: what the activities' own rules charge.
        following: the place of the state that it leads to.
    """

    label: int
    cost: int
    following: int


class Group:
    """Some chains joined into one.

    Attributes:
        places: the places of its chains among all.
        labels: for each day the sessions that its chains may have together, in their order.
        tolls: for each day and label what the day charges.
        left: for each day and state what the group at least still pays, once `solve` was called.
    """

    def __init__(
        self, places: Sequence[int], chains: Sequence[Chain], holds: Callable[[int, Counts], bool], largest: int
    ) -> None:
        """Joins chains.

        Args:
            places: their places among all chains.
            chains: the chains themselves, in the same order.
            holds: whether a day can hold so many sessions of these activities, and none of others.
            largest: the most states of a day.

        Raises:
            OverflowError: a day has more states than that.
        """
        self.places = tuple(places)
        self.chains = tuple(chains)
        self.days = chains[0].days
        self.labels: list[list[Counts]] = []
        self._links: list[list[list[GroupLink]]] = []
        self._index: list[dict[tuple[int, ...], int]] = []
        layer: list[tuple[int, ...]] = [(0,) * len(chains)]
        for day in range(self.days):
            self._index.append({state: place for place, state in enumerate(layer)})
            layer = self._unroll_one(day, layer, holds) if len(chains) == 1 else self._unroll(day, layer, holds)
            if len(layer) > largest:
                raise OverflowError
        self._index.append({state: place for place, state in enumerate(layer)})
        self.tolls: list[list[int]] = [[0] * len(labels) for labels in self.labels]
        self.left: list[list[int]] = []

    def _unroll_one(
        self, day: int, layer: Sequence[tuple[int, ...]], holds: Callable[[int, Counts], bool]
    ) -> list[tuple[int, ...]]:
        """The same as `_unroll` for a single chain, which needs no products."""
        chain_links = self.chains[0].links[day]
        labels: dict[int, int] = {}
        index: dict[int, int] = {}
        links = []
        for (state,) in layer:
            found = []
            for sessions, cost, following in chain_links[state]:
                label = labels.get(sessions)
                if label is None:
                    held = sum(other >= 0 for other in labels.values())
                    label = labels[sessions] = held if holds(day, (sessions,)) else -1
                if label >= 0:
                    found.append(GroupLink(label, cost, index.setdefault(following, len(index))))
            links.append(found)
        self.labels.append([(sessions,) for sessions, label in labels.items() if label >= 0])
        self._links.append(links)
        return [(state,) for state in index]

    def _unroll(
        self, day: int, layer: Sequence[tuple[int, ...]], holds: Callable[[int, Counts], bool]
    ) -> list[tuple[int, ...]]:
        labels: dict[Counts, int | None] = {}
        index: dict[tuple[int, ...], int] = {}
        links = []
        for state in layer:
            found = []
            for moves in product(*(chain.links[day][place] for chain, place in zip(self.chains, state, strict=True))):
                sessions = tuple(move.sessions for move in moves)
                if sessions not in labels:
                    held = sum(label is not None for label in labels.values())
                    labels[sessions] = held if holds(day, sessions) else None
                label = labels[sessions]
                if label is not None:
                    following = tuple(move.following for move in moves)
                    place = index.setdefault(following, len(index))
                    found.append(GroupLink(label, sum(move.cost for move in moves), place))
            links.append(found)
        self.labels.append([sessions for sessions, label in labels.items() if label is not None])
        self._links.append(links)
        return list(index)

    def bound(self, day: int, state: tuple[int, ...]) -> int:
        """What the group at least still pays from `day` on, tolls included; its chains' places tell the state."""
        return self.left[day][self._index[day][state]]

    def toll(self, day: int, places: Sequence[int], sessions: Counts) -> int:
        """What the day charges for the group's part of a larger group's sessions.

        Args:
            day: the day's number.
            places: the places of the larger group's chains.
            sessions: the sessions of each of them.
        """
        own = tuple(count for place, count in zip(places, sessions, strict=True) if place in self.places)
        return self.tolls[day][self.labels[day].index(own)]

    def solve(self) -> int:
        """Works out what is left to pay from each state on under the present tolls; the least for the whole group."""
        self.left = [[] for _ in range(self.days)] + [[0] * len(self._index[self.days])]
        for day in range(self.days - 1, -1, -1):
            self.step_back(day)
        return self.left[0][0]

    def step_back(self, day: int) -> None:
        """Works out what is left to pay from `day` on, from what is left on the day after."""
        tolls, left = self.tolls[day], self.left[day + 1]
        onward = []
        for links in self._links[day]:
            least = NEVER
            for label, cost, following in links:
                total = cost + tolls[label] + left[following]
                if total < least:
                    least = total
            onward.append(least)
        self.left[day] = onward

    def step_on(self, day: int, paid: list[int]) -> list[int]:
        """What has at least been paid up to each state of the day after, from what has been paid up to `day`."""
        tolls = self.tolls[day]
        onward = [NEVER] * len(self._index[day + 1])
        for before, links in zip(paid, self._links[day], strict=True):
            for label, cost, following in links:
                total = before + cost + tolls[label]
                if total < onward[following]:
                    onward[following] = total
        return onward

    def through(self, day: int, paid: list[int]) -> list[int]:
        """For each label of a day: the least that any way through it pays, that day's toll left out."""
        left = self.left[day + 1]
        least = [NEVER] * len(self.labels[day])
        for before, links in zip(paid, self._links[day], strict=True):
            for label, cost, following in links:
                total = before + cost + left[following]
                if total < least[label]:
                    least[label] = total
        return least


def alone(chains: Sequence[Chain], days: Sequence[DayCost]) -> list[Group]:
    """Each chain as a group of its own."""
    return [Group([place], [chain], _holds([place], len(chains), days), NEVER) for place, chain in enumerate(chains)]


class Joining(NamedTuple):
    """Which groups to join.

    Attributes:
        largest: the most states of a day that a joined group may have.
        never_together: only those with activities that a day cannot hold together, not those that only cost it more.
    """

    largest: int
    never_together: bool


def together(
    groups: Sequence[Group], chains: Sequence[Chain], days: Sequence[DayCost], joining: Joining
) -> list[Group]:
    """The groups joined where their activities get in each other's way, most first, up to a size.

    Args:
        groups: the groups so far.
        chains: all chains.
        days: what each day costs.
        joining: which of them, and how large.
    """
    result = list(groups)
    refused: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    while True:
        pairs = [
            (-_conflicts(one, other, len(chains), days, joining), one.places, other.places)
            for number, one in enumerate(result)
            for other in result[number + 1 :]
            if (one.places, other.places) not in refused
        ]
        pairs = [pair for pair in pairs if pair[0]]
        if not pairs:
            return result
        _, first, second = min(pairs)
        places = sorted((*first, *second))
        try:
            joined = Group(
                places, [chains[place] for place in places], _holds(places, len(chains), days), joining.largest
            )
        except OverflowError:
            refused.add((first, second))
        else:
            result = sorted(
                [*(group for group in result if group.places not in {first, second}), joined],
                key=lambda group: group.places,
            )


def _holds(places: Sequence[int], all_chains: int, days: Sequence[DayCost]) -> Callable[[int, Counts], bool]:
    """Whether a day can hold sessions of the chains at `places` and none of the others."""

    def holds(day: int, sessions: Counts) -> bool:
        wanted = [0] * all_chains
        for place, count in zip(places, sessions, strict=True):
            wanted[place] = count
        return days[day].best(tuple(wanted)) is not None

    return holds


def _conflicts(one: Group, other: Group, all_chains: int, days: Sequence[DayCost], joining: Joining) -> int:
    """On how many days a session of one group and one of the other are in each other's way.

    They are where the day cannot hold both, or where both together cost it a session of some other activity.
    """
    found = 0
    nothing = (0,) * all_chains
    for first in one.places:
        for second in other.places:
            both = tuple(int(place in {first, second}) for place in range(all_chains))
            single = [tuple(int(place == one_place) for place in range(all_chains)) for one_place in (first, second)]
            for day in days:
                alone_costs = [day.best(wanted) for wanted in single]
                if None in alone_costs:
                    continue
                together_cost, empty = day.best(both), day.best(nothing)
                if together_cost is None:
                    found += 1
                elif empty is not None and not joining.never_together:
                    more = together_cost.cost + empty.cost - sum(one_cost.cost for one_cost in alone_costs if one_cost)
                    found += more >= _A_SESSION
    return found
