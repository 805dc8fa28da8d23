"""max_minutes_per_day: the day's planned minutes stay within it (contract section 3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplan.model.profile import Profile
from backplan.rules.day_budget import DayBudget
from backplan.rules.record import Kept


@pytest.mark.parametrize(("minutes", "broken"), [(0, False), (59, False), (60, False), (61, True), (600, True)])
def test_an_hour_a_day(minutes: int, broken: bool) -> None:  # noqa: FBT001 - a table
    assert DayBudget(60).broken(minutes) is broken


def test_the_budget_is_the_profiles() -> None:
    assert DayBudget.in_profile(Profile(max_minutes_per_day=60)) == DayBudget(60)
    assert DayBudget.in_profile(Profile()) is None


def test_the_longest_day_of_a_phase_is_told() -> None:
    assert DayBudget(60).kept_each_day(()) == Kept("at most 1 hour", "at most 0 minutes")


def test_no_minutes_at_all_leave_room_for_nothing() -> None:
    assert DayBudget(0).broken(1)
    assert not DayBudget(0).broken(0)


@given(most=st.integers(0, 200), kept=st.integers(0, 200), more=st.integers(1, 200))
def test_a_day_may_have_more_than_what_stays_only_within_the_budget(most: int, kept: int, more: int) -> None:
    rule = DayBudget(most)

    assert rule.broken(kept + more) == (kept + more > rule.most(kept))
    assert kept <= rule.most(kept)
