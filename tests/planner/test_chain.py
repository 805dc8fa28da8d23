"""What a chain says is left to pay is what is left to pay: held against every way its days can fall."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from backplan.model.frequency import Daily, Every, Frequency, Weekly
from backplan.model.profile import Profile
from backplan.model.regimen import Phase
from backplan.planner.chain import Chain
from backplan.planner.joined_chains import NEVER, Group, of_one
from backplan.planner.weight import weights_that_hold
from backplan.rules.course import Course, Memory
from tests.builders import activity, appointment, asked, course_of, regimen, session

Way = tuple[tuple[int, ...], tuple[Memory, ...], tuple[int, ...]]
"""Sessions day by day, what each day remembers, and what each day charges."""

WEIGHTS = weights_that_hold(load=1 << 30, preference=1 << 30, unevenness=1 << 30, missed=1 << 20)

CASES: dict[str, tuple[Course, list[int]]] = {}
"""A course, and the room of each day."""


def case(name: str, frequency: Frequency, room: str = "1111111", history: str = "", **more: object) -> None:
    """One activity, in room for so many sessions a day."""
    lift = activity("lift", frequency, **more)  # type: ignore[arg-type] # the builder's own keywords
    earlier = [session("lift", f"{history} 08:00")] if history else []
    CASES[name] = (
        course_of(asked(lift, history=earlier, weeks=len(room) // 7), "lift"),
        [int(most) for most in room],
    )


case("three a week", Weekly(2, 3))
case("three a week, little room", Weekly(2, 3), "0100110")
case("most days, resting", Weekly(3, 7), rest_days=1)
case("every other day", Every(2, 2))
case("every other day, history too close", Every(2, 2), history="2026-11-22")
case("every 2 to 3 days, no room for a while", Every(2, 3), "1000001")
case("every 2 to 3 days, no room at all", Every(2, 3), "0000000")
case("once or twice a day, resting", Daily(1, 2), "2112012", rest_days=1)
case("on some weekdays", Weekly(2, 2), days=(1, 3, 4))
case("two weeks of three", Weekly(2, 3), "11010110010101")
case("two weeks of every other day", Every(2, 2), "11010010010101")
case("every 3 to 5 days, history long ago", Every(3, 5), history="2026-09-01")
case("weekly, history long ago", Weekly(1, 1), history="2026-06-01")

_LIFT, _WALK = activity("lift", Every(2, 3)), activity("walk", Weekly(0, 7))
_PHASED = regimen(
    phases=[Phase("A", 1, (_LIFT, _WALK)), Phase("B", 1, (_WALK,)), Phase("C", None, (_LIFT, _WALK))],
)
CASES["an absence"] = (course_of(asked(_PHASED, weeks=3), "lift"), [int(most) for most in "111001100000001001101"])
_RETURNED = regimen(
    phases=[Phase("A", 1, (_LIFT, _WALK)), Phase("B", 6, (_WALK,)), Phase("C", None, (_LIFT, _WALK))],
)
_LONG_AGO = [session("lift", "2026-10-14 08:00")]
CASES["back after an absence, history long ago"] = (
    course_of(asked(_RETURNED, weeks=3, first_week=6, history=_LONG_AGO), "lift"),
    [int(most) for most in "111111100100010010000"],
)
_MEETINGS = (appointment("lift", "2026-11-25 10:00"), appointment("lift", "2026-11-26 10:00"))
CASES["appointments"] = (course_of(asked(_LIFT, profile=Profile(appointments=_MEETINGS)), "lift"), [1] * 7)

each_case = pytest.mark.parametrize("name", CASES)


def every_way(name: str) -> list[Way]:
    """All ways through the days that no limit forbids, charged with the course's own judgements."""
    course, room = CASES[name]
    ways: list[Way] = []
    for sessions in product(*(range(most + 1) for most in room)):
        memory, memories, charged = course.start, [], []
        for day, count in enumerate(sessions):
            said = course.judge(memory, day, count)
            if said.forbidden:
                break
            memories.append(memory)
            charged.append(WEIGHTS.weigh(said.shortfall, said.missed, said.unevenness))
            memory = course.after(memory, day, count)
        else:
            ways.append((sessions, tuple(memories), tuple(charged)))
    return ways


def solved_alone(name: str) -> tuple[Chain, Group]:
    """The chain and its group, with other tolls for every day and count, negative ones too, as the ascent sets them."""
    chain = Chain(*CASES[name], WEIGHTS)
    group = of_one(0, chain.links, lambda _day, _sessions: True)
    random = Random(name)  # noqa: S311 - the same tolls in every run, no secret
    for labels, tolls in zip(group.labels, group.tolls, strict=True):
        tolls[:] = [random.randrange(-50, 50) << random.choice((0, 36, 120)) for _ in labels]
    return chain, group


def left_to_pay(group: Group, way: Way, day: int) -> int:
    """What a way pays from a day on, tolls included."""
    sessions, _, charged = way
    return sum(
        charged[late] + group.tolls[late][group.labels[late].index((sessions[late],))]
        for late in range(day, group.days)
    )


def bound(chain: Chain, group: Group, day: int, memory: Memory) -> int:
    return group.bound(day, (chain.index(day, memory),)) + chain.overdue(day, memory)


@each_case
def test_every_way_that_no_limit_forbids_is_a_way_of_moves(name: str) -> None:
    chain = Chain(*CASES[name], WEIGHTS)
    for sessions, memories, charged in every_way(name):
        for day, memory in enumerate(memories):
            move = next(move for move in chain.moves(day, memory) if move.sessions == sessions[day])
            assert move.cost == charged[day]
            assert move.following == (*memories, move.following)[day + 1]


@each_case
def test_a_day_has_no_other_moves(name: str) -> None:
    course, room = CASES[name]
    chain = Chain(course, room, WEIGHTS)
    for day, memory in {(day, memory) for _, memories, _ in every_way(name) for day, memory in enumerate(memories)}:
        counts = [move.sessions for move in chain.moves(day, memory)]
        assert counts == [count for count in range(room[day] + 1) if not course.judge(memory, day, count).forbidden]


@each_case
def test_without_tolls_the_whole_chain_pays_what_the_cheapest_way_pays(name: str) -> None:
    chain = Chain(*CASES[name], WEIGHTS)
    group = of_one(0, chain.links, lambda _day, _sessions: True)
    cheapest = min(sum(charged) for _, _, charged in every_way(name))
    found = group.solve() + chain.overdue(0, chain.course.start)
    assert found <= cheapest
    if "long ago" not in name:
        assert found == cheapest


@each_case
def test_what_is_left_is_never_more_than_any_way_on_still_pays(name: str) -> None:
    chain, group = solved_alone(name)
    group.solve()
    cheapest: dict[tuple[int, Memory], int] = {}
    for way in every_way(name):
        for day, memory in enumerate(way[1]):
            cheapest[day, memory] = min(cheapest.get((day, memory), NEVER), left_to_pay(group, way, day))
    for (day, memory), least in cheapest.items():
        assert bound(chain, group, day, memory) <= least
        last = memory.last
        # A gap of a week and a half is told apart from every other, so that nothing is charged too little.
        if len(CASES[name][1]) == 7 and (last is None or day - last < 7) and "long ago" not in name:
            assert bound(chain, group, day, memory) == least


@each_case
def test_nothing_is_left_to_pay_after_the_last_day(name: str) -> None:
    chain, group = solved_alone(name)
    group.solve()
    after = {chain.course.after(way[1][-1], chain.days - 1, way[0][-1]) for way in every_way(name)}
    assert {bound(chain, group, chain.days, memory) for memory in after} == {0}


@pytest.mark.parametrize("name", [name for name, (_, room) in CASES.items() if len(room) == 7 and "ago" not in name])
def test_through_a_day_and_count_costs_the_cheapest_way_that_has_them(name: str) -> None:
    _, group = solved_alone(name)
    group.solve()
    ways = every_way(name)
    paid = [0]
    for day in range(group.days):
        through = group.through(day, paid)
        for label, (count,) in enumerate(group.labels[day]):
            whole = [left_to_pay(group, way, 0) for way in ways if way[0][day] == count]
            if whole:
                assert through[label] + group.tolls[day][label] == min(whole)
            else:
                # Nobody can come this way: it costs more than any plan, whatever the tolls give.
                assert through[label] > NEVER // 2
        paid = group.step_on(day, paid)
    assert min(paid) == min(left_to_pay(group, way, 0) for way in ways)


def test_gaps_past_the_chains_patience_are_charged_less_and_never_more() -> None:
    name = "weekly, history long ago"
    chain = Chain(*CASES[name], WEIGHTS)
    group = of_one(0, chain.links, lambda _day, _sessions: True)
    assert 0 < group.solve() < min(sum(charged) for _, _, charged in every_way(name))


def test_a_day_without_room_has_one_move() -> None:
    chain = Chain(*CASES["three a week, little room"], WEIGHTS)
    counts = [{move.sessions for links in layer for move in links} for layer in chain.links]
    assert counts == [{0}, {0, 1}, {0}, {0}, {0, 1}, {0, 1}, {0}]
