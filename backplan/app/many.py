"""One prescription for many patients: a plan for each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backplan.app.planning import make_plan, plan_request
from backplan.app.profiles import read_profile
from backplan.errors import BackplanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from backplan.model.plan import Plan
    from backplan.model.profile import Profile
    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest

UNEXPECTED = "This is an error in backplan; please report it, without personal details."


@dataclass(frozen=True, slots=True)
class Planned:
    """One patient's plan among many.

    Attributes:
        given: the profile, or the path to it, as it was handed in.
        request: what the plan was made from.
    """

    given: Profile | Path | str
    request: PlanRequest
    plan: Plan


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """One patient among many for whom there is no plan.

    Attributes:
        given: the profile, or the path to it, as it was handed in.
        error: why; its message names files and keys, and may quote what the patient wrote.
    """

    given: Profile | Path | str
    error: BackplanError


def plan_many(
    regimen: Regimen,
    profiles: Iterable[Profile | Path | str],
    *,
    start: date | None,
    weeks: int,
    timezone: str,
    today: date,
) -> Iterator[Planned | NotPlanned]:
    """Make a plan for each of many patients with one prescription, in the order of the profiles.

    Nothing is done before it is asked for, and nothing is kept of a patient afterwards, so the profiles may be
    millions. What their days have in common is worked out once and remembered, in a bounded amount of memory; the plans
    are those that `make_plan` makes one by one. A patient who cannot be planned for takes nothing from the others.

    Args:
        regimen: what is prescribed to all of them.
        profiles: each patient's profile, or the path to it, which is read when its turn comes.
        start: the first day; without it the coming Monday, today included.
        weeks: how many weeks.
        timezone: IANA name of the zone of all whose profile names none.
        today: the day on which it is asked.
    """
    for given in profiles:
        try:
            profile = read_profile(Path(given), regimen) if isinstance(given, str | Path) else given
            asked = plan_request(
                regimen, profile, start=start, weeks=weeks, timezone=profile.timezone or timezone, today=today
            )
            made: Planned | NotPlanned = Planned(given, asked, make_plan(asked))
        except BackplanError as error:
            made = NotPlanned(given, error)
        except Exception as error:  # noqa: BLE001 - one patient takes nothing from the others
            # Only the kind: what else it says may be of the patient.
            made = NotPlanned(given, BackplanError(f"No plan could be made: {type(error).__name__}.", UNEXPECTED))
        yield made
