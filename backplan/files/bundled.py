"""The bundled regimens and drawings: the folder regimens/ of a checkout, or of the installed package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def bundled_names() -> tuple[str, ...]:
    """Return the names of all bundled regimens, sorted."""
    return _names(_folder(), ".yaml")


def bundled_bytes(name: str) -> bytes:
    """Return the file of a bundled regimen."""
    return (_folder() / f"{name}.yaml").read_bytes()


def figure_names() -> tuple[str, ...]:
    """Return the names of all drawings of exercises, sorted."""
    return _names(_folder() / "figures", ".svg")


def figure_bytes(name: str) -> bytes:
    """Return the SVG file of a drawing."""
    return (_folder() / "figures" / f"{name}.svg").read_bytes()


def _names(folder: Traversable, suffix: str) -> tuple[str, ...]:
    return tuple(sorted(entry.name.removesuffix(suffix) for entry in folder.iterdir() if entry.name.endswith(suffix)))


def _folder() -> Traversable:
    installed = files("backplan") / "regimens"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "regimens"
