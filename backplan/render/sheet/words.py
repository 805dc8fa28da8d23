"""Texts made fit for paper."""

from __future__ import annotations

import unicodedata
from math import ceil
from typing import TYPE_CHECKING

from backplan.language.wording import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_WORD = 36
"""The width of a word, as `width` counts, that fits into a heading in large print."""
LONGEST_IN_GRID = 16
"""The same for the first column of a week."""
_PIECE = 4
WIDEST = 1.8
"""The width of the widest letters, in letters of usual width."""

_MAY_BREAK = "\u200b"


def printed(text: str, longest: int = LONGEST_WORD) -> str:
    """Return a person's text on one line, without control characters, and with places to break its longest words.

    A word that is wider than its column would otherwise run over the edge and be cut off.
    """
    words = plain_text(text).split(" ")
    return " ".join(_breakable(word) if _is_wider(word, longest) else word for word in words)


def _is_wider(word: str, longest: int) -> bool:
    # Most words are so short that their letters need not be measured.
    return len(word) * WIDEST > longest and width(word) > longest


def width(text: str) -> float:
    """Estimate how wide a text is, in letters of usual width; rather too wide."""
    wide = sum(letter.isupper() or letter in "mw@%" or unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + (WIDEST - 1) * wide


def lines(text: str, letters: int) -> int:
    """Estimate how many lines of so many letters of usual width a text takes."""
    return ceil(width(text) / letters)


def all_printed(texts: Iterable[str]) -> list[str]:
    """Return the texts as `printed`, without those that are then empty."""
    return [line for line in map(printed, texts) if line]


def _breakable(word: str) -> str:
    pieces = [""]
    for letter in word:
        # An accent stays with its letter.
        if len(pieces[-1]) >= _PIECE and not unicodedata.combining(letter):
            pieces.append("")
        pieces[-1] += letter
    return _MAY_BREAK.join(pieces)
