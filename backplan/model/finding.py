"""A finding: something that a person should know about a plan (contract section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Severity(StrEnum):
    """How serious a finding is, the most serious first."""

    LIMIT = "limit"
    DOSE = "dose"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a plan, with its reasons.

    Attributes:
        rule: the key of the regimen or profile that it comes from.
        because: a smallest set of causes that conflict, found by planning again; empty if none was proven.
        suggestions: the smallest changes that would help, each tried on its own.
        sessions: ids of the sessions concerned, by start; empty if a session is missing rather than wrong.
    """

    severity: Severity
    rule: str
    activity: str | None
    days: tuple[date, ...]
    message: str
    because: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()


def alike(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Group findings that are reported together: short doses that differ only in their days.

    Groups are in the order of their first findings; every other finding is a group of its own.
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        same = (finding.rule, finding.activity, finding.because, finding.suggestions)
        groups.setdefault(same if finding.severity is Severity.DOSE else number, []).append(finding)
    return tuple(tuple(group) for group in groups.values())
