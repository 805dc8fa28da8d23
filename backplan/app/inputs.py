"""Everything that people give as files: regimens, profiles, clinics' details, and plans."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from backplan.app.bundled import unknown_regimen
from backplan.errors import FileAccessError, UsageError
from backplan.files.bundled import bundled_bytes, bundled_names
from backplan.files.disk import read_bytes
from backplan.files.regimen import parse_regimen
from backplan.files.source import quoted
from backplan.language.did_you_mean import nearest
from backplan.model.prescribed import prescribed_choice
from backplan.model.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.clinic import Clinic
    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

LONGEST_NAME = 255
"""Bytes of a file's name that most systems allow."""
LARGEST_FILE = 20_000_000
"""Bytes of any file; the readers of regimens and profiles accept fewer, and say so."""


def content(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        FileAccessError: the file cannot be read, or is too large.
    """
    return read_bytes(path, largest=LARGEST_FILE)


# --- Regimens -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundled regimen, for a list."""

    name: str
    title: str
    summary: str


def bundled_regimens() -> tuple[Bundled, ...]:
    """Return all bundled regimens, sorted by name."""
    regimens = ((name, read_regimen(name)) for name in bundled_names())
    return tuple(Bundled(name, regimen.title, regimen.summary) for name, regimen in regimens)


def read_regimen(name_or_path: str) -> Regimen:
    """Read a bundled regimen by name, or a regimen file by path.

    Raises:
        UsageError: there is neither.
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    names = bundled_names()
    if (name := name_or_path.lower()) in names:
        return parse_regimen(bundled_bytes(name), f"{name}.yaml", name)
    path = Path(name_or_path)
    # Path.exists raises for a name that no system allows; the error of reading the file is better.
    exists = os.path.exists(path)  # noqa: PTH110
    if not exists and path.name == name_or_path and not path.suffix:
        raise unknown_regimen(name_or_path, names)
    try:
        data = content(path)
    except FileAccessError as error:
        near = nearest(path.stem, names)
        # A file of nearly that name in the same folder is the better guess.
        if not near or exists or error.hint.startswith("did you mean"):
            raise
        raise FileAccessError(error.message, f"{near} That is a bundled regimen.") from None
    return parse_regimen(data, name_or_path, path.stem)


def regimen_of_plan(regimen_id: str, file: Path, *, named: str | None = None, beside: Sequence[Path] = ()) -> Regimen:
    """Read the regimen of a plan from `file`: the one given by name or path, otherwise one of the id in the plan.

    It is searched for in the file's own folder, in the folders `beside`, and among the bundled regimens.

    Raises:
        UsageError: there is no such regimen.
        FileAccessError: its file cannot be read.
        BadFileError: its file has faults; all are named.
    """
    if named is not None:
        return read_regimen(named)
    if not _is_file_name(regimen_id):
        raise UsageError(
            f"{file} is a plan of {quoted(regimen_id)}, but no regimen's file can have that name.",
            "Give its file: --regimen path/to/regimen.yaml",
        )
    for folder, suffix in product((file.parent, *beside), (".yaml", ".yml")):
        path = folder / f"{regimen_id}{suffix}"
        if path.is_file():
            return read_regimen(str(path))
    if regimen_id in bundled_names():
        return read_regimen(regimen_id)
    others = ["in the current folder" if folder == Path() else f"in {folder}" for folder in beside]
    *places, last = "bundled", "next to the plan", *others
    where = f"{', '.join(places)}{',' if others else ''} or {last}"
    raise UsageError(
        f"{file} is a plan of '{regimen_id}', but no regimen of that name is {where}.",
        f"Give its file: --regimen path/to/{regimen_id}.yaml",
    )


def _is_file_name(regimen_id: str) -> bool:
    """Return whether a file may be named after an id: it names no folder, and every system allows it."""
    name = f"{regimen_id}.yaml"
    # Windows knows every sign of a folder that others know, and two more.
    return len(name.encode()) <= LONGEST_NAME and name.isprintable() and PureWindowsPath(name).name == name


def regimen_to_continue(earlier: Plan, file: Path, beside: Sequence[Path] = ()) -> Regimen:
    """Return the regimen in an earlier plan; if there is none, the one of `regimen_of_plan`, with its errors."""
    return _carried_regimen(earlier, file) or regimen_of_plan(earlier.regimen_id, file, beside=beside)


def _carried_regimen(plan: Plan, file: Path) -> Regimen | None:
    """Return the regimen that a plan file carries; None if it carries none."""
    if plan.made_from is None or not plan.made_from.regimen:
        return None
    return parse_regimen(plan.made_from.regimen.encode(), f"{file}, made_from.regimen", plan.regimen_id)


# --- Profiles and clinics -------------------------------------------------------------------------------------


def read_profile(path: Path, regimen: Regimen | None = None) -> Profile:
    """Read a patient's profile; with a regimen, ids and choices that it does not have are faults.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    from backplan.files.profile import parse_profile  # noqa: PLC0415 - its models take time to build

    return parse_profile(content(path), str(path), regimen)


def profile_to_continue(earlier: Plan, file: Path, regimen: Regimen) -> tuple[Profile, tuple[str, ...]]:
    """Return the profile in an earlier plan as far as it fits a regimen, and in words what does not fit.

    Its calendars are left out, since their busy times end with that plan.

    Raises:
        BadFileError: the profile has faults; all are named.
    """
    if earlier.made_from is None or earlier.made_from.profile is None:
        return Profile(), ()
    from backplan.files.profile import parse_profile  # noqa: PLC0415 - its models take time to build

    profile = parse_profile(earlier.made_from.profile.encode(), f"{file}, made_from.profile")
    ids = regimen.activity_ids
    appointments = tuple(visit for visit in profile.appointments if visit.activity in ids)
    left_out = [
        f"the appointment of {visit.activity} on {visit.on}"
        for visit in profile.appointments
        if visit.activity not in ids
    ]
    prefer = []
    for activity, preference in profile.prefer:
        if activity not in ids:
            continue
        chosen = preference.choose or ()
        known = tuple(choice for choice in chosen if prescribed_choice(regimen.alternatives(activity), choice))
        left_out += [f"'{choice}' for {regimen.title_of(activity)}" for choice in chosen if choice not in known]
        prefer.append((activity, replace(preference, choose=known or None)))
    return replace(profile, busy=(), prefer=tuple(prefer), appointments=appointments), tuple(left_out)


def read_clinic(path: Path) -> Clinic:
    """Read a clinic's details for printed sheets, with the logo.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file or the logo has faults; all are named.
    """
    from backplan.files.clinic import parse_clinic  # noqa: PLC0415 - its models take time to build

    return parse_clinic(content(path), str(path))


# --- Plans ----------------------------------------------------------------------------------------------------


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
            from backplan.files.plan import parse_plan  # noqa: PLC0415 - its models take time to build

            return parse_plan(content(path), str(path))
        case _:
            raise UsageError(f"{path} is not a plan file.", "Plan files end with .json, .yaml or .ics.")


def open_plan(file: Path, *, regimen: str | None = None, beside: Sequence[Path] = ()) -> OpenedPlan:
    """Read a plan with its regimen; a calendar with the changes made to it.

    The regimen is the one that is given by name or path, or searched for as by `regimen_of_plan`.

    Raises:
        UsageError: another suffix, or there is no such regimen.
        FileAccessError: a file cannot be read.
        BadFileError: a file has faults, or is not backplan's.
    """
    if file.suffix.lower() != ".ics":
        plan = read_plan(file)
        try:
            return OpenedPlan(plan, regimen_of_plan(plan.regimen_id, file, named=regimen, beside=beside))
        except UsageError:
            carried = None if regimen is not None else _carried_regimen(plan, file)
            if carried is None:
                raise
            return OpenedPlan(plan, carried)
    from backplan.calendars.lived import ExportedCalendar  # noqa: PLC0415 - loads icalendar

    calendar = ExportedCalendar(content(file), str(file))
    prescription = regimen_of_plan(calendar.regimen_id, file, named=regimen, beside=beside)
    lived = calendar.lived(prescription)
    return OpenedPlan(lived.plan, prescription, lived.notes)
