"""A finding: something that a person should know about a plan (contract section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        because: what caused it, each found by planning again without that thing.
        suggestions: what would mend it, each tried.
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
