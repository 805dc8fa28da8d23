"""How a plan continues an earlier one (contract section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.plan import Plan


class Continuation(NamedTuple):
    """Where in the regimen a plan that continues an earlier one begins.

    Attributes:
        first_week: the regimen's week, counted from 0.
        weeks_off: full weeks between the earlier plan's end and the new start. After time off a person begins with
            less, so `first_week` is as many weeks back, but not below 0.
    """

    first_week: int
    weeks_off: int


def continuation(earlier: Plan, start: date, regimen_id: str) -> Continuation:
    """Return how a plan of `regimen_id` that starts on `start` continues an earlier one.

    Weeks count from where in the earlier plan the start falls, without weeks spent wholly away. Another regimen begins
    at its own first week.
    """
    weeks_off = max(0, (start - earlier.end).days // 7)
    if regimen_id != earlier.regimen_id:
        return Continuation(0, weeks_off)
    passed = min(max(0, (start - earlier.start).days // 7), earlier.weeks)
    return Continuation(max(0, earlier.regimen_week(passed) - weeks_off), weeks_off)
