"""What a week under way leaves open, each number verified by planning with and without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from backplan import app
from backplan.explain.slack import slack
from backplan.explain.what_if import prioritised
from backplan.model.frequency import Daily, Every, Weekly
from backplan.model.profile import Appointment, DateRange, Profile
from backplan.model.slack import Slack
from backplan.planner.plan import plan
from backplan.render.plan import slack_sentence
from backplan.rules.catalog import catalog
from tests.builders import MONDAY, activity, appointment, asked, low_back
from tests.oracle import generate
from tests.oracle.bridge import request_of
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest

DAYS = tuple(MONDAY + timedelta(days=number) for number in range(7))
MONDAY_, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = DAYS


def of(request: PlanRequest, today: date) -> dict[str, Slack]:
    return {one.activity: one for one in slack(request, app.planning.make_plan(request), today)}


def sentences(request: PlanRequest, today: date) -> list[str]:
    return [slack_sentence(one, today) for one in slack(request, app.planning.make_plan(request), today)]


# --- By hand ----------------------------------------------------------------------------------------------------------


def test_low_back_care_in_the_middle_of_its_week() -> None:
    assert sentences(asked(low_back()), WEDNESDAY) == [
        "Hamstring stretch: you can skip 5 of the 10 sessions left; once a day is enough.",
        "Lumbar stabilization: do the next session by Thu 26 Nov.",
        "Low-impact aerobics: do the next session by Fri 27 Nov.",
    ]


def test_what_lies_in_the_week_after_is_looked_at() -> None:
    """Every two to three days, and away at the beginning of the second week: Sunday's session may not be left out."""
    away = (DateRange(MONDAY + timedelta(days=7), MONDAY + timedelta(days=8)),)
    request = asked(activity("core", Every(2, 3)), weeks=2, profile=Profile(away=away))

    found = of(request, THURSDAY)["core"]

    assert (found.left, found.skipped) == (2, 0)


def test_a_walk_that_was_missed_pays_for_no_other_dose() -> None:
    """Wednesday's walk is gone and cannot be made up for; the strengthening is as due on Thursday as before."""
    request = asked(low_back())
    made = app.planning.make_plan(request)
    walk = next(one for one in made.sessions if one.activity == "aerobics" and one.start.date() == WEDNESDAY)
    left = replace(made, sessions=tuple(one for one in made.sessions if one is not walk))

    told = [slack_sentence(one, THURSDAY) for one in slack(request, left, THURSDAY)]

    assert told[1] == "Lumbar stabilization: do the next session today."


def test_a_week_that_asks_for_two_to_three_leaves_one_and_then_a_last_day() -> None:
    request = asked(activity("walk", Weekly(2, 3), days=(0, 2, 4)))

    assert sentences(request, MONDAY_) == [
        "Walk: you can skip 1 of the 3 sessions left; do the next one by Wed 25 Nov."
    ]
    assert sentences(request, TUESDAY) == [
        "Walk: you can skip 1 of the 2 sessions left; do the next one by Fri 27 Nov."
    ]
    assert sentences(request, FRIDAY) == ["Walk: you can skip the one session left."]
    assert sentences(request, SATURDAY) == []


def test_what_must_be_today_is_told_so() -> None:
    assert sentences(asked(activity("walk", Weekly(1, 1), days=(3,))), THURSDAY) == ["Walk: do the next session today."]


def test_another_activity_may_take_the_last_days() -> None:
    """Swimming has Saturday alone, and never shares it with walking."""
    free = asked(activity("walk", Weekly(1, 1)), activity("swim", Weekly(1, 1), days=(5, 6)))
    tied = asked(
        activity("walk", Weekly(1, 1), days=(0, 5)), activity("swim", Weekly(1, 1), days=(5,), alternate_with=("walk",))
    )

    assert of(free, MONDAY_)["walk"].latest == SUNDAY
    assert of(tied, MONDAY_)["walk"].latest == MONDAY_


def test_appointments_that_are_enough_leave_the_rest_open() -> None:
    request = asked(
        activity("walk", Weekly(1, 3)), profile=Profile(appointments=(appointment("walk", "2026-11-23 12:00"),))
    )

    found = of(request, TUESDAY)["walk"]

    assert found.skipped == found.left == 2
    assert found.latest is None


def test_days_between_sessions_may_leave_some_open() -> None:
    """Every one to three days: two sessions are enough, and the planner has chosen three for days that lie closer."""
    found = of(asked(activity("walk", Every(1, 3))), MONDAY_)["walk"]

    assert found.left == 3
    assert found.skipped == 1, "Wednesday and Saturday are enough"
    assert found.latest == WEDNESDAY


def test_of_a_dose_of_every_day_with_nothing_to_spare_there_is_nothing_to_say() -> None:
    assert sentences(asked(activity("stretch", Daily(1, 1))), WEDNESDAY) == []


def test_a_second_week_knows_the_first() -> None:
    request = asked(activity("lift", Every(2, 2)), weeks=2)
    made = app.planning.make_plan(request)
    last = max(one.start.date() for one in made.sessions if one.start.date() < MONDAY + timedelta(weeks=1))

    found = of(request, MONDAY + timedelta(weeks=1))["lift"]

    assert found.latest == last + timedelta(days=2)


@pytest.mark.parametrize("today", [MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)])
def test_a_plan_that_is_not_under_way_leaves_nothing_open(today: date) -> None:
    assert sentences(asked(low_back()), today) == []


@pytest.mark.parametrize(
    ("slack", "sentence"),
    [
        (Slack("w", "Walk", 4, 2, None, 0), "Walk: you can skip 2 of the 4 sessions left."),
        (
            Slack("w", "Walk", 4, 2, None, 2),
            "Walk: you can skip 2 of the 4 sessions left; twice a day is enough.",
        ),
        (Slack("w", "Walk", 2, 0, TUESDAY), "Walk: do the next session by Tue 24 Nov."),
    ],
)
def test_every_kind_of_sentence(slack: Slack, sentence: str) -> None:
    assert slack_sentence(slack, MONDAY) == sentence


# --- Made up: the same found in another way ---------------------------------------------------------------------------


def over(request: PlanRequest, made: Plan, today: date) -> PlanRequest:
    """The days before today and after its week made to be settled: what they hold as appointments, and nothing more."""
    monday = request.start + timedelta(weeks=(today - request.start).days // 7)
    sunday = monday + timedelta(days=6)
    past = tuple(
        Appointment(one.start.date(), 60 * one.start.hour + one.start.minute, one.minutes, one.activity)
        for one in made.sessions
        if not one.fixed and not today <= one.start.date() <= sunday
    )
    profile = request.profile
    away = (DateRange(request.start, today - timedelta(days=1)),) if today > request.start else ()
    away = (*away, DateRange(sunday + timedelta(days=1), made.end))
    return replace(
        request,
        profile=replace(profile, appointments=(*profile.appointments, *past), away=(*profile.away, *away)),
    )


def only_from(request: PlanRequest, name: str, today: date, later: int) -> PlanRequest:
    """One activity kept from so many days of today's week, from today on, by the weekdays on which it is allowed."""
    first = (today - request.start).days % 7 + later
    allowed = {(request.start + timedelta(days=number)).weekday() for number in range(first, 7)}
    return with_activity(request, name, lambda one: replace(one, days=tuple(d for d in one.days if d in allowed)))


def with_activity(request: PlanRequest, name: str, change: object) -> PlanRequest:
    phases = tuple(
        replace(phase, activities=tuple(change(one) if one.id == name else one for one in phase.activities))  # type: ignore[operator]
        for phase in request.regimen.phases
    )
    return replace(request, regimen=replace(request.regimen, phases=phases))


def shortfall(request: PlanRequest, name: str) -> int:
    """What must be missing at least, the one activity's own dose before all others."""
    return plan(prioritised(catalog(request), name)).cost.shortfall


@pytest.mark.parametrize("first", fast_first(range(0, 240, 40)))
def test_one_day_later_would_be_too_late_and_one_session_fewer_too_few(first: int) -> None:
    latest = skipped = 0
    for seed in range(first, first + 40):
        request = request_of(generate.instance(seed, size="small"))
        if request.weeks > 3 or request.profile.max_minutes_per_day is not None:
            continue  # the minutes of appointments do not count towards the day's most, and those of sessions do
        made = app.planning.make_plan(request)
        today = request.start + timedelta(days=seed % (7 * request.weeks))
        rest = over(request, made, today)
        for one in slack(request, made, today):
            allowed = shortfall(rest, one.activity)
            if one.latest is not None:
                latest += 1
                days = (one.latest - today).days
                assert shortfall(only_from(rest, one.activity, today, days), one.activity) <= allowed, (seed, one)
                assert shortfall(only_from(rest, one.activity, today, days + 1), one.activity) > allowed, (seed, one)
            found = request.regimen.activity_at(one.activity, request.first_week)
            assert found is not None
            frequency = found[0].frequency
            if isinstance(frequency, Weekly) and one.skipped and request.weeks == 1:
                skipped += 1
                total = sum(session.activity == one.activity for session in made.sessions)
                for fewer, enough in ((one.skipped, True), (one.skipped + 1, False)):
                    if fewer > one.left or fewer == total:
                        continue
                    most = Weekly(frequency.least, total - fewer)
                    changed = with_activity(rest, one.activity, lambda it, most=most: replace(it, frequency=most))
                    assert (shortfall(changed, one.activity) <= allowed) is enough, (seed, one)
    assert latest
