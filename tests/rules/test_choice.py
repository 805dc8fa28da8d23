"""choose: a session is one of the alternatives of its week, whatever their capitals."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backplan.model.frequency import Daily
from backplan.model.regimen import Phase
from backplan.rules.catalog import catalog
from backplan.rules.choice import Choice
from backplan.rules.placed import place_all
from tests.builders import MONDAY, activity, asked, regimen, session

WALK = activity("walk", Daily(1, 1), choose=("park", "forest"))


@pytest.mark.parametrize(("choice", "allowed"), [(None, True), ("park", True), (" FOREST", True), ("city", False)])
def test_a_session_is_one_of_the_alternatives(choice: str | None, allowed: bool) -> None:  # noqa: FBT001 - a table
    assert Choice(("park", "forest")).allows(choice) is allowed


def test_where_there_is_nothing_to_choose_any_choice_is_another() -> None:
    assert Choice(()).allows(None)
    assert not Choice(()).allows("park")
    assert Choice(()).asked() == ""


def told(days: int, choice: str, *, week: int = 0) -> list[str]:
    phases = [Phase("One", 1, (WALK,)), Phase("Two", None, (activity("walk", Daily(1, 1), choose=("city",)),))]
    rules = catalog(asked(regimen(phases=phases), weeks=3))
    sessions = [
        replace(session("walk", f"{MONDAY + timedelta(days=day)} 08:00", number=day), choice=choice, week=week)
        for day in range(days)
    ]
    return [one.message for one in Choice.broken_in(rules, place_all(rules, sessions))]


def test_the_alternatives_are_those_of_the_sessions_week() -> None:
    assert told(1, "city", week=1) == []
    assert told(2, "city") == ["Walk on Mon 23 Nov and Tue 24 Nov: city is not prescribed."]
    assert told(1, "park", week=1) == ["Walk on Mon 23 Nov: park is not prescribed."]


def test_many_days_are_counted() -> None:
    (message,) = told(9, "city")

    assert message.endswith("Sun 29 Nov and 2 others: city is not prescribed.")
