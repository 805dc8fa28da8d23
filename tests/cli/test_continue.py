"""`plan --after`: what a plan that continues an earlier one takes from it, and what a person is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import run_here

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """\
format: 1
name: Anna Example
timezone: Asia/Tokyo
available: {daily: 17:00-21:00}
away: [2026-12-09]
prefer: {aerobics: {choose: [walking]}}
"""

TOO_MUCH = "If that is still too much, ask your therapist."


def planned(*arguments: str | Path) -> dict[str, Any]:
    ran = run_here("plan", *arguments, "--format", "json")
    assert ran.status == 0, ran.stderr
    plan: dict[str, Any] = json.loads(ran.stdout)
    return plan


def notes(*arguments: str | Path) -> list[str]:
    said = run_here("plan", *arguments, "--format", "json").stderr.splitlines()
    return [line for line in said if line.startswith("Note")]


def minutes(plan: dict[str, Any], activity: str) -> list[int]:
    return [one["minutes"] for one in plan["sessions"] if one["activity"] == activity]


@pytest.fixture
def eight_weeks(tmp_path: Path) -> Path:
    """Eight weeks of low-back from Monday 23 November 2026."""
    path = tmp_path / "p8.json"
    assert run_here("plan", "low-back", "--start", "2026-11-23", "--weeks", "8", "-o", path).status == 0
    return path


@pytest.mark.parametrize("suffix", ["json", "yaml", "ics"])
def test_the_earlier_plans_regimen_is_continued(suffix: str, tmp_path: Path) -> None:
    earlier = tmp_path / f"gentle.{suffix}"
    run_here("plan", "gentle-start", "--start", "2026-11-23", "-o", earlier)

    plan = planned("--after", earlier)

    assert plan["regimen"]["id"] == "gentle-start"
    assert (plan["start"], plan["first_week"]) == ("2026-11-30", 1)
    assert max(minutes(plan, "short-walks")) < 10


def test_a_regimen_of_ones_own_is_continued_from_the_plan_alone(tmp_path: Path) -> None:
    mine, earlier = tmp_path / "mine.yaml", tmp_path / "elsewhere" / "plan.json"
    earlier.parent.mkdir()
    run_here("new", mine, "--from", "gentle-start")
    run_here("plan", mine, "--start", "2026-11-23", "-o", earlier)
    mine.unlink()

    assert planned("--after", earlier)["regimen"] == {"id": "mine", "title": "Gentle start after rest"}


def test_the_earlier_plans_profile_zone_and_days_away_are_kept(tmp_path: Path) -> None:
    profile, earlier = tmp_path / "me.yaml", tmp_path / "plan.json"
    profile.write_text(PROFILE, encoding="utf-8")
    run_here("plan", "--start", "2026-11-23", "--profile", profile, "--away", "2026-12-02", "-o", earlier)
    profile.unlink()

    plan = planned("--after", earlier, "--weeks", "2")

    assert plan["timezone"] == "Asia/Tokyo"
    assert all("17:00" <= one["start"][11:16] < "21:00" for one in plan["sessions"])
    assert {one["choice"] for one in plan["sessions"]} == {None, "walking"}
    days = {one["start"][:10] for one in plan["sessions"]}
    assert not days & {"2026-12-02", "2026-12-09"}
    assert "2026-12-02" in {
        one["start"][:10] for one in planned("--after", earlier, "--away", "2026-12-03")["sessions"]
    }


def test_a_profile_in_a_plan_has_no_name(tmp_path: Path) -> None:
    profile, earlier = tmp_path / "me.yaml", tmp_path / "plan.json"
    inline = "{format: 1, name: Anna Example, wake: '07:00'}\n"
    aliased = "format: 1\nname: &zone Europe/Berlin\ntimezone: *zone\n# Anna\n"
    for text in (PROFILE, inline, aliased):
        profile.write_text(text, encoding="utf-8")
        run_here("plan", "--profile", profile, "-o", earlier)

        assert "Anna" not in earlier.read_text("utf-8")
        assert "format: " in json.loads(earlier.read_text("utf-8"))["made_from"]["profile"]
        assert run_here("plan", "--after", earlier).status == 0


def test_a_calendar_that_the_earlier_plan_kept_clear_of_is_asked_for_again(tmp_path: Path) -> None:
    calendar, earlier = tmp_path / "work.ics", tmp_path / "plan.json"
    calendar.write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
        b"DTSTART:20261125T170000Z\r\nDTEND:20261125T190000Z\r\nSUMMARY:Secret\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    run_here("plan", "--start", "2026-11-23", "--busy", calendar, "-o", earlier)

    carried = json.loads(earlier.read_text("utf-8"))["made_from"]
    assert carried["busy"] == [["2026-11-25T17:00:00Z", "2026-11-25T19:00:00Z"]]
    assert "Secret" not in earlier.read_text("utf-8")
    assert notes("--after", earlier) == [f"Note: {earlier} was planned around your calendar, but this plan is not."]
    assert notes("--after", earlier, "--busy", calendar) == []


@pytest.mark.parametrize(
    ("start", "week", "note"),
    [
        (
            "2026-11-26",
            1,
            "Note: the earlier plan runs until Sun 17 Jan 2027, and this one starts before that, with week 1.",
        ),
        (
            "2026-12-10",
            3,
            "Note: the earlier plan runs until Sun 17 Jan 2027, and this one starts before that, with week 3.",
        ),
        ("2027-01-18", 9, ""),
        ("2027-01-24", 9, ""),
        (
            "2027-01-25",
            8,
            f"Note: Week 8 again: you were off for a week. {TOO_MUCH}",
        ),
        (
            "2027-02-08",
            6,
            f"Note: Week 6 again: you were off for 3 weeks. {TOO_MUCH}",
        ),
        (
            "2027-12-01",
            1,
            f"Note: Week 1 again: you were off for 45 weeks. {TOO_MUCH}",
        ),
    ],
)
def test_weeks_count_from_where_the_start_falls_and_step_back_after_time_off(
    start: str, week: int, note: str, eight_weeks: Path
) -> None:
    plan = planned("--after", eight_weeks, "--start", start)

    assert plan["first_week"] == week - 1
    assert set(minutes(plan, "aerobics")) == {min(40, 30 + 2 * (week - 1))}
    assert notes("--after", eight_weeks, "--start", start) == [note] * bool(note)


def test_time_off_is_no_shortfall_of_the_plan_after_it(eight_weeks: Path) -> None:
    assert planned("--after", eight_weeks, "--start", "2027-02-08")["cost"]["shortfall"] == 0
    # Five days off are part of the plan's own gap.
    assert planned("--after", eight_weeks, "--start", "2027-01-23")["cost"]["shortfall"] > 0


def test_another_regimen_begins_at_its_own_first_week(eight_weeks: Path) -> None:
    plan = planned("gentle-start", "--after", eight_weeks)

    assert plan["first_week"] == 0
    assert set(minutes(plan, "short-walks")) == {5}
    assert notes("gentle-start", "--after", eight_weeks) == [
        f"Note: {eight_weeks} is a plan of 'low-back'. This plan is of 'gentle-start' and starts at week 1."
    ]


def test_a_copy_of_a_regimen_under_another_name_begins_at_its_own_first_week(eight_weeks: Path, tmp_path: Path) -> None:
    run_here("new", tmp_path / "mine.yaml")

    assert planned(tmp_path / "mine.yaml", "--after", eight_weeks)["first_week"] == 0


def test_the_commands_to_paste_continue_without_naming_the_regimen(eight_weeks: Path) -> None:
    shown = run_here("plan", "--after", eight_weeks).stdout

    assert "Week 9 since the regimen began" in shown
    later = eight_weeks.with_name("p8-2.ics")
    plan = later.with_suffix(".json")
    assert f"backplan plan --start 2027-01-18 --after {eight_weeks} --output {later} --output {plan}\n" in shown
    assert f"backplan plan --after {plan}\n" in shown
    assert "backplan regimens low-back\n" in shown


@pytest.mark.parametrize("suffix", ["json", "ics"])
def test_weeks_away_do_not_count_as_trained(suffix: str, tmp_path: Path) -> None:
    """Two weeks away in the middle: the minutes go on where they were."""
    earlier = tmp_path / f"plan.{suffix}"
    given = ("low-back", "--start", "2026-11-23", "--weeks", "4", "--away", "2026-11-30 to 2026-12-13")

    plan = planned(*given)
    shown = run_here("plan", *given, "-o", earlier, "-o", tmp_path / "plan.md", "--format", "table").stdout

    assert sorted({(one["week"], one["minutes"]) for one in plan["sessions"] if one["activity"] == "aerobics"}) == [
        (0, 30),
        (1, 32),
    ]
    assert "Week 2 of 4, Monday 30 November to Sunday 6 December: away.\n\nWeek 3 of 4" in shown
    assert "## Away: 30 November to 6 December 2026\n" in (tmp_path / "plan.md").read_text("utf-8")
    assert "## Week 2: 14 to 20 December 2026\n" in (tmp_path / "plan.md").read_text("utf-8")
    continued = planned("--after", earlier)
    assert continued["first_week"] == 2
    assert set(minutes(continued, "aerobics")) == {34}
    found = json.loads(run_here("check", earlier, "--format", "json").stdout)["findings"]
    assert {one["rule"] for one in found} == {"frequency"}


def test_a_session_keeps_its_id_when_a_week_away_is_added() -> None:
    given = ("low-back", "--start", "2026-11-23", "--weeks", "3")

    before, after = planned(*given), planned(*given, "--away", "2026-11-30 to 2026-12-06")

    def third_week(plan: dict[str, Any]) -> set[str]:
        return {one["id"] for one in plan["sessions"] if one["start"] >= "2026-12-07" and one["activity"] == "aerobics"}

    assert third_week(before) == third_week(after)


def test_another_regimen_takes_what_fits_of_the_earlier_plans_profile_and_says_what_does_not(tmp_path: Path) -> None:
    profile, earlier, other = tmp_path / "me.yaml", tmp_path / "plan.json", tmp_path / "other.json"
    profile.write_text(
        "format: 1\nprefer: {aerobics: {when: '17:45', choose: [walking, swimming]}}\n", encoding="utf-8"
    )
    run_here("plan", "low-back", "--start", "2026-11-23", "--profile", profile, "-o", earlier)

    plan = planned("stabilization", "--after", earlier)
    assert {one["choice"] for one in plan["sessions"]} == {None, "walking", "swimming"}
    assert run_here("plan", "busy", "--after", earlier, "-o", other).status == 0
    # The profile goes on from plan to plan, whether or not its words fit the regimen in between.
    assert run_here("plan", "--after", other).status == 0
    assert {one["choice"] for one in planned("low-back", "--after", other)["sessions"]} == {None, "walking", "swimming"}


def test_a_choice_that_another_regimen_does_not_prescribe_is_left_out_and_said(tmp_path: Path) -> None:
    mine, profile, earlier = (tmp_path / name for name in ("mine.yaml", "me.yaml", "plan.json"))
    run_here("new", mine)
    mine.write_text(mine.read_text("utf-8").replace("choose: [walking,", "choose: [rowing, walking,"), encoding="utf-8")
    profile.write_text("format: 1\nprefer: {aerobics: {choose: [rowing]}}\n", encoding="utf-8")
    run_here("plan", mine, "--start", "2026-11-23", "--profile", profile, "-o", earlier)

    assert "Note: not prescribed here, so left out: 'rowing' for Low-impact aerobics." in notes(
        "low-back", "--after", earlier
    )


def test_a_calendar_says_what_it_does_not_carry(tmp_path: Path) -> None:
    earlier = tmp_path / "plan.ics"
    run_here("plan", "--start", "2026-11-23", "-o", earlier)

    assert notes("--after", earlier) == [
        "Note: a calendar carries neither your profile nor the sessions before its plan."
    ]


def test_the_page_says_that_weeks_are_done_again_after_time_off(eight_weeks: Path) -> None:
    assert "Week 6 again, after time off\n" in run_here("plan", "--after", eight_weeks, "--start", "2027-02-08").stdout


def test_weeks_away_do_not_end_a_regimen_early(tmp_path: Path) -> None:
    short = tmp_path / "short.yaml"
    run_here("new", short, "--from", "gentle-start")
    text = short.read_text("utf-8")
    assert text.count("weeks: 1") >= 1
    given = ("--start", "2026-11-23", "--weeks", "2", "--away", "2026-11-23 to 2026-11-29")

    assert "When these weeks are over" in run_here("plan", short, *given).stdout


def test_a_phase_that_is_begun_again_does_not_wait_for_what_the_weeks_between_did_not_have(tmp_path: Path) -> None:
    """Strengthening is absent from the first week of gentle-start, also when that week is done a second time."""
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    run_here("plan", "gentle-start", "--start", "2026-11-23", "--weeks", "3", "-o", first)
    run_here("plan", "--after", first, "--start", "2027-01-04", "-o", again)

    plan = planned("--after", again)

    assert (plan["first_week"], plan["cost"]["shortfall"]) == (1, 0)


def test_another_regimen_in_between_makes_no_gap(eight_weeks: Path, tmp_path: Path) -> None:
    between = tmp_path / "gentle.json"
    run_here("plan", "gentle-start", "--after", eight_weeks, "-o", between)

    plan = planned("--after", between)

    assert (plan["regimen"]["id"], plan["first_week"], plan["cost"]["shortfall"]) == ("gentle-start", 1, 0)


def test_time_off_is_no_lateness_on_the_page(eight_weeks: Path, tmp_path: Path) -> None:
    given = ("--after", eight_weeks, "--start", "2027-02-08", "--weeks", "2")
    page = run_here("plan", *given, "-o", tmp_path / "late.json", "--format", "table").stdout

    assert " late" not in page
    assert json.loads(run_here("check", tmp_path / "late.json", "--format", "json").stdout)["findings"] == []


def test_what_a_week_leaves_open_counts_the_late_plans_own_sessions(tmp_path: Path) -> None:
    mine, first, late = tmp_path / "mine.yaml", tmp_path / "first.json", tmp_path / "late.json"
    mine.write_text(
        "format: 1\ntitle: Mine\n"
        "activities: {a: {title: A, type: strengthening, frequency: every 4-5 days, time: 15 min}}\n",
        encoding="utf-8",
    )
    run_here("plan", mine, "--start", "2026-10-26", "-o", first)
    run_here("plan", "--after", first, "--start", "2026-11-16", "--weeks", "2", "-o", late)
    within = run_here("check", late, now=datetime(2026, 11, 23, 5, tzinfo=UTC)).stdout
    plan = json.loads(late.read_text("utf-8"))
    plan["made_from"] |= {"late": False, "history": []}
    late.write_text(json.dumps(plan), encoding="utf-8")

    assert run_here("check", late, now=datetime(2026, 11, 23, 5, tzinfo=UTC)).stdout == within


def test_a_plan_of_a_regimen_that_is_gone_is_checked_and_printed_by_the_one_it_carries(tmp_path: Path) -> None:
    mine, folder = tmp_path / "mine.yaml", tmp_path / "elsewhere"
    folder.mkdir()
    run_here("new", mine)
    run_here("plan", mine, "--start", "2026-11-23", "-o", folder / "plan.json")
    mine.unlink()

    assert run_here("check", folder / "plan.json").status == 0
    assert run_here("print", folder / "plan.json", "-o", folder / "plan.pdf").status == 0
    assert run_here("check", folder / "plan.json", "--regimen", "mine").status == 2


def test_a_plan_is_checked_and_explained_with_the_profile_that_it_carries(tmp_path: Path) -> None:
    profile, file = tmp_path / "me.yaml", tmp_path / "plan.json"
    profile.write_text("format: 1\navailable: {daily: 03:00-05:30}\nmax_minutes_per_day: 40\n", encoding="utf-8")
    run_here("plan", "--start", "2026-11-23", "--profile", profile, "-o", file)
    profile.unlink()

    checked = run_here("check", file)

    assert "checked against its regimen and the profile that it was made with." in checked.stdout
    assert "Limit broken" not in checked.stdout
    assert "better" not in run_here("why", file, "aerobics", "tuesday").stdout
