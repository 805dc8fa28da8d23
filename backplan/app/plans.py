"""Plans from files, as they were made or with the changes made to them since."""

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
    """A plan from a file, with its regimen; `notes` say what in a calendar does not count, or not as it looks."""

    plan: Plan
    regimen: Regimen
    notes: tuple[Finding, ...] = ()


def read_plan(path: Path) -> Plan:
    """Read a plan from a file that backplan wrote: .json, .yaml or .ics.

    Raises:
        UsageError: another suffix.
        FileAccessError: the file cannot be read.
        BadFileError: the file is not a plan, or has faults.
    """
    match path.suffix.lower():
        case ".ics":
            from backplan.calendars.lived import parse_ics_plan  # noqa: PLC0415 - loads icalendar

            return parse_ics_plan(content(path), str(path))
        case ".json" | ".yaml" | ".yml":
            return parse_plan(content(path), str(path))
        case _:
            raise UsageError(f"{path} is not a plan file.", "Plan files end with .json, .yaml or .ics.")


def open_plan(file: Path, *, regimen: str | None = None, beside: Sequence[Path] = ()) -> OpenedPlan:
    """Read a plan with its regimen; a calendar with the changes made to it.

    Args:
        file: .json, .yaml or .ics.
        regimen: a bundled regimen's name or a path, if given.
        beside: folders in which to look for the regimen after the file's own folder.

    Raises:
        UsageError: another suffix, or there is no such regimen.
        FileAccessError: a file cannot be read.
        BadFileError: a file has faults, or is not backplan's.
    """
    if file.suffix.lower() != ".ics":
        plan = read_plan(file)
        return OpenedPlan(plan, regimen_of_plan(plan.regimen_id, file, named=regimen, beside=beside))
    from backplan.calendars.lived import ExportedCalendar  # noqa: PLC0415 - loads icalendar

    calendar = ExportedCalendar(content(file), str(file))
    prescription = regimen_of_plan(calendar.regimen_id, file, named=regimen, beside=beside)
    lived = calendar.lived(prescription)
    return OpenedPlan(lived.plan, prescription, lived.notes)
