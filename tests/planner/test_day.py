"""A day's placement is the best there is: held against trying every choice of starts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import combinations, product
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backplan.model.frequency import Daily
from backplan.model.profile import Profile
from backplan.model.regimen import Phase, TimeOfDay
from backplan.planner.candidates import NOTHING, SUIT, Candidates, candidates
from backplan.planner.day import Counts, DayTable, Placed, Placement
from backplan.rules.catalog import catalog
from tests.builders import BERLIN, activity, appointment, asked, busy_event, every_day, regimen, windows

QUARTER = 900
NO_ROOM = Placed(None, exact=True)


def place(day: tuple[Candidates, ...], counts: Counts) -> Placed:
    """The best places of sessions on a day of which nothing was worked out before."""
    return DayTable(day).place(counts)


def surely(cost: int, *starts: tuple[int, int]) -> Placed:
    """An exact answer: the cost, then each session's activity and start."""
    return Placed(Placement(cost, starts), exact=True)


def of_one(*starts: int, costs: tuple[int, ...] = (), minutes: int = 15, apart: int = 0) -> Candidates:
    """Starts in quarter hours of the day."""
    return Candidates(tuple(QUARTER * start for start in starts), costs or (0,) * len(starts), 60 * minutes, 60 * apart)


def every_placement(day: tuple[Candidates, ...], counts: tuple[int, ...]) -> list[tuple[int, list[tuple[int, int]]]]:
    """All ways to place the sessions: the cost, and each session's activity and start."""
    ways = []
    for chosen in product(
        *(combinations(range(len(one.starts)), count) for one, count in zip(day, counts, strict=True))
    ):
        sessions = [
            (one.starts[place_], one.starts[place_] + one.length, kind, one.costs[place_])
            for kind, (one, places) in enumerate(zip(day, chosen, strict=True))
            for place_ in places
        ]
        if all(
            (start >= other_end or other_start >= end)
            and (kind != other_kind or start >= other_end + day[kind].apart or other_start >= end + day[kind].apart)
            for (start, end, kind, _), (other_start, other_end, other_kind, _) in combinations(sessions, 2)
        ):
            ways.append((sum(cost for *_, cost in sessions), [(kind, start) for start, _, kind, _ in sessions]))
    return ways


some_offers = st.builds(
    lambda starts, costs, minutes, apart: of_one(
        *sorted(starts), costs=tuple(costs[: len(starts)]), minutes=minutes, apart=apart
    ),
    st.sets(st.integers(0, 7), max_size=5),
    st.lists(st.integers(0, 5), min_size=6, max_size=6),
    st.sampled_from((5, 15, 20, 30, 45)),
    st.sampled_from((0, 10, 15, 45)),
)
some_days = st.lists(st.tuples(some_offers, st.integers(0, 2)), min_size=1, max_size=3)


@settings(max_examples=150, deadline=None)
@given(some_days)
def test_no_choice_of_starts_is_cheaper(some: list[tuple[Candidates, int]]) -> None:
    day, counts = tuple(one for one, _ in some), tuple(count for _, count in some)
    ways = every_placement(day, counts)
    found, exact = place(day, counts)
    assert exact
    if found is None:
        assert ways == []
        return
    assert found.cost == min(cost for cost, _ in ways)
    assert (found.cost, sorted(found.starts)) in [(cost, sorted(starts)) for cost, starts in ways]
    assert [start for _, start in found.starts] == sorted(start for _, start in found.starts)


def test_a_day_of_very_many_sessions_is_filled_as_well_as_can_be() -> None:
    day = tuple(of_one(*range(40), costs=tuple(abs(10 - at) for at in range(40)), apart=15) for _ in range(12))
    counts = (2, *(1,) * 11)
    found, exact = place(day, counts)
    assert found is not None
    assert not exact
    starts = sorted(start for _, start in found.starts)
    assert len(set(starts)) == sum(counts)
    of_first = [start for kind, start in found.starts if kind == 0]
    assert abs(of_first[0] - of_first[1]) >= 2 * QUARTER
    assert found.cost == sum(abs(10 - start // QUARTER) for start in starts)


def test_a_day_that_cannot_be_filled_one_by_one_is_not_called_full() -> None:
    day = tuple(of_one(*range(11)) for _ in range(12))
    assert place(day, (1,) * 12) == Placed(None, exact=False)


@settings(max_examples=100, deadline=None)
@given(some_offers, st.integers(0, 4))
def test_alone_costs_what_the_day_without_others_costs(one: Candidates, count: int) -> None:
    ways = every_placement((one,), (count,))
    assert DayTable((one,)).alone(0, count) == min((cost for cost, _ in ways), default=None)


@settings(max_examples=100, deadline=None)
@given(some_days)
def test_what_finds_room_never_takes_more_than_the_days_capacity(some: list[tuple[Candidates, int]]) -> None:
    day, counts = tuple(one for one, _ in some), tuple(count for _, count in some)
    if place(day, counts).placement is not None:
        table = DayTable(day)
        assert sum(taken * count for taken, count in zip(table.quarters, counts, strict=True)) <= table.capacity


@pytest.mark.parametrize("seed", range(20))
def test_no_choice_of_starts_is_cheaper_on_crowded_days(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same days in every run, no secret
    for _ in range(12):
        day = tuple(
            of_one(
                *sorted(random.sample(range(9), 5)),
                costs=tuple(random.randrange(9) for _ in range(5)),
                minutes=random.choice((10, 15, 25, 30)),
                apart=random.choice((0, 20, 45)),
            )
            for _ in range(3)
        )
        counts = tuple(random.choice((1, 1, 2)) for _ in day)
        ways = every_placement(day, counts)
        found, exact = place(day, counts)
        assert exact
        assert (None if found is None else found.cost) == min((cost for cost, _ in ways), default=None)
        if found is not None:
            assert (found.cost, sorted(found.starts)) in [(cost, sorted(starts)) for cost, starts in ways]


def test_the_second_session_is_the_cheapest_that_stands_far_enough_away() -> None:
    stretch = of_one(0, 2, 5, costs=(0, 2, 3), apart=45)
    assert place((stretch,), (2,)) == surely(3, (0, 0), (0, 5 * QUARTER))
    # Another one at the same time: it gives way, and the distance still holds.
    assert place((stretch, of_one(0, 1, costs=(0, 1))), (2, 1)) == surely(4, (0, 0), (1, QUARTER), (0, 5 * QUARTER))


def test_a_day_without_sessions_costs_nothing() -> None:
    assert place((of_one(1, 2), NOTHING), (0, 0)) == surely(0)


def test_an_activity_without_an_offer_finds_no_room() -> None:
    assert place((of_one(1, 2), NOTHING), (1, 1)) == NO_ROOM
    assert DayTable((NOTHING,)).alone(0, 1) is None
    assert DayTable((NOTHING,)).alone(0, 0) == 0


def test_sessions_may_touch_but_not_overlap() -> None:
    touching = (of_one(0, minutes=15), of_one(1, minutes=15))
    assert place(touching, (1, 1)) == surely(0, (0, 0), (1, QUARTER))
    overlapping = (of_one(0, minutes=16), of_one(1, minutes=15))
    assert place(overlapping, (1, 1)) == NO_ROOM


def test_the_distance_between_sessions_of_one_activity_is_kept_to_the_minute() -> None:
    assert place((of_one(0, 4, minutes=15, apart=45),), (2,)) == surely(0, (0, 0), (0, 4 * QUARTER))
    assert place((of_one(0, 4, minutes=15, apart=46),), (2,)) == NO_ROOM


def test_another_activity_may_lie_between_two_that_stand_apart() -> None:
    day = (of_one(0, 4, minutes=15, apart=45), of_one(1, minutes=45))
    assert place(day, (2, 1)) == surely(0, (0, 0), (1, QUARTER), (0, 4 * QUARTER))


def test_the_cheaper_one_gives_way_when_two_want_the_same_start() -> None:
    day = (of_one(0, 1, 2, costs=(5, 0, 6)), of_one(0, 1, 2, costs=(9, 0, 7)))
    assert place(day, (1, 1)) == surely(5, (0, 0), (1, QUARTER))


@pytest.mark.parametrize(("minutes", "number"), [(1, 1), (15, 1), (16, 2), (30, 2), (60, 4), (61, 5)])
def test_a_session_takes_up_whole_quarter_hours(minutes: int, number: int) -> None:
    assert DayTable((of_one(0, minutes=minutes),)).quarters == (number,)


# From a profile's day to its offers, and from there to the best places, across the clock changes too.


@lru_cache(maxsize=32)
def quarter_hours(timezone: str, day: date) -> tuple[tuple[int, int], ...]:
    """Every quarter hour that the clocks show: its instant and the clock minute."""
    place_ = ZoneInfo(timezone)
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=place_).timestamp())
    found = []
    for second in range(midnight, midnight + 26 * 3600, 60):
        clock = datetime.fromtimestamp(second, place_)
        if clock.date() == day and clock.minute % 15 == 0:
            found.append((second, 60 * clock.hour + clock.minute))
    return tuple(found)


CHANGE_DAYS = [
    (BERLIN, "2026-11-23"),
    (BERLIN, "2026-03-29"),
    (BERLIN, "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Sydney", "2026-10-04"),
    ("Australia/Sydney", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Australia/Lord_Howe", "2026-04-05"),
]


@pytest.mark.parametrize(("timezone", "day"), CHANGE_DAYS)
@pytest.mark.parametrize("minutes", [10, 45])
@pytest.mark.parametrize("before", [0, 1])
def test_a_day_offers_the_quarter_hours_whose_session_lies_in_free_time(
    timezone: str, day: str, minutes: int, before: int
) -> None:
    wanted = date.fromisoformat(day)
    profile = Profile(
        available=every_day("00:20-02:10", "02:10-03:50", "20:00-24:00"),
        appointments=(appointment("walk", f"{day} 03:00", 10),),
        buffer=5,
        wake=45,
    )
    request = asked(
        activity("walk", Daily(1, 2), (minutes, minutes), apart=30, when=(135,), after_waking=30),
        activity("lift", Daily(1, 1), (minutes, minutes)),
        start=wanted - timedelta(days=before),
        timezone=timezone,
        profile=profile,
        busy=[busy_event(f"{day} 21:00", f"{day} 21:30", timezone=timezone)],
    )
    rules = catalog(request)
    walk, lift = candidates(rules, before)
    origin = rules.days[before].span.start
    minute_of = dict(quarter_hours(timezone, wanted))
    place_ = ZoneInfo(timezone)
    (meeting,) = rules.fixed

    def free(second: int) -> bool:
        clock = datetime.fromtimestamp(second, place_)
        shown = 60 * clock.hour + clock.minute
        open_ = clock.date() == wanted and (20 <= shown < 230 or shown >= 1200)
        return open_ and not 1255 <= shown < 1295 and not meeting.span.start <= second < meeting.span.end

    fitting = [start for start in minute_of if all(free(start + 60 * late) for late in range(minutes))]
    woken = next(
        second
        for second in range(origin, origin + 7200, 60)
        if datetime.fromtimestamp(second, place_) >= datetime.fromtimestamp(origin, place_).replace(hour=0, minute=45)
    )
    late_enough = [
        start
        for start in fitting
        if start >= woken + 1800
        and (start >= meeting.span.end + 1800 or start + 60 * minutes + 1800 <= meeting.span.start)
    ]
    assert [origin + start for start in lift.starts] == fitting
    assert [origin + start for start in walk.starts] == late_enough
    assert [cost >> SUIT for cost in walk.costs] == [abs(minute_of[start] - 135) for start in late_enough]
    assert all(cost >> SUIT == 0 for cost in lift.costs)


def test_preferred_times_are_met_where_there_is_room() -> None:
    request = asked(
        activity("stretch", Daily(2, 2), (5, 5), when=(TimeOfDay.MORNING, TimeOfDay.EVENING)),
        activity("walk", Daily(1, 1), (30, 30), when=(1065,)),
        activity("lift", Daily(1, 1), (20, 20), when=(TimeOfDay.EVENING,)),
    )
    rules = catalog(request)
    found = place(candidates(rules, 0), (2, 1, 1)).placement
    assert found is not None
    assert found.cost >> SUIT == 15  # stretch and lift both want 18:30
    assert [(rules.courses[kind].id, start // 60) for kind, start in found.starts][:2] == [
        ("stretch", 450),
        ("walk", 1065),
    ]


def test_an_activity_of_another_phase_is_offered_nothing() -> None:
    phases = [Phase("One", 1, (activity("walk", Daily(1, 1)),)), Phase("Two", 1, (activity("lift", Daily(1, 1)),))]
    rules = catalog(asked(regimen(phases=phases), weeks=2))
    assert [one is NOTHING for one in candidates(rules, 6)] == [False, True]
    assert [one is NOTHING for one in candidates(rules, 7)] == [True, False]


def test_a_day_without_free_time_offers_nothing() -> None:
    profile = Profile(available=((), *(windows("08:00-20:00"),) * 6))
    rules = catalog(asked(activity("walk", Daily(1, 1)), activity("lift", Daily(1, 1)), profile=profile))
    assert candidates(rules, 0) == (NOTHING, NOTHING)
    assert len(candidates(rules, 1)[0].starts) == 48
