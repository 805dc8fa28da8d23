"""Asking for help must not wait for libraries that only planning needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"pydantic", "icalendar", "recurring_ical_events", "yaml", "rich", "dateutil", "typst"}
# Typer reads a command's own options with pydantic, so only what comes before them can do without it.
OF_TYPER = {"pydantic"}


def loaded(*arguments: str) -> set[str]:
    """The heavy libraries that a process has loaded when it ends."""
    program = f"""
import sys
from backplan.cli import main
sys.argv[1:] = {list(arguments)!r}
try:
    main.main()
finally:
    print(*sorted(set(sys.modules)), file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    return HEAVY & set(ran.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_programs_help_and_version_load_no_heavy_library(option: str) -> None:
    assert loaded(option) == set()


@pytest.mark.parametrize(
    "arguments", [["plan", "--help"], ["regimens", "--help"], ["new", "--help"], ["plan", "--weeks", "0"]]
)
def test_a_commands_help_and_its_refused_options_load_nothing_beyond_typers_own(arguments: list[str]) -> None:
    assert loaded(*arguments) <= OF_TYPER


def test_a_plan_as_data_does_not_load_what_only_a_terminals_page_needs() -> None:
    assert "rich" not in loaded("plan", "--format", "json")


def test_the_modules_of_a_page_are_seen_where_one_is_shown() -> None:
    """Without this, a mistake in how modules are counted would leave the tests above green."""
    assert {"pydantic", "yaml", "rich"} <= loaded("plan")
