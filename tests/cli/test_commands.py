"""Each command is thin, in a module of its own, and described in a line."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import backplan.cli
from backplan.cli.program import COMMANDS
from tests.cli.conftest import run_here

LONGEST_BODY = 14
"""Lines: a command gathers values, calls a use case and shows what comes back."""
FOLDER = Path(backplan.cli.__file__).parent


def body_of(command: str) -> list[ast.stmt]:
    """What the command's function does, without its docstring."""
    module = ast.parse((FOLDER / f"{command}.py").read_text(encoding="utf-8"))
    (function,) = (one for one in module.body if isinstance(one, ast.FunctionDef) and one.decorator_list)
    assert ast.get_docstring(function)
    return function.body[1:]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_commands_body_is_short(command: str) -> None:
    body = body_of(command)

    lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
    assert lines <= LONGEST_BODY


@pytest.mark.parametrize("command", COMMANDS)
def test_a_commands_own_help_begins_with_its_line_in_the_list(command: str) -> None:
    usage, _, first, *_ = run_here(command, "--help").stdout.splitlines()

    assert usage.startswith(f"Usage: backplan {command} ")
    assert first.strip() == COMMANDS[command]


def test_the_list_has_every_command_whole_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run_here("--help").stdout.splitlines()

    place = lines.index("Commands:") + 1
    shown = [line.split(maxsplit=1) for line in lines[place : place + len(COMMANDS)]]
    assert shown == [[name, summary] for name, summary in COMMANDS.items()]


def test_a_slip_in_a_commands_name_is_answered_with_the_nearest() -> None:
    ran = run_here("chekc")

    assert ran.status == 2
    assert ran.stderr.splitlines() == [
        "Error: No such command 'chekc'. Did you mean 'check'?",
        "Run `backplan --help` for the options.",
    ]
