"""What an outline says will fall short and be missed is what the best plan falls short and misses, or less."""

from __future__ import annotations

import pytest

from backplan.planner import outline as outline_module
from backplan.planner.chain import chain
from backplan.planner.day_cost import day_costs, remembers, rooms
from backplan.planner.joined_chains import NEVER
from backplan.planner.outline import Outline
from backplan.planner.search import Search
from backplan.planner.weight import weights
from backplan.rules.catalog import catalog
from tests.oracle.bridge import request_of
from tests.oracle.generate import instance
from tests.two_speeds import fast_first

TIED = [
    seed
    for seed in range(40)
    if sum(remembers(course) for course in catalog(request_of(instance(seed, size="medium"))).courses) > 1
]


def outline_of(seed: int) -> tuple[Outline, Search]:
    """The outline of a made-up problem, and its search."""
    rules = catalog(request_of(instance(seed, size="medium")))
    places = [place for place, course in enumerate(rules.courses) if remembers(course)]
    weighed = weights(rules)
    days = day_costs(rules, places, weighed)
    chains = [chain(rules.courses[place], rooms(rules.courses[place], days, place), weighed) for place in places]
    return Outline(chains, days), Search(rules)


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The few problems whose outlines take long are refused, as larger ones are."""
    monkeypatch.setattr(outline_module, "WAYS", 300_000)


@pytest.mark.parametrize("seed", fast_first(TIED, 5))
def test_the_foremost_costs_of_the_best_plan_are_those_of_the_outline(seed: int) -> None:
    try:
        outline, search = outline_of(seed)
    except OverflowError:
        assert seed in {1, 36}
        return
    outcome = search.run()
    assert outcome.proven
    shortfall, missed, *_ = search.weights.unweigh(outcome.cost)
    foremost = search.weights.weigh(shortfall, missed)
    assert outline.left(0, 0) <= foremost
    if "phases" not in instance(seed, size="medium").regimen:  # where a dose changes, long gaps are taken for shorter
        assert outline.left(0, 0) == foremost


def test_a_state_that_cannot_be_reached_has_no_way_on() -> None:
    outline, _ = outline_of(TIED[0])
    assert outline.left(0, 1) == NEVER


def test_too_many_states_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline_module, "LARGEST", 3)
    with pytest.raises(OverflowError):
        outline_of(TIED[0])
