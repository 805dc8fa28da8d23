"""The forms in which a plan can be shown or written."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class PlanFormat(StrEnum):
    """The terminal's table, and the formats of files."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    MARKDOWN = "markdown"
    CSV = "csv"
    ICS = "ics"
    PDF = "pdf"


Group = Literal["session", "day"]
"""How sessions become events of a calendar: one per session or one per day."""
