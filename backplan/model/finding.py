"""A finding: something that a person should know about a plan (contract section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Severity(StrEnum):
    """How much a finding weighs, heaviest first."""

    LIMIT = "limit"
    DOSE = "dose"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a plan, with its reasons.

    Attributes:
        rule: the key of the regimen or profile that it comes from.
        activity: the id that it is about, or None.
        days: the calendar days that it is about.
        message: one sentence that a patient understands.
        because: a smallest set of causes that collide, found by planning again; none where none was shown to be one.
        suggestions: the smallest changes that would mend it, each tried alone; any of them makes it better.
        sessions: ids of the sessions that it is about, by start; none where a session is missing, not wrong.
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
    """Findings told together: short doses with the same causes that only differ in their days.

    Returns:
        Groups in the order of their first findings; every other finding is a group by itself.
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        same = (finding.rule, finding.activity, finding.because, finding.suggestions)
        groups.setdefault(same if finding.severity is Severity.DOSE else number, []).append(finding)
    return tuple(tuple(group) for group in groups.values())
