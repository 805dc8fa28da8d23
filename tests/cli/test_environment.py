from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from backplan.cli.environment import Environment, system_zone

if TYPE_CHECKING:
    from pathlib import Path


def with_link(root: Path, target: str) -> Path:
    (root / "etc").mkdir()
    (root / "etc" / "localtime").symlink_to(target)
    return root


@pytest.mark.parametrize(
    ("variable", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("", "UTC"),
        ("CET-1CEST", None),
        ("right/Europe/Berlin", None),
        ("localtime", None),
        ("x/" * 2000, None),
        ("../../etc/passwd", None),
        ("/etc/passwd", None),
        ("Europe", None),
    ],
)
def test_the_variable_tz_names_the_zone_or_none(variable: str, zone: str | None, tmp_path: Path) -> None:
    root = with_link(tmp_path, "/usr/share/zoneinfo/America/New_York")

    assert system_zone({"TZ": variable}, root) == zone


@pytest.mark.parametrize(
    "target",
    [
        "/usr/share/zoneinfo/Asia/Kolkata",
        "../usr/share/zoneinfo/Asia/Kolkata",
        "/var/db/timezone/zoneinfo/Asia/Kolkata",
    ],
)
def test_the_link_of_the_system_names_the_zone(target: str, tmp_path: Path) -> None:
    assert system_zone({}, with_link(tmp_path, target)) == "Asia/Kolkata"


def test_a_link_to_a_link_is_followed(tmp_path: Path) -> None:
    root = with_link(tmp_path, str(tmp_path / "etc" / "chosen"))
    (tmp_path / "etc" / "chosen").symlink_to("/usr/share/zoneinfo/Asia/Kolkata")

    # The system's own zone files may be links as well, so the older name of the same zone is right too.
    assert system_zone({}, root) in {"Asia/Kolkata", "Asia/Calcutta"}


def test_etc_timezone_names_the_zone_where_there_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "timezone").write_text("Australia/Lord_Howe\n", encoding="utf-8")

    assert system_zone({}, tmp_path) == "Australia/Lord_Howe"


def test_a_system_that_tells_nothing_has_no_zone(tmp_path: Path) -> None:
    assert system_zone({}, tmp_path) is None


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def talking_to(stderr: io.StringIO) -> Environment:
    return Environment(io.StringIO(), stderr, lambda: datetime(2026, 11, 25, tzinfo=UTC), "UTC")


def test_work_is_shown_to_a_terminal_and_to_nothing_else() -> None:
    terminal, pipe = _Terminal(), io.StringIO()

    for stream in (terminal, pipe):
        with talking_to(stream).working("Planning 12 weeks"):
            pass

    assert "Planning 12 weeks" in terminal.getvalue()
    assert pipe.getvalue() == ""


def test_a_bar_shows_how_far_the_work_on_many_things_is_to_a_person_only() -> None:
    terminal, pipe = _Terminal(), io.StringIO()

    for stream in (terminal, pipe):
        assert list(talking_to(stream).each(["a", "b"], "Printing")) == ["a", "b"]
        assert list(talking_to(stream).each(["a"], "Not shown for one")) == ["a"]

    assert "Printing" in terminal.getvalue()
    assert "Not shown" not in terminal.getvalue()
    assert pipe.getvalue() == ""


def test_talk_keeps_its_indent_and_loses_what_a_terminal_would_obey() -> None:
    stderr = io.StringIO()

    talking_to(stderr).say("  one\x1b[2J\ntwo")

    assert stderr.getvalue() == "  one[2J two\n"
