"""The command that plans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, get_args

import typer

import backplan
from backplan import app
from backplan.cli import options, values
from backplan.cli.environment import Environment
from backplan.cli.inputs import Inputs, new_request
from backplan.cli.next_steps import next_name, next_steps
from backplan.cli.notes import note_days, note_sheet, note_times, shortfalls, warn
from backplan.cli.options import choice, option
from backplan.cli.program import examples, single_command
from backplan.errors import ExitStatus, UsageError
from backplan.files.disk import save
from backplan.language.reading import QuantityError, calendar_date
from backplan.language.wording import counted
from backplan.model.clinic import Clinic
from backplan.model.plan import Plan
from backplan.model.plan_format import Group, PlanFormat
from backplan.model.request import MOST_WEEKS, PlanRequest
from backplan.render.plan import PlanView, plan_text

command = single_command()

FILES_ONLY = {
    name: f"{name} can only be written to a file; use --output my-plan.{name}"
    for name in (PlanFormat.ICS.value, PlanFormat.PDF.value)
}
SHOWN = tuple(word for word in PlanFormat if word.value not in FILES_ONLY)

Regimen = Annotated[
    str | None,
    typer.Argument(
        metavar="REGIMEN",
        help="Name of a bundled regimen, or your own file.  [default: low-back; with --after, the earlier plan's]",
        autocompletion=options.complete_regimen,
    ),
]
Weeks = Annotated[int, option("--weeks", "N", f"Number of weeks, 1 to {MOST_WEEKS}.", values.parse_weeks)]
Format = Annotated[PlanFormat | None, choice("--format", SHOWN, "Output format (default: table).", FILES_ONLY)]
Output = Annotated[
    list[values.OutputFile] | None,
    option(
        "--output -o",
        "FILE",
        "File to write; the suffix sets the format: .ics .pdf .json .yaml .md .csv. Repeatable.",
        values.parse_output,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with status 1 if a limit is broken or a dose is missed.")]
GroupBy = Annotated[Group, choice("--group", get_args(Group), "Calendar events: one per session or one per day.")]
BusyEvents = Annotated[
    bool, typer.Option("--busy-events", help="Show sessions as busy time in the calendar (default: free).")
]


@dataclass(frozen=True, slots=True)
class _Outputs:
    """The files to write a plan to, how to show it (None: not at all), and how to make calendar events of it."""

    files: Sequence[values.OutputFile]
    shown: PlanFormat | None
    group: Group
    busy_events: bool

    def event_options(self) -> list[str]:
        """Return the options about calendar events that were given."""
        group = [] if self.group == "session" else ["--group", self.group]
        return [*group, *(["--busy-events"] if self.busy_events else [])]


@command.command(
    epilog=examples(
        "plan low-back --start monday --weeks 4",
        "plan low-back --profile me.yaml --output my-plan.ics",
        "plan low-back --away '2026-12-24 to 2026-12-26' --format json",
        "plan low-back --after my-plan.ics",
    )
)
def plan(
    context: typer.Context,
    regimen: Regimen = None,
    start: options.Start = None,
    weeks: Weeks = 1,
    profile: options.ProfileFile = None,
    timezone: options.Timezone = None,
    busy: options.Busy = None,
    away: options.Away = None,
    plan_format: Format = None,
    output: Output = None,
    strict: Strict = False,
    after: options.After = None,
    group: GroupBy = "session",
    busy_events: BusyEvents = False,
) -> ExitStatus:
    """Make the best plan that follows a regimen.

    Show it, print it as data, or write it to files.
    """
    environment = context.ensure_object(Environment)
    inputs = Inputs(regimen, start, weeks, profile, timezone, busy or (), away or (), after)
    # A file that is named twice is written, and reported, once.
    files = tuple(dict.fromkeys(output or ()))
    shown = plan_format or (PlanFormat.TABLE if environment.on_terminal or not files else None)
    _refuse_date(inputs)
    request, today = new_request(environment, inputs)
    _refuse_loss(files, inputs, request)
    made = _made(environment, inputs, request, today)
    _hand_over(environment, inputs, _Outputs(files, shown, group, busy_events), made, request, today)
    warn(environment, made, details=not (environment.on_terminal and shown is PlanFormat.TABLE))
    return ExitStatus.FOUND if strict and shortfalls(made) else ExitStatus.OK


def _refuse_date(inputs: Inputs) -> None:
    """Refuse a date in place of the regimen: usually it is the rest of a range that was not quoted."""
    try:
        day = calendar_date(inputs.regimen or "")
    except QuantityError:
        return
    hint = f"To set the first day, use --start {day}."
    if inputs.away:
        first, last = sorted((inputs.away[-1].first, day))
        hint = f"For days from one date to another, use --away '{first} to {last}'."
    raise UsageError(f"'{inputs.regimen}' is a date; a regimen name or file is expected here.", hint)


def _refuse_loss(files: Sequence[values.OutputFile], inputs: Inputs, request: PlanRequest) -> None:
    """Refuse to overwrite a file that the plan is made from, however its path is spelled."""
    sources = [(inputs.after, "the earlier plan"), (inputs.profile, "the profile")]
    sources += [(Path(calendar), "one of the busy calendars") for calendar in (*request.profile.busy, *inputs.busy)]
    sources += [(Path(inputs.regimen), "the regimen")] if inputs.regimen else []
    for file in files:
        for path, role in sources:
            if path is not None and _is_same_file(file.path, path):
                raise UsageError(
                    f"{file.path} is {role} and would be overwritten.",
                    f"Choose another name, such as {next_name(file.path)}.",
                )


def _is_same_file(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        # A file that does not exist cannot be lost; one that cannot be read is reported by its reader.
        return False


def _made(environment: Environment, inputs: Inputs, request: PlanRequest, today: date) -> Plan:
    note_days(environment, request, today, inputs.away)
    with environment.working(f"Planning {counted(request.weeks, 'week')}"):
        made = app.planning.make_plan(request)
    note_times(environment, made, today)
    return made


def _hand_over(
    environment: Environment, inputs: Inputs, outputs: _Outputs, made: Plan, request: PlanRequest, today: date
) -> None:
    """Write the plan to its files, then show it."""
    if any(file.plan_format is PlanFormat.PDF for file in outputs.files):
        note_sheet(environment, inputs.regimen or request.regimen.id, request.regimen, Clinic())
    save(dict(_contents(made, request, outputs)))
    if outputs.shown is PlanFormat.TABLE:
        steps = next_steps(inputs, outputs.files, outputs.event_options(), made, request.regimen)
        slack = backplan.slack(request, made, today)
        view = PlanView(made, request.regimen, today, request.profile, request.history, tuple(steps), slack)
        _show(environment, view)
    elif outputs.shown is not None:
        environment.write(app.outputs.written(made, request, outputs.shown))
    for file in outputs.files:
        environment.say(f"Wrote {file.path} ({counted(len(made.sessions), 'session')})")


def _contents(made: Plan, request: PlanRequest, outputs: _Outputs) -> Iterator[tuple[Path, bytes]]:
    """Yield the content of each file; a calendar keeps the timestamps of the one that it replaces."""
    for file in outputs.files:
        replaced = file.plan_format is PlanFormat.ICS and file.path.is_file()
        previous = app.inputs.content(file.path) or None if replaced else None
        yield (
            file.path,
            app.outputs.written(
                made,
                request,
                file.plan_format,
                group=outputs.group,
                busy_events=outputs.busy_events,
                previous=previous,
            ),
        )


def _show(environment: Environment, view: PlanView) -> None:
    if environment.on_terminal:
        from backplan.render.plan_page import plan_page

        environment.show_page(lambda width: plan_page(view, width))
    else:
        environment.show_text(plan_text(view))
