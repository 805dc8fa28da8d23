"""What stands on a printed sheet, before anything is laid out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from backplan import app
from backplan.model.clinic import Clinic
from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.plan import Plan
from backplan.model.printing import Pages, Paper, SheetOptions
from backplan.model.regimen import Exercise, Phase, Regimen, Sides, TimeOfDay
from backplan.render.sheet.data import Sheet, blank_sheet, plan_sheet
from backplan.render.sheet.words import printed
from tests.builders import BERLIN, MONDAY, activity, finding, low_back, low_back_week, regimen, session
from tests.sheets import CLINIC, draw, planned

if TYPE_CHECKING:
    from backplan.render.sheet.cards import Card

PLAN = Plan("low-back", "Low-back care", MONDAY, 1, 0, BERLIN, low_back_week())
STANDARD = SheetOptions()
BRIDGE = Exercise(
    "Bridge",
    sets=2,
    reps=10,
    hold=5,
    sides=Sides.LEFT,
    equipment="a mat",
    steps=("Lie down", "Lift your hips."),
    cues=("Keep breathing.", "You should feel your seat."),
    stop_if=("It hurts.",),
    easier="Lift less",
    figure="bridge",
)


def of_plan(
    plan: Plan = PLAN, prescribed: Regimen | None = None, clinic: Clinic = CLINIC, options: SheetOptions = STANDARD
) -> Sheet:
    return plan_sheet(plan, prescribed or low_back(), clinic, options, draw)


def rows(sheet: Sheet) -> dict[str, list[str]]:
    """The cells of each line by its row's label, a number after it from the second on; a box is `[]` and its words."""
    return {
        row.label + (f" {time}" if time > 1 else ""): [
            f"[]{cell.text} {cell.choice}".strip() if cell.box else cell.text for cell in line
        ]
        for grid in sheet.weeks
        for row in grid.rows
        for time, line in enumerate(row.lines, 1)
    }


# --- The week -------------------------------------------------------------------------------------------------


def test_a_session_is_a_box_with_its_time_and_a_day_without_one_a_dash() -> None:
    shown = rows(of_plan())

    assert shown["Lumbar stabilization"] == ["[]18:45", "–", "[]18:45", "–", "[]18:45", "–", "[]18:45"]
    assert shown["Hamstring stretch"] == ["[]07:30"] * 7
    assert shown["Hamstring stretch 2"] == ["[]18:30"] * 7


def test_an_alternative_stands_below_its_box_where_its_word_is_short_and_by_the_label_else() -> None:
    assert rows(of_plan())["Low-impact aerobics"] == [
        "–",
        "[]17:30 bicycling",
        "–",
        "[]17:30 walking",
        "–",
        "[]17:30 swimming",
        "–",
    ]
    sessions = tuple(replace(one, choice=one.choice and f"{one.choice} a long way") for one in PLAN.sessions)
    (grid,) = of_plan(replace(PLAN, sessions=sessions)).weeks
    (row,) = [row for row in grid.rows if row.label == "Low-impact aerobics"]
    assert row.notes.startswith("30 minutes. Tue: bicycling a long way. Thu: walking a long way.")
    assert [cell.choice for (line,) in [row.lines] for cell in line] == [""] * 7


def test_a_box_says_what_it_is_for() -> None:
    (grid,) = of_plan().weeks
    boxes = {cell.box for row in grid.rows for line in row.lines for cell in line if cell.box}

    assert "Tuesday 24 November, 17:30, Low-impact aerobics, bicycling: tick box" in boxes
    assert len(boxes) == len(PLAN.sessions)


def test_many_times_of_a_day_share_a_row_as_far_as_it_fits_on_a_page() -> None:
    sessions = tuple(session("walk", f"2026-11-23 {6 + hour:02d}:00", 5) for hour in range(8))
    prescribed = regimen(activity("walk", Daily(1, 8), (5, 5)))
    (grid,) = of_plan(replace(PLAN, sessions=sessions), prescribed).weeks

    assert [(row.label, len(row.lines)) for row in grid.rows] == [("Walk", 6), ("Walk, from the seventh session on", 2)]
    assert [line[0].text for row in grid.rows for line in row.lines] == [f"{6 + hour:02d}:00" for hour in range(8)]
    assert grid.rows[1].lines[1][0].box == "Monday 23 November, 13:00, Walk, eighth time: tick box"


def test_days_are_real_days_and_a_week_of_several_has_its_number() -> None:
    sessions = (*low_back_week(), *low_back_week(1))
    first, second = of_plan(replace(PLAN, weeks=2, sessions=sessions)).weeks

    assert first.columns[0] == ("Mon", "23")
    assert first.heading == "Week 1 of 2, Mon 23 Nov to Sun 29 Nov 2026"
    assert (second.heading, second.columns[6]) == ("Week 2 of 2, Mon 30 Nov to Sun 6 Dec 2026", ("Sun", "6"))
    assert of_plan().weeks[0].heading == "Your week: Mon 23 Nov to Sun 29 Nov 2026"


def test_an_appointment_has_its_own_row_and_one_on_another_day_is_told() -> None:
    inside = session("steroid-injection", "2026-11-25 10:00", 30, fixed=True)
    outside = session("steroid-injection", "2026-12-08 10:00", 30, fixed=True)
    sheet = of_plan(replace(PLAN, sessions=(*PLAN.sessions, inside, outside)))

    assert rows(sheet)["Steroid injection, appointment"][2] == "[]10:00"
    assert sheet.notes[0].lines == ["Tue 8 Dec 2026 at 10:00: Steroid injection, appointment, 30 minutes."]


def test_shortfalls_are_told_and_too_many_are_counted() -> None:
    short = tuple(finding(f"Short {number}.") for number in range(7))
    sheet = of_plan(replace(PLAN, findings=(*short, finding("Mere advice.", severity=Severity.ADVICE))))

    assert [section.heading for section in sheet.notes] == ["Notes on this plan"]
    assert sheet.notes[0].lines == [
        *(f"Short {number}." for number in range(5)),
        "There are 2 more; ask your therapist.",
    ]


def test_a_log_has_boxes_for_pain_and_room_for_notes() -> None:
    (grid,) = of_plan(options=SheetOptions(log=True)).weeks
    pain, notes = grid.rows[-2:]

    assert (pain.label, pain.lines[0][1].box) == (
        "Pain, 0 to 10",
        "Tuesday 24 November, pain, 0 to 10: write-in box",
    )
    assert (notes.label, len(notes.lines[0])) == ("Notes", 1)
    assert rows(of_plan()).keys().isdisjoint({"Pain, 0 to 10", "Notes"})


def test_a_week_with_nothing_and_one_after_the_regimens_end_say_so() -> None:
    ended = replace(low_back(), phases=(replace(low_back().phases[0], weeks=1),))
    (grid,) = of_plan(replace(PLAN, first_week=1, sessions=()), ended).weeks

    assert grid.rows == []
    assert grid.lines[0] == "Nothing is planned this week."
    assert grid.lines[1].startswith("The regimen ends after week 1")


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("number", [1, 2, 9, 13, 24])
def test_a_long_table_becomes_several_none_of_a_single_row(paper: Paper, *, large: bool, number: int) -> None:
    activities = [activity(f"walk-{one}", Weekly(1, 1), (5, 5)) for one in range(number)]
    sessions = tuple(
        session(one.id, f"2026-11-23 {6 + place // 4:02d}:{15 * (place % 4):02d}", 5)
        for place, one in enumerate(activities)
    )
    options = SheetOptions(paper=paper, large_print=large, log=True)
    weeks = of_plan(replace(PLAN, sessions=sessions), regimen(*activities), options=options).weeks

    assert [row.label for grid in weeks for row in grid.rows if not row.write] == [
        f"Walk {one}" for one in range(number)
    ]
    assert all(len(grid.rows) > 1 for grid in weeks)
    assert [row.label for row in weeks[-1].rows[-2:]] == ["Pain, 0 to 10", "Notes"]
    assert all(grid.heading.endswith(", continued") for grid in weeks[1:])


# --- A regimen without dates ------------------------------------------------------------------------------------


def test_a_sheet_for_any_week_has_no_dates_and_boxes_wherever_a_session_may_be() -> None:
    prescribed = regimen(
        activity("stretch", Daily(1, 2), (5, 5)),
        activity("core", Every(2, 2), (15, 20)),
        activity("walk", Weekly(3, 3), (30, 30), days=(0, 2, 4)),
        activity("injection", Cap(3, 365), (30, 30)),
    )
    sheet = blank_sheet(prescribed, CLINIC, STANDARD, draw)
    (grid,) = sheet.weeks

    assert grid.columns[0] == ("Mon", "")
    assert [(row.label, row.notes) for row in grid.rows] == [
        ("Stretch", "1\u00a0to\u00a02 times a day. 5 minutes."),
        ("Core", "Every other day. 15\u00a0to\u00a020 minutes."),
        ("Walk", "3 times a week. 30 minutes."),
    ]
    assert rows(sheet)["Stretch"] == rows(sheet)["Stretch 2"] == ["[]"] * 7
    assert rows(sheet)["Walk"] == ["[]", "–", "[]", "–", "[]", "–", "–"]
    assert sheet.code == of_plan(PLAN, prescribed).code.partition("-")[0]


def test_each_phase_has_its_table() -> None:
    walk = activity("walk", Weekly(3, 3))
    prescribed = regimen(phases=(Phase("First", 4, (walk,)), Phase("Later", None, (walk,))))

    assert [grid.heading for grid in blank_sheet(prescribed, CLINIC, STANDARD, draw).weeks] == [
        "Weeks 1 to 4: First",
        "From week 5 on: Later",
    ]


# --- The exercises ---------------------------------------------------------------------------------------------


def test_a_card_tells_an_exercise_in_words() -> None:
    core = replace(
        activity("core", Every(2, 2), when=(TimeOfDay.EVENING,)), exercises=(BRIDGE,), intensity="easy to hold"
    )
    prescribed = regimen(core)
    sheet = of_plan(planned(prescribed), prescribed)
    (group,) = sheet.exercises
    (card,) = group.cards

    assert group.heading == "Core"
    assert group.lines == [
        "Every other day, 15 minutes.",
        "Effort: easy to hold.",
    ]
    assert (card.heading, card.dose) == ("1. Bridge", "2 sets of 10. Hold 5 seconds. Left side only.")
    assert card.about == "When: in the evening. You need: a mat."
    assert card.steps == ["Lie down.", "Lift your hips."]
    assert card.feel == ["You should feel your seat."]
    assert card.after == ["Remember: Keep breathing.", "Easier: Lift less."]
    assert card.stop == "Stop if: It hurts."
    assert card.drawing is not None
    assert card.drawing.alt == "A drawing of bridge."
    assert sheet.weeks[0].rows[0].notes == "15 minutes. Exercise 1. Exercise 1: left side only."


def test_a_row_names_the_cards_of_its_exercises_and_every_card_has_a_row() -> None:
    sheet = plan_sheet(planned(low := app.inputs.read_regimen("low-back")), low, CLINIC, STANDARD, draw)
    notes = {row.label: row.notes for grid in sheet.weeks for row in grid.rows}
    numbers = [card.heading.partition(".")[0] for group in sheet.exercises for card in group.cards]

    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert notes["Lumbar stabilization"] == "15 minutes. Exercises 2\u00a0to\u00a05."
    assert notes["Low-impact aerobics"] == f"30 minutes. Exercises 6\u00a0to\u00a0{len(numbers)}."


def test_an_activity_that_another_phase_tells_otherwise_is_told_twice_and_a_card_once() -> None:
    walk = replace(activity("walk", Daily(1, 1)), exercises=(BRIDGE,))
    later = replace(walk, intensity="faster", exercises=(BRIDGE, replace(BRIDGE, name="Curl")))
    prescribed = regimen(phases=(Phase("First", 1, (walk,)), Phase("Later", None, (later,))))
    sheet = of_plan(planned(prescribed, 2), prescribed)

    assert [(group.heading, [card.heading for card in group.cards]) for group in sheet.exercises] == [
        ("Walk, from week 1", ["1. Bridge"]),
        ("Walk, from week 2", ["2. Curl"]),
    ]
    assert sheet.weeks[1].rows[0].notes.startswith("15 minutes. Exercises 1\u00a0and\u00a02.")


def test_a_dose_that_a_later_phase_changes_is_told_with_its_week_and_the_same_rules_once() -> None:
    walk = replace(activity("walk", Daily(1, 2), (5, 5), apart=120), exercises=(BRIDGE,))
    more = replace(walk, shortest=10, longest=10, days=(0, 1))
    prescribed = regimen(phases=(Phase("First", 1, (walk,)), Phase("Then", 1, (more,)), Phase("Later", None, (walk,))))

    for sheet in (of_plan(planned(prescribed, 3), prescribed), blank_sheet(prescribed, CLINIC, STANDARD, draw)):
        (group,) = sheet.exercises
        assert (group.heading, group.lines) == (
            "Walk",
            [
                "From week 1: 1 to 2 times a day, 5 minutes.",
                "From week 2: 1 to 2 times a day, 10 minutes. Only on Mon and Tue.",
                "From week 3: 1 to 2 times a day, 5 minutes.",
                "At least 2 hours between two on one day.",
            ],
        )
    assert (
        of_plan(planned(prescribed, 1), prescribed).exercises[0].lines[0].startswith("1 to 2 times a day, 5 minutes.")
    )


def test_a_card_tells_the_times_of_day_that_the_plan_has() -> None:
    stretch = replace(activity("stretch", Daily(1, 2), when=(TimeOfDay.EVENING,)), exercises=(BRIDGE,))
    plan = planned(prescribed := regimen(stretch))

    def card_of(*times: str) -> str:
        sessions = tuple(session("stretch", time, 15) for time in times)
        (group,) = of_plan(replace(plan, sessions=sessions), prescribed).exercises
        assert "Best" not in group.lines[0]
        return group.cards[0].about

    assert card_of("2026-11-23 09:00") == "When: in the morning. You need: a mat."
    assert card_of("2026-11-23 06:00", "2026-11-23 13:00", "2026-11-24 22:00", "2026-11-25 05:15") == (
        "When: in the morning, at midday or in the evening. You need: a mat."
    )
    assert (
        card_of("2026-11-23 07:30", "2026-11-23 17:30") == "When: in the morning and in the evening. You need: a mat."
    )
    (group,) = blank_sheet(prescribed, CLINIC, STANDARD, draw).exercises
    assert "Best in the evening." in group.lines[0]
    assert group.cards[0].about == "When: in the evening. You need: a mat."
    by_phase = regimen(
        phases=(Phase("First", 1, (replace(stretch, when=(TimeOfDay.MORNING,)),)), Phase("Later", None, (stretch,)))
    )
    (group,) = blank_sheet(by_phase, CLINIC, STANDARD, draw).exercises
    assert [line.rpartition("Best ")[2] for line in group.lines[:2]] == ["in the morning.", "in the evening."]
    assert group.cards[0].about == "You need: a mat."


def test_alternatives_whose_turn_does_not_come_have_no_card() -> None:
    names = ("Walking", "Bicycling", "Swimming")
    aerobics = replace(
        activity("aerobics", Weekly(3, 3), choose=("walking", "bicycling", "swimming")),
        exercises=tuple(replace(BRIDGE, name=name) for name in names),
    )
    plan = planned(prescribed := regimen(aerobics))
    kept = tuple(replace(one, choice="swimming" if one.choice == "walking" else one.choice) for one in plan.sessions)
    only = tuple(replace(one, choice="swimming") for one in plan.sessions)

    for sessions, cards, in_turn in (
        (plan.sessions, ["1. Walking", "2. Bicycling", "3. Swimming"], "In turn: walking, bicycling and swimming."),
        (kept, ["1. Bicycling", "2. Swimming"], "In turn: bicycling and swimming."),
        (only, ["1. Swimming"], ""),
    ):
        (group,) = (sheet := of_plan(replace(plan, sessions=sessions), prescribed)).exercises
        assert [card.heading for card in group.cards] == cards
        assert in_turn in group.lines[0]
        assert ("In turn" in group.lines[0]) == bool(in_turn)
        assert sheet.weeks[0].rows[0].notes.startswith("15 minutes. Exercise")


def test_an_exercise_with_another_tempo_is_told_whole() -> None:
    slow, same = replace(BRIDGE, tempo="slowly"), replace(BRIDGE, name="Bridge", tempo="slowly", reps=20)
    fast = replace(BRIDGE, tempo="one a second")
    prescribed = regimen(replace(activity("core", Daily(1, 1)), exercises=(slow, same, fast)))
    (group,) = of_plan(planned(prescribed), prescribed).exercises

    assert [bool(card.steps) for card in group.cards] == [True, False, True]
    assert "Tempo: one a second." in group.cards[2].about


def test_a_card_refers_to_a_card_that_has_steps_and_to_no_other() -> None:
    def twice(exercise: Exercise) -> list[Card]:
        core, more = (
            replace(activity(name, Daily(1, 1)), exercises=(replace(exercise, reps=reps),))
            for name, reps in (("core", 10), ("more", 12))
        )
        prescribed = regimen(core, more)
        return [card for group in of_plan(planned(prescribed), prescribed).exercises for card in group.cards]

    told, again = twice(BRIDGE)
    assert (told.steps, told.after) == (
        ["Lie down.", "Lift your hips."],
        ["Remember: Keep breathing.", "Easier: Lift less."],
    )
    assert (again.steps, again.after, again.stop) == ([], ["Do it like exercise 1."], "")

    bare, again = twice(replace(BRIDGE, steps=()))
    assert again.heading == "2. Bridge"
    assert (again.steps, again.after, again.stop) == (bare.steps, bare.after, bare.stop)
    assert again.stop == "Stop if: It hurts."


def test_an_exercise_without_a_drawing_has_none() -> None:
    prescribed = regimen(replace(activity("core", Daily(1, 1)), exercises=(replace(BRIDGE, figure=""),)))

    assert of_plan(planned(prescribed), prescribed).exercises[0].cards[0].drawing is None


def test_only_the_pages_that_were_asked_for_are_there_and_the_box_is_on_each() -> None:
    week, exercises = (of_plan(options=SheetOptions(pages=pages)) for pages in (Pages.WEEK, Pages.EXERCISES))

    assert (len(week.weeks), week.exercises) == (1, [])
    assert (exercises.weeks, len(exercises.exercises)) == ([], 3)
    assert week.stop == exercises.stop


# --- When to stop, and who ---------------------------------------------------------------------------------------


def test_an_emergency_number_is_the_clinics_or_none() -> None:
    assert of_plan().stop.numbers == ["Emergency number: 112", "Call us: 555-0142"]
    assert of_plan(clinic=Clinic()).stop.numbers == []


def test_what_is_not_known_is_a_line_to_write_on() -> None:
    lines = {line.label: line.text for line in of_plan(clinic=Clinic()).who}

    assert [label for label, text in lines.items() if not text] == [
        "Therapist:",
        "Phone:",
        "My goal:",
        "Next visit (bring this sheet):",
    ]
    large = of_plan(clinic=Clinic(), options=SheetOptions(large_print=True))
    assert [line.label for line in large.who if not line.text] == [
        "Therapist:",
        "My goal:",
        "Next visit (bring this sheet):",
    ]
    # Where that comes late, the number is in the box on the first page.
    assert (of_plan(clinic=Clinic()).stop.to_write, large.stop.to_write) == ([], ["Call us:"])
    assert of_plan(options=SheetOptions(large_print=True)).stop.to_write == []
    assert of_plan().patient == ""
    assert of_plan(options=SheetOptions(patient="A. B.")).patient == "For: A. B."


def test_one_sentence_says_why() -> None:
    lines = of_plan(prescribed=replace(low_back(), summary="For the back. And more.")).who

    assert [line.text for line in lines if line.label == "Purpose:"] == ["For the back."]


def test_backplans_own_sentences_are_short() -> None:
    sheet = of_plan(planned(regimen(activity("core", Daily(1, 1)))), regimen(activity("core", Daily(1, 1))))
    texts = [line for level in sheet.stop.levels for line in (level.heading, *level.lines)]
    texts += [line for level in sheet.stop.levels for group in level.groups for line in (group.heading, *group.lines)]
    texts += [line for grid in sheet.weeks for line in grid.lines]

    assert max(len(text.split()) for text in texts) <= 15


# --- Texts of people ------------------------------------------------------------------------------------------


def test_what_would_act_on_other_text_is_taken_out_and_long_words_may_break() -> None:
    assert printed("a\u202eb\x1b[31mc\u0007\n d") == "ab[31mc d"
    assert printed("short words stay") == "short words stay"
    assert printed("x" * 40) == "\u200b".join(["xxxx"] * 10)
    assert printed("M" * 23) != "M" * 23
    accents = "e\u0301" * 30
    assert not any(piece.startswith("\u0301") for piece in printed(accents).split("\u200b"))


def test_monochrome_has_greys_only_and_no_logo() -> None:
    prescribed = regimen(replace(activity("core", Daily(1, 1)), exercises=(BRIDGE,)))
    sheet = of_plan(planned(prescribed), prescribed, options=SheetOptions(monochrome=True))
    drawing = sheet.exercises[0].cards[0].drawing

    assert drawing is not None
    assert "#4f4f4f" in drawing.svg
    assert "#b3261e" not in drawing.svg
    assert not sheet.colour


def test_the_days_of_a_plan_that_spans_two_years_have_their_year() -> None:
    start = MONDAY + timedelta(weeks=5)
    sheet = of_plan(replace(PLAN, start=start, sessions=()))

    assert sheet.weeks[0].heading == "Your week: Mon 28 Dec to Sun 3 Jan 2027"
    assert sheet.made == (2026, 12, 28)
