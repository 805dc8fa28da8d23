"""The sheet of every bundled regimen, each paper, size and colour of it, as a screen reader meets it."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pikepdf
import pytest

from backplan import app
from backplan.files.bundled import bundled_names
from backplan.model.printing import Paper, SheetOptions
from backplan.render.sheet import pdf as engine
from backplan.render.sheet.data import TITLE
from tests.sheets import CLINIC, overlapping_words, planned, structure
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    import typst

    from backplan.render.sheet.data import Sheet

NAME = "Zebedee Quux"
SHEETS = [
    (name, SheetOptions(paper=paper, large_print=large, monochrome=monochrome, patient=NAME))
    for paper, large, monochrome, name in product(Paper, (False, True), (False, True), bundled_names())
]


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[typst.TypstWarning]:
    """What the engine warns of while it makes sheets."""
    heard = []
    made = engine.compiled

    def listening(sheet: Sheet, *, system_fonts: bool) -> tuple[bytes, list[typst.TypstWarning]]:
        pdf, warnings = made(sheet, system_fonts=system_fonts)
        heard.extend(warnings)
        return pdf, warnings

    monkeypatch.setattr(engine, "compiled", listening)
    return heard


@pytest.mark.parametrize(("name", "options"), fast_first(SHEETS, 8))
def test_a_sheet_is_read_in_order_and_nothing_on_it_is_without_words(
    name: str, options: SheetOptions, warned: list[typst.TypstWarning]
) -> None:
    regimen = app.inputs.read_regimen(name)
    plan = planned(regimen)
    pdf = app.sheets.sheet(plan, regimen, clinic=CLINIC, options=options)
    found = structure(pdf)
    tags = [element.tag for element in found]
    headings = [int(tag[1]) for tag in tags if re.fullmatch("H[1-6]", tag)]
    pictures = [element.alt or "" for element in found if element.tag == "Figure"]
    boxes = [alt for alt in pictures if "tick box" in alt]

    assert warned == []
    assert overlapping_words(pdf) == []
    assert all(pictures)
    assert len(boxes) == len(set(boxes)) == len(plan.sessions)
    assert (headings[0], headings.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert tags.count("TH") == tags.count("Table") * (7 if options.large_print else 8)
    # When to stop, the week, the exercises; a card's name before its drawing.
    assert tags.index("L") < tags.index("Table") < tags.index("H4")
    drawn = [tag for tag in tags[tags.index("H4") :] if tag in {"H4", "Figure"}]
    assert all(before == "H4" for before, after in pairwise(drawn) if after == "Figure")
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.Root["/Lang"]) == "en"
        assert opened.Root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert str(opened.docinfo["/Title"]) == TITLE
        with opened.open_metadata() as metadata:
            said = f"{metadata} {' '.join(map(str, opened.docinfo.values()))}"
    assert not set(NAME.split()) & set(re.findall(r"\w+", said))


@pytest.mark.parametrize("name", bundled_names())
@pytest.mark.parametrize("log", [False, True])
def test_on_a_sheet_for_any_week_no_two_boxes_are_told_alike(name: str, *, log: bool) -> None:
    found = structure(app.sheets.blank_sheet(app.inputs.read_regimen(name), options=SheetOptions(log=log)))
    boxes = [
        element.alt
        for element in found
        if element.tag == "Figure" and re.search("tick box|write-in", element.alt or "")
    ]

    assert boxes
    assert len(boxes) == len(set(boxes))
