"""Placing the sessions of one day (contract section 3, "Within a day").

Given how many sessions of each activity a day is to hold, the least preference cost and the starts that have it, or
None. Where the best places of the activities do not overlap, there is nothing to search. Otherwise a table is worked
out backwards through the day: for so many sessions still to place, what they cost at least from each start on
(dynamic programming; a day with fewer sessions uses the same table). The table lets sessions of one activity be
closer than they may be, unless one directly follows from another, so that what it says is a bound; where its own
answer keeps the distances, that is the best there is. Otherwise a search from morning to night, cheapest first (A*),
has the table for its bound. A day of more sessions than a table is made for is filled one by one.

The module is long because it is one class: all ways to place a day's sessions read the same tables of its starts.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from heapq import heapify, heappop, heappush, nsmallest
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from backplan.model.time import MINUTE, QUARTER
from backplan.planner.candidates import SUIT, Candidates

if TYPE_CHECKING:
    from collections.abc import Iterable

Counts = tuple[int, ...]
"""How many sessions of each activity, in a fixed order."""

_QUARTER = QUARTER * MINUTE

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

ROWS = 8_192
"""Rows that a table for one placement of few activities may have; with more, a day is filled as well as can be."""

ROWS_OF_MANY = 800
"""The same for more activities."""


class Placement(NamedTuple):
    """Where a day's sessions lie.

    Attributes:
        cost: the sum of the starts' costs, as in `Candidates.costs`.
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


class _Begin(NamedTuple):
    """A start that an activity may have; places are indices into the day's starts.

    Attributes:
        at: its place.
        after: the first place after the session.
        until: the first place for another session of the activity.
        cost: as in `Candidates.costs`.
    """

    at: int
    after: int
    until: int
    cost: int


class DayTable:
    """What a day offers, and what has been worked out about it so far.

    Attributes:
        offers: what it offers each activity.
        capacity: how many quarter hours sessions can take up together.
        quarters: for each activity how many quarter hours a session takes up; another starts on a quarter hour after
            it at the earliest.
    """

    def __init__(self, candidates: tuple[Candidates, ...]) -> None:
        """Takes what the day offers each activity."""
        self.candidates = candidates
        self.quarters = tuple(-(-of_one.length // _QUARTER) for of_one in candidates)
        self.capacity = len(
            {
                start + _QUARTER * number
                for of_one, taken in zip(candidates, self.quarters, strict=True)
                for start in of_one.starts
                for number in range(taken)
            }
        )
        self._starts = sorted({start for of_one in candidates for start in of_one.starts})
        self._begins = [self._begins_of(of_one) for of_one in candidates]
        self._begin_at = [{begin.at: begin for begin in begins} for begins in self._begins]
        self._alone: list[list[list[int]]] = [[[0] * (len(self._starts) + 1)] for _ in candidates]
        self._together: dict[Counts, list[int]] = {}
        self._placed: dict[Counts, Placed] = {}

    def alone(self, kind: int, count: int) -> int | None:
        """The least cost of `count` sessions of one activity on an otherwise empty day; None where they have no room.

        Args:
            kind: the activity's index among the day's offers.
            count: how many sessions.
        """
        least = self._alone_from(kind, count)[0]
        return None if least >= _NEVER else least

    def place(self, counts: Counts) -> Placed:
        """The best places of the day's sessions.

        The preference is what a plan is judged by, and least; how well starts suit otherwise is only heeded as far as
        that is soon found.

        Args:
            counts: how many sessions of each activity.
        """
        found = self._placed.get(counts)
        if found is None:
            found = self._placed[counts] = self._best(counts)
        return found

    def _begins_of(self, of_one: Candidates) -> list[_Begin]:
        starts = self._starts
        return [
            _Begin(
                bisect_left(starts, start),
                bisect_left(starts, start + of_one.length),
                bisect_left(starts, start + of_one.length + of_one.apart),
                cost,
            )
            for start, cost in zip(of_one.starts, of_one.costs, strict=True)
        ]

    def _alone_from(self, kind: int, count: int) -> list[int]:
        """For each place: the least cost of `count` sessions of one activity from there on; `_NEVER` if none."""
        rows = self._alone[kind]
        while len(rows) <= count:
            rest = rows[-1]
            reached = ((at, cost + rest[until]) for at, _, until, cost in self._begins[kind])
            rows.append(self._cheapest_from(reached))
        return rows[count]

    def _cheapest_from(self, reached: Iterable[tuple[int, int]]) -> list[int]:
        """For each place the least of what is reached there or later."""
        row = [_NEVER] * (len(self._starts) + 1)
        for at, cost in reached:
            if cost < row[at]:
                row[at] = cost
        least = _NEVER
        for at in range(len(self._starts) - 1, -1, -1):
            if row[at] < least:
                least = row[at]
            else:
                row[at] = least
        return row

    def _together_from(self, counts: Counts) -> list[int]:
        """For each place: what all these sessions cost at least from there on; `_NEVER` if they have no room."""
        row = self._together.get(counts)
        if row is None:
            row = self._together[counts] = self._worked_out(counts)
        return row

    def _worked_out(self, counts: Counts) -> list[int]:
        wanted = [kind for kind, count in enumerate(counts) if count]
        if not wanted:
            return [0] * (len(self._starts) + 1)
        if len(wanted) == 1:
            return self._alone_from(wanted[0], counts[wanted[0]])
        reached: list[tuple[int, int]] = []
        for kind in wanted:
            count = counts[kind]
            rest = self._together_from(_with(counts, kind, count - 1))
            if count == 1:
                reached += [(at, cost + rest[after]) for at, after, _, cost in self._begins[kind]]
                continue
            # The next of the same activity keeps its distance at least where nothing else is in its way.
            others, own = self._together_from(_with(counts, kind, 0)), self._alone_from(kind, count - 1)
            reached += [
                (at, cost + max(rest[after], others[after] + own[until]))
                for at, after, until, cost in self._begins[kind]
            ]
        return self._cheapest_from(reached)

    def _best(self, counts: Counts) -> Placed:
        best: list[tuple[int, int]] = []
        cost = 0
        for kind, count in enumerate(counts):
            if count:
                least = self._alone_from(kind, count)[0]
                if least >= _NEVER:
                    return Placed(None, exact=True)
                cost += least
                best.extend((start, kind) for start in self._alone_starts(kind, count))
        best.sort()
        if all(start + self.candidates[kind].length <= after for (start, kind), (after, _) in pairwise(best)):
            return Placed(Placement(cost, tuple((kind, start) for start, kind in best)), exact=True)
        rows = ROWS if len(self.candidates) <= FEW else ROWS_OF_MANY
        if prod(count + 1 for count in counts) > rows:
            return Placed(self._one_by_one(counts), exact=False)
        if len(self._together) > rows:
            self._together.clear()
        if self._together_from(counts)[0] >= _NEVER:
            return Placed(None, exact=True)
        traced = self._traced(counts)
        if traced is not None:
            return Placed(traced, exact=True)
        return self._searched(counts)

    def _alone_starts(self, kind: int, count: int) -> list[int]:
        found, place = [], 0
        for left in range(count, 0, -1):
            least, rest = self._alone_from(kind, left), self._alone_from(kind, left - 1)
            begin = next(
                begin
                for begin in reversed(self._begins[kind])
                if begin.at >= place and begin.cost + rest[begin.until] == least[place]
            )
            found.append(self._starts[begin.at])
            place = begin.until
        return found

    def _traced(self, counts: Counts) -> Placement | None:
        """The placement that the table's bound for these sessions comes from; None where it is none."""
        starts: list[tuple[int, int]] = []
        waits = [0] * len(counts)
        place, total = 0, 0
        while any(counts):
            least = self._together_from(counts)[place]
            while place < len(self._starts) and self._together_from(counts)[place + 1] == least:
                place += 1
            for kind, count in enumerate(counts):
                if not count:
                    continue
                begin = self._begin_at[kind].get(place)
                following = _with(counts, kind, count - 1)
                if (
                    begin is not None
                    and waits[kind] <= place
                    and begin.cost + self._together_from(following)[begin.after] == least
                ):
                    starts.append((kind, self._starts[place]))
                    total += begin.cost
                    waits[kind] = begin.until
                    counts, place = following, begin.after
                    break
            else:
                return None
        return Placement(total, tuple(starts))

    def _one_by_one(self, counts: Counts) -> Placement | None:
        """A fair placement of very many sessions: each in turn where it costs least, those with few places first."""
        taken: list[tuple[int, int]] = []
        found: list[tuple[int, int]] = []
        total = 0
        for kind in sorted(range(len(counts)), key=lambda kind: (len(self._begins[kind]), kind)):
            of_one = self.candidates[kind]
            for _ in range(counts[kind]):
                free = [
                    (begin.cost, self._starts[begin.at])
                    for begin in self._begins[kind]
                    if all(
                        self._starts[begin.at] + of_one.length <= start or end <= self._starts[begin.at]
                        for start, end in taken
                    )
                    and all(
                        abs(self._starts[begin.at] - start) >= of_one.length + of_one.apart
                        for other, start in found
                        if other == kind
                    )
                ]
                if not free:
                    return None
                cost, start = min(free)
                total += cost
                taken.append((start, start + of_one.length))
                found.append((kind, start))
        return Placement(total, tuple(sorted(found, key=lambda one: (one[1], one[0]))))

    def _searched(self, counts: Counts) -> Placed:
        """The best places, searched for: with all that starts cost as far as that is soon found, else by preference."""
        states = STATES if len(self.candidates) <= FEW else STATES_OF_MANY
        plain = _without_suit(self.candidates)
        if plain == self.candidates:
            return self._search(counts, states)
        placed = self._search(counts, SUITED)
        if placed.exact:
            return placed
        surely = day_table(plain).place(counts)
        if placed.placement is None or surely.placement is None:
            return surely
        as_good = placed.placement.cost >> SUIT <= surely.placement.cost >> SUIT
        return Placed(placed.placement if as_good else surely.placement, surely.exact)

    def _search(self, counts: Counts, states: int) -> Placed:
        """The best places, looking at so many states before only a few of them are followed."""
        starts = self._starts
        # For each place, the activities that may start there.
        begins: list[list[tuple[int, _Begin]]] = [[] for _ in starts]
        for kind, count in enumerate(counts):
            if count:
                for begin in self._begins[kind]:
                    begins[begin.at].append((kind, begin))

        # A state: a place, sessions still to place, and for each activity the place it has to wait for.
        def bound(place: int, left: Counts, waits: Counts) -> int:
            cost = self._together_from(left)[place]
            for kind, until in enumerate(waits):
                if until > place:
                    others = self._together_from(_with(left, kind, 0))[place]
                    cost = max(cost, others + self._alone_from(kind, left[kind])[until])
            return cost

        begin_state = (0, counts, (0,) * len(counts))
        heap: list[tuple[int, int, int, tuple[int, Counts, Counts], tuple[tuple[int, int], ...]]]
        heap = [(bound(*begin_state), 0, 0, begin_state, ())]
        order = 0
        seen: set[tuple[int, Counts, Counts]] = set()
        exact = True
        while heap:
            estimate, _, spent, (place, left, waits), path = heappop(heap)
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
            while (place, left, waits) not in seen:
                seen.add((place, left, waits))
                if place == len(starts):
                    break
                for kind, (_, after, until, cost) in begins[place]:
                    if not left[kind] or waits[kind] > place:
                        continue
                    state = (
                        after,
                        _with(left, kind, left[kind] - 1),
                        _with(waits, kind, until if left[kind] > 1 else 0),
                    )
                    if state not in seen:
                        order -= 1  # the newest first among equals goes straight through the day
                        total = spent + cost
                        ahead = total + bound(*state)
                        if ahead < _NEVER:
                            heappush(heap, (ahead, order, total, state, (*path, (kind, starts[place]))))
                place += 1
                onward = spent + bound(place, left, waits)
                if onward >= _NEVER:
                    break
                if onward > estimate:
                    order -= 1
                    heappush(heap, (onward, order, spent, (place, left, waits), path))
                    break
        return Placed(None, exact=exact)


@lru_cache(maxsize=400)
def day_table(candidates: tuple[Candidates, ...]) -> DayTable:
    """The table of days with these candidates, made once: days look alike, and so do those of different people.

    There are more than the kinds of day that a year's plan can have, and few enough for crowded ones to be kept.
    """
    return DayTable(candidates)


@lru_cache(maxsize=1_024)
def _without_suit(candidates: tuple[Candidates, ...]) -> tuple[Candidates, ...]:
    """The candidates with nothing but preferences in their costs."""
    return tuple(of_one._replace(costs=tuple(cost >> SUIT << SUIT for cost in of_one.costs)) for of_one in candidates)


def _with(counts: Counts, kind: int, count: int) -> Counts:
    """The counts with another one for one activity."""
    return (*counts[:kind], count, *counts[kind + 1 :])
