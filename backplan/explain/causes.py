"""Find why a dose is short: a smallest set of causes in conflict, and what would fix it, by planning again.

The rules say what may be to blame (`rules/cause.py`). With everything but the set taken away the dose is still just as
short, and with any one member taken away as well it is less short (`Replanner.mended`). The set is found by growing and
shrinking (`conflict.py`): the patient's life first, the prescription and the other activities step by step. Because
taking something away may move shortfall between doses, the result is tried again, as a whole and without each member,
by the very plans that would be made. Long plans are first searched in the weeks around the dose, which are planned
sooner. What cannot be shown by planning is not said.

Each cause has a ladder of changes, the smallest first; the first that helps in the whole plan is suggested. Changes of
these days come before changes of every week, and those before changes of the prescription.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from backplan.explain.conflict import SmallestSet, minus
from backplan.explain.replanning import ALLOWANCE, Replanner
from backplan.explain.weeks import Weeks, is_local
from backplan.language.wording import frequency
from backplan.model.finding import Finding, Severity
from backplan.model.frequency import Daily
from backplan.rules.catalog import causes
from backplan.rules.cause import STEPS, Cause, Origin, Remedy, ShortDose
from backplan.rules.dose import less

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest

FOR_SUGGESTIONS = ALLOWANCE // 3  # what the search for causes leaves of the allowance
MOST = 3  # suggestions for one finding

Members = tuple[Cause, ...]
"""Some causes, in the order in which they are listed."""


def explained(request: PlanRequest, made: Plan, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings, each short dose with its causes and changes that would fix it."""
    replanner = Replanner(request, made)
    known: dict[int, Members] = {}
    last: dict[str | None, Members] = {}
    for number, finding in enumerate(findings):
        if finding.severity is Severity.DOSE:
            members = conflict(replanner, finding, last.get(finding.activity, ()))
            if members is not None:
                known[number] = last[finding.activity] = members
    # Every finding's causes come before any suggestion: what may be spent is for both.
    return tuple(
        replace(
            finding,
            because=in_words(request, finding, known[number]),
            suggestions=suggestions(request, replanner, finding, known[number]),
        )
        if number in known
        else finding
        for number, finding in enumerate(findings)
    )


def conflict(replanner: Replanner, finding: Finding, like: Members = ()) -> Members | None:
    """Return a smallest set of causes that make a dose as short as it is; None if none was shown to be one.

    `like` is the set of another finding about the activity, which is likely to have the same causes.
    """
    replanner.turn(kept=FOR_SUGGESTIONS)
    whole = _Trial(replanner, finding, replanner.whole())
    around = replanner.around(finding)
    if around == replanner.whole():
        members = whole.smallest(like)
        return members if members is not None and whole.is_shown(members) else None
    alike = whole.alike(like)
    if alike and whole.is_shown(alike):
        return alike
    some = _Trial(replanner, finding, around)
    guess = some.smallest(like)
    if guess:
        if some.is_local(guess):
            return guess if some.is_shown(guess) else None
        same = whole.same(guess)
        if same is not None and whole.is_shown(same):
            return same
    members = whole.smallest(guess or like)
    # That the frequency alone is to blame is not said of so many weeks.
    return members if members and whole.is_shown(members) else None


class _Trial:
    """The search for a smallest set of causes of one finding in some weeks of its plan."""

    def __init__(self, replanner: Replanner, finding: Finding, weeks: Weeks) -> None:
        self._replanner = replanner
        self._finding = finding
        self._weeks = weeks
        self._request = replanner.relevant(weeks)
        self._all = causes(ShortDose(self._request, finding.activity or "", finding.days))
        self._sets = SmallestSet(self._is_short)

    def smallest(self, like: Members) -> Members | None:
        """Return a set that is enough and has nothing needless, as far as is seen; None if nothing is enough."""
        return self._sets.found(self._guesses(like))

    def same(self, members: Members) -> Members | None:
        """Return the causes of these weeks that are those of other weeks; None where there are not all of them.

        What the plan does before some of its weeks is none of the whole plan.
        """
        known = {(one.kind, one.words) for one in members}
        found = tuple(one for one in self._all if (one.kind, one.words) in known)
        return found if len(found) == len(members) else None

    def is_shown(self, kept: Members) -> bool:
        """Return whether the very plans that would be made show a set to be enough, and each member to be needed."""
        request = self._with_nothing_but(kept)
        return self._replanner.stays(request, self._finding, self._weeks) and all(
            self._replanner.mends(self._with_nothing_but(minus(kept, (one,))), self._finding, self._weeks)
            for one in kept
        )

    def is_local(self, kept: Members) -> bool:
        """Return whether what these weeks show of a set is true of the whole plan."""
        return is_local(self._with_nothing_but(kept))

    def alike(self, like: Members) -> Members:
        """Return the causes that touch the finding's days and are of the kinds of another set."""
        kinds = {one.kind for one in like}
        return tuple(one for one in self._all if one.near and one.kind in kinds)

    def _guesses(self, like: Members) -> Iterator[Members]:
        """Yield sets that may be enough, simplest first; each is cheaper to plan than the next."""
        near = tuple(one for one in self._all if one.near)
        yield self.alike(like)
        life = tuple(one for one in near if one.origin is Origin.DAYS)
        own = tuple(one for one in near if one.origin <= Origin.PRESCRIPTION)
        # A single activity is planned soon, whatever is on other days.
        alone = tuple(one for one in self._all if one.origin <= Origin.PRESCRIPTION)
        rivals = tuple(one for one in near if one.origin is Origin.ALTERNATE)
        yield from dict.fromkeys((life, own, alone, (*life, *rivals), (*own, *rivals), near, self._all))

    def _is_short(self, held: Members) -> bool | None:
        """Return whether the dose is as short with nothing but some causes; None where that is not shown."""
        mended = self._replanner.mended(self._with_nothing_but(held), self._finding, self._weeks)
        return None if mended is None else not mended

    def _with_nothing_but(self, held: Members) -> PlanRequest:
        request = self._request
        for one in self._all:
            if one not in held:
                request = one.taken_from(request)
        return request


def in_words(request: PlanRequest, finding: Finding, members: Members) -> tuple[str, ...]:
    """Return the words of a set's members, after the frequency that they conflict with.

    The frequency is left out where it says nothing: something is due every day, and the day has no room.
    """
    found = request.regimen.activity_at(finding.activity or "", request.regimen_week_of(finding.days[-1]))
    words = tuple(one.words for one in members)
    if found is None:
        return words
    often = found[0].frequency
    if members and isinstance(often, Daily) and all(one.of_room for one in members):
        return words
    return (frequency(often), *words)


def suggestions(
    request: PlanRequest, replanner: Replanner, finding: Finding, members: Sequence[Cause]
) -> tuple[str, ...]:
    """Return what would fix a short dose: the smallest step of each ladder that helps, at most three."""
    replanner.turn()
    found: list[str] = []
    nearest = None
    dose = ShortDose(request, finding.activity or "", finding.days)
    for origin, ladder in sorted(ladders(dose, members), key=lambda ladder: _reach(ladder[0])):
        if len(found) == MOST or (nearest is Origin.DAYS and _reach(origin) is Origin.PRESCRIPTION):
            break
        for step in ladder:
            if _helps(step, request, replanner, finding):
                found.append(step.words)
                nearest = nearest or origin
                break
    return tuple(dict.fromkeys(found))


def _reach(origin: Origin) -> Origin:
    """Return how far changes of a cause reach: these days, every week, or the prescription, whosever it is."""
    return min(origin, Origin.PRESCRIPTION)


def ladders(dose: ShortDose, members: Sequence[Cause]) -> Iterator[tuple[Origin, tuple[Remedy, ...]]]:
    """Yield what could be changed about each cause, then about the dose itself, the smallest change first."""
    for member in members:
        yield member.origin, tuple(islice(member.remedies(dose), STEPS))
    if not any(member.past for member in members):
        # What has already been missed is no reason to ask for less.
        lower = (step._replace(asks_less=True) for step in less(dose.activity))
        yield Origin.PRESCRIPTION, tuple(islice(lower, STEPS))


def _helps(step: Remedy, request: PlanRequest, replanner: Replanner, finding: Finding) -> bool:
    """Return whether a change fixes a short dose in the whole plan, tried on the weeks around it first."""
    changed = step.changed(request)
    around, whole = replanner.around(finding), replanner.whole()
    return (
        around == whole
        or not replanner.touches(changed, around)
        or replanner.helps(changed, finding, around, wholly=step.asks_less)
    ) and replanner.helps(changed, finding, whole, wholly=step.asks_less)
