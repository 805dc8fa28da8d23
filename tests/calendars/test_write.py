"""The exported calendar, byte by byte and as parsers that we did not write read it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

from backplan.calendars.description import day_description, session_description
from backplan.calendars.lived import parse_ics_plan
from backplan.calendars.titles import session_summary
from backplan.calendars.write import write_ics
from backplan.model.fingerprint import fingerprint
from backplan.model.regimen import Exercise, Phase, Regimen, Sides
from tests.calendars.plans import (
    AEROBICS,
    BRIDGE,
    INJECTION,
    REGIMEN,
    START,
    STRENGTH,
    STRETCH,
    plan_of,
    session,
    twelve_weeks,
)
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Activity

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 9, 21, 18, 30, tzinfo=BERLIN)
ZONES = ["America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata", "UTC", "Africa/Casablanca"]


class Seen(NamedTuple):
    """What a calendar program shows of one event; instants in seconds since 1970."""

    start: int
    end: int
    summary: str
    alarm: int


def expected(plan: Plan, reminder: int) -> list[Seen]:
    return sorted(
        Seen(
            int(known.start.timestamp()),
            int(known.start.timestamp()) + 60 * known.minutes,
            session_summary(REGIMEN, known),
            int(known.start.timestamp()) - 60 * reminder,
        )
        for known in plan.sessions
    )


def by_recurring_ical_events(data: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(data)
    span = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    return seen_in(recurring_ical_events.of(calendar).between(*span))


def by_icalendar(data: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(data)
    assert not [fault for part in calendar.walk() for fault in part.errors]
    return seen_in(calendar.events)


def seen_in(events: Iterable[icalendar.Component]) -> list[Seen]:
    seen = []
    for event in events:
        (alarm,) = event.walk("VALARM")
        start, end, before = event.decoded("DTSTART"), event.decoded("DTEND"), alarm.decoded("TRIGGER")
        assert isinstance(start, datetime)
        assert isinstance(end, datetime)
        assert isinstance(before, timedelta)
        goes_off = start.astimezone(UTC) + before
        seen.append(
            Seen(
                int(start.timestamp()),
                int(end.timestamp()),
                str(event["SUMMARY"]),
                int(goes_off.timestamp()),
            )
        )
    return sorted(seen)


def by_ical(data: bytes) -> list[Seen]:
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    seen = []
    for event in calendar.timeline:
        (alarm,) = event.alarm or []
        start, end = event.start, event.end
        assert isinstance(start, datetime)
        assert isinstance(end, datetime)
        assert isinstance(alarm.trigger, timedelta)
        goes_off = start.astimezone(UTC) + alarm.trigger
        seen.append(Seen(int(start.timestamp()), int(end.timestamp()), event.summary or "", int(goes_off.timestamp())))
    return sorted(seen)


def by_vobject(data: bytes) -> list[Seen]:
    """vobject reckons with the file's own VTIMEZONE."""
    calendar = vobject.readOne(data.decode())
    seen = []
    for event in calendar.vevent_list:
        start, end = event.dtstart.value, event.dtend.value
        goes_off = start.astimezone(UTC) + event.valarm.trigger.value
        seen.append(
            Seen(
                int(start.timestamp()),
                int(end.timestamp()),
                event.summary.value,
                int(goes_off.timestamp()),
            )
        )
    return sorted(seen)


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def values(data: bytes, name: str) -> list[str]:
    """The values of all properties of a name, in order, those of the VTIMEZONE and of alarms included."""
    return [line.split(":", 1)[1] for line in unfolded(data) if re.match(rf"{name}[:;]", line)]


def event_lines(data: bytes) -> list[list[str]]:
    lines = unfolded(data)
    starts = [number for number, line in enumerate(lines) if line == "BEGIN:VEVENT"]
    return [lines[start : lines.index("END:VEVENT", start) + 1] for start in starts]


@pytest.mark.parametrize("timezone", fast_first(ZONES, 2))
@pytest.mark.parametrize("read", [by_recurring_ical_events, by_icalendar, by_ical, by_vobject])
def test_other_programs_see_the_instants_titles_and_alarms_of_the_plan(
    read: Callable[[bytes], list[Seen]], timezone: str
) -> None:
    plan = twelve_weeks(timezone)
    assert read(write_ics(plan, REGIMEN, reminder=15)) == expected(plan, 15)


@pytest.mark.parametrize("read", [by_recurring_ical_events, by_icalendar, by_ical, by_vobject])
def test_other_programs_see_one_event_a_day_where_days_are_grouped(
    read: Callable[[bytes], list[Seen]],
) -> None:
    plan = twelve_weeks()
    seen = read(write_ics(plan, REGIMEN, reminder=0, group="day"))
    assert len(seen) == 84
    assert seen[0] == Seen(
        int(datetime(2026, 9, 21, 7, 15, tzinfo=BERLIN).timestamp()),
        int(datetime(2026, 9, 21, 19, 30, tzinfo=BERLIN).timestamp()),
        "Exercises (4 sessions, 55 min)",
        int(datetime(2026, 9, 21, 7, 15, tzinfo=BERLIN).timestamp()),
    )


@pytest.mark.parametrize("timezone", ZONES)
@pytest.mark.parametrize("group", ["session", "day"])
def test_the_bytes_are_as_every_program_wants_them(timezone: str, group: Literal["session", "day"]) -> None:
    data = write_ics(twelve_weeks(timezone), REGIMEN, reminder=15, group=group)
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in unfolded(data):
        assert re.fullmatch(r"[A-Z-]+(;[A-Z]+=[^:;]+)*:.+", line), line
    for name in ("NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL", "METHOD", "PRODID", "VERSION", "TZID"):
        assert len(values(data, name)) == 1, name
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in unfolded(data)
    assert values(data, "METHOD") == ["PUBLISH"]
    assert values(data, "NAME") == values(data, "X-WR-CALNAME") == ["Low-back care"]
    for name in ("ORGANIZER", "ATTENDEE", "RDATE", "EXDATE", "RECURRENCE-ID", "LOCATION"):
        assert not values(data, name), name
    for lines in event_lines(data):
        assert not [line for line in lines if line.startswith("RRULE")]
        assert lines[-6:] == ["BEGIN:VALARM", "ACTION:DISPLAY", lines[-4], "TRIGGER:-PT15M", "END:VALARM", "END:VEVENT"]
        assert lines[-4].startswith("DESCRIPTION:")
        names = [re.split("[:;]", line)[0] for line in lines[1:6]]
        assert names == ["UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART"]


def test_the_zone_utc_keeps_its_name() -> None:
    data = write_ics(twelve_weeks("UTC"), REGIMEN)
    assert "TZID:UTC" in unfolded(data)
    assert "DTSTART;TZID=UTC:20260921T071500" in unfolded(data)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert write_ics(twelve_weeks(), REGIMEN, reminder=5) == write_ics(twelve_weeks(), REGIMEN, reminder=5)


def test_four_hundred_and_fifty_events_stay_under_a_megabyte() -> None:
    long = Exercise(name="延ばす運動", steps=tuple(f"Step {number}: 膝を抱える。" for number in range(80)))
    regimen = replace(
        REGIMEN, phases=(Phase("", None, (replace(STRETCH, exercises=(long,)), STRENGTH, AEROBICS, INJECTION)),)
    )
    plan = twelve_weeks(a_day=5)
    assert len(plan.sessions) > 450
    data = write_ics(plan, regimen, reminder=10)
    assert len(data) < 1_000_000
    for group in ("session", "day"):
        english = write_ics(plan, REGIMEN, reminder=10, group=group)
        assert len(english) < 1_000_000


@pytest.mark.parametrize(
    "title",
    [
        "Stretch 🧘‍♀️ then 🚶",
        "腰のストレッチ、左右",
        "تمدد أوتار الركبة",
        "one, two; three: four",
        "first line\nsecond line",
        'back\\slash \\n \\N and "quotes"',
        "ü" * 90,
    ],
    ids=["emoji", "cjk", "rtl", "punctuation", "newline", "backslash", "long"],
)
def test_titles_survive_for_us_and_for_other_programs(title: str) -> None:
    at = datetime(2026, 9, 21, 7, 15, tzinfo=BERLIN)
    plan = replace(plan_of(session(AEROBICS, at, 30, choice=title, title=title)), regimen_title=title)
    data = write_ics(plan, REGIMEN, reminder=5)
    assert parse_ics_plan(data, "plan.ics") == plan
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    shown = session_summary(REGIMEN, plan.sessions[0])
    # What vobject reads is what the file says; the other two undo an escaped backslash before an n wrongly.
    assert vobject.readOne(data.decode()).vevent.summary.value == shown
    assert vobject.readOne(data.decode()).contents["x-wr-calname"][0].value == title
    if "\\" not in title:
        assert by_icalendar(data)[0].summary == by_ical(data)[0].summary == shown


@pytest.mark.parametrize(
    ("activity", "choice", "fixed", "summary"),
    [
        (STRETCH, None, False, "Stretching (30 min)"),
        (STRENGTH, None, False, "Strengthening (30 min)"),
        (AEROBICS, "walking", False, "Walking (30 min)"),
        (AEROBICS, None, False, "Aerobic exercise (30 min)"),
        (INJECTION, None, False, "Care (30 min)"),
        (INJECTION, None, True, "Appointment (30 min)"),
        (replace(STRETCH, id="gone"), None, False, "Exercises (30 min)"),
    ],
)
def test_a_summary_says_the_kind_and_nothing_about_the_body(
    *, activity: Activity, choice: str | None, fixed: bool, summary: str
) -> None:
    at = datetime(2026, 9, 21, 7, 15, tzinfo=BERLIN)
    known = session(activity, at, 30, choice=choice, fixed=fixed)
    assert session_summary(REGIMEN, known) == summary


def test_a_description_tells_how_in_words_and_when_to_stop() -> None:
    at = datetime(2026, 9, 21, 18, 30, tzinfo=BERLIN)
    data = write_ics(plan_of(session(STRENGTH, at, 15)), REGIMEN)
    assert vobject.readOne(data.decode()).vevent.description.value == (
        "Lumbar stabilization\n"
        "15 min.\n"
        "\n"
        "Bridge: 2 sets of 10. Hold 5 seconds. Rest 30 seconds. Each side.\n"
        "1. Lie on your back, knees bent.\n"
        "2. Lift your hips; breathe out.\n"
        "Stop if: pain shoots down a leg; or you feel numb.\n"
        "\n"
        "Stop and call us if:\n"
        "- You lose feeling between the legs.\n"
        "\n"
        "Good to know:\n"
        "- Do not exercise with a fever.\n"
        "\n"
        "Plan low-back from 2026-09-21 in Europe/Berlin, weeks 1 to 12:\n"
        "lumbar-stabilization, week 1, session 1"
    )


def test_a_description_begins_with_the_choice_and_the_intensity() -> None:
    at = datetime(2026, 9, 21, 18, 30, tzinfo=BERLIN)
    regimen = Regimen("low-back", "Low-back care", (Phase("", None, (replace(AEROBICS, intensity="easy talk"),)),))
    data = write_ics(plan_of(session(AEROBICS, at, 30, choice="nordic Walking")), regimen)
    assert vobject.readOne(data.decode()).vevent.description.value == (
        "Low-impact aerobics\n30 min. Nordic Walking. Intensity: easy talk.\n\n"
        "Plan low-back from 2026-09-21 in Europe/Berlin, weeks 1 to 12:\n"
        "aerobics (nordic Walking), week 1, session 1"
    )


def text_of(regimen: Regimen, *sessions: Session, group: Literal["session", "day"] = "session") -> str:
    """The description of the only event."""
    description = vobject.readOne(write_ics(plan_of(*sessions), regimen, group=group).decode()).vevent.description
    assert isinstance(description.value, str)
    return description.value


def with_exercises(activity: Activity, *exercises: Exercise) -> Regimen:
    return replace(REGIMEN, phases=(Phase("", None, (replace(activity, exercises=exercises),)),))


def test_a_description_tells_hints_equipment_and_all_precautions_where_there_is_room() -> None:
    full = replace(BRIDGE, tempo="slow", equipment="a mat", cues=("Breathe", "Stay level."), easier="Lift less")
    text = text_of(with_exercises(STRENGTH, full), session(STRENGTH, AT, 15))

    assert text.split("\n\n")[1] == (
        "Bridge: 2 sets of 10. Hold 5 seconds. Rest 30 seconds. Each side.\n"
        "Tempo: slow.\n"
        "You need: a mat.\n"
        "1. Lie on your back, knees bent.\n"
        "2. Lift your hips; breathe out.\n"
        "Remember: Breathe. Stay level.\n"
        "Stop if: pain shoots down a leg; or you feel numb.\n"
        "Easier: Lift less."
    )
    assert "There is more" not in text


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ("Swimming", ["swimming"]),
        ("walking", ["Walking", "Nordic  walking"]),
        ("rowing", ["Walking", "Nordic  walking", "swimming"]),
        (None, ["Walking", "Nordic  walking", "swimming"]),
    ],
)
def test_only_the_exercises_of_the_days_choice_are_told(choice: str | None, names: list[str]) -> None:
    exercises = [Exercise(name, steps=(f"Begin {name}.",)) for name in ("Walking", "Nordic  walking", "swimming")]
    text = text_of(with_exercises(AEROBICS, *exercises), session(AEROBICS, AT, 30, choice=choice))

    assert re.findall("Begin (.+)[.]", text) == [" ".join(name.split()) for name in names]


def test_a_day_with_two_choices_tells_both_and_each_once() -> None:
    exercises = [Exercise(name, reps=5) for name in ("Walking", "Bicycling", "Swimming")]
    turns = [
        session(AEROBICS, AT.replace(hour=hour), 30, number=hour, choice=choice)
        for hour, choice in ((8, "walking"), (12, "swimming"), (18, "walking"))
    ]
    text = text_of(with_exercises(AEROBICS, *exercises), *turns, group="day")

    assert "\n\nLow-impact aerobics\nWalking: 5 times.\nSwimming: 5 times.\n\nStop and call us if:" in text


MANY = tuple(
    replace(
        BRIDGE,
        name=f"Bridge {number}",
        sides=Sides.LEFT,
        equipment="a mat",
        steps=tuple(f"Step {step} of this exercise, told at length." for step in range(1, 5)),
        cues=("Keep breathing.",),
        easier="Do less of it.",
    )
    for number in range(12)
)
MORE = "\n\nFor the full text, see your therapist's sheet, or run `backplan regimens low-back` on your computer."
STOP = "Stop and call us if:\n- You lose feeling between the legs."
CARE = f"{STOP}\n\nGood to know:\n- Do not exercise with a fever."


@pytest.mark.parametrize("group", ["session", "day"])
@pytest.mark.parametrize(
    ("most", "steps", "hints", "equipment", "care", "signs"),
    [
        (6_000, 4, True, True, CARE, True),
        (4_400, 4, False, True, CARE, True),
        (3_200, 2, False, True, CARE, True),
        (2_000, 0, False, True, CARE, True),
        (1_800, 0, False, False, CARE, True),
        (1_700, 0, False, False, STOP, True),
        (1_660, 0, False, False, "", True),
        (1_000, 0, False, False, "", False),
        (0, 0, False, False, "", False),
    ],
)
def test_what_is_too_long_gives_way_in_order_and_names_and_doses_never_do(
    *, group: str, most: int, steps: int, hints: bool, equipment: bool, care: str, signs: bool
) -> None:
    regimen = with_exercises(STRENGTH, *MANY)
    known = session(STRENGTH, AT, 15)
    if group == "session":
        text = session_description(regimen, known, most)
    else:
        # The day's own lines take this much more.
        most += len("18:30-18:45 Lumbar stabilization (15 min)\n\n") - len("15 min.\n")
        text = day_description(regimen, [known], most)

    for number in range(12):
        assert f"Bridge {number}: 2 sets of 10. Hold 5 seconds. Rest 30 seconds. Left side only." in text
    assert [text.count(f"\n{step}. ") for step in range(1, 5)] == [12 if step <= steps else 0 for step in range(1, 5)]
    assert text.count("told at length. …") == (12 if 0 < steps < 4 else 0)
    assert text.count("Remember:") == text.count("Easier:") == (12 if hints else 0)
    assert text.count("You need: a mat.") == (12 if equipment else 0)
    assert text.count("Stop if:") == (12 if signs else 0)
    told, more, rest = text.partition(MORE)
    assert (bool(more), rest) == (not hints, "")
    assert told.endswith(care)
    assert ("Stop and call us" in told) == bool(care)
    assert len(text) <= most or not signs


EMERGENCY = "Get emergency help now if:\n- You have chest pain or trouble breathing.\n- Your bottom feels numb."


@pytest.mark.parametrize("most", [6_000, 3_200, 1_800, 1_000, 0])
@pytest.mark.parametrize("group", ["session", "day"])
def test_emergencies_come_first_and_are_never_dropped_nor_shortened(group: str, most: int) -> None:
    precautions = (
        "Missed a session? Skip it.",
        "Stop and call us if it tingles.",
        "Get emergency help now if you have chest pain or trouble breathing.",
        "Get emergency help now if your bottom feels numb.",
    )
    regimen = replace(with_exercises(STRENGTH, *MANY), precautions=precautions)
    known = session(STRENGTH, AT, 15)
    text = session_description(regimen, known, most) if group == "session" else day_description(regimen, [known], most)

    told, _, after = text.partition(EMERGENCY)
    assert after or text.endswith(EMERGENCY)
    assert "Stop and call us" not in told
    assert ("Stop and call us if:\n- It tingles." in after) == (most > 1_700)


def test_nothing_is_said_to_be_missing_where_there_is_nothing_more() -> None:
    regimen = replace(with_exercises(STRENGTH, Exercise("Bridge", sets=2)), precautions=())

    assert session_description(regimen, session(STRENGTH, AT, 15), 0) == (
        "Lumbar stabilization\n15 min.\n\nBridge: 2 sets."
    )


def test_a_file_of_several_hundred_long_events_still_names_every_exercise() -> None:
    regimen = replace(
        REGIMEN, phases=(Phase("", None, (replace(STRETCH, exercises=MANY), STRENGTH, AEROBICS, INJECTION)),)
    )
    data = write_ics(twelve_weeks(a_day=5), regimen, reminder=10)

    assert len(data) <= 960_000
    text = data.decode().replace("\r\n ", "")
    assert text.count("Bridge 11: 2 sets of 10. Hold 5 seconds.") == 5 * 84


def test_a_day_lists_its_sessions_with_their_times() -> None:
    data = write_ics(twelve_weeks(), REGIMEN, group="day")
    text = vobject.readOne(data.decode()).vevent_list[0].description.value
    assert text.startswith(
        "07:15-07:20 Hamstring stretch (5 min)\n"
        "10:15-10:20 Hamstring stretch (5 min)\n"
        "18:30-18:45 Lumbar stabilization (15 min)\n"
        "19:00-19:30 Low-impact aerobics (30 min): walking\n"
    )
    assert event_lines(data)[0].count("CATEGORIES:stretching,strengthening,aerobic") == 1


def test_events_leave_their_time_free_unless_asked_to_block_it() -> None:
    free, taken = write_ics(twelve_weeks(), REGIMEN), write_ics(twelve_weeks(), REGIMEN, busy_events=True)
    assert set(values(free, "TRANSP")) == {"TRANSPARENT"}
    assert set(values(free, "X-MICROSOFT-CDO-BUSYSTATUS")) == {"FREE"}
    assert set(values(taken, "TRANSP")) == {"OPAQUE"}
    assert set(values(taken, "X-MICROSOFT-CDO-BUSYSTATUS")) == {"BUSY"}


def test_without_a_reminder_there_is_no_alarm() -> None:
    assert b"VALARM" not in write_ics(twelve_weeks(), REGIMEN)


def test_an_end_over_the_change_of_clocks_is_elapsed_time() -> None:
    at = datetime(2026, 10, 25, 1, 45, tzinfo=BERLIN)
    data = write_ics(plan_of(session(STRETCH, at, 90)), REGIMEN, reminder=5)
    # 02:15 is shown twice that night; ninety minutes after 01:45 it is the second time, which only UTC can say.
    assert values(data, "DTSTART")[2:] == ["20261024T234500Z"]
    assert values(data, "DTEND") == ["20261025T011500Z"]
    spring = datetime(2027, 3, 28, 1, 45, tzinfo=BERLIN)
    data = write_ics(plan_of(session(STRETCH, spring, 30)), REGIMEN, reminder=5)
    assert values(data, "DTSTART")[2:] == ["20270328T014500"]
    assert values(data, "DTEND") == ["20270328T031500"]


@pytest.mark.parametrize("read", [by_icalendar, by_ical, by_vobject])
def test_both_passes_of_a_repeated_hour_are_told_apart(read: Callable[[bytes], list[Seen]]) -> None:
    # recurring-ical-events takes UTC times to X-WR-TIMEZONE and forgets which pass it was.
    first = datetime(2026, 10, 25, 2, 15, tzinfo=BERLIN)
    second = first.replace(fold=1)
    plan = plan_of(session(STRETCH, first, 15), session(STRETCH, second, 15, number=1))
    assert read(write_ics(plan, REGIMEN, reminder=5)) == expected(plan, 5)
    assert parse_ics_plan(write_ics(plan, REGIMEN), "plan.ics") == plan


# --------------------------------------------------------------------------------------------- a second export


def fields(data: bytes, uid: str) -> dict[str, str]:
    """An event's properties by name; the last of a name, so without those of the alarm."""
    (lines,) = [lines for lines in event_lines(data) if f"UID:{uid}@backplan.invalid" in lines]
    body = lines[: lines.index("BEGIN:VALARM")] if "BEGIN:VALARM" in lines else lines
    return {re.split("[:;]", line)[0]: line.split(":", 1)[1] for line in body}


def test_an_event_says_of_which_plan_it_is_and_the_calendar_says_the_rest() -> None:
    calendar, *events = values(write_ics(twelve_weeks(), REGIMEN), "X-BACKPLAN-PLAN")
    assert '"title":"Low-back care"' in calendar
    assert len(events) > 84
    said = (
        '{"format":1,"regimen":{"id":"low-back"},"start":"2026-09-21","weeks":12,"first_week":0,'
        '"timezone":"Europe/Berlin"}'
    )
    assert set(events) == {said.replace(",", r"\,")}


def test_a_first_export_has_sequence_zero_and_the_plans_own_stamp() -> None:
    data = write_ics(twelve_weeks(), REGIMEN)
    assert set(values(data, "SEQUENCE")) == {"0"}
    assert set(values(data, "DTSTAMP")) == set(values(data, "LAST-MODIFIED")) == {"20260921T000000Z"}


def test_an_unchanged_plan_exports_to_the_same_bytes_again() -> None:
    plan = twelve_weeks()
    first = write_ics(plan, REGIMEN, reminder=5)
    assert write_ics(plan, REGIMEN, reminder=5, previous=first) == first


def test_a_moved_session_is_raised_and_its_neighbours_are_not() -> None:
    plan = twelve_weeks()
    first = write_ics(plan, REGIMEN, reminder=5)
    moved = replace(
        plan.sessions[0],
        start=plan.sessions[0].start + timedelta(minutes=15),
        end=plan.sessions[0].end + timedelta(minutes=15),
    )
    second = write_ics(replace(plan, sessions=(moved, *plan.sessions[1:])), REGIMEN, reminder=5, previous=first)
    seen = fields(second, moved.id)
    assert (seen["SEQUENCE"], seen["DTSTAMP"], seen["LAST-MODIFIED"]) == ("1", "20260921T000100Z", "20260921T000100Z")
    assert event_lines(second)[1:] == event_lines(first)[1:]
    back = write_ics(plan, REGIMEN, reminder=5, previous=second)
    assert fields(back, moved.id)["SEQUENCE"] == "2"
    assert fields(back, moved.id)["DTSTAMP"] == "20260921T000200Z"


def test_a_changed_description_raises_the_event() -> None:
    at = datetime(2026, 9, 21, 18, 30, tzinfo=BERLIN)
    plan = plan_of(session(STRENGTH, at, 15), session(AEROBICS, at + timedelta(hours=1), 30))
    first = write_ics(plan, REGIMEN)
    gentler = replace(STRENGTH, intensity="half as hard")
    second = write_ics(plan, replace(REGIMEN, phases=(Phase("", None, (gentler, AEROBICS)),)), previous=first)
    assert values(second, "SEQUENCE") == ["1", "0"]


def test_a_session_that_is_gone_is_cancelled_once_and_comes_back_when_it_returns() -> None:
    plan = twelve_weeks()
    gone = plan.sessions[3]
    fewer = replace(plan, sessions=tuple(known for known in plan.sessions if known is not gone))
    first = write_ics(plan, REGIMEN, reminder=5)
    second = write_ics(fewer, REGIMEN, reminder=5, previous=first)
    seen = fields(second, gone.id)
    assert (seen["STATUS"], seen["SEQUENCE"], seen["DTSTAMP"]) == ("CANCELLED", "1", "20260921T000100Z")
    assert seen["SUMMARY"] == f"Cancelled: {session_summary(REGIMEN, gone)}"
    assert seen["DTSTART"] == fields(first, gone.id)["DTSTART"]
    assert "BEGIN:VALARM" not in event_lines(second)[-1]
    # Hundreds of cancelled sessions must not fill the file with what nobody is to do.
    assert "DESCRIPTION" not in seen
    assert len(event_lines(second)) == len(plan.sessions)
    assert parse_ics_plan(second, "plan.ics") == fewer
    # Exported again it says the same: the file in between may never have been imported.
    assert write_ics(fewer, REGIMEN, reminder=5, previous=second) == second
    third = write_ics(plan, REGIMEN, reminder=5, previous=second)
    seen = fields(third, gone.id)
    assert (seen["STATUS"], seen["SEQUENCE"]) == ("CONFIRMED", "2")
    assert not seen["SUMMARY"].startswith("Cancelled")


def test_grouping_by_day_later_cancels_the_single_events() -> None:
    plan = plan_of(session(STRETCH, datetime(2026, 9, 21, 7, 15, tzinfo=BERLIN), 5))
    second = write_ics(plan, REGIMEN, group="day", previous=write_ics(plan, REGIMEN))
    assert values(second, "STATUS") == ["CONFIRMED", "CANCELLED"]
    assert values(second, "SUMMARY") == ["Exercises (1 session\\, 5 min)", "Cancelled: Stretching (5 min)"]


@pytest.mark.parametrize("timezone", ["America/New_York", "UTC"])
def test_the_same_times_in_another_programs_words_are_no_change(timezone: str) -> None:
    plan = twelve_weeks(timezone)
    first = write_ics(plan, REGIMEN, reminder=5)
    rewritten = icalendar.Calendar.from_ical(first).to_ical().replace(b"\r\n", b"\n")
    assert write_ics(plan, REGIMEN, reminder=5, previous=rewritten) == first


def test_a_later_stamp_by_another_program_is_passed() -> None:
    plan = plan_of(session(STRETCH, datetime(2026, 9, 21, 7, 15, tzinfo=BERLIN), 5))
    edited = write_ics(plan, REGIMEN).replace(b"DTSTAMP:20260921T000000Z", b"DTSTAMP:20261230T101112Z")
    moved = plan_of(session(STRETCH, datetime(2026, 9, 21, 8, 15, tzinfo=BERLIN), 5))
    assert values(write_ics(plan, REGIMEN, previous=edited), "DTSTAMP") == ["20261230T101112Z"]
    assert values(write_ics(moved, REGIMEN, previous=edited), "DTSTAMP") == ["20261230T101212Z"]


@pytest.mark.parametrize(
    "previous",
    [b"", b"no calendar", b"\x00\xff", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"],
)
def test_an_unreadable_earlier_file_is_ignored(previous: bytes) -> None:
    plan = twelve_weeks()
    assert write_ics(plan, REGIMEN, previous=previous) == write_ics(plan, REGIMEN)


def test_an_earlier_file_of_another_plan_is_ignored() -> None:
    plan = twelve_weeks()
    for other in (replace(plan, start=date(2026, 6, 1)), replace(plan, regimen_id="neck")):
        assert write_ics(plan, REGIMEN, previous=write_ics(other, REGIMEN)) == write_ics(plan, REGIMEN)


def test_an_empty_plan_is_a_calendar_without_events() -> None:
    plan = plan_of()
    data = write_ics(plan, REGIMEN)
    assert event_lines(data) == []
    assert parse_ics_plan(data, "plan.ics") == plan
    assert plan.start == START


def test_the_calendar_tells_the_plans_code_in_words_and_no_event_does() -> None:
    # An event that held the whole plan's code would change whenever another one moves.
    plan = twelve_weeks()
    data = write_ics(plan, REGIMEN)

    (told,) = [line for line in data.decode().splitlines() if fingerprint(REGIMEN, plan) in line]
    assert told == f"X-WR-CALDESC:Plan code: {fingerprint(REGIMEN, plan)}"
    assert fingerprint(REGIMEN, parse_ics_plan(data, "plan.ics")) == fingerprint(REGIMEN, plan)
