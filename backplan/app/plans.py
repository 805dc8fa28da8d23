"""Plans from files, as they were made or as they were lived with since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.app.regimens import regimen_of_plan
from backplan.app.sources import content
from backplan.errors import UsageError
from backplan.files.plan import parse_plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen


@dataclass(frozen=True, slots=True)
class OpenedPlan:
    """A plan from a file.

    Attributes:
        regimen: what it is of.
        notes: what is to be said of the file: of a calendar, what in it does not count, or not as it looks.
    """

    plan: Plan
    regimen: Regimen
    notes: tuple[Finding, ...] = ()


def read_plan(path: Path) -> Plan:
    """Read a plan from a file that backplan wrote: .json, .yaml or .ics.

    Raises:
        UsageError: another suffix.
        FileAccessError: the file cannot be read.
        BadFileError: the file is no plan, or a broken one.
    """
    match path.suffix.lower():
        case ".ics":
            from backplan.calendars.lived import parse_ics_plan  # noqa: PLC0415 - loads icalendar

            return parse_ics_plan(content(path), str(path))
        case ".json" | ".yaml" | ".yml":
            return parse_plan(content(path), str(path))
        case _:
            raise UsageError(f"{path} is not a plan file.", "A plan is read from .json, .yaml or .ics.")


def open_plan(file: Path, *, regimen: str | None = None, beside: Sequence[Path] = ()) -> OpenedPlan:
    """Read a plan with the regimen that it is of; a calendar as it was lived with.

    Args:
        file: .json, .yaml or .ics.
        regimen: a bundled regimen's name or a path, where somebody gave one.
        beside: folders to look in for the regimen, after the one that the file is in.

    Raises:
        UsageError: another suffix, or there is no such regimen.
        FileAccessError: a file cannot be read.
        BadFileError: a file is broken, or is none of backplan's.
    """
    if file.suffix.lower() != ".ics":
        plan = read_plan(file)
        return OpenedPlan(plan, regimen_of_plan(plan.regimen_id, file, named=regimen, beside=beside))
    from backplan.calendars.lived import ExportedCalendar  # noqa: PLC0415 - loads icalendar

    calendar = ExportedCalendar(content(file), str(file))
    prescription = regimen_of_plan(calendar.regimen_id, file, named=regimen, beside=beside)
    lived = calendar.lived(prescription)
    return OpenedPlan(lived.plan, prescription, lived.notes)
