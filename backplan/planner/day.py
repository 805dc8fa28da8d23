"""Placing the sessions of one day (contract section 3, "Within a day").

Given how many sessions of each activity a day is to hold, the least preference cost and the starts that have it, or
None. The search walks through the day's starts from morning to night, at each one beginning a session or going on,
cheapest first (A*). Its bound is exact for each activity alone, so that it only has to work where sessions are in
each other's way; where their best places do not overlap, it has nothing to do at all.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from heapq import heapify, heappop, heappush, nsmallest
from itertools import pairwise
from typing import NamedTuple

from backplan.model.time import MINUTE
from backplan.planner.offers import SUIT, Offer

Counts = tuple[int, ...]
"""How many sessions of each activity, in a fixed order."""

_QUARTER = 15 * MINUTE

_NEVER = 1 << 80
"""More than any placement costs."""


FEW = 6
"""Activities of a regimen up to which their places are always worked out exactly, but for absurd doses."""

STATES = 20_000
"""States that are looked at for one placement of few activities; past them it is completed as well as can be."""

STATES_OF_MANY = 4_000
"""The same for more activities."""

SUITED = 400
"""The same for a placement that heeds more than preferences."""

KEPT = 40
"""Unfinished placements that are kept side by side once `STATES` is passed."""


class Placement(NamedTuple):
    """Where a day's sessions lie.

    Attributes:
        cost: the sum of the starts' costs, as in `Offer.costs`.
        starts: the activity's index among the day's offers and the start, by start.
    """

    cost: int
    starts: tuple[tuple[int, int], ...]


class Placed(NamedTuple):
    """The answer to whether and how a day holds its sessions.

    Attributes:
        placement: the best found; None where none was found.
        exact: nothing better exists; where no placement was found, none exists.
    """

    placement: Placement | None
    exact: bool


@lru_cache(maxsize=65_536)
def _alone(offer: Offer, count: int) -> tuple[int, ...]:
    """For each index into the offer's starts: the least cost of `count` sessions from there on; `_NEVER` if none."""
    size = len(offer.starts)
    if count == 0:
        return (0,) * (size + 1)
    rest = _alone(offer, count - 1)
    least = [_NEVER] * (size + 1)
    for index in range(size - 1, -1, -1):
        following = bisect_left(offer.starts, offer.starts[index] + offer.length + offer.apart)
        least[index] = min(least[index + 1], offer.costs[index] + rest[following])
    return tuple(least)


def alone(offer: Offer, count: int) -> int | None:
    """The least cost of `count` sessions of one activity on an otherwise empty day; None where they find no room."""
    least = _alone(offer, count)[0]
    return None if least >= _NEVER else least


def _alone_starts(offer: Offer, count: int) -> list[int]:
    starts, index = [], 0
    for left in range(count, 0, -1):
        least, rest = _alone(offer, left), _alone(offer, left - 1)
        while least[index] == least[index + 1]:
            index += 1
        starts.append(offer.starts[index])
        index = bisect_left(offer.starts, offer.starts[index] + offer.length + offer.apart)
        assert rest[index] < _NEVER
    return starts


@lru_cache(maxsize=65_536)
def place(day: tuple[Offer, ...], counts: Counts) -> Placed:
    """The best places of a day's sessions.

    The preference is what a plan is judged by, and least; how well starts suit otherwise is only heeded as far as that
    is soon found.

    Args:
        day: what the day offers each activity.
        counts: how many sessions of each activity, in the same order.
    """
    wanted = [index for index, count in enumerate(counts) if count]
    best: list[tuple[int, int]] = []
    cost = 0
    for index in wanted:
        least = alone(day[index], counts[index])
        if least is None:
            return Placed(None, exact=True)
        cost += least
        best.extend((start, index) for start in _alone_starts(day[index], counts[index]))
    best.sort()
    if all(start + day[index].length <= after for (start, index), (after, _) in pairwise(best)):
        return Placed(Placement(cost, tuple((index, start) for start, index in best)), exact=True)
    asked = [counts[index] for index in wanted]
    suited = [day[index] for index in wanted]
    plain = [_without_suit(offer) for offer in suited]
    states = STATES if len(day) <= FEW else STATES_OF_MANY
    if plain == suited:
        return _place_together(suited, asked, wanted, states)
    placed = _place_together(suited, asked, wanted, SUITED)
    if placed.exact:
        return placed
    surely = _place_together(plain, asked, wanted, states)
    if placed.placement is None or surely.placement is None:
        return surely
    as_good = placed.placement.cost >> SUIT <= surely.placement.cost >> SUIT
    return Placed(placed.placement if as_good else surely.placement, surely.exact)


@lru_cache(maxsize=16_384)
def _without_suit(offer: Offer) -> Offer:
    """The offer with nothing but preferences in its costs."""
    return offer._replace(costs=tuple(cost >> SUIT << SUIT for cost in offer.costs))


def quarters(offer: Offer) -> int:
    """How many quarter hours a session takes up; another starts on a quarter hour after it at the earliest."""
    return -(-offer.length // _QUARTER)


def capacity(day: tuple[Offer, ...]) -> int:
    """How many quarter hours of a day sessions can take up together."""
    return len(
        {start + _QUARTER * number for offer in day for start in offer.starts for number in range(quarters(offer))}
    )


def _place_together(day: list[Offer], counts: list[int], names: list[int], states: int) -> Placed:
    """The best places of sessions whose best places overlap, looking at so many states before it only follows a few."""
    starts = sorted({start for offer in day for start in offer.starts})
    last = starts[-1] + max(offer.length for offer in day)
    # For each index into starts, the activities that may start there: which, the index after it, the index after it
    # and its distance to the next of the same activity, and the cost.
    begins: list[list[tuple[int, int, int, int]]] = [[] for _ in starts]
    for kind, offer in enumerate(day):
        for start, cost in zip(offer.starts, offer.costs, strict=True):
            after = bisect_left(starts, start + offer.length)
            until = bisect_left(starts, start + offer.length + offer.apart)
            begins[bisect_left(starts, start)].append((kind, after, until, cost))
    # For each activity, number of sessions and index into starts: the least cost of so many from there on, alone.
    least = [
        [
            [_alone(offer, left)[bisect_left(offer.starts, start)] for start in (*starts, last)]
            for left in range(count + 1)
        ]
        for offer, count in zip(day, counts, strict=True)
    ]

    # For each way to have sessions left, what they cost at least from each index on, were there no distances to keep.
    totals: dict[Counts, list[int]] = {}

    # A state: index into starts, sessions still to place, and for each activity the index it has to wait for.
    def bound(index: int, left: Counts, wait: Counts) -> int:
        total = totals.get(left)
        if total is None:
            of_kinds = [of_kind[sessions] for of_kind, sessions in zip(least, left, strict=True)]
            total = totals[left] = [sum(costs) for costs in zip(*of_kinds, strict=True)]
        cost = total[index]
        if max(wait) > index:
            for of_kind, sessions, until in zip(least, left, wait, strict=True):
                if until > index:
                    cost += of_kind[sessions][until] - of_kind[sessions][index]
        return cost

    begin = (0, tuple(counts), (0,) * len(day))
    heap: list[tuple[int, int, int, tuple[int, Counts, Counts], tuple[tuple[int, int], ...]]]
    heap = [(bound(*begin), 0, 0, begin, ())]
    order = 0
    seen: set[tuple[int, Counts, Counts]] = set()
    exact = True
    while heap:
        estimate, _, spent, (index, left, wait), path = heappop(heap)
        if not any(left):
            return Placed(Placement(spent, path), exact=exact)
        if exact and len(seen) > states:
            exact = False
        if not exact:
            if len(seen) > 2 * states:
                break
            # The placements that are furthest on are followed, and only a few of those.
            heap = nsmallest(KEPT, heap, key=lambda entry: (sum(entry[3][1]), entry[0]))
            heapify(heap)
        # Going on through the day costs nothing until a good place is passed: no need to queue up for that.
        while (index, left, wait) not in seen:
            seen.add((index, left, wait))
            if index == len(starts):
                break
            for kind, after, until, cost in begins[index]:
                if not left[kind] or wait[kind] > index:
                    continue
                remaining = (*left[:kind], left[kind] - 1, *left[kind + 1 :])
                waits = (*wait[:kind], until if remaining[kind] else 0, *wait[kind + 1 :])
                if (after, remaining, waits) not in seen:
                    order -= 1  # the newest first among equals goes straight through the day
                    total = spent + cost
                    state = (after, remaining, waits)
                    ahead = total + bound(*state)
                    if ahead < _NEVER:
                        heappush(heap, (ahead, order, total, state, (*path, (names[kind], starts[index]))))
            index += 1
            onward = spent + bound(index, left, wait)
            if onward >= _NEVER:
                break
            if onward > estimate:
                order -= 1
                heappush(heap, (onward, order, spent, (index, left, wait), path))
                break
    return Placed(None, exact=exact)
