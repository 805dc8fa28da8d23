"""The command that plans.

Typer reads these annotations when the command is looked at, so this module does not postpone them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, get_args

import typer

import backplan
from backplan import app
from backplan.cli import options, values
from backplan.cli.asked import Asked, requested
from backplan.cli.choices import choice
from backplan.cli.environment import Environment
from backplan.cli.next_steps import next_name, next_steps
from backplan.cli.notes import note_days, note_sheet, note_times, shortfalls, warn
from backplan.cli.program import examples, single_command
from backplan.errors import ExitStatus, UsageError
from backplan.files.disk import save
from backplan.language.reading import QuantityError, calendar_date
from backplan.language.wording import counted
from backplan.model.plan import Plan
from backplan.model.plan_format import Group, PlanFormat
from backplan.model.request import MOST_WEEKS, PlanRequest
from backplan.render.plan import PlanView, plan_text

command = single_command()

FILES_ONLY = {
    word.value: f"{word.value} is a file and not for the screen; write --output my-plan.{word.value}"
    for word in (PlanFormat.ICS, PlanFormat.PDF)
}
SHOWN = tuple(word for word in PlanFormat if word.value not in FILES_ONLY)

Regimen = Annotated[
    str | None,
    typer.Argument(
        metavar="REGIMEN",
        help="Name of a bundled regimen, or a file of your own.  [default: low-back, or the earlier plan's]",
        autocompletion=options.complete_regimen,
    ),
]
Weeks = Annotated[
    int,
    typer.Option("--weeks", metavar="N", parser=values.parse_weeks, help=f"How many weeks, 1 to {MOST_WEEKS}."),
]
Format = Annotated[
    PlanFormat | None, choice("--format", SHOWN, help="Output format (default: table).", others=FILES_ONLY)
]
Output = Annotated[
    list[values.OutputFile] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        parser=values.parse_output,
        help="File to write; the suffix sets the format: .ics .pdf .json .yaml .md .csv. Repeatable.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with status 1 if a limit is broken or a dose is missed.")]
GroupBy = Annotated[Group, choice("--group", get_args(Group), help="Calendar events: one per session or one per day.")]
BusyEvents = Annotated[bool, typer.Option("--busy-events", help="In a calendar, sessions show you as busy to others.")]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to become of the plan.

    Attributes:
        files: where to write it.
        shown: how to show it on standard output, or None for not at all.
        group: how sessions become calendar events.
        busy_events: calendar events show the patient as busy.
    """

    files: Sequence[values.OutputFile]
    shown: PlanFormat | None
    group: Group
    busy_events: bool

    def event_options(self) -> list[str]:
        """Return the options about calendar events that were given."""
        grouped = [] if self.group == "session" else ["--group", self.group]
        return [*grouped, *(["--busy-events"] if self.busy_events else [])]


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
    """Make the best plan that obeys a regimen.

    Show it, print it as data, or write it to files.
    """
    environment = context.ensure_object(Environment)
    asked = Asked(regimen, start, weeks, profile, timezone, busy or (), away or (), after)
    # The same file named twice is written, and reported, once.
    files = tuple(dict.fromkeys(output or ()))
    shown = plan_format or (PlanFormat.TABLE if environment.on_terminal or not files else None)
    wanted = _Wanted(files, shown, group, busy_events)
    _refuse_date(asked)
    request, today = requested(environment, asked)
    _refuse_loss(files, asked, request)
    made = _made(environment, asked, request, today)
    _hand_over(environment, asked, wanted, made, request, today)
    warn(environment, made, told=environment.on_terminal and shown is PlanFormat.TABLE)
    return ExitStatus.FOUND if strict and shortfalls(made) else ExitStatus.OK


def _refuse_date(asked: Asked) -> None:
    """Refuse a date in the regimen's place: most often it is the rest of a range that was not quoted.

    Raises:
        UsageError: it is a date.
    """
    try:
        day = calendar_date(asked.regimen or "")
    except QuantityError:
        return
    hint = f"A first day is given with --start {day}."
    if asked.away:
        first, last = sorted((asked.away[-1].first, day))
        hint = f"Days from one date to another are written --away '{first} to {last}'."
    raise UsageError(f"'{asked.regimen}' is a date; a regimen name or file is expected here.", hint)


def _refuse_loss(files: Sequence[values.OutputFile], asked: Asked, request: PlanRequest) -> None:
    """Refuse to write over a file that the plan is made from: planning again would then start from the result.

    Raises:
        UsageError: an output is one of the inputs, by whatever spelling of its path.
    """
    read = [(asked.after, "the earlier plan"), (asked.profile, "the profile")]
    read += [(Path(calendar), "one of the busy calendars") for calendar in (*request.profile.busy, *asked.busy)]
    read += [(Path(asked.regimen), "the regimen")] if asked.regimen else []
    for file in files:
        for path, role in read:
            if path is not None and _same_file(file.path, path):
                raise UsageError(
                    f"{file.path} is {role} and would be overwritten.",
                    f"Choose another name, such as {next_name(file.path)}.",
                )


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        # What does not exist cannot be lost; a file that cannot be read is reported where it is read.
        return False


def _made(environment: Environment, asked: Asked, request: PlanRequest, today: date) -> Plan:
    note_days(environment, request, today, asked.away)
    with environment.working(f"Planning {counted(request.weeks, 'week')}"):
        made = app.planning.make_plan(request)
    note_times(environment, made, today)
    return made


def _hand_over(
    environment: Environment, asked: Asked, wanted: _Wanted, made: Plan, request: PlanRequest, today: date
) -> None:
    """Write the plan to its files, then show it."""
    if any(file.plan_format is PlanFormat.PDF for file in wanted.files):
        note_sheet(environment, asked.regimen or request.regimen.id, request.regimen)
    save(dict(_contents(made, request, wanted)))
    if wanted.shown is PlanFormat.TABLE:
        _show(environment, _view(asked, wanted, made, request, today))
    elif wanted.shown is not None:
        environment.write(app.outputs.written(made, request, wanted.shown))
    for file in wanted.files:
        environment.say(f"Wrote {file.path} ({counted(len(made.sessions), 'session')})")


def _contents(made: Plan, request: PlanRequest, wanted: _Wanted) -> Iterator[tuple[Path, bytes]]:
    """Yield what each file will hold; a calendar keeps the stamps of the one whose place it takes."""
    for file in wanted.files:
        replaced = file.plan_format is PlanFormat.ICS and file.path.is_file()
        yield (
            file.path,
            app.outputs.written(
                made,
                request,
                file.plan_format,
                group=wanted.group,
                busy_events=wanted.busy_events,
                previous=app.sources.content(file.path) or None if replaced else None,
            ),
        )


def _view(asked: Asked, wanted: _Wanted, made: Plan, request: PlanRequest, today: date) -> PlanView:
    """Return the plan with everything that its page says besides."""
    return PlanView(
        made,
        request.regimen,
        today,
        profile=request.profile,
        history=request.history,
        next_steps=tuple(next_steps(asked, wanted.files, wanted.event_options(), made, request.regimen)),
        slack=backplan.slack(request, made, today),
    )


def _show(environment: Environment, view: PlanView) -> None:
    if environment.on_terminal:
        from backplan.render.plan_page import plan_page

        environment.show_page(lambda width: plan_page(view, width))
    else:
        environment.show_text(plan_text(view))
