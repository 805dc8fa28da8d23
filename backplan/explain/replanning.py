"""Planning again with bounded effort, to learn whether a change mends a short dose.

A plan can be made again whole, or only in some weeks, with what it does before them as history. Where it does worse
there than those weeks alone would have to, it is for the sake of later ones; then what it does in the week after them
stays as well, as fixed sessions. What some weeks show is a good guess, and no more: the rest of the plan, which they
keep, has its sessions where they are because of circumstances that lie far away. It holds in the whole plan where
nothing is planned but one activity whose days have nothing to do with each other (`is_local`). Each plan is made once,
however often it is asked for, and what all of them together may take is bounded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from backplan.explain.weeks import Span, Weeks, lean, within
from backplan.model.frequency import Daily
from backplan.model.profile import DateRange
from backplan.planner.search import QUICK, Search
from backplan.rules.catalog import catalog
from backplan.rules.placed import as_appointment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest
    from backplan.planner.day import Counts
    from backplan.planner.search import Effort
    from backplan.rules.catalog import Catalog

WHOLE = 4
"""Weeks of a plan that is made again whole at once; of a longer one the weeks around a finding are tried first."""

LONGEST = 13
"""Weeks around a finding that are planned again at the most."""

ALLOWANCE = 11_000
"""What may be spent on explaining one plan; `_effort` says what each plan made again takes of it."""

STEPS = 15
"""Moves of a search that count as one of the allowance."""

FULL = replace(QUICK, foremost=False)
"""For the very plan that would be made, as far as that is quick."""

REMEMBERED = 2_048
"""Plans that are remembered from one patient to the next."""

Shortened = dict[str, Counter[int]]
"""For each activity and day number: how much of the shortfall is charged there."""


class Shortage(NamedTuple):
    """How short a plan is.

    Attributes:
        own: what is missing of the dose in question, on the days in question.
        total: the shortfall of all activities, in the weeks that are looked at.
        at_least: no plan has a smaller total.
        proven: it is that of the very plan that would be made.
    """

    own: int
    total: int
    at_least: int
    proven: bool


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan made again, as far as it matters here.

    Attributes:
        charged: its shortfall.
        at_least: no plan has less in all.
        proven: it is the very plan that would be made: no other is better in anything.
    """

    charged: Shortened
    at_least: int
    proven: bool


class _Planned(NamedTuple):
    """What came of planning some weeks anew.

    Attributes:
        made: the plan; None where none can be less short than is of interest.
        steps: moves that were looked at.
    """

    made: _Made | None
    steps: int


class Replanner:
    """Makes the plans that explain one plan, each once."""

    def __init__(self, request: PlanRequest, made: Plan, allowance: int = ALLOWANCE) -> None:
        """Takes a plan, what was asked, and what may be spent."""
        self._request = lean(request)
        self._made = made
        self._left = allowance
        self._reserve = 0
        self._counts = _counts(request, made)
        self._bound: set[Span] = set()
        self._as_made: dict[Span, tuple[PlanRequest, _Made]] = {}
        self._known: dict[tuple[PlanRequest, Effort], _Made] = {}

    def turn(self, kept: int = 0) -> None:
        """Begins with another finding, which may take half of what is left of the allowance.

        Args:
            kept: what has to be left in any case.
        """
        self._reserve = max(self._left // 2, kept)

    def whole(self) -> Weeks:
        """All weeks of the plan."""
        return (Span(0, self._request.weeks),)

    def relevant(self, weeks: Weeks) -> PlanRequest:
        """The request with nothing in the profile and the calendars that lies outside some weeks."""
        first, last = weeks[0].first, weeks[-1].first + weeks[-1].weeks
        return within(self._request, self._request.start + timedelta(weeks=first), last - first)

    def touches(self, request: PlanRequest, weeks: Weeks) -> bool:
        """Whether a change of the plan's own request is one of some weeks."""
        changed = lean(request)
        return any(self._part(changed, span) != self._before(span)[0] for span in weeks)

    def mended(self, request: PlanRequest, finding: Finding, weeks: Weeks) -> bool | None:
        """Whether a finding's dose is mended where something else is asked.

        That is: a plan with the least shortfall in all is less short of the dose on the finding's days, and less short
        in all, counting the activities that are still asked for. A shortfall that only moves to other days or to
        another activity is not mended.

        Args:
            request: what `relevant` has given, with something changed.
            finding: a short dose of the plan.
            weeks: those that are planned again, with what the plan does before and after them as it is.

        Returns:
            None where it could not be found out within the allowance.
        """
        compared = self._compared(request, finding, weeks)
        if compared is None:
            return None
        before, after = compared
        if _is_less(after, before):
            return True
        # A plan of the least total is what counts; where a better one may exist, nothing is known.
        return False if after.total == after.at_least or after.at_least >= before.total else None

    def helps(self, request: PlanRequest, finding: Finding, weeks: Weeks, *, wholly: bool = False) -> bool:
        """Whether the very plan that would be made mends a finding's dose; False where that could not be found out.

        Args:
            request: the plan's own request with something changed.
            finding: a short dose of the plan.
            weeks: those that are planned again.
            wholly: nothing may be missing of the dose any more on the finding's days.
        """
        compared = self._compared(lean(request), finding, weeks, FULL)
        if compared is None:
            return False
        before, after = compared
        if wholly and after.own:
            return False
        # However the plans of the least shortfall share it out: where it is little, less is left for this dose.
        return _is_less(after, before) and (after.proven or after.total < before.own)

    def mends(self, request: PlanRequest, finding: Finding, weeks: Weeks) -> bool:
        """Whether the very plan that would be made mends a finding's dose; False where that is not known.

        Args:
            request: what `relevant` has given, with something changed.
            finding: a short dose of the plan.
            weeks: those that are planned again.
        """
        compared = self._compared(request, finding, weeks)
        if compared is None or compared[1].at_least >= compared[0].total:
            return False
        before, after = compared
        # However it is shared out: so little is missing in all that less is missing of this dose.
        return after.total < before.own or self.helps(request, finding, weeks)

    def stays(self, request: PlanRequest, finding: Finding, weeks: Weeks) -> bool:
        """Whether the very plan that would be made does not mend a finding's dose; False where that is not known.

        Args:
            request: what `relevant` has given, with something changed.
            finding: a short dose of the plan.
            weeks: those that are planned again.
        """
        compared = self._compared(request, finding, weeks)
        if compared is None:
            return False
        before, after = compared
        if after.at_least >= before.total:
            return True
        # Where less is missing in all, it depends on everything else which dose gets it.
        full = self._compared(request, finding, weeks, FULL)
        return full is not None and full[1].proven and not _is_less(full[1], before)

    def _compared(
        self, request: PlanRequest, finding: Finding, weeks: Weeks, effort: Effort = QUICK
    ) -> tuple[Shortage, Shortage] | None:
        """How short the plan is, and how short it is where something else is asked."""
        before = after = Shortage(0, 0, 0, proven=True)
        for span in weeks:
            same, made = self._before(span)
            part = self._part(request, span)
            found = made if part == same else self._again(part, made, effort)
            if found is None:
                return None
            before = _plus(before, self._shortage(made, span, finding, found.charged))
            after = _plus(after, self._shortage(found, span, finding, found.charged))
        return before, after

    def _shortage(self, made: _Made, span: Span, finding: Finding, counted: Collection[str]) -> Shortage:
        first = self._request.start + timedelta(weeks=span.first)
        numbers = {(day - first).days for day in finding.days}
        charged = made.charged.get(finding.activity or "", Counter())
        return Shortage(
            sum(amount for day, amount in charged.items() if day in numbers),
            sum(sum(made.charged[name].values()) for name in counted),
            made.at_least,
            made.proven,
        )

    def _before(self, span: Span) -> tuple[PlanRequest, _Made]:
        """The weeks as they were asked for, and as the plan has them."""
        if span not in self._as_made:
            part, made = self._cut(span)
            if span.first + span.weeks < self._request.weeks and span.weeks > 1:
                # A single week is planned for a dose a day, which does not look ahead.
                self._left -= _effort(part)
                alone = _planned(part, replace(QUICK, below=made.at_least)).made
                if alone is not None and alone.at_least < made.at_least:
                    # The plan does worse here for the sake of what comes later, which therefore has to stay.
                    self._bound.add(span)
                    part, made = self._cut(span)
            self._as_made[span] = part, made
        return self._as_made[span]

    def _cut(self, span: Span) -> tuple[PlanRequest, _Made]:
        part = self._part(self._request, span)
        counts = self._counts[7 * span.first : 7 * (span.first + span.weeks)]
        nothing = (0,) * len(self._request.regimen.activity_ids)
        counts = (*counts, *(nothing for _ in range(7 * part.weeks - len(counts))))
        charged = _shortfalls(catalog(part), counts)
        return part, _Made(charged, _total(charged), proven=True)

    def _again(self, part: PlanRequest, before: _Made, effort: Effort) -> _Made | None:
        """Some weeks planned anew; as they were before where they cannot be less short."""
        key = (part, effort)
        if key not in self._known:
            if self._left < self._reserve:
                return None
            as_before = {name: before.charged[name] for name in part.regimen.activity_ids}
            total = _total(as_before)
            found = _planned(part, replace(effort, below=total))
            self._left -= _effort(part) + found.steps // STEPS
            self._known[key] = _Made(as_before, total, proven=True) if found.made is None else found.made
        return self._known[key]

    def around(self, finding: Finding) -> Weeks:
        """The weeks that matter most to a finding."""
        weeks = self._request.weeks
        if weeks <= WHOLE:
            return self.whole()
        numbers = sorted({(day - self._request.start).days // 7 for day in finding.days})
        if self._is_daily(finding):
            # What is due every day does not look back: each run of its short weeks stands for itself.
            starts = [numbers[0], *(after for before, after in pairwise(numbers) if after > before + 1)]
            return tuple(
                Span(start, sum(start <= number < following for number in numbers))
                for start, following in zip(starts, [*starts[1:], weeks], strict=True)
            )
        first = max(0, numbers[0] - 1)
        last = min(weeks - 1, numbers[-1] + 1, first + LONGEST - 1)
        return (Span(first, last - first + 1),)

    def _is_daily(self, finding: Finding) -> bool:
        week = self._request.regimen_week_of(finding.days[0])
        found = self._request.regimen.activity_at(finding.activity or "", week)
        return found is not None and isinstance(found[0].frequency, Daily)

    def _part(self, request: PlanRequest, span: Span) -> PlanRequest:
        """Some weeks of a request, and what the plan does before and after them as it is."""
        start = self._request.start + timedelta(weeks=span.first)
        end = start + timedelta(weeks=span.weeks)
        part = within(replace(request, weeks=span.weeks), start, span.weeks)
        if span == (0, self._request.weeks):
            return part
        known = set(request.regimen.activity_ids)
        sessions = [session for session in self._made.sessions if session.activity in known]
        if span.first:
            # Rules over days look back to the last session only; sessions come in the order of their starts.
            before = {session.activity: session for session in sessions if session.start.date() < start}
            history = (*request.history, *before.values())
            part = replace(part, start=start, first_week=request.regimen_week(span.first), history=history)
        if span in self._bound:
            last = end + timedelta(days=6)
            profile = replace(
                part.profile,
                appointments=(
                    *part.profile.appointments,
                    *(as_appointment(session) for session in sessions if end <= session.start.date() <= last),
                ),
            )
            part = replace(part, weeks=span.weeks + 1, profile=profile, closed=(DateRange(end, last),))
        return part


@lru_cache(maxsize=REMEMBERED)
def _planned(part: PlanRequest, effort: Effort) -> _Planned:
    """The plan for some weeks.

    Remembered, since what many patients are asked is the same once their own circumstances are taken away.
    """
    rules = catalog(part)
    search = Search(rules, effort)
    outcome = search.run()
    if not outcome.counts:
        return _Planned(None, outcome.steps)
    charged = _shortfalls(rules, outcome.counts)
    at_least = search.weights.unweigh(outcome.bound).shortfall
    at_least = _total(charged) if outcome.proven else at_least
    return _Planned(_Made(charged, at_least, outcome.proven), outcome.steps)


def _is_less(after: Shortage, before: Shortage) -> bool:
    return after.own < before.own and after.total < before.total


def _plus(one: Shortage, other: Shortage) -> Shortage:
    return Shortage(
        one.own + other.own, one.total + other.total, one.at_least + other.at_least, one.proven and other.proven
    )


def _counts(request: PlanRequest, made: Plan) -> tuple[Counts, ...]:
    """The planned sessions of each day and activity of a plan."""
    counted = Counter((session.start.date(), session.activity) for session in made.sessions if not session.fixed)
    return tuple(tuple(counted[day, name] for name in request.regimen.activity_ids) for day in made.days)


def _effort(request: PlanRequest) -> int:
    """What it takes to plan a request without its moves, roughly: each activity's days are worked out and walked."""
    return 10 * (request.weeks + 1) * len(request.regimen.activity_ids)


def _total(charged: Shortened) -> int:
    return sum(sum(amounts.values()) for amounts in charged.values())


def _shortfalls(rules: Catalog, counts: Sequence[Counts]) -> Shortened:
    """The shortfall of each activity, spread over the days that it is about."""
    found: Shortened = {}
    for course, planned in zip(rules.courses, zip(*counts, strict=True), strict=True):
        found[course.id] = Counter(
            charged
            for day, facts, said in course.walk(planned)
            if said.shortfall
            for charged in course.weeks[day // 7].dose.charged(day, facts, said.shortfall)
        )
    return found
