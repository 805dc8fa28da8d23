"""The five costs of contract section 3.1 as one whole number.

Costs are compared in order, the first difference decides. Written side by side into one integer, each in a field
wide enough for its largest possible sum, they can be added, compared and minimised as plain numbers.
"""

from __future__ import annotations

from backplan.model.plan import Cost

# The widths in bits hold the largest sums of 520 weeks with a hundred activities: load at most 3640 * 1440 ** 2,
# preference 3640 * 100 * 24 * 1440, unevenness (7 * days since 1970) ** 2 a gap, missed 3640 * 100 * 24.
_LOAD = 36
_PREFERENCE = 36
_UNEVENNESS = 48
_MISSED = 28

_PREFERENCE_AT = _LOAD
_UNEVENNESS_AT = _PREFERENCE_AT + _PREFERENCE
_MISSED_AT = _UNEVENNESS_AT + _UNEVENNESS
_SHORTFALL_AT = _MISSED_AT + _MISSED


def weigh(shortfall: int = 0, missed: int = 0, unevenness: int = 0, preference: int = 0, load: int = 0) -> int:
    """The costs as one number; sums of such numbers are the numbers of the sums."""
    return (
        (shortfall << _SHORTFALL_AT)
        + (missed << _MISSED_AT)
        + (unevenness << _UNEVENNESS_AT)
        + (preference << _PREFERENCE_AT)
        + load
    )


def unweigh(number: int) -> Cost:
    """The costs that a number stands for."""
    return Cost(
        number >> _SHORTFALL_AT,
        number >> _MISSED_AT & (1 << _MISSED) - 1,
        number >> _UNEVENNESS_AT & (1 << _UNEVENNESS) - 1,
        number >> _PREFERENCE_AT & (1 << _PREFERENCE) - 1,
        number & (1 << _LOAD) - 1,
    )
