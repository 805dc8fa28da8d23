"""Sessions as rules look at them: of one day, with their instants, and of one activity in one phase, for a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from backplan.language.wording import short_day, weekday
from backplan.model.finding import Finding, Severity
from backplan.model.profile import Appointment
from backplan.model.time import MOST_A_DAY, Interval, instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from backplan.model.plan import Session
    from backplan.model.regimen import Activity
    from backplan.rules.base import DayFacts, Judgement, Limit
    from backplan.rules.catalog import Catalog


class Placed(NamedTuple):
    """A session with its day number, which may be outside the plan, and its instants."""

    session: Session
    day: int
    span: Interval


def place_all(catalog: Catalog, sessions: Iterable[Session]) -> tuple[Placed, ...]:
    """Return sessions by their start."""
    start = catalog.request.start
    return tuple(
        sorted(
            (
                Placed(
                    session,
                    (session.start.date() - start).days,
                    Interval(instant(session.start), instant(session.end)),
                )
                for session in sessions
            ),
            key=lambda one: (one.span, one.session.activity, one.session.id),
        )
    )


def as_appointment(session: Session) -> Appointment:
    """Return the appointment that keeps a session where it is."""
    return Appointment(session.start.date(), session.clock_minute, session.minutes, session.activity)


@dataclass(frozen=True, slots=True)
class DaySessions:
    """The sessions of one day of a plan, at least one, by start, as the rules within the day see them."""

    catalog: Catalog
    number: int
    placed: Sequence[Placed]

    @property
    def name(self) -> str:
        """What the day is called."""
        return short_day(self.catalog.date_of(self.number))

    @property
    def can_be_told_apart(self) -> bool:
        """Whether it has so few sessions that each two are looked at."""
        return len(self.placed) <= MOST_A_DAY

    @property
    def planned(self) -> tuple[Placed, ...]:
        """Its sessions that are no appointments."""
        return tuple(one for one in self.placed if not one.session.fixed)

    def of(self, activity_id: str) -> tuple[Placed, ...]:
        """Return its sessions of one activity."""
        return tuple(one for one in self.placed if one.session.activity == activity_id)

    def prescribed(self, one: Placed) -> tuple[Activity, int] | None:
        """Return the activity as the day's week has it, not the session's own `week`, and its sessions' minutes."""
        return self.catalog.prescribed(one.session.activity, self.number)

    def title(self, activity_id: str) -> str:
        """Return what an activity is called in the day's week."""
        return self.catalog.title_of(activity_id, self.number)

    def broken(
        self,
        rule: str,
        activity: str | None,
        message: str,
        sessions: Iterable[Placed],
        because: tuple[str, ...] = (),
        suggestions: tuple[str, ...] = (),
    ) -> Finding:
        """Return the finding that some of its sessions break a limit; `message` is one sentence."""
        return Finding(
            Severity.LIMIT,
            rule,
            activity,
            (self.catalog.date_of(self.number),),
            message,
            because,
            suggestions,
            tuple(one.session.id for one in sessions),
        )

    def misplaced(self, rule: str, one: Placed, words: str) -> Finding:
        """Return the finding that one session's own place breaks a limit; `words` end the sentence about it."""
        activity = one.session.activity
        message = f"{self.title(activity)} on {self.name} at {one.session.start:%H:%M} {words}."
        return self.broken(rule, activity, message, (one,))


MANY_WEEKS = 4  # records of more weeks than this are summed up, not listed week by week


class Kept(NamedTuple):
    """One line of a page: what was prescribed, what the plan does, and `short by 2` or the like if a dose is missed."""

    asked: str
    done: str
    broken: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a plan has of one activity in one phase.

    Attributes:
        first_week: the plan's own first week that is in the phase, counted from 0.
        first: its first day.
        days: each of its days as the rules over days see it.
        minutes: for each week how long its sessions are to be.
        sessions: the activity's sessions on those days, by start.
        others: the records of all activities of the phase by id, in reading order.
    """

    activity: Activity
    first_week: int
    first: date
    days: tuple[DayFacts, ...]
    minutes: tuple[int, ...]
    sessions: tuple[Session, ...]
    others: Mapping[str, Record] = field(compare=False, repr=False)

    @property
    def weeks(self) -> int:
        """How many weeks of the plan are in the phase."""
        return len(self.minutes)

    @property
    def counts(self) -> dict[date, int]:
        """How many sessions each of the days has that has one."""
        return Counter(session.start.date() for session in self.sessions)

    def date(self, number: int) -> date:
        """Return the calendar day of one of the days."""
        return self.first + timedelta(days=number)

    def name(self, number: int) -> str:
        """Return what one of the days is called: its weekday, where there is only one such."""
        day = self.date(number)
        return weekday(day.weekday()) if self.weeks == 1 else short_day(day)

    @property
    def gaps(self) -> tuple[int, ...]:
        """Days from one session day to the next, from the last earlier one on; an absence is no gap."""
        return tuple(facts.gap for facts in self.days if facts.sessions and facts.gap is not None and facts.gap_counts)

    def judged(self, rule: Limit) -> tuple[Judgement, ...]:
        """Return what a rule says of each of the days."""
        return tuple(rule.judge(facts) for facts in self.days)

    def breaks(self, rule: Limit) -> bool:
        """Return whether any of the days breaks a rule."""
        return any(judgement.broken for judgement in self.judged(rule))
