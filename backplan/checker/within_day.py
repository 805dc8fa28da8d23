"""What the rules of one day say of its sessions: their time, their place, and each other."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from backplan.checker.placed import Placed, date_of, dates_of, prescribed, title_of
from backplan.language.wording import counted, listed, minutes, short_day
from backplan.model.finding import Finding, Severity
from backplan.model.frequency import Cap
from backplan.model.time import MINUTE, MOST_A_DAY, QUARTER, clock_text
from backplan.rules.catalog import apart_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backplan.rules.catalog import Catalog


def of_day(catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
    """What is to be said of one day.

    Args:
        catalog: what holds.
        placed: the day's sessions, at least one, by start.
    """
    yield from _alternates(catalog, placed)
    # Of more it is not said which of them overlap.
    if len(placed) <= MOST_A_DAY:
        for one, other in combinations(placed, 2):
            yield from _pair(catalog, one, other)
    else:
        yield Finding(
            Severity.LIMIT,
            "overlap",
            None,
            dates_of(catalog, (placed[0].day,)),
            f"{counted(len(placed), 'session')} are on {short_day(date_of(catalog, placed[0].day))}; "
            f"a day has {MOST_A_DAY} quarter hours.",
        )
    yield from _budget(catalog, placed)
    for one in placed:
        yield from _own_place(catalog, one)


def _alternates(catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
    day = placed[0].day
    ids: dict[str, list[str]] = defaultdict(list)
    for one in placed:
        ids[one.session.activity].append(one.session.id)
    for pair in catalog.alternates[day // 7]:
        if pair.broken(len(ids.get(pair.first, ())), len(ids.get(pair.second, ()))):
            first, second = (title_of(catalog, one, day) for one in (pair.first, pair.second))
            yield Finding(
                Severity.LIMIT,
                pair.key,
                pair.first,
                dates_of(catalog, (day,)),
                f"{first} and {second} are both on {short_day(date_of(catalog, day))}; they must never share a day.",
                sessions=(*ids[pair.first], *ids[pair.second]),
            )


def _pair(catalog: Catalog, one: Placed, other: Placed) -> Iterator[Finding]:
    """What two sessions of a day do to each other; `one` begins first."""
    day, activity = one.day, one.session.activity
    on = short_day(date_of(catalog, day))
    ids = (one.session.id, other.session.id)
    if other.span.start < one.span.end:
        first, second = (
            f"{title_of(catalog, each.session.activity, day)} at {each.session.start:%H:%M}" for each in (one, other)
        )
        both = minutes((min(one.span.end, other.span.end) - other.span.start) // MINUTE)
        yield Finding(
            Severity.LIMIT,
            "overlap",
            activity,
            dates_of(catalog, (day,)),
            f"{first} and {second} on {on} overlap by {both}; one session ends before the next begins.",
            sessions=ids,
        )
        return
    found = prescribed(catalog, activity, day) if activity == other.session.activity else None
    if found is not None and apart_rule(found[0]).broken(one.span, other.span):
        between = (other.span.start - one.span.end) // MINUTE
        yield Finding(
            Severity.LIMIT,
            apart_rule(found[0]).key,
            activity,
            dates_of(catalog, (day,)),
            f"{found[0].title} twice on {on}, at {one.session.start:%H:%M} and {other.session.start:%H:%M}: "
            f"{minutes(between)} from the end of one to the start of the next; "
            f"at least {minutes(found[0].apart)} are needed.",
            sessions=ids,
        )


def _budget(catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
    planned = [one.session for one in placed if not one.session.fixed]
    total = sum(session.minutes for session in planned)
    if catalog.budget is not None and catalog.budget.broken(total):
        yield Finding(
            Severity.LIMIT,
            catalog.budget.key,
            None,
            dates_of(catalog, (placed[0].day,)),
            f"{minutes(total)} of exercise on {short_day(date_of(catalog, placed[0].day))}; "
            f"the profile allows at most {minutes(catalog.budget.minutes)} a day.",
            sessions=tuple(session.id for session in planned),
        )


def _own_place(catalog: Catalog, one: Placed) -> Iterator[Finding]:
    """What is to be said of one session's place, whatever else the day holds."""
    session = one.session
    at = (
        f"{title_of(catalog, session.activity, one.day)} on {short_day(date_of(catalog, one.day))} "
        f"at {session.start:%H:%M}"
    )

    def limit(rule: str, words: str) -> Finding:
        return Finding(
            Severity.LIMIT,
            rule,
            session.activity,
            dates_of(catalog, (one.day,)),
            f"{at} {words}.",
            sessions=(session.id,),
        )

    found = prescribed(catalog, session.activity, one.day)
    waking = None if found is None else catalog.after_waking(found[0])
    if waking is not None:
        earliest = waking.earliest(catalog.days[one.day])
        if earliest is None or one.span.start < earliest:
            yield limit(
                waking.key,
                f"is too early; it may start {minutes(waking.minutes)} after getting up at {clock_text(waking.wake)}",
            )
    if session.fixed:
        return
    if found is not None and session.minutes != found[1] and not isinstance(found[0].frequency, Cap):
        yield limit("time", f"lasts {minutes(session.minutes)}; {minutes(found[1])} are prescribed in this week")
    if (session.start.minute % QUARTER, session.start.second) != (0, 0):
        before = session.start.minute // QUARTER * QUARTER
        yield limit("time", f"does not start on a quarter hour, such as {session.start:%H}:{before:02}")
    for other in catalog.fixed:
        if other.day != one.day and other.span.start < one.span.end and other.span.end > one.span.start:
            begins = "began the day before" if other.day < one.day else "begins the day after"
            yield limit("overlap", f"overlaps an appointment that {begins}")
            break
    yield from _not_free(catalog, one, limit)


def _not_free(catalog: Catalog, one: Placed, limit: Callable[[str, str], Finding]) -> Iterator[Finding]:
    """The rules of free time that a session breaks."""
    free = catalog.free[one.day]
    if free.away:
        yield limit("away", "is on a day away")
    if not any(low <= one.span.start and one.span.end <= high for low, high in free.available()):
        hours = [f"{clock_text(window.start)} to {clock_text(window.end)}" for window in free.windows]
        told = f", which is {listed(hours)}" if hours else "; no time is available on that day"
        if one.span.end > free.day.span.end:
            yield limit("available", "would end after midnight; a session lies on one day")
        else:
            yield limit("available", f"is outside the available time{told}")
    margin = free.buffer * MINUTE
    taken = [
        event.span
        for event in free.busy
        if event.span.start - margin < one.span.end and event.span.end + margin > one.span.start
    ]
    if taken:
        events = listed(dict.fromkeys(free.day.clock_span(span) for span in taken))
        what = "another event" if len(taken) == 1 else counted(len(taken), "other event")
        around = "it" if len(taken) == 1 else "them"
        buffer = f"; {minutes(free.buffer)} around {around} are kept free" if free.buffer else ""
        yield limit("busy", f"is at the time of {what} in your calendars ({events}){buffer}")
