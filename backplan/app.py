"""What backplan does, as functions: values in, results out, nothing printed, no clock read.

This is the library's door as well as the command line's. Functions import what they need when they are called, so
that asking for help never waits for a calendar library.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from backplan.errors import BackplanError, FileAccessError, UsageError
from backplan.model.continuation import continuation
from backplan.model.request import PlanRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from backplan.files.figures import Figure
    from backplan.files.kinds import FileKind
    from backplan.language.precautions import Level
    from backplan.model.clinic import Clinic
    from backplan.model.finding import Finding
    from backplan.model.plan import Plan, Session
    from backplan.model.printing import SheetOptions
    from backplan.model.profile import DateRange, Profile
    from backplan.model.question import Answer, Question
    from backplan.model.regimen import Regimen
    from backplan.model.request import BusyEvent
    from backplan.model.slack import Slack
    from backplan.render.sheet.drawing import Drawing

Group = Literal["session", "day"]
"""One calendar event a session, or one a day."""

LARGEST_FILE = 20_000_000
"""Bytes of any file that is read; what a regimen or a profile may hold is a good deal less, and its reader says so."""

MOST_WEEKS = 520
"""Weeks of one plan: ten years."""

SCHEMAS = "https://raw.githubusercontent.com/backplan/backplan/main/docs"


class PlanFormat(StrEnum):
    """What a plan can be shown or written as."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    MARKDOWN = "markdown"
    CSV = "csv"
    ICS = "ics"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundled regimen, for a list."""

    name: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class OpenedPlan:
    """A plan from a file.

    Attributes:
        regimen: what it is of.
        notes: what is to be said of the file: of a calendar, what in it does not count, or not as it looks.
    """

    plan: Plan
    regimen: Regimen
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """One patient's plan among many.

    Attributes:
        given: the profile, or the path to it, as it was handed in.
        request: what the plan was made from.
    """

    given: Profile | Path | str
    request: PlanRequest
    plan: Plan


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """One patient among many for whom there is no plan.

    Attributes:
        given: the profile, or the path to it, as it was handed in.
        error: why; its message names files and keys, and may quote what the patient wrote.
    """

    given: Profile | Path | str
    error: BackplanError


def bundled_regimens() -> tuple[Bundled, ...]:
    """All bundled regimens, by name."""
    from backplan.files.bundled import bundled_names

    found = []
    for name in bundled_names():
        regimen = read_regimen(name)
        found.append(Bundled(name, regimen.title, regimen.summary))
    return tuple(found)


def bundled_names() -> tuple[str, ...]:
    """The names of the bundled regimens alone, without reading them."""
    from backplan.files.bundled import bundled_names as names

    return names()


def read_regimen(name_or_path: str) -> Regimen:
    """A bundled regimen by name, or a regimen file by path.

    Raises:
        UsageError: neither a bundled name nor a file.
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    from backplan.files.bundled import bundled_bytes, bundled_names
    from backplan.files.disk import read_bytes
    from backplan.files.regimen import parse_regimen
    from backplan.language.reading import nearest

    names = bundled_names()
    if (name := name_or_path.lower()) in names:
        return parse_regimen(bundled_bytes(name), f"{name}.yaml", name)
    path = Path(name_or_path)
    # Path.exists raises for a name that no system allows; reading the file then says what is wrong with it.
    exists = os.path.exists(path)  # noqa: PTH110
    if not exists and path.name == name_or_path and not path.suffix:
        raise _unknown_regimen(name_or_path, names)
    try:
        data = read_bytes(path, largest=LARGEST_FILE)
    except FileAccessError as error:
        near = nearest(path.stem, names)
        # A file beside it with nearly that name is the better guess.
        if not near or exists or error.hint.startswith("did you mean"):
            raise
        raise FileAccessError(error.message, f"{near} That regimen is bundled.") from None
    return parse_regimen(data, name_or_path, path.stem)


def read_profile(path: Path, regimen: Regimen | None = None) -> Profile:
    """A patient's profile; with a regimen, ids and choices that the regimen does not have are faults.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    from backplan.files.disk import read_bytes
    from backplan.files.profile import parse_profile

    return parse_profile(read_bytes(path, largest=LARGEST_FILE), str(path), regimen)


def read_clinic(path: Path) -> Clinic:
    """What a printed sheet says of those who hand it out, with their logo.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file or the logo has faults; all are named.
    """
    from backplan.files.clinic import parse_clinic
    from backplan.files.disk import read_bytes

    return parse_clinic(read_bytes(path, largest=LARGEST_FILE), str(path))


def read_busy(paths: Sequence[str], start: date, weeks: int, timezone: str) -> tuple[BusyEvent, ...]:
    """What other calendars take of the days of a plan, and of the days beside it, from which a buffer may reach in.

    Raises:
        FileAccessError: a file cannot be read.
        BadFileError: a file is no calendar, or a broken one.
    """
    if not paths:
        return ()
    from backplan.calendars.busy import parse_busy
    from backplan.files.disk import read_bytes

    # A buffer is a day at the most.
    first, last = start - timedelta(days=2), start + timedelta(weeks=weeks, days=1)
    events = {
        event
        for path in paths
        for event in parse_busy(read_bytes(Path(path), largest=LARGEST_FILE), path, first, last, timezone)
    }
    return tuple(sorted(events, key=lambda event: (event.span, event.title)))


def read_plan(path: Path) -> Plan:
    """A plan from a file that backplan wrote: .json, .yaml or .ics.

    Raises:
        UsageError: another suffix.
        FileAccessError: the file cannot be read.
        BadFileError: the file is no plan, or a broken one.
    """
    from backplan.files.disk import read_bytes

    match path.suffix.lower():
        case ".ics":
            from backplan.calendars.lived import parse_ics_plan

            return parse_ics_plan(read_bytes(path, largest=LARGEST_FILE), str(path))
        case ".json" | ".yaml" | ".yml":
            from backplan.files.plan import parse_plan

            return parse_plan(read_bytes(path, largest=LARGEST_FILE), str(path))
        case _:
            raise UsageError(f"{path} is not a plan file.", "A plan is read from .json, .yaml or .ics.")


def file_kind(path: Path) -> FileKind:
    """Whether a file is a regimen, a profile, a plan or a calendar; nothing else is read of it.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: it is none of them.
    """
    from backplan.files.disk import read_bytes
    from backplan.files.kinds import kind_of

    return kind_of(read_bytes(path, largest=LARGEST_FILE), str(path))


def regimen_copy(name: str) -> str:
    """A bundled regimen's text, to be edited, with the line that tells editors its schema.

    Raises:
        UsageError: no bundled regimen has that name.
    """
    from backplan.files.bundled import bundled_bytes, bundled_names

    names = bundled_names()
    if name.lower() not in names:
        raise _unknown_regimen(name, names)
    schema = f"# yaml-language-server: $schema={SCHEMAS}/regimen.schema.json\n"
    return schema + bundled_bytes(name.lower()).decode()


def request(
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
    """Everything that a plan depends on, gathered.

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
    _refuse_unknown(regimen, profile, timezone)
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
        late=place is not None and place.weeks_off > 0,
    )


def _refuse_impossible(profile: Profile, weeks: int) -> None:
    """What files and the command line never say, and a program may."""
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


def _refuse_unknown(regimen: Regimen, profile: Profile, timezone: str) -> None:
    """What a file that is read with its regimen never says, and a program may."""
    from zoneinfo import ZoneInfo

    from backplan.language.wording import listed
    from backplan.model.prescribed import prescribed_choice

    try:
        ZoneInfo(timezone)
    except (OSError, ValueError, KeyError):  # no such zone, a folder of zones, a path that leads elsewhere
        raise UsageError(
            f"'{timezone}' is not a time zone.", "Names look like Europe/Berlin or America/New_York."
        ) from None
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


def _history(after: Plan, start: date, timezone: str) -> tuple[Session, ...]:
    """The sessions before a day that an earlier plan has or carries, as the clocks of the new plan's zone show them."""
    from zoneinfo import ZoneInfo

    from backplan.model.time import instant, moment

    zone = ZoneInfo(timezone)
    shown = (
        replace(session, start=moment(instant(session.start), zone), end=moment(instant(session.end), zone))
        for session in (*(after.made_from.history if after.made_from else ()), *after.sessions)
    )
    return tuple(session for session in shown if session.start.date() < start)


def make_plan(request: PlanRequest) -> Plan:
    """The plan of least cost, with findings for everything in which it falls short.

    Raises:
        UsageError: as for `request`, which a program may do without.
    """
    from backplan.explain.explained_plan import explained_plan

    _refuse_unknown(request.regimen, request.profile, request.timezone)
    return explained_plan(request)


def regimen_of_plan(regimen_id: str, file: Path, *, named: str | None = None) -> Regimen:
    """The regimen that a plan is of: the one that is named, else one of its id nearby, else a bundled one.

    Args:
        regimen_id: what the plan says that it is of.
        file: where the plan was read from.
        named: a bundled regimen's name or a path, where somebody gave one.

    Raises:
        UsageError: there is no such regimen.
        FileAccessError: its file cannot be read.
        BadFileError: its file has faults; all are named.
    """
    if named is not None:
        return read_regimen(named)
    for folder, suffix in product((file.parent, Path()), (".yaml", ".yml")):
        near = folder / f"{regimen_id}{suffix}"
        if near.is_file():
            return read_regimen(str(near))
    if regimen_id in bundled_names():
        return read_regimen(regimen_id)
    raise UsageError(
        f"{file} is a plan of '{regimen_id}', and no regimen of that name is bundled, or lies beside it or here.",
        f"Say where the regimen is: --regimen path/to/{regimen_id}.yaml",
    )


def open_plan(file: Path, *, regimen: str | None = None) -> OpenedPlan:
    """A plan with the regimen that it is of; a calendar as it was lived with.

    Args:
        file: .json, .yaml or .ics.
        regimen: a bundled regimen's name or a path, where somebody gave one.

    Raises:
        UsageError: another suffix, or there is no such regimen.
        FileAccessError: a file cannot be read.
        BadFileError: a file is broken, or is none of backplan's.
    """
    if file.suffix.lower() != ".ics":
        plan = read_plan(file)
        return OpenedPlan(plan, regimen_of_plan(plan.regimen_id, file, named=regimen))
    from backplan.calendars.lived import exported_calendar
    from backplan.files.disk import read_bytes

    calendar = exported_calendar(read_bytes(file, largest=LARGEST_FILE), str(file))
    prescription = regimen_of_plan(calendar.regimen_id, file, named=regimen)
    lived = calendar.lived(prescription)
    return OpenedPlan(lived.plan, prescription, lived.notes)


def regimen_to_continue(earlier: Plan, file: Path) -> Regimen:
    """The regimen of an earlier plan: the one that it carries, else the one that `regimen_of_plan` finds.

    Args:
        earlier: the plan to continue.
        file: where it was read from.

    Raises:
        UsageError: there is no such regimen.
        FileAccessError: its file cannot be read.
        BadFileError: it has faults; all are named.
    """
    if earlier.made_from is None or not earlier.made_from.regimen:
        return regimen_of_plan(earlier.regimen_id, file)
    from backplan.files.regimen import parse_regimen

    return parse_regimen(earlier.made_from.regimen.encode(), f"{file}, made_from.regimen", earlier.regimen_id)


def profile_to_continue(earlier: Plan, file: Path, regimen: Regimen) -> Profile:
    """The profile that an earlier plan carries, without its calendars, whose busy time ends with that plan.

    Args:
        earlier: the plan to continue.
        file: where it was read from.
        regimen: what is planned now; where it is another one, what the profile says of activities or alternatives
            that only the earlier one had is left out.

    Raises:
        BadFileError: the profile has faults; all are named.
    """
    from backplan.model.profile import Profile

    profile = Profile()
    if earlier.made_from is not None and earlier.made_from.profile is not None:
        from backplan.files.profile import parse_profile

        known = regimen if regimen.id == earlier.regimen_id else None
        profile = parse_profile(earlier.made_from.profile.encode(), f"{file}, made_from.profile", known)
        if known is None:
            ids = regimen.activity_ids
            profile = replace(
                profile,
                prefer=tuple((name, replace(wish, choose=None)) for name, wish in profile.prefer if name in ids),
                appointments=tuple(one for one in profile.appointments if one.activity in ids),
            )
    return replace(profile, busy=())


def request_of_plan(
    plan: Plan,
    regimen: Regimen,
    profile: Profile,
    *,
    busy_files: Sequence[str] = (),
    away: Sequence[DateRange] = (),
    after: Plan | None = None,
) -> PlanRequest:
    """What a plan was made from: its own days, and what the patient's life leaves room for.

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
    from backplan.model.profile import Appointment

    days, known = set(plan.days), set(regimen.activity_ids)
    # Two that lie on each other are two.
    own = [
        Appointment(
            session.start.date(), 60 * session.start.hour + session.start.minute, session.minutes, session.activity
        )
        for session in plan.sessions
        if session.fixed and session.activity in known
    ]
    asked = request(
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
        asked = replace(asked, history=plan.made_from.history, late=plan.made_from.late)
    return replace(
        asked,
        first_week=plan.first_week,
        profile=replace(asked.profile, appointments=tuple(sorted((*own, *others)))),
    )


def misfits(plan: Plan, regimen: Regimen, *, lived: bool) -> tuple[Finding, ...]:
    """Limits and doses that a plan breaks and does not tell of: it or its regimen was changed after it was made.

    Args:
        plan: the plan. What it was made from besides, such as the hours of a profile, is not known here and counts for
            nothing.
        regimen: what it is of.
        lived: it was read from a calendar, which does not hold what the plan told of: doses that it misses may be
            known, and appointments are the clinic's.
    """
    from backplan.checker.check import check
    from backplan.model.finding import Severity
    from backplan.model.profile import Profile
    from backplan.rules.catalog import catalog

    serious = {Severity.LIMIT} if lived else {Severity.LIMIT, Severity.DOSE}
    told = {(finding.rule, finding.activity, finding.days[-1:]) for finding in plan.findings}
    fixed = {session.id for session in plan.sessions if session.fixed}
    return tuple(
        finding
        for finding in check(catalog(request_of_plan(plan, regimen, Profile())), plan.sessions)
        if finding.severity in serious
        and finding.rule != "available"
        and (finding.rule, finding.activity, finding.days[-1:]) not in told
        # A wait that began before the plan may have ended there, too.
        and not any(day < plan.start for day in finding.days)
        and not (lived and fixed.issuperset(finding.sessions))
    )


def why(request: PlanRequest, plan: Plan, question: Question, today: date | None = None) -> Answer:
    """Why an activity is on a day of a plan or at a time, or why it is not: found by planning with that changed.

    Args:
        request: what the plan was made from; `request_of_plan` finds it for a plan from a file.
        plan: the plan, as the planner made it or as somebody has changed it.
        question: about a day of the plan and an activity of its regimen.
        today: the day that it is in the plan's zone. Where it is in the plan, and the question is about it or a later
            day, what the plan has before it counts as done and stays. Without it the whole plan may change.

    Raises:
        UsageError: the question is about another day or an unknown activity, or something else in the plan breaks a
            limit, so that nothing can be held against it.
    """
    from backplan.checker.check import check
    from backplan.explain.why import refused
    from backplan.explain.why import why as answer
    from backplan.language.wording import short_day
    from backplan.model.finding import Severity
    from backplan.rules.catalog import catalog

    if question.activity not in request.regimen.activity_ids:
        raise UsageError(
            f"The regimen '{request.regimen.id}' has no activity '{question.activity}'.",
            f"Its activities are: {', '.join(request.regimen.activity_ids)}.",
        )
    if not plan.start <= question.on < plan.end:
        last = plan.end - timedelta(days=1)
        raise UsageError(
            f"{short_day(question.on)} is not in this plan.",
            f"It goes from {short_day(plan.start)} to {short_day(last)}.",
        )
    planned = {session.id for session in plan.sessions if not session.fixed}
    broken = [
        finding
        for finding in check(catalog(request), plan.sessions)
        if finding.severity is Severity.LIMIT and not planned.isdisjoint(finding.sessions)
    ]
    if broken:
        answered = refused(request, plan, question, broken)
        if answered is not None:
            return answered
        raise UsageError(
            f"This plan breaks a limit, so no other can be held against it. {broken[0].message}",
            "If it was made with a profile, a calendar or days away, give them again here.",
        )
    return answer(request, plan, question, today if today is not None and plan.start <= today < plan.end else None)


def slack(request: PlanRequest, plan: Plan, today: date) -> tuple[Slack, ...]:
    """What the current week of a plan under way still leaves open; nothing for a plan that is not under way.

    Args:
        request: what the plan was made from.
        plan: the plan; what it has before today counts as done.
        today: the day that it is in the plan's zone.
    """
    if not plan.start <= today < plan.end:
        return ()
    from backplan.explain.slack import slack as found

    return found(request, plan, today)


def plan_many(
    regimen: Regimen,
    profiles: Iterable[Profile | Path | str],
    *,
    start: date | None,
    weeks: int,
    timezone: str,
    today: date,
) -> Iterator[Planned | NotPlanned]:
    """A plan for each of many patients with one prescription, in the order of the profiles.

    Nothing is done before it is asked for, and nothing is kept of a patient afterwards, so the profiles may be
    millions. What their days have in common is worked out once and remembered, in a bounded amount of memory; the plans
    are those that `make_plan` makes one by one. A patient who cannot be planned for takes nothing from the others.

    Args:
        regimen: what is prescribed to all of them.
        profiles: each patient's profile, or the path to it, which is read when its turn comes.
        start: the first day; without it the coming Monday, today included.
        weeks: how many weeks.
        timezone: IANA name of the zone of all whose profile names none.
        today: the day on which it is asked.
    """
    for given in profiles:
        try:
            profile = read_profile(Path(given), regimen) if isinstance(given, str | Path) else given
            asked = request(
                regimen, profile, start=start, weeks=weeks, timezone=profile.timezone or timezone, today=today
            )
            made: Planned | NotPlanned = Planned(given, asked, make_plan(asked))
        except BackplanError as error:
            made = NotPlanned(given, error)
        yield made


def written(
    plan: Plan,
    request: PlanRequest,
    plan_format: PlanFormat,
    *,
    group: Group = "session",
    busy_events: bool = False,
    previous: bytes | None = None,
) -> bytes:
    """A plan as the bytes of a file.

    Args:
        plan: what to write.
        request: what it was made from.
        plan_format: any but the terminal's table.
        group: one calendar event a session or one a day.
        busy_events: calendar events block the patient's time.
        previous: the calendar file that this one takes the place of, so that unchanged events keep their stamps.

    Raises:
        UsageError: the table is for terminals only.
    """
    match plan_format:
        case PlanFormat.ICS:
            from backplan.calendars.write import write_ics

            return write_ics(
                plan,
                request.regimen,
                reminder=request.profile.reminder,
                group=group,
                busy_events=busy_events,
                previous=previous,
            )
        case PlanFormat.JSON:
            from backplan.files.plan import write_json

            return write_json(plan)
        case PlanFormat.YAML:
            from backplan.files.plan import write_yaml

            return write_yaml(plan)
        case PlanFormat.CSV:
            from backplan.files.tables import write_csv

            return write_csv(plan)
        case PlanFormat.MARKDOWN:
            from backplan.files.tables import write_markdown

            return write_markdown(plan, request.regimen)
        case PlanFormat.PDF:
            return sheet(plan, request.regimen)
        case PlanFormat.TABLE:
            raise UsageError(
                "A table is for the terminal, not for a file.", "Choose json, yaml, markdown, csv, ics or pdf."
            )


def sheet(plan: Plan, regimen: Regimen, *, clinic: Clinic | None = None, options: SheetOptions | None = None) -> bytes:
    """A plan as a printed sheet: a PDF with the weeks to tick, the exercises, and when to stop.

    Args:
        plan: what to print.
        regimen: what it is of; `regimen_of_plan` finds it.
        clinic: who hands it out.
        options: the paper, the size of the letters, and what is on it; A4 at 12 points, all of it, where absent.

    Raises:
        BackplanError: no font has one of its characters.
    """
    from backplan.model.clinic import Clinic
    from backplan.model.printing import SheetOptions
    from backplan.render.sheet.data import plan_sheet
    from backplan.render.sheet.pdf import sheet_pdf

    return sheet_pdf(plan_sheet(plan, regimen, clinic or Clinic(), options or SheetOptions(), _drawing))


def blank_sheet(regimen: Regimen, *, clinic: Clinic | None = None, options: SheetOptions | None = None) -> bytes:
    """A regimen as a printed sheet without dates, for any week; as `sheet`."""
    from backplan.model.clinic import Clinic
    from backplan.model.printing import SheetOptions
    from backplan.render.sheet.data import blank_sheet as data
    from backplan.render.sheet.pdf import sheet_pdf

    return sheet_pdf(data(regimen, clinic or Clinic(), options or SheetOptions(), _drawing))


def unsaid_levels(regimen: Regimen, clinic: Clinic | None = None) -> tuple[Level, ...]:
    """The levels of when to stop at which a sheet has the words of backplan's template, for nobody else says any."""
    from backplan.model.clinic import Clinic
    from backplan.render.sheet.stop_box import unsaid_levels as levels

    return levels(regimen, clinic or Clinic())


@lru_cache(maxsize=256)
def _drawing(name: str) -> Drawing | None:
    """The drawing of a name that a regimen gives; an exercise may do without."""
    from backplan.files.bundled import figure_names
    from backplan.files.figures import figure
    from backplan.render.sheet.drawing import Drawing

    if name not in figure_names():
        return None
    found = figure(name)
    return Drawing(found.svg, found.alt, found.width, found.height)


def answers_as_json(answers: Sequence[Answer]) -> bytes:
    """Answers to why as one JSON object."""
    from backplan.files.answers import write_answers

    return write_answers(answers)


def figure_names() -> tuple[str, ...]:
    """The names of all drawings of exercises, sorted."""
    from backplan.files.bundled import figure_names as names

    return names()


def missing_figures(regimen: Regimen) -> tuple[str, ...]:
    """The names of drawings that a regimen asks for and that there are not."""
    known = figure_names()
    asked = (
        one.figure
        for phase in regimen.phases
        for activity in phase.activities
        for one in activity.exercises
        if one.figure
    )
    return tuple(dict.fromkeys(name for name in asked if name not in known))


def figure(name: str) -> Figure:
    """A drawing of an exercise, as SVG with its size and a sentence that says what it shows.

    Raises:
        UsageError: there is no drawing of that name.
    """
    from backplan.files.figures import figure as drawing

    return drawing(name.lower())


def figure_image(name: str, suffix: str) -> bytes:
    """A drawing of an exercise as the content of a file.

    Args:
        name: one of `figure_names()`.
        suffix: of the file, in any case: `.svg`, or `.png` of 200 pixels an inch, on which a lying person has 80 mm.

    Raises:
        UsageError: there is no drawing of that name, or it cannot be written as such a file.
    """
    drawn = figure(name)
    match suffix.lower():
        case ".svg":
            return drawn.svg.encode()
        case ".png":
            from backplan.files.figure_png import png

            return png(drawn.svg, drawn.width, drawn.height)
        case _:
            raise UsageError(f"A drawing cannot be written as '{suffix}'.", "The file's name ends with .svg or .png.")


def save(files: Mapping[Path, bytes]) -> None:
    """Writes all files whole, or none of them.

    Raises:
        FileAccessError: a file cannot be written, or would take the place of something that backplan did not write.
    """
    from backplan.files.disk import save as save_files

    save_files(files)


def _unknown_regimen(name: str, names: Sequence[str]) -> UsageError:
    from backplan.language.reading import nearest

    near = nearest(name, names)
    hint = f"{near[0].upper()}{near[1:]} " if near else ""
    return UsageError(
        f"There is no bundled regimen '{name}', and no file of that name.",
        f"{hint}`backplan regimens` lists them; a file of your own is named with its suffix, such as {name}.yaml.",
    )


def check_plan(
    request: PlanRequest, plan: Plan, profile: Profile, *, today: date, notes: Sequence[Finding] = ()
) -> tuple[Finding, ...]:
    """Everything that is wrong with a plan that a person may have changed, why, and what would mend it.

    Args:
        request: what the plan was made from; `request_of_plan` finds it.
        plan: the plan as it is now.
        profile: the patient's; an appointment of it that the plan does not have is told of.
        today: the day that it is in the plan's zone; changes to days before it are not suggested.
        notes: what was said when the plan was read from a calendar.
    """
    from backplan.review.plan import plan_findings

    return plan_findings(request, plan, profile, today, notes)


def check_regimen(regimen: Regimen, weeks: int | None = None) -> tuple[Finding, ...]:
    """What could be better about a regimen: advice only, for its faults are told when it is read.

    Args:
        regimen: what is prescribed.
        weeks: how many weeks of it are planned, or None where that is open.
    """
    from backplan.review.regimen import regimen_advice

    return regimen_advice(regimen, weeks)


def check_profile(
    profile: Profile,
    regimen: Regimen | None = None,
    *,
    timezone: str,
    today: date,
    start: date | None = None,
    weeks: int = 1,
) -> tuple[Finding, ...]:
    """What could be better about a profile, its busy calendars included: advice only.

    Args:
        profile: what the patient's life leaves room for.
        regimen: what is prescribed; without it, nothing is said of sessions that do not fit.
        timezone: IANA name of the zone of a profile that names none.
        today: the day on which it is asked.
        start: the plan's first day, or None where that is open.
        weeks: how many weeks are planned.

    Raises:
        UsageError: the profile and the regimen do not go together, as for `request`.
    """
    from backplan.review.profile import profile_advice, unreadable_busy

    if regimen is not None:
        _refuse_unknown(regimen, profile, profile.timezone or timezone)
    found = list(profile_advice(profile, regimen, today=today, start=start, weeks=weeks))
    for path in profile.busy:
        try:
            read_busy((path,), start or today, weeks, profile.timezone or timezone)
        except BackplanError as error:
            found.append(unreadable_busy(path, error))
    return tuple(found)
