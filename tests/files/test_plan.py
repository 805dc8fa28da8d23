"""A plan survives its documents whole, and a bad document is refused with the place of everything wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backplan.errors import BadFileError, Fault
from backplan.files.json_source import MOST_VALUES
from backplan.files.plan import parse_plan
from backplan.files.plan_writing import plan_to_data, write_json, write_yaml
from backplan.files.yaml_source import MOST_WRITTEN_VALUES
from backplan.model.finding import Finding, Severity
from backplan.model.plan import Cost, MadeFrom, Plan, Session
from backplan.model.profile import DateRange
from backplan.model.time import MINUTE, Interval, instant, moment

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "plan.schema.json").read_text("utf-8"))
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC")


def session_at(start: int, minutes: int = 30, zone: ZoneInfo = BERLIN, name: str = "first") -> Session:
    return Session(
        name,
        "aerobics",
        "Low-impact aerobics",
        "walking",
        moment(start, zone),
        moment(start + minutes * MINUTE, zone),
        minutes,
        0,
        fixed=False,
    )


A_RANGE = "a date or a range of dates, such as '2026-12-24 to 2026-12-26'"
TWO_TIMES = "two times, such as ['2026-11-23T17:00:00Z', '2026-11-23T19:00:00Z'], the earlier one first"
EVENING = 1_795_455_000  # 2026-11-23 at 18:30 in Berlin
PLAN = Plan(
    "low-back",
    "Low-back care",
    date(2026, 11, 23),
    1,
    0,
    "Europe/Berlin",
    (session_at(EVENING), replace(session_at(EVENING + 86_400, name="second"), choice=None, fixed=True)),
    Cost(0, 1, 2, 45, 6775),
    (
        Finding(
            Severity.DOSE,
            "frequency",
            "aerobics",
            (date(2026, 11, 23), date(2026, 11, 25)),
            "Two sessions of three fit.",
            ("You are away.",),
            ("Open Friday evening.",),
        ),
        Finding(Severity.ADVICE, "prescriber", None, (), "Ask first."),
    ),
)

# Letters that plans may hold: all but control characters, half surrogates, marks that turn the direction of
# reading, and what is no character. Beside them, words that YAML or JSON would take for something else.
LETTERS = st.characters(
    exclude_categories=("Cs", "Cc"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff",
    include_characters="\n\t",
)
LOOK_ALIKES = st.sampled_from(
    [
        "no", "yes", "on", "null", "~", "true", "12:30", "12", "08", "0x1F", "1e5", "1.5", ".inf", "2026-11-23", "- a",
        "a: b", "#", "'", '"', "|", ">", "*a", "&a", "!a", "%", "@", "`", "{}", "[]", "?", "<<", "=", "---", " a", "a ",
        "\n", "\\u0041", "\u2028", "🚶\u200d♀️", "Ünïcode ü", "",
    ]
)  # fmt: skip
TEXTS = LOOK_ALIKES | st.text(LETTERS, max_size=40)
FILES = TEXTS | st.lists(TEXTS, max_size=5).map("\n".join)
NAMES = st.text(LETTERS, min_size=1, max_size=12)
DATES = st.dates(date(1971, 1, 1), date(2199, 1, 1))
FINDINGS = st.builds(
    Finding,
    st.sampled_from(Severity),
    TEXTS,
    st.none() | TEXTS,
    st.lists(DATES, max_size=3).map(tuple),
    TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
)
# The hours around the end of summer time 2026 in Berlin, New York and Lord Howe, minute by minute, and any others.
INSTANTS = (
    st.integers(1_792_882_800 // 60, 1_792_897_200 // 60)
    | st.integers(1_793_505_600 // 60, 1_793_520_000 // 60)
    | st.integers(1_775_310_000 // 60, 1_775_324_400 // 60)
    | st.integers(1_000_000, 60_000_000)
).map(lambda minute: 60 * minute)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    starts = sorted(draw(st.lists(INSTANTS, max_size=5)))
    names = draw(st.lists(NAMES, min_size=len(starts), max_size=len(starts), unique=True))
    sessions = tuple(
        replace(
            session_at(start, draw(st.integers(1, 300)), zone, name),
            activity=draw(NAMES),
            title=draw(TEXTS),
            choice=draw(st.none() | TEXTS),
            week=draw(st.integers(0, 60)),
            fixed=draw(st.booleans()),
        )
        for start, name in zip(starts, names, strict=True)
    )
    count = st.integers(0, 10**15)
    return Plan(
        draw(TEXTS),
        draw(TEXTS),
        draw(DATES),
        draw(st.integers(1, 60)),
        draw(st.integers(0, 60)),
        zone.key,
        sessions,
        Cost(draw(count), draw(count), draw(count), draw(count), draw(count)),
        tuple(draw(st.lists(FINDINGS, max_size=3))),
        draw(st.booleans()),
        away=tuple(DateRange(*sorted(pair)) for pair in draw(st.lists(st.tuples(DATES, DATES), max_size=2))),
        made_from=draw(
            st.none()
            | st.builds(
                MadeFrom,
                FILES,
                st.none() | FILES,
                st.lists(INSTANTS.map(lambda start: Interval(start, start + 5 * MINUTE)), max_size=2).map(tuple),
                st.just(sessions),
                st.booleans(),
            )
        ),
    )


def same(one: Plan, other: Plan) -> bool:
    """Equal, and at the same instants: Python does not look at `fold` when it compares times of one zone."""
    if other.made_from is None:
        # Only what a plan was made from says which days were away.
        other = replace(other, away=())
    return (one, one.made_from) == (other, other.made_from) and [
        (instant(session.start), instant(session.end), session.start.fold, session.end.fold) for session in one.sessions
    ] == [
        (instant(session.start), instant(session.end), session.start.fold, session.end.fold)
        for session in other.sessions
    ]


def faults_of(data: bytes | str, file: str = "plan.json") -> tuple[Fault, ...]:
    with pytest.raises(BadFileError) as caught:
        parse_plan(data.encode() if isinstance(data, str) else data, file)
    return caught.value.faults


def changed(old: str, new: str, plan: Plan = PLAN) -> bytes:
    """The plan as JSON with one piece of text changed."""
    text = write_json(plan).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


@settings(max_examples=150, deadline=None)
@given(plans())
def test_a_plan_survives_json_and_yaml_whole(plan: Plan) -> None:
    assert same(parse_plan(write_json(plan), "plan.json"), plan)
    assert same(parse_plan(write_yaml(plan), "plan.yaml"), plan)


@settings(max_examples=50, deadline=None)
@given(plans())
def test_a_foreign_yaml_reader_finds_what_the_json_holds(plan: Plan) -> None:
    assert yaml.safe_load(write_yaml(plan)) == json.loads(write_json(plan))


@settings(max_examples=50, deadline=None)
@given(plans())
def test_what_is_written_fits_the_published_schema(plan: Plan) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(write_json(plan)))


def test_the_schema_is_a_schema_and_names_exactly_the_keys_that_are_written() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    written = json.loads(write_json(replace(PLAN, proven=False, made_from=MadeFrom())))

    assert list(SCHEMA["properties"]) == list(written)
    assert [key for key in written if key not in {"proven", "made_from"}] == SCHEMA["required"]
    for name, example in (("session", written["sessions"][0]), ("finding", written["findings"][0])):
        assert SCHEMA["$defs"][name]["required"] == list(example) == list(SCHEMA["$defs"][name]["properties"])
    for name in ("regimen", "cost", "made_from"):
        part = SCHEMA["properties"][name]
        assert part["required"] == list(written[name]) == list(part["properties"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"format": 1', '"format": 2'),
        ('"kind": "plan"', '"kind": "regimen"'),
        ('"weeks": 1', '"weeks": 0'),
        ('"severity": "dose"', '"severity": "bad"'),
        ("18:30:00+01:00", "18:30:00"),
        ('"minutes": 30', '"minutes": "30"'),
        ('"start": "2026-11-23",', ""),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    data = changed(old, new)

    assert faults_of(data)
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(json.loads(data))


def test_the_json_is_the_contracts_object_with_its_keys_in_order() -> None:
    assert write_json(replace(PLAN, sessions=PLAN.sessions[:1], findings=PLAN.findings[:1])).decode() == (
        """{
  "format": 1,
  "kind": "plan",
  "regimen": {
    "id": "low-back",
    "title": "Low-back care"
  },
  "start": "2026-11-23",
  "weeks": 1,
  "first_week": 0,
  "timezone": "Europe/Berlin",
  "sessions": [
    {
      "id": "first",
      "activity": "aerobics",
      "title": "Low-impact aerobics",
      "choice": "walking",
      "start": "2026-11-23T18:30:00+01:00",
      "end": "2026-11-23T19:00:00+01:00",
      "minutes": 30,
      "week": 0,
      "fixed": false
    }
  ],
  "cost": {
    "shortfall": 0,
    "missed": 1,
    "unevenness": 2,
    "preference": 45,
    "load": 6775
  },
  "findings": [
    {
      "severity": "dose",
      "rule": "frequency",
      "activity": "aerobics",
      "days": [
        "2026-11-23",
        "2026-11-25"
      ],
      "message": "Two sessions of three fit.",
      "because": [
        "You are away."
      ],
      "suggestions": [
        "Open Friday evening."
      ],
      "sessions": []
    }
  ]
}
"""
    )


def test_proven_is_said_only_where_it_is_false_and_beside_the_cost() -> None:
    keys = list(plan_to_data(replace(PLAN, proven=False)))

    assert keys[keys.index("cost") + 1] == "proven"
    assert "proven" not in plan_to_data(PLAN)


def test_yaml_tells_what_it_is_at_its_beginning_and_is_as_a_person_writes() -> None:
    text = write_yaml(PLAN).decode()

    assert text.startswith("format: 1\nkind: plan\nregimen:\n  id: low-back\n")
    assert "\n  - id: first\n    activity: aerobics\n" in text
    assert text.endswith("\n")


def test_letters_of_all_languages_stay_readable_in_the_file() -> None:
    plan = replace(PLAN, regimen_title="Rückenübungen 背 🚶")

    assert "Rückenübungen 背 🚶" in write_json(plan).decode()
    assert "Rückenübungen 背 🚶" in write_yaml(plan).decode()


def test_half_a_surrogate_pair_is_written_as_an_escape_and_refused_on_reading() -> None:
    data = write_json(replace(PLAN, regimen_title="half \ud83d"))

    assert b"half \\ud83d" in data
    (fault,) = faults_of(data)
    assert (fault.line, fault.key, fault.found) == (6, "regimen.title", "an invisible character (U+D83D)")


def test_the_hour_that_the_clocks_show_twice_comes_back_both_times() -> None:
    first = instant(PLAN.sessions[0].start.replace(year=2026, month=10, day=25, hour=2, fold=0))
    plan = replace(PLAN, sessions=(session_at(first), session_at(first + 3600, name="again")))
    text = write_json(plan).decode()

    assert '"2026-10-25T02:30:00+02:00"' in text
    assert '"2026-10-25T02:30:00+01:00"' in text
    for document, name in ((write_json(plan), "a.json"), (write_yaml(plan), "a.yaml")):
        assert [s.start.fold for s in parse_plan(document, name).sessions] == [0, 1]
        assert all(s.start.tzinfo is BERLIN for s in parse_plan(document, name).sessions)


def test_sessions_that_a_person_moved_come_back_in_order() -> None:
    data = changed("2026-11-23T18:30:00+01:00", "2026-11-28T18:30:00+01:00")
    data = data.replace(b"2026-11-23T19:00:00+01:00", b"2026-11-28T19:00:00+01:00")

    assert [session.id for session in parse_plan(data, "plan.json").sessions] == ["second", "first"]


def test_unknown_keys_are_passed_over() -> None:
    data = changed('"weeks": 1', '"weeks": 1, "colour": {"a": [1, NaN]}')

    assert parse_plan(data, "plan.json") == PLAN


def test_keys_that_say_nothing_may_be_left_out() -> None:
    text = re.sub(r'\s*"choice": null,', "", write_json(PLAN).decode())
    text = re.sub(r',\s*"because": \[\],\s*"suggestions": \[\],\s*"sessions": \[\]', "", text)

    assert '"choice": null' not in text
    assert text.count('"because"') == 1
    assert parse_plan(text.encode(), "plan.json") == PLAN


@pytest.mark.parametrize("name", ["plan.json", "plan.txt", "-"])
def test_json_is_known_by_its_brace_whatever_the_name(name: str) -> None:
    assert parse_plan(b"\n " + write_json(PLAN), name) == PLAN


@pytest.mark.parametrize("name", ["plan.yaml", "plan.YML", "plan"])
def test_yaml_is_whatever_is_not_json(name: str) -> None:
    assert parse_plan(write_yaml(PLAN), name) == PLAN


def test_json_in_a_yaml_file_is_yaml() -> None:
    assert parse_plan(write_json(PLAN), "plan.yaml") == PLAN


def test_marks_and_encodings_of_other_systems_are_read() -> None:
    text = write_json(replace(PLAN, regimen_title="Rücken")).decode()

    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        text.encode("utf-16"),
        text.replace("\n", "\r\n").encode(),
        text.replace("  ", "\t").encode(),
    ):
        assert parse_plan(data, "plan.json").regimen_title == "Rücken"


def test_yaml_of_a_person_needs_no_quotes_and_may_use_null() -> None:
    text = write_yaml(PLAN).decode()
    text = text.replace("'", "").replace("choice: null", "choice: ~").replace("fixed: true", "fixed: True")

    assert "start: 2026-11-23\n" in text
    assert parse_plan(text.encode(), "plan.yaml") == PLAN


def test_yaml_of_another_program_may_share_values() -> None:
    data = json.loads(write_json(PLAN))
    data["findings"] *= 2
    text = yaml.safe_dump(data)

    assert "&id001" in text
    assert parse_plan(text.encode(), "plan.yaml") == replace(PLAN, findings=PLAN.findings * 2)


def test_nothing_and_the_word_null_are_told_apart_behind_an_anchor() -> None:
    text = write_yaml(PLAN).decode()
    text = text.replace("choice: walking", "choice: &none null").replace("choice: null", "choice: *none")
    text = text.replace("title: Low-back care", 'title: &word "null"').replace(
        "title: Low-impact aerobics", "title: *word"
    )
    plan = parse_plan(text.encode(), "plan.yaml")

    assert plan.regimen_title == "null"
    assert [(session.choice, session.title) for session in plan.sessions] == [(None, "null"), (None, "null")]


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "expected"),
    [
        ('"format": 1', '"format": 2', "format", "the number 2", "1"),
        ('"format": 1', '"format": true', "format", "true", "1"),
        ('"kind": "plan"', '"kind": "profile"', "kind", "'profile'", "'plan'"),
        ('"weeks": 1', '"weeks": 0', "weeks", "0", "a whole number from 1 to 520"),
        ('"weeks": 1', '"weeks": 1.5', "weeks", "the number 1.5", "a whole number of at least 1"),
        ('"weeks": 1', '"weeks": NaN', "weeks", "the number nan", "a whole number of at least 1"),
        ('"weeks": 1', '"weeks": true', "weeks", "true", "a whole number of at least 1"),
        ('"weeks": 1', '"weeks": "1"', "weeks", "'1'", "a whole number of at least 1"),
        ('"weeks": 1', f'"weeks": {"9" * 5000}', "weeks", "the number inf", "a whole number of at least 1"),
        ('"weeks": 1,', "", "weeks", "missing key", "a whole number of at least 1"),
        ('"first_week": 0', '"first_week": -1', "first_week", "-1", "a whole number from 0 to 10400"),
        ('"start": "2026-11-23"', '"start": "2026-02-30"', "start", "'2026-02-30'", "a date, such as '2026-11-23'"),
        ('"start": "2026-11-23"', '"start": 20261123', "start", "the number 20261123", "a date, such as '2026-11-23'"),
        ('"start": "2026-11-23"', '"start": "9999-12-30"', "start", "'9999-12-30'", "a date, such as"),
        ('{\n    "id": "low-back"', '[{\n    "id": "low-back"', "", "", ""),
        ('"title": "Low-back care"', '"title": ["a"]', "regimen.title", "a list", "text"),
        ('"id": "second"', '"id": "first"', "sessions.2.id", "a duplicate session id", "a unique id"),
        ('"id": "first"', '"id": ""', "sessions.1.id", "empty text", "text that is not empty"),
        ('"minutes": 30', '"minutes": 45', "sessions.1.minutes", "45", "30 minutes, the time from start to end"),
        ('"minutes": 30', '"minutes": 0', "sessions.1.minutes", "0", "a whole number from 1 to 100000"),
        ('"fixed": false', '"fixed": "no"', "sessions.1.fixed", "'no'", "true or false"),
        ('"choice": "walking"', '"choice": 5', "sessions.1.choice", "the number 5", "text, or null"),
        ("T18:30:00+01:00", "T18:30:00+02:00", "sessions.1.start", "'2026-11-23T18:30:00+02:00'", "the offset of"),
        ("T18:30:00+01:00", "T18:30:00", "sessions.1.start", "'2026-11-23T18:30:00'", "a time with its offset"),
        ("T18:30:00+01:00", "T25:30:00+01:00", "sessions.1.start", "'2026-11-23T25:30:00+01:00'", "a time with"),
        ("T19:00:00+01:00", "T18:30:00+01:00", "sessions.1.end", "'2026-11-23T18:30:00+01:00'", "a time after"),
        ("2026-11-23T18:30:00+01:00", "0001-01-01T00:00:00+01:00", "sessions.1.start", "'0001", "a time with"),
        ('"load": 6775', '"load": -1', "cost.load", "-1", "a whole number from 0"),
        ('"severity": "dose"', '"severity": "doze"', "findings.1.severity", "'doze'", "limit or dose or advice"),
        ('"2026-11-25"', '"Wednesday"', "findings.1.days.2", "'Wednesday'", "a date, such as '2026-11-23'"),
        ('"You are away."', "null", "findings.1.because.1", "nothing", "text"),
        ('"Ask first."', '"\\u0000"', "findings.2.message", "an invisible character (U+0000)", "visible text"),
        ('"Ask first."', '"\\u001b[2J"', "findings.2.message", "an invisible character (U+001B)", "visible text"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_key_and_place(old: str, new: str, key: str, found: str, expected: str) -> None:
    data = changed(old, new)
    fault = faults_of(data)[0]

    assert fault.key == key
    assert fault.found.startswith(found)
    assert fault.expected.startswith(expected)
    assert 1 <= fault.line <= data.count(b"\n")
    assert fault.column >= 1


def test_lines_and_columns_point_at_the_value_in_json_and_in_yaml() -> None:
    (fault,) = faults_of(changed('"minutes": 30', '"minutes": 45'))
    text = write_yaml(PLAN).decode().replace("minutes: 30", "minutes: 45", 1)
    (yaml_fault,) = faults_of(text, "plan.yaml")

    assert str(fault) == (
        "plan.json:20:18: sessions.1.minutes: found 45, expected 30 minutes, the time from start to end; "
        "change the minutes, the start or the end"
    )
    assert text.split("\n")[yaml_fault.line - 1][yaml_fault.column - 1 :] == "45"
    assert yaml_fault.file == "plan.yaml"


def test_everything_wrong_is_said_at_once_in_the_files_order() -> None:
    data = changed('"weeks": 1', '"weeks": "x"')
    data = data.replace(b'"minutes": 30', b'"minutes": 31').replace(b'"rule": "frequency"', b'"rul": "frequency"')
    faults = faults_of(data)

    assert [fault.key for fault in faults] == ["weeks", "sessions.1.minutes", "sessions.2.minutes", "findings.1.rule"]
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)
    assert faults[-1].hint == "did you mean 'rul'?"


def test_a_wrong_offset_is_answered_with_the_right_one_and_a_skipped_time_is_named() -> None:
    (wrong,) = faults_of(changed("T18:30:00+01:00", "T18:30:00+02:00"))
    skipped = faults_of(changed("2026-11-23T18:30:00+01:00", "2026-03-29T02:30:00+01:00"))[0]

    assert wrong.hint == "for that time on the clock write '2026-11-23T18:30:00+01:00'"
    assert skipped.hint == "the clocks skip that time; choose another"


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "expected"),
    [
        ('"late": false', '"late": 1', "late", "the number 1", "true or false"),
        ('"profile": null', '"profile": []', "profile", "a list", "the text of a YAML file, or null"),
        (
            '"regimen": "",',
            '"regimen": "\\u0007",',
            "regimen",
            "an invisible character (U+0007)",
            "visible text",
        ),
        (
            '"away": []',
            '"away": ["soon"]',
            "away.1",
            "'soon'",
            A_RANGE,
        ),
        ('"busy": []', '"busy": [["x"]]', "busy.1", "a list", TWO_TIMES),
        ('"busy": []', '"busy": [["2026-11-23T19:00:00Z", "2026-11-23T17:00:00Z"]]', "busy.1", "a list", TWO_TIMES),
        ('"busy": []', '"busy": [["2026-11-23T17:00", "2026-11-23T19:00"]]', "busy.1", "a list", TWO_TIMES),
        ('"history": []', '"history": [{}]', "history.1.activity", "missing key", "text that is not empty"),
    ],
)
def test_what_a_plan_was_made_from_is_read_with_care(old: str, new: str, key: str, found: str, expected: str) -> None:
    fault = faults_of(changed(old, new, replace(PLAN, made_from=MadeFrom())))[0]

    assert (fault.key, fault.found, fault.expected) == (f"made_from.{key}", found, expected)
    assert fault.line > 50


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:30:00+02:00", "1899-12-31T23:30:00+01:00", "9999-12-31T23:30:00-02:00"]
)
def test_a_time_of_other_centuries_is_refused(moment: str) -> None:
    (fault,) = faults_of(changed('"start": "2026-11-23T18:30:00+01:00"', f'"start": "{moment}"'))

    assert (fault.line, fault.key) == (18, "sessions.1.start")
    assert fault.hint == "use a year from 1900 to 2399"


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        '{"format": 1, "kind": "plan", "sessions": [' + "{}," * 100_000 + "{}]}",
        '{"a": [' + "0," * 300_000 + "0]}",
        '{"format": 1, "kind": "plan", ' + ", ".join(f'"key{number}": 0' for number in range(100_000)) + "}",
    ],
    ids=["sessions of nothing", "one long line", "keys"],
)
def test_a_huge_file_that_is_no_plan_is_refused_with_places(text: str) -> None:
    assert all(fault.line == 1 for fault in faults_of(text))


def test_more_values_than_any_plan_has_are_refused() -> None:
    assert faults_of("[" + "[]," * MOST_VALUES + "0]")[0].found == "too many values (more than 400,000)"
    assert faults_of("a: [" + "x," * MOST_WRITTEN_VALUES + "x]", "plan.yaml")[0].found == "more than 500,000 values"


@pytest.mark.parametrize(("key", "proposed"), [("rul\x1be", "rule"), ("rul\x85e", "rul e")])
def test_a_key_is_proposed_without_what_cannot_be_seen_of_it(key: str, proposed: str) -> None:
    (fault,) = faults_of(changed('"rule": "prescriber"', f'{json.dumps(key)}: "prescriber"'))

    assert fault.hint == f"did you mean '{proposed}'?"


@pytest.mark.parametrize(
    "zone", ["Europe/Berlim", "../../etc/passwd", "/etc/passwd", "Europe", "", "a" * 5000, "\u00fc"]
)
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    (fault,) = faults_of(write_json(replace(PLAN, timezone=zone)))

    assert fault.key == "timezone"
    assert fault.expected.startswith("a time zone's IANA name")


def test_a_slip_in_a_zones_name_is_answered_with_the_nearest() -> None:
    (fault,) = faults_of(write_json(replace(PLAN, timezone="Europe/Berlim")))

    assert fault.hint == "did you mean 'Europe/Berlin'?"


def test_what_is_another_kind_of_file_is_said_and_nothing_else() -> None:
    (regimen,) = faults_of("format: 1\ntitle: a\nactivities: {}\n", "low-back.yaml")
    (profile,) = faults_of("format: 1\navailable: {}\n", "me.yaml")
    (other,) = faults_of("[1, 2]", "a.json")

    assert regimen.hint == "this is a regimen; use 'backplan plan' to make a plan from it"
    assert profile.hint == "this is a profile; give it with --profile"
    assert other.found == "a list"


@pytest.mark.parametrize("name", ["plan.json", "plan.yaml"])
def test_a_key_that_occurs_twice_is_a_fault(name: str) -> None:
    (fault,) = faults_of(changed('"minutes": 30,', '"minutes": 30, "minutes": 30,'), name)

    assert (fault.line, fault.column, fault.key) == (20, 22, "sessions.1.minutes")
    assert fault.found == "the duplicate key 'minutes' (first on line 20, column 7)"


def test_a_plan_cut_off_anywhere_is_a_fault_and_never_a_traceback() -> None:
    # YAML has no closing bracket: cut off among the findings, which come last, it may still be whole.
    yaml_text = write_yaml(PLAN)
    for data, end, name in (
        (write_json(PLAN), len(write_json(PLAN)) - 2, "plan.json"),
        (yaml_text, yaml_text.index(b"findings:"), "plan.yaml"),
    ):
        for length in range(0, end, 7):
            assert faults_of(data[:length], name)


def test_a_plan_cut_off_is_said_to_be() -> None:
    (fault,) = faults_of(write_json(PLAN)[:300])

    assert fault.expected == "the rest of the plan"
    assert fault.line > 10


def test_a_missing_comma_is_named_with_its_place() -> None:
    (fault,) = faults_of(changed('"weeks": 1,', '"weeks": 1'))

    assert (fault.line, fault.expected) == (10, "',' delimiter")


@pytest.mark.parametrize("name", ["plan.json", "plan.yaml", "plan"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\xff\xfe\x00",
        b"\xff" * 40,
        b"\n\n   \n",
        b"null",
        b"12",
        b'"plan"',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"- " * 50_000,
        b"{",
        b"}",
        b'{"format": 1, "kind": "plan"',
        b'{"format": 1, "kind": "plan"}',
        b"a: &a [*a]",
        b"kind: plan\nformat: 1\nsessions: !!python/object:os.system x",
        b"kind: plan\n---\nkind: plan",
        b"\xef\xbb\xbf{",
        '{"kind": "pl\u00e4n'.encode("latin-1"),
        b'{"kind": "plan", "format": ' + b"9" * 10_000 + b"}",
        b'{"kind": "plan", "format": 1, "sessions": [null, 1, [], {}]}',
    ],
)
def test_no_rubbish_ends_in_a_traceback(data: bytes, name: str) -> None:
    for fault in faults_of(data, name):
        assert fault.found
        assert fault.expected
        assert str(fault).isprintable()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 1200), st.binary(max_size=6), st.integers(0, 30), st.sampled_from(["json", "yaml"]))
def test_a_damaged_plan_is_read_or_refused_with_places(at: int, put: bytes, drop: int, suffix: str) -> None:
    data = write_json(PLAN) if suffix == "json" else write_yaml(PLAN)
    try:
        plan = parse_plan(data[:at] + put + data[at + drop :], f"plan.{suffix}")
    except BadFileError:
        # Any other exception fails the test.
        return
    assert same(parse_plan(write_json(plan), "plan.json"), plan)


def test_a_file_too_large_to_be_a_plan_is_refused_unread() -> None:
    (fault,) = faults_of(b"{" * 20_000_001)

    assert fault.found == "a file of 20.0 MB"


def test_a_year_of_sessions_is_read_back_from_both() -> None:
    sessions = tuple(session_at(EVENING + 21_600 * n, name=f"session-{n}") for n in range(4 * 364))
    plan = replace(PLAN, weeks=52, sessions=sessions)

    assert parse_plan(write_json(plan), "plan.json") == plan
    assert parse_plan(write_yaml(plan), "plan.yaml") == plan


def test_a_plan_of_more_than_a_megabyte_is_read_back_from_yaml() -> None:
    sessions = tuple(session_at(EVENING + 21_600 * n, name=f"session-{n}-{'x' * 600}") for n in range(4 * 364))
    plan = replace(PLAN, weeks=52, sessions=sessions)
    data = write_yaml(plan)

    assert len(data) > 1_000_000
    assert parse_plan(data, "plan.yaml") == plan


def test_the_same_plan_is_the_same_bytes() -> None:
    again = replace(PLAN, sessions=tuple(replace(session) for session in PLAN.sessions))

    assert write_json(again) == write_json(PLAN)
    assert write_yaml(again) == write_yaml(PLAN)


def test_writing_json_loads_no_heavy_library() -> None:
    program = (
        "import sys; from datetime import date; from backplan.files.plan_writing import write_json;"
        "from backplan.model.plan import Plan;"
        "write_json(Plan('a', 'A', date(2026, 11, 23), 1, 0, 'UTC', ()));"
        "print(sorted({'yaml', 'pydantic', 'icalendar'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"


def test_a_session_across_a_change_of_the_clocks_keeps_its_elapsed_minutes() -> None:
    # A session across the end of summer time: the clocks show 02:30 to 02:15, the elapsed time is 45 minutes.
    start = instant(PLAN.sessions[0].start.replace(month=10, day=25, hour=2))
    plan = replace(PLAN, sessions=(session_at(start, 45),))
    (session,) = parse_plan(write_json(plan), "plan.json").sessions

    assert session.end.replace(tzinfo=None) - session.start.replace(tzinfo=None) == timedelta(minutes=-15)
    assert session.minutes == 45
