"""Regimens: bundled, from a person's own files, or of a plan."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from backplan.app.bundled import unknown_regimen
from backplan.app.sources import content
from backplan.errors import FileAccessError, UsageError
from backplan.files.bundled import bundled_bytes, bundled_names
from backplan.files.regimen import parse_regimen
from backplan.language.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundled regimen, for a list."""

    name: str
    title: str
    summary: str


def bundled_regimens() -> tuple[Bundled, ...]:
    """Return all bundled regimens, sorted by name."""
    regimens = ((name, read_regimen(name)) for name in bundled_names())
    return tuple(Bundled(name, regimen.title, regimen.summary) for name, regimen in regimens)


def read_regimen(name_or_path: str) -> Regimen:
    """Read a bundled regimen by name, or a regimen file by path.

    Raises:
        UsageError: there is neither.
        FileAccessError: the file cannot be read.
        BadFileError: the file has faults; all are named.
    """
    names = bundled_names()
    if (name := name_or_path.lower()) in names:
        return parse_regimen(bundled_bytes(name), f"{name}.yaml", name)
    path = Path(name_or_path)
    # Path.exists raises for a name that no system allows; the error of reading the file is better.
    exists = os.path.exists(path)  # noqa: PTH110
    if not exists and path.name == name_or_path and not path.suffix:
        raise unknown_regimen(name_or_path, names)
    try:
        data = content(path)
    except FileAccessError as error:
        near = nearest(path.stem, names)
        # A file of nearly that name in the same folder is the better guess.
        if not near or exists or error.hint.startswith("did you mean"):
            raise
        raise FileAccessError(error.message, f"{near} That is a bundled regimen.") from None
    return parse_regimen(data, name_or_path, path.stem)


def regimen_of_plan(regimen_id: str, file: Path, *, named: str | None = None, beside: Sequence[Path] = ()) -> Regimen:
    """Read the regimen of a plan: the one that is named, otherwise a file of its id, otherwise a bundled one.

    Args:
        regimen_id: the id in the plan.
        file: the plan's file; its folder is searched first.
        named: a bundled regimen's name or a path, if given.
        beside: more folders to search, in this order.

    Raises:
        UsageError: there is no such regimen.
        FileAccessError: its file cannot be read.
        BadFileError: its file has faults; all are named.
    """
    if named is not None:
        return read_regimen(named)
    for folder, suffix in product((file.parent, *beside), (".yaml", ".yml")):
        path = folder / f"{regimen_id}{suffix}"
        if path.is_file():
            return read_regimen(str(path))
    if regimen_id in bundled_names():
        return read_regimen(regimen_id)
    others = ["in the current folder" if folder == Path() else f"in {folder}" for folder in beside]
    *places, last = "bundled", "next to the plan", *others
    where = f"{', '.join(places)}{',' if others else ''} or {last}"
    raise UsageError(
        f"{file} is a plan of '{regimen_id}', but no regimen of that name is {where}.",
        f"Give its file: --regimen path/to/{regimen_id}.yaml",
    )


def regimen_to_continue(earlier: Plan, file: Path, beside: Sequence[Path] = ()) -> Regimen:
    """Return the regimen in an earlier plan; if there is none, read the one that `regimen_of_plan` finds.

    Raises:
        UsageError: there is no such regimen.
        FileAccessError: its file cannot be read.
        BadFileError: it has faults; all are named.
    """
    if earlier.made_from is None or not earlier.made_from.regimen:
        return regimen_of_plan(earlier.regimen_id, file, beside=beside)
    return parse_regimen(earlier.made_from.regimen.encode(), f"{file}, made_from.regimen", earlier.regimen_id)
