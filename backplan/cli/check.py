"""The command that checks files: a regimen, a profile, a clinic file, a plan, or a calendar as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import backplan
from backplan import app
from backplan.cli import options, values
from backplan.cli.environment import Environment
from backplan.cli.inputs import CURRENT_FOLDER, Inputs, collect_error, kind_of, raise_all
from backplan.cli.options import ReportFormat, option
from backplan.cli.program import examples, single_command
from backplan.errors import BackplanError, ExitStatus
from backplan.files.input_kinds import FileKind
from backplan.files.results import write_findings
from backplan.language.wording import counted, short_day, short_day_and_year
from backplan.model.finding import Severity
from backplan.render.check import CheckedFile, check_blocks
from backplan.render.plan import slack_blocks

if TYPE_CHECKING:
    from backplan.app.inputs import OpenedPlan

command = single_command()

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Plans (.json, .yaml), calendars (.ics), regimens, profiles or clinic files (.yaml), or the name of a"
        " bundled regimen. Plans are checked against the regimen or profile given in the same command.",
    ),
]
Weeks = Annotated[
    int | None,
    option(
        "--weeks",
        "N",
        "How many weeks the regimen will run; reports progressions that never reach their goal.",
        values.parse_weeks,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with status 1 even if there is only advice.")]

_OF_FREE_TIME = {"available", "after_waking", "max_minutes_per_day"}


@command.command(
    epilog=examples("check my-plan.ics", "check my-plan.json --profile me.yaml", "check my-regimen.yaml --strict")
)
def check(
    context: typer.Context,
    files: Files,
    regimen: options.RegimenOfPlan = None,
    profile: options.ProfileFile = None,
    busy: options.Busy = None,
    away: options.Away = None,
    after: options.After = None,
    weeks: Weeks = None,
    report_format: options.Report = ReportFormat.TEXT,
    strict: Strict = False,
) -> ExitStatus:
    """Check a plan, calendar, regimen, profile or clinic file.

    Say what is wrong, why, and how to fix it.
    """
    environment = context.ensure_object(Environment)
    inputs = Inputs(regimen, None, weeks, profile, None, busy or (), away or (), after)
    checked = _checked_files(environment, tuple(dict.fromkeys(files)), inputs)
    if report_format is ReportFormat.JSON:
        environment.write(write_findings((file.name, file.findings) for file in checked))
    else:
        environment.show(check_blocks(checked))
    severities = {finding.severity for file in checked for finding in file.findings}
    serious = {Severity.LIMIT, Severity.DOSE} | ({Severity.ADVICE} if strict else set())
    return ExitStatus.FOUND if severities & serious else ExitStatus.OK


def _checked_files(environment: Environment, files: Sequence[str], inputs: Inputs) -> list[CheckedFile]:
    """Check all files, or raise the errors of all that cannot be read."""
    errors: list[BackplanError] = []
    kinds = {file: collect_error(errors, partial(kind_of, file)) for file in files}
    if inputs.regimen is not None:
        collect_error(errors, partial(app.inputs.read_regimen, inputs.regimen))
    if inputs.profile is not None:
        collect_error(errors, partial(app.inputs.read_profile, inputs.profile))
    inputs = _with_files(inputs, kinds)
    with environment.working(f"Checking {counted(len(files), 'file')}"):
        checked = [
            collect_error(errors, partial(_checked, environment, file, kind, inputs))
            for file, kind in kinds.items()
            if kind is not None
        ]
    raise_all(errors)
    return [file for file in checked if file is not None]


def _with_files(inputs: Inputs, kinds: Mapping[str, FileKind | None]) -> Inputs:
    """Add the only regimen and the only profile among the files, if no others were given."""

    def only(kind: FileKind) -> str | None:
        same = [file for file, file_kind in kinds.items() if file_kind is kind]
        return same[0] if len(same) == 1 else None

    profile = only(FileKind.PROFILE)
    return replace(
        inputs,
        regimen=inputs.regimen or only(FileKind.REGIMEN),
        profile=inputs.profile or (Path(profile) if profile else None),
    )


def _checked(environment: Environment, file: str, kind: FileKind, inputs: Inputs) -> CheckedFile:
    match kind:
        case FileKind.REGIMEN:
            regimen = app.inputs.read_regimen(file)
            findings = app.checking.check_regimen(regimen, inputs.weeks)
            return CheckedFile(file, "regimen", f"The regimen {regimen.title}.", findings)
        case FileKind.PROFILE:
            return _checked_profile(environment, file, inputs)
        case FileKind.CLINIC:
            app.inputs.read_clinic(Path(file))
            return CheckedFile(file, "clinic", "A clinic file.", ())
        case FileKind.PLAN | FileKind.CALENDAR:
            return _checked_plan(environment, file, inputs)


def _checked_profile(environment: Environment, file: str, inputs: Inputs) -> CheckedFile:
    profile = app.inputs.read_profile(Path(file))
    regimen = app.inputs.read_regimen(inputs.regimen) if inputs.regimen else None
    if regimen is not None:
        # Read again for the ids that it names; its own faults are reported even if the regimen has some, too.
        profile = app.inputs.read_profile(Path(file), regimen)
    zone = profile.timezone or environment.zone()
    against = f", checked against the regimen {regimen.title}" if regimen else ""
    hints = () if regimen else ("To see whether a regimen's sessions fit into these times, add --regimen.",)
    findings = app.checking.check_profile(
        profile, regimen, timezone=zone, today=environment.today(zone), weeks=inputs.weeks or 1
    )
    return CheckedFile(file, "profile", f"A profile{against}.", findings, hints=hints)


def _checked_plan(environment: Environment, file: str, inputs: Inputs) -> CheckedFile:
    opened = app.inputs.open_plan(Path(file), regimen=inputs.regimen, beside=CURRENT_FOLDER)
    plan = opened.plan
    profile = inputs.profile_of(opened, Path(file))
    request = inputs.request_of(opened, profile)
    today = environment.today(plan.timezone)
    findings = app.checking.check_plan(request, plan, profile, today=today, notes=opened.notes)
    hints: tuple[str, ...] = ()
    if _carried(opened) is None and inputs.profile is None and any(one.rule in _OF_FREE_TIME for one in findings):
        hints = ("No profile was given, so 06:00 to 22:00 counts as available. Use --profile to give yours.",)
    slack = slack_blocks(backplan.slack(request, plan, today), today)
    return CheckedFile(file, "plan", _plan_and_basis(file, opened, inputs), findings, slack, hints)


def _carried(opened: "OpenedPlan") -> str | None:
    made_from = opened.plan.made_from
    return None if made_from is None else made_from.profile


def _plan_and_basis(file: str, opened: "OpenedPlan", inputs: Inputs) -> str:
    """Return which plan a file holds and what it is checked against, as a sentence."""
    plan = opened.plan
    first, last = short_day(plan.start), short_day_and_year(plan.end - timedelta(days=1))
    what = "Calendar of the plan" if Path(file).suffix.lower() == ".ics" else "Plan"
    against = "its regimen, no profile given"
    if inputs.profile or _carried(opened) is not None:
        against = f"its regimen and {inputs.profile or 'the profile that it was made with'}"
    return f'{what} "{opened.regimen.title}", {first} to {last}; checked against {against}.'
