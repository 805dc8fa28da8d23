"""What a person's thumb does to a plan: one session moved, shifted a day, doubled, shortened or dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.model.time import MINUTE, clock_day, instant, moment

if TYPE_CHECKING:
    from random import Random

    from backplan.model.plan import Plan, Session

KINDS = ("move", "shift a day", "double", "shorten", "lengthen", "drop")


def edited(plan: Plan, kind: str, random: Random) -> tuple[Session, ...]:
    """The plan's sessions after one edit of a planned session; it stays within the plan's days."""
    chosen = random.choice([session for session in plan.sessions if not session.fixed])
    others = tuple(session for session in plan.sessions if session is not chosen)
    match kind:
        case "drop":
            changed: tuple[Session, ...] = ()
        case "move":
            changed = (_at_another_time(plan, chosen, random),)
        case "shift a day":
            changed = (_on_another_day(plan, chosen, random),)
        case "double":
            changed = (chosen, replace(_at_another_time(plan, chosen, random), id=f"{chosen.id}-again"))
        case "shorten":
            changed = (_lasting(plan, chosen, random.randint(1, max(1, chosen.minutes - 1))),)
        case "lengthen":
            changed = (_lasting(plan, chosen, chosen.minutes + random.choice((5, 15, 60))),)
        case _:
            raise ValueError(kind)
    return tuple(sorted((*others, *changed), key=lambda session: (instant(session.start), session.activity)))


def _lasting(plan: Plan, session: Session, minutes: int) -> Session:
    end = moment(instant(session.start) + minutes * MINUTE, ZoneInfo(plan.timezone))
    return replace(session, end=end, minutes=minutes)


def _at(plan: Plan, session: Session, start: int) -> Session:
    zone = ZoneInfo(plan.timezone)
    return replace(session, start=moment(start, zone), end=moment(start + session.minutes * MINUTE, zone))


def _at_another_time(plan: Plan, session: Session, random: Random) -> Session:
    """Elsewhere on its day, ending on it; on a quarter hour, most often."""
    span = clock_day(plan.timezone, session.start.date()).span
    step = random.choice((15, 15, 15, 5)) * MINUTE
    return _at(plan, session, random.randrange(span.start, span.end - session.minutes * MINUTE, step))


def _on_another_day(plan: Plan, session: Session, random: Random) -> Session:
    """At the same time by the clock, a day or two earlier or later."""
    number = plan.days.index(session.start.date())
    near = [
        plan.days[other] for other in (number - 2, number - 1, number + 1, number + 2) if 0 <= other < len(plan.days)
    ]
    day = clock_day(plan.timezone, random.choice(near))
    start = day.at(session.start.hour * 60 + session.start.minute)
    latest = day.span.end - session.minutes * MINUTE
    return _at(plan, session, latest if start is None else min(start, latest))
