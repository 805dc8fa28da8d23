"""Files that a command is given: what each is, and the faults of all of them at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from backplan import app
from backplan.errors import BackplanError, BadFileError
from backplan.formats.kinds import FileKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Value = TypeVar("_Value")


def kind_of(file: str) -> FileKind:
    """What a file is; a bundled regimen's name is a regimen."""
    is_name = not Path(file).suffix and file.lower() in app.bundled_names()
    return FileKind.REGIMEN if is_name and not os.path.exists(file) else app.file_kind(Path(file))  # noqa: PTH110


def all_or_every_fault(files: Iterable[str], of_file: Callable[[str], _Value]) -> list[_Value]:
    """A value of each file; where files have faults, the faults of all of them at once."""
    values: list[_Value] = []
    errors: list[BackplanError] = []
    for file in files:
        try:
            values.append(of_file(file))
        except BackplanError as error:
            errors.append(error)
    bad = [error for error in errors if isinstance(error, BadFileError)]
    if errors and len(bad) == len(errors):
        raise BadFileError(tuple({fault: None for error in bad for fault in error.faults}), bad[0].hint)
    if errors:
        raise next(error for error in errors if not isinstance(error, BadFileError))
    return values
