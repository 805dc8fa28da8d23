"""A regimen answers which activity is done in which week, and for how long (contract sections 1 and 1.2)."""

from __future__ import annotations

import pytest

from backplan.model.frequency import Daily, Weekly
from backplan.model.regimen import Phase, Regimen
from tests.builders import activity, regimen

STRETCH = activity("stretch", Daily(1, 2), (5, 5))
WALK = activity("walk", Weekly(3, 3), (30, 40), progression=4)
LONGER_WALK = activity("walk", Weekly(5, 5), (40, 60), progression=5, title="Long walk")
PHASES = regimen(
    phases=[Phase("Calm", 2, (STRETCH,)), Phase("Build", 3, (WALK, STRETCH)), Phase("Keep", 1, (LONGER_WALK,))]
)
OPEN_END = regimen(phases=[Phase("Calm", 2, (STRETCH,)), Phase("Keep", None, (LONGER_WALK,))])


@pytest.mark.parametrize(("week", "minutes"), [(0, 30), (1, 34), (2, 38), (3, 40), (4, 40), (500, 40)])
def test_sessions_grow_week_by_week_up_to_the_longest(week: int, minutes: int) -> None:
    assert WALK.minutes(week) == minutes


def test_sessions_without_progression_stay_at_the_shortest() -> None:
    assert activity("walk", Daily(1, 1), (15, 20)).minutes(12) == 15


def test_a_regimen_without_phases_goes_on_for_ever() -> None:
    plain = regimen(WALK)
    assert plain.phase_at(0) == (Phase("", None, (WALK,)), 0)
    assert plain.activity_at("walk", 500) == (WALK, 40)


@pytest.mark.parametrize(
    ("week", "title", "first"), [(0, "Calm", 0), (1, "Calm", 0), (2, "Build", 2), (4, "Build", 2), (5, "Keep", 5)]
)
def test_phases_follow_one_another(week: int, title: str, first: int) -> None:
    found = PHASES.phase_at(week)
    assert found is not None
    assert (found[0].title, found[1]) == (title, first)


def test_nothing_comes_after_a_last_phase_with_an_end() -> None:
    assert PHASES.phase_at(6) is None
    assert PHASES.activity_at("walk", 6) is None


def test_a_last_phase_without_weeks_never_ends() -> None:
    assert OPEN_END.phase_at(500) == (OPEN_END.phases[1], 2)


@pytest.mark.parametrize(("week", "minutes"), [(2, 30), (3, 34), (4, 38), (5, 40)])
def test_progression_counts_from_the_beginning_of_the_phase(week: int, minutes: int) -> None:
    found = PHASES.activity_at("walk", week)
    assert found is not None
    assert found[1] == minutes


def test_an_activity_takes_part_in_its_phases_only() -> None:
    assert PHASES.activity_at("walk", 1) is None
    assert PHASES.activity_at("stretch", 4) == (STRETCH, 5)
    assert PHASES.activity_at("stretch", 5) is None
    assert PHASES.activity_at("no-such", 0) is None


def test_ids_of_all_phases_stand_once_in_reading_order() -> None:
    assert PHASES.activity_ids == ("stretch", "walk")


def test_a_title_is_that_of_the_first_phase_that_has_the_activity() -> None:
    assert PHASES.title_of("walk") == "Walk"
    assert Regimen("x", "X", (PHASES.phases[2],)).title_of("walk") == "Long walk"
    assert PHASES.title_of("no-such") == "no-such"
