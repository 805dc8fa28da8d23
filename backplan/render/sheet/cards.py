"""The exercises of a printed sheet: each activity once, each of its exercises on a card with a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from backplan.language import wording
from backplan.model.prescribed import activity_of, exercises_of
from backplan.model.regimen import TimeOfDay
from backplan.render.regimen import activity_dose, activity_rules, without_dose
from backplan.render.sheet.drawing import Drawing, in_grey
from backplan.render.sheet.words import all_printed, printed
from backplan.render.sheet.words import lines as lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from backplan.model.plan import Plan, Session
    from backplan.model.printing import SheetOptions
    from backplan.model.regimen import Activity, Exercise, Preferred, Regimen
    from backplan.render.sheet.drawing import Draw

_LETTERS = 36
"""Letters in a line beside a drawing."""
_LETTERS_ACROSS = 70
"""Letters in a line of what is said of an activity."""
_MOST_LINES = 32
"""Lines of standard print that surely fit on a page."""


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
    """An activity as it is told: another phase may tell it otherwise.

    Attributes:
        activity: with the exercises and the alternatives that are meant.
        when: at which times of day, in words; may be empty.
        doses: the activity as each phase prescribes it, by the first week of that.
        from_week: the first of these weeks, where other phases have other exercises.
    """

    activity: Activity
    when: str
    doses: dict[int, Activity]
    from_week: int | None = None


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
        """The activities of a plan's sessions, in the regimen's order, as they are in each phase.

        Told is what the plan has: not the times of day that would be best, nor alternatives whose turn does not come.
        """
        found: dict[_Version, list[tuple[Session, Activity]]] = {}
        for session in plan.sessions:
            activity = activity_of(regimen, session)
            if activity is not None:
                found.setdefault(_version(activity), []).append((session, activity))
        return cls(_in_order((_planned(regimen, same) for same in found.values()), regimen))

    @classmethod
    def of_regimen(cls, regimen: Regimen) -> CardNumbers:
        """All activities of a regimen."""
        found: dict[_Version, dict[int, Activity]] = {}
        first = 1
        for phase in regimen.phases:
            for activity in phase.activities:
                found.setdefault(_version(activity), {})[first] = activity
            first += phase.weeks or 0
        told = []
        for doses in found.values():
            (activity, *_) = doses.values()
            always = len({one.when for one in doses.values()}) == 1
            told.append(_Told(activity, wording.times_of_day(activity.when) if always else "", doses))
        return cls(_in_order(told, regimen))

    def of(self, activity: Activity | None, exercises: Iterable[Exercise]) -> dict[int, Exercise]:
        """An activity's exercises by their numbers."""
        if activity is None:
            return {}
        known = ((self._numbers.get((activity.id, exercise)), exercise) for exercise in exercises)
        return {number: exercise for number, exercise in known if number is not None}


_Version = tuple[str, str, "tuple[Exercise, ...]"]


def _version(activity: Activity) -> _Version:
    return activity.id, activity.intensity, activity.exercises


def _planned(regimen: Regimen, found: Sequence[tuple[Session, Activity]]) -> _Told:
    """An activity as these sessions of a plan have it."""
    sessions = [session for session, _ in found]
    done = {exercise for session in sessions for exercise in exercises_of(regimen, session)}
    choices = {session.choice for session in sessions}

    def as_done(activity: Activity) -> Activity:
        in_turn = tuple(choice for choice in activity.choose if choice in choices)
        return replace(
            activity,
            when=(),
            choose=in_turn if len(in_turn) > 1 else (),
            exercises=tuple(exercise for exercise in activity.exercises if exercise in done),
        )

    doses = {1 + next(same)[0].week: as_done(activity) for activity, same in groupby(found, key=itemgetter(1))}
    return _Told(as_done(found[0][1]), _times_of_day(sessions), doses)


def _times_of_day(sessions: Sequence[Session]) -> str:
    """`in the morning and in the evening`, where there are both on one day; `or` where only one is."""
    by_day: dict[date, set[Preferred]] = {}
    for session in sessions:
        by_day.setdefault(session.start.date(), set()).add(_time_of_day(session.clock_minute))
    found = {one for of_day in by_day.values() for one in of_day}
    last = "and" if found in by_day.values() else "or"
    in_order: list[Preferred] = sorted(one for one in found if isinstance(one, int))
    in_order += [one for one in TimeOfDay if one in found]
    return wording.listed(map(wording.time_of_day, in_order), last)


def _time_of_day(minute: int) -> Preferred:
    """What people call a time; at night, nothing but itself."""
    if minute < _NIGHT_ENDS:
        return minute
    return next(name for name, end in _ENDS if minute < end)


_NIGHT_ENDS = 4 * 60
_ENDS = (
    (TimeOfDay.MORNING, 11 * 60 + 30),
    (TimeOfDay.MIDDAY, 13 * 60 + 30),
    (TimeOfDay.AFTERNOON, 17 * 60),
    (TimeOfDay.EVENING, 24 * 60),
)


def _in_order(told: Iterable[_Told], regimen: Regimen) -> Iterator[_Told]:
    versions = list(told)
    for activity_id in regimen.activity_ids:
        same = [one for one in versions if one.activity.id == activity_id]
        yield from (replace(one, from_week=min(one.doses)) for one in same) if len(same) > 1 else same


def card_groups(regimen: Regimen, numbers: CardNumbers, options: SheetOptions, draw: Draw) -> list[CardGroup]:
    """All cards, by activity."""
    groups = []
    told: set[int] = set()
    shown: dict[Exercise, int] = {}
    for one in numbers.told:
        activity = one.activity
        heading = (printed(activity.title) or activity.id) + (f", from week {one.from_week}" if one.from_week else "")
        lines = _dose_lines(regimen, one.doses)
        if activity.intensity:
            lines.append(f"How hard: {wording.sentence(activity.intensity)}")
        cards: list[Card] = []
        for number, exercise in numbers.of(activity, activity.exercises).items():
            how = without_dose(exercise)
            # A phase may go on with exercises of the one before; their cards are there already.
            if number not in told:
                above = [] if cards else lines
                cards.append(_card(number, exercise, above, one.when, options, draw, shown.get(how)))
            told.add(number)
            if exercise.steps:
                shown.setdefault(how, number)
        groups.append(CardGroup(heading, all_printed(lines), cards))
    return groups


def _dose_lines(regimen: Regimen, doses: dict[int, Activity]) -> list[str]:
    """The dose as often as it changes, then the rules that hold all the time."""
    rules = {week: activity_rules(regimen, activity) for week, activity in doses.items()}
    always = [rule for rule in next(iter(rules.values())) if all(rule in others for others in rules.values())]
    said = [
        (" ".join((activity_dose(activity), *(rule for rule in rules[week] if rule not in always))), week)
        for week, activity in sorted(doses.items())
    ]
    changes = [next(same) for _, same in groupby(said, key=itemgetter(0))]
    if len(changes) == 1:
        return [" ".join((changes[0][0], *always))]
    return [*(f"From week {week}: {words[:1].lower()}{words[1:]}" for words, week in changes), " ".join(always)]


def _card(
    number: int,
    exercise: Exercise,
    above: Sequence[str],
    times_of_day: str,
    options: SheetOptions,
    draw: Draw,
    explained: int | None,
) -> Card:
    """The card of an exercise; of one that a card explains already, with another dose, no more than that."""
    words = wording.exercise_words(exercise)
    feelings, cues = wording.feelings_first(exercise.cues)
    when = [f"When: {times_of_day}."] if times_of_day else []
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
        return replace(card, after=[f"Do it as in exercise {explained}."])
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
        tall=_lines(above, _LETTERS_ACROSS) + _lines(texts, _LETTERS) > _MOST_LINES,
    )


def _lines(texts: Iterable[str], letters: int) -> int:
    return sum(lines_of(text, letters) for text in texts)
