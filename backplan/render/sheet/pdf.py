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

from backplan.errors import UnprintableError, is_panic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.render.sheet.data import Sheet

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""Typst checks each sheet against both, and refuses one that does not conform."""
MOST_SUSPECTS = 20
"""Texts of which each is tried where the engine fails on one; setting a sheet takes a fraction of a second."""
LONGEST_SHOWN = 60
"""Characters of such a text in a message."""
_PACKAGE = Path(str(files("backplan")))
_TEMPLATES = _PACKAGE / "render" / "sheet" / "template"
_NO_GLYPH = re.compile(r'(?:the text|codepoint) `"(?P<text>.+?)"`', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF.

    Raises:
        UnprintableError: no font has one of its characters, a picture is broken, or the engine fails on a text.
    """
    try:
        return _pdf(sheet, sheet.data())
    except BaseException as error:
        if not is_panic(error):
            raise
        # What it has left behind in the engine is not to be trusted.
        compiler.cache_clear()
    raise _unset(sheet)


def _pdf(sheet: Sheet, data: object) -> bytes:
    try:
        return _compiled(sheet, data, system_fonts=False)[0]
    except typst.TypstError as error:
        if not _NO_GLYPH.search(error.message):
            raise _unprintable(error) from None
    try:
        return _compiled(sheet, data, system_fonts=True)[0]
    except typst.TypstError as error:
        raise _unprintable(error) from None


def compiled(sheet: Sheet, *, system_fonts: bool) -> tuple[bytes, list[typst.TypstWarning]]:
    """Return the sheet as a PDF, and typst's warnings.

    Raises:
        typst.TypstError: it cannot be made.
    """
    return _compiled(sheet, sheet.data(), system_fonts=system_fonts)


def _compiled(sheet: Sheet, data: object, *, system_fonts: bool) -> tuple[bytes, list[typst.TypstWarning]]:
    made, warnings = compiler(system_fonts=system_fonts).compile_with_warnings(
        # A whole project in memory is documented, but not yet in the types of the library.
        input={"main.typ": _template(), "data.json": json.dumps(data, ensure_ascii=False).encode()},  # type: ignore[type-var]
        pdf_standards=STANDARDS,
        timestamp=datetime(*sheet.made, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made, warnings


def _unset(sheet: Sheet) -> UnprintableError:
    """The error for a sheet that the engine panics over, with the text that it cannot set, where that is found.

    It fails on scripts from right to left and on marks piled up. So the sheet is set again with each text of these
    alone, and a letter in the place of the others.
    """
    data = sheet.data()
    suspects = tuple(dict.fromkeys(text for text in _texts(data) if _is_intricate(text)))
    for suspect in suspects[:MOST_SUSPECTS]:
        others = frozenset(suspects) - {suspect}
        try:
            _pdf(sheet, _without(data, others))
        except UnprintableError:
            continue
        except BaseException as error:
            if not is_panic(error):
                raise
            compiler.cache_clear()
            # The places where a long word may break are ours.
            shown = suspect.replace("\u200b", "")
            shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
            return UnprintableError(
                f"The text '{shown}' cannot be printed: its letters and marks cannot be laid out.",
                "Write it in other words, in one script, and without several marks on one letter.",
            )
    return UnprintableError(
        "The sheet cannot be printed: it cannot be laid out.",
        "Close other programs and try again. If that does not help, look for texts in several scripts.",
    )


def _is_intricate(text: str) -> bool:
    return any(unicodedata.bidirectional(one) in {"R", "AL", "NSM"} for one in text)


def _texts(data: object) -> Iterator[str]:
    """Every text in some data, but those that are keys."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, tuple, dict)):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _texts(part)


def _without(data: object, texts: frozenset[str]) -> object:
    """The data with a letter in the place of some of its texts."""
    if isinstance(data, dict):
        return {key: _without(value, texts) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_without(part, texts) for part in data]
    return "x" if isinstance(data, str) and data in texts else data


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
