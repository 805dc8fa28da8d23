"""The command that prints: a sheet of paper for each regimen or plan."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backplan import app
from backplan.cli import options, values
from backplan.cli.environment import Environment
from backplan.cli.inputs import CURRENT_FOLDER, Inputs, collect_error, for_all, kind_of, new_request, raise_all
from backplan.cli.notes import note_days, note_sheet, warn
from backplan.cli.options import choice, option
from backplan.cli.program import examples, single_command
from backplan.errors import BackplanError, FileAccessError, UnprintableError, UsageError
from backplan.files.disk import save
from backplan.files.input_kinds import FileKind
from backplan.language.wording import counted, plain_text
from backplan.model.clinic import Clinic
from backplan.model.printing import Pages, Paper, SheetOptions
from backplan.model.request import MOST_WEEKS

if TYPE_CHECKING:
    from backplan.app.inputs import OpenedPlan

command = single_command()

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="REGIMEN|PLAN...",
        help="Name of a bundled regimen, your own regimen (.yaml), or a plan (.json, .yaml, .ics).",
        autocompletion=options.complete_regimen,
    ),
]
Output = Annotated[
    str,
    option(
        "--output -o",
        "FILE.pdf|FOLDER",
        "File to write (.pdf). For several sheets, a folder; each sheet is named after its plan or regimen.",
    ),
]
PaperSize = Annotated[Paper, choice("--paper", Paper, "Paper size.")]
LargePrint = Annotated[
    bool, typer.Option("--large-print", help="Large print: 18 points (16 in tables), with its own layout.")
]
PrintedPages = Annotated[Pages, choice("--pages", Pages, "What to print: the week, the exercises, or all.")]
Weeks = Annotated[
    int | None, option("--weeks", "N", f"Number of weeks, 1 to {MOST_WEEKS} (default: 1).", values.parse_weeks)
]
Blank = Annotated[bool, typer.Option("--blank", help="Make a sheet without dates, for any week (regimens only).")]
Log = Annotated[bool, typer.Option("--log", help="Add rows for pain (0 to 10) and notes.")]
ClinicFile = Annotated[
    Path | None,
    option("--clinic", "FILE", "Clinic file (.yaml): your clinic's name, numbers, logo and text on when to stop."),
]
ForName = Annotated[
    str,
    option(
        "--for",
        "NAME",
        "Patient's name to print on the sheet. It is not put in file names or descriptions.",
        values.parse_name,
    ),
]
Monochrome = Annotated[bool, typer.Option("--monochrome", help="Black and grey only; leaves out the logo.")]


@dataclass(frozen=True, slots=True)
class _Settings:
    """The settings that all sheets of a command share; `regimen` is that of plans, if given."""

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
    """Make a printable sheet (PDF) of a plan or regimen.

    It shows when to stop, the week with boxes to tick, and how to do each exercise.
    """
    environment = context.ensure_object(Environment)
    sources = list(dict.fromkeys(sources))
    if name and len(sources) > 1:
        raise UsageError("--for works with one sheet only.", "Print this patient's sheet separately.")
    targets = _targets(sources, output)
    inputs = Inputs(None, start, weeks, profile, timezone, busy or (), away or (), after)
    kinds = dict(zip(sources, for_all(sources, kind_of), strict=True))
    _refuse_unused(kinds, inputs, regimen, blank=blank, log=log and pages is Pages.EXERCISES)
    sheet_options = SheetOptions(paper, large_print, pages, log, monochrome, plain_text(name))
    settings = _Settings(regimen, _clinic(clinic, kinds), sheet_options, blank)
    make = partial(_named_sheet, environment, kinds, inputs, settings)
    sheets = for_all(environment.each(sources, "Printing"), make)
    _save(environment, output, dict(zip(targets, sheets, strict=True)))


def _save(environment: Environment, output: str, sheets: Mapping[Path, bytes]) -> None:
    folder = Path(output)
    if folder not in sheets:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise FileAccessError(
                f"Cannot create the folder {folder}: {reason}.", "Create it first, or choose another one."
            ) from None
    save(sheets)
    several = f"{counted(len(sheets), 'sheet')} into {output}"
    environment.say(f"Wrote {several if len(sheets) > 1 else next(iter(sheets))}")


def _clinic(file: Path | None, kinds: Mapping[str, FileKind]) -> Clinic:
    """Read the clinic file; if it has faults, raise them together with those of the regimens."""
    if file is None:
        return Clinic()
    errors: list[BackplanError] = []
    clinic = collect_error(errors, partial(app.inputs.read_clinic, file))
    if errors:
        for source, kind in kinds.items():
            if kind is FileKind.REGIMEN:
                collect_error(errors, partial(app.inputs.read_regimen, source))
    raise_all(errors)
    assert clinic is not None
    return clinic


def _named_sheet(
    environment: Environment, kinds: Mapping[str, FileKind], inputs: Inputs, settings: _Settings, source: str
) -> bytes:
    """Return a sheet; if one of several cannot be printed, the error names it."""
    try:
        return _sheet(environment, source, kinds[source], replace(inputs, regimen=source), settings)
    except UnprintableError as error:
        where = f"{source}: " if len(kinds) > 1 else ""
        raise UnprintableError(f"{where}{error.message}", error.hint) from None


def _sheet(environment: Environment, source: str, kind: FileKind, inputs: Inputs, settings: _Settings) -> bytes:
    if settings.blank:
        regimen = app.inputs.read_regimen(source)
        note_sheet(environment, source, regimen, settings.clinic)
        return app.sheets.blank_sheet(regimen, clinic=settings.clinic, options=settings.options)
    match kind:
        case FileKind.REGIMEN:
            request, today = new_request(environment, inputs)
            note_days(environment, request, today, inputs.away)
            regimen, plan = request.regimen, app.planning.make_plan(request)
            warn(environment, plan, details=True)
        case FileKind.PLAN | FileKind.CALENDAR:
            opened = app.inputs.open_plan(Path(source), regimen=settings.regimen, beside=CURRENT_FOLDER)
            regimen, plan = opened.regimen, opened.plan
            for note in opened.notes:
                environment.say(f"Note: {note.message}")
            _warn_of_misfits(environment, source, kind, opened, settings.regimen)
        case FileKind.PROFILE | FileKind.CLINIC:
            what = "profile" if kind is FileKind.PROFILE else "clinic file"
            raise UsageError(
                f"{source} is a {what}; a sheet needs a regimen or a plan.",
                f"Give the regimen, and this file with --{kind.value} {source}.",
            )
    note_sheet(environment, source, regimen, settings.clinic)
    return app.sheets.sheet(plan, regimen, clinic=settings.clinic, options=settings.options)


def _warn_of_misfits(
    environment: Environment, source: str, kind: FileKind, opened: "OpenedPlan", named: str | None
) -> None:
    """Warn if the week, as it was planned, does not fit the exercises of the regimen as it is now."""
    plan, regimen = opened.plan, opened.regimen
    if plan.regimen_id != regimen.id:
        environment.say(
            f"Note: {source} is a plan of '{plan.regimen_id}', but this sheet shows the exercises of '{named}'."
        )
    if misfits := app.checking.misfits(plan, regimen, lived=kind is FileKind.CALENDAR):
        command = ["backplan", "check", source, *(("--regimen", named) if named else ())]
        environment.say(f"Warning: {source} no longer fits its regimen, in {counted(len(misfits), 'way')}.")
        environment.say(f"To see {'it' if len(misfits) == 1 else 'them'}, run: {shlex.join(command)}")


def _refuse_unused(
    kinds: Mapping[str, FileKind], inputs: Inputs, regimen: str | None, *, blank: bool, log: bool
) -> None:
    """Refuse options that would change nothing: whoever gave one meant something by it."""
    given = inputs.given()
    regimens = [source for source, kind in kinds.items() if kind is FileKind.REGIMEN]
    if blank and len(regimens) < len(kinds):
        other = next(source for source in kinds if source not in regimens)
        raise UsageError(
            f"--blank works with regimens only, and {other} is not one.", "Remove --blank, or give the regimen."
        )
    if regimen is not None and len(regimens) == len(kinds):
        raise UsageError(f"--regimen is for plans; {regimens[0]} is already a regimen.", "Remove --regimen.")
    if log:
        raise UsageError("--log belongs to the week, which --pages exercises does not print.", "Remove one of the two.")
    if given and blank:
        raise UsageError(f"{given[0]} cannot be combined with --blank.", "Remove one of the two.")
    if given and not regimens:
        raise UsageError(
            f"{given[0]} applies to regimens; {next(iter(kinds))} is already a plan.", f"Remove {given[0]}."
        )


def _targets(sources: Sequence[str], output: str) -> list[Path]:
    """Return the file of each sheet; no two may have the same name."""
    path = Path(output)
    is_folder = output.endswith(("/", "\\")) or path.is_dir()
    if len(sources) == 1 and not is_folder:
        if path.suffix.lower() != ".pdf":
            raise UsageError(f"{output} is not a .pdf file.", f"Use a name such as {path.stem or 'sheet'}.pdf.")
        return [path]
    if path.suffix.lower() == ".pdf":
        raise UsageError(
            f"Several sheets need a folder, and {output} looks like a file.", "Give a folder, such as sheets/."
        )
    by_name: dict[str, str] = {}
    for source in sources:
        stem = Path(source).stem
        if (other := by_name.setdefault(stem.casefold(), source)) != source:
            raise UsageError(
                f"{other} and {source} would both be written to {stem}.pdf.", "Use two folders, or rename one of them."
            )
    return [path / f"{Path(source).stem}.pdf" for source in sources]
