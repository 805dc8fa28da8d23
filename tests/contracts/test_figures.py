"""The drawings that come with backplan, and the page that shows them, are those that their poses make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.files.bundled import figure_names
from backplan.files.figures import figure
from regimens.figures.draw.__main__ import FOLDER, PAGE, ROOT, redraw

if TYPE_CHECKING:
    from pathlib import Path


def written(root: Path) -> dict[str, bytes]:
    """The page and the drawings, by their names."""
    return {path.name: path.read_bytes() for path in (root / PAGE, *(root / FOLDER).glob("*.svg"))}


def test_drawing_again_changes_nothing_and_leaves_nothing_over(tmp_path: Path) -> None:
    for file in (PAGE, FOLDER / "of-an-exercise-that-is-gone.svg"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).touch()

    redraw(tmp_path)

    drawn, kept = written(tmp_path), written(ROOT)
    assert drawn.keys() == kept.keys(), "run: python -m regimens.figures.draw"
    assert [name for name in drawn if drawn[name] != kept[name]] == [], "run: python -m regimens.figures.draw"


def test_every_drawing_stands_on_the_page_with_what_it_shows() -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")

    for name in figure_names():
        assert f"![{figure(name).alt}](../regimens/figures/{name}.svg)" in page
