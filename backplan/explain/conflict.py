"""A smallest set of things that is enough for something: growing by guesses, shrinking by a deletion filter.

The filter (Chinneck, "Feasibility and Infeasibility in Optimization") takes needless members away in halves, the last
first. It relies on more never being less than enough; where that does not quite hold, what it leaves is gone through
again until every member is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


class SmallestSet(Generic[T]):
    """The search for a smallest set; each set is tried once."""

    def __init__(self, is_enough: Callable[[tuple[T, ...]], bool | None]) -> None:
        """Takes what says whether a set is enough; None where that cannot be known."""
        self._is_enough = is_enough
        self._known: dict[frozenset[int], bool | None] = {}

    def found(self, guesses: Iterable[tuple[T, ...]]) -> tuple[T, ...] | None:
        """Return the first guess that is enough, without its needless members; None where no guess is."""
        kept = next((guess for guess in guesses if self._enough(guess)), None)
        if kept is None:
            return None
        kept = self._without_needless(kept, kept)
        while needless := next((one for one in kept if self._enough(minus(kept, (one,)))), None):
            kept = minus(kept, (needless,))
        return kept

    def _without_needless(self, kept: tuple[T, ...], chunk: tuple[T, ...]) -> tuple[T, ...]:
        """A set less those members of a chunk that it can do without and still be enough."""
        rest = minus(kept, chunk)
        if not chunk or (not self._hopeless(rest) and self._enough(rest)):
            return rest
        if len(chunk) == 1:
            return kept
        half = len(chunk) // 2
        return self._without_needless(self._without_needless(kept, chunk[half:]), chunk[:half])

    def _hopeless(self, some: tuple[T, ...]) -> bool:
        """Whether more than these were not enough: they will hardly be."""
        ids = frozenset(map(id, some))
        return any(ids <= known and answer is False for known, answer in self._known.items())

    def _enough(self, some: tuple[T, ...]) -> bool:
        ids = frozenset(map(id, some))
        if ids not in self._known:
            self._known[ids] = self._is_enough(some)
        return self._known[ids] is True


def minus(members: tuple[T, ...], gone: tuple[T, ...]) -> tuple[T, ...]:
    """Return members without some of them."""
    return tuple(one for one in members if one not in gone)
