"""Names in other scripts: printed in a font of the system's, or refused with the letter that no font has."""

from __future__ import annotations

import subprocess
import unicodedata
from typing import TYPE_CHECKING

import pytest

from backplan.render.sheet import pdf as engine
from tests.fonts import make_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import typst

    from tests.cli.conftest import Ran

NAMES = ["李小龙", "محمد علي", "דוד לוי", "ประเสริฐ", "張 (陳) Müller"]
PRINT = ("print", "low-back", "--start", "2026-11-23", "-o", "sheet.pdf")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _fonts_are_looked_for_anew() -> Iterator[None]:
    compiler = engine.compiler
    compiler.cache_clear()
    yield
    compiler.cache_clear()


@pytest.fixture
def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Installs a font with these letters where a person's own fonts are."""
    monkeypatch.setenv("HOME", str(folder))

    def install(letters: str) -> None:
        for place in (".fonts", ".local/share/fonts", "Library/Fonts"):
            (folder / place).mkdir(parents=True)
            make_font(folder / place / "boxes.ttf", letters)

    return install


def read_aloud(pdf: Path) -> str:
    """The words of the first page as they are said, not as they stand from left to right."""
    ran = subprocess.run(["pdftotext", "-l", "1", str(pdf), "-"], capture_output=True, check=True, timeout=60)
    # What runs from right to left is marked with characters that cannot be seen.
    return "".join(letter for letter in ran.stdout.decode() if unicodedata.category(letter) != "Cf")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("large", [False, True])
def test_a_name_in_any_script_is_printed_where_a_font_has_its_letters(
    name: str, folder: Path, backplan: Callable[..., Ran], installed: Callable[[str], None], *, large: bool
) -> None:
    installed(name)

    ran = backplan(*PRINT, "--for", name, *(["--large-print"] if large else []))

    assert (ran.status, ran.stderr) == (0, "Wrote sheet.pdf\n")
    assert f"For: {name}" in read_aloud(folder / "sheet.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_refused_with_its_letter_where_no_font_has_it(
    name: str, folder: Path, backplan: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_fonts = engine.compiler

    def without(*, system_fonts: bool) -> typst.Compiler:
        """A computer that has no fonts, whatever is asked for."""
        del system_fonts
        return with_fonts(system_fonts=False)

    monkeypatch.setattr(engine, "compiler", without)

    ran = backplan(*PRINT, "--for", name)

    # Of a name that runs from right to left, it is the letter on the left.
    refused = {
        f"The character '{letter}' (U+{ord(letter):04X}, {unicodedata.name(letter).lower()}) cannot be printed"
        for letter in name
        if not letter.isascii()
    }
    said = " ".join(ran.stderr.split())
    assert (ran.status, ran.stdout) == (2, "")
    assert [one for one in refused if one in said]
    assert "Install a font" in said
    assert list(folder.iterdir()) == []
