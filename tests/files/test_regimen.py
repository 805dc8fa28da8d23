from __future__ import annotations

import itertools

import pytest

from backplan.errors import BadFileError
from backplan.files.regimen import parse_regimen
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.regimen import (
    Activity,
    ActivityType,
    Exercise,
    Phase,
    Regimen,
    Sides,
    TimeOfDay,
)

CONTRACT = b"""
format: 1
title: Low-back care
summary: Stretching, strengthening and low-impact aerobics for low back pain.
prescriber: Dr. A. Example, PT        # optional; who prescribed it
sources: [One, Two]
precautions: Stop and call if a leg goes numb.
activities:
  hamstring-stretch:
    title: Hamstring stretch
    type: stretching
    frequency: 1-2 per day
    time: 5 min
    apart: 6 h
    when: [morning, evening]
    intensity: a gentle pull, never pain   # optional text
  lumbar-stabilization:
    title: Lumbar stabilization
    type: strengthening
    frequency: every other day
    time: 15-20 min
    progression: 1 min per week
    when: evening
  aerobics:
    title: Low-impact aerobics
    type: aerobic
    frequency: 3 per week
    time: 30-40 min
    progression: 2 min per week
    choose: [walking, bicycling, swimming]
    alternate_with: lumbar-stabilization
    rest_days: 0
    days: [wed, mon, Friday]
    after_waking: 60 min
"""


def walk(**keys: str) -> Activity:
    """The only activity of a regimen, with some keys written otherwise; empty text leaves a key out."""
    written = {"title": "Walk", "type": "aerobic", "frequency": "3 per week", "time": "15-20 min"} | keys
    lines = "".join(f"    {key}: {value}\n" for key, value in written.items() if value)
    text = f"format: 1\ntitle: Care\nactivities:\n  walk:\n{lines}"
    ((activity,),) = [phase.activities for phase in parse_regimen(text.encode(), "r.yaml", "r").phases]
    return activity


def exercise(text: str) -> Exercise:
    (only,) = walk(exercises=f"[{{name: Bridge, {text}}}]").exercises
    return only


def test_the_contracts_example_becomes_the_regimen_that_it_describes() -> None:
    stretch = Activity(
        id="hamstring-stretch",
        title="Hamstring stretch",
        type=ActivityType.STRETCHING,
        frequency=Daily(1, 2),
        shortest=5,
        longest=5,
        apart=360,
        when=(TimeOfDay.MORNING, TimeOfDay.EVENING),
        intensity="a gentle pull, never pain",
    )
    strength = Activity(
        id="lumbar-stabilization",
        title="Lumbar stabilization",
        type=ActivityType.STRENGTHENING,
        frequency=Every(2, 2),
        shortest=15,
        longest=20,
        progression=1,
        when=(TimeOfDay.EVENING,),
    )
    aerobics = Activity(
        id="aerobics",
        title="Low-impact aerobics",
        type=ActivityType.AEROBIC,
        frequency=Weekly(3, 3),
        shortest=30,
        longest=40,
        progression=2,
        choose=("walking", "bicycling", "swimming"),
        alternate_with=("lumbar-stabilization",),
        days=(0, 2, 4),
        after_waking=60,
    )

    expected = Regimen(
        id="low-back",
        title="Low-back care",
        phases=(Phase("", None, (stretch, strength, aerobics)),),
        summary="Stretching, strengthening and low-impact aerobics for low back pain.",
        prescriber="Dr. A. Example, PT",
        sources=("One", "Two"),
        precautions=("Stop and call if a leg goes numb.",),
    )
    assert expected == parse_regimen(CONTRACT, "low-back.yaml", "low-back")


def test_the_order_of_keys_does_not_matter() -> None:
    parts = ["  b: {title: B, type: care, frequency: daily, time: 5 min}\n"]
    parts += ["  a: {time: 5 min, frequency: daily, type: care, title: A}\n"]
    parts += ["  c: {title: C, type: stretching, frequency: daily, time: 5 min}\n"]

    regimens = {
        parse_regimen(("title: T\nactivities:\n" + "".join(order) + "format: 1\n").encode(), "r", "r")
        for order in itertools.permutations(parts)
    }

    assert len(regimens) == 1
    assert regimens.pop().activity_ids == ("c", "a", "b")


def test_phases_keep_their_order_and_the_last_may_have_no_weeks() -> None:
    regimen = parse_regimen(
        b"format: 1\ntitle: T\nphases:\n"
        b"  - title: First\n    weeks: 4\n    activities:\n"
        b"      a: {title: A, type: care, frequency: daily, time: 5 min, alternate_with: b}\n"
        b"  - title: Then\n    activities:\n"
        b"      b: {title: B, type: care, frequency: daily, time: 5 min}\n",
        "r.yaml",
        "r",
    )

    assert [(phase.title, phase.weeks) for phase in regimen.phases] == [("First", 4), ("Then", None)]
    # An id of another phase exists: an id in two phases is the same activity.
    assert regimen.phases[0].activities[0].alternate_with == ("b",)


def test_the_last_phase_may_end_too() -> None:
    regimen = parse_regimen(
        b"format: 1\ntitle: T\nphases:\n  - title: Only\n    weeks: 520\n    activities:\n"
        b"      a: {title: A, type: care, frequency: daily, time: 5 min}\n",
        "r.yaml",
        "r",
    )

    assert regimen.phases[0].weeks == 520


def test_a_limit_needs_no_time() -> None:
    activity = walk(frequency="at most 3 per year", time="")

    assert (activity.frequency, activity.shortest, activity.longest) == (Cap(3, 365), 0, 0)


def test_a_limit_may_have_a_time() -> None:
    activity = walk(frequency="at most 3 per year", time="30 min")

    assert (activity.shortest, activity.longest) == (30, 30)


def test_a_text_may_stand_for_a_list_of_one() -> None:
    activity = walk(when="evening", days="mon", choose="outside")

    assert activity.when == (TimeOfDay.EVENING,)
    assert activity.days == (0,)
    assert activity.choose == ("outside",)


def test_clock_times_are_preferred_times() -> None:
    assert walk(when="[17:45, Morning, '7:30']").when == (1065, TimeOfDay.MORNING, 450)


def test_apart_is_four_hours_when_absent() -> None:
    assert walk().apart == 240
    assert walk(apart="0 min").apart == 0
    assert walk(apart="24 h").apart == 1440


@pytest.mark.parametrize("word", ["no", "yes", "on", "null", "~", "12:30", "1e3", "0x10", "2026-01-01", "1_000"])
def test_a_scalar_means_what_it_looks_like(word: str) -> None:
    assert walk(title=word).title == word


def test_texts_become_one_line() -> None:
    assert walk(intensity=">-\n      easy\n      pace\n\n      always").intensity == "easy pace always"
    assert walk(title='"  Nordic\\twalk "').title == "Nordic walk"


def test_texts_keep_every_script() -> None:
    assert walk(title="Rückenübung 腰痛 تمرين 🚶").title == "Rückenübung 腰痛 تمرين 🚶"


def test_an_exercise_is_read_whole() -> None:
    assert exercise(
        "sets: 2, reps: '10', hold: 20 s, rest: 1 min, sides: Alternate, tempo: slow, equipment: [mat, strap], "
        "steps: [Lie down., Lift.], cues: Breathe., stop_if: It hurts., easier: [low, lower], harder: high, "
        "figure: bird_dog-2, source: Leaflet"
    ) == Exercise(
        name="Bridge",
        sets=2,
        reps=10,
        hold=20,
        rest=60,
        sides=Sides.ALTERNATE,
        tempo="slow",
        equipment="mat, strap",
        steps=("Lie down.", "Lift."),
        cues=("Breathe.",),
        stop_if=("It hurts.",),
        easier="low; lower",
        harder="high",
        figure="bird_dog-2",
        source="Leaflet",
    )


@pytest.mark.parametrize(
    "written",
    [
        "[Stop., and call us.]",
        "[Stop!, and call us.]",
        "[Say “stop.”, and call us.]",
        "[Stop (at once.), and call us.]",
        "[Stop, And call us.]",
        "[Stop, 2 of us will call.]",
        "['Stop', 'and call us.']",
        "['Stop, and call us.']",
        "[Stop]",
        "Stop, and call us.",
        "\n          - Stop\n          - and call us.",
    ],
)
def test_a_comma_that_cuts_no_sentence_is_accepted(written: str) -> None:
    text = (
        b"format: 1\ntitle: T\nactivities:\n  a:\n    title: A\n    type: care\n    frequency: daily\n    time: 5 min\n"
        b"    exercises:\n      - name: Bridge\n"
    )
    said = parse_regimen(text + f"        stop_if: {written}\n".encode(), "r.yaml", "r")
    told = parse_regimen(text + f"precautions: {written}\n".encode(), "r.yaml", "r")

    assert said.phases[0].activities[0].exercises[0].stop_if == told.precautions != ()


@pytest.mark.parametrize("written", ["[Stop, 'and call us.']", "['Stop', and call us.]", "[Stop, (and call us)]"])
def test_a_sentence_that_is_half_in_quotes_is_cut_all_the_same(written: str) -> None:
    with pytest.raises(BadFileError, match=r"found a sentence that is cut into 2 items by a comma"):
        exercise(f"stop_if: {written}")


def test_lists_of_words_are_no_sentences() -> None:
    assert walk(choose="[Walking, bicycling]").choose == ("Walking", "bicycling")
    assert exercise("equipment: [Mat, strap], easier: [Low, lower]").equipment == "Mat, strap"


def test_a_sentence_too_long_to_be_one_is_not_repeated() -> None:
    with pytest.raises(BadFileError) as caught:
        exercise(f"steps: [Lift{', and lower' * 500}.]")

    (fault,) = caught.value.faults
    assert fault.found == "a sentence that is cut into 501 items by commas"
    assert fault.hint == "put the sentence in quotes, or put each item in quotes if they are separate items"


def test_no_rest_between_sets_can_be_said() -> None:
    assert exercise("rest: 0 s").rest == 0


def test_a_faulty_limit_is_not_also_asked_for_its_time() -> None:
    with pytest.raises(BadFileError) as caught:
        walk(frequency="at most 3 per yeer", time="")

    assert [fault.key for fault in caught.value.faults] == ["activities.walk.frequency"]
    assert caught.value.faults[0].hint == "did you mean 'at most 3 per year'?"


def test_a_growth_without_room_is_accepted_and_changes_nothing() -> None:
    activity = walk(time="15 min", progression="2 min per week")

    assert activity.progression == 2
    assert [activity.minutes(week) for week in (0, 1, 10)] == [15, 15, 15]


def test_what_is_said_twice_counts_once() -> None:
    activity = walk(days="[mon, Monday, wed, mon]", when="[evening, '7:30', 07:30, Evening]")

    assert activity.days == (0, 2)
    assert activity.when == (TimeOfDay.EVENING, 450)
    assert exercise("cues: [Breathe., Breathe.], equipment: [mat, mat]") == exercise("cues: Breathe., equipment: mat")


def test_ids_and_texts_of_a_regimen_that_come_twice_count_once() -> None:
    text = (
        b"format: 1\ntitle: T\nsources: [One, Two, One]\nprecautions: [Stop., 'Stop. ']\nactivities:\n"
        b"  a: {title: A, type: care, frequency: daily, time: 5 min, alternate_with: [b, b]}\n"
        b"  b: {title: B, type: care, frequency: daily, time: 5 min}\n"
    )
    regimen = parse_regimen(text, "r.yaml", "r")

    assert (regimen.sources, regimen.precautions) == (("One", "Two"), ("Stop.",))
    assert regimen.phases[0].activities[0].alternate_with == ("b",)


def test_choices_and_steps_are_taken_as_written_even_twice() -> None:
    assert walk(choose="[walking, walking, swimming]").choose == ("walking", "walking", "swimming")
    assert exercise("steps: [Lift., Breathe., Lower., Breathe.]").steps == ("Lift.", "Breathe.", "Lower.", "Breathe.")


@pytest.mark.parametrize("key", ["when", "choose", "alternate_with", "exercises"])
def test_an_empty_list_of_an_activity_means_none(key: str) -> None:
    assert walk(**{key: "[]"}) == walk()


@pytest.mark.parametrize("key", ["steps", "cues", "stop_if", "equipment", "easier", "harder", "source"])
def test_an_empty_list_of_an_exercise_means_none(key: str) -> None:
    assert exercise(f"{key}: []") == Exercise(name="Bridge")


def test_no_sources_and_no_precautions_may_be_said() -> None:
    empty = CONTRACT.replace(b"[One, Two]", b"[]").replace(b"Stop and call if a leg goes numb.", b"[]")
    regimen = parse_regimen(empty, "r.yaml", "r")

    assert (regimen.sources, regimen.precautions) == ((), ())
