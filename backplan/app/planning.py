"""Everything that a plan depends on, gathered, and the best plan made from it, for one patient or many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.app.inputs import content, read_profile
from backplan.errors import BackplanError, UsageError
from backplan.explain.explained_plan import explained_plan
from backplan.language.did_you_mean import iana_zone
from backplan.language.wording import listed
from backplan.model.continuation import continuation
from backplan.model.prescribed import prescribed_choice
from backplan.model.profile import Appointment, Profile
from backplan.model.request import MOST_WEEKS, PlanRequest
from backplan.model.time import instant, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from backplan.model.plan import Plan, Session
    from backplan.model.profile import DateRange
    from backplan.model.regimen import Regimen
    from backplan.model.request import BusyEvent

UNEXPECTED = "This is an error in backplan; please report it, without personal details."


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

    Without `start`, the first day is the day after the last of the earlier plan `after`, otherwise the coming Monday,
    or `today` if that is a Monday. `timezone` is an IANA name. `busy_files` and `away` are added to the profile's own.

    Raises:
        UsageError: there is no such time zone, or the profile has an appointment or a choice that the regimen does not
            prescribe.
        FileAccessError: a busy calendar cannot be read.
        BadFileError: a busy calendar has faults.
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
    """Gather what a plan was made from; the keyword arguments are those of `plan_request`.

    On the plan's days, its own appointments count, so that one that was moved or cancelled since is not there twice;
    the profile's others count for caps. An appointment of an activity that the regimen does not have is left out.
    Without `after`, the history in the plan counts.

    Raises:
        UsageError: the profile has an appointment or a choice that the regimen does not prescribe.
        FileAccessError: a busy calendar cannot be read.
        BadFileError: a busy calendar has faults.
    """
    days, known = set(plan.days), set(regimen.activity_ids)
    # Two at the same time are two.
    own = [
        Appointment(session.start.date(), session.clock_minute, session.minutes, session.activity)
        for session in plan.sessions
        if session.fixed and session.activity in known
    ]
    others = [appointment for appointment in profile.appointments if appointment.on not in days]
    request = plan_request(
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
    if after is None and plan.made_from is not None:
        fresh_from = plan.start if plan.made_from.late else None
        request = replace(request, history=plan.made_from.history, fresh_from=fresh_from)
    return replace(
        request,
        first_week=plan.first_week,
        profile=replace(request.profile, appointments=tuple(sorted((*own, *others)))),
    )


def make_plan(request: PlanRequest) -> Plan:
    """Make the plan of least cost, with a finding for each way in which it falls short.

    Raises:
        UsageError: as for `plan_request`; a program may make its request without it.
    """
    refuse_unknown(request.regimen, request.profile, request.timezone)
    return explained_plan(request)


@dataclass(frozen=True, slots=True)
class Planned:
    """One patient's plan among many; `given` is the profile, or the path to it."""

    given: Profile | Path | str
    request: PlanRequest
    plan: Plan


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """One patient among many without a plan; the error names files and keys, and may quote what the patient wrote."""

    given: Profile | Path | str
    error: BackplanError


def plan_many(
    regimen: Regimen,
    profiles: Iterable[Profile | Path | str],
    *,
    start: date | None,
    weeks: int,
    timezone: str,
    today: date,
) -> Iterator[Planned | NotPlanned]:
    """Make a plan for each of many patients with one prescription, in the order of the profiles.

    Each profile, or the file at its path, is read when its turn comes and then forgotten, so there can be millions.
    What their days have in common is worked out once and kept, within limits; the plans are those of `make_plan`. An
    error concerns one patient only. `timezone` is for profiles that name none; the other arguments are those of
    `plan_request`.
    """
    for given in profiles:
        try:
            profile = given if isinstance(given, Profile) else read_profile(Path(given), regimen)
            request = plan_request(
                regimen, profile, start=start, weeks=weeks, timezone=profile.timezone or timezone, today=today
            )
            made: Planned | NotPlanned = Planned(given, request, make_plan(request))
        except BackplanError as error:
            made = NotPlanned(given, error)
        except Exception as error:  # noqa: BLE001 - it concerns one patient only
            # Anything but its kind may tell of the patient.
            made = NotPlanned(given, BackplanError(f"No plan could be made: {type(error).__name__}.", UNEXPECTED))
        yield made


def read_busy(paths: Sequence[str], start: date, weeks: int, timezone: str) -> tuple[BusyEvent, ...]:
    """Read the busy times in other calendars on the days of a plan and those around it, from which a buffer may reach.

    Raises:
        FileAccessError: a file cannot be read.
        BadFileError: a file is not a calendar, or has faults.
    """
    if not paths:
        return ()
    from backplan.calendars.busy import parse_busy  # noqa: PLC0415 - loads icalendar

    # A buffer is at most a day.
    first, last = start - timedelta(days=2), start + timedelta(weeks=weeks, days=1)
    events = {event for path in paths for event in parse_busy(content(Path(path)), path, first, last, timezone)}
    return tuple(sorted(events, key=lambda event: (event.span, event.title)))


def refuse_unknown(regimen: Regimen, profile: Profile, timezone: str) -> None:
    """Refuse what a profile read together with its regimen never has, but a program's may.

    Raises:
        UsageError: there is no such time zone, or the regimen does not prescribe what the profile names.
    """
    if iana_zone(timezone) is None:
        raise UsageError(f"'{timezone}' is not a time zone.", "Use a name such as Europe/Berlin or America/New_York.")
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
        raise UsageError(f"Cannot plan {weeks:,} weeks.", f"Use 1 to {MOST_WEEKS} weeks.")
    if len(profile.available) != 7:
        raise UsageError(
            f"The profile's `available` has {len(profile.available)} days.",
            "It needs the windows of all 7 days, Monday first.",
        )
    if profile.max_minutes_per_day is not None and profile.max_minutes_per_day < 1:
        raise UsageError(
            f"The profile's `max_minutes_per_day` is {profile.max_minutes_per_day}.", "Use 1 or more, or None."
        )


def _history(after: Plan, start: date, timezone: str) -> tuple[Session, ...]:
    """Return the sessions before a day that are in an earlier plan or its history, in the new plan's zone."""
    zone = ZoneInfo(timezone)
    shown = (
        replace(session, start=moment(instant(session.start), zone), end=moment(instant(session.end), zone))
        for session in (*(after.made_from.history if after.made_from else ()), *after.sessions)
    )
    return tuple(session for session in shown if session.start.date() < start)
