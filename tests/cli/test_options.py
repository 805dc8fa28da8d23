from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
import typer

from backplan.cli.values import (
    OutputFile,
    parse_away,
    parse_output,
    parse_start,
    parse_timezone,
    parse_weeks,
)
from backplan.model.plan_format import PlanFormat
from backplan.model.profile import DateRange
from tests.cli.conftest import run_here

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        (" 2026-12-24 ", date(2026, 12, 24)),
        ("today", WEDNESDAY),
        ("Tomorrow", date(2026, 11, 26)),
        ("wednesday", WEDNESDAY),
        ("wed", WEDNESDAY),
        ("THU", date(2026, 11, 26)),
        ("tuesday", date(2026, 12, 1)),
        ("24 Dec 2026", date(2026, 12, 24)),
        ("Dec 24, 2026", date(2026, 12, 24)),
        ("Thursday 24 December 2026", date(2026, 12, 24)),
        ("24.12.2026", date(2026, 12, 24)),
        ("12/24/2026", date(2026, 12, 24)),
        ("7/7/2026", date(2026, 7, 7)),
    ],
)
def test_a_start_is_read_as_people_write_it(text: str, expected: date) -> None:
    assert parse_start(text).on(WEDNESDAY) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("03/04/2026", "4 March 2026 or 3 April 2026"),
        ("24 Dec", "use a date such as 2026-11-23"),
        ("24/12/26", "could mean"),
        ("2026", "is not a day"),
        ("10:30", "is not a day"),
        ("24 Dec 2026 10:30", "is not a day"),
        ("Monday 24 December 2026", "is a Thursday, not a Monday"),
        ("mo", "is not a day"),
        ("next monday", "is not a day"),
        ("tommorow", "did you mean 'tomorrow'?"),
        ("wensday", "did you mean 'wednesday'?"),
        ("", "is not a day"),
        ("1.1.3000", "outside the years"),
        ("9" * 400, "is not a day"),
        ("２０２６-02-30", "is not a day"),
        ("2026-13-01", "'2026-13-01' is not a day"),
        ("２０２６-13-01", "is not a day"),
        ("2026-1-5", "is not a day"),
    ],
)
def test_a_start_that_may_mean_several_days_or_none_is_refused(text: str, told: str) -> None:
    with pytest.raises(typer.BadParameter) as caught:
        parse_start(text)

    assert told in caught.value.message


@pytest.mark.parametrize(("text", "expected"), [("1", 1), ("520", 520), (" 12 ", 12), ("+3", 3)])
def test_weeks_are_whole_numbers_from_1_to_520(text: str, expected: int) -> None:
    assert parse_weeks(text) == expected


@pytest.mark.parametrize("text", ["0", "-1", "521", "1.5", "", "x", "²", "--3", "1e2"])
def test_other_weeks_are_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        parse_weeks(text)


def test_a_date_alone_is_a_range_of_one_day() -> None:
    christmas = date(2026, 12, 24)

    assert parse_away("2026-12-24") == DateRange(christmas, christmas)
    assert parse_away("2026-12-24 to 2026-12-26") == DateRange(christmas, date(2026, 12, 26))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.ics", PlanFormat.ICS),
        ("a.JSON", PlanFormat.JSON),
        ("a.b.yaml", PlanFormat.YAML),
        ("a.yml", PlanFormat.YAML),
        ("folder/a.md", PlanFormat.MARKDOWN),
        ("a.csv", PlanFormat.CSV),
    ],
)
def test_a_files_suffix_chooses_its_format(text: str, expected: PlanFormat) -> None:
    assert parse_output(text) == OutputFile(Path(text), expected)


def test_words_of_a_choice_are_read_in_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here("plan", "--format", " Csv").stdout == run_here("plan", "--format", "csv").stdout
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("option", "word", "said"),
    [
        (
            "plan --format",
            "jsn",
            "unknown value 'jsn'; choose table, json, yaml, markdown or csv; did you mean 'json'?",
        ),
        ("plan --format", "ics", "ics can only be written to a file; use --output my-plan.ics"),
        ("plan --group", "days", "unknown value 'days'; choose session or day; did you mean 'day'?"),
        ("check a.ics --format", "tekst", "unknown value 'tekst'; choose text or json; did you mean 'text'?"),
        ("why a.ics x --format", "yaml", "unknown value 'yaml'; choose text or json"),
        ("print a.ics -o a.pdf --paper", "leter", "unknown value 'leter'; choose a4 or letter; did you mean 'letter'?"),
        ("print a.ics -o a.pdf --pages", "x", "unknown value 'x'; choose week, exercises or all"),
    ],
)
def test_another_word_is_refused_with_those_that_there_are(option: str, word: str, said: str) -> None:
    ran = run_here(*option.split(), word)

    assert ran.status == 2
    assert ran.stderr.splitlines()[0].endswith(f": {said}")


def test_a_time_zone_is_an_iana_name() -> None:
    assert parse_timezone("Europe/Berlin") == "Europe/Berlin"
    with pytest.raises(typer.BadParameter, match="did you mean 'America/New_York'"):
        parse_timezone("new york")
    with pytest.raises(typer.BadParameter):
        parse_timezone("../../etc/passwd")


def test_whether_a_file_can_be_read_is_for_its_reader_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"--profile": "me.yaml", "--after": "plan.json", "--clinic": "clinic.yaml"}
    for name in names.values():
        (tmp_path / name).write_text("?", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)

    for option, name in names.items():
        ran = run_here("print", "low-back", option, name, "-o", "a.pdf")
        assert ran.status == 2
        assert f"{name}:1" in ran.stderr


def test_a_word_for_another_day_is_not_taken_for_a_weekdays_name() -> None:
    with pytest.raises(typer.BadParameter) as caught:
        parse_start("yesterday")

    assert "did you mean" not in caught.value.message
