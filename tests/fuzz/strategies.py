"""Files of the contract's formats, valid or nearly so, and command lines, for hypothesis to draw."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from tests.fuzz.mutation import ODD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

Written: TypeAlias = "str | list[Written] | dict[str, Written]"
"""A YAML value whose scalars are the very texts that stand in the file."""

# --- Scalars ------------------------------------------------------------------------------------------------------

ANY_TEXT = st.text(max_size=12)
ODD_SCALARS = st.sampled_from(ODD) | ANY_TEXT | st.integers().map(str) | st.floats().map(str)

WORDS = ("walk", "stretch", "strength", "care", "walking", "a", "Übung", "Dr. A. Example, PT", "12:30", "no", "2026")
FREQUENCIES = (
    *("daily", "twice daily", "1-2 per day", "once or twice a day", "0-3 per day", "4 per day", "24 per day"),
    *("weekly", "3 per week", "2-3 times weekly", "three times a week", "7 per week", "0-7 per week", "8 per week"),
    *("every other day", "every 3 days", "every 2-3 days", "every 1-365 days", "every second day", "every week"),
    *(
        "at most 3 per year",
        "at most 1 per week",
        "at most 2 per month",
        "at most 3 per day",
        "3 per weak",
        "3-2 a day",
    ),
)
TIMES = ("5 min", "15-20 min", "1 h", "1 h 15 min", "1-24 h", "24 h", "0 min", "20-15 min", "15", "90 s", "1440 min")
LENGTHS = ("0 min", "15 min", "6 h", "24 h", "25 h", "1 h 1 min", "20 s", "1 min", "3600 s", "10", "0 s")
GROWTHS = ("1 min per week", "2 min per week", "24 h per week", "0 min per week", "1 min", "1 min per day")
TIMES_OF_DAY = ("morning", "midday", "afternoon", "evening", "noon", "17:45", "00:00", "23:59", "24:00", "7 am", "dusk")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "Sunday", "weekdays", "weekends", "daily", "may")
ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC"),
    *("Asia/Kathmandu", "Antarctica/Troll", "Europe/Nowhere", "berlin", "EST5EDT", "Etc/GMT+12", "localtime"),
)
DATES = (
    *("2026-11-23", "2026-11-24", "2026-11-29", "2026-12-01", "2026-03-29", "2026-10-25", "2028-02-29"),
    *("2027-02-29", "1970-01-01", "2200-12-31", "2201-01-01", "0001-01-01", "9999-12-31", "23.11.2026"),
)
RANGES = (*DATES, "2026-11-24 to 2026-11-26", "2026-11-26 to 2026-11-24", "2026-01-01 to 2026-12-31", "2026-11-24 -")
WINDOWS = (
    *("06:30-08:00", "17:30-21:30", "08:00-20:00", "00:00-24:00", "23:45-24:00", "02:00-03:00", "12:00-12:01"),
    *("06:00-07:00", "06:59-08:15", "22:00-06:00", "08:00-08:00", "8-20", "24:00-24:00"),
)
IDS = (
    "walk",
    "stretch",
    "strength",
    "care",
    "hamstring-stretch",
    "lumbar-stabilization",
    "aerobics",
    "Walk",
    "w--",
    "",
)


def _of(*texts: str) -> SearchStrategy[Written]:
    """Mostly one of these; now and then something odd."""
    known: SearchStrategy[Written] = st.sampled_from(texts)
    # Ten to one: a document has dozens of scalars, and one odd one is enough.
    return st.integers(0, 19).flatmap(lambda number: known if number else ODD_SCALARS)


def _one_or_many(item: SearchStrategy[Written]) -> SearchStrategy[Written]:
    return item | st.lists(item, max_size=3).map(list[Written])


def _group(
    needed: Mapping[str, SearchStrategy[Written]], optional: Mapping[str, SearchStrategy[Written]]
) -> SearchStrategy[Written]:
    return st.fixed_dictionaries(dict(needed), optional=dict(optional)).map(dict[str, Written])


def _by_key(
    keys: SearchStrategy[Written], values: SearchStrategy[Written], least: int, most: int
) -> SearchStrategy[Written]:
    return st.dictionaries(keys.map(str), values, min_size=least, max_size=most).map(dict[str, Written])


TEXT = _of(*WORDS)
TEXTS = _one_or_many(TEXT)
WHEN = _one_or_many(_of(*TIMES_OF_DAY))

# --- Documents in YAML --------------------------------------------------------------------------------------------

_EXERCISE = _group(
    {"name": TEXT},
    {
        "sets": _of("1", "3", "100", "101"),
        "reps": _of("10", "1", "0"),
        "hold": _of(*LENGTHS),
        "rest": _of(*LENGTHS),
        "sides": _of("both", "left", "alternate", "up"),
        "figure": _of("bird-dog", "../x"),
        "steps": TEXTS,
        "cues": TEXTS,
        "stop_if": TEXTS,
        "easier": TEXTS,
        "equipment": TEXTS,
        "source": TEXTS,
    },
)
_ACTIVITY = _group(
    {
        "title": TEXT,
        "type": _of("stretching", "strengthening", "aerobic", "mobility", "care", "Care", "areobic"),
        "frequency": _of(*FREQUENCIES),
        "time": _of(*TIMES),
    },
    {
        "progression": _of(*GROWTHS),
        "apart": _of(*LENGTHS),
        "when": WHEN,
        "intensity": TEXT,
        "choose": TEXTS,
        "alternate_with": _one_or_many(_of(*IDS)),
        "rest_days": _of("0", "1", "6", "364", "365"),
        "days": _one_or_many(_of(*DAYS)),
        "after_waking": _of(*LENGTHS),
        "exercises": st.lists(_EXERCISE, max_size=2).map(list[Written]),
    },
)
_ACTIVITIES = _by_key(_of(*IDS), _ACTIVITY, 1, 4)
_PHASE = _group({"title": TEXT, "activities": _ACTIVITIES}, {"weeks": _of("1", "2", "520", "0")})
_HEADING = {"format": _of("1", "1", "1", '"1"', "2"), "title": TEXT}
_HEADING_OPTIONS = {"summary": TEXT, "prescriber": TEXT, "sources": TEXTS, "precautions": TEXTS}
_REGIMEN = _group({**_HEADING, "activities": _ACTIVITIES}, _HEADING_OPTIONS) | _group(
    {**_HEADING, "phases": st.lists(_PHASE, max_size=3).map(list[Written])}, _HEADING_OPTIONS
)

_CLOCK = _of('"07:00"', "07:00", "23:59", "24:00", "7 pm")
_PROFILE = _group(
    {"format": _of("1", "1", "1", "2")},
    {
        "name": TEXT,
        "timezone": _of(*ZONES),
        "buffer": _of(*LENGTHS),
        "reminder": _of(*LENGTHS),
        "available": _by_key(_of(*DAYS), _one_or_many(_of(*WINDOWS)), 0, 4),
        "away": _one_or_many(_of(*RANGES)),
        "busy": _one_or_many(_of("work.ics", "missing.ics", "https://a.b/c")),
        "max_minutes_per_day": _of("60", "1", "0", "1440", "1 h"),
        "wake": _CLOCK,
        "anchors": _by_key(_of(*TIMES_OF_DAY[:5]), _CLOCK, 0, 3),
        "prefer": _by_key(_of(*IDS), _group({}, {"when": WHEN, "choose": TEXTS}), 0, 2),
        "appointments": st.lists(
            _group(
                {"activity": _of(*IDS), "on": _of(*DATES), "at": _CLOCK, "minutes": _of("30", "1", "1440", "0")}, {}
            ),
            max_size=3,
        ).map(list[Written]),
    },
)


def yaml_of(value: Written, indent: int = 0) -> str:
    """A value as YAML: groups and lists of groups in blocks, lists of texts in brackets, scalars as they are."""
    pad = " " * indent
    if isinstance(value, str):
        return f"{value}\n"
    if isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            return f"[{', '.join(map(str, value))}]\n"
        return "\n" + "".join(f"{pad}- {yaml_of(item, indent + 2).lstrip()}" for item in value)
    if not value:
        return "{}\n"
    return "\n" + "".join(f"{pad}{key}: {yaml_of(inner, indent + 2)}" for key, inner in value.items())


def _as_file(value: Written) -> bytes:
    return yaml_of(value).lstrip("\n").encode("utf-8", "surrogatepass")


_CLINIC = _group(
    {"format": _of("1", "1", "1", "2")},
    {
        "name": TEXT,
        "phone": TEXT | _of("555-0142", "+49 30 1234"),
        "emergency_number": TEXT | _of("112"),
        "footer": TEXT,
        "stop_and_call": TEXTS,
        "get_help_now": TEXTS,
    },
)

REGIMENS: SearchStrategy[bytes] = _REGIMEN.map(_as_file) | st.binary(max_size=200)
PROFILES: SearchStrategy[bytes] = _PROFILE.map(_as_file) | st.binary(max_size=200)
CLINICS: SearchStrategy[bytes] = _CLINIC.map(_as_file) | st.binary(max_size=200)

# --- Plans --------------------------------------------------------------------------------------------------------

_MOMENTS = st.builds(
    "{}T{}:00{}".format,
    st.sampled_from(DATES),
    st.sampled_from(["07:30", "18:30", "02:30", "24:00", "23:59"]),
    st.sampled_from(["+01:00", "+01:00", "+02:00", "Z", "", "+25:00"]),
)
_JSON_TEXT = st.sampled_from((*WORDS, *IDS)) | st.text(max_size=8) | st.sampled_from(ODD)
_JSON_NUMBER = st.integers(0, 60) | st.sampled_from([-1, 520, 521, 10_400, 10**9, 10**18, 10**40, 1.5, float("inf")])
_JSON_ANY = st.recursive(
    st.none() | st.booleans() | _JSON_NUMBER | _JSON_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


def _spoilt(value: SearchStrategy[object]) -> SearchStrategy[object]:
    return st.integers(0, 29).flatmap(lambda number: value if number else _JSON_ANY)


def _objects(keys: Mapping[str, SearchStrategy[object]], left_out: Sequence[str] = ()) -> SearchStrategy[object]:
    spoilt = {key: _spoilt(value) for key, value in keys.items()}
    optional = {key: spoilt.pop(key) for key in left_out}
    return st.fixed_dictionaries(spoilt, optional=optional)


_SESSION = _objects(
    {
        "id": st.uuids().map(str) | _JSON_TEXT,
        "activity": _JSON_TEXT,
        "title": _JSON_TEXT,
        "choice": st.none() | _JSON_TEXT,
        "start": _MOMENTS,
        "end": _MOMENTS,
        "minutes": _JSON_NUMBER,
        "week": _JSON_NUMBER,
        "fixed": st.booleans(),
    }
)
_FINDING = _objects(
    {
        "severity": st.sampled_from(["limit", "dose", "advice", "doze"]),
        "rule": _JSON_TEXT,
        "activity": st.none() | _JSON_TEXT,
        "days": st.lists(st.sampled_from(DATES), max_size=2),
        "message": _JSON_TEXT,
        "because": st.lists(_JSON_TEXT, max_size=2),
        "suggestions": st.lists(_JSON_TEXT),
    },
    ["because", "suggestions"],
)
_PLAN = _objects(
    {
        "format": st.just(1),
        "kind": st.just("plan"),
        "regimen": _objects({"id": _JSON_TEXT, "title": _JSON_TEXT}),
        "start": st.sampled_from(DATES),
        "weeks": st.integers(1, 3) | _JSON_NUMBER,
        "first_week": _JSON_NUMBER,
        "timezone": st.sampled_from(ZONES),
        "sessions": st.lists(_SESSION, max_size=2),
        "proven": st.booleans(),
        "cost": _objects(
            dict.fromkeys(("shortfall", "missed", "unevenness", "preference", "load"), st.integers(0, 10**6))
        ),
        "findings": st.lists(_FINDING, max_size=2),
    },
    ["proven"],
)
# JSON is YAML as well, so both readers get all of these.
PLANS: SearchStrategy[bytes] = _PLAN.map(lambda plan: json.dumps(plan).encode()) | st.binary(max_size=200)

# --- Calendars ----------------------------------------------------------------------------------------------------

_ICS_DAYS = st.sampled_from(
    ["20261123", "20261130", "20260329", "20280229", "16010101", "19700101", "00010101", "99991231", "20261332"]
)
_CLOCKS = st.sampled_from(["T073000", "T000000", "T235960", "T023000Z", "T180000Z", "T250000", "T1800", "", ""])
ICS_MOMENTS = st.builds("{}{}".format, _ICS_DAYS, _CLOCKS)
_PARAMETERS = st.sampled_from(
    [
        *("", "", "", ";VALUE=DATE", ";TZID=Europe/Berlin", ";TZID=Pacific/Apia", ';TZID="Customized Time Zone"'),
        *(
            ";TZID=W. Europe Standard Time",
            ";TZID=Nowhere",
            ";TZID=/citadel.org/2026/Europe/Berlin",
            ";TZID=",
            ";VALUE",
        ),
    ]
)
_DURATIONS = st.sampled_from(
    ["PT30M", "P1D", "P1W", "-PT1H", "PT0S", "P99999999D", "PT999999999H", "P", "1 h", "P1DT2H"]
)
_NUMBERS = st.sampled_from(["1", "2", "7", "31", "52", "366", "-1", "0", "60", "99", "1000000000", "9" * 30, "x", ""])
_WEEKDAYS = st.sampled_from(["MO", "SU", "1MO", "-1SU", "53TU", "0MO", "MO,TU,WE,TH,FR", "XX", "2"])
_LISTED_NUMBERS = st.lists(_NUMBERS, min_size=1, max_size=3).map(",".join)
_RULE_PARTS = st.one_of(
    *(st.builds(f"{name}={{}}".format, _NUMBERS) for name in ("INTERVAL", "COUNT")),
    *(
        st.builds(f"{name}={{}}".format, _LISTED_NUMBERS)
        for name in (
            *("BYSECOND", "BYMINUTE", "BYHOUR", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"),
            *("BYEASTER",),
        )
    ),
    st.builds("UNTIL={}".format, ICS_MOMENTS),
    st.builds("BYDAY={}".format, _WEEKDAYS),
    st.sampled_from(["WKST=SU", "WKST=XX", "RSCALE=CHINESE", "SKIP=OMIT", "X=1", "=", ""]),
)
RULES = st.builds(
    lambda frequency, parts: ";".join((f"FREQ={frequency}", *parts)),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "MINUTELY", "SECONDLY", "weekly", "NEVER", ""]),
    st.lists(_RULE_PARTS, max_size=3),
)
_PERIODS = st.builds("{}/{}".format, ICS_MOMENTS, ICS_MOMENTS | _DURATIONS)
_ICS_TEXT = st.sampled_from(["Meeting", "a\\, b\\; c\\n", "é" * 80, "", " ", "\\", "busy"]) | st.text(max_size=8)


def _property(name: str, values: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.builds(f"{name}{{}}:{{}}".format, _PARAMETERS, values)


_EVENT_LINE = st.one_of(
    _property("DTEND", ICS_MOMENTS),
    _property("DURATION", _DURATIONS),
    _property("RRULE", RULES),
    _property("EXDATE", st.lists(ICS_MOMENTS, max_size=2).map(",".join)),
    _property("RDATE", st.lists(ICS_MOMENTS | _PERIODS, max_size=2).map(",".join)),
    st.builds("RECURRENCE-ID{}:{}".format, _PARAMETERS | st.just(";RANGE=THISANDFUTURE"), ICS_MOMENTS),
    st.sampled_from(["UID:1", "UID:2", "SEQUENCE:1", "SEQUENCE:-1", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"]),
    st.builds("SUMMARY:{}".format, _ICS_TEXT),
    st.sampled_from(["BEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM", "BEGIN:VALARM", "END:VEVENT", "", " folded", "X"]),
)


def _part(name: str, lines: Sequence[str]) -> str:
    return "\n".join((f"BEGIN:{name}", *lines, f"END:{name}"))


_EVENTS = st.builds(
    lambda start, lines: _part("VEVENT", (start, *lines)),
    _property("DTSTART", ICS_MOMENTS),
    st.lists(_EVENT_LINE, max_size=5),
)
_OBSERVANCES = st.builds(
    lambda kind, start, rule, before, after: _part(
        kind, (f"DTSTART:{start}", *rule, f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}")
    ),
    st.sampled_from(["STANDARD", "DAYLIGHT"]),
    ICS_MOMENTS,
    st.lists(st.builds("RRULE:{}".format, RULES), max_size=1),
    *(st.sampled_from(["+0100", "+0200", "-0330", "+2500", "+0100:30", "1", ""]),) * 2,
)
_ZONE_PARTS = st.builds(
    lambda name, parts: _part("VTIMEZONE", (f"TZID:{name}", *parts)),
    st.sampled_from(["Customized Time Zone", "Nowhere", "Europe/Berlin"]),
    st.lists(_OBSERVANCES, max_size=2),
)
CALENDARS: SearchStrategy[bytes] = (
    st.builds(
        lambda zones, events: _part("VCALENDAR", ("VERSION:2.0", *zones, *events)).encode("utf-8", "replace"),
        st.lists(_ZONE_PARTS, max_size=1),
        st.lists(_EVENTS, max_size=3),
    )
    | st.lists(_EVENTS, min_size=1, max_size=2).map(
        lambda events: _part("VCALENDAR", events).replace("\n", "\r\n").encode("utf-8", "replace")
    )
    | st.binary(max_size=200)
)

# --- Command lines ------------------------------------------------------------------------------------------------

INPUT_FILES = ("regimen.yaml", "broken.yaml", "profile.yaml", "busy.ics", "plan.json", "plan.yaml", "plan.ics", "empty")
"""Files that every command finds beside it; `folder` is a folder."""

PATHS = (
    *INPUT_FILES,
    "folder",
    "missing.yaml",
    "missing.ics",
    "folder/new.ics",
    "",
    ".",
    "~",
    "-",
    "x" * 300,
    "low-back",
)
OUTPUTS = ("out.ics", "out.json", "out.yaml", "out.md", "out.csv", "out.pdf", "out", "folder/out.ics", "no/out.ics")
_STARTS = (
    "today",
    "tomorrow",
    "monday",
    "Sun",
    "funday",
    "1 Nov 2026",
    "03/04/2026",
    "12",
    "Nov",
    "2026-13-01",
    *DATES,
)

# What the system hands over: no NUL, and bytes that are not UTF-8 as lone surrogates.
ODD_ARGUMENTS = (
    *(odd for odd in ODD if "\x00" not in odd),
    *("\udc80\udcff", "--", "-", "---", "-h", "--help", "--version", "-o", "--week", "--strikt"),
)
_ANY_ARGUMENT = st.sampled_from(ODD_ARGUMENTS) | st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12
)
PLAN_OPTIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("--start",), _STARTS),
    (("--weeks",), ("1", "1", "1", "2", "3", "0", "-1", "521", "1.5", "two", "9" * 30)),
    (("--profile",), PATHS),
    (("--timezone",), ZONES),
    (("--busy",), PATHS),
    (("--away",), RANGES),
    (("--format",), ("table", "json", "yaml", "markdown", "csv", "ics", "JSON", "jsn")),
    (("--output", "-o"), (*OUTPUTS, *PATHS)),
    (("--after",), PATHS),
    (("--group",), ("session", "day", "week")),
)


def _option(names: Sequence[str], values: Sequence[str]) -> SearchStrategy[list[str]]:
    value = st.integers(0, 9).flatmap(lambda number: st.sampled_from(values) if number else _ANY_ARGUMENT)
    apart = st.builds(lambda name, said: [name, said], st.sampled_from(names), value)
    return apart | st.builds(lambda name, said: [f"{name}={said}"], st.sampled_from(names), value)


_PLAN_OPTION = st.one_of(
    *(_option(names, values) for names, values in PLAN_OPTIONS),
    st.sampled_from([["--strict"], ["--busy-events"], ["--help"], ["--strikt"], ["--week", "1"]]),
    st.lists(_ANY_ARGUMENT, min_size=1, max_size=1),
)
_REGIMEN_ARGUMENT = st.sampled_from([["low-back"], ["LOW-BACK"], ["regimen.yaml"], ["lowback"], []]) | st.sampled_from(
    PATHS
).map(lambda path: [path])


def _joined(*parts: Sequence[str]) -> list[str]:
    return [argument for part in parts for argument in part]


COMMAND_LINES: SearchStrategy[list[str]] = st.one_of(
    *(
        st.builds(
            lambda regimen, options: _joined(["plan"], regimen, *options),
            _REGIMEN_ARGUMENT,
            st.lists(_PLAN_OPTION, max_size=4),
        ),
    )
    * 4,
    st.builds(lambda name: _joined(["regimens"], name), _REGIMEN_ARGUMENT),
    st.builds(
        lambda file, source: _joined(["new"], [file], source),
        st.sampled_from([*OUTPUTS, *PATHS]),
        st.just([]) | _option(["--from"], ["low-back", "lowback", ""]),
    ),
    st.lists(_ANY_ARGUMENT, max_size=4),
    st.builds(
        lambda command, rest: [command, *rest],
        st.sampled_from(["plan", "regimens", "new", "check", "print"]),
        st.lists(_ANY_ARGUMENT, max_size=3),
    ),
)
