"""The words of the bundled regimens: short, plain, verb first, and without a promise. Ages 9 to 90 must get them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import textstat

from backplan.language.precautions import Level, signs_of
from backplan.language.wording import feelings_first, sentence
from backplan.model.regimen import Exercise, Regimen
from tests.contracts.conftest import activities, exercises

HARDEST = 6.0
"""Flesch-Kincaid school grade that no exercise goes beyond."""
MOST_WORDS = 15
"""Words of a sentence."""

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
VERBS = re.compile(
    r"bend|breathe|bring|come|dry|hold|keep|kneel|lean|let|lie|lift|look|loop|lower|move|"
    r"open|pedal|press|prop|put|raise|reach|rest|roll|sag|set|sit|slide|slow|stand|stop|"
    r"straighten|swim|swing|tighten|tilt|tuck|turn|walk|wash|write",
    re.IGNORECASE,
)
"""How the steps begin; whoever adds another verb adds it here."""
PROMISES = re.compile(
    r"\b(?:cure|heal|fix|guarantee|reliev|prevent|proven|effective|miracl|eliminat|treats?\b|restor|recover)"
    r"|\b(?:pain[- ]free|will (?:help|ease|stop|make|go)|gets? rid|takes? away|works? best|the best)\b"
    r"|\bmakes? you (?:better|strong)",
    re.IGNORECASE,
)
"""Words that claim an effect. Sources are not looked at: they have the titles that they have."""


def patients_text(exercise: Exercise) -> str:
    """All sentences of an exercise that a patient reads."""
    signs = (f"Stop if {sign[0].lower()}{sign[1:]}" for sign in exercise.stop_if)
    texts = (*exercise.steps, *exercise.cues, *signs, exercise.easier, exercise.harder)
    return " ".join(sentence(text) for text in texts if text)


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


def sentences(*texts: str) -> list[str]:
    return [one for text in texts for one in SENTENCE_END.split(text) if one]


def all_texts(regimen: Regimen) -> list[str]:
    """Everything that a patient reads, sources left out."""
    return [
        regimen.title,
        regimen.summary,
        *regimen.precautions,
        *(phase.title for phase in regimen.phases),
        *(text for activity in activities(regimen) for text in (activity.title, activity.intensity)),
        *(f"{exercise.name}. {patients_text(exercise)}" for exercise in exercises(regimen)),
    ]


def test_the_grade_is_that_of_the_formula() -> None:
    # 10 words in 2 sentences with 11 syllables: 0.39 * 5 + 11.8 * 1.1 - 15.59
    assert grade("Lie down on your back. Lift one foot very high.") == pytest.approx(-0.66)


def test_words_of_doctors_would_be_noticed() -> None:
    doctors = "Maintain posterior pelvic inclination while alternating contralateral upper and lower extremities."

    assert grade(doctors) > HARDEST
    assert grade(patients_text(Exercise("A", steps=(doctors,), stop_if=("It hurts.",)))) > HARDEST


def test_every_exercise_can_be_read_in_sixth_grade(regimen: Regimen) -> None:
    grades = {exercise.name: grade(patients_text(exercise)) for exercise in exercises(regimen)}

    assert {name: level for name, level in grades.items() if level > HARDEST} == {}


def test_when_to_stop_can_be_read_in_sixth_grade(regimen: Regimen) -> None:
    assert grade(" ".join(regimen.precautions)) <= HARDEST


CHEST = "You have chest pain, a tight chest or trouble breathing."
BACK = {
    Level.EMERGENCY: [
        CHEST,
        "You have trouble peeing, or you leak pee or poop.",
        "You no longer feel the urge to pee or poop.",
        "Your genitals, bottom or inner thighs feel numb or tingly.",
        "Wiping feels different, or you have new trouble with sex.",
        "New pain, tingling, numbness or weakness affects both legs.",
        "One leg is quickly getting weaker.",
        "You have just had a serious accident.",
    ],
    Level.STOP: [
        "Pain moves further down your leg.",
        "You feel new numbness or tingling in one leg.",
        "You feel dizzy or faint.",
    ],
    Level.DOCTOR: [
        "You feel unwell or have a fever.",
        "You lose weight without trying.",
        "You have pain at night that does not ease.",
        "You have had cancer.",
        "You take steroid pills or have a weak immune system.",
        "You had a recent fall, or have thin bones (osteoporosis).",
        "The shape of your back has changed.",
        "Your back first hurt before age 20 or after 55.",
        "You are pregnant or have had back surgery.",
        "You have a hip or knee replacement.",
        "You have shoulder or wrist trouble.",
    ],
}
"""The red flags of a back, each at its level."""
INJECTION = {
    Level.EMERGENCY: [
        CHEST,
        "You have a severe headache or a stiff neck.",
        *BACK[Level.EMERGENCY][1:6],
        "One leg is newly weak or quickly getting weaker.",
        "You have just had a serious accident.",
    ],
    Level.STOP: [
        *BACK[Level.STOP][:2],
        "You feel unwell or have a fever.",
        "The injection spot is red or leaks fluid.",
        "You feel dizzy or faint.",
    ],
    Level.DOCTOR: BACK[Level.DOCTOR][1:],
}
NECK = {
    Level.EMERGENCY: [
        CHEST,
        "You see double, or have trouble speaking or swallowing.",
        "You have a sudden headache, the worst of your life.",
        "You faint, or suddenly drop to the floor.",
        "Your walk is unsteady or your hands are clumsy.",
        "Your legs turn weak or numb.",
        "You have trouble peeing, or you leak pee or poop.",
    ],
    Level.STOP: [
        "An arm or hand turns numb, weak, tingly or cold.",
        "You feel dizzy.",
        "Red skin does not fade.",
        "The skin is sore or broken.",
    ],
    Level.DOCTOR: [*BACK[Level.DOCTOR][:5], "You have thin bones (osteoporosis)."],
}
EXTENSION = {
    Level.EMERGENCY: BACK[Level.EMERGENCY],
    Level.STOP: [*BACK[Level.STOP][:2], "Your pain goes above 3 of 10.", "You feel dizzy or faint."],
    Level.DOCTOR: [
        *BACK[Level.DOCTOR],
        "Bones in your back are fused or have slipped.",
        "Your spinal canal is narrow (stenosis).",
    ],
}
SIGNS = {"neck-collar": NECK, "injection-follow-up": INJECTION, "extension": EXTENSION}


@pytest.mark.parametrize("level", Level)
def test_each_level_has_its_signs_in_these_words(regimen: Regimen, level: Level) -> None:
    assert [sign.text.replace("Stop if your", "Your") for sign in signs_of(level, regimen.precautions)] == SIGNS.get(
        regimen.id, BACK
    )[level]


def test_no_exercise_calls_an_emergency_a_reason_to_stop_only(regimen: Regimen) -> None:
    emergencies = ("chest", "breath", "pee", "poop", "genital", "double", "both legs", "accident")
    signs = [sign for exercise in exercises(regimen) for sign in exercise.stop_if]

    assert signs
    assert [sign for sign in signs if any(word in sign.casefold() for word in emergencies)] == []


def test_who_is_dizzy_sits_down(regimen: Regimen) -> None:
    dizzy = [line for line in regimen.precautions if "dizzy" in line]

    assert [line.partition(" if ")[0] for line in dizzy] == ["Stop, sit down and call your doctor"]


def test_the_floor_is_for_those_who_can_get_up_from_it_and_an_adult_watches_the_young(regimen: Regimen) -> None:
    on_the_floor = {step for one in exercises(regimen) for step in one.steps if re.search(r"Lie on|Kneel on", step)}

    assert ("Lie on the floor only if you can get up again. A firm bed will do." in regimen.precautions) == bool(
        on_the_floor
    )
    assert "If you are under 16, an adult must watch you." in regimen.precautions


def test_one_rule_says_what_pain_is_too_much(regimen: Regimen) -> None:
    about_pain = [line for line in regimen.precautions if re.match(r"Pain \d|.* of 10", line)]
    card = "Your pain goes above 3 of 10."

    if regimen.id == "extension":
        assert about_pain == ["Stop if your pain goes above 3 of 10."]
        assert card in {sign for exercise in exercises(regimen) for sign in exercise.stop_if}
    else:
        assert about_pain == [
            "Pain 0-3: carry on. 4-5: OK if it settles within 24 hours; if not, do less next time. 6-10: stop."
        ]


def test_red_skin_below_a_collar_is_a_reason_to_call(regimen: Regimen) -> None:
    skin = [one for one in exercises(regimen) if one.figure == "collar-skin-check"]

    assert bool(skin) == (regimen.id == "neck-collar")
    for check in skin:
        assert "Call us the same day if red skin does not fade." in check.cues
        assert not any("skin" in sign for sign in check.stop_if)


def test_what_it_is_can_be_read_in_sixth_grade(regimen: Regimen) -> None:
    # The summary of low-back keeps the words in which it was prescribed.
    assert grade(regimen.summary) <= HARDEST or regimen.id == "low-back"


def test_no_sentence_of_an_exercise_or_of_a_precaution_has_more_than_fifteen_words(regimen: Regimen) -> None:
    read = sentences(*regimen.precautions, *map(patients_text, exercises(regimen)))

    assert [one for one in read if len(one.split()) > MOST_WORDS] == []


def test_steps_begin_with_what_to_do(regimen: Regimen) -> None:
    assert {
        step for exercise in exercises(regimen) for step in exercise.steps if not VERBS.fullmatch(step.split()[0])
    } == set()


def test_every_exercise_says_what_it_should_feel_like(regimen: Regimen) -> None:
    assert [exercise.name for exercise in exercises(regimen) if not feelings_first(exercise.cues)[0]] == []


def test_no_regimen_promises_an_effect(regimen: Regimen) -> None:
    assert [text for text in all_texts(regimen) if PROMISES.search(text)] == []


@pytest.mark.parametrize("text", ["It cures back pain.", "This will help.", "A proven way.", "It heals the disc."])
def test_a_promise_would_be_noticed(regimen: Regimen, text: str) -> None:
    assert PROMISES.search(all_texts(replace(regimen, summary=text))[1])


def test_no_sentence_is_left_without_an_end(regimen: Regimen) -> None:
    said = [text for exercise in exercises(regimen) for text in (*exercise.steps, *exercise.cues, *exercise.stop_if)]

    assert [text for text in (*said, *regimen.precautions) if not text.endswith((".", "!", "?"))] == []
