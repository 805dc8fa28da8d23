"""Each line's mark is held against amounts counted by hand from the table of contract section 3."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.profile import Profile
from backplan.model.regimen import Phase
from backplan.render.rule_lines import rule_lines
from tests.builders import MONDAY, activity, finding, low_back, low_back_week, plan, regimen, session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backplan.model.frequency import Frequency
    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Activity, Regimen

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def walks(*days: int, clock: str = "08:00", minutes: int = 15) -> tuple[Session, ...]:
    """A walk on each of these days, counted from the plan's first; negative ones are history."""
    return tuple(
        session("walk", f"{MONDAY + timedelta(days=day)} {clock}", minutes, number=number)
        for number, day in enumerate(days)
    )


def told(
    shown: Plan, prescribed: Regimen, history: Sequence[Session] = (), profile: Profile | None = None
) -> list[str]:
    """The lines as `mark: asked: done`."""
    return [
        f"{line.mark}: {line.asked}: {line.done}"
        for phase in rule_lines(shown, prescribed, profile, history)
        for line in phase.lines
    ]


def of_walk(
    how_often: Frequency, sessions: Iterable[Session], *, weeks: int = 1, history: Sequence[Session] = ()
) -> str:
    """The line about how often one walks."""
    return told(plan(sessions, weeks=weeks), regimen(activity("walk", how_often)), history)[0]


def test_a_good_week_of_the_low_back_regimen_keeps_everything() -> None:
    assert told(plan(low_back_week()), low_back()) == [
        "kept: 1 to 2 times a day: twice every day",
        "kept: at least 6 hours between two on the same day: at least 10 hours 55 minutes",
        "kept: every other day: Mon, Wed, Fri and Sun",
        "kept: 15 to 20 minutes, 1 minute longer each week: 15 minutes",
        "kept: never on the same day as Low-impact aerobics: never together",
        "kept: 3 times a week: Tue, Thu and Sat",
        "kept: 30 to 40 minutes, 2 minutes longer each week: 30 minutes",
        "kept: at most 3 a year: no appointment in these weeks",
    ]


@pytest.mark.parametrize(
    ("how_often", "days", "line"),
    [
        (Daily(1, 1), range(7), "kept: once a day: once every day"),
        (Daily(1, 1), (MON, TUE, WED, THU, FRI), "short by 2: once a day: once a day, but none on Sat and Sun"),
        (Daily(1, 1), (), "short by 7: once a day: none every day"),
        (Daily(0, 1), (MON,), "kept: up to once a day: none a day, but once on Mon"),
        (Weekly(3, 3), (MON, WED, FRI), "kept: 3 times a week: Mon, Wed and Fri"),
        (Weekly(3, 4), (MON, WED), "short by 1: 3 to 4 times a week: Mon and Wed"),
        (Weekly(1, 2), (), "short by 1: 1 to 2 times a week: none"),
        (Weekly(1, 2), (MON, WED, FRI), "broken: 1 to 2 times a week: Mon, Wed and Fri"),
        (Every(2, 2), (TUE, THU, SAT), "kept: every other day: Tue, Thu and Sat"),
        (Every(2, 2), (MON, WED, FRI, SUN), "kept: every other day: Mon, Wed, Fri and Sun"),
        # From day -1 to Wednesday are 3 days, from Saturday to day 7 are 2.
        (Every(2, 2), (WED, FRI), "2 days late: every other day: Wed and Fri"),
        (Every(2, 2), (MON, THU, SAT), "1 day late: every other day: Mon, Thu and Sat"),
        (Every(2, 2), (MON, TUE, THU, SAT), "broken: every other day: Mon, Tue, Thu and Sat"),
        (Every(2, 3), (), "no session: every 2 to 3 days: none"),
        (Cap(1, 7), (THU,), "kept: at most 1 a week: appointment on Thu 26 Nov"),
    ],
)
def test_the_mark_counts_what_the_contract_counts(how_often: Frequency, days: Iterable[int], line: str) -> None:
    assert of_walk(how_often, walks(*days)) == line


def test_two_sessions_on_one_day_break_what_is_once_a_day() -> None:
    twice = (*walks(MON, THU), *walks(MON, clock="18:00"))

    assert of_walk(Weekly(2, 3), twice).startswith("broken: ")
    assert of_walk(Every(3, 4), twice).startswith("broken: ")
    assert of_walk(Daily(1, 1), (*walks(*range(7)), *walks(MON, clock="18:00"))).startswith("broken: ")


def test_the_first_gap_is_counted_from_history() -> None:
    assert of_walk(Every(2, 2), walks(MON, WED, FRI, SUN), history=walks(-2)).startswith("kept: ")
    assert of_walk(Every(2, 2), walks(MON, WED, FRI, SUN), history=walks(-1)).startswith("broken: ")
    assert of_walk(Every(2, 2), walks(MON, WED, FRI, SUN), history=walks(-5)).startswith("3 days late: ")


def test_history_of_another_activity_does_not_count() -> None:
    other = session("swim", "2026-11-22 08:00")

    assert of_walk(Every(2, 2), walks(MON, WED, FRI, SUN), history=[other]).startswith("kept: ")


def test_a_week_that_starts_on_a_thursday_is_told_from_thursday_on() -> None:
    shown = plan([session("walk", "2026-11-26 08:00"), session("walk", "2026-11-30 08:00")], start=date(2026, 11, 26))

    assert told(shown, regimen(activity("walk", Weekly(2, 3)))) == ["kept: 2 to 3 times a week: Thu and Mon"]


def test_up_to_four_weeks_are_told_week_by_week() -> None:
    assert of_walk(Weekly(2, 2), walks(0, 3, 8, 10), weeks=2) == (
        "kept: twice a week: week 1 Mon and Thu; week 2 Tue and Thu"
    )
    assert of_walk(Weekly(2, 2), walks(0, 3, 7, 10), weeks=2) == "kept: twice a week: Mon and Thu in each week"
    assert of_walk(Weekly(2, 2), walks(0, 3), weeks=2) == ("short by 2: twice a week: week 1 Mon and Thu; week 2 none")
    assert of_walk(Daily(1, 1), walks(*(day for day in range(14) if day != 8)), weeks=2) == (
        "short by 1: once a day: once a day, but none on Tue 1 Dec"
    )


def test_more_than_four_weeks_are_told_as_a_whole() -> None:
    weekly = [7 * week + day for week in range(12) for day in (0, 2, 4)]

    assert of_walk(Weekly(3, 3), walks(*weekly), weeks=12) == "kept: 3 times a week: 3 in each of 12 weeks"
    assert of_walk(Weekly(3, 3), walks(*weekly[1:]), weeks=12) == (
        "short by 1: 3 times a week: 2 to 3 a week, 35 sessions in total"
    )
    assert of_walk(Every(2, 2), walks(*range(0, 84, 2)), weeks=12) == (
        "kept: every other day: 42 sessions, 2 days from one to the next"
    )
    assert of_walk(Daily(1, 1), walks(*range(83)), weeks=12) == (
        "short by 1: once a day: 0 to 1 a day, 83 sessions in total"
    )


def test_findings_outweigh_the_count() -> None:
    prescribed = regimen(activity("walk", Cap(1, 7)))
    found = finding("Too many.", severity=Severity.LIMIT, activity="walk", days=[MONDAY])
    elsewhere = finding("Too few.", activity="swim")
    advice = finding("Good to know.", severity=Severity.ADVICE, activity="walk")
    dose = finding("Too few.", activity="walk")

    assert told(plan(findings=[found]), prescribed)[0].startswith("broken: ")
    assert told(plan(findings=[dose]), prescribed)[0].startswith("short: ")
    assert told(plan(findings=[elsewhere, advice]), prescribed)[0].startswith("kept: ")


def test_a_cap_that_appointments_outside_the_weeks_break_is_not_called_kept() -> None:
    outside = [MONDAY + timedelta(days=day) for day in (30, 40)]
    found = finding("Too many.", severity=Severity.LIMIT, activity="walk", days=outside)

    assert told(plan(findings=[found]), regimen(activity("walk", Cap(1, 365))))[0].startswith("broken: ")
    # Another rule's finding says on which days it holds.
    assert told(plan(findings=[found]), regimen(activity("walk", Daily(0, 1))))[0].startswith("kept: ")


@pytest.mark.parametrize(
    ("prescribed", "sessions", "line"),
    [
        (
            activity("walk", Daily(1, 2), apart=240),
            (*walks(MON, minutes=60), *walks(MON, clock="13:00")),
            "kept: at least 4 hours between two on the same day: at least 4 hours",
        ),
        (
            activity("walk", Daily(1, 2), apart=240),
            (*walks(MON, minutes=60), *walks(MON, clock="12:45")),
            "broken: at least 4 hours between two on the same day: at least 3 hours 45 minutes",
        ),
        (
            activity("walk", Daily(1, 2), apart=0),
            (*walks(MON, minutes=60), *walks(MON, clock="08:30")),
            "broken: at least 0 minutes between two on the same day: two overlap",
        ),
        (
            activity("walk", Weekly(2, 2), rest_days=2),
            walks(MON, THU),
            "kept: at least 2 full rest days between sessions: at least 2 full days",
        ),
        (
            activity("walk", Weekly(2, 2), rest_days=2),
            walks(MON, WED),
            "broken: at least 2 full rest days between sessions: at least 1 full day",
        ),
        (activity("walk", Weekly(2, 2), days=(0, 2)), walks(MON, WED), "kept: only on Mon and Wed: on no other day"),
        (
            activity("walk", Weekly(2, 2), days=(0, 2)),
            walks(MON, THU),
            "broken: only on Mon and Wed: on Thu 26 Nov too",
        ),
        (
            activity("walk", Weekly(2, 2), after_waking=60),
            walks(MON, THU),
            "kept: not before 08:00, 1 hour after getting up: not before 08:00",
        ),
        (
            activity("walk", Weekly(2, 2), after_waking=61),
            walks(MON, THU),
            "broken: not before 08:01, 1 hour 1 minute after getting up: not before 08:00",
        ),
    ],
)
def test_each_other_rule_has_a_line_with_its_own_mark(
    prescribed: Activity, sessions: Sequence[Session], line: str
) -> None:
    assert line in told(plan(sessions), regimen(prescribed), profile=Profile(wake=7 * 60))


def test_rules_that_ask_nothing_have_no_line() -> None:
    prescribed = regimen(activity("walk", Weekly(2, 2), after_waking=60))

    assert told(plan(walks(MON, THU)), prescribed) == ["kept: twice a week: Mon and Thu"]


def test_activities_on_one_day_break_their_alternation_and_the_pair_is_told_once() -> None:
    prescribed = regimen(
        activity("swim", Weekly(1, 1), alternate_with=("walk",)),
        activity("walk", Weekly(1, 1), alternate_with=("swim",)),
    )
    together = [*walks(TUE), session("swim", "2026-11-24 18:00")]

    lines = [line for line in told(plan(together), prescribed) if "same day" in line]

    assert lines == ["broken: never on the same day as Walk: together on Tue 24 Nov"]


def test_the_most_minutes_of_a_day_leave_appointments_out() -> None:
    prescribed = regimen(activity("walk", Daily(1, 2)))
    sessions = [*walks(MON, minutes=30), session("walk", "2026-11-23 15:00", 60, fixed=True)]

    assert told(plan(sessions), prescribed, profile=Profile(max_minutes_per_day=30))[-1] == (
        "kept: at most 30 minutes: at most 30 minutes"
    )
    assert told(plan(sessions), prescribed, profile=Profile(max_minutes_per_day=29))[-1] == (
        "broken: at most 29 minutes: at most 30 minutes"
    )


def test_a_length_that_progression_does_not_give_is_broken() -> None:
    prescribed = regimen(activity("walk", Weekly(1, 1), (15, 20), progression=1))
    good = [*walks(0), *walks(7, minutes=16)]

    assert told(plan(good, weeks=2), prescribed)[1] == (
        "kept: 15 to 20 minutes, 1 minute longer each week: 15 to 16 minutes"
    )
    assert told(plan(walks(0, 7), weeks=2), prescribed)[1].startswith("broken: ")
    assert told(plan(walks(0, minutes=19), first_week=4), prescribed)[1].startswith("kept: ")


def test_each_phase_is_told_by_its_own_numbers_and_weeks() -> None:
    prescribed = regimen(
        phases=[
            Phase("Settle", 1, (activity("walk", Weekly(1, 1)),)),
            Phase("Build", 2, (activity("walk", Weekly(2, 2)),)),
            Phase("Keep", None, (activity("walk", Weekly(3, 3)),)),
        ]
    )

    shown = rule_lines(plan(walks(0, 7, 10, 14, 16), weeks=3), prescribed)

    assert [(phase.title, phase.first_week, phase.weeks) for phase in shown] == [("Settle", 0, 1), ("Build", 1, 2)]
    assert [phase.lines[0].mark for phase in shown] == ["kept", "kept"]
    assert shown[1].lines[0].done == "week 2 Mon and Thu; week 3 Mon and Wed"


def test_a_later_plan_is_told_by_the_phase_that_it_has_reached() -> None:
    prescribed = regimen(
        phases=[
            Phase("Settle", 2, (activity("walk", Weekly(1, 1)),)),
            Phase("Keep", 1, (activity("walk", Weekly(3, 3)),)),
        ]
    )

    assert [phase.title for phase in rule_lines(plan(walks(0), weeks=2, first_week=1), prescribed)] == [
        "Settle",
        "Keep",
    ]
    assert [phase.title for phase in rule_lines(plan(weeks=2, first_week=2), prescribed)] == ["Keep"]
    assert rule_lines(plan(weeks=2, first_week=3), prescribed) == ()


def test_gaps_end_with_the_phase_where_the_next_one_has_no_such_activity() -> None:
    every = activity("walk", Every(2, 2))
    other = activity("swim", Weekly(1, 1))
    ends = regimen(phases=[Phase("One", 1, (every,)), Phase("Two", None, (other,))])
    goes_on = regimen(phases=[Phase("One", 1, (every,)), Phase("Two", None, (every,))])
    comes_back = regimen(phases=[Phase("One", 1, (every,)), Phase("Two", 1, (other,)), Phase("Three", None, (every,))])

    def marks(prescribed: Regimen, *days: int, weeks: int) -> list[str]:
        return [
            line.mark
            for phase in rule_lines(plan(walks(*days), weeks=weeks), prescribed)
            for line in phase.lines
            if line.title == "Walk"
        ]

    # The last session on Friday is 3 days before the phase's end; going on, 3 days before the next, on Monday.
    assert marks(ends, 0, 2, 4, weeks=2) == ["1 day late"]
    assert marks(goes_on, 0, 2, 4, 7, 9, 11, 13, weeks=2) == ["kept", "1 day late"]
    assert marks(comes_back, 1, 3, 5, 15, 17, 19, weeks=3) == ["kept", "kept"]
