"""How often: the four kinds of frequency of contract section 1.1, as numbers without words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Daily:
    """From `least` to `most` sessions on every day (FHIR Timing: frequency..frequencyMax per 1 d)."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """From `least` to `most` sessions in every week, at most one a day; `most` is 7 at the most."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Every:
    """From `least` to `most` days from one session day to the next, at most one session a day."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` sessions in any `days` consecutive days; never planned, only held against appointments."""

    most: int
    days: int


Frequency = Daily | Weekly | Every | Cap
