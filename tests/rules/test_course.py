"""An activity's days across phases: every sentence of contract section 3 about them, and what days may forget."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.profile import Profile
from backplan.model.regimen import Phase, Regimen
from backplan.rules.course import Memory
from tests.builders import MONDAY, Said, activity, appointment, asked, course_of, regimen, said_of, session
from tests.oracle.bridge import request_of
from tests.oracle.generate import instance
from tests.oracle.judge import activity_cost, activity_limits

OTHER = activity("walk", Weekly(0, 7))


def phased(*parts: object, weeks: int | None = 1) -> Regimen:
    """Phases of one week: the frequency of `lift` in each, or None where it takes no part; the last for `weeks`."""
    phases = []
    for number, part in enumerate(parts):
        lift = () if part is None else (activity("lift", part),)  # type: ignore[arg-type] # frequencies only
        phases.append(Phase(f"Phase {number}", weeks if number == len(parts) - 1 else 1, (*lift, OTHER)))
    return regimen(phases=phases)


@pytest.mark.parametrize(
    ("parts", "days", "said"),
    [
        # Each phase has its own numbers.
        ((Daily(1, 1), Daily(2, 3)), "1111111 2222222", Said(0, 7)),
        ((Daily(1, 1), Daily(2, 3)), "2111111 3333334", Said(0, 0, 0, (0, 13), (0, 13))),
        ((Weekly(1, 1), Weekly(2, 3)), "1...... 1.1....", Said(0, 1, 14**2 + 1)),
        ((Weekly(1, 1), Weekly(2, 3)), "1..1... 1.1.1.1", Said(0, 0, 4**2 + 5**2 + 1 + 1 + 1, (6, 13), (3, 13))),
        # A gap across a boundary follows the phase of its later day.
        ((Every(1, 2), Every(3, 5)), "1.1.1.1 ..1..1.", Said(0, 0, 3)),  # 6 to 9 is three days: 3 - 3
        ((Every(1, 2), Every(3, 5)), "1.1.1.1 .1..1..", Said(0, 0, 3 + 1, (8,), (8,))),
        ((Every(3, 5), Every(1, 2)), "..1..1. 11.1.1.", Said(0, 0, 1 + 1 + 1, (), ())),  # 5 to 7: two days of 1-2
        ((Every(3, 5), Every(1, 2)), "..1.... 1.1.1.1", Said(3, 0, 16 + 3)),  # 2 to 7 is five days, two asked
        ((Every(3, 5), Weekly(1, 3)), "..1..1. 1.1.1..", Said(0, 0, 0 + 1 + 1 + 1)),
        ((Weekly(1, 3), Every(3, 5)), "1.1.1.. .1..1..", Said(0, 0, 1 + 1 + 1 + 0)),
        # A dose a day asks nothing of the gap that leads to it.
        ((Every(2, 2), Daily(1, 1)), ".1..... 1111111", Said()),
        ((Daily(1, 1), Every(2, 2)), "111111. .1.1.1.", Said(2, 1, 1)),  # 5 to 8 is a day too long; day 6 is short
        # The last gap, to day D, follows the phase of day D - 1.
        ((Every(1, 2), Every(3, 5)), ".1.1.1. .1.....", Said(1, 0, 1 + 1 + 0)),
        ((Every(3, 5), Every(1, 2)), "..1..1. 1......", Said(5, 0, 0 + 1)),
    ],
)
def test_a_phase_follows_another(parts: tuple[object, ...], days: str, said: Said) -> None:
    assert said_of(asked(phased(*parts), weeks=2), "lift", days) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        # The phase's end takes the place of day D.
        ("1.1.1.1 ....... .......", Said(6)),
        ("1.1.1.. ....... .......", Said(7)),
        ("....... ....... 1.1.1.1", Said(6)),
        # The day before the phase's first takes the place of day -1.
        ("1.1.1.1 ....... .1.1.1.", Said()),
        ("1.1.1.1 ....... ..1.1.1", Said(1)),
        # A gap across an absence costs nothing: neither shortfall nor unevenness.
        (".1.1.1. ....... 1.1.1.1", Said()),
        ("....... ....... .......", Said(12)),
    ],
)
def test_an_absence_ends_the_dose_and_the_return_begins_it(days: str, said: Said) -> None:
    assert said_of(asked(phased(Every(2, 2), None, Every(2, 2)), weeks=3), "lift", days) == said


def test_a_weekly_gap_across_an_absence_costs_nothing() -> None:
    request = asked(phased(Weekly(1, 2), None, Weekly(1, 2)), weeks=3)
    assert said_of(request, "lift", "1..1... ....... ...1..1") == Said(0, 0, 1 + 1)


@pytest.mark.parametrize(("days", "broken"), [("......1 ....... 1......", (14,)), ("....1.. ....... 1......", ())])
def test_the_least_gap_holds_across_an_absence(days: str, broken: tuple[int, ...]) -> None:
    said = said_of(asked(phased(Every(10, 10), None, Every(10, 10)), weeks=3), "lift", days)
    assert said.broken == said.forbidden == broken


def test_the_least_gap_holds_across_an_absence_that_began_before_the_plan() -> None:
    request = asked(
        phased(Every(20, 20), None, Every(20, 20), weeks=None),
        start=MONDAY,
        first_week=1,
        weeks=2,
        history=[session("lift", "2026-11-17 08:00")],
    )
    # Day -6 to day 13 is nineteen days.
    assert said_of(request, "lift", "....... ......1") == Said(0, 0, 0, (13,), (13,))
    assert said_of(request, "lift", "....... .......") == Said()


def test_rest_days_reach_across_an_absence_and_the_dose_is_measured_from_the_return() -> None:
    lift = activity("lift", Every(2, 2), rest_days=9)
    phases = [Phase("One", 1, (lift, OTHER)), Phase("Two", 1, (OTHER,)), Phase("Three", 1, (lift, OTHER))]
    request = asked(regimen(phases=phases), weeks=3)
    # Day 6 to day 16 is ten days, which is rest enough; from day 13 it is three, a day too many.
    assert said_of(request, "lift", "......1 ....... ..1....") == Said(5 + 1 + 3)
    assert said_of(request, "lift", "......1 ....... .1.....")[3:] == ((15,), (15,))


def test_the_dose_is_measured_from_the_return_also_while_the_last_session_is_remembered() -> None:
    strict, mild = activity("lift", Every(2, 2), rest_days=20), activity("lift", Every(2, 2))
    phases = [Phase("One", 1, (strict, OTHER)), Phase("Two", 1, (OTHER,)), Phase("Three", 1, (mild, OTHER))]
    request = asked(regimen(phases=phases), weeks=3)
    assert course_of(request, "lift").longest_memory == 21
    assert said_of(request, "lift", "......1 ....... ..1.1.1") == Said(5 + 1)


def test_a_pause_between_two_plans_is_no_absence() -> None:
    # The run of weeks began with week 1; its session was in that week, though a pause puts it twelve days back.
    began_late = phased(None, Every(2, 2), weeks=None)
    request = asked(began_late, first_week=2, history=[session("lift", "2026-11-11 08:00", week=1)])
    assert said_of(request, "lift", "1.1.1.1") == Said(12 - 2, 0, 10**2)


def test_a_session_of_a_week_before_an_absence_stays_before_it_on_whichever_day_it_was() -> None:
    # The plan starts sooner than the weeks of the one before would have it.
    returned = phased(Every(2, 2), None, Every(2, 2), weeks=None)
    request = asked(returned, first_week=3, history=[session("lift", "2026-11-20 08:00", week=0)])
    facts = course_of(request, "lift").facts(Memory(-3, last_planned=False, week_planned=0), 0, 1)
    assert (facts.gap, facts.gap_counts) == (3, False)


def test_nothing_is_planned_after_a_last_phase_that_has_weeks() -> None:
    request = asked(phased(Every(2, 2), Every(2, 2)), weeks=3)
    assert said_of(request, "lift", "1.1.1.1 .1.1.1. .......") == Said()
    assert said_of(request, "lift", "1.1.1.1 .1.1.1. 1......") == Said(0, 0, 0, (14,), (14,))


def test_the_plans_end_takes_the_place_of_day_d_though_the_phase_goes_on() -> None:
    request = asked(phased(Every(2, 2), weeks=None), weeks=1)
    assert said_of(request, "lift", ".1.1.1.") == Said()
    assert said_of(request, "lift", ".1.1...") == Said(2)


def test_phases_count_on_from_an_earlier_plan() -> None:
    two_doses = phased(Every(2, 2), Every(3, 3))
    assert said_of(asked(two_doses, first_week=1), "lift", "..1..1.") == Said()
    assert said_of(asked(two_doses, first_week=2), "lift", ".......") == Said()
    assert said_of(asked(two_doses, first_week=2), "lift", "1......") == Said(0, 0, 0, (0,), (0,))


def test_the_gap_from_an_earlier_phase_without_a_break_counts() -> None:
    request = asked(phased(Every(2, 2), Every(3, 3)), first_week=1, history=[session("lift", "2026-11-21 08:00")])
    assert said_of(request, "lift", ".1..1..") == Said()
    assert said_of(request, "lift", "...1..1") == Said(2, 0, 4)


def test_the_gap_from_before_an_absence_does_not_count() -> None:
    request = asked(
        phased(Every(2, 2), None, Every(2, 2), weeks=None), first_week=2, history=[session("lift", "2026-11-15 08:00")]
    )
    assert said_of(request, "lift", ".1.1.1.") == Said()
    assert said_of(request, "lift", "..1.1.1") == Said(1)


def test_a_cap_between_two_doses_is_no_absence() -> None:
    request = asked(phased(Every(2, 9), Cap(3, 30), Every(2, 9)), weeks=3)
    assert said_of(request, "lift", "......1 ....... 1......") == Said(0, 0, 36)


def test_appointments_end_gaps_also_where_the_activity_takes_no_part() -> None:
    profile = Profile(appointments=(appointment("lift", "2026-12-06 10:00"),))
    request = asked(phased(Every(4, 7), None, Every(4, 7)), weeks=3, profile=profile)
    assert said_of(request, "lift", "...1... ....... 1......") == Said(0, 0, 0, (14,), (14,))
    assert said_of(request, "lift", "...1... ....... ...1...") == Said()


@pytest.mark.parametrize("weekday", range(7))
def test_weekdays_follow_the_calendar_from_any_start(weekday: int) -> None:
    course = course_of(asked(activity("lift", Daily(1, 1)), start=MONDAY + timedelta(days=weekday)), "lift")
    seen = [course.facts(course.start, day, 1).weekday for day in range(7)]
    assert seen == [(weekday + day) % 7 for day in range(7)]


def test_facts_of_the_first_day_tell_of_history() -> None:
    course = course_of(asked(activity("lift", Every(2, 2)), history=[session("lift", "2026-11-20 08:00")]), "lift")
    facts = course.facts(course.start, 0, 1)
    assert (facts.gap, facts.gap_counts, facts.waited, facts.last_fixed) == (3, True, 3, True)


def test_facts_of_the_first_day_without_history_count_from_the_day_before() -> None:
    course = course_of(asked(activity("lift", Every(2, 2))), "lift")
    facts = course.facts(course.start, 0, 0)
    assert (facts.gap, facts.gap_counts, facts.waited) == (None, False, 1)


def test_a_day_with_a_planned_session_beside_an_appointment_is_to_blame() -> None:
    profile = Profile(appointments=(appointment("lift", "2026-11-23 10:00"),))
    course = course_of(asked(activity("lift", Daily(1, 3), rest_days=1), profile=profile), "lift")
    alone, beside = (course.after(course.start, 0, planned) for planned in (0, 1))
    assert (alone.last, alone.last_planned) == (0, False)
    assert (beside.last, beside.last_planned) == (0, True)


def test_the_count_of_a_week_ends_with_it() -> None:
    course = course_of(asked(activity("lift", Weekly(1, 7)), weeks=2), "lift")
    memory = course.start
    counts = []
    for day in range(9):
        memory = course.after(memory, day, 1)
        counts.append(memory.week_planned)
    assert counts == [1, 2, 3, 4, 5, 6, 0, 1, 2]


def test_sessions_on_or_after_the_start_are_no_history() -> None:
    request = asked(activity("lift", Every(2, 2)), history=[session("lift", "2026-11-23 08:00")])
    assert course_of(request, "lift").last_before is None


def test_a_session_before_an_absence_is_forgotten_once_no_limit_can_reach_it() -> None:
    request = asked(phased(Every(4, 9), None, Every(4, 9)), weeks=3)
    course = course_of(request, "lift")
    old = Memory(11, last_planned=True, week_planned=0)
    assert course.longest_memory == 4
    assert course.forget(14, old) == old
    assert course.forget(15, old) == Memory(None, last_planned=False, week_planned=0)
    # Without an absence in between nothing is forgotten: the gap costs.
    assert course.forget(20, Memory(14, last_planned=True, week_planned=0)).last == 14


@pytest.mark.parametrize("seed", range(40))
def test_any_days_cost_and_break_what_an_independent_count_says(seed: int) -> None:
    problem = instance(seed, size="medium" if seed % 2 else "small")
    random = Random(seed)  # noqa: S311 - the same days in every run, no secret
    request = request_of(problem)
    for name in problem.activities:
        density = random.choice((0.15, 0.3, 0.6, 0.9))
        planned = [random.choice((1, 1, 1, 2)) if random.random() < density else 0 for _ in range(7 * problem.weeks)]
        said = said_of(request, name, "".join(str(count) if count else "." for count in planned))
        counts = dict(enumerate(planned))
        fixed: dict[int, int] = {}
        for one in problem.appointments:
            if one.activity == name:
                fixed[one.day] = fixed.get(one.day, 0) + 1
        limits = activity_limits(problem, name, counts, fixed)
        assert said[:3] == activity_cost(problem, name, counts, fixed), name
        assert bool(said.broken or said.forbidden) is bool(limits), (name, limits)
        assert bool(said.forbidden) is any("planned" in text.split(": ")[1] for text in limits), (name, limits)
