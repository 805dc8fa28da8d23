"""What given sessions cost, and the difference of two plans in words.

The five costs are those of contract section 3.1. The planner adds them up as it searches; here they are counted from
the sessions alone, so that any sessions have a cost, a plan's that somebody has changed by hand too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from backplan.language.wording import counted, listed, minutes, short_day
from backplan.model.plan import Cost
from backplan.planner.plan import fixed_preferences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.plan import Session
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course

FEW_GAPS = 6
"""Days from session to session that are told one after another; of more, only that they are less even."""

FULLER = 4
"""Days that are told one by one where they get fuller."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a plan is worse or better than another.

    Attributes:
        cost: the cost that it is about, as in `Cost`.
        worse: it costs more.
        words: what changes, without a full stop.
    """

    cost: str
    worse: bool
    words: str


class _OfActivity(NamedTuple):
    """What an activity's sessions cost.

    Attributes:
        sessions: how many there are, appointments among them.
        gaps: days from one session day to the next, for each whose later one is in the plan.
    """

    shortfall: int
    missed: int
    unevenness: int
    preference: int
    sessions: int
    gaps: tuple[int, ...]


class _Measured(NamedTuple):
    """What sessions cost, by activity and day.

    Attributes:
        activities: in the catalog's order.
        days: the minutes of each day, appointments not counted.
    """

    activities: tuple[_OfActivity, ...]
    days: tuple[int, ...]

    @property
    def cost(self) -> Cost:
        """The five costs."""
        return Cost(
            sum(one.shortfall for one in self.activities),
            sum(one.missed for one in self.activities),
            sum(one.unevenness for one in self.activities),
            sum(one.preference for one in self.activities),
            sum(of_day**2 for of_day in self.days),
        )


def cost_of(catalog: Catalog, sessions: Sequence[Session]) -> Cost:
    """The five costs of sessions, whoever chose them.

    Args:
        catalog: what holds; its appointments count, whether or not they are among the sessions.
        sessions: the plan's; those outside its days cost nothing.
    """
    return _measured(catalog, sessions).cost


def price(catalog: Catalog, before: Sequence[Session], after: Sequence[Session]) -> tuple[Difference, ...]:
    """In what the second sessions are worse or better than the first, what weighs most first.

    Only costs that differ are told, and where one dose falls short for another's sake, both. The first cost that
    differs decides which sessions are the better ones.

    Args:
        catalog: what holds.
        before: the sessions of one plan.
        after: the sessions of another plan of the same days.
    """
    one, other = _measured(catalog, before), _measured(catalog, after)
    told: list[Difference] = []
    short: set[str] = set()
    decided = False
    for name in Cost._fields:
        differs = getattr(one.cost, name) != getattr(other.cost, name)
        if not differs and name != "shortfall":
            continue
        if name == "load":
            told += _fuller(catalog, one, other)
            continue
        decides, decided = not decided, decided or differs
        for course, its, others in zip(catalog.courses, one.activities, other.activities, strict=True):
            # That a session left out is not late for anything is no gain, unless nothing weighs more.
            if not decides and name in {"unevenness", "preference"} and its.sessions != others.sessions:
                continue
            # Sessions that fall short of the least are not told again as fewer than the most.
            if name == "missed" and course.id in short:
                continue
            if name == "shortfall" and its.shortfall != others.shortfall:
                short.add(course.id)
            told += _of_activity(catalog, course, name, its, others)
    return tuple(told)


def _measured(catalog: Catalog, sessions: Sequence[Session]) -> _Measured:
    day_count = len(catalog.days)
    counts: dict[str, list[int]] = {course.id: [0] * day_count for course in catalog.courses}
    days = [0] * day_count
    preferences = fixed_preferences(catalog)
    for session in sessions:
        day = (session.start.date() - catalog.request.start).days
        if session.fixed or not 0 <= day < day_count:
            continue
        days[day] += session.minutes
        if session.activity not in counts:
            continue
        counts[session.activity][day] += 1
        found = catalog.request.regimen.activity_at(session.activity, catalog.request.regimen_week(day // 7))
        if found is not None:
            shown = session.clock_minute
            preferences[session.activity] += min(
                (abs(shown - wished) for wished in catalog.preferred(found[0])), default=0
            )
    return _Measured(
        tuple(_walked(course, counts[course.id], preferences[course.id]) for course in catalog.courses), tuple(days)
    )


def _walked(course: Course, planned: Sequence[int], preference: int) -> _OfActivity:
    """What the rules over days charge for sessions planned day by day."""
    shortfall = missed = unevenness = 0
    gaps = []
    for _, facts, said in course.walk(planned):
        shortfall += said.shortfall
        missed += said.missed
        unevenness += said.unevenness
        if facts.sessions and facts.gap is not None and facts.gap_counts:
            gaps.append(facts.gap)
    return _OfActivity(shortfall, missed, unevenness, preference, sum(planned) + sum(course.fixed), tuple(gaps))


def _of_activity(
    catalog: Catalog, course: Course, name: str, before: _OfActivity, after: _OfActivity
) -> Iterator[Difference]:
    more = int(getattr(after, name)) - int(getattr(before, name))
    if not more:
        return
    title = catalog.request.regimen.title_of(course.id)
    worse, amount = more > 0, abs(more)
    match name:
        case "shortfall":
            words = _short(course, amount, worse=worse)
        case "missed":
            words = f"{counted(amount, 'session')} {'fewer' if worse else 'more'}"
        case "unevenness":
            words = _uneven(before.gaps, after.gaps, worse=worse)
        case _:
            in_all = " in all" if max(before.sessions, after.sessions) > 1 else ""
            words = f"{minutes(amount)} {'further from' if worse else 'nearer to'} your preferred time{in_all}"
            if before.sessions != after.sessions:
                words = f"{counted(after.sessions, 'session')} instead of {before.sessions}, {words}"
    yield Difference(name, worse, f"{title}: {words}")


def _short(course: Course, amount: int, *, worse: bool) -> str:
    """How much a dose is missed by, in days where it counts days and in sessions where it counts sessions."""
    doses = [week.dose for week in course.weeks if week.activity is not None]
    if doses and all(dose.late_by_the_day for dose in doses):
        return f"{counted(amount, 'day')} {'longer' if worse else 'less'} without a session than prescribed"
    session = counted(amount, "session")
    return f"{session} fewer than prescribed" if worse else f"{session} more of what is prescribed"


def _uneven(before: Sequence[int], after: Sequence[int], *, worse: bool) -> str:
    first, second = _differing(before, after)
    how = "less even" if worse else "more even"
    if not first or len(first) != len(second) or len(first) > FEW_GAPS:
        return f"{how} from session to session"
    return f"{how}: {listed(map(str, second))} {_days_apart(second)} instead of {listed(map(str, first))}"


def _days_apart(gaps: Sequence[int]) -> str:
    return "day apart" if tuple(gaps) == (1,) else "days apart"


def _differing(before: Sequence[int], after: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """The middle parts of two lists of gaps, without what they begin and end with alike; few gaps are told whole."""
    if max(len(before), len(after)) <= FEW_GAPS:
        return before, after
    begin = 0
    while begin < min(len(before), len(after)) and before[begin] == after[begin]:
        begin += 1
    end = 0
    while end < min(len(before), len(after)) - begin and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[begin : len(before) - end], after[begin : len(after) - end]


def _fuller(catalog: Catalog, before: _Measured, after: _Measured) -> Iterator[Difference]:
    """How the minutes of days change; that there are fewer in all is told by what is left out."""
    worse = after.cost.load > before.cost.load
    if not worse:
        if Counter(after.days) != Counter(before.days) and sum(after.days) == sum(before.days):
            yield Difference("load", False, "your days are filled more evenly")
        return
    fuller = [
        (old, new, short_day(day.date))
        for day, old, new in zip(catalog.days, before.days, after.days, strict=True)
        if new > old
    ]
    alike: dict[tuple[int, int], list[str]] = {}
    for old, new, day in fuller[:FULLER]:
        alike.setdefault((old, new), []).append(day)
    told = [f"{minutes(new)} instead of {minutes(old)} on {listed(days)}" for (old, new), days in alike.items()]
    if len(fuller) > FULLER:
        told.append(f"more on {counted(len(fuller) - FULLER, 'other day')}")
    yield Difference("load", True, f"{'a fuller day' if len(fuller) == 1 else 'fuller days'}: {'; '.join(told)}")
