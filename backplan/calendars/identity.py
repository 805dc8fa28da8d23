"""Which plan a calendar is of, and which of its sessions an event is.

An event is recognized by backplan's own property; otherwise by the lines at the end of its text, or by its UID, which
is made from the session's id. Each of them survives in programs that lose another.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from backplan.calendars.lines import UID_DOMAIN, Component, bad_file, shown
from backplan.calendars.own_properties import PLAN_PROPERTY, SESSION_PROPERTY, noted_plan, noted_sessions
from backplan.calendars.reference import Reference, references
from backplan.errors import BadFileError
from backplan.model.frequency import Daily, Weekly
from backplan.model.plan import Plan, session_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.regimen import Regimen

_PLANS_NAMED = 3
_APPOINTMENTS_A_WEEK = 7


# ---------------------------------------------------------------------------------------------------- which plan


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """The plan of a calendar.

    Attributes:
        plan: without sessions.
        titled: whether the file has the regimen's title.
        faults: what is broken in backplan's own properties, in the file's order.
    """

    plan: Plan
    titled: bool
    faults: tuple[BadFileError, ...]


def known_plan(file: str, calendars: Sequence[Component]) -> KnownPlan:
    """Return the one plan that a file is of.

    Raises:
        BadFileError: backplan did not make it, or nothing in it says which plan it is, or it is of more than one.
    """
    plans: list[Plan] = []
    whole: list[Plan] = []
    faults: list[BadFileError] = []
    events = [part for calendar in calendars for part in calendar.children("VEVENT")]
    for part in (*calendars, *events):
        before = len(plans)
        for prop in part.every(PLAN_PROPERTY):
            try:
                plan, says_all = noted_plan(file, prop)
            except BadFileError as error:
                faults.append(error)
            else:
                plans.append(plan)
                whole += [plan] if says_all else []
        if before == len(plans) and (text := _references(part)) is not None:
            plans.append(text[0])
    if not plans:
        raise faults[0] if faults else _no_plan(file, events)
    different = list({(plan.regimen_id, plan.start): plan for plan in plans}.values())
    if len(different) > 1:
        named = " and ".join(f"{shown(plan.regimen_id)[1:-1]} from {plan.start}" for plan in different[:_PLANS_NAMED])
        found = f"{len(different)} plans, {named}{' and others' if len(different) > _PLANS_NAMED else ''}"
        hint = "keep each plan in its own calendar, and export only that calendar"
        raise bad_file(file, 0, found, "one plan", hint)
    # A plan that was made again for more weeks may have left events of the shorter one.
    return KnownPlan(max(whole or plans, key=lambda plan: plan.weeks), bool(whole), tuple(faults))


def _no_plan(file: str, events: Sequence[Component]) -> BadFileError:
    if any(is_ours(part) for part in events):
        found, expected = "events of a plan without backplan's properties", "or the last lines of their texts"
        hint = (
            "the program that exported the file dropped them; check the plan's .json, .yaml or first .ics file instead"
        )
        return bad_file(file, 0, found, f"{PLAN_PROPERTY}, {expected}", hint)
    found, hint = "a calendar that is not from backplan", "to keep its times free when planning, use --busy"
    return bad_file(file, 0, found, "a plan that backplan exported", hint)


def is_ours(part: Component) -> bool:
    """Return whether backplan exported an event, whatever else is known of it; its UID may have been replaced."""
    return part.text("UID").casefold().endswith(UID_DOMAIN) or part.first(SESSION_PROPERTY) is not None


def _references(part: Component) -> tuple[Plan, tuple[Reference, ...]] | None:
    description = part.first("DESCRIPTION")
    return None if description is None else references(description.text)


# ---------------------------------------------------------------------------------------------------- which sessions


class Sessions:
    """Finds out which sessions events are of; without the plan's regimen, not by UIDs alone."""

    def __init__(self, file: str, plan: Plan, regimen: Regimen | None) -> None:
        self._file = file
        self._plan = plan
        self._regimen = regimen

    def of(self, part: Component) -> tuple[Reference, ...]:
        """Return the sessions that an event is of; none if nothing says so."""
        try:
            noted = self.noted(part)
        except BadFileError:
            noted = ()
        if noted:
            return noted
        text = _references(part)
        sessions = () if text is None else text[1]
        of_uid = self._of_uid(part)
        if of_uid is None or of_uid.id in {session.id for session in sessions}:
            return sessions
        # Text may have been copied from another event; a UID never is.
        return (of_uid,)

    def noted(self, part: Component) -> tuple[Reference, ...]:
        """Return the sessions of backplan's own property.

        Raises:
            BadFileError: it is broken.
        """
        return noted_sessions(self._file, part.every(SESSION_PROPERTY))

    def _of_uid(self, part: Component) -> Reference | None:
        uid = part.text("UID").casefold()
        name = uid.removesuffix(UID_DOMAIN)
        if name == uid or name not in self._by_id:
            return None
        activity, week = self._by_id[name]
        return Reference(name, activity, None, None, week, fixed=False, after=None, seconds=0)

    @cached_property
    def _by_id(self) -> dict[str, tuple[str, int]]:
        return {} if self._regimen is None else _ids(self._plan, self._regimen)


def _ids(plan: Plan, regimen: Regimen) -> dict[str, tuple[str, int]]:
    """Return the activity and the week of every id that a session of the plan can have."""
    most = dict.fromkeys(regimen.activity_ids, 7)
    for phase in regimen.phases:
        for activity in phase.activities:
            match activity.frequency:
                case Daily(_, a_day):
                    most[activity.id] = max(most[activity.id], 7 * a_day)
                case Weekly(_, a_week):
                    most[activity.id] = max(most[activity.id], a_week)
    return {
        session_id(plan.regimen_id, plan.start, activity_id, week, number): (activity_id, plan.regimen_week(week))
        for activity_id, number_of in most.items()
        for week in range(plan.weeks)
        for number in range(number_of + _APPOINTMENTS_A_WEEK)
    }
