"""The options that commands share, and what their texts mean.

Each parser turns a text into a value or says in plain words what was expected; so a command's body gets values only.
Typer reads these annotations when the program runs, so this module does not postpone them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import typer

from backplan import app
from backplan.language.reading import (
    FIRST_YEAR,
    LAST_YEAR,
    QuantityError,
    calendar_date,
    date_range,
    zone_name,
)
from backplan.language.suggest import SURELY, nearest
from backplan.language.wording import WEEKDAYS, full_date, listed
from backplan.model.printing import Pages, Paper
from backplan.model.profile import DateRange

FORMATS = ("table", "json", "yaml", "markdown", "csv")
GROUPS = ("session", "day")
CHECK_FORMATS = ("text", "json")
PAPERS = tuple(paper.value for paper in Paper)
PAGES = tuple(pages.value for pages in Pages)
_Value = TypeVar("_Value")
CheckedAs = Literal["text", "json"]
SUFFIXES = {
    ".ics": app.PlanFormat.ICS,
    ".json": app.PlanFormat.JSON,
    ".yaml": app.PlanFormat.YAML,
    ".yml": app.PlanFormat.YAML,
    ".md": app.PlanFormat.MARKDOWN,
    ".csv": app.PlanFormat.CSV,
    ".pdf": app.PlanFormat.PDF,
}
_DAYS = tuple(name.lower() for name in WEEKDAYS)


@dataclass(frozen=True, slots=True)
class StartDay:
    """The day that `--start` means, once today is known in the plan's zone.

    Attributes:
        day: a date that somebody wrote, or None.
        weekday: the coming one, today included, 0 Monday; or None.
        ahead: days after today, where neither of the others is given.
    """

    day: date | None = None
    weekday: int | None = None
    ahead: int = 0

    def on(self, today: date) -> date:
        """The day itself."""
        if self.day is not None:
            return self.day
        ahead = self.ahead if self.weekday is None else (self.weekday - today.weekday()) % 7
        return today + timedelta(days=ahead)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write, and as what."""

    path: Path
    plan_format: app.PlanFormat


def parse_start(text: str) -> StartDay:
    """`2026-11-23`, `today`, `tomorrow`, `monday`, `mon`, or a date as people write it: `23 Nov 2026`."""
    word = text.strip().lower()
    if word in {"today", "tomorrow"}:
        return StartDay(ahead=("today", "tomorrow").index(word))
    if word in _DAYS or (len(word) == 3 and word in {name[:3] for name in _DAYS}):
        return StartDay(weekday=[name[:3] for name in _DAYS].index(word[:3]))
    return StartDay(day=_written_date(text.strip()))


def _written_date(text: str) -> date:
    """A date that can be read in one way only."""
    try:
        return calendar_date(text)
    except QuantityError as error:
        as_written = error
    # A slip in a date that begins as ISO's do must not be read as another day: 2026-13-01 is not 13 January.
    readings = [] if re.match(r"\d+-\d+-\d+", text) else sorted(_readings(text))
    if not readings:
        hint = nearest(text, ("today", "tomorrow", *_DAYS), SURELY) or as_written.hint
        raise typer.BadParameter(
            f"'{text}' is not a day; write a date such as 2026-11-23, or today, tomorrow or monday"
            + (f"; {hint}" if hint else "")
        )
    if len(readings) > 1:
        raise typer.BadParameter(
            f"'{text}' may mean {listed(map(full_date, readings), 'or')};"
            f" write {listed((day.isoformat() for day in readings), 'or')}"
        )
    (day,) = readings
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise typer.BadParameter(f"{full_date(day)} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    named = [number for number, name in enumerate(_DAYS) if name[:3] in _words(text)]
    if named and day.weekday() not in named:
        raise typer.BadParameter(
            f"{full_date(day)} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[named[0]]};"
            f" write {day.isoformat()} if you mean that date"
        )
    return day


def _words(text: str) -> set[str]:
    return {word[:3].lower() for word in text.replace(",", " ").replace(".", " ").split() if word.isalpha()}


def _readings(text: str) -> set[date]:
    """Every date that dateutil can read in a text; a text that leaves out the year, month or day has none."""
    from dateutil import parser  # needed only for dates that are not ISO's

    found: set[date] = set()
    for day_first in (True, False):
        for year_first in (True, False):
            moments = []
            # What the text leaves out comes from the default, so two defaults show whether something is left out.
            for default in (datetime(2000, 1, 1), datetime(2001, 2, 2)):  # noqa: DTZ001 - only its date is used
                try:
                    moments.append(
                        parser.parse(text, default=default, dayfirst=day_first, yearfirst=year_first, ignoretz=True)
                    )
                except (ValueError, OverflowError):
                    continue
            if len(set(moments)) == 1 and len(moments) == 2 and moments[0] == _midnight(moments[0]):
                found.add(moments[0].date())
    return found


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def parse_weeks(text: str | int) -> int:
    """A whole number of weeks."""
    # Typer sends the default through here too, and that is a number already.
    digits = str(text).strip()
    if not re.fullmatch("[+-]?[0-9]+", digits):
        raise typer.BadParameter(f"'{text}' is not a whole number; write one from 1 to {app.MOST_WEEKS}")
    # A number of so many digits is out of range whatever it is, and Python would refuse to read it.
    weeks = int(digits) if len(digits) < 9 else (-1 if digits.startswith("-") else app.MOST_WEEKS + 1)
    if weeks < 1:
        raise typer.BadParameter(f"{digits} weeks cannot be planned; the least is 1")
    if weeks > app.MOST_WEEKS:
        raise typer.BadParameter(f"{digits} weeks are too many; the most is {app.MOST_WEEKS}, which is ten years")
    return weeks


def parse_timezone(text: str) -> str:
    """An IANA time zone."""
    return _read(zone_name, text)


def parse_away(text: str) -> DateRange:
    """A date, or a range of dates: `2026-12-24 to 2026-12-26`."""
    return _read(date_range, text)


def _read(read: Callable[[str], _Value], text: str) -> _Value:
    try:
        return read(text)
    except QuantityError as error:
        hint = f"; {error.hint}" if error.hint else ""
        raise typer.BadParameter(f"found '{text}', expected {error.expected}{hint}") from error


def parse_format(text: str) -> app.PlanFormat:
    """What to print on standard output."""
    word = text.strip().lower()
    if word in FORMATS:
        return app.PlanFormat(word)
    if word in {"ics", "pdf"}:
        raise typer.BadParameter(f"{word} is a file and not for the screen; write --output my-plan.{word}")
    raise typer.BadParameter(f"'{text}' is not known; choose {listed(FORMATS, 'or')}{_near(word, FORMATS)}")


def parse_group(text: str) -> app.Group:
    """How sessions become calendar events."""
    match text.strip().lower():
        case "session":
            return "session"
        case "day":
            return "day"
        case word:
            raise typer.BadParameter(f"'{text}' is not known; choose session or day{_near(word, GROUPS)}")


def parse_output(text: str) -> OutputFile:
    """A file whose suffix says what it holds."""
    path = Path(text)
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return OutputFile(path, SUFFIXES[suffix])
    names = listed(SUFFIXES, "or")
    what = f"the suffix {suffix} is not known" if suffix else "it has no suffix"
    raise typer.BadParameter(f"'{text}': {what}; it says what the file holds and may be {names}")


def parse_check_format(text: str) -> CheckedAs:
    """How to tell what was found."""
    match text.strip().lower():
        case "text":
            return "text"
        case "json":
            return "json"
        case word:
            raise typer.BadParameter(f"'{text}' is not known; choose text or json{_near(word, CHECK_FORMATS)}")


def parse_paper(text: str) -> Paper:
    """The size of the paper."""
    word = text.strip().lower()
    if word in PAPERS:
        return Paper(word)
    raise typer.BadParameter(f"'{text}' is not known; choose a4 or letter{_near(word, PAPERS)}")


def parse_pages(text: str) -> Pages:
    """Which pages of a sheet."""
    word = text.strip().lower()
    if word in PAGES:
        return Pages(word)
    raise typer.BadParameter(f"'{text}' is not known; choose {listed(PAGES, 'or')}{_near(word, PAGES)}")


def _near(word: str, names: tuple[str, ...]) -> str:
    near = nearest(word, names)
    return f"; {near}" if near else ""


def complete_regimen(incomplete: str) -> list[str]:
    """The bundled regimens' names; the shell adds files by itself."""
    return [name for name in app.bundled_names() if name.startswith(incomplete)]


def complete_figure(incomplete: str) -> list[str]:
    """The drawings' names."""
    return [name for name in app.figure_names() if name.startswith(incomplete)]


def complete_format(incomplete: str) -> list[str]:
    """The formats' names."""
    return [name for name in FORMATS if name.startswith(incomplete)]


def complete_check_format(incomplete: str) -> list[str]:
    """The formats' names."""
    return [name for name in CHECK_FORMATS if name.startswith(incomplete)]


def complete_group(incomplete: str) -> list[str]:
    """The groups' names."""
    return [name for name in GROUPS if name.startswith(incomplete)]


def complete_paper(incomplete: str) -> list[str]:
    """The sizes' names."""
    return [name for name in PAPERS if name.startswith(incomplete)]


def complete_pages(incomplete: str) -> list[str]:
    """The names of what may be printed."""
    return [name for name in PAGES if name.startswith(incomplete)]


Regimen = Annotated[
    str | None,
    typer.Argument(
        metavar="REGIMEN",
        help="Name of a bundled regimen, or a file of your own.  [default: low-back, or the earlier plan's]",
        autocompletion=complete_regimen,
    ),
]
ShownRegimen = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        help="The regimen to show: a bundled one's name, or a file. Without it, all bundled ones are listed.",
        autocompletion=complete_regimen,
    ),
]
FigureName = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        help="The drawing, by the name that a regimen gives as `figure`. Without it, all are listed.",
        autocompletion=complete_figure,
    ),
]
FigureFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="The file to write, .svg or .png."),
]
CopiedRegimen = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="NAME",
        help="The bundled regimen to begin with.",
        autocompletion=complete_regimen,
    ),
]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file to make, such as my-regimen.yaml.")]
Start = Annotated[
    StartDay | None,
    typer.Option(
        "--start",
        metavar="DATE",
        parser=parse_start,
        help="The first day: a date such as 2026-11-23, today, tomorrow, or a weekday's name for the coming one."
        " Without it the coming Monday, today included.",
    ),
]
Weeks = Annotated[
    int,
    typer.Option("--weeks", metavar="N", parser=parse_weeks, help=f"How many weeks, 1 to {app.MOST_WEEKS}."),
]
# Whether a file can be read, its reader finds out, and says what to try.
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile", metavar="FILE", readable=False, help="When you have time, when you are away, what you prefer."
    ),
]
Timezone = Annotated[
    str | None,
    typer.Option(
        "--timezone",
        metavar="ZONE",
        parser=parse_timezone,
        help="The plan's time zone, such as Europe/Berlin. Without it the profile's, or else the system's.",
    ),
]
Busy = Annotated[
    list[str] | None,
    typer.Option("--busy", metavar="FILE.ics", help="A calendar whose events take time away. May be given again."),
]
Away = Annotated[
    list[DateRange] | None,
    typer.Option(
        "--away",
        metavar="RANGE",
        parser=parse_away,
        help="Days without sessions: '2026-12-24 to 2026-12-26', or one date. May be given again.",
    ),
]
Format = Annotated[
    app.PlanFormat | None,
    typer.Option(
        "--format",
        metavar="|".join(FORMATS),
        parser=parse_format,
        help="What to print. Without it the table.",
        autocompletion=complete_format,
    ),
]
Output = Annotated[
    list[OutputFile] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        parser=parse_output,
        help="A file to write; its suffix says as what: .ics .pdf .json .yaml .md .csv. May be given again.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="End with status 1 if a limit is broken or a dose is missed.")]
After = Annotated[
    Path | None,
    typer.Option("--after", metavar="FILE", readable=False, help="An earlier plan to go on from (.json, .yaml, .ics)."),
]
GroupBy = Annotated[
    app.Group,
    typer.Option(
        "--group",
        metavar="|".join(GROUPS),
        parser=parse_group,
        help="In a calendar, one event a session, or one a day.",
        autocompletion=complete_group,
    ),
]
BusyEvents = Annotated[bool, typer.Option("--busy-events", help="In a calendar, sessions show you as busy to others.")]
CheckedFiles = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Plans (.json, .yaml), calendars (.ics), regimens or profiles (.yaml), or a bundled regimen's name."
        " Plans are held against a regimen and a profile that stand beside them here.",
    ),
]
RegimenOfPlan = Annotated[
    str | None,
    typer.Option(
        "--regimen",
        metavar="REGIMEN",
        help="What a plan or a profile is held against: a bundled regimen's name, or a file. Without it the regimen"
        " that the plan names, from a file beside the plan or here, or from the bundled ones.",
        autocompletion=complete_regimen,
    ),
]
StatedWeeks = Annotated[
    int | None,
    typer.Option(
        "--weeks",
        metavar="N",
        parser=parse_weeks,
        help="For a regimen: for how many weeks it is meant. Then progressions that do not reach their end are told.",
    ),
]
CheckFormat = Annotated[
    CheckedAs,
    typer.Option(
        "--format",
        metavar="|".join(CHECK_FORMATS),
        parser=parse_check_format,
        help="How to tell what was found.",
        autocompletion=complete_check_format,
    ),
]
StrictCheck = Annotated[bool, typer.Option("--strict", help="End with status 1 for mere advice, too.")]
Printed = Annotated[
    list[str],
    typer.Argument(
        metavar="REGIMEN|PLAN...",
        help="A bundled regimen's name, a regimen of your own (.yaml), or a plan (.json, .yaml, .ics).",
        autocompletion=complete_regimen,
    ),
]
PrintOutput = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE.pdf|FOLDER",
        help="The file to write. Several sheets go into a folder, each named like what it is of.",
    ),
]
PaperSize = Annotated[
    Paper,
    typer.Option(
        "--paper",
        metavar="|".join(PAPERS),
        parser=parse_paper,
        help="The size of the paper.",
        autocompletion=complete_paper,
    ),
]
LargePrint = Annotated[
    bool, typer.Option("--large-print", help="Letters of 18 points (16 in tables), and their own layout.")
]
PrintPages = Annotated[
    Pages,
    typer.Option(
        "--pages",
        metavar="|".join(PAGES),
        parser=parse_pages,
        help="What to print: the week, the exercises, or all.",
        autocompletion=complete_pages,
    ),
]
PrintWeeks = Annotated[
    int | None,
    typer.Option(
        "--weeks", metavar="N", parser=parse_weeks, help=f"How many weeks, 1 to {app.MOST_WEEKS}. Without it, 1."
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
        "--for", metavar="NAME", help="Print this name. It goes into no file's name and no file's description."
    ),
]
Monochrome = Annotated[bool, typer.Option("--monochrome", help="Black and greys only; a logo is left out.")]
RegimenOfPrinted = Annotated[
    str | None,
    typer.Option(
        "--regimen",
        metavar="REGIMEN",
        help="What a plan is of: a bundled regimen's name, or a file. Without it the regimen that the plan names, from"
        " a file beside the plan or here, or from the bundled ones.",
        autocompletion=complete_regimen,
    ),
]
