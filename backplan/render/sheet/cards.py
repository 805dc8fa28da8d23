"""The exercises of a printed sheet: each activity once, each of its exercises on a numbered card."""

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
"""Letters per line beside a drawing."""
_LETTERS_ACROSS = 70
"""Letters per line about an activity."""
_MOST_LINES = 32
"""Lines of standard print that certainly fit on a page."""


@dataclass(frozen=True, slots=True)
class Card:
    """One exercise.

    Attributes:
        about: when, and the equipment, in sentences; may be empty.
        feel: what it should feel like.
        after: what to remember, and the easier and the harder way.
        stop: when to stop; may be empty.
        tall: with what is above it, it may be higher than a page, so it must be allowed to break.
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
    """The cards of one activity, with lines about its dose, its rules and its effort."""

    heading: str
    lines: list[str]
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class _Version:
    """An activity as it is in one or more phases; in other phases it may differ.

    Attributes:
        activity: with the exercises and the alternatives to show.
        when: at which times of day, in words; may be empty.
        doses: the activity as each phase prescribes it, by the first week of that.
        from_week: the first of these weeks, if there are other versions.
    """

    activity: Activity
    when: str
    doses: dict[int, Activity]
    from_week: int | None = None


class CardNumbers:
    """All versions of activities that have cards, and the number of each card."""

    def __init__(self, versions: Iterable[_Version]) -> None:
        self.versions = tuple(versions)
        self._numbers: dict[tuple[str, Exercise], int] = {}
        for version in self.versions:
            for exercise in version.activity.exercises:
                self._numbers.setdefault((version.activity.id, exercise), len(self._numbers) + 1)

    @classmethod
    def of_plan(cls, plan: Plan, regimen: Regimen) -> CardNumbers:
        """Number the cards of a plan: with the times of day and the alternatives that occur in it, and no others."""
        sessions: dict[object, list[tuple[Session, Activity]]] = {}
        for session in plan.sessions:
            activity = activity_of(regimen, session)
            if activity is not None:
                sessions.setdefault(_key(activity), []).append((session, activity))
        return cls(_in_order((_planned(regimen, same) for same in sessions.values()), regimen))

    @classmethod
    def of_regimen(cls, regimen: Regimen) -> CardNumbers:
        """Number the cards of all activities of a regimen."""
        doses_of: dict[object, dict[int, Activity]] = {}
        first = 1
        for phase in regimen.phases:
            for activity in phase.activities:
                doses_of.setdefault(_key(activity), {})[first] = activity
            first += phase.weeks or 0
        versions = []
        for doses in doses_of.values():
            (activity, *others) = doses.values()
            always = all(other.when == activity.when for other in others)
            versions.append(_Version(activity, wording.times_of_day(activity.when) if always else "", doses))
        return cls(_in_order(versions, regimen))

    def of(self, activity: Activity | None, exercises: Iterable[Exercise]) -> dict[int, Exercise]:
        """Return an activity's exercises by their numbers."""
        if activity is None:
            return {}
        numbers = ((self._numbers.get((activity.id, exercise)), exercise) for exercise in exercises)
        return {number: exercise for number, exercise in numbers if number is not None}


def _key(activity: Activity) -> object:
    """Return what is the same in all phases that show an activity as one version."""
    return activity.id, activity.intensity, activity.exercises


def _planned(regimen: Regimen, same: Sequence[tuple[Session, Activity]]) -> _Version:
    """Return the version of an activity in these sessions of a plan."""
    sessions = [session for session, _ in same]
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

    doses = {1 + next(group)[0].week: as_done(activity) for activity, group in groupby(same, key=itemgetter(1))}
    return _Version(as_done(same[0][1]), _times_of_day(sessions), doses)


def _times_of_day(sessions: Sequence[Session]) -> str:
    """Return `in the morning and in the evening` if one day has both, with `or` if no day has."""
    by_day: dict[date, set[Preferred]] = {}
    for session in sessions:
        by_day.setdefault(session.start.date(), set()).add(_time_of_day(session.clock_minute))
    times = set().union(*by_day.values())
    in_order: list[Preferred] = sorted(time for time in times if isinstance(time, int))
    in_order += [time for time in TimeOfDay if time in times]
    return wording.listed(map(wording.time_of_day, in_order), "and" if times in by_day.values() else "or")


def _time_of_day(minute: int) -> Preferred:
    """Return what people call a clock minute; at night, the minute itself."""
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


def _in_order(versions: Iterable[_Version], regimen: Regimen) -> Iterator[_Version]:
    by_id: dict[str, list[_Version]] = {}
    for version in versions:
        by_id.setdefault(version.activity.id, []).append(version)
    for activity_id in regimen.activity_ids:
        same = by_id.get(activity_id, [])
        yield from (replace(version, from_week=min(version.doses)) for version in same) if len(same) > 1 else same


def card_groups(regimen: Regimen, numbers: CardNumbers, options: SheetOptions, draw: Draw) -> list[CardGroup]:
    """Return all cards, by activity."""
    groups = []
    printed_cards: set[int] = set()
    explained: dict[Exercise, int] = {}
    for version in numbers.versions:
        activity = version.activity
        heading = printed(activity.title) or activity.id
        lines = _dose_lines(regimen, version.doses)
        if activity.intensity:
            lines.append(f"Effort: {wording.sentence(activity.intensity)}")
        cards: list[Card] = []
        for number, exercise in numbers.of(activity, activity.exercises).items():
            how = without_dose(exercise)
            # A phase may continue with exercises of the one before, which have their cards already.
            if number not in printed_cards:
                above = [] if cards else lines
                cards.append(_card(number, exercise, above, version.when, options, draw, explained.get(how)))
            printed_cards.add(number)
            if exercise.steps:
                explained.setdefault(how, number)
        since = f", from week {version.from_week}" if version.from_week else ""
        groups.append(CardGroup(f"{heading}{since}", all_printed(lines), cards))
    return groups


def _dose_lines(regimen: Regimen, doses: dict[int, Activity]) -> list[str]:
    """Return a line for each change of the dose, then the rules that hold all the time."""
    rules = {week: activity_rules(regimen, activity) for week, activity in doses.items()}
    always = [rule for rule in next(iter(rules.values())) if all(rule in others for others in rules.values())]
    lines = [
        (" ".join((activity_dose(activity), *(rule for rule in rules[week] if rule not in always))), week)
        for week, activity in sorted(doses.items())
    ]
    changes = [next(same) for _, same in groupby(lines, key=itemgetter(0))]
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
    """Return the card of an exercise, which refers to the card `explained` if that one shows how to do it."""
    words = wording.exercise_words(exercise)
    heading = f"{number}. {printed(words.name)}"
    when = [f"When: {times_of_day}."] if times_of_day else []
    if explained is not None:
        again = [f"Do it like exercise {explained}."]
        return Card(heading, None, words.dose, printed(" ".join(when)), [], [], again, "", tall=False)
    feelings, cues = wording.feelings_first(exercise.cues)
    remember = f"Remember: {' '.join(cues)}" if cues else ""
    drawing = draw(exercise.figure) if exercise.figure else None
    texts = [words.name, words.dose, *when, *words.needs, *words.steps, *feelings, remember]
    texts += [words.easier, words.harder, words.stop_if]
    return Card(
        heading=heading,
        drawing=in_grey(drawing) if drawing is not None and options.monochrome else drawing,
        dose=words.dose,
        about=printed(" ".join((*when, *words.needs))),
        steps=all_printed(words.steps),
        feel=all_printed(feelings),
        after=all_printed((remember, words.easier, words.harder)),
        stop=printed(words.stop_if),
        tall=_lines(above, _LETTERS_ACROSS) + _lines(texts, _LETTERS) > _MOST_LINES,
    )


def _lines(texts: Iterable[str], letters: int) -> int:
    return sum(lines_of(text, letters) for text in texts)
