"""daily(m, M): n <= M never broken, n >= m on every day (contract section 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backplan.model.frequency import Daily
from backplan.model.profile import Profile
from backplan.rules.base import BrokenLimit, Judgement
from backplan.rules.daily_dose import DailyDose
from backplan.rules.dose import Shortage
from tests.builders import MONDAY, Said, activity, appointment, asked, facts, said_of, session


@pytest.mark.parametrize(
    ("planned", "fixed", "judgement"),
    [
        (0, 0, Judgement(shortfall=1, missed=2)),
        (1, 0, Judgement(missed=1)),
        (2, 0, Judgement()),
        (3, 0, Judgement(broken=True, forbidden=True)),
        (0, 1, Judgement(missed=1)),
        (1, 1, Judgement()),
        (2, 1, Judgement(broken=True, forbidden=True)),
        (0, 3, Judgement(broken=True)),  # by appointments alone
        (1, 3, Judgement(broken=True, forbidden=True)),
    ],
)
def test_once_or_twice_a_day(planned: int, fixed: int, judgement: Judgement) -> None:
    assert DailyDose(1, 2).judge(facts(planned, fixed)) == judgement


@pytest.mark.parametrize(("planned", "shortfall"), [(0, 3), (1, 2), (2, 1), (3, 0)])
def test_each_session_too_few_is_one_shortfall(planned: int, shortfall: int) -> None:
    assert DailyDose(3, 3).judge(facts(planned)) == Judgement(shortfall=shortfall, missed=shortfall)


def test_neither_gaps_nor_weeks_nor_the_end_matter() -> None:
    busy_day = facts(
        1, gap=1, gap_counts=False, waited=9, closes=True, week_planned=20, week_fixed=3, week_closes=True, weekday=6
    )
    assert DailyDose(1, 1).judge(busy_day) == Judgement()


STRETCH = activity("stretch", Daily(1, 2))


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("1111111 1111111", Said(0, 14, 0)),
        ("2222222 2222222", Said(0, 0, 0)),
        (".222222 2222222", Said(1, 2, 0)),
        ("2222222 222222.", Said(1, 2, 0)),
        ("222222. .222222", Said(2, 4, 0)),
        ("3222222 2222222", Said(0, 0, 0, (0,), (0,))),
        ("2222222 2222223", Said(0, 0, 0, (13,), (13,))),
    ],
)
def test_every_day_counts_by_itself_on_whichever_weekday_the_plan_starts(weekday: int, days: str, said: Said) -> None:
    request = asked(STRETCH, start=MONDAY + timedelta(days=weekday), weeks=2)
    assert said_of(request, "stretch", days) == said


def test_history_is_of_another_day() -> None:
    request = asked(STRETCH, history=[session("stretch", "2026-11-22 08:00"), session("stretch", "2026-11-22 18:00")])
    assert said_of(request, "stretch", "2222222") == Said()


def test_appointments_count_towards_the_dose_and_the_limit() -> None:
    profile = Profile(appointments=tuple(appointment("stretch", f"2026-11-23 {at}") for at in ("09:00", "15:00")))
    request = asked(STRETCH, profile=profile)
    assert said_of(request, "stretch", ".111111") == Said(0, 6, 0)
    assert said_of(request, "stretch", "1111111") == Said(0, 6, 0, (0,), (0,))


def test_words_tell_the_count_and_what_is_asked() -> None:
    rule = DailyDose(2, 3)
    assert rule.broken(facts(3, 1)) == (BrokenLimit("4 sessions; 2 to 3 times a day allows at most 3 sessions"),)
    assert rule.broken(facts(3)) == ()


def test_all_short_days_are_one_shortage() -> None:
    short = [(2, facts(1)), (4, facts(0)), (5, facts(1))]
    assert list(DailyDose(2, 3).shortages(short, "day {}".format)) == [
        Shortage(
            2,
            (2, 4, 5),
            ": 4 sessions fewer than asked, on day 2, day 4 and day 5; at least 2 sessions a day asked.",
        )
    ]
    many = [(day, facts(0)) for day in range(5)]
    (told,) = DailyDose(1, 1).shortages(many, "day {}".format)
    assert told.words.startswith(": 5 sessions fewer than asked, on 5 days from day 0 to day 4; ")
