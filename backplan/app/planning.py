"""What a plan depends on, gathered, and the best plan made from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.app.sources import content
from backplan.errors import UsageError
from backplan.explain.explained_plan import explained_plan
from backplan.language.suggest import iana_zone
from backplan.language.wording import listed
from backplan.model.continuation import continuation
from backplan.model.prescribed import prescribed_choice
from backplan.model.profile import Appointment
from backplan.model.request import MOST_WEEKS, PlanRequest
from backplan.model.time import instant, moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backplan.model.plan import Plan, Session
    from backplan.model.profile import DateRange, Profile
    from backplan.model.regimen import Regimen
    from backplan.model.request import BusyEvent


def plan_request(
    regimen: Regimen,
    profile: Profile,
    *,
    start: date | None,
    weeks: int,
    timezone: str,
    today: date,
    busy_files: Sequence[str] = (),
    away: Sequence[DateRange] = (),
    after: Plan | None = None,
) -> PlanRequest:
    """Gather everything that a plan depends on.

    Args:
        regimen: what is prescribed.
        profile: what the patient's life leaves room for.
        start: the first day; without it the day after `after`'s last, or else the coming Monday, today included.
        weeks: how many weeks.
        timezone: IANA name of the plan's zone.
        today: the day on which it is asked.
        busy_files: calendars besides the profile's own.
        away: days away besides the profile's own.
        after: an earlier plan that this one continues.

    Raises:
        UsageError: there is no such time zone, or the profile has an appointment or a choice that the regimen does not
            prescribe.
        FileAccessError: a busy calendar cannot be read.
        BadFileError: a busy calendar is broken.
    """
    refuse_unknown(regimen, profile, timezone)
    _refuse_impossible(profile, weeks)
    if start is None:
        start = today + timedelta(days=-today.weekday() % 7) if after is None else after.end
    paths = tuple(dict.fromkeys((*profile.busy, *busy_files)))
    place = None if after is None else continuation(after, start, regimen.id)
    return PlanRequest(
        regimen=regimen,
        timezone=timezone,
        start=start,
        weeks=weeks,
        first_week=0 if place is None else place.first_week,
        profile=replace(profile, away=tuple(dict.fromkeys((*profile.away, *away)))),
        history=() if after is None else _history(after, start, timezone),
        busy=read_busy(paths, start, weeks, timezone),
        fresh_from=start if place is not None and place.weeks_off else None,
    )


def request_of_plan(
    plan: Plan,
    regimen: Regimen,
    profile: Profile,
    *,
    busy_files: Sequence[str] = (),
    away: Sequence[DateRange] = (),
    after: Plan | None = None,
) -> PlanRequest:
    """Gather what a plan was made from: its own days, and what the patient's life leaves room for.

    The appointments of its days are those that the plan itself holds, so that one which was moved or called off since
    is not there twice; the profile's others count for caps. An appointment of an activity that the regimen does not
    have takes no part.

    Args:
        plan: the plan.
        regimen: what it is of; `regimen_of_plan` finds it.
        profile: what the patient's life leaves room for.
        busy_files: calendars besides the profile's own.
        away: days away besides the profile's own.
        after: the earlier plan that this one continues; without it, the history that the plan carries counts.

    Raises:
        UsageError: the profile has an appointment or a choice that the regimen does not prescribe.
        FileAccessError: a busy calendar cannot be read.
        BadFileError: a busy calendar is broken.
    """
    days, known = set(plan.days), set(regimen.activity_ids)
    # Two that lie on each other are two.
    own = [
        Appointment(session.start.date(), session.clock_minute, session.minutes, session.activity)
        for session in plan.sessions
        if session.fixed and session.activity in known
    ]
    asked = plan_request(
        regimen,
        profile,
        start=plan.start,
        weeks=plan.weeks,
        timezone=plan.timezone,
        today=plan.start,
        busy_files=busy_files,
        away=(*away, *plan.away),
        after=after,
    )
    others = [appointment for appointment in profile.appointments if appointment.on not in days]
    if after is None and plan.made_from is not None:
        fresh_from = plan.start if plan.made_from.late else None
        asked = replace(asked, history=plan.made_from.history, fresh_from=fresh_from)
    return replace(
        asked,
        first_week=plan.first_week,
        profile=replace(asked.profile, appointments=tuple(sorted((*own, *others)))),
    )


def make_plan(request: PlanRequest) -> Plan:
    """Make the plan of least cost, with findings for everything in which it falls short.

    Raises:
        UsageError: as for `plan_request`, which a program may do without.
    """
    refuse_unknown(request.regimen, request.profile, request.timezone)
    return explained_plan(request)


def read_busy(paths: Sequence[str], start: date, weeks: int, timezone: str) -> tuple[BusyEvent, ...]:
    """Read what other calendars take of the days of a plan and of those around it, from which a buffer may reach in.

    Raises:
        FileAccessError: a file cannot be read.
        BadFileError: a file is no calendar, or a broken one.
    """
    if not paths:
        return ()
    from backplan.calendars.busy import parse_busy  # noqa: PLC0415 - loads icalendar

    # A buffer is a day at the most.
    first, last = start - timedelta(days=2), start + timedelta(weeks=weeks, days=1)
    events = {event for path in paths for event in parse_busy(content(Path(path)), path, first, last, timezone)}
    return tuple(sorted(events, key=lambda event: (event.span, event.title)))


def refuse_unknown(regimen: Regimen, profile: Profile, timezone: str) -> None:
    """Refuse what a file that is read with its regimen never says, and a program may.

    Raises:
        UsageError: there is no such time zone, or the regimen does not prescribe what the profile names.
    """
    if iana_zone(timezone) is None:
        raise UsageError(f"'{timezone}' is not a time zone.", "Names look like Europe/Berlin or America/New_York.")
    known = regimen.activity_ids
    for appointment in profile.appointments:
        if appointment.activity not in known:
            raise UsageError(
                f"The profile has an appointment of '{appointment.activity}', which the regimen '{regimen.id}' "
                "does not have.",
                f"Its activities are: {', '.join(known)}.",
            )
    for activity, preference in profile.prefer:
        prescribed = regimen.alternatives(activity)
        for choice in preference.choose or ():
            if activity in known and prescribed_choice(prescribed, choice) is None:
                raise UsageError(
                    f"The profile chooses '{choice}' for '{activity}', which the regimen '{regimen.id}' does not "
                    "prescribe.",
                    f"It prescribes {listed(prescribed, 'or') or 'no alternatives'}.",
                )


def _refuse_impossible(profile: Profile, weeks: int) -> None:
    """Refuse what files and the command line never say, and a program may."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise UsageError(f"A plan of {weeks:,} weeks cannot be made.", f"A plan has 1 to {MOST_WEEKS} weeks.")
    if len(profile.available) != 7:
        raise UsageError(
            f"The profile's `available` has {len(profile.available)} days.",
            "It has the windows of all 7, Monday first.",
        )
    if profile.max_minutes_per_day is not None and profile.max_minutes_per_day < 1:
        raise UsageError(
            f"The profile's `max_minutes_per_day` is {profile.max_minutes_per_day}.", "It is 1 or more, or None."
        )


def _history(after: Plan, start: date, timezone: str) -> tuple[Session, ...]:
    """Return the sessions before a day that an earlier plan has or carries, in the new plan's zone."""
    zone = ZoneInfo(timezone)
    shown = (
        replace(session, start=moment(instant(session.start), zone), end=moment(instant(session.end), zone))
        for session in (*(after.made_from.history if after.made_from else ()), *after.sessions)
    )
    return tuple(session for session in shown if session.start.date() < start)
