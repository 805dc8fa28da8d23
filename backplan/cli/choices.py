"""Options that take one of a few words."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import typer

from backplan.language.suggest import nearest
from backplan.language.wording import listed

_Choice = TypeVar("_Choice", bound=str)


class ReportFormat(StrEnum):
    """How a command reports what it has found."""

    TEXT = "text"
    JSON = "json"


def choice(
    option: str,
    words: Iterable[_Choice],
    *,
    help: str,  # noqa: A002 - as in typer.Option
    others: Mapping[str, str] | None = None,
) -> Any:  # noqa: ANN401 - as typer.Option, whose result is metadata of a type
    """Return an option that takes one of some words, in any case, and that shells complete.

    Args:
        option: its name on the command line.
        words: an enumeration, some members of one, or plain words.
        help: what the option is for.
        others: what to say of a word that somebody may well try, and that is none of them.
    """
    by_name = {str(word): word for word in words}
    return typer.Option(
        option,
        metavar="|".join(by_name),
        parser=_parser(by_name, others or {}),
        help=help,
        autocompletion=lambda incomplete: [name for name in by_name if name.startswith(incomplete)],
    )


def _parser(by_name: Mapping[str, _Choice], others: Mapping[str, str]) -> Callable[[str], _Choice]:
    def parse(text: str) -> _Choice:
        word = text.strip().lower()
        if word in by_name:
            return by_name[word]
        near = nearest(word, by_name)
        unknown = f"'{text}' is not known; choose {listed(by_name, 'or')}{near and f'; {near}'}"
        raise typer.BadParameter(others.get(word, unknown))

    return parse
