"""What somebody may ask about a plan: why a session is where it is, or why it is not somewhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a plan.

    Attributes:
        activity: the id of the activity that it is about.
        on: the day that it is about.
        at: the clock minute that it is about; None where the day as a whole is meant.
        denied: it is asked why the activity is *not* there. Whether it is there is told by the plan, whatever was
            asked.
    """

    activity: str
    on: date
    at: int | None = None
    denied: bool = False
