"""every(m, M): gaps from m to M days, from the last earlier session and to the plan's end too (contract section 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backplan.model.frequency import Every
from backplan.model.profile import Profile
from backplan.rules.base import BrokenLimit, DayFacts, Extent, Judgement
from backplan.rules.dose import Shortage
from backplan.rules.every_dose import EveryDose
from tests.builders import MONDAY, Said, activity, appointment, asked, facts, said_of, session


@pytest.mark.parametrize(
    ("day", "judgement"),
    [
        # A gap that a session ends.
        (facts(1, gap=1, waited=1), Judgement(unevenness=1, broken=True, forbidden=True)),
        (facts(1, gap=2, waited=2), Judgement()),
        (facts(1, gap=3, waited=3), Judgement(unevenness=1)),
        (facts(1, gap=4, waited=4), Judgement(shortfall=1, unevenness=4)),
        (facts(1, gap=9, waited=9), Judgement(shortfall=6, unevenness=49)),
        (facts(0, 1, gap=4, waited=4), Judgement(shortfall=1, unevenness=4)),
        # The first gap, from the virtual day before.
        (facts(1, gap=None, waited=1), Judgement()),
        (facts(1, gap=None, waited=3), Judgement()),
        (facts(1, gap=None, waited=4), Judgement(shortfall=1)),
        # No session, no gap yet.
        (facts(0, gap=9, waited=9), Judgement()),
        # The last gap: the day after stands for a session.
        (facts(0, gap=2, waited=2, closes=True), Judgement()),
        (facts(0, gap=3, waited=3, closes=True), Judgement(shortfall=1)),
        (facts(0, gap=None, waited=7, closes=True), Judgement(shortfall=5)),
        (facts(1, gap=2, waited=2, closes=True), Judgement()),
        (facts(1, gap=5, waited=5, closes=True), Judgement(shortfall=2, unevenness=9)),
        # After an absence the least gap still holds; only the dose is measured anew.
        (facts(1, gap=1, gap_counts=False, waited=1), Judgement(broken=True, forbidden=True)),
        (facts(1, gap=30, gap_counts=False, waited=3), Judgement()),
        (facts(1, gap=30, gap_counts=False, waited=4), Judgement(shortfall=1)),
        # At most one a day.
        (facts(2, gap=2, waited=2), Judgement(broken=True, forbidden=True)),
        (facts(1, 1, gap=2, waited=2), Judgement(broken=True, forbidden=True)),
        (facts(0, 2, gap=2, waited=2), Judgement(broken=True)),
        # Whose fault a close gap is.
        (facts(0, 1, gap=1, waited=1, last_fixed=True), Judgement(unevenness=1, broken=True)),
        (facts(0, 1, gap=1, waited=1), Judgement(unevenness=1, broken=True, forbidden=True)),
        (facts(1, gap=1, waited=1, last_fixed=True), Judgement(unevenness=1, broken=True, forbidden=True)),
    ],
)
def test_every_two_to_three_days(day: DayFacts, judgement: Judgement) -> None:
    assert EveryDose(2, 3).judge(day) == judgement


def test_a_session_on_the_last_day_of_an_every_day_dose_leaves_nothing_short() -> None:
    assert EveryDose(1, 1).judge(facts(1, gap=1, waited=1, closes=True)) == Judgement()
    assert EveryDose(1, 1).judge(facts(0, gap=1, waited=1, closes=True)) == Judgement(shortfall=1)


STRENGTH = activity("strength", Every(2, 3))


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("1.1.1.1 .1.1.1.", Said()),
        (".1.1.1. 1.1.1.1", Said()),
        ("..1.1.1 .1.1.1.", Said()),  # day -1 to day 2 is three days
        ("...1.1. 1.1.1.1", Said(1)),
        ("1.1.1.1 .1.1...", Said(1)),  # day 10 to day 14 is four days, 11 to 14 would be three
        ("1.1.1.. ..1.1.1", Said(2, 0, 9)),
        ("......1 1.1.1.1", Said(4, 0, 1, (7,), (7,))),
        ("....... .......", Said(12)),
        ("2.1.1.1 .1.1.1.", Said(0, 0, 0, (0,), (0,))),
        (".1.1.1. 1.1.1.2", Said(0, 0, 0, (13,), (13,))),
        ("1.1.1.1 .1.1.11", Said(0, 0, 1, (13,), (13,))),
    ],
)
def test_gaps_are_measured_across_weeks_on_whichever_weekday_the_plan_starts(
    weekday: int, days: str, said: Said
) -> None:
    request = asked(STRENGTH, start=MONDAY + timedelta(days=weekday), weeks=2)
    assert said_of(request, "strength", days) == said


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("2026-11-22", Said(0, 0, 1, (0,), (0,))),  # the day before
        ("2026-11-21", Said()),
        ("2026-11-20", Said(0, 0, 1)),
        ("2026-11-19", Said(1, 0, 4)),
        ("2026-10-24", Said(27, 0, 28**2)),
    ],
)
def test_the_gap_from_the_last_earlier_session_counts(last: str, said: Said) -> None:
    request = asked(STRENGTH, history=[session("strength", f"{last} 23:45"), session("strength", "2026-10-20 08:00")])
    assert said_of(request, "strength", "1.1.1.1") == said


@pytest.mark.parametrize(
    ("timezone", "change"),
    [
        (zone, change)
        for zone, changes in {
            "America/New_York": ("2026-03-08", "2026-11-01"),
            "Europe/Berlin": ("2026-03-29", "2026-10-25"),
            "Australia/Sydney": ("2026-10-04", "2026-04-05"),
            "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
        }.items()
        for change in changes
    ],
)
@pytest.mark.parametrize("before", range(3))
def test_gaps_are_calendar_days_also_across_a_change_of_the_clocks(timezone: str, change: str, before: int) -> None:
    start = type(MONDAY).fromisoformat(change) - timedelta(days=before)
    last = session("strength", f"{start - timedelta(days=2)} 23:45", 10, timezone=timezone)
    request = asked(STRENGTH, start=start, timezone=timezone, history=[last])
    assert said_of(request, "strength", "1.1.1.1") == Said()
    assert said_of(request, "strength", "1..1..1") == Said(0, 0, 2)


def test_an_appointment_keeps_its_distance_from_planned_sessions_on_both_sides() -> None:
    request = asked(STRENGTH, profile=Profile(appointments=(appointment("strength", "2026-11-26 10:00"),)))
    assert said_of(request, "strength", ".1...1.") == Said()
    assert said_of(request, "strength", "..1..1.") == Said(0, 0, 1 + 0, (3,), (3,))
    assert said_of(request, "strength", ".1..1..") == Said(0, 0, 1, (4,), (4,))
    assert said_of(request, "strength", ".1.1.1.") == Said(0, 0, 0, (3,), (3,))


def test_appointments_that_are_too_close_by_themselves_forbid_nothing() -> None:
    two = tuple(appointment("strength", f"2026-11-{day} 10:00") for day in (25, 26))
    request = asked(STRENGTH, profile=Profile(appointments=two))
    assert said_of(request, "strength", "1....1.") == Said(0, 0, 1, (3,), ())


def test_an_appointment_too_close_to_history_is_broken_but_no_plan_can_help_it() -> None:
    request = asked(
        STRENGTH,
        profile=Profile(appointments=(appointment("strength", "2026-11-23 10:00"),)),
        history=[session("strength", "2026-11-22 10:00")],
    )
    assert said_of(request, "strength", "..1.1.1") == Said(0, 0, 1, (0,), ())


def test_words_tell_the_days_and_what_is_asked() -> None:
    rule = EveryDose(2, 3)
    assert rule.broken(facts(2, gap=2)) == (
        BrokenLimit("2 sessions on one day; the prescription (every 2 to 3 days) allows at most 1 per day"),
    )
    assert rule.broken(facts(1, gap=1)) == (
        BrokenLimit("1 day after Sunday's; at least 2 are prescribed (every 2 to 3 days)", Extent.GAP),
    )
    assert len(rule.broken(facts(2, gap=1))) == 2
    assert EveryDose(2, 2).broken(facts(1, gap=1)) == (
        BrokenLimit("1 day after Sunday's; exactly 2 are prescribed (every other day)", Extent.GAP),
    )
    assert EveryDose(9, 9).broken(facts(1, gap=8))[0].words.startswith("8 days after the session before; ")


def test_each_long_gap_is_a_shortage_of_the_days_without_a_session() -> None:
    short = [
        (5, facts(1, waited=5)),
        (4, facts(1, waited=5, gap_counts=False)),
        (6, facts(0, waited=5, closes=True)),
        (1, facts(1, waited=2)),
    ]
    assert list(EveryDose(2, 3).shortages(short, "day {}".format)) == [
        Shortage(
            5,
            (1, 2, 3, 4),
            " from day 1 to day 4: 5 days from one session to the next; at most 3 are prescribed (every 2 to 3 days).",
        ),
        Shortage(
            4,
            (0, 1, 2, 3),
            " from day 0 to day 3: 5 days until the first session; at most 3 are prescribed (every 2 to 3 days).",
        ),
        Shortage(
            6,
            (2, 3, 4, 5, 6),
            " from day 2 to day 6: no session for 5 days; "
            "the prescription (every 2 to 3 days) allows at most 3 from one session to the next.",
        ),
        Shortage(
            1, (0,), " on day 0: 2 days from one session to the next; at most 3 are prescribed (every 2 to 3 days)."
        ),
    ]


def test_late_days_are_charged_one_by_one() -> None:
    rule = EveryDose(2, 3)
    assert list(rule.charged(5, facts(1, waited=5), 2)) == [3, 4]
    assert list(rule.charged(6, facts(0, waited=5, closes=True), 3)) == [4, 5, 6]
