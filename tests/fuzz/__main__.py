"""The command for long runs: `python -m tests.fuzz`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.run import run, summary
from tests.fuzz.targets import TARGETS


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Feeds inputs to the named targets, or to all; status 1 where one misbehaved."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", nargs="*", help=f"any of {', '.join(TARGETS)}; all when absent")
    parser.add_argument("--inputs", type=int, default=10_000, help="for each target")
    parser.add_argument("--seed", default="1", help="the same seed makes the same inputs")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"), help="where inputs that misbehave are kept")
    parser.add_argument(
        "--again", type=Path, nargs="+", metavar="FILE", help="feed these inputs to the one named target"
    )
    given = parser.parse_args()
    if unknown := set(given.target) - set(TARGETS):
        parser.error(f"{', '.join(sorted(unknown))}: the targets are {', '.join(TARGETS)}")
    if given.again:
        if len(given.target) != 1:
            parser.error("--again needs the one target whose inputs these are")
        for path in given.again:
            accepted = TARGETS[given.target[0]].accepts(path.read_bytes())
            _say(f"{path}: {'a plan' if accepted else 'refused'}")
        return 0
    tallies = {name: run(name, given.inputs, given.seed, given.folder, _say) for name in given.target or TARGETS}
    _say(summary(tallies))
    found = sum(one.found for one in tallies.values())
    if found:
        _say(f"Kept in {given.folder}, with what happened.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
