"""The smallest changes that would mend a short dose, each tried by planning.

For every member of the set of causes there is a ladder of changes, the smallest first. Of each ladder the first change
that mends the dose in the whole plan is a suggestion; on a longer plan it is tried on the weeks around the dose first.
What concerns these days alone comes before what concerns every week, and that before a change of the prescription;
where something about these days helps, nobody needs another prescription.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from backplan.rules.cause import STEPS, Origin, Remedy, ShortDose
from backplan.rules.dose import less

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.explain.replanning import Replanner
    from backplan.model.finding import Finding
    from backplan.model.request import PlanRequest
    from backplan.rules.cause import Cause

MOST = 3
"""Suggestions for one finding."""


def suggestions(
    request: PlanRequest, replanner: Replanner, finding: Finding, members: Sequence[Cause]
) -> tuple[str, ...]:
    """What would mend a short dose: the smallest step of each ladder that helps, at most three.

    Args:
        request: what was asked.
        replanner: tries the changes.
        finding: the short dose.
        members: a smallest set of its causes.
    """
    replanner.turn()
    found: list[str] = []
    nearest = None
    dose = ShortDose(request, finding.activity or "", finding.days)
    for origin, ladder in sorted(ladders(dose, members), key=lambda ladder: _reach(ladder[0])):
        if len(found) == MOST or (nearest is Origin.DAYS and _reach(origin) is Origin.PRESCRIPTION):
            break
        for step in ladder:
            if _helps(step, request, replanner, finding):
                found.append(step.words)
                nearest = nearest or origin
                break
    return tuple(dict.fromkeys(found))


def _reach(origin: Origin) -> Origin:
    """How far changes of a cause reach: these days, every week, or the prescription, whosever it is."""
    return min(origin, Origin.PRESCRIPTION)


def ladders(dose: ShortDose, members: Sequence[Cause]) -> Iterator[tuple[Origin, tuple[Remedy, ...]]]:
    """Yield what could be changed for each member of a set of causes, and of the dose itself, the smallest first.

    Args:
        dose: the short dose.
        members: a smallest set of its causes.
    """
    for member in members:
        yield member.origin, tuple(islice(member.looser(dose), STEPS))
    if not any(member.past for member in members):
        # What has already been missed is no reason to ask for less.
        lower = (step._replace(asks_less=True) for step in less(dose.activity))
        yield Origin.PRESCRIPTION, tuple(islice(lower, STEPS))


def _helps(step: Remedy, request: PlanRequest, replanner: Replanner, finding: Finding) -> bool:
    """Whether a change mends a short dose in the whole plan; one of the weeks around it is tried on them first."""
    changed = step.changed(request)
    around, whole = replanner.around(finding), replanner.whole()
    return (
        around == whole
        or not replanner.touches(changed, around)
        or replanner.helps(changed, finding, around, wholly=step.asks_less)
    ) and replanner.helps(changed, finding, whole, wholly=step.asks_less)
