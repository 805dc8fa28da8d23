"""A plan as CSV and Markdown, read back by readers that we did not write."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from backplan.files.marks import CSV_HEADER, MARKDOWN_MARK
from backplan.files.tables import write_csv, write_markdown
from backplan.model.finding import Finding, Severity
from backplan.model.frequency import Daily
from backplan.model.plan import Plan, Session
from backplan.model.regimen import Activity, ActivityType, Exercise, Phase, Regimen, Sides

BERLIN = ZoneInfo("Europe/Berlin")
REGIMEN = Regimen("low-back", "Low-back care", (Phase("", None, ()),))


def session(day: int, clock: str, title: str = "Hamstring stretch", **changes: object) -> Session:
    start = datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=BERLIN)
    one = Session(f"{day}-{clock}", "stretch", title, None, start, start + timedelta(minutes=5), 5, 0, fixed=False)
    # Whatever a test wants to differ.
    return replace(one, **changes)  # type: ignore[arg-type]


PLAN = Plan(
    "low-back",
    "Low-back care",
    date(2026, 11, 23),
    1,
    0,
    "Europe/Berlin",
    (
        session(23, "07:30"),
        session(23, "18:30"),
        session(25, "17:45", "Low-impact aerobics", choice="walking", minutes=30),
        session(28, "10:00", "Steroid injection", fixed=True),
    ),
    findings=(
        Finding(
            Severity.DOSE, "frequency", "stretch", (), "Five days have none.", ("You are away.",), ("Open Friday.",)
        ),
        Finding(Severity.ADVICE, "prescriber", None, (), "Ask first."),
    ),
)

FULL = Exercise(
    "Lying stretch",
    sets=1,
    reps=3,
    hold=40,
    sides=Sides.BOTH,
    tempo="slow",
    equipment="a towel",
    steps=("Lie on your back", "Raise one leg."),
    cues=("Breathe.", "Do not bounce"),
    stop_if=("it hurts more", "you feel numb."),
    easier="Bend the knee",
    harder="Straighten the other leg.",
)
STRETCH = Activity(
    "stretch", "Hamstring stretch", ActivityType.STRETCHING, Daily(1, 2), 5, 5, intensity="gentle", exercises=(FULL,)
)


def rows_of(plan: Plan) -> list[list[str]]:
    return list(csv.reader(io.StringIO(write_csv(plan).decode(), newline="")))


def markdown(plan: Plan = PLAN, regimen: Regimen = REGIMEN) -> str:
    return write_markdown(plan, regimen).decode()


def shown(text: str) -> str:
    """The text that a Markdown reader shows, a line a paragraph, cell or item."""
    lines = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline":
            assert token.children is not None
            kinds = {child.type for child in token.children}
            assert kinds <= {"text", "text_special"}, kinds
            lines.append("".join(child.content for child in token.children))
    return "\n".join(lines)


def test_a_table_has_a_row_a_session_and_lines_end_as_the_rfc_asks() -> None:
    text = write_csv(PLAN).decode()

    assert text.split("\r\n") == [
        "date,weekday,start,end,minutes,activity,title,choice,week,fixed,id",
        "2026-11-23,Monday,07:30,07:35,5,stretch,Hamstring stretch,,0,no,23-07:30",
        "2026-11-23,Monday,18:30,18:35,5,stretch,Hamstring stretch,,0,no,23-18:30",
        "2026-11-25,Wednesday,17:45,17:50,30,stretch,Low-impact aerobics,walking,0,no,25-17:45",
        "2026-11-28,Saturday,10:00,10:05,5,stretch,Steroid injection,,0,yes,28-10:00",
        "",
    ]
    assert "\n" not in text.replace("\r\n", "")
    assert rows_of(PLAN)[0] == CSV_HEADER.split(",")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "\n=1", "＝1", '=HYPERLINK("http://a.example","b")']
)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    plan = replace(PLAN, sessions=(session(23, "07:30", text, choice=text, activity=text, id=text),))
    row = rows_of(plan)[1]

    assert [row[column] for column in (5, 6, 7, 10)] == ["'" + text] * 4


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_the_table(text: str) -> None:
    row = rows_of(replace(PLAN, sessions=(session(23, "07:30", text),)))[1]

    assert row[6].removeprefix("'") == text.removeprefix("'")
    assert len(row) == 11


def test_a_plan_without_sessions_is_a_table_of_its_header() -> None:
    assert write_csv(replace(PLAN, sessions=())).decode() == CSV_HEADER + "\r\n"


def test_markdown_reads_like_a_page_of_a_diary() -> None:
    assert markdown() == (
        """<!-- backplan plan -->

# Low-back care: 23 to 29 November 2026

Times are those of Europe/Berlin.

## Week 1: 23 to 29 November 2026

| Day        | Time        | What                            | Minutes |
| ---------- | ----------- | ------------------------------- | ------: |
| Mon 23 Nov | 07:30-07:35 | Hamstring stretch               |       5 |
|            | 18:30-18:35 | Hamstring stretch               |       5 |
| Tue 24 Nov |             | rest day                        |         |
| Wed 25 Nov | 17:45-17:50 | Low-impact aerobics: walking    |      30 |
| Thu 26 Nov |             | rest day                        |         |
| Fri 27 Nov |             | rest day                        |         |
| Sat 28 Nov | 10:00-10:05 | Steroid injection (appointment) |       5 |
| Sun 29 Nov |             | rest day                        |         |

## Notes

- Falls short: Five days have none.
  - Because: You are away.
  - What would help: Open Friday.
- Advice: Ask first.
"""
    )


def test_markdown_says_what_the_regimen_warns_of_and_who_prescribed_it() -> None:
    regimen = replace(REGIMEN, prescriber="Dr. A. Example, PT", precautions=("Stop and call if your leg goes numb.",))
    lines = shown(markdown(regimen=regimen)).split("\n")

    assert "Prescribed by Dr. A. Example, PT." in lines
    assert lines[lines.index("Precautions") + 1] == "Stop and call if your leg goes numb."


def test_every_week_has_its_table_its_number_and_its_phase() -> None:
    regimen = replace(REGIMEN, phases=(Phase("Calm", 3, ()), Phase("Strong", None, ())))
    lines = shown(markdown(replace(PLAN, weeks=3, first_week=1), regimen)).split("\n")

    assert [line for line in lines if line.startswith("Week")] == [
        "Week 2: 23 to 29 November 2026, Calm",
        "Week 3: 30 November to 6 December 2026, Calm",
        "Week 4: 7 to 13 December 2026, Strong",
    ]
    assert lines.count("rest day") == 4 + 7 + 7


def test_markdown_says_once_that_the_regimen_has_ended() -> None:
    said = "The regimen ends after week 2; nothing is prescribed after that. Ask your prescriber how to continue."
    ending = replace(REGIMEN, phases=(Phase("Calm", 2, ()),))
    lines = shown(markdown(replace(PLAN, weeks=3, first_week=1), ending)).split("\n")

    assert lines.count(said) == 1
    assert lines.index(said) == lines.index("Week 3: 30 November to 6 December 2026") - 1
    assert said not in shown(markdown(replace(PLAN, weeks=3), REGIMEN))


def test_the_exercises_of_the_plan_are_told_once_at_the_end() -> None:
    other = replace(STRETCH, id="other", title="Never planned")
    text = markdown(regimen=replace(REGIMEN, phases=(Phase("", None, (other, STRETCH)),)))

    assert text.partition("- Advice: Ask first.\n")[2] == (
        """
## How to do the exercises

### Hamstring stretch

Intensity: gentle.

#### Lying stretch

3 times. Hold 40 seconds. Each side. Tempo: slow. You need: a towel.

1. Lie on your back.
2. Raise one leg.

- Remember: Breathe. Do not bounce.
- Stop if: it hurts more; or you feel numb.
- Easier: Bend the knee.
- Harder: Straighten the other leg.
"""
    )


def test_an_exercise_of_which_only_the_name_is_known_is_a_heading() -> None:
    bare = replace(STRETCH, intensity="", exercises=(Exercise("Stretch"), Exercise("Bend", steps=("Bow",))))
    text = markdown(regimen=replace(REGIMEN, phases=(Phase("", None, (bare,)),)))

    assert text.endswith("### Hamstring stretch\n\n#### Stretch\n\n#### Bend\n\n1. Bow.\n")


def test_an_activity_that_changes_with_a_phase_is_told_for_each() -> None:
    harder = replace(STRETCH, exercises=(replace(FULL, reps=5),))
    same = Phase("", 1, (STRETCH,))
    regimen = replace(REGIMEN, phases=(same, same, Phase("Strong", None, (harder,))))
    sessions = tuple(session(23, f"{7 + week:02}:30", week=week) for week in range(4))
    lines = shown(markdown(replace(PLAN, sessions=sessions), regimen)).split("\n")

    assert [line for line in lines if line.startswith(("Hamstring stretch (", "3 times", "5 times"))] == [
        "Hamstring stretch (from week 1 on)",
        "3 times. Hold 40 seconds. Each side. Tempo: slow. You need: a towel.",
        "Hamstring stretch (from week 3 on)",
        "5 times. Hold 40 seconds. Each side. Tempo: slow. You need: a towel.",
    ]


def test_a_week_across_new_year_names_both_years() -> None:
    text = markdown(replace(PLAN, start=date(2026, 12, 28), sessions=(), findings=()))

    assert "# Low-back care: 28 December 2026 to 3 January 2027\n" in text
    assert "What to know" not in text


def test_a_plan_that_was_not_proven_the_best_says_so() -> None:
    text = markdown(replace(PLAN, findings=(), proven=False))

    assert text.endswith(
        "## Notes\n\n- There may be a better plan: the search stopped before it had looked at all of them.\n"
    )


def test_an_appointment_on_another_day_is_not_lost() -> None:
    text = markdown(replace(PLAN, sessions=(*PLAN.sessions, session(30, "09:00", "Check-up", fixed=True))))

    assert "## On other days\n" in text
    assert "| Mon 30 Nov 2026 | 09:00-09:05 | Check-up (appointment) |       5 |\n" in text


def test_the_second_of_two_equal_times_of_a_night_is_named() -> None:
    start = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    late = session(23, "07:30", start=start, end=start + timedelta(minutes=5))
    plan = replace(PLAN, start=date(2026, 10, 19), sessions=(late,))

    assert "| 02:30-02:35 (the second time) |" in markdown(plan)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_of_a_person_acts_as_markup(text: str) -> None:
    plan = replace(
        PLAN,
        regimen_title="A " + text,
        sessions=(session(23, "07:30", text, choice=text or None),),
        findings=(Finding(Severity.ADVICE, "a", None, (), text, (text,), (text,)),),
    )
    exercise = Exercise("C " + text, tempo=text, steps=(text,), cues=(text,), stop_if=(text,), harder="D " + text)
    activity = replace(STRETCH, title=text, intensity=text, exercises=(exercise,))
    regimen = Regimen("a", "A", (Phase("", None, (activity,)),), prescriber=text, precautions=("B " + text, text))
    page = write_markdown(plan, regimen).decode()
    readable = " ".join("".join(c for c in " ".join(text.split()) if c == " " or c.isprintable()).split())
    found = [" ".join(line.split()) for line in shown(page).split("\n")]

    assert f"Advice: {readable}".strip() in found
    assert f"Because: {readable}".strip() in found
    assert f"B {readable}".strip() in found
    assert f"C {readable}".strip() in found
    assert any(line.startswith(f"Harder: D {readable}".strip()) for line in found)
    assert page.count("\n## ") == 4


@pytest.mark.parametrize(
    "text",
    [
        "# a", "- a", "1. a", "12) a", "> a", "===", "---", "+ a", "    a", "a | b", "*a* _b_ `c`", "[a](b)", "![a](b)",
        "<b>a</b>", "&amp;", "\\", "~~a~~", "a #",
    ],
)  # fmt: skip
def test_markup_in_a_title_or_precaution_is_shown_as_it_is(text: str) -> None:
    plan = replace(PLAN, sessions=(session(23, "07:30", text),), findings=())
    activity = replace(STRETCH, exercises=(Exercise(text),))
    regimen = replace(REGIMEN, phases=(Phase("", None, (activity,)),), precautions=(text,))
    lines = shown(markdown(plan, regimen)).split("\n")

    assert lines.count(text.strip()) == 3


def test_plain_words_are_not_cluttered_with_escapes() -> None:
    text = "Sit-ups, 2+2 sets (slow) at 50% & rest; see Dr. O'Neil #1!"

    assert text in markdown(replace(PLAN, sessions=(session(23, "07:30", text),)))


def test_wide_letters_keep_the_columns_in_line() -> None:
    text = markdown(replace(PLAN, sessions=(session(23, "07:30", "背のストレッチ"),)))

    assert "| 背のストレッチ |       5 |\n" in text
    assert "| rest day       |         |\n" in text


def test_the_same_plan_is_the_same_bytes_and_begins_with_our_mark() -> None:
    assert markdown() == markdown()
    assert markdown().startswith(MARKDOWN_MARK + "\n")
