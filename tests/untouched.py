"""Fails if a test run has left a module of the package untouched: `python -m tests.untouched coverage.json`.

Reads the JSON report that `pytest --cov=backplan --cov-report=json:coverage.json` writes. Importing a module is not
enough: at least one line inside one of its functions must have run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TypedDict


class Region(TypedDict):
    executed_lines: list[int]


class File(TypedDict):
    # By the function's name; what is in no function is under an empty one.
    functions: dict[str, Region]


class Report(TypedDict):
    files: dict[str, File]


def untouched(report: Report) -> list[str]:
    """Return the modules that have functions of which none has run."""
    functions = {
        file: [region for name, region in measured["functions"].items() if name]
        for file, measured in report["files"].items()
    }
    return [
        file for file, regions in functions.items() if regions and not any(one["executed_lines"] for one in regions)
    ]


def main() -> None:
    """Exits with a sentence and status 1 if there is such a module, or none at all."""
    report: Report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if not report["files"]:
        sys.exit("no module of the package was measured")
    if found := untouched(report):
        sys.exit(f"no test runs a function of: {', '.join(found)}")
    print(f"The tests run functions of all {len(report['files'])} modules.")  # noqa: T201 - for whoever reads the log


if __name__ == "__main__":
    main()
