"""Advice about a profile that has no faults.

Windows are compared with the prescription by the clock alone: on the two days a year on which the clocks change, that
may be wrong.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from backplan.advice.findings import advice, names
from backplan.errors import BadFileError
from backplan.language.wording import listed, minutes, short_day_and_year, times_of_day, weekdays
from backplan.model.frequency import Cap
from backplan.model.time import DAY_MINUTES, QUARTER, Interval, clock_text, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from backplan.errors import BackplanError
    from backplan.model.finding import Finding
    from backplan.model.profile import DateRange, Profile
    from backplan.model.regimen import Activity, Regimen


SHOWN_FAULTS = 3
"""Faults of one busy calendar that are reported; once these are fixed, the next ones are."""


class _Dose(NamedTuple):
    """An activity's session in one week.

    Attributes:
        length: minutes.
        week: counted from 0 at the regimen's beginning.
        first: whether it is the first planned week that has the activity.
    """

    activity: Activity
    length: int
    week: int
    first: bool

    @property
    def sessions(self) -> str:
        """Return `sessions of 30 minutes`, with the week if other weeks have shorter ones."""
        return f"sessions of {minutes(self.length)}{'' if self.first else f' (as in week {self.week + 1})'}"


def profile_advice(
    profile: Profile,
    regimen: Regimen | None = None,
    *,
    today: date,
    start: date | None = None,
    weeks: int = 1,
) -> tuple[Finding, ...]:
    """Return advice about a profile; with a regimen, also about its sessions in the first `weeks`.

    Days away are compared with the plan's first day `start`, or with `today` if that is not known.
    """
    doses = () if regimen is None else tuple(_doses(regimen, weeks))
    return (
        *_overlapping(profile),
        *_unused(profile, doses),
        *_unfit(profile, doses),
        *_closed_when_preferred(profile, doses),
        *_past(profile.away, today, start),
    )


def unreadable_busy(path: str, error: BackplanError) -> Finding:
    """Return advice about a busy calendar that cannot be read; without folders, whose names may be a patient's."""
    where = PurePath(path)

    def without_folders(text: str) -> str:
        shorter = text.replace(path, where.name)
        return shorter.replace(str(where.parent), "its folder") if where.parent.name else shorter

    # What was found is left out: it may be a line of somebody's appointment.
    faults = error.faults[:SHOWN_FAULTS] if isinstance(error, BadFileError) else ()
    reasons = [
        f"{where.name}{f', line {fault.line}' if fault.line else ''}: expected {fault.expected}" for fault in faults
    ]
    return advice(
        "busy",
        f"The busy calendar {where.name} cannot be read, so no plan can be made.",
        because=reasons or [without_folders(error.message)],
        suggestions=(without_folders(error.hint) or "export the calendar again, or remove it from `busy`",),
    )


def _doses(regimen: Regimen, weeks: int) -> Iterator[_Dose]:
    seen = set()
    for week in range(weeks):
        for activity_id in regimen.activity_ids:
            found = regimen.activity_at(activity_id, week)
            if found is not None and not isinstance(found[0].frequency, Cap):
                yield _Dose(*found, week, activity_id not in seen)
                seen.add(activity_id)


def _overlapping(profile: Profile) -> Iterator[Finding]:
    """Yield advice about windows of one day that overlap, for all days with the same ones together."""
    days: dict[tuple[Interval, tuple[Interval, ...]], list[int]] = {}
    for weekday, windows in enumerate(profile.available):
        for whole in joined(windows):
            parts = tuple(window for window in windows if whole.start <= window.start and window.end <= whole.end)
            # Windows that only touch are joined too, but no time in them is written twice.
            if sum(window.end - window.start for window in parts) > whole.end - whole.start:
                days.setdefault((whole, parts), []).append(weekday)
    for (whole, parts), on in days.items():
        yield advice(
            "available",
            f"The windows {listed(_shown(window, ' to ') for window in parts)} on {weekdays(on)} overlap.",
            because=("windows that overlap count as one",),
            suggestions=(f"write `{_shown(whole)}`",),
        )


def _unused(profile: Profile, doses: Sequence[_Dose]) -> Iterator[Finding]:
    """Yield advice about windows into which no session fits, if others are of use; those of several days together."""
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
        if _room(window) < least:
            room = minutes(max(0, _room(window)))
            because = (
                f"counted from its first quarter hour, it has {room}, but the shortest session takes {minutes(least)}"
            )
            suggestion = f"make it at least {minutes(least)} long, counted from a quarter hour, or remove it"
        else:
            because = "sessions that are short enough are not allowed there, because of their `days` or `after_waking`"
            suggestion = "remove it"
        yield advice(
            "available",
            f"No session fits into the window {_shown(window, ' to ')} on {weekdays(on)}.",
            because=(because,),
            suggestions=(suggestion,),
        )


def _unfit(profile: Profile, doses: Sequence[_Dose]) -> Iterator[Finding]:
    """Yield advice about activities that fit into no window, in the first week in which they do not."""
    reported = set()
    for dose in doses:
        if dose.activity.id not in reported and not _fits_somewhere(dose, profile, profile.wake):
            reported.add(dose.activity.id)
            yield _too_early(dose, profile) if _fits_somewhere(dose, profile, None) else _too_long(dose, profile)


def _too_early(dose: _Dose, profile: Profile) -> Finding:
    """Return advice about an activity that fits into a window, but only too early after getting up."""
    wake, after = profile.wake, dose.activity.after_waking
    assert wake is not None
    assert after is not None
    start = _quarter(wake + after)
    end = start + dose.length
    window = f"add a window such as `{_shown(Interval(start, end))}`"
    return advice(
        "after_waking",
        f"{dose.activity.title}: no window is long enough for {dose.sessions} after getting up.",
        activity=dose.activity.id,
        because=(f"the earliest start is {minutes(after)} after getting up at {clock_text(wake)}",),
        suggestions=(window if end <= DAY_MINUTES else "ask the prescriber for a shorter `after_waking`",),
    )


def _too_long(dose: _Dose, profile: Profile) -> Finding:
    """Return advice about an activity that is too long for every window."""
    activity = dose.activity
    rooms = [_room(window) for day in activity.days for window in joined(profile.available[day])]
    on = "" if len(activity.days) == 7 else f" on {weekdays(activity.days)}"
    longest = f"counted from a quarter hour, the longest window{on} has {minutes(max(0, *rooms))}" if rooms else ""
    return advice(
        "available",
        f"{activity.title}: no window is long enough for {dose.sessions}.",
        activity=activity.id,
        because=(longest or f"there is no window{on}",),
        suggestions=(f"add or extend a window{on} to at least {minutes(dose.length)}",),
    )


def _closed_when_preferred(profile: Profile, doses: Sequence[_Dose]) -> Iterator[Finding]:
    """Yield advice about preferred times at which no window is open."""
    at = profile.anchors.minute
    for dose in doses:
        preferred = profile.preference(dose.activity.id).when
        if not dose.first or not preferred:
            continue
        windows = [window for day in dose.activity.days for window in joined(profile.available[day])]
        closed = [time for time in preferred if not any(window.start <= at(time) < window.end for window in windows)]
        if not windows or not closed:
            continue
        nearest = _nearest_start(dose, profile, at(closed[0]))
        preferred_time = "the preferred time" if len(closed) == 1 else "the preferred times"
        yield advice(
            "prefer",
            f"{dose.activity.title}: no window is open {times_of_day(closed)}, {preferred_time}.",
            activity=dose.activity.id,
            because=[f"{time.value} is {clock_text(at(time))}" for time in closed if not isinstance(time, int)],
            suggestions=() if nearest is None else (f'write `when: "{clock_text(nearest)}"`, or open a window then',),
        )


def _past(away: Sequence[DateRange], today: date, start: date | None) -> Iterator[Finding]:
    past = [days for days in away if days.last < (start or today)]
    if not past:
        return
    shown, _ = names(
        " to ".join(dict.fromkeys((short_day_and_year(days.first), short_day_and_year(days.last)))) for days in past
    )
    before = "today" if start is None else f"the plan begins on {short_day_and_year(start)}"
    several = len(past) > 1 or past[0].first < past[0].last
    yield advice(
        "away",
        f"The {'days' if several else 'day'} away {shown} {'are' if several else 'is'} over before {before}.",
        suggestions=("remove past days, or check the year",),
    )


# --- Windows, in clock minutes --------------------------------------------------------------------------------------


def _quarter(minute: int) -> int:
    return -(-minute // QUARTER) * QUARTER


def _room(window: Interval) -> int:
    """Return the minutes from a window's first quarter hour to its end."""
    return window.end - _quarter(window.start)


def _earliest(dose: _Dose, window: Interval, wake: int | None) -> int:
    after = dose.activity.after_waking
    return _quarter(window.start if wake is None or after is None else max(window.start, wake + after))


def _fits(dose: _Dose, weekday: int, window: Interval, wake: int | None) -> bool:
    return weekday in dose.activity.days and _earliest(dose, window, wake) + dose.length <= window.end


def _fits_somewhere(dose: _Dose, profile: Profile, wake: int | None) -> bool:
    return any(
        _fits(dose, weekday, window, wake)
        for weekday, windows in enumerate(profile.available)
        for window in joined(windows)
    )


def _nearest_start(dose: _Dose, profile: Profile, minute: int) -> int | None:
    """Return the possible start nearest to a clock minute, the earlier of two; None if nothing fits."""
    starts = {
        start
        for weekday in dose.activity.days
        for window in joined(profile.available[weekday])
        for start in range(_earliest(dose, window, profile.wake), window.end - dose.length + 1, QUARTER)
    }
    return min(starts, key=lambda start: (abs(start - minute), start), default=None)


def _shown(window: Interval, to: str = "-") -> str:
    return f"{clock_text(window.start)}{to}{clock_text(window.end)}"
