"""Nothing is planned of an activity that takes no part, or that is only capped (contract sections 1.1 and 3)."""

from __future__ import annotations

import pytest

from backplan.model.frequency import Cap, Weekly
from backplan.model.profile import Profile
from backplan.model.regimen import Phase
from backplan.rules.base import BrokenLimit, DayFacts, Judgement
from backplan.rules.not_prescribed import NotPrescribed
from tests.builders import Said, activity, appointment, asked, facts, regimen, said_of


@pytest.mark.parametrize(
    ("day", "judgement"),
    [
        (facts(0), Judgement()),
        (facts(0, 1), Judgement()),
        (facts(0, 3, gap=1, closes=True, week_closes=True, waited=99), Judgement()),
        (facts(1), Judgement(broken=True, forbidden=True)),
        (facts(1, 1), Judgement(broken=True, forbidden=True)),
    ],
)
def test_planned_sessions_are_forbidden_and_appointments_asked_nothing(day: DayFacts, judgement: Judgement) -> None:
    assert NotPrescribed().judge(day) == judgement


def test_a_capped_activity_is_never_planned() -> None:
    request = asked(
        activity("injection", Cap(1, 7)),
        profile=Profile(appointments=tuple(appointment("injection", f"2026-11-{day} 10:00") for day in (23, 24, 25))),
    )
    assert said_of(request, "injection", ".......") == Said()
    assert said_of(request, "injection", "1.....1") == Said(broken=(0, 6), forbidden=(0, 6))


def test_nothing_is_planned_in_weeks_of_another_phase_nor_after_the_last() -> None:
    phases = [
        Phase("Calm", 1, (activity("stretch", Weekly(1, 7)),)),
        Phase("Build", 1, (activity("walk", Weekly(1, 7)),)),
    ]
    request = asked(regimen(phases=phases), weeks=3)
    assert said_of(request, "walk", "......1 1.....1 1......") == Said(0, 5, 35 * 35, (6, 14), (6, 14))


def test_words_tell_that_nothing_is_prescribed() -> None:
    assert NotPrescribed().broken(facts(1)) == (BrokenLimit("1 session; none is prescribed in this week"),)
    assert NotPrescribed().broken(facts(0, 1)) == ()
