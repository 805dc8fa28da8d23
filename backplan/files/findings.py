"""What `check --format json` prints: every finding with the file that it is about (contract section 5)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backplan.files.plan import findings_to_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backplan.model.finding import Finding


def write_findings(files: Iterable[tuple[str, Iterable[Finding]]]) -> bytes:
    """Findings as JSON, UTF-8, indented, with a line break at the end.

    Args:
        files: each file's name and its findings.
    """
    found = [{**finding, "file": name} for name, findings in files for finding in findings_to_data(findings)]
    return (json.dumps({"findings": found}, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
