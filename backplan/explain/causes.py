"""Why a dose is short: a smallest set of causes that collide, and what would mend it, found by planning again.

The causes of a short dose are *circumstances* (`circumstances.py`): with all other circumstances taken away the dose
is still just as short, and with any one member taken away as well it is mended. What is mended says
`Replanner.mended`: the plan made then is less short of this dose on these days, and less short in all.

The set is found by growing and shrinking. A few guesses, the patient's life first, the prescription's rules and the
other activities added step by step, are tried until one alone is enough to make the dose as short; a deletion filter
(Chinneck, "Feasibility and Infeasibility in Optimization") then takes away all that is needless, in halves. Taking
something away never makes the least shortfall of all doses larger, but it may move shortfall between them; what the
filter leaves is therefore tried once more as a whole and without each member, by the very plans that would be made.

That last trial is made in the whole plan, however long it is. Before it, the set is looked for in the weeks around the
dose alone where the plan is long, for they are planned sooner; where what they show is not true of the whole plan, it
is looked for there, with the circumstances of all its weeks. What cannot be shown by planning is not told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.explain.circumstances import Circumstance, Kind, circumstances
from backplan.explain.remedies import suggestions
from backplan.explain.replanning import ALLOWANCE, Replanner, is_local
from backplan.language.wording import frequency
from backplan.model.finding import Severity
from backplan.model.frequency import Daily

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.explain.replanning import Weeks
    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest

FOR_SUGGESTIONS = ALLOWANCE // 3
"""What the search for causes leaves of the allowance."""

RIVALS = (Kind.NEVER_TOGETHER, Kind.BESIDE)
"""The kinds of other activities."""

Members = tuple[Circumstance, ...]
"""Some circumstances, in the order in which they are told."""


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
    """A smallest set of circumstances that make a dose as short as it is; None where none was shown to be one.

    Args:
        replanner: tries what is to be tried.
        finding: the short dose.
        like: the set of another finding about the activity, which is likely to have the same causes.
    """
    replanner.turn(kept=FOR_SUGGESTIONS)
    whole = _Filter(replanner, finding, replanner.whole())
    around = replanner.around(finding)
    if around == replanner.whole():
        members = whole.smallest(like)
        return members if members is not None and whole.is_shown(members) else None
    alike = whole.alike(like)
    if alike and whole.is_shown(alike):
        return alike
    some = _Filter(replanner, finding, around)
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


class _Filter:
    """The search for a smallest set of causes of one finding in some weeks of its plan."""

    def __init__(self, replanner: Replanner, finding: Finding, weeks: Weeks) -> None:
        self._replanner = replanner
        self._finding = finding
        self._weeks = weeks
        self._request = replanner.relevant(weeks)
        self._all = circumstances(self._request, finding)
        self._known: dict[frozenset[int], bool | None] = {}

    def smallest(self, like: Members) -> Members | None:
        """A set that is enough and has nothing needless, as far as is seen; None where nothing is enough."""
        kept = next((guess for guess in self._guesses(like) if self._short(guess)), None)
        if kept is None:
            return None
        kept = self._without_needless(kept, kept)
        # Shortfall that moves between doses may make needless what was not before; each round leaves less.
        while needless := next((one for one in kept if self._short(_minus(kept, (one,)))), None):
            kept = _minus(kept, (needless,))
        return kept

    def same(self, members: Members) -> Members | None:
        """The circumstances of these weeks that are those of other weeks; None where there are not all of them.

        What the plan does before some of its weeks is none of the whole plan.
        """
        told = {(one.kind, one.words) for one in members}
        found = tuple(one for one in self._all if (one.kind, one.words) in told)
        return found if len(found) == len(members) else None

    def is_shown(self, kept: Members) -> bool:
        """Whether the very plans that would be made show a set to be enough, and each member to be needed."""
        request = self._with_nothing_but(kept)
        return self._replanner.stays(request, self._finding, self._weeks) and all(
            self._replanner.mends(self._with_nothing_but(_minus(kept, (one,))), self._finding, self._weeks)
            for one in kept
        )

    def is_local(self, kept: Members) -> bool:
        """Whether what these weeks show of a set holds in the whole plan."""
        return is_local(self._with_nothing_but(kept))

    def alike(self, like: Members) -> Members:
        """What touches the finding's days and is of the kinds of another set."""
        sorts = {_sort(one) for one in like}
        return tuple(one for one in self._all if one.near and _sort(one) in sorts)

    def _guesses(self, like: Members) -> Iterator[Members]:
        """What alone may be enough, simplest first; each is cheaper to plan than the next."""
        near = tuple(one for one in self._all if one.near)
        yield self.alike(like)
        life = tuple(one for one in near if one.kind <= Kind.APPOINTMENT)
        own = tuple(one for one in near if one.kind < Kind.NEVER_TOGETHER)
        # A single activity is planned soon, whatever lies on other days.
        alone = tuple(one for one in self._all if one.kind < Kind.NEVER_TOGETHER)
        rivals = tuple(one for one in near if one.kind is Kind.NEVER_TOGETHER)
        yield from dict.fromkeys((life, own, alone, (*life, *rivals), (*own, *rivals), near, self._all))

    def _without_needless(self, kept: Members, chunk: Members) -> Members:
        """A set less those of a chunk that it can do without and still be enough; the least telling go first."""
        rest = _minus(kept, chunk)
        if not chunk or (not self._hopeless(rest) and self._short(rest)):
            return rest
        if len(chunk) == 1:
            return kept
        half = len(chunk) // 2
        return self._without_needless(self._without_needless(kept, chunk[half:]), chunk[:half])

    def _hopeless(self, held: Members) -> bool:
        """Whether the dose was mended with these circumstances and more: fewer will hardly make it short."""
        some = frozenset(map(id, held))
        return any(some <= known and answer is True for known, answer in self._known.items())

    def _short(self, held: Members) -> bool:
        """Whether it is shown that the dose is as short with nothing but some circumstances."""
        return self._answer(held) is False

    def _answer(self, held: Members) -> bool | None:
        key = frozenset(map(id, held))
        if key not in self._known:
            self._known[key] = self._replanner.mended(self._with_nothing_but(held), self._finding, self._weeks)
        return self._known[key]

    def _with_nothing_but(self, held: Members) -> PlanRequest:
        request = self._request
        for one in self._all:
            if one not in held:
                request = one.away_with(request)
        return request


def _sort(one: Circumstance) -> tuple[Kind, str]:
    """What makes two circumstances of different findings alike."""
    return one.kind, str(one.about) if one.kind in RIVALS else ""


def _minus(members: Members, gone: Members) -> Members:
    return tuple(one for one in members if one not in gone)


def in_words(request: PlanRequest, finding: Finding, members: Members) -> tuple[str, ...]:
    """The members of a set as they are told, with the frequency that they collide with as the first.

    The frequency is left out where it says nothing: something is due every day, and the day has no room.
    """
    found = request.regimen.activity_at(finding.activity or "", request.regimen_week_of(finding.days[-1]))
    words = tuple(one.words for one in members)
    if found is None:
        return words
    often = found[0].frequency
    if members and isinstance(often, Daily) and all(one.kind.of_life or one.kind is Kind.LENGTH for one in members):
        return words
    return (frequency(often), *words)
