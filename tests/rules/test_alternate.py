"""alternate_with b: n(a, d) = 0 or n(b, d) = 0 (contract section 3)."""

from __future__ import annotations

import pytest

from backplan.rules.spacing import Alternate


@pytest.mark.parametrize(
    ("first", "second", "broken"),
    [(0, 0, False), (1, 0, False), (0, 1, False), (3, 0, False), (1, 1, True), (2, 1, True), (1, 3, True)],
)
def test_two_activities_never_share_a_day(first: int, second: int, broken: bool) -> None:  # noqa: FBT001 - a table
    assert Alternate("aerobics", "strength").broken(first, second) is broken
