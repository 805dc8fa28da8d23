"""What the parts of a printed sheet have in common: texts made fit for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.wording import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_WORD = 30
"""Letters that a line of large print has room for, in bold too."""
LONGEST_IN_GRID = 15
"""Letters that the first column of a week has room for."""

_MAY_BREAK = "\u200b"


def printed(text: str, longest: int = LONGEST_WORD) -> str:
    """A person's text on one line; nothing in it acts on what stands around it, and the longest words can be broken.

    Without a place to break, a word that is wider than its column would run over the edge and be cut off.
    """
    words = plain_text(text).split(" ")
    return " ".join(_breakable(word, longest) if len(word) > longest else word for word in words)


def all_printed(texts: Iterable[str]) -> list[str]:
    """Each of the texts as `printed`, without those that are empty then."""
    return [line for line in map(printed, texts) if line]


def capitalized(text: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def _breakable(word: str, longest: int) -> str:
    return _MAY_BREAK.join(word[place : place + longest] for place in range(0, len(word), longest))
