"""Turns a home-exercise prescription into the best weekly plan that obeys it.

`import backplan` gives programs the use cases as functions and their values as types; docs/library.md explains them.
Names are looked up when they are first used (PEP 562), so importing the package alone loads nothing else: the command
line imports it too, and `backplan --help` waits for no library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backplan.app import (
        Bundled,
        Group,
        NotPlanned,
        OpenedPlan,
        PlanFormat,
        Planned,
        blank_sheet,
        bundled_regimens,
        check_plan,
        check_profile,
        check_regimen,
        make_plan,
        open_plan,
        plan_many,
        read_busy,
        read_clinic,
        read_plan,
        read_profile,
        read_regimen,
        regimen_copy,
        request_of_plan,
        save,
        sheet,
        slack,
        why,
        written,
    )
    from backplan.app import request as plan_request
    from backplan.errors import BackplanError, BadFileError, ExitStatus, Fault, FileAccessError, UsageError
    from backplan.model.clinic import Clinic
    from backplan.model.finding import Finding, Severity
    from backplan.model.frequency import Cap, Daily, Every, Frequency, Weekly
    from backplan.model.plan import Cost, Plan, Session
    from backplan.model.printing import Pages, Paper, SheetOptions
    from backplan.model.profile import Anchors, Appointment, DateRange, Preference, Profile
    from backplan.model.question import Answer, AnswerKind, Question
    from backplan.model.regimen import Activity, ActivityType, Exercise, Phase, Regimen, Sides, TimeOfDay
    from backplan.model.request import BusyEvent, PlanRequest
    from backplan.model.slack import Slack
    from backplan.model.time import Interval

__version__ = "0.1.0"

__all__ = [
    "Activity",
    "ActivityType",
    "Anchors",
    "Answer",
    "AnswerKind",
    "Appointment",
    "BackplanError",
    "BadFileError",
    "Bundled",
    "BusyEvent",
    "Cap",
    "Clinic",
    "Cost",
    "Daily",
    "DateRange",
    "Every",
    "Exercise",
    "ExitStatus",
    "Fault",
    "FileAccessError",
    "Finding",
    "Frequency",
    "Group",
    "Interval",
    "NotPlanned",
    "OpenedPlan",
    "Pages",
    "Paper",
    "Phase",
    "Plan",
    "PlanFormat",
    "PlanRequest",
    "Planned",
    "Preference",
    "Profile",
    "Question",
    "Regimen",
    "Session",
    "Severity",
    "SheetOptions",
    "Sides",
    "Slack",
    "TimeOfDay",
    "UsageError",
    "Weekly",
    "__version__",
    "blank_sheet",
    "bundled_regimens",
    "check_plan",
    "check_profile",
    "check_regimen",
    "make_plan",
    "open_plan",
    "plan_many",
    "plan_request",
    "read_busy",
    "read_clinic",
    "read_plan",
    "read_profile",
    "read_regimen",
    "regimen_copy",
    "request_of_plan",
    "save",
    "sheet",
    "slack",
    "why",
    "written",
]

_HOMES = {
    "backplan.app": (
        "Bundled",
        "Group",
        "NotPlanned",
        "OpenedPlan",
        "PlanFormat",
        "Planned",
        "blank_sheet",
        "bundled_regimens",
        "check_plan",
        "check_profile",
        "check_regimen",
        "make_plan",
        "open_plan",
        "plan_many",
        "plan_request",
        "read_busy",
        "read_clinic",
        "read_plan",
        "read_profile",
        "read_regimen",
        "regimen_copy",
        "request_of_plan",
        "save",
        "sheet",
        "slack",
        "why",
        "written",
    ),
    "backplan.errors": ("BackplanError", "BadFileError", "ExitStatus", "Fault", "FileAccessError", "UsageError"),
    "backplan.model.clinic": ("Clinic",),
    "backplan.model.finding": ("Finding", "Severity"),
    "backplan.model.frequency": ("Cap", "Daily", "Every", "Frequency", "Weekly"),
    "backplan.model.plan": ("Cost", "Plan", "Session"),
    "backplan.model.printing": ("Pages", "Paper", "SheetOptions"),
    "backplan.model.profile": ("Anchors", "Appointment", "DateRange", "Preference", "Profile"),
    "backplan.model.question": ("Answer", "AnswerKind", "Question"),
    "backplan.model.regimen": ("Activity", "ActivityType", "Exercise", "Phase", "Regimen", "Sides", "TimeOfDay"),
    "backplan.model.request": ("BusyEvent", "PlanRequest"),
    "backplan.model.slack": ("Slack",),
    "backplan.model.time": ("Interval",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
# `request` says enough inside `backplan.app`, but not beside the other names of a program that uses the package.
_NAMED_THERE = {"plan_request": "request"}


def _looked_up(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'backplan' has no attribute '{name}'", name=name)
    value: object = getattr(import_module(home), _NAMED_THERE.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # a type checker that saw a `__getattr__` would believe in any name
    __getattr__ = _looked_up
