"""What is to be known about a given plan: its findings, why its doses are short, and what would mend it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.advice.explained_plan import explained_plan
from backplan.advice.made import advice
from backplan.advice.mending import mended
from backplan.checker.check import check, in_order
from backplan.model.finding import Severity
from backplan.model.time import clock_text
from backplan.rules.catalog import catalog
from backplan.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.profile import Profile
    from backplan.model.request import PlanRequest

AGAIN = "plan these weeks again: a new plan can have it"
"""Where no small change helps and a new plan does."""


def plan_findings(
    request: PlanRequest, plan: Plan, profile: Profile, today: date, notes: Sequence[Finding] = ()
) -> tuple[Finding, ...]:
    """All findings about a plan that a person may have changed, with their reasons and with changes that were tried.

    Args:
        request: what the plan was made from.
        plan: the plan as it is now.
        profile: the patient's, with all appointments that it names.
        today: the day in the plan's zone; nothing before it can be changed any more.
        notes: what was said when the plan was read.
    """
    rules = catalog(request)
    found = mended(rules, plan.sessions, check(rules, plan.sessions), today)
    if any(finding.severity is Severity.DOSE for finding in found):
        fresh = explained_plan(request)
        found = [_explained(finding, fresh, today) for finding in found]
    return in_order(rules, (*found, *_missing_appointments(request, plan, profile), *notes))


def _explained(finding: Finding, fresh: Plan, today: date) -> Finding:
    """A short dose, with the reasons for which no plan would meet it, or with the word that a new one would."""
    if finding.severity is not Severity.DOSE:
        return finding
    same = [one for one in fresh.findings if (one.severity, one.rule, one.activity) == _kind(finding)]
    for one in same:
        if set(one.days) & set(finding.days):
            suggestions = tuple(dict.fromkeys((*finding.suggestions, *one.suggestions)))
            return replace(finding, because=one.because, suggestions=suggestions)
    if not finding.suggestions and finding.days[-1] >= today:
        return replace(finding, suggestions=(AGAIN,))
    return finding


def _kind(finding: Finding) -> tuple[Severity, str, str | None]:
    return (finding.severity, finding.rule, finding.activity)


def _missing_appointments(request: PlanRequest, plan: Plan, profile: Profile) -> Iterator[Finding]:
    """Appointments of the profile that the plan should have, and has not."""
    held = {
        (one.activity, one.start.date(), one.start.hour * 60 + one.start.minute) for one in plan.sessions if one.fixed
    }
    for one in profile.appointments:
        if plan.start <= one.on < plan.end and (one.activity, one.on, one.at) not in held:
            title = request.regimen.title_of(one.activity)
            yield replace(
                advice(
                    "appointments",
                    f"{title} on {short_day(one.on)} at {clock_text(one.at)} is an appointment of the profile; "
                    "this plan does not have it.",
                    activity=one.activity,
                    suggestions=("make the plan again with this profile",),
                ),
                days=(one.on,),
            )
