"""Regimens: the bundled ones, those of a person's own files, and the one that a plan is of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from backplan.app.bundled import unknown_regimen
from backplan.app.sources import content
from backplan.errors import FileAccessError, UsageError
from backplan.files.bundled import bundled_bytes, bundled_names
from backplan.files.regimen import parse_regimen
from backplan.files.source import quoted
from backplan.language.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

LONGEST_NAME = 255
"""Bytes of a file's name that most systems allow."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundled regimen, for a list."""

    name: str
    title: str
    summary: str


def bundled_regimens() -> tuple[Bundled, ...]:
    """Return all bundled regimens, by name."""
    found = []
    for name in bundled_names():
        regimen = read_regimen(name)
        found.append(Bundled(name, regimen.title, regimen.summary))
    return tuple(found)


def read_regimen(name_or_path: str) -> Regimen:
    """Read a bundled regimen by name, or a regimen file by path.

    Raises:
        UsageError: neither a bundled name nor a file.
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    names = bundled_names()
    if (name := name_or_path.lower()) in names:
        return parse_regimen(bundled_bytes(name), f"{name}.yaml", name)
    path = Path(name_or_path)
    # Path.exists raises for a name that no system allows; reading the file then says what is wrong with it.
    exists = os.path.exists(path)  # noqa: PTH110
    if not exists and path.name == name_or_path and not path.suffix:
        raise unknown_regimen(name_or_path, names)
    try:
        data = content(path)
    except FileAccessError as error:
        near = nearest(path.stem, names)
        # A file beside it with nearly that name is the better guess.
        if not near or exists or error.hint.startswith("did you mean"):
            raise
        raise FileAccessError(error.message, f"{near} That regimen is bundled.") from None
    return parse_regimen(data, name_or_path, path.stem)


def regimen_of_plan(regimen_id: str, file: Path, *, named: str | None = None, beside: Sequence[Path] = ()) -> Regimen:
    """Read the regimen that a plan is of: the one that is named, else one of its id nearby, else a bundled one.

    Args:
        regimen_id: what the plan says that it is of.
        file: where the plan was read from; its folder is looked in first.
        named: a bundled regimen's name or a path, where somebody gave one.
        beside: more folders to look in, in this order.

    Raises:
        UsageError: there is no such regimen.
        FileAccessError: its file cannot be read.
        BadFileError: its file has faults; all are named.
    """
    if named is not None:
        return read_regimen(named)
    if not _is_file_name(regimen_id):
        raise UsageError(
            f"{file} is a plan of {quoted(regimen_id)}, which is no name that a regimen's file can have.",
            "Say where the regimen is: --regimen path/to/regimen.yaml",
        )
    for folder, suffix in product((file.parent, *beside), (".yaml", ".yml")):
        near = folder / f"{regimen_id}{suffix}"
        if near.is_file():
            return read_regimen(str(near))
    if regimen_id in bundled_names():
        return read_regimen(regimen_id)
    others = ["in the current folder" if folder == Path() else f"in {folder}" for folder in beside]
    *places, last = "bundled", "next to the plan", *others
    where = f"{', '.join(places)}{',' if others else ''} or {last}"
    raise UsageError(
        f"{file} is a plan of '{regimen_id}', and no regimen of that name is {where}.",
        f"Say where the regimen is: --regimen path/to/{regimen_id}.yaml",
    )


def _is_file_name(regimen_id: str) -> bool:
    """Tell whether an id may be looked for as a file: it says nothing of folders, and every system allows it."""
    name = f"{regimen_id}.yaml"
    # Windows knows every sign of a folder that others know, and two more.
    return len(name.encode()) <= LONGEST_NAME and name.isprintable() and PureWindowsPath(name).name == name


def regimen_to_continue(earlier: Plan, file: Path, beside: Sequence[Path] = ()) -> Regimen:
    """Read the regimen of an earlier plan: the one that it carries, else the one that `regimen_of_plan` finds.

    Args:
        earlier: the plan to continue.
        file: where it was read from.
        beside: as for `regimen_of_plan`.

    Raises:
        UsageError: there is no such regimen.
        FileAccessError: its file cannot be read.
        BadFileError: it has faults; all are named.
    """
    if earlier.made_from is None or not earlier.made_from.regimen:
        return regimen_of_plan(earlier.regimen_id, file, beside=beside)
    return parse_regimen(earlier.made_from.regimen.encode(), f"{file}, made_from.regimen", earlier.regimen_id)
