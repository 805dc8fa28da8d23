"""One activity across the days: every way its sessions can fall.

A *chain* is the course of one activity unrolled over the days of the plan: on each day the memories that it can
reach, and from each the moves that no limit forbids. `group.py` solves chains, alone or a few together.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from backplan.rules.course import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.planner.weight import Weights
    from backplan.rules.course import Course

_Seen = tuple[int | None, bool, int]
"""A memory as a day sees it: the days since the last session, and as in `Memory` the rest."""

_DONE: _Seen = (None, False, 0)
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


class Way(NamedTuple):
    """A move, and what the chain knows of where it leads to.

    Attributes:
        sessions: how many are planned.
        cost: what the activity's own rules charge.
        following: what the next day remembers.
        overdue: what links have charged for being late, and the moves that lead there have not yet.
        reaches: the place of what the next day remembers among that day's.
    """

    sessions: int
    cost: int
    following: Memory
    overdue: int
    reaches: int


class Link(NamedTuple):
    """A move between the memories that a chain tells apart.

    Attributes:
        sessions: how many are planned.
        cost: never more than what the moves that it stands for charge.
        following: the place of the memory that it leads to among the next day's.
    """

    sessions: int
    cost: int
    following: int


@lru_cache(maxsize=128)
def chain(course: Course, room: tuple[int, ...], weights: Weights) -> Chain:
    """The chain of a course, made once: plans of one prescription for many people share theirs.

    Args:
        course: the activity's course.
        room: for each day the most sessions that find room when the day has no others, up to what its rules allow.
        weights: how costs are weighed.
    """
    return Chain(course, room, weights)


class Chain:
    """The course of one remembering activity over all days.

    Attributes:
        days: how many days there are.
        weights: how its costs are weighed.
        links: for each day, for each memory that the chain tells apart, its links; the first day has one memory.
    """

    def __init__(self, course: Course, room: Sequence[int], weights: Weights) -> None:
        """Takes a course.

        Args:
            course: the activity's course.
            room: for each day the most sessions that find room when the day has no others, up to what its rules allow.
            weights: how costs are weighed.
        """
        self.course = course
        self.weights = weights
        self.days = len(room)
        self.links: list[list[tuple[Link, ...]]] = []
        self._room = room
        self._moves: list[dict[Memory, tuple[Move, ...]]] = [{} for _ in room]
        self._ways: list[dict[Memory, tuple[Way, ...]]] = [{} for _ in room]
        self._patience = self._longest_wait() + max(week.dose.patience for week in course.weeks)
        self._late = weights.weigh(shortfall=1) if _one_every_dose(course) else 0
        self._index: list[dict[_Seen, int]] = []
        self._unroll()

    def moves(self, day: int, memory: Memory) -> tuple[Move, ...]:
        """The moves that no limit forbids."""
        known = self._moves[day]
        try:
            return known[memory]
        except KeyError:
            pass
        found = []
        for count in range(self._room[day] + 1):
            said = self.course.judge(memory, day, count)
            if not said.forbidden:
                cost = self.weights.weigh(said.shortfall, said.missed, said.unevenness)
                found.append(Move(count, cost, self.course.after(memory, day, count)))
        known[memory] = tuple(found)
        return known[memory]

    def ways(self, day: int, memory: Memory) -> tuple[Way, ...]:
        """The moves that no limit forbids, with what a search asks of them again and again."""
        known = self._ways[day]
        found = known.get(memory)
        if found is None:
            after = day + 1
            found = known[memory] = tuple(
                Way(*move, self.overdue(after, move.following), self.index(after, move.following))
                for move in self.moves(day, memory)
            )
        return found

    def index(self, day: int, memory: Memory) -> int:
        """The place of a memory among the day's, long gaps taken as the longest that the chain tells apart."""
        return self._index[day][self._seen_from(day, memory)]

    def overdue(self, day: int, memory: Memory) -> int:
        """What links have charged for being late, and the moves that lead to `memory` have not yet."""
        return 0 if day in {0, self.days} else self._charged(day, memory)

    @property
    def size_at_the_end(self) -> int:
        """How many memories the chain tells apart after the last day."""
        return len(self._index[self.days])

    def _longest_wait(self) -> int:
        """The longest gap that lack of room alone can cause."""
        longest = run = 0
        for most in self._room:
            run = 0 if most else run + 1
            longest = max(longest, run)
        return max(longest, self.course.longest_memory)

    def _forgotten(self, day: int, memory: Memory) -> int:
        """How many days of a gap the chain does not tell apart any more."""
        last = memory.last
        if last is None or day - last <= self._patience:
            return 0
        since = self.course.weeks[day // 7].since
        if since is not None and last < since:
            return 0
        return day - last - self._patience

    def _charged(self, day: int, memory: Memory) -> int:
        """What being late costs up to a day, as far as the chain does not tell it from being less late."""
        return 0 if self.course.weeks[day // 7].activity is None else self._late * self._forgotten(day, memory)

    def _seen_from(self, day: int, memory: Memory) -> _Seen:
        """The memory with a gap of `_patience` days at the most, past which every cost grows with the gap."""
        if day == self.days:
            return _DONE
        last = memory.last
        gap = None if last is None else day - last - self._forgotten(day, memory)
        return gap, memory.last_planned, memory.week_planned

    def _unroll(self) -> None:
        layer = [self._seen_from(0, self.course.start)]
        # What the first day finds overdue already is charged with its links.
        before = self._charged(0, self.course.start)
        kinds = self._kinds()
        known: dict[tuple[object, _Seen], tuple[tuple[int, int, _Seen], ...]] = {}
        for day in range(self.days):
            index: dict[_Seen, int] = {}
            self._index.append({seen: place for place, seen in enumerate(layer)})
            links = []
            for seen in layer:
                # Without any session so far, what is late depends on the day itself.
                key = ((kinds[day], day) if seen[0] is None else kinds[day], seen)
                steps = known.get(key)
                if steps is None:
                    steps = known[key] = self._steps(day, seen)
                links.append(
                    tuple(
                        Link(sessions, cost + before, index.setdefault(following, len(index)))
                        for sessions, cost, following in steps
                    )
                )
            self.links.append(links)
            layer, before = list(index), 0
        self._index.append({seen: place for place, seen in enumerate(layer)})

    def _steps(self, day: int, seen: _Seen) -> tuple[tuple[int, int, _Seen], ...]:
        """What can be done from a memory: sessions, cost, and what the next day remembers."""
        gap, last_planned, week_planned = seen
        memory = Memory(None if gap is None else day - gap, last_planned, week_planned)
        after = day + 1
        return tuple(
            (move.sessions, move.cost + self.overdue(after, move.following), self._seen_from(after, move.following))
            for move in self.moves(day, memory)
        )

    def _kinds(self) -> list[object]:
        """For each day something that is equal on days on which the same memories can do the same at the same cost."""
        weeks = self.course.weeks
        if self.course.has_fixed or any(week.since is not None for week in weeks):
            return list(range(self.days))
        number_of: dict[object, int] = {}
        numbers = [number_of.setdefault((week.rules, week.closes), len(number_of)) for week in weeks]
        last = self.days - 1
        return [(numbers[day // 7], day % 7, self._room[day], day == last) for day in range(self.days)]


def _one_every_dose(course: Course) -> bool:
    """Whether one dose of days from session to session holds wherever the activity takes part.

    Then each day past it costs the same whenever the gap ends, and can be charged as it passes.
    """
    doses = {week.dose for week in course.weeks if week.activity is not None}
    return len(doses) == 1 and all(dose.late_by_the_day for dose in doses)
