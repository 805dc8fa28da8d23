"""One line a rule: what was asked, what the plan does, and whether that keeps it.

The amounts are counted here from the plan's sessions, in the words of contract section 3; a finding of the checker's
about the same rule outweighs the count, so that no line says "kept" where a finding says otherwise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from backplan.language import wording
from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.profile import Profile
from backplan.model.time import MINUTE, clock_text, instant
from backplan.render.page import Row, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Activity, Phase, Regimen

MANY_WEEKS = 4
"""Plans of more weeks than this are told as a whole, not week by week."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule and what the plan makes of it.

    Attributes:
        title: the activity that it is about, or "Each day".
        asked: what was prescribed, or what the profile asks.
        done: what the plan does.
        mark: `kept`, `broken`, `short by 2`, `3 days late`.
        tone: how the mark looks.
    """

    title: str
    asked: str
    done: str
    mark: str
    tone: Tone

    @property
    def row(self) -> Row:
        """The line as a row of a page."""
        return Row(f"{self.asked}: {self.done}", self.mark, self.tone, subject=self.title)


@dataclass(frozen=True, slots=True)
class PhaseLines:
    """The lines of one phase; `title` is empty for a regimen without phases."""

    title: str
    first_week: int
    weeks: int
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class _Course:
    """One activity's sessions in one phase, as far as the plan covers it.

    Attributes:
        first_week: the plan's own first week that is in the phase, counted from 0.
        first: its first day.
        end: the day after the last such day.
        begins: the regimen's week in which the phase begins, counted from 0.
        sessions: the activity's sessions on those days, by start.
        before: the last earlier day with a session that still counts, or None.
        goes_on: whether the activity is planned on the day after the last.
    """

    activity: Activity
    first_week: int
    first: date
    end: date
    begins: int
    sessions: tuple[Session, ...]
    before: date | None
    goes_on: bool
    counts: Mapping[date, int] = field(default_factory=dict)

    @property
    def weeks(self) -> int:
        return (self.end - self.first).days // 7

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=number) for number in range((self.end - self.first).days))

    @property
    def session_days(self) -> tuple[date, ...]:
        return tuple(sorted(self.counts))

    def per_day(self) -> tuple[int, ...]:
        return tuple(self.counts.get(day, 0) for day in self.days)

    def per_week(self) -> tuple[int, ...]:
        counts = self.per_day()
        return tuple(sum(counts[7 * week : 7 * week + 7]) for week in range(self.weeks))

    def gaps(self) -> tuple[int, ...]:
        """Days from one session day to the next, from the last earlier one on."""
        known = [self.before] if self.before else []
        return tuple((later - earlier).days for earlier, later in pairwise([*known, *self.session_days]))

    def waits(self) -> tuple[int, ...]:
        """The gaps, and those to the first session and from the last one that a dose is judged by as well."""
        points = [self.before or self.first - timedelta(days=1), *self.session_days]
        if not self.goes_on:
            points.append(self.end)
        return tuple((later - earlier).days for earlier, later in pairwise(points))


def rule_lines(
    plan: Plan, regimen: Regimen, profile: Profile | None = None, history: Sequence[Session] = ()
) -> tuple[PhaseLines, ...]:
    """What was asked and what the plan does, phase by phase.

    Args:
        plan: the plan to tell about.
        regimen: what it was made from.
        profile: whose limits on a day are told as well, where there is one.
        history: sessions before the plan, from which its first gaps are counted.
    """
    result: list[PhaseLines] = []
    begins = 0
    for number, phase in enumerate(regimen.phases):
        own = [
            week
            for week in range(plan.weeks)
            if begins <= (of_regimen := plan.regimen_week(week))
            and (phase.weeks is None or of_regimen < begins + phase.weeks)
        ]
        if own:
            courses = [
                _course(plan, regimen, number, activity, begins, (own[0], own[-1] + 1), history)
                for activity in phase.activities
            ]
            lines = tuple(_phase_lines(plan, phase, courses, profile or Profile()))
            result.append(PhaseLines(phase.title, own[0], len(own), lines))
        begins += phase.weeks or 0
    return tuple(result)


def _course(
    plan: Plan,
    regimen: Regimen,
    number: int,
    activity: Activity,
    begins: int,
    weeks: tuple[int, int],
    history: Sequence[Session],
) -> _Course:
    first, end = (plan.start + timedelta(weeks=week) for week in weeks)
    own = tuple(session for session in plan.sessions if session.activity == activity.id)
    inside = tuple(session for session in own if first <= session.start.date() < end)
    # A gap across an absence costs nothing (contract section 3), so what lies before one does not count.
    joined = number == 0 or _takes_part(regimen, number - 1, activity.id)
    since = date.min if joined else plan.start + timedelta(weeks=weeks[0] + begins - plan.regimen_week(weeks[0]))
    earlier = [
        session.start.date()
        for session in (*history, *own)
        if session.activity == activity.id and since <= session.start.date() < first
    ]
    return _Course(
        activity,
        weeks[0],
        first,
        end,
        begins,
        inside,
        before=max(earlier, default=None),
        # At the plan's own end a dose is judged up to its last day, whatever comes afterwards.
        goes_on=end < plan.end and _takes_part(regimen, number + 1, activity.id),
        counts=Counter(session.start.date() for session in inside),
    )


def _takes_part(regimen: Regimen, number: int, activity_id: str) -> bool:
    return number < len(regimen.phases) and any(
        activity.id == activity_id for activity in regimen.phases[number].activities
    )


def _phase_lines(plan: Plan, phase: Phase, courses: Iterable[_Course], profile: Profile) -> Iterator[RuleLine]:
    by_id = {course.activity.id: course for course in courses}
    told: set[frozenset[str]] = set()
    for course in by_id.values():
        yield _frequency_line(plan, course)
        yield from _length_line(plan, course)
        yield from _apart_line(plan, course)
        for other_id in course.activity.alternate_with:
            other, pair = by_id.get(other_id), frozenset({course.activity.id, other_id})
            if other is not None and pair not in told:
                told.add(pair)
                yield _alternate_line(plan, course, other)
        yield from _rest_days_line(plan, course)
        yield from _days_line(plan, course)
        yield from _after_waking_line(plan, course, profile)
    if profile.max_minutes_per_day is not None and phase.activities:
        yield _day_line(tuple(by_id.values()), profile.max_minutes_per_day)


def _line(
    plan: Plan, course: _Course, rule: str, asked: str, done: str, *, broken: bool = False, short: str = ""
) -> RuleLine:
    """A line whose mark follows what was counted, and the findings about the same rule on the same days."""
    severities = {
        finding.severity
        for finding in plan.findings
        if finding.rule == rule and finding.activity == course.activity.id and _concerns(plan, course, finding.days)
    }
    if broken or Severity.LIMIT in severities:
        mark, tone = "broken", Tone.BAD
    elif short or Severity.DOSE in severities:
        mark, tone = short or "short", Tone.CAREFUL
    else:
        mark, tone = "kept", Tone.GOOD
    return RuleLine(course.activity.title, asked, done, mark, tone)


def _concerns(plan: Plan, course: _Course, days: Sequence[date]) -> bool:
    """Whether a finding about the activity on these days is about this course of it.

    A cap is broken by appointments, which may all lie before or after the plan; they belong to every phase's cap.
    """
    if not days or any(course.first <= day < course.end for day in days):
        return True
    is_cap = isinstance(course.activity.frequency, Cap)
    return is_cap and not any(plan.start <= day < plan.end for day in days)


def _frequency_line(plan: Plan, course: _Course) -> RuleLine:
    how_often = course.activity.frequency
    asked = wording.frequency(how_often)
    per_day, per_week = course.per_day(), course.per_week()
    short, broken = "", max(per_day, default=0) > 1
    match how_often:
        case Daily(least, most):
            missing = sum(max(0, least - number) for number in per_day)
            short = f"short by {missing}" if missing else ""
            broken = max(per_day, default=0) > most
            done = _daily_words(course)
        case Weekly(least, most):
            missing = sum(max(0, least - number) for number in per_week)
            short = f"short by {missing}" if missing else ""
            broken = broken or max(per_week, default=0) > most
            done = _weekday_words(course, _weekly_words(course))
        case Every(least, most):
            late = sum(max(0, gap - most) for gap in course.waits())
            # Where nothing is planned, nothing comes late.
            lateness = f"{wording.counted(late, 'day')} late" if course.session_days else "no session"
            short = lateness if late else ""
            broken = broken or any(gap < least for gap in course.gaps())
            done = _weekday_words(course, _gap_words(course))
        case Cap():
            # How many lie close together reaches beyond the plan's days: the checker knows, and says so in a finding.
            broken = False
            done = _appointment_words(course)
    return _line(plan, course, "frequency", asked, done, broken=broken, short=short)


def _daily_words(course: _Course) -> str:
    counts = course.counts
    usual, _ = Counter(course.per_day()).most_common(1)[0]
    others: dict[int, list[date]] = {}
    for day in course.days:
        if counts.get(day, 0) != usual:
            others.setdefault(counts.get(day, 0), []).append(day)
    if not others:
        return f"{_times_or_none(usual)} every day"
    if course.weeks > MANY_WEEKS or sum(map(len, others.values())) > 7:
        least, most = min(course.per_day()), max(course.per_day())
        return f"{least} to {most} a day, {wording.counted(sum(counts.values()), 'session')} in all"
    exceptions = (
        f"{_times_or_none(number)} on {wording.listed(_day_name(course, day) for day in days)}"
        for number, days in sorted(others.items(), reverse=True)
    )
    return f"{_times_or_none(usual)} a day, but {wording.listed(exceptions)}"


def _times_or_none(number: int) -> str:
    return wording.times(number) if number else "none"


def _day_name(course: _Course, day: date) -> str:
    return wording.weekday(day.weekday()) if course.weeks == 1 else wording.short_day(day)


def _weekday_words(course: _Course, many_weeks: str) -> str:
    """The weekdays of each week; `many_weeks` where that would be too long to read."""
    if not course.session_days:
        return "none"
    if course.weeks > MANY_WEEKS:
        return many_weeks
    weeks: list[tuple[int, ...]] = [() for _ in range(course.weeks)]
    for day in course.session_days:
        weeks[(day - course.first).days // 7] += (day.weekday(),)
    if len(weeks) == 1:
        return _in_plan_order(course, weeks[0])
    if len(set(weeks)) == 1:
        return f"{_in_plan_order(course, weeks[0])} in each week"
    return "; ".join(
        f"week {number} {_in_plan_order(course, days) or 'none'}"
        for number, days in enumerate(weeks, course.first_week + 1)
    )


def _in_plan_order(course: _Course, days: Iterable[int]) -> str:
    """Weekdays as they come in a plan's week, which may start on any day."""
    first = course.first.weekday()
    return wording.listed(wording.weekday(day) for day in sorted(days, key=lambda day: (day - first) % 7))


def _weekly_words(course: _Course) -> str:
    least, most = min(course.per_week()), max(course.per_week())
    total = wording.counted(sum(course.per_week()), "session")
    if least == most:
        return f"{least} in each of {course.weeks} weeks"
    return f"{least} to {most} a week, {total} in all"


def _gap_words(course: _Course) -> str:
    total = wording.counted(len(course.session_days), "session")
    gaps = course.gaps()
    if not gaps:
        return total
    least, most = min(gaps), max(gaps)
    span = wording.counted(least, "day") if least == most else f"{least} to {most} days"
    return f"{total}, {span} from one to the next"


def _appointment_words(course: _Course) -> str:
    days = wording.listed(wording.short_day(day) for day in course.session_days)
    return f"appointment on {days}" if days else "no appointment in these weeks"


def _length_line(plan: Plan, course: _Course) -> Iterator[RuleLine]:
    activity = course.activity
    planned = [session for session in course.sessions if not session.fixed]
    if activity.shortest == activity.longest or not planned:
        return
    lengths = sorted(session.minutes for session in planned)
    wrong = any(
        session.minutes
        != activity.minutes(plan.regimen_week((session.start.date() - plan.start).days // 7) - course.begins)
        for session in planned
    )
    done = wording.minutes_range(lengths[0], lengths[-1])
    yield _line(plan, course, "time", wording.session_time(activity), done, broken=wrong)


def _apart_line(plan: Plan, course: _Course) -> Iterator[RuleLine]:
    between = [
        (instant(later.start) - instant(earlier.end)) // MINUTE
        for earlier, later in pairwise(course.sessions)
        if earlier.start.date() == later.start.date()
    ]
    if between:
        least = course.activity.apart
        asked = f"at least {wording.minutes(least)} between two on one day"
        done = f"at least {wording.minutes(min(between))}" if min(between) >= 0 else "two overlap"
        yield _line(plan, course, "apart", asked, done, broken=min(between) < least)


def _alternate_line(plan: Plan, course: _Course, other: _Course) -> RuleLine:
    together = sorted(set(course.session_days) & set(other.session_days))
    asked = f"never on the same day as {other.activity.title}"
    done = "never together" if not together else f"together on {wording.listed(map(wording.short_day, together))}"
    return _line(plan, course, "alternate_with", asked, done, broken=bool(together))


def _rest_days_line(plan: Plan, course: _Course) -> Iterator[RuleLine]:
    least, gaps = course.activity.rest_days, course.gaps()
    if least and gaps:
        asked = f"at least {wording.counted(least, 'full day')} of rest between two"
        done = f"at least {wording.counted(min(gaps) - 1, 'full day')}"
        yield _line(plan, course, "rest_days", asked, done, broken=min(gaps) <= least)


def _days_line(plan: Plan, course: _Course) -> Iterator[RuleLine]:
    allowed = course.activity.days
    if len(allowed) < 7:
        others = [day for day in course.session_days if day.weekday() not in allowed]
        done = "on no other day" if not others else f"on {wording.listed(map(wording.short_day, others))} too"
        asked = f"only on {wording.weekdays(allowed)}"
        yield _line(plan, course, "days", asked, done, broken=bool(others))


def _after_waking_line(plan: Plan, course: _Course, profile: Profile) -> Iterator[RuleLine]:
    wait = course.activity.after_waking
    starts = [s.clock_minute for s in course.sessions if not s.fixed]
    if wait is not None and profile.wake is not None and starts:
        earliest = profile.wake + wait
        asked = f"not before {clock_text(earliest)}, {wording.minutes(wait)} after waking"
        done = f"not before {clock_text(min(starts))}"
        yield _line(plan, course, "after_waking", asked, done, broken=min(starts) < earliest)


def _day_line(courses: Sequence[_Course], most: int) -> RuleLine:
    totals: Counter[date] = Counter()
    for course in courses:
        for session in course.sessions:
            if not session.fixed:
                totals[session.start.date()] += session.minutes
    longest = max(totals.values(), default=0)
    broken = longest > most
    return RuleLine(
        "Each day",
        f"at most {wording.minutes(most)}",
        f"at most {wording.minutes(longest)}",
        "broken" if broken else "kept",
        Tone.BAD if broken else Tone.GOOD,
    )
