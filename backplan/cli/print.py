"""The command that prints: a sheet of paper for each regimen or plan.

Typer reads these annotations when the command is looked at, so this module does not postpone them.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backplan import app
from backplan.cli import options, values
from backplan.cli.asked import Asked, requested
from backplan.cli.choices import choice
from backplan.cli.environment import Environment
from backplan.cli.inputs import CURRENT_FOLDER, all_or_every_fault, collect_error, kind_of, raise_all
from backplan.cli.notes import note_days, note_sheet, warn
from backplan.cli.program import examples, single_command
from backplan.errors import BackplanError, FileAccessError, UnprintableError, UsageError
from backplan.files.disk import save
from backplan.files.kinds import FileKind
from backplan.language.wording import counted, plain_text
from backplan.model.clinic import Clinic
from backplan.model.printing import Pages, Paper, SheetOptions
from backplan.model.request import MOST_WEEKS

if TYPE_CHECKING:
    from backplan.app.plans import OpenedPlan

command = single_command()

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="REGIMEN|PLAN...",
        help="A bundled regimen's name, a regimen of your own (.yaml), or a plan (.json, .yaml, .ics).",
        autocompletion=options.complete_regimen,
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE.pdf|FOLDER",
        help="File to write. Several sheets go into a folder, each named like what it is of.",
    ),
]
PaperSize = Annotated[Paper, choice("--paper", Paper, help="Size of the paper.")]
LargePrint = Annotated[
    bool, typer.Option("--large-print", help="Letters of 18 points (16 in tables), and their own layout.")
]
PrintedPages = Annotated[Pages, choice("--pages", Pages, help="What to print: the week, the exercises, or all.")]
Weeks = Annotated[
    int | None,
    typer.Option(
        "--weeks", metavar="N", parser=values.parse_weeks, help=f"How many weeks, 1 to {MOST_WEEKS}. Default: 1."
    ),
]
Blank = Annotated[bool, typer.Option("--blank", help="A regimen's sheet without dates, for any week.")]
Log = Annotated[bool, typer.Option("--log", help="Rows to write down pain, from 0 to 10, and notes.")]
ClinicFile = Annotated[
    Path | None,
    typer.Option(
        "--clinic", metavar="FILE", readable=False, help="Your clinic's name, numbers, logo and words on when to stop."
    ),
]
ForName = Annotated[
    str,
    typer.Option(
        "--for",
        metavar="NAME",
        parser=values.parse_name,
        help="Print this name. It goes into no file's name and no file's description.",
    ),
]
Monochrome = Annotated[bool, typer.Option("--monochrome", help="Black and greys only; a logo is left out.")]


@dataclass(frozen=True, slots=True)
class _Look:
    """What all sheets of a command have in common.

    Attributes:
        regimen: what plans are of, where it was given.
        blank: without dates.
    """

    regimen: str | None
    clinic: Clinic
    options: SheetOptions
    blank: bool


@command.command(
    "print",
    epilog=examples(
        "print low-back --start monday -o sheet.pdf",
        "print my-plan.ics --large-print --clinic clinic.yaml -o sheet.pdf",
        "print low-back --blank --paper letter -o any-week.pdf",
        "print anna.json ben.json -o sheets/",
    ),
)
def print_sheets(
    context: typer.Context,
    sources: Sources,
    output: Output,
    paper: PaperSize = Paper.A4,
    large_print: LargePrint = False,
    pages: PrintedPages = Pages.ALL,
    start: options.Start = None,
    weeks: Weeks = None,
    blank: Blank = False,
    log: Log = False,
    clinic: ClinicFile = None,
    name: ForName = "",
    monochrome: Monochrome = False,
    profile: options.ProfileFile = None,
    timezone: options.Timezone = None,
    busy: options.Busy = None,
    away: options.Away = None,
    after: options.After = None,
    regimen: options.RegimenOfPlan = None,
) -> None:
    """Make a printable sheet (PDF) from a plan or a regimen.

    It shows when to stop, the week to tick, and how each exercise is done.
    """
    environment = context.ensure_object(Environment)
    sources = list(dict.fromkeys(sources))
    _refuse_name(name, sources)
    targets = _targets(sources, output)
    asked = Asked(None, start, weeks, profile, timezone, busy or (), away or (), after)
    kinds = dict(zip(sources, all_or_every_fault(sources, kind_of), strict=True))
    _refuse_idle(kinds, asked, regimen, blank=blank, log=log and pages is Pages.EXERCISES)
    sheet_options = SheetOptions(paper, large_print, pages, log, monochrome, plain_text(name))
    look = _Look(regimen, _clinic(clinic, kinds), sheet_options, blank)
    sheets = all_or_every_fault(
        environment.each(sources, "Printing"), partial(_named_sheet, environment, kinds, asked, look)
    )
    _save(environment, output, dict(zip(targets, sheets, strict=True)))


def _save(environment: Environment, output: str, sheets: Mapping[Path, bytes]) -> None:
    into_folder = list(sheets) != [Path(output)]
    if into_folder:
        _make_folder(Path(output))
    save(sheets)
    if len(sheets) == 1:
        environment.say(f"Wrote {next(iter(sheets))}")
    else:
        environment.say(f"Wrote {counted(len(sheets), 'sheet')} into {output}")


def _clinic(file: Path | None, kinds: Mapping[str, FileKind]) -> Clinic:
    """Read the clinic file; where it has faults, raise those of the regimens with them."""
    if file is None:
        return Clinic()
    errors: list[BackplanError] = []
    clinic = collect_error(errors, partial(app.profiles.read_clinic, file))
    if errors:
        for source, kind in kinds.items():
            if kind is FileKind.REGIMEN:
                collect_error(errors, partial(app.regimens.read_regimen, source))
    raise_all(errors)
    assert clinic is not None
    return clinic


def _named_sheet(
    environment: Environment, kinds: Mapping[str, FileKind], asked: Asked, look: _Look, source: str
) -> bytes:
    """Return a sheet; of several that cannot be printed, say which it is, since nothing else would."""
    try:
        return _sheet(environment, source, kinds[source], replace(asked, regimen=source), look)
    except UnprintableError as error:
        where = f"{source}: " if len(kinds) > 1 else ""
        raise UnprintableError(f"{where}{error.message}", error.hint) from None


def _sheet(environment: Environment, source: str, kind: FileKind, asked: Asked, look: _Look) -> bytes:
    if look.blank:
        regimen = app.regimens.read_regimen(source)
        note_sheet(environment, source, regimen, look.clinic)
        return app.sheets.blank_sheet(regimen, clinic=look.clinic, options=look.options)
    match kind:
        case FileKind.REGIMEN:
            request, today = requested(environment, asked)
            note_days(environment, request, today, asked.away)
            regimen, plan = request.regimen, app.planning.make_plan(request)
            warn(environment, plan, told=False)
        case FileKind.PLAN | FileKind.CALENDAR:
            opened = app.plans.open_plan(Path(source), regimen=look.regimen, beside=CURRENT_FOLDER)
            regimen, plan = opened.regimen, opened.plan
            for note in opened.notes:
                environment.say(f"Note: {note.message}")
            _warn_of_misfits(environment, source, kind, opened, look.regimen)
        case FileKind.PROFILE | FileKind.CLINIC:
            raise UsageError(
                f"{source} is a {kind.value} file, and a sheet is of a regimen or a plan.",
                f"Name the regimen, and give this file with --{kind.value} {source}.",
            )
    note_sheet(environment, source, regimen, look.clinic)
    return app.sheets.sheet(plan, regimen, clinic=look.clinic, options=look.options)


def _warn_of_misfits(
    environment: Environment, source: str, kind: FileKind, opened: "OpenedPlan", named: str | None
) -> None:
    """Warn that a sheet shows the week as it was planned, and the exercises as the regimen has them now."""
    plan, regimen = opened.plan, opened.regimen
    if plan.regimen_id != regimen.id:
        environment.say(
            f"Note: {source} is a plan of '{plan.regimen_id}', and this sheet has the exercises of '{named}'."
        )
    if misfits := app.checking.misfits(plan, regimen, lived=kind is FileKind.CALENDAR):
        ways = counted(len(misfits), "way")
        command = ["backplan", "check", source, *(("--regimen", named) if named else ())]
        environment.say(f"Warning: {source} does not fit its regimen as it is now, in {ways}.")
        environment.say(f"To see them: {shlex.join(command)}")


def _refuse_name(name: str, sources: Sequence[str]) -> None:
    if name and len(sources) > 1:
        raise UsageError("--for works with one sheet only.", "Print this patient's sheet separately.")


def _refuse_idle(kinds: Mapping[str, FileKind], asked: Asked, regimen: str | None, *, blank: bool, log: bool) -> None:
    """Refuse options that would change nothing: who gave one meant something by it.

    Raises:
        UsageError: one was given.
    """
    given = asked.given()
    regimens = [source for source, kind in kinds.items() if kind is FileKind.REGIMEN]
    if blank and len(regimens) < len(kinds):
        other = next(source for source in kinds if source not in regimens)
        raise UsageError(f"--blank is for regimens, and {other} is none.", "Leave --blank out, or name the regimen.")
    if regimen is not None and len(regimens) == len(kinds):
        raise UsageError(f"--regimen says what a plan is of, and {regimens[0]} is a regimen.", "Leave it out.")
    if log:
        raise UsageError("--log is for the week, which --pages exercises leaves out.", "Leave out one of them.")
    if given and blank:
        raise UsageError(f"{given[0]} cannot be combined with --blank.", "Leave out one of them.")
    if given and not regimens:
        (first, *_) = kinds
        raise UsageError(f"{given[0]} applies to regimens; {first} is already a plan.", "Leave it out.")


def _targets(sources: Sequence[str], output: str) -> list[Path]:
    """Return the file of each sheet.

    Raises:
        UsageError: the name is no PDF's, or two sheets would have one name.
    """
    path = Path(output)
    is_folder = output.endswith(("/", "\\")) or path.is_dir()
    if len(sources) == 1 and not is_folder:
        if path.suffix.lower() != ".pdf":
            raise UsageError(f"A sheet is a .pdf file, and {output} is not.", f"Name it {path.stem or 'sheet'}.pdf.")
        return [path]
    if path.suffix.lower() == ".pdf":
        raise UsageError(
            f"Several sheets need a folder, and {output} looks like a file.",
            "Name a folder, such as sheets/.",
        )
    targets: dict[str, str] = {}
    for source in sources:
        stem = Path(source).stem
        if (other := targets.setdefault(stem.casefold(), source)) != source:
            raise UsageError(
                f"{other} and {source} would both become {stem}.pdf.", "Print them into two folders, or rename one."
            )
    return [path / f"{Path(source).stem}.pdf" for source in sources]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileAccessError(
            f"The folder {folder} cannot be made: {(error.strerror or 'the system refuses').lower()}.",
            "Make it first, or choose another.",
        ) from None
