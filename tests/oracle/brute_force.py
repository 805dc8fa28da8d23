"""Finds the least cost of a small problem by trying everything.

For each activity every row of day counts is tried that its own limits allow, on each day every placement of its
sessions on quarter hours, and all rows of all activities are combined. What is left out is left out for one of
three reasons only: more sessions never make room (a row, a day or a pair that fails stays failed when sessions
are added), a limit broken by the first days stays broken, and a sum that is already above the best stays above.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tests.oracle.judge import activity_cost, activity_limits

if TYPE_CHECKING:
    from tests.oracle.instance import Document, Instance

Cost = tuple[int, int, int, int, int]
Row = tuple[int, ...]
"""How many sessions of one activity are planned on each day."""

_WORST = (10**9, 0, 0, 0, 0)


class Asked(NamedTuple):
    """One thing that a plan is asked besides.

    Attributes:
        least: planned sessions of the activity on the day.
        most: the same at the most, or None.
        start: the minute at which one of them is to start, or None.
        clear: the minute at which none of them may start, or None.
    """

    activity: str
    day: int
    least: int = 0
    most: int | None = None
    start: int | None = None
    clear: int | None = None

    def allows(self, activity: str, day: int, count: int) -> bool:
        """Whether so many sessions of an activity on a day are what is asked."""
        if (activity, day) != (self.activity, self.day):
            return True
        return count >= self.least and (self.most is None or count <= self.most)


class _Day:
    """All that one day allows; counts are in the order of the problem's activities."""

    def __init__(self, instance: Instance, day: int, asked: Asked | None = None) -> None:
        self.instance = instance
        self.day = day
        self.asked = asked if asked is not None and asked.day == day else None
        self.week = instance.week_of(day)
        self.appointments = [one for one in instance.appointments if one.day == day]
        self._answers: dict[Row, tuple[int, int, list[tuple[str, int]]] | None] = {}
        self._starts = {
            activity: self._free_starts(activity)
            for activity in instance.activities
            if instance.definition(activity, self.week) is not None
        }

    def _free_starts(self, activity: str) -> list[tuple[int, int]]:
        """Preference and instant of every start in free time, best first, as if the day were otherwise empty."""
        instance = self.instance
        minutes = instance.minutes_of(self.day)
        windows = instance.windows(self.day)
        free = {
            minute.instant
            for minute in minutes
            if any(start <= minute.clock < end for start, end in windows) and not instance.away(self.day)
        }
        for start, end in instance.busy_spans:
            free -= set(range(max(start, minutes[0].instant), min(end, minutes[-1].instant + 1)))
        for appointment in instance.appointments:
            free -= set(range(appointment.start, appointment.end))
        length = instance.session_minutes(activity, self.week)
        earliest = instance.earliest_start(activity, self.day)
        return sorted(
            (instance.preference(activity, self.week, minute.clock), minute.instant)
            for minute in minutes
            if minute.clock % 15 == 0
            and (earliest is None or minute.instant >= earliest)
            and all(number in free for number in range(minute.instant, minute.instant + length))
            and (self.asked is None or activity != self.asked.activity or minute.instant != self.asked.clear)
        )

    def _alternates_broken(self, counts: Row) -> bool:
        instance = self.instance
        planned = {name for name, count in zip(instance.activities, counts, strict=True) if count}
        present = planned | {one.activity for one in self.appointments}
        for activity in present:
            for other in instance.alternates(activity, self.week):
                if other in present and (activity in planned or other in planned):
                    return True
        return False

    def answer(self, counts: Row) -> tuple[int, int, list[tuple[str, int]]] | None:
        """Least preference, load and the starts for it, of a day with these counts; None where they do not fit."""
        if counts not in self._answers:
            self._answers[counts] = self._place(counts)
        return self._answers[counts]

    def _starts_as_asked(self, wanted: list[str], chosen: list[int]) -> bool:
        asked = self.asked
        if asked is None or asked.start is None or asked.activity not in wanted:
            return True
        return (asked.activity, asked.start) in zip(wanted, chosen, strict=True)

    def _place(self, counts: Row) -> tuple[int, int, list[tuple[str, int]]] | None:
        instance = self.instance
        wanted = [name for name, count in zip(instance.activities, counts, strict=True) for _ in range(count)]
        lengths = [instance.session_minutes(name, self.week) for name in wanted]
        load = sum(lengths) ** 2
        if instance.most_minutes is not None and sum(lengths) > instance.most_minutes:
            return None
        if self._alternates_broken(counts):
            return None
        aparts = [instance.apart(name, self.week) for name in wanted]
        starts = [self._starts[name] for name in wanted]
        best: tuple[int, list[int]] | None = None

        def fits(number: int, start: int, chosen: list[int]) -> bool:
            end = start + lengths[number]
            for other, other_start in enumerate(chosen):
                other_end = other_start + lengths[other]
                pause = 0
                if wanted[other] == wanted[number]:
                    # Sessions of one activity are alike: trying them in one order is enough.
                    if start < other_start:
                        return False
                    pause = aparts[number]
                if start < other_end + pause and other_start < end + pause:
                    return False
            return all(
                start >= one.end + aparts[number] or one.start >= end + aparts[number]
                for one in self.appointments
                if one.activity == wanted[number]
            )

        def try_all(number: int, chosen: list[int], preference: int) -> None:
            nonlocal best
            if number == len(wanted):
                if not self._starts_as_asked(wanted, chosen):
                    return
                if best is None or preference < best[0]:
                    best = (preference, list(chosen))
                return
            for more, start in starts[number]:
                if best is not None and preference + more >= best[0]:
                    break  # the starts are in order of preference, so the rest is no better
                if fits(number, start, chosen):
                    try_all(number + 1, [*chosen, start], preference + more)

        try_all(0, [], 0)
        if best is None:
            return None
        return best[0], load, list(zip(wanted, best[1], strict=True))


def _rows(instance: Instance, activity: str, days: list[_Day]) -> list[tuple[tuple[int, int, int], Row]]:
    """Every row that the activity's own limits and the days alone allow, with its first three costs, best first."""
    position = instance.activities.index(activity)
    alone = [0] * len(instance.activities)
    fixed: dict[int, int] = {}
    for one in instance.appointments:
        if one.activity == activity:
            fixed[one.day] = fixed.get(one.day, 0) + 1
    rows: list[Row] = [()]
    for day in days:
        longer = []
        known = {number: count for number, count in fixed.items() if number <= day.day}
        frequency = instance.frequency(activity, day.week)
        most = 0
        if frequency is not None and frequency.kind != "cap":
            most = frequency.most if frequency.kind == "daily" else 1
        for count in range(most + 1):
            if day.asked is not None and not day.asked.allows(activity, day.day, count):
                continue
            alone[position] = count
            if count and day.answer(tuple(alone)) is None:
                continue
            for row in rows:
                planned = dict(enumerate((*row, count)))
                texts = activity_limits(instance, activity, planned, known) if count or day.day in known else []
                if not any(text.split(": ")[1] == "planned" for text in texts):
                    longer.append((*row, count))
        rows = longer
    return sorted((activity_cost(instance, activity, dict(enumerate(row)), fixed), row) for row in rows)


def _appointments_preference(instance: Instance) -> int:
    total = 0
    for one in instance.appointments:
        shown = instance.shown(one.start)
        total += instance.preference(one.activity, instance.week_of(one.day), 60 * shown.hour + shown.minute)
    return total


def _search(instance: Instance, asked: Asked | None = None) -> tuple[Cost, list[tuple[str, int]]]:
    days = [_Day(instance, day, asked) for day in range(instance.days)]
    names = instance.activities
    rows = [_rows(instance, name, days) for name in names]
    if not all(rows):
        return _WORST, []
    # Each activity at its cheapest alone is a bound for those that are still to come.
    least = [(0, 0, 0)]
    for options in reversed(rows):
        cost = options[0][0]
        least.insert(0, (least[0][0] + cost[0], least[0][1] + cost[1], least[0][2] + cost[2]))
    fixed_preference = _appointments_preference(instance)
    best: Cost = _WORST
    best_rows: list[Row] = []

    def counts(day: int, chosen: list[Row]) -> Row:
        return tuple(row[day] for row in chosen) + (0,) * (len(names) - len(chosen))

    def combine(chosen: list[Row], cost: tuple[int, int, int]) -> None:
        nonlocal best, best_rows
        number = len(chosen)
        if number == len(names):
            answers = [day.answer(counts(day.day, chosen)) for day in days]
            preference = fixed_preference + sum(answer[0] for answer in answers if answer is not None)
            load = sum(answer[1] for answer in answers if answer is not None)
            if (*cost, preference, load) < best:
                best, best_rows = (*cost, preference, load), chosen
            return
        rest = least[number + 1]
        for own, row in rows[number]:
            total = (cost[0] + own[0], cost[1] + own[1], cost[2] + own[2])
            if (total[0] + rest[0], total[1] + rest[1], total[2] + rest[2]) > best[:3]:
                break  # the rows are in order of cost
            longer = [*chosen, row]
            if all(day.answer(counts(day.day, longer)) is not None for day in days if row[day.day]):
                combine(longer, total)

    combine([], (0, 0, 0))
    placed = []
    for day in days:
        answer = day.answer(counts(day.day, best_rows))
        placed += answer[2] if answer is not None else []
    return best, placed


def least_cost(instance: Instance) -> Cost:
    """The smallest cost of any plan that breaks no limit with a planned session."""
    return _search(instance)[0]


def least_cost_of_asked(instance: Instance, asked: Asked) -> Cost | None:
    """The same of plans that have what is asked; None where there is none."""
    cost = _search(instance, asked)[0]
    return None if cost == _WORST else cost


def best_plan(instance: Instance) -> Document:
    """One of the plans of least cost, as JSON, with choices taken in turn; its findings are left empty."""
    cost, placed = _search(instance)
    sessions = [
        (start, start + instance.session_minutes(name, instance.week_of(day)), name, False)
        for name, start in placed
        for day in [instance.day_of(instance.shown(start).date())]
    ]
    sessions += [(one.start, one.end, one.activity, True) for one in instance.appointments]
    last = {one.activity: one.choice for one in instance.earlier if not one.fixed}
    written = []
    for number, (start, end, name, fixed) in enumerate(sorted(sessions)):
        week = instance.week_of(instance.day_of(instance.shown(start).date()))
        options = [] if fixed else instance.choices(name, week)
        choice = None
        if options:
            turns = dict(pairwise([*options, options[0]]))
            choice = turns.get(last.get(name) or "", options[0])
            last[name] = choice
        written.append(
            {
                "id": f"session-{number}",
                "activity": name,
                "title": name,
                "choice": choice,
                "start": instance.shown(start).isoformat(),
                "end": instance.shown(end).isoformat(),
                "minutes": end - start,
                "week": week,
                "fixed": fixed,
            }
        )
    names = ("shortfall", "missed", "unevenness", "preference", "load")
    return {
        "format": 1,
        "kind": "plan",
        "regimen": {"id": "regimen", "title": instance.regimen["title"]},
        "start": instance.start.isoformat(),
        "weeks": instance.weeks,
        "first_week": instance.first_week,
        "timezone": instance.zone,
        "sessions": written,
        "cost": dict(zip(names, cost, strict=True)),
        "findings": [],
    }
