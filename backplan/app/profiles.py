"""What people say of themselves: a patient's profile, and a clinic's words for its sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

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
    """Read a patient's profile; with a regimen, ids and choices that the regimen does not have are faults.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    return parse_profile(content(path), str(path), regimen)


class Carried(NamedTuple):
    """The profile that an earlier plan carries, as far as it fits what is planned now.

    Attributes:
        left_out: the choices and appointments in it that the regimen does not prescribe, in words.
    """

    profile: Profile
    left_out: tuple[str, ...]


def profile_to_continue(earlier: Plan, file: Path, regimen: Regimen) -> Carried:
    """Read the profile that an earlier plan carries, without its calendars, whose busy time ends with that plan.

    Args:
        earlier: the plan to continue.
        file: where it was read from.
        regimen: what is planned now; the earlier plan may have been of another one.

    Raises:
        BadFileError: the profile has faults; all are named.
    """
    if earlier.made_from is None or earlier.made_from.profile is None:
        return Carried(Profile(), ())
    profile = parse_profile(earlier.made_from.profile.encode(), f"{file}, made_from.profile")
    ids = regimen.activity_ids
    left_out = [
        f"the appointment of {one.activity} on {one.on}" for one in profile.appointments if one.activity not in ids
    ]
    prefer = []
    for activity, wish in profile.prefer:
        if activity not in ids:
            continue
        known = tuple(one for one in wish.choose or () if prescribed_choice(regimen.alternatives(activity), one))
        left_out += [f"'{one}' for {regimen.title_of(activity)}" for one in wish.choose or () if one not in known]
        prefer.append((activity, replace(wish, choose=known or None)))
    appointments = tuple(one for one in profile.appointments if one.activity in ids)
    return Carried(replace(profile, busy=(), prefer=tuple(prefer), appointments=appointments), tuple(left_out))


def read_clinic(path: Path) -> Clinic:
    """Read what a printed sheet says of those who hand it out, with their logo.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: the file or the logo has faults; all are named.
    """
    return parse_clinic(content(path), str(path))
