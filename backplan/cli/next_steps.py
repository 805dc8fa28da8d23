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
    kept = [
        *("backplan", "plan", *([name] if name else ())),
        *_words("--profile", inputs.profile),
        *_words("--timezone", inputs.timezone),
        *_words("--busy", *inputs.busy),
        *_words("--weeks", plan.weeks if plan.weeks > 1 else None),
        *event_options,
    ]
    # A calendar carries less than the other formats.
    readable = [file for file in files if file.plan_format in _READABLE]
    written = min(readable, key=lambda file: file.plan_format is PlanFormat.ICS, default=None)
    calendar = Path("my-plan.ics") if inputs.after is None else next_name(inputs.after.with_suffix(".ics"))
    plan_file = calendar.with_suffix(".json")
    if written is None:
        away = [str(days.first) if days.first == days.last else f"{days.first} to {days.last}" for days in inputs.away]
        this_plan = [*_words("--start", plan.start), *_words("--away", *away), *_words("--after", inputs.after)]
        again = (*kept, *this_plan, *_words("--output", calendar, plan_file))
        yield NextStep("Add it to your calendar, and keep the plan:", again)
    # After a last phase that has weeks there is nothing to continue with.
    if regimen.phase_at(plan.regimen_week(plan.weeks)) is not None:
        over = "When this week is over" if plan.weeks == 1 else "When these weeks are over"
        yield NextStep(f"{over}, continue with:", (*kept, *_words("--after", written.path if written else plan_file)))
    if shown := name or (regimen.id if regimen.id in bundled_names() else None):
        yield NextStep("See how to do each exercise and when to stop:", ("backplan", "regimens", shown))


def _words(option: str, *values: object) -> list[str]:
    """Return an option with each of the values that are not None."""
    return [word for value in values if value is not None for word in (option, str(value))]


def next_name(path: Path) -> Path:
    """Return `my-plan-2.ics` for `my-plan.ics`, and `my-plan-3.ics` for that; a date at the end is not a count."""
    counted = re.fullmatch(r"(.+)(?<![0-9]{4}-[0-9]{2})-([1-9][0-9]{0,2})", path.stem)
    name, number = (counted[1], int(counted[2])) if counted else (path.stem, 1)
    return path.with_name(f"{name}-{number + 1}{path.suffix}")
