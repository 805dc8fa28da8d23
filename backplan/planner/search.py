"""Find the plan of least cost: how many sessions of each activity on each day.

The search walks through the days. A *state* is what all remembering activities remember together; of all ways to
reach one only the cheapest matters (dynamic programming). What it still has to pay at least is known from the chains,
each solved alone under tolls that bring the chains' sum near the truth (`tolls.py`).

1. A narrow walk keeps the few most promising states of each day. If its plan costs as much as the bound, it is best.
2. Wider and wider walks drop states that cannot lead to less. Before each from the third on, the bound is raised, what
   only dearer plans do is left out, activities are joined to groups, and an outline of the foremost costs helps.
3. A walk that dropped nothing else has looked everywhere: the best plan known is the best there is.

More activities than that can be done for are planned one after the other, and then a few at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, cycle
from typing import TYPE_CHECKING

from backplan.planner.chain import chain
from backplan.planner.day_cost import DayCost, day_costs, remembers, rooms
from backplan.planner.joined_chains import NEVER, Group, alone, together
from backplan.planner.outline import Outline
from backplan.planner.tolls import Tolls
from backplan.planner.walk import SESSIONS, CostOfCode, GroupWay, Joint, Kept, Memories, Walker, Ways, decoded
from backplan.planner.weight import weights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backplan.planner.day import Counts
    from backplan.rules.catalog import Catalog

NARROW = 2  # states kept for a day by the first walk
SECOND = 32  # the same for the second walk
WIDER = 8  # how much wider each further walk is than the one before
PROVABLE = 5  # activities up to which a proof is always worth the effort; with more, a good plan soon is worth more
HARD = SECOND * WIDER  # the width of a walk after which a plan is made better piece by piece as well
PRICE = 200  # moves that can be looked at in the time in which a day's sessions are placed

OUTLINED = SECOND * WIDER
"""The width of a walk after which the two foremost costs are solved for all activities together."""

FREE = 2  # activities that are planned again at a time to make a plan better
EXACT = 4_000  # states kept for a day meanwhile: as good as all

LARGEST = {SECOND: 300, SECOND * WIDER: 2_500, SECOND * WIDER**2: 2_500}
"""The most states of a joined group, by the width of the walk that has not been enough."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a search may do. It counts what it does, not the time that it takes, so that it repeats.

    Tolls, joined groups and the outline are not counted; each is bounded by its own size.

    Attributes:
        steps: moves that all walks together may look at before they give up on a proof.
        steps_for_few: the same where the activities are so few that a proof is always worth it.
        passes: times that the bound is raised between two walks, at the most.
        foremost: the search may end as soon as no plan has a smaller shortfall, whatever else could be better.
        below: only a plan with a smaller shortfall is of interest; None where any is.
    """

    steps: int
    steps_for_few: int
    passes: int
    foremost: bool = False
    below: int | None = None


THOROUGH = Effort(steps=4_000_000, steps_for_few=40_000_000, passes=16)  # for a plan that somebody will follow

QUICK = Effort(steps=20_000, steps_for_few=20_000, passes=3, foremost=True)
"""For a plan that is made to learn from: a good one, rarely not the best."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found: day by day the planned sessions of every activity, and their weighed cost.

    There are no counts, and `cost` is the bound, if it is clear at once that no plan is of interest. No plan costs less
    than `bound`, which is 0 if a day was not worked out exactly; `proven` means that no plan costs less than this one.
    """

    counts: tuple[Counts, ...]
    cost: int
    bound: int
    steps: int
    proven: bool


class Search:
    """One request's search; made once, run once. `steps` are the moves looked at so far."""

    def __init__(self, catalog: Catalog, effort: Effort = THOROUGH) -> None:
        """Take what holds, and how much the search may do."""
        remembering = [index for index, course in enumerate(catalog.courses) if remembers(course)]
        self.weights = weights(catalog)
        self._days = day_costs(catalog, remembering, self.weights)
        self._chains = [
            chain(catalog.courses[index], rooms(catalog.courses[index], self._days, index), self.weights)
            for index in remembering
        ]
        known: dict[DayCost, CostOfCode] = {}
        self._cost_of = [known.setdefault(day, CostOfCode(day, len(self._chains))) for day in self._days]
        self._memories = [Memories(place, chain) for place, chain in enumerate(self._chains)]
        self._effort = effort
        self._few = len(catalog.courses) <= PROVABLE
        self._allowed = effort.steps_for_few if self._few else effort.steps
        self._outline: Outline | None = None
        self.steps = 0

    def run(self) -> Outcome:
        """Return the best plan found, and what is proven about it."""
        groups = alone(self._chains, self._days)
        try:
            tolls = Tolls(groups, self._days)
        except OverflowError:
            return self._piece_by_piece(groups)
        bound = tolls.settle()
        below = self._effort.below
        if below is not None and bound >> self.weights.shortfall >= below and all(day.exact for day in self._days):
            return Outcome((), bound, bound, self.steps, proven=False)
        width = NARROW
        cost, best, complete = self._walk(groups, tolls, NEVER, width)
        assert bound <= cost or not all(day.exact for day in self._days), "no plan costs less than the bound"
        while not self._enough(cost, bound) and not complete and 4 * self.steps < 3 * self._allowed:
            if width == OUTLINED:
                self._outline = self._outlined()
            if width > NARROW:
                groups, tolls, bound = self._tightened(groups, tolls, bound, cost, LARGEST.get(width, 0))
                if self._enough(cost, bound):
                    break
            width = width * WIDER if width > NARROW else SECOND
            if len(groups) == 1:
                # One group of all activities knows, but for the longest gaps, what is left to pay: hardly anything
                # leads a walk astray.
                cost, found, complete = self._walk(groups, tolls, cost, NARROW)
                best = found or best
                if cost <= bound or complete:
                    break
            cost, found, complete = self._walk(groups, tolls, cost, width)
            best = found or best
            if not complete and width >= HARD and not self._few and len(self._chains) > FREE and best is not None:
                cost, best = self._improved(groups, tolls, cost, best)
        assert best is not None, "a plan without sessions breaks no limit"
        exact = all(day.exact for day in self._days)
        return Outcome(
            self._all_counts(best),
            cost,
            min(bound, cost) if exact else 0,
            self.steps,
            exact and (complete or cost <= bound),
        )

    def _enough(self, cost: int, bound: int) -> bool:
        """Return whether no plan is better in what counts."""
        if self._effort.foremost:
            return cost >> self.weights.shortfall <= bound >> self.weights.shortfall
        return cost <= bound

    def _piece_by_piece(self, groups: list[Group]) -> Outcome:
        """Make a fair plan of too many activities to plan together: one after the other, then a few at a time."""
        for group in groups:
            group.solve()
        self._allowed //= 5
        best = [(0,) * len(self._chains)] * len(self._days)
        cost, _, _ = self._walk(groups, None, NEVER, NARROW, Kept(frozenset(), best))
        for place in range(len(self._chains)):
            better, found, _ = self._walk(groups, None, cost, NARROW, Kept(frozenset({place}), best))
            cost, best = better, found or best
        cost, best = self._improved(groups, None, cost, best)
        return Outcome(self._all_counts(best), cost, 0, self.steps, proven=False)

    def _improved(
        self, groups: list[Group], tolls: Tolls | None, cost: int, best: list[Counts]
    ) -> tuple[int, list[Counts]]:
        """Return the plan made better by planning a few activities again while the others stay as they are.

        Every few in turn, until a whole round of them brings nothing any more. Few activities have few states, so
        that each time a good answer is found; the best, but for the tolls of those that stay, which are not counted.
        """
        few = list(combinations(range(len(self._chains)), FREE))
        kinds = list({id(cost_of): cost_of for cost_of in self._cost_of}.values())
        before = self.steps + PRICE * sum(len(cost_of) for cost_of in kinds)
        since = 0
        for chosen in cycle(few):
            spent = self.steps + PRICE * sum(len(cost_of) for cost_of in kinds) - before
            if since == len(few) or spent > self._allowed // 4:
                return cost, best
            better, found, _ = self._walk(groups, tolls, cost, EXACT, Kept(frozenset(chosen), best))
            since += 1
            if found is not None:
                cost, best, since = better, found, 0
        return cost, best

    def _outlined(self) -> Outline | None:
        if len(self._chains) < 2:
            return None
        try:
            return Outline(self._chains, self._days)
        except OverflowError:
            return None

    def _tightened(
        self, groups: list[Group], tolls: Tolls, bound: int, cost: int, largest: int
    ) -> tuple[list[Group], Tolls, int]:
        """Return groups, tolls and bound after all that brings the bound nearer to the cost.

        Tolls are raised, what only dearer plans do is left out, and what is left is joined to larger groups, whose
        tolls can be raised further.
        """
        while True:
            bound = self._raised(tolls, bound, cost)
            if bound >= cost:
                return groups, tolls, bound
            groups = [group.within(cost - bound) for group in groups]
            before = len(groups)
            groups = together(groups, self._chains, self._days, largest, cost - bound)
            tolls = Tolls(groups, self._days)
            bound = tolls.take_over()
            if len(groups) == before:
                return groups, tolls, bound

    def _raised(self, tolls: Tolls, bound: int, cost: int) -> int:
        """Return the bound after passes of ascent, as long as each closes a part of the gap to the cost."""
        for _ in range(self._effort.passes):
            raised = tolls.raise_bound()
            if raised >= cost or (raised - bound) * 20 < cost - bound:
                return raised
            bound = raised
        return bound

    def _walk(
        self, groups: list[Group], tolls: Tolls | None, ceiling: int, width: int, kept: Kept | None = None
    ) -> tuple[int, list[Counts] | None, bool]:
        """Walk through the days keeping at most `width` states of each.

        Returns:
            The least cost below `ceiling` and the remembering activities' counts day by day, or the ceiling and None;
            then whether the walk looked everywhere.
        """
        complete = True
        outline = self._outline if kept is None else None
        walking = [group for group in groups if kept is None or not kept.free.isdisjoint(group.places)]
        walkers = [Walker(group, [self._memories[place] for place in group.places], kept, outline) for group in walking]
        # Activities of which nothing may change cost what they cost, and need no walking.
        staying = {place for group in groups if group not in walking for place in group.places}
        layer = {sum(memories.start for memories in self._memories): 0 if kept is None else self._paid(kept, staying)}
        estimates: dict[int, int] = {}
        back: list[dict[int, tuple[int, int]]] = []
        looked_at, states = self.steps, 1
        for number, cost_of in enumerate(self._cost_of):
            # As wide as the moves that are left last for, when they are few: a walk that ends finds something.
            each = max(1, (self.steps - looked_at) // states)
            affordable = (self._allowed - self.steps) // (each * (len(self._days) - number))
            most = min(width, max(NARROW, affordable))
            looked_at, states = self.steps, len(layer)
            if len(layer) > most:
                complete = False
                kept_states = sorted(layer, key=estimates.__getitem__)[:most]
                layer = {state: layer[state] for state in kept_states}
                back[-1] = {state: back[-1][state] for state in kept_states}
            estimates = {}
            reached: dict[int, int] = {}
            came: dict[int, tuple[int, int]] = {}
            rest = 0 if tolls is None else tolls.rest(number + 1)
            for walker in walkers:
                walker.enter(number, cost_of)
            there = 0 if kept is None else sum(kept.counts[number][place] << place * SESSIONS for place in staying)
            at_least = cost_of[there]
            assert at_least is not None, "the day holds what a plan has on it, or nothing at all"
            for state, spent in layer.items():
                begin = Joint(there, at_least, 0, spent, spent + rest, spent, 0)
                for joint in self._joint_ways([walker.ways(state) for walker in walkers], cost_of, begin, ceiling):
                    wanted, of_day, following, own, bounded, charged, classes = joint
                    cost = own + of_day
                    if cost >= reached.get(following, NEVER):
                        continue
                    estimate = bounded + of_day
                    if outline is not None:
                        outlined = charged + of_day + outline.left(number + 1, classes)
                        if outlined >= ceiling:
                            continue
                        estimate = max(estimate, outlined)
                    reached[following] = cost
                    estimates[following] = estimate
                    came[following] = (state, wanted)
            layer = reached
            back.append(came)
            if not layer:
                return ceiling, None, complete
        state = min(layer, key=layer.__getitem__)
        return layer[state], self._traced(back, state), complete

    def _paid(self, kept: Kept, staying: Iterable[int]) -> int:
        """Return what the own rules of activities charge for their sessions of a plan."""
        return sum(
            self.weights.weigh(judgement.shortfall, judgement.missed, judgement.unevenness)
            for place in staying
            for _, _, judgement in self._chains[place].course.walk(counts[place] for counts in kept.counts)
        )

    def _joint_ways(self, ways_of: list[list[GroupWay]], cost_of: CostOfCode, begin: Joint, ceiling: int) -> list[Ways]:
        """Return what all groups may do together on a day and that may lead to a plan below the ceiling."""
        # What the groups that come later still pay at least.
        ahead = [0]
        for ways in reversed(ways_of):
            ahead.append(ahead[-1] + (ways[0].estimate if ways else NEVER))
        ahead.reverse()
        made: list[Ways] = [begin]
        for ways, later in zip(ways_of, ahead[1:], strict=True):
            before, made = made, []
            room = ceiling - later
            for wanted, _, following, cost, estimate, charged, classes in before:
                for own_wanted, own_following, own_cost, own_estimate, own_charged, own_classes in ways:
                    self.steps += 1
                    estimated = estimate + own_estimate
                    if estimated >= room:  # and so are the others, which are sorted
                        break
                    sessions = wanted + own_wanted
                    of_day = cost_of[sessions]
                    # More sessions never make a day possible, nor cheaper.
                    if of_day is None or estimated + of_day >= room:
                        continue
                    made.append(
                        (
                            sessions,
                            of_day,
                            following + own_following,
                            cost + own_cost,
                            estimated,
                            charged + own_charged,
                            classes + own_classes,
                        )
                    )
        return made

    def _traced(self, back: list[dict[int, tuple[int, int]]], state: int) -> list[Counts]:
        counts = []
        for came in reversed(back):
            state, wanted = came[state]
            counts.append(decoded(wanted, len(self._chains)))
        counts.reverse()
        return counts

    def _all_counts(self, wanted: list[Counts]) -> tuple[Counts, ...]:
        found = []
        for day, counts in zip(self._days, wanted, strict=True):
            chosen = day.best(counts)
            assert chosen is not None
            found.append(chosen.counts)
        return tuple(found)
