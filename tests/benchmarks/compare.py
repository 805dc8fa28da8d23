"""backplan and CP-SAT side by side on many made-up problems: who finds the better plan, and how fast."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from backplan.planner.plan import plan
from backplan.rules.catalog import catalog
from tests.oracle import cp_sat
from tests.oracle.bridge import as_document, request_of
from tests.oracle.generate import instance
from tests.oracle.judge import everything_wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from backplan.model.plan import Plan

LARGE_SHARE = 60 / 460
"""Of the problems, how many are large."""


@dataclass(frozen=True)
class Comparison:
    """One problem, both solvers.

    Attributes:
        ours: backplan's cost; None where it crashed.
        theirs: the cost of the best plan that CP-SAT found; None where it found none.
        wrong: what the judge says against backplan's plan.
        our_seconds: from the request to the plan.
        building: CP-SAT's seconds before it solves.
        solving: CP-SAT's seconds within the solver.
    """

    size: str
    seed: int
    activities: int
    weeks: int
    ours: tuple[int, ...] | None
    theirs: tuple[int, ...] | None
    ours_proven: bool
    theirs_proven: bool
    our_seconds: float
    building: float
    solving: float
    wrong: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """How backplan's cost stands to CP-SAT's."""
        if self.ours is None:
            return "worse"
        if self.theirs is None or self.ours < self.theirs:
            return "better"
        return "equal" if self.ours == self.theirs else "worse"

    @property
    def disagrees(self) -> bool:
        """Whether one side must be wrong: worse, better than what is proven least, or not a correct plan."""
        return bool(self.wrong) or self.outcome == "worse" or (self.theirs_proven and self.outcome == "better")

    @property
    def line(self) -> str:
        """The two costs and what is wrong, on one line."""
        ours = f"{self.ours}{'' if self.ours_proven else ' not proven'}"
        theirs = f"{self.theirs}{'' if self.theirs_proven else ' not proven'}"
        return "; ".join([f"{self.size} {self.seed}: backplan {ours}, CP-SAT {theirs}", *self.wrong])


def compare(seed: int, size: str, seconds: float, workers: int) -> Comparison:
    """Both solvers on one problem."""
    problem = instance(seed, size=size)
    found: Plan | None = None
    wrong: tuple[str, ...]
    request = request_of(problem)
    began = perf_counter()
    try:
        found = plan(catalog(request))
    except Exception as error:  # noqa: BLE001 - whatever it is, it goes on the record, and the run goes on
        wrong = (f"crashed: {error!r}",)
    our_seconds = perf_counter() - began
    if found is not None:
        wrong = tuple(everything_wrong(problem, as_document(found)))
    verdict = cp_sat.solve(problem, seconds, workers)
    return Comparison(
        size=size,
        seed=seed,
        activities=len(problem.activities),
        weeks=problem.weeks,
        ours=None if found is None else tuple(found.cost),
        theirs=verdict.cost,
        ours_proven=found is not None and found.proven,
        theirs_proven=verdict.proven,
        our_seconds=round(our_seconds, 4),
        building=round(verdict.seconds_building, 4),
        solving=round(verdict.seconds_solving, 4),
        wrong=wrong,
    )


def seeds(count: int) -> list[tuple[str, int]]:
    """The problems of a run, in an order in which an early stop leaves a fair part of each size."""
    large = round(count * LARGE_SHARE)
    medium = count - large
    numbered = [((number + 0.5) / medium, "medium", number) for number in range(medium)]
    numbered += [((number + 0.5) / large, "large", number) for number in range(large)]
    return [(size, seed) for _, size, seed in sorted(numbered)]


def run(results: Path, count: int, seconds: float, workers: int, say: Callable[[str], None]) -> None:
    """Compares what `results` does not hold yet, adds a line for each, and says disagreements as they come."""
    done = {(one.size, one.seed) for one in read(results)}
    with results.open("a", encoding="utf-8") as out:
        for size, seed in seeds(count):
            if (size, seed) in done:
                continue
            one = compare(seed, size, seconds, workers)
            out.write(json.dumps(asdict(one)) + "\n")
            out.flush()
            if one.disagrees:
                say(one.line)


def read(results: Path) -> list[Comparison]:
    """The comparisons in a result file; none where there is no file yet."""
    if not results.exists():
        return []
    found = []
    for line in results.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        for name in ("ours", "theirs", "wrong"):
            fields[name] = None if fields[name] is None else tuple(fields[name])
        found.append(Comparison(**fields))
    return found


def summary(comparisons: Iterable[Comparison]) -> str:
    """A table: a row for each number of activities, one for all of a size, and the disagreements."""
    found = sorted(comparisons, key=lambda one: (one.activities, one.size, one.seed))
    rows: dict[str, list[Comparison]] = defaultdict(list)
    for one in found:
        for name in (f"{one.activities} activities", f"all {one.size}", "all"):
            rows[name].append(one)
    heads = ("compared", "proven", "by CP-SAT", "equal", "better", "worse", "wrong")
    times = ("total s", "CP-SAT", "median s", "CP-SAT")
    lines = ["".join([f"{'':14}", *(f"{head:>10}" for head in (*heads, *times))])]
    for name, group in sorted(rows.items()):
        ours = [one.our_seconds for one in group]
        theirs = [one.building + one.solving for one in group]
        numbers = [
            len(group),
            sum(one.ours_proven for one in group),
            sum(one.theirs_proven for one in group),
            *(sum(one.outcome == outcome for one in group) for outcome in ("equal", "better", "worse")),
            sum(bool(one.wrong) for one in group),
        ]
        seconds = [sum(ours), sum(theirs), median(ours), median(theirs)]
        lines.append("".join([f"{name:14}", *(f"{one:10}" for one in numbers), *(f"{one:10.2f}" for one in seconds)]))
    bad = [one for one in found if one.disagrees]
    return "\n".join([*lines, "", f"{len(bad)} disagreements", *(f"  {one.line}" for one in bad)])
