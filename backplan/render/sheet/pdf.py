"""A sheet as a PDF: tagged for screen readers (PDF/UA-1), fit for archives (PDF/A-2a), the same bytes every time.

Typst gets the template, the data and the fonts that come with backplan, and reads nothing else: what people wrote is
data and never taken for markup. The system's fonts are used only for characters that are in none of these.

Of one sheet after another, typst lays out again only what has changed. That is so because the data comes as a file, and
because what concerns the whole sheet, such as its footer, is the same for all of them (see the template).
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from backplan.errors import UnprintableError

if TYPE_CHECKING:
    from backplan.render.sheet.data import Sheet

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""Typst checks each sheet against both, and refuses one that does not conform."""
_PACKAGE = Path(str(files("backplan")))
_TEMPLATES = _PACKAGE / "render" / "sheet" / "template"
_NO_GLYPH = re.compile(r'(?:the text|codepoint) `"(?P<text>.+?)"`', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF.

    Raises:
        UnprintableError: no font has one of its characters, or a picture is broken.
    """
    try:
        return compiled(sheet, system_fonts=False)[0]
    except typst.TypstError as error:
        if not _NO_GLYPH.search(error.message):
            raise _unprintable(error) from None
    try:
        return compiled(sheet, system_fonts=True)[0]
    except typst.TypstError as error:
        raise _unprintable(error) from None


def compiled(sheet: Sheet, *, system_fonts: bool) -> tuple[bytes, list[typst.TypstWarning]]:
    """Return the sheet as a PDF, and typst's warnings.

    Raises:
        typst.TypstError: it cannot be made.
    """
    data = json.dumps(sheet.data(), ensure_ascii=False).encode()
    made, warnings = compiler(system_fonts=system_fonts).compile_with_warnings(
        # A whole project in memory is documented, but not yet in the types of the library.
        input={"main.typ": _template(), "data.json": data},  # type: ignore[type-var]
        pdf_standards=STANDARDS,
        timestamp=datetime(*sheet.made, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made, warnings


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (_TEMPLATES / "sheet.typ").read_bytes()


@lru_cache(maxsize=2)
def compiler(*, system_fonts: bool) -> typst.Compiler:
    """Return typst's compiler, which is used again for every sheet."""
    fonts = typst.Fonts(
        include_system_fonts=system_fonts, include_embedded_fonts=system_fonts, font_paths=[_PACKAGE / "fonts"]
    )
    # Nothing outside the root can be read.
    return typst.Compiler(root=_TEMPLATES, font_paths=fonts)


def _unprintable(error: typst.TypstError) -> UnprintableError:
    glyph = _NO_GLYPH.search(error.message)
    if glyph is None:
        return UnprintableError(f"The sheet cannot be printed: {error.message}.")
    text = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), glyph["text"])
    named = f"U+{ord(text[0]):04X}"
    if name := unicodedata.name(text[0], ""):
        named = f"{named}, {name.lower()}"
    return UnprintableError(
        f"The character '{text[0]}' ({named}) cannot be printed: no font on this system has it.",
        "Install a font that has it, such as a Noto font, or spell the word with other letters.",
    )
