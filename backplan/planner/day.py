"""Placing the sessions of one day (contract section 3, "Within a day").

Given how many sessions of each activity a day is to hold, the least preference cost and the starts that have it, or
None. The search walks through the day's starts from morning to night, at each one beginning a session or going on,
cheapest first (A*). Its bound is exact for each activity alone, so that it only has to work where sessions are in
each other's way; where their best places do not overlap, it has nothing to do at all.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from backplan.planner.offers import Offer

_NEVER = 1 << 80
"""More than any placement costs."""


class Placement(NamedTuple):
    """Where a day's sessions lie.

    Attributes:
        cost: the sum of the starts' costs, as in `Offer.costs`.
        starts: the activity's index among the day's offers and the start, by start.
    """

    cost: int
    starts: tuple[tuple[int, int], ...]


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
def place(day: tuple[Offer, ...], counts: tuple[int, ...]) -> Placement | None:
    """The best places of a day's sessions.

    Args:
        day: what the day offers each activity.
        counts: how many sessions of each activity, in the same order.

    Returns:
        The placement of least cost, the first by starts among equals; None where the sessions find no room.
    """
    wanted = [index for index, count in enumerate(counts) if count]
    best: list[tuple[int, int]] = []
    cost = 0
    for index in wanted:
        least = alone(day[index], counts[index])
        if least is None:
            return None
        cost += least
        best.extend((start, index) for start in _alone_starts(day[index], counts[index]))
    best.sort()
    if all(start + day[index].length <= after for (start, index), (after, _) in pairwise(best)):
        return Placement(cost, tuple((index, start) for start, index in best))
    return _place_together([day[index] for index in wanted], [counts[index] for index in wanted], wanted)


def _place_together(day: list[Offer], counts: list[int], names: list[int]) -> Placement | None:
    """The best places of sessions whose best places overlap."""
    starts = sorted({start for offer in day for start in offer.starts})
    last = starts[-1] + max(offer.length for offer in day)
    if sum(count * offer.length for count, offer in zip(counts, day, strict=True)) > last - starts[0]:
        return None
    own_index = [[bisect_left(offer.starts, start) for start in (*starts, last)] for offer in day]
    cost_at = [dict(zip(offer.starts, offer.costs, strict=True)) for offer in day]
    kinds = range(len(day))
    least = [[_alone(offer, left) for left in range(count + 1)] for offer, count in zip(day, counts, strict=True)]

    # A state: index into starts, sessions still to place, and for each activity the index it has to wait for.
    def bound(index: int, left: tuple[int, ...], wait: tuple[int, ...]) -> int:
        return sum(least[kind][left[kind]][own_index[kind][max(index, wait[kind])]] for kind in kinds)

    begin = (0, tuple(counts), (0,) * len(day))
    order = 0
    heap: list[tuple[int, int, int, tuple[int, tuple[int, ...], tuple[int, ...]], tuple[tuple[int, int], ...]]]
    heap = [(bound(*begin), 0, 0, begin, ())]
    seen = set()
    while heap:
        estimate, _, spent, state, path = heappop(heap)
        if estimate >= _NEVER:
            return None
        if state in seen:
            continue
        seen.add(state)
        index, left, wait = state
        if not any(left):
            return Placement(spent, path)
        if index >= len(starts):
            continue
        start = starts[index]
        steps = [(index + 1, left, wait, spent, path)]
        for kind in kinds:
            if not left[kind] or wait[kind] > index or start not in cost_at[kind]:
                continue
            offer = day[kind]
            remaining = (*left[:kind], left[kind] - 1, *left[kind + 1 :])
            following = bisect_left(starts, start + offer.length)
            waits = wait
            if offer.apart or wait[kind]:
                until = bisect_left(starts, start + offer.length + offer.apart) if remaining[kind] else 0
                waits = (*wait[:kind], until, *wait[kind + 1 :])
            steps.append((following, remaining, waits, spent + cost_at[kind][start], (*path, (names[kind], start))))
        for index_, left_, wait_, spent_, path_ in steps:
            following_state = (index_, left_, wait_)
            if following_state not in seen:
                order -= 1  # the newest first among equals goes straight through the day
                heappush(heap, (spent_ + bound(*following_state), order, spent_, following_state, path_))
    return None
