"""The box that tells when to stop: three levels, always all there, on the first page, no sign twice."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backplan import app
from backplan.files.bundled import bundled_names
from backplan.files.clinic import parse_clinic
from backplan.language.precautions import Level
from backplan.model.clinic import Clinic
from backplan.model.printing import Paper, SheetOptions
from backplan.render.sheet.stop_box import DEFAULT_SIGNS, StopBox, StopLevel, default_levels, stop_box
from tests.builders import low_back
from tests.sheets import CLINIC, blank, pages, planned

if TYPE_CHECKING:
    from backplan.model.regimen import Regimen

DOCUMENTED = Path(__file__).parents[3] / "docs/therapists.md"
HEADINGS = [
    "Get emergency help now if:",
    "Stop and call us if:",
    "See your doctor before you start or go on if:",
]
CLINICS = {
    "none": Clinic(),
    "nothing on when to stop": CLINIC,
    "only when to call": replace(CLINIC, stop_and_call=("Pain wakes you at night.",)),
    "only emergencies": replace(CLINIC, get_help_now=("You suddenly cannot lift your foot.",)),
    "all": replace(
        CLINIC,
        stop_and_call=("Pain moves further down your leg.", "Pain is much worse the next morning."),
        get_help_now=("You have trouble peeing, or you leak pee or poop.", "You suddenly cannot lift your foot."),
    ),
    "at other levels than the regimen": replace(
        CLINIC,
        stop_and_call=("You have chest pain, a tight chest or trouble breathing.", "You feel unwell or have a fever."),
        get_help_now=(
            "Pain moves further down your leg.",
            "You feel dizzy or faint.",
            "You lose weight without trying.",
        ),
    ),
}
KINDS = [(clinic, paper) for clinic in CLINICS for paper in Paper]


def whole(level: StopLevel) -> list[str]:
    """All that is told at a level."""
    return [*level.lines, *(line for group in level.groups for line in group.lines)]


def box(regimen: Regimen, clinic: Clinic = CLINIC) -> StopBox:
    return stop_box(regimen, clinic, to_write=False)


def words(line: str) -> frozenset[str]:
    """What a sign says, without the words that ask for something."""
    sign = line.partition(" if ")[2] or line
    return frozenset(re.findall(r"\w+", sign.casefold())) - {"a", "an", "the", "your"}


@pytest.fixture(name="regimen", params=bundled_names())
def bundled(request: pytest.FixtureRequest) -> Regimen:
    return app.inputs.read_regimen(str(request.param))


@pytest.mark.parametrize("clinic", CLINICS)
def test_every_level_is_there_in_order_and_no_sign_is_there_twice(regimen: Regimen, clinic: str) -> None:
    levels = box(regimen, CLINICS[clinic]).levels
    lines = [line for level in levels for line in whole(level)]

    assert [level.heading for level in levels] == HEADINGS
    assert [level.urgent for level in levels] == [True, False, False]
    assert all(map(whole, levels))
    assert [pair for pair in combinations(lines, 2) if words(pair[0]) == words(pair[1])] == []


@pytest.mark.parametrize("clinic", CLINICS)
def test_no_clinic_makes_an_emergency_vanish(regimen: Regimen, clinic: str) -> None:
    emergencies = {words(line) for line in whole(box(regimen, CLINICS[clinic]).levels[0])}

    assert {words(line) for line in whole(box(regimen).levels[0])} <= emergencies
    assert {words(line) for line in CLINICS[clinic].get_help_now} <= emergencies


@pytest.mark.parametrize(("clinic", "paper"), KINDS)
def test_all_of_the_box_is_on_the_first_page(regimen: Regimen, clinic: str, paper: Paper, tmp_path: Path) -> None:
    plan = planned(regimen)
    options = SheetOptions(paper=paper)
    sheet = app.sheets.sheet(plan, regimen, clinic=CLINICS[clinic], options=options)
    first, second = pages(sheet, tmp_path)[:2]
    told = [line for level in box(regimen, CLINICS[clinic]).levels for line in (level.heading, *whole(level))]

    places = [first.find(line) for line in told]
    assert -1 not in places
    assert places == sorted(places)
    assert "Your week:" in first + second


@pytest.mark.parametrize("paper", Paper)
def test_in_large_print_the_box_begins_on_the_first_page_and_breaks_between_levels(
    regimen: Regimen, paper: Paper, tmp_path: Path
) -> None:
    sheet = app.sheets.sheet(
        planned(regimen), regimen, clinic=CLINIC, options=SheetOptions(paper=paper, large_print=True)
    )
    shown = pages(sheet, tmp_path)

    emergency, *others = box(regimen).levels
    assert all(line in shown[0] for line in ("555-0142", "112", emergency.heading, *whole(emergency)))
    for level in others:
        assert any(all(line in page for line in (level.heading, *whole(level))) for page in shown[:2])


def test_where_nobody_says_anything_at_a_level_the_template_does() -> None:
    nothing = replace(low_back(), precautions=())
    partly = replace(nothing, precautions=("Stop and call us if it burns.", "Missed a session? Skip it."))

    assert [whole(level) for level in box(nothing).levels] == [
        [
            "You have chest pain, a tight chest or trouble breathing.",
            "You have trouble peeing, or you leak pee or poop.",
            "Your genitals, bottom or inner thighs feel numb or tingly.",
            "New pain, tingling, numbness or weakness affects both legs.",
            "One leg is quickly getting weaker.",
            "You have just had a serious accident.",
        ],
        [
            "Pain moves further down your leg.",
            "You feel new numbness or tingling in one leg.",
            "Much worse pain does not settle within a day.",
            "Stop, sit down and call your doctor if you feel dizzy or faint.",
        ],
        [
            "You feel unwell or have a fever.",
            "You lose weight without trying.",
            "You have pain at night that does not ease.",
            "You have had cancer.",
            "You take steroid pills or have a weak immune system.",
            "You had a recent fall, or have thin bones (osteoporosis).",
        ],
    ]
    assert [whole(level) for level in box(partly).levels] == [
        whole(box(nothing).levels[0]),
        ["It burns."],
        whole(box(nothing).levels[2]),
    ]
    assert default_levels(nothing, CLINIC) == tuple(Level)
    assert default_levels(partly, CLINIC) == (Level.EMERGENCY, Level.DOCTOR)
    assert default_levels(partly, CLINICS["only emergencies"]) == (Level.EMERGENCY, Level.DOCTOR)
    assert default_levels(app.inputs.read_regimen("low-back"), CLINIC) == ()


def test_the_template_has_each_sign_once_and_short() -> None:
    assert len({words(line) for line in DEFAULT_SIGNS}) == len(DEFAULT_SIGNS)
    assert max(len(line.split()) for line in DEFAULT_SIGNS) <= 15


def test_the_clinics_words_join_those_of_the_regimen_and_take_the_place_of_the_same_sign() -> None:
    neck = replace(
        low_back(),
        precautions=(
            "Get emergency help now if you cannot breathe or swallow.",
            "Get emergency help now if both legs turn weak.",
            "Stop and call us if pain moves further down the leg.",
            "Stop, sit down and call us if the neck moves make you dizzy.",
            "Missed a session? Skip it.",
        ),
    )
    clinic = replace(
        CLINIC,
        get_help_now=("Both your legs turn weak.", "You faint."),
        stop_and_call=("Pain moves further down your leg.", "Pain wakes you."),
    )

    assert [
        (level.heading, level.lines, [group.lines for group in level.groups]) for level in box(neck, clinic).levels
    ][:2] == [
        (
            "Get emergency help now if:",
            ["You cannot breathe or swallow.", "Both your legs turn weak.", "You faint."],
            [],
        ),
        (
            "Stop and call us if:",
            ["Pain moves further down your leg.", "Pain wakes you."],
            [["Stop, sit down and call us if the neck moves make you dizzy."]],
        ),
    ]


def test_a_sign_at_two_levels_is_told_at_the_more_urgent_one() -> None:
    precautions = (
        "Get emergency help now if you cannot pee.",
        "Sit down at once if you feel dizzy.",
        "Stop and call us if you feel sick.",
        "See your doctor first if you have a fever.",
    )
    clinic = replace(
        CLINIC,
        get_help_now=("You feel sick.",),
        stop_and_call=("You cannot pee.", "You feel dizzy.", "You have a fever."),
    )
    emergency, stop, doctor = box(replace(low_back(), precautions=precautions), clinic).levels

    assert whole(emergency) == ["You cannot pee.", "You feel sick."]
    assert whole(stop) == ["You feel dizzy.", "You have a fever."]
    # Its only sign is told above, so the template's are.
    assert "You have had cancer." in whole(doctor)


def test_another_word_on_emergencies_keeps_what_it_asks_for() -> None:
    lines = ("Use your emergency inhaler if you wheeze.", "In an emergency, wake your neighbour.")
    regimen = replace(low_back(), precautions=lines)

    assert whole(box(regimen, replace(CLINIC, get_help_now=("You wheeze.",))).levels[0]) == ["You wheeze.", *lines]
    assert box(regimen).levels[0].heading == "Get emergency help now:"


def test_a_line_of_the_clinics_may_say_what_to_do_and_an_emergency_is_one_wherever_it_is_written() -> None:
    clinic = replace(
        CLINIC,
        stop_and_call=(
            "Stop and call us if it burns.",
            "Get emergency help now if you faint.",
            "Call us if it itches.",
        ),
    )
    emergency, stop, _ = box(replace(low_back(), precautions=()), clinic).levels

    assert whole(emergency)[0] == "You have chest pain, a tight chest or trouble breathing."
    assert whole(emergency)[-1] == "You faint."
    assert whole(stop) == ["It burns.", "Call us if it itches."]


def test_chest_pain_is_an_emergency_whatever_a_clinic_or_a_regimen_asks_for() -> None:
    clinic = replace(CLINIC, stop_and_call=("You have chest pain.", "You cannot catch your breath."))
    own = replace(
        low_back(),
        precautions=("Stop and call us if you have chest pain.", "If your chest hurts, stop and call your doctor."),
    )

    for emergency, stop, _ in (box(app.inputs.read_regimen("low-back"), clinic).levels, box(own, clinic).levels):
        assert sum("chest pain" in line for line in whole(emergency)) == 1
        assert "You cannot catch your breath." in whole(emergency)
        assert not any("chest" in line for line in whole(stop))
    assert "Your chest hurts." in whole(box(own).levels[0])


def test_a_clinic_that_names_emergencies_takes_none_of_the_built_in_ones_away() -> None:
    nothing = replace(low_back(), precautions=())
    clinic = replace(CLINIC, get_help_now=("You cannot lift your foot.",))

    assert whole(box(nothing, clinic).levels[0]) == [*whole(box(nothing).levels[0]), "You cannot lift your foot."]


def test_a_clinics_number_to_call_takes_the_place_of_the_same_sign() -> None:
    line = "Call 911 if you have chest pain, a tight chest or trouble breathing."
    emergency = box(app.inputs.read_regimen("low-back"), replace(CLINIC, get_help_now=(line,))).levels[0]

    assert sum("chest pain" in one for one in whole(emergency)) == 1
    assert line in whole(emergency)


def test_the_example_in_the_documentation_changes_no_level_but_its_own(tmp_path: Path) -> None:
    example = re.search(r"# a clinic file\n(.+?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    clinic = parse_clinic(example[1].encode(), "clinic.yaml")
    regimen = app.inputs.read_regimen("low-back")
    (first, *_) = pages(blank(regimen, clinic=clinic), tmp_path)

    for precaution in regimen.precautions[:22]:
        assert (precaution.partition(" if ")[2][1:]) in first
    assert box(regimen, clinic).levels[2] == box(regimen).levels[2]
