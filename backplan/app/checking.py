"""What is wrong with a plan, a regimen or a profile, and what would make it better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.advice.plan import check_plan
from backplan.advice.profile import profile_advice, unreadable_busy
from backplan.advice.regimen import check_regimen
from backplan.app.planning import read_busy, refuse_unknown, request_of_plan
from backplan.checker.check import check
from backplan.errors import BackplanError
from backplan.model.finding import Severity
from backplan.model.profile import Profile
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

__all__ = ["check_plan", "check_profile", "check_regimen", "misfits"]


def check_profile(
    profile: Profile,
    regimen: Regimen | None = None,
    *,
    timezone: str,
    today: date,
    start: date | None = None,
    weeks: int = 1,
) -> tuple[Finding, ...]:
    """Return advice about a profile and its busy calendars; with a regimen, also about sessions that do not fit.

    `timezone` is the IANA name of the zone if the profile names none, and `start` the plan's first day, if known.

    Raises:
        UsageError: the profile does not fit the regimen, as for `plan_request`.
    """
    zone = profile.timezone or timezone
    if regimen is not None:
        refuse_unknown(regimen, profile, zone)
    findings = list(profile_advice(profile, regimen, today=today, start=start, weeks=weeks))
    for path in profile.busy:
        try:
            read_busy((path,), start or today, weeks, zone)
        except BackplanError as error:
            findings.append(unreadable_busy(path, error))
    return tuple(findings)


def misfits(plan: Plan, regimen: Regimen, *, lived: bool) -> tuple[Finding, ...]:
    """Return the limits and doses that a plan breaks without saying so, because it or its regimen was changed.

    Whatever else it was made from, such as the hours of a profile, is not known and does not count. A plan that was
    read from a calendar (`lived`) does not have its findings, so its missed doses may be known; and its appointments
    are the clinic's.
    """
    serious = {Severity.LIMIT} if lived else {Severity.LIMIT, Severity.DOSE}
    known = {(finding.rule, finding.activity, finding.days[-1:]) for finding in plan.findings}
    fixed = {session.id for session in plan.sessions if session.fixed}
    return tuple(
        finding
        for finding in check(catalog(request_of_plan(plan, regimen, Profile())), plan.sessions)
        if finding.severity in serious
        and finding.rule != "available"
        and (finding.rule, finding.activity, finding.days[-1:]) not in known
        # A wait that began before the plan may have ended there, too.
        and not any(day < plan.start for day in finding.days)
        and not (lived and fixed.issuperset(finding.sessions))
    )
