"""The README's picture shows what backplan shows today."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docs.picture import COMMAND, PICTURE, picture

if TYPE_CHECKING:
    import pytest


def lines(drawing: str) -> list[str]:
    """The words of a drawing, line by line; how they are drawn may change with rich's version."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for element in ET.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - a file of our own
        found[element.attrib["y"]].append(element.text or "")
    return [" ".join(" ".join(parts).split()) for parts in found.values()]


def test_the_picture_in_docs_shows_todays_plan() -> None:
    assert lines(PICTURE.read_text(encoding="utf-8")) == lines(picture()), "run: python docs/picture.py"


def test_the_picture_shows_the_command_the_week_and_the_rules() -> None:
    shown = lines(picture())

    assert shown[0] == f"$ {COMMAND}"
    assert any("Low-impact aerobics (walking), 30 min" in line for line in shown)
    assert any(line.split()[:3] == ["kept", "Lumbar", "stabilization"] for line in shown)


def test_the_picture_is_the_same_wherever_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    before = picture()
    for setting, value in (("NO_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "40"), ("TZ", "Asia/Tokyo")):
        monkeypatch.setenv(setting, value)

    assert picture() == before


def test_the_picture_asks_nothing_of_the_network() -> None:
    assert picture().replace('xmlns="http://www.w3.org/2000/svg"', "").count("://") == 0
