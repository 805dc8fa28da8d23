"""A plan's days and its sessions' ids."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from uuid import UUID

from backplan.model.plan import NO_COST, Cost, session_id
from tests.builders import MONDAY, plan


def test_a_plan_covers_whole_weeks_from_its_start() -> None:
    two_weeks = plan(start=date(2026, 11, 26), weeks=2)
    assert two_weeks.days[0] == date(2026, 11, 26)
    assert two_weeks.days[-1] == date(2026, 12, 9)
    assert len(two_weeks.days) == 14
    assert two_weeks.end == date(2026, 12, 10)


def test_costs_are_compared_in_order_and_the_first_difference_decides() -> None:
    assert Cost(0, 9, 9, 9, 9) < Cost(1, 0, 0, 0, 0)
    assert Cost(1, 0, 0, 9, 9) < Cost(1, 0, 1, 0, 0)
    assert NO_COST == (0, 0, 0, 0, 0)


def test_an_id_is_the_same_whenever_it_is_made() -> None:
    # Calendars remember these ids: a change here makes every exported session a new event.
    assert session_id("low-back", MONDAY, "aerobics", 0, 0) == "7d888fdd-d035-5ea8-a784-f9e42795a682"


def test_every_part_of_an_id_makes_a_difference() -> None:
    parts = product(
        ("low-back", "low"), (MONDAY, MONDAY + timedelta(days=1)), ("aerobics", "walk"), (0, 1, 11), (0, 1, 10)
    )
    ids = [session_id(*of_one) for of_one in parts]
    assert len(set(ids)) == len(ids) == 72
    assert all(UUID(one).version == 5 for one in ids)
