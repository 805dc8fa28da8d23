"""What a plan under way leaves open this week: sessions that may be skipped, and the last day for what must happen.

Found by planning the week again, with what lies before today and after the week as it is: with fewer sessions of an
activity, and with none of it before some day. What makes no dose fall shorter than it must may be done; the activity's
own dose comes first, so that another that was missed already pays for nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from backplan.explain.what_if import fewer_in_week, forbidden, pinned, prioritised
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.profile import DateRange
from backplan.model.slack import Slack
from backplan.planner.search import QUICK, Search
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Activity
    from backplan.model.request import PlanRequest
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course

ACTIVITIES = 12
"""Activities of a week up to which slack is looked for: with more, planning again takes long."""


def slack(request: PlanRequest, made: Plan, today: date) -> tuple[Slack, ...]:
    """What this week still leaves open, for each activity of which something is to be said.

    Args:
        request: what the plan was made from.
        made: the plan under way; what it has before today counts as done, today's sessions as still to come.
        today: a day of the plan; on any other there is nothing to be said.
    """
    if not made.start <= today < made.end:
        return ()
    week = (today - made.start).days // 7
    start = request.start + timedelta(weeks=week)
    weeks = min(made.weeks - week, 1 + _weeks_to_look_ahead(request))
    end = start + timedelta(weeks=weeks)
    # Nothing is added to days that are over, and the weeks after this one stay as they are.
    closed = (DateRange(start, today - timedelta(days=1)), DateRange(start + timedelta(weeks=1), end))
    part = replace(
        request,
        start=start,
        weeks=weeks,
        first_week=request.regimen_week(week),
        closed=tuple(days for days in closed if days.first <= days.last),
        history=(*request.history, *(one for one in made.sessions if one.start.date() < start)),
    )
    rules = catalog(part)
    if len(rules.courses) > ACTIVITIES:
        return ()
    sessions = tuple(one for one in made.sessions if start <= one.start.date() < end)
    return tuple(_Week(part, rules, sessions, (today - start).days).found())


def _weeks_to_look_ahead(request: PlanRequest) -> int:
    """How many weeks after this one may still feel what is left out of it."""
    longest = 1
    for phase in request.regimen.phases:
        for activity in phase.activities:
            most = activity.frequency.most if isinstance(activity.frequency, Every) else 1
            longest = max(longest, most, activity.rest_days + 1)
    return 1 + -(-longest // 7)


class _Week:
    """One week of a plan, of which the days before `today` are over, and the weeks after it."""

    def __init__(self, request: PlanRequest, rules: Catalog, sessions: Sequence[Session], today: int) -> None:
        self._request = request
        self._today = today
        self._sessions = [one for one in sessions if self._day(one) < 7]
        self._rules = pinned(rules, [one for one in sessions if not today <= self._day(one) < 7])

    def found(self) -> Iterator[Slack]:
        for course in self._rules.courses:
            activity = course.weeks[0].activity
            frequency = None if activity is None else activity.frequency
            if activity is None or frequency is None or isinstance(frequency, Cap):
                continue
            left = [one for one in self._sessions if self._is_left(one, course.id)]
            if not left:
                continue
            if isinstance(frequency, Daily):
                skipped, latest = self._skipped_daily(course, frequency.least, left), None
            else:
                skipped = self._skipped(activity, len(left))
                latest = None if skipped == len(left) else self._latest(activity)
            if skipped or latest is not None:
                title = self._request.regimen.title_of(course.id)
                each_day = frequency.least if isinstance(frequency, Daily) else None
                yield Slack(course.id, title, len(left), skipped, latest, each_day)

    def _day(self, session: Session) -> int:
        return (session.start.date() - self._request.start).days

    def _is_left(self, session: Session, activity: str) -> bool:
        return session.activity == activity and not session.fixed and self._day(session) >= self._today

    def _skipped_daily(self, course: Course, least: int, left: Sequence[Session]) -> int:
        """The sessions past the least of each day, where a plan without them is as good for all doses."""
        rules, skipped = self._rules, 0
        for day, planned in Counter(map(self._day, left)).items():
            needed = min(planned, max(0, least - course.fixed[day]))
            rules, skipped = forbidden(rules, course.id, day, most=needed), skipped + planned - needed
        return skipped if skipped and _shortfall(rules) <= _shortfall(self._rules) else 0

    def _skipped(self, activity: Activity, left: int) -> int:
        most = left
        if isinstance(activity.frequency, Weekly):
            this_week = sum(1 for one in self._sessions if one.activity == activity.id)
            left = min(left, max(0, this_week - activity.frequency.least))
        # A dose that was missed elsewhere pays for nothing: this activity's own comes first.
        rules = prioritised(self._rules, activity.id)
        best = _shortfall(rules)
        return _most(left, lambda number: _shortfall(fewer_in_week(rules, activity.id, 0, most - number)) <= best)

    def _latest(self, activity: Activity) -> date | None:
        rules = prioritised(self._rules, activity.id)
        best = _shortfall(rules)

        def waits(days: int) -> bool:
            later = rules
            for day in range(self._today, self._today + days):
                later = forbidden(later, activity.id, day)
            return _shortfall(later) <= best

        # After so many days without it there may still be enough.
        waited = _most(7 - self._today, waits)
        return None if self._today + waited == 7 else self._request.start + timedelta(days=self._today + waited)


def _shortfall(rules: Catalog) -> int:
    """The shortfall of the best plan of what holds."""
    search = Search(rules, QUICK)
    return search.weights.unweigh(search.run().cost).shortfall


def _most(most: int, holds: Callable[[int], bool]) -> int:
    """The largest number up to `most` that holds, where each smaller one does too; 0 does."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
