"""The page of drawings shows the drawings of today."""

from __future__ import annotations

from docs.figures import FOLDER, PAGE, files


def test_the_page_and_its_pictures_are_those_of_today() -> None:
    made = files()
    stands = {path: path.read_text(encoding="utf-8") for path in (PAGE, *FOLDER.iterdir())}

    assert set(stands) == set(made), "run: python docs/figures.py"
    assert [path.name for path in made if stands[path] != made[path]] == [], "run: python docs/figures.py"


def test_every_drawing_stands_on_the_page_with_what_it_shows() -> None:
    page = files()[PAGE]

    for path, svg in files().items():
        if path != PAGE:
            alt = svg.partition("<desc>")[2].partition("</desc>")[0]
            assert f"![{alt}](figures/{path.name})" in page
