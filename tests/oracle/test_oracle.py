"""The judges are right by themselves: cases reckoned by hand, each with its arithmetic."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from tests.oracle import brute_force, generate
from tests.oracle.instance import Instance, read_frequency, read_minutes
from tests.oracle.judge import (
    broken_by_appointments,
    broken_by_planned,
    broken_choice,
    broken_form,
    broken_limits,
    count_cost,
    everything_wrong,
    short_days,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.instance import Document

MONDAY = date(2026, 11, 23)


def activity(frequency: str, time: str = "10 min", **more: Any) -> Document:  # noqa: ANN401 - YAML values
    return {"title": "Title", "type": "care", "frequency": frequency, "time": time, **more}


def problem(
    activities: Document | list[Document],
    *,
    start: date = MONDAY,
    weeks: int = 1,
    first_week: int = 0,
    zone: str = "Europe/Berlin",
    busy: list[tuple[datetime, datetime]] | None = None,
    history: list[Document] | None = None,
    **profile: Any,  # noqa: ANN401 - YAML values
) -> Instance:
    key = "phases" if isinstance(activities, list) else "activities"
    regimen = {"format": 1, "title": "Test", key: activities}
    return Instance(
        regimen,
        {"format": 1, "timezone": zone, **profile},
        start,
        weeks,
        first_week,
        zone,
        busy or [],
        history or [],
    )


def session(
    case: Instance,
    name: str,
    day: int,
    clock: str,
    *,
    minutes: int = 10,
    fixed: bool = False,
    choice: str | None = None,
) -> Document:
    hour, minute = (int(part) for part in clock.split(":"))
    when = case.date_of(day)
    start = datetime(when.year, when.month, when.day, hour, minute, tzinfo=ZoneInfo(case.zone))
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(case.zone))
    return {
        "id": f"{name}/{day}/{clock}",
        "activity": name,
        "title": "Title",
        "choice": choice,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "minutes": minutes,
        "week": case.first_week + day // 7,
        "fixed": fixed,
    }


def plan(case: Instance, *sessions: Document) -> Document:
    return {
        "format": 1,
        "kind": "plan",
        "regimen": {"id": "regimen", "title": "Test"},
        "start": case.start.isoformat(),
        "weeks": case.weeks,
        "first_week": case.first_week,
        "timezone": case.zone,
        "sessions": sorted(sessions, key=lambda one: datetime.fromisoformat(one["start"]).timestamp()),
        "cost": {},
        "findings": [],
    }


def on_days(case: Instance, name: str, days: list[int]) -> Document:
    return plan(case, *(session(case, name, day, "08:00") for day in days))


def rules(texts: list[str]) -> list[str]:
    return [text.split(": ")[0] for text in texts]


# Reading.


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("daily", ("daily", 1, 1, 0)),
        ("twice daily", ("daily", 2, 2, 0)),
        ("1-2 per day", ("daily", 1, 2, 0)),
        ("once or twice a day", ("daily", 1, 2, 0)),
        ("weekly", ("weekly", 1, 1, 0)),
        ("2-3 times weekly", ("weekly", 2, 3, 0)),
        ("three times a week", ("weekly", 3, 3, 0)),
        ("1–3 per week", ("weekly", 1, 3, 0)),
        ("every other day", ("every", 2, 2, 0)),
        ("every 3 days", ("every", 3, 3, 0)),
        ("Every 2 - 4 days", ("every", 2, 4, 0)),
        ("every two to four days", ("every", 2, 4, 0)),
        ("at most 3 per year", ("cap", 0, 3, 365)),
        ("at most two per month", ("cap", 0, 2, 30)),
    ],
)
def test_a_frequency_is_read_as_the_contract_says(text: str, meaning: tuple[str, int, int, int]) -> None:
    assert read_frequency(text) == meaning


def test_lengths_of_time_are_read_in_minutes() -> None:
    assert read_minutes("15-20 min") == (15, 20)
    assert read_minutes("6 h") == (360, 360)
    assert read_minutes("1 h 15 min") == (75, 75)


def test_progression_counts_from_the_phases_beginning() -> None:
    walk = activity("daily", "10-13 min", progression="2 min per week")
    case = problem(
        [{"title": "a", "weeks": 2, "activities": {"walk": walk}}, {"title": "b", "activities": {"walk": walk}}]
    )
    # 10 + 0, 10 + 2, then from 0 again: 10, 12, and 14 is above the high end: 13.
    assert [case.session_minutes("walk", week) for week in range(5)] == [10, 12, 10, 12, 13]


def test_the_narrower_key_of_available_wins() -> None:
    case = problem(
        {"a": activity("daily")}, available={"daily": "06:00-07:00", "weekends": "08:00-09:00", "sun": ["10:00-11:00"]}
    )
    assert case.windows(0) == [(360, 420)]
    assert case.windows(5) == [(480, 540)]
    assert case.windows(6) == [(600, 660)]


# The prescription that comes with the product.


def low_back(*, timed: bool) -> Document:
    result = {
        "stretch": activity("1-2 per day", "5 min", apart="6 h"),
        "stabilization": activity("every other day", "15-20 min", progression="1 min per week"),
        "aerobics": activity("3 per week", "30-40 min", alternate_with="stabilization"),
    }
    if timed:
        result["stretch"]["when"] = ["morning", "evening"]
        result["stabilization"]["when"] = "evening"
    return result


def test_a_week_of_the_low_back_prescription_costs_only_the_unevenness_of_three_in_seven() -> None:
    # Stabilization on 1, 3, 5 (gaps 2 from day -1 and to day 7 too) leaves 0, 2, 4, 6 to aerobics: 0, 2, 4 have
    # two gaps of 2, each (3 * 2 - 7)^2 = 1, so unevenness 2; no day is short or misses the second stretch.
    # Load: three days of 15 + 2 * 5 = 25 min, three of 30 + 10 = 40, one of 10: 3 * 625 + 3 * 1600 + 100 = 6775;
    # stabilization on 0, 2, 4, 6 would cost 4 * 625 + 3 * 1600 = 7300.
    case = problem(low_back(timed=False))
    assert brute_force.least_cost(case) == (0, 0, 2, 0, 6775)


def test_the_low_back_evening_is_shared_by_stretch_and_stabilization() -> None:
    # On the three stabilization days both want 18:30: the stretch starts 15 min earlier. 3 * 15 = 45.
    case = problem(low_back(timed=True))
    best = brute_force.best_plan(case)
    assert tuple(best["cost"].values()) == (0, 0, 2, 45, 6775)
    assert everything_wrong(case, best) == []


# Costs, one kind at a time.


def test_missing_daily_sessions_are_counted_on_every_day() -> None:
    case = problem({"a": activity("2-3 per day", apart="1 h")})
    # Day 0 has one, day 1 three, the other five days none: short 1 + 0 + 5 * 2 = 11, missed 2 + 0 + 5 * 3 = 17.
    clocks = [(0, "08:00"), (1, "08:00"), (1, "10:00"), (1, "12:00")]
    given = plan(case, *(session(case, "a", day, clock) for day, clock in clocks))
    assert count_cost(case, given) == (11, 17, 0, 0, 10**2 + 30**2)
    days = frozenset(case.date_of(day) for day in (0, 2, 3, 4, 5, 6))
    assert short_days(case, given) == {("a", "daily", days)}


def test_a_short_week_is_found_with_its_seven_days() -> None:
    case = problem({"a": activity("2-3 per week")}, weeks=2)
    # Week 0 has days 1 and 4, week 1 day 9: short 0 + 1, missed 1 + 2; gaps 3 and 5: (9-7)^2 + (15-7)^2 = 4 + 64.
    given = on_days(case, "a", [1, 4, 9])
    assert count_cost(case, given)[:3] == (1, 3, 68)
    assert short_days(case, given) == {("a", "weekly", frozenset(case.date_of(day) for day in range(7, 14)))}


def test_long_gaps_are_counted_from_day_minus_one_and_to_the_end() -> None:
    case = problem({"a": activity("every 2-3 days")}, weeks=2)
    # Days 3, 5, 9: gaps 4 (from -1), 2, 4, 5 (to 14): short 1 + 0 + 1 + 2 = 4; unevenness (2-2)^2 + (4-2)^2 = 4.
    given = on_days(case, "a", [3, 5, 9])
    assert count_cost(case, given)[:3] == (4, 0, 4)
    assert short_days(case, given) == {
        ("a", "every", frozenset(case.date_of(day) for day in days)) for days in (range(3), range(6, 9), range(10, 14))
    }


def test_a_plan_without_sessions_has_one_gap_over_all_its_days() -> None:
    case = problem({"a": activity("every 2-3 days")})
    # From -1 to 7 are 8 days: 8 - 3 = 5.
    assert count_cost(case, plan(case)) == (5, 0, 0, 0, 0)


def test_preference_is_the_clocks_distance_to_the_nearest_time_with_overrides() -> None:
    case = problem(
        {"a": activity("daily", when=["morning", "20:00"]), "b": activity("daily", when="midday")},
        anchors={"morning": "08:00"},
        prefer={"b": {"when": "09:00"}},
    )
    # a at 07:40 is 20 from 08:00, a at 18:30 is 90 from 20:00, b at 12:30 is 210 from 09:00.
    given = plan(case, session(case, "a", 0, "07:40"), session(case, "a", 1, "18:30"), session(case, "b", 0, "12:30"))
    assert count_cost(case, given)[3] == 20 + 90 + 210


# History.


def test_the_last_earlier_session_takes_the_place_of_day_minus_one() -> None:
    base = problem({"a": activity("every 2-3 days")}, first_week=1)
    case = problem({"a": activity("every 2-3 days")}, first_week=1, history=[session(base, "a", -4, "08:00")])
    # The first is on day 0 at best: gap 4, short 1, uneven (4-2)^2 = 4. Then 2 and 4 (gaps 2) and 3 to day 7.
    assert brute_force.least_cost(case) == (1, 0, 4, 0, 300)
    assert short_days(case, on_days(case, "a", [0, 2, 4])) == {
        ("a", "every", frozenset(case.date_of(day) for day in (-3, -2, -1)))
    }


def test_a_session_on_the_eve_keeps_the_first_day_free() -> None:
    base = problem({"a": activity("every other day")}, first_week=1)
    case = problem({"a": activity("every other day")}, first_week=1, history=[session(base, "a", -1, "08:00")])
    # 1, 3, 5: gaps 2 from -1 and 2 to day 7. Day 0 would be a gap of 1.
    assert brute_force.least_cost(case) == (0, 0, 0, 0, 300)
    assert rules(broken_by_planned(case, on_days(case, "a", [0, 2, 4, 6]))) == ["frequency"]


def test_rest_days_and_evenness_reach_back_into_the_history() -> None:
    asked = {"a": activity("2 per week", rest_days=2)}
    base = problem(asked, first_week=1)
    case = problem(asked, first_week=1, history=[session(base, "a", -2, "08:00")])
    # Least gap 3, so day 1 at the earliest. Gaps of 3 cost (6-7)^2 = 1, of 4 (8-7)^2 = 1: 1 and 4 cost 2.
    assert brute_force.least_cost(case)[:3] == (0, 0, 2)
    assert rules(broken_by_planned(case, on_days(case, "a", [0, 4]))) == ["rest_days"]


# Phases.


def test_an_absence_costs_nothing_but_keeps_the_least_gap() -> None:
    phases: list[Document] = [
        {"title": "one", "weeks": 1, "activities": {"a": activity("every other day")}},
        {"title": "two", "weeks": 1, "activities": {"b": activity("at most 1 per week")}},
        {"title": "three", "weeks": 1, "activities": {"a": activity("every other day")}},
    ]
    # 1, 3, 5 in the first week (2 from -1, 2 to 7), 15, 17, 19 in the third (2 from 13, 2 to 21), nothing after it.
    case = problem(phases, weeks=4)
    assert brute_force.least_cost(case) == (0, 0, 0, 0, 600)
    good = on_days(case, "a", [1, 3, 5, 15, 17, 19])
    assert count_cost(case, good) == (0, 0, 0, 0, 600)
    assert broken_limits(case, good) == []
    # In the second week and in the fourth, after the last phase, it takes no part; day 22 is 3 from 19.
    assert rules(broken_by_planned(case, on_days(case, "a", [1, 3, 5, 9, 15, 17, 19, 22]))) == ["phases", "phases"]


def test_an_appointment_during_an_absence_is_a_session_day_for_the_next_gap() -> None:
    phases: list[Document] = [
        {"title": "one", "weeks": 1, "activities": {"b": activity("at most 1 per week")}},
        {"title": "two", "activities": {"a": activity("every 2-3 days")}},
    ]
    appointment = {"activity": "a", "on": "2026-11-29", "at": "10:00", "minutes": 30}  # day 6
    case = problem(phases, weeks=2, appointments=[appointment])
    # The second week counts from day 6: 8, 10, 12 are free of shortfall and unevenness (2, 2, 2, and 2 to 14);
    # so are 9, 11 (3 from 6, 2, 3 to 14), which load less: two sessions of 10 min, 2 * 100.
    assert brute_force.least_cost(case) == (0, 0, 0, 0, 200)
    fixed = session(case, "a", 6, "10:00", minutes=30, fixed=True)
    early = plan(case, fixed, session(case, "a", 7, "08:00"), session(case, "a", 9, "08:00"))
    assert rules(broken_by_planned(case, early)) == ["frequency"]
    # Gaps 1 (from 6: across the absence, costs nothing), 2, and 5 to day 14: short 2, uneven 0.
    assert count_cost(case, early)[:3] == (2, 0, 0)


def test_a_gap_across_a_boundary_follows_the_later_days_phase() -> None:
    phases: list[Document] = [
        {"title": "one", "weeks": 1, "activities": {"a": activity("every 2 days")}},
        {"title": "two", "weeks": 1, "activities": {"a": activity("every 4-5 days")}},
    ]
    case = problem(phases, weeks=2)
    # 5 -> 9 is 4: kept, uneven 0; 9 -> 14 is 5: kept. 5 -> 8 would be 3 where 4 is the least.
    assert count_cost(case, on_days(case, "a", [1, 3, 5, 9]))[:3] == (0, 0, 0)
    assert broken_limits(case, on_days(case, "a", [1, 3, 5, 9])) == []
    assert rules(broken_limits(case, on_days(case, "a", [1, 3, 5, 8]))) == ["frequency"]


def test_history_before_an_absence_is_no_start_for_a_gap() -> None:
    phases: list[Document] = [
        {"title": "one", "weeks": 1, "activities": {"a": activity("every other day")}},
        {"title": "two", "weeks": 1, "activities": {"b": activity("weekly")}},
        {"title": "three", "activities": {"a": activity("every other day")}},
    ]
    base = problem(phases, first_week=2)
    case = problem(phases, first_week=2, history=[session(base, "a", -9, "08:00")])
    # Week number 0 for day -9 (first_week 2, two weeks before): 1, 3, 5 count from day -1.
    assert case.earlier[0].week == 0
    assert brute_force.least_cost(case) == (0, 0, 0, 0, 300)


# Appointments.


def appointments(name: str, *days: int, at: str = "10:00", start: date = MONDAY) -> list[Document]:
    return [
        {"activity": name, "on": (start + timedelta(days=day)).isoformat(), "at": at, "minutes": 30} for day in days
    ]


def test_appointments_that_break_a_limit_alone_leave_no_room_for_planned_sessions() -> None:
    case = problem({"a": activity("2 per week")}, appointments=appointments("a", 0, 1, 2))
    # Three where two are the most: nothing is planned. Two gaps of 1: 2 * (2 - 7)^2 = 50.
    best = brute_force.best_plan(case)
    assert tuple(best["cost"].values()) == (0, 0, 50, 0, 0)
    assert everything_wrong(case, best) == []
    assert rules(broken_by_appointments(case, best)) == ["frequency"]
    more = plan(case, *best["sessions"], session(case, "a", 5, "08:00"))
    assert rules(broken_by_planned(case, more)) == ["frequency"]


def test_appointments_count_towards_the_dose_and_cost_preference_but_no_load() -> None:
    case = problem({"a": activity("2 per week", when="09:00")}, appointments=appointments("a", 0))
    # One more is planned on day 3 or 4 (gap 3: (6-7)^2 = 1) at 09:00; the appointment is 60 min off; load 10^2.
    assert brute_force.least_cost(case) == (0, 0, 1, 60, 100)


def test_a_planned_session_keeps_apart_from_an_appointment_of_its_activity() -> None:
    case = problem({"a": activity("1-2 per day", "5 min", when="10:30")}, appointments=appointments("a", 0))
    # Day 0: the appointment ends at 10:30, 4 h later is 14:30: 30 + 240 = 270.
    # Other days: two sessions of 5 min, 4 h 5 min from start to start, on quarter hours 255 min: together 255 off.
    # 270 + 6 * 255 = 1800; load 5^2 + 6 * 10^2 = 625.
    best = brute_force.best_plan(case)
    assert tuple(best["cost"].values()) == (0, 0, 0, 1800, 625)
    near = plan(case, session(case, "a", 0, "10:00", minutes=30, fixed=True), session(case, "a", 0, "14:15", minutes=5))
    assert rules(broken_by_planned(case, near)) == ["apart"]


def test_an_appointment_blocks_the_day_of_its_alternative() -> None:
    asked = {"a": activity("daily", alternate_with="b"), "b": activity("weekly")}
    case = problem(asked, appointments=appointments("b", 2))
    # b is done by its appointment; a has six days left: short 1, missed 1; load 6 * 100.
    assert brute_force.least_cost(case) == (1, 1, 0, 0, 600)


def test_a_cap_looks_at_thirty_days_of_history_and_appointments_each_counted_once() -> None:
    asked = {"shot": activity("at most 2 per month")}
    base = problem(asked, first_week=1)
    earlier = [session(base, "shot", -6, "10:00", minutes=30, fixed=True)]
    # Days -6, 10, 23 span 30 days; days -6, 10, 24 span 31. Day -6 stands in the profile as well.
    exact = problem(asked, first_week=1, history=earlier, appointments=appointments("shot", -6, 10, 23))
    apart = problem(asked, first_week=1, history=earlier, appointments=appointments("shot", -6, 10, 24))
    assert rules(broken_by_appointments(exact, plan(exact))) == ["frequency"]
    assert broken_limits(apart, plan(apart)) == []
    planned = plan(exact, session(exact, "shot", 1, "08:00"))
    assert "frequency" in rules(broken_by_planned(exact, planned))


def test_two_appointments_at_once_are_reported_as_theirs() -> None:
    case = problem({"a": activity("1-2 per day")}, appointments=appointments("a", 0) + appointments("a", 0, at="10:10"))
    given = plan(
        case,
        session(case, "a", 0, "10:00", minutes=30, fixed=True),
        session(case, "a", 0, "10:10", minutes=30, fixed=True),
    )
    assert sorted(rules(broken_by_appointments(case, given))) == ["apart", "overlap"]
    assert broken_by_planned(case, given) == []


# Clocks.

SPRING = date(2026, 3, 29)  # Europe/Berlin: 02:00 becomes 03:00
AUTUMN = date(2026, 10, 25)  # Europe/Berlin: 03:00 becomes 02:00


def test_a_repeated_hour_is_twice_as_long() -> None:
    case = problem({"a": activity("daily", "1 h 30 min")}, start=AUTUMN, available={"daily": "02:00-03:00"})
    # 90 min fit into the hour only on the Sunday that shows it twice: six days short.
    assert brute_force.least_cost(case) == (6, 6, 0, 0, 90**2)


def test_a_repeated_quarter_hour_starts_a_session_both_times() -> None:
    case = problem(
        {"a": activity("2 per day", "15 min", when="02:30", apart="45 min")},
        start=AUTUMN,
        available={"daily": "02:30-02:45"},
    )
    # 02:30-02:45 summer time, then 45 min of elapsed time, then 02:30 winter time: both without preference cost.
    # The other six days have room for one: short 6, missed 6; load 30^2 + 6 * 15^2 = 900 + 1350.
    assert brute_force.least_cost(case) == (6, 6, 0, 0, 2250)


def test_a_skipped_hour_joins_what_lies_on_both_sides() -> None:
    case = problem({"a": activity("daily", "2 h")}, start=SPRING, available={"daily": ["01:00-02:00", "03:00-04:00"]})
    # Two hours without a break exist only on the Sunday on which 02:00 is 03:00.
    best = brute_force.best_plan(case)
    assert tuple(best["cost"].values()) == (6, 6, 0, 0, 120**2)
    assert best["sessions"][0]["start"] == "2026-03-29T01:00:00+01:00"
    assert best["sessions"][0]["end"] == "2026-03-29T04:00:00+02:00"


def test_nothing_starts_in_a_skipped_hour() -> None:
    case = problem({"a": activity("daily")}, start=SPRING, available={"daily": "02:00-03:00"})
    assert brute_force.least_cost(case)[0] == 1
    wrong = plan(case, session(case, "a", 0, "03:00"))
    wrong["sessions"][0]["start"] = "2026-03-29T02:00:00+01:00"
    wrong["sessions"][0]["end"] = "2026-03-29T02:10:00+01:00"
    assert "timezone" in rules(broken_form(case, wrong))
    assert "available" in rules(broken_by_planned(case, wrong))


def test_waking_counts_elapsed_minutes() -> None:
    case = problem(
        {"a": activity("daily", after_waking="60 min", when="00:00")},
        start=SPRING,
        available={"daily": "00:00-04:00"},
        wake="01:30",
    )
    # 60 min after 01:30 the clock shows 03:30 on Sunday, 02:30 on the other days: 210 + 6 * 150 = 1110.
    assert brute_force.least_cost(case) == (0, 0, 0, 1110, 700)
    early = plan(case, session(case, "a", 0, "03:15"), session(case, "a", 1, "02:15"), session(case, "a", 2, "02:30"))
    assert rules(broken_by_planned(case, early)) == ["after_waking", "after_waking"]


def test_lord_howe_moves_by_half_an_hour() -> None:
    # 2026-10-04: 02:00 becomes 02:30. 01:30-03:00 holds 60 min on that Sunday and 90 on the other days.
    case = problem(
        {"a": activity("daily", "1 h 30 min")},
        start=date(2026, 10, 4),
        zone="Australia/Lord_Howe",
        available={"daily": "01:30-03:00"},
    )
    assert brute_force.least_cost(case) == (1, 1, 0, 0, 6 * 90**2)


# Free time.


def berlin(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{23 + day:02d}T{clock}:00+01:00")


def test_busy_events_block_their_buffer_too() -> None:
    case = problem(
        {"a": activity("daily", "10 min", when="07:15")},
        available={"monday": "07:00-08:00"},
        busy=[(berlin(0, "07:20"), berlin(0, "07:30"))],
        buffer="10 min",
    )
    # Blocked from 07:10 to 07:40: 07:00-07:10 just fits (15 off), 07:45 is 30 off; six days have no window.
    assert brute_force.least_cost(case) == (6, 6, 0, 15, 100)
    given = plan(case, session(case, "a", 0, "07:30"))
    assert rules(broken_by_planned(case, given)) == ["busy"]


def test_touching_and_overlapping_windows_are_one() -> None:
    case = problem(
        {"a": activity("weekly", "45 min")},
        available={"monday": ["07:00-07:20", "07:20-07:50"], "tuesday": ["07:00-07:30", "07:31-08:00"]},
    )
    assert broken_limits(case, plan(case, session(case, "a", 0, "07:00", minutes=45))) == []
    assert rules(broken_limits(case, plan(case, session(case, "a", 1, "07:00", minutes=45)))) == ["available"]
    assert brute_force.best_plan(case)["sessions"][0]["start"] == "2026-11-23T07:00:00+01:00"


def test_every_limit_within_a_day_is_noticed() -> None:
    asked = {
        "a": activity("1-2 per day", after_waking="60 min"),
        "b": activity("3 per week", "10-20 min", days=["mon", "wed"], alternate_with=["c"]),
        "c": activity("every 3 days"),
    }
    case = problem(asked, away=["2026-11-25 to 2026-11-26", "2026-11-28"], wake="07:00", max_minutes_per_day=30)

    def broken(*sessions: Document) -> list[str]:
        return sorted(rules(broken_by_planned(case, plan(case, *sessions))))

    assert broken(session(case, "a", 0, "08:00"), session(case, "a", 0, "12:15")) == []
    assert broken(session(case, "a", 0, "08:00"), session(case, "a", 0, "12:00")) == ["apart"]
    assert broken(session(case, "a", 0, "07:45")) == ["after_waking"]
    assert broken(session(case, "a", 0, "21:55")) == ["available", "start"]
    assert broken(session(case, "a", 0, "09:20")) == ["start"]
    assert broken(session(case, "a", 3, "09:00")) == ["away"]
    assert broken(session(case, "a", 5, "09:00")) == ["away"]
    assert broken(session(case, "b", 1, "09:00")) == ["days"]
    assert broken(session(case, "b", 0, "09:00", minutes=20)) == ["time"]
    assert broken(session(case, "b", 0, "09:00"), session(case, "c", 0, "10:00")) == ["alternate_with"]
    assert broken(session(case, "a", 0, "09:00"), session(case, "b", 0, "09:00")) == ["overlap"]
    assert broken(session(case, "b", 0, "09:00"), session(case, "b", 0, "15:00")) == ["frequency"]
    assert broken(session(case, "c", 0, "09:00"), session(case, "c", 1, "09:00")) == ["frequency"]
    crowded = [session(case, "a", 0, clock) for clock in ("08:00", "13:00")]
    crowded += [session(case, "b", 0, clock) for clock in ("09:00", "10:00")]
    assert broken(*crowded) == ["apart", "frequency", "max_minutes_per_day"]


# Choices and form.


def test_choices_go_on_from_the_history_and_skip_appointments() -> None:
    asked = {"a": activity("3 per week", choose=["walk", "bike", "swim"])}
    base = problem(asked, first_week=1)
    history = [session(base, "a", -3, "08:00", choice="bike")]
    case = problem(asked, first_week=1, history=history, appointments=appointments("a", 2))
    fixed = session(case, "a", 2, "10:00", minutes=30, fixed=True)
    good = plan(
        case, session(case, "a", 0, "08:00", choice="swim"), fixed, session(case, "a", 4, "08:00", choice="walk")
    )
    assert broken_choice(case, good) == []
    bad = plan(
        case, session(case, "a", 0, "08:00", choice="swim"), fixed, session(case, "a", 4, "08:00", choice="bike")
    )
    assert len(broken_choice(case, bad)) == 1


def test_what_is_wrong_with_the_json_itself_is_noticed() -> None:
    case = problem({"a": activity("daily")}, appointments=appointments("a", 6))
    good = plan(case, session(case, "a", 0, "08:00"), session(case, "a", 6, "10:00", minutes=30, fixed=True))
    assert broken_form(case, good) == []
    twins = json.loads(json.dumps(good))
    twins["sessions"][1]["id"] = twins["sessions"][0]["id"]
    twins["sessions"][0]["week"] = 1
    twins["sessions"][0]["minutes"] = 11
    twins["sessions"].reverse()
    assert rules(broken_form(case, twins)) == ["id", "sessions", "minutes", "week"]
    assert rules(broken_form(case, plan(case, session(case, "a", 0, "08:00")))) == ["appointments"]


# The search against something even simpler.


@pytest.mark.parametrize(
    "asked",
    [
        activity("1-2 per day", apart="30 min", when="07:15"),
        activity("2-3 per week", when="07:05", rest_days=1),
        activity("every 2-3 days"),
        activity("every other day", days=["mon", "tue", "thu", "sun"]),
    ],
)
def test_the_search_agrees_with_judging_every_set_of_starts(asked: Document) -> None:
    case = problem(
        {"a": asked},
        available={
            "mon": "07:00-07:40",
            "tue": "07:15-07:30",
            "thu": ["07:00-07:10", "08:00-08:10"],
            "sun": "07:10-08:00",
        },
        appointments=appointments("a", 4),
        max_minutes_per_day=25,
    )
    fixed = session(case, "a", 4, "10:00", minutes=30, fixed=True)
    starts = [(0, "07:00"), (0, "07:15"), (0, "07:30"), (1, "07:15"), (3, "07:00"), (3, "08:00"), (6, "07:15")]
    starts += [(6, "07:30"), (6, "07:45")]
    sessions = [session(case, "a", day, clock) for day, clock in starts]
    costs = []
    for number in range(len(sessions) + 1):
        for chosen in combinations(sessions, number):
            whole = plan(case, fixed, *chosen)
            if not broken_by_planned(case, whole):
                costs.append(count_cost(case, whole))
    assert brute_force.least_cost(case) == min(costs)


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_no_small_change_makes_a_best_plan_cheaper(seed: int) -> None:
    case = generate.instance(seed, size="small")
    best = brute_force.best_plan(case)
    cost = tuple(best["cost"].values())
    sessions = best["sessions"]
    for position, one in enumerate(sessions):
        if one["fixed"]:
            continue
        rest = [*sessions[:position], *sessions[position + 1 :]]
        changed = [plan(case, *rest)]
        start, end = datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])
        for minutes in (-1440, -60, -15, 15, 60, 1440):
            step = timedelta(minutes=minutes)
            moved = {**one, "start": (start + step).isoformat(), "end": (end + step).isoformat()}
            changed += [plan(case, *rest, moved), plan(case, *sessions, moved)]
        for other in changed:
            days = {
                case.day_of(datetime.fromisoformat(two["start"]).astimezone(ZoneInfo(case.zone)).date())
                for two in other["sessions"]
            }
            inside = all(0 <= day < case.days for day in days)
            assert not inside or broken_by_planned(case, other) or count_cost(case, other) >= cost


# The generator.


@pytest.mark.parametrize("seed", range(40))
def test_the_best_plan_of_a_made_up_problem_holds_before_the_judge(seed: int) -> None:
    case = generate.instance(seed, size="small")
    best = brute_force.best_plan(case)
    assert everything_wrong(case, best) == []
    assert bool(short_days(case, best)) == (best["cost"]["shortfall"] > 0)


@pytest.mark.parametrize("size", generate.SIZES)
def test_a_seed_always_makes_the_same_problem_and_all_kinds_occur(size: str) -> None:
    cases = [generate.instance(seed, size=size) for seed in range(80)]
    assert cases == [generate.instance(seed, size=size) for seed in range(80)]
    assert set().union(*(generate.kinds(case) for case in cases)) == {"daily", "weekly", "every", "cap"}
    text = "\n".join(str(case.regimen) + str(case.profile) for case in cases)
    for key in ("alternate_with", "apart", "rest_days", "days", "after_waking", "choose", "progression", "phases"):
        assert f"'{key}'" in text
    for key in ("away", "buffer", "max_minutes_per_day", "wake", "anchors", "prefer", "appointments", "available"):
        assert f"'{key}'" in text
    assert any(case.history for case in cases)
    assert any(case.busy for case in cases)


def test_a_problem_is_written_as_the_files_of_the_command_line(tmp_path: Path) -> None:
    case = next(
        case for case in (generate.instance(seed, size="medium") for seed in range(100)) if case.history and case.busy
    )
    arguments = generate.to_files(case, tmp_path)
    assert arguments[:2] == ["plan", str(tmp_path / "regimen.yaml")]
    assert yaml.safe_load((tmp_path / "regimen.yaml").read_text(encoding="utf-8"))["title"] == case.regimen["title"]
    assert yaml.safe_load((tmp_path / "profile.yaml").read_text(encoding="utf-8"))["busy"] == ["busy.ics"]
    assert (tmp_path / "busy.ics").read_bytes().count(b"BEGIN:VEVENT\r\n") == len(case.busy)
    after = json.loads((tmp_path / "after.json").read_text(encoding="utf-8"))
    assert after["first_week"] + after["weeks"] == case.first_week
    first = date.fromisoformat(after["start"])
    for one in after["sessions"]:
        day = (datetime.fromisoformat(one["start"]).date() - first).days
        assert one["week"] == after["first_week"] + day // 7
