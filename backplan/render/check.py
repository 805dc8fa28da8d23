"""What checking files has found: each file under its name, then the total."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.language.wording import counted, listed
from backplan.model.finding import Severity
from backplan.render.page import Block, Row, Tone
from backplan.render.plan import findings_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.finding import Finding


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file and what was found.

    Attributes:
        name: as it was given.
        kind: `plan`, `regimen`, `profile` or `clinic`.
        what: which one it is, and what it was checked against.
        slack: what is still flexible this week in a plan in progress.
        hints: how to get a better answer.
    """

    name: str
    kind: str
    what: str
    findings: tuple[Finding, ...]
    slack: tuple[Block, ...] = ()
    hints: tuple[str, ...] = ()


def check_blocks(files: Sequence[CheckedFile]) -> tuple[Block, ...]:
    """Return the findings of all files."""
    blocks: list[Block] = []
    for file in files:
        blocks.append(Block((Row(file.what),), file.name, Tone.TITLE))
        blocks.extend(findings_blocks(file.findings, "Findings"))
        serious = any(finding.severity is not Severity.ADVICE for finding in file.findings)
        if not file.findings or (file.kind == "plan" and not serious):
            good = "Everything is as prescribed." if file.kind == "plan" else "Nothing to improve."
            blocks.append(Block((Row(good, "✓", Tone.GOOD),), depth=1))
        blocks.extend(file.slack)
        blocks.extend(Block((Row(hint),)) for hint in file.hints)
    total = [finding for file in files for finding in file.findings]
    if total:
        blocks.append(Block((Row(summary(total)),), "Total"))
    return tuple(blocks)


def summary(findings: Sequence[Finding]) -> str:
    """Return how many findings of each severity there are: `1 limit broken and 2 doses missed.`."""
    numbers = Counter(finding.severity for finding in findings)
    parts = []
    if number := numbers[Severity.LIMIT]:
        parts.append(f"{counted(number, 'limit')} broken")
    if number := numbers[Severity.DOSE]:
        parts.append(f"{counted(number, 'dose')} missed")
    if number := numbers[Severity.ADVICE]:
        parts.append(counted(number, "piece of advice", "pieces of advice"))
    return f"{listed(parts)}."
