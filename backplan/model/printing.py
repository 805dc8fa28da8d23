"""The options of a printed sheet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """Paper sizes."""

    A4 = "a4"
    LETTER = "letter"


class Pages(StrEnum):
    """Which pages of a sheet to print."""

    WEEK = "week"
    EXERCISES = "exercises"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How a sheet is printed.

    Attributes:
        large_print: letters of 18 points and a layout for them.
        log: rows for pain and notes.
        monochrome: black and grey only, without the logo.
        patient: a name to print, with anything else that identifies the patient; never part of a file name or metadata.
    """

    paper: Paper = Paper.A4
    large_print: bool = False
    pages: Pages = Pages.ALL
    log: bool = False
    monochrome: bool = False
    patient: str = ""
