"""What people say of themselves: a patient's profile, and a clinic's words for its sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.app.sources import content
from backplan.files.clinic import parse_clinic
from backplan.files.profile import parse_profile
from backplan.model.profile import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from backplan.model.clinic import Clinic
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen


def read_profile(path: Path, regimen: Regimen | None = None) -> Profile:
    """Read a patient's profile; with a regimen, ids and choices that the regimen does not have are faults.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    return parse_profile(content(path), str(path), regimen)


def profile_to_continue(earlier: Plan, file: Path, regimen: Regimen) -> Profile:
    """Read the profile that an earlier plan carries, without its calendars, whose busy time ends with that plan.

    Args:
        earlier: the plan to continue.
        file: where it was read from.
        regimen: what is planned now; where it is another one, what the profile says of activities or alternatives
            that only the earlier one had is left out.

    Raises:
        BadFileError: the profile has faults; all are named.
    """
    profile = Profile()
    if earlier.made_from is not None and earlier.made_from.profile is not None:
        known = regimen if regimen.id == earlier.regimen_id else None
        profile = parse_profile(earlier.made_from.profile.encode(), f"{file}, made_from.profile", known)
        if known is None:
            ids = regimen.activity_ids
            profile = replace(
                profile,
                prefer=tuple((name, replace(wish, choose=None)) for name, wish in profile.prefer if name in ids),
                appointments=tuple(one for one in profile.appointments if one.activity in ids),
            )
    return replace(profile, busy=())


def read_clinic(path: Path) -> Clinic:
    """Read what a printed sheet says of those who hand it out, with their logo.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file or the logo has faults; all are named.
    """
    return parse_clinic(content(path), str(path))
