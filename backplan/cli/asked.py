"""What a plan is asked for with, as it was typed, and what the planner makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backplan import app
from backplan.cli.inputs import CURRENT_FOLDER
from backplan.cli.notes import note_calendars, note_place
from backplan.model.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from backplan.cli.environment import Environment
    from backplan.cli.values import StartDay
    from backplan.model.plan import Plan
    from backplan.model.profile import DateRange
    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest

DEFAULT_REGIMEN = "low-back"
"""What is planned if no regimen is named and no plan is continued."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a regimen's plan is made from, as it was typed; None or nothing where it was not."""

    regimen: str | None
    start: StartDay | None
    weeks: int | None
    profile: Path | None
    timezone: str | None
    busy: Sequence[str]
    away: Sequence[DateRange]
    after: Path | None

    def given(self) -> list[str]:
        """Return the options that were given."""
        values = {
            "--start": self.start,
            "--weeks": self.weeks,
            "--profile": self.profile,
            "--timezone": self.timezone,
            "--busy": self.busy,
            "--away": self.away,
            "--after": self.after,
        }
        return [name for name, value in values.items() if value]


def requested(environment: Environment, asked: Asked) -> tuple[PlanRequest, date]:
    """Return what to plan, and the day that it is in the plan's zone.

    What is not named is the earlier plan's, where one is continued (contract section 5).
    """
    earlier = app.plans.read_plan(asked.after) if asked.after else None
    regimen = _regimen(asked, earlier)
    profile = _profile(environment, asked, earlier, regimen)
    own_zone = profile.timezone if asked.profile else None
    zone = asked.timezone or own_zone or (earlier.timezone if earlier else environment.zone())
    today = environment.today(zone)
    request = app.planning.plan_request(
        regimen,
        profile,
        start=asked.start.on(today) if asked.start else None,
        weeks=asked.weeks or 1,
        timezone=zone,
        today=today,
        busy_files=asked.busy,
        away=asked.away,
        after=earlier,
    )
    if earlier is not None and asked.after is not None:
        note_place(environment, earlier, asked.after, request)
        if earlier.timezone != zone:
            environment.say(f"Note: times are in {zone}, those of {asked.after} in {earlier.timezone}.")
            environment.say(f"To keep them, give --timezone {earlier.timezone}.")
    return request, today


def _regimen(asked: Asked, earlier: Plan | None) -> Regimen:
    if asked.regimen is None and asked.after is not None and earlier is not None:
        return app.regimens.regimen_to_continue(earlier, asked.after, CURRENT_FOLDER)
    return app.regimens.read_regimen(asked.regimen or DEFAULT_REGIMEN)


def _profile(environment: Environment, asked: Asked, earlier: Plan | None, regimen: Regimen) -> Profile:
    """Return the profile, with the earlier plan's days away unless others are named."""
    if asked.profile is not None:
        profile = app.profiles.read_profile(asked.profile, regimen)
    elif asked.after is not None and earlier is not None:
        profile = app.profiles.profile_to_continue(earlier, asked.after, regimen)
        note_calendars(environment, earlier, asked.after, asked.busy)
    else:
        profile = Profile()
    if earlier is not None and not asked.away and (asked.profile is None or not profile.away):
        profile = replace(profile, away=tuple(dict.fromkeys((*profile.away, *earlier.away))))
    return profile
