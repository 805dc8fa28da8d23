"""Draws the pictures of printed sheets in docs/sheets/, a page each.

`python docs/sheets.py` draws all anew; the same sheets give the same bytes.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import typst

from backplan import app
from backplan.model.printing import Pages, Paper, SheetOptions
from backplan.model.profile import Profile

FOLDER = Path(__file__).with_suffix("")
WIDTH = 720
"""Pixels."""
INCHES = {Paper.A4: 210 / 25.4, Paper.LETTER: 8.5}

# Typst shows a page of a PDF as it shows a picture.
PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("sheet.pdf", page: {page})\n'


class Shown(NamedTuple):
    """One picture.

    Attributes:
        regimen: a bundled one.
        page: counted from 1.
    """

    name: str
    regimen: str
    options: SheetOptions
    page: int


PICTURES = (
    Shown("week", "low-back", SheetOptions(), 1),
    Shown("exercises", "low-back", SheetOptions(), 2),
    Shown("letter", "stabilization", SheetOptions(paper=Paper.LETTER), 1),
    Shown("monochrome", "extension", SheetOptions(monochrome=True), 3),
    Shown("large-print", "low-back", SheetOptions(large_print=True), 1),
    Shown("neck", "neck-collar", SheetOptions(pages=Pages.EXERCISES), 2),
)


def picture(shown: Shown) -> bytes:
    """One page as PNG."""
    regimen = app.inputs.read_regimen(shown.regimen)
    monday = date(2026, 11, 30)
    request = app.planning.plan_request(
        regimen, Profile(), start=monday, weeks=1, timezone="Europe/Berlin", today=monday
    )
    sheet = app.sheets.sheet(app.planning.make_plan(request), regimen, options=shown.options)
    with TemporaryDirectory() as folder:
        Path(folder, "sheet.pdf").write_bytes(sheet)
        source = Path(folder, "page.typ")
        source.write_text(PAGE.format(page=shown.page), encoding="utf-8")
        drawn = typst.compile(source, root=Path(folder), format="png", ppi=WIDTH / INCHES[shown.options.paper])
    assert isinstance(drawn, bytes)
    return drawn


def files() -> dict[Path, bytes]:
    """The pictures, as their files hold them."""
    return {FOLDER / f"{shown.name}.png": picture(shown) for shown in PICTURES}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = files()
    for left_over in set(FOLDER.iterdir()) - set(made):
        left_over.unlink()
    for path, data in made.items():
        path.write_bytes(data)
