"""The use cases: values in, results out, nothing printed, no clock read, no folder but those that are named.

One module for each, which imports what it needs at its top. `app.planning` and the others are loaded when they are
first used (PEP 562), so that a command waits only for the use cases that it has. Inside them, only what writes or reads
calendars or sets type is imported later than that, by the function that needs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from backplan.app import (
        bundled,
        checking,
        drawings,
        explaining,
        many,
        outputs,
        planning,
        plans,
        profiles,
        regimens,
        sheets,
        sources,
    )

__all__ = [
    "bundled",
    "checking",
    "drawings",
    "explaining",
    "many",
    "outputs",
    "planning",
    "plans",
    "profiles",
    "regimens",
    "sheets",
    "sources",
]


def _loaded(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module 'backplan.app' has no attribute '{name}'", name=name)
    return import_module(f"backplan.app.{name}")


if not TYPE_CHECKING:  # a type checker that saw a `__getattr__` would believe in any name
    __getattr__ = _loaded
