"""Says what is wrong with a plan and what it costs, from contract section 3 alone.

Everything is recounted from the sessions; nothing is taken over from the plan but what is to be judged.
A limit's text begins with its rule, then `planned` where a planned session takes part in it, or `appointments`
where appointments (and earlier sessions) break it by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from tests.oracle.instance import instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.oracle.instance import Document, Instance

Counts = dict[int, int]
"""How many sessions on a day; days without one may be left out."""


@dataclass(frozen=True)
class Placed:
    """A session of the plan to be judged; `start` and `end` are instants."""

    activity: str
    day: int
    start: int
    end: int
    fixed: bool
    choice: str | None

    @property
    def minutes(self) -> int:
        return self.end - self.start


def _placed(instance: Instance, plan: Document) -> list[Placed]:
    result = []
    for session in plan["sessions"]:
        start = instant(datetime.fromisoformat(session["start"]))
        end = instant(datetime.fromisoformat(session["end"]))
        day = instance.day_of(instance.shown(start).date())
        result.append(Placed(session["activity"], day, start, end, session["fixed"], session["choice"]))
    return sorted(result, key=lambda one: (one.start, one.end, one.activity))


def _counts(placed: Iterable[Placed], activity: str, *, fixed: bool) -> Counts:
    result: Counts = {}
    for one in placed:
        if one.activity == activity and one.fixed is fixed:
            result[one.day] = result.get(one.day, 0) + 1
    return result


def _text(rule: str, planned: bool, activity: str, where: object, what: str) -> str:  # noqa: FBT001 - says it by place
    return f"{rule}: {'planned' if planned else 'appointments'}: {activity}: {where}: {what}"


# What an activity's own rules say about how many sessions it has on which days.


def activity_limits(
    instance: Instance, activity: str, planned: Mapping[int, int], fixed: Mapping[int, int]
) -> list[str]:
    """The limits of frequency, rest days and weekdays that an activity's day counts break."""
    result: list[str] = []
    days = sorted({day for counts in (planned, fixed) for day, count in counts.items() if count})

    def broken(rule: str, concerned: Iterable[int], what: str) -> None:
        concerned = list(concerned)
        takes_part = any(planned.get(day, 0) for day in concerned)
        where = ", ".join(str(instance.date_of(day)) for day in concerned)
        result.append(_text(rule, takes_part, activity, where, what))

    for day in days:
        frequency = instance.frequency(activity, instance.week_of(day))
        count = planned.get(day, 0) + fixed.get(day, 0)
        if planned.get(day, 0) and not 0 <= day < instance.days:
            broken("plan", [day], "outside the plan's days")
        if frequency is None:
            # An appointment of an activity that takes no part is only a session day for later gaps.
            if planned.get(day, 0):
                broken("phases", [day], "takes no part in this week")
            continue
        if frequency.kind == "cap":
            if planned.get(day, 0):
                broken("frequency", [day], "a capped activity is never planned")
        else:
            most = frequency.most if frequency.kind == "daily" else 1
            if count > most:
                broken("frequency", [day], f"{count} on one day, at most {most}")
        if not instance.allowed_weekday(activity, day):
            broken("days", [day], "not on this weekday")

    for week in range(instance.weeks):
        frequency = instance.frequency(activity, instance.week_of(7 * week))
        inside = [day for day in days if day // 7 == week]
        if frequency is not None and frequency.kind == "weekly":
            count = sum(planned.get(day, 0) + fixed.get(day, 0) for day in inside)
            if count > frequency.most:
                broken("frequency", inside, f"{count} in one week, at most {frequency.most}")

    past = sorted({session.day for session in instance.earlier if session.activity == activity})
    for earlier, later in pairwise([*past, *days]):
        if later < 0:
            continue
        week = instance.week_of(later)
        frequency = instance.frequency(activity, week)
        if frequency is None:
            continue
        gap = later - earlier
        if frequency.kind == "every" and gap < frequency.least:
            broken("frequency", [earlier, later], f"a gap of {gap}, at least {frequency.least}")
        if gap < instance.rest_days(activity, week) + 1:
            broken("rest_days", [earlier, later], f"a gap of {gap}")
    return result


def _last_in_run(instance: Instance, activity: str, first: int) -> int | None:
    """The day of the last earlier session that the run beginning on day `first` goes on from, if any.

    A run that begins inside the plan began after an absence, and an absence cuts off whatever was before.
    """
    if first > 0:
        return None
    days = [
        session.day
        for session in instance.earlier
        if session.activity == activity and instance.takes_part_between(activity, session.week, instance.first_week)
    ]
    return max(days, default=None)


def _run_gaps(instance: Instance, activity: str, days: list[int]) -> list[tuple[int, int, bool, bool]]:
    """The gaps that may cost something: earlier day, later day, whether each of the two is a session.

    For each unbroken row of weeks in which the activity takes part: from the last earlier session, or the day
    before the row, over the session days to the day after the row.
    """
    result = []
    for first, end in instance.runs(activity):
        before = _last_in_run(instance, activity, first)
        inside = [day for day in days if first <= day < end]
        stops = [
            (first - 1, False) if before is None else (before, True),
            *((day, True) for day in inside),
            (end, False),
        ]
        result += [(a, b, a_real, b_real) for (a, a_real), (b, b_real) in pairwise(stops)]
    return result


def activity_cost(
    instance: Instance, activity: str, planned: Mapping[int, int], fixed: Mapping[int, int]
) -> tuple[int, int, int]:
    """Shortfall, missed and unevenness of an activity's day counts."""
    shortfall = missed = unevenness = 0
    counts = {day: planned.get(day, 0) + fixed.get(day, 0) for day in range(instance.days)}

    for day in range(instance.days):
        frequency = instance.frequency(activity, instance.week_of(day))
        if frequency is not None and frequency.kind == "daily":
            shortfall += max(0, frequency.least - counts[day])
            missed += max(0, frequency.most - counts[day])

    for week in range(instance.weeks):
        frequency = instance.frequency(activity, instance.week_of(7 * week))
        if frequency is not None and frequency.kind == "weekly":
            count = sum(counts[day] for day in range(7 * week, 7 * week + 7))
            shortfall += max(0, frequency.least - count)
            missed += max(0, frequency.most - count)

    days = [day for day in range(instance.days) if counts[day]]
    for earlier, later, earlier_real, later_real in _run_gaps(instance, activity, days):
        # The gap to the end of a row of weeks follows the row's last day.
        frequency = instance.frequency(activity, instance.week_of(later if later_real else later - 1))
        gap = later - earlier
        if frequency is not None and frequency.kind == "every":
            shortfall += max(0, gap - frequency.most)
        if frequency is not None and earlier_real and later_real:
            if frequency.kind == "weekly":
                unevenness += (frequency.most * gap - 7) ** 2
            if frequency.kind == "every":
                unevenness += (gap - frequency.least) ** 2
    return shortfall, missed, unevenness


# Limits of whole plans.


def _alternation_limits(instance: Instance, placed: list[Placed]) -> list[str]:
    result = []
    for day in range(instance.days):
        week = instance.week_of(day)
        present = sorted({one.activity for one in placed if one.day == day})
        for first, second in combinations(present, 2):
            if second in instance.alternates(first, week) or first in instance.alternates(second, week):
                planned = any(one.day == day and one.activity in (first, second) and not one.fixed for one in placed)
                text = _text("alternate_with", planned, first, instance.date_of(day), f"with {second}")
                result.append(text)
    return result


def _cap_limits(instance: Instance, placed: list[Placed]) -> list[str]:
    """Caps, over the history, the appointments inside and outside the plan, and whatever the plan holds."""
    result = []
    for activity in instance.activities:
        cap = instance.cap(activity)
        if cap is None:
            continue
        # An appointment may be in the history and in the profile as well: it is one session.
        sessions = {one.start: one.day for one in instance.earlier if one.activity == activity}
        sessions |= {one.start: one.day for one in instance.all_appointments if one.activity == activity}
        sessions |= {one.start: one.day for one in placed if one.activity == activity}
        days = sorted(sessions.values())
        worst = max((sum(1 for day in days if first <= day < first + cap.span) for first in days), default=0)
        if worst > cap.most:
            planned = any(one.activity == activity and not one.fixed for one in placed)
            what = f"{worst} in {cap.span} days, at most {cap.most}"
            result.append(_text("frequency", planned, activity, "cap", what))
    return result


def _place_limits(instance: Instance, one: Placed) -> list[str]:
    """Where a single session may be, as far as free time and the clock decide it."""
    result = []
    week = instance.week_of(one.day)

    def broken(rule: str, what: str) -> None:
        where = instance.shown(one.start).isoformat()
        result.append(_text(rule, not one.fixed, one.activity, where, what))

    earliest = instance.earliest_start(one.activity, one.day)
    if earliest is not None and one.start < earliest:
        broken("after_waking", "too early")
    if one.fixed:
        return result  # an appointment need not lie in free time, nor on a quarter hour

    clocks = {minute.instant: minute.clock for minute in instance.minutes_of(one.day)}
    windows = instance.windows(one.day)
    for number in range(one.start, one.end):
        clock = clocks.get(number)
        if clock is None:
            broken("available", "across midnight")
            break
        if not any(start <= clock < end for start, end in windows):
            broken("available", "outside the windows")
            break
    if instance.away(one.day):
        broken("away", "on an away day")
    if any(start < one.end and one.start < end for start, end in instance.busy_spans):
        broken("busy", "in a busy event or its buffer")
    if instance.shown(one.start).minute % 15:
        broken("start", "not on a quarter hour")
    if week >= 0 and instance.definition(one.activity, week) is not None:
        asked = instance.session_minutes(one.activity, week)
        if one.minutes != asked:
            broken("time", f"{one.minutes} min, {asked} asked")
    return result


def _company_limits(instance: Instance, placed: list[Placed]) -> list[str]:
    """What sessions do to each other within a day."""
    result = []
    for first, second in combinations(placed, 2):
        planned = not (first.fixed and second.fixed)
        if first.day != second.day and first.end <= second.start:
            continue
        where = instance.shown(second.start).isoformat()
        if first.start < second.end and second.start < first.end:
            result.append(_text("overlap", planned, first.activity, where, f"with {second.activity}"))
        if (first.activity, first.day) == (second.activity, second.day):
            week = instance.week_of(first.day)
            if instance.definition(first.activity, week) is None:
                continue
            pause = second.start - first.end
            if pause < instance.apart(first.activity, week):
                result.append(_text("apart", planned, first.activity, where, f"{pause} min apart"))
    if instance.most_minutes is not None:
        for day in range(instance.days):
            minutes = sum(one.minutes for one in placed if one.day == day and not one.fixed)
            if minutes > instance.most_minutes:
                where_day = instance.date_of(day)
                result.append(_text("max_minutes_per_day", True, "all", where_day, f"{minutes} min"))
    return result


def broken_limits(instance: Instance, plan: Document) -> list[str]:
    """Every limit of contract section 3 that the plan breaks, those that appointments break alone included."""
    placed = _placed(instance, plan)
    result = []
    for activity in sorted({*instance.activities, *(one.activity for one in placed)}):
        planned = _counts(placed, activity, fixed=False)
        fixed = _counts(placed, activity, fixed=True)
        result += activity_limits(instance, activity, planned, fixed)
    result += _alternation_limits(instance, placed)
    result += _cap_limits(instance, placed)
    for one in placed:
        result += _place_limits(instance, one)
    result += _company_limits(instance, placed)
    return result


def broken_by_planned(instance: Instance, plan: Document) -> list[str]:
    """The broken limits in which a planned session takes part; a correct plan has none."""
    return [text for text in broken_limits(instance, plan) if text.split(": ")[1] == "planned"]


def broken_by_appointments(instance: Instance, plan: Document) -> list[str]:
    """The limits that appointments break by themselves; a correct plan has a `limit` finding for each."""
    return [text for text in broken_limits(instance, plan) if text.split(": ")[1] == "appointments"]


# Costs.


def count_cost(instance: Instance, plan: Document) -> tuple[int, int, int, int, int]:
    """The five costs of contract section 3.1."""
    placed = _placed(instance, plan)
    shortfall = missed = unevenness = 0
    for activity in instance.activities:
        planned = _counts(placed, activity, fixed=False)
        fixed = _counts(placed, activity, fixed=True)
        costs = activity_cost(instance, activity, planned, fixed)
        shortfall, missed, unevenness = shortfall + costs[0], missed + costs[1], unevenness + costs[2]
    preference = 0
    for one in placed:
        shown = instance.shown(one.start)
        preference += instance.preference(one.activity, instance.week_of(one.day), 60 * shown.hour + shown.minute)
    load = sum(
        sum(one.minutes for one in placed if one.day == day and not one.fixed) ** 2 for day in range(instance.days)
    )
    return shortfall, missed, unevenness, preference, load


def short_days(instance: Instance, plan: Document) -> set[tuple[str, str, frozenset[date]]]:
    """For each shortfall its activity, its kind of frequency and the calendar days of its finding.

    A daily activity has one entry with every short day; a weekly one an entry for each short week, with the
    week's seven days; an every one an entry for each gap that is too long, with all days strictly inside it,
    those before the plan too where the gap began with an earlier session.
    """
    placed = _placed(instance, plan)
    result: set[tuple[str, str, frozenset[date]]] = set()
    for activity in instance.activities:
        counts: Counts = {}
        for one in placed:
            if one.activity == activity:
                counts[one.day] = counts.get(one.day, 0) + 1

        def note(kind: str, days: Iterable[int], name: str = activity) -> None:
            result.add((name, kind, frozenset(instance.date_of(day) for day in days)))

        short = []
        for day in range(instance.days):
            frequency = instance.frequency(activity, instance.week_of(day))
            if frequency is not None and frequency.kind == "daily" and counts.get(day, 0) < frequency.least:
                short.append(day)
        if short:
            note("daily", short)
        for week in range(instance.weeks):
            frequency = instance.frequency(activity, instance.week_of(7 * week))
            days = range(7 * week, 7 * week + 7)
            if (
                frequency is not None
                and frequency.kind == "weekly"
                and sum(counts.get(day, 0) for day in days) < frequency.least
            ):
                note("weekly", days)
        for earlier, later, _, later_real in _run_gaps(instance, activity, sorted(counts)):
            frequency = instance.frequency(activity, instance.week_of(later if later_real else later - 1))
            if frequency is not None and frequency.kind == "every" and later - earlier > frequency.most:
                note("every", range(earlier + 1, later))
    return result


# Choices and form.


def broken_choice(instance: Instance, plan: Document) -> list[str]:
    """Every planned session whose choice is not the one whose turn it is.

    Where the last choice taken is no longer among the alternatives, the turns begin again with the first.
    """
    result = []
    last = {one.activity: one.choice for one in instance.earlier if not one.fixed}
    for session in sorted(plan["sessions"], key=lambda one: datetime.fromisoformat(one["start"]).timestamp()):
        activity, taken = session["activity"], session["choice"]
        if session["fixed"]:
            if taken is not None:
                result.append(f"choose: {activity}: {session['start']}: an appointment takes no turn")
            continue
        options = instance.choices(activity, session["week"])
        previous = last.get(activity)
        if not options:
            due = None
        elif previous in options:
            due = options[(options.index(previous) + 1) % len(options)]
        else:
            due = options[0]
        if taken != due:
            result.append(f"choose: {activity}: {session['start']}: {taken} taken, {due} is due")
        last[activity] = taken
    return result


def broken_form(instance: Instance, plan: Document) -> list[str]:
    """What is wrong with the plan's JSON itself, and appointments that are missing from it or invented."""
    result = []
    sessions = plan["sessions"]
    for key, value in (
        ("format", 1),
        ("kind", "plan"),
        ("start", instance.start.isoformat()),
        ("weeks", instance.weeks),
        ("first_week", instance.first_week),
        ("timezone", instance.zone),
    ):
        if plan.get(key) != value:
            result.append(f"{key}: {plan.get(key)!r} where {value!r} was expected")
    if len({session["id"] for session in sessions}) != len(sessions):
        result.append("id: not every session has an id of its own")
    starts = [datetime.fromisoformat(session["start"]) for session in sessions]
    if starts != sorted(starts, key=lambda moment: moment.astimezone(UTC)):
        result.append("sessions: not ordered by start")
    for session in sessions:
        name = f"{session['activity']} {session['start']}"
        start, end = datetime.fromisoformat(session["start"]), datetime.fromisoformat(session["end"])
        for moment in (start, end):
            shown = instance.shown(instant(moment))
            if shown.isoformat() != moment.isoformat():
                result.append(f"timezone: {name}: {moment.isoformat()} where the clock shows {shown.isoformat()}")
        if end - start != timedelta(minutes=session["minutes"]):
            result.append(f"minutes: {name}: {session['minutes']} said, {end - start} between start and end")
        day = instance.day_of(instance.shown(instant(start)).date())
        if session["week"] != instance.week_of(day):
            result.append(f"week: {name}: {session['week']}")
    fixed = sorted((one.activity, one.day, one.start, one.end) for one in _placed(instance, plan) if one.fixed)
    wanted = sorted(tuple(one) for one in instance.appointments)
    if fixed != wanted:
        result.append(f"appointments: {fixed} where {wanted} was expected")
    return result


def everything_wrong(instance: Instance, plan: Document) -> list[str]:
    """All that may never be wrong with a plan that the product made, its own count of the cost included."""
    result = [
        *broken_form(instance, plan),
        *broken_by_planned(instance, plan),
        *broken_choice(instance, plan),
    ]
    counted = count_cost(instance, plan)
    names = ("shortfall", "missed", "unevenness", "preference", "load")
    said = tuple(plan["cost"][name] for name in names)
    if said != counted:
        result.append(f"cost: {said} said, {counted} counted")
    return result
