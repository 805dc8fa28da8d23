"""The commands that a plan's page suggests next, with the options that were given for this one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from backplan.files.bundled import bundled_names
from backplan.model.plan_format import PlanFormat
from backplan.render.plan import NextStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.cli.inputs import Inputs
    from backplan.cli.values import OutputFile
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

_READABLE = {PlanFormat.ICS, PlanFormat.JSON, PlanFormat.YAML}


def next_steps(
    inputs: Inputs, files: Sequence[OutputFile], event_options: Sequence[str], plan: Plan, regimen: Regimen
) -> Iterator[NextStep]:
    """Yield what to do next with a plan that was written to some files, and the command for it."""
    name = inputs.regimen or (regimen.id if inputs.after is None else None)
    kept = [*_kept(inputs, name, plan.weeks), *event_options]
    # A calendar carries less than the other formats.
    readable = [file for file in files if file.plan_format in _READABLE]
    written = min(readable, key=lambda file: file.plan_format is PlanFormat.ICS, default=None)
    calendar = Path("my-plan.ics") if inputs.after is None else next_name(inputs.after.with_suffix(".ics"))
    plan_file = calendar.with_suffix(".json")
    if written is None:
        again = (*kept, *_of_this_plan(inputs, plan), "--output", str(calendar), "--output", str(plan_file))
        yield NextStep("Add it to your calendar, and keep the plan:", again)
    # After a last phase that has weeks there is nothing to continue with.
    if regimen.phase_at(plan.regimen_week(plan.weeks)) is not None:
        over = "When this week is over" if plan.weeks == 1 else "When these weeks are over"
        yield NextStep(f"{over}, continue with:", (*kept, "--after", str(written.path if written else plan_file)))
    if shown := name or (regimen.id if regimen.id in bundled_names() else None):
        yield NextStep("See how to do each exercise and when to stop:", ("backplan", "regimens", shown))


def _kept(inputs: Inputs, name: str | None, weeks: int) -> Iterator[str]:
    """Yield the command with the options that later plans keep."""
    yield from ("backplan", "plan", *([name] if name else ()))
    if inputs.profile is not None:
        yield from ("--profile", str(inputs.profile))
    if inputs.timezone is not None:
        yield from ("--timezone", inputs.timezone)
    for calendar in inputs.busy:
        yield from ("--busy", calendar)
    if weeks != 1:
        yield from ("--weeks", str(weeks))


def _of_this_plan(inputs: Inputs, plan: Plan) -> Iterator[str]:
    """Yield the options that belong to this plan only: its start, days away, the plan before."""
    yield from ("--start", plan.start.isoformat())
    for days in inputs.away:
        yield from ("--away", str(days.first) if days.first == days.last else f"{days.first} to {days.last}")
    if inputs.after is not None:
        yield from ("--after", str(inputs.after))


def next_name(path: Path) -> Path:
    """Return `my-plan-2.ics` for `my-plan.ics`, and `my-plan-3.ics` for that; a date at the end is not a count."""
    counted = re.fullmatch(r"(.+)(?<![0-9]{4}-[0-9]{2})-([1-9][0-9]{0,2})", path.stem)
    name, number = (counted[1], int(counted[2])) if counted else (path.stem, 1)
    return path.with_name(f"{name}-{number + 1}{path.suffix}")
