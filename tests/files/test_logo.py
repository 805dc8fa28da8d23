"""Logos that hurt: each is refused by name, or drawn by a process that may fail alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backplan.errors import BadFileError
from backplan.files import logo
from backplan.files.clinic import parse_clinic
from backplan.files.logo import logo_svg
from backplan.files.logo_child import BROKEN, draw
from backplan.language.reading import QuantityError

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTACKS = Path(__file__).parent.parent / "data" / "attacks"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://example.org/x' viewBox='0 0 9 9'>{}</svg>"
FAILS = (
    "a picture that the drawing program fails on, expected a picture that can be drawn; "
    "simplify the drawing, or save it as a PNG"
)


def too_large(number: str) -> str:
    return (
        f"an SVG with the number {number}, expected numbers up to 1,000,000; make the drawing smaller, or save it as "
        "a PNG"
    )


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    logo._draw.cache_clear()
    yield
    logo._draw.cache_clear()


def refusal(inside: str, whole: str = SVG) -> QuantityError:
    with pytest.raises(QuantityError) as caught:
        logo_svg(whole.format(inside).encode())
    return caught.value


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("07-svg-segv-Z", FAILS),
        ("08-svg-hang-arc", too_large("1e31")),
        ("09-svg-1.7GB-ellipse", too_large("1e38")),
        ("12-svg-panic-138B", too_large("1e10")),
    ],
)
def test_a_logo_that_hurts_is_a_fault_of_the_clinic_file_with_its_place(name: str, told: str) -> None:
    file = ATTACKS / f"{name}.clinic.yaml"
    with pytest.raises(BadFileError) as caught:
        parse_clinic(file.read_bytes(), str(file))

    assert caught.value.message == f"{file}:3:7: logo: found '{name}.svg', {told}"


@pytest.mark.parametrize("file", sorted(ATTACKS.glob("*.svg")), ids=lambda file: file.stem)
def test_what_the_checks_do_not_know_ends_the_process_that_draws_and_no_other(file: Path) -> None:
    with pytest.raises(QuantityError) as caught:
        logo._draw(file.read_text(encoding="utf-8"))

    assert caught.value.found in {
        "a picture that the drawing program fails on",
        "a picture that takes too long to draw",
    }


def test_a_picture_that_is_never_drawn_is_waited_for_no_longer_than_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logo, "LONGEST_WAIT", 0.5)
    with pytest.raises(QuantityError) as caught:
        logo._draw((ATTACKS / "08-svg-hang-arc.svg").read_text(encoding="utf-8"))

    assert caught.value.found == "a picture that takes too long to draw"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit the addresses of a process")
def test_the_drawing_process_cannot_fill_the_memory() -> None:
    code = "from backplan.files.logo_child import limit; limit(); bytearray(1_000_000_000)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "MemoryError" in ran.stderr


def test_a_picture_is_tried_once_for_all_clinics_that_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    data, runs = SVG.format("<path d='M0 0h9v9z'/>").encode(), []
    run = subprocess.run

    def counted(*arguments: object, **options: object) -> object:
        runs.append(arguments)
        return run(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counted)

    assert logo_svg(data) == logo_svg(data) == data.decode()
    assert len(runs) == 1


def test_where_no_process_can_be_started_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    error = refusal("<path d='M0 0h9v9z'/>")

    assert error.found == "a picture that cannot be tried: no such file or directory"
    assert error.hint == "close other programs and try again"


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("<filter/>", "an SVG with <filter>"),
        ("<mask/>", "an SVG with <mask>"),
        ("<g filter='blur(9px)'/>", "an SVG with 'filter'"),
        ("<g style='fill: red; FILTER : blur(9px)'/>", "an SVG with 'filter'"),
        ("<g mask='url(#a)'/>", "an SVG with 'mask'"),
        ("<g style='mix-blend-mode:multiply'/>", "an SVG with 'mix-blend-mode'"),
        ("<g onload='alert(1)'/>", "an SVG with a script, 'onload'"),
        ("<rect width='1000001'/>", "an SVG with the number 1000001"),
        ("<rect style='stroke-width:1e7'/>", "an SVG with the number 1e7"),
        ("<path d='M0,0L-1e8 .5'/>", "an SVG with the number 1e8"),
        (f"<path d='M{'9' * 5_000}'/>", f"an SVG with the number {'9' * 20}"),
        ("<g transform='scale(99999999)'/>", "an SVG with the number 99999999"),
        ("<g " + " ".join(f"a{number}=''" for number in range(101)) + "/>", "<g> with 101"),
        (f"<g style='{'a:b;' * 200_000}'/>", "a style of 200,000"),
    ],
)
def test_what_a_logo_does_not_need_is_refused_by_name(inside: str, found: str) -> None:
    error = refusal(inside)

    assert error.found == found
    assert error.hint


@pytest.mark.parametrize(
    "inside",
    [
        "<path id='SVGID_12345678_' class='c98765432' d='M0 0h9v9z'/>",
        "<path fill='#12345678' d='M0 0h9v9z'/>",
        "<path style='fill:#9e999999;stroke:url(#a12345678)' d='M0 0h9v9z'/>",
        "<g aria-label='030 12345678' data-id='12345678'><path d='M0 0h9v9z'/></g>",
        "<g x:id='12345678'><path d='M0 0h9v9z'/></g>",
        "<path transform='scale(.01)' d='M-1000000,0.5.5-1e-3l30000-1E3z'/>",
    ],
)
def test_names_and_colours_are_no_numbers(inside: str) -> None:
    assert logo_svg(SVG.format(inside).encode()) == SVG.format(inside)


@pytest.mark.parametrize(
    ("svg", "status"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>', 0),
        ('<svg xmlns="http://www.w3.org/2000/svg"><rect', BROKEN),
    ],
)
def test_the_program_that_draws_says_by_its_status_whether_it_could(svg: str, status: int) -> None:
    assert draw(svg) == status
