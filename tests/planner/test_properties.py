"""What holds for every plan, over generated regimens and profiles of all sizes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backplan import app
from backplan.files.bundled import bundled_bytes
from backplan.model.finding import Severity
from backplan.model.plan_format import PlanFormat
from backplan.model.profile import Profile
from backplan.planner.plan import plan
from backplan.planner.search import QUICK
from backplan.rules.catalog import catalog
from tests.oracle import brute_force, generate, judge
from tests.oracle.bridge import as_document, request_of
from tests.oracle.instance import Instance
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    import random

    from backplan.model.plan import Plan
    from tests.oracle.instance import Document

SIZES = st.sampled_from(["small", "small", "medium", "medium", "large"])
INSTANCES = st.builds(lambda seed, size: generate.instance(seed, size=size), st.integers(0, 10**9), SIZES)
SMALL = st.builds(lambda seed: generate.instance(seed, size="small"), st.integers(0, 10**9))


@given(INSTANCES)
@settings(max_examples=60, deadline=None)
def test_no_planned_session_breaks_a_limit_and_the_cost_is_what_an_independent_count_gives(problem: Instance) -> None:
    made = plan(catalog(request_of(problem)), QUICK)

    assert judge.everything_wrong(problem, as_document(made)) == []


@given(SMALL)
@settings(max_examples=60, deadline=None)
def test_every_shortfall_has_its_finding_and_no_finding_is_without_a_shortfall(problem: Instance) -> None:
    made = app.planning.make_plan(request_of(problem))

    found = {
        (finding.activity, frozenset(finding.days)) for finding in made.findings if finding.severity is Severity.DOSE
    }
    asked = {(activity, days) for activity, _, days in judge.short_days(problem, as_document(made))}
    assert asked == found


@given(SMALL, st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_more_free_time_never_costs_more(problem: Instance, weekday: int) -> None:
    request = request_of(problem)
    profile = request.profile
    cost = plan(catalog(request)).cost

    from_midnight = tuple(
        ((*windows, windows[0]._replace(start=0)) if windows and number == weekday else windows)
        for number, windows in enumerate(profile.available)
    )
    for freer in (
        replace(request, profile=replace(profile, available=from_midnight)),
        replace(request, profile=replace(profile, away=profile.away[1:])),
        replace(request, busy=request.busy[1:]),
        replace(request, profile=replace(profile, buffer=0)),
        replace(request, profile=replace(profile, max_minutes_per_day=None)),
    ):
        assert plan(catalog(freer)).cost <= cost


@given(SMALL, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_shuffling_the_keys_of_the_files_changes_nothing(problem: Instance, chance: random.Random) -> None:
    shuffled = replace(problem, regimen=_shuffled(problem.regimen, chance), profile=_shuffled(problem.profile, chance))

    once, again = app.planning.make_plan(request_of(problem)), app.planning.make_plan(request_of(shuffled))

    assert once == again


@given(SMALL)
@settings(max_examples=25, deadline=None)
def test_the_same_input_gives_the_same_bytes_in_every_format(problem: Instance) -> None:
    request = request_of(problem)
    formats = [one for one in PlanFormat if one is not PlanFormat.TABLE]

    once = [app.outputs.written(app.planning.make_plan(request), request, one) for one in formats]

    assert once == [app.outputs.written(app.planning.make_plan(request), request, one) for one in formats]


def _shuffled(document: Document, chance: random.Random) -> Document:
    keys = list(document)
    chance.shuffle(keys)
    return {key: _shuffled(document[key], chance) if isinstance(document[key], dict) else document[key] for key in keys}


# --- The bundled prescription -------------------------------------------------------------------------------------

MONDAY = date(2026, 11, 23)


def _low_back(start: date, weeks: int, after: Plan | None = None) -> Plan:
    request = app.planning.plan_request(
        app.inputs.read_regimen("low-back"),
        Profile(),
        start=start,
        weeks=weeks,
        timezone="Europe/Berlin",
        today=start,
        after=after,
    )
    return app.planning.make_plan(request)


def _days(made: Plan, activity: str) -> list[date]:
    return [session.start.date() for session in made.sessions if session.activity == activity]


@pytest.mark.parametrize("shift", range(7))
@pytest.mark.parametrize("weeks", fast_first([1, 2, 4, 12, 26, 52], 3))
def test_low_back_is_met_in_full_from_any_weekday_and_for_any_number_of_weeks(weeks: int, shift: int) -> None:
    made = _low_back(MONDAY + timedelta(days=shift), weeks)

    assert made.findings == ()
    assert made.proven
    assert made.cost[:2] == (0, 0)
    stretches, strength, aerobics = (
        _days(made, activity) for activity in ("hamstring-stretch", "lumbar-stabilization", "aerobics")
    )
    assert [day for day in made.days for _ in range(2)] == stretches
    assert {(after - before).days for before, after in pairwise(strength)} <= {2}
    assert not set(strength) & set(aerobics)
    for week in range(weeks):
        days = made.days[7 * week : 7 * week + 7]
        assert len([day for day in aerobics if day in days]) == 3


def test_low_back_goes_on_without_a_break_from_plan_to_plan() -> None:
    first = _low_back(MONDAY, 3)
    second = _low_back(first.end, 2, after=first)

    whole = [*_days(first, "lumbar-stabilization"), *_days(second, "lumbar-stabilization")]
    assert {2} == {(after - before).days for before, after in pairwise(whole)}
    assert second.first_week == 3
    turns = [one.choice for one in (*first.sessions, *second.sessions) if one.activity == "aerobics"]
    assert (["walking", "bicycling", "swimming"] * 5)[: len(turns)] == turns
    minutes = [one.minutes for one in second.sessions if one.activity == "lumbar-stabilization"]
    assert minutes[0] == 18


@pytest.mark.parametrize("shift", range(7))
def test_the_cost_of_low_back_is_the_least_that_exhaustive_search_finds(shift: int) -> None:
    start = MONDAY + timedelta(days=shift)
    regimen = yaml.safe_load(bundled_bytes("low-back"))

    problem = Instance(regimen=regimen, profile={"format": 1}, start=start, zone="Europe/Berlin")

    assert tuple(_low_back(start, 1).cost) == brute_force.least_cost(problem)
