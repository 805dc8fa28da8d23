"""What is said of a regimen: each kind of advice just where it begins, and nothing about a good one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backplan.advice.regimen import check_regimen
from backplan.app.inputs import read_regimen
from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.regimen import ActivityType, Exercise, Phase, Sides
from tests.builders import activity, regimen

if TYPE_CHECKING:
    from backplan.model.finding import Finding
    from backplan.model.regimen import Activity, Regimen

SHORTER = (
    "shorter sentences (under 15 words) and fewer long words lowered a leaflet's reading grade from 10.4 to 3.8 "
    "(PMC3318988)"
)
FIFTEEN = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen."
SIXTEEN = "And " + FIFTEEN


def changed(regimen: Regimen, activity_id: str, **changes: object) -> Regimen:
    """The regimen with one activity of its only phase changed."""
    (phase,) = regimen.phases
    activities = tuple(
        # Whatever a test wants to differ.
        replace(one, **changes) if one.id == activity_id else one  # type: ignore[arg-type]
        for one in phase.activities
    )
    return replace(regimen, phases=(replace(phase, activities=activities),))


def only(regimen: Regimen, activity: Activity) -> Regimen:
    """The regimen with this activity for the one of its id."""
    return changed(regimen, activity.id, **{name: getattr(activity, name) for name in activity.__slots__})


def one(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    assert finding.severity is Severity.ADVICE
    assert finding.days == ()
    return finding


def exercise(name: str = "Bridge", **changes: object) -> Exercise:
    # Whatever a test wants to differ.
    return replace(Exercise(name, stop_if=("It hurts.",)), **changes)  # type: ignore[arg-type]


def test_nothing_is_said_of_a_good_regimen(good: Regimen) -> None:
    assert check_regimen(good) == ()
    assert check_regimen(good, weeks=6) == ()


def test_of_the_bundled_low_back_is_said_that_nobody_prescribes_it_yet() -> None:
    low_back = read_regimen("low-back")

    assert [finding.rule for finding in check_regimen(low_back)] == ["prescriber"]
    assert check_regimen(replace(low_back, prescriber="A")) == ()


# --- The whole ------------------------------------------------------------------------------------------------------


def test_a_routine_has_all_three_parts(good: Regimen) -> None:
    finding = one(check_regimen(changed(good, "walk", type=ActivityType.MOBILITY)))

    assert (finding.rule, finding.activity) == ("balance", None)
    assert finding.message == "The regimen has no aerobic activity."
    assert finding.because == (
        (
            "active therapy for the low back stretches, strengthens and exercises the heart and lungs "
            "(Active therapy, University of Rochester; Physiotherapy, Delhi Spine Surgery)"
        ),
    )
    assert finding.suggestions == ("add an activity with `type: aerobic`",)


def test_parts_that_are_missing_are_named_together(good: Regimen) -> None:
    without = changed(good, "walk", type=ActivityType.MOBILITY)
    finding = one(check_regimen(changed(without, "strength", type=ActivityType.CARE)))

    assert finding.message == "The regimen has no strengthening or aerobic activity."
    assert len(finding.suggestions) == 2


def test_a_limit_that_is_never_planned_is_no_part_of_a_routine(good: Regimen) -> None:
    assert one(check_regimen(changed(good, "walk", frequency=Cap(3, 30)))).rule == "balance"


def test_a_part_in_any_phase_is_enough(good: Regimen) -> None:
    (phase,) = good.phases
    two = (
        Phase("One", 6, tuple(one for one in phase.activities if one.id != "walk")),
        Phase("Two", None, phase.activities),
    )

    assert check_regimen(replace(good, phases=two)) == ()


def test_a_prescriber_is_named(good: Regimen) -> None:
    finding = one(check_regimen(replace(good, prescriber="")))

    assert finding.rule == "prescriber"
    assert finding.message == "The regimen names no prescriber."
    assert finding.suggestions == ("add `prescriber: Dr. A. Example, PT` with your name and credentials",)


def test_precautions_are_given(good: Regimen) -> None:
    finding = one(check_regimen(replace(good, precautions=())))

    assert finding.rule == "precautions"
    assert finding.message == "The regimen does not say when to stop and whom to call."
    assert finding.because == (
        (
            "some signs need help right away, such as numbness between the legs or trouble passing urine "
            "(Got back pain?, Norfolk and Waveney)"
        ),
    )
    assert finding.suggestions == ('add `precautions: ["Stop and call us if pain moves further down the leg."]`',)


def test_sentences_of_the_precautions_have_fifteen_words_at_most(good: Regimen) -> None:
    assert check_regimen(replace(good, precautions=(f"Stop. {FIFTEEN} Call us.",))) == ()
    finding = one(check_regimen(replace(good, precautions=("Stop.", f"Call us. {SIXTEEN}"))))

    assert finding.rule == "precautions"
    assert finding.message == "1 sentence of the precautions has more than 15 words."
    assert finding.because == (SHORTER,)
    assert finding.suggestions == ("split the sentence of 16 words that begins “And One two three four five …”",)
    two = one(check_regimen(replace(good, precautions=(SIXTEEN, f"So {FIFTEEN}"))))
    assert two.message == "2 sentences of the precautions have more than 15 words."


# --- Frequencies ----------------------------------------------------------------------------------------------------


def test_a_frequency_that_no_calendar_meets_names_what_it_collides_with(good: Regimen) -> None:
    # In two weeks, every other day leaves 7 days: 3 in one week and 4 in the other.
    assert check_regimen(changed(good, "walk", frequency=Weekly(3, 3))) == ()
    finding = one(check_regimen(changed(good, "walk", frequency=Weekly(4, 4))))

    assert (finding.rule, finding.activity) == ("frequency", "strength")
    assert finding.message == "Strength cannot be kept up every other day, even in an empty calendar."
    assert finding.because == ("every other day", "Walk, which is never on the same day")


def test_two_that_collide_are_told_once_and_a_third_beside_them(good: Regimen) -> None:
    daily = changed(changed(good, "walk", frequency=Daily(1, 1)), "stretch", frequency=Daily(1, 1))

    assert [finding.activity for finding in check_regimen(daily)] == ["strength"]
    found = check_regimen(changed(daily, "stretch", alternate_with=("walk", "strength")))
    assert len(found) == 2
    assert {finding.rule for finding in found} == {"frequency"}


def test_a_frequency_may_collide_with_the_activitys_own_rules(good: Regimen) -> None:
    alone = changed(good, "strength", alternate_with=())
    assert check_regimen(changed(alone, "walk", days=(0, 2, 4))) == ()
    finding = one(check_regimen(changed(alone, "walk", days=(0, 2))))

    assert finding.message == "Walk cannot be kept up 3 times a week, even in an empty calendar."
    assert finding.because == ("3 times a week", "only allowed on Mon and Wed")


def test_where_rules_tie_very_many_together_each_two_of_them_are_looked_at(good: Regimen) -> None:
    ring = tuple(
        activity(
            f"a{number}",
            Weekly(5, 5) if number == 3 else Weekly(3, 3),
            kind=list(ActivityType)[number % 3],
            alternate_with=(f"a{(number + 1) % 9}",),
        )
        for number in range(9)
    )
    found = check_regimen(replace(good, phases=(Phase("", None, ring),)))

    assert {finding.rule for finding in found} == {"frequency"}
    assert {finding.because for finding in found} == {("3 times a week", "A3, which is never on the same day")}
    assert {finding.activity for finding in found} == {"a2", "a4"}


def test_a_day_holds_only_so_many_sessions_that_keep_apart(good: Regimen) -> None:
    often = activity("stretch", Daily(5, 5), (5, 5))

    assert check_regimen(only(good, replace(often, apart=240, exercises=()))) == ()
    assert one(check_regimen(only(good, replace(often, apart=360, exercises=())))).rule == "frequency"


# --- Sessions -------------------------------------------------------------------------------------------------------


def test_more_than_four_exercises_are_many(good: Regimen) -> None:
    rolls = tuple(exercise(f"Roll {number}", reps=15) for number in range(5))  # 65 s each
    assert check_regimen(changed(good, "stretch", exercises=rolls[:4])) == ()
    finding = one(check_regimen(changed(good, "stretch", exercises=rolls)))

    assert (finding.rule, finding.activity) == ("exercises", "stretch")
    assert finding.message == "Stretch: 5 exercises in a session."
    assert finding.because == (
        (
            "among 155 soldiers, those with four or more exercises kept them up less than those with two or fewer "
            "(Home exercise program compliance of service members, Mil Med 2015)"
        ),
        (
            "a review of 14 studies recommends fewer than four "
            "(Recommendations for improving adherence to home-based exercise, 2018)"
        ),
    )
    assert finding.suggestions == ("keep 4 exercises, or move some to a separate activity",)


def test_alternatives_are_not_counted_together(good: Regimen) -> None:
    ways = tuple(f"Way {number}" for number in range(5))

    assert check_regimen(changed(good, "walk", choose=ways, exercises=tuple(map(exercise, ways)))) == ()


@pytest.mark.parametrize(
    ("seconds", "message", "suggestion"),
    [
        (420, None, None),  # two minutes too many
        (
            421,
            "Stretch: sessions start at 5 minutes, but their exercises take about 7 minutes.",
            "write `time: 8 min`",
        ),
        (180, None, None),  # two minutes too few
        (
            179,
            "Stretch: sessions start at 5 minutes, but their exercises take about 3 minutes.",
            "write `time: 3 min`",
        ),
    ],
)
def test_exercises_fill_a_short_session_to_two_minutes(
    good: Regimen, seconds: int, message: str | None, suggestion: str | None
) -> None:
    asked = changed(good, "stretch", exercises=(exercise("Reach", hold=seconds - 23),))
    found = check_regimen(asked)

    assert [finding.message for finding in found] == ([] if message is None else [message])
    assert [finding.suggestions[0] for finding in found] == ([] if suggestion is None else [suggestion])


def test_the_time_that_is_suggested_for_exercises_ends_the_advice(good: Regimen) -> None:
    crowded = changed(good, "strength", exercises=(exercise(reps=10, hold=20, sets=5, rest=60),))  # 1410 s
    finding = one(check_regimen(crowded))

    assert (finding.rule, finding.activity) == ("time", "strength")
    assert finding.message == "Strength: sessions start at 15 minutes, but their exercises take about 24 minutes."
    assert finding.because == (
        "Bridge takes 23 minutes 30 seconds",
        (
            "the time of an exercise is sets x repetitions x (hold + 3 seconds of movement) per side, plus rest "
            "between sets (30 seconds if none is given) and 20 seconds to get ready"
        ),
    )
    assert finding.suggestions == ("write `time: 24 min`", "remove exercises, sets or repetitions")
    assert check_regimen(changed(crowded, "strength", shortest=24, longest=24, progression=0)) == ()


def test_a_range_keeps_its_width_where_exercises_take_less(good: Regimen) -> None:
    finding = one(check_regimen(changed(good, "strength", exercises=(exercise(reps=20, hold=20),))))  # 480 s

    assert finding.suggestions == ("write `time: 8-13 min`", "add sets, repetitions or an exercise")


def test_a_session_that_is_mostly_empty_lacks_exercises(good: Regimen) -> None:
    finding = one(check_regimen(changed(good, "strength", exercises=(exercise(reps=10, hold=20),))))  # 250 s

    assert finding.suggestions == ("add sets, repetitions or an exercise",)


def test_what_cannot_be_reckoned_is_not_judged(good: Regimen) -> None:
    assert check_regimen(changed(good, "strength", exercises=(exercise(reps=1), exercise("March")))) == ()


# --- Progression ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "progression", "kind", "message"),
    [
        ((15, 20), 2, ActivityType.STRENGTHENING, None),
        (
            (15, 20),
            3,
            ActivityType.STRENGTHENING,
            "Strength: sessions grow by 3 minutes per week, which is 20 % of the initial 15 minutes.",
        ),
        ((20, 30), 2, ActivityType.STRENGTHENING, None),
        (
            (20, 30),
            3,
            ActivityType.STRENGTHENING,
            "Strength: sessions grow by 3 minutes per week, which is 15 % of the initial 20 minutes.",
        ),
        ((5, 10), 1, ActivityType.STRENGTHENING, None),  # no smaller step can be written
        # All that there is to grow by.
        ((15, 17), 5, ActivityType.STRENGTHENING, None),
    ],
)
def test_a_session_grows_by_a_tenth_a_week(
    good: Regimen, minutes: tuple[int, int], progression: int, kind: ActivityType, message: str | None
) -> None:
    asked = replace(activity("strength", Every(2, 2), minutes, kind=kind), progression=progression)
    found = check_regimen(only(good, asked))

    assert [finding.message for finding in found] == ([] if message is None else [message])
    for finding in found:
        assert (finding.rule, finding.activity) == ("progression", "strength")
        assert finding.suggestions == ("write `progression: 2 min per week`",)
        assert finding.because == (
            (
                "pain programmes increase the amount by about 10 % per week "
                "(How do I pace, I-Engage; Pacing, Oakville Pain)"
            ),
        )


def test_a_walk_may_always_grow_by_two_minutes_as_the_cited_programme_does(good: Regimen) -> None:
    assert check_regimen(changed(good, "walk", shortest=10, longest=30)) == ()
    finding = one(check_regimen(changed(good, "walk", shortest=10, longest=30, progression=3)))

    assert finding.because[1] == "walks get about 2 minutes longer per week (12-week walk plan, NHLBI)"
    assert finding.suggestions == ("write `progression: 2 min per week`",)


def test_a_progression_reaches_the_top_within_the_weeks_that_are_stated(good: Regimen) -> None:
    assert check_regimen(good, weeks=6) == ()  # 15 to 20 and 30 to 40
    strength, walk = check_regimen(good, weeks=5)

    assert strength.message == "Strength: sessions reach 19 minutes in 5 weeks, not 20 minutes."
    assert strength.because == ("they start at 15 minutes and grow by 1 minute per week",)
    assert strength.suggestions == (
        "write `progression: 2 min per week`",
        "write `time: 15-19 min`",
        "make it last 6 weeks",
    )
    assert walk.message == "Walk: sessions reach 38 minutes in 5 weeks, not 40 minutes."
    assert walk.suggestions[0] == "write `progression: 3 min per week`"


def test_a_phases_own_weeks_are_stated_and_the_last_phase_has_the_rest(good: Regimen) -> None:
    (phase,) = good.phases
    two = replace(good, phases=(replace(phase, title="One", weeks=5), replace(phase, title="Two", weeks=None)))

    assert [finding.message for finding in check_regimen(two)] == [
        "In One, Strength: sessions reach 19 minutes in 5 weeks, not 20 minutes.",
        "In One, Walk: sessions reach 38 minutes in 5 weeks, not 40 minutes.",
    ]
    assert check_regimen(two, weeks=11) == check_regimen(two, weeks=5) == check_regimen(two)
    assert [finding.message for finding in check_regimen(two, weeks=10)] == [
        "Strength: sessions reach 19 minutes in 5 weeks, not 20 minutes.",
        "Walk: sessions reach 38 minutes in 5 weeks, not 40 minutes.",
    ]


def test_one_week_leaves_no_time_to_grow(good: Regimen) -> None:
    finding = check_regimen(good, weeks=1)[0]

    assert finding.message == "Strength: sessions reach 15 minutes in 1 week, not 20 minutes."
    assert finding.suggestions == ("write `time: 15 min`", "make it last 6 weeks")


def test_a_range_without_a_progression_is_never_used(good: Regimen) -> None:
    finding = one(check_regimen(changed(good, "strength", progression=0)))

    assert (finding.rule, finding.activity) == ("progression", "strength")
    assert finding.message == "Strength: sessions stay at 15 minutes and never reach 20 minutes."
    assert finding.suggestions == ("add `progression: 2 min per week`", "write `time: 15 min`")


def test_a_progression_without_a_range_does_nothing(good: Regimen) -> None:
    finding = one(check_regimen(changed(good, "walk", longest=30)))

    assert finding.message == "Walk: sessions have a progression, but always last 30 minutes."
    assert finding.suggestions == ("write `time: 30-40 min`", "remove `progression`")


# --- Exercises ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "figure", "told"),
    [
        (("Lift one leg.",), "", True),
        (("Reach one arm forward and the other leg back.",), "", True),
        (("Lie on your side.",), "", True),
        ((), "bird-dog", True),
        (("Lay your arms by your sides.",), "bridge", False),
        (("Put one hand on your belly.",), "", False),
        (("Lift both legs.",), "", False),
    ],
)
def test_an_exercise_for_one_side_at_a_time_says_its_sides(
    good: Regimen, steps: tuple[str, ...], figure: str, *, told: bool
) -> None:
    lift = exercise("Lift", steps=steps, figure=figure)
    found = check_regimen(changed(good, "strength", exercises=(lift,)))

    assert [finding.message for finding in found] == (["Lift does not say which side it is for."] if told else [])
    assert check_regimen(changed(good, "strength", exercises=(replace(lift, sides=Sides.LEFT),))) == ()
    for finding in found:
        assert (finding.rule, finding.activity) == ("sides", "strength")
        assert finding.suggestions == ("add `sides: both`, `alternate`, `left` or `right`",)


def test_a_stretch_is_held_and_a_movement_is_not(good: Regimen) -> None:
    def found(**changes: object) -> tuple[Finding, ...]:
        return check_regimen(changed(good, "stretch", shortest=1, longest=1, exercises=(exercise("Roll", **changes),)))

    assert found(reps=6) == ()
    assert found(reps=2, tempo="slow") == ()
    assert found(reps=2, hold=30) == ()
    finding = one(found(reps=5))
    assert (finding.rule, finding.activity) == ("hold", "stretch")
    assert finding.message == "Roll does not say how long to hold."
    assert finding.because == (
        (
            "most adults do well with stretches held for 10 to 30 seconds, older ones with 30 to 60 "
            "(Stretching and flexibility guideline update 2021, ACSM blog)"
        ),
    )
    assert finding.suggestions == ("add `hold: 30 s`",)


@pytest.mark.parametrize(
    ("step", "told"), [("Hold it there.", True), ("Hold for 5 seconds.", True), ("Hold the towel.", False)]
)
def test_an_exercise_whose_steps_hold_says_how_long(good: Regimen, step: str, *, told: bool) -> None:
    found = check_regimen(changed(good, "strength", exercises=(exercise("Lift", steps=(step,)),)))

    assert [finding.rule for finding in found] == (["hold"] if told else [])


def test_exercises_that_do_not_say_when_to_stop_are_named_together(good: Regimen) -> None:
    silent = (Exercise("Lift"), exercise("March"), Exercise("Slide"))
    finding = one(check_regimen(changed(good, "strength", exercises=silent)))

    assert (finding.rule, finding.activity) == ("stop_if", "strength")
    assert finding.message == "Lift and Slide do not say when to stop."
    assert finding.suggestions == ('add `stop_if: ["Your pain gets worse."]`',)
    everywhere = changed(changed(good, "strength", exercises=silent), "walk", exercises=(Exercise("Walk"),))
    finding = one(check_regimen(everywhere))
    assert (finding.message, finding.activity) == ("Lift, Slide and Walk do not say when to stop.", None)


def test_a_drawing_that_there_is_not_is_told_with_the_nearest_that_there_is(good: Regimen) -> None:
    asking = (exercise("Lift", figure="brigde"), exercise("March", figure="bridge"), exercise("Slide", figure="brigde"))
    finding = one(check_regimen(changed(good, "strength", exercises=asking)))

    assert (finding.rule, finding.activity, finding.severity) == ("figure", "strength", Severity.ADVICE)
    assert finding.message == "Lift and Slide refer to a drawing 'brigde' that does not exist."
    assert finding.suggestions == ("did you mean 'bridge'?",)
    finding = one(check_regimen(changed(good, "strength", exercises=(exercise("Hop", figure="trampoline"),))))
    assert finding.message == "Hop refers to a drawing 'trampoline' that does not exist."
    assert "remove `figure`" in finding.suggestions[0]


def test_the_same_exercise_in_two_phases_is_named_once_and_many_are_counted(good: Regimen) -> None:
    (phase,) = changed(good, "walk", exercises=(Exercise("Walk"),)).phases
    twice = replace(good, phases=(replace(phase, title="One", weeks=6), replace(phase, title="Two")))
    assert one(check_regimen(twice)).message == "Walk does not say when to stop."

    ways = tuple(f"Way {number}" for number in range(10))
    many = changed(good, "walk", choose=ways, exercises=tuple(map(Exercise, ways)))
    assert one(check_regimen(many)).message == (
        "Way 0, Way 1, Way 2, Way 3, Way 4, Way 5, Way 6 and 3 others do not say when to stop."
    )


@pytest.mark.parametrize("key", ["steps", "cues", "stop_if", "easier", "harder"])
def test_sentences_of_an_exercise_have_fifteen_words_at_most(good: Regimen, key: str) -> None:
    def found(text: str) -> tuple[Finding, ...]:
        written = text if key in {"easier", "harder"} else (text,)
        return check_regimen(changed(good, "walk", exercises=(exercise("Walk", **{key: written}),)))

    assert found(f"{FIFTEEN} {FIFTEEN}") == ()
    finding = one(found(SIXTEEN))
    assert (finding.rule, finding.activity) == ("steps", "walk")
    assert finding.message == "Walk has a sentence of more than 15 words."
    assert finding.because == (SHORTER,)
    assert finding.suggestions == ("split the sentence of 16 words that begins “And One two three four five …”",)


def test_advice_does_not_depend_on_there_being_planned_activities() -> None:
    only_a_limit = regimen(activity("injection", Cap(3, 365), (0, 0), kind=ActivityType.CARE))

    assert [finding.rule for finding in check_regimen(only_a_limit)] == ["balance", "prescriber", "precautions"]
