"""Which plan a calendar is of, and which of its sessions an event is.

An event is known by backplan's own property; else by the lines at the end of its text; else by its UID, which is made
of the session's id. Each of them survives in programs that lose another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.calendars.lines import UID_DOMAIN, Component, bad_file, shown
from backplan.calendars.properties import PLAN_PROPERTY, SESSION_PROPERTY, noted_plan, noted_sessions
from backplan.calendars.reference import Reference, References, references
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
        titled: whether the file says the regimen's title.
        faults: what is broken in backplan's own properties, in the file's order.
    """

    plan: Plan
    titled: bool
    faults: tuple[BadFileError, ...]


def known_plan(file: str, calendars: Sequence[Component]) -> KnownPlan:
    """The one plan that a file is of.

    Raises:
        BadFileError: backplan did not make it, or nothing in it says which plan it is, or it is of more than one.
    """
    plans: list[Plan] = []
    whole: list[Plan] = []
    faults: list[BadFileError] = []
    events = [part for calendar in calendars for part in calendar.children("VEVENT")]
    for part in (*calendars, *events):
        said = len(plans)
        for found in part.every(PLAN_PROPERTY):
            try:
                plan, says_all = noted_plan(file, found)
            except BadFileError as error:
                faults.append(error)
            else:
                plans.append(plan)
                whole += [plan] if says_all else []
        if said == len(plans) and (text := _references(part)) is not None:
            plans.append(text.plan)
    if not plans:
        raise faults[0] if faults else _no_plan(file, events)
    different = list({(plan.regimen_id, plan.start): plan for plan in plans}.values())
    if len(different) > 1:
        named = " and ".join(f"{shown(plan.regimen_id)[1:-1]} from {plan.start}" for plan in different[:_PLANS_NAMED])
        raise bad_file(
            file,
            0,
            f"{len(different)} plans, {named}{' and others' if len(different) > _PLANS_NAMED else ''}",
            "one plan",
            "keep each plan in its own calendar, and export only that calendar",
        )
    # A plan that was made again for more weeks may have left events of the shorter one.
    return KnownPlan(max(whole or plans, key=lambda plan: plan.weeks), bool(whole), tuple(faults))


def _no_plan(file: str, events: Sequence[Component]) -> BadFileError:
    if any(is_ours(part) for part in events):
        return bad_file(
            file,
            0,
            "events of a plan without backplan's properties",
            f"{PLAN_PROPERTY}, or the last lines of their texts",
            "the program that exported the file dropped them; check the plan's .json, .yaml or first .ics file instead",
        )
    return bad_file(
        file,
        0,
        "a calendar that is not from backplan",
        "a plan that backplan exported",
        "to keep its times free when planning, use --busy",
    )


def is_ours(part: Component) -> bool:
    """Whether an event was exported by backplan, whatever else is known of it; a program may give it another UID."""
    return part.text("UID").casefold().endswith(UID_DOMAIN) or part.first(SESSION_PROPERTY) is not None


def _references(part: Component) -> References | None:
    text = part.first("DESCRIPTION")
    return None if text is None else references(text.text)


# ---------------------------------------------------------------------------------------------------- which sessions


class Sessions:
    """Tells which sessions events are of."""

    def __init__(self, file: str, plan: Plan, regimen: Regimen | None) -> None:
        """Takes the plan that the file is of; without its regimen, UIDs alone tell nothing."""
        self._file = file
        self._plan = plan
        self._regimen = regimen
        self._by_id: dict[str, tuple[str, int]] | None = None

    def of(self, part: Component) -> tuple[Reference, ...]:
        """The sessions that an event is of; none where nothing tells."""
        try:
            noted = self.noted(part)
        except BadFileError:
            noted = ()
        if noted:
            return noted
        text = _references(part)
        said = () if text is None else text.sessions
        of_uid = self._of_uid(part)
        if of_uid is None or of_uid.id in {known.id for known in said}:
            return said
        # A text may have been copied from another event; a UID never is.
        return (of_uid,)

    def noted(self, part: Component) -> tuple[Reference, ...]:
        """The sessions that backplan's own property names.

        Raises:
            BadFileError: it is broken.
        """
        return noted_sessions(self._file, part.every(SESSION_PROPERTY))

    def _of_uid(self, part: Component) -> Reference | None:
        uid = part.text("UID").casefold()
        if self._regimen is None or not uid.endswith(UID_DOMAIN):
            return None
        if self._by_id is None:
            self._by_id = dict(_ids(self._plan, self._regimen))
        name = uid.removesuffix(UID_DOMAIN)
        found = self._by_id.get(name)
        if found is None:
            return None
        activity, week = found
        return Reference(name, activity, None, None, week, fixed=False, after=None, seconds=0)


def _ids(plan: Plan, regimen: Regimen) -> dict[str, tuple[str, int]]:
    """The activity and the week of every id that a session of the plan can have."""
    most = dict.fromkeys(regimen.activity_ids, 7)
    for phase in regimen.phases:
        for activity in phase.activities:
            match activity.frequency:
                case Daily(_, a_day):
                    most[activity.id] = max(most[activity.id], 7 * a_day)
                case Weekly(_, a_week):
                    most[activity.id] = max(most[activity.id], a_week)
                case _:
                    pass
    return {
        session_id(plan.regimen_id, plan.start, activity_id, week, number): (activity_id, plan.regimen_week(week))
        for activity_id, number_of in most.items()
        for week in range(plan.weeks)
        for number in range(number_of + _APPOINTMENTS_A_WEEK)
    }
