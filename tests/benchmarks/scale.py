"""How backplan and CP-SAT grow with the weeks and with the activities: time, memory, and plans a second.

Each measurement is a process of its own, so that none finds the memory or the caches of another. Making the request
or the instance is not counted, nor is importing; making the model is.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import yaml

from backplan.app.inputs import read_regimen
from backplan.app.planning import Planned, plan_many
from backplan.model.request import PlanRequest
from backplan.planner.plan import plan
from backplan.rules.catalog import catalog
from tests.oracle.bridge import request_of
from tests.oracle.instance import Instance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.profile import Profile

WEEKS = (1, 2, 4, 12, 26, 52)
TIED = (6, 8)
TIED_WEEKS = 12
SECONDS = 40.0
"""What CP-SAT gets for one problem."""

WORKERS = {"low-back": 1, "tied": 2}
"""CP-SAT's threads: one is the quicker where the bound soon proves everything, two find more where it does not."""

REPEATS = 3
MANY = 200
"""Plans made one after the other for the plans a second."""

START = date(2026, 11, 23)
ZONE = "Europe/Berlin"
_LOW_BACK = Path(__file__).parents[2] / "regimens" / "low-back.yaml"

_RING: dict[str, dict[str, Any]] = {
    "aerobics": {"frequency": "3 per week", "time": "30-40 min", "progression": "2 min per week", "when": "evening"},
    "lumbar-stabilization": {"frequency": "every other day", "time": "15-20 min", "when": "evening"},
    "bridges": {"frequency": "2-3 per week", "time": "10 min", "when": "morning", "rest_days": 1},
    "hip-flexor-stretch": {"frequency": "every 2-3 days", "time": "10 min", "when": "midday"},
    "curl-ups": {"frequency": "2 per week", "time": "10-15 min", "progression": "1 min per week"},
    "neck-mobility": {"frequency": "every 3 days", "time": "5 min", "when": "afternoon"},
    "walking-break": {"frequency": "4 per week", "time": "15 min", "days": ["mon", "tue", "wed", "thu", "fri"]},
}
"""Activities of which each is never on the same day as the next."""


@dataclass(frozen=True)
class Measurement:
    """One solver on one problem.

    Attributes:
        seconds: wall time, the model's making counted.
        cost: None where nothing was found in time.
        megabytes: the largest memory that the process has had.
    """

    problem: str
    solver: str
    seconds: float
    cost: tuple[int, ...] | None
    proven: bool
    megabytes: float


def low_back(weeks: int) -> Instance:
    """The bundled regimen as an independent instance; scalars stay the texts that they are."""
    # The base loader makes nothing but texts, lists and mappings.
    regimen = yaml.load(_LOW_BACK.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - see above
    return Instance(regimen, {}, START, weeks, zone=ZONE)


def tied(number: int) -> Instance:
    """A problem in which everything hangs together: a ring of alternatives, and one daily stretch for the minutes."""
    names = list(_RING)[: number - 1]
    activities: dict[str, dict[str, Any]] = {
        "hamstring-stretch": {"frequency": "1-2 per day", "time": "5 min", "apart": "6 h", "when": ["morning"]}
    }
    for name, following in zip(names, [*names[1:], names[0]], strict=True):
        activities[name] = {**_RING[name], "alternate_with": following}
    for name, one in activities.items():
        one |= {"title": name.replace("-", " ").capitalize(), "type": "care"}
    # The cap is never planned; its appointment takes time from the others.
    activities["steroid-injection"] = {
        "title": "Steroid injection",
        "type": "care",
        "frequency": "at most 3 per year",
        "time": "30 min",
    }
    profile = {
        "format": 1,
        "max_minutes_per_day": 60,
        "available": {"weekdays": ["06:30-08:00", "12:00-13:00", "17:30-21:30"], "weekends": ["08:00-20:00"]},
        "away": ["2026-12-24 to 2026-12-27"],
        "appointments": [{"activity": "steroid-injection", "on": "2026-12-01", "at": "18:00", "minutes": 30}],
    }
    regimen = {"format": 1, "title": "Tied", "activities": activities}
    return Instance(regimen, profile, START, TIED_WEEKS, zone=ZONE)


def _problem(name: str) -> Instance:
    kind, _, number = name.rpartition(" ")
    return low_back(int(number)) if kind == "low-back" else tied(int(number))


def measure_here(name: str, solver: str) -> Measurement:
    """A measurement in this process, whose memory it reports."""
    problem = _problem(name)
    cost: tuple[int, ...] | None
    if solver == "backplan":
        kind, _, number = name.rpartition(" ")
        if kind == "low-back":
            request = PlanRequest(read_regimen("low-back"), ZONE, START, int(number))
        else:
            request = request_of(problem)
        began = perf_counter()
        found = plan(catalog(request))
        seconds = perf_counter() - began
        cost, proven = tuple(found.cost), found.proven
    else:
        from tests.oracle import cp_sat  # noqa: PLC0415 - its memory is not backplan's

        verdict = cp_sat.solve(problem, SECONDS, WORKERS[name.rpartition(" ")[0]])
        seconds = verdict.seconds_building + verdict.seconds_solving
        cost, proven = verdict.cost, verdict.proven
    return Measurement(name, solver, round(seconds, 4), cost, proven, round(_peak_megabytes(), 1))


def _peak_megabytes() -> float:
    """The largest memory that this program has had; Linux alone says it.

    `resource.getrusage` would count what the process that started this one held: its peak outlives an exec.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def measure(name: str, solver: str) -> Measurement:
    """The median by time of some measurements, each in a process of its own; one is enough where it takes long."""
    found: list[Measurement] = []
    while len(found) < REPEATS and sum(one.seconds for one in found) < SECONDS / 2:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.scale", name, solver], capture_output=True, text=True, check=True
        )
        fields = json.loads(ran.stdout)
        fields["cost"] = None if fields["cost"] is None else tuple(fields["cost"])
        found.append(Measurement(**fields))
    return sorted(found, key=lambda one: one.seconds)[(len(found) - 1) // 2]


def measurements() -> Iterator[Measurement]:
    """Everything, backplan and CP-SAT in turn."""
    for name in (*(f"low-back {weeks}" for weeks in WEEKS), *(f"tied {number}" for number in TIED)):
        for solver in ("backplan", "CP-SAT"):
            yield measure(name, solver)


def plans_a_second() -> tuple[float, float]:
    """Four-week plans of different patients on one core, causes and all: how many a second, and one's median seconds.

    Reading the profiles is not counted.
    """
    patients = [patient(number, regimen_weeks=4) for number in range(MANY)]
    # As a worker would: nothing that planning makes is garbage that has to be looked for.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    plans = plan_many(read_regimen("low-back"), patients, start=START, weeks=4, timezone=ZONE, today=START)
    each = []
    for _ in patients:
        began = process_time()
        made = next(plans)
        each.append(process_time() - began)
        assert isinstance(made, Planned)
    return len(each) / sum(each), median(each)


def patient(number: int, regimen_weeks: int) -> Profile:
    """A profile like no other: windows, an away day and a limit that depend on the number."""
    from backplan.files.profile import parse_profile  # noqa: PLC0415 - only this measurement needs it

    morning, evening = 360 + 15 * (number % 8), 1020 + 15 * (number % 7)
    away = date.fromordinal(START.toordinal() + number % (7 * regimen_weeks))
    text = f"""
format: 1
available:
  weekdays: [{_clock(morning)}-{_clock(morning + 90 + number % 60)}, {_clock(evening)}-{_clock(evening + 150)}]
  weekends: [{_clock(480 + number % 90)}-20:00]
away: [{away}]
wake: "{_clock(330 + number % 45)}"
max_minutes_per_day: {50 + number % 40}
"""
    return parse_profile(text.encode(), "profile.yaml")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def summary(found: list[Measurement]) -> str:
    """A table, a row for each measurement."""
    lines = [f"{'problem':14}{'solver':10}{'seconds':>10}{'MB':>8}  proven  cost"]
    lines += [
        f"{one.problem:14}{one.solver:10}{one.seconds:10.3f}{one.megabytes:8.0f}  "
        f"{'yes' if one.proven else 'no':6}  {one.cost}"
        for one in found
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(measure_here(sys.argv[1], sys.argv[2]))))
