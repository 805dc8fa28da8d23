"""Tests at two speeds: plain `pytest` runs those that are fast, `pytest -m ""` those marked `long` as well."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable


def fast_first(cases: Iterable[object], fast: int = 1) -> list[object]:
    """Return cases for `parametrize`, all but the first few marked `long`.

    Args:
        cases: one for each run of the test; a tuple is one value for each of several parameters.
        fast: how many always run.
    """
    rest = iter(cases)
    first = list(islice(rest, fast))
    values = (case if isinstance(case, tuple) else (case,) for case in rest)
    return [*first, *(pytest.param(*case, marks=pytest.mark.long) for case in values)]
