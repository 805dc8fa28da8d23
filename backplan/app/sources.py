"""Files that people give: their content, and what each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.files.disk import read_bytes
from backplan.files.kinds import FileKind, kind_of

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 20_000_000
"""Bytes of any file that is read; a regimen or a profile may hold a good deal less, and its reader says so."""


def content(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        FileAccessError: the file cannot be read, or is larger than any file of use to backplan.
    """
    return read_bytes(path, largest=LARGEST_FILE)


def file_kind(path: Path) -> FileKind:
    """Tell whether a file is a regimen, a profile, a clinic file, a plan or a calendar; read nothing else of it.

    Raises:
        FileAccessError: the file cannot be read.
        BadFileError: it is none of them.
    """
    return kind_of(content(path), str(path))
