"""Files that a command is given: what each is, and the errors of all of them at once."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from backplan import app
from backplan.errors import BackplanError, FilesError
from backplan.files.kinds import FileKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_Value = TypeVar("_Value")


def kind_of(file: str) -> FileKind:
    """What a file is; a bundled regimen's name is a regimen."""
    # Path.exists raises for names that no system allows.
    if not Path(file).suffix and not os.path.exists(file):  # noqa: PTH110
        if file.lower() not in app.bundled_names():
            app.read_regimen(file)  # says which name is near
        return FileKind.REGIMEN
    return app.file_kind(Path(file))


def tried(errors: list[BackplanError], call: Callable[[], _Value]) -> _Value | None:
    """What a call gives; None where it fails, with its error added to the others."""
    try:
        return call()
    except BackplanError as error:
        errors.append(error)
        return None


def refuse(errors: Sequence[BackplanError]) -> None:
    """Says everything that is wrong at once.

    Raises:
        BackplanError: there is something.
    """
    # A regimen that several files are held against has its faults once.
    different = {str(error): error for error in errors}
    if len(different) > 1:
        raise FilesError(tuple(different.values()))
    if errors:
        raise errors[0]


def all_or_every_fault(files: Iterable[str], of_file: Callable[[str], _Value]) -> list[_Value]:
    """A value of each file; where files have errors, those of all of them at once."""
    errors: list[BackplanError] = []
    values = [tried(errors, partial(of_file, file)) for file in files]
    refuse(errors)
    return [value for value in values if value is not None]
