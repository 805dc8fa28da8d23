"""Where a plan that continues an earlier one stands (contract section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.plan import Plan


class Continuation(NamedTuple):
    """Where a plan stands that continues an earlier one.

    Attributes:
        first_week: the regimen's week in which it begins, counted from 0.
        weeks_off: full weeks between the earlier plan's end and its own start. After time off a person begins with
            less, so `first_week` is as many weeks back, but not below 0.
    """

    first_week: int
    weeks_off: int


def continuation(earlier: Plan, start: date, regimen_id: str) -> Continuation:
    """Return where a plan stands that begins on `start`.

    Weeks count from the point of the earlier plan at which the start falls; weeks of it spent wholly away do not count.
    Another regimen begins at its own first week, whatever the earlier plan's weeks.

    Args:
        earlier: the plan to continue.
        start: the first day of the new one.
        regimen_id: what the new one is of.
    """
    weeks_off = max(0, (start - earlier.end).days // 7)
    if regimen_id != earlier.regimen_id:
        return Continuation(0, weeks_off)
    passed = min(max(0, (start - earlier.start).days // 7), earlier.weeks)
    return Continuation(max(0, earlier.regimen_week(passed) - weeks_off), weeks_off)
