"""The ways in, and what must come out of each: a plan or a sheet, or a refusal that names the place.

Everything that an input does not say itself (days, zone, weeks) follows from its bytes, so that the same input always
does the same.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import zlib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from backplan import app
from backplan.calendars.busy import parse_busy
from backplan.calendars.lived import ExportedCalendar, parse_ics_plan
from backplan.calendars.previous import previous_events
from backplan.cli.environment import Environment
from backplan.cli.main import run
from backplan.errors import BackplanError, BadFileError, ExitStatus, UnprintableError
from backplan.explain.slack import slack
from backplan.files.clinic import parse_clinic
from backplan.files.plan import parse_plan
from backplan.files.plan_writing import write_json, write_yaml
from backplan.files.profile import parse_profile
from backplan.files.regimen import parse_regimen
from backplan.language.wording import plain_text
from backplan.model.clinic import Clinic
from backplan.model.plan_format import Group, PlanFormat
from backplan.model.printing import Paper, SheetOptions
from backplan.model.profile import Profile
from backplan.model.question import Question
from backplan.render.plan import PlanView, plan_text
from backplan.render.sheet.data import blank_sheet, plan_sheet
from backplan.render.sheet.pdf import sheet_pdf
from tests.fuzz import strategies
from tests.fuzz.mutation import ODD, Mutator
from tests.sheets import draw, lost_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest

_ROOT = Path(__file__).parents[2]
_DATA = _ROOT / "tests" / "data"
_MONDAY = date(2026, 11, 23)
_ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC")
_FORMATS = tuple(one for one in PlanFormat if one is not PlanFormat.TABLE)
_LINE_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")

# The only refusals that mean the file as a whole; every other one has a line.
_WHOLE_FILE = re.compile(
    r"no content|an empty file|UTF-16 text|a file of [0-9.]+ MB|[0-9]+ MB|a zip archive|a binary file"
    r"|brackets nested too deeply|too many repeating events|[0-9]+ plans, .*"
    r"|more than [0-9,]+ values"
    r"|events of a plan without backplan's properties|a calendar that is not from backplan"
)

SMALL_REGIMEN = b"""\
format: 1
title: Care
precautions: [Stop if it hurts.]
activities:
  walk:
    title: Walking
    type: aerobic
    frequency: 3 per week
    time: 15-20 min
    progression: 1 min per week
    choose: [park, street]
    when: evening
    alternate_with: strength
  stretch:
    title: Stretching
    type: stretching
    frequency: 1-2 per day
    time: 5 min
    apart: 6 h
    when: [morning, "17:45"]
  strength:
    title: Strength
    type: strengthening
    frequency: every 2-3 days
    time: 20 min
    rest_days: 1
    days: [mon, wed, fri, sun]
    after_waking: 60 min
    exercises:
      - {name: Bridge, sets: 2, reps: 10, hold: 5 s, sides: both, steps: [Lie down., Lift.]}
  care:
    title: Injection
    type: care
    frequency: at most 3 per year
"""
PHASES = b"""\
format: 1
title: Two phases
phases:
  - title: First
    weeks: 1
    activities:
      walk: &walk
        title: Walking
        type: aerobic
        frequency: daily
        time: 10 min
  - title: Then
    activities:
      walk: *walk
      stretch: {title: Stretching, type: mobility, frequency: twice daily, time: 5 min, apart: 1 h}
"""
SMALL_PROFILE = b"""\
format: 1
name: A. Example
timezone: Europe/Berlin
available:
  weekdays: [06:30-08:00, 17:30-21:30]
  saturday: 08:00-20:00
  sun: [08:00-12:00, 12:00-14:00]
away: [2026-11-24 to 2026-11-25, 2026-11-30]
buffer: 10 min
max_minutes_per_day: 60
wake: "07:00"
anchors: {morning: "07:30", evening: "18:30"}
prefer:
  walk: {when: "17:45", choose: [park]}
appointments:
  - {activity: care, on: 2026-11-27, at: "10:00", minutes: 30}
reminder: 15 min
"""
SMALL_CLINIC = b"""\
format: 1
name: Riverside Physical Therapy
phone: 555-0142
emergency_number: "112"
footer: 12 River Road, open 8 to 18
stop_and_call: [Pain moves further down your leg., Your leg gets weak.]
get_help_now: You cannot pee.
"""


class MisbehaviourError(AssertionError):
    """Something that must not happen, whatever comes in."""


@dataclass(frozen=True)
class Target:
    """A way in.

    Attributes:
        suffix: of the files that hold its inputs.
        drawn: inputs with a structure, for hypothesis.
        made: a quick input of a seeded random number generator.
        accepts: feeds an input through; True where it ends in a plan, False where it is refused as it should be.
    """

    suffix: str
    drawn: SearchStrategy[bytes]
    made: Callable[[Random], bytes]
    accepts: Callable[[bytes], bool]


def require(condition: object, said: str) -> None:
    """Asserts, also where Python leaves assertions out."""
    if not condition:
        raise MisbehaviourError(said)


# --- What a refusal has to be -------------------------------------------------------------------------------------


def check_refusal(error: BackplanError, file: str, data: bytes) -> None:
    """It leaves status 2 and says what is wrong, in which file, and in which line that the file has."""
    require(error.exit_status is ExitStatus.BAD_INPUT, f"status {error.exit_status}")
    require(error.message.strip(), "a refusal without words")
    if not isinstance(error, BadFileError):
        require(file in error.message, f"the file is not named: {error.message}")
        return
    require(error.faults, "a refusal without a fault")
    text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    lines, longest = len(_LINE_BREAK.split(text)), max(map(len, text.split("\n")))
    for fault in error.faults:
        require(fault.file == file, f"another file: {fault}")
        require(fault.found and fault.expected, f"half a fault: {fault}")
        require(len(str(fault).splitlines()) == 1, f"a fault of several lines: {str(fault)!r}")
        require(len(str(fault)) < 2_000, f"a fault of {len(str(fault))} characters")
        if fault.line == 0:
            require(_WHOLE_FILE.fullmatch(fault.found), f"no place: {fault}")
        else:
            require(1 <= fault.line <= lines, f"line {fault.line} of {lines}: {fault}")
            require(1 <= fault.column <= longest + 2, f"column {fault.column}: {fault}")


def _refused(error: BackplanError, file: str, data: bytes) -> bool:
    check_refusal(error, file, data)
    return False


# --- What a plan has to be ----------------------------------------------------------------------------------------


@cache
def small_regimen() -> Regimen:
    """What the other inputs are planned with."""
    return parse_regimen(SMALL_REGIMEN, "small.yaml", "small")


def _planned(
    data: bytes,
    regimen: Regimen,
    profile: Profile | None = None,
    after: Plan | None = None,
    start: date | None = None,
) -> None:
    """Plans a week or two, writes the plan in one of the formats, and reads it back where that can be."""
    number = zlib.crc32(data)
    if start is None and after is None:
        start = _MONDAY + timedelta(days=number % 800 if number % 2 else 0)
    request = app.planning.plan_request(
        regimen,
        # Calendars that a profile names are targets of their own.
        replace(profile or Profile(), busy=()),
        start=start,
        weeks=1 + number % 2,
        timezone=(profile and profile.timezone) or _ZONES[number % len(_ZONES)],
        today=_MONDAY,
        after=after,
    )
    _written(app.planning.make_plan(request), request, number)


def _written(plan: Plan, request: PlanRequest, number: int) -> None:
    plan_format = _FORMATS[number // 2 % len(_FORMATS)]
    data = app.outputs.written(
        plan, request, plan_format, group="day" if number % 3 else "session", busy_events=number % 5 == 0
    )
    if plan_format in {PlanFormat.JSON, PlanFormat.YAML}:
        require(parse_plan(data, f"plan.{plan_format}") == plan, f"another plan comes back from {plan_format}")
    elif plan_format is PlanFormat.ICS:
        again = parse_ics_plan(data, "plan.ics")
        require(replace(again, findings=plan.findings) == plan, "another plan comes back from ics")
        require(app.outputs.written(plan, request, plan_format, previous=data), "an empty calendar")
    plan_text(PlanView(plan, request.regimen, _MONDAY, profile=request.profile, history=request.history))


# --- Regimens -----------------------------------------------------------------------------------------------------


def _accepts_regimen(data: bytes) -> bool:
    file = "regimen.yaml"
    try:
        regimen = parse_regimen(data, file, "regimen")
    except BackplanError as error:
        return _refused(error, file, data)
    _planned(data, regimen)
    return True


def _accepts_profile(data: bytes) -> bool:
    file = "folder/profile.yaml"
    try:
        profile = parse_profile(data, file, small_regimen() if len(data) % 2 else None)
    except BackplanError as error:
        return _refused(error, file, data)
    known = {activity.id for phase in small_regimen().phases for activity in phase.activities}
    kept = tuple(fixed for fixed in profile.appointments if fixed.activity in known)
    _planned(data, small_regimen(), replace(profile, appointments=kept))
    return True


def _files(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(_DATA.glob(pattern)) if path.stat().st_size < 20_000]


def _parts(seeds: Sequence[bytes]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The values and the lines of files, each once."""
    lines = {line.strip() for seed in seeds for line in seed.split(b"\n") if 0 < len(line) < 300}
    values = {line.partition(b":")[2].strip() for line in lines}
    return tuple(sorted(values)), tuple(sorted(lines))


def _mutator(seeds: Sequence[bytes], *known: str) -> Mutator:
    values, lines = _parts(seeds)
    return Mutator(tuple(seeds), (*values, *(text.encode() for text in known)), lines)


@cache
def _regimen_mutator() -> Mutator:
    bundled = (_ROOT / "regimens" / "low-back.yaml").read_bytes()
    return _mutator(
        [bundled, *(SMALL_REGIMEN, PHASES) * 60, *_files("broken/regimen/*.yaml")],
        *(*strategies.FREQUENCIES, *strategies.TIMES, *strategies.LENGTHS, *strategies.GROWTHS, *strategies.IDS),
        *(*strategies.TIMES_OF_DAY, *strategies.DAYS),
    )


@cache
def _profile_mutator() -> Mutator:
    return _mutator(
        [*(SMALL_PROFILE,) * 60, *_files("broken/profile/*.yaml")],
        *(*strategies.WINDOWS, *strategies.RANGES, *strategies.ZONES, *strategies.LENGTHS, *strategies.IDS),
        *(*strategies.TIMES_OF_DAY, *strategies.DAYS),
    )


# --- Plans --------------------------------------------------------------------------------------------------------


def _accepts_plan(data: bytes) -> bool:
    # The suffix decides which reader it gets.
    file = f"plan.{('json', 'yaml', 'txt')[zlib.crc32(data) % 3]}"
    try:
        plan = parse_plan(data, file)
    except BackplanError as error:
        return _refused(error, file, data)
    if len(data) % 4:
        require(parse_plan(write_json(plan), "again.json") == plan, "another plan comes back from json")
    else:
        require(parse_plan(write_yaml(plan), "again.yaml") == plan, "another plan comes back from yaml")
    _continued(data, plan)
    _checked(data, plan)
    return True


def _checked(data: bytes, plan: Plan, notes: tuple[Finding, ...] = ()) -> None:
    """Checks the plan, and asks why something in it is as it is."""
    try:
        request = app.planning.request_of_plan(plan, small_regimen(), Profile())
    except BackplanError as error:
        require(error.message, "a refusal without words")
        return
    today = plan.start + timedelta(days=zlib.crc32(data) % 9 - 1)
    for finding in app.checking.check_plan(request, plan, Profile(), today=today, notes=notes):
        require(finding.message.endswith("."), f"no sentence: {finding.message!r}")
    slack(request, plan, today)
    activity = small_regimen().activity_ids[len(data) % len(small_regimen().activity_ids)]
    try:
        app.explaining.why(request, plan, Question(activity, today, None if len(data) % 3 else 15 * (len(data) % 96)))
    except BackplanError as error:
        require(error.message, "a refusal without words")


def _continued(data: bytes, plan: Plan) -> None:
    """Goes on from a plan, as `--after` does, and exports the plan itself."""
    try:
        _planned(data, small_regimen(), after=plan)
    except BackplanError as error:
        require(error.message, "a refusal without words")
    request = app.planning.plan_request(
        small_regimen(), Profile(), start=_MONDAY, weeks=1, timezone="UTC", today=_MONDAY
    )
    app.outputs.written(plan, request, _FORMATS[zlib.crc32(data) % len(_FORMATS)])


@cache
def made_plans() -> tuple[Plan, ...]:
    """Plans of the small regimen, with appointments, shortfalls and choices in them."""
    plans = []
    for zone, weeks in (("Europe/Berlin", 1), ("America/New_York", 2)):
        profile = parse_profile(SMALL_PROFILE, "profile.yaml", small_regimen())
        request = app.planning.plan_request(
            small_regimen(), profile, start=_MONDAY, weeks=weeks, timezone=zone, today=_MONDAY - timedelta(days=3)
        )
        plans.append(app.planning.make_plan(request))
    return tuple(plans)


@cache
def _plan_mutator() -> Mutator:
    short = [replace(plan, sessions=plan.sessions[:3]) for plan in made_plans()]
    seeds = [write(plan) for plan in (*made_plans(), *short * 6) for write in (write_json, write_yaml)]
    return _mutator(seeds, *strategies.DATES, *strategies.ZONES, *strategies.IDS, "[", "{", "[]", "{}", "null", ",")


# --- Calendars ----------------------------------------------------------------------------------------------------


def _accepts_calendar(data: bytes) -> bool:
    """As a busy calendar, as an exported plan, lived with and to go on from, and as what an export replaces."""
    file, number = "calendar.ics", zlib.crc32(data)
    zone, start = _ZONES[number % len(_ZONES)], _MONDAY + timedelta(days=number % 900 - 300 if number % 3 == 0 else 0)
    accepted = False
    try:
        busy = parse_busy(data, file, start - timedelta(days=2), start + timedelta(days=8), zone)
        if busy:
            request = app.planning.plan_request(
                small_regimen(), Profile(), start=start, weeks=1, timezone=zone, today=_MONDAY
            )
            app.planning.make_plan(replace(request, busy=busy))
        accepted = True
    except BackplanError as error:
        check_refusal(error, file, data)
    try:
        plan = parse_ics_plan(data, file)
        _continued(data, plan)
        accepted = True
    except BackplanError as error:
        check_refusal(error, file, data)
    try:
        lived = ExportedCalendar(data, file).lived(small_regimen())
        _checked(data, lived.plan, lived.notes)
        ids = [session.id for session in lived.plan.sessions]
        require(len(set(ids)) == len(ids), "two sessions have one id")
        accepted = True
    except BackplanError as error:
        check_refusal(error, file, data)
    previous_events(data, made_plans()[0])
    return accepted


@cache
def _request_of_made_plan() -> PlanRequest:
    plan = made_plans()[0]
    return app.planning.plan_request(
        small_regimen(), Profile(), start=plan.start, weeks=1, timezone=plan.timezone, today=_MONDAY
    )


@cache
def exported() -> tuple[bytes, ...]:
    """The made plans as calendars, an event a session and an event a day, and short ones."""
    groups: tuple[Group, ...] = ("session", "day")
    return tuple(
        app.outputs.written(known, _request_of_made_plan(), PlanFormat.ICS, group=group)
        for plan in made_plans()
        for known in (plan, replace(plan, sessions=plan.sessions[:3]))
        for group in groups
    )


_RULES = (
    *("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    *("FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY;BYWEEKNO=53", "FREQ=YEARLY;BYYEARDAY=366", "FREQ=YEARLY;BYEASTER=0"),
    *("FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=7", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=1000000"),
    *("FREQ=DAILY;UNTIL=20261130", "FREQ=DAILY;UNTIL=20261130T000000Z", "FREQ=WEEKLY;INTERVAL=1000000", "FREQ="),
    *(
        "FREQ=YEARLY;BYSETPOS=366;BYDAY=MO",
        "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,1",
    ),
    *("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=MONTHLY;BYDAY=53MO", "FREQ=HOURLY;INTERVAL=5;BYHOUR=3;BYDAY=MO"),
)
_ICS_VALUES = (
    *("20261123", "20261123T073000", "20261123T073000Z", "00010101T000000", "99991231T235959Z", "16010101T000000"),
    *(
        "20261124T235960",
        "20261130/P1D",
        "20261123T100000Z/PT1H",
        "20261123,20261124",
        "PT30M",
        "P1D",
        "-PT1H",
        "P9999999D",
    ),
    *("+0100", "-0330", "+2400", "+010030", "CANCELLED", "TRANSPARENT", "OPAQUE", "2147483648", "VEVENT", "VTIMEZONE"),
)
_ICS_LINES = (
    *("DTSTART;TZID=Europe/Berlin:20261123T073000", "DTSTART;VALUE=DATE:20261124", "DTEND:20261124T073000Z"),
    *("DURATION:PT45M", "EXDATE;TZID=Europe/Berlin:20261124T073000", "RDATE;VALUE=PERIOD:20261124T090000Z/PT2H"),
    *("RECURRENCE-ID:20261124T073000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T073000Z", "SEQUENCE:3"),
    *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD", "TZID:Europe/Berlin"),
)


@cache
def _calendar_mutator() -> Mutator:
    files = (*_files("ics/*.ics"), *_files("lived/google/0[24]*.ics"), *exported(), *exported())
    seeds = [seed.replace(b"\r\n", b"\n") for seed in files]
    mutator = _mutator(seeds, *_ICS_VALUES)
    chance = Random("rules")  # noqa: S311 - repeatable on purpose
    rules = [f"RRULE:{rule}".encode() for rule in (*_RULES * 20, *(_rule(chance) for _ in range(3_000)))]
    # About as many rules as all else together: nothing can be so wrong in so many ways.
    return replace(mutator, lines=(*rules, *(line.encode() for line in _ICS_LINES * 20), *mutator.lines * 3))


def _rule(chance: Random) -> str:
    """A repetition of any parts, each with values that it may have, at either end of their range or small."""
    parts = [f"FREQ={chance.choice(_FREQUENCIES)}"]
    if chance.random() < 0.5:
        parts.append(f"INTERVAL={chance.choice((2, 3, 7, 24, 25, 48, 60, 61, 1_440, 86_400, 10**9))}")
    if chance.random() < 0.3:
        parts.append(
            chance.choice(("COUNT=1", "COUNT=1000", "UNTIL=20261201", "UNTIL=99991231", "UNTIL=20250101T000000Z"))
        )
    for name in chance.sample(list(_RANGES), chance.choice((0, 1, 1, 2, 2, 3))):
        least, most = _RANGES[name]
        values = (
            chance.choice((least, most, chance.randint(least, most), 1, 2)) for _ in range(chance.choice((1, 1, 2, 5)))
        )
        parts.append(f"{name}={','.join(map(str, values))}")
    if chance.random() < 0.4:
        parts.append(f"BYDAY={chance.choice(('', '', '1', '-1', '5', '53'))}{chance.choice(('MO', 'WE', 'SU'))}")
    return ";".join((*parts, chance.choice(("WKST=MO", "WKST=SU"))))


_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "MINUTELY", "SECONDLY")
_RANGES = {
    "BYSECOND": (0, 59),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
    "BYEASTER": (-400, 400),
}


# --- Sheets -------------------------------------------------------------------------------------------------------


def _accepts_sheet(data: bytes) -> bool:
    file = "regimen.yaml"
    try:
        regimen = parse_regimen(data, file, "regimen")
    except BackplanError as error:
        return _refused(error, file, data)
    return _printed(data, regimen, Clinic())


def _accepts_clinic(data: bytes) -> bool:
    file = "folder/clinic.yaml"
    try:
        clinic = parse_clinic(data, file)
    except BackplanError as error:
        return _refused(error, file, data)
    return _printed(data, small_regimen(), clinic)


def _printed(data: bytes, regimen: Regimen, clinic: Clinic) -> bool:
    """Prints a plan of a week, or no week; nothing on it is cut off at the paper's edge."""
    number = zlib.crc32(data)
    options = SheetOptions(
        paper=list(Paper)[number % 2],
        large_print=number // 2 % 2 == 0,
        log=number // 4 % 2 == 0,
        monochrome=number // 8 % 2 == 0,
        patient=ODD[number % len(ODD)].strip()[:60] if number // 16 % 2 else "",
    )
    try:
        if number // 32 % 4:
            request = app.planning.plan_request(
                regimen, Profile(), start=_MONDAY, weeks=1, timezone="UTC", today=_MONDAY
            )
            sheet = plan_sheet(app.planning.make_plan(request), regimen, clinic, options, draw)
        else:
            sheet = blank_sheet(regimen, clinic, options, draw)
        pdf = sheet_pdf(sheet)
    except UnprintableError as error:
        require(re.match(r"The character '.+' \(U\+", error.message), error.message)
        return False
    _check_edges(pdf)
    require(not (lost := lost_words(sheet, pdf)), f"not on the page: {lost}")
    return True


_MARKUP = (
    *("'#read(\"/etc/passwd\")'", "'*a* _b_ $x^2$ @c <d> `e` = f'", "'\"; #let sheet = none'", "</b><img src=x>"),
    *("W" * 190, "Übung " * 40, "שלום (a) 3", "(" * 60, "é" * 90, "i" * 190),
)
_WORD = re.compile(r'<word xMin="([-0-9.]+)" yMin="[-0-9.]+" xMax="([-0-9.]+)"')
_NARROWEST_MARGIN = 15 * 72 / 25.4
"""In points; a sixth of an inch less than the sheet's own."""


def _check_edges(pdf: bytes) -> None:
    ran = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    # Of emoji, it writes halves.
    said = ran.stdout.decode(errors="replace")
    (width, *_others) = map(float, re.findall(r'<page width="([0-9.]+)"', said))
    for left, right in _WORD.findall(said):
        require(
            float(left) >= _NARROWEST_MARGIN and float(right) <= width - _NARROWEST_MARGIN, f"cut: {left} to {right}"
        )


@cache
def _sheet_mutator() -> Mutator:
    bundled = [path.read_bytes() for path in sorted((_ROOT / "regimens").glob("*.yaml"))]
    return _mutator([*bundled, *(SMALL_REGIMEN, PHASES) * 4], *_MARKUP, *strategies.TIMES, *strategies.LENGTHS)


@cache
def _clinic_mutator() -> Mutator:
    return _mutator([SMALL_CLINIC], *_MARKUP, *strategies.WORDS)


# --- Command lines ------------------------------------------------------------------------------------------------


class _Folder:
    """A folder with files to read, put in order again after each command."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="backplan-fuzz-"))
        self.contents = {
            "regimen.yaml": SMALL_REGIMEN,
            "broken.yaml": SMALL_REGIMEN.replace(b"type: aerobic", b"type: areobic"),
            "profile.yaml": SMALL_PROFILE + b"busy: busy.ics\n",
            "busy.ics": (_DATA / "ics" / "google-weekly-with-exception.ics").read_bytes(),
            "plan.json": write_json(made_plans()[0]),
            "plan.yaml": write_yaml(made_plans()[1]),
            "plan.ics": exported()[0],
            "empty": b"",
        }
        (self.path / "folder").mkdir()
        for name, content in self.contents.items():
            (self.path / name).write_bytes(content)
        self.state = self.now()

    def now(self) -> dict[str, tuple[int, int, int]]:
        """What tells that a file is the same as before."""
        found = {}
        for folder in (self.path, self.path / "folder"):
            with os.scandir(folder) as entries:
                for entry in entries:
                    seen = entry.stat(follow_symlinks=False)
                    size = seen.st_size if entry.is_file(follow_symlinks=False) else 0
                    stamp = seen.st_mtime_ns if entry.is_file(follow_symlinks=False) else 0
                    found[entry.path.removeprefix(f"{self.path}/")] = (seen.st_ino, size, stamp)
        return found

    def restore(self) -> None:
        """Makes everything as it was, if something is not."""
        now = self.now()
        if now == self.state:
            return
        for name in now.keys() - self.state.keys():
            path = self.path / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name, content in self.contents.items():
            if now.get(name) != self.state[name]:
                (self.path / name).write_bytes(content)
        self.state = self.now()


@cache
def _folder(_process: int) -> _Folder:
    return _Folder()


def command_line(data: bytes) -> list[str]:
    """The arguments that an input of this target says."""
    said = json.loads(data)
    return [str(argument) for argument in said]


def as_input(arguments: Sequence[str]) -> bytes:
    """Arguments as the bytes of an input."""
    return json.dumps(list(arguments)).encode()


class _Stream(io.TextIOWrapper):
    """A pipe, or a terminal, that keeps what is written."""

    def __init__(self, *, terminal: bool) -> None:
        self.data = io.BytesIO()
        # As the program sets up its own streams: a character that the encoding lacks stops nothing.
        super().__init__(self.data, encoding="utf-8", errors="replace", newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        return self.data.getvalue().decode()


def _accepts_command(data: bytes) -> bool:
    arguments = command_line(data)
    folder = _folder(os.getpid())
    number = zlib.crc32(data)
    stdout, stderr = _Stream(terminal=number % 4 == 0), _Stream(terminal=False)
    environment = Environment(
        stdout, stderr, lambda: datetime(2026, 11, 25, 12, tzinfo=UTC), _ZONES[number % len(_ZONES)]
    )
    before = Path.cwd()
    os.chdir(folder.path)
    try:
        with redirect_stdout(stdout), redirect_stderr(stderr):
            status = run(arguments, environment)
        changed = folder.now() != folder.state
    finally:
        os.chdir(before)
        folder.restore()
    said = stderr.text()
    require(status in set(ExitStatus), f"status {status}")
    require("Internal error" not in said and "Traceback" not in said + stdout.text(), said)
    if status != ExitStatus.BAD_INPUT:
        return True
    require(not changed, f"files changed although it was refused: {said}")
    _check_message(said, arguments)
    return False


def _check_message(said: str, arguments: Sequence[str]) -> None:
    """A message on standard error that names an argument, an option or a file of the command line."""
    errors = said[said.find("Error: ") :]
    require("Error: " in said and "\nError" not in errors[1:], f"not one error: {said!r}")
    words = {word for argument in arguments for word in (argument, *argument.split("=", 1), repr(argument)[1:-1])}
    # What consists of white space alone cannot be seen.
    named = any(plain_text(word)[:40].strip() in errors for word in words)
    known = re.search(r"'--?[a-z]|option: -|argument|REGIMEN|busy\.ics|Error: (A .* and )?\. is ", errors)
    require(named or known, f"no place: {said!r}")


def _made_command(chance: Random) -> bytes:
    """A command line of the real options, with some arguments changed, left out or doubled."""
    arguments = [chance.choice(("plan", "plan", "plan", "plan", "regimens", "new", "check", "check", "why"))]
    if chance.random() < 0.6:
        arguments.append(chance.choice(("low-back", "regimen.yaml", *strategies.PATHS)))
    if arguments[0] == "why":
        arguments += chance.choice((("walk", "monday"), ("walk", "2026-11-25", "18:00"), ("not", "walk"), ("abc123",)))
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 5))):
        name, values = chance.choice(_OPTIONS)
        if not values:
            arguments.append(name)
            continue
        value = chance.choice(values if chance.random() < 0.9 else strategies.ODD_ARGUMENTS)
        arguments += [name, value] if chance.random() < 0.8 else [f"{name}={value}"]
    while arguments and chance.random() < 0.15:
        at = chance.randrange(len(arguments))
        arguments[at : at + 1] = chance.choice(
            ([], [arguments[at]] * 2, [arguments[at][:-1]], [chance.choice(strategies.ODD_ARGUMENTS)])
        )
    return as_input(arguments)


_OPTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((name, values) for names, values in strategies.PLAN_OPTIONS for name in names),
    *(
        ("--strict", ()),
        ("--busy-events", ()),
        ("--from", ("low-back", "lowback")),
        ("--regimen", ("low-back", "regimen.yaml", "gone.yaml")),
        ("--help", ()),
        ("--version", ()),
    ),
)


TARGETS: dict[str, Target] = {
    "regimen": Target(".yaml", strategies.REGIMENS, lambda chance: _regimen_mutator().made(chance), _accepts_regimen),
    "profile": Target(".yaml", strategies.PROFILES, lambda chance: _profile_mutator().made(chance), _accepts_profile),
    "plan": Target(".plan", strategies.PLANS, lambda chance: _plan_mutator().made(chance), _accepts_plan),
    "ics": Target(".ics", strategies.CALENDARS, lambda chance: _calendar_mutator().made(chance), _accepts_calendar),
    "sheet": Target(".yaml", strategies.REGIMENS, lambda chance: _sheet_mutator().made(chance), _accepts_sheet),
    "clinic": Target(".yaml", strategies.CLINICS, lambda chance: _clinic_mutator().made(chance), _accepts_clinic),
    "command": Target(".json", strategies.COMMAND_LINES.map(as_input), _made_command, _accepts_command),
}
