"""What is said of a whole plan: reasons only where they are this plan's, and nothing that cannot be done any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backplan import app
from backplan.model.finding import Severity
from backplan.model.frequency import Weekly
from backplan.model.profile import DateRange, Profile
from backplan.model.regimen import Phase
from tests.builders import MONDAY, activity, asked, low_back, windows

if TYPE_CHECKING:
    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest

AGAIN = "plan these weeks again: a new plan can fit it in"


def of(request: PlanRequest, plan: Plan, today: date, name: str) -> Finding:
    (found,) = [
        one for one in app.checking.check_plan(request, plan, request.profile, today=today) if one.activity == name
    ]
    return found


def without(plan: Plan, name: str, *days: date) -> Plan:
    kept = tuple(one for one in plan.sessions if one.activity != name or one.start.date() not in days)
    assert len(kept) < len(plan.sessions)
    return replace(plan, sessions=kept)


def test_days_that_no_plan_can_have_are_told_apart_from_those_that_were_left_out() -> None:
    away = MONDAY + timedelta(days=3)
    request = asked(low_back(), profile=Profile(away=(DateRange(away, away),)))
    plan = without(app.planning.make_plan(request), "hamstring-stretch", MONDAY + timedelta(days=5))

    found = of(request, plan, MONDAY, "hamstring-stretch")

    assert found.days == (away, MONDAY + timedelta(days=5))
    assert found.because == ("on Thu 26 Nov: away on Thu 26 Nov",)


def test_a_new_plan_is_suggested_only_where_it_can_still_help() -> None:
    room = (windows("08:00-09:00"),) * 2 + ((),) * 5
    request = asked(activity("walk", Weekly(2, 2)), profile=Profile(available=room))
    plan = without(app.planning.make_plan(request), "walk", MONDAY, MONDAY + timedelta(days=1))

    before = of(request, plan, MONDAY, "walk").suggestions
    assert before
    assert of(request, plan, MONDAY + timedelta(days=2), "walk").suggestions == ()


def test_what_would_have_helped_on_days_that_are_over_is_not_suggested() -> None:
    request = asked(
        activity("walk", Weekly(5, 5)), profile=Profile(away=(DateRange(MONDAY, MONDAY + timedelta(days=3)),))
    )
    plan = app.planning.make_plan(request)

    assert of(request, plan, MONDAY, "walk").suggestions
    late = of(request, plan, MONDAY + timedelta(days=4), "walk")
    assert late.because
    assert all("be at home" not in one for one in late.suggestions)


def test_a_plan_that_could_be_better_made_anew_says_so() -> None:
    """A walk on Tuesday leaves no room for a second one; two could be on Monday and Wednesday."""
    room = (windows("08:00-09:00"),) * 3 + ((),) * 4
    request = asked(activity("walk", Weekly(2, 2), rest_days=1), profile=Profile(available=room))
    made = app.planning.make_plan(request)
    day = MONDAY + timedelta(days=1)
    first = made.sessions[0]
    shift = day - first.start.date()
    alone = replace(made, sessions=(replace(first, start=first.start + shift, end=first.end + shift),))

    assert of(request, alone, MONDAY, "walk").suggestions == (AGAIN,)


def test_an_alternative_that_only_another_phase_prescribes_is_told_of() -> None:
    first, second = (activity("walk", Weekly(1, 1), choose=choose) for choose in (("park",), ("Forest", "park")))
    phases = (Phase("P", 1, (first,)), Phase("Q", None, (second,)))
    request = asked(first, weeks=2)
    request = replace(request, regimen=replace(request.regimen, phases=phases))
    made = app.planning.make_plan(request)
    forest = replace(made, sessions=tuple(replace(one, choice="forest") for one in made.sessions))

    assert [one.choice for one in made.sessions] == ["park", "Forest"]
    assert app.checking.check_plan(request, made, request.profile, today=MONDAY) == ()
    (found,) = app.checking.check_plan(request, forest, request.profile, today=MONDAY)
    assert (found.rule, found.severity, found.sessions) == ("choose", Severity.LIMIT, (made.sessions[0].id,))
    assert found.because == ("the regimen prescribes park",)
