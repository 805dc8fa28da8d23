"""Why a dose is short: a smallest set of causes that collide, and what would mend it, found by planning again.

The rules of the catalogue say what may be to blame (`rules/cause.py`). The causes of a short dose are a smallest set of
that: with everything else taken away the dose is still just as short, and with any one member taken away as well it is
less short. `Replanner.mended` says when a dose is: the plan made then is less short of it on these days, and less short
in total.

The set is found by growing and shrinking (`conflict.py`). The guesses are the patient's life first, the prescription's
rules and the other activities added step by step. Taking something away never makes the least shortfall of all doses
larger, but it may move shortfall between them; what is found is therefore tried once more as a whole and without each
member, by the very plans that would be made.

That last trial is made in the whole plan, however long it is. Before it, the set is looked for in the weeks around the
dose alone where the plan is long, for they are planned sooner; where what they show is not true of the whole plan, it
is looked for there, with the circumstances of all its weeks. What cannot be shown by planning is not told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.explain.conflict import SmallestSet, minus
from backplan.explain.remedies import suggestions
from backplan.explain.replanning import ALLOWANCE, Replanner
from backplan.explain.weeks import is_local
from backplan.language.wording import frequency
from backplan.model.finding import Severity
from backplan.model.frequency import Daily
from backplan.rules.catalog import causes
from backplan.rules.cause import Cause, Origin, ShortDose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.explain.weeks import Weeks
    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest

FOR_SUGGESTIONS = ALLOWANCE // 3
"""What the search for causes leaves of the allowance."""

Members = tuple[Cause, ...]
"""Some causes, in the order in which they are told."""


def explained(request: PlanRequest, made: Plan, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, each short dose with its causes and what would mend it.

    Args:
        request: what was asked.
        made: the plan that was made.
        findings: what is to be known about it.
    """
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
    """A smallest set of causes that make a dose as short as it is; None where none was shown to be one.

    Args:
        replanner: tries what is to be tried.
        finding: the short dose.
        like: the set of another finding about the activity, which is likely to have the same causes.
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
        """A set that is enough and has nothing needless, as far as is seen; None where nothing is enough."""
        return self._sets.found(self._guesses(like))

    def same(self, members: Members) -> Members | None:
        """The causes of these weeks that are those of other weeks; None where there are not all of them.

        What the plan does before some of its weeks is none of the whole plan.
        """
        told = {(one.kind, one.words) for one in members}
        found = tuple(one for one in self._all if (one.kind, one.words) in told)
        return found if len(found) == len(members) else None

    def is_shown(self, kept: Members) -> bool:
        """Whether the very plans that would be made show a set to be enough, and each member to be needed."""
        request = self._with_nothing_but(kept)
        return self._replanner.stays(request, self._finding, self._weeks) and all(
            self._replanner.mends(self._with_nothing_but(minus(kept, (one,))), self._finding, self._weeks)
            for one in kept
        )

    def is_local(self, kept: Members) -> bool:
        """Whether what these weeks show of a set holds in the whole plan."""
        return is_local(self._with_nothing_but(kept))

    def alike(self, like: Members) -> Members:
        """What touches the finding's days and is of the kinds of another set."""
        kinds = {one.kind for one in like}
        return tuple(one for one in self._all if one.near and one.kind in kinds)

    def _guesses(self, like: Members) -> Iterator[Members]:
        """What alone may be enough, simplest first; each is cheaper to plan than the next."""
        near = tuple(one for one in self._all if one.near)
        yield self.alike(like)
        life = tuple(one for one in near if one.origin is Origin.DAYS)
        own = tuple(one for one in near if one.origin <= Origin.PRESCRIPTION)
        # A single activity is planned soon, whatever lies on other days.
        alone = tuple(one for one in self._all if one.origin <= Origin.PRESCRIPTION)
        rivals = tuple(one for one in near if one.origin is Origin.ALTERNATE)
        yield from dict.fromkeys((life, own, alone, (*life, *rivals), (*own, *rivals), near, self._all))

    def _is_short(self, held: Members) -> bool | None:
        """Whether the dose is as short with nothing but some causes; None where that is not shown."""
        mended = self._replanner.mended(self._with_nothing_but(held), self._finding, self._weeks)
        return None if mended is None else not mended

    def _with_nothing_but(self, held: Members) -> PlanRequest:
        request = self._request
        for one in self._all:
            if one not in held:
                request = one.taken_from(request)
        return request


def in_words(request: PlanRequest, finding: Finding, members: Members) -> tuple[str, ...]:
    """The members of a set as they are told, with the frequency that they collide with as the first.

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
