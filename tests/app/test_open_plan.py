"""Which regimen a plan from a file is read with: the folders to look in are named, never those that a process is in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import backplan
from backplan.app.inputs import regimen_of_plan

if TYPE_CHECKING:
    from collections.abc import Sequence


def regimen_in(folder: Path, title: str) -> None:
    """Writes a regimen of the id `mine`."""
    folder.mkdir(exist_ok=True)
    text = backplan.regimen_copy("low-back")
    (folder / "mine.yaml").write_text(text.replace("title: Low-back care", f"title: {title}", 1), encoding="utf-8")


@pytest.fixture(params=["plan.json", "plan.ics"])
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A plan of `mine`, with that regimen beside it, and another of its name in the folder `elsewhere`."""
    regimen_in(tmp_path / "plans", "Beside the plan")
    regimen_in(tmp_path / "elsewhere", "Elsewhere")
    regimen = backplan.read_regimen(str(tmp_path / "plans" / "mine.yaml"))
    monday = date(2026, 11, 23)
    asked = backplan.plan_request(
        regimen, backplan.Profile(), start=monday, weeks=1, timezone="Europe/Berlin", today=monday
    )
    file = tmp_path / "plans" / str(request.param)
    form = backplan.PlanFormat(file.suffix[1:])
    file.write_bytes(backplan.written(backplan.make_plan(asked), asked, form))
    return file


def test_the_current_folder_changes_nothing(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    for folder in ("", "plans", "elsewhere"):
        monkeypatch.chdir(tmp_path / folder)
        opened.append(backplan.open_plan(plan))

    assert opened[0].regimen.title == "Beside the plan"
    assert opened[1:] == opened[:1] * 2


@pytest.mark.parametrize(
    ("regimen_id", "shown"),
    [
        ("x" * 300, f"{'x' * 60}…"),
        ("é" * 126, f"{'é' * 60}…"),
        ("../elsewhere/mine", "../elsewhere/mine"),
        ("/etc/hosts", "/etc/hosts"),
        ("..\\mine", "..\\mine"),
        ("C:mine", "C:mine"),
        ("mi\0ne", "mi\ufffdne"),
    ],
)
def test_an_id_that_no_file_can_have_is_never_used_as_a_path(regimen_id: str, shown: str, plan: Path) -> None:
    with pytest.raises(backplan.UsageError) as caught:
        regimen_of_plan(regimen_id, plan)

    assert caught.value.message == f"{plan} is a plan of '{shown}', but no regimen's file can have that name."
    assert caught.value.hint == "Give its file: --regimen path/to/regimen.yaml"


@pytest.mark.parametrize(
    ("file", "shown"),
    [("16-plan-long-id.json", f"{'x' * 60}…"), ("17-plan-id-traversal.json", "../../../../etc/hosts")],
)
def test_a_plan_with_such_an_id_is_refused_in_words(file: str, shown: str) -> None:
    path = Path(__file__).parent.parent / "data" / "attacks" / file
    with pytest.raises(backplan.UsageError) as caught:
        backplan.open_plan(path)

    assert caught.value.message == f"{path} is a plan of '{shown}', but no regimen's file can have that name."


def without_its_regimen(plan: Path) -> None:
    """Take the regimen away, and what a plan carries of it."""
    (plan.parent / "mine.yaml").unlink()
    if plan.suffix == ".json":
        content = json.loads(plan.read_text("utf-8"))
        del content["made_from"]
        plan.write_text(json.dumps(content), encoding="utf-8")


def test_a_plan_alone_finds_no_regimen_wherever_the_process_is(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_its_regimen(plan)
    monkeypatch.chdir(tmp_path / "elsewhere")

    with pytest.raises(backplan.UsageError, match="no regimen of that name is bundled or next to the plan"):
        backplan.open_plan(plan)


@pytest.mark.parametrize(
    ("beside", "places"),
    [
        ((Path(),), "bundled, next to the plan, or in the current folder"),
        ((Path("a"), Path("b")), "bundled, next to the plan, in a, or in b"),
    ],
)
def test_where_a_regimen_was_looked_for_is_said(
    beside: Sequence[Path], places: str, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_its_regimen(plan)
    monkeypatch.chdir(tmp_path)

    with pytest.raises(backplan.UsageError) as caught:
        backplan.open_plan(plan, beside=beside)
    assert caught.value.message.endswith(f"no regimen of that name is {places}.")


def test_a_folder_that_is_named_comes_after_the_plans_own(plan: Path, tmp_path: Path) -> None:
    elsewhere = (tmp_path / "elsewhere",)

    assert backplan.open_plan(plan, beside=elsewhere).regimen.title == "Beside the plan"
    (plan.parent / "mine.yaml").unlink()
    assert backplan.open_plan(plan, beside=elsewhere).regimen.title == "Elsewhere"
