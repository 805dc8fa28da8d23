"""Options that several commands have, each with its help, as types for their parameters.

Typer reads these annotations when it loads a command, so this module and the commands' do not postpone them.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from backplan.cli import values
from backplan.files.bundled import bundled_names
from backplan.language.did_you_mean import nearest
from backplan.language.wording import listed
from backplan.model.profile import DateRange

_Choice = TypeVar("_Choice", bound=str)


class ReportFormat(StrEnum):
    """The formats of findings and answers."""

    TEXT = "text"
    JSON = "json"


def complete_regimen(incomplete: str) -> list[str]:
    """Return the bundled regimens whose names begin so; the shell adds files by itself."""
    return [name for name in bundled_names() if name.startswith(incomplete)]


def option(
    names: str,
    metavar: str,
    help: str,  # noqa: A002 - as in typer.Option
    parser: Callable[[str], object] | None = None,
    complete: Callable[[str], list[str]] | None = None,
) -> Any:  # noqa: ANN401 - as typer.Option, whose result is metadata of a type
    """Return an option that takes a value; `names` are words such as `--output -o`."""
    # `readable=False`: the reader of a file says why it cannot be read, and what to try.
    return typer.Option(
        *names.split(), metavar=metavar, help=help, parser=parser, autocompletion=complete, readable=False
    )


def choice(
    name: str,
    words: Iterable[_Choice],
    help: str,  # noqa: A002 - as in typer.Option
    messages: Mapping[str, str] | None = None,
) -> Any:  # noqa: ANN401 - as typer.Option, whose result is metadata of a type
    """Return an option that takes one of some words, in any case, and that shells complete.

    `messages` explains words that are likely to be tried and are not among them.
    """
    by_name = {str(word): word for word in words}

    def parse(text: str) -> _Choice:
        word = text.strip().lower()
        if word in by_name:
            return by_name[word]
        near = nearest(word, by_name)
        unknown = f"unknown value '{text}'; choose {listed(by_name, 'or')}{near and f'; {near}'}"
        raise typer.BadParameter((messages or {}).get(word, unknown))

    def complete(incomplete: str) -> list[str]:
        return [word for word in by_name if word.startswith(incomplete)]

    return option(name, "|".join(by_name), help, parse, complete)


Start = Annotated[
    values.StartDay | None,
    option(
        "--start",
        "DATE",
        "First day: a date such as 2026-11-23, today, tomorrow, or the name of a weekday."
        " Default: the coming Monday (today, if today is Monday).",
        values.parse_start,
    ),
]
ProfileFile = Annotated[
    Path | None,
    option("--profile", "FILE", "Profile (.yaml): when you have time, when you are away, what you prefer."),
]
Timezone = Annotated[
    str | None,
    option(
        "--timezone",
        "ZONE",
        "Time zone, such as Europe/Berlin. Default: the profile's, otherwise the system's.",
        values.parse_timezone,
    ),
]
Busy = Annotated[list[str] | None, option("--busy", "FILE.ics", "Calendar (.ics) of your busy times. Repeatable.")]
Away = Annotated[
    list[DateRange] | None,
    option(
        "--away",
        "RANGE",
        "Days without sessions: one date or '2026-12-24 to 2026-12-26'. Repeatable.",
        values.parse_away,
    ),
]
After = Annotated[Path | None, option("--after", "FILE", "Earlier plan to continue (.json, .yaml, .ics).")]
RegimenOfPlan = Annotated[
    str | None,
    option(
        "--regimen",
        "REGIMEN",
        "Regimen of the plan or profile: name of a bundled one, or a file. Default: the one that the plan names, found"
        " next to the plan, in the current folder or among the bundled ones.",
        complete=complete_regimen,
    ),
]
Report = Annotated[ReportFormat, choice("--format", ReportFormat, "Output format (default: text).")]
