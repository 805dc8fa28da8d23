"""One activity across the days: every way its sessions can fall, and what is left to pay from each point on.

A *chain* is the course of one activity unrolled over the days of the plan: on each day the memories that it can
reach, and from each the moves that no limit forbids. Solved alone, backwards from the last day, it gives the bound
that the search across days is guided by. Since alone an activity knows nothing of the others, a *toll* for each day
and count tells it what they would charge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backplan.planner.weight import weigh
from backplan.rules.course import Memory
from backplan.rules.doses import DailyDose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.rules.course import Course

NEVER = 1 << 240
"""More than any plan costs."""


_DONE = Memory(None, last_planned=False, week_planned=0)
"""What is remembered after the last day: nothing makes a difference any more."""


class Move(NamedTuple):
    """One day of a chain.

    Attributes:
        sessions: how many are planned.
        cost: what the activity's own rules charge.
        following: what the next day remembers.
    """

    sessions: int
    cost: int
    following: Memory


class Chain:
    """The course of one remembering activity over all days."""

    def __init__(self, course: Course, room: Sequence[int]) -> None:
        """Takes a course.

        Args:
            course: the activity's course.
            room: for each day the most sessions that find room when the day has no others.
        """
        self.course = course
        self.days = len(room)
        self._room = room
        self._moves: list[dict[Memory, tuple[Move, ...]]] = [{} for _ in room]
        self._horizon = self._patience()
        self.links: list[list[tuple[tuple[int, int, int], ...]]] = []
        self._index: list[dict[Memory, int]] = []
        self._unroll()
        self.tolls: list[list[int]] = [[0] * (most + 1) for most in self.most]
        self.left: list[list[int]] = []

    @property
    def most(self) -> list[int]:
        """For each day the most sessions that any move plans."""
        return [max((count for links in layer for count, _, _ in links), default=0) for layer in self.links]

    def moves(self, day: int, memory: Memory) -> tuple[Move, ...]:
        """The moves that no limit forbids."""
        known = self._moves[day]
        try:
            return known[memory]
        except KeyError:
            pass
        found = []
        for count in range(self._most_by_rule(day) + 1):
            said = self.course.judge(memory, day, count)
            if not said.forbidden:
                cost = weigh(said.shortfall, said.missed, said.unevenness)
                found.append(Move(count, cost, self.course.after(memory, day, count)))
        known[memory] = tuple(found)
        return known[memory]

    def bound(self, day: int, memory: Memory) -> int:
        """What the activity at least still pays from `day` on, tolls included."""
        return self.left[day][self.index(day, memory)]

    def index(self, day: int, memory: Memory) -> int:
        """The place of a memory among the day's, long gaps taken as the longest that the chain tells apart."""
        return self._index[day][self._shorten(day, memory)]

    def solve(self) -> int:
        """Works out what is left to pay from each point on under the present tolls; the least for the whole chain."""
        self.left = [[] for _ in range(self.days)] + [[0] * len(self._index[self.days])]
        for day in range(self.days - 1, -1, -1):
            self.step_back(day)
        return self.left[0][0]

    def step_back(self, day: int) -> None:
        """Works out what is left to pay from `day` on, from what is left on the day after."""
        tolls, left = self.tolls[day], self.left[day + 1]
        self.left[day] = [
            min((cost + tolls[count] + left[following] for count, cost, following in links), default=NEVER)
            for links in self.links[day]
        ]

    def step_on(self, day: int, paid: list[int]) -> list[int]:
        """What has at least been paid up to each point of the day after, from what has been paid up to `day`."""
        tolls = self.tolls[day]
        onward = [NEVER] * len(self._index[day + 1])
        for before, links in zip(paid, self.links[day], strict=True):
            for count, cost, following in links:
                onward[following] = min(onward[following], before + cost + tolls[count])
        return onward

    def through(self, day: int, paid: list[int]) -> list[int]:
        """For each count of sessions on a day: the least that any way through it pays, that day's toll left out."""
        left = self.left[day + 1]
        least = [NEVER] * len(self.tolls[day])
        for before, links in zip(paid, self.links[day], strict=True):
            for count, cost, following in links:
                least[count] = min(least[count], before + cost + left[following])
        return least

    def _most_by_rule(self, day: int) -> int:
        rules = self.course.weeks[day // 7].rules
        most = max((rule.most for rule in rules if isinstance(rule, DailyDose)), default=1)
        return min(most, self._room[day])

    def _patience(self) -> int:
        """The longest gap that the chain tells apart from longer ones.

        A longer gap is charged as this one, which is never too much: past the dose's own spacing every cost grows
        with the gap. It is set past the longest wait that lack of room can cause, so that it rarely matters.
        """
        longest = run = 0
        for most in self._room:
            run = 0 if most else run + 1
            longest = max(longest, run)
        spacing = [self.course.longest_memory, 7]
        for week in self.course.weeks:
            spacing.extend(getattr(rule, "most", 1) for rule in week.rules if rule.key == "frequency")
        return longest + max(spacing) + 4

    def _shorten(self, day: int, memory: Memory) -> Memory:
        if day == self.days:
            return _DONE
        last = memory.last
        if last is None or day - last <= self._horizon:
            return memory
        since = self.course.weeks[day // 7].since
        if since is not None and last < since:
            return memory
        return Memory(day - self._horizon, memory.last_planned, memory.week_planned)

    def _unroll(self) -> None:
        layer = [self._shorten(0, self.course.start)]
        for day in range(self.days):
            index: dict[Memory, int] = {}
            self._index.append({memory: place for place, memory in enumerate(layer)})
            links = []
            for memory in layer:
                found = []
                for move in self.moves(day, memory):
                    following = self._shorten(day + 1, move.following)
                    found.append((move.sessions, move.cost, index.setdefault(following, len(index))))
                links.append(tuple(found))
            self.links.append(links)
            layer = list(index)
        self._index.append({memory: place for place, memory in enumerate(layer)})
