"""Tolls: what the days charge each activity, so that activities solved alone know of each other.

A day's cost is one number for all its sessions together. Split into a toll for each activity and a rest that no
choice of sessions can undercut,

    cost of the day  >=  rest + toll of the first activity's sessions + toll of the second's + ...

it lets every chain be solved alone, and the sum of what the chains pay and of the rests is never more than any plan
costs. Every split is allowed; better splits give higher bounds. This is Lagrangian decomposition, and
`raise_bound` is its usual block-coordinate ascent (Kolmogorov 2006, "Convergent tree-reweighted message passing"):
day by day, what a chain already knows about a day is handed to the day, shared out evenly between the activities,
and handed back. No pass can lower the bound.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from backplan.planner.chain import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backplan.planner.chain import Chain
    from backplan.planner.day import Counts
    from backplan.planner.day_cost import DayCost


class Tolls:
    """The tolls of all days for all chains, and the bound that they give."""

    def __init__(self, chains: Sequence[Chain], days: Sequence[DayCost]) -> None:
        """Takes the chains, in the order in which the days are asked about them."""
        self._chains = chains
        self._days = days
        self._least: list[int] = [0] * len(days)
        self._rest: list[int] = [0] * (len(days) + 1)
        most = [chain.most for chain in chains]
        self._costs = [
            _costs(day, product(*(range(counts[number] + 1) for counts in most))) for number, day in enumerate(days)
        ]

    def settle(self) -> int:
        """Sets the first tolls, what each activity's sessions add to an otherwise empty day; the bound they give."""
        nothing = (0,) * len(self._chains)
        for number in range(len(self._days)):
            costs = dict(self._costs[number])
            empty = costs[nothing]
            for place, chain in enumerate(self._chains):
                chain.tolls[number] = [
                    costs.get((*nothing[:place], sessions, *nothing[place + 1 :]), NEVER) - empty
                    for sessions in range(len(chain.tolls[number]))
                ]
        return self._bound()

    def rest(self, day: int) -> int:
        """What the days from `day` on cost at least beyond their tolls."""
        return self._rest[day]

    def raise_bound(self) -> int:
        """One pass of ascent over all days, forth and back; the bound after it."""
        paid = [[[0]] for _ in self._chains]
        for number in range(len(self._days)):
            self._share(number, [of_chain[number] for of_chain in paid])
            for chain, of_chain in zip(self._chains, paid, strict=True):
                of_chain.append(chain.step_on(number, of_chain[number]))
        for number in range(len(self._days) - 1, -1, -1):
            self._share(number, [of_chain[number] for of_chain in paid])
            for chain in self._chains:
                chain.step_back(number)
        return self._bound()

    def _share(self, number: int, paid: Sequence[list[int]]) -> None:
        """Sets the tolls of a day so that the bound is the highest that this day's tolls can make it.

        With what the chains pay elsewhere added to what the day costs, each count of each activity has a least total.
        Every activity is charged an even share of it.
        """
        chains = self._chains
        elsewhere = [chain.through(number, before) for chain, before in zip(chains, paid, strict=True)]
        least = [[NEVER] * len(of_chain) for of_chain in elsewhere]
        for wanted, cost in self._costs[number]:
            total = cost
            for of_chain, sessions in zip(elsewhere, wanted, strict=True):
                total += of_chain[sessions]
            for of_chain, sessions in zip(least, wanted, strict=True):
                of_chain[sessions] = min(of_chain[sessions], total)
        for chain, totals, others in zip(chains, least, elsewhere, strict=True):
            chain.tolls[number] = [
                NEVER if total >= NEVER else total // len(chains) - other
                for total, other in zip(totals, others, strict=True)
            ]

    def _bound(self) -> int:
        for number in range(len(self._days)):
            self._least[number] = self._least_beyond_tolls(number)
        for number in range(len(self._days) - 1, -1, -1):
            self._rest[number] = self._rest[number + 1] + self._least[number]
        return self._rest[0] + sum(chain.solve() for chain in self._chains)

    def _least_beyond_tolls(self, number: int) -> int:
        least = NEVER
        for wanted, cost in self._costs[number]:
            beyond = cost
            for chain, sessions in zip(self._chains, wanted, strict=True):
                beyond -= chain.tolls[number][sessions]
            least = min(least, beyond)
        return least


def _costs(day: DayCost, wanted: Iterable[Counts]) -> list[tuple[Counts, int]]:
    """What a day costs for all the counts that it can hold."""
    found = []
    for counts in wanted:
        filling = day.best(counts)
        if filling is not None:
            found.append((counts, filling.cost))
    return found
