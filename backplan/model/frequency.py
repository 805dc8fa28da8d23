"""The four kinds of frequency of contract section 1.1, as numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Daily:
    """From `least` to `most` sessions every day (FHIR Timing: frequency..frequencyMax per 1 d)."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """From `least` to `most` sessions every week, at most one per day, so `most` is at most 7."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Every:
    """From `least` to `most` days from one session day to the next, at most one session per day."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` sessions in any `days` consecutive days; never planned, only checked for appointments."""

    most: int
    days: int


Frequency = Daily | Weekly | Every | Cap
