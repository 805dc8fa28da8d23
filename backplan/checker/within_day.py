"""What the rules of one day say of its sessions: their time, their place, and each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.rules.catalog import RULES
from backplan.rules.placed import DaySessions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.finding import Finding
    from backplan.rules.catalog import Catalog
    from backplan.rules.placed import Placed


def of_day(catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
    """Yield all findings about one day.

    Args:
        catalog: what holds.
        placed: the day's sessions, at least one, by start.
    """
    day = DaySessions(catalog, placed[0].day, placed)
    for rule in RULES:
        yield from rule.broken_on(day)
