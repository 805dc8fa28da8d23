"""The words for numbers, times, dates and doses, in one place, so that every page uses the same ones.

All functions are pure. Days and months are in English whatever the system's locale, as are the sentences around them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.regimen import Sides, TimeOfDay
from backplan.model.time import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backplan.model.frequency import Frequency
    from backplan.model.regimen import Activity, Exercise, Phase, Preferred, Regimen

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Rejected in every file, since its texts reach terminals and calendars: control characters other than the tab and line
breaks, marks that change the direction of reading, and code points that are no characters."""
_CAP_SPANS = {7: "a week", 30: "a month", 365: "a year"}
_SIDES = {
    Sides.BOTH: "Each side.",
    Sides.LEFT: "Left side only.",
    Sides.RIGHT: "Right side only.",
    Sides.ALTERNATE: "Alternate sides.",
}
_FEELINGS = ("you should feel", "you should not feel", "you may feel", "you should be able to")
_OPENINGS = frozenset({"a", "an", "any", "it", "one", "pain", "that", "the", "there", "this", "you", "your"})
"""Words with a capital only at the beginning of a sentence; any other may be a name."""
# Joiners hold emoji and some scripts' letters together; every other format character only garbles a line.
_JOINERS = "\u200c\u200d"


def capitalized(text: str) -> str:
    """Return the text with a capital first letter, otherwise unchanged."""
    return text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """Return the text with all white space as single spaces."""
    return " ".join(text.split())


def plain_text(text: str) -> str:
    """Return text from a file, made harmless for a line of output.

    Control characters (including escape codes), characters that reverse the direction of what follows, and line breaks
    would be commands to a terminal, so they are removed. White space becomes one space.
    """
    spaced = one_line(text)
    if spaced.isascii() and spaced.isprintable():
        return spaced
    return "".join(
        "\ufffd" if unicodedata.category(character) == "Cs" else character
        for character in spaced
        if character in _JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Zl", "Zp"}
    )


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `1 session`, `2 sessions`; give `plural` if an `s` is not enough."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return `Tue`, `Tue and Sat`, `Tue, Thu and Sat`; an empty string for no words."""
    *before, final = tuple(words) or ("",)
    return f"{', '.join(before)} {last} {final}" if before else final


def times(least: int, most: int | None = None) -> str:
    """Return `once`, `twice`, `3 times`, `1 to 2 times`, `up to 2 times`."""
    if most is None or least == most:
        return {1: "once", 2: "twice"}.get(least, f"{least} times")
    if least == 0:
        return f"up to {times(most)}"
    return f"{least} to {most} times"


def frequency(how_often: Frequency) -> str:
    """Return `1 to 2 times a day`, `every other day`, `at most 3 a year` (contract section 1.1)."""
    match how_often:
        case Daily(least, most):
            return f"{times(least, most)} a day"
        case Weekly(least, most):
            return f"{times(least, most)} a week"
        case Every(1, 1):
            return "every day"
        case Every(2, 2):
            return "every other day"
        case Every(least, most) if least == most:
            return f"every {least} days"
        case Every(least, most):
            return f"every {least} to {most} days"
        case Cap(most, days):
            return f"at most {most} {_CAP_SPANS.get(days, f'in any {days} days')}"


def minutes(number: int) -> str:
    """Return `1 minute`, `45 minutes`, `6 hours`, `1 hour 15 minutes`."""
    hours, rest = divmod(number, 60)
    parts = [counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(counted(rest, "minute"))
    return " ".join(parts)


def minutes_range(shortest: int, longest: int) -> str:
    """Return `5 minutes`, `15 to 20 minutes`, `1 to 2 hours`."""
    if shortest == longest:
        return minutes(shortest)
    if shortest % 60 == longest % 60 == 0:
        return f"{shortest // 60} to {longest // 60} hours"
    return f"{shortest} to {longest} minutes"


def seconds(number: int) -> str:
    """Return `5 seconds`, `1 minute`, `1 minute 30 seconds`."""
    whole, rest = divmod(number, 60)
    parts = [minutes(whole)] if whole else []
    if rest or not whole:
        parts.append(counted(rest, "second"))
    return " ".join(parts)


def session_time(activity: Activity) -> str:
    """Return the length of a session: `15 to 20 minutes, 1 minute longer each week`."""
    if not activity.progression or activity.shortest == activity.longest:
        # Without progression a session lasts the low end (contract section 1.2), but the therapist allows the range.
        return minutes_range(activity.shortest, activity.longest)
    span = minutes_range(activity.shortest, activity.longest)
    return f"{span}, {minutes(activity.progression)} longer each week"


def weekday(number: int) -> str:
    """Return `Mon` for 0 to `Sun` for 6."""
    return WEEKDAYS[number][:3]


def weekdays(numbers: Iterable[int]) -> str:
    """Return `Mon, Wed and Fri`, Monday first."""
    return listed(weekday(number) for number in sorted(set(numbers)))


def short_day(day: date) -> str:
    """Return `Mon 23 Nov`."""
    return f"{weekday(day.weekday())} {day.day} {MONTHS[day.month - 1][:3]}"


def short_day_and_year(day: date) -> str:
    """Return `Mon 23 Nov 2026`."""
    return f"{short_day(day)} {day.year}"


def places(days: Iterable[Sequence[date]]) -> str:
    """Return runs of days: `Mon 30 Nov; Mon 7 Dec to Sun 13 Dec`."""
    return "; ".join(
        short_day(run[0]) if run[0] == run[-1] else f"{short_day(run[0])} to {short_day(run[-1])}"
        for run in days
        if run
    )


def spoken_day(day: date) -> str:
    """Return `Monday 23 November`, for lines that are read aloud."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def full_date(day: date) -> str:
    """Return `23 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time_of_day(preferred: Preferred) -> str:
    """Return a preferred time: `in the morning`, `at midday`, `around 17:45`."""
    if isinstance(preferred, TimeOfDay):
        return "at midday" if preferred is TimeOfDay.MIDDAY else f"in the {preferred.value}"
    return f"around {clock_text(preferred)}"


def times_of_day(preferred: Sequence[Preferred]) -> str:
    """Return `in the morning or in the evening`; an empty string for none."""
    return listed(map(time_of_day, preferred), "or")


def exercise_dose(exercise: Exercise) -> str:
    """Return `2 sets of 10. Hold 5 seconds. Rest 30 seconds. Each side.`, or an empty string if nothing is prescribed.

    A single set is not mentioned: `3 times.`, not `1 set of 3.`
    """
    sentences = []
    if exercise.reps is not None:
        often = times(exercise.reps)
        several = exercise.sets is not None and exercise.sets != 1
        sentences.append(f"{exercise.sets} sets of {exercise.reps}." if several else f"{capitalized(often)}.")
    elif exercise.sets is not None:
        sentences.append(f"{counted(exercise.sets, 'set')}.")
    if exercise.hold is not None:
        sentences.append(f"Hold {seconds(exercise.hold)}.")
    if exercise.rest is not None:
        sentences.append(f"Rest {seconds(exercise.rest)}.")
    if exercise.sides is not None:
        sentences.append(_SIDES[exercise.sides])
    return " ".join(sentences)


def feelings_first(cues: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return cues as sentences, in two parts: what an exercise should or should not feel like, and the rest."""
    feelings: list[str] = []
    others: list[str] = []
    for cue in map(sentence, cues):
        (feelings if cue.casefold().startswith(_FEELINGS) else others).append(cue)
    return tuple(feelings), tuple(others)


class ExerciseWords(NamedTuple):
    """An exercise in words for a page without columns; each text fills a line, or is empty.

    Attributes:
        needs: the tempo and the equipment.
        remember: all cues in one line.
        stop_if: all signs in one sentence.
    """

    name: str
    dose: str
    needs: tuple[str, ...]
    steps: tuple[str, ...]
    remember: str
    stop_if: str
    easier: str
    harder: str


def exercise_words(exercise: Exercise) -> ExerciseWords:
    """Return how an exercise is done, in sentences."""
    needs = (("Tempo", exercise.tempo), ("You need", exercise.equipment))
    first, *others = (one_line(sign).rstrip(".;") for sign in exercise.stop_if or ("",))
    return ExerciseWords(
        name=one_line(exercise.name),
        dose=exercise_dose(exercise),
        needs=tuple(_labelled(label, text) for label, text in needs if text),
        steps=tuple(sentence(step) for step in exercise.steps),
        remember=_labelled("Remember", " ".join(sentence(cue) for cue in exercise.cues)),
        stop_if=_labelled("Stop if", "; or ".join((first, *map(_within_a_sentence, others)))),
        easier=_labelled("Easier", exercise.easier),
        harder=_labelled("Harder", exercise.harder),
    )


def sentence(text: str) -> str:
    """Return the text on one line, with a full stop if it has no end of its own."""
    line = one_line(text)
    return line if line.endswith((".", "!", "?", "…", "。")) else f"{line}."


def _within_a_sentence(text: str) -> str:
    return text[:1].lower() + text[1:] if text.split(" ", maxsplit=1)[0].lower() in _OPENINGS else text


def _labelled(label: str, text: str) -> str:
    return f"{label}: {sentence(text)}" if text else ""


def weeks_of_phase(phase: Phase, first: int) -> str:
    """Return `week 1`, `weeks 2 to 4` or `from week 5 on`; the first week counted from 1."""
    if phase.weeks is None:
        return f"from week {first} on"
    return f"week {first}" if phase.weeks == 1 else f"weeks {first} to {first + phase.weeks - 1}"


def end_of_regimen(regimen: Regimen) -> str:
    """Return what to say once if a plan continues after the end of its last phase."""
    last = sum(phase.weeks or 0 for phase in regimen.phases)
    return f"The regimen ends after week {last}; nothing is prescribed after that. Ask your prescriber how to continue."


def idle_day(*, away: bool) -> str:
    """Return what a day without sessions is called."""
    return "away" if away else "rest day"
