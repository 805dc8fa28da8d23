from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from backplan.model.finding import Severity
from backplan.model.frequency import Daily
from backplan.model.profile import DateRange, Profile
from backplan.model.regimen import Phase
from backplan.render.plan import NextStep, PlanView, plan_text
from backplan.render.plan_page import plan_page
from tests.builders import MONDAY, activity, finding, low_back, low_back_week, plan, regimen, session

if TYPE_CHECKING:
    from backplan.model.plan import Plan

TUESDAY = MONDAY + timedelta(days=1)
WIDTHS = (20, 40, 60, 80, 100, 120, 200)
HOSTILE = {
    "markup": "[bold red]Walk[/] [link=https://example.org]x[/link] :smile: \\[",
    "codes": "\x1b[2J\x1b]0;owned\x07Walk",
    "chinese": "瑜伽伸展運動" * 10,
    "emoji": "👩‍👩‍👧 🧘🏽‍♀️ ⚠️ stretch",
    "hebrew": "מתיחת שריר הירך האחורי",
    "arabic": "تمرين الإطالة \u202eopposite",
    "long": "stretch " * 37,
    "one long word": "s" * 300,
    "lines": "first\nsecond\r\n\tthird",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
}


def view(
    shown: Plan,
    *,
    today: date = date(2026, 12, 31),
    profile: Profile | None = None,
    next_steps: tuple[NextStep, ...] = (),
) -> PlanView:
    """A view of a plan of the low-back regimen, on a day that it does not hold."""
    return PlanView(shown, low_back(), today, profile=profile or Profile(), next_steps=next_steps)


def on_terminal(shown: PlanView, width: int = 80, *, colour: bool = False) -> list[str]:
    """The page's lines on a terminal of some width."""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=True, color_system="truecolor" if colour else None, legacy_windows=False
    )
    console.print(plan_page(shown, width))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def letters(text: str) -> str:
    """A text without its spaces, so that wrapping makes no difference."""
    return re.sub(r"\s", "", text)


def test_a_day_is_a_row_for_each_session_with_time_minutes_and_what_to_do() -> None:
    lines = on_terminal(view(plan(low_back_week())))

    monday = lines.index("Mon 23 Nov  07:30   5 min  Hamstring stretch")
    assert lines[monday + 1 : monday + 4] == [
        "            18:30   5 min  Hamstring stretch",
        "            18:45  15 min  Lumbar stabilization",
        "",
    ]
    assert "            17:30  30 min  Low-impact aerobics (bicycling)" in lines


def test_a_wide_terminal_has_the_parts_of_the_day_across() -> None:
    lines = on_terminal(view(plan(low_back_week())), 120)

    heading = next(line for line in lines if "Morning" in line)
    row = next(line for line in lines if line.startswith("Mon 23 Nov  "))
    assert heading.split() == ["Morning", "Evening", "Total"]
    assert row.index("07:30") == heading.index("Morning")
    assert row.index("18:30") == heading.index("Evening")
    assert row.endswith("25 min")


def test_a_narrow_terminal_has_the_sessions_under_their_day() -> None:
    lines = on_terminal(view(plan(low_back_week())), 40)

    monday = lines.index("Mon 23 Nov")
    assert lines[monday + 1] == "  07:30 Hamstring stretch, 5 minutes"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_day_without_sessions_is_a_rest_day_unless_the_patient_is_away(width: int) -> None:
    away = Profile(away=(DateRange(TUESDAY, TUESDAY),))
    lines = on_terminal(view(plan([session("aerobics", "2026-11-23 17:30")]), profile=away), width)

    assert sum("rest day" in line for line in lines) == 5
    assert sum("away" in line for line in lines) == 1


def test_a_week_without_any_session_is_all_rest_days() -> None:
    for width in WIDTHS:
        assert sum("rest day" in line for line in on_terminal(view(plan()), width)) == 7


@pytest.mark.parametrize("width", WIDTHS)
def test_today_is_marked_with_a_word_where_the_plan_holds_it(width: int) -> None:
    shown = plan([session("aerobics", "2026-11-23 17:30")])

    with_today = on_terminal(view(shown, today=TUESDAY), width)
    without = on_terminal(view(shown, today=MONDAY - timedelta(days=1)), width)

    marked = [number for number, line in enumerate(with_today) if "today" in line]
    assert len(marked) == 1
    assert "Tue 24 Nov" in with_today[marked[0]] + with_today[marked[0] - 1]
    assert not any("today" in line for line in without)


def test_today_and_marks_are_styled_as_well() -> None:
    lines = on_terminal(view(plan(low_back_week()), today=MONDAY), colour=True)

    assert any("\x1b[1;7mtoday" in line for line in lines)
    assert any("\x1b[32mkept" in line for line in lines)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_appointment_is_marked_with_the_word(width: int) -> None:
    shown = plan([session("steroid-injection", "2026-11-24 10:00", 30, fixed=True)])

    assert "Steroidinjection,appointment" in letters(" ".join(on_terminal(view(shown), width)))


def test_an_appointment_outside_the_weeks_is_shown_apart() -> None:
    shown = plan([session("steroid-injection", "2026-12-24 10:00", 30, fixed=True)])

    assert (
        "Sessions outside these weeks\nThu 24 Dec 2026 10:00. Steroid injection, appointment, 30 minutes\n"
        in plan_text(view(shown))
    )


def test_several_weeks_stand_one_after_another_under_headings() -> None:
    shown = plan([*low_back_week(0), *low_back_week(1)], weeks=2)

    headings = [line for line in on_terminal(view(shown)) if line.startswith("Week ")]
    assert headings == [
        "Week 1 of 2, Mon 23 Nov to Sun 29 Nov",
        "Week 2 of 2, Mon 30 Nov to Sun 6 Dec",
    ]


def test_a_plan_that_goes_on_says_which_weeks_it_covers() -> None:
    one = plan(low_back_week(), first_week=4)
    two = plan(low_back_week(), weeks=2, first_week=4)

    assert "Week 5 since the regimen began" in plan_text(view(one))
    assert "Weeks 5 to 6 since the regimen began" in plan_text(view(two))


def test_the_rules_of_each_phase_stand_under_its_title_and_weeks() -> None:
    walk = activity("walk", Daily(1, 1))
    phases = [Phase("Settle", 1, (walk,)), Phase("Build", 2, (walk,)), Phase("Keep", None, (walk,))]
    shown = plan([session("walk", f"{day} 08:00") for day in plan(weeks=6).days], weeks=6)

    text = plan_text(PlanView(shown, regimen(phases=phases), MONDAY))

    assert (
        "Prescription and plan\n\nSettle, week 1\nKept. Walk, once a day: once every day\n"
        "\nBuild, weeks 2 and 3\nKept. Walk, once a day: once every day\n"
        "\nKeep, weeks 4 to 6\nKept. Walk, once a day: once every day\n"
    ) in text


@pytest.mark.parametrize(("first_week", "before"), [(0, "Week 2 of 4"), (2, "Europe/Berlin"), (5, "Europe/Berlin")])
def test_where_the_regimen_has_ended_the_page_says_so_once(first_week: int, before: str) -> None:
    prescribed = regimen(phases=[Phase("Settle", 2, (activity("walk", Daily(0, 1)),))])
    shown = PlanView(plan(weeks=4, first_week=first_week), prescribed, MONDAY)
    said = "The regimen ends after week 2; nothing is prescribed after that. Ask your prescriber how to continue."

    text = plan_text(shown)
    assert text.count(f"\n\n{said}\n\nWeek {max(1, 3 - first_week)} of 4") == 1
    assert text.count(said) == 1
    assert text.index(before) < text.index(said)
    for width in WIDTHS:
        assert letters(" ".join(on_terminal(shown, width))).count(letters(said)) == 1


def test_where_the_regimen_goes_on_nothing_is_said_of_its_end() -> None:
    assert "nothing is prescribed" not in plan_text(view(plan(weeks=3)))


def test_a_plan_across_new_year_names_both_years() -> None:
    shown = plan(start=date(2026, 12, 28))

    assert "Mon 28 Dec 2026 to Sun 3 Jan 2027, times in Europe/Berlin" in plan_text(view(shown))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_title_breaks_the_layout_or_is_cut_off(title: str, width: int) -> None:
    prescribed = regimen(activity("walk", Daily(1, 1), title=title), title=title)
    shown = plan(
        [session("walk", "2026-11-24 07:30", title=title, choice=title, fixed=True)],
        title=title,
        findings=[finding(title, activity="walk", because=[title], suggestions=[title])],
    )

    lines = on_terminal(PlanView(shown, prescribed, TUESDAY), width)

    clean = letters(re.sub("[\x00-\x1f\u202e]", " ", title).replace("\x07", ""))
    assert all(cell_len(line) <= width for line in lines)
    assert not any(character in "".join(lines) for character in "\x1b\x07\u202e…")
    assert letters("".join(lines)).count(clean[:5]) >= 6
    if title not in {HOSTILE["combining"], HOSTILE["one long word"]}:
        assert clean in letters("".join(lines))


def test_the_page_is_whole_at_every_width() -> None:
    """The same words, in the same number, whatever the width: nothing is cut off or left out."""
    shown = view(
        plan([*low_back_week(0), *low_back_week(1)], weeks=2, findings=[finding("Too few.", days=(MONDAY,))]),
        next_steps=(NextStep("Next:", ("backplan", "plan", "--after", "my-plan.ics")),),
    )
    expected = sum("Hamstring" in word for word in plan_text(shown).split())

    for width in (40, 60, 80, 120):
        text = letters("".join(on_terminal(shown, width)))
        assert text.count("Prescriptionandplan") == text.count("Whattodonext") == 1
        assert text.count("Toofew.") == 1
        # Rows about the same activity may share its name; every session has its own.
        assert expected - 1 <= text.count("Hamstring") <= expected


def test_findings_follow_the_rules_with_their_reasons_and_ways_out() -> None:
    shown = plan(
        findings=[
            finding("Limit.", severity=Severity.LIMIT),
            finding("Dose.", because=["You are away."], suggestions=["Stay."]),
            finding("Advice.", severity=Severity.ADVICE),
        ]
    )

    assert (
        "\nAbout this plan\nLimit broken: Limit.\nFalls short: Dose.\nBecause: You are away.\n"
        "Try: Stay.\nAdvice: Advice.\n"
    ) in plan_text(view(shown))


def test_short_doses_with_the_same_causes_are_told_once_with_all_their_places() -> None:
    weeks = [[MONDAY + timedelta(days=7 * week + day) for day in range(7)] for week in range(3)]
    shown = plan(
        findings=[
            finding("Week 1 is short.", days=weeks[0], because=["Every other day."], suggestions=["Less."]),
            finding("Monday is short.", days=weeks[0][:1], because=["Away."]),
            finding("Week 2 is short.", days=weeks[1], because=["Every other day."], suggestions=["Less."]),
            finding("Tuesday is short.", days=weeks[0][1:2], because=["Every other day."], suggestions=["Less."]),
            finding("Of another.", activity="walk", days=weeks[0], because=["Every other day."], suggestions=["Less."]),
            finding("Advice.", severity=Severity.ADVICE),
            finding("Another.", severity=Severity.ADVICE),
        ]
    )

    assert (
        "\nFalls short: Week 1 is short.\nAlso short: Mon 30 Nov to Sun 6 Dec; Tue 24 Nov\n"
        "Because: Every other day.\nTry: Less.\nFalls short: Monday is short.\nBecause: Away.\n"
        "Falls short: Of another.\nBecause: Every other day.\nTry: Less.\nAdvice: Advice.\nAdvice: Another.\n"
    ) in plan_text(view(shown))


def test_a_plan_that_could_not_be_proven_best_says_so() -> None:
    assert "could rule that out" in plan_text(view(plan(proven=False)))
    assert "could rule that out" not in plan_text(view(plan()))


def test_text_for_a_screen_reader_is_a_line_of_sentences_a_day() -> None:
    shown = plan(
        [
            session("hamstring-stretch", "2026-11-23 07:30", 5),
            session("aerobics", "2026-11-23 17:30", 30, title="Low-impact aerobics", choice="walking"),
            session("steroid-injection", "2026-11-24 10:00", 30, fixed=True),
        ]
    )

    lines = plan_text(view(shown, today=TUESDAY)).splitlines()

    assert lines[:7] == [
        "Low-back care",
        "Mon 23 Nov to Sun 29 Nov 2026, times in Europe/Berlin",
        "3 sessions, 1 hour 5 minutes in total",
        "",
        "Monday 23 November. 07:30 Hamstring stretch, 5 minutes. 17:30 Low-impact aerobics (walking), 30 minutes.",
        "Tuesday 24 November, today. 10:00 Steroid injection, appointment, 30 minutes.",
        "Wednesday 25 November. Rest day.",
    ]


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_text_for_a_pipe_holds_one_line_a_day_whatever_titles_say(title: str) -> None:
    shown = plan([session("walk", "2026-11-24 07:30", title=title)], title=title)

    text = plan_text(PlanView(shown, regimen(activity("walk", Daily(1, 1), title=title)), MONDAY))

    assert text.endswith("\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\u2500-\u257f]", text)
    assert all(line == line.rstrip() for line in text.split("\n"))
    assert len([line for line in text.splitlines() if line.startswith("Tuesday")]) == 1


def test_next_steps_are_commands_to_paste() -> None:
    shown = view(
        plan(), next_steps=(NextStep("Put it into your calendar:", ("backplan", "plan", "-o", "my plan.ics")),)
    )

    assert plan_text(shown).endswith("\nWhat to do next\nPut it into your calendar:\nbackplan plan -o 'my plan.ics'\n")
