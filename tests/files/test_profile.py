from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from backplan.errors import BadFileError
from backplan.files.profile import parse_profile
from backplan.files.regimen import parse_regimen
from backplan.model.profile import Anchors, Appointment, DateRange, Preference, Profile
from backplan.model.regimen import TimeOfDay
from backplan.model.time import Interval

CONTRACT = b"""
format: 1
name: A. Example
timezone: Europe/Berlin
available:
  weekdays: [06:30-08:00, 17:30-21:30]
  saturday: 08:00-20:00
  sunday: 08:00-20:00
away: [2026-12-24 to 2026-12-26, 2027-01-01]
busy: [work.ics]
buffer: 10 min
max_minutes_per_day: 60
wake: "07:00"
anchors: {morning: "07:30", midday: "12:30", afternoon: "15:30", evening: "18:30"}
prefer:
  aerobics: {when: "17:45", choose: [walking]}
appointments:
  - {activity: steroid-injection, on: 2026-12-01, at: "10:00", minutes: 30}
reminder: 15 min
"""
REGIMEN = parse_regimen(
    b"format: 1\ntitle: T\nactivities:\n"
    b"  aerobics: {title: A, type: aerobic, frequency: daily, time: 5 min, choose: [walking, swimming]}\n"
    b"  steroid-injection: {title: B, type: care, frequency: at most 3 per year}\n",
    "r.yaml",
    "r",
)


def profile(text: str, file: str = "p.yaml") -> Profile:
    return parse_profile(f"format: 1\n{text}".encode(), file)


def test_the_contracts_example_becomes_the_profile_that_it_describes() -> None:
    workday = (Interval(390, 480), Interval(1050, 1290))

    expected = Profile(
        name="A. Example",
        timezone="Europe/Berlin",
        available=(*[workday] * 5, (Interval(480, 1200),), (Interval(480, 1200),)),
        away=(
            DateRange(date(2026, 12, 24), date(2026, 12, 26)),
            DateRange(date(2027, 1, 1), date(2027, 1, 1)),
        ),
        busy=(str(Path("home") / "work.ics"),),
        buffer=10,
        max_minutes_per_day=60,
        wake=420,
        prefer=(("aerobics", Preference((1065,), ("walking",))),),
        appointments=(Appointment(date(2026, 12, 1), 600, 30, "steroid-injection"),),
        reminder=15,
    )
    assert expected == parse_profile(CONTRACT, str(Path("home") / "p.yaml"), REGIMEN)


def test_a_profile_may_say_nothing_but_its_format() -> None:
    assert profile("") == Profile()


def test_the_narrower_key_wins_in_any_order() -> None:
    written = ["daily: 10:00-11:00", "weekends: 12:00-13:00", "sun: 14:00-15:00"]

    for lines in (written, written[::-1]):
        found = profile("available:\n" + "".join(f"  {line}\n" for line in lines)).available
        assert found == (*[(Interval(600, 660),)] * 5, (Interval(720, 780),), (Interval(840, 900),))


def test_days_not_covered_are_not_available() -> None:
    assert profile("available:\n  Tue: 10:00-24:00\n").available == (
        (),
        (Interval(600, 1440),),
        *[()] * 5,
    )


def test_an_empty_list_takes_a_day_out() -> None:
    assert profile("available:\n  daily: 10:00-11:00\n  sunday: []\n").available[6] == ()


def test_windows_are_sorted_and_may_overlap() -> None:
    found = profile("available:\n  mon: [18:00-19:00, 08:00–09:00, 08:30-10:00]\n").available[0]

    assert found == (Interval(480, 540), Interval(510, 600), Interval(1080, 1140))


def test_busy_calendars_lie_in_the_profiles_folder(tmp_path: Path) -> None:
    found = profile(f"busy: [a.ics, sub/b.ics, {tmp_path}/c.ics]\n", "home/me/p.yaml").busy

    assert [Path(path) for path in found] == [
        Path("home/me/a.ics"),
        Path("home/me/sub/b.ics"),
        tmp_path / "c.ics",
    ]
    assert profile("busy: a.ics\n").busy == ("a.ics",)


def test_anchors_that_are_not_named_keep_their_times() -> None:
    assert profile("anchors: {evening: 20:00}\n").anchors == Anchors(evening=1200)


def test_a_preference_leaves_alone_what_it_does_not_name() -> None:
    found = profile("prefer:\n  b: {when: [evening, 7:00]}\n  a: {choose: swimming}\n")

    assert found.prefer == (
        ("a", Preference(None, ("swimming",))),
        ("b", Preference((TimeOfDay.EVENING, 420), None)),
    )


@pytest.mark.parametrize("written", ["60", "'60'", "60 min", "1 h"])
def test_the_most_minutes_of_a_day_need_no_unit(written: str) -> None:
    assert profile(f"max_minutes_per_day: {written}\n").max_minutes_per_day == 60


def test_appointments_are_sorted_by_day_and_time() -> None:
    found = profile(
        "appointments:\n"
        "  - {activity: a, on: 2026-12-02, at: 10:00, minutes: 30}\n"
        "  - {activity: a, on: 2026-12-01, at: 11:00, minutes: 30}\n"
        "  - {activity: a, on: 2026-12-01, at: 9:00, minutes: 30}\n"
    ).appointments

    assert [(fixed.on.day, fixed.at) for fixed in found] == [(1, 540), (1, 660), (2, 600)]


def test_ranges_files_and_windows_that_come_twice_count_once() -> None:
    found = profile(
        "away: [2026-12-24 to 2026-12-26, 2027-01-01, 2026-12-24 - 2026-12-26]\n"
        "busy: [work.ics, work.ics]\n"
        "available: {daily: [08:00-09:00, 8:00-9:00]}\n"
    )

    assert found.away == (
        DateRange(date(2026, 12, 24), date(2026, 12, 26)),
        DateRange(date(2027, 1, 1), date(2027, 1, 1)),
    )
    assert found.busy == ("work.ics",)
    assert found.available == ((Interval(480, 540),),) * 7


def test_a_patients_choices_are_taken_as_written_even_twice() -> None:
    assert profile("prefer:\n  a: {choose: [swim, swim, row], when: [evening, evening]}\n").prefer == (
        ("a", Preference((TimeOfDay.EVENING,), ("swim", "swim", "row"))),
    )


@pytest.mark.parametrize("line", ["prefer: {}", "appointments: []", "away: []", "busy: []", "anchors: {}"])
def test_an_empty_list_or_group_means_none(line: str) -> None:
    assert profile(f"{line}\n") == Profile()


def test_an_empty_list_in_a_preference_is_another_thing_than_no_key() -> None:
    assert profile("prefer:\n  a: {when: [], choose: []}\n  b: {}\n").prefer == (
        ("a", Preference((), ())),
        ("b", Preference()),
    )


def test_ids_are_held_against_the_regimen_where_there_is_one() -> None:
    text = (
        b"format: 1\nprefer:\n  aerobic: {when: evening}\nappointments:\n"
        b"  - {activity: injection, on: 2026-12-01, at: 10:00, minutes: 30}\n"
        b"  - {activity: swimming, on: 2026-12-01, at: 10:00, minutes: 30}\n"
    )
    assert len(parse_profile(text, "p.yaml").appointments) == 2

    with pytest.raises(BadFileError) as caught:
        parse_profile(text, "p.yaml", REGIMEN)

    assert str(caught.value).splitlines() == [
        (
            "p.yaml:3:3: prefer.aerobic: found 'aerobic', expected the id of an activity in the regimen; "
            "did you mean 'aerobics'?"
        ),
        (
            "p.yaml:5:16: appointments.1.activity: found 'injection', expected the id of an activity in the regimen; "
            "did you mean 'steroid-injection'?"
        ),
        (
            "p.yaml:6:16: appointments.2.activity: found 'swimming', expected the id of an activity in the regimen; "
            "the ids are: aerobics, steroid-injection"
        ),
    ]


PHASES = parse_regimen(
    b"format: 1\ntitle: T\nphases:\n"
    b"  - title: P\n    weeks: 1\n    activities:\n"
    b"      a: {title: A, type: aerobic, frequency: daily, time: 5 min, choose: [walking, Nordic walking]}\n"
    b"  - title: Q\n    activities:\n"
    b"      a: {title: A, type: aerobic, frequency: daily, time: 5 min, choose: [walking, swimming]}\n"
    b"      b: {title: B, type: stretching, frequency: daily, time: 5 min}\n",
    "r.yaml",
    "r",
)


@pytest.mark.parametrize("choose", ["[Swimming, nordic  Walking, walking]", "WALKING", "[]"])
def test_what_any_phase_prescribes_can_be_chosen_whatever_its_capitals(choose: str) -> None:
    text = f"format: 1\nprefer:\n  a: {{choose: {choose}}}\n".encode()

    assert parse_profile(text, "p.yaml", PHASES) == parse_profile(text, "p.yaml")


def test_choices_are_checked_against_the_regimen_where_there_is_one() -> None:
    text = (
        b"format: 1\nwake: early\nprefer:\n  a:\n    choose: [walking, running, swiming]\n"
        b"  b: {choose: yoga}\n  c: {choose: [running]}\n"
    )

    with pytest.raises(BadFileError) as caught:
        parse_profile(text, "p.yaml", PHASES)

    assert str(caught.value).splitlines() == [
        "p.yaml:2:7: wake: found 'early', expected a clock time, such as '07:30'",
        (
            "p.yaml:5:23: prefer.a.choose.2: found 'running', expected one of the prescribed alternatives: walking, "
            "Nordic walking or swimming; choose one of these, or ask your therapist"
        ),
        (
            "p.yaml:5:32: prefer.a.choose.3: found 'swiming', expected one of the prescribed alternatives: walking, "
            "Nordic walking or swimming; did you mean 'swimming'?"
        ),
        (
            "p.yaml:6:15: prefer.b.choose: found 'yoga', expected no 'choose': the regimen prescribes no alternatives "
            "here; remove 'choose'"
        ),
        "p.yaml:7:3: prefer.c: found 'c', expected the id of an activity in the regimen; the ids are: a, b",
    ]
