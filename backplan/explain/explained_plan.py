"""A plan with everything that is to be known about it, each short dose with its reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.checker.check import check
from backplan.planner.plan import plan
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest


def explained_plan(request: PlanRequest) -> Plan:
    """Return the plan of least cost, with findings for everything in which it falls short."""
    rules = catalog(request)
    made = plan(rules)
    findings = check(rules, made.sessions)
    if findings:
        from backplan.explain.causes import explained  # noqa: PLC0415 - most plans need no explanation

        findings = explained(request, made, findings)
    return replace(made, findings=findings)
