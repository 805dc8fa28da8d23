"""The bundled regimens: in a checkout the top-level folder regimens/, installed a folder of the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def bundled_names() -> tuple[str, ...]:
    """The names of all bundled regimens, sorted."""
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in _folder().iterdir() if _is_regimen(entry)))


def bundled_bytes(name: str) -> bytes:
    """The bundled regimen's file.

    Args:
        name: one of `bundled_names()`.
    """
    return (_folder() / f"{name}.yaml").read_bytes()


def _folder() -> Traversable:
    installed = files("backplan") / "regimens"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "regimens"


def _is_regimen(entry: Traversable) -> bool:
    return entry.name.endswith(".yaml")
