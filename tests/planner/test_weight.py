"""Five costs in one number: nothing is lost, and numbers compare and add as the costs do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backplan.model.plan import NO_COST, Cost
from backplan.planner.weight import weights_that_hold

DAYS = 520 * 7
LARGEST = Cost(
    shortfall=DAYS * 100 * 24,
    missed=DAYS * 100 * 24,
    unevenness=DAYS * 100 * 60_000,
    preference=DAYS * 100 * 24 * 1440 // 8,
    load=DAYS * 1440**2,
)
"""More than plans of ten years with a hundred activities cost."""

WEIGHTS = weights_that_hold(LARGEST.load, LARGEST.preference, LARGEST.unevenness, LARGEST.missed)
weigh, unweigh = WEIGHTS.weigh, WEIGHTS.unweigh

costs = st.builds(Cost, *(st.integers(0, most) for most in LARGEST))
small_costs = st.builds(Cost, *(st.integers(0, 2),) * 5)


@given(costs)
def test_a_number_gives_its_costs_back(cost: Cost) -> None:
    assert unweigh(weigh(*cost)) == cost


def test_the_largest_costs_do_not_spill_into_each_other() -> None:
    assert unweigh(weigh(*LARGEST)) == LARGEST
    assert unweigh(weigh(*NO_COST)) == NO_COST
    assert weigh() == 0


@given(small_costs, small_costs)
def test_numbers_compare_as_costs_do(one: Cost, other: Cost) -> None:
    assert (weigh(*one) < weigh(*other)) is (one < other)


def test_one_of_a_cost_outweighs_everything_below_it() -> None:
    for place in range(4):
        heavier = [0] * 5
        heavier[place] = 1
        lighter = [0] * (place + 1) + list(LARGEST[place + 1 :])
        assert weigh(*heavier) > weigh(*lighter)


@given(st.lists(st.builds(Cost, *(st.integers(0, 1000),) * 5), max_size=6))
def test_sums_of_numbers_are_the_numbers_of_the_sums(some: list[Cost]) -> None:
    together = Cost(*(sum(one[place] for one in some) for place in range(5)))
    assert unweigh(sum(weigh(*one) for one in some)) == together
