"""The one command for all measurements: `python -m tests.benchmarks`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import compare, plot, scale, sheets, startup

_DRAWING = Path(__file__).parents[2] / "docs" / "performance.svg"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _compare(given: argparse.Namespace) -> None:
    compare.run(given.folder / "compare.jsonl", given.count, given.seconds, given.workers, _say)
    _say(compare.summary(compare.read(given.folder / "compare.jsonl")))


def _scale(given: argparse.Namespace) -> None:
    found = []
    for one in scale.measurements():
        found.append(one)
        _say(scale.summary([one]))
    (given.folder / "scale.json").write_text(json.dumps([asdict(one) for one in found], indent=1), encoding="utf-8")
    _say(scale.summary(found))
    each_second, seconds = scale.plans_a_second()
    _say(f"four weeks for different patients: {each_second:.1f} plans a second on one core, median {seconds:.3f} s")


def _startup(_given: argparse.Namespace) -> None:
    _say(startup.summary(startup.waits()))


def _sheets(_given: argparse.Namespace) -> None:
    _say(sheets.summary(sheets.commands(), sheets.many()))


def _plot(given: argparse.Namespace) -> None:
    panels = []
    if (given.folder / "scale.json").exists():
        fields = json.loads((given.folder / "scale.json").read_text(encoding="utf-8"))
        panels.append(plot.by_weeks([scale.Measurement(**one) for one in fields]))
    if found := compare.read(given.folder / "compare.jsonl"):
        panels.append(plot.by_activities(found))
    if not panels:
        _say(f"Nothing to draw in {given.folder}: run compare or scale first.")
        return
    _DRAWING.write_text(plot.svg(panels), encoding="utf-8")
    _say(f"Drawn: {_DRAWING}")


_PARTS = {"startup": _startup, "scale": _scale, "sheets": _sheets, "compare": _compare, "plot": _plot}


def main() -> None:
    """Runs the named parts, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"any of {', '.join(_PARTS)}; all when absent")
    parser.add_argument("--count", type=int, default=460, help="problems to compare, 400 medium and 60 large")
    parser.add_argument("--seconds", type=float, default=30.0, help="for CP-SAT, for each problem of compare")
    parser.add_argument("--workers", type=int, default=1, help="CP-SAT's threads in compare")
    parser.add_argument("--folder", type=Path, default=Path("build/benchmarks"), help="where results are kept")
    given = parser.parse_args()
    if unknown := set(given.part) - set(_PARTS):
        parser.error(f"{', '.join(sorted(unknown))}: the parts are {', '.join(_PARTS)}")
    given.folder.mkdir(parents=True, exist_ok=True)
    for name in given.part or _PARTS:
        _PARTS[name](given)


main()
