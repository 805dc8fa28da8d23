from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import run_here

if TYPE_CHECKING:
    from pathlib import Path


def test_a_copy_carries_its_schema_and_can_be_planned_with(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"

    made = run_here("new", mine, "--from", "low-back")

    assert (made.status, made.stdout) == (0, "")
    assert mine.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")
    assert f"backplan plan {mine}\n" in made.stderr
    assert run_here("plan", mine).status == 0


def test_a_file_that_exists_is_never_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("my work\n", encoding="utf-8")

    ran = run_here("new", mine)

    assert ran.status == 2
    assert "already exists" in ran.stderr
    assert mine.read_text(encoding="utf-8") == "my work\n"


def test_a_dangling_link_is_not_written_through(tmp_path: Path) -> None:
    link = tmp_path / "mine.yaml"
    link.symlink_to(tmp_path / "elsewhere.yaml")

    assert run_here("new", link).status == 2
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_an_unknown_name_writes_nothing(tmp_path: Path) -> None:
    ran = run_here("new", tmp_path / "mine.yaml", "--from", "low-bak")

    assert ran.status == 2
    assert "low-back" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_name_without_the_suffix_is_answered_with_the_right_one(tmp_path: Path) -> None:
    ran = run_here("new", tmp_path / "mine.txt")

    assert ran.status == 2
    assert "mine.yaml" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    ran = run_here("new", tmp_path / "nowhere" / "mine.yaml")

    assert ran.status == 2
    assert "nowhere" in ran.stderr
