"""How advice is made, and how advice about the phases of a regimen becomes advice about the regimen."""

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
    """A finding that breaks nothing.

    Args:
        rule: the key by which the reference explains it.
        message: one sentence.
        activity: the id that it is about.
        because: why it matters, each with its source in brackets where there is one.
        suggestions: what to write instead.
    """
    return Finding(Severity.ADVICE, rule, activity, (), message, tuple(because), tuple(suggestions))


def by_phase(regimen: Regimen, judge: Callable[[Phase], Iterable[Finding]]) -> tuple[Finding, ...]:
    """Advice about each phase, the same advice once.

    Where it does not hold for every phase that has the activity, its sentence begins with the titles of those for
    which it does.
    """
    found: dict[Finding, list[str]] = {}
    for phase in regimen.phases:
        for finding in judge(phase):
            found.setdefault(finding, []).append(phase.title)
    return tuple(
        finding
        if len(titles) == sum(any(one.id == finding.activity for one in phase.activities) for phase in regimen.phases)
        else replace(finding, message=f"In {listed(titles)}, {finding.message}")
        for finding, titles in found.items()
    )


def names(all_names: Iterable[str]) -> tuple[str, bool]:
    """Names as the beginning of a sentence, each once, and whether its verb is about several."""
    once = tuple(dict.fromkeys(all_names))
    shown = once if len(once) <= MOST_NAMES else (*once[: MOST_NAMES - 1], counted(len(once) - MOST_NAMES + 1, "other"))
    return listed(shown), len(once) > 1
