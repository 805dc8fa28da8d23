"""Which of a calendar's sessions count where one is there several times, and what is said of the others."""

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
"""Copies that are told one by one; more are no slip of the thumb, but a whole calendar that is there twice."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A session as one event has it.

    Attributes:
        uid: the event's; of events without one, something that no other has.
        own: whether the UID is one that backplan gave.
        sequence: the event's revision.
    """

    session: Session
    uid: str
    own: bool
    sequence: int


def counted(seen: Sequence[Seen]) -> tuple[tuple[Session, ...], list[Finding]]:
    """The sessions that count, by start, each with an id of its own, and what is to be said of the others."""
    notes: list[Finding] = []
    of_id: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        of_id[one.session.id].append(one)
    sessions: list[Session] = []
    doubled: list[tuple[Session, int]] = []
    copied = 0
    for same in of_id.values():
        latest: dict[str, int] = {}
        for one in same:
            latest[one.uid] = max(one.sequence, latest.get(one.uid, 0))
        current = [one for one in same if one.sequence == latest[one.uid]]
        notes += (_older(one.session) for one in same if one.sequence < latest[one.uid])
        at: dict[tuple[int, int], list[Seen]] = defaultdict(list)
        for one in current:
            at[instant(one.session.start), instant(one.session.end)].append(one)
        # The event that backplan made is the session; among copies it is the first, for want of anything better.
        ordered = sorted(at.items(), key=lambda item: (not any(one.own for one in item[1]), item[0]))
        for place, ((begins, ends), copies) in enumerate(ordered):
            session = copies[0].session
            if place:
                copied += 1
                session = replace(session, id=str(uuid5(_COPY_IDS, f"{session.id}/{begins}/{ends}")))
            if len(copies) > 1:
                doubled.append((session, len(copies)))
            sessions.append(session)
    if len(doubled) > MANY:
        # The whole calendar is there twice: one sentence says it.
        notes.append(_doubled_calendar(doubled))
    else:
        notes += (_doubled(session, count) for session, count in doubled)
    if copied > MANY:
        notes.append(_two_versions(copied))
    sessions.sort(key=lambda session: (instant(session.start), instant(session.end), session.activity, session.id))
    return tuple(sessions), notes


def note(message: str, days: Iterable[date] = (), activity: str | None = None, sessions: Iterable[str] = ()) -> Finding:
    """What is to be said of a calendar, by day, activity and sessions."""
    return Finding(Severity.ADVICE, "calendar", activity, tuple(days), message, sessions=tuple(sessions))


def _at(session: Session) -> str:
    return f"{session.title} on {short_day(session.start.date())} at {session.start:%H:%M}"


def _doubled(session: Session, count: int) -> Finding:
    often = "twice" if count == 2 else f"{count} times"
    said = f"{_at(session)} is in your calendar {often}; it counts once."
    return note(said, [session.start.date()], session.activity, [session.id])


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
    said = f"{_at(session)} is in your calendar both before and after a change; only the changed event counts."
    return note(said, [session.start.date()], session.activity)
