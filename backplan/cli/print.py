"""The command that prints: a sheet of paper for each regimen or plan.

Typer reads these annotations when the program runs, so this module does not postpone them.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer

from backplan import app
from backplan.cli import options
from backplan.cli.commands import note_days, note_sheet, requested, warn
from backplan.cli.environment import Surroundings
from backplan.cli.inputs import all_or_every_fault, kind_of, refuse, tried
from backplan.cli.program import program
from backplan.errors import BackplanError, ExitStatus, FileAccessError, UnprintableError, UsageError
from backplan.files.kinds import FileKind
from backplan.language import wording
from backplan.model.clinic import Clinic
from backplan.model.printing import Pages, Paper, SheetOptions
from backplan.model.profile import DateRange

LONGEST_NAME = 200
"""Letters of a name to print."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a regimen's plan is made from, as it was given."""

    start: options.StartDay | None
    weeks: int | None
    profile: Path | None
    timezone: str | None
    busy: tuple[str, ...]
    away: tuple[DateRange, ...]
    after: Path | None

    def given(self) -> list[str]:
        """The options that were given."""
        values = {
            "--start": self.start,
            "--weeks": self.weeks,
            "--profile": self.profile,
            "--timezone": self.timezone,
            "--busy": self.busy,
            "--away": self.away,
            "--after": self.after,
        }
        return [name for name, value in values.items() if value not in {None, ()}]


@program.command(
    "print",
    epilog="\b\nExamples:\n"
    "  backplan print low-back --start monday -o sheet.pdf\n"
    "  backplan print my-plan.ics --large-print --clinic clinic.yaml -o sheet.pdf\n"
    "  backplan print low-back --blank --paper letter -o any-week.pdf\n"
    "  backplan print anna.json ben.json -o sheets/\n",
)
def print_sheets(
    context: typer.Context,
    sources: options.Printed,
    output: options.PrintOutput,
    paper: options.PaperSize = Paper.A4,
    large_print: options.LargePrint = False,
    pages: options.PrintPages = Pages.ALL,
    start: options.Start = None,
    weeks: options.PrintWeeks = None,
    blank: options.Blank = False,
    log: options.Log = False,
    clinic: options.ClinicFile = None,
    name: options.ForName = "",
    monochrome: options.Monochrome = False,
    profile: options.ProfileFile = None,
    timezone: options.Timezone = None,
    busy: options.Busy = None,
    away: options.Away = None,
    after: options.After = None,
    regimen: options.RegimenOfPrinted = None,
) -> ExitStatus:
    """Print a plan or a regimen on paper: when to stop, the week to tick, and how each exercise is done."""
    around = context.ensure_object(Surroundings)
    sources = list(dict.fromkeys(sources))
    _refuse_name(name, sources)
    targets = _targets(sources, output)
    asked = _Asked(start, weeks, profile, timezone, tuple(busy or ()), tuple(away or ()), after)
    kinds = dict(zip(sources, all_or_every_fault(sources, kind_of), strict=True))
    _refuse_idle(kinds, asked, regimen, blank=blank, log=log and pages is Pages.EXERCISES)
    place = _clinic(clinic, [source for source, kind in kinds.items() if kind is FileKind.REGIMEN])
    how = SheetOptions(paper, large_print, pages, log, monochrome, wording.plain_text(name))

    def made(source: str) -> bytes:
        try:
            return _sheet(around, source, kinds[source], asked, regimen, place, how, blank=blank)
        except UnprintableError as error:
            # Which of them it is, nothing else would tell.
            where = f"{source}: " if len(sources) > 1 else ""
            raise UnprintableError(f"{where}{error.message}", error.hint) from None

    sheets = all_or_every_fault(around.each(sources, "Printing"), made)
    if targets != [Path(output)]:
        _make_folder(Path(output))
    app.save(dict(zip(targets, sheets, strict=True)))
    if len(targets) == 1:
        around.say(f"Wrote {targets[0]}")
    else:
        around.say(f"Wrote {wording.counted(len(targets), 'sheet')} into {output}")
    return ExitStatus.OK


def _clinic(file: Path | None, regimens: Sequence[str]) -> Clinic:
    """The clinic; where its file has faults, those of the regimens are told with them."""
    if file is None:
        return Clinic()
    errors: list[BackplanError] = []
    clinic = tried(errors, lambda: app.read_clinic(file))
    if errors:
        for regimen in regimens:
            tried(errors, partial(app.read_regimen, regimen))
    refuse(errors)
    assert clinic is not None
    return clinic


def _sheet(
    around: Surroundings,
    source: str,
    kind: FileKind,
    asked: _Asked,
    named: str | None,
    clinic: Clinic,
    how: SheetOptions,
    *,
    blank: bool,
) -> bytes:
    if blank:
        regimen = app.read_regimen(source)
        note_sheet(around, source, regimen, clinic)
        return app.blank_sheet(regimen, clinic=clinic, options=how)
    match kind:
        case FileKind.REGIMEN:
            request, today = requested(
                around,
                source,
                asked.start,
                asked.weeks or 1,
                asked.profile,
                asked.timezone,
                asked.busy,
                asked.away,
                asked.after,
            )
            note_days(around, request, today, asked.away)
            regimen, plan = request.regimen, app.make_plan(request)
            warn(around, plan, told=False)
        case FileKind.PLAN | FileKind.CALENDAR:
            opened = app.open_plan(Path(source), regimen=named)
            regimen, plan = opened.regimen, opened.plan
            for note in opened.notes:
                around.say(f"Note: {note.message}")
            _warn_of_misfits(around, source, kind, opened, named)
        case FileKind.PROFILE | FileKind.CLINIC:
            raise UsageError(
                f"{source} is a {kind.value} file, and a sheet is of a regimen or a plan.",
                f"Name the regimen, and give this file with --{kind.value} {source}.",
            )
    note_sheet(around, source, regimen, clinic)
    return app.sheet(plan, regimen, clinic=clinic, options=how)


def _warn_of_misfits(
    around: Surroundings, source: str, kind: FileKind, opened: app.OpenedPlan, named: str | None
) -> None:
    """A sheet tells the week as it was planned, and the exercises as the regimen has them now."""
    plan, regimen = opened.plan, opened.regimen
    if plan.regimen_id != regimen.id:
        around.say(f"Note: {source} is a plan of '{plan.regimen_id}', and this sheet has the exercises of '{named}'.")
    if misfits := app.misfits(plan, regimen, lived=kind is FileKind.CALENDAR):
        ways = wording.counted(len(misfits), "way")
        command = ["backplan", "check", source, *(("--regimen", named) if named else ())]
        around.say(f"Warning: {source} does not fit its regimen as it is now, in {ways}.")
        around.say(f"To see them: {shlex.join(command)}")


def _refuse_name(name: str, sources: Sequence[str]) -> None:
    if name and len(sources) > 1:
        raise UsageError("--for is one patient's name, and there are several sheets.", "Print that one by itself.")
    if len(name) > LONGEST_NAME:
        raise UsageError(
            f"The name after --for has {len(name):,} characters.", f"It may have {LONGEST_NAME} at the most."
        )


def _refuse_idle(kinds: dict[str, FileKind], asked: _Asked, regimen: str | None, *, blank: bool, log: bool) -> None:
    """No option is taken that would change nothing: who gave it meant something by it.

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
        raise UsageError(f"A sheet without dates has no use for {given[0]}.", "Leave it out, or leave --blank out.")
    if given and not regimens:
        (first, *_) = kinds
        raise UsageError(f"{first} is a plan already, and {given[0]} would change nothing.", "Leave it out.")


def _targets(sources: Sequence[str], output: str) -> list[Path]:
    """The file of each sheet.

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
            f"{wording.counted(len(sources), 'sheet')} into a folder named {output}: that is a file's name.",
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
