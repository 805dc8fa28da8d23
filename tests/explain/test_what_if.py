"""A wish changes what a plan has in one place, and otherwise only as far as it must."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from backplan.explain.what_if import (
    AtMostThisWeek,
    Bounds,
    DayConstraint,
    as_often,
    fewer_in_week,
    forbidden,
    forced,
    pinned,
)
from backplan.model.frequency import Daily, Every, Weekly
from backplan.model.profile import Profile
from backplan.model.time import instant
from backplan.planner.plan import plan
from backplan.rules.catalog import Catalog, catalog
from tests.builders import MONDAY, activity, appointment, asked, every_day, facts, low_back

if TYPE_CHECKING:
    from backplan.model.plan import Plan


def marks(made: Plan, name: str) -> str:
    """The sessions of each day, `1.1.1..`."""
    days = [sum(one.activity == name and one.start.date() == day for one in made.sessions) for day in made.days]
    return "".join(str(count) if count else "." for count in days)


def rules_of(*activities: object, **more: object) -> Catalog:
    return catalog(asked(*activities, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("day", range(7))
def test_a_session_that_is_forbidden_is_not_there_and_one_that_is_forced_is(day: int) -> None:
    rules = rules_of(low_back())
    for name in ("aerobics", "lumbar-stabilization", "hamstring-stretch"):
        without, there = plan(forbidden(rules, name, day)), plan(forced(rules, name, day))

        assert marks(without, name)[day] == "."
        assert marks(there, name)[day] != "."
        assert min(without.cost, there.cost) == plan(rules).cost
        assert there.cost.shortfall == 0, "what is asked is not charged where it is there"


def test_a_day_may_have_fewer_sessions_or_be_asked_for_more() -> None:
    rules = rules_of(activity("stretch", Daily(0, 2), when=(720,)))

    assert marks(plan(forbidden(rules, "stretch", 2, most=1)), "stretch") == "2212222"
    assert marks(plan(forced(rules, "stretch", 2)), "stretch") == "2222222"


def test_what_is_impossible_is_not_forced() -> None:
    rules = rules_of(activity("walk", Weekly(1, 1), days=(0,)))

    made = plan(forced(rules, "walk", 3))

    assert marks(made, "walk") == "1......"
    assert made.cost.shortfall > plan(rules).cost.shortfall


def test_a_start_that_is_kept_clear_leaves_the_day_its_other_times() -> None:
    rules = rules_of(activity("walk", Daily(1, 1), when=(720,)))
    noon = next(one for one in plan(rules).sessions if one.start.date() == MONDAY)

    made = plan(forbidden(rules, "walk", 0, at=instant(noon.start)))

    assert [f"{one.start:%H:%M}" for one in made.sessions] == ["12:15", *["12:00"] * 6]


def test_sessions_that_stay_are_planned_around_and_count_for_everything() -> None:
    rules = rules_of(
        activity("walk", Weekly(3, 3), alternate_with=("lift",), when=(720,), choose=("park", "woods")),
        activity("lift", Every(2, 2), when=(720,)),
    )
    best = plan(rules)
    late = tuple(
        replace(one, start=one.start + timedelta(hours=2), end=one.end + timedelta(hours=2))
        for one in best.sessions
        if one.activity == "walk"
    )

    kept = plan(pinned(rules, best.sessions))
    around = plan(pinned(rules, late))

    assert kept == best
    assert tuple(one for one in around.sessions if one.activity == "walk") == late
    assert [one.start for one in around.sessions if one.activity == "lift"] == [
        one.start for one in best.sessions if one.activity == "lift"
    ]
    assert around.cost == best.cost._replace(preference=best.cost.preference + 3 * 120)


def test_the_minutes_of_sessions_that_stay_count_towards_the_days_most() -> None:
    request = asked(
        activity("walk", Daily(1, 1), (30, 30)),
        activity("lift", Daily(1, 1), (20, 20)),
        profile=Profile(max_minutes_per_day=40),
    )
    rules = catalog(request)
    walks = plan(rules_of(activity("walk", Daily(1, 1), (30, 30)))).sessions

    made = plan(pinned(rules, walks[:2]))

    assert marks(made, "walk")[:2] == "11"
    assert marks(made, "lift")[:2] == ".."


def test_appointments_and_sessions_of_other_plans_are_not_kept_twice() -> None:
    request = asked(
        activity("walk", Weekly(1, 2)), profile=Profile(appointments=(appointment("walk", "2026-11-25 12:00"),))
    )
    rules = catalog(request)
    best = plan(rules)
    of_another = plan(rules_of(activity("swim", Daily(1, 1)))).sessions

    assert plan(pinned(rules, (*best.sessions, *of_another))) == best


def test_days_may_keep_as_many_sessions_as_others_have() -> None:
    rules = rules_of(activity("walk", Weekly(2, 2), when=(720,)))
    uneven = plan(forced(forced(rules, "walk", 0), "walk", 1))

    made = plan(as_often(rules, uneven.sessions, {("walk", day) for day in range(7)}))

    assert marks(plan(rules), "walk") != marks(uneven, "walk") == "11....."
    assert marks(made, "walk") == "11....."
    assert made.cost == uneven.cost


def test_a_week_may_have_fewer_sessions() -> None:
    rules = rules_of(activity("walk", Weekly(1, 3)), activity("lift", Every(1, 7)), weeks=2)

    assert marks(plan(fewer_in_week(rules, "walk", 1, 1)), "walk")[7:].count("1") == 1
    assert marks(plan(fewer_in_week(rules, "walk", 0, 0)), "walk")[:7] == "......."
    assert marks(plan(fewer_in_week(rules, "lift", 1, 0)), "lift")[7:] == "......."


def test_days_that_look_alike_are_told_apart_by_what_is_asked_of_them() -> None:
    rules = rules_of(activity("stretch", Daily(1, 1), when=(720,)), profile=Profile(available=every_day("12:00-12:30")))
    noon = next(one for one in plan(rules).sessions if one.start.date() == MONDAY)

    made = plan(forbidden(forbidden(rules, "stretch", 0, at=instant(noon.start)), "stretch", 3))

    assert [f"{one.start:%a %H:%M}" for one in made.sessions] == [
        "Mon 12:15",
        "Tue 12:00",
        "Wed 12:00",
        "Fri 12:00",
        "Sat 12:00",
        "Sun 12:00",
    ]


def test_a_constraint_judges_days_and_nothing_else() -> None:
    asked_for, fewer = DayConstraint((Bounds(1, 1), *[Bounds()] * 6), 9), AtMostThisWeek(1)

    assert asked_for.judge(facts(0)).shortfall == 9
    assert asked_for.judge(facts(0, weekday=1)).shortfall == 0
    assert asked_for.judge(facts(2)).forbidden
    assert fewer.judge(facts(1, week_planned=2)).forbidden
    assert not fewer.judge(facts(0, week_planned=2)).forbidden
