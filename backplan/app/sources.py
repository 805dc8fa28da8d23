"""Files that people give: their content, and what each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.files.disk import read_bytes
from backplan.files.kinds import FileKind, kind_of

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 20_000_000
"""Bytes of any file; the readers of regimens and profiles accept fewer, and say so."""


def content(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        FileAccessError: the file cannot be read, or is too large.
    """
    return read_bytes(path, largest=LARGEST_FILE)


def file_kind(path: Path) -> FileKind:
    """Return whether a file is a regimen, a profile, a clinic file, a plan or a calendar.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: it is none of them.
    """
    return kind_of(content(path), str(path))
