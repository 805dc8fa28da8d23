from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.regimen import Exercise, Phase, Sides, TimeOfDay
from backplan.render.layout import laid_out
from backplan.render.regimen import regimen_blocks, regimen_text
from tests.builders import activity, regimen

if TYPE_CHECKING:
    from backplan.model.regimen import Activity

BRIDGE = Exercise(
    "Bridge",
    sets=2,
    reps=10,
    hold=3,
    rest=30,
    sides=Sides.BOTH,
    tempo="slow",
    equipment="a mat",
    steps=("Lie on your back.", "Lift your hips."),
    cues=("Keep breathing.", "You should feel your thighs work.", "Lift slowly"),
    stop_if=("Your pain gets worse.",),
    easier="Lift less.",
    harder="Hold longer.",
    figure="bridge",
    source="A leaflet",
)
WHOLE = replace(
    regimen(
        replace(
            activity(
                "bridges",
                Every(2, 2),
                (15, 20),
                progression=1,
                rest_days=1,
                days=(0, 2, 4),
                after_waking=60,
                alternate_with=("walks",),
                when=(TimeOfDay.EVENING,),
            ),
            intensity="smooth",
            exercises=(BRIDGE,),
        ),
        activity("stretch", Daily(1, 2), apart=360),
        activity("walks", Weekly(3, 3), choose=("road", "wood")),
        activity("injections", Cap(3, 365)),
    ),
    summary="For low back pain.",
    prescriber="Dr. A. Example, PT",
    precautions=("Stop if it hurts.",),
    sources=("A leaflet",),
)


def test_a_regimen_is_told_in_words_from_precautions_to_sources() -> None:
    assert regimen_text(WHOLE) == (
        "Low-back care\n"
        "For low back pain.\n"
        "Prescribed by Dr. A. Example, PT\n"
        "\n"
        "When to stop and get help\n"
        "Stop and call us:\n"
        "- Stop if it hurts.\n"
        "\n"
        "Bridges (stretching)\n"
        "Every other day, 15 to 20 minutes, 1 minute longer each week.\n"
        "Best in the evening.\n"
        "Never on the same day as Walks.\n"
        "At least 1 full day of rest between two.\n"
        "Only on Mon, Wed and Fri.\n"
        "Not within 1 hour after waking.\n"
        "How hard: smooth.\n"
        "\n"
        "Bridge\n"
        "2 sets of 10. Hold 3 seconds. Rest 30 seconds. Each side.\n"
        "Tempo: slow.\n"
        "You need: a mat.\n"
        "1. Lie on your back.\n"
        "2. Lift your hips.\n"
        "You should feel your thighs work.\n"
        "Remember: Keep breathing. Lift slowly.\n"
        "Stop if: Your pain gets worse.\n"
        "Easier: Lift less.\n"
        "Harder: Hold longer.\n"
        "Source: A leaflet\n"
        "\n"
        "Stretch (stretching)\n"
        "1 to 2 times a day, 15 minutes.\n"
        "At least 6 hours between two on one day.\n"
        "\n"
        "Walks (stretching)\n"
        "3 times a week, 15 minutes.\n"
        "In turn: road and wood.\n"
        "\n"
        "Injections (stretching)\n"
        "At most 3 a year. It is never planned, only counted.\n"
        "\n"
        "Sources\n"
        "- A leaflet\n"
    )


def test_an_exercise_that_was_told_is_told_again_by_its_dose_only() -> None:
    def hips(sets: int, *steps: str) -> Activity:
        exercise = replace(BRIDGE, sets=sets, rest=None, sides=None, steps=steps, source="")
        return replace(activity("bridges", Daily(1, 1)), exercises=(exercise,))

    phases = (("One", 1, hips(2, "Lift.")), ("Two", 1, hips(3, "Lift.")), ("Three", None, hips(3, "Lift one hip.")))
    shown = regimen_text(regimen(phases=[Phase(title, weeks, (one,)) for title, weeks, one in phases]))

    _, first, second, third = shown.split("\nPhase: ")
    assert "\n1. Lift.\n" in first
    assert second.endswith("\nBridge\n3 sets of 10. Hold 3 seconds.\nDo it the way it is told above.\n")
    assert "\n1. Lift one hip.\n" in third


def test_an_exercise_without_steps_is_never_told_by_another() -> None:
    bare = replace(BRIDGE, steps=(), stop_if=("It hurts.",))
    twice = [
        Phase(title, weeks, (replace(activity("bridges", Daily(1, 1)), exercises=(replace(bare, sets=sets),)),))
        for title, weeks, sets in (("One", 1, 2), ("Two", None, 3))
    ]
    shown = regimen_text(regimen(phases=twice))

    assert "told above" not in shown
    assert shown.count("Stop if: It hurts.") == 2


def test_precautions_are_told_by_level_and_those_of_no_level_after_them() -> None:
    precautions = (
        "Missed a session? Skip it.",
        "See your doctor first if you have a fever.",
        "Ask us first if you are pregnant.",
        "Stop and call us if it tingles.",
        "Stop, sit down and call your doctor if you feel dizzy or faint.",
        "Get emergency help now if you have chest pain.",
        "Stop and call us if it burns.",
    )
    shown = regimen_text(replace(WHOLE, precautions=precautions))

    assert shown.partition("\n\n")[2].startswith(
        "When to stop and get help\n"
        "Get emergency help now if:\n"
        "- You have chest pain.\n"
        "Stop and call us if:\n"
        "- It tingles.\n"
        "- It burns.\n"
        "- Stop, sit down and call your doctor if you feel dizzy or faint.\n"
        "See your doctor before you start or go on if:\n"
        "- You have a fever.\n"
        "- Ask us first if you are pregnant.\n"
        "\n"
        "Good to know\n"
        "- Missed a session? Skip it.\n"
    )


def test_phases_are_told_with_their_weeks() -> None:
    walk = activity("walk", Weekly(1, 1))
    shown = regimen_text(
        regimen(phases=[Phase("Settle", 1, (walk,)), Phase("Build", 3, (walk,)), Phase("", None, (walk,))])
    )

    headings = [line for line in shown.splitlines() if line.startswith("Phase")]
    assert headings == ["Phase: Settle, week 1", "Phase: Build, weeks 2 to 4", "Phase: from week 5 on"]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_on_a_terminal_nothing_is_wider_and_nothing_is_lost(width: int) -> None:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system=None)

    console.print(laid_out(regimen_blocks(WHOLE), width))

    lines = out.getvalue().splitlines()
    assert all(cell_len(line) <= width for line in lines)
    # Wrapping moves words into columns; their letters are all there, and the frame's lines besides.
    shown = "".join(character for character in "".join(lines) if not "\u2500" <= character <= "\u257f")
    assert sorted("".join(shown.split())) == sorted("".join(regimen_text(WHOLE).split()))


@pytest.mark.parametrize(("width", "used"), [(60, 60), (300, 300)])
def test_what_must_be_read_first_stands_in_a_frame_no_wider_than_is_easily_read(width: int, used: int) -> None:
    out = io.StringIO()

    Console(file=out, width=width, force_terminal=True, color_system=None).print(laid_out(regimen_blocks(WHOLE), width))

    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    top, bottom = (number for number, line in enumerate(lines) if set(line) & set("╭╰"))
    assert [line.strip("│ ") for line in lines[top + 1 : bottom]] == [
        "When to stop and get help",
        "Stop and call us:",
        "-  Stop if it hurts.",
    ]
    assert max(map(cell_len, lines)) == used
