"""Which of a calendar's sessions count if one is there several times, and notes about the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from backplan.language.wording import short_day
from backplan.model.finding import Finding, Severity
from backplan.model.time import instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backplan.model.plan import Session

_COPY_IDS = UUID("3c0d4b7e-1f27-5f2c-9d3e-0f6c8a1e5b42")

MANY = 6
"""Copies that are listed one by one; more are no accident but a second copy of the whole calendar."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A session as one event has it.

    Attributes:
        uid: the event's; for an event without one, something unique.
        own: whether backplan gave the UID.
        sequence: the event's revision.
    """

    session: Session
    uid: str
    own: bool
    sequence: int


def counted(seen: Sequence[Seen]) -> tuple[tuple[Session, ...], list[Finding]]:
    """Return the sessions that count, by start, each with an id of its own, and notes about the others."""
    notes: list[Finding] = []
    of_id: dict[str, list[Seen]] = defaultdict(list)
    for event in seen:
        of_id[event.session.id].append(event)
    sessions: list[Session] = []
    doubled: list[tuple[Session, int]] = []
    copied = 0
    for same in of_id.values():
        latest: dict[str, int] = {}
        for event in same:
            latest[event.uid] = max(event.sequence, latest.get(event.uid, 0))
        at: dict[tuple[int, int], list[Seen]] = defaultdict(list)
        for event in same:
            if event.sequence == latest[event.uid]:
                at[instant(event.session.start), instant(event.session.end)].append(event)
            else:
                notes.append(_older(event.session))
        # The event that backplan made is the session; if there is none, the first copy is.
        ordered = sorted(at.items(), key=lambda item: (not any(event.own for event in item[1]), item[0]))
        for place, ((begins, ends), copies) in enumerate(ordered):
            session = copies[0].session
            if place:
                copied += 1
                session = replace(session, id=str(uuid5(_COPY_IDS, f"{session.id}/{begins}/{ends}")))
            if len(copies) > 1:
                doubled.append((session, len(copies)))
            sessions.append(session)
    if len(doubled) > MANY:
        notes.append(_doubled_calendar(doubled))
    else:
        notes += (_doubled(session, count) for session, count in doubled)
    if copied > MANY:
        notes.append(_two_versions(copied))
    sessions.sort(key=lambda session: (instant(session.start), instant(session.end), session.activity, session.id))
    return tuple(sessions), notes


def note(message: str, days: Iterable[date] = (), activity: str | None = None, sessions: Iterable[str] = ()) -> Finding:
    """Return a note about a calendar."""
    return Finding(Severity.ADVICE, "calendar", activity, tuple(days), message, sessions=tuple(sessions))


def _at(session: Session) -> str:
    return f"{session.title} on {short_day(session.start.date())} at {session.start:%H:%M}"


def _doubled(session: Session, count: int) -> Finding:
    often = "twice" if count == 2 else f"{count} times"
    message = f"{_at(session)} is in your calendar {often}; it counts once."
    return note(message, [session.start.date()], session.activity, [session.id])


def _doubled_calendar(doubled: Sequence[tuple[Session, int]]) -> Finding:
    return note(
        f"{len(doubled)} sessions are in your calendar more than once; each counts once. "
        "If you imported the plan twice, delete one copy.",
        sorted({session.start.date() for session, _ in doubled}),
        sessions=[session.id for session, _ in doubled],
    )


def _two_versions(copied: int) -> Finding:
    return note(
        f"{copied} sessions are also in your calendar at other times, and all of them count. "
        "If an older plan is still there, delete its events."
    )


def _older(session: Session) -> Finding:
    message = f"{_at(session)} is in your calendar both before and after a change; only the changed event counts."
    return note(message, [session.start.date()], session.activity)
