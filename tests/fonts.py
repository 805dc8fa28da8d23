"""A font for tests: a letter is a box, and it has no other letters than are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

if TYPE_CHECKING:
    from pathlib import Path

_UNITS = 1000


def make_font(file: Path, letters: str) -> None:
    """Writes a TrueType font that has these letters."""
    pen = TTGlyphPen(None)
    for corner, draw in zip(
        ((100, 0), (100, 700), (700, 700), (700, 0)), (pen.moveTo, pen.lineTo, pen.lineTo, pen.lineTo), strict=True
    ):
        draw(corner)
    pen.closePath()
    box = pen.glyph()
    cmap = {ord(letter): f"uni{ord(letter):04X}" for letter in sorted(set(letters))}
    names = [".notdef", *cmap.values()]

    font = FontBuilder(_UNITS, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap(cmap)
    font.setupGlyf(dict.fromkeys(names, box))
    font.setupHorizontalMetrics(dict.fromkeys(names, (800, 100)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "psName": "Boxes-Regular"})
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    font.save(file)
