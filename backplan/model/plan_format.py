"""What a plan can be shown or written as."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class PlanFormat(StrEnum):
    """The forms of a plan: the terminal's table, and those that are files."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    MARKDOWN = "markdown"
    CSV = "csv"
    ICS = "ics"
    PDF = "pdf"


Group = Literal["session", "day"]
"""How sessions become events of a calendar: one per session or one per day."""
