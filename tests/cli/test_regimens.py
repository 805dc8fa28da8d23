from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.text import Text

from backplan import app
from backplan.cli.regimens import LONGEST_LINE
from backplan.files.bundled import bundled_names
from tests.cli.conftest import run_here

if TYPE_CHECKING:
    from pathlib import Path


def test_piped_the_list_is_a_name_a_line() -> None:
    ran = run_here("regimens")

    assert ran.status == 0
    assert ran.stdout.splitlines() == [one.name for one in app.inputs.bundled_regimens()]


def test_on_a_terminal_the_list_has_titles() -> None:
    ran = run_here("regimens", terminal=True)

    assert "low-back" in ran.stdout
    assert "Low-back care" in ran.stdout


def test_a_regimen_is_shown_with_when_to_stop_before_its_activities() -> None:
    ran = run_here("regimens", "low-back")

    assert ran.status == 0
    assert ran.stdout.index("When to stop") < ran.stdout.index("Hamstring stretch (stretching)")
    assert all(line == line.rstrip() for line in ran.stdout.splitlines())


@pytest.mark.parametrize("name", bundled_names())
def test_emergencies_come_first_and_chest_pain_is_one(name: str) -> None:
    shown = run_here("regimens", name).stdout

    emergency = shown.index("Get emergency help now if:\n- You have chest pain, a tight chest or trouble breathing.\n")
    stop = shown.index("Stop and call us if:\n")
    doctor = shown.index("See your doctor before you start or go on if:\n")
    assert emergency < stop < doctor < shown.index("\nGood to know\n")
    assert shown.count("chest pain") == 1
    assert "chest hurts" not in shown


def test_a_file_can_be_shown_too(tmp_path: Path) -> None:
    regimen = tmp_path / "mine.yaml"
    run_here("new", regimen, "--from", "low-back")

    assert run_here("regimens", regimen).stdout == run_here("regimens", "low-back").stdout


def test_an_unknown_name_is_answered_with_the_nearest_one() -> None:
    ran = run_here("regimens", "lowback")

    assert ran.status == 2
    assert ran.stdout == ""
    assert "low-back" in ran.stderr


def test_on_a_terminal_each_name_of_the_list_begins_a_line() -> None:
    shown = run_here("regimens", terminal=True).stdout

    assert [line.split()[0] for line in shown.splitlines() if line[0] != " "] == list(bundled_names())


def test_on_a_wide_terminal_lines_stay_short_enough_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    shown = run_here("regimens", "low-back", terminal=True).stdout

    assert max(Text.from_ansi(line).cell_len for line in shown.splitlines()) == LONGEST_LINE
