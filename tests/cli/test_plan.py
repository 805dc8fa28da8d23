from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import run_here

if TYPE_CHECKING:
    from pathlib import Path

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

NO_ROOM = """\
format: 1
available:
  daily: 18:00-18:15
"""


@pytest.fixture
def no_room(tmp_path: Path) -> Path:
    """A profile with a quarter of an hour a day."""
    path = tmp_path / "busy-life.yaml"
    path.write_text(NO_ROOM, encoding="utf-8")
    return path


def test_the_bundled_low_back_regimen_is_planned_when_nothing_is_said() -> None:
    ran = run_here("plan")

    assert ran.status == 0
    assert ran.stderr == ""
    assert ran.stdout.startswith("Low-back care\nMon 30 Nov to Sun 6 Dec 2026, times in Europe/Berlin\n")


def test_a_plan_without_a_start_begins_today_where_today_is_monday() -> None:
    ran = run_here("plan", "--format", "json", now=datetime(2026, 11, 23, 12, tzinfo=UTC))

    assert json.loads(ran.stdout)["start"] == "2026-11-23"


def test_today_is_the_day_in_the_plans_zone_and_not_in_the_systems() -> None:
    late = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)

    tokyo = run_here("plan", "--start", "today", "--timezone", "Asia/Tokyo", "--format", "json", now=late)
    system = run_here("plan", "--start", "today", "--format", "json", now=late, zone="UTC")

    assert json.loads(tokyo.stdout)["start"] == "2026-11-26"
    assert json.loads(system.stdout)["start"] == "2026-11-25"


def test_the_option_outweighs_the_profiles_zone_and_the_profile_the_systems(tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("format: 1\ntimezone: America/New_York\n", encoding="utf-8")

    from_profile = run_here("plan", "--profile", profile, "--format", "json")
    from_option = run_here("plan", "--profile", profile, "--timezone", "Asia/Tokyo", "--format", "json")

    assert json.loads(from_profile.stdout)["timezone"] == "America/New_York"
    assert json.loads(from_option.stdout)["timezone"] == "Asia/Tokyo"


def test_sessions_of_today_that_are_past_are_told_of() -> None:
    evening = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    morning = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    assert "already passed" in run_here("plan", "--start", "today", "--format", "json", now=evening).stderr
    assert "already passed" not in run_here("plan", "--start", "today", "--format", "json", now=morning).stderr
    assert "already passed" not in run_here("plan", "--start", "tomorrow", "--format", "json", now=evening).stderr


def test_another_zone_than_the_earlier_plans_is_told_of(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    assert run_here("plan", "--start", "2026-11-16", "-o", earlier).status == 0
    told = run_here("plan", "--after", earlier, "--format", "json", "--timezone", "Asia/Tokyo").stderr
    assert "Note: times are in Asia/Tokyo" in told
    assert "--timezone Europe/Berlin" in told
    assert "Note" not in run_here("plan", "--after", earlier, "--format", "json").stderr


def test_a_system_without_a_zone_plans_in_utc_and_says_so_beside_the_data() -> None:
    ran = run_here("plan", "--format", "json", zone=None)

    assert json.loads(ran.stdout)["timezone"] == "UTC"
    assert "--timezone Europe/Berlin" in ran.stderr


def test_json_on_standard_output_is_one_object_and_nothing_else() -> None:
    ran = run_here("plan", "low-back", "--weeks", "2", "--format", "json")

    plan = json.loads(ran.stdout)
    assert (plan["kind"], plan["weeks"]) == ("plan", 2)
    assert ran.stderr == ""


@pytest.mark.parametrize("plan_format", ["yaml", "markdown", "csv"])
def test_every_other_format_prints_data_without_colour(plan_format: str) -> None:
    ran = run_here("plan", "--format", plan_format, terminal=True)

    assert ran.status == 0
    assert "Hamstring stretch" in ran.stdout
    assert "\x1b" not in ran.stdout


def test_a_terminal_gets_a_laid_out_page_no_wider_than_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (40, 60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))

        ran = run_here("plan", "--weeks", "2", "--start", "2026-11-23", terminal=True)

        lines = ANSI.sub("", ran.stdout).splitlines()
        assert max(map(len, lines)) <= width
        assert "…" not in ran.stdout
        assert "What to do next" in ran.stdout


def test_no_color_leaves_a_terminal_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = run_here("plan", terminal=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")

    plain = run_here("plan", terminal=True).stdout

    colours = re.compile(r"\x1b\[[0-9;]*3[0-9]")
    assert colours.search(coloured)
    assert not colours.search(plain)


def test_a_dumb_terminal_gets_no_codes_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")

    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", run_here("plan", terminal=True).stdout)


def test_piped_text_has_no_colour_no_boxes_and_no_trailing_blanks() -> None:
    ran = run_here("plan", "--weeks", "3")

    assert "\x1b" not in ran.stdout
    assert not re.search("[\u2500-\u257f]", ran.stdout)
    assert all(line == line.rstrip() for line in ran.stdout.splitlines())


def test_piped_days_are_whole_sentences_for_a_screen_reader() -> None:
    ran = run_here("plan", "--start", "2026-11-23")

    assert re.search(
        r"^Wednesday 25 November, today\. \d\d:\d\d Hamstring stretch, 5 minutes\. .*\.$", ran.stdout, re.MULTILINE
    )


def test_files_are_written_in_the_format_of_their_suffix_and_told_of_on_standard_error(tmp_path: Path) -> None:
    calendar, data = tmp_path / "my-week.ics", tmp_path / "my-week.json"

    ran = run_here("plan", "-o", calendar, "--output", data)

    sessions = len(json.loads(data.read_text(encoding="utf-8"))["sessions"])
    assert ran.status == 0
    assert ran.stdout == ""
    assert f"Wrote {calendar} ({sessions} sessions)" in ran.stderr
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_on_a_terminal_the_page_is_shown_beside_writing_a_file(tmp_path: Path) -> None:
    ran = run_here("plan", "-o", tmp_path / "my-week.ics", terminal=True)

    assert "Low-back care" in ran.stdout
    assert "my-plan.ics" not in ran.stdout


def test_a_format_is_printed_beside_writing_a_file(tmp_path: Path) -> None:
    ran = run_here("plan", "-o", tmp_path / "my-week.ics", "--format", "json")

    assert json.loads(ran.stdout)["kind"] == "plan"


def test_writing_the_same_calendar_again_changes_nothing(tmp_path: Path) -> None:
    calendar = tmp_path / "my-week.ics"
    run_here("plan", "--start", "2026-11-23", "-o", calendar)
    first = calendar.read_bytes()

    run_here("plan", "--start", "2026-11-23", "-o", calendar)

    assert calendar.read_bytes() == first


def test_the_group_day_makes_fewer_calendar_events(tmp_path: Path) -> None:
    calendar = tmp_path / "days.ics"

    ran = run_here("plan", "-o", calendar, "--group", "day", "--busy-events")

    assert ran.status == 0
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == 7
    assert b"TRANSP:OPAQUE" in calendar.read_bytes()


def test_nothing_is_written_when_one_file_of_several_cannot_be(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.json", tmp_path / "no-such-folder" / "a.ics"

    ran = run_here("plan", "-o", good, "-o", bad)

    assert ran.status == 2
    assert "no-such-folder" in ran.stderr
    assert not good.exists()


def test_a_shortfall_is_a_warning_and_no_failure(no_room: Path) -> None:
    ran = run_here("plan", "--profile", no_room, "--format", "json")

    assert ran.status == 0
    assert json.loads(ran.stdout)["cost"]["shortfall"] > 0
    assert "Warning: this plan falls short of the prescription" in ran.stderr


def test_strict_ends_with_status_one_for_a_missed_dose_and_still_writes(no_room: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "my-week.ics"

    ran = run_here("plan", "--profile", no_room, "--strict", "-o", calendar)

    assert ran.status == 1
    assert calendar.exists()


def test_strict_ends_with_status_zero_for_a_plan_that_meets_everything() -> None:
    assert run_here("plan", "--strict").status == 0


def test_days_away_stay_free_and_are_called_away() -> None:
    ran = run_here("plan", "--start", "2026-11-23", "--away", "2026-11-26 to 2026-11-27", "--away", "2026-11-29")

    assert "Thursday 26 November. Away." in ran.stdout
    assert "Friday 27 November. Away." in ran.stdout
    assert "Sunday 29 November. Away." in ran.stdout


def test_busy_calendars_take_their_time(tmp_path: Path) -> None:
    calendar = tmp_path / "work.ics"
    calendar.write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"DTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261126\r\n"
        b"SUMMARY:Fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    ran = run_here("plan", "--start", "2026-11-23", "--busy", calendar, "--format", "json")

    days = {session["start"][:10] for session in json.loads(ran.stdout)["sessions"]}
    assert ran.status == 0
    assert "2026-11-25" not in days


def test_each_shortfall_is_named_in_a_pipe_and_only_counted_beside_its_page(no_room: Path) -> None:
    piped = run_here("plan", "--profile", no_room)
    on_terminal = run_here("plan", "--profile", no_room, terminal=True)

    assert len(piped.stderr.splitlines()) > 1
    assert len(on_terminal.stderr.splitlines()) == 1
    assert "Falls short" in on_terminal.stdout


def test_the_next_command_repeats_the_options_and_fixes_the_start(tmp_path: Path) -> None:
    profile = tmp_path / "my life.yaml"
    profile.write_text("format: 1\n", encoding="utf-8")

    calendars = [tmp_path / "work.ics", tmp_path / "home.ics"]
    for calendar in calendars:
        calendar.write_text("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", encoding="utf-8")
    given = ["--profile", str(profile), "--timezone", "Asia/Tokyo"]
    for calendar in calendars:
        given += ["--busy", str(calendar)]
    given += ["--weeks", "2", "--group", "day", "--busy-events"]

    ran = run_here("plan", *given, "--away", "2026-12-02")

    kept = shlex.join(("backplan", "plan", "low-back", *given))
    assert f"{kept} --start 2026-11-30 --away 2026-12-02 --output my-plan.ics --output my-plan.json\n" in ran.stdout
    assert f"{kept} --after my-plan.json\n" in ran.stdout


def test_the_next_command_names_the_file_that_was_written(tmp_path: Path) -> None:
    calendar = tmp_path / "week.ics"

    ran = run_here("plan", "-o", calendar, "--format", "table")

    assert f"--after {calendar}\n" in ran.stdout
    assert "Put it into your calendar" not in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["plan", "low-bak"], "low-back"),
        (["plan", "no-such-file.yaml"], "no-such-file.yaml does not exist"),
        (["plan", "--weeks", "0"], "the minimum is 1"),
        (["plan", "--weeks", "521"], "the maximum is 520"),
        (["plan", "--weeks", "9" * 5000], "the maximum is 520"),
        (["plan", "--weeks", "two"], "write one from 1 to 520"),
        (["plan", "--start", "someday"], "use a date such as 2026-11-23"),
        (["plan", "--start", "2026-02-30"], "'2026-02-30' is not a day"),
        (["plan", "--timezone", "Berlin"], "did you mean 'Europe/Berlin'?"),
        (["plan", "--timezone", "Europe/Berlim"], "did you mean 'Europe/Berlin'?"),
        (["plan", "--away", "christmas"], "expected a date or a range of dates"),
        (["plan", "--format", "jsno"], "did you mean 'json'?"),
        (["plan", "--format", "ics"], "--output my-plan.ics"),
        (["plan", "--format", "pdf"], "pdf can only be written to a file; use --output my-plan.pdf"),
        (["plan", "x" * 300], "There is no bundled regimen"),
        (["plan", "x" * 300 + ".yaml"], "cannot be read: file name too long"),
        (["plan", "--group", "week"], "choose session or day"),
        (["plan", "-o", "plan.docx"], "use .ics, .json, .yaml, .yml, .md, .csv or .pdf"),
        (["plan", "-o", "plan"], "has no suffix"),
        (["plan", "--after", "plan.txt"], "Plan files end with .json, .yaml or .ics"),
        (["plan", "--after", "missing.json"], "missing.json does not exist"),
        (["plan", "--profile", "missing.yaml"], "missing.yaml does not exist"),
        (["plan", "--busy", "missing.ics"], "missing.ics does not exist"),
        (["plan", "--wekes", "2"], "--weeks"),
        (["plan", "lowback"], "Did you mean 'low-back'? Run `backplan regimens`"),
        (["plan", "low_back.yaml"], "Did you mean 'low-back'?"),
        (["plan", "--away", "2026-12-24", "2026-12-26"], "--away '2026-12-24 to 2026-12-26'"),
        (["plan", "2026-12-26"], "--start 2026-12-26"),
        (["plan", "--start", "2026-13-01"], "'2026-13-01' is not a day"),
        (["plan", "a", "b"], "b"),
        (["paln"], "plan"),
    ],
)
def test_bad_input_ends_with_status_two_and_says_what_to_do(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = run_here(*arguments)

    assert ran.status == 2
    assert ran.stdout == ""
    assert ran.stderr.startswith("Error: ")
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Internal error" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_all_faults_of_a_regimen_are_told_with_their_places(tmp_path: Path) -> None:
    regimen = tmp_path / "mine.yaml"
    regimen.write_text(
        "format: 1\ntitle: Mine\nactivities:\n  walk:\n    title: Walk\n    type: aerobik\n"
        "    frequency: sometimes\n    time: 5 min\n",
        encoding="utf-8",
    )

    ran = run_here("plan", regimen)

    assert ran.status == 2
    assert f"{regimen}:6:11" in ran.stderr
    assert f"{regimen}:7:16" in ran.stderr


def test_a_bundled_regimen_is_known_in_any_case() -> None:
    assert run_here("plan", "Low-Back").stdout.startswith("Low-back care\n")


def test_a_file_named_twice_is_written_and_told_of_once(tmp_path: Path) -> None:
    calendar = tmp_path / "week.ics"

    ran = run_here("plan", "-o", calendar, "-o", calendar)

    assert ran.stderr.count("Wrote") == 1
    assert calendar.exists()


def test_the_plan_to_go_on_from_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_here("plan", "-o", "my-plan.ics")
    earlier = (tmp_path / "my-plan.ics").read_bytes()

    same = run_here("plan", "--after", "my-plan.ics", "--output", "my-plan.ics")
    respelt = run_here("plan", "--after", "my-plan.ics", "-o", "other.json", "-o", tmp_path / "my-plan.ics")

    assert same.status == respelt.status == 2
    assert same.stderr.endswith(
        "Error: my-plan.ics is the earlier plan and would be overwritten.\n"
        "Choose another name, such as my-plan-2.ics.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["my-plan.ics"]
    assert (tmp_path / "my-plan.ics").read_bytes() == earlier


def test_nothing_that_a_plan_is_made_from_is_written_over(
    no_room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_here("new", "mine.yaml")
    run_here("plan", "-o", "work.ics")
    profile_with_calendar = tmp_path / "me.yaml"
    profile_with_calendar.write_text("format: 1\nbusy: work.ics\n", encoding="utf-8")

    told = [
        run_here("plan", "mine.yaml", "-o", tmp_path / "mine.yaml").stderr,
        run_here("plan", "--profile", no_room, "-o", no_room.name).stderr,
        run_here("plan", "--busy", "work.ics", "-o", tmp_path / "work.ics").stderr,
        run_here("plan", "--profile", profile_with_calendar, "-o", "work.ics").stderr,
    ]

    assert [text.partition(" and would be")[0].partition(" is ")[2] for text in told] == [
        "the regimen",
        "the profile",
        "one of the busy calendars",
        "one of the busy calendars",
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("my-plan.ics", "my-plan-2.ics"),
        ("my-plan-2.ics", "my-plan-3.ics"),
        ("week-2026-11-23.json", "week-2026-11-23-2.ics"),
    ],
)
def test_a_plan_that_goes_on_is_offered_a_name_of_its_own(
    earlier: str, later: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_here("plan", "-o", earlier)

    shown = run_here("plan", "--after", earlier).stdout

    kept = later.replace(".ics", ".json")
    assert f"--after {earlier} --output {later} --output {kept}\n" in shown
    assert f"backplan plan --after {kept}\n" in shown


def test_weeks_that_are_over_and_days_away_outside_them_are_noted() -> None:
    over = run_here("plan", "--start", "2026-11-16", "--away", "2026-11-22", "--away", "2027-12-24")
    last_day = run_here("plan", "--start", "2026-11-19", "--away", "2026-11-01 to 2026-11-18")

    assert (
        "Note: all weeks of this plan are in the past.\n"
        "Note: the day away Fri 24 Dec 2027 is outside the weeks of this plan.\n" in over.stderr
    )
    assert "Sun 22 Nov" not in over.stderr.partition("Warning")[0]
    assert (
        last_day.stderr == "Note: the days away Sun 1 Nov 2026 to Wed 18 Nov 2026 are outside the weeks of this plan.\n"
    )


def test_the_last_step_tells_of_when_to_stop() -> None:
    assert "See how to do each exercise and when to stop:\nbackplan regimens low-back\n" in run_here("plan").stdout


def test_a_missing_file_is_answered_with_the_nearest_file_before_the_nearest_bundled_regimen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bundled = run_here("plan", "low_back.yaml").stderr
    run_here("new", "low-back-2.yaml")

    near = run_here("plan", "low-back2.yaml").stderr

    assert bundled == "Error: low_back.yaml does not exist\nDid you mean 'low-back'? That is a bundled regimen.\n"
    assert near == "Error: low-back2.yaml does not exist\nDid you mean low-back-2.yaml?\n"


def test_a_regimen_that_ends_with_the_plan_has_no_next_weeks_to_go_on_with(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "format: 1\ntitle: Walks\nphases:\n- title: Settle\n  weeks: 2\n  activities:\n"
        "    walk: {title: Walk, type: aerobic, frequency: 3 times a week, time: 10 min}\n",
        encoding="utf-8",
    )

    assert "continue with" in run_here("plan", mine).stdout
    assert "continue with" not in run_here("plan", mine, "--weeks", "2").stdout
    longer = run_here("plan", mine, "--weeks", "3").stdout
    assert "continue with" not in longer
    assert "The regimen ends after week 2; nothing is prescribed after that." in longer


RUNNING = (
    "Error: me.yaml:3:23: prefer.aerobics.choose.1: found 'running', expected one of the prescribed alternatives: "
    "walking, bicycling or swimming; choose one of these, or ask your therapist\n"
)


@pytest.mark.parametrize(
    "command",
    [
        ("plan", "low-back", "--profile", "me.yaml", "-o", "new.ics", "-o", "old.json"),
        ("plan", "--after", "old.json", "--profile", "me.yaml", "-o", "new.json"),
        ("print", "low-back", "--start", "2026-11-23", "--profile", "me.yaml", "-o", "new.pdf"),
        ("check", "old.json", "--profile", "me.yaml"),
        ("check", "me.yaml", "--regimen", "low-back"),
        ("check", "me.yaml", "low-back"),
        ("why", "old.json", "aerobics", "monday", "--profile", "me.yaml"),
    ],
)
def test_a_choice_that_is_not_prescribed_reaches_no_plan_and_no_calendar(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_here("plan", "--start", "2026-11-23", "-o", "old.json").status == 0
    (tmp_path / "me.yaml").write_text("format: 1\nprefer:\n  aerobics: {choose: [running]}\n", encoding="utf-8")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    ran = run_here(*command)

    assert (ran.status, ran.stdout, ran.stderr) == (2, "", RUNNING)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_each_phase_has_only_what_it_prescribes_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    dose = "title: Aerobics, type: aerobic, frequency: 3 per week, time: 30 min"
    (tmp_path / "mine.yaml").write_text(
        "format: 1\ntitle: Care\nphases:\n"
        f"  - {{title: P, weeks: 1, activities: {{aerobics: {{{dose}, choose: [walking, rowing]}}}}}}\n"
        f"  - {{title: Q, weeks: 1, activities: {{aerobics: {{{dose}, choose: [swimming, walking]}}}}}}\n"
        f"  - {{title: R, activities: {{aerobics: {{{dose}}}}}}}\n",
        encoding="utf-8",
    )
    (tmp_path / "me.yaml").write_text("format: 1\nprefer: {aerobics: {choose: Swimming}}\n", encoding="utf-8")

    ran = run_here("plan", "mine.yaml", "--profile", "me.yaml", "--weeks", "3", "--format", "json")

    choices = [session["choice"] for session in json.loads(ran.stdout)["sessions"]]
    assert choices == ["walking", "rowing", "walking", "swimming", "swimming", "swimming", None, None, None]
