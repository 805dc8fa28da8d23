"""Clinic files, and the logos that they name."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from backplan.errors import BadFileError
from backplan.files.clinic import parse_clinic
from backplan.files.logo import LARGEST_LOGO
from backplan.model.clinic import Clinic

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = b"""\
format: 1
name: Riverside Physical Therapy
phone: 555-0142
emergency_number: 112
footer: 12 River Road, open 8 to 18
stop_and_call:
  - Pain moves further down your leg.
  - You feel new numbness.
get_help_now: You cannot pee.
"""
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>%s</svg>"


def png(width: int = 2, height: int = 2, *, data: bytes | None = None, depth: int = 8, colour: int = 0) -> bytes:
    """A grey picture of one byte a point, unless its header says something else."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    lines = b"".join(b"\0" + b"\x80" * width for _ in range(height)) if data is None else data
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def fault(data: bytes, file: str = "clinic.yaml") -> str:
    with pytest.raises(BadFileError) as caught:
        parse_clinic(data, file)
    assert len(caught.value.faults) == 1
    return caught.value.message


def with_logo(folder: Path, picture: bytes) -> str:
    """The fault of a clinic file with a logo."""
    (folder / "logo").write_bytes(picture)
    return fault(b"format: 1\nlogo: logo\n", str(folder / "clinic.yaml"))


def test_a_clinic_file_is_read_as_it_is_written() -> None:
    assert parse_clinic(WHOLE, "clinic.yaml") == Clinic(
        name="Riverside Physical Therapy",
        phone="555-0142",
        emergency_number="112",
        footer="12 River Road, open 8 to 18",
        stop_and_call=("Pain moves further down your leg.", "You feel new numbness."),
        get_help_now=("You cannot pee.",),
    )
    assert parse_clinic(b"format: 1\n", "clinic.yaml") == Clinic()


def test_signs_on_lines_of_their_own_may_begin_in_lower_case() -> None:
    clinic = parse_clinic(b"format: 1\nget_help_now:\n  - you cannot pee\n  - both legs go numb\n", "clinic.yaml")

    assert clinic.get_help_now == ("you cannot pee", "both legs go numb")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "fone: 555",
            "clinic.yaml:2:1: fone: found the unknown key 'fone', expected a key of a clinic file; did you mean",
        ),
        ("phone: call us", "clinic.yaml:2:8: phone: found 'call us', expected a telephone number"),
        ("stop_and_call: []", "clinic.yaml:2:16: stop_and_call: found an empty list, expected at least one text"),
        (
            "get_help_now: [You cannot pee, or cannot hold your stool.]",
            (
                "clinic.yaml:2:16: get_help_now.1: found a sentence that is cut into 2 items by a comma, expected the "
                'whole sentence in quotes; write ["You cannot pee, or cannot hold your stool."], or put each item in '
                "quotes if they are separate"
            ),
        ),
        (
            "stop_and_call: [Stop, and call us.]",
            'write ["Stop, and call us."], or put each item in quotes if they are separate items',
        ),
        ("footer: " + "x" * 101, "found text of 101 characters, expected at most 100 characters"),
        ("logo: https://example.org/logo.png", "expected a picture's path, such as 'logo.svg'"),
        ("logo: none.png", "clinic.yaml:2:7: logo: found 'none.png', where none.png does not exist"),
        ("name:", "remove the key if you have nothing to enter"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    line: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert told in fault(f"format: 1\n{line}\n".encode())


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("logo.png", png()),
        ("logo.svg", SVG % b"<g><path d='M0 0h9v9z' fill='#123456'/><circle r='2'/></g>"),
        ("logo.svg", b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG % b"<rect width='9' height='9' fill='url(#a)'/>"),
    ],
)
def test_a_logo_is_read_from_beside_the_file(name: str, picture: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(picture)
    clinic = parse_clinic(f"format: 1\nlogo: {name}\n".encode(), str(tmp_path / "clinic.yaml"))

    if name.endswith("svg"):
        assert clinic.logo.encode("utf-8-sig" if picture.startswith(b"\xef") else "utf-8") == picture
    else:
        assert '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2">' in clinic.logo
        assert f"data:image/png;base64,{b64encode(picture).decode()}" in clinic.logo


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (b"<image href='file:///etc/passwd'/>", "an SVG with <image>"),
        (b"<use href='other.svg#a'/>", "an SVG with <use>"),
        (b"<style>@import 'x.css';</style>", "an SVG with <style>"),
        (b"<script>1</script>", "an SVG with <script>"),
        (b"<foreignObject/>", "an SVG with <foreignObject>"),
        (b"<text>Riverside</text>", "an SVG with text"),
        (b"<path fill='url(other.svg#a)'/>", "refers to another file"),
        (b"<path style='fill: URL( \"http://example.org/x\" )'/>", "refers to another file"),
        (b"<linearGradient href='other.svg#a'/>", "refers to another file"),
        (b"<clipPath><rect clip-path='url(#a)'/></clipPath>", "clip paths are clipped"),
        (b"<clipPath><rect style='clip-path:url(#a)'/></clipPath>", "clip paths are clipped"),
        (
            b"<clipPath id='a'><path d='M0 0"
            + b"h9v9z" * 5_000
            + b"'/></clipPath>"
            + b"<g clip-path='url(#a)'/>" * 300,
            "too much clipping",
        ),
        (b"<g>" * 3_000 + b"</g>" * 3_000, "a broken picture"),
        (b"<g/>" * 5_000, "too many elements in the SVG"),
    ],
)
def test_an_svg_that_is_more_than_a_drawing_is_refused(inside: bytes, told: str, tmp_path: Path) -> None:
    assert told in with_logo(tmp_path, SVG % inside)


def test_an_svg_with_entities_is_refused_before_anything_reads_them(tmp_path: Path) -> None:
    bomb = b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + SVG % b"&b;"

    assert "an SVG with a document type" in with_logo(tmp_path, bomb)


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (b"GIF89a", "found 'logo', a GIF, expected a picture: PNG, or SVG in UTF-8"),
        (b"\xff\xd8\xff\xe0", "a JPEG"),
        (b"hello", "found 'logo', something else, expected a picture: PNG, or SVG in UTF-8"),
        (b"\xff\xfe<\0", "something else"),
        (b"<html/>", "something else"),
        (b"<svg", "something else"),
        (png()[:-5], "a broken picture"),
        (png()[:30] + b"x" + png()[31:], "a damaged PNG"),
        (png(5_000, 1), "a PNG of 5000 by 1 pixels"),
        (png(0, 1), "a PNG of 0 by 1 pixels"),
        (png()[:20], "a damaged PNG"),
        (png(data=b""), "a broken picture"),
        (png(depth=7), "a damaged PNG"),
        (
            b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x02IHDR\0\x02" + zlib.crc32(b"IHDR\0\x02").to_bytes(4),
            "a damaged PNG",
        ),
        (png(colour=3), "a broken picture"),
        (png(data=bytes(3)), "a broken picture"),
        (SVG.replace(b"<svg", b"<svg width='0' height='0'") % b"", "a broken picture"),
    ],
)
def test_a_picture_that_is_broken_or_too_large_is_refused(picture: bytes, told: str, tmp_path: Path) -> None:
    assert told in with_logo(tmp_path, picture)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    assert "larger than 1 MB" in with_logo(tmp_path, b" " * (LARGEST_LOGO + 1))
