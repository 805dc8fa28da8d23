"""What a plan under way leaves open: what may be skipped, and what must happen by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Slack:
    """What one activity still leaves open in this week.

    Attributes:
        activity: its id.
        title: what it is called.
        left: its sessions from today to the week's end, appointments not counted.
        skipped: how many of them may be left out with the prescription still met.
        latest: the last day by which the next session has to be; None where it need not be in this week at all, or
            where each day has its own.
        each_day: the sessions that every day needs, where the dose is one of every day; else None.
    """

    activity: str
    title: str
    left: int
    skipped: int
    latest: date | None
    each_day: int | None = None
