"""The exercises of a printed sheet: each activity once, each of its exercises on a card with a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backplan import wording
from backplan.model.prescribed import activity_of
from backplan.render.regimen_text import activity_dose, activity_rules, without_dose
from backplan.render.sheet_drawing import Drawing, in_grey
from backplan.render.sheet_words import all_printed, lines, printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backplan.model.plan import Plan
    from backplan.model.printing import SheetOptions
    from backplan.model.regimen import Activity, Exercise, Regimen
    from backplan.render.sheet_drawing import Draw

_LETTERS = 36
"""Letters in a line beside a drawing."""
_MOST_LINES = 26
"""Lines of a card that fits on a page together with what is said of its activity."""


@dataclass(frozen=True, slots=True)
class Card:
    """One exercise.

    Attributes:
        about: when, and what is needed, in sentences; may be empty.
        feel: what it should feel like.
        after: what to remember, and the easier and the harder way.
        stop: when to stop; empty where nothing is said.
        tall: with what stands above it, it may be higher than a page, so that it has to be allowed to break.
    """

    heading: str
    drawing: Drawing | None
    dose: str
    about: str
    steps: list[str]
    feel: list[str]
    after: list[str]
    stop: str
    tall: bool


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The cards of one activity, and what is to be known of it: its dose and rules, and how hard it should feel."""

    heading: str
    lines: list[str]
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class _Told:
    """An activity as it is told: another phase may tell it otherwise."""

    activity: Activity
    from_week: int | None


class CardNumbers:
    """Which cards there are, and the number of each."""

    def __init__(self, told: Iterable[_Told]) -> None:
        self.told = tuple(told)
        self._numbers: dict[tuple[str, Exercise], int] = {}
        for one in self.told:
            for exercise in one.activity.exercises:
                self._numbers.setdefault((one.activity.id, exercise), len(self._numbers) + 1)

    @classmethod
    def of_plan(cls, plan: Plan, regimen: Regimen) -> CardNumbers:
        """The activities of a plan's sessions, in the regimen's order, as they are in each phase."""
        found: dict[tuple[str, str, tuple[Exercise, ...]], _Told] = {}
        for session in plan.sessions:
            activity = activity_of(regimen, session)
            if activity is not None:
                key = (activity.id, activity.intensity, activity.exercises)
                found.setdefault(key, _Told(activity, session.week + 1))
        return cls(_in_order(found.values(), regimen))

    @classmethod
    def of_regimen(cls, regimen: Regimen) -> CardNumbers:
        """All activities of a regimen."""
        found: dict[tuple[str, str, tuple[Exercise, ...]], _Told] = {}
        first = 1
        for phase in regimen.phases:
            for activity in phase.activities:
                found.setdefault((activity.id, activity.intensity, activity.exercises), _Told(activity, first))
            first += phase.weeks or 0
        return cls(_in_order(found.values(), regimen))

    def of(self, activity: Activity | None, exercises: Iterable[Exercise]) -> dict[int, Exercise]:
        """An activity's exercises by their numbers."""
        if activity is None:
            return {}
        known = ((self._numbers.get((activity.id, exercise)), exercise) for exercise in exercises)
        return {number: exercise for number, exercise in known if number is not None}


def _in_order(told: Iterable[_Told], regimen: Regimen) -> Iterator[_Told]:
    versions = list(told)
    for activity_id in regimen.activity_ids:
        same = [one for one in versions if one.activity.id == activity_id]
        yield from same if len(same) > 1 else (replace(one, from_week=None) for one in same)


def card_groups(regimen: Regimen, numbers: CardNumbers, options: SheetOptions, draw: Draw) -> list[CardGroup]:
    """All cards, by activity."""
    groups = []
    told: set[int] = set()
    shown: dict[Exercise, int] = {}
    for one in numbers.told:
        activity = one.activity
        heading = (printed(activity.title) or activity.id) + (f", from week {one.from_week}" if one.from_week else "")
        lines = [" ".join((activity_dose(activity), *activity_rules(regimen, activity)))]
        if activity.intensity:
            lines.append(f"How hard: {wording.sentence(activity.intensity)}")
        cards = []
        for number, exercise in numbers.of(activity, activity.exercises).items():
            how = without_dose(exercise)
            # A phase may go on with exercises of the one before; their cards are there already.
            if number not in told:
                cards.append(_card(number, exercise, activity, options, draw, shown.get(how)))
            told.add(number)
            shown.setdefault(how, number)
        groups.append(CardGroup(heading, all_printed(lines), cards))
    return groups


def _card(
    number: int, exercise: Exercise, activity: Activity, options: SheetOptions, draw: Draw, explained: int | None
) -> Card:
    """The card of an exercise; of one that a card explains already, with another dose, no more than that."""
    words = wording.exercise_words(exercise)
    feelings, cues = wording.feelings_first(exercise.cues)
    when = [f"When: {wording.times_of_day(activity.when)}."] if activity.when else []
    card = Card(
        heading=f"{number}. {printed(words.name)}",
        drawing=None,
        dose=words.dose,
        about=printed(" ".join(when)),
        steps=[],
        feel=[],
        after=[],
        stop="",
        tall=False,
    )
    if explained is not None:
        return replace(card, after=[f"Do it the way that exercise {explained} tells."])
    remember = f"Remember: {' '.join(cues)}" if cues else ""
    drawing = draw(exercise.figure) if exercise.figure else None
    texts = [words.name, words.dose, *when, *words.needs, *words.steps, *feelings, remember]
    texts += [words.easier, words.harder, words.stop_if]
    return replace(
        card,
        drawing=in_grey(drawing) if drawing is not None and options.monochrome else drawing,
        about=printed(" ".join((*when, *words.needs))),
        steps=all_printed(words.steps),
        feel=all_printed(feelings),
        after=all_printed((remember, words.easier, words.harder)),
        stop=printed(words.stop_if),
        tall=sum(lines(text, _LETTERS) for text in texts) > _MOST_LINES,
    )
