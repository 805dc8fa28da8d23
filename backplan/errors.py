"""Errors, and the exit statuses of the command line (contract section 5).

Every error that a person can cause is a `BackplanError`; the command line prints its sentence and its hint, never a
traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ExitStatus(IntEnum):
    """The statuses of `backplan`: all well; a limit broken or a dose missed; bad usage or bad input."""

    OK = 0
    FOUND = 1
    BAD_INPUT = 2


class BackplanError(Exception):
    """A use case cannot continue, for a reason that a person can act on.

    Attributes:
        message: one sentence for people.
        hint: the next thing to try, or an empty string.
    """

    exit_status = ExitStatus.BAD_INPUT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UnprintableError(BackplanError):
    """Something on a sheet cannot be printed."""


def is_panic(error: BaseException) -> bool:
    """Tell whether an error is a panic of the layout engine, whose class has no public name."""
    return type(error).__module__ == "pyo3_runtime"


class UsageError(BackplanError):
    """An option or an argument is invalid."""


class FileAccessError(BackplanError):
    """A file cannot be read or written."""


class FilesError(BackplanError):
    """Several files have errors; `errors` has them in the order of the files."""

    def __init__(self, errors: tuple[BackplanError, ...]) -> None:
        self.errors = errors
        super().__init__("\n".join(error.message for error in errors))

    def __reduce__(self) -> tuple[type[FilesError], tuple[tuple[BackplanError, ...]]]:
        # As for BadFileError.
        return type(self), (self.errors,)


MISSING_KEY = "missing key"
"""The `found` of a fault where a key is missing."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one input file.

    Attributes:
        file: the file's name as it was given.
        line: counted from 1; 0 for the file as a whole.
        column: counted from 1; 0 for the file as a whole.
        key: the dotted path of the key, such as `activities.aerobics.time`; empty at the top.
        found: what is there, in a few words.
        expected: what should be there.
        hint: the next thing to try, such as `did you mean 'frequency'?`; may be empty.
    """

    file: str
    line: int
    column: int
    key: str
    found: str
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        key = f"{self.key}: " if self.key else ""
        hint = f"; {self.hint}" if self.hint else ""
        found = self.found if self.found == MISSING_KEY else f"found {self.found}"
        return f"{place}: {key}{found}, expected {self.expected}{hint}"


class BadFileError(BackplanError):
    """A file's content is wrong; `faults` lists everything that is, in the file's order."""

    def __init__(self, faults: tuple[Fault, ...], hint: str = "") -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults), hint)

    def __reduce__(self) -> tuple[type[BadFileError], tuple[tuple[Fault, ...], str]]:
        # Programs that plan on many machines send errors between them; Python would make the copy from the message.
        return type(self), (self.faults, self.hint)
