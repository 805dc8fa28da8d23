"""What would mend a given plan: small changes, each of which was tried.

A suggestion is one change that a person can make with a thumb: move a session, give it the prescribed length, leave it
out, add one. It is listed only if the plan with it checks better: the broken limit that it is for is gone, or the dose
less short, and no other limit is broken instead. A change concerns one or two days and one activity, so only those are
checked again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from backplan.checker.check import not_prescribed
from backplan.checker.over_days import of_course, shortfall
from backplan.checker.within_day import of_day
from backplan.language.wording import listed, minutes, short_day
from backplan.model.finding import Severity
from backplan.model.plan import Session
from backplan.model.time import MINUTE, MOST_A_DAY, Interval, moment
from backplan.planner.candidates import candidates
from backplan.rules.catalog import KEYS_OF_DOSES, KEYS_OVER_DAYS
from backplan.rules.placed import Placed, date_of, place_all, prescribed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backplan.model.finding import Finding
    from backplan.planner.candidates import Candidates
    from backplan.rules.catalog import Catalog

_Key: TypeAlias = tuple[str, str | None, tuple[date, ...], tuple[str, ...]]

LISTED = 2
"""Suggestions for one finding."""
_STARTS = 40
"""Starts of one day that are tried for a session."""
_DAYS_TO_EACH_SIDE = 3
"""How far from its day a session is moved."""
_USUAL_DAYS = 12 * 7
_TRIES = 1_500
"""Changes that are tried for one plan: a plan in which everything is wrong is better made anew."""


class Edit(NamedTuple):
    """One change that a person can make.

    Attributes:
        words: how it is told.
        gone: the sessions of one activity that are not there any more.
        comes: the session that is new, or lies elsewhere now, or None.
    """

    words: str
    gone: tuple[Placed, ...]
    comes: Placed | None

    @property
    def touched(self) -> tuple[Placed, ...]:
        """What goes and what comes."""
        return self.gone if self.comes is None else (*self.gone, self.comes)


class _Verdict(NamedTuple):
    """What a change adds to the limits broken and to the shortfall; less is better."""

    limits: int
    shortfall: int


def mended(catalog: Catalog, sessions: Sequence[Session], findings: Sequence[Finding], today: date) -> list[Finding]:
    """The findings of a plan, each with the changes that would mend it.

    Args:
        catalog: what holds.
        sessions: the plan's.
        findings: what `check` says of them.
        today: nothing before this day can be changed any more.
    """
    mender = Mender(catalog, sessions, today)
    return [
        finding
        if finding.severity is Severity.ADVICE or finding.suggestions
        else replace(finding, suggestions=tuple(change.words for change in islice(mender.changes(finding), LISTED)))
        for finding in findings
    ]


class Mender:
    """Tries changes to one plan."""

    def __init__(self, catalog: Catalog, sessions: Sequence[Session], today: date) -> None:
        """Takes what holds, the plan's sessions, and the day before which nothing can be changed any more."""
        self._catalog = catalog
        self._zone = ZoneInfo(catalog.request.timezone)
        self._first = max(0, (today - catalog.request.start).days)
        # What a try takes grows with the plan's days.
        self._left = min(_TRIES, _TRIES * _USUAL_DAYS // len(catalog.days))
        self._known: dict[tuple[str, tuple[str, ...], int | None], _State] = {}
        self._candidates: dict[int, tuple[Candidates, ...]] = {}
        self._courses = {course.id: course for course in catalog.courses}
        self._places = {course.id: place for place, course in enumerate(catalog.courses)}
        self._by_id: dict[str, Placed] = {}
        self._by_day: dict[int, list[Placed]] = defaultdict(list)
        self._by_activity: dict[str, list[Placed]] = defaultdict(list)
        for one in place_all(catalog, sessions):
            if 0 <= one.day < len(catalog.days):
                self._by_id[one.session.id] = one
                self._by_day[one.day].append(one)
                self._by_activity[one.session.activity].append(one)

    def changes(self, finding: Finding) -> Iterator[Edit]:
        """The changes that mend a finding, the smallest first."""
        found: Iterator[Edit] = iter(())
        if finding.sessions:
            found = self._for_a_limit(finding)
        elif finding.severity is Severity.DOSE and finding.activity in self._courses:
            found = self._for_a_dose(finding, finding.activity)
        told = set()
        for change in found:
            # Two sessions that lie at the same time are the same to a person.
            if change.words not in told:
                told.add(change.words)
                yield change

    def _for_a_limit(self, finding: Finding) -> Iterator[Edit]:
        """The last session is moved first: what came before it stands."""
        movable = [
            one
            for one in (self._by_id.get(each) for each in reversed(finding.sessions))
            if one is not None and not one.session.fixed and one.day >= self._first
        ]
        costly: list[Edit] = []
        ways = [self._other_lengths, self._other_times, self._other_days, self._removals]
        if finding.rule in KEYS_OF_DOSES:
            # Where there are too many, those too many are the plain thing to leave out.
            ways = [self._removals, self._other_days]
        mended = False
        for kind in ways:
            for place in range(len(movable)):
                for change in kind(movable[place:]):
                    verdict = self._better(change, finding)
                    if verdict is None:
                        continue
                    if verdict.shortfall > 0:
                        costly.append(change)
                    else:
                        mended = True
                        yield change
                    break
        if not mended:
            # To leave a session out that is due is a way too, where there is no other.
            yield from costly

    def _for_a_dose(self, finding: Finding, activity: str) -> Iterator[Edit]:
        for day in finding.days:
            number = (day - self._catalog.request.start).days
            if number < self._first:
                continue
            for change in self._additions(activity, number):
                if self._better(change, finding) is not None:
                    yield change
                    break
        near = {(day - self._catalog.request.start).days for day in finding.days}
        beside = [
            one
            for one in self._by_activity[activity]
            if not one.session.fixed
            and one.day >= self._first
            and near & set(range(one.day - _DAYS_TO_EACH_SIDE, one.day + _DAYS_TO_EACH_SIDE + 1))
        ]
        for one in beside:
            for change in self._other_days((one,)):
                if self._better(change, finding) is not None:
                    yield change
                    break

    # --- Changes --------------------------------------------------------------------------------------------------

    def _other_lengths(self, movable: Sequence[Placed]) -> Iterator[Edit]:
        one = movable[0]
        found = prescribed(self._catalog, one.session.activity, one.day)
        if found is not None and found[1] != one.session.minutes:
            comes = self._placed(one.session, one.day, one.span.start, found[1])
            yield Edit(f"make {_name(one)} {minutes(found[1])} long", (one,), comes)

    def _other_times(self, movable: Sequence[Placed]) -> Iterator[Edit]:
        one = movable[0]
        for comes in islice(self._starts(one.session, one.day, one.span.start), _STARTS):
            if comes.span.start != one.span.start and comes.session.minutes == one.session.minutes:
                words = f"move {_name(one)} to {comes.session.start:%H:%M} on the same day"
                yield Edit(words, (one,), comes)

    def _other_days(self, movable: Sequence[Placed]) -> Iterator[Edit]:
        one = movable[0]
        for apart in range(1, _DAYS_TO_EACH_SIDE + 1):
            for day in (one.day + apart, one.day - apart):
                if not self._first <= day < len(self._catalog.days):
                    continue
                # The same time by the clock, as near as the day allows.
                clock = self._catalog.days[day].at(one.session.clock_minute)
                near = self._catalog.days[day].span.start if clock is None else clock
                for comes in islice(self._starts(one.session, day, near), _STARTS // 4):
                    to = f"{short_day(date_of(self._catalog, day))} at {comes.session.start:%H:%M}"
                    length = comes.session.minutes
                    for_so_long = "" if length == one.session.minutes else f", for {minutes(length)}"
                    yield Edit(f"move {_name(one)} to {to}{for_so_long}", (one,), comes)

    def _removals(self, movable: Sequence[Placed]) -> Iterator[Edit]:
        """One session fewer, and where that is not enough, one more fewer."""
        for number in range(1, len(movable) + 1):
            gone = tuple(sorted(movable[:number], key=lambda one: one.span))
            if len({one.session.activity for one in gone}) == 1:
                yield Edit(f"leave out {listed(map(_name, gone))}", gone, None)

    def _additions(self, activity: str, day: int) -> Iterator[Edit]:
        found = prescribed(self._catalog, activity, day)
        if found is None:
            return
        of_one = self._offered(day)[self._places[activity]]
        origin = self._catalog.days[day].span.start
        best_first = sorted(zip(of_one.costs, of_one.starts, strict=True))
        request = self._catalog.request
        for _, start in best_first[:_STARTS]:
            begin = moment(origin + start, self._zone)
            session = Session(
                "", activity, found[0].title, None, begin, begin, 0, request.regimen_week(day // 7), False
            )
            comes = self._placed(session, day, origin + start, found[1])
            yield Edit(f"add {_name(comes)}, {minutes(found[1])}", (), comes)

    def _starts(self, session: Session, day: int, near: int) -> Iterator[Placed]:
        """A session at the starts that a day offers its activity, the nearest to an instant first."""
        place = self._places.get(session.activity)
        found = prescribed(self._catalog, session.activity, day)
        if place is None or found is None:
            return
        origin = self._catalog.days[day].span.start
        starts = (origin + start for start in self._offered(day)[place].starts)
        for start in sorted(starts, key=lambda start: (abs(start - near), start)):
            yield self._placed(session, day, start, found[1])

    def _offered(self, day: int) -> tuple[Candidates, ...]:
        if day not in self._candidates:
            self._candidates[day] = candidates(self._catalog, day)
        return self._candidates[day]

    def _placed(self, session: Session, day: int, start: int, length: int) -> Placed:
        end = start + length * MINUTE
        moved = replace(session, start=moment(start, self._zone), end=moment(end, self._zone), minutes=length)
        return Placed(moved, day, Interval(start, end))

    # --- Trying ---------------------------------------------------------------------------------------------------

    def _better(self, change: Edit, finding: Finding) -> _Verdict | None:
        """What a change saves, where the plan checks better with it and the finding is gone or smaller."""
        self._left -= 1 + sum(len(self._by_day[one.day]) for one in change.touched) // MOST_A_DAY
        if self._left < 0:
            return None
        before, after = self._over_days(change, done=False), self._over_days(change, done=True)
        if not after.limits <= before.limits:
            return None
        for day in {one.day for one in change.touched}:
            before = before.beside(self._within_day(day, None))
            after = after.beside(self._within_day(day, change))
        # A change that breaks another limit instead is no help, whatever it mends.
        if not after.limits <= before.limits:
            return None
        verdict = _Verdict(len(after.limits) - len(before.limits), after.shortfall - before.shortfall)
        if finding.severity is Severity.DOSE:
            return verdict if verdict.shortfall < 0 and _is_smaller(finding, after.doses) else None
        return verdict if _key(finding) in before.limits - after.limits else None

    def _over_days(self, change: Edit, *, done: bool) -> _State:
        """How the changed activity checks over the days, before the change or after.

        That depends on the days of its sessions and not on their times, so a session's day is looked at once.
        """
        activity = change.touched[0].session.activity
        course = self._courses.get(activity)
        days_stay = [one.day for one in change.gone] == ([] if change.comes is None else [change.comes.day])
        gone, comes = (change.gone, change.comes) if done and not days_stay else ((), None)
        key = (activity, tuple(one.session.id for one in gone), None if comes is None else comes.day)
        if key not in self._known:
            placed = _changed(self._by_activity[activity], gone, comes)
            if course is None:
                self._known[key] = _State(_limits(not_prescribed(self._catalog, placed)), 0)
            else:
                found = tuple(of_course(self._catalog, course, placed))
                doses = tuple(one for one in found if one.severity is Severity.DOSE)
                self._known[key] = _State(_limits(found), shortfall(self._catalog, course, placed), doses)
        return self._known[key]

    def _within_day(self, day: int, change: Edit | None) -> _State:
        """How a day checks, with a change or without."""
        gone, comes = ((), None) if change is None else (change.gone, change.comes)
        placed = [one for one in _changed(self._by_day[day], gone, comes) if one.day == day]
        return _State(_limits(of_day(self._catalog, placed)) if placed else frozenset(), 0)


class _State(NamedTuple):
    """How an activity or a day checks: the limits that it breaks, and how short its doses are."""

    limits: frozenset[_Key]
    shortfall: int
    doses: tuple[Finding, ...] = ()

    def beside(self, other: _State) -> _State:
        """Both together."""
        return _State(self.limits | other.limits, self.shortfall + other.shortfall, (*self.doses, *other.doses))


def _limits(findings: Iterable[Finding]) -> frozenset[_Key]:
    return frozenset(_key(one) for one in findings if one.severity is Severity.LIMIT)


def _key(finding: Finding) -> _Key:
    """What tells a broken limit from others: within a day its sessions, over days what was measured."""
    about = (finding.message,) if finding.rule in KEYS_OVER_DAYS else tuple(sorted(finding.sessions))
    return (finding.rule, finding.activity, finding.days, about)


def _is_smaller(finding: Finding, doses: Iterable[Finding]) -> bool:
    """Whether a short dose is gone or smaller: where something of its days is still short, it is less of them."""
    days = set(finding.days)
    return all(one != finding and days >= set(one.days) for one in doses if days & set(one.days))


def _changed(placed: Iterable[Placed], gone: tuple[Placed, ...], comes: Placed | None) -> list[Placed]:
    kept = [one for one in placed if one not in gone]
    if comes is not None:
        kept.append(comes)
        kept.sort(key=lambda one: (one.span, one.session.activity, one.session.id))
    return kept


def _name(one: Placed) -> str:
    return f"{one.session.title} on {short_day(one.session.start.date())} at {one.session.start:%H:%M}"
