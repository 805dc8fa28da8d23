"""Notes and warnings: where a plan or a sheet may not be what was meant, and how a plan falls short."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backplan import app
from backplan.files.bundled import figure_names
from backplan.language import wording
from backplan.language.did_you_mean import nearest
from backplan.language.precautions import Level
from backplan.model.continuation import continuation
from backplan.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from backplan.cli.environment import Environment
    from backplan.model.clinic import Clinic
    from backplan.model.plan import Plan
    from backplan.model.profile import DateRange
    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest

WARNED = 5
"""Shortfalls listed on standard error; the rest are only counted there."""
_WHEN = {
    Level.EMERGENCY: "get emergency help",
    Level.STOP: "stop and call",
    Level.DOCTOR: "see a doctor first",
}


def note_place(environment: Environment, earlier: Plan, file: Path, request: PlanRequest) -> None:
    """Say in which week a plan starts that continues another one."""
    if request.regimen.id != earlier.regimen_id:
        environment.say(
            f"Note: {file} is a plan of '{earlier.regimen_id}'."
            f" This plan is of '{request.regimen.id}' and starts at week 1."
        )
        return
    week = f"week {request.first_week + 1}"
    weeks_off = continuation(earlier, request.start, request.regimen.id).weeks_off
    if weeks_off:
        off = "a week" if weeks_off == 1 else wording.counted(weeks_off, "week")
        again = f"Note: {wording.capitalized(week)} again: you were off for {off}."
        environment.say(f"{again} If that is still too much, ask your therapist.")
    elif request.start < earlier.end:
        last = earlier.end - timedelta(days=1)
        day = wording.short_day(last) if last.year == request.start.year else wording.short_day_and_year(last)
        environment.say(f"Note: the earlier plan runs until {day}, and this one starts before that, with {week}.")


def note_carried(
    environment: Environment, earlier: Plan, file: Path, busy: Sequence[str], left_out: Sequence[str]
) -> None:
    """Say what part of an earlier plan is missing in the plan that continues it."""
    if earlier.made_from is None and file.suffix.lower() == ".ics":
        environment.say("Note: a calendar carries neither your profile nor the sessions before its plan.")
        environment.say("To keep them, continue from the plan's .json file, or give your profile with --profile.")
    elif earlier.made_from is not None and earlier.made_from.busy and not busy:
        environment.say(f"Note: {file} was planned around your calendar, but this plan is not.")
        environment.say("To plan around it again, add --busy with the calendar.")
    if left_out:
        environment.say(f"Note: not prescribed here, so left out: {wording.listed(left_out)}.")


def note_days(environment: Environment, request: PlanRequest, today: date, away: Sequence[DateRange]) -> None:
    """Say if the plan is in the past, or days away are outside it."""
    end = request.start + timedelta(weeks=request.weeks)
    if end <= today:
        environment.say("Note: all weeks of this plan are in the past.")
    for days in away:
        if days.last < request.start or days.first >= end:
            first, last = map(wording.short_day_and_year, (days.first, days.last))
            range_away = f"day away {first} is" if first == last else f"days away {first} to {last} are"
            environment.say(f"Note: the {range_away} outside the weeks of this plan.")


def note_sheet(environment: Environment, source: str, regimen: Regimen, clinic: Clinic) -> None:
    """Say what on a sheet may be unexpected: default text, and drawings that do not exist."""
    if levels := app.sheets.default_levels(regimen, clinic):
        when = wording.listed((_WHEN[level] for level in levels), "or")
        environment.say(f"Note: {source} does not say when to {when}, so the sheet uses backplan's default text.")
        environment.say("Check this text before a patient reads it, or write your own precautions.")
    for name in app.sheets.missing_figures(regimen):
        near = wording.capitalized(nearest(name, figure_names())) or "Run `backplan figure` for the list."
        environment.say(f"Note: no drawing is named '{name}', so its card will have none. {near}")


def note_times(environment: Environment, plan: Plan, today: date) -> None:
    """Say how many sessions of a plan that starts today are already past."""
    now = environment.now()
    passed = [
        session
        for session in plan.sessions
        if session.start.date() == today and session.start < now and not session.fixed
    ]
    if passed and plan.start == today:
        what = f"{len(passed)} of today's sessions have" if len(passed) > 1 else "One of today's sessions has"
        environment.say(f"Note: {what} already passed; skip {'them' if len(passed) > 1 else 'it'}.")


def shortfalls(plan: Plan) -> tuple[str, ...]:
    """Return the message of each broken limit and each missed dose."""
    serious = {Severity.LIMIT, Severity.DOSE}
    return tuple(finding.message for finding in plan.findings if finding.severity in serious)


def warn(environment: Environment, plan: Plan, *, details: bool) -> None:
    """Say that a plan falls short and, with `details`, how."""
    messages = shortfalls(plan)
    if not messages:
        return
    ways = wording.counted(len(messages), "way")
    environment.say(f"Warning: this plan falls short of the prescription in {ways}.")
    if not details:
        return
    for message in messages[:WARNED]:
        environment.say(f"  {message}")
    if len(messages) > WARNED:
        environment.say(f"  And {len(messages) - WARNED} more; see the plan's findings for all of them.")
