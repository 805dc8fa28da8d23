"""The options that several commands have, each with its help, as types for their parameters.

Typer reads these annotations when a command is looked at, so this module and the commands' do not postpone them.
"""

from pathlib import Path
from typing import Annotated

import typer

from backplan.cli import values
from backplan.files.bundled import bundled_names
from backplan.model.profile import DateRange


def complete_regimen(incomplete: str) -> list[str]:
    """Return the bundled regimens' names that begin so; the shell adds files by itself."""
    return [name for name in bundled_names() if name.startswith(incomplete)]


Start = Annotated[
    values.StartDay | None,
    typer.Option(
        "--start",
        metavar="DATE",
        parser=values.parse_start,
        help="First day: a date such as 2026-11-23, today, tomorrow, or a weekday's name for the coming one."
        " Default: the coming Monday, today included.",
    ),
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
        parser=values.parse_timezone,
        help="The plan's time zone, such as Europe/Berlin. Default: the profile's, otherwise the system's.",
    ),
]
Busy = Annotated[
    list[str] | None,
    typer.Option("--busy", metavar="FILE.ics", help="Calendar (.ics) of your busy times. Repeatable."),
]
Away = Annotated[
    list[DateRange] | None,
    typer.Option(
        "--away",
        metavar="RANGE",
        parser=values.parse_away,
        help="Days without sessions: '2026-12-24 to 2026-12-26', or one date. Repeatable.",
    ),
]
After = Annotated[
    Path | None,
    typer.Option("--after", metavar="FILE", readable=False, help="Earlier plan to continue (.json, .yaml, .ics)."),
]
RegimenOfPlan = Annotated[
    str | None,
    typer.Option(
        "--regimen",
        metavar="REGIMEN",
        help="Regimen of the plan or profile: a bundled regimen's name, or a file. Default: the one that the plan"
        " names, next to the plan, in the current folder, or bundled.",
        autocompletion=complete_regimen,
    ),
]
