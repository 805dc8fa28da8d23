"""The words of the bundled regimens: short, plain, verb first, and without a promise. Ages 9 to 90 must get them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import textstat

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
