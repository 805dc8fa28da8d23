"""Advice about a regimen that has no faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.advice.collisions import collisions
from backplan.advice.exercises import MOST_WORDS, SHORT_SENTENCES, exercises_advice, shortened, too_long
from backplan.advice.findings import advice, by_phase
from backplan.advice.sessions import sessions_advice
from backplan.language.wording import counted, listed
from backplan.model.frequency import Cap
from backplan.model.regimen import ActivityType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.finding import Finding
    from backplan.model.regimen import Phase, Regimen

PARTS = (ActivityType.STRETCHING, ActivityType.STRENGTHENING, ActivityType.AEROBIC)
"""The parts of a routine for the low back."""
_ACTIVE_THERAPY = (
    "active therapy for the low back stretches, strengthens and exercises the heart and lungs "
    "(Active therapy, University of Rochester; Physiotherapy, Delhi Spine Surgery)"
)
_URGENT = (
    "some signs need help right away, such as numbness between the legs or trouble passing urine "
    "(Got back pain?, Norfolk and Waveney)"
)


def check_regimen(regimen: Regimen, weeks: int | None = None) -> tuple[Finding, ...]:
    """Return advice about a regimen, each thing once: about the whole, its doses, its sessions and its exercises.

    `weeks` says how many weeks of it are planned, or None if not known; a last phase without `weeks` then never ends.
    """
    weeks_of = _weeks_of_phases(regimen, weeks)
    return (
        # What cannot be done at all comes first.
        *by_phase(regimen, lambda phase: collisions(regimen, phase)),
        *_balance(regimen),
        *_prescriber(regimen),
        *_precautions(regimen),
        *by_phase(regimen, lambda phase: sessions_advice(phase, weeks_of[phase])),
        *exercises_advice(regimen),
    )


def _weeks_of_phases(regimen: Regimen, weeks: int | None) -> dict[Phase, int | None]:
    """Return how many weeks each phase has; None if it has no end, or a plan of `weeks` never reaches it."""
    weeks_of: dict[Phase, int | None] = {}
    left = weeks
    for phase in regimen.phases:
        weeks_of[phase] = phase.weeks or (left if left and left > 0 else None)
        left = None if left is None or phase.weeks is None else left - phase.weeks
    return weeks_of


def _balance(regimen: Regimen) -> Iterator[Finding]:
    prescribed = {
        activity.type
        for phase in regimen.phases
        for activity in phase.activities
        if not isinstance(activity.frequency, Cap)
    }
    missing = [part.value for part in PARTS if part not in prescribed]
    if missing:
        yield advice(
            "balance",
            f"The regimen has no {listed(missing, 'or')} activity.",
            because=(_ACTIVE_THERAPY,),
            suggestions=tuple(f"add an activity with `type: {part}`" for part in missing),
        )


def _prescriber(regimen: Regimen) -> Iterator[Finding]:
    if not regimen.prescriber:
        yield advice(
            "prescriber",
            "The regimen names no prescriber.",
            because=("patients need to know who set the doses and whom to ask",),
            suggestions=("add `prescriber: Dr. A. Example, PT` with your name and credentials",),
        )


def _precautions(regimen: Regimen) -> Iterator[Finding]:
    if not regimen.precautions:
        yield advice(
            "precautions",
            "The regimen does not say when to stop and whom to call.",
            because=(_URGENT,),
            suggestions=('add `precautions: ["Stop and call us if pain moves further down the leg."]`',),
        )
    elif sentences := too_long(regimen.precautions):
        number = len(sentences)
        yield advice(
            "precautions",
            f"{counted(number, 'sentence')} of the precautions {'has' if number == 1 else 'have'} "
            f"more than {MOST_WORDS} words.",
            because=(SHORT_SENTENCES,),
            suggestions=shortened(regimen.precautions),
        )
