"""The five costs of contract section 3.1 as one whole number.

Costs are compared in order, the first difference decides. Written side by side into one integer, each in a field
wide enough for its largest possible sum, they can be added, compared and minimised as plain numbers. Fields are no
wider than a request needs: bounds are split between activities, and what is lost by that in a heavier cost outweighs
the lighter ones the more, the wider their fields are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backplan.model.plan import Cost
from backplan.model.time import MOST_A_DAY

if TYPE_CHECKING:
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course

_LONGEST_DAY = 25 * 60
"""Minutes of a day on which the clocks are set back."""


class Weights(NamedTuple):
    """Where each cost's field begins, in bits.

    Attributes:
        preference: above the load.
        unevenness: above the preference.
        missed: above the unevenness.
        shortfall: above all others.
    """

    preference: int
    unevenness: int
    missed: int
    shortfall: int

    def weigh(
        self, shortfall: int = 0, missed: int = 0, unevenness: int = 0, preference: int = 0, load: int = 0
    ) -> int:
        """The costs as one number; sums of such numbers are the numbers of the sums."""
        return (
            (shortfall << self.shortfall)
            + (missed << self.missed)
            + (unevenness << self.unevenness)
            + (preference << self.preference)
            + load
        )

    def unweigh(self, number: int) -> Cost:
        """The costs that a number stands for."""
        return Cost(
            number >> self.shortfall,
            _field(number, self.missed, self.shortfall),
            _field(number, self.unevenness, self.missed),
            _field(number, self.preference, self.unevenness),
            _field(number, 0, self.preference),
        )


def weights_that_hold(load: int, preference: int, unevenness: int, missed: int) -> Weights:
    """Fields that hold sums up to these."""
    ends = [0]
    for largest in (load, preference, unevenness, missed):
        ends.append(ends[-1] + largest.bit_length())
    return Weights(*ends[1:])


def weights(catalog: Catalog) -> Weights:
    """Fields that hold whatever a plan of this request can cost."""
    days = len(catalog.days)
    most = [max(week.dose.most_a_day for week in course.weeks) for course in catalog.courses]
    return weights_that_hold(
        load=days * _LONGEST_DAY**2,
        preference=days * sum(min(count, MOST_A_DAY) for count in most) * _LONGEST_DAY,
        unevenness=sum(_most_uneven(course, days) for course in catalog.courses),
        missed=days * sum(most),
    )


def _field(number: int, begin: int, end: int) -> int:
    return number >> begin & (1 << end - begin) - 1


def _most_uneven(course: Course, days: int) -> int:
    """The gaps of a course add up to its days and the way back to its history; squares of them to no more squared."""
    longest = days - (course.last_before or 0)
    return max(week.dose.most_uneven(longest, days) for week in course.weeks)
