"""From an independent instance to the product's request, through the files' own readers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from backplan.files.plan import parse_plan
from backplan.files.plan_writing import plan_to_data
from backplan.files.profile import parse_profile
from backplan.files.regimen import parse_regimen
from backplan.model.request import BusyEvent, PlanRequest
from backplan.model.time import Interval, instant
from tests.oracle.generate import earlier_plan

if TYPE_CHECKING:
    from backplan.model.plan import Plan, Session
    from tests.oracle.instance import Instance


class _Plain(yaml.SafeDumper):
    """Writes values out where they stand, as a person does, without anchors and aliases."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def request_of(problem: Instance) -> PlanRequest:
    """The request that the command line would make of the instance's files."""
    regimen = parse_regimen(_yaml(problem.regimen), "regimen.yaml", "regimen")
    profile = parse_profile(_yaml(problem.profile), "profile.yaml", regimen)
    history: tuple[Session, ...] = ()
    if problem.history:
        history = parse_plan(_yaml(earlier_plan(problem)), "after.yaml").sessions
    return PlanRequest(
        regimen=regimen,
        profile=replace(profile, busy=()),
        timezone=problem.zone,
        start=problem.start,
        weeks=problem.weeks,
        first_week=problem.first_week,
        history=history,
        busy=tuple(
            sorted(
                (BusyEvent(Interval(instant(start), instant(end)), "Busy") for start, end in problem.busy),
                key=lambda event: event.span,
            )
        ),
    )


def as_document(plan: Plan) -> dict[str, Any]:
    """The plan as its JSON would be read."""
    return plan_to_data(plan)


def _yaml(document: object) -> bytes:
    return yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True).encode()
