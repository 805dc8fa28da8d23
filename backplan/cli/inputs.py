"""What commands are given: files of any kind, and the options that a plan is made from."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from backplan import app
from backplan.cli.notes import note_carried, note_place
from backplan.errors import BackplanError, FilesError
from backplan.files.bundled import bundled_names
from backplan.files.input_kinds import FileKind
from backplan.files.input_kinds import kind_of as kind_of_content
from backplan.model.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from backplan.app.inputs import OpenedPlan
    from backplan.cli.environment import Environment
    from backplan.cli.values import StartDay
    from backplan.model.plan import Plan
    from backplan.model.profile import DateRange
    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest

CURRENT_FOLDER = (Path(),)
"""Where a plan's regimen is looked for after the plan's own folder."""
DEFAULT_REGIMEN = "low-back"
"""The regimen to plan if none is named and no plan is continued."""

_Value = TypeVar("_Value")


# --- Files ----------------------------------------------------------------------------------------------------


def kind_of(file: str) -> FileKind:
    """Return the kind of a file, or of a bundled regimen given by its name."""
    # Path.exists raises for names that no system allows.
    if not Path(file).suffix and not os.path.exists(file):  # noqa: PTH110
        if file.lower() not in bundled_names():
            app.inputs.read_regimen(file)  # raises, with the nearest name
        return FileKind.REGIMEN
    return kind_of_content(app.inputs.content(Path(file)), file)


def collect_error(errors: list[BackplanError], call: Callable[[], _Value]) -> _Value | None:
    """Return the result of a call; if it fails, add its error to the list and return None."""
    try:
        return call()
    except BackplanError as error:
        errors.append(error)
        return None


def raise_all(errors: Sequence[BackplanError]) -> None:
    """Raise all the errors at once, each different one once, if there are any."""
    # Files that are checked against the same regimen all have its faults.
    different = {str(error): error for error in errors}
    if len(different) > 1:
        raise FilesError(tuple(different.values()))
    if errors:
        raise errors[0]


def for_all(files: Iterable[str], of_file: Callable[[str], _Value]) -> list[_Value]:
    """Return a value for each file, or raise the errors of all of them."""
    errors: list[BackplanError] = []
    values = [collect_error(errors, partial(of_file, file)) for file in files]
    raise_all(errors)
    return [value for value in values if value is not None]


# --- Options --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Inputs:
    """The options that a plan is made from, as typed; None or empty if not given."""

    regimen: str | None = None
    start: StartDay | None = None
    weeks: int | None = None
    profile: Path | None = None
    timezone: str | None = None
    busy: Sequence[str] = ()
    away: Sequence[DateRange] = ()
    after: Path | None = None

    def given(self) -> list[str]:
        """Return the names of the options that were given."""
        names = ("start", "weeks", "profile", "timezone", "busy", "away", "after")
        return [f"--{name}" for name in names if getattr(self, name)]

    def profile_for(self, regimen: Regimen) -> Profile:
        """Read the profile and check it against a regimen; return an empty one if none was given."""
        return app.inputs.read_profile(self.profile, regimen) if self.profile else Profile()

    def profile_of(self, opened: OpenedPlan, file: Path) -> Profile:
        """Read the profile for a plan from `file`: the one given, otherwise the one that the plan carries."""
        if self.profile is not None:
            return self.profile_for(opened.regimen)
        profile, _ = app.inputs.profile_to_continue(opened.plan, file, opened.regimen)
        return profile

    def request_of(self, opened: OpenedPlan, profile: Profile) -> PlanRequest:
        """Return the request that a plan from a file was made from."""
        return app.planning.request_of_plan(
            opened.plan,
            opened.regimen,
            profile,
            busy_files=self.busy,
            away=self.away,
            after=app.inputs.read_plan(self.after) if self.after else None,
        )


def new_request(environment: Environment, inputs: Inputs) -> tuple[PlanRequest, date]:
    """Return the request for a new plan, and today's date in its zone.

    Whatever is not given comes from the earlier plan, if one is continued (contract section 5).
    """
    earlier = app.inputs.read_plan(inputs.after) if inputs.after else None
    regimen = _regimen(inputs, earlier)
    profile = _profile(environment, inputs, earlier, regimen)
    own_zone = profile.timezone if inputs.profile else None
    zone = inputs.timezone or own_zone or (earlier.timezone if earlier else environment.zone())
    today = environment.today(zone)
    request = app.planning.plan_request(
        regimen,
        profile,
        start=inputs.start.on(today) if inputs.start else None,
        weeks=inputs.weeks or 1,
        timezone=zone,
        today=today,
        busy_files=inputs.busy,
        away=inputs.away,
        after=earlier,
    )
    if earlier is not None and inputs.after is not None:
        note_place(environment, earlier, inputs.after, request)
        if earlier.timezone != zone:
            environment.say(f"Note: times are in {zone}; the times of {inputs.after} are in {earlier.timezone}.")
            environment.say(f"To keep {earlier.timezone}, add --timezone {earlier.timezone}.")
    return request, today


def _regimen(inputs: Inputs, earlier: Plan | None) -> Regimen:
    if inputs.regimen is None and inputs.after is not None and earlier is not None:
        return app.inputs.regimen_to_continue(earlier, inputs.after, CURRENT_FOLDER)
    return app.inputs.read_regimen(inputs.regimen or DEFAULT_REGIMEN)


def _profile(environment: Environment, inputs: Inputs, earlier: Plan | None, regimen: Regimen) -> Profile:
    """Return the profile, with the earlier plan's days away unless others are given."""
    if inputs.profile is None and inputs.after is not None and earlier is not None:
        profile, left_out = app.inputs.profile_to_continue(earlier, inputs.after, regimen)
        note_carried(environment, earlier, inputs.after, inputs.busy, left_out)
    else:
        profile = inputs.profile_for(regimen)
    if earlier is not None and not inputs.away and (inputs.profile is None or not profile.away):
        profile = replace(profile, away=tuple(dict.fromkeys((*profile.away, *earlier.away))))
    return profile
