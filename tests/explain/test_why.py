"""Each kind of answer by hand, with the words that a patient reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from backplan import app
from backplan.errors import UsageError
from backplan.explain.price import cost_of
from backplan.explain.why import CHANGED
from backplan.model.frequency import Daily, Every, Weekly
from backplan.model.profile import DateRange, Profile
from backplan.model.question import Answer, AnswerKind, Question
from backplan.model.regimen import TimeOfDay
from backplan.rules.catalog import catalog
from tests.builders import MONDAY, activity, appointment, asked, every_day, low_back

if TYPE_CHECKING:
    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (MONDAY + timedelta(days=number) for number in range(1, 7))
NOON = 12 * 60


def answer(request: PlanRequest, name: str, on: date, at: int | None = None, *, fewer: bool = False) -> Answer:
    return app.explaining.why(request, app.planning.make_plan(request), Question(name, on, at, fewer=fewer))


def walks(*, most: int = 3, **life: object) -> PlanRequest:
    """Walks of half an hour around noon, so many times a week."""
    return asked(
        activity("walk", Weekly(most, most), (30, 30), when=(NOON,)),
        profile=Profile(**life),  # type: ignore[arg-type]
    )


# --- Impossible -------------------------------------------------------------------------------------------------------


def test_a_day_away_is_no_place_for_a_session() -> None:
    told = answer(walks(away=(DateRange(TUESDAY, THURSDAY),)), "walk", WEDNESDAY)

    assert told.kind is AnswerKind.IMPOSSIBLE
    assert told.message == "Walk cannot be on Wed 25 Nov."
    assert told.because == ("you are away from Tue 24 Nov to Thu 26 Nov",)
    assert (told.otherwise, told.cost_otherwise) == ((), None)


def test_two_limits_that_forbid_a_time_together_are_both_named() -> None:
    request = walks(away=(DateRange(WEDNESDAY, WEDNESDAY),), available=every_day("17:00-19:00"))

    told = answer(request, "walk", WEDNESDAY, NOON)

    assert told.message == "Walk cannot be on Wed 25 Nov at 12:00."
    assert told.because == (
        "you are away on Wed 25 Nov",
        "on Wednesdays a session must be between 17:00 and 19:00, and it lasts 30 minutes",
    )


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (12 * 60 + 5, "sessions start on the quarter hour, such as 12:00 or 12:15"),
        (23 * 60 + 45, "a session lasts 30 minutes and would end after midnight"),
        (5 * 60, "on Wednesdays a session must be between 06:00 and 22:00, and it lasts 30 minutes"),
    ],
)
def test_a_time_may_be_impossible_on_any_day(clock: int, words: str) -> None:
    assert answer(walks(), "walk", WEDNESDAY, clock).because == (words,)


def test_a_time_that_the_clocks_skip_is_impossible() -> None:
    sunday = date(2027, 3, 28)
    request = asked(activity("walk", Daily(1, 1)), start=sunday, profile=Profile(available=every_day("00:00-24:00")))

    told = answer(request, "walk", sunday, 2 * 60 + 30)

    assert told.because == ("the clocks change on that day and skip that time",)


def test_what_the_prescription_forbids_is_told_in_its_words() -> None:
    only_some = asked(activity("walk", Weekly(2, 2), days=(0, 2, 4)))
    rested = asked(
        activity("swim", Weekly(1, 2), rest_days=2),
        profile=Profile(appointments=(appointment("swim", "2026-11-24 10:00"),)),
    )
    spaced = asked(
        activity("lift", Every(3, 4)), profile=Profile(appointments=(appointment("lift", "2026-11-24 10:00"),))
    )
    full = asked(
        activity("ride", Weekly(1, 1)), profile=Profile(appointments=(appointment("ride", "2026-11-24 10:00"),))
    )

    assert answer(only_some, "walk", TUESDAY).because == ("it is only allowed on Mon, Wed and Fri",)
    assert answer(rested, "swim", WEDNESDAY).because == (
        "it needs 2 full rest days between sessions, and there is already one on Tue 24 Nov",
    )
    assert answer(spaced, "lift", THURSDAY).because == (
        "it is prescribed every 3 to 4 days, and there is already one on Tue 24 Nov",
    )
    assert answer(full, "ride", THURSDAY).because == (
        "it is prescribed once a week, and appointments already fill that week",
    )


def test_what_a_life_leaves_no_room_for_is_told() -> None:
    short = walks(max_minutes_per_day=20)
    late = asked(activity("walk", Weekly(1, 1), after_waking=120), profile=Profile(wake=8 * 60))
    taken = asked(
        activity("walk", Weekly(1, 1)),
        activity("swim", Weekly(1, 1)),
        profile=Profile(appointments=(appointment("swim", "2026-11-25 12:00"),)),
    )

    assert answer(short, "walk", WEDNESDAY).because == (
        "your limit is 20 minutes of exercise a day, and one session lasts 30 minutes",
    )
    assert answer(late, "walk", WEDNESDAY, 9 * 60).because == (
        "it may not start until 2 hours after getting up at 08:00",
    )
    assert answer(taken, "walk", WEDNESDAY, NOON).because == (
        "there is an appointment for Swim on Wed 25 Nov at 12:00, which lasts 30 minutes",
    )


def test_what_never_shares_a_day_cannot_join_an_appointment() -> None:
    request = asked(
        activity("walk", Weekly(1, 1), alternate_with=("swim",)),
        activity("swim", Weekly(1, 1)),
        profile=Profile(appointments=(appointment("swim", "2026-11-25 12:00"),)),
    )

    assert answer(request, "walk", WEDNESDAY).because == (
        "it is never on the same day as Swim, which has an appointment that day",
    )


def test_what_is_never_planned_is_told_so() -> None:
    told = answer(asked(low_back()), "steroid-injection", WEDNESDAY)

    assert told.because == ("it is never planned: it only happens as an appointment, at most 3 a year",)


# --- At a price -------------------------------------------------------------------------------------------------------


def test_a_session_that_is_prescribed_every_day_is_missed_where_it_is_left_out() -> None:
    request = asked(activity("stretch", Daily(1, 1), when=(TimeOfDay.MORNING,)))

    told = answer(request, "stretch", TUESDAY)

    assert told.kind is AnswerKind.PRICE
    assert told.message == "Stretch is on Tue 24 Nov because the plan would be worse without it on that day."
    assert told.because == ("Stretch: 1 session fewer than prescribed",)
    assert told.instead == ("Stretch would no longer be on Tue 24 Nov.",)


def test_one_of_two_sessions_of_a_day_may_be_asked_about() -> None:
    told = answer(asked(activity("stretch", Daily(1, 2))), "stretch", TUESDAY, fewer=True)

    assert told.message == (
        "Stretch is on Tue 24 Nov twice because the plan would be worse with one session fewer on that day."
    )
    assert told.because == ("Stretch: 1 session fewer",)


def test_days_that_are_less_even_are_told_by_how_far_they_are_apart() -> None:
    request = walks(away=(DateRange(THURSDAY, THURSDAY), DateRange(SATURDAY, SUNDAY)))

    told = answer(request, "walk", TUESDAY)

    assert told.kind is AnswerKind.PRICE
    assert told.message == "Walk could be on Tue 24 Nov, but the plan would be worse."
    assert told.because == ("Walk: less even spacing: 1 and 2 days apart instead of 2 and 2",)
    assert told.instead == ("Walk would be on Tue 24 Nov instead of Mon 23 Nov.",)


def test_a_time_further_from_the_preferred_one_is_told_in_minutes() -> None:
    told = answer(walks(most=7), "walk", TUESDAY, NOON + 45)

    assert told.message == "Walk could be on Tue 24 Nov at 12:45, but the plan would be worse."
    assert told.because == ("Walk: 45 minutes further from your preferred times in total",)
    assert told.instead == ("Walk would be at 12:45 instead of 12:00 on Tue 24 Nov.",)


def test_a_day_that_gets_fuller_is_told_by_its_minutes() -> None:
    request = asked(
        activity("walk", Weekly(1, 1), (30, 30)),
        activity("swim", Weekly(1, 1), (20, 20), days=(1,)),
    )

    told = answer(request, "walk", TUESDAY)

    assert told.because == ("a busier day: 50 minutes instead of 20 minutes on Tue 24 Nov",)
    assert told.instead == ("Walk would be on Tue 24 Nov instead of Mon 23 Nov.",)


# --- Just as good -----------------------------------------------------------------------------------------------------


def test_between_days_that_are_as_good_the_first_that_is_found_is_taken() -> None:
    told = answer(walks(most=1), "walk", THURSDAY)

    assert told.kind is AnswerKind.AS_GOOD
    assert told.message == "Walk could be on Thu 26 Nov: the plan would be just as good."
    assert told.because == (
        (
            "of several equally good plans, backplan always keeps the first that it finds, so the same "
            "prescription always gives the same plan"
        ),
    )
    assert told.instead == ("Walk would be on Thu 26 Nov instead of Mon 23 Nov.",)
    assert told.cost == told.cost_otherwise


def test_between_times_that_are_as_good_the_later_is_taken() -> None:
    request = asked(
        activity("walk", Daily(1, 1), when=(NOON,)),
        profile=Profile(available=every_day("11:00-12:00", "12:15-13:00")),
    )
    mornings = answer(request, "walk", TUESDAY, 11 * 60 + 45)
    noons = answer(request, "walk", TUESDAY, 12 * 60 + 15)

    assert mornings.message == "Walk could be on Tue 24 Nov at 11:45: the plan would be just as good."
    assert noons.message == (
        "Walk is on Tue 24 Nov at 12:15, but the plan would be just as good without it at that time."
    )
    assert mornings.because == noons.because == ("of equally good times, the later one is used",)
    assert noons.instead == ("Walk would be at 11:45 instead of 12:15 on Tue 24 Nov.",)


def test_where_nobody_says_when_a_usual_time_of_day_is_taken() -> None:
    told = answer(asked(activity("walk", Daily(1, 1))), "walk", TUESDAY, 10 * 60)

    assert told.kind is AnswerKind.AS_GOOD
    assert told.because == (
        "no time of day is prescribed or preferred for it, so a time near 07:30, 12:30, 15:30 or 18:30 is used",
    )


def test_two_activities_that_change_places_are_on_other_days() -> None:
    request = asked(
        activity("walk", Weekly(1, 1), days=(0, 1), alternate_with=("swim",)),
        activity("swim", Weekly(1, 1), days=(0, 1)),
    )

    told = answer(request, "walk", TUESDAY)

    assert told.kind is AnswerKind.AS_GOOD
    assert told.because[0].startswith("of several equally good plans")
    assert len(told.instead) == 2


# --- Otherwise --------------------------------------------------------------------------------------------------------


def test_of_an_appointment_nothing_is_decided() -> None:
    request = asked(
        activity("walk", Weekly(1, 2)), profile=Profile(appointments=(appointment("walk", "2026-11-25 12:00"),))
    )

    told = answer(request, "walk", WEDNESDAY)

    assert told.kind is AnswerKind.FIXED
    assert told.message == "Walk on Wed 25 Nov is an appointment and is never moved."


def moved(made: Plan, day: date, by: timedelta) -> Plan:
    return replace(
        made,
        sessions=tuple(
            sorted(
                (
                    replace(one, start=one.start + by, end=one.end + by) if one.start.date() == day else one
                    for one in made.sessions
                ),
                key=lambda one: one.start,
            )
        ),
    )


def test_a_plan_that_was_changed_by_hand_may_be_worse_than_without_the_change() -> None:
    request = walks(most=7)
    made = moved(app.planning.make_plan(request), TUESDAY, timedelta(hours=1))

    told = app.explaining.why(request, made, Question("walk", TUESDAY, 13 * 60))

    assert told.kind is AnswerKind.BETTER
    assert told.message == "Walk is on Tue 24 Nov at 13:00, but the plan would be better without it at that time."
    assert told.because == ("Walk: 1 hour closer to your preferred times in total",)
    assert told.note == CHANGED
    assert told.cost == cost_of(catalog(request), made.sessions)


def test_a_session_that_breaks_a_limit_is_told_so() -> None:
    request = walks()
    made = app.planning.make_plan(request)
    first = made.sessions[0].start.date()
    away = replace(request, profile=replace(request.profile, away=(DateRange(first, first),)))

    told = app.explaining.why(away, made, Question("walk", first))

    assert told.kind is AnswerKind.IMPOSSIBLE
    assert told.message == "Walk is on Mon 23 Nov, but is not allowed there."
    assert told.because == ("Walk on Mon 23 Nov at 12:00 is on a day when you are away.",)


def test_where_something_else_breaks_a_limit_the_question_is_refused() -> None:
    request = walks()
    made = app.planning.make_plan(request)
    first = made.sessions[0].start.date()
    away = replace(request, profile=replace(request.profile, away=(DateRange(first, first),)))

    with pytest.raises(UsageError, match=r"breaks a limit.*Walk on Mon 23 Nov at 12:00 is on a day when you are away"):
        app.explaining.why(away, made, Question("walk", SUNDAY))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("massage", MONDAY), "has no activity 'massage'"),
        (Question("walk", MONDAY + timedelta(days=7)), "Mon 30 Nov is not in this plan"),
        (Question("walk", MONDAY - timedelta(days=1)), "Sun 22 Nov is not in this plan"),
    ],
)
def test_a_question_about_nothing_in_the_plan_is_refused(question: Question, words: str) -> None:
    request = walks()
    with pytest.raises(UsageError, match=words):
        app.explaining.why(request, app.planning.make_plan(request), question)


# --- Under way --------------------------------------------------------------------------------------------------------


def test_what_is_over_stays_where_a_later_day_is_asked_about() -> None:
    request = walks(most=1)
    made = app.planning.make_plan(request)
    assert [one.start.date() for one in made.sessions] == [MONDAY]

    told = app.explaining.why(request, made, Question("walk", THURSDAY), TUESDAY)
    to_come = app.explaining.why(request, made, Question("walk", THURSDAY), MONDAY)
    over = app.explaining.why(request, made, Question("walk", MONDAY), TUESDAY)

    assert told.kind is AnswerKind.IMPOSSIBLE
    assert told.because == ("it is prescribed once a week, and that week already has that many",)
    assert to_come.kind is over.kind is AnswerKind.AS_GOOD


def test_nothing_is_added_to_days_that_are_over() -> None:
    request = walks(away=(DateRange(THURSDAY, THURSDAY), DateRange(SATURDAY, SUNDAY)))
    made = app.planning.make_plan(request)

    told = app.explaining.why(request, made, Question("walk", WEDNESDAY), WEDNESDAY)

    assert told.kind is AnswerKind.PRICE
    assert told.because == ("Walk: 1 session fewer than prescribed",)
    assert [one.start.date() for one in told.otherwise] == [MONDAY, FRIDAY]


def test_a_day_outside_the_plan_is_no_today_of_it() -> None:
    request = walks(most=1)
    made = app.planning.make_plan(request)
    question = Question("walk", THURSDAY)

    for today in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)):
        assert app.explaining.why(request, made, question, today) == app.explaining.why(request, made, question)


# --- Long plans -------------------------------------------------------------------------------------------------------


def far_apart(least: int, most: int, weeks: int, **more: object) -> PlanRequest:
    start = date(2026, 11, 30)
    return asked(activity("walk", Every(least, most), (30, 30), **more), start=start, weeks=weeks)  # type: ignore[arg-type]


@pytest.mark.parametrize("on", [date(2027, 1, 14), date(2027, 1, 25), date(2027, 2, 1), date(2027, 2, 11)])
def test_where_sessions_lie_weeks_apart_others_make_room_for_the_one_in_question(on: date) -> None:
    request = far_apart(20, 30, 26, days=(0, 3))

    told = answer(request, "walk", on)

    assert told.kind is AnswerKind.PRICE
    assert on in {one.start.date() for one in told.otherwise}
    assert told.because[0].startswith("Walk: less even")


def test_no_session_of_the_plan_itself_forbids_another_before_it_is_over() -> None:
    request = far_apart(20, 30, 26, days=(0, 3))
    made = app.planning.make_plan(request)
    question = Question("walk", date(2027, 2, 1))

    before = app.explaining.why(request, made, question, date(2027, 1, 18))
    after = app.explaining.why(request, made, question, date(2027, 1, 19))

    assert before.kind is AnswerKind.PRICE
    assert after.kind is AnswerKind.IMPOSSIBLE
    assert after.because == ("it is prescribed every 20 to 30 days, and there is already one on Mon 18 Jan",)


@pytest.mark.parametrize("day", range(0, 112, 9))
def test_in_a_long_plan_every_day_that_is_allowed_may_be_had(day: int) -> None:
    request = far_apart(10, 14, 16)
    on = request.start + timedelta(days=day)
    made = app.planning.make_plan(request)
    was_there = any(one.start.date() == on for one in made.sessions)

    told = app.explaining.why(request, made, Question("walk", on))

    assert told.kind in {AnswerKind.PRICE, AnswerKind.AS_GOOD}
    assert any(one.start.date() == on for one in told.otherwise) is not was_there
    assert told.cost == made.cost


def test_what_would_change_is_told_of_the_week_in_question_and_of_others_that_they_would() -> None:
    request = asked(low_back(), weeks=4)
    day = MONDAY + timedelta(weeks=3, days=1)

    told = answer(request, "aerobics", day)

    assert told.kind is AnswerKind.PRICE
    assert told.instead[-1] == "Other weeks would change too."
    assert all(len(sentence) < 180 for sentence in (*told.because, *told.instead))
    assert len(told.instead) <= 4
