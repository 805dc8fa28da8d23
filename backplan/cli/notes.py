"""What a person is told besides the data: where a plan may not be what was meant, and how it falls short."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backplan import app
from backplan.files.bundled import figure_names
from backplan.language import wording
from backplan.language.precautions import Level
from backplan.language.suggest import nearest
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
"""Shortfalls named one by one on standard error; more of them are only counted there."""
_WHEN = {
    Level.EMERGENCY: "get emergency help",
    Level.STOP: "stop and call",
    Level.DOCTOR: "see a doctor first",
}


def note_place(environment: Environment, earlier: Plan, file: Path, request: PlanRequest) -> None:
    """Say which week a plan begins with that continues another one."""
    week = f"Week {request.first_week + 1}"
    if request.regimen.id != earlier.regimen_id:
        environment.say(
            f"Note: {file} is a plan of '{earlier.regimen_id}'. This one is of '{request.regimen.id}'"
            f" and begins with its own week 1."
        )
        return
    place = continuation(earlier, request.start, request.regimen.id)
    if place.weeks_off:
        off = "a week" if place.weeks_off == 1 else wording.counted(place.weeks_off, "week")
        environment.say(f"Note: {week} again: you were off for {off}. If it is still too much, ask your therapist.")
    elif request.start < earlier.end:
        last = earlier.end - timedelta(days=1)
        day = wording.short_day(last) if last.year == request.start.year else wording.short_day_and_year(last)
        environment.say(f"Note: this plan begins before the earlier one ends, on {day}. It begins with {week.lower()}.")


def note_calendars(environment: Environment, earlier: Plan, file: Path, busy: Sequence[str]) -> None:
    """Say that busy times end with the plan that was made around them."""
    if earlier.made_from is not None and earlier.made_from.busy and not busy:
        environment.say(f"Note: {file} was planned around your calendar, and this plan is not.")
        environment.say("To plan around it again, name it with --busy.")


def note_days(environment: Environment, request: PlanRequest, today: date, away: Sequence[DateRange]) -> None:
    """Say where the days that were asked for may not be the ones that were meant."""
    end = request.start + timedelta(weeks=request.weeks)
    if end <= today:
        environment.say("Note: these weeks are over.")
    for days in away:
        if days.last < request.start or days.first >= end:
            first, last = (wording.short_day_and_year(day) for day in (days.first, days.last))
            said = f"{first} is" if first == last else f"{first} to {last} are"
            environment.say(f"Note: {said} outside these weeks.")


def note_sheet(environment: Environment, source: str, regimen: Regimen, clinic: Clinic | None = None) -> None:
    """Say what of a sheet its makers may not expect: text that nobody gave, drawings that do not exist."""
    if unsaid := app.sheets.unsaid_levels(regimen, clinic):
        when = wording.listed((_WHEN[level] for level in unsaid), "or")
        environment.say(
            f"Note: {source} does not say when to {when}, so the sheet uses backplan's default text for that."
        )
        environment.say("Check it before a patient reads it, or write precautions of your own.")
    for name in app.sheets.missing_figures(regimen):
        near = nearest(name, figure_names()) or "`backplan figure` lists them all"
        environment.say(f"Note: no drawing named '{name}'; its card will have none; {near}")


def note_times(environment: Environment, made: Plan, today: date) -> None:
    """Say where a plan that begins today has sessions at times that have passed."""
    now = environment.now()
    passed = [one for one in made.sessions if one.start.date() == today and one.start < now and not one.fixed]
    if passed and made.start == today:
        what = f"{len(passed)} of today's sessions are" if len(passed) > 1 else "1 of today's sessions is"
        environment.say(f"Note: {what} already past; skip {'them' if len(passed) > 1 else 'it'}.")


def shortfalls(made: Plan) -> tuple[str, ...]:
    """Return what each broken limit and each missed dose says."""
    serious = {Severity.LIMIT, Severity.DOSE}
    return tuple(finding.message for finding in made.findings if finding.severity in serious)


def warn(environment: Environment, made: Plan, *, told: bool) -> None:
    """Say that a plan falls short; in what, unless the page on the same screen has told it."""
    messages = shortfalls(made)
    if not messages:
        return
    ways = wording.counted(len(messages), "way")
    environment.say(f"Warning: this plan does not meet the prescription in {ways}.")
    if told:
        return
    for message in messages[:WARNED]:
        environment.say(f"  {message}")
    if len(messages) > WARNED:
        environment.say(f"  And {len(messages) - WARNED} more; the plan's findings name them all.")
