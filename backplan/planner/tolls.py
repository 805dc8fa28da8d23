"""Tolls: what the days charge each group of activities, so that groups solved alone know of each other.

A day's cost is one number for all its sessions together. Split into a toll for each group and a rest that no choice
of sessions can undercut,

    cost of the day  >=  rest + toll of the first group's sessions + toll of the second's + ...

it lets every group be solved alone, and the sum of what the groups pay and of the rests is never more than any plan
costs. Every split is allowed; better splits give higher bounds. This is Lagrangian decomposition, and
`raise_bound` is its usual block-coordinate ascent (Kolmogorov 2006, "Convergent tree-reweighted message passing"):
day by day, what a group already knows about a day is handed to the day, shared out evenly between the groups,
and handed back. No pass can lower the bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.planner.joined_chains import NEVER, Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.planner.day import Counts
    from backplan.planner.day_cost import DayCost

_HOPELESS = NEVER >> 1  # no plan costs as much, whatever is subtracted from what never happens

MOST = 2_048
"""Ways to fill a day that are priced; with more, which take eleven activities or so, tolls are no help in time."""

Priced = list[tuple[tuple[int, ...], int]]
"""For each choice of one label a group that a day can hold: the labels' places, and what the day costs."""


class Tolls:
    """The tolls of all days for all groups, and the bound that they give."""

    def __init__(self, groups: Sequence[Group], days: Sequence[DayCost]) -> None:
        """Take the groups, whose chains together are those that the days are asked about.

        Raises:
            OverflowError: there are more ways to fill a day than can be priced.
        """
        self._groups = groups
        self._days = days
        self._least: list[int] = [0] * len(days)
        self._rest: list[int] = [0] * (len(days) + 1)
        self._costs = self._priced()

    def settle(self) -> int:
        """Set the first tolls, what each group's sessions add to an otherwise empty day; return the bound they give."""
        for number in range(len(self._days)):
            # Every group's first label is no session at all: it is the first that a chain offers on every day. Each
            # label by itself is one that the day holds.
            nothing = (0,) * len(self._groups)
            costs = dict(self._costs[number])
            empty = costs[nothing]
            for place, group in enumerate(self._groups):
                group.tolls[number] = [
                    costs[(*nothing[:place], label, *nothing[place + 1 :])] - empty
                    for label in range(len(group.labels[number]))
                ]
        return self.take_over()

    def take_over(self) -> int:
        """Work out the bound under the tolls that the groups already have."""
        return self._rests() + sum(group.solve() for group in self._groups)

    def rest(self, day: int) -> int:
        """Return what the days from `day` on cost at least beyond their tolls."""
        return self._rest[day]

    def raise_bound(self) -> int:
        """Make one pass of ascent over all days, forward and back; return the bound after it."""
        paid = [[[0]] for _ in self._groups]
        for number in range(len(self._days)):
            self._share(number, [of_group[number] for of_group in paid])
            for group, of_group in zip(self._groups, paid, strict=True):
                of_group.append(group.step_on(number, of_group[number]))
        for number in range(len(self._days) - 1, -1, -1):
            self._share(number, [of_group[number] for of_group in paid])
            for group in self._groups:
                group.step_back(number)
        return self._rests() + sum(group.left[0][0] for group in self._groups)

    def _share(self, number: int, paid: Sequence[list[int]]) -> None:
        """Set the tolls of a day so that the bound is the highest that this day's tolls can make it.

        With what the groups pay elsewhere added to what the day costs, each label of each group has a least total.
        Every group is charged an even share of it.
        """
        groups = self._groups
        elsewhere = [group.through(number, before) for group, before in zip(groups, paid, strict=True)]
        least = [[NEVER] * len(of_group) for of_group in elsewhere]
        for labels, cost in self._costs[number]:
            total = cost
            for of_group, label in zip(elsewhere, labels, strict=True):
                total += of_group[label]
            for of_group, label in zip(least, labels, strict=True):
                if total < of_group[label]:
                    of_group[label] = total
        for group, totals, others in zip(groups, least, elsewhere, strict=True):
            group.tolls[number] = [
                NEVER if total >= _HOPELESS else total // len(groups) - other
                for total, other in zip(totals, others, strict=True)
            ]

    def _rests(self) -> int:
        """Work out what the days cost beyond their tolls; the sum of all days."""
        for number, costs in enumerate(self._costs):
            least = NEVER
            tolls = [group.tolls[number] for group in self._groups]
            for labels, cost in costs:
                beyond = cost
                for of_group, label in zip(tolls, labels, strict=True):
                    toll = of_group[label]
                    if toll == NEVER:  # no way of the group's goes through it, whatever the day
                        break
                    beyond -= toll
                else:
                    if beyond < least:
                        least = beyond
            self._least[number] = least
        for number in range(len(self._days) - 1, -1, -1):
            self._rest[number] = self._rest[number + 1] + self._least[number]
        return self._rest[0]

    def _priced(self) -> list[Priced]:
        """Return for each day what it costs, for all labels that it can hold together."""
        known: dict[tuple[DayCost, tuple[tuple[Counts, ...], ...]], Priced] = {}
        order = [group.places for group in self._groups]
        result = []
        for number, day in enumerate(self._days):
            labels = tuple(tuple(group.labels[number]) for group in self._groups)
            if (day, labels) not in known:
                known[day, labels] = _costs(day, labels, order)
            result.append(known[day, labels])
        return result


def _costs(day: DayCost, labels: Sequence[Sequence[Counts]], order: Sequence[Sequence[int]]) -> Priced:
    """Return what a day costs, for each choice of one label per group that it can hold."""
    wanted = [0] * sum(len(places) for places in order)
    chosen: list[int] = []
    found: Priced = []

    def choose(group: int) -> None:
        choice = day.best(tuple(wanted))
        if choice is None:  # nor can it hold more
            return
        if group == len(labels):
            found.append((tuple(chosen), choice.cost))
            if len(found) > MOST:
                raise OverflowError
            return
        for number, sessions in enumerate(labels[group]):
            for place, count in zip(order[group], sessions, strict=True):
                wanted[place] = count
            chosen.append(number)
            choose(group + 1)
            chosen.pop()
        for place in order[group]:
            wanted[place] = 0

    choose(0)
    return found
