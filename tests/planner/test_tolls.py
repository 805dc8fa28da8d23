"""Bounds under tolls: never above what the best plan pays, and never lower after a pass than before it.

The truth is found by walking through all states of all activities without any bound.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest

from backplan.model.frequency import Daily, Every, Weekly
from backplan.model.profile import Profile
from backplan.model.regimen import Phase
from backplan.planner.chain import Chain
from backplan.planner.day_cost import day_costs, remembers
from backplan.planner.joined_chains import NEVER, Group, alone, together
from backplan.planner.search import Search
from backplan.planner.tolls import Tolls
from backplan.planner.weight import weights
from backplan.rules.catalog import catalog
from tests.builders import activity, appointment, asked, every_day, regimen, session
from tests.oracle.bridge import request_of
from tests.oracle.generate import instance

if TYPE_CHECKING:
    from backplan.model.request import PlanRequest
    from backplan.planner.day_cost import DayCost
    from backplan.rules.course import Memory

State = tuple["Memory", ...]


class Truth:
    """What is really left to pay, from every state that can be reached, and the chains and days that say so."""

    def __init__(self, request: PlanRequest) -> None:
        rules = catalog(request)
        places = [place for place, course in enumerate(rules.courses) if remembers(course)]
        weighed = weights(rules)
        self.days = day_costs(rules, places, weighed)
        self.chains = [
            Chain(rules.courses[place], [_room(day, place) for day in self.days], weighed) for place in places
        ]
        self.states: list[set[State]] = [set() for _ in range(len(self.days) + 1)]
        self.left = cache(self._left)
        self.optimum = self.left(0, tuple(chain.course.start for chain in self.chains))

    def _left(self, day: int, state: State) -> int:
        self.states[day].add(state)
        if day == len(self.days):
            return 0
        least = NEVER
        for moves in product(*(chain.moves(day, memory) for chain, memory in zip(self.chains, state, strict=True))):
            chosen = self.days[day].best(tuple(move.sessions for move in moves))
            if chosen is not None:
                onward = self.left(day + 1, tuple(move.following for move in moves))
                least = min(least, chosen.cost + sum(move.cost for move in moves) + onward)
        return least

    def joined(self, largest: int, spare: int = NEVER) -> tuple[list[Group], Tolls]:
        """Groups of up to so many states a day, without what costs too much, and their tolls."""
        groups = alone(self.chains, self.days)
        Tolls(groups, self.days).settle()
        groups = together(groups, self.chains, self.days, largest, spare)
        return groups, Tolls(groups, self.days)

    def bound(self, tolls: Tolls, groups: list[Group], day: int, state: State) -> int:
        """What tolls and groups say is at least left to pay from a state."""
        bound = tolls.rest(day)
        for group in groups:
            own = [(self.chains[place], state[place]) for place in group.places]
            bound += group.bound(day, tuple(chain.index(day, memory) for chain, memory in own))
            bound += sum(chain.overdue(day, memory) for chain, memory in own)
        return bound


def _room(day: DayCost, place: int) -> int:
    return next(count for count in range(99) if day.day.alone(place, count + 1) is None)


_LIFT, _WALK = activity("lift", Every(2, 2)), activity("walk", Weekly(3, 3), alternate_with=("lift",))

REQUESTS = {
    "alone": asked(activity("lift", Weekly(2, 3), (30, 30), when=(1085,))),
    "tied": asked(
        activity("strength", Every(2, 2), (20, 20), alternate_with=("walk",), when=(1080,)),
        activity("walk", Weekly(3, 3), (30, 30), when=(1080,)),
        activity("stretch", Daily(1, 2), (10, 10), when=(1080,)),
        profile=Profile(available=every_day("17:45-18:45"), max_minutes_per_day=45),
    ),
    "squeezed": asked(
        activity("lift", Weekly(4, 7), (30, 30)),
        activity("walk", Weekly(4, 7), (30, 30)),
        activity("swim", Every(1, 2), (30, 30)),
        profile=Profile(available=every_day("18:00-18:30")),
    ),
    # Whoever lifts on the day before the appointment has no way on.
    "a dead end": asked(
        activity("lift", Every(2, 2)), profile=Profile(appointments=(appointment("lift", "2026-11-26 10:00"),))
    ),
    # Absent in the plan's first week, and last done before anything that its chain tells apart.
    "back after an absence": asked(
        regimen(
            phases=[
                Phase("A", 1, (_LIFT, _WALK)),
                Phase("B", 6, (_WALK,)),
                Phase("C", None, (_LIFT, _WALK, activity("swim", Weekly(2, 3), alternate_with=("walk",)))),
            ]
        ),
        weeks=2,
        first_week=6,
        history=[session("lift", "2026-10-14 08:00")],
        profile=Profile(available=every_day("18:00-18:30")),
    ),
    **{f"made up {seed}": request_of(instance(seed, size="small")) for seed in range(16)},
}


@pytest.mark.parametrize("largest", [0, 40, 10_000])
@pytest.mark.parametrize("name", REQUESTS)
def test_no_bound_is_above_the_truth(name: str, largest: int) -> None:
    truth = Truth(REQUESTS[name])
    groups, tolls = truth.joined(largest)
    bounds = [tolls.take_over()]
    for _ in range(4):
        for day, states in enumerate(truth.states):
            for state in states:
                assert truth.bound(tolls, groups, day, state) <= truth.left(day, state), f"day {day}"
        bounds.append(tolls.raise_bound())
    assert max(bounds) <= truth.optimum


@pytest.mark.parametrize("largest", [0, 40])
@pytest.mark.parametrize("name", REQUESTS)
def test_no_pass_lowers_the_bound(name: str, largest: int) -> None:
    truth = Truth(REQUESTS[name])
    _, tolls = truth.joined(largest)
    bounds = [tolls.take_over(), *(tolls.raise_bound() for _ in range(6))]
    assert bounds == sorted(bounds)


@pytest.mark.parametrize("name", REQUESTS)
def test_the_search_finds_the_optimum_and_proves_it(name: str) -> None:
    outcome = Search(catalog(REQUESTS[name])).run()
    assert outcome.proven
    assert outcome.cost == Truth(REQUESTS[name]).optimum


def test_passes_close_a_part_of_the_gap_where_activities_are_in_each_others_way() -> None:
    truth = Truth(REQUESTS["squeezed"])
    tolls = Tolls(alone(truth.chains, truth.days), truth.days)
    first = tolls.settle()
    raised = max(tolls.raise_bound() for _ in range(4))
    assert first < raised <= truth.optimum


def test_one_activity_is_bounded_by_the_truth_itself() -> None:
    truth = Truth(REQUESTS["alone"])
    assert Tolls(alone(truth.chains, truth.days), truth.days).settle() == truth.optimum


def test_one_group_of_all_activities_is_bounded_by_the_truth_itself() -> None:
    truth = Truth(REQUESTS["squeezed"])
    groups, tolls = truth.joined(10_000)
    assert [group.places for group in groups] == [(0, 1, 2)]
    assert tolls.take_over() == truth.optimum


@pytest.mark.parametrize("largest", [0, 40, 10_000])
@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_left_out_as_too_dear_never_is_the_best_plan(name: str, largest: int) -> None:
    truth = Truth(REQUESTS[name])
    groups = alone(truth.chains, truth.days)
    tolls = Tolls(groups, truth.days)
    bound = tolls.settle()
    for _ in range(4):
        spare = truth.optimum + 1 - bound
        groups = together([group.within(spare) for group in groups], truth.chains, truth.days, largest, spare)
        tolls = Tolls(groups, truth.days)
        assert bound <= tolls.take_over() <= truth.optimum
        bound = tolls.raise_bound()
        assert bound <= truth.optimum


def test_nothing_is_left_of_a_group_that_only_could_do_as_well() -> None:
    truth = Truth(REQUESTS["alone"])
    groups = alone(truth.chains, truth.days)
    assert Tolls(groups, truth.days).settle() == truth.optimum
    assert groups[0].within(0).solve() >= NEVER
    assert groups[0].within(1).solve() == groups[0].left[0][0]
