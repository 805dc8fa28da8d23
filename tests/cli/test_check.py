"""`backplan check` on every kind of file."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from backplan.files.bundled import bundled_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "check.schema.json").read_text(encoding="utf-8"))
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The day before the plan begins."""
GOOD = "Everything is as prescribed."


@pytest.fixture
def folder(tmp_path: Path, backplan: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a week of low-back from Monday 23 November in every format that can be checked."""
    monkeypatch.chdir(tmp_path)
    outputs = [part for suffix in ("json", "yaml", "ics") for part in ("-o", f"week.{suffix}")]
    assert backplan("plan", "low-back", "--start", "2026-11-23", *outputs).status == 0
    return tmp_path


def changed(folder: Path, change: Callable[[list[dict[str, Any]]], object], name: str = "mine.json") -> str:
    """A copy of the plan with its sessions changed."""
    plan = json.loads((folder / "week.json").read_text(encoding="utf-8"))
    change(plan["sessions"])
    (folder / name).write_text(json.dumps(plan), encoding="utf-8")
    return name


def without(activity: str, day: str) -> Callable[[list[dict[str, Any]]], object]:
    def drop(sessions: list[dict[str, Any]]) -> None:
        kept = [one for one in sessions if one["activity"] != activity or not one["start"].startswith(day)]
        assert len(kept) < len(sessions)
        sessions[:] = kept

    return drop


def findings(ran: Ran) -> list[dict[str, Any]]:
    found = json.loads(ran.stdout)
    jsonschema.validate(found, SCHEMA)
    return list(found["findings"])


@pytest.mark.parametrize("name", ["week.json", "week.yaml", "week.ics"])
def test_a_plan_as_it_was_made_is_good(name: str, folder: Path, backplan: Callable[..., Ran]) -> None:
    ran = backplan("check", folder / name)
    assert (ran.status, ran.stderr) == (0, "")
    assert GOOD in ran.stdout
    assert findings(backplan("check", name, "--format", "json")) == []


def test_a_plan_with_a_session_left_out_is_told_with_what_would_mend_it(
    folder: Path, backplan: Callable[..., Ran]
) -> None:
    name = changed(folder, without("aerobics", "2026-11-27"))
    ran = backplan("check", name, now=SUNDAY)
    assert ran.status == 1
    assert GOOD not in ran.stdout
    assert ran.stdout.splitlines() == [
        "mine.json",
        'Plan "Low-back care", Mon 23 Nov to Sun 29 Nov 2026; checked against its regimen, no profile given.',
        "",
        "Findings",
        (
            "Falls short: Low-impact aerobics in the week of Mon 23 Nov: 2 sessions; "
            "at least 3 are prescribed (3 times a week)."
        ),
        "Try: add Low-impact aerobics on Fri 27 Nov at 18:45, 30 minutes",
        "Try: add Low-impact aerobics on Sun 29 Nov at 18:45, 30 minutes",
        "",
        "Total",
        "1 dose missed.",
    ]
    (finding,) = findings(backplan("check", name, "--format", "json"))
    assert (finding["severity"], finding["rule"], finding["activity"], finding["file"]) == (
        "dose",
        "frequency",
        "aerobics",
        "mine.json",
    )


def test_findings_come_in_the_order_of_their_weight(folder: Path, backplan: Callable[..., Ran]) -> None:
    name = changed(folder, without("aerobics", "2026-11-27"))
    profile = folder / "me.yaml"
    profile.write_text("format: 1\naway: [2026-11-23]\n", encoding="utf-8")
    found = findings(backplan("check", name, "--profile", profile, "--format", "json"))
    severities = [finding["severity"] for finding in found]
    assert severities == sorted(severities, key=["limit", "dose", "advice"].index)
    assert {"limit", "dose"} <= set(severities)


def test_away_days_and_busy_calendars_can_be_given_beside_a_plan(folder: Path, backplan: Callable[..., Ran]) -> None:
    ran = backplan("check", folder / "week.json", "--away", "2026-11-24", "--format", "json")
    assert {(one["rule"], tuple(one["days"])) for one in findings(ran)} >= {("away", ("2026-11-24",))}
    assert ran.status == 1


@pytest.mark.usefixtures("folder")
def test_the_week_before_is_looked_at_where_it_is_given(backplan: Callable[..., Ran]) -> None:
    assert backplan("plan", "--start", "2026-11-16", "-o", "before.json").status == 0
    assert backplan("check", "week.json").status == 0
    found = findings(backplan("check", "week.json", "--after", "before.json", "--format", "json"))
    # Every other day, from Saturday's on: Monday should have been its day.
    assert [(one["severity"], one["activity"], one["days"]) for one in found] == [
        ("dose", "lumbar-stabilization", ["2026-11-22", "2026-11-23"])
    ]


@pytest.mark.usefixtures("folder")
def test_a_dose_that_no_plan_meets_has_its_reasons(backplan: Callable[..., Ran]) -> None:
    assert backplan("plan", "--start", "2026-11-23", "--away", "2026-11-24", "-o", "away.json").status == 0
    found = findings(backplan("check", "away.json", "--away", "2026-11-24", "--format", "json"))
    assert found
    assert all(finding["because"] for finding in found if finding["activity"] == "hamstring-stretch")


def test_advice_on_a_regimen_changes_the_status_only_if_that_is_asked_for(backplan: Callable[..., Ran]) -> None:
    ran = backplan("check", "low-back", "--format", "json")
    assert ran.status == 0
    assert "prescriber" in {finding["rule"] for finding in findings(ran)}
    assert backplan("check", "low-back", "--strict").status == 1


def test_for_how_many_weeks_a_regimen_is_meant_can_be_said(backplan: Callable[..., Ran]) -> None:
    assert "progression" not in {one["rule"] for one in findings(backplan("check", "low-back", "--format", "json"))}
    ran = backplan("check", "low-back", "--weeks", "2", "--format", "json")
    assert "progression" in {one["rule"] for one in findings(ran)}


def test_a_regimen_with_faults_is_refused_with_all_of_them(folder: Path, backplan: Callable[..., Ran]) -> None:
    (folder / "bad.yaml").write_text("format: 1\ntitel: X\nactivities: {}\n", encoding="utf-8")
    ran = backplan("check", "bad.yaml")
    assert (ran.status, ran.stdout) == (2, "")
    assert "bad.yaml:2:1" in ran.stderr
    assert "did you mean 'title'" in ran.stderr


CUT = (
    "Error: mine.yaml:3:15: precautions.1: found a sentence that is cut into 3 items by commas, expected the whole "
    'sentence in quotes; write ["Stop, and call us, if your leg goes numb."], or put each item in quotes if they are '
    "separate items\n"
)


@pytest.mark.parametrize(
    "command", [("check", "mine.yaml"), ("plan", "mine.yaml", "-o", "new.ics"), ("print", "mine.yaml", "-o", "new.pdf")]
)
def test_a_precaution_that_commas_have_cut_stops_everything(
    command: tuple[str, ...], folder: Path, backplan: Callable[..., Ran]
) -> None:
    text = "format: 1\ntitle: Care\nprecautions: [Stop, and call us, if your leg goes numb.]\nactivities:\n"
    walk = "  walk: {title: Walk, type: aerobic, frequency: 3 per week, time: 30 min}\n"
    (folder / "mine.yaml").write_text(text + walk, encoding="utf-8")
    before = set(folder.iterdir())

    ran = backplan(*command)

    assert (ran.status, ran.stdout, ran.stderr) == (2, "", CUT)
    assert set(folder.iterdir()) == before


def test_the_faults_of_all_files_are_told_at_once(folder: Path, backplan: Callable[..., Ran]) -> None:
    (folder / "bad.yaml").write_text("format: 1\ntitel: X\nactivities: {}\n", encoding="utf-8")
    (folder / "me.yaml").write_text("format: 1\nwake: early\n", encoding="utf-8")
    ran = backplan("check", "bad.yaml", "me.yaml", "week.json")
    assert (ran.status, ran.stdout) == (2, "")
    assert "bad.yaml:2:1" in ran.stderr
    assert "me.yaml:2:" in ran.stderr


def test_files_that_cannot_be_read_are_all_told_of(folder: Path, backplan: Callable[..., Ran]) -> None:
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    ran = backplan("check", "week.json", "photo.jpg", "gone.ics", "low-bakc")
    assert (ran.status, ran.stdout) == (2, "")
    first, second, third = ran.stderr.splitlines()
    assert "photo.jpg" in first
    assert "gone.ics" in second
    assert "low-back" in third


def test_a_calendar_that_is_there_twice_is_told_of_in_a_sentence(folder: Path, backplan: Callable[..., Ran]) -> None:
    text = (folder / "week.ics").read_bytes().decode()
    head, *events = text.split("BEGIN:VEVENT")
    tail = events[-1].partition("END:VEVENT\r\n")[2]
    events[-1] = events[-1].removesuffix(tail)
    again = [re.sub(r"UID:[^\r]*", f"UID:copy-{number}", event, count=1) for number, event in enumerate(events)]
    twice = "BEGIN:VEVENT".join((head, *events, *again)) + tail
    (folder / "twice.ics").write_text(twice, encoding="utf-8", newline="")
    ran = backplan("check", "twice.ics", "--format", "json")
    assert ran.status == 0
    (finding,) = findings(ran)
    assert finding["message"] == (
        f"{len(events)} sessions are in your calendar more than once; each counts once. "
        "If you imported the plan twice, delete one copy."
    )


def test_an_older_plan_beside_the_new_one_is_told_of(folder: Path, backplan: Callable[..., Ran]) -> None:
    text = (folder / "week.ics").read_bytes().decode()
    head, *events = text.split("BEGIN:VEVENT")
    tail = events[-1].partition("END:VEVENT\r\n")[2]
    events[-1] = events[-1].removesuffix(tail)
    earlier = [
        re.sub(r"UID:[^\r]*", f"UID:old-{number}", event, count=1).replace("T07", "T06").replace("T18", "T17")
        for number, event in enumerate(events)
    ]
    both = "BEGIN:VEVENT".join((head, *events, *earlier)) + tail
    (folder / "both.ics").write_text(both, encoding="utf-8", newline="")
    found = findings(backplan("check", "both.ics", "--format", "json"))
    (note,) = [one["message"] for one in found if one["rule"] == "calendar"]
    assert note == (
        f"{len(events)} sessions are also in your calendar at other times, and all of them count. "
        "If an older plan is still there, delete its events."
    )


def test_a_profile_is_looked_at_with_a_regimen_and_without(folder: Path, backplan: Callable[..., Ran]) -> None:
    profile = folder / "me.yaml"
    profile.write_text("format: 1\nname: A. Patient\navailable: {daily: 07:00-07:10}\n", encoding="utf-8")
    alone = backplan("check", "me.yaml")
    assert alone.status == 0
    assert "--regimen" in alone.stdout
    beside = backplan("check", "me.yaml", "--regimen", "low-back", "--format", "json")
    assert "available" in {finding["rule"] for finding in findings(beside)}
    assert "Patient" not in alone.stdout + beside.stdout


def test_files_given_together_are_held_against_each_other(folder: Path, backplan: Callable[..., Ran]) -> None:
    regimen = (
        bundled_bytes("low-back").decode().replace("3 per week", "4 per week").replace("every other day", "2 per week")
    )
    (folder / "mine.yaml").write_text(regimen, encoding="utf-8")
    (folder / "me.yaml").write_text("format: 1\naway: [2026-11-23]\n", encoding="utf-8")
    ran = backplan("check", "mine.yaml", "me.yaml", "week.json", "--format", "json")
    of_plan = [one for one in findings(ran) if one["file"] == "week.json"]
    assert {(one["severity"], one["rule"]) for one in of_plan} >= {("limit", "away"), ("dose", "frequency")}
    assert any("4 times a week" in one["message"] for one in of_plan)


def test_a_regimen_beside_the_plan_is_found_by_its_name(folder: Path, backplan: Callable[..., Ran]) -> None:
    regimen = bundled_bytes("low-back").decode().replace("3 per week", "4 per week")
    (folder / "low-back.yaml").write_text(regimen, encoding="utf-8")
    assert backplan("check", "week.ics").status == 1


def test_a_plan_of_an_unknown_regimen_says_how_to_name_it(folder: Path, backplan: Callable[..., Ran]) -> None:
    text = (folder / "week.json").read_text(encoding="utf-8").replace('"id": "low-back"', '"id": "clinic-back"', 1)
    plan = json.loads(text)
    del plan["made_from"]
    (folder / "other.json").write_text(json.dumps(plan), encoding="utf-8")
    ran = backplan("check", "other.json")
    assert ran.status == 2
    assert "--regimen" in ran.stderr
    assert backplan("check", "other.json", "--regimen", "low-back").status == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("notes.txt", "hello", "the unknown suffix .txt"),
        ("shopping.yaml", "milk: 2\n", "none of the keys of a regimen, a profile or a plan"),
        ("empty.yaml", "", "no content"),
        ("gone.json", None, "gone.json"),
        ("foreign.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n", "backplan"),
    ],
)
def test_what_is_none_of_them_is_refused(
    name: str, text: str | None, said: str, folder: Path, backplan: Callable[..., Ran]
) -> None:
    if text is not None:
        (folder / name).write_text(text, encoding="utf-8")
    ran = backplan("check", name)
    assert (ran.status, ran.stdout) == (2, "")
    assert said in ran.stderr


def test_keys_in_braces_tell_what_a_file_is_too(folder: Path, backplan: Callable[..., Ran]) -> None:
    (folder / "me.yaml").write_text("{format: 1, wake: '07:00'}\n", encoding="utf-8")
    assert "A profile" in backplan("check", "me.yaml").stdout


def test_an_appointment_that_the_plan_does_not_have_is_told_of(folder: Path, backplan: Callable[..., Ran]) -> None:
    (folder / "me.yaml").write_text(
        "format: 1\nappointments:\n  - {activity: aerobics, on: 2026-11-24, at: '10:00', minutes: 30}\n",
        encoding="utf-8",
    )
    (finding,) = findings(backplan("check", "week.json", "--profile", "me.yaml", "--format", "json"))
    assert (finding["severity"], finding["rule"], finding["days"]) == ("advice", "appointments", ["2026-11-24"])


def test_a_choice_that_is_not_prescribed_is_told_of(folder: Path, backplan: Callable[..., Ran]) -> None:
    def run_instead(sessions: list[dict[str, Any]]) -> None:
        aerobics = [one for one in sessions if one["activity"] == "aerobics"]
        aerobics[0]["choice"], aerobics[1]["choice"], aerobics[2]["choice"] = "running", "SWIMMING", "running"
        next(one for one in sessions if one["activity"] == "hamstring-stretch")["choice"] = "yoga"

    ran = backplan("check", changed(folder, run_instead))

    assert ran.status == 1
    assert ran.stdout.partition("Findings\n")[2].partition("\n\n")[0].splitlines() == [
        "Limit broken: Hamstring stretch on Mon 23 Nov: yoga is not prescribed.",
        "Because: the regimen prescribes no alternatives",
        "Try: plan these weeks again, or ask the prescriber",
        "Limit broken: Low-impact aerobics on Mon 23 Nov and Fri 27 Nov: running is not prescribed.",
        "Because: the regimen prescribes walking, bicycling or swimming",
        "Try: plan these weeks again, or ask the prescriber",
    ]


def test_without_a_profile_it_is_said_which_hours_were_taken(folder: Path, backplan: Callable[..., Ran]) -> None:
    (folder / "me.yaml").write_text("format: 1\navailable: {daily: 22:00-24:00}\n", encoding="utf-8")
    assert backplan("plan", "--start", "2026-11-23", "--profile", "me.yaml", "-o", "late.ics").status == 0
    ran = backplan("check", "late.ics")
    assert ran.status == 1
    assert "--profile" in ran.stdout
    assert backplan("check", "late.ics", "--profile", "me.yaml").status == 0


def test_a_plan_under_way_says_what_its_week_leaves_open(folder: Path, backplan: Callable[..., Ran]) -> None:
    heading = "Still flexible this week"
    assert heading not in backplan("check", folder / "week.ics", now=SUNDAY).stdout
    ran = backplan("check", folder / "week.ics")
    assert ran.stdout.partition(heading)[2].splitlines()[1:] == [
        "Hamstring stretch: you can skip 5 of the 10 sessions left; once a day is enough.",
        "Lumbar stabilization: do the next session by Thu 26 Nov.",
        "Low-impact aerobics: do the next session by Fri 27 Nov.",
    ]


@pytest.mark.parametrize("terminal", [True, False])
def test_the_page_says_the_same_on_a_terminal_and_in_a_pipe(
    terminal: bool,  # noqa: FBT001 - pytest gives it by name
    folder: Path,
    backplan: Callable[..., Ran],
) -> None:
    ran = backplan("check", changed(folder, without("aerobics", "2026-11-27")), terminal=terminal)
    assert "1 dose missed." in ran.stdout
    assert "Falls short" in ran.stdout
