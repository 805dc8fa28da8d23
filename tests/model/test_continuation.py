from __future__ import annotations

from datetime import date

import pytest

from backplan.model.continuation import continuation
from backplan.model.plan import weeks_away
from backplan.model.profile import DateRange
from tests.builders import plan


@pytest.mark.parametrize(
    ("away", "weeks"),
    [
        ([], set()),
        ([("2026-11-30", "2026-12-06")], {1}),
        ([("2026-11-30", "2026-12-05")], set()),
        ([("2026-12-04", "2026-12-20"), ("2026-11-29", "2026-12-03")], {1, 2, 3}),
        ([("2020-01-01", "2030-01-01")], {0, 1, 2, 3}),
        ([("2026-12-21", "2027-01-31")], set()),
    ],
)
def test_a_week_is_away_if_all_its_days_are(away: list[tuple[str, str]], weeks: set[int]) -> None:
    ranges = tuple(DateRange(date.fromisoformat(first), date.fromisoformat(last)) for first, last in away)

    assert weeks_away(date(2026, 11, 23), 4, ranges) == weeks


@pytest.mark.parametrize(
    ("start", "first_week", "weeks_off"),
    [
        ("2026-11-01", 5, 0),
        ("2026-11-30", 6, 0),
        ("2026-12-20", 8, 0),
        ("2026-12-21", 9, 0),
        ("2026-12-27", 9, 0),
        ("2026-12-28", 8, 1),
        ("2028-01-03", 0, 54),
    ],
)
def test_a_plan_stands_where_its_start_falls_in_the_earlier_one(start: str, first_week: int, weeks_off: int) -> None:
    earlier = plan(weeks=4, first_week=5)

    assert continuation(earlier, date.fromisoformat(start), "low-back") == (first_week, weeks_off)
    assert continuation(earlier, date.fromisoformat(start), "other") == (0, weeks_off)
