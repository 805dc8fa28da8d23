"""How a sheet is printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """The sizes of paper."""

    A4 = "a4"
    LETTER = "letter"


class Pages(StrEnum):
    """Which of a sheet's pages."""

    WEEK = "week"
    EXERCISES = "exercises"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What may be chosen about a sheet.

    Attributes:
        large_print: letters of 18 points and a layout for them.
        log: rows for pain and notes.
        monochrome: black and greys only; a logo is left out.
        patient: a name to print, and whatever else tells the patient from others; nothing of it goes into a file's
            name or metadata.
    """

    paper: Paper = Paper.A4
    large_print: bool = False
    pages: Pages = Pages.ALL
    log: bool = False
    monochrome: bool = False
    patient: str = ""
