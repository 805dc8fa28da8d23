"""The commands: a few lines each that gather values, ask `backplan.app`, and show what comes back.

Typer reads these annotations when the program runs, so this module does not postpone them.
"""

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import typer

from backplan import app
from backplan.cli import options
from backplan.cli.environment import Surroundings
from backplan.cli.program import program
from backplan.errors import ExitStatus, UsageError
from backplan.files.disk import read_bytes
from backplan.language import wording
from backplan.language.precautions import Level
from backplan.language.reading import QuantityError, calendar_date, nearest
from backplan.model.clinic import Clinic
from backplan.model.continuation import continuation
from backplan.model.finding import Severity
from backplan.model.plan import Plan
from backplan.model.profile import DateRange, Profile
from backplan.model.regimen import Regimen
from backplan.model.request import PlanRequest

WARNED = 5
"""Shortfalls told one by one on standard error; more of them are only counted there."""
DEFAULT_REGIMEN = "low-back"
"""What is planned if no regimen is named and no plan is continued."""


@program.command(
    epilog="\b\nExamples:\n"
    "  backplan plan low-back --start monday --weeks 4\n"
    "  backplan plan low-back --profile me.yaml --output my-plan.ics\n"
    "  backplan plan low-back --away '2026-12-24 to 2026-12-26' --format json\n"
    "  backplan plan low-back --after my-plan.ics\n"
)
def plan(
    context: typer.Context,
    regimen: options.Regimen = None,
    start: options.Start = None,
    weeks: options.Weeks = 1,
    profile: options.ProfileFile = None,
    timezone: options.Timezone = None,
    busy: options.Busy = None,
    away: options.Away = None,
    plan_format: options.Format = None,
    output: options.Output = None,
    strict: options.Strict = False,
    after: options.After = None,
    group: options.GroupBy = "session",
    busy_events: options.BusyEvents = False,
) -> ExitStatus:
    """Make the best plan that obeys a regimen, and show it, print it or write it to files."""
    # The same file said twice is written, and told of, once.
    around, files = context.ensure_object(Surroundings), tuple(dict.fromkeys(output or ()))
    _refuse_date(regimen, away or ())
    request, today = requested(around, regimen, start, weeks, profile, timezone, busy or (), away or (), after)
    _refuse_loss(files, regimen, profile, (*request.profile.busy, *(busy or ())), after)
    note_days(around, request, today, away or ())
    with around.working(f"Planning {wording.counted(weeks, 'week')}"):
        made = app.make_plan(request)
    _note_times(around, made, today)
    if any(file.plan_format is app.PlanFormat.PDF for file in files):
        note_sheet(around, regimen or request.regimen.id, request.regimen)
    app.save(dict(_contents(made, request, files, group=group, busy_events=busy_events)))
    if plan_format is not None or around.on_terminal or not files:
        _show(
            around,
            made,
            request,
            today,
            plan_format or app.PlanFormat.TABLE,
            _next_steps(context, made, request.regimen),
        )
    for file in files:
        around.say(f"Wrote {file.path} ({wording.counted(len(made.sessions), 'session')})")
    warn(around, made, told=around.on_terminal and plan_format in {None, app.PlanFormat.TABLE})
    return ExitStatus.FOUND if strict and _shortfalls(made) else ExitStatus.OK


@program.command(epilog="\b\nExamples:\n  backplan regimens\n  backplan regimens low-back\n")
def regimens(context: typer.Context, name: options.ShownRegimen = None) -> None:
    """List the bundled regimens, or show one in words."""
    around = context.ensure_object(Surroundings)
    if name is None:
        _list_regimens(around)
        return
    shown = app.read_regimen(name)
    if around.on_terminal:
        from backplan.render.regimen_page import regimen_page  # loads rich

        around.show_page(lambda width: regimen_page(shown, width))
    else:
        from backplan.render.regimen import regimen_text

        around.show_text(regimen_text(shown))


def _list_regimens(around: Surroundings) -> None:
    if around.on_terminal:
        from backplan.render.regimen_page import regimens_page  # loads rich

        known = tuple((one.name, one.title, one.summary) for one in app.bundled_regimens())
        around.show_page(lambda width: regimens_page(known, width))
    else:
        around.show_text("".join(f"{name}\n" for name in app.bundled_names()))


@program.command(epilog="\b\nExamples:\n  backplan new my-back.yaml --from low-back\n  backplan plan my-back.yaml\n")
def new(context: typer.Context, file: options.NewFile, source: options.CopiedRegimen = "low-back") -> None:
    """Write a copy of a bundled regimen, to be changed into your own."""
    around = context.ensure_object(Surroundings)
    if file.suffix.lower() not in {".yaml", ".yml"}:
        raise UsageError(f"A regimen is a .yaml file, and {file} is not.", f"Name it {file.stem or 'my'}.yaml.")
    text = app.regimen_copy(source)
    if os.path.lexists(file):
        raise UsageError(f"{file} exists already and stays as it is.", "Choose another name.")
    app.save({file: text.encode()})
    around.say(f"Wrote {file}, a copy of {source}.")
    around.say("Change it in any text editor, then plan with it:")
    around.say(f"  {shlex.join(('backplan', 'plan', str(file)))}")


def requested(
    around: Surroundings,
    regimen: str | None,
    start: options.StartDay | None,
    weeks: int,
    profile: Path | None,
    timezone: str | None,
    busy: Sequence[str],
    away: Sequence[DateRange],
    after: Path | None,
) -> tuple[PlanRequest, date]:
    """What to plan, and the day that it is in the plan's zone.

    What is not named is the earlier plan's, where one is continued (contract section 5).
    """
    earlier = app.read_plan(after) if after else None
    if regimen is None and after is not None and earlier is not None:
        prescription = app.regimen_to_continue(earlier, after)
    else:
        prescription = app.read_regimen(regimen or DEFAULT_REGIMEN)
    if profile is not None:
        person = app.read_profile(profile, prescription)
    elif after is not None and earlier is not None:
        person = app.profile_to_continue(earlier, after, prescription)
        _note_calendars(around, earlier, after, busy)
    else:
        person = Profile()
    if earlier is not None and not away and (profile is None or not person.away):
        person = replace(person, away=tuple(dict.fromkeys((*person.away, *earlier.away))))
    own_zone = None if profile is None else person.timezone
    zone = timezone or own_zone or (around.zone() if earlier is None else earlier.timezone)
    today = around.today(zone)
    request = app.request(
        prescription,
        person,
        start=start.on(today) if start else None,
        weeks=weeks,
        timezone=zone,
        today=today,
        busy_files=busy,
        away=away,
        after=earlier,
    )
    if earlier is not None and after is not None:
        _note_place(around, earlier, after, request)
        if earlier.timezone != zone:
            around.say(f"Note: times are in {zone}, those of {after} in {earlier.timezone}.")
            around.say(f"To keep them, give --timezone {earlier.timezone}.")
    return request, today


def _refuse_date(regimen: str | None, away: Sequence[DateRange]) -> None:
    """A date in the regimen's place is most often the rest of a range that was not quoted.

    Raises:
        UsageError: it is a date.
    """
    try:
        day = calendar_date(regimen or "")
    except QuantityError:
        return
    hint = f"A first day is given with --start {day}."
    if away:
        first, last = sorted((away[-1].first, day))
        hint = f"Days from one date to another are written --away '{first} to {last}'."
    raise UsageError(f"A regimen's name or file belongs where '{regimen}' stands.", hint)


def _refuse_loss(
    files: Sequence[options.OutputFile],
    regimen: str | None,
    profile: Path | None,
    busy: Sequence[str],
    after: Path | None,
) -> None:
    """No file takes the place of one that the plan is made from: planning again would then start from the result.

    Raises:
        UsageError: an output is one of the inputs, by whatever spelling of its path.
    """
    read = [(after, "the plan to go on from")] if after else []
    read += [(profile, "the profile")] if profile else []
    read += [(Path(calendar), "a calendar that this plan keeps clear of") for calendar in busy]
    read += [(Path(regimen), "the regimen")] if regimen else []
    for file in files:
        for path, role in read:
            if _same_file(file.path, path):
                raise UsageError(
                    f"{file.path} is {role}, and writing over it would lose it.",
                    f"Choose another name, such as {_next_name(file.path)}.",
                )


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        # What does not exist cannot be lost; a file that cannot be read is told of where it is read.
        return False


def _next_name(path: Path) -> Path:
    """`my-plan-2.ics` for `my-plan.ics`, `my-plan-3.ics` for `my-plan-2.ics`; a date's day at the end is no count."""
    counted = re.fullmatch(r"(.+)(?<![0-9]{4}-[0-9]{2})-([1-9][0-9]{0,2})", path.stem)
    name, number = (counted[1], int(counted[2])) if counted else (path.stem, 1)
    return path.with_name(f"{name}-{number + 1}{path.suffix}")


def _note_place(around: Surroundings, earlier: Plan, file: Path, request: PlanRequest) -> None:
    """Say where a plan stands that continues another one."""
    week = f"Week {request.first_week + 1}"
    if request.regimen.id != earlier.regimen_id:
        around.say(
            f"Note: {file} is a plan of '{earlier.regimen_id}'. This one is of '{request.regimen.id}'"
            f" and begins with its own week 1."
        )
        return
    place = continuation(earlier, request.start, request.regimen.id)
    if place.weeks_off:
        off = "a week" if place.weeks_off == 1 else wording.counted(place.weeks_off, "week")
        around.say(f"Note: {week} again: you were off for {off}. If it is still too much, ask your therapist.")
    elif request.start < earlier.end:
        last = earlier.end - timedelta(days=1)
        day = wording.short_day(last) if last.year == request.start.year else wording.short_day_and_year(last)
        around.say(f"Note: this plan begins before the earlier one ends, on {day}. It begins with {week.lower()}.")


def _note_calendars(around: Surroundings, earlier: Plan, file: Path, busy: Sequence[str]) -> None:
    """Say that busy times end with the plan that was made around them."""
    if earlier.made_from is not None and earlier.made_from.busy and not busy:
        around.say(f"Note: {file} was planned around your calendar, and this plan is not.")
        around.say("To plan around it again, name it with --busy.")


def note_days(around: Surroundings, request: PlanRequest, today: date, away: Sequence[DateRange]) -> None:
    """Says where the days that were asked for may not be the ones that were meant."""
    end = request.start + timedelta(weeks=request.weeks)
    if end <= today:
        around.say("Note: these weeks are over.")
    for days in away:
        if days.last < request.start or days.first >= end:
            first, last = (wording.short_day_and_year(day) for day in (days.first, days.last))
            said = f"{first} is" if first == last else f"{first} to {last} are"
            around.say(f"Note: {said} outside these weeks.")


_WHEN = {
    Level.EMERGENCY: "get emergency help",
    Level.STOP: "stop and call",
    Level.DOCTOR: "see a doctor first",
}


def note_sheet(around: Surroundings, source: str, regimen: Regimen, clinic: Clinic | None = None) -> None:
    """Says what of a sheet its makers may not expect: words that nobody gave, drawings that there are not."""
    if unsaid := app.unsaid_levels(regimen, clinic):
        when = wording.listed((_WHEN[level] for level in unsaid), "or")
        around.say(f"Note: {source} does not say when to {when}, so the sheet has a template's words on that.")
        around.say("Check them before a patient reads them, or write precautions of your own.")
    for name in app.missing_figures(regimen):
        near = nearest(name, app.figure_names()) or "`backplan figure` lists them all"
        around.say(f"Note: there is no drawing '{name}', so its card has none; {near}")


def _note_times(around: Surroundings, made: Plan, today: date) -> None:
    """Says where a plan that begins today has sessions at times that have passed."""
    now = around.now()
    passed = [one for one in made.sessions if one.start.date() == today and one.start < now and not one.fixed]
    if passed and made.start == today:
        what = wording.counted(len(passed), "session")
        around.say(f"Note: {what} of today {'was' if len(passed) == 1 else 'were'} before now. Leave out what is past.")


def _contents(
    made: Plan,
    request: PlanRequest,
    files: Sequence[options.OutputFile],
    *,
    group: app.Group,
    busy_events: bool,
) -> Iterator[tuple[Path, bytes]]:
    """What each file will hold; a calendar keeps the stamps of the one whose place it takes."""
    for file in files:
        is_calendar = file.plan_format is app.PlanFormat.ICS
        previous = None
        if is_calendar and file.path.is_file():
            previous = read_bytes(file.path, largest=app.LARGEST_FILE) or None
        content = app.written(made, request, file.plan_format, group=group, busy_events=busy_events, previous=previous)
        yield file.path, content


def _show(
    around: Surroundings,
    made: Plan,
    request: PlanRequest,
    today: date,
    plan_format: app.PlanFormat,
    next_steps: tuple[tuple[str, tuple[str, ...]], ...],
) -> None:
    """The plan on standard output: a page for people, or data."""
    if plan_format is not app.PlanFormat.TABLE:
        around.write(app.written(made, request, plan_format))
        return
    from backplan.render.plan import NextStep, PlanView, plan_text

    view = PlanView(
        made,
        request.regimen,
        today,
        profile=request.profile,
        history=request.history,
        next_steps=tuple(NextStep(reason, command) for reason, command in next_steps),
        slack=app.slack(request, made, today),
    )
    if around.on_terminal:
        from backplan.render.plan_page import plan_page  # loads rich

        around.show_page(lambda width: plan_page(view, width))
    else:
        around.show_text(plan_text(view))


def _next_steps(context: typer.Context, made: Plan, regimen: Regimen) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What to do next, and the command for it, with the options that were given."""
    given = context.params
    named = given["regimen"] or (regimen.id if given["after"] is None else None)
    kept = ["backplan", "plan", *([named] if named else [])]
    for name in ("profile", "timezone"):
        if given[name] is not None:
            kept += [f"--{name}", str(given[name])]
    for calendar in given["busy"] or ():
        kept += ["--busy", calendar]
    if made.weeks != 1:
        kept += ["--weeks", str(made.weeks)]
    if given["group"] != "session":
        kept += ["--group", given["group"]]
    if given["busy_events"]:
        kept.append("--busy-events")
    # Days away pass, so they belong to this plan only.
    again = [*kept, "--start", made.start.isoformat()]
    for days in given["away"] or ():
        again += ["--away", str(days.first) if days.first == days.last else f"{days.first} to {days.last}"]
    if given["after"] is not None:
        again += ["--after", str(given["after"])]
    written = [
        file.path
        for file in given["output"] or ()
        if file.plan_format in {app.PlanFormat.ICS, app.PlanFormat.JSON, app.PlanFormat.YAML}
    ]
    unwritten = Path("my-plan.ics") if given["after"] is None else _next_name(given["after"].with_suffix(".ics"))
    steps = [] if written else [("Put it into your calendar:", (*again, "--output", str(unwritten)))]
    earlier = str(written[0] if written else unwritten)
    over = "When this week is over" if made.weeks == 1 else "When these weeks are over"
    # After a last phase that has weeks there is nothing to go on with.
    if regimen.phase_at(made.first_week + made.weeks) is not None:
        steps.append((f"{over}, go on with the next:", (*kept, "--after", earlier)))
    if shown := named or (regimen.id if regimen.id in app.bundled_names() else None):
        steps.append(("How each exercise is done, and when to stop:", ("backplan", "regimens", shown)))
    return tuple(steps)


def _shortfalls(made: Plan) -> tuple[str, ...]:
    """What each broken limit and each missed dose says."""
    serious = {Severity.LIMIT, Severity.DOSE}
    return tuple(finding.message for finding in made.findings if finding.severity in serious)


def warn(around: Surroundings, made: Plan, *, told: bool) -> None:
    """Says that a plan falls short; in what, unless the page on the same screen has told it."""
    messages = _shortfalls(made)
    if not messages:
        return
    ways = wording.counted(len(messages), "way")
    around.say(f"Warning: this plan does not meet the prescription in {ways}.")
    if told:
        return
    for message in messages[:WARNED]:
        around.say(f"  {message}")
    if len(messages) > WARNED:
        around.say(f"  And {len(messages) - WARNED} more; the plan's findings name them all.")
