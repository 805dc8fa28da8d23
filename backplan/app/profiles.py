"""Patients' profiles, and clinics' details for their sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.app.sources import content
from backplan.files.clinic import parse_clinic
from backplan.files.profile import parse_profile
from backplan.model.prescribed import prescribed_choice
from backplan.model.profile import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from backplan.model.clinic import Clinic
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen


def read_profile(path: Path, regimen: Regimen | None = None) -> Profile:
    """Read a patient's profile; with a regimen, ids and choices that it does not have are faults.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    return parse_profile(content(path), str(path), regimen)


def profile_to_continue(earlier: Plan, file: Path, regimen: Regimen) -> tuple[Profile, tuple[str, ...]]:
    """Return the profile in an earlier plan, from `file`, as far as it fits the regimen to be planned now.

    Its calendars are left out, since their busy times end with that plan.

    Returns:
        The profile, and the choices and appointments that the regimen does not prescribe, in words.

    Raises:
        BadFileError: the profile has faults; all are named.
    """
    if earlier.made_from is None or earlier.made_from.profile is None:
        return Profile(), ()
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
    return parse_clinic(content(path), str(path))
