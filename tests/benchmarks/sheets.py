"""How long sheets take: one with the whole command, beside a plan's, and many in one process.

Counted is what the processor works, not what the clock shows: others may be at work on the same machine.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from backplan.app.inputs import read_regimen
from backplan.app.planning import Planned, plan_many
from backplan.app.sheets import sheet
from backplan.files.bundled import bundled_names
from backplan.model.clinic import Clinic
from backplan.model.printing import SheetOptions
from tests.benchmarks.scale import START, ZONE, patient

ROUNDS = 9
MANY = 100
_ROOT = Path(__file__).parents[2]
_CLINIC = Clinic(name="Riverside Physical Therapy", phone="555-0142", emergency_number="555-0100")


@dataclass(frozen=True)
class Commands:
    """Median seconds of a processor for the whole command."""

    plan: float
    print: float
    large: float


@dataclass(frozen=True)
class Many:
    """Sheets of many patients in one process, each with its plan, which is counted.

    Attributes:
        each_second: on one processor, the first sheet and its start of the engine among them.
        longest: seconds of the slowest but the first.
    """

    regimen: str
    large: bool
    each_second: float
    longest: float


def commands(rounds: int = ROUNDS) -> Commands:
    """The commands take turns."""
    dates = ["--start", "2026-11-23", "--timezone", "Europe/Berlin"]
    output = ["-o", "sheet.pdf"]
    asked = {
        "plan": ["plan", "low-back", *dates],
        "print": ["print", "low-back", *dates, *output],
        "large": ["print", "low-back", *dates, *output, "--large-print"],
    }
    with TemporaryDirectory() as folder:
        surroundings = {**os.environ, "PYTHONPATH": str(_ROOT)}

        def once(words: list[str]) -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [sys.executable, "-m", "backplan", *words]
            subprocess.run(command, capture_output=True, check=True, cwd=folder, env=surroundings)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

        found: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, words in asked.items():
                found[name].append(once(words))
    return Commands(**{name: median(times) for name, times in found.items()})


def many() -> list[Many]:
    """Every bundled regimen, in standard and in large print."""
    return [_many(name, large=large) for name, large in product(bundled_names(), (False, True))]


def _many(name: str, *, large: bool) -> Many:
    regimen = read_regimen(name)
    options = SheetOptions(large_print=large)
    patients = [patient(number, regimen_weeks=1) for number in range(MANY)]
    plans = plan_many(regimen, patients, start=START, weeks=1, timezone=ZONE, today=START)
    each = []
    for number in range(MANY):
        began = process_time()
        made = next(plans)
        assert isinstance(made, Planned)
        sheet(made.plan, regimen, clinic=_CLINIC, options=replace(options, patient=f"Patient {number}"))
        each.append(process_time() - began)
    return Many(name, large, MANY / sum(each), max(each[1:]))


def summary(waits: Commands, found: list[Many]) -> str:
    """Two tables."""
    whole = (
        f"plan {waits.plan:.2f} s, print {waits.print:.2f} s ({waits.print / waits.plan:.1f} times),"
        f" large print {waits.large:.2f} s ({waits.large / waits.plan:.1f} times)"
    )
    out = [whole, f"{'regimen':22}{'print':>10}{'a second':>10}{'longest ms':>12}"]
    out += [
        f"{one.regimen:22}{'large' if one.large else 'standard':>10}{one.each_second:10.1f}{1000 * one.longest:12.0f}"
        for one in found
    ]
    return "\n".join(out)
