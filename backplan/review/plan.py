"""What is to be known about a given plan: its findings, why its doses are short, and what would mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from backplan.checker.check import check, in_order
from backplan.explain.explained_plan import explained_plan
from backplan.explain.mending import mended
from backplan.explain.what_if import pinned
from backplan.language.wording import listed, short_day
from backplan.model.finding import Finding, Severity
from backplan.model.profile import DateRange
from backplan.model.time import clock_text
from backplan.planner.plan import plan as planner_plan
from backplan.review.advice import advice
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

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
        # Planned only where somebody needs to know.
        still = cache(lambda: _still_short(request, plan, today))
        found = [_explained(finding, fresh, still, today) for finding in found]
    return in_order(rules, (*found, *_missing_appointments(request, plan, profile), *notes))


def _explained(finding: Finding, fresh: Plan, still: Callable[[], Sequence[Finding]], today: date) -> Finding:
    """A short dose, with the reasons for which no plan would meet it, or with the word that a new one would.

    Args:
        finding: about the plan as it is.
        fresh: the plan that would be made of all its days.
        still: gives what is short whatever is done from today on.
        today: nothing before this day can be changed any more.
    """
    if finding.severity is not Severity.DOSE:
        return finding
    for one in fresh.findings:
        if not _is_alike(one, finding) or not set(one.days) <= set(finding.days):
            continue
        because = one.because
        if because and one.days != finding.days:
            because = (f"on {listed(map(short_day, one.days))}: {'; '.join(because)}",)
        # What would have helped on days that are over helps no more.
        ahead = one.suggestions if one.days[0] >= today else ()
        return replace(finding, because=because, suggestions=tuple(dict.fromkeys((*finding.suggestions, *ahead))))
    if finding.suggestions or any(_is_alike(one, finding) and set(one.days) & set(finding.days) for one in still()):
        return finding
    return replace(finding, suggestions=(AGAIN,))


def _is_alike(one: Finding, other: Finding) -> bool:
    return (one.severity, one.rule, one.activity) == (other.severity, other.rule, other.activity)


def _still_short(request: PlanRequest, plan: Plan, today: date) -> tuple[Finding, ...]:
    """What is short in the best plan in which the days before today stay as they were."""
    over = DateRange(plan.start, today - timedelta(days=1))
    past = [one for one in plan.sessions if plan.start <= one.start.date() < today]
    away = (*request.profile.away, over) if today > plan.start else request.profile.away
    rules = pinned(catalog(replace(request, profile=replace(request.profile, away=away))), past)
    made = planner_plan(rules)
    return check(catalog(request), (*made.sessions, *(one for one in past if not one.fixed)))


def _missing_appointments(request: PlanRequest, plan: Plan, profile: Profile) -> Iterator[Finding]:
    """Appointments of the profile that the plan should have, and has not."""
    held = {(one.activity, one.start.date(), one.clock_minute) for one in plan.sessions if one.fixed}
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
