"""Everything that is wrong with a file is said at once, in words for people, with its place.

`tests/data/broken/<kind>/<case>.txt` holds the exact message for the `.yaml` beside it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from backplan.errors import BadFileError, ExitStatus
from backplan.files.profile import parse_profile
from backplan.files.regimen import parse_regimen
from backplan.files.source import MOST_FAULTS
from backplan.files.yaml_source import LARGEST_EXPLAINED, LARGEST_FILE

BROKEN = Path(__file__).parent.parent / "data" / "broken"
CASES = sorted(BROKEN.glob("*/*.yaml"))
GOOD = (
    b"format: 1\ntitle: Care\nactivities:\n  walk:\n"
    b"    title: Walk\n    type: aerobic\n    frequency: 3 per week\n    time: 15 min\n"
)


def said_about(data: bytes, file: str, kind: str = "regimen") -> str:
    """What a person reads about a broken file."""
    with pytest.raises(BadFileError) as caught:
        parse_regimen(data, file, "case") if kind == "regimen" else parse_profile(data, file)
    assert caught.value.exit_status is ExitStatus.BAD_INPUT
    return str(caught.value)


def test_there_are_cases_of_both_kinds() -> None:
    assert {path.parent.name for path in CASES} == {"regimen", "profile"}
    assert {path.stem for path in CASES} == {path.stem for path in BROKEN.glob("*/*.txt")}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_broken_file_gets_exactly_its_message(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")

    assert said_about(path.read_bytes(), path.name, path.parent.name) + "\n" == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_message_is_the_same_where_libyaml_is_not_installed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)

    assert said_about(path.read_bytes(), path.name, path.parent.name) + "\n" == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_message_speaks_of_python_or_pydantic(path: Path) -> None:
    said = said_about(path.read_bytes(), "file.yaml", path.parent.name).lower()

    for jargon in ("pydantic", "traceback", "error", "mapping", "scalar", "none,", "valueerror", "<", "str,", "dict"):
        assert jargon not in said.replace("<<", "")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_windows_line_ends_change_no_message(path: Path) -> None:
    data = path.read_bytes()

    assert said_about(data.replace(b"\n", b"\r\n"), path.name, path.parent.name) == said_about(
        data, path.name, path.parent.name
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            GOOD.decode().encode("utf-16"),
            "r.yaml: found UTF-16 text, expected UTF-8 text; save the file again as UTF-8",
        ),
        (
            GOOD.decode().encode("utf-16-le"),
            "r.yaml: found UTF-16 text, expected UTF-8 text; save the file again as UTF-8",
        ),
        (
            GOOD.replace(b"Walk", "Rücken".encode("latin-1")),
            "r.yaml:5:13: found the byte 0xFC, which is not UTF-8, expected UTF-8 text; save the file again as UTF-8",
        ),
        (
            "# Übung\n".encode() + GOOD.replace(b"Walk", "Rücken".encode("latin-1")),
            "r.yaml:6:13: found the byte 0xFC, which is not UTF-8, expected UTF-8 text; save the file again as UTF-8",
        ),
        (
            GOOD.replace(b"Walk", b"Wa\x00lk"),
            "r.yaml:5:14: found an invisible character (U+0000), expected visible text; remove the character",
        ),
        (
            GOOD.replace(b"Walk", "Wa\x9blk".encode()).replace(b"Care", b"\x1b[31mCare"),
            (
                "r.yaml:2:8: found an invisible character (U+001B), expected visible text; "
                "remove the character\n"
                "r.yaml:5:14: found an invisible character (U+009B), expected visible text; "
                "remove the character"
            ),
        ),
        (
            b"# " + b"x" * LARGEST_FILE,
            "r.yaml: found a file of 1.0 MB, expected at most 1 MB; check that this is the right file",
        ),
        (
            b"#" * 12_345_678,
            "r.yaml: found a file of 12.3 MB, expected at most 1 MB; check that this is the right file",
        ),
    ],
    ids=[
        "utf-16",
        "utf-16 without a mark",
        "latin-1",
        "latin-1 after utf-8",
        "NUL",
        "controls",
        "1 MB",
        "12 MB",
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(data: bytes, expected: str) -> None:
    assert said_about(data, "r.yaml") == expected


def test_a_byte_order_mark_is_accepted() -> None:
    assert parse_regimen(b"\xef\xbb\xbf" + GOOD, "r.yaml", "r") == parse_regimen(GOOD, "r.yaml", "r")


def test_a_file_of_almost_a_megabyte_is_read() -> None:
    padding = b"#" * (LARGEST_FILE - len(GOOD))

    assert parse_regimen(GOOD + padding, "r.yaml", "r").title == "Care"


def test_a_slip_in_a_huge_file_still_has_its_place() -> None:
    data = b"# padding\n" * (LARGEST_EXPLAINED // 10 + 1) + b"format: 1\ntitle: [Care\n"

    assert said_about(data, "r.yaml").startswith("r.yaml:10003:8: found a '[' that is never closed")


def test_a_file_with_endless_faults_shows_the_first_ones_and_says_so() -> None:
    data = GOOD + b"".join(b"key%d: 1\n" % number for number in range(500))

    with pytest.raises(BadFileError) as caught:
        parse_regimen(data, "r.yaml", "r")

    assert len(caught.value.faults) == MOST_FAULTS
    assert caught.value.hint == "There are more mistakes; fix these first."


def test_faults_come_in_the_files_order_with_every_part() -> None:
    with pytest.raises(BadFileError) as caught:
        parse_regimen(GOOD.replace(b"type: aerobic", b"type: areobic") + b"    tme: 5 min\n", "r.yaml", "r")

    first, second = caught.value.faults

    assert (first.file, first.line, first.column, first.key) == ("r.yaml", 6, 11, "activities.walk.type")
    assert (first.found, first.hint) == ("'areobic'", "did you mean 'aerobic'?")
    assert (second.line, second.column, second.key) == (9, 5, "activities.walk.tme")
    assert (second.found, second.hint) == ("the unknown key 'tme'", "did you mean 'time'?")


@pytest.mark.parametrize("cut", range(0, len(GOOD), 3))
def test_a_file_cut_off_anywhere_is_an_error_for_people(cut: int) -> None:
    said = said_about(GOOD[:cut], "r.yaml")

    assert all(line.startswith("r.yaml") and re.search(" found | missing key, ", line) for line in said.splitlines())
