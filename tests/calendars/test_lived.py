"""Calendars that people have lived with: what comes back of the plan, and what is said about the rest."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import pytest
import yaml

from backplan import app
from backplan.calendars.lived import ExportedCalendar, LivedPlan
from backplan.calendars.titles import activities_like
from backplan.calendars.write import write_ics
from backplan.checker.check import check
from backplan.files.bundled import bundled_names
from backplan.model.finding import Severity
from backplan.model.plan import Cost, Plan
from backplan.model.profile import Appointment, Profile
from backplan.model.request import PlanRequest
from backplan.rules.catalog import catalog
from tests.builders import MONDAY
from tests.calendars.plans import AEROBICS, REGIMEN, STRENGTH, STRETCH, plan_of, session
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.finding import Finding
    from backplan.model.plan import Session
    from backplan.model.regimen import Regimen

BERLIN = ZoneInfo("Europe/Berlin")
Group = Literal["session", "day"]
ZONES_AND_STARTS = [
    ("Europe/Berlin", date(2026, 10, 19)),
    ("America/New_York", date(2027, 3, 8)),
    ("Australia/Sydney", date(2026, 9, 28)),
    ("Africa/Casablanca", date(2027, 2, 1)),
    ("Asia/Kolkata", date(2026, 11, 23)),
    ("UTC", date(2026, 11, 23)),
]
"""In the first four the clocks change in the two weeks from there."""


def request_of(plan: Plan, regimen: Regimen, history: tuple[Session, ...] = ()) -> PlanRequest:
    """What a plan is checked against where nothing is known of the patient but the appointments in it."""
    appointments = tuple(
        Appointment(one.start.date(), 60 * one.start.hour + one.start.minute, one.minutes, one.activity)
        for one in plan.sessions
        if one.fixed
    )
    profile = Profile(appointments=appointments)
    return PlanRequest(regimen, plan.timezone, plan.start, plan.weeks, plan.first_week, profile, history)


def findings_of(lived: LivedPlan, regimen: Regimen, history: tuple[Session, ...] = ()) -> tuple[Finding, ...]:
    return check(catalog(request_of(lived.plan, regimen, history)), lived.plan.sessions)


def read(data: bytes, regimen: Regimen) -> LivedPlan:
    calendar = ExportedCalendar(data, "my.ics")
    assert calendar.regimen_id == regimen.id
    return calendar.lived(regimen)


# --- Round trips ----------------------------------------------------------------------------------------------------


@cache
def planned(name: str, timezone: str, start: date) -> tuple[Plan, Regimen]:
    """Two weeks of a bundled regimen, with an appointment of its last activity on the second day."""
    regimen = app.inputs.read_regimen(name)
    visit = Appointment(date.fromordinal(start.toordinal() + 1), 10 * 60, 30, regimen.activity_ids[-1])
    request = app.planning.plan_request(
        regimen, Profile(appointments=(visit,)), start=start, weeks=2, timezone=timezone, today=start
    )
    return app.planning.make_plan(request), regimen


@dataclass(frozen=True)
class Program:
    """What a program does to a file that passes through it."""

    drops_properties: bool = False
    drops_texts: bool = False
    gives_new_uids: bool = False
    writes_utc: bool = False
    writes_zone: str = ""
    shuffles: bool = False
    shouts_uids: bool = False
    blank_lines_in_texts: bool = False
    writes_html: bool = False

    def rewritten(self, data: bytes) -> bytes:
        """The file as the program would give it back."""
        text = data.decode().replace("\r\n ", "")
        if self.drops_properties:
            text = re.sub(r"X-BACKPLAN[^\r]*\r\n", "", text)
        if self.drops_texts:
            text = re.sub(r"DESCRIPTION:[^\r]*\r\n", "", text)
        if self.gives_new_uids:
            numbers = iter(range(10_000))
            text = re.sub(r"UID:[^\r]*", lambda _: f"UID:{next(numbers):08x}@elsewhere.example", text)
        if self.shouts_uids:
            text = re.sub(r"UID:[^\r]*", lambda found: found[0].upper(), text)
        if self.writes_utc:
            text = re.sub(r"(DTSTART|DTEND);TZID=([^:]+):(\d{8}T\d{6})", _in_utc, text)
        if self.writes_zone:
            text = re.sub(r"(DTSTART|DTEND);TZID=([^:]+):(\d{8}T\d{6})", self._in_zone, text)
        if self.blank_lines_in_texts:
            text = re.sub(r"DESCRIPTION:[^\r]*", lambda found: found[0].replace(r"\n", r"\n\n"), text)
        if self.writes_html:
            text = re.sub(r"DESCRIPTION:[^\r]*", lambda found: found[0].replace(r"\n", "<br>") + "<u></u>", text)
        if self.shuffles:
            head, *events = text.split("BEGIN:VEVENT\r\n")
            events[-1] = events[-1].removesuffix("END:VCALENDAR\r\n")
            chance = Random("order")  # noqa: S311 - repeatable on purpose
            chance.shuffle(events)
            text = head + "".join(f"BEGIN:VEVENT\r\n{_shuffled(one, chance)}" for one in events) + "END:VCALENDAR\r\n"
        return text.encode()

    def _in_zone(self, found: re.Match[str]) -> str:
        at = datetime.fromisoformat(found[3]).replace(tzinfo=ZoneInfo(found[2])).astimezone(ZoneInfo(self.writes_zone))
        return f"{found[1]};TZID={self.writes_zone}:{at:%Y%m%dT%H%M%S}"


def _in_utc(found: re.Match[str]) -> str:
    at = datetime.fromisoformat(found[3]).replace(tzinfo=ZoneInfo(found[2])).astimezone(UTC)
    return f"{found[1]}:{at:%Y%m%dT%H%M%SZ}"


def _shuffled(event: str, chance: Random) -> str:
    """The event's properties in another order, its alarm before them."""
    alarm = re.search(r"BEGIN:VALARM.*END:VALARM\r\n", event, re.DOTALL)
    assert alarm is not None
    lines = event.replace(alarm[0], "").removesuffix("END:VEVENT\r\n").splitlines(keepends=True)
    chance.shuffle(lines)
    return alarm[0] + "".join(lines) + "END:VEVENT\r\n"


PROGRAMS = {
    "none": Program(),
    "drops properties": Program(drops_properties=True),
    "drops properties and gives new UIDs": Program(drops_properties=True, gives_new_uids=True),
    "drops texts and gives new UIDs": Program(drops_texts=True, gives_new_uids=True),
    "writes UTC in any order": Program(writes_utc=True, shuffles=True),
    "keeps nothing but the texts": Program(
        drops_properties=True, gives_new_uids=True, writes_utc=True, shuffles=True, blank_lines_in_texts=True
    ),
    "makes web pages of texts": Program(drops_properties=True, gives_new_uids=True, writes_html=True),
    "a phone elsewhere": Program(writes_zone="Pacific/Auckland", shouts_uids=True),
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("group", ["session", "day"])
@pytest.mark.parametrize(("timezone", "start"), fast_first(ZONES_AND_STARTS))
@pytest.mark.parametrize("name", bundled_names())
def test_a_plan_comes_back_as_it_was_exported(
    name: str, timezone: str, start: date, group: Group, program: Program
) -> None:
    plan, regimen = planned(name, timezone, start)
    lived = read(program.rewritten(write_ics(plan, regimen, reminder=10, group=group)), regimen)

    assert lived.plan.sessions == plan.sessions
    assert lived.notes == ()
    known = replace(plan, findings=())
    assert lived.plan == (replace(known, cost=Cost(), proven=True) if program.drops_properties else known)
    assert [(one.rule, one.message) for one in findings_of(lived, regimen)] == [
        (one.rule, one.message) for one in plan.findings
    ]


@pytest.mark.parametrize("group", ["session", "day"])
@pytest.mark.parametrize(("timezone", "start"), fast_first(ZONES_AND_STARTS))
@pytest.mark.parametrize("name", bundled_names())
def test_an_exported_plan_checks_clean(name: str, timezone: str, start: date, group: Group) -> None:
    regimen = app.inputs.read_regimen(name)
    request = app.planning.plan_request(regimen, Profile(), start=start, weeks=2, timezone=timezone, today=start)
    lived = read(write_ics(app.planning.make_plan(request), regimen, group=group), regimen)

    assert lived.plan.sessions
    assert lived.notes == ()
    assert findings_of(lived, regimen) == ()


# --- Calendars as programs give them back ---------------------------------------------------------------------------

DATA = Path(__file__).parent.parent / "data" / "lived"
EXPECTED = yaml.safe_load((DATA / "expected.yaml").read_text(encoding="utf-8"))


@cache
def small() -> Regimen:
    """What the plan of the kept calendars was made from."""
    return app.inputs.read_regimen(str(DATA / "low-back.yaml"))


def lived_of(name: str) -> LivedPlan:
    return read((DATA / f"{name}.ics").read_bytes(), small())


def session_words(plan: Plan) -> list[str]:
    return sorted(f"{one.activity} {one.start:%Y-%m-%d %H:%M} for {one.minutes} min" for one in plan.sessions)


def day_words(days: Sequence[date]) -> str:
    if not days:
        return "no day"
    assert (days[-1] - days[0]).days == len(days) - 1
    return f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}"


def test_ten_calendars_of_each_program_are_expected_and_no_others() -> None:
    kept = {path.relative_to(DATA).with_suffix("").as_posix() for path in DATA.glob("*/*.ics")}
    assert kept == EXPECTED.keys()
    programs = Counter(name.split("/")[0] for name in kept)
    assert programs == {"apple": 10, "google": 10, "outlook": 10, "nextcloud": 10}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_calendar_that_was_lived_with_gives_exactly_what_is_expected(name: str) -> None:
    lived, expected = lived_of(name), EXPECTED[name]
    planned_sessions, now = session_words(lived_of("apple/01-untouched").plan), session_words(lived.plan)

    assert [known for known in planned_sessions if known not in now] == expected.get("gone", [])
    assert [known for known in now if known not in planned_sessions] == expected.get("new", [])
    assert [
        f"{note.activity or 'all'}, {day_words(note.days)}: {note.message}" for note in lived.notes
    ] == expected.get("notes", [])
    assert {(note.severity, note.rule) for note in lived.notes} <= {(Severity.ADVICE, "calendar")}
    found = [f"{one.severity} {one.rule} {one.activity}, {day_words(one.days)}" for one in findings_of(lived, small())]
    assert found == expected.get("findings", [])
    assert (lived.plan.start, lived.plan.weeks, lived.plan.timezone) == (date(2026, 11, 23), 1, "Europe/Berlin")
    assert {str(one.start.tzinfo) for one in lived.plan.sessions} == {"Europe/Berlin"}
    ids = [one.id for one in lived.plan.sessions]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_read_depends_neither_on_the_order_of_events_nor_on_line_ends(name: str) -> None:
    lived = lived_of(name)
    text = re.sub("\r?\n[ \t]", "", (DATA / f"{name}.ics").read_text(encoding="utf-8-sig")).replace("\r", "")
    head, *events = text.split("BEGIN:VEVENT\n")
    events[-1] = events[-1].removesuffix("END:VCALENDAR\n")
    Random(name).shuffle(events)  # noqa: S311 - repeatable on purpose
    shuffled = head + "".join(f"BEGIN:VEVENT\n{one}" for one in events) + "END:VCALENDAR\n"
    assert read(shuffled.encode(), small()) == lived
    assert read(shuffled.replace("\n", "\r\n").encode("utf-8-sig"), small()) == lived


@pytest.mark.parametrize("name", EXPECTED)
def test_the_sessions_named_by_notes_are_in_the_plan(name: str) -> None:
    lived = lived_of(name)
    assert {known for note in lived.notes for known in note.sessions} <= {one.id for one in lived.plan.sessions}


def test_the_event_that_backplan_made_keeps_its_id_and_a_copy_has_one_of_its_own() -> None:
    untouched = {one.id for one in lived_of("apple/01-untouched").plan.sessions}
    lived = lived_of("apple/06-copied-to-another-time").plan
    (copied,) = (one for one in lived.sessions if one.id not in untouched)
    assert f"{copied.start:%H:%M}" == "13:00"
    assert untouched < {one.id for one in lived.sessions}


def test_an_appointment_that_was_put_off_is_still_one() -> None:
    (visit,) = (one for one in lived_of("outlook/09-appointment-put-off").plan.sessions if one.fixed)
    assert visit.activity == "steroid-injection"


def test_the_border_to_the_week_before_is_checked_with_what_the_week_before_became() -> None:
    regimen = small()
    first = app.planning.plan_request(regimen, Profile(), start=MONDAY, weeks=1, timezone="Europe/Berlin", today=MONDAY)
    before = app.planning.make_plan(first)
    second = app.planning.plan_request(
        regimen, Profile(), start=None, weeks=1, timezone="Europe/Berlin", today=MONDAY, after=before
    )
    data = write_ics(app.planning.make_plan(second), regimen)
    lived = read(data, regimen)
    assert lived.plan.first_week == 1
    assert findings_of(lived, regimen, before.sessions) == ()

    moved = write_ics(before, regimen).replace(b":20261128T184500", b":20261129T184500")
    moved = moved.replace(b":20261128T190000", b":20261129T190000")
    became = read(moved, regimen).plan.sessions
    assert [(one.severity, one.rule, one.activity) for one in findings_of(lived, regimen, became)] == [
        (Severity.LIMIT, "frequency", "lumbar-stabilization")
    ]


# --- One thing at a time ----------------------------------------------------------------------------------------------

FIRST = "DTSTART;TZID=Europe/Berlin:20260921T071500"
FIRST_END = "DTEND;TZID=Europe/Berlin:20260921T072000"
STRETCHED = session(STRETCH, datetime(2026, 9, 21, 7, 15, tzinfo=BERLIN), 5)
STRENGTHENED = session(STRENGTH, datetime(2026, 9, 21, 18, 30, tzinfo=BERLIN), 15)
TWO = plan_of(STRETCHED, STRENGTHENED, weeks=1)


def unfolded(group: Group = "session") -> str:
    """Two sessions of one day, exported."""
    return write_ics(TWO, REGIMEN, group=group).decode().replace("\r\n ", "")


def without_properties(text: str) -> str:
    return Program(drops_properties=True).rewritten(text.encode()).decode()


def counted(text: str) -> list[str]:
    return [f"{one.activity} {one.start:%H:%M}" for one in read(text.encode(), REGIMEN).plan.sessions]


def noted(text: str) -> list[str]:
    return [note.message for note in read(text.encode(), REGIMEN).notes]


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("DTSTART;VALUE=DATE:20260921", "DTEND;VALUE=DATE:20260922", "on Mon 21 Sep has no time of day in"),
        (FIRST, "X-NOTHING:", "on Mon 21 Sep has no end in"),
        (FIRST, FIRST_END.replace("T0720", "T0715"), "on Mon 21 Sep has an end time that does not fit its start"),
        (FIRST, FIRST_END.replace("T0720", "T0700"), "on Mon 21 Sep has an end time that does not fit its start"),
        (FIRST, FIRST_END.replace("0921", "0925"), "on Mon 21 Sep has an end time that does not fit its start"),
        ("X-NOTHING:", FIRST_END, "in week 1 has no time in"),
        ("DTSTART:soon", FIRST_END, "in week 1 has a time that cannot be read in"),
        ("DTSTART:00010101T000000", FIRST_END, "in week 1 has a time that cannot be read in"),
        ("DTSTART;TZID=Moon:20260921T071500", FIRST_END, "in week 1 has the unknown time zone 'Moon' in"),
    ],
)
def test_an_event_that_cannot_be_a_session_does_not_count_and_is_told_of(start: str, end: str, message: str) -> None:
    text = unfolded().replace(FIRST, start).replace(FIRST_END, end)
    assert counted(text) == ["lumbar-stabilization 18:30"]
    (said,) = noted(text)
    assert said.startswith(f"Hamstring stretch {message}")
    assert said.endswith("your calendar, so it does not count.")


def test_a_days_event_that_cannot_be_read_is_told_of_once() -> None:
    text = unfolded("day").replace(FIRST, "DTSTART;VALUE=DATE:20260921")
    assert counted(text) == []
    assert noted(text) == ["The exercises on Mon 21 Sep have no time of day in your calendar, so they do not count."]


def test_a_days_event_that_repeats_is_told_of() -> None:
    text = unfolded("day").replace(FIRST, f"{FIRST}\r\nRRULE:FREQ=DAILY;COUNT=3")
    assert counted(text) == ["hamstring-stretch 07:15", "lumbar-stabilization 18:30"]
    assert noted(text) == ["The exercises of Mon 21 Sep repeat in your calendar; only the first time counts."]


def test_a_day_of_one_session_is_as_long_as_its_event() -> None:
    data = write_ics(plan_of(STRENGTHENED, weeks=1), REGIMEN, group="day").replace(b"T184500", b"T184000")
    for text in (data.decode(), without_properties(data.decode())):
        lived = read(text.encode(), REGIMEN)
        assert [one.minutes for one in lived.plan.sessions] == [10]
        assert lived.notes == ()


def test_a_property_that_was_damaged_gives_way_to_the_text() -> None:
    for old, new in (("X-BACKPLAN-SESSION:{", "X-BACKPLAN-SESSION:{{"), ('"week":0', '"week":-1'), ('"id"', '"no"')):
        lived = read(unfolded().replace(old, new).encode(), REGIMEN)
        assert lived.plan.sessions == TWO.sessions
        assert (lived.plan.start, lived.plan.weeks, lived.notes) == (TWO.start, TWO.weeks, ())


def test_a_text_that_was_copied_from_another_event_gives_way_to_the_uid() -> None:
    text = without_properties(unfolded())
    first, second = re.findall(r"DESCRIPTION:[^\r]*", text)
    assert counted(text.replace(second, first)) == ["hamstring-stretch 07:15", "lumbar-stabilization 18:30"]


def test_a_uid_tells_the_rest_where_another_event_tells_the_plan() -> None:
    text = without_properties(unfolded())
    second = re.findall(r"DESCRIPTION:[^\r]*\r\n", text)[1]
    lived = read(text.replace(second, "").encode(), REGIMEN)
    assert lived.plan.sessions == TWO.sessions


def test_an_event_of_backplans_that_nothing_tells_of_is_said_to_look_like_one() -> None:
    text = without_properties(unfolded("day"))
    extra = text[text.index("BEGIN:VEVENT") : text.index("END:VCALENDAR")]
    extra = re.sub(r"DESCRIPTION:[^\r]*\r\n", "", extra).replace(TWO.sessions[0].id, "unknown")
    assert noted(text.replace("END:VCALENDAR", f"{extra}END:VCALENDAR")) == [
        (
            "'Exercises (2 sessions, 20 min)' on Mon 21 Sep looks like a session of this plan, but nothing in your "
            "calendar says which one, so it does not count."
        )
    ]


@pytest.mark.parametrize(
    ("summary", "activities"),
    [
        ("Stretching (5 min)", "hamstring-stretch"),
        ("HAMSTRING  stretch", "hamstring-stretch"),
        ("Walking (30 min)", "aerobics"),
        ("Appointment (30 min)", ""),
        ("Exercises (3 sessions, 40 min)", ""),
        ("Lunch (30 min)", None),
        ("Walking the dog", None),
        ("", None),
    ],
)
def test_what_looks_like_a_session_and_what_does_not(summary: str, activities: str | None) -> None:
    expected = None if activities is None else tuple(activities.split())
    assert activities_like(REGIMEN, [summary]) == expected


def test_copies_have_ids_that_do_not_depend_on_what_else_is_in_the_file() -> None:
    text = without_properties(unfolded())
    event = text[text.index("BEGIN:VEVENT") : text.index("END:VEVENT\r\n") + len("END:VEVENT\r\n")]
    copies = [
        re.sub(r"UID:[^\r]*", f"UID:{hour}@elsewhere.example", event).replace("T07", f"T{hour}") for hour in (12, 17)
    ]
    both = read(text.replace("END:VCALENDAR", f"{''.join(copies)}END:VCALENDAR").encode(), REGIMEN).plan
    one = read(text.replace("END:VCALENDAR", f"{copies[1]}END:VCALENDAR").encode(), REGIMEN).plan
    assert len(both.sessions) == 4
    assert {known.id for known in one.sessions} < {known.id for known in both.sessions}
    assert STRETCHED.id in {known.id for known in both.sessions if known.start == STRETCHED.start}


def test_the_longer_of_two_exports_of_one_plan_tells_its_weeks() -> None:
    text = unfolded()
    longer = write_ics(replace(TWO, weeks=4, sessions=()), REGIMEN).decode()
    assert read((text + longer).encode(), REGIMEN).plan.weeks == 4
    assert read((longer + text).encode(), REGIMEN).plan.weeks == 4


@pytest.mark.parametrize(
    ("regimen_id", "choice"),
    [
        ("low-back", "walking, bicycling"),
        ("my back, week 2", "swim (in the lake), week 2"),
        ("Rücken from 2026-01-01 in UTC", "Schwimmen; schnell"),
    ],
)
def test_a_text_says_ids_and_choices_of_any_kind(regimen_id: str, choice: str) -> None:
    swim = replace(session(AEROBICS, datetime(2026, 9, 22, 9, 0, tzinfo=BERLIN), 30, choice=choice), id="my own id")
    ours = replace(TWO, regimen_id=regimen_id, sessions=(*TWO.sessions, swim), cost=Cost())
    regimen = replace(REGIMEN, id=regimen_id)
    program = Program(drops_properties=True, gives_new_uids=True, shuffles=False)
    groups: tuple[Group, ...] = ("session", "day")
    for group in groups:
        assert read(program.rewritten(write_ics(ours, regimen, group=group)), regimen).plan == ours
