"""weekly(m, M): at most one a day and M in a week, at least m in a week, as even as can be (contract section 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backplan.model.frequency import Weekly
from backplan.model.profile import Profile
from backplan.rules.base import BrokenLimit, DayFacts, Extent, Judgement
from backplan.rules.dose import Shortage
from backplan.rules.weekly_dose import WeeklyDose
from tests.builders import MONDAY, Said, activity, appointment, asked, facts, said_of, session


@pytest.mark.parametrize(
    ("day", "judgement"),
    [
        # Within a week nothing is known to be short yet.
        (facts(0), Judgement()),
        (facts(1), Judgement()),
        (facts(0, week_planned=2), Judgement()),
        # At its end.
        (facts(0, week_planned=0, week_closes=True), Judgement(shortfall=2, missed=3)),
        (facts(0, week_planned=1, week_closes=True), Judgement(shortfall=1, missed=2)),
        (facts(1, week_planned=2, week_closes=True), Judgement(missed=1)),
        (facts(1, week_planned=3, week_closes=True), Judgement()),
        (facts(0, week_planned=3, week_closes=True), Judgement()),
        (facts(0, week_planned=1, week_fixed=2, week_closes=True), Judgement()),
        (facts(0, week_planned=0, week_fixed=1, week_closes=True), Judgement(shortfall=1, missed=2)),
        # One session too many is forbidden on the day that has it.
        (facts(1, week_planned=3), Judgement()),
        (facts(1, week_planned=4), Judgement(forbidden=True)),
        (facts(1, week_planned=4, week_closes=True), Judgement(broken=True, forbidden=True)),
        # Appointments of the whole week count, those still to come too.
        (facts(1, week_planned=1, week_fixed=2), Judgement()),
        (facts(1, week_planned=2, week_fixed=2), Judgement(forbidden=True)),
        # Appointments alone may be too many; nothing is planned beside them.
        (facts(0, week_fixed=4, week_closes=True), Judgement(broken=True)),
        (facts(1, week_fixed=4), Judgement(forbidden=True)),
        # At most one a day.
        (facts(2, week_planned=2), Judgement(broken=True, forbidden=True)),
        (facts(1, 1), Judgement(broken=True, forbidden=True)),
        (facts(0, 2), Judgement(broken=True)),
    ],
)
def test_two_or_three_a_week(day: DayFacts, judgement: Judgement) -> None:
    assert WeeklyDose(2, 3).judge(day) == judgement


@pytest.mark.parametrize(
    ("most", "gap", "unevenness"),
    [(3, 1, 16), (3, 2, 1), (3, 3, 4), (3, 7, 196), (1, 7, 0), (1, 6, 1), (7, 1, 0), (7, 2, 49), (2, 3, 1), (2, 4, 1)],
)
def test_a_gap_is_measured_against_an_even_spread(most: int, gap: int, unevenness: int) -> None:
    rule = WeeklyDose(1, most)
    assert rule.judge(facts(1, gap=gap)) == Judgement(unevenness=unevenness)
    assert rule.judge(facts(0, 1, gap=gap)) == Judgement(unevenness=unevenness)


def test_no_session_ends_no_gap_and_a_gap_across_an_absence_costs_nothing() -> None:
    assert WeeklyDose(1, 3).judge(facts(0, gap=5)) == Judgement()
    assert WeeklyDose(1, 3).judge(facts(1, gap=5, gap_counts=False)) == Judgement()
    assert WeeklyDose(1, 3).judge(facts(1, gap=None)) == Judgement()


WALK = activity("walk", Weekly(2, 3))


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("1.1.1.. 1.1.1..", Said(0, 0, 1 + 1 + 4 + 1 + 1)),
        ("1...... ......1", Said(2, 4, (3 * 13 - 7) ** 2)),
        ("......1 1......", Said(2, 4, 16)),  # one day apart, each in its own week
        ("....111 111....", Said(0, 0, 5 * 16)),  # six days running, three a week
        ("1.1.1.1 1.1....", Said(0, 1, 3 + 16 + 1, (6,), (6,))),  # four in the first week, two in the second
        ("....... .......", Said(4, 6, 0)),
        ("2...... 1.1.1..", Said(0, 1, (3 * 7 - 7) ** 2 + 2, (0,), (0,))),
        ("1.1.1.. 1.1...2", Said(0, 0, 1 + 1 + 4 + 1 + (3 * 4 - 7) ** 2, (13,), (13,))),
    ],
)
def test_weeks_are_counted_from_the_start_of_the_plan_on_whichever_weekday_it_is(
    weekday: int, days: str, said: Said
) -> None:
    request = asked(WALK, start=MONDAY + timedelta(days=weekday), weeks=2)
    assert said_of(request, "walk", days) == said


@pytest.mark.parametrize(
    ("last", "unevenness"),
    [("2026-11-22", 16), ("2026-11-21", 1), ("2026-11-20", 4), ("2026-11-01", (3 * 22 - 7) ** 2)],
)
def test_the_gap_from_the_last_earlier_session_counts(last: str, unevenness: int) -> None:
    request = asked(WALK, history=[session("walk", f"{last} 08:00"), session("walk", "2026-10-30 08:00")])
    assert said_of(request, "walk", "1.1....") == Said(0, 1, unevenness + 1)


def test_appointments_count_towards_the_dose_the_limit_and_the_gaps() -> None:
    tuesday_and_saturday = tuple(appointment("walk", f"{day} 10:00") for day in ("2026-11-24", "2026-11-28"))
    request = asked(WALK, profile=Profile(appointments=tuesday_and_saturday))
    assert said_of(request, "walk", ".......") == Said(0, 1, 25)
    assert said_of(request, "walk", "...1...") == Said(0, 0, 1 + 1)
    assert said_of(request, "walk", "1..1...") == Said(0, 0, 16 + 1 + 1, (6,), (3,))
    assert said_of(request, "walk", ".1.....") == Said(0, 0, 25, (1,), (1,))


def test_appointments_that_pass_the_week_by_themselves_leave_no_room_for_sessions() -> None:
    four = tuple(appointment("walk", f"2026-11-{day} 10:00") for day in (23, 24, 25, 26))
    request = asked(WALK, profile=Profile(appointments=four))
    assert said_of(request, "walk", ".......") == Said(0, 0, 3 * 16, (6,), ())
    assert said_of(request, "walk", ".....1.") == Said(0, 0, 3 * 16 + 1, (6,), (5,))


def test_words_tell_the_count_and_what_is_asked() -> None:
    rule = WeeklyDose(2, 3)
    assert rule.broken(facts(2)) == (
        BrokenLimit("2 sessions on one day; the prescription (2 to 3 times a week) allows at most 1 per day"),
    )
    assert rule.broken(facts(1, weekday=6, week_planned=3, week_fixed=1, week_closes=True)) == (
        BrokenLimit("4 sessions; the prescription (2 to 3 times a week) allows at most 3", Extent.WEEK),
    )
    assert list(rule.shortages([(13, facts(0, week_planned=0, week_fixed=1))], "day {}".format)) == [
        Shortage(
            13,
            tuple(range(7, 14)),
            " in the week of day 7: 1 session; at least 2 are prescribed (2 to 3 times a week).",
        )
    ]
