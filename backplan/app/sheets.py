"""Printed sheets, and what on them may be unexpected."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backplan.files.bundled import figure_names
from backplan.files.figures import figure
from backplan.model.clinic import Clinic
from backplan.model.printing import SheetOptions
from backplan.render.sheet import data
from backplan.render.sheet.drawing import Drawing
from backplan.render.sheet.pdf import sheet_pdf
from backplan.render.sheet.stop_box import default_levels

if TYPE_CHECKING:
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

__all__ = ["blank_sheet", "default_levels", "missing_figures", "sheet"]


def sheet(plan: Plan, regimen: Regimen, *, clinic: Clinic | None = None, options: SheetOptions | None = None) -> bytes:
    """Return a plan's sheet as a PDF: the weeks with boxes to tick, the exercises, and when to stop.

    By default, everything is printed on A4 in letters of 12 points.

    Raises:
        BackplanError: no font has one of its characters.
    """
    return sheet_pdf(data.plan_sheet(plan, regimen, clinic or Clinic(), options or SheetOptions(), _drawing))


def blank_sheet(regimen: Regimen, *, clinic: Clinic | None = None, options: SheetOptions | None = None) -> bytes:
    """Return a regimen's sheet without dates, for any week; otherwise as `sheet`."""
    return sheet_pdf(data.blank_sheet(regimen, clinic or Clinic(), options or SheetOptions(), _drawing))


@lru_cache(maxsize=256)
def _drawing(name: str) -> Drawing | None:
    """Return the drawing of a name in a regimen, or None if there is none."""
    if name not in figure_names():
        return None
    drawing = figure(name)
    return Drawing(drawing.svg, drawing.alt, drawing.width, drawing.height)


def missing_figures(regimen: Regimen) -> tuple[str, ...]:
    """Return the names of drawings that a regimen refers to and that do not exist."""
    known = figure_names()
    exercises = (
        exercise for phase in regimen.phases for activity in phase.activities for exercise in activity.exercises
    )
    names = (exercise.figure for exercise in exercises if exercise.figure)
    return tuple(dict.fromkeys(name for name in names if name not in known))
