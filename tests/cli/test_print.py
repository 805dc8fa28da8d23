"""`backplan print`, and .pdf as a suffix of `plan --output`."""

from __future__ import annotations

import stat
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from backplan import app
from tests.sheets import pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

WEEK = ("--start", "2026-11-23")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def text(folder: Path) -> Callable[[str], str]:
    """The text of a sheet in the folder."""

    def read(name: str) -> str:
        elsewhere = folder / "read"
        elsewhere.mkdir(exist_ok=True)
        return " ".join(pages((folder / name).read_bytes(), elsewhere))

    return read


def code_of(page: str) -> str:
    """The code in a terminal's table."""
    return page.partition("Plan code\n")[2][:9]


def test_a_regimen_is_planned_and_printed(
    backplan: Callable[..., Ran], text: Callable[[str], str], folder: Path
) -> None:
    ran = backplan("print", "low-back", *WEEK, "-o", "sheet.pdf")

    assert (ran.status, ran.stdout, ran.stderr) == (0, "", "Wrote sheet.pdf\n")
    assert "Your week: Mon 23 Nov to Sun 29 Nov 2026" in text("sheet.pdf")
    assert stat.S_IMODE((folder / "sheet.pdf").stat().st_mode) == 0o600


def test_paper_phone_and_screen_show_one_code(
    backplan: Callable[..., Ran], text: Callable[[str], str], folder: Path
) -> None:
    outputs = [word for name in ("plan.json", "plan.yaml", "plan.ics", "plan.pdf") for word in ("-o", name)]
    page = backplan("plan", *WEEK, "--weeks", "2", "--format", "table", *outputs).stdout
    for name in ("plan.json", "plan.yaml", "plan.ics"):
        assert backplan("print", name, "-o", f"{name}.pdf").stderr == f"Wrote {name}.pdf\n"

    sheets = {(folder / f"{name}pdf").read_bytes() for name in ("plan.", "plan.json.", "plan.yaml.")}
    assert len(sheets) == 1
    assert f"Code {code_of(page)} " in text("plan.pdf")
    assert f"Code {code_of(page)} " in text("plan.ics.pdf")
    assert code_of(page) in (folder / "plan.ics").read_text(encoding="utf-8")


def test_a_plan_with_a_profile_is_printed_as_it_is_planned(
    backplan: Callable[..., Ran], text: Callable[[str], str], folder: Path
) -> None:
    (folder / "me.yaml").write_text("format: 1\nname: Zebedee\nanchors: {evening: '19:00'}\n", encoding="utf-8")
    backplan("print", "low-back", *WEEK, "--profile", "me.yaml", "--away", "2026-11-25", "-o", "sheet.pdf")

    assert "19:00" in text("sheet.pdf")
    assert "Zebedee" not in text("sheet.pdf")
    assert "Notes on this plan" in text("sheet.pdf")


def test_a_name_is_printed_only_where_it_is_given_and_nowhere_else(
    backplan: Callable[..., Ran], text: Callable[[str], str], folder: Path
) -> None:
    backplan("print", "low-back", *WEEK, "--for", "Zebedee Quux", "-o", "sheet.pdf")

    with pikepdf.open(BytesIO((folder / "sheet.pdf").read_bytes())) as opened, opened.open_metadata() as metadata:
        assert "Zebedee" not in str(metadata) + str(dict(opened.docinfo))
    assert "For: Zebedee Quux" in text("sheet.pdf")
    assert [path.name for path in folder.glob("*.pdf")] == ["sheet.pdf"]


def test_options_change_the_paper_the_letters_and_what_is_there(
    backplan: Callable[..., Ran], text: Callable[[str], str], folder: Path
) -> None:
    (folder / "clinic.yaml").write_text("format: 1\nname: Riverside\nemergency_number: 112\n", encoding="utf-8")
    backplan("print", "low-back", *WEEK, "-o", "plain.pdf")
    backplan(
        *("print", "low-back", *WEEK, "--paper", "Letter", "--large-print", "--log", "--monochrome"),
        *("--pages", "week", "--clinic", "clinic.yaml", "-o", "other.pdf"),
    )
    backplan("print", "low-back", "--blank", "-o", "blank.pdf")

    sizes = {}
    for name in ("plain.pdf", "other.pdf"):
        with pikepdf.open(folder / name) as opened:
            sizes[name] = [round(float(edge)) for edge in opened.pages[0].mediabox][2:]
    assert sizes == {"plain.pdf": [595, 842], "other.pdf": [612, 792]}
    assert "1. Lying hamstring stretch" in text("plain.pdf")
    assert "1. Lying hamstring stretch" not in text("other.pdf")
    assert "Pain, 0 to 10" in text("other.pdf")
    assert "Emergency number: 112" in text("other.pdf")
    assert "2026" not in text("blank.pdf")
    assert "Mon Tue Wed Thu Fri Sat Sun" in text("blank.pdf")


def test_many_sheets_go_into_a_folder_under_the_names_of_what_they_are_of(
    backplan: Callable[..., Ran], folder: Path
) -> None:
    for name in ("anna", "ben"):
        (folder / f"{name}.yaml").write_text(app.bundled.regimen_copy("low-back"), encoding="utf-8")
    ran = backplan("print", "anna.yaml", "ben.yaml", *WEEK, "-o", "sheets/")

    assert ran.stderr == "Wrote 2 sheets into sheets/\n"
    assert sorted(path.name for path in (folder / "sheets").iterdir()) == ["anna.pdf", "ben.pdf"]
    # One regimen, one week: one sheet.
    assert len({path.read_bytes() for path in (folder / "sheets").iterdir()}) == 1


def test_where_one_of_many_has_faults_no_sheet_is_written_and_all_faults_are_told(
    backplan: Callable[..., Ran], folder: Path
) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text("format: 1\ntitle: x\nactivities: 3\n", encoding="utf-8")
    ran = backplan("print", "low-back", "one.yaml", "two.yaml", *WEEK, "-o", "sheets/")

    assert ran.status == 2
    assert "one.yaml:3" in ran.stderr
    assert "two.yaml:3" in ran.stderr
    assert not (folder / "sheets").exists()


def test_a_letter_that_cannot_be_printed_is_told_with_its_file(backplan: Callable[..., Ran], folder: Path) -> None:
    for name in ("one", "two", "good"):
        text = app.bundled.regimen_copy("low-back").replace("title: Low-back care", f"title: {name} \ue000")
        (folder / f"{name}.yaml").write_text(
            text if name != "good" else app.bundled.regimen_copy("low-back"), encoding="utf-8"
        )
    ran = backplan("print", "one.yaml", "two.yaml", "good.yaml", *WEEK, "-o", "sheets/")

    assert ran.status == 2
    assert "one.yaml: The character" in ran.stderr
    assert "two.yaml: The character" in ran.stderr
    assert not (folder / "sheets").exists()


def test_a_template_for_when_to_stop_is_told_of(backplan: Callable[..., Ran], folder: Path) -> None:
    (folder / "bare.yaml").write_text(
        "format: 1\ntitle: Bare\nactivities:\n  walk: {title: Walk, type: aerobic, frequency: daily, time: 5 min}\n",
        encoding="utf-8",
    )
    (folder / "clinic.yaml").write_text("format: 1\nstop_and_call: It hurts.\n", encoding="utf-8")
    nothing = (
        "Note: bare.yaml does not say when to get emergency help, stop and call or see a doctor first,"
        " so the sheet uses backplan's default text."
    )

    assert nothing in backplan("print", "bare.yaml", *WEEK, "-o", "a.pdf").stderr
    assert (
        "Note: bare.yaml does not say when to get emergency help or see a doctor first, so"
        in backplan("print", "bare.yaml", *WEEK, "--clinic", "clinic.yaml", "-o", "b.pdf").stderr
    )
    assert nothing in backplan("plan", "bare.yaml", *WEEK, "-o", "c.pdf").stderr
    assert "Note" not in backplan("print", "low-back", *WEEK, "-o", "d.pdf").stderr


def test_a_drawing_that_there_is_not_is_told_of(backplan: Callable[..., Ran], folder: Path) -> None:
    text = app.bundled.regimen_copy("low-back").replace("figure: bridge", "figure: brige")
    (folder / "mine.yaml").write_text(text, encoding="utf-8")

    said = "Note: no drawing is named 'brige', so its card will have none. Did you mean 'bridge'?"
    assert said in " ".join(backplan("print", "mine.yaml", *WEEK, "-o", "a.pdf").stderr.split())


def test_one_sheet_goes_into_a_new_folder_too(backplan: Callable[..., Ran], folder: Path) -> None:
    assert backplan("print", "low-back", *WEEK, "-o", "sheets/").status == 0
    assert [path.name for path in (folder / "sheets").iterdir()] == ["low-back.pdf"]


def test_the_faults_of_a_clinic_file_and_of_a_regimen_are_told_together(
    backplan: Callable[..., Ran], folder: Path
) -> None:
    (folder / "clinic.yaml").write_text("format: 1\nphone: none\n", encoding="utf-8")
    (folder / "mine.yaml").write_text("format: 1\ntitle: x\nactivities: 3\n", encoding="utf-8")
    ran = backplan("print", "mine.yaml", "--clinic", "clinic.yaml", "-o", "a.pdf")

    assert ran.status == 2
    assert "clinic.yaml:2" in ran.stderr
    assert "mine.yaml:3" in ran.stderr


def test_a_plan_that_its_regimen_has_left_behind_is_told_of(backplan: Callable[..., Ran], folder: Path) -> None:
    mine, text = folder / "mine.yaml", app.bundled.regimen_copy("low-back")
    mine.write_text(text, encoding="utf-8")
    (folder / "plans").mkdir()
    backplan("plan", "mine.yaml", *WEEK, "--weeks", "2", "--away", "2026-11-26", "-o", "plans/anna.json")
    printed = ("print", "plans/anna.json", "-o", "a.pdf")
    assert backplan(*printed).stderr == "Wrote a.pdf\n"

    mine.write_text(text.replace("frequency: 3 per week", "frequency: 2 per week"), encoding="utf-8")
    assert backplan(*printed).stderr == (
        "Warning: plans/anna.json no longer fits its regimen, in 2 ways.\n"
        "To see them, run: backplan check plans/anna.json\n"
        "Wrote a.pdf\n"
    )

    said = backplan(*printed, "--regimen", "busy").stderr
    assert "Note: plans/anna.json is a plan of 'mine', but this sheet shows the exercises of 'busy'.\n" in said
    assert "To see them, run: backplan check plans/anna.json --regimen busy\n" in said


def test_what_a_plan_falls_short_of_is_told_on_the_screen_and_on_paper(
    backplan: Callable[..., Ran], text: Callable[[str], str]
) -> None:
    said = backplan("print", "low-back", *WEEK, "--away", "2026-11-24 to 2026-11-26", "-o", "a.pdf").stderr
    ways = [line.strip() for line in said.split("\n")[1:-2]]

    assert said.startswith(f"Warning: this plan falls short of the prescription in {len(ways)} ways.\n")
    assert ways
    assert all(" ".join(way.split()) in text("a.pdf") for way in ways)


def test_a_calendar_that_was_lived_with_is_printed_as_it_is_now(
    backplan: Callable[..., Ran], text: Callable[[str], str], folder: Path
) -> None:
    backplan("plan", *WEEK, "-o", "plan.ics")
    file = folder / "plan.ics"
    file.write_bytes(
        file.read_bytes()
        .replace(b"20261123T073000", b"20261123T081500")
        .replace(b"20261123T073500", b"20261123T082000")
    )
    backplan("print", "plan.ics", "-o", "sheet.pdf")

    assert "08:15" in text("sheet.pdf")


def test_only_our_own_pdf_is_written_over(backplan: Callable[..., Ran], folder: Path) -> None:
    backplan("print", "low-back", *WEEK, "-o", "sheet.pdf")
    assert backplan("print", "low-back", *WEEK, "--log", "-o", "sheet.pdf").status == 0
    (folder / "other.pdf").write_bytes(b"%PDF-1.7 thesis")
    ran = backplan("print", "low-back", *WEEK, "-o", "other.pdf")

    assert (ran.status, (folder / "other.pdf").read_bytes()) == (2, b"%PDF-1.7 thesis")
    assert "already exists, and backplan did not write it" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["low-back"], "--output"),
        (["low-back", "-o", "sheet.txt"], "Use a name such as sheet.pdf"),
        (["low-back", "-o", "sheet"], "Use a name such as sheet.pdf"),
        (["low-back", "plan.json", "-o", "sheet.pdf"], "Give a folder"),
        (
            ["plan.json", "sub/plan.ics", "-o", "sheets/"],
            "plan.json and sub/plan.ics would both be written to plan.pdf",
        ),
        (["low-back", "plan.json", "--for", "A", "-o", "sheets/"], "--for works with one sheet only"),
        (["low-back", "--for", "A" * 10_000, "-o", "a.pdf"], "has 10,000 characters"),
        (["low-back", "--for", "漢\ue000", "-o", "a.pdf"], "cannot be printed: no font on this system has it"),
        (
            ["plan.json", "--start", "today", "-o", "a.pdf"],
            "--start applies to regimens; plan.json is already a plan",
        ),
        (["plan.json", "--blank", "-o", "a.pdf"], "--blank works with regimens only"),
        (["low-back", "--blank", "--weeks", "2", "-o", "a.pdf"], "--weeks cannot be combined with --blank"),
        (["me.yaml", "-o", "a.pdf"], "--profile me.yaml"),
        (["clinic.yaml", "-o", "a.pdf"], "--clinic clinic.yaml"),
        (["low-back", "--regimen", "neck-collar", "-o", "a.pdf"], "--regimen is for plans"),
        (["low-back", "--log", "--pages", "exercises", "-o", "a.pdf"], "--log belongs to the week"),
        (["low-back", "-o", "a.pdf/"], "Several sheets need a folder, and a.pdf/ looks like a file"),
        (["low-back", "--paper", "a5", "-o", "a.pdf"], "choose a4 or letter"),
        (["low-back", "--pages", "weeks", "-o", "a.pdf"], "did you mean 'week'?"),
        (["low-back", "--clinic", "missing.yaml", "-o", "a.pdf"], "missing.yaml does not exist"),
        (["low-bakc", "-o", "a.pdf"], "low-bakc"),
        (["low-back", "-o", "none/a.pdf"], "the folder none does not exist"),
        (["low-back", "plan.json", "-o", "none/sheets/"], "Cannot create the folder none/sheets"),
    ],
)
def test_bad_input_ends_with_status_two_and_says_what_to_do(
    arguments: list[str], told: str, backplan: Callable[..., Ran], folder: Path
) -> None:
    (folder / "sub").mkdir()
    backplan("plan", *WEEK, "-o", "plan.json", "-o", "sub/plan.ics")
    (folder / "me.yaml").write_text("format: 1\nwake: '07:00'\n", encoding="utf-8")
    (folder / "clinic.yaml").write_text("format: 1\nname: Us\nphone: 555-0142\n", encoding="utf-8")

    ran = backplan("print", *arguments)

    assert ran.status == 2
    assert told in ran.stderr
    assert "Internal error" not in ran.stderr
    assert list(folder.rglob("*.pdf")) == []
