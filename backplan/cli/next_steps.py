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

    from backplan.cli.asked import Asked
    from backplan.cli.values import OutputFile
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

_READ_AGAIN = {PlanFormat.ICS, PlanFormat.JSON, PlanFormat.YAML}


def next_steps(
    asked: Asked, files: Sequence[OutputFile], events: Sequence[str], made: Plan, regimen: Regimen
) -> Iterator[NextStep]:
    """Yield what to do next, and the command for it.

    Args:
        asked: what the plan was asked for with.
        files: where it was written.
        events: the options about calendar events that were given.
        made: the plan.
        regimen: what it is of.
    """
    named = asked.regimen or (regimen.id if asked.after is None else None)
    kept = [*_kept(asked, named, made.weeks), *events]
    written = next((file.path for file in files if file.plan_format in _READ_AGAIN), None)
    unwritten = Path("my-plan.ics") if asked.after is None else next_name(asked.after.with_suffix(".ics"))
    if written is None:
        again = (*kept, *_of_this_plan(asked, made), "--output", str(unwritten))
        yield NextStep("Put it into your calendar:", again)
    # After a last phase that has weeks there is nothing to go on with.
    if regimen.phase_at(made.first_week + made.weeks) is not None:
        over = "When this week is over" if made.weeks == 1 else "When these weeks are over"
        yield NextStep(f"{over}, go on with the next:", (*kept, "--after", str(written or unwritten)))
    if shown := named or (regimen.id if regimen.id in bundled_names() else None):
        yield NextStep("How each exercise is done, and when to stop:", ("backplan", "regimens", shown))


def _kept(asked: Asked, named: str | None, weeks: int) -> Iterator[str]:
    """Yield the command with what goes for later plans as well."""
    yield from ("backplan", "plan", *([named] if named else ()))
    if asked.profile is not None:
        yield from ("--profile", str(asked.profile))
    if asked.timezone is not None:
        yield from ("--timezone", asked.timezone)
    for calendar in asked.busy:
        yield from ("--busy", calendar)
    if weeks != 1:
        yield from ("--weeks", str(weeks))


def _of_this_plan(asked: Asked, made: Plan) -> Iterator[str]:
    """Yield the options that belong to this plan only: its start, days away, the plan before."""
    yield from ("--start", made.start.isoformat())
    for days in asked.away:
        yield from ("--away", str(days.first) if days.first == days.last else f"{days.first} to {days.last}")
    if asked.after is not None:
        yield from ("--after", str(asked.after))


def next_name(path: Path) -> Path:
    """Return `my-plan-2.ics` for `my-plan.ics`, `my-plan-3.ics` for that; a date's day at the end is no count."""
    counted = re.fullmatch(r"(.+)(?<![0-9]{4}-[0-9]{2})-([1-9][0-9]{0,2})", path.stem)
    name, number = (counted[1], int(counted[2])) if counted else (path.stem, 1)
    return path.with_name(f"{name}-{number + 1}{path.suffix}")
