"""Why a dose is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backplan.model.finding import Finding
    from backplan.model.request import PlanRequest


def explained(request: PlanRequest, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return findings
