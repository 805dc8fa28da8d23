"""Finds the least cost with OR-tools CP-SAT: a second opinion on problems too large for trying everything.

The model is contract section 3, made as strong as we know how to make it, so that it is a fair opponent:

- Each day chooses one *column*: which of the activities that remember earlier days it holds. What a column costs at
  least (preference, load, and the sessions of activities that do not remember) comes from `tests.oracle.day_table`.
- Each activity that cares for gaps is a path from session day to session day; a gap's cost is its arc's. The linear
  relaxation of paths and columns is close to the truth, which is what lets CP-SAT prove an optimum.
- The five costs are minimised one after the other, each held at its least while the next is minimised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from ortools.sat.python import cp_model

from tests.oracle.day_table import NEVER, Candidate, least_preference
from tests.oracle.instance import instant, read_clock, read_minutes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tests.oracle.instance import Instance

Cost = tuple[int, int, int, int, int]

TIERS = 5

SLACK = 4
"""Gaps are tried first without those that alone make the shortfall this much larger than it must be."""

SHARE = 0.6
"""Of the time that is left, what a cost may take that cannot be proven least."""

# One number for the costs of a column, in the contract's order; none of them can grow out of its place.
_LOAD = 1 << 22
_PREFERENCE = 1 << 16
_MISSED = 1 << 7


class Verdict(NamedTuple):
    """What CP-SAT says.

    Attributes:
        cost: of the best plan found; None where none was found in time.
        proven: whether no plan can cost less.
        seconds_building: time for making the model, the placements within days included.
        seconds_solving: time within the solver.
    """

    cost: Cost | None
    proven: bool
    seconds_building: float
    seconds_solving: float


class _TimeIsUpError(Exception):
    """The time for everything was used up while the model was being built."""


class _Column(NamedTuple):
    """A way to spend a day.

    Attributes:
        held: the remembering activities that it holds.
        counts: how many sessions of which activities.
        cost: without the costs of gaps and weeks.
    """

    held: tuple[str, ...]
    counts: dict[str, int]
    cost: Cost


class Track:
    """One activity over the plan's days, as the limits see it."""

    def __init__(self, instance: Instance, name: str) -> None:
        self.instance = instance
        self.name = name
        self.fixed: dict[int, int] = {}
        for one in instance.appointments:
            if one.activity == name:
                self.fixed[one.day] = self.fixed.get(one.day, 0) + 1
        self.past = max((one.day for one in instance.earlier if one.activity == name), default=None)
        self.frequencies = [instance.frequency(name, instance.week_of(7 * week)) for week in range(instance.weeks)]
        kinds = {one.kind for one in self.frequencies if one is not None}
        rests = [instance.rest_days(name, instance.week_of(7 * week)) for week in range(instance.weeks)]
        self._rests = rests
        self.remembers = bool(kinds & {"weekly", "every"}) or (
            "daily" in kinds and any(rest for rest, one in zip(rests, self.frequencies, strict=True) if one is not None)
        )
        self.most = [self._most(day) for day in range(instance.days)]

    def need(self, day: int) -> int:
        """The least gap that ends with a session on this day; 1 asks nothing."""
        frequency = self.frequencies[day // 7]
        if frequency is None:
            return 1
        rest = self._rests[day // 7] + 1
        return max(rest, frequency.least) if frequency.kind == "every" else rest

    def _most(self, day: int) -> int:
        """How many sessions may be planned on a day, as far as what is fixed already decides it."""
        frequency = self.frequencies[day // 7]
        if frequency is None or frequency.kind == "cap" or not self.instance.allowed_weekday(self.name, day):
            return 0
        here = self.fixed.get(day, 0)
        most = (frequency.most if frequency.kind == "daily" else 1) - here
        if frequency.kind == "weekly":
            week = 7 * (day // 7)
            most = min(most, frequency.most - sum(self.fixed.get(day, 0) for day in range(week, week + 7)))
        before = [other for other in self.fixed if other < day]
        if self.past is not None:
            before.append(self.past)
        if before and day - max(before) < self.need(day):
            return 0
        # The next appointment is too near only if nothing fixed lies between.
        after = min((other for other in self.fixed if other > day), default=None)
        if after is not None and after - day < self.need(after):
            return 0
        return max(0, most)

    def runs(self) -> list[tuple[int, int]]:
        """First day and end of each unbroken row of weeks in which the activity takes part."""
        result: list[tuple[int, int]] = []
        for week, frequency in enumerate(self.frequencies):
            if frequency is None:
                continue
            if result and result[-1][1] == 7 * week:
                result[-1] = (result[-1][0], 7 * week + 7)
            else:
                result.append((7 * week, 7 * week + 7))
        return result

    def last_before(self) -> int | None:
        """The last earlier session that the plan's first gap goes on from."""
        return max(
            (
                one.day
                for one in self.instance.earlier
                if one.activity == self.name
                and self.instance.takes_part_between(self.name, one.week, self.instance.first_week)
            ),
            default=None,
        )


# A day.


@lru_cache(maxsize=2048)
def _clocks(zone: str, day: date) -> tuple[int, NDArray[np.int64]]:
    """The instant at which a calendar day begins, and what the clock shows at each of its minutes.

    Clocks change at quarter hours, so that it is enough to look at them then.
    """
    place = ZoneInfo(zone)
    first = instant(datetime(day.year, day.month, day.day, tzinfo=place).astimezone(UTC))
    shown = [
        moment
        for number in range(first, first + 26 * 60, 15)
        if (moment := datetime.fromtimestamp(60 * number, UTC).astimezone(place)).date() == day
    ]
    quarters = np.array([60 * moment.hour + moment.minute for moment in shown], dtype=np.int64)
    return first, (quarters[:, None] + np.arange(15)[None, :]).ravel()


class _Day:
    """What a day may hold, and what it costs."""

    def __init__(self, instance: Instance, tracks: dict[str, Track], day: int) -> None:
        self.instance = instance
        self.day = day
        self.week = instance.week_of(day)
        self.tracks = tracks
        self.appointments = [one for one in instance.appointments if one.day == day]
        self._first, self._clocks = _clocks(instance.zone, instance.date_of(day))
        self._free = self._free_minutes()
        present = {one.activity for one in self.appointments}
        self.names: list[str] = []
        self.candidates: list[Candidate] = []
        for name, track in tracks.items():
            most = track.most[day]
            if most and not any(self._excludes(name, other) for other in present):
                starts = self._starts(name)
                if starts:
                    self.names.append(name)
                    self.candidates.append(self._candidate(name, most, starts))

    def _excludes(self, first: str, second: str) -> bool:
        return second in self.instance.alternates(first, self.week) or first in self.instance.alternates(
            second, self.week
        )

    def _free_minutes(self) -> NDArray[np.int64]:
        """For each minute of the day how many free ones follow without a break, its own counted."""
        instance = self.instance
        free = np.zeros(len(self._clocks), dtype=bool)
        if not instance.away(self.day):
            for first, end in instance.windows(self.day):
                free |= (self._clocks >= first) & (self._clocks < end)
        for first, end in (*instance.busy_spans, *((one.start, one.end) for one in instance.appointments)):
            free[max(0, first - self._first) : max(0, end - self._first)] = False
        numbers = np.arange(len(free))
        blocked = np.where(free, len(free), numbers)
        return np.minimum.accumulate(blocked[::-1])[::-1] - numbers

    def _starts(self, name: str) -> list[tuple[int, int]]:
        """Minutes of the day at which a session may start if the day is otherwise empty, and their preferences."""
        instance = self.instance
        length = instance.session_minutes(name, self.week)
        apart = instance.apart(name, self.week)
        wishes = instance.preferred_clocks(name, self.week)
        can = (self._free >= length) & (self._clocks % 15 == 0)
        definition = instance.definition(name, self.week) or {}
        if "after_waking" in definition and "wake" in instance.profile:
            up = int(np.argmax(self._clocks >= read_clock(instance.profile["wake"])))
            can[: up + read_minutes(definition["after_waking"])[0]] = False
        for one in self.appointments:
            if one.activity == name:
                # Too late to end in time before the appointment, too early to start after it.
                begin = one.start - self._first - apart - length + 1
                can[max(0, begin) : max(0, one.end - self._first + apart)] = False
        return [
            (minute, min((abs(int(self._clocks[minute]) - wish) for wish in wishes), default=0))
            for minute in np.flatnonzero(can).tolist()
        ]

    def _candidate(self, name: str, most: int, starts: list[tuple[int, int]]) -> Candidate:
        origin = int(np.argmax(self._clocks % 15 == 0))
        assert all((start - origin) % 15 == 0 for start, _ in starts)
        length = self.instance.session_minutes(name, self.week)
        quarters = tuple(((start - origin) // 15, preference) for start, preference in starts)
        widest = quarters[-1][0] - quarters[0][0] + 1
        taken = -(-length // 15)
        again = min(widest, -(-(length + self.instance.apart(name, self.week)) // 15)) if most > 1 else 0
        return Candidate(most, taken, again, quarters)

    def columns(self) -> list[_Column]:
        """Every set of remembering activities that fits, each with the least that the day then costs."""
        names = self.names
        if not names:
            return [_Column((), {}, self._cost_of(self._constant()))]
        instance = self.instance
        preference = least_preference(tuple(self.candidates))
        counts = np.indices(preference.shape, dtype=np.int64)
        minutes = sum(
            (instance.session_minutes(name, self.week) * counts[axis] for axis, name in enumerate(names)),
            start=np.zeros(preference.shape, dtype=np.int64),
        )
        fits = preference < NEVER
        if instance.most_minutes is not None:
            fits &= minutes <= instance.most_minutes
        for axis, first in enumerate(names):
            for other in range(axis):
                if self._excludes(first, names[other]):
                    fits &= (counts[axis] == 0) | (counts[other] == 0)
        price = self._constant(names) + preference * _LOAD + minutes * minutes
        for axis, name in enumerate(names):
            frequency = self.tracks[name].frequencies[self.day // 7]
            if frequency is not None and frequency.kind == "daily":
                here = self.tracks[name].fixed.get(self.day, 0)
                short = np.maximum(0, frequency.least - here - counts[axis])
                missed = np.maximum(0, frequency.most - here - counts[axis])
                price += (short * _MISSED + missed) * (_PREFERENCE * _LOAD)
        # Only whether a remembering activity has a session matters to other days: the rest takes what is best here.
        kept = [axis for axis, name in enumerate(names) if self.tracks[name].remembers]
        pattern = sum(
            ((counts[axis] > 0) << place for place, axis in enumerate(kept)),
            start=np.zeros(preference.shape, dtype=np.int64),
        )
        cells = np.flatnonzero(fits)
        cells = cells[np.argsort(price.flat[cells], kind="stable")]
        _, firsts = np.unique(pattern.flat[cells], return_index=True)
        result = []
        for cell in cells[firsts]:
            place = np.unravel_index(cell, preference.shape)
            chosen = {name: int(count) for name, count in zip(names, place, strict=True) if count}
            held = tuple(names[axis] for axis in kept if place[axis])
            result.append(_Column(held, chosen, self._cost_of(int(price[place]))))
        return result

    def _constant(self, placed: list[str] | None = None) -> int:
        """The price of the daily activities that cannot be placed here."""
        total = 0
        for name, track in self.tracks.items():
            frequency = track.frequencies[self.day // 7]
            if frequency is not None and frequency.kind == "daily" and name not in (placed or []):
                here = track.fixed.get(self.day, 0)
                short, missed = max(0, frequency.least - here), max(0, frequency.most - here)
                total += (short * _MISSED + missed) * (_PREFERENCE * _LOAD)
        return total

    def _cost_of(self, price: int) -> Cost:
        price, load = divmod(price, _LOAD)
        price, preference = divmod(price, _PREFERENCE)
        short, missed = divmod(price, _MISSED)
        return (short, missed, 0, preference, load)


# The model.


@dataclass
class _Sum:
    """One of the five costs as a sum over variables."""

    constant: int = 0
    terms: list[tuple[cp_model.IntVar, int]] = field(default_factory=list)

    def add(self, variable: cp_model.IntVar, factor: int) -> None:
        if factor:
            self.terms.append((variable, factor))

    @property
    def expression(self) -> cp_model.LinearExprT:
        variables = [variable for variable, _ in self.terms]
        return cp_model.LinearExpr.weighted_sum(variables, [factor for _, factor in self.terms])


class _Model:
    """The whole plan.

    Attributes:
        slack: gaps that alone make the shortfall more than this much larger than it must be are left out.
        least_left_out: the least that a gap that is left out makes it larger.
        least_shortfall: no plan's shortfall is less than this.
    """

    def __init__(
        self,
        instance: Instance,
        tracks: dict[str, Track],
        columns: list[list[_Column]],
        slack: int,
        deadline: float,
    ) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.sums = [_Sum() for _ in range(TIERS)]
        self.slack = slack
        self.least_left_out = NEVER
        self.least_shortfall = 0
        self.deadline = deadline
        self.sums[3].constant = _appointments_preference(instance)
        self.columns = columns
        self.chosen: dict[int, list[cp_model.IntVar]] = {}
        self.held = self._days(columns)
        for track in tracks.values():
            if track.remembers:
                self._limits(track)
                avoidable = self._weeks(track)
                for first, end in track.runs():
                    self._gaps(track, first, end, avoidable)
        self.least_shortfall += self.sums[0].constant

    def _days(self, columns: list[list[_Column]]) -> dict[tuple[str, int], cp_model.IntVar]:
        model = self.model
        held: dict[tuple[str, int], cp_model.IntVar] = {}
        for day, options in enumerate(columns):
            # The cheapest of every cost is paid in any case; the variables say how much more.
            least = [min(one.cost[tier] for one in options) for tier in range(TIERS)]
            for tier in range(TIERS):
                self.sums[tier].constant += least[tier]
            if len(options) == 1:
                assert not options[0].held
                continue
            chosen = [model.new_bool_var("") for _ in options]
            model.add_exactly_one(chosen)
            self.chosen[day] = chosen
            users: dict[str, list[cp_model.IntVar]] = {}
            for variable, one in zip(chosen, options, strict=True):
                for name in one.held:
                    users.setdefault(name, []).append(variable)
                for tier in range(TIERS):
                    self.sums[tier].add(variable, one.cost[tier] - least[tier])
            for name, variables in users.items():
                if len(variables) == 1:
                    held[name, day] = variables[0]
                else:
                    held[name, day] = model.new_bool_var("")
                    model.add_exactly_one([*variables, held[name, day].negated()])
        return held

    def _limits(self, track: Track) -> None:
        """The least gap between two planned sessions; what is fixed has been looked at before."""
        for day in range(self.instance.days):
            need = track.need(day)
            later = self.held.get((track.name, day))
            if need == 1 or later is None:
                continue
            window = range(max(0, day - need + 1), day + 1)
            there = [self.held[track.name, one] for one in window if (track.name, one) in self.held]
            if all(track.need(one) == need for one in window if (track.name, one) in self.held):
                if len(there) > 1:
                    self.model.add_at_most_one(there)
            else:
                for one in there[:-1]:
                    self.model.add_implication(later, one.negated())

    def _weeks(self, track: Track) -> list[int]:
        """A week's sessions; returns how much more each week is short of at most than it must be."""
        avoidable = [0] * len(track.frequencies)
        for week, frequency in enumerate(track.frequencies):
            if frequency is None or frequency.kind != "weekly":
                continue
            days = range(7 * week, 7 * week + 7)
            fixed = sum(track.fixed.get(day, 0) for day in days)
            there = [self.held[track.name, day] for day in days if (track.name, day) in self.held]
            short, missed = max(0, frequency.least - fixed), max(0, frequency.most - fixed)
            self.sums[1].constant += missed
            if not there:
                self.sums[0].constant += short
                continue
            self.model.add(sum(there) <= missed)
            for variable in there:
                self.sums[1].add(variable, -1)
            if short:
                least = max(0, short - len(there))
                lacking = self.model.new_int_var(least, short, "")
                self.model.add(lacking + sum(there) >= short)
                self.sums[0].add(lacking, 1)
                self.least_shortfall += least
                avoidable[week] = short - least
        return avoidable

    def _gaps(self, track: Track, first: int, end: int, avoidable: list[int]) -> None:
        """A path from before the row of weeks over its session days to its end."""
        kinds = {one.kind for one in track.frequencies[first // 7 : end // 7] if one is not None}
        if not kinds & {"weekly", "every"}:
            return
        if perf_counter() > self.deadline:
            raise _TimeIsUpError
        days = [day for day in range(first, end) if day in track.fixed or (track.name, day) in self.held]
        gaps = Gaps(track, first, end, days, avoidable)
        self.least_shortfall += gaps.least
        left_out = gaps.extra[gaps.possible & (gaps.extra > self.slack)]
        if left_out.size:
            self.least_left_out = min(self.least_left_out, int(left_out.min()))
        last = len(days) + 1
        leaving: list[list[cp_model.IntVar]] = [[] for _ in range(last + 1)]
        arriving: list[list[cp_model.IntVar]] = [[] for _ in range(last + 1)]
        for earlier, later in np.argwhere(gaps.possible & (gaps.extra <= self.slack)).tolist():
            arc = self.model.new_bool_var("")
            leaving[earlier].append(arc)
            arriving[later].append(arc)
            self.sums[0].add(arc, int(gaps.short[earlier, later]))
            self.sums[2].add(arc, int(gaps.uneven[earlier, later]))
        self.model.add_exactly_one(leaving[0])
        self.model.add_exactly_one(arriving[last])
        for stop, day in enumerate(days, 1):
            absent = [] if day in track.fixed else [self.held[track.name, day].negated()]
            self.model.add_exactly_one([*arriving[stop], *absent])
            self.model.add_exactly_one([*leaving[stop], *absent])


class Gaps:
    """All gaps of an unbroken row of weeks: from stop to stop, where the first and the last are the row's ends.

    Attributes:
        possible: whether a gap can be, as far as its own ends and the fixed sessions decide it.
        short: its shortfall.
        uneven: its unevenness.
        least: the least sum of shortfalls of any way from end to end.
        extra: how much larger than it must be the shortfall is at least in a plan with this gap.
    """

    def __init__(self, track: Track, first: int, end: int, days: list[int], avoidable: list[int]) -> None:
        before = track.last_before() if first == 0 else None
        stops = np.array([first - 1 if before is None else before, *days, end])
        # The gap to the end of a row of weeks follows the row's last day.
        asked = [track.frequencies[max(0, day) // 7] for day in [first, *days, end - 1]]
        every = np.array([one is not None and one.kind == "every" for one in asked])
        weekly = np.array([one is not None and one.kind == "weekly" for one in asked])
        least = np.array([0 if one is None else one.least for one in asked])
        most = np.array([0 if one is None else one.most for one in asked])
        need = np.array([1, *(track.need(day) for day in days), 1])
        fixed = np.array([before is not None, *(day in track.fixed for day in days), False])
        real = np.array([before is not None, *(True for _ in days), False])

        gap = stops[None, :] - stops[:, None]
        both = real[:, None] & real[None, :]
        near = both & (gap < need[None, :]) & ~(fixed[:, None] & fixed[None, :])
        # No gap leaps over a fixed session.
        until = np.cumsum(np.array([0, *(day in track.fixed for day in days), 0]))
        leaps = until[None, :] - np.array([0, *(day in track.fixed for day in days), 0])[None, :] > until[:, None]
        self.possible = np.triu(np.ones_like(near), 1) & ~near & ~leaps
        self.short = np.where(every[None, :], np.maximum(0, gap - most[None, :]), 0)
        unevenness = np.where(every, 1, 0) * (gap - least) ** 2 + np.where(weekly, 1, 0) * (most * gap - 7) ** 2
        self.uneven = np.where(both, unevenness, 0)

        far = 10**9
        steps = np.where(self.possible, self.short, far)
        behind, ahead = np.full(len(stops), far), np.full(len(stops), far)
        behind[0] = ahead[-1] = 0
        for stop in range(1, len(stops)):
            behind[stop] = (behind[:stop] + steps[:stop, stop]).min()
        for stop in range(len(stops) - 2, -1, -1):
            ahead[stop] = (steps[stop, stop + 1 :] + ahead[stop + 1 :]).min()
        self.least = int(behind[-1])
        weeks = np.cumsum([0, *avoidable])
        # The whole weeks between the two ends of a gap.
        begin = np.clip(-(-(stops + 1) // 7), 0, len(avoidable))[:, None]
        empty = weeks[np.maximum(begin, (stops // 7)[None, :])] - weeks[begin]
        self.extra = np.minimum(far, behind[:, None] + steps + ahead[None, :]) - self.least + empty


def _appointments_preference(instance: Instance) -> int:
    total = 0
    for one in instance.appointments:
        shown = instance.shown(one.start)
        total += instance.preference(one.activity, instance.week_of(one.day), 60 * shown.hour + shown.minute)
    return total


# The search.


class Answer(NamedTuple):
    """A verdict, and for each day how many sessions of which activities the best plan found has."""

    verdict: Verdict
    counts: list[dict[str, int]]


def solve(instance: Instance, seconds: float, workers: int = 2) -> Verdict:
    """The least cost that CP-SAT finds.

    Args:
        seconds: for building the model and minimising all five costs together.
        workers: threads.
    """
    return answer(instance, seconds, workers).verdict


def answer(instance: Instance, seconds: float, workers: int = 2) -> Answer:
    """What `solve` says, with the counts that prove that the cost can be had."""
    began = perf_counter()
    deadline = began + seconds
    solving = 0.0
    best: tuple[Cost, list[dict[str, int]]] | None = None
    proven = False
    try:
        tracks = {name: Track(instance, name) for name in instance.activities}
        columns = list(_all_columns(instance, tracks, deadline))
        slack: int | None = SLACK
        while slack is not None and perf_counter() < deadline:
            model = _Model(instance, tracks, columns, slack, deadline)
            search = _Search(model, deadline, workers)
            search.run()
            solving += search.seconds
            if search.best is not None and (best is None or search.best[0] < best[0]):
                best = search.best
            proven = search.proven
            slack = search.needs_slack
    except _TimeIsUpError:
        pass
    verdict = Verdict(best[0] if best else None, proven, perf_counter() - began - solving, solving)
    return Answer(verdict, best[1] if best else [])


def _all_columns(instance: Instance, tracks: dict[str, Track], deadline: float) -> Iterator[list[_Column]]:
    for day in range(instance.days):
        if perf_counter() > deadline:
            raise _TimeIsUpError
        yield _Day(instance, tracks, day).columns()


class _Search:
    """Minimises one cost after the other.

    Attributes:
        best: the least cost found and its counts.
        proven: whether that is the least of all plans, those with gaps that were left out too.
        needs_slack: the slack that it takes where gaps that were left out could be part of a better plan.
        seconds: time within the solver.
    """

    def __init__(self, model: _Model, deadline: float, workers: int) -> None:
        self._model = model
        self._deadline = deadline
        self._workers = workers
        self.best: tuple[Cost, list[dict[str, int]]] | None = None
        self.proven = False
        self.needs_slack: int | None = None
        self.seconds = 0.0

    def run(self) -> None:
        """Minimises until all is proven or the time is up."""
        sums, model = self._model.sums, self._model.model
        proven = True
        for tier, one in enumerate(sums):
            if one.terms or self.best is None:
                left = self._deadline - perf_counter()
                if left <= 0:
                    return
                solver = self._solver(left if tier == TIERS - 1 else left * SHARE)
                model.minimize(one.expression)
                status = solver.solve(model)
                self.seconds += solver.wall_time
                if status == cp_model.INFEASIBLE:
                    # There is no way around the gaps that were left out.
                    assert self._model.least_left_out < NEVER
                    self.needs_slack = 8 * self._model.slack + 8
                    return
                proven = proven and status == cp_model.OPTIMAL
                if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                    self._take(solver)
                if self.best is None:
                    return
                model.add(one.expression <= self.best[0][tier] - one.constant)
            if tier == 0 and proven:
                assert self.best is not None
                excess = self.best[0][0] - self._model.least_shortfall
                if self._model.least_left_out <= excess:
                    self.needs_slack = excess
                    return
        self.proven = proven

    def _take(self, solver: cp_model.CpSolver) -> None:
        """Keeps a solution that is better than the best, and gives it to the next search as a hint."""
        model = self._model
        sums = [
            one.constant + sum(factor * solver.value(variable) for variable, factor in one.terms) for one in model.sums
        ]
        cost = sums[0], sums[1], sums[2], sums[3], sums[4]
        if self.best is not None and self.best[0] <= cost:
            return
        counts = []
        for day, options in enumerate(model.columns):
            chosen = model.chosen.get(day)
            number = 0 if chosen is None else next(n for n, one in enumerate(chosen) if solver.boolean_value(one))
            counts.append(options[number].counts)
        self.best = cost, counts
        values = list(solver.response_proto.solution)
        hint = model.model.proto.solution_hint
        model.model.clear_hints()  # type: ignore[no-untyped-call] # OR-tools says no types here
        hint.vars.extend(range(len(values)))
        hint.values.extend(values)

    def _solver(self, limit: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = limit
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = 0
        # The relaxation is what proves things here: it gets everything at once, and no time is lost before it.
        solver.parameters.linearization_level = 2
        solver.parameters.add_lp_constraints_lazily = False
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        return solver
