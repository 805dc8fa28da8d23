"""The difference of two plans, cost by cost, in the words that a patient reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from backplan.explain.price import cost_of, price
from backplan.model.frequency import Daily, Every, Weekly
from backplan.rules.catalog import catalog
from tests.builders import activity, asked, session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.frequency import Frequency
    from backplan.model.plan import Session

NOON = 12 * 60
DAYS = ("2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29")


def walks(*places: str, minutes: int = 15) -> tuple[Session, ...]:
    """`0 12:00` is Monday at noon."""
    found = []
    for place in places:
        day, clock = place.split()
        found.append(session("walk", f"{DAYS[int(day)]} {clock}", minutes))
    return tuple(found)


def told(frequency: Frequency, before: Sequence[Session], after: Sequence[Session]) -> list[tuple[str, bool, str]]:
    rules = catalog(asked(activity("walk", frequency, when=(NOON,))))
    changes = price(rules, before, after)
    back = price(rules, after, before)
    # What is worse one way is better the other way.
    assert {(one.cost, one.worse) for one in changes if one.cost != "load"} == {
        (one.cost, not one.worse) for one in back if one.cost != "load"
    }
    return [(one.cost, one.worse, one.words) for one in changes]


def noons(*days: int) -> tuple[Session, ...]:
    return walks(*(f"{day} 12:00" for day in days))


def test_equal_plans_differ_in_nothing() -> None:
    assert told(Weekly(2, 2), noons(0, 3), noons(0, 3)) == []


@pytest.mark.parametrize(
    ("frequency", "before", "after", "words"),
    [
        (Weekly(3, 3), (0, 2, 4), (0, 2), "Walk: 1 session fewer than prescribed"),
        (Weekly(3, 3), (0,), (0, 2, 4), "Walk: 2 more of the prescribed sessions"),
        (Daily(1, 1), range(7), (0, 1, 2, 3), "Walk: 3 sessions fewer than prescribed"),
        (Every(2, 2), (1, 3, 5), (1, 3), "Walk: 2 days longer without a session than prescribed"),
        (Every(2, 2), (1, 3), (1, 3, 5), "Walk: 2 fewer days without a session than prescribed"),
    ],
)
def test_a_shortfall_is_told_in_sessions_or_in_days(
    frequency: Frequency, before: Sequence[int], after: Sequence[int], words: str
) -> None:
    cost, worse, said = told(frequency, noons(*before), noons(*after))[0]

    assert (cost, worse, said) == ("shortfall", len(after) < len(before), words)


def test_sessions_past_the_least_are_told_as_fewer_and_those_below_it_only_once() -> None:
    missed = told(Weekly(1, 3), noons(0, 2, 4), noons(0))
    below = told(Weekly(2, 3), noons(0, 2, 4), noons(0))

    assert missed[0] == ("missed", True, "Walk: 2 sessions fewer")
    assert [words for _, _, words in below] == ["Walk: 1 session fewer than prescribed"]


@pytest.mark.parametrize(
    ("frequency", "before", "after", "words"),
    [
        (Weekly(3, 3), (0, 2, 4), (0, 1, 4), "Walk: less even spacing: 1 and 3 days apart instead of 2 and 2"),
        (Weekly(3, 3), (0, 1, 4), (0, 2, 4), "Walk: more even spacing: 2 and 2 days apart instead of 1 and 3"),
        (Weekly(2, 2), (0, 3), (0, 1), "Walk: less even spacing: 1 day apart instead of 3"),
        (Every(1, 3), (0, 2, 5), (1, 4, 6), "Walk: less even spacing: 3 and 2 days apart instead of 2 and 3"),
    ],
)
def test_unevenness_is_told_by_the_days_between_sessions(
    frequency: Frequency, before: Sequence[int], after: Sequence[int], words: str
) -> None:
    changes = told(frequency, noons(*before), noons(*after))
    if frequency == Every(1, 3):
        assert changes == [], "the order of the gaps makes no difference"
    else:
        assert changes[0][2] == words


def test_of_many_gaps_only_those_that_differ_are_told() -> None:
    request = asked(activity("walk", Weekly(3, 3)), weeks=4)
    even = [day for week in range(4) for day in (7 * week, 7 * week + 2, 7 * week + 4)]
    moved = [8 if day == 9 else day for day in even]
    before, after = (
        tuple(
            session("walk", f"2026-{11 if day < 8 else 12}-{day + 23 if day < 8 else day - 7:02d} 12:00")
            for day in days
        )
        for days in (even, moved)
    )

    assert [one.words for one in price(catalog(request), before, after)] == [
        "Walk: less even spacing: 1 and 3 days apart instead of 2 and 2"
    ]


def test_preference_is_told_in_minutes_in_all_where_there_are_several_sessions() -> None:
    one = told(Weekly(1, 1), noons(0), walks("0 12:45"))
    several = told(Weekly(2, 2), noons(0, 3), walks("0 13:30", "3 12:00"))

    assert one == [("preference", True, "Walk: 45 minutes further from your preferred time")]
    assert several == [("preference", True, "Walk: 1 hour 30 minutes further from your preferred times in total")]


def test_a_session_more_that_is_far_from_its_time_is_told_with_its_number() -> None:
    assert told(Every(1, 7), walks("3 12:00"), walks("3 12:00", "4 12:15"))[0] == (
        "preference",
        True,
        "Walk: 2 sessions instead of 1, 15 minutes further from your preferred times in total",
    )


def test_what_a_missing_session_is_not_late_for_is_no_gain() -> None:
    changes = told(Weekly(2, 2), walks("0 13:00", "3 13:00"), walks("0 13:00"))

    assert [words for _, _, words in changes] == ["Walk: 1 session fewer than prescribed"]


def test_fuller_days_are_told_together_where_their_minutes_are_alike() -> None:
    rules = catalog(asked(activity("walk", Weekly(1, 7)), activity("swim", Weekly(1, 1))))
    swim = (session("swim", "2026-11-25 10:00", 20),)
    before, after = (*noons(0), *swim), (*noons(2), *swim)

    assert [one.words for one in price(rules, before, after)] == [
        "a busier day: 35 minutes instead of 20 minutes on Wed 25 Nov"
    ]
    assert [one.words for one in price(rules, after, before)] == ["the minutes are spread more evenly over your days"]


def test_costs_are_told_in_the_order_in_which_they_weigh() -> None:
    rules = catalog(asked(activity("walk", Weekly(3, 3), when=(NOON,)), activity("swim", Weekly(1, 1), when=(NOON,))))
    before = (*noons(0, 2, 4), session("swim", "2026-11-29 12:00"))
    after = (*noons(0, 1, 4), session("swim", "2026-11-29 13:00"))

    changes = price(rules, before, after)

    assert [one.cost for one in changes] == ["unevenness", "preference"]
    assert changes[1].words == "Swim: 1 hour further from your preferred time"
    assert cost_of(rules, after) > cost_of(rules, before)


def test_of_many_gaps_that_differ_it_is_told_only_that_they_are_less_even() -> None:
    request = asked(activity("walk", Weekly(3, 3)), weeks=4)
    begin = session("walk", "2026-11-23 12:00").start
    even = [day for week in range(4) for day in (7 * week, 7 * week + 2, 7 * week + 4)]
    before, after = (
        tuple(replace(session("walk", "2026-11-23 12:00"), start=begin + timedelta(days=day)) for day in days)
        for days in (even, [day - day % 7 + day % 7 // 2 for day in even])
    )

    assert [one.words for one in price(catalog(request), before, after)] == ["Walk: less even spacing"]


def test_of_many_fuller_days_only_the_first_are_told_one_by_one() -> None:
    rules = catalog(asked(activity("walk", Weekly(1, 7))))
    after = tuple(replace(one, minutes=30) for one in noons(*range(7)))

    (change,) = price(rules, noons(*range(7)), after)

    assert change.words == (
        "busier days: 30 minutes instead of 15 minutes on Mon 23 Nov, Tue 24 Nov, Wed 25 Nov and Thu 26 Nov; "
        "and more on 3 other days"
    )
