"""rest_days r: every gap >= r + 1, history and absences included (contract section 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backplan.model.frequency import Daily, Weekly
from backplan.model.profile import Profile
from backplan.model.regimen import Phase
from backplan.rules.base import BrokenLimit, DayFacts, Extent, Judgement
from backplan.rules.rest_days import RestDays
from tests.builders import MONDAY, Said, activity, appointment, asked, facts, regimen, said_of, session

BROKEN = Judgement(broken=True)
FORBIDDEN = Judgement(broken=True, forbidden=True)


@pytest.mark.parametrize(
    ("day", "judgement"),
    [
        (facts(1, gap=1), FORBIDDEN),
        (facts(1, gap=2), FORBIDDEN),
        (facts(1, gap=3), Judgement()),
        (facts(1, gap=None), Judgement()),
        (facts(0, gap=1), Judgement()),
        (facts(1, gap=2, gap_counts=False), FORBIDDEN),
        (facts(1, gap=2, last_fixed=True), FORBIDDEN),
        (facts(0, 1, gap=2), FORBIDDEN),
        (facts(0, 1, gap=2, last_fixed=True), BROKEN),
        (facts(1, 1, gap=2, last_fixed=True), FORBIDDEN),
        (facts(2, gap=3), Judgement()),  # two on one day have no day between them
    ],
)
def test_two_full_days_of_rest(day: DayFacts, judgement: Judgement) -> None:
    assert RestDays(2).judge(day) == judgement


LIFT = activity("lift", Weekly(1, 4), rest_days=1)


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize(
    ("days", "broken"),
    [
        ("1.1.1.1 .1.1.1.", ()),
        ("11..... 1......", (1,)),
        ("......1 1......", (7,)),
        ("1...... .....11", (13,)),
        ("111.... 1......", (1, 2)),
    ],
)
def test_rest_is_kept_within_and_across_weeks(weekday: int, days: str, broken: tuple[int, ...]) -> None:
    request = asked(LIFT, start=MONDAY + timedelta(days=weekday), weeks=2)
    said = said_of(request, "lift", days)
    assert said.broken == said.forbidden == broken


@pytest.mark.parametrize(("last", "broken"), [("2026-11-22", (0,)), ("2026-11-21", ()), ("2026-11-20", ())])
def test_rest_is_kept_after_the_last_earlier_session(last: str, broken: tuple[int, ...]) -> None:
    request = asked(LIFT, history=[session("lift", f"{last} 21:45")])
    assert said_of(request, "lift", "1.1....").broken == broken


def test_a_dose_a_day_with_rest_days_looks_back_too() -> None:
    request = asked(activity("lift", Daily(0, 2), rest_days=1))
    assert said_of(request, "lift", "2.2.2.2") == Said(0, 6)
    assert said_of(request, "lift", "2.22..2") == Said(0, 6, 0, (3,), (3,))


def test_rest_before_an_appointment_binds_the_planned_session_and_not_the_appointment() -> None:
    two = tuple(appointment("lift", f"2026-11-{day} 10:00") for day in (25, 26))
    request = asked(LIFT, profile=Profile(appointments=two))
    assert said_of(request, "lift", "1....1.")[3:] == ((3,), ())
    assert said_of(request, "lift", ".1.....")[3:] == ((2, 3), (2,))
    assert said_of(request, "lift", "....1..")[3:] == ((3, 4), (4,))


def test_rest_is_kept_across_an_absence() -> None:
    long_rest = activity("lift", Weekly(0, 7), rest_days=8)
    other = activity("walk", Weekly(0, 7))
    phases = [Phase("One", 1, (long_rest,)), Phase("Two", 1, (other,)), Phase("Three", 1, (long_rest,))]
    request = asked(regimen(phases=phases), weeks=3)
    assert said_of(request, "lift", "......1 ....... 1......")[3:] == ((14,), (14,))
    assert said_of(request, "lift", ".....1. ....... 1......")[3:] == ((), ())


def test_words_tell_the_rest_that_there_was() -> None:
    assert RestDays(2).broken(facts(1, gap=2)) == (
        BrokenLimit("1 full day of rest since Saturday's; at least 2 needed", Extent.GAP),
    )
    assert RestDays(1).broken(facts(1, gap=1)) == (
        BrokenLimit("0 full days of rest since Sunday's; at least 1 needed", Extent.GAP),
    )
    assert RestDays(1).broken(facts(1, gap=2)) == ()
