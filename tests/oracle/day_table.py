"""The least preference of a day for every number of sessions of each activity, all at once.

Days are walked through from start to start. What has to be remembered is how many sessions of each activity have been
placed and, where a day may hold more than one of them, how long the next has to wait; of all ways to come to the same
only the one of least preference matters. One array holds them all: an axis an activity.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.int64]

NEVER = 10**8
"""More than any sum of preferences; what does not fit costs this or more."""


@dataclass(frozen=True)
class Candidate:
    """An activity that a day may hold, in quarter hours.

    Attributes:
        most: the largest number of its sessions on the day, at least 1.
        length: from a start to the first quarter hour at which something else may start.
        again: from a start to the first quarter hour at which the next of its own sessions may start.
        starts: each quarter hour of the day at which a session may start, and its preference.
    """

    most: int
    length: int
    again: int
    starts: tuple[tuple[int, int], ...]

    @property
    def block(self) -> int:
        """Places on the axis for one number of sessions after which another may follow: ready, or ready in 1, 2, .."""
        return self.again + 1

    @property
    def places(self) -> int:
        """Nothing yet; a block for each number of sessions but the last; the last."""
        return 2 + (self.most - 1) * self.block

    def first_of(self, count: int) -> int:
        """The first place on the axis of a number of sessions."""
        return 0 if count == 0 else 1 + (count - 1) * self.block


def _waited(table: Table, candidates: tuple[Candidate, ...], quarters: int) -> Table:
    """The same after some time in which nothing has started."""
    for axis, one in enumerate(candidates):
        if one.most == 1:
            continue
        before = np.moveaxis(table, axis, 0)
        if len(before) != one.places:
            continue  # this axis has been taken out
        after = np.full_like(before, NEVER)
        after[0], after[-1] = before[0], before[-1]
        passed = min(quarters, one.again)
        for count in range(1, one.most):
            first = one.first_of(count)
            after[first] = before[first : first + passed + 1].min(axis=0)
            after[first + 1 : first + one.block - passed] = before[first + passed + 1 : first + one.block]
        table = np.moveaxis(after, 0, axis)
    return table


def _improve(table: Table, places: tuple[slice | int, ...], better: Table) -> None:
    np.minimum(table[places], better, out=table[places])


@lru_cache(maxsize=4096)
def least_preference(candidates: tuple[Candidate, ...]) -> Table:
    """The least preference for every number of sessions: an axis an activity, from 0 to its most.

    What does not fit costs `NEVER` or more.
    """
    shape = tuple(one.places for one in candidates)
    starts = [dict(one.starts) for one in candidates]
    quarters = sorted(set().union(*starts))
    nothing: Table = np.full(shape, NEVER, dtype=np.int64)
    nothing[(0,) * len(shape)] = 0
    tables: list[Table | None] = [nothing, *(None for _ in quarters)]

    def arrive(number: int) -> Table:
        table = tables[number]
        if table is None:
            table = tables[number] = np.full(shape, NEVER, dtype=np.int64)
        return table

    for number, quarter in enumerate(quarters):
        table = arrive(number)
        tables[number] = None
        later = quarters[number + 1] if number + 1 < len(quarters) else quarter + 200
        _improve(arrive(number + 1), (), _waited(table, candidates, later - quarter))
        for axis, one in enumerate(candidates):
            preference = starts[axis].get(quarter)
            if preference is None:
                continue
            then = next((n for n in range(number + 1, len(quarters)) if quarters[n] >= quarter + one.length), None)
            passed = 200 if then is None else quarters[then] - quarter
            target = arrive(len(quarters) if then is None else then)
            for count in range(one.most):
                ready = one.first_of(count)
                place = one.first_of(count + 1)
                if count + 1 < one.most:
                    place += max(0, one.again - passed)
                left = (slice(None),) * axis
                moved = _waited(table[(*left, slice(ready, ready + 1))], candidates, passed)
                _improve(target, (*left, slice(place, place + 1)), moved + preference)
    return _by_count(arrive(len(quarters)), candidates)


def _by_count(table: Table, candidates: tuple[Candidate, ...]) -> Table:
    for axis, one in enumerate(candidates):
        firsts = [one.first_of(count) for count in range(one.most + 1)]
        table = np.minimum.reduceat(table, firsts, axis=axis)
    return table
