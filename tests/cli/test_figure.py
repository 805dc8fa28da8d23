from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typst

from backplan.files.bundled import figure_names
from backplan.files.figures import figure
from tests.cli.conftest import run_here

if TYPE_CHECKING:
    from pathlib import Path


def test_piped_the_list_is_a_name_a_line() -> None:
    ran = run_here("figure")

    assert ran.status == 0
    assert ran.stdout.splitlines() == list(figure_names())


def test_on_a_terminal_the_list_has_titles() -> None:
    ran = run_here("figure", terminal=True)

    assert "bird-dog-leg" in ran.stdout
    assert "Bird dog, leg only" in ran.stdout


def test_a_drawing_that_the_engine_panics_over_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def panics(*_: object, **__: object) -> None:
        raise panic

    # No drawing of ours does this.
    monkeypatch.setattr(typst, "compile", panics)
    ran = run_here("figure", "bridge", "--output", tmp_path / "a.png")

    assert (ran.status, ran.stderr) == (
        2,
        "Error: The drawing cannot be made into a PNG.\nWrite it as an SVG instead.\n",
    )


def test_piped_a_drawing_is_its_svg() -> None:
    ran = run_here("figure", "bridge")

    assert (ran.status, ran.stderr) == (0, "")
    assert ran.stdout == figure("bridge").svg


def test_on_a_terminal_a_drawing_is_told_in_words_and_how_to_see_it() -> None:
    ran = run_here("figure", "bridge", terminal=True)

    assert figure("bridge").alt in " ".join(ran.stdout.split())
    assert "backplan figure bridge --output bridge.png" in ran.stdout
    assert "<svg" not in ran.stdout


@pytest.mark.parametrize(("suffix", "begins"), [(".svg", b"<!-- backplan"), (".png", b"\x89PNG")])
def test_a_drawing_is_written_to_a_file_and_written_again(tmp_path: Path, suffix: str, begins: bytes) -> None:
    file = tmp_path / f"one{suffix}"
    ran = run_here("figure", "bridge", "-o", file)

    assert (ran.status, ran.stdout) == (0, "")
    assert f"Wrote {file}" in ran.stderr
    assert file.read_bytes().startswith(begins)
    assert run_here("figure", "bird-dog", "-o", file).status == 0


def test_a_stretch_with_nothing_to_hold_is_not_offered() -> None:
    assert "standing-hamstring" not in run_here("figure").stdout
    assert run_here("figure", "standing-hamstring").status == 2


def test_a_picture_of_somebody_elses_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.png"
    file.write_bytes(b"\x89PNG something")
    ran = run_here("figure", "bridge", "-o", file)

    assert ran.status == 2
    assert "backplan did not write it" in ran.stderr
    assert file.read_bytes() == b"\x89PNG something"


def test_an_unknown_name_is_answered_with_the_nearest_one() -> None:
    ran = run_here("figure", "bird-dgo")

    assert (ran.status, ran.stdout) == (2, "")
    assert "bird-dog" in ran.stderr


def test_another_kind_of_file_is_refused_and_nothing_written(tmp_path: Path) -> None:
    ran = run_here("figure", "bridge", "-o", tmp_path / "one.pdf")

    assert ran.status == 2
    assert ".svg or .png" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_a_drawing_is_refused(tmp_path: Path) -> None:
    ran = run_here("figure", "-o", tmp_path / "one.svg")

    assert ran.status == 2
    assert "backplan figure" in ran.stderr
