"""The command that checks files: a regimen, a profile, a plan, or a calendar that was lived with.

Typer reads these annotations when the command is looked at, so this module does not postpone them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import backplan
from backplan import app
from backplan.cli import options, values
from backplan.cli.choices import ReportFormat, choice
from backplan.cli.environment import Environment
from backplan.cli.inputs import CURRENT_FOLDER, MadeWith, collect_error, kind_of, raise_all
from backplan.cli.program import examples, single_command
from backplan.errors import BackplanError, ExitStatus
from backplan.files.kinds import FileKind
from backplan.files.results import write_findings
from backplan.language.wording import counted, short_day, short_day_and_year
from backplan.model.finding import Severity
from backplan.render.check import CheckedFile, check_blocks
from backplan.render.slack import slack_blocks

command = single_command()

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Plans (.json, .yaml), calendars (.ics), regimens or profiles (.yaml), or a bundled regimen's name."
        " Plans are checked against the regimen or profile given in the same command.",
    ),
]
Weeks = Annotated[
    int | None,
    typer.Option(
        "--weeks",
        metavar="N",
        parser=values.parse_weeks,
        help="How many weeks the regimen will run; reports progressions that never reach their goal.",
    ),
]
Format = Annotated[ReportFormat, choice("--format", ReportFormat, help="Output format.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with status 1 even if there is only advice.")]

_OF_FREE_TIME = {"available", "after_waking", "max_minutes_per_day"}


@dataclass(frozen=True, slots=True)
class _Given:
    """What the files are checked against, and for how many weeks a regimen is meant."""

    regimen: str | None
    made_with: MadeWith
    weeks: int | None

    def among(self, kinds: Mapping[str, FileKind | None]) -> "_Given":
        """Return the same with the only regimen and the only profile among the files, where no other was given."""
        profile = self.made_with.profile or (Path(only) if (only := _only(kinds, FileKind.PROFILE)) else None)
        return replace(
            self,
            regimen=self.regimen or _only(kinds, FileKind.REGIMEN),
            made_with=replace(self.made_with, profile=profile),
        )


def _only(kinds: Mapping[str, FileKind | None], kind: FileKind) -> str | None:
    found = [file for file, its_kind in kinds.items() if its_kind is kind]
    return found[0] if len(found) == 1 else None


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
    report_format: Format = ReportFormat.TEXT,
    strict: Strict = False,
) -> ExitStatus:
    """Check a plan, calendar, regimen, profile or clinic file.

    Say what is wrong, why, and how to fix it.
    """
    environment = context.ensure_object(Environment)
    given = _Given(regimen, MadeWith(profile, busy or (), away or (), after), weeks)
    checked = _checked_files(environment, tuple(dict.fromkeys(files)), given)
    if report_format is ReportFormat.JSON:
        environment.write(write_findings((file.name, file.findings) for file in checked))
    else:
        environment.show(check_blocks(checked))
    found = {finding.severity for file in checked for finding in file.findings}
    serious = {Severity.LIMIT, Severity.DOSE} | ({Severity.ADVICE} if strict else set())
    return ExitStatus.FOUND if found & serious else ExitStatus.OK


def _checked_files(environment: Environment, files: Sequence[str], given: _Given) -> list[CheckedFile]:
    """Check all files; where some cannot be read, raise the errors of all of them."""
    errors: list[BackplanError] = []
    kinds = {file: collect_error(errors, partial(kind_of, file)) for file in files}
    if given.regimen is not None:
        collect_error(errors, partial(app.regimens.read_regimen, given.regimen))
    if given.made_with.profile is not None:
        collect_error(errors, partial(app.profiles.read_profile, given.made_with.profile))
    given = given.among(kinds)
    with environment.working(f"Checking {counted(len(files), 'file')}"):
        checked = [
            collect_error(errors, partial(_checked, environment, file, kind, given))
            for file, kind in kinds.items()
            if kind is not None
        ]
    raise_all(errors)
    return [file for file in checked if file is not None]


def _checked(environment: Environment, file: str, kind: FileKind, given: _Given) -> CheckedFile:
    match kind:
        case FileKind.REGIMEN:
            shown = app.regimens.read_regimen(file)
            found = app.checking.check_regimen(shown, given.weeks)
            return CheckedFile(file, "regimen", f"The regimen {shown.title}.", found)
        case FileKind.PROFILE:
            return _checked_profile(environment, file, given)
        case FileKind.CLINIC:
            app.profiles.read_clinic(Path(file))
            return CheckedFile(file, "clinic", "A clinic file.", ())
        case FileKind.PLAN | FileKind.CALENDAR:
            return _checked_plan(environment, file, given)


def _checked_profile(environment: Environment, file: str, given: _Given) -> CheckedFile:
    person = app.profiles.read_profile(Path(file))
    regimen = app.regimens.read_regimen(given.regimen) if given.regimen else None
    if regimen is not None:
        # Once more for the ids that it names. Its own faults are reported even where the regimen has some as well.
        person = app.profiles.read_profile(Path(file), regimen)
    zone = person.timezone or environment.zone()
    against = f"; checked against the regimen {regimen.title}" if regimen else ""
    hints = () if regimen else ("Give --regimen to see whether its sessions fit into these times.",)
    found = app.checking.check_profile(
        person, regimen, timezone=zone, today=environment.today(zone), weeks=given.weeks or 1
    )
    return CheckedFile(file, "profile", f"A profile{against}.", found, hints=hints)


def _checked_plan(environment: Environment, file: str, given: _Given) -> CheckedFile:
    opened = app.plans.open_plan(Path(file), regimen=given.regimen, beside=CURRENT_FOLDER)
    plan, regimen, profile = opened.plan, opened.regimen, given.made_with.profile
    person = given.made_with.person(regimen)
    request = given.made_with.request(opened, person)
    today = environment.today(plan.timezone)
    found = app.checking.check_plan(request, plan, person, today=today, notes=opened.notes)
    first, last = short_day(plan.start), short_day_and_year(plan.end - timedelta(days=1))
    what = "Calendar of the plan" if Path(file).suffix.lower() == ".ics" else "Plan"
    against = f"its regimen and {profile}" if profile else "its regimen, no profile given"
    hints = []
    if profile is None and any(finding.rule in _OF_FREE_TIME for finding in found):
        hints.append("No profile was given, so 06:00 to 22:00 is taken as available. Give yours with --profile.")
    return CheckedFile(
        file,
        "plan",
        f'{what} "{regimen.title}", {first} to {last}; checked against {against}.',
        found,
        slack_blocks(backplan.slack(request, plan, today), today),
        tuple(hints),
    )
