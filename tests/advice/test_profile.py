"""What is said of a profile: each kind of advice just where it begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from backplan.advice.profile import profile_advice, unreadable_busy
from backplan.app.checking import check_profile
from backplan.app.inputs import read_profile
from backplan.errors import BadFileError, Fault, FileAccessError
from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily, Weekly
from backplan.model.profile import Anchors, DateRange, Preference, Profile
from backplan.model.regimen import TimeOfDay
from tests.builders import MONDAY, activity, every_day, regimen, windows

if TYPE_CHECKING:
    from pathlib import Path

    from backplan.model.finding import Finding
    from backplan.model.regimen import Regimen

STRETCH = activity("stretch", Daily(1, 1), (5, 5))
WALK = activity("walk", Weekly(3, 3), (30, 40), progression=2)
BOTH = regimen(STRETCH, WALK)


def said(profile: Profile, what: Regimen | None = BOTH, weeks: int = 1) -> tuple[Finding, ...]:
    found = profile_advice(profile, what, today=MONDAY, start=MONDAY, weeks=weeks)
    assert all(finding.severity is Severity.ADVICE and finding.days == () for finding in found)
    return found


def one(found: tuple[Finding, ...]) -> Finding:
    (finding,) = found
    return finding


def test_nothing_is_said_of_no_profile_at_all() -> None:
    assert said(Profile(), weeks=6) == ()
    assert said(Profile(), None) == ()


# --- Windows --------------------------------------------------------------------------------------------------------


def test_windows_that_overlap_are_named_with_their_days() -> None:
    touching = Profile(available=every_day("08:00-09:00", "09:00-10:00"))
    assert said(touching) == ()
    overlapping = (windows("08:00-09:15", "09:00-10:00"),) * 2 + (windows("08:00-10:00"),) * 5
    finding = one(said(Profile(available=overlapping)))

    assert (finding.rule, finding.activity) == ("available", None)
    assert finding.message == "The windows 08:00 to 09:15 and 09:00 to 10:00 on Mon and Tue overlap."
    assert finding.because == ("windows that overlap count as one",)
    assert finding.suggestions == ("write `08:00-10:00`",)


def test_the_reader_keeps_windows_as_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text("format: 1\navailable: {weekends: [12:00-14:00, 08:00-13:00], daily: 07:00-09:00}\n")

    assert (
        one(said(read_profile(file))).message == "The windows 08:00 to 13:00 and 12:00 to 14:00 on Sat and Sun overlap."
    )


def test_a_window_fits_the_shortest_session_from_a_quarter_hour_on() -> None:
    assert said(Profile(available=every_day("06:40-06:50", "08:00-10:00"))) == ()
    finding = one(said(Profile(available=every_day("06:40-06:49", "08:00-10:00"))))

    assert (finding.rule, finding.activity) == ("available", None)
    assert finding.message == "No session fits into the window 06:40 to 06:49 on Mon, Tue, Wed, Thu, Fri, Sat and Sun."
    assert finding.because == (
        "counted from its first quarter hour, it has 4 minutes, but the shortest session takes 5 minutes",
    )
    assert finding.suggestions == ("make it at least 5 minutes long, counted from a quarter hour, or remove it",)


def test_a_window_may_be_of_no_use_by_the_rules_of_what_would_fit() -> None:
    mondays = regimen(replace(STRETCH, days=(0,)), WALK)
    finding = one(
        said(Profile(available=(windows("08:00-09:00"), *[windows("08:00-08:15", "09:00-09:45")] * 6)), mondays)
    )

    assert finding.message == "No session fits into the window 08:00 to 08:15 on Tue, Wed, Thu, Fri, Sat and Sun."
    assert finding.because == (
        "sessions that are short enough are not allowed there, because of their `days` or `after_waking`",
    )
    assert finding.suggestions == ("remove it",)


def test_an_activity_that_fits_no_window_is_named() -> None:
    assert said(Profile(available=every_day("08:00-08:30"))) == ()
    finding = one(said(Profile(available=every_day("08:01-08:44"))))

    assert (finding.rule, finding.activity) == ("available", "walk")
    assert finding.message == "Walk: no window is long enough for sessions of 30 minutes."
    assert finding.because == ("counted from a quarter hour, the longest window has 29 minutes",)
    assert finding.suggestions == ("add or extend a window to at least 30 minutes",)


def test_windows_that_touch_are_one() -> None:
    assert said(Profile(available=every_day("08:00-08:15", "08:15-08:30"))) == ()


def test_a_session_may_outgrow_every_window() -> None:
    profile = Profile(available=every_day("08:00-08:32"))
    assert said(profile, weeks=2) == ()

    finding = one(said(profile, weeks=4))
    assert finding.message == "Walk: no window is long enough for sessions of 34 minutes (as in week 3)."
    assert finding.suggestions == ("add or extend a window to at least 34 minutes",)
    always = one(said(replace(profile, available=every_day("08:00-08:15"))))
    assert always.message == "Walk: no window is long enough for sessions of 30 minutes."


def test_only_the_days_of_an_activity_have_windows_for_it() -> None:
    tuesdays = regimen(STRETCH, replace(WALK, frequency=Weekly(1, 1), days=(1,)))
    finding = one(said(Profile(available=(windows("08:00-10:00"), (), *[windows("08:00-10:00")] * 5)), tuesdays))

    assert finding.message == "Walk: no window is long enough for sessions of 30 minutes."
    assert finding.because == ("there is no window on Tue",)
    assert finding.suggestions == ("add or extend a window on Tue to at least 30 minutes",)


def test_a_limit_needs_no_window() -> None:
    injection = activity("injection", Cap(3, 365), (60, 60))

    assert said(Profile(available=every_day("08:00-08:30")), regimen(STRETCH, injection)) == ()


@pytest.mark.parametrize(
    ("wake", "told", "suggestion"),
    [
        (390, False, ""),  # 07:30, and half an hour to 08:00
        (391, True, "add a window such as `07:45-08:15`"),
        (1370, True, "ask the prescriber for a shorter `after_waking`"),
    ],
)
def test_windows_may_all_come_too_soon_after_getting_up(wake: int, *, told: bool, suggestion: str) -> None:
    waits = regimen(STRETCH, replace(WALK, after_waking=60))
    found = said(Profile(available=every_day("06:00-08:00"), wake=wake), waits)

    assert [finding.suggestions for finding in found] == ([(suggestion,)] if told else [])
    for finding in found:
        assert (finding.rule, finding.activity) == ("after_waking", "walk")
        assert finding.message == "Walk: no window is long enough for sessions of 30 minutes after getting up."
    assert said(Profile(available=every_day("06:00-08:00")), waits) == ()


def test_how_long_after_getting_up_is_told() -> None:
    waits = regimen(STRETCH, replace(WALK, after_waking=60))
    finding = one(said(Profile(available=every_day("06:00-08:00"), wake=420), waits))

    assert finding.because == ("the earliest start is 1 hour after getting up at 07:00",)


# --- Wishes and days away -------------------------------------------------------------------------------------------


def test_a_preferred_time_lies_in_a_window() -> None:
    open_hours = every_day("08:00-12:00")

    def preferring(*when: TimeOfDay | int) -> Profile:
        return Profile(available=open_hours, prefer=(("walk", Preference(when=when)),), anchors=Anchors(morning=480))

    assert said(preferring(TimeOfDay.MORNING, 719)) == ()
    finding = one(said(preferring(TimeOfDay.MORNING, 720)))
    assert (finding.rule, finding.activity) == ("prefer", "walk")
    assert finding.message == "Walk: no window is open around 12:00, the preferred time."
    assert finding.because == ()
    assert finding.suggestions == ('write `when: "11:30"`, or open a window then',)
    finding = one(said(preferring(TimeOfDay.EVENING, 1)))
    assert finding.message == "Walk: no window is open in the evening or around 00:01, the preferred times."
    assert finding.because == ("evening is 18:30",)


def test_a_wish_without_times_asks_for_no_window() -> None:
    assert said(Profile(prefer=(("walk", Preference(choose=("walking",))),))) == ()


def test_time_away_before_the_plan_is_over() -> None:
    sunday = date(2026, 11, 22)
    assert said(Profile(away=(DateRange(sunday, MONDAY),))) == ()
    finding = one(said(Profile(away=(DateRange(date(2025, 12, 24), date(2025, 12, 26)), DateRange(sunday, sunday)))))

    assert (finding.rule, finding.activity) == ("away", None)
    assert finding.message == (
        "The days away Wed 24 Dec 2025 to Fri 26 Dec 2025 and Sun 22 Nov 2026 are over before the plan begins on "
        "Mon 23 Nov 2026."
    )
    assert finding.suggestions == ("remove past days, or check the year",)


def test_where_no_start_is_given_time_away_is_over_today() -> None:
    profile = Profile(away=(DateRange(MONDAY, MONDAY),))

    assert profile_advice(profile, today=MONDAY) == ()
    (finding,) = profile_advice(profile, today=date(2026, 11, 24))
    assert finding.message == "The day away Mon 23 Nov 2026 is over before today."


# --- Busy calendars -------------------------------------------------------------------------------------------------


def test_a_busy_calendar_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    file = str(tmp_path / "A. Patient" / "work.ics")
    finding = one(check_profile(Profile(busy=(file,)), timezone="Europe/Berlin", today=MONDAY))

    assert (finding.severity, finding.rule, finding.activity) == (Severity.ADVICE, "busy", None)
    assert finding.message == "The busy calendar work.ics cannot be read, so no plan can be made."
    assert finding.because
    assert "A. Patient" not in str(finding)


def test_a_broken_busy_calendar_says_what_is_broken(tmp_path: Path) -> None:
    file = tmp_path / "work.ics"
    file.write_text("no calendar\n")
    finding = one(check_profile(Profile(busy=(str(file),)), timezone="Europe/Berlin", today=MONDAY))

    assert len(finding.because) == 1
    assert finding.because[0].startswith("work.ics, line 1: ")


def test_a_few_faults_of_a_calendar_are_told() -> None:
    faults = tuple(Fault("home/work.ics", line, 1, "DTSTART", "a surgery", "a date") for line in range(1, 6))
    finding = unreadable_busy("home/work.ics", BadFileError(faults))

    assert finding.because == tuple(f"work.ics, line {line}: expected a date" for line in range(1, 4))
    assert finding.suggestions == ("export the calendar again, or remove it from `busy`",)
    hinted = unreadable_busy("work.ics", FileAccessError("work.ics cannot be read.", "is it open elsewhere?"))
    assert hinted.suggestions == ("is it open elsewhere?",)


def test_a_calendar_that_can_be_read_is_no_matter(tmp_path: Path) -> None:
    file = tmp_path / "work.ics"
    file.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")

    assert check_profile(Profile(busy=(str(file),)), BOTH, timezone="Europe/Berlin", today=MONDAY) == ()
