"""The bundled regimens and drawings: in a checkout the folder regimens/, installed a folder of the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def bundled_names() -> tuple[str, ...]:
    """The names of all bundled regimens, sorted."""
    return _names(_folder(), ".yaml")


def bundled_bytes(name: str) -> bytes:
    """The bundled regimen's file.

    Args:
        name: one of `bundled_names()`.
    """
    return (_folder() / f"{name}.yaml").read_bytes()


def figure_names() -> tuple[str, ...]:
    """The names of all drawings of exercises, sorted."""
    return _names(_folder() / "figures", ".svg")


def figure_bytes(name: str) -> bytes:
    """The drawing's SVG file.

    Args:
        name: one of `figure_names()`.
    """
    return (_folder() / "figures" / f"{name}.svg").read_bytes()


def _names(folder: Traversable, suffix: str) -> tuple[str, ...]:
    return tuple(sorted(entry.name.removesuffix(suffix) for entry in folder.iterdir() if entry.name.endswith(suffix)))


def _folder() -> Traversable:
    installed = files("backplan") / "regimens"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "regimens"
