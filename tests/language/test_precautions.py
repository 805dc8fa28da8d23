"""Precautions by their level."""

from __future__ import annotations

import pytest

from backplan.language.precautions import Level, Signs, grouped, level_of, most_urgent_first, others, signs_of


@pytest.mark.parametrize(
    ("precaution", "level"),
    [
        ("Get emergency help now if your chest hurts.", Level.EMERGENCY),
        ("get  emergency\nhelp if you faint", Level.EMERGENCY),
        ("If your chest hurts, stop and call an ambulance.", Level.EMERGENCY),
        ("Call 911 if you cannot breathe.", Level.EMERGENCY),
        ("Use your emergency inhaler if you wheeze.", Level.EMERGENCY),
        ("Go to the nearest hospital if you faint.", Level.EMERGENCY),
        ("STOP if it hurts.", Level.STOP),
        ("Stop, sit down and call your doctor if you feel dizzy or faint.", Level.STOP),
        ("If your leg goes numb, stop and call us.", Level.STOP),
        ("Call us on 555-0112 if red skin does not fade.", Level.STOP),
        ("Get help if it lasts.", Level.STOP),
        ("See your doctor first if you have a fever.", Level.DOCTOR),
        ("Before you start, see your doctor if you had a fall.", Level.DOCTOR),
        ("Ask us first if you are pregnant.", Level.DOCTOR),
        ("Stop and call us if you have chest pain.", Level.EMERGENCY),
        ("You get short of breath.", Level.EMERGENCY),
        ("Go to the ER if you cannot pee.", Level.EMERGENCY),
        ("Call 000 if you cannot pee.", Level.EMERGENCY),
        ("Get medical help right away if you cannot pee.", Level.EMERGENCY),
        ("If you cannot pee, get help at once", Level.EMERGENCY),
        ("Seek urgent medical help if you faint.", Level.EMERGENCY),
        ("Seek advice if it lasts.", Level.STOP),
        ("Tell your doctor if you are pregnant.", Level.DOCTOR),
        ("Talk with your doctor first.", Level.DOCTOR),
        ("Consult a physician before starting.", Level.DOCTOR),
        ("This is not an emergency: sore muscles are normal.", None),
        ("Keep an emergency contact near you.", None),
        ("Get enough sleep.", None),
        ("Keep your chest on the floor.", None),
        ("Missed a session? Skip it.", None),
        ("Stopping early is fine.", None),
        ("Pain 0-3: carry on. 6-10: stop.", None),
        ("If you are under 16, an adult must watch you.", None),
        ("If a week wears you out, repeat it.", None),
        ("Is the pain back? Call us before you go on.", None),
    ],
)
def test_the_first_words_tell_the_level(precaution: str, level: Level | None) -> None:
    assert level_of(precaution) is level


def test_all_are_told_the_most_urgent_first_and_in_the_order_of_their_level() -> None:
    precautions = ("Skip it.", "Ask us first if B.", "Stop if C.", "Get emergency help if D.", "Stop if E.", "Rest.")

    assert most_urgent_first(precautions) == [
        "Get emergency help if D.",
        "Stop if C.",
        "Stop if E.",
        "Ask us first if B.",
        "Skip it.",
        "Rest.",
    ]
    assert others(precautions) == ["Skip it.", "Rest."]


def grouped_lines(level: Level, *precautions: str) -> list[Signs]:
    return grouped(level, signs_of(level, precautions))


def test_signs_that_ask_for_the_same_share_a_heading_and_what_asks_for_more_says_it() -> None:
    assert grouped_lines(
        Level.STOP,
        "Call us the same day if red skin does not fade.",
        "Stop and call us if it tingles",
        "Stop, sit down and call your doctor if you feel dizzy.",
        "Call us the same day if the skin is sore.",
        "Stop and call if it burns.",
    ) == [
        Signs("Stop and call us if:", ("It tingles.", "It burns.")),
        Signs("Call us the same day if:", ("Red skin does not fade.", "The skin is sore.")),
        Signs("", ("Stop, sit down and call your doctor if you feel dizzy.",)),
    ]


def test_where_no_sign_has_the_levels_own_words_its_heading_stands_above_them() -> None:
    assert grouped_lines(Level.STOP, "Stop at once.", "Stop if it hurts.") == [
        Signs("Stop and call us:", ()),
        Signs("", ("Stop at once.",)),
        Signs("", ("Stop if it hurts.",)),
    ]
    assert grouped(Level.STOP, []) == []


@pytest.mark.parametrize(
    "beginning", ["See your doctor first", "Before you start, see your doctor", "See a doctor first"]
)
def test_who_must_see_a_doctor_first_is_told_under_one_heading(beginning: str) -> None:
    assert grouped_lines(Level.DOCTOR, f"{beginning} if you have a fever.") == [
        Signs("See your doctor before you start or go on if:", ("You have a fever.",))
    ]
