"""Findings about a given plan, why its doses are short, and what would fix it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from backplan.advice.findings import advice
from backplan.checker.check import check, in_order
from backplan.explain.explained_plan import explained_plan
from backplan.explain.mending import mended
from backplan.explain.what_if import pinned
from backplan.language.wording import listed, short_day
from backplan.model.finding import Finding, Severity
from backplan.model.profile import DateRange
from backplan.model.time import clock_text
from backplan.planner.plan import plan as planner_plan
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from backplan.model.plan import Plan
    from backplan.model.profile import Profile
    from backplan.model.request import PlanRequest

AGAIN = "plan these weeks again: a new plan can fit it in"
"""The suggestion if no small change helps and a new plan does."""


def check_plan(
    request: PlanRequest, plan: Plan, profile: Profile, *, today: date, notes: Sequence[Finding] = ()
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a plan that a person may have changed, with reasons and tested changes.

    Args:
        request: what the plan was made from; `request_of_plan` returns it.
        plan: the plan as it is now.
        profile: the patient's, with all its appointments; those that the plan lacks are reported.
        today: today's date in the plan's zone; no change to a day before it is suggested.
        notes: findings from reading the plan.
    """
    rules = catalog(request)
    findings = mended(rules, plan.sessions, check(rules, plan.sessions), today)
    if any(finding.severity is Severity.DOSE for finding in findings):
        fresh = explained_plan(request)
        # Planned only if needed.
        still_short = cache(lambda: _still_short(request, plan, today))
        findings = [_explained(finding, fresh, still_short, today) for finding in findings]
    return in_order(rules, (*findings, *_missing_appointments(request, plan, profile), *notes))


def _explained(finding: Finding, fresh: Plan, still_short: Callable[[], Sequence[Finding]], today: date) -> Finding:
    """Return a short dose with the reasons why no plan would meet it, or with the advice to make a new one.

    Args:
        finding: about the plan as it is.
        fresh: the best plan of all its days.
        still_short: returns what is short whatever is done from today on.
        today: nothing before this day can be changed.
    """
    if finding.severity is not Severity.DOSE:
        return finding
    for similar in fresh.findings:
        if not _is_alike(similar, finding) or not set(similar.days) <= set(finding.days):
            continue
        because = similar.because
        if because and similar.days != finding.days:
            because = (f"on {listed(map(short_day, similar.days))}: {'; '.join(because)}",)
        # What would have helped on past days does not help now.
        ahead = similar.suggestions if similar.days[0] >= today else ()
        return replace(finding, because=because, suggestions=tuple(dict.fromkeys((*finding.suggestions, *ahead))))
    if finding.suggestions or any(
        _is_alike(other, finding) and set(other.days) & set(finding.days) for other in still_short()
    ):
        return finding
    return replace(finding, suggestions=(AGAIN,))


def _is_alike(finding: Finding, other: Finding) -> bool:
    return (finding.severity, finding.rule, finding.activity) == (other.severity, other.rule, other.activity)


def _still_short(request: PlanRequest, plan: Plan, today: date) -> tuple[Finding, ...]:
    """Return what is short in the best plan that keeps the days before today as they are."""
    past_days = DateRange(plan.start, today - timedelta(days=1))
    past = [session for session in plan.sessions if plan.start <= session.start.date() < today]
    away = (*request.profile.away, past_days) if today > plan.start else request.profile.away
    rules = pinned(catalog(replace(request, profile=replace(request.profile, away=away))), past)
    made = planner_plan(rules)
    return check(catalog(request), (*made.sessions, *(session for session in past if not session.fixed)))


def _missing_appointments(request: PlanRequest, plan: Plan, profile: Profile) -> Iterator[Finding]:
    """Yield advice about the profile's appointments that the plan should have, but has not."""
    fixed = {
        (session.activity, session.start.date(), session.clock_minute) for session in plan.sessions if session.fixed
    }
    for visit in profile.appointments:
        if plan.start <= visit.on < plan.end and (visit.activity, visit.on, visit.at) not in fixed:
            title = request.regimen.title_of(visit.activity)
            missing = advice(
                "appointments",
                f"{title} on {short_day(visit.on)} at {clock_text(visit.at)} is an appointment in the profile, but not "
                "in this plan.",
                activity=visit.activity,
                suggestions=("make the plan again with this profile",),
            )
            yield replace(missing, days=(visit.on,))
