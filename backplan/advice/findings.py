"""How advice is made, and how advice about phases becomes advice about their regimen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.language.wording import counted, listed
from backplan.model.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backplan.model.regimen import Phase, Regimen

MOST_NAMES = 8
"""Names that a sentence lists before it only counts the rest."""


def advice(
    rule: str,
    message: str,
    *,
    activity: str | None = None,
    because: Sequence[str] = (),
    suggestions: Sequence[str] = (),
) -> Finding:
    """Return a finding that breaks nothing; each reason has its source in brackets, if there is one."""
    return Finding(Severity.ADVICE, rule, activity, (), message, tuple(because), tuple(suggestions))


def by_phase(regimen: Regimen, judge: Callable[[Phase], Iterable[Finding]]) -> tuple[Finding, ...]:
    """Return the advice about all phases, each once.

    If it is not about every phase that has the activity, its sentence begins with the titles of those that it is about.
    """
    titles_of: dict[Finding, list[str]] = {}
    for phase in regimen.phases:
        for finding in judge(phase):
            titles_of.setdefault(finding, []).append(phase.title)

    def phases_with(activity_id: str | None) -> int:
        return sum(any(activity.id == activity_id for activity in phase.activities) for phase in regimen.phases)

    return tuple(
        finding
        if len(titles) == phases_with(finding.activity)
        else replace(finding, message=f"In {listed(titles)}, {finding.message}")
        for finding, titles in titles_of.items()
    )


def names(all_names: Iterable[str]) -> tuple[str, bool]:
    """Return names as a list in words, each once, and whether there are several."""
    once = tuple(dict.fromkeys(all_names))
    shown = once if len(once) <= MOST_NAMES else (*once[: MOST_NAMES - 1], counted(len(once) - MOST_NAMES + 1, "other"))
    return listed(shown), len(once) > 1
