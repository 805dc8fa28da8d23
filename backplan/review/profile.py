"""What could be better about a profile that has no faults.

Windows are held against the prescription by the clock alone: two days a year, on which the clocks change, may differ.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from backplan.errors import BadFileError
from backplan.language.wording import listed, minutes, short_day_and_year, times_of_day, weekdays
from backplan.model.frequency import Cap
from backplan.model.time import DAY_MINUTES, QUARTER, Interval, clock_text, joined
from backplan.review.advice import advice, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from backplan.errors import BackplanError, Fault
    from backplan.model.finding import Finding
    from backplan.model.profile import DateRange, Profile
    from backplan.model.regimen import Activity, Preferred, Regimen


SHOWN_FAULTS = 3
"""Faults of one busy calendar that are told; whoever mends these is told the rest."""


class _Dose(NamedTuple):
    """An activity's session in one week.

    Attributes:
        week: counted from 0 at the regimen's beginning.
        first: it is the first planned week that has the activity.
    """

    activity: Activity
    length: int
    week: int
    first: bool


def profile_advice(
    profile: Profile,
    regimen: Regimen | None = None,
    *,
    today: date,
    start: date | None = None,
    weeks: int = 1,
    first_week: int = 0,
) -> tuple[Finding, ...]:
    """Advice about a profile.

    Args:
        profile: what a patient wrote.
        regimen: what is prescribed; without it, nothing is said of sessions that do not fit.
        today: the day on which it is asked.
        start: the plan's first day, or None where that is open; days away are then held against today.
        weeks: how many weeks are planned.
        first_week: the plan's first week, counted from 0 at the regimen's beginning.
    """
    doses = () if regimen is None else tuple(_doses(regimen, range(first_week, first_week + weeks)))
    return (
        *_overlapping(profile),
        *_unused(profile, doses),
        *_unfit(profile, doses),
        *_unmet_wishes(profile, doses),
        *_past(profile.away, today, start),
    )


def unreadable_busy(path: str, error: BackplanError) -> Finding:
    """What to say of a busy calendar that cannot be read; the file's name alone, for a folder may have a patient's.

    Args:
        path: the calendar's path.
        error: what came of reading it.
    """
    where = PurePath(path)

    def without_folders(text: str) -> str:
        shorter = text.replace(path, where.name)
        return shorter.replace(str(where.parent), "its folder") if where.parent.name else shorter

    def place(fault: Fault) -> str:
        # What was found may be a line of somebody's appointment.
        line = f", line {fault.line}" if fault.line else ""
        return f"{where.name}{line}: {fault.expected} should stand there"

    faults = error.faults[:SHOWN_FAULTS] if isinstance(error, BadFileError) else ()
    return advice(
        "busy",
        f"The busy calendar {where.name} cannot be read, so that no plan can be made.",
        because=tuple(map(place, faults)) or (without_folders(error.message),),
        suggestions=(without_folders(error.hint) or "export the calendar again, or leave it out of `busy`",),
    )


def _doses(regimen: Regimen, weeks: Iterable[int]) -> Iterator[_Dose]:
    seen = set()
    for week in weeks:
        for activity_id in regimen.activity_ids:
            found = regimen.activity_at(activity_id, week)
            if found is not None and not isinstance(found[0].frequency, Cap):
                yield _Dose(*found, week, activity_id not in seen)
                seen.add(activity_id)


def _overlapping(profile: Profile) -> Iterator[Finding]:
    """Windows of one day that overlap; days with the same ones together."""
    days: dict[tuple[Interval, tuple[Interval, ...]], list[int]] = {}
    for weekday, windows in enumerate(profile.available):
        for whole in joined(windows):
            parts = tuple(one for one in windows if whole.start <= one.start and one.end <= whole.end)
            # Windows that only touch are one as well, but nobody has written a time twice.
            if sum(one.end - one.start for one in parts) > whole.end - whole.start:
                days.setdefault((whole, parts), []).append(weekday)
    for (whole, parts), on in days.items():
        yield advice(
            "available",
            f"The windows {listed(map(_shown, parts))} on {weekdays(on)} overlap.",
            because=("windows that overlap count as one",),
            suggestions=(f"write `{_written(whole)}`",),
        )


def _unused(profile: Profile, doses: Sequence[_Dose]) -> Iterator[Finding]:
    """Windows into which no session fits, as long as others are of use; those of several days together."""
    days: dict[Interval, list[int]] = {}
    used = False
    for weekday, windows in enumerate(profile.available):
        for window in joined(windows):
            if any(_fits(dose, weekday, window, profile.wake) for dose in doses):
                used = True
            else:
                days.setdefault(window, []).append(weekday)
    if not used:
        return
    least = min(dose.length for dose in doses)
    for window, on in days.items():
        short = _room(window) < least
        because = (
            f"from a quarter hour on it has {minutes(max(0, _room(window)))}, and the shortest session takes "
            f"{minutes(least)}"
            if short
            else "the sessions that are short enough may not lie there, by their `days` or `after_waking`"
        )
        instead = f"make it {minutes(least)} or longer from a quarter hour on, or " if short else ""
        yield advice(
            "available",
            f"No session fits into the window {_shown(window)} on {weekdays(on)}.",
            because=(because,),
            suggestions=(f"{instead}leave it out",),
        )


def _unfit(profile: Profile, doses: Sequence[_Dose]) -> Iterator[Finding]:
    """Activities that fit into no window, in the first week in which they do not."""
    told = set()
    for dose in doses:
        activity = dose.activity
        if activity.id in told or _fits_somewhere(dose, profile, profile.wake):
            continue
        told.add(activity.id)
        during = "" if dose.first else f", as in week {dose.week + 1},"
        sessions = f"{activity.title}: sessions of {minutes(dose.length)}{during}"
        if _fits_somewhere(dose, profile, None) and profile.wake is not None and activity.after_waking is not None:
            earliest = profile.wake + activity.after_waking
            rise = f"{minutes(activity.after_waking)} after getting up at {clock_text(profile.wake)}"
            start = _quarter(earliest)
            enough = start + dose.length <= DAY_MINUTES
            yield advice(
                "after_waking",
                f"{sessions} fit into no window after getting up.",
                activity=activity.id,
                because=(f"they start {rise} at the earliest",),
                suggestions=(
                    f"add a window such as `{_written(Interval(start, start + dose.length))}`"
                    if enough
                    else "ask who prescribes it for a shorter `after_waking`",
                ),
            )
            continue
        rooms = [_room(window) for day in activity.days for window in joined(profile.available[day])]
        on = "" if len(activity.days) == 7 else f" on {weekdays(activity.days)}"
        longest = (
            f"from a quarter hour on, the longest window{on} has {minutes(max(0, *rooms))}"
            if rooms
            else f"there is no window{on}"
        )
        yield advice(
            "available",
            f"{sessions} fit into no window.",
            activity=activity.id,
            because=(longest,),
            suggestions=(f"make a window{on} of {minutes(dose.length)} or more",),
        )


def _unmet_wishes(profile: Profile, doses: Sequence[_Dose]) -> Iterator[Finding]:
    """Preferred times at which no window is open."""
    for dose in doses:
        wished = profile.preference(dose.activity.id).when
        if not dose.first or not wished:
            continue
        windows = [window for day in dose.activity.days for window in joined(profile.available[day])]
        closed = [one for one in wished if not any(_is_open(window, _minute(profile, one)) for window in windows)]
        if not windows or not closed:
            continue
        nearest = _nearest_start(dose, profile, _minute(profile, closed[0]))
        named = [f"{one.value} is {clock_text(_minute(profile, one))}" for one in closed if not isinstance(one, int)]
        yield advice(
            "prefer",
            f"{dose.activity.title}: no window is open {times_of_day(closed)}, as preferred.",
            activity=dose.activity.id,
            because=tuple(named),
            suggestions=() if nearest is None else (f'write `when: "{clock_text(nearest)}"`, or open a window then',),
        )


def _past(away: Sequence[DateRange], today: date, start: date | None) -> Iterator[Finding]:
    begin = today if start is None else start
    past = [one for one in away if one.last < begin]
    if not past:
        return
    shown, _ = names(
        short_day_and_year(one.first)
        if one.first == one.last
        else f"{short_day_and_year(one.first)} to {short_day_and_year(one.last)}"
        for one in past
    )
    before = "today" if start is None else f"the plan begins on {short_day_and_year(start)}"
    yield advice(
        "away",
        f"The time away {shown} is over before {before}.",
        suggestions=("leave out what is over, or look at the year",),
    )


# --- Windows, in clock minutes --------------------------------------------------------------------------------------


def _quarter(minute: int) -> int:
    return -(-minute // QUARTER) * QUARTER


def _room(window: Interval) -> int:
    """Minutes from a window's first quarter hour to its end."""
    return window.end - _quarter(window.start)


def _fits(dose: _Dose, weekday: int, window: Interval, wake: int | None) -> bool:
    return weekday in dose.activity.days and _earliest(dose, window, wake) + dose.length <= window.end


def _earliest(dose: _Dose, window: Interval, wake: int | None) -> int:
    after = dose.activity.after_waking
    return _quarter(window.start if wake is None or after is None else max(window.start, wake + after))


def _fits_somewhere(dose: _Dose, profile: Profile, wake: int | None) -> bool:
    return any(
        _fits(dose, weekday, window, wake)
        for weekday, windows in enumerate(profile.available)
        for window in joined(windows)
    )


def _nearest_start(dose: _Dose, profile: Profile, minute: int) -> int | None:
    """The possible start that is nearest to a clock minute, the earlier of two; None where nothing fits."""
    starts = {
        start
        for weekday in dose.activity.days
        for window in joined(profile.available[weekday])
        for start in range(_earliest(dose, window, profile.wake), window.end - dose.length + 1, QUARTER)
    }
    return min(starts, key=lambda start: (abs(start - minute), start), default=None)


def _is_open(window: Interval, minute: int) -> bool:
    return window.start <= minute < window.end


def _minute(profile: Profile, preferred: Preferred) -> int:
    return profile.anchors.minute(preferred)


def _shown(window: Interval) -> str:
    return f"{clock_text(window.start)} to {clock_text(window.end)}"


def _written(window: Interval) -> str:
    return f"{clock_text(window.start)}-{clock_text(window.end)}"
