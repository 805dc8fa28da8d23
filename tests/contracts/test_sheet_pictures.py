"""The pictures of printed sheets in docs/ show what is printed today."""

from __future__ import annotations

from docs.sheets import FOLDER, PICTURES, files
from tests.contracts.test_docs import DOCS


def test_the_pictures_are_those_of_todays_sheets() -> None:
    made = files()
    assert set(FOLDER.iterdir()) == set(made), "run: python docs/sheets.py"
    assert [path.name for path, data in made.items() if path.read_bytes() != data] == [], "run: python docs/sheets.py"


def test_six_pages_are_shown_and_each_stands_on_a_page_with_its_words() -> None:
    page = (DOCS / "therapists.md").read_text(encoding="utf-8")
    assert len(PICTURES) == 6
    assert [one.name for one in PICTURES if f"](sheets/{one.name}.png)" not in page] == []
