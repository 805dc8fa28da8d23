"""What the parts of a printed sheet have in common: texts made fit for paper."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from backplan.wording import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_WORD = 24
"""Letters that a line of large print has room for, in a heading and however wide they are."""
_PIECE = 4

_MAY_BREAK = "\u200b"


def printed(text: str) -> str:
    """A person's text on one line; nothing in it acts on what stands around it, and the longest words can be broken.

    Without a place to break, a word that is wider than its column would run over the edge and be cut off.
    """
    words = plain_text(text).split(" ")
    return " ".join(_breakable(word) if len(word) > LONGEST_WORD else word for word in words)


def all_printed(texts: Iterable[str]) -> list[str]:
    """Each of the texts as `printed`, without those that are empty then."""
    return [line for line in map(printed, texts) if line]


def capitalized(text: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def _breakable(word: str) -> str:
    pieces = [""]
    for letter in word:
        # An accent stays with the letter that it stands on.
        if len(pieces[-1]) >= _PIECE and not unicodedata.combining(letter):
            pieces.append("")
        pieces[-1] += letter
    return _MAY_BREAK.join(pieces)
