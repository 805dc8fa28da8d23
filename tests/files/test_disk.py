"""Files are read with a limit and saved whole or not at all."""

from __future__ import annotations

import os
import resource
import stat
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backplan.app.bundled import figure_image
from backplan.errors import FileAccessError
from backplan.files.disk import is_ours, read_bytes, save
from backplan.files.plan_writing import write_json, write_yaml
from backplan.files.tables import write_csv, write_markdown
from backplan.model.plan import Plan
from backplan.model.regimen import Phase, Regimen

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = Plan("low-back", "Low-back care", date(2026, 11, 23), 1, 0, "Europe/Berlin", ())
ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//backplan//backplan 1.0//EN\r\nEND:VCALENDAR\r\n"
ATTACKS = Path(__file__).parent.parent / "data" / "attacks"
OURS = {
    ".json": write_json(PLAN),
    ".yaml": write_yaml(PLAN),
    ".csv": write_csv(PLAN),
    ".md": write_markdown(PLAN, Regimen("low-back", "Low-back care", (Phase("", None, ()),))),
    ".ics": ICS,
    ".pdf": b"%PDF-1.7 <pdf:Keywords>backplan</pdf:Keywords>",
    ".svg": figure_image("bridge", ".svg"),
    ".png": figure_image("bridge", ".png"),
}


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refused(files: dict[Path, bytes]) -> FileAccessError:
    with pytest.raises(FileAccessError) as caught:
        save(files)
    assert caught.value.hint
    assert caught.value.message.isprintable()
    return caught.value


# --- Reading --------------------------------------------------------------------------------------------------


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")

    assert read_bytes(tmp_path / "a", largest=5) == b"12345"
    with pytest.raises(FileAccessError, match="larger than 4 bytes"):
        read_bytes(tmp_path / "a", largest=4)


def test_an_endless_file_is_refused_at_once() -> None:
    with pytest.raises(FileAccessError, match="larger than 20 MB"):
        read_bytes(Path("/dev/zero"), largest=20_000_000)


def test_a_missing_file_is_answered_with_near_names(tmp_path: Path) -> None:
    (tmp_path / "My-plan.json").write_bytes(b"")
    with pytest.raises(FileAccessError) as caught:
        read_bytes(tmp_path / "my-plam.json", largest=5)

    assert caught.value.message == f"{tmp_path / 'my-plam.json'} does not exist"
    assert caught.value.hint == f"did you mean {tmp_path / 'My-plan.json'}?"


def test_a_missing_folder_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError) as caught:
        read_bytes(tmp_path / "no" / "a.json", largest=5)

    assert caught.value.hint == f"the folder {tmp_path / 'no'} does not exist either; check the path"


def test_a_missing_file_without_near_names_is_answered_with_the_folder(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError) as caught:
        read_bytes(tmp_path / "a.json", largest=5)

    assert str(tmp_path) in caught.value.hint


def test_a_link_to_nothing_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "a.json").symlink_to("gone.json")
    with pytest.raises(FileAccessError) as caught:
        read_bytes(tmp_path / "a.json", largest=5)

    assert caught.value.hint == "it is a link to a file that no longer exists"


def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    for path, words in (
        (tmp_path, "is a folder, not a file"),
        (tmp_path / "file" / "a", "not a directory"),
        (tmp_path / "loop", "too many levels of symbolic links"),
        (tmp_path / ("n" * 300), "file name too long"),
        (tmp_path / "nul\0", "this file name is not allowed"),
    ):
        with pytest.raises(FileAccessError, match=words) as caught:
            read_bytes(path, largest=5)
        assert caught.value.hint
        assert caught.value.message.isprintable()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the administrator's rights for a while, where the tests have them: nothing is forbidden to those."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_file_of_somebody_else_is_refused() -> None:
    # Pytest's own folders are closed to everybody else; here it must be the file that is closed.
    with tempfile.TemporaryDirectory() as name:
        folder, file = Path(name), Path(name) / "a"
        folder.chmod(0o755)
        file.write_bytes(b"12345")
        file.chmod(0o644)
        with as_nobody():
            assert read_bytes(file, largest=5) == b"12345"
        file.chmod(0)
        with as_nobody(), pytest.raises(FileAccessError, match="permission denied"):
            read_bytes(file, largest=5)


# --- Saving ---------------------------------------------------------------------------------------------------


def test_new_files_are_written_whole_and_for_their_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        save({tmp_path / "a.ics": ICS, tmp_path / "a.json": OURS[".json"]})
    finally:
        os.umask(before)

    assert content(tmp_path) == {"a.ics": ICS, "a.json": OURS[".json"]}
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("suffix", OURS)
def test_a_file_that_backplan_wrote_is_replaced_and_keeps_its_mode(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(OURS[suffix])
    path.chmod(0o644)
    save({path: b"new"})

    assert content(tmp_path) == {path.name: b"new"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_several_files_are_replaced_together(tmp_path: Path) -> None:
    paths = {suffix: tmp_path / f"a{suffix}" for suffix in OURS}
    save({path: OURS[suffix] for suffix, path in paths.items()})
    save({path: suffix.encode() for suffix, path in paths.items()})

    assert content(tmp_path) == {path.name: suffix.encode() for suffix, path in paths.items()}


def test_saving_nothing_is_nothing() -> None:
    save({})


def test_a_name_as_long_as_the_system_allows_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250 + ".json")
    save({path: OURS[".json"]})
    save({path: b"new", tmp_path / "b.ics": ICS})

    assert path.read_bytes() == b"new"


def test_an_empty_file_may_be_filled(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.touch()
    save({path: b"new"})

    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "existing"),
    [
        ("a.yaml", b"format: 1\nactivities:\n  a: {}\n"),
        ("a.yml", b"format: 1\nphases: []\n"),
        ("a.yaml", b"format: 1\ntimezone: Europe/Berlin\n"),
        ("a.yaml", b"services: {}\n"),
        ("a.json", b'{"findings": []}'),
        ("a.json", (ATTACKS / "15-foreign-shop.json").read_bytes()),
        ("a.json", b'[{"format": 1, "kind": "plan"}]'),
        ("a.json", b'{"format": 1, "text": "\\"kind\\": \\"plan\\""}'),
        ("a.json", b'{"format": 1, "kind": "plan-b"}'),
        ("a.json", b'{"format": 1, "kind": ["plan"]}'),
        ("a.json", b'{"kind": "plan", "price": 10}'),
        ("a.json", b'{"format": 1, "text": "' + b"x" * 70_000 + b'", "kind": "plan"}'),
        ("a.yaml", (ATTACKS / "15-foreign-k.yaml").read_bytes()),
        ("a.yaml", b"format: 1\nkind: plan-b\n"),
        ("a.yaml", b"format: 1\nkind: plan b\n"),
        ("a.yaml", b"kind: plan\n"),
        ("a.yaml", b"format: 1\nspec:\n  kind: plan\n"),
        ("a.ics", (ATTACKS / "15-foreign-o.ics").read_bytes()),
        ("a.ics", ICS.replace(b"-//backplan//backplan 1.0//EN", b"-//Acme//backplan//EN")),
        ("a.ics", ICS.replace(b"PRODID", b"BEGIN:VEVENT\r\nPRODID")),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 25 + b"tEXtComment\0made from a backplan drawing"),
        ("a.ics", ICS.replace(b"backplan", b"other")),
        ("a.ics", b"hello"),
        ("a.csv", b"date,what\n2026-01-01,x\n"),
        ("a.csv", b"\n" + OURS[".csv"]),
        ("a.md", b"# My notes\n<!-- backplan plan -->\n"),
        ("a.svg", b"<svg/>"),
        ("a.png", b"\x89PNG"),
        ("a.txt", OURS[".json"]),
        ("a", b"x"),
    ],
)
def test_a_file_that_backplan_did_not_write_is_never_written_over(tmp_path: Path, name: str, existing: bytes) -> None:
    (tmp_path / name).write_bytes(existing)
    error = refused({tmp_path / "first.ics": ICS, tmp_path / name: b"new"})

    assert f"{name} already exists, and backplan did not write it" in error.message
    assert "choose another name" in error.hint
    assert content(tmp_path) == {name: existing}


@pytest.mark.parametrize("suffix", OURS)
def test_what_is_written_is_known_again_whatever_the_suffixs_case(suffix: str) -> None:
    assert is_ours(suffix, OURS[suffix])
    assert is_ours(suffix.upper(), OURS[suffix])
    assert is_ours(suffix, b"")
    assert not is_ours(suffix, b"something else")


def test_compact_json_quoted_yaml_and_a_table_saved_again_are_still_ours() -> None:
    assert is_ours(".json", b'{"format":1,"kind":"plan"}')
    assert is_ours(".yml", b"kind: 'plan'\nformat: 1\n")
    assert is_ours(".yaml", b'# mine\r\nformat: 1 # the first\r\n"kind": "plan" # ours\r\n')
    assert is_ours(
        ".json", b'{"cost": {"a": [1, {}]}, "findings": ["{"], "format": 1, "kind": "plan", "x": "' + b"y" * 9
    )
    assert is_ours(".csv", b"\xef\xbb\xbf" + OURS[".csv"].replace(b"\r\n", b"\n"))
    assert not is_ours(".yaml", b"kind: planet\n")


def test_a_missing_folder_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    error = refused({tmp_path / "a.ics": ICS, tmp_path / "new" / "deep" / "a.ics": ICS})

    assert f"the folder {tmp_path / 'new' / 'deep'} does not exist" in error.message
    assert error.hint == f"make it first: mkdir -p '{tmp_path / 'new' / 'deep'}'"
    assert content(tmp_path) == {}


def test_a_path_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for path in (tmp_path / "file" / "a.ics", tmp_path / "file" / "sub" / "a.ics"):
        error = refused({tmp_path / "a.ics": ICS, path: ICS})
        assert f"{tmp_path / 'file'} is a file, not a folder" in error.message
    assert content(tmp_path) == {"file": b"x"}


def test_folders_devices_and_pipes_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    (tmp_path / "folder.ics").mkdir()
    for path, words in (
        (tmp_path / "folder.ics", "is a folder"),
        (tmp_path / "pipe.ics", "is a device or a pipe"),
        (Path("/dev/null"), "is a device or a pipe"),
        (Path("/"), "is a folder"),
    ):
        assert words in refused({tmp_path / "a.ics": ICS, path: ICS}).message
    assert content(tmp_path) == {}


def test_a_link_is_refused_and_what_it_leads_to_is_named_and_kept(tmp_path: Path) -> None:
    (tmp_path / "real.ics").write_bytes(ICS)
    (tmp_path / "link.ics").symlink_to("real.ics")
    (tmp_path / "broken.ics").symlink_to("nothing.ics")
    error = refused({tmp_path / "link.ics": b"new"})

    assert "link.ics is a link to" in error.message
    assert str(tmp_path / "real.ics") in error.hint
    assert "is a link to" in refused({tmp_path / "broken.ics": b"new"}).message
    assert (tmp_path / "real.ics").read_bytes() == ICS
    assert (tmp_path / "link.ics").is_symlink()
    assert not (tmp_path / "nothing.ics").exists()


def test_a_folder_may_be_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    save({tmp_path / "link" / "a.ics": ICS})

    assert content(tmp_path / "real") == {"a.ics": ICS}


def test_two_paths_to_one_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "old.ics").write_bytes(ICS)
    (tmp_path / "twin.ics").hardlink_to(tmp_path / "old.ics")
    (tmp_path / "again").symlink_to(".")
    for one, other in (
        (tmp_path / "a.ics", tmp_path / "sub" / ".." / "a.ics"),
        (tmp_path / "a.ics", tmp_path / "again" / "a.ics"),
        (tmp_path / "old.ics", tmp_path / "sub" / ".." / "old.ics"),
        (tmp_path / "old.ics", tmp_path / "twin.ics"),
    ):
        assert "are the same file" in refused({one: b"1", other: b"2"}).message
    assert content(tmp_path) == {"old.ics": ICS, "twin.ics": ICS}


def test_a_file_protected_against_writing_stays(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(ICS)
    (tmp_path / "a.ics").chmod(0o444)

    assert "is write-protected" in refused({tmp_path / "a.ics": b"new"}).message
    assert content(tmp_path) == {"a.ics": ICS}


def test_names_that_no_file_can_have_are_refused(tmp_path: Path) -> None:
    assert "file name too long" in refused({tmp_path / ("n" * 300): b"x"}).message
    assert "this file name is not allowed" in refused({tmp_path / "a\0.ics": b"x"}).message
    assert "this file name is not allowed" in refused({tmp_path / "a\0" / "b.ics": b"x"}).message
    assert content(tmp_path) == {}


def test_names_are_shown_without_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\n\udcff.json"
    path.write_bytes(b"{}")

    assert "a\\x1b[31m\\n\\udcff.json" in refused({path: b"x"}).message


def test_a_write_that_the_system_stops_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(ICS)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        error = refused({tmp_path / "a.ics": b"new", tmp_path / "b.json": b"x" * 200_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert "file too large; no file was changed" in error.message
    assert content(tmp_path) == {"a.ics": ICS}


class RenameStops:
    """The system's rename, which fails at some of its calls."""

    def __init__(self, *failing: int, error: BaseException | None = None) -> None:
        self.calls = 0
        self._failing = failing
        self._error = error or PermissionError(13, "Permission denied")
        self._rename = os.replace

    def __call__(self, source: Path, target: Path) -> None:
        self.calls += 1
        if self.calls in self._failing:
            raise self._error
        self._rename(source, target)


def test_a_rename_that_fails_midway_puts_the_earlier_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, last = tmp_path / "old.ics", tmp_path / "new.ics", tmp_path / "last.json"
    old.write_bytes(ICS)
    old.chmod(0o640)
    os.utime(old, (1_000_000_000, 1_000_000_000))
    last.write_bytes(OURS[".json"])
    monkeypatch.setattr(os, "replace", RenameStops(3))
    error = refused({old: b"1", new: b"2", last: b"3"})

    assert error.message == f"{last} cannot be written: permission denied; no file was changed"
    assert content(tmp_path) == {"old.ics": ICS, "last.json": OURS[".json"]}
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert old.stat().st_mtime == 1_000_000_000


def test_an_interruption_midway_puts_the_earlier_files_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old.ics").write_bytes(ICS)
    monkeypatch.setattr(os, "replace", RenameStops(2, error=KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        save({tmp_path / "old.ics": b"1", tmp_path / "new.ics": b"2"})

    assert content(tmp_path) == {"old.ics": ICS}


def test_where_even_putting_back_fails_the_earlier_content_is_kept_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.ics").write_bytes(ICS)
    monkeypatch.setattr(os, "replace", RenameStops(2, 3))
    error = refused({tmp_path / "old.ics": b"1", tmp_path / "new.ics": b"2"})
    (kept,) = [name for name in content(tmp_path) if name != "old.ics"]

    assert f"old.ics could not be restored: permission denied; its earlier content is in {tmp_path / kept}" in (
        error.message
    )
    assert "no file was changed" not in error.message
    assert (tmp_path / kept).read_bytes() == ICS


def test_a_target_that_became_a_folder_meanwhile_is_refused_and_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ics").write_bytes(ICS)
    rename = os.replace

    def somebody_is_quicker(source: Path, target: Path) -> None:
        if target.name == "b.ics" and not target.exists():
            target.mkdir()
            (target / "inside").touch()
        rename(source, target)

    monkeypatch.setattr(os, "replace", somebody_is_quicker)
    error = refused({tmp_path / "a.ics": b"1", tmp_path / "b.ics": b"2"})

    assert "is a directory; no file was changed" in error.message
    assert content(tmp_path) == {"a.ics": ICS}
