"""Solve a few activities together across the days, exactly, under tolls.

A *group* joins chains: a state is what its activities remember together. Activities that are in each other's way say
little alone. The larger the groups the better the bound, and the longer it takes. The inner loops are written out:
joining two groups and solving one take most of the time of a hard plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.planner.chain import Chain
    from backplan.planner.chain import Link as ChainLink
    from backplan.planner.day import Counts
    from backplan.planner.day_cost import DayCost

NEVER = 1 << 240  # more than any plan costs


Holds = Callable[[int, "Counts"], bool]
"""Whether a day, by its number, can hold so many sessions of a group's activities, and none of others."""


Link = tuple[int, int, int]
"""What a group may do on a day: the place of its sessions among the day's labels, what the activities' own rules
charge, and the place of the state that it leads to. A plain tuple, for there are very many."""


class Group:
    """Some chains joined into one.

    Attributes:
        places: the places of its chains among all.
        labels: for each day the sessions that its chains may have together, in their order.
        tolls: for each day and label what the day charges.
        left: for each day and state what the group at least still pays, once `solve` was called.
    """

    def __init__(
        self,
        places: tuple[int, ...],
        labels: list[list[Counts]],
        links: list[list[list[Link]]],
        index: list[dict[tuple[int, ...], int]],
    ) -> None:
        """Take its parts, as `alone`, `joined` and `within` make them."""
        self.places = places
        self.days = len(links)
        self.labels = labels
        self._links = links
        self._index = index
        self.tolls: list[list[int]] = [[0] * len(of_day) for of_day in labels]
        self.left: list[list[int]] = []

    def copy_for(self, place: int) -> Group:
        """Return the same for a chain at another place, with tolls of its own."""
        return Group((place,), self.labels, self._links, self._index)

    @property
    def size(self) -> int:
        """The most states of a day."""
        return max(len(states) for states in self._index)

    def within(self, spare: int) -> Group:
        """Return the solved group without links that only plans take which cost `spare` more than its least."""
        most = self.left[0][0] + spare
        labels: list[list[Counts]] = []
        tolls: list[list[int]] = []
        links: list[list[list[Link]]] = []
        index = [self._index[0]]
        left = [self.left[0]]
        paid, kept = [0], [0]
        for day in range(self.days):
            of_day, onward = self.tolls[day], self.left[day + 1]
            renumbered: dict[int, int] = {}
            new_labels: dict[int, int] = {}
            following_paid: list[int] = []
            new_links = []
            for place, before in zip(kept, paid, strict=True):
                found = []
                for label, cost, following in self._links[day][place]:
                    total = before + cost + of_day[label]
                    if total + onward[following] >= most:
                        continue
                    new = renumbered.get(following)
                    if new is None:
                        new = renumbered[following] = len(following_paid)
                        following_paid.append(total)
                    elif total < following_paid[new]:
                        following_paid[new] = total
                    found.append((new_labels.setdefault(label, len(new_labels)), cost, new))
                new_links.append(found)
            labels.append([self.labels[day][label] for label in new_labels])
            tolls.append([of_day[label] for label in new_labels])
            links.append(new_links)
            states = self.states(day + 1)
            index.append({states[place]: new for place, new in renumbered.items()})
            left.append([onward[place] for place in renumbered])
            paid, kept = following_paid, list(renumbered)
        result = Group(self.places, labels, links, index)
        result.tolls, result.left = tolls, left
        return result

    def bound(self, day: int, state: tuple[int, ...]) -> int:
        """Return what the group at least still pays from `day` on, tolls included; its chains' places are the state."""
        place = self._index[day].get(state)
        return NEVER if place is None else self.left[day][place]

    def states(self, day: int) -> list[tuple[int, ...]]:
        """Return the states of a day, by the places of the group's chains, in order."""
        return list(self._index[day])

    def links(self, day: int, state: int) -> list[Link]:
        """Return what the group may do on a day from a state."""
        return self._links[day][state]

    def dearer(self, day: int, paid: list[int]) -> list[list[tuple[int, int, int, int]]]:
        """Return the links of each state, each after how much more than its least the group pays on its way through it.

        `paid` is what has at least been paid up to each state; the cheapest link comes first.
        """
        tolls, left, least = self.tolls[day], self.left[day + 1], self.left[0][0]
        return [
            sorted(
                (before + cost + tolls[label] + left[following] - least, label, cost, following)
                for label, cost, following in links
            )
            for before, links in zip(paid, self._links[day], strict=True)
        ]

    def solve(self) -> int:
        """Work out what is left to pay from each state on under the present tolls; the least for the whole group."""
        self.left = [[] for _ in range(self.days)] + [[0] * len(self._index[self.days])]
        for day in range(self.days - 1, -1, -1):
            self.step_back(day)
        return self.left[0][0]

    def step_back(self, day: int) -> None:
        """Work out what is left to pay from `day` on, from what is left on the day after."""
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
        """Return what has at least been paid up to each state of the day after, from what has been paid up to `day`."""
        tolls = self.tolls[day]
        onward = [NEVER] * len(self._index[day + 1])
        for before, links in zip(paid, self._links[day], strict=True):
            for label, cost, following in links:
                total = before + cost + tolls[label]
                if total < onward[following]:
                    onward[following] = total
        return onward

    def through(self, day: int, paid: list[int]) -> list[int]:
        """Return for each label of a day: the least that any way through it pays, that day's toll left out."""
        left = self.left[day + 1]
        least = [NEVER] * len(self.labels[day])
        for before, links in zip(paid, self._links[day], strict=True):
            for label, cost, following in links:
                total = before + cost + left[following]
                if total < least[label]:
                    least[label] = total
        return least


def alone(chains: Sequence[Chain], days: Sequence[DayCost]) -> list[Group]:
    """Return each chain as a group of its own."""
    return [_alone(place, chain, holds_for((place,), len(chains), days), days) for place, chain in enumerate(chains)]


def _alone(place: int, chain: Chain, holds: Holds, days: Sequence[DayCost]) -> Group:
    """Return a chain as a group; plans of one prescription share it where the days hold all that it does."""
    whole = _unrestricted(chain)
    asked = {(days[day], label): day for day, labels in enumerate(whole.labels) for label in labels}
    if all(holds(day, label) for (_, label), day in asked.items()):
        return whole.copy_for(place)
    return of_one(place, chain.links, holds)


@lru_cache(maxsize=128)
def _unrestricted(chain: Chain) -> Group:
    """Return a chain as a group, on days that hold whatever it does."""
    return of_one(0, chain.links, lambda _day, _sessions: True)


def of_one(place: int, chain_links: Sequence[Sequence[Sequence[ChainLink]]], holds: Holds) -> Group:
    """Return a chain as a group, from its links for each day and memory."""
    layer = [0]
    all_labels: list[list[Counts]] = []
    all_links = []
    all_index: list[dict[tuple[int, ...], int]] = [{(0,): 0}]
    for day, of_day in enumerate(chain_links):
        labels: dict[int, int] = {}
        index: dict[int, int] = {}
        links = []
        for state in layer:
            found = []
            for sessions, cost, following in of_day[state]:
                label = labels.get(sessions)
                if label is None:
                    held = sum(other >= 0 for other in labels.values())
                    label = labels[sessions] = held if holds(day, (sessions,)) else -1
                if label >= 0:
                    found.append((label, cost, index.setdefault(following, len(index))))
            links.append(found)
        all_labels.append([(sessions,) for sessions, label in labels.items() if label >= 0])
        all_links.append(links)
        all_index.append({(state,): new for state, new in index.items()})
        layer = list(index)
    return Group((place,), all_labels, all_links, all_index)


def joined(one: Group, other: Group, holds: Holds, largest: int, spare: int) -> Group:
    """Return two solved groups as one, solved too.

    What both were charged on a day, the joined one is charged, so bounds do not fall. Ways on which both pay `spare`
    more than their least are left out.

    Raises:
        OverflowError: a day has more than `largest` states.
    """
    both_places = (*one.places, *other.places)
    places = tuple(sorted(both_places))
    order = [both_places.index(place) for place in places]
    layer = [(0, 0)]
    paid, other_paid = [0], [0]
    all_labels, all_tolls, all_links = [], [], []
    all_index = [_named([(one.states(0)[0], other.states(0)[0])], order)]
    for day in range(one.days):
        table, labels, tolls = _labels_of_both(one, other, day, order, holds)
        own, others = one.dearer(day, paid), other.dearer(day, other_paid)
        width = len(other.left[day + 1])
        index: dict[int, int] = {}
        links = []
        for first, second in layer:
            found = []
            for more, label, cost, following in own[first]:
                row, code, room = table[label], following * width, spare - more
                for other_more, other_label, other_cost, other_following in others[second]:
                    if other_more >= room:
                        break
                    both = row[other_label]
                    if both >= 0:
                        place = index.setdefault(code + other_following, len(index))
                        found.append((both, cost + other_cost, place))
            links.append(found)
            if len(index) > largest:
                raise OverflowError
        layer = [divmod(code, width) for code in index]
        states, other_states = one.states(day + 1), other.states(day + 1)
        all_index.append(_named([(states[first], other_states[second]) for first, second in layer], order))
        all_labels.append(labels)
        all_tolls.append(tolls)
        all_links.append(links)
        paid, other_paid = one.step_on(day, paid), other.step_on(day, other_paid)
    result = Group(places, all_labels, all_links, all_index)
    result.tolls = all_tolls
    result.solve()
    return result


def _named(
    states: Sequence[tuple[tuple[int, ...], tuple[int, ...]]], order: Sequence[int]
) -> dict[tuple[int, ...], int]:
    """Return the index of joined states, by the places of all their chains."""
    index = {}
    for place, (first, second) in enumerate(states):
        name = first + second
        index[tuple(name[number] for number in order)] = place
    return index


def _labels_of_both(
    one: Group, other: Group, day: int, order: Sequence[int], holds: Holds
) -> tuple[list[list[int]], list[Counts], list[int]]:
    """Return for each label of one and of the other their joined label, or -1; the joined labels and their tolls."""
    table: list[list[int]] = []
    labels: list[Counts] = []
    tolls: list[int] = []
    for first, toll in zip(one.labels[day], one.tolls[day], strict=True):
        row = []
        for second, other_toll in zip(other.labels[day], other.tolls[day], strict=True):
            name = first + second
            sessions = tuple(name[number] for number in order)
            if holds(day, sessions):
                row.append(len(labels))
                labels.append(sessions)
                tolls.append(min(NEVER, toll + other_toll))
            else:
                row.append(-1)
        table.append(row)
    return table, labels, tolls


def together(
    groups: Sequence[Group], chains: Sequence[Chain], days: Sequence[DayCost], largest: int, spare: int
) -> list[Group]:
    """Return the groups joined, up to `largest` states a day: those most in conflict first, then the smallest.

    Ways on which all groups together pay `spare` more than their least are left out.
    """
    result = list(groups)
    refused: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    conflicts = _Conflicts(chains, days)
    while True:
        pairs = [
            (-conflicts.between(one, other), one.size * other.size, one.places, other.places)
            for one, other in combinations(result, 2)
            if (one.places, other.places) not in refused
        ]
        if not pairs or spare <= 0:
            return result
        *_, first, second = min(pairs)
        one, other = (next(group for group in result if group.places == places) for places in (first, second))
        try:
            both = joined(one, other, holds_for(sorted((*first, *second)), len(chains), days), largest, spare)
        except OverflowError:
            refused.add((first, second))
        else:
            spare -= both.left[0][0] - one.left[0][0] - other.left[0][0]
            result = sorted(
                [*(group for group in result if group.places not in {first, second}), both],
                key=lambda group: group.places,
            )


def holds_for(places: Sequence[int], all_chains: int, days: Sequence[DayCost]) -> Holds:
    """Return whether a day can hold sessions of the chains at `places` and none of the others."""

    def holds(day: int, sessions: Counts) -> bool:
        wanted = [0] * all_chains
        for place, count in zip(places, sessions, strict=True):
            wanted[place] = count
        return days[day].best(tuple(wanted)) is not None

    return holds


class _Conflicts:
    """On how many days a session of one activity and one of another are in each other's way.

    They are where the day cannot hold both, or where both together cost it a session of some other activity.
    """

    def __init__(self, chains: Sequence[Chain], days: Sequence[DayCost]) -> None:
        self._days = Counter(days)
        self._all = len(chains)
        self._a_session = chains[0].weights.weigh(missed=1)
        self._known: dict[tuple[int, int], int] = {}

    def between(self, one: Group, other: Group) -> int:
        """Return the sum over all activities of one group and of the other."""
        return sum(self._between(first, second) for first in one.places for second in other.places)

    def _between(self, first: int, second: int) -> int:
        pair = (first, second) if first < second else (second, first)
        if pair not in self._known:
            self._known[pair] = sum(number for day, number in self._days.items() if self._met(day, *pair))
        return self._known[pair]

    def _met(self, day: DayCost, first: int, second: int) -> bool:
        empty, one, other = (day.best(self._sessions(*places)) for places in ((), (first,), (second,)))
        if empty is None or one is None or other is None:
            return False
        both = day.best(self._sessions(first, second))
        return both is None or both.cost + empty.cost - one.cost - other.cost >= self._a_session

    def _sessions(self, *places: int) -> Counts:
        return tuple(int(place in places) for place in range(self._all))
