"""What an exported calendar carries for backplan alone, so that nothing that a plan holds is lost but its findings.

Two properties, each with a JSON object named like the plan's JSON (contract section 4). X-BACKPLAN-PLAN stands on the
calendar, and in a short form on every event, because most programs keep an event's own properties and forget the
calendar's: there it says which plan the event is of, for which weeks and in which zone. X-BACKPLAN-SESSION
stands on an event once for each session in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.calendars.lines import json_line
from backplan.model.time import DAY

if TYPE_CHECKING:
    from backplan.model.plan import Plan, Session

PLAN_PROPERTY = "X-BACKPLAN-PLAN"
SESSION_PROPERTY = "X-BACKPLAN-SESSION"
NOTES_FORMAT = 1
LONGEST_EVENT = 3 * DAY
"""Seconds. An appointment may last a day, so a day's event reaches into the next, and its own day may have 25 hours."""


def plan_line(plan: Plan) -> str:
    """The content line that says of which plan a calendar is, and all about the plan but its sessions."""
    return json_line(
        PLAN_PROPERTY,
        {
            "format": NOTES_FORMAT,
            "regimen": {"id": plan.regimen_id, "title": plan.regimen_title},
            "start": plan.start.isoformat(),
            "weeks": plan.weeks,
            "first_week": plan.first_week,
            **({"away": [[days.first.isoformat(), days.last.isoformat()] for days in plan.away]} if plan.away else {}),
            "timezone": plan.timezone,
            "cost": plan.cost._asdict(),
            "proven": plan.proven,
        },
    )


def short_plan_line(plan: Plan) -> str:
    """The content line that says of which plan an event is; it is repeated in every event, so it is short.

    The zone is in it, for nothing else in a file keeps it when a program writes times in UTC.
    """
    return json_line(
        PLAN_PROPERTY,
        {
            "format": NOTES_FORMAT,
            "regimen": {"id": plan.regimen_id},
            "start": plan.start.isoformat(),
            "weeks": plan.weeks,
            "first_week": plan.first_week,
            **({"weeks_away": sorted(plan.weeks_away)} if plan.weeks_away else {}),
            "timezone": plan.timezone,
        },
    )


def session_line(session: Session, *, with_times: bool) -> str:
    """The content line for one session; its times where the event's own do not say them."""
    note: dict[str, object] = {
        "id": session.id,
        "activity": session.activity,
        "title": session.title,
        "choice": session.choice,
        "minutes": session.minutes,
        "week": session.week,
        "fixed": session.fixed,
    }
    if session.choice is None:
        del note["choice"]
    if with_times:
        note["start"] = session.start.isoformat()
        note["end"] = session.end.isoformat()
    return json_line(SESSION_PROPERTY, note)
