"""How long exercises take, reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backplan.advice.sessions import exercise_seconds, exercises_seconds, one_session, tolerance
from backplan.model.frequency import Daily
from backplan.model.regimen import Exercise, Sides
from tests.builders import activity


@pytest.mark.parametrize(
    ("exercise", "seconds"),
    [
        # 3 x (40 + 3) on two sides, 20 to get ready.
        (Exercise("Stretch", sets=1, reps=3, hold=40, sides=Sides.BOTH), 278),
        (Exercise("Stretch", sets=1, reps=3, hold=40, sides=Sides.ALTERNATE), 278),
        (Exercise("Stretch", sets=1, reps=3, hold=40, sides=Sides.LEFT), 149),
        (Exercise("Stretch", sets=1, reps=3, hold=40), 149),
        # 2 x 10 x (3 + 3), one rest, 20 to get ready.
        (Exercise("Lift", sets=2, reps=10, hold=3), 170),
        (Exercise("Lift", sets=2, reps=10, hold=3, rest=60), 200),
        (Exercise("Lift", sets=2, reps=10, hold=3, rest=0), 140),
        # Moved without a hold: 8 x 3 + 20.
        (Exercise("Roll", reps=8), 44),
        # Held once: 180 + 3 + 20.
        (Exercise("Lie", hold=180), 203),
        (Exercise("Walk"), None),
        (Exercise("Sets of what", sets=3), None),
    ],
)
def test_seconds_of_an_exercise(exercise: Exercise, seconds: int | None) -> None:
    assert exercise_seconds(exercise) == seconds


def test_exercises_take_their_sum_if_each_can_be_reckoned() -> None:
    roll, walk = Exercise("Roll", reps=8), Exercise("Walk")

    assert exercises_seconds((roll, roll)) == 88
    assert exercises_seconds((roll, walk)) is None
    assert exercises_seconds(()) is None


def test_a_session_holds_one_of_the_exercises_that_are_chosen_from_and_all_others() -> None:
    warm_up, bike, swim = Exercise("Warm-up"), Exercise("Bike"), Exercise("Swim")
    chosen = replace(activity("a", Daily(1, 1), choose=("bike", "swim")), exercises=(warm_up, bike, swim))

    assert one_session(chosen) == ((warm_up, bike), (warm_up, swim))
    assert one_session(replace(chosen, choose=("alone", "with a friend"))) == ((warm_up, bike, swim),)


def test_two_minutes_or_a_fifth_of_the_session_are_let_pass() -> None:
    assert [tolerance(minutes) for minutes in (1, 5, 10, 15)] == [120, 120, 120, 180]
