"""alternate_with b: n(a, d) = 0 or n(b, d) = 0 (contract section 3)."""

from __future__ import annotations

import pytest

from backplan.model.frequency import Daily
from backplan.model.regimen import Phase
from backplan.rules.alternate import Alternate
from tests.builders import activity, asked, day_of, session

WALK, LIFT = activity("walk", Daily(0, 9), alternate_with=("lift",)), activity("lift", Daily(0, 9))


@pytest.mark.parametrize(
    ("walks", "lifts", "broken"), [(0, 1, 0), (1, 0, 0), (3, 0, 0), (1, 1, 1), (2, 1, 1), (1, 3, 1)]
)
def test_two_activities_never_share_a_day(walks: int, lifts: int, broken: int) -> None:
    sessions = [
        session(name, f"2026-11-23 {10 + number}:00", number=number)
        for name, count in (("walk", walks), ("lift", lifts))
        for number in range(count)
    ]

    found = list(Alternate.broken_on(day_of(asked(WALK, LIFT), *sessions)))

    assert [one.message for one in found] == ["Lift and Walk are both on Mon 23 Nov; they must never share a day."][
        :broken
    ]
    assert all(len(one.sessions) == walks + lifts for one in found)


def test_a_pair_is_one_whoever_names_it() -> None:
    both = activity("lift", Daily(0, 9), alternate_with=("walk", "lift"))

    assert Alternate.pairs(Phase("", None, (WALK, LIFT))) == (("lift", "walk"),)
    assert Alternate.pairs(Phase("", None, (WALK, both))) == (("lift", "walk"),)
    assert Alternate.pairs(Phase("", None, (LIFT,))) == ()


def test_a_regimen_names_all_others_at_once() -> None:
    assert Alternate("walk", ("lift", "swim"), ("Lift", "Swim")).asked() == "never on the same day as Lift or Swim"
    assert Alternate("walk", ()).asked() == ""
