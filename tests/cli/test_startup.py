"""Nobody waits for a library that the command does without; docs/performance.md has the same table for people."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"pydantic", "icalendar", "recurring_ical_events", "yaml", "rich", "dateutil", "typst"}
# Typer reads a command's own options with pydantic, so only what comes before them can do without it.
OF_TYPER = {"pydantic"}
OF_REGIMENS = OF_TYPER | {"yaml"}
OF_CALENDARS = {"icalendar", "dateutil"}

_TERMINAL = """
class Terminal(type(sys.stdout)):
    isatty = lambda self: True
sys.stdout = Terminal(open(1, "wb", closefd=False), encoding="utf-8")
"""


def loaded(*arguments: str, folder: Path | None = None, terminal: bool = False) -> set[str]:
    """The heavy libraries that a process has loaded when it ends; standard output is a pipe or seems a terminal."""
    program = f"""
import sys
{_TERMINAL if terminal else ""}
from backplan.cli import main
sys.argv[1:] = {list(arguments)!r}
try:
    main.main()
finally:
    print(*sorted(set(sys.modules)), file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60, cwd=folder
    )
    return HEAVY & set(ran.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_programs_help_and_version_load_no_heavy_library(option: str) -> None:
    assert loaded(option) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "--help"],
        ["regimens", "--help"],
        ["new", "--help"],
        ["print", "--help"],
        ["plan", "--weeks", "0"],
        ["regimens"],
        ["figure"],
    ],
)
def test_help_refused_options_and_the_list_of_regimens_load_nothing_beyond_typers_own(arguments: list[str]) -> None:
    assert loaded(*arguments) <= OF_TYPER


@pytest.mark.parametrize("arguments", [[], ["--format", "json"], ["--format", "csv"], ["--output", "my-plan.md"]])
def test_a_plan_that_is_no_page_and_no_calendar_loads_what_regimens_need(arguments: list[str], tmp_path: Path) -> None:
    assert loaded("plan", *arguments, folder=tmp_path) == OF_REGIMENS


def test_only_a_calendar_loads_the_calendar_library(tmp_path: Path) -> None:
    assert loaded("plan", "--output", "my-plan.ics", folder=tmp_path) == OF_REGIMENS | OF_CALENDARS


def test_only_a_sheet_loads_what_prints(tmp_path: Path) -> None:
    assert loaded("print", "low-back", "--output", "sheet.pdf", folder=tmp_path) == OF_REGIMENS | {"typst"}
    assert loaded("plan", "--output", "sheet.pdf", folder=tmp_path) == OF_REGIMENS | {"typst"}


@pytest.mark.parametrize("command", ["plan", "regimens"])
def test_only_a_page_on_a_terminal_loads_rich(command: str) -> None:
    assert loaded(command, "low-back") == OF_REGIMENS
    assert loaded(command, "low-back", terminal=True) == OF_REGIMENS | {"rich"}


def test_an_answer_to_why_loads_no_more_than_its_plans_file_needs(tmp_path: Path) -> None:
    loaded("plan", "--output", "my-plan.json", folder=tmp_path)

    assert loaded("why", "my-plan.json", "aerobics", "monday", folder=tmp_path) == OF_REGIMENS
    assert loaded("why", "--help") <= OF_TYPER


def test_a_copy_of_a_regimen_is_made_without_reading_it(tmp_path: Path) -> None:
    assert loaded("new", "mine.yaml", folder=tmp_path) == OF_TYPER
    assert (tmp_path / "mine.yaml").is_file()


def test_only_an_image_loads_the_typesetter(tmp_path: Path) -> None:
    assert loaded("figure", "bridge") == OF_TYPER
    assert loaded("figure", "bridge", "--output", "bridge.svg", folder=tmp_path) == OF_TYPER
    assert loaded("figure", "bridge", "--output", "bridge.png", folder=tmp_path) == OF_TYPER | {"typst"}


def test_no_plugin_of_pydantic_sees_what_a_patient_writes(tmp_path: Path) -> None:
    (tmp_path / "spy.py").write_text(
        "import sys\n"
        "class plugin:\n"
        "    def new_schema_validator(*_, **__):\n"
        "        print('spy', file=sys.stderr)\n"
        "        return None, None, None\n",
        encoding="utf-8",
    )
    installed = tmp_path / "spy-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: spy\nVersion: 1.0\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text("[pydantic]\nspy = spy:plugin\n", encoding="utf-8")

    def said(*arguments: str) -> list[str]:
        with_spy = {**os.environ, "PYTHONPATH": str(tmp_path)}
        ran = subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, check=True, timeout=60, env=with_spy
        )
        return ran.stderr.splitlines()

    # A program that uses the library decides for itself.
    assert "spy" in said("-c", "import backplan; backplan.read_regimen('low-back')")
    assert "spy" not in said("-m", "backplan", "plan")
