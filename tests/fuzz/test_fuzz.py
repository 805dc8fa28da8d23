"""Short runs of every target, always the same ones; `python -m tests.fuzz` makes long ones."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.targets import TARGETS
from tests.two_speeds import fast_first

_DRAWN = fast_first([15, 150])
_MUTATED = fast_first([80, 400])


@pytest.mark.parametrize("inputs", _DRAWN)
@pytest.mark.parametrize("name", TARGETS)
def test_what_hypothesis_draws_ends_in_a_plan_or_in_a_refusal_that_names_the_place(name: str, inputs: int) -> None:
    target = TARGETS[name]

    @given(target.drawn)
    @settings(
        max_examples=inputs,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    def each(data: bytes) -> None:
        target.accepts(data)

    each()


@pytest.mark.parametrize("inputs", _MUTATED)
@pytest.mark.parametrize("name", TARGETS)
def test_spoilt_files_end_in_a_plan_or_in_a_refusal_that_names_the_place(name: str, inputs: int) -> None:
    target, chance = TARGETS[name], Random(name)  # noqa: S311 - repeatable on purpose

    outcomes = {target.accepts(target.made(chance)) for _ in range(inputs)}

    assert outcomes == {True, False}
