"""The command that checks files: a regimen, a profile, a plan, or a calendar that was lived with.

Typer reads these annotations when the program runs, so this module does not postpone them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from backplan import app
from backplan.cli import options
from backplan.cli.environment import Surroundings
from backplan.cli.inputs import kind_of, refuse, tried
from backplan.cli.program import program
from backplan.errors import BackplanError, ExitStatus
from backplan.files.kinds import FileKind
from backplan.language import wording
from backplan.model.finding import Severity
from backplan.model.profile import DateRange, Profile

if TYPE_CHECKING:
    from backplan.render.check import CheckedFile

_OF_FREE_TIME = {"available", "after_waking", "max_minutes_per_day"}


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the files are held against."""

    regimen: str | None
    profile: Path | None
    busy: tuple[str, ...]
    away: tuple[DateRange, ...]
    after: Path | None
    weeks: int | None


@program.command(
    epilog="\b\nExamples:\n"
    "  backplan check my-plan.ics\n"
    "  backplan check my-plan.json --profile me.yaml\n"
    "  backplan check my-regimen.yaml --strict\n"
)
def check(
    context: typer.Context,
    files: options.CheckedFiles,
    regimen: options.RegimenOfPlan = None,
    profile: options.ProfileFile = None,
    busy: options.Busy = None,
    away: options.Away = None,
    after: options.After = None,
    weeks: options.StatedWeeks = None,
    check_format: options.CheckFormat = "text",
    strict: options.StrictCheck = False,
) -> ExitStatus:
    """Say what is wrong with a plan, a calendar, or any file of yours, why, and what would mend it."""
    around = context.ensure_object(Surroundings)
    errors: list[BackplanError] = []
    kinds = {file: tried(errors, partial(kind_of, file)) for file in files}
    if regimen is not None:
        tried(errors, partial(app.read_regimen, regimen))
    if profile is not None:
        tried(errors, partial(app.read_profile, profile))
    beside = _Beside(
        regimen or _only(kinds, FileKind.REGIMEN),
        profile or (Path(only) if (only := _only(kinds, FileKind.PROFILE)) else None),
        tuple(busy or ()),
        tuple(away or ()),
        after,
        weeks,
    )
    with around.working(f"Checking {wording.counted(len(kinds), 'file')}"):
        found_of = [
            tried(errors, partial(_checked, around, file, kind, beside))
            for file, kind in kinds.items()
            if kind is not None
        ]
    refuse(errors)
    checked = [file for file in found_of if file is not None]
    if check_format == "json":
        from backplan.files.results import write_findings

        around.write(write_findings((file.name, file.findings) for file in checked))
    else:
        _show(around, checked)
    found = {finding.severity for file in checked for finding in file.findings}
    serious = {Severity.LIMIT, Severity.DOSE} | ({Severity.ADVICE} if strict else set())
    return ExitStatus.FOUND if found & serious else ExitStatus.OK


def _only(kinds: Mapping[str, FileKind | None], kind: FileKind) -> str | None:
    """A file that the others are held against, where there is no other of its kind."""
    found = [file for file, its_kind in kinds.items() if its_kind is kind]
    return found[0] if len(found) == 1 else None


def _checked(around: Surroundings, file: str, kind: FileKind, beside: _Beside) -> "CheckedFile":
    from backplan.render.check import CheckedFile

    match kind:
        case FileKind.REGIMEN:
            shown = app.read_regimen(file)
            found = app.check_regimen(shown, beside.weeks)
            return CheckedFile(file, "regimen", f"The regimen {shown.title}.", found)
        case FileKind.PROFILE:
            return _checked_profile(around, file, beside)
        case FileKind.CLINIC:
            app.read_clinic(Path(file))
            return CheckedFile(file, "clinic", "A clinic file.", ())
        case FileKind.PLAN | FileKind.CALENDAR:
            return _checked_plan(around, file, beside)


def _checked_profile(around: Surroundings, file: str, beside: _Beside) -> "CheckedFile":
    from backplan.render.check import CheckedFile

    person = app.read_profile(Path(file))
    regimen = app.read_regimen(beside.regimen) if beside.regimen else None
    if regimen is not None:
        # Once more for the ids that it names. Its own faults are told even where the regimen has some as well.
        person = app.read_profile(Path(file), regimen)
    zone = person.timezone or around.zone()
    held = f", held against the regimen {regimen.title}" if regimen else ""
    hints = () if regimen else ("Give --regimen to see whether its sessions fit into these times.",)
    found = app.check_profile(person, regimen, timezone=zone, today=around.today(zone), weeks=beside.weeks or 1)
    return CheckedFile(file, "profile", f"A profile{held}.", found, hints=hints)


def _checked_plan(around: Surroundings, file: str, beside: _Beside) -> "CheckedFile":
    from backplan.render.check import CheckedFile
    from backplan.render.slack import slack_blocks

    opened = app.open_plan(Path(file), regimen=beside.regimen)
    plan, regimen = opened.plan, opened.regimen
    person = app.read_profile(beside.profile, regimen) if beside.profile else Profile()
    request = app.request_of_plan(
        plan,
        regimen,
        person,
        busy_files=beside.busy,
        away=beside.away,
        after=app.read_plan(beside.after) if beside.after else None,
    )
    today = around.today(plan.timezone)
    found = app.check_plan(request, plan, person, today=today, notes=opened.notes)
    first, last = wording.short_day(plan.start), wording.short_day_and_year(plan.end - timedelta(days=1))
    against = f" and {beside.profile}" if beside.profile else ", without a profile"
    what = "The calendar of a plan" if Path(file).suffix.lower() == ".ics" else "A plan"
    told = f"{what} of {regimen.title}, {first} to {last}, held against that regimen{against}."
    hints = []
    if beside.profile is None and any(finding.rule in _OF_FREE_TIME for finding in found):
        hints.append("No profile was given, so 06:00 to 22:00 is taken as available. Give yours with --profile.")
    return CheckedFile(file, "plan", told, found, slack_blocks(app.slack(request, plan, today), today), tuple(hints))


def _show(around: Surroundings, files: Sequence["CheckedFile"]) -> None:
    if around.on_terminal:
        from backplan.render.check_page import check_page  # loads rich

        around.show_page(lambda width: check_page(files, width))
    else:
        from backplan.render.check import check_text

        around.show_text(check_text(files))
