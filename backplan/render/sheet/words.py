"""What the parts of a printed sheet have in common: texts made fit for paper."""

from __future__ import annotations

import unicodedata
from math import ceil
from typing import TYPE_CHECKING

from backplan.language.wording import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_WORD = 36
"""The width of a word, as `width` counts, for which a heading in large print has room."""
LONGEST_IN_GRID = 16
"""The same for the first column of a week."""
_PIECE = 4
WIDEST = 1.8
"""The width of the widest letters, in letters of usual width."""

_MAY_BREAK = "\u200b"


def printed(text: str, longest: int = LONGEST_WORD) -> str:
    """A person's text on one line; nothing in it acts on what stands around it, and the longest words can be broken.

    Without a place to break, a word that is wider than its column would run over the edge and be cut off.
    """
    words = plain_text(text).split(" ")
    return " ".join(_breakable(word) if _is_wider(word, longest) else word for word in words)


def _is_wider(word: str, longest: int) -> bool:
    # Most words are so short that no letter has to be looked at.
    return len(word) * WIDEST > longest and width(word) > longest


def width(text: str) -> float:
    """About how wide a text is, in letters of usual width; on the safe side."""
    wide = sum(letter.isupper() or letter in "mw@%" or unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + (WIDEST - 1) * wide


def lines(text: str, letters: int) -> int:
    """How many lines a text takes, with room for so many letters of usual width in each."""
    return ceil(width(text) / letters)


def all_printed(texts: Iterable[str]) -> list[str]:
    """Each of the texts as `printed`, without those that are empty then."""
    return [line for line in map(printed, texts) if line]


def _breakable(word: str) -> str:
    pieces = [""]
    for letter in word:
        # An accent stays with the letter that it stands on.
        if len(pieces[-1]) >= _PIECE and not unicodedata.combining(letter):
            pieces.append("")
        pieces[-1] += letter
    return _MAY_BREAK.join(pieces)
