"""Days away: nothing is planned on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import short_day
from backplan.model.profile import DateRange
from backplan.rules.base import Rule
from backplan.rules.cause import STEPS, Cause, Modifier, Origin, Place, Remedy, ShortDose, with_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.rules.placed import DaySessions, Placed


@dataclass(frozen=True, slots=True)
class Away(Rule):
    """Nothing is planned on days away."""

    key: ClassVar[str] = "away"
    severity: ClassVar[str] = "limit and advice"
    summary: ClassVar[str] = "Nothing is planned on days away."
    as_cause: ClassVar[int] = 1
    as_obstacle: ClassVar[int] = 8

    @classmethod
    def wrong(cls, one: Placed, day: DaySessions) -> str:
        """Return that a session is on a day when you are away."""
        del one
        return "is on a day when you are away" if day.catalog.free[day.number].away else ""

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield each journey, and shorter ones."""
        for one in dose.request.profile.away:
            near = any(one.first <= day <= one.last for day in dose.days)
            remedies = partial(_remedies, one)
            yield Cause(_words(one), _only(one, ()), Origin.DAYS, near, remedies=remedies)

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield each journey that the day is part of."""
        for one in place.request.profile.away:
            if one.first <= place.on <= one.last:
                yield Cause(f"you are {_words(one)}", _only(one, ()))


def _remedies(away: DateRange, dose: ShortDose) -> Iterator[Remedy]:
    """Yield days at home, the ends first: a journey is sooner shortened than interrupted."""
    days = sorted(day for day in dose.days if away.first <= day <= away.last)
    # A journey that touches none of the days may be to blame for where the sessions are.
    ends = [day for day in (away.first, away.last) if day in days or not days]
    for day in list(dict.fromkeys((*ends, *days)))[: STEPS - 1]:
        left = (DateRange(away.first, day - timedelta(days=1)), DateRange(day + timedelta(days=1), away.last))
        kept = tuple(one for one in left if one.first <= one.last)
        yield Remedy(f"be available on {short_day(day)}", _only(away, kept))
    if away.first < away.last:
        yield Remedy(f"be available from {short_day(away.first)} to {short_day(away.last)}", _only(away, ()))


def _words(away: DateRange) -> str:
    """Return days away, as they read after "you are"."""
    if away.first == away.last:
        return f"away on {short_day(away.first)}"
    return f"away from {short_day(away.first)} to {short_day(away.last)}"


def _only(away: DateRange, left: tuple[DateRange, ...]) -> Modifier:
    """Return what leaves no more of some days away than is given."""
    return with_profile(lambda profile: replace(profile, away=(*(one for one in profile.away if one != away), *left)))
