"""The command `why`: how a question is read, and what a patient sees."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, run_here

ME = """\
format: 1
available:
  weekdays: 17:00-21:30
  weekends: 08:00-20:00
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a plan for the week of Mon 23 Nov."""
    monkeypatch.chdir(tmp_path)
    outputs = [part for name in ("my-plan.ics", "my-plan.json", "my-plan.yaml") for part in ("--output", name)]
    assert run_here("plan", "--start", "2026-11-23", *outputs).status == 0
    return tmp_path


BEFORE = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""The Friday before the plan, of which nothing is over yet."""


def lines(ran: Ran) -> list[str]:
    assert (ran.status, ran.stderr) == (0, ""), ran.stderr
    return ran.stdout.splitlines()


def test_the_answer_is_the_first_line_and_its_reasons_follow() -> None:
    assert lines(run_here("why", "my-plan.ics", "stretch", "tuesday")) == [
        "Hamstring stretch is on Tue 24 Nov because the plan would be worse without it on that day.",
        "Worse: Hamstring stretch: 1 session fewer than prescribed.",
        "In return: Lumbar stabilization: 15 minutes closer to your preferred times in total.",
        "Change: Hamstring stretch would no longer be on Tue 24 Nov.",
        "Change: Lumbar stabilization would be at 18:30 instead of 18:45 on Tue 24 Nov.",
    ]


@pytest.mark.parametrize("file", ["my-plan.ics", "my-plan.json", "my-plan.yaml"])
def test_every_kind_of_plan_file_is_asked_alike(file: str) -> None:
    assert lines(run_here("why", "not", file, "aerobics", "2026-11-29", now=BEFORE)) == [
        "Low-impact aerobics could be on Sun 29 Nov: the plan would be just as good.",
        (
            "Because: of several equally good plans, backplan always keeps the first that it finds, so the same "
            "prescription always gives the same plan."
        ),
        "Change: Low-impact aerobics would be on Sun 29 Nov instead of Mon 23 Nov.",
    ]


@pytest.mark.parametrize(
    "name", ["aerobics", "Low-impact aerobics", "low impact AEROBICS", "aerob", "impact", "low-impact"]
)
def test_an_activity_is_named_by_its_id_its_title_or_a_part_that_only_it_has(name: str) -> None:
    asked = run_here("why", "my-plan.json", name, "mon")

    assert lines(asked)[0].startswith("Low-impact aerobics is on Mon 23 Nov, but")


@pytest.mark.parametrize("day", ["mon", "Monday", "2026-11-23", "23 Nov 2026"])
def test_a_day_is_a_weekday_or_a_date(day: str) -> None:
    assert "on Mon 23 Nov" in lines(run_here("why", "my-plan.json", "aerobics", day))[0]


@pytest.mark.parametrize(("word", "day"), [("today", "Wed 25 Nov"), ("tomorrow", "Thu 26 Nov")])
def test_today_and_tomorrow_are_days_in_the_plans_zone(word: str, day: str) -> None:
    assert f"on {day}" in lines(run_here("why", "my-plan.json", "aerobics", word))[0]


def test_a_weekday_of_several_weeks_is_the_coming_one_today_included() -> None:
    run_here("plan", "--start", "2026-11-23", "--weeks", "3", "--output", "long.json")

    def first(day: str, *, now: datetime) -> str:
        return lines(run_here("why", "long.json", "stretch", day, now=now))[0]

    during, before = datetime(2026, 12, 2, 12, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert "Wed 2 Dec" in first("wednesday", now=during)
    assert "Tue 8 Dec" in first("tuesday", now=during)
    assert "Tue 24 Nov" in first("tuesday", now=before)


def test_where_all_such_weekdays_are_over_a_date_is_asked_for() -> None:
    run_here("plan", "--start", "2026-11-23", "--weeks", "2", "--output", "long.json")

    ran = run_here("why", "long.json", "stretch", "tuesday", now=datetime(2027, 1, 1, 12, tzinfo=UTC))

    assert ran.status == 2
    assert ran.stderr == ("Error: The 2 Tuesdays of this plan are all in the past.\nGive a date, such as 2026-12-01.\n")


def test_a_time_is_asked_about_by_the_clock() -> None:
    told = lines(run_here("why", "not", "my-plan.json", "stretch", "tuesday", "06:05"))

    assert told == [
        "Hamstring stretch cannot be on Tue 24 Nov at 06:05.",
        "Because: sessions start on the quarter hour, such as 06:00 or 06:15.",
    ]


def test_a_session_is_asked_about_by_its_id_or_its_beginning(folder: Path) -> None:
    sessions = json.loads((folder / "my-plan.json").read_text(encoding="utf-8"))["sessions"]
    session = next(one for one in sessions if one["activity"] == "lumbar-stabilization")

    whole = lines(run_here("why", "my-plan.ics", session["id"]))

    assert whole == lines(run_here("why", "my-plan.ics", session["id"][:8].upper()))
    assert [line for line in whole if line.startswith("Lumbar")] == [
        "Lumbar stabilization is on Tue 24 Nov because the plan would be worse without it on that day.",
        "Lumbar stabilization is on Tue 24 Nov at 18:45, but the plan would be just as good without it at that time.",
    ]
    assert "" in whole, "an empty line between the two answers"


def test_several_limits_are_told_one_after_another(folder: Path) -> None:
    (folder / "me.yaml").write_text(ME + "away: [2026-12-01]\n", encoding="utf-8")
    run_here("plan", "--start", "2026-11-30", "--profile", "me.yaml", "--output", "next.ics")

    told = lines(run_here("why", "not", "next.ics", "aerobics", "2026-12-01", "12:00", "--profile", "me.yaml"))

    assert told == [
        "Low-impact aerobics cannot be on Tue 1 Dec at 12:00.",
        "Because: you are away on Tue 1 Dec.",
        "And because: on Tuesdays a session must be between 17:00 and 21:30, and it lasts 30 minutes.",
    ]


def test_a_plan_made_with_a_profile_and_asked_without_says_what_may_be_missing(folder: Path) -> None:
    (folder / "me.yaml").write_text("format: 1\nprefer:\n  hamstring-stretch: {when: '10:00'}\n", encoding="utf-8")
    run_here("plan", "--start", "2026-11-23", "--profile", "me.yaml", "--output", "mine.ics")

    without = lines(run_here("why", "mine.ics", "stretch", "tuesday", "10:00"))
    told = lines(run_here("why", "mine.ics", "stretch", "tuesday", "10:00", "--profile", "me.yaml"))

    assert without[0].endswith("but the plan would be better without it at that time.")
    assert without[-1].startswith("Note: There is a better plan. This one may have been changed by hand")
    assert "better" not in told[0]


def test_days_away_and_calendars_are_options_as_they_are_of_plan(folder: Path) -> None:
    (folder / "work.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
        "DTSTART:20261129T050000Z\r\nDTEND:20261129T210000Z\r\nSUMMARY:Work\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8",
    )
    life = ("--away", "2026-11-28", "--busy", "work.ics")
    run_here("plan", "--start", "2026-11-23", *life, "--output", "mine.json")

    saturday = lines(run_here("why", "not", "mine.json", "aerobics", "saturday", *life))
    sunday = lines(run_here("why", "not", "mine.json", "aerobics", "sunday", "18:00", *life))

    assert saturday[1] == "Because: you are away on Sat 28 Nov."
    assert sunday[1] == "Because: you are busy on Sun 29 Nov, 06:00 to 22:00."
    assert "Work" not in "".join(sunday)


def test_a_plan_that_goes_on_from_another_is_asked_about_with_it() -> None:
    run_here("plan", "--after", "my-plan.json", "--output", "next.json")

    told = lines(run_here("why", "not", "next.json", "stabilization", "2026-12-01", "--after", "my-plan.json"))

    assert told[0].startswith("Lumbar stabilization could be on Tue 1 Dec, but the plan would be worse")


def test_a_regimen_of_ones_own_is_found_beside_its_plan_or_named(folder: Path) -> None:
    run_here("new", "my-back.yaml")
    run_here("plan", "my-back.yaml", "--start", "2026-11-23", "--output", "mine.ics")
    beside = lines(run_here("why", "mine.ics", "aerobics", "mon"))
    (folder / "elsewhere").mkdir()
    (folder / "my-back.yaml").rename(folder / "elsewhere" / "my-back.yaml")

    lost = run_here("why", "mine.ics", "aerobics", "mon")

    assert lost.status == 2
    assert lost.stderr == (
        "Error: mine.ics is a plan of 'my-back', but no regimen of that name is bundled, next to the plan, or in the"
        " current folder.\n"
        "Give its file: --regimen path/to/my-back.yaml\n"
    )
    assert lines(run_here("why", "mine.ics", "aerobics", "mon", "--regimen", "elsewhere/my-back.yaml")) == beside


def test_of_a_plan_under_way_only_what_is_still_to_come_changes() -> None:
    """On Wednesday, Monday's aerobics can no longer be on another day."""
    told = lines(run_here("why", "not", "my-plan.json", "aerobics", "2026-11-29"))
    of_monday = lines(run_here("why", "my-plan.json", "aerobics", "2026-11-23"))

    assert told[0] == "Low-impact aerobics could be on Sun 29 Nov, but the plan would be worse."
    assert not any("Mon" in line or "Tue" in line for line in told)
    assert of_monday == lines(run_here("why", "my-plan.json", "aerobics", "2026-11-23", now=BEFORE))


def test_the_second_of_two_sessions_at_one_clock_time_is_asked_about_by_its_id(folder: Path) -> None:
    (folder / "night.yaml").write_text(
        "format: 1\ntitle: Night\nactivities:\n  stretch: {title: Stretch, type: stretching, frequency: 3 per day, "
        'time: 15 min, apart: 45 min, when: "02:30"}\n',
        encoding="utf-8",
    )
    (folder / "me.yaml").write_text('format: 1\navailable: {daily: "00:00-05:00"}\n', encoding="utf-8")
    run_here("plan", "night.yaml", "--start", "2026-10-19", "--profile", "me.yaml", "--output", "night.json")
    sessions = json.loads((folder / "night.json").read_text(encoding="utf-8"))["sessions"]
    first, second = (one["id"] for one in sessions if one["start"].startswith("2026-10-25T02:30"))

    told = {
        one: lines(run_here("why", "night.json", one, "--profile", "me.yaml", now=BEFORE)) for one in (first, second)
    }

    times = [[line for line in told[one] if " at 02:30" in line and "because" in line] for one in (first, second)]
    assert [line.partition(" because")[0] for (line,) in times] == [
        "Stretch is on Sun 25 Oct at 02:30",
        "Stretch is on Sun 25 Oct at 02:30 (the second time)",
    ]
    assert told[first][-1] == (
        "Change: Stretch would be at 02:15, 02:30 and 03:30 instead of 02:30, 02:30 and 03:30 on Sun 25 Oct."
    )
    assert told[second][-1] != told[first][-1]


def test_json_has_every_answer_with_its_costs() -> None:
    ran = run_here("why", "not", "my-plan.json", "aerobics", "sunday", "--format", "json", now=BEFORE)

    data = json.loads(ran.stdout)
    (answer,) = data["answers"]
    assert (data["format"], data["kind"]) == (1, "why")
    assert (answer["activity"], answer["on"], answer["at"]) == ("aerobics", "2026-11-29", None)
    assert answer["answer"] == "as good"
    assert answer["cost"] == answer["cost_otherwise"]
    assert len(answer["otherwise"]) == 20
    assert {"message", "because", "in_return", "instead", "note", "proven"} < set(answer)


def test_a_terminal_shows_the_same_in_eighty_columns() -> None:
    ran = run_here("why", "my-plan.json", "stretch", "tuesday", terminal=True)

    assert ran.status == 0
    assert max(len(line) for line in ran.stdout.splitlines()) <= 90, "colours aside"
    assert "Hamstring stretch is on Tue 24 Nov because the plan would be worse without it" in ran.stdout


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ((), "Missing argument", "backplan why --help"),
        (("my-plan.json",), "Which session do you mean?", "backplan why my-plan.ics aerobics tuesday"),
        (("not", "my-plan.json"), "Which session do you mean?", "aerobics tuesday"),
        (("my-plan.json", "aerobics"), "Which day? ('aerobics' is an activity.)", "aerobics tuesday"),
        (("my-plan.json", "0000000"), "No session of this plan has the id '0000000'.", "For an activity, add a day"),
        (("my-plan.json", "aerobix", "tue"), "has no activity 'aerobix'", "Did you mean 'aerobics'?"),
        (("my-plan.json", "l", "tue"), "'l' could mean", "Write more of the name."),
        (
            ("my-plan.json", "aerobics", "2026-12-24"),
            "Thu 24 Dec is not in this plan.",
            "from Mon 23 Nov to Sun 29 Nov",
        ),
        (("my-plan.json", "aerobics", "someday"), "'someday' is not a day", "--help"),
        (("my-plan.json", "aerobics", "tue", "8 pm"), "'8 pm' is not a time of day", "20:00"),
        (("my-plan.json", "low", "impact", "tue", "18:00"), "Too many words (4)", "quotes"),
        (("my-plan.pdf", "aerobics", "tue"), "is not a plan file", ".json, .yaml or .ics"),
        (("none.json", "aerobics", "tue"), "none.json", ""),
    ],
)
def test_a_question_that_is_not_understood_is_answered_with_how_to_ask(
    words: tuple[str, ...], message: str, hint: str
) -> None:
    ran = run_here("why", *words)

    assert (ran.status, ran.stdout) == (2, "")
    assert message in ran.stderr
    assert hint in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_unknown_format_is_refused() -> None:
    ran = run_here("why", "my-plan.json", "aerobics", "tue", "--format", "table")

    assert ran.status == 2
    assert "unknown value 'table'; choose text or json" in ran.stderr


def test_a_plan_under_way_says_what_its_week_leaves_open() -> None:
    under_way = run_here("plan", "--start", "2026-11-23").stdout
    to_come = run_here("plan", "--start", "2026-11-30").stdout

    assert (
        "\nStill flexible this week\n"
        "Hamstring stretch: you can skip 5 of the 10 sessions left; once a day is enough.\n"
        "Lumbar stabilization: do the next session by Thu 26 Nov.\n"
        "Low-impact aerobics: do the next session by Fri 27 Nov.\n"
    ) in under_way
    assert "leaves open" not in to_come


def test_what_the_page_for_patients_shows_is_what_they_are_told() -> None:
    page = (Path(__file__).parents[2] / "docs" / "patients.md").read_text(encoding="utf-8")
    section = page.partition("## Ask why\n")[2].partition("\n## ")[0]
    (first, *commands), answers = (re.findall(rf"```{kind}\n(.*?)```", section, re.DOTALL) for kind in ("sh", "text"))
    run_here(*shlex.split(first)[1:])

    assert len(commands) == len(answers) == 3
    for command, answer in zip(commands, answers, strict=True):
        assert run_here(*shlex.split(command)[1:]).stdout == answer
