"""The files: checked by the engine while it writes them, and here with another library."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import pairwise, product
from pathlib import Path

import pikepdf
import pytest
import typst

from backplan import app
from backplan.errors import BackplanError
from backplan.model.frequency import Daily
from backplan.model.printing import Pages, Paper, SheetOptions
from backplan.model.regimen import Sides
from backplan.render.sheet import pdf as engine
from backplan.render.sheet.data import TITLE, blank_sheet, plan_sheet
from backplan.render.sheet.pdf import sheet_pdf
from tests.builders import MONDAY, activity, regimen
from tests.sheets import CLINIC, SQUARE, blank, draw, lost_words, pages, planned, sheet, structure
from tests.two_speeds import fast_first

ATTACKS = Path(__file__).parents[2] / "data" / "attacks"
HOOK = "\u0322"
MILLIMETRE = 72 / 25.4
LOW_BACK = app.inputs.read_regimen("low-back")
PLAN = planned(LOW_BACK)
KINDS = [
    SheetOptions(paper=paper, large_print=large, log=log, monochrome=log)
    for paper, large, log in product(Paper, (False, True), (False, True))
]


def words(options: SheetOptions) -> str:
    return f"{options.paper.value}{'-large' * options.large_print}{'-log' * options.log}"


@pytest.fixture(scope="module", params=KINDS, ids=words)
def printed(request: pytest.FixtureRequest) -> tuple[SheetOptions, bytes]:
    """A sheet of each kind."""
    options: SheetOptions = request.param
    return options, sheet(LOW_BACK, PLAN, options=options)


def test_the_engine_finds_nothing_to_warn_of() -> None:
    for options in KINDS:
        _, warnings = engine.compiled(plan_sheet(PLAN, LOW_BACK, CLINIC, options, draw), system_fonts=False)
        assert warnings == []


def test_a_file_says_that_it_is_for_everybody_and_for_ever(printed: tuple[SheetOptions, bytes]) -> None:
    _, pdf = printed
    with pikepdf.open(BytesIO(pdf)) as opened:
        root = opened.Root
        with opened.open_metadata() as metadata:
            said = {key.rpartition("}")[2]: value for key, value in metadata.items()}
        assert root["/MarkInfo"]["/Marked"]
        assert str(root["/Lang"]) == "en"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert str(opened.docinfo["/Title"]) == TITLE
        assert str(opened.docinfo["/Author"]) == CLINIC.name
        assert str(opened.docinfo["/CreationDate"]).startswith(f"D:{MONDAY:%Y%m%d}000000")
        # Nothing that a viewer would run, open or fetch.
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root.keys())
        assert all(
            not font.get("/FontDescriptor")
            or "/FontFile2" in font["/FontDescriptor"]
            or "/FontFile3" in font["/FontDescriptor"]
            for font in opened.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/Font"
        )
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert {"title", "creator", "part"} <= said.keys()


def test_a_reader_hears_headings_tables_and_every_picture_and_box(printed: tuple[SheetOptions, bytes]) -> None:
    options, pdf = printed
    found = structure(pdf)
    tags = [element.tag for element in found]
    headings = [int(tag[1]) for tag in tags if re.fullmatch("H[1-6]", tag)]
    pictures = [element.alt for element in found if element.tag == "Figure"]
    boxes = [alt for alt in pictures if alt and "tick box" in alt]
    cards = [exercise for activity in LOW_BACK.phases[0].activities for exercise in activity.exercises]

    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert headings.count(4) == len(cards)
    assert all(pictures)
    assert len(boxes) == len(set(boxes)) == len(PLAN.sessions)
    assert len(pictures) == len(boxes) + len(cards) + (8 if options.log else 0)
    assert {"Table", "THead", "TH", "TR", "TD", "L", "LI", "P"} <= set(tags)
    assert tags.count("TH") == tags.count("Table") * (7 if options.large_print else 8)
    # When to stop comes before the week, the week before the exercises.
    assert tags.index("L") < tags.index("Table") < tags.index("H4")


def test_each_page_is_numbered_and_has_the_code_and_the_first_has_the_whole_box(
    printed: tuple[SheetOptions, bytes], tmp_path: Path
) -> None:
    options, pdf = printed
    shown = pages(pdf, tmp_path)
    code = plan_sheet(PLAN, LOW_BACK, CLINIC, options, draw).code

    for number, page in enumerate(shown, 1):
        assert f"Page {number} of {len(shown)}" in page
        assert code in page
        assert CLINIC.footer in page
    assert shown[0].startswith(TITLE)
    # In large print the box is higher than a page, and breaks between two levels.
    *most, last = plan_sheet(PLAN, LOW_BACK, CLINIC, options, draw).stop.levels
    for level, page in (*((level, shown[0]) for level in most), (last, shown[1 if options.large_print else 0])):
        for line in (level.heading, *level.lines, *(line for group in level.groups for line in group.lines)):
            assert line in page
    for precaution in LOW_BACK.precautions:
        assert precaution.partition(" if ")[2][1:] in " ".join(shown)
    assert "Call us: 555-0142" in shown[0]
    assert "Emergency number: 112" in shown[0]
    week = next(page for page in shown if "Your week: Mon 23 Nov to Sun 29 Nov 2026" in page)
    assert shown.index(week) <= (2 if options.large_print else 1)
    if not options.large_print:
        assert "Low-impact aerobics 30 minutes." in week


def test_large_print_has_no_page_for_what_finds_room_on_another(tmp_path: Path) -> None:
    large = SheetOptions(large_print=True)
    last, early = (
        pages(app.sheets.sheet(planned(regimen), regimen, clinic=CLINIC, options=options), tmp_path)
        for regimen, options in (
            # No room below the week, but below the last card.
            (LOW_BACK, large),
            # Enough of it after the week's notes.
            (app.inputs.read_regimen("extension"), replace(large, paper=Paper.LETTER)),
        )
    )
    about = "About this plan Plan:"
    assert [about in page for page in last] == [False] * (len(last) - 1) + [True]
    assert "8. Swimming" in last[-1]
    assert [about in page and "Good to know" in page for page in early].count(True) == 1
    assert sum(page.count("My goal:") for page in early) == 1


def test_tables_and_cards_are_whole_on_a_page(printed: tuple[SheetOptions, bytes], tmp_path: Path) -> None:
    options, pdf = printed
    shown = pages(pdf, tmp_path)
    number = 0
    for prescribed in LOW_BACK.phases[0].activities:
        for exercise in prescribed.exercises:
            number += 1
            (page,) = [page for page in shown if f"{number}. {exercise.name}" in page]
            last = " ".join(exercise.stop_if[-1].split()).rstrip(".").partition(" ")[2]
            assert last in page.partition(f"{number}. {exercise.name}")[2]
    weeks = [page for page in shown if "Your week:" in page]
    if not (options.large_print and options.log):
        assert len(weeks) == 1
    assert all(activity.title in " ".join(weeks) for activity in LOW_BACK.phases[0].activities)


def test_no_page_has_a_lone_row_of_a_long_plan(tmp_path: Path) -> None:
    plan = planned(LOW_BACK, 12)
    shown = pages(sheet(LOW_BACK, plan, options=SheetOptions(pages=Pages.WEEK)), tmp_path)

    text = " ".join(shown)
    assert all(f"Week {week} of 12" in text for week in range(1, 13))
    for page in shown[1:]:
        # A row and the head of its table are on one page with the others of their week.
        assert page.count("Mon Tue") == page.count("Week ") or page.count("What") == page.count(" of 12, ")
        assert page.count("Low-impact aerobics") == page.count(" of 12, ")


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (sheet(LOW_BACK, PLAN) for _ in range(2))

    assert first == second
    engine.compiler.cache_clear()
    assert sheet(LOW_BACK, PLAN) == first
    assert blank(LOW_BACK) == blank(LOW_BACK)


def test_nothing_of_a_patient_is_in_the_file_but_on_the_page(tmp_path: Path) -> None:
    pdf = sheet(LOW_BACK, PLAN, options=SheetOptions(patient="Zebedee Quux"))

    with pikepdf.open(BytesIO(pdf)) as opened:
        said = " ".join(str(value) for value in opened.docinfo.values())
        with opened.open_metadata() as metadata:
            said += str(metadata)
    assert "Zebedee" not in said
    assert "For: Zebedee Quux" in pages(pdf, tmp_path)[0]


def test_a_logo_is_a_picture_with_a_text(tmp_path: Path) -> None:
    pdf = sheet(LOW_BACK, PLAN, clinic=replace(CLINIC, logo=SQUARE))
    grey = sheet(LOW_BACK, PLAN, clinic=replace(CLINIC, logo=SQUARE), options=SheetOptions(monochrome=True))

    alts = [element.alt for element in structure(pdf)]
    assert "Logo of Riverside Physical Therapy" in alts
    assert "Logo of Riverside Physical Therapy" not in [element.alt for element in structure(grey)]
    assert pages(pdf, tmp_path)[0].startswith(TITLE)


@pytest.mark.parametrize(("large", "margin", "height"), [(False, 16, 14), (True, 22, 18)])
@pytest.mark.parametrize("pages_", [Pages.ALL, Pages.EXERCISES])
def test_nothing_runs_into_a_logo(pages_: Pages, margin: int, height: int, tmp_path: Path, *, large: bool) -> None:
    clinic = replace(CLINIC, logo=SQUARE)
    options = SheetOptions(large_print=large, pages=pages_, patient="Margaret Ann Fitzgerald-Holloway " * 3)
    prescribed = replace(LOW_BACK, summary="Long words say why. " * 20)
    file = tmp_path / "logo.pdf"
    file.write_bytes(sheet(prescribed, PLAN, clinic=clinic, options=options))

    left = (210 - margin - height * 240 / 150) * MILLIMETRE
    bottom = (margin + height) * MILLIMETRE
    ran = subprocess.run(["pdftotext", "-l", "1", "-bbox", str(file), "-"], capture_output=True, check=True, timeout=60)
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"', ran.stdout.decode())
    beside = [float(right) for _, top, right in words if float(top) < bottom]
    assert len(beside) > 5
    assert max(beside) < left


# --- Whatever people write --------------------------------------------------------------------------------------

HOSTILE = [
    '#read("/etc/passwd")',
    "*bold* _slanted_ $x^2$ @ref <label> `code` = Heading",
    '#eval("1 + 1") #import "x.typ": * #include "y"',
    "</b><img src=file:///etc/passwd>&amp;",
    "{nb} %s {0} ${HOME} \\u{41} \\n ~ -- --- '' \"",
    '"; #let sheet = none',
    "// comment /* more */",
    "Wirbelsäulenmobilisationsübungsprogramm",
    "W" * 190,
    "Ωμέγα Здоровье Łódź ñandú e\u0301\u0323",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("large", [False, True])
def test_whatever_is_written_is_printed_as_it_is(text: str, tmp_path: Path, *, large: bool) -> None:
    (phase,) = LOW_BACK.phases
    exercise = replace(phase.activities[0].exercises[0], name=text, steps=(text,), cues=(text,), stop_if=(text,))
    activities = tuple(replace(one, title=text, intensity=text, exercises=(exercise,)) for one in phase.activities)
    hostile = replace(
        LOW_BACK,
        title=text,
        summary=text,
        prescriber=text,
        precautions=(text,),
        phases=(replace(phase, activities=activities),),
    )
    sessions = tuple(replace(one, title=text, choice=one.choice and text) for one in PLAN.sessions)
    clinic = replace(CLINIC, name=text, footer=text[:100])
    options = SheetOptions(patient=text, large_print=large, log=True)

    shown = pages(sheet(hostile, replace(PLAN, sessions=sessions), clinic=clinic, options=options), tmp_path)

    whole = "".join(" ".join(shown).split())
    assert whole.count("".join(text.split())) >= 8


def test_a_text_that_the_engine_panics_over_is_named_and_the_next_sheet_is_printed() -> None:
    broken = app.inputs.read_regimen(str(ATTACKS / "13-text-panic.yaml"))
    for _ in range(2):
        with pytest.raises(BackplanError) as caught:
            blank(broken)

        assert caught.value.message == (
            f"The text 'Effort: {'e' * 20}{'א' * 25}{HOOK * 7}…' cannot be printed: its letters and marks cannot be "
            "laid out."
        )
        assert caught.value.hint == "Write it in other words, in one script, and without several marks on one letter."
    assert blank(LOW_BACK).startswith(b"%PDF")


def test_only_the_text_at_fault_is_named_among_others_from_right_to_left() -> None:
    broken = app.inputs.read_regimen(str(ATTACKS / "13-text-panic.yaml"))

    with pytest.raises(BackplanError, match=r"^The text 'Effort: e"):
        blank(replace(broken, title="שלום"))


def test_a_panic_over_no_text_that_is_known_is_an_error_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def panics(*_: object, **__: object) -> None:
        raise panic("Erika Mustermann")

    monkeypatch.setattr(engine, "_template", panics)

    with pytest.raises(BackplanError) as caught:
        blank(LOW_BACK)
    assert caught.value.message == "The sheet cannot be printed: it cannot be laid out."


def test_whoever_stops_the_program_while_a_sheet_is_set_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "_template", stopped)

    with pytest.raises(KeyboardInterrupt):
        blank(LOW_BACK)


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(BackplanError) as caught:
        sheet(LOW_BACK, PLAN, options=SheetOptions(patient="A \ue000 B"))

    assert "U+E000" in caught.value.message
    assert "Install a font" in caught.value.hint


def test_characters_that_turn_the_direction_or_command_a_printer_do_nothing(tmp_path: Path) -> None:
    pdf = sheet(LOW_BACK, PLAN, options=SheetOptions(patient="A\u202e\u2066B\x1b\x00\x07C\ud800"))

    assert "For: ABC" in pages(pdf, tmp_path)[0]


def test_the_engine_can_read_nothing_but_the_template(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    for path in (secret, "../sheet.py", "../../../pyproject.toml"):
        with pytest.raises(typst.TypstError):
            engine.compiler(system_fonts=False).compile(input=f'#read("{path}")'.encode())


@pytest.mark.parametrize("link", ["file:///etc/hostname", "/etc/hostname", "../sheet.py", "http://127.0.0.1:9/x.png"])
def test_not_even_a_logo_that_was_not_checked_gets_at_another_file(link: str) -> None:
    outside = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image href='{link}' width='9' height='9'/></svg>"
    )
    clinic = replace(CLINIC, logo=outside)

    with pytest.raises(BackplanError, match="cannot be printed"):
        sheet(LOW_BACK, PLAN, clinic=clinic)


@pytest.mark.parametrize("options", fast_first(KINDS), ids=words)
def test_nothing_is_lost_where_there_is_more_than_a_page_holds(options: SheetOptions) -> None:
    wordy = " ".join(f"word{number}" for number in range(600))
    often = [activity(f"walk-{times}", Daily(times, times), (5, 5), apart=30) for times in (6, 5, 4, 6)]
    (phase,) = LOW_BACK.phases
    (first, *_) = phase.activities[0].exercises
    one_sided = tuple(replace(first, name=f"Part {number}", sides=Sides.LEFT) for number in range(60))
    long = replace(first, steps=tuple(f"Step number {number} of this" for number in range(70)))
    crowded = (
        regimen(*often),
        regimen(*often[:2]),
        regimen(replace(often[2], exercises=one_sided)),
        regimen(replace(often[2], intensity=wordy, exercises=(replace(first, steps=first.steps * 2),))),
        regimen(replace(often[2], exercises=(long, first))),
        replace(LOW_BACK, summary=wordy),
        replace(LOW_BACK, precautions=tuple(f"Stop if sign {number} is there." for number in range(90))),
    )
    for prescribed in crowded:
        for shown in (
            plan_sheet(planned(prescribed), prescribed, CLINIC, options, draw),
            blank_sheet(prescribed, CLINIC, options, draw),
        ):
            assert not lost_words(shown, sheet_pdf(shown))


def test_a_month_of_sessions_every_quarter_of_an_hour_is_not_cut(tmp_path: Path) -> None:
    day = [one for one in PLAN.sessions if one.start.date() == MONDAY][:1]
    crowded = tuple(replace(one, id=str(number), title=f"Session {number}") for one in day for number in range(60))
    shown = " ".join(pages(sheet(LOW_BACK, replace(PLAN, sessions=crowded)), tmp_path))

    assert all(f"Session {number} 5" in shown for number in range(60))
