"""Turn a home-exercise prescription into the best weekly plan that follows it.

`import backplan` gives programs the use cases as functions and their values as types; docs/library.md explains them.
Names are looked up when they are first used (PEP 562), so importing the package alone loads nothing else: the command
line imports it too, and `backplan --help` waits for no library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# For type checkers, in the form that re-exports a name; a test compares this with the table below.
# isort: off
if TYPE_CHECKING:
    from backplan.app.bundled import regimen_copy as regimen_copy
    from backplan.app.checking import check_plan as check_plan, check_profile as check_profile
    from backplan.app.checking import check_regimen as check_regimen
    from backplan.app.explaining import why as why
    from backplan.app.inputs import Bundled as Bundled, OpenedPlan as OpenedPlan, bundled_regimens as bundled_regimens
    from backplan.app.inputs import open_plan as open_plan, read_clinic as read_clinic, read_plan as read_plan
    from backplan.app.inputs import read_profile as read_profile, read_regimen as read_regimen
    from backplan.app.outputs import written as written
    from backplan.app.planning import NotPlanned as NotPlanned, Planned as Planned, make_plan as make_plan
    from backplan.app.planning import plan_many as plan_many, plan_request as plan_request, read_busy as read_busy
    from backplan.app.planning import request_of_plan as request_of_plan
    from backplan.app.sheets import blank_sheet as blank_sheet, sheet as sheet
    from backplan.errors import BackplanError as BackplanError, BadFileError as BadFileError, ExitStatus as ExitStatus
    from backplan.errors import Fault as Fault, FileAccessError as FileAccessError, UsageError as UsageError
    from backplan.explain.slack import slack as slack
    from backplan.files.disk import save as save
    from backplan.model.clinic import Clinic as Clinic
    from backplan.model.finding import Finding as Finding, Severity as Severity
    from backplan.model.frequency import Cap as Cap, Daily as Daily, Every as Every, Frequency as Frequency
    from backplan.model.frequency import Weekly as Weekly
    from backplan.model.plan import Cost as Cost, Plan as Plan, Session as Session
    from backplan.model.plan_format import Group as Group, PlanFormat as PlanFormat
    from backplan.model.printing import Pages as Pages, Paper as Paper, SheetOptions as SheetOptions
    from backplan.model.profile import Anchors as Anchors, Appointment as Appointment, DateRange as DateRange
    from backplan.model.profile import Preference as Preference, Profile as Profile
    from backplan.model.question import Answer as Answer, AnswerKind as AnswerKind, Question as Question
    from backplan.model.regimen import Activity as Activity, ActivityType as ActivityType, Exercise as Exercise
    from backplan.model.regimen import Phase as Phase, Regimen as Regimen, Sides as Sides, TimeOfDay as TimeOfDay
    from backplan.model.request import BusyEvent as BusyEvent, PlanRequest as PlanRequest
    from backplan.model.slack import Slack as Slack
    from backplan.model.time import Interval as Interval
# isort: on

__version__ = "0.1.0"

_NAMES_OF = {
    "backplan.app.bundled": "regimen_copy",
    "backplan.app.checking": "check_plan check_profile check_regimen",
    "backplan.app.explaining": "why",
    "backplan.app.inputs": "Bundled OpenedPlan bundled_regimens"
    " open_plan read_clinic read_plan read_profile read_regimen",
    "backplan.app.outputs": "written",
    "backplan.app.planning": "NotPlanned Planned make_plan plan_many plan_request read_busy request_of_plan",
    "backplan.app.sheets": "blank_sheet sheet",
    "backplan.errors": "BackplanError BadFileError ExitStatus Fault FileAccessError UsageError",
    "backplan.explain.slack": "slack",
    "backplan.files.disk": "save",
    "backplan.model.clinic": "Clinic",
    "backplan.model.finding": "Finding Severity",
    "backplan.model.frequency": "Cap Daily Every Frequency Weekly",
    "backplan.model.plan": "Cost Plan Session",
    "backplan.model.plan_format": "Group PlanFormat",
    "backplan.model.printing": "Pages Paper SheetOptions",
    "backplan.model.profile": "Anchors Appointment DateRange Preference Profile",
    "backplan.model.question": "Answer AnswerKind Question",
    "backplan.model.regimen": "Activity ActivityType Exercise Phase Regimen Sides TimeOfDay",
    "backplan.model.request": "BusyEvent PlanRequest",
    "backplan.model.slack": "Slack",
    "backplan.model.time": "Interval",
}
_HOME_OF = {name: home for home, names in _NAMES_OF.items() for name in names.split()}

__all__ = sorted({*_HOME_OF, "__version__"})  # noqa: PLE0605 - it is a list, made from the table


def _looked_up(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'backplan' has no attribute '{name}'", name=name)
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # a type checker that saw a `__getattr__` would believe in any name
    __getattr__ = _looked_up
