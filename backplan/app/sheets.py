"""Printed sheets, and what of them their makers may not expect."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backplan.files.bundled import figure_names
from backplan.files.figures import figure
from backplan.model.clinic import Clinic
from backplan.model.printing import SheetOptions
from backplan.render.sheet import data, stop_box
from backplan.render.sheet.drawing import Drawing
from backplan.render.sheet.pdf import sheet_pdf

if TYPE_CHECKING:
    from backplan.language.precautions import Level
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen


def sheet(plan: Plan, regimen: Regimen, *, clinic: Clinic | None = None, options: SheetOptions | None = None) -> bytes:
    """Print a plan: a PDF with the weeks to tick, the exercises, and when to stop.

    Args:
        plan: what to print.
        regimen: what it is of; `regimen_of_plan` finds it.
        clinic: who hands it out.
        options: the paper, the size of the letters, and what is on it; A4 at 12 points, all of it, where absent.

    Raises:
        BackplanError: no font has one of its characters.
    """
    return sheet_pdf(data.plan_sheet(plan, regimen, clinic or Clinic(), options or SheetOptions(), _drawing))


def blank_sheet(regimen: Regimen, *, clinic: Clinic | None = None, options: SheetOptions | None = None) -> bytes:
    """Print a regimen without dates, for any week; otherwise as `sheet`."""
    return sheet_pdf(data.blank_sheet(regimen, clinic or Clinic(), options or SheetOptions(), _drawing))


def unsaid_levels(regimen: Regimen, clinic: Clinic | None = None) -> tuple[Level, ...]:
    """Return the levels of when to stop at which a sheet has backplan's default text, since nobody else says any."""
    return stop_box.unsaid_levels(regimen, clinic or Clinic())


@lru_cache(maxsize=256)
def _drawing(name: str) -> Drawing | None:
    """Return the drawing of a name that a regimen gives, or None where there is none."""
    if name not in figure_names():
        return None
    found = figure(name)
    return Drawing(found.svg, found.alt, found.width, found.height)


def missing_figures(regimen: Regimen) -> tuple[str, ...]:
    """Return the names of drawings that a regimen refers to and that do not exist."""
    known = figure_names()
    asked = (
        one.figure
        for phase in regimen.phases
        for activity in phase.activities
        for one in activity.exercises
        if one.figure
    )
    return tuple(dict.fromkeys(name for name in asked if name not in known))
