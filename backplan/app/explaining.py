"""Why a session is where it is in a plan, or why it is not somewhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backplan.checker.check import check
from backplan.errors import UsageError
from backplan.explain.why import refused
from backplan.explain.why import why as answer
from backplan.language.wording import short_day
from backplan.model.finding import Severity
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.plan import Plan
    from backplan.model.question import Answer, Question
    from backplan.model.request import PlanRequest


def why(request: PlanRequest, plan: Plan, question: Question, today: date | None = None) -> Answer:
    """Return why an activity is on a day of a plan or at a time, or why it is not, by planning with that changed.

    The plan may have been changed since it was made from the request. If the question is about `today` or a later day
    of the plan, everything before today counts as done and stays; otherwise the whole plan may change.

    Raises:
        UsageError: the question is about another day or an unknown activity, or something else in the plan breaks a
            limit, so that it cannot be compared with another.
    """
    activities = request.regimen.activity_ids
    if question.activity not in activities:
        raise UsageError(
            f"The regimen '{request.regimen.id}' has no activity '{question.activity}'.",
            f"Its activities are: {', '.join(activities)}.",
        )
    if not plan.start <= question.on < plan.end:
        last = plan.end - timedelta(days=1)
        raise UsageError(
            f"{short_day(question.on)} is not in this plan.",
            f"The plan runs from {short_day(plan.start)} to {short_day(last)}.",
        )
    planned = {session.id for session in plan.sessions if not session.fixed}
    broken = [
        finding
        for finding in check(catalog(request), plan.sessions)
        if finding.severity is Severity.LIMIT and not planned.isdisjoint(finding.sessions)
    ]
    if not broken:
        return answer(request, plan, question, today if today is not None and plan.start <= today < plan.end else None)
    if (refusal := refused(request, plan, question, broken)) is not None:
        return refusal
    raise UsageError(
        f"This plan breaks a limit, so it cannot be compared with another plan. {broken[0].message}",
        "If it was made with a profile, a calendar or days away, give them here too.",
    )
