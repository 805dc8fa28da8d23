"""What is wrong with a plan, a regimen or a profile, and what would make it better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.app.planning import read_busy, refuse_unknown, request_of_plan
from backplan.checker.check import check
from backplan.errors import BackplanError
from backplan.model.finding import Severity
from backplan.model.profile import Profile
from backplan.review.plan import plan_findings
from backplan.review.profile import profile_advice, unreadable_busy
from backplan.review.regimen import regimen_advice
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest


def check_plan(
    request: PlanRequest, plan: Plan, profile: Profile, *, today: date, notes: Sequence[Finding] = ()
) -> tuple[Finding, ...]:
    """Find everything that is wrong with a plan that a person may have changed, why, and how to fix it.

    Args:
        request: what the plan was made from; `request_of_plan` finds it.
        plan: the plan as it is now.
        profile: the patient's; an appointment of it that the plan does not have is named.
        today: the day that it is in the plan's zone; changes to days before it are not suggested.
        notes: what was said when the plan was read from a calendar.
    """
    return plan_findings(request, plan, profile, today, notes)


def check_regimen(regimen: Regimen, weeks: int | None = None) -> tuple[Finding, ...]:
    """Find what could be better about a regimen: advice only, for its faults are named when it is read.

    Args:
        regimen: what is prescribed.
        weeks: how many weeks of it are planned, or None where that is open.
    """
    return regimen_advice(regimen, weeks)


def check_profile(
    profile: Profile,
    regimen: Regimen | None = None,
    *,
    timezone: str,
    today: date,
    start: date | None = None,
    weeks: int = 1,
) -> tuple[Finding, ...]:
    """Find what could be better about a profile, its busy calendars included: advice only.

    Args:
        profile: what the patient's life leaves room for.
        regimen: what is prescribed; without it, nothing is said of sessions that do not fit.
        timezone: IANA name of the zone of a profile that names none.
        today: the day on which it is asked.
        start: the plan's first day, or None where that is open.
        weeks: how many weeks are planned.

    Raises:
        UsageError: the profile and the regimen do not go together, as for `plan_request`.
    """
    if regimen is not None:
        refuse_unknown(regimen, profile, profile.timezone or timezone)
    found = list(profile_advice(profile, regimen, today=today, start=start, weeks=weeks))
    for path in profile.busy:
        try:
            read_busy((path,), start or today, weeks, profile.timezone or timezone)
        except BackplanError as error:
            found.append(unreadable_busy(path, error))
    return tuple(found)


def misfits(plan: Plan, regimen: Regimen, *, lived: bool) -> tuple[Finding, ...]:
    """Find the limits and doses that a plan breaks without saying so: it or its regimen was changed after it was made.

    Args:
        plan: the plan. What it was made from besides, such as the hours of a profile, is not known here and counts for
            nothing.
        regimen: what it is of.
        lived: it was read from a calendar, which does not hold what the plan told of: doses that it misses may be
            known, and appointments are the clinic's.
    """
    serious = {Severity.LIMIT} if lived else {Severity.LIMIT, Severity.DOSE}
    told = {(finding.rule, finding.activity, finding.days[-1:]) for finding in plan.findings}
    fixed = {session.id for session in plan.sessions if session.fixed}
    return tuple(
        finding
        for finding in check(catalog(request_of_plan(plan, regimen, Profile())), plan.sessions)
        if finding.severity in serious
        and finding.rule != "available"
        and (finding.rule, finding.activity, finding.days[-1:]) not in told
        # A wait that began before the plan may have ended there, too.
        and not any(day < plan.start for day in finding.days)
        and not (lived and fixed.issuperset(finding.sessions))
    )
