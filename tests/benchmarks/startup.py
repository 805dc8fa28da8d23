"""How long a person waits for the whole command, beside the least that its libraries would take."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROUNDS = 15
_TERMINAL = ", terminal"

_ROOT = Path(__file__).parents[2]

_BARE = """
"""

_TYPER = """
import typer

app = typer.Typer()


@app.command()
def main(name: str = "world") -> None:
    typer.echo(f"Hello {name}")


app()
"""

_TABLE = """
import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def main(rows: int = 7) -> None:
    table = Table("Day", "Time", "Minutes", "What")
    for row in range(rows):
        table.add_row(f"Day {row}", "07:30", str(5 + row), "Hamstring stretch, a gentle pull, never pain")
    Console().print(table)


app()
"""


@dataclass(frozen=True)
class Wait:
    """A command's whole time, from starting the process to its end."""

    command: str
    seconds: float
    quickest: float
    lines: int


def _commands(folder: Path, rows: int) -> dict[str, list[str]]:
    ours = [sys.executable, "-m", "backplan"]
    programs = {"bare": _BARE, "typer": _TYPER, "table": _TABLE}
    for name, text in programs.items():
        (folder / f"{name}_program.py").write_text(text, encoding="utf-8")
    # Run as modules, as backplan is.
    minimal = {name: [sys.executable, "-m", f"{name}_program"] for name in programs}
    return {
        "python alone": minimal["bare"],
        "typer, --help": [*minimal["typer"], "--help"],
        "backplan --help": [*ours, "--help"],
        "backplan --version": [*ours, "--version"],
        "typer": minimal["typer"],
        "typer, rich table": [*minimal["table"], "--rows", str(rows)],
        "backplan plan": [*ours, "plan", "--start", "2026-11-23", "--timezone", "Europe/Berlin"],
        "rich table, terminal": [*minimal["table"], "--rows", str(rows)],
        "backplan plan, terminal": [*ours, "plan", "--start", "2026-11-23", "--timezone", "Europe/Berlin"],
    }


def _through_pipe(command: list[str], folder: Path, environment: dict[str, str]) -> bytes:
    return subprocess.run(command, capture_output=True, check=True, cwd=folder, env=environment).stdout


def _on_terminal(command: list[str], folder: Path, environment: dict[str, str]) -> bytes:
    """What a command writes to a terminal of 80 columns."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env={**environment, "COLUMNS": "80"}
    ):
        os.close(theirs)
        output = bytearray()
        # Linux tells the end of a terminal's output by an error.
        with suppress(OSError):
            while some := os.read(ours, 65_536):
                output += some
    os.close(ours)
    return bytes(output)


def waits(rounds: int = ROUNDS) -> list[Wait]:
    """The median whole time of each command; the commands take turns, so that a busy moment meets all of them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(_ROOT), str(folder)]),
            # As after an installation: every module is compiled once, before anything is measured.
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def once(label: str, command: list[str]) -> tuple[float, int]:
            shown = _on_terminal if label.endswith(_TERMINAL) else _through_pipe
            began = perf_counter()
            output = shown(command, folder, environment)
            return perf_counter() - began, output.count(b"\n")

        # Four lines of a table are its frame and its head.
        rows = max(1, once("", _commands(folder, 7)["backplan plan"])[1] - 4)
        commands = _commands(folder, rows)
        times: dict[str, list[float]] = {label: [] for label in commands}
        lines = {label: once(label, command)[1] for label, command in commands.items()}
        for _ in range(rounds):
            for label, command in commands.items():
                times[label].append(once(label, command)[0])
    return [Wait(label, median(found), min(found), lines[label]) for label, found in times.items()]


def summary(found: list[Wait]) -> str:
    """A table, a row for each command."""
    out = [f"{'command':24}{'median ms':>10}{'best ms':>10}{'lines':>8}"]
    out += [f"{one.command:24}{1000 * one.seconds:10.0f}{1000 * one.quickest:10.0f}{one.lines:8}" for one in found]
    return "\n".join(out)
