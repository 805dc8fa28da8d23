"""Runs commands in this process, with streams, a clock and a time zone of the test's own."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from backplan.cli.environment import Environment
from backplan.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
"""Wednesday 25 November 2026."""


class _Stream(io.TextIOWrapper):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        self.data = io.BytesIO()
        super().__init__(self.data, encoding="utf-8", newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        return self.data.getvalue().decode()


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    stdout: str
    stderr: str


def run_here(
    *arguments: str | Path,
    terminal: bool = False,
    zone: str | None = "Europe/Berlin",
    now: datetime = NOON,
) -> Ran:
    """One command, at Wednesday noon in Berlin unless told otherwise."""
    stdout, stderr = _Stream(terminal=terminal), _Stream(terminal=False)
    environment = Environment(stdout, stderr, lambda: now, zone)
    with redirect_stdout(stdout), redirect_stderr(stderr):
        status = run([str(argument) for argument in arguments], environment)
    return Ran(status, stdout.text(), stderr.text())


@pytest.fixture
def backplan() -> Callable[..., Ran]:
    """The command line as a function."""
    return run_here
