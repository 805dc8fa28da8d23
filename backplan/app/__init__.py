"""The use cases: values in, results out, nothing printed, no clock, no folder but those that are given.

There is one module for each. They are loaded when they are first used (PEP 562), so that a command waits only for the
use cases that it has. Inside them, only what reads or writes calendars or PDF is imported later.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from backplan.app import bundled, checking, explaining, inputs, outputs, planning, sheets

__all__ = ["bundled", "checking", "explaining", "inputs", "outputs", "planning", "sheets"]


def _loaded(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module 'backplan.app' has no attribute '{name}'", name=name)
    return import_module(f"backplan.app.{name}")


if not TYPE_CHECKING:  # a type checker that saw a `__getattr__` would believe in any name
    __getattr__ = _loaded
