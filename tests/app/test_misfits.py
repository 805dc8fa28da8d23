"""A plan that nobody touched fits its regimen, whatever it was made from; one that was left behind does not."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from backplan import app
from backplan.files.bundled import bundled_names
from backplan.files.profile import parse_profile
from backplan.model.plan_format import PlanFormat
from backplan.model.profile import Profile
from tests.builders import BERLIN, MONDAY
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from pathlib import Path

    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

PROFILES = {
    "nobody": "",
    "late": "available: {daily: '14:00-24:00'}\nwake: '14:00'",
    "early": "available: {daily: '04:00-07:00'}\nwake: '03:30'",
    "weekends": "available: {weekends: '08:00-20:00'}",
    "tight": "max_minutes_per_day: 20",
    "away": "away: 2026-11-25 to 2026-11-30",
    "otherwise": "anchors: {evening: '21:00'}\nbuffer: 15 min",
}


def made(regimen: Regimen, profile: Profile, *, weeks: int = 3, after: Plan | None = None) -> Plan:
    request = app.planning.plan_request(
        regimen,
        profile,
        start=None if after else MONDAY,
        weeks=weeks,
        timezone=BERLIN,
        today=MONDAY,
        after=after,
    )
    return app.planning.make_plan(request)


def opened(plan: Plan, regimen: Regimen, suffix: str, folder: Path) -> Plan:
    """The plan from a file."""
    request = app.planning.plan_request(regimen, Profile(), start=MONDAY, weeks=1, timezone=BERLIN, today=MONDAY)
    file = folder / f"plan.{suffix}"
    file.write_bytes(app.outputs.written(plan, request, PlanFormat(suffix)))
    return app.inputs.open_plan(file, regimen=regimen.id).plan


@pytest.mark.parametrize(("name", "text"), fast_first(product(bundled_names(), PROFILES.values()), 8))
def test_a_plan_that_nobody_touched_fits(name: str, text: str, tmp_path: Path) -> None:
    regimen = app.inputs.read_regimen(name)
    profile = parse_profile(f"format: 1\n{text}\n".encode(), "profile.yaml", regimen)
    first = made(regimen, profile)
    for plan in (first, made(regimen, profile, weeks=2, after=first)):
        for suffix in ("json", "ics"):
            assert app.checking.misfits(opened(plan, regimen, suffix, tmp_path), regimen, lived=suffix == "ics") == ()


def test_an_appointment_that_breaks_a_limit_was_known(tmp_path: Path) -> None:
    regimen = app.inputs.read_regimen("injection-follow-up")
    injections = "\n".join(
        f"  - {{activity: steroid-injection, on: 2026-12-0{day}, at: '10:00', minutes: 30}}" for day in (1, 2, 3, 4)
    )
    profile = parse_profile(f"format: 1\nappointments:\n{injections}\n".encode(), "profile.yaml", regimen)
    plan = made(regimen, profile)

    assert plan.findings
    for suffix in ("json", "ics"):
        assert app.checking.misfits(opened(plan, regimen, suffix, tmp_path), regimen, lived=suffix == "ics") == ()


def test_a_plan_that_was_left_behind_does_not_fit() -> None:
    regimen = app.inputs.read_regimen("low-back")
    (phase,) = regimen.phases
    plan = made(regimen, Profile(), weeks=1)
    longer = tuple(
        replace(activity, shortest=activity.longest + 5, longest=activity.longest + 9) for activity in phase.activities
    )
    stricter = replace(regimen, phases=(replace(phase, activities=longer),))
    moved = (replace(plan.sessions[1], start=plan.sessions[0].start, end=plan.sessions[0].end), *plan.sessions[2:])

    assert {finding.activity for finding in app.checking.misfits(plan, stricter, lived=False)} == set(
        regimen.activity_ids
    )
    assert app.checking.misfits(replace(plan, sessions=(plan.sessions[0], *moved)), regimen, lived=True)
