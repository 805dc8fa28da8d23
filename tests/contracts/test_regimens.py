"""What every bundled regimen owes to its readers: it loads, its exercises fit its minutes, its words are short."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from backplan.app.checking import check_regimen
from backplan.files.bundled import figure_names
from backplan.model.frequency import Cap, Daily, Every, Frequency, Weekly
from backplan.model.regimen import Activity, ActivityType, Exercise, Regimen, Sides
from tests.contracts.conftest import FILES, activities, exercises, load

MOVEMENT = 3
"""Seconds that it takes to move into a repetition and out of it."""
REST = 30
"""Seconds of rest between two sets where the exercise gives none."""
SET_UP = 20
"""Seconds to get ready for an exercise."""

# Words by which an exercise says that it works on one side at a time.
ONE_SIDED = re.compile(
    r"\b(?:one|other|that|top|left|right) (?:arm|elbow|foot|hand|hip|knee|leg|side)\b|\byour side\b|\bsides\b"
)


def seconds(exercise: Exercise) -> int:
    """How long an exercise takes; repetitions count for each side where it is done on both."""
    sets, sides = exercise.sets or 1, 2 if exercise.sides in (Sides.BOTH, Sides.ALTERNATE) else 1
    rest = REST if exercise.rest is None else exercise.rest
    moving = sets * (exercise.reps or 1) * ((exercise.hold or 0) + MOVEMENT) * sides
    return moving + (sets - 1) * rest + SET_UP


def is_timed(activity: Activity) -> bool:
    """Whether the exercises say how long they take; aerobic ones last as long as the session."""
    return activity.type is not ActivityType.AEROBIC and any(
        exercise.reps is not None or exercise.hold is not None for exercise in activity.exercises
    )


def dosage(regimen: Regimen, activity_id: str) -> tuple[Frequency, int, int, int]:
    (activity,) = [one for one in activities(regimen) if one.id == activity_id]
    return activity.frequency, activity.shortest, activity.longest, activity.progression


@pytest.fixture
def low_back() -> Regimen:
    return load("low-back")


def test_eight_regimens_are_bundled() -> None:
    assert {file.stem for file in FILES} == {
        "busy",
        "extension",
        "gentle-start",
        "injection-follow-up",
        "low-back",
        "maintenance",
        "neck-collar",
        "stabilization",
    }


def test_a_regimen_is_named_by_its_file_and_says_what_it_is(regimen: Regimen) -> None:
    assert regimen.id in {file.stem for file in FILES}
    assert regimen.title
    assert regimen.summary
    assert regimen.sources
    assert regimen.precautions


def test_three_stretches_of_forty_seconds_on_both_legs_take_278_seconds() -> None:
    stretch = Exercise("Stretch", sets=1, reps=3, hold=40, sides=Sides.BOTH)

    assert seconds(stretch) == 278


def test_rest_is_between_sets_only_and_thirty_seconds_where_it_is_not_given() -> None:
    assert seconds(Exercise("Lift", sets=2, reps=10, hold=3)) == 170
    assert seconds(Exercise("Lift", sets=2, reps=10, hold=3, rest=60)) == 200


def test_the_exercises_fill_the_first_session_and_do_not_overrun_it(regimen: Regimen) -> None:
    timed = [activity for activity in activities(regimen) if is_timed(activity)]

    assert timed
    for activity in timed:
        minutes = sum(map(seconds, activity.exercises)) / 60
        assert 0.8 * activity.shortest <= minutes <= activity.shortest, activity.id


def test_a_session_has_at_most_four_exercises(regimen: Regimen) -> None:
    for activity in activities(regimen):
        assert len(activity.exercises) <= 4, activity.id


def test_an_exercise_has_three_to_five_steps_of_at_most_fifteen_words(regimen: Regimen) -> None:
    for exercise in exercises(regimen):
        assert 3 <= len(exercise.steps) <= 5, exercise.name
        assert [step for step in exercise.steps if len(step.split()) > 15] == [], exercise.name


def test_an_exercise_on_one_side_at_a_time_says_its_sides(regimen: Regimen) -> None:
    one_sided = [
        exercise for exercise in exercises(regimen) if ONE_SIDED.search(" ".join((*exercise.steps, *exercise.cues)))
    ]

    assert one_sided
    assert [exercise.name for exercise in one_sided if exercise.sides is None] == []


def test_every_exercise_says_when_to_stop_what_is_easier_and_where_it_is_from(regimen: Regimen) -> None:
    for exercise in exercises(regimen):
        assert exercise.stop_if, exercise.name
        assert exercise.easier, exercise.name
        assert exercise.source, exercise.name
        assert exercise.figure in figure_names(), exercise.name
        assert exercise.equipment, exercise.name


def test_an_exercise_is_told_the_same_way_in_every_regimen() -> None:
    told: dict[str, set[Exercise]] = {}
    for file in FILES:
        for exercise in exercises(load(file.stem)):
            how = replace(exercise, sets=None, reps=None, hold=None, rest=None)
            told.setdefault(exercise.name, set()).add(how)

    assert {name for name, ways in told.items() if len(ways) > 1} == set()


def test_nothing_is_advised_but_to_name_the_prescriber_and_to_use_an_adjunct_beside_another(regimen: Regimen) -> None:
    honest = {"balance"} if regimen.id == "neck-collar" else set()

    assert {finding.rule for finding in check_regimen(regimen)} == {"prescriber"} | honest
    assert {finding.rule for finding in check_regimen(replace(regimen, prescriber="A. Example, PT"))} == honest


def test_low_back_has_the_three_activities_that_were_prescribed(low_back: Regimen) -> None:
    (phase,) = low_back.phases

    assert set(low_back.activity_ids) == {"hamstring-stretch", "lumbar-stabilization", "aerobics"}
    assert phase.weeks is None


def test_hamstrings_are_stretched_once_or_twice_daily(low_back: Regimen) -> None:
    assert dosage(low_back, "hamstring-stretch") == (Daily(1, 2), 5, 5, 0)


def test_the_low_back_is_strengthened_every_other_day_for_15_to_20_minutes(low_back: Regimen) -> None:
    assert dosage(low_back, "lumbar-stabilization") == (Every(2, 2), 15, 20, 1)


def test_aerobics_take_30_to_40_minutes_three_times_a_week_on_days_without_strengthening(
    low_back: Regimen,
) -> None:
    (aerobics,) = [activity for activity in activities(low_back) if activity.id == "aerobics"]

    assert dosage(low_back, "aerobics") == (Weekly(3, 3), 30, 40, 2)
    assert aerobics.choose == ("walking", "bicycling", "swimming")
    assert aerobics.alternate_with == ("lumbar-stabilization",)


def test_every_choice_of_low_back_has_its_exercise(low_back: Regimen) -> None:
    for activity in activities(low_back):
        if activity.choose:
            assert activity.choose == tuple(exercise.name.lower() for exercise in activity.exercises)


def test_a_session_that_bends_the_back_waits_an_hour_after_waking(low_back: Regimen) -> None:
    bending = {"cat-camel", "partial-curl-up", "pelvic-tilt", "seated-hamstring", "single-knee-to-chest"}
    bent = [
        activity for activity in activities(low_back) if bending & {exercise.figure for exercise in activity.exercises}
    ]

    assert bent
    assert [activity.id for activity in bent if (activity.after_waking or 0) < 60] == []


def test_the_gentle_start_leads_to_low_back(low_back: Regimen) -> None:
    *_, last = load("gentle-start").phases
    (phase,) = low_back.phases

    assert last.weeks is None
    assert last.activities == phase.activities


def test_the_gentle_start_begins_with_short_walks_only() -> None:
    first, *others = load("gentle-start").phases

    assert [(one.id, one.frequency, one.longest) for one in first.activities] == [("short-walks", Daily(3, 4), 5)]
    assert [phase.weeks for phase in (first, *others)] == [1, 3, 7, None]


def test_minutes_of_an_activity_never_shrink_from_phase_to_phase(regimen: Regimen) -> None:
    reached: dict[str, int] = {}
    for phase in regimen.phases:
        for activity in phase.activities:
            assert activity.shortest >= reached.get(activity.id, 0), activity.id
            reached[activity.id] = activity.minutes((phase.weeks or 1) - 1)


def test_extension_is_done_two_to_four_times_a_day_beside_the_other_parts() -> None:
    extension = load("extension")

    assert dosage(extension, "extension") == (Daily(2, 4), 7, 7, 0)
    assert dosage(extension, "lumbar-stabilization") == (Every(2, 2), 15, 20, 1)
    assert [one.figure for one in exercises(extension) if one.figure.startswith("prone")] == [
        "prone-lying",
        "prone-on-elbows",
        "prone-press-up",
    ]


def test_stabilization_has_three_levels_within_the_prescribed_dose() -> None:
    phases = load("stabilization").phases
    strengthening = [one for phase in phases for one in phase.activities if one.type is ActivityType.STRENGTHENING]

    assert [phase.weeks for phase in phases] == [4, 4, None]
    assert [(one.id, one.frequency) for one in strengthening] == [("lumbar-stabilization", Every(2, 2))] * 3
    assert [(one.shortest, one.longest) for one in strengthening] == [(15, 15), (16, 16), (18, 20)]


def test_planks_begin_with_short_holds() -> None:
    planks = [one for one in exercises(load("stabilization")) if one.figure == "plank"]

    assert [(one.sets, one.reps, one.hold) for one in planks] == [(3, 1, 15)]


def test_what_is_less_than_the_prescription_says_so() -> None:
    busy = load("busy")

    assert busy.summary.startswith("Less than the full dose")
    assert busy.precautions[0].startswith("This is less than the full plan.")


def test_the_collar_regimen_checks_the_skin_daily_and_says_that_it_is_used_beside_another() -> None:
    collar = load("neck-collar")

    assert dosage(collar, "skin-check")[0] == Daily(1, 1)
    assert "beside another plan, never alone" in collar.summary
    assert {activity.type for activity in activities(collar)} == {ActivityType.CARE, ActivityType.MOBILITY}


def test_injections_are_at_most_three_a_year_and_never_planned() -> None:
    (injection,) = [one for one in activities(load("injection-follow-up")) if isinstance(one.frequency, Cap)]

    assert (injection.id, injection.type, injection.frequency) == (
        "steroid-injection",
        ActivityType.CARE,
        Cap(3, 365),
    )
