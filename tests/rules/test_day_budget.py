"""max_minutes_per_day: the day's planned minutes stay within it (contract section 3)."""

from __future__ import annotations

import pytest

from backplan.rules.place import DayBudget


@pytest.mark.parametrize(("minutes", "broken"), [(0, False), (59, False), (60, False), (61, True), (600, True)])
def test_an_hour_a_day(minutes: int, broken: bool) -> None:  # noqa: FBT001 - a table
    assert DayBudget(60).broken(minutes) is broken


def test_no_minutes_at_all_leave_room_for_nothing() -> None:
    assert DayBudget(0).broken(1)
    assert not DayBudget(0).broken(0)
