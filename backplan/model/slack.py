"""What a plan in progress leaves flexible: what can be skipped, and what has to be done by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Slack:
    """What is still flexible this week for one activity.

    Attributes:
        left: its sessions from today to the week's end, without appointments.
        skipped: how many of them can be skipped with the prescription still met.
        latest: the last day for the next session; None if none is needed this week, or if each day has its own.
        each_day: the sessions that every day needs, if the dose is daily.
    """

    activity: str
    title: str
    left: int
    skipped: int
    latest: date | None
    each_day: int | None = None
