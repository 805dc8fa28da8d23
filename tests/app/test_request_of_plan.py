"""From a plan's file back to what it was made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from backplan import app
from backplan.errors import UsageError
from backplan.model.profile import Appointment, DateRange, Profile
from tests import builders
from tests.builders import BERLIN, MONDAY, appointment

if TYPE_CHECKING:
    from pathlib import Path

    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest

BUNDLED = "low-back"
INJECTION = "steroid-injection"


def plan_of(
    profile: Profile | None = None, *, weeks: int = 1, after: Plan | None = None, regimen: Regimen | None = None
) -> PlanRequest:
    """A request for low-back care from Monday on."""
    return app.planning.plan_request(
        regimen or app.inputs.read_regimen(BUNDLED),
        profile or Profile(),
        start=None if after else MONDAY,
        weeks=weeks,
        timezone=BERLIN,
        today=MONDAY,
        after=after,
    )


def copy_of_regimen(path: Path, title: str) -> None:
    text = app.bundled.regimen_copy(BUNDLED)
    path.write_text(text.replace("title: Low-back care", f"title: {title}", 1), encoding="utf-8")


def test_a_plans_regimen_is_the_bundled_one_of_its_id(tmp_path: Path) -> None:
    found = app.inputs.regimen_of_plan(builders.plan().regimen_id, tmp_path / "my-plan.ics")

    assert found == app.inputs.read_regimen(BUNDLED)


@pytest.mark.parametrize("suffix", [".yaml", ".yml"])
def test_a_regimen_of_that_id_beside_the_plan_comes_before_the_bundled_one(tmp_path: Path, suffix: str) -> None:
    copy_of_regimen(tmp_path / f"low-back{suffix}", "My back")

    assert app.inputs.regimen_of_plan(builders.plan().regimen_id, tmp_path / "my-plan.ics").title == "My back"


def test_the_regimen_that_is_named_comes_first(tmp_path: Path) -> None:
    copy_of_regimen(tmp_path / "low-back.yaml", "My back")
    (tmp_path / "other").mkdir()
    named = tmp_path / "other" / "low-back.yaml"
    copy_of_regimen(named, "Another back")

    assert (
        app.inputs.regimen_of_plan(builders.plan().regimen_id, tmp_path / "p.ics", named=str(named)).title
        == "Another back"
    )


def test_where_no_regimen_is_found_the_error_says_how_to_name_it(tmp_path: Path) -> None:
    made = replace(builders.plan(), regimen_id="my-back")
    with pytest.raises(UsageError, match="'my-back', but no regimen of that name is bundled or next") as told:
        app.inputs.regimen_of_plan(made.regimen_id, tmp_path / "p.json")
    assert told.value.hint == "Give its file: --regimen path/to/my-back.yaml"


@pytest.mark.parametrize("weeks", [1, 3])
def test_a_plan_is_made_again_as_it_was(weeks: int) -> None:
    profile = Profile(
        timezone="America/New_York",
        available=builders.every_day("07:00-09:00", "17:00-21:00"),
        appointments=(
            appointment(INJECTION, "2026-11-25 17:30"),
            appointment(INJECTION, "2026-06-01 10:00"),
            appointment(INJECTION, "2027-06-01 10:00"),
        ),
    )
    asked = plan_of(profile, weeks=weeks, regimen=builders.low_back())
    made = app.planning.make_plan(asked)

    again = app.planning.request_of_plan(made, asked.regimen, profile)

    assert app.planning.make_plan(again) == made
    assert set(again.profile.appointments) == set(profile.appointments)


def test_a_plan_that_goes_on_from_another_is_made_again_as_it_was() -> None:
    first = app.planning.make_plan(plan_of(weeks=2))
    asked = plan_of(after=first)
    made = app.planning.make_plan(asked)

    again = app.planning.request_of_plan(made, asked.regimen, Profile(), after=first)

    assert again == asked
    assert again.first_week == 2
    assert again.history


def test_days_away_are_added_to_the_profiles() -> None:
    asked = plan_of()
    before, more = (DateRange(day, day) for day in (date(2026, 11, 24), date(2026, 11, 26)))

    again = app.planning.request_of_plan(
        app.planning.make_plan(asked), asked.regimen, Profile(away=(before,)), away=(more,)
    )

    assert again.profile.away == (before, more)


def test_an_appointment_that_was_moved_in_the_plan_is_there_once() -> None:
    profile = Profile(appointments=(appointment(INJECTION, "2026-11-25 17:30"),))
    made = app.planning.make_plan(plan_of(profile, regimen=builders.low_back()))
    moved = replace(
        made,
        sessions=tuple(
            replace(one, start=one.start + timedelta(days=1), end=one.end + timedelta(days=1)) if one.fixed else one
            for one in made.sessions
        ),
    )

    again = app.planning.request_of_plan(moved, builders.low_back(), profile)

    assert again.profile.appointments == (appointment(INJECTION, "2026-11-26 17:30"),)


def test_an_appointment_of_the_profile_that_the_plan_does_not_hold_is_not_added() -> None:
    made = app.planning.make_plan(plan_of())
    profile = Profile(appointments=(appointment(INJECTION, "2026-11-25 17:30"),))

    assert app.planning.request_of_plan(made, builders.low_back(), profile).profile.appointments == ()


def test_a_fixed_session_of_an_unknown_activity_takes_no_part() -> None:
    made = builders.plan([builders.session("massage", "2026-11-25 10:00", 30, fixed=True)])

    assert app.planning.request_of_plan(made, app.inputs.read_regimen(BUNDLED), Profile()).profile.appointments == ()


def test_an_appointment_of_the_profile_of_an_unknown_activity_is_refused() -> None:
    profile = Profile(appointments=(Appointment(date(2026, 11, 25), 600, 30, "massage"),))
    with pytest.raises(UsageError, match="massage"):
        app.planning.request_of_plan(builders.plan(), app.inputs.read_regimen(BUNDLED), profile)
