"""The words for numbers, times, dates and doses: one place, so that every page says the same thing the same way.

All functions are pure. Names of days and months are English and do not follow the system's locale, because the
sentences around them are English too.
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
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no file may say, since its texts reach terminals and calendars: control characters other than the tab and line
breaks, marks that turn the direction of reading, what is not a character at all."""
_CAP_SPANS = {7: "a week", 30: "a month", 365: "a year"}
_SIDES = {
    Sides.BOTH: "Each side.",
    Sides.LEFT: "Left side only.",
    Sides.RIGHT: "Right side only.",
    Sides.ALTERNATE: "Each side, in turn.",
}
_FEELINGS = ("you should feel", "you should not feel", "you may feel", "you should be able to")
_OPENINGS = frozenset({"a", "an", "any", "it", "one", "pain", "that", "the", "there", "this", "you", "your"})
"""Words that have a capital only where they begin a sentence; any other may be a name."""
# Joiners hold emoji and some scripts' letters together; every other format character can only disturb a line.
_JOINERS = "\u200c\u200d"


def capitalized(text: str) -> str:
    """Return the text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def plain_text(text: str) -> str:
    """Text from a file, made harmless for a line of output.

    Control characters (escape codes among them), characters that reverse the direction of what follows, and
    line breaks are data that somebody wrote; on a terminal they would be commands. White space becomes one space.
    """
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():
        return spaced
    return "".join(
        "\ufffd" if unicodedata.category(character) == "Cs" else character
        for character in spaced
        if character in _JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Zl", "Zp"}
    )


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 session`, `2 sessions`; `plural` where an `s` is not enough."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """`Tue`, `Tue and Sat`, `Tue, Thu and Sat`; an empty string for no words."""
    *before, final = tuple(words) or ("",)
    return f"{', '.join(before)} {last} {final}" if before else final


def times(least: int, most: int | None = None) -> str:
    """`once`, `twice`, `3 times`, `1 to 2 times`, `up to 2 times`."""
    if most is None or least == most:
        return {1: "once", 2: "twice"}.get(least, f"{least} times")
    if least == 0:
        return f"up to {times(most)}"
    return f"{least} to {most} times"


def frequency(how_often: Frequency) -> str:
    """How often, as contract section 1.1 means it: `1 to 2 times a day`, `every other day`, `at most 3 a year`."""
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
    """A length of time given in minutes: `1 minute`, `45 minutes`, `6 hours`, `1 hour 15 minutes`."""
    hours, rest = divmod(number, 60)
    parts = [counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(counted(rest, "minute"))
    return " ".join(parts)


def minutes_range(shortest: int, longest: int) -> str:
    """`5 minutes`, `15 to 20 minutes`, `1 to 2 hours`; both ends given in minutes."""
    if shortest == longest:
        return minutes(shortest)
    if shortest % 60 == longest % 60 == 0:
        return f"{shortest // 60} to {longest // 60} hours"
    return f"{shortest} to {longest} minutes"


def seconds(number: int) -> str:
    """A length of time given in seconds: `5 seconds`, `1 minute`, `1 minute 30 seconds`."""
    whole, rest = divmod(number, 60)
    parts = [minutes(whole)] if whole else []
    if rest or not whole:
        parts.append(counted(rest, "second"))
    return " ".join(parts)


def session_time(activity: Activity) -> str:
    """How long a session lasts: `15 to 20 minutes, 1 minute longer each week`."""
    if not activity.progression or activity.shortest == activity.longest:
        # Without progression a session lasts the low end of the range (contract section 1.2), but the range is what
        # the therapist allows.
        return minutes_range(activity.shortest, activity.longest)
    span = minutes_range(activity.shortest, activity.longest)
    return f"{span}, {minutes(activity.progression)} longer each week"


def weekday(number: int) -> str:
    """`Mon` for 0 to `Sun` for 6."""
    return WEEKDAYS[number][:3]


def weekdays(numbers: Iterable[int]) -> str:
    """`Mon, Wed and Fri`, Monday first."""
    return listed(weekday(number) for number in sorted(set(numbers)))


def short_day(day: date) -> str:
    """`Mon 23 Nov`."""
    return f"{weekday(day.weekday())} {day.day} {MONTHS[day.month - 1][:3]}"


def short_day_and_year(day: date) -> str:
    """`Mon 23 Nov 2026`."""
    return f"{short_day(day)} {day.year}"


def places(days: Iterable[Sequence[date]]) -> str:
    """Runs of days, one after the other: `Mon 30 Nov; Mon 7 Dec to Sun 13 Dec`."""
    return "; ".join(
        short_day(run[0]) if run[0] == run[-1] else f"{short_day(run[0])} to {short_day(run[-1])}"
        for run in days
        if run
    )


def spoken_day(day: date) -> str:
    """`Monday 23 November`, for lines that are read aloud."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def full_date(day: date) -> str:
    """`23 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time_of_day(preferred: Preferred) -> str:
    """A preferred time: `in the morning`, `at midday`, `around 17:45`."""
    if isinstance(preferred, TimeOfDay):
        return "at midday" if preferred is TimeOfDay.MIDDAY else f"in the {preferred.value}"
    return f"around {clock_text(preferred)}"


def times_of_day(preferred: Sequence[Preferred]) -> str:
    """`in the morning or in the evening`; an empty string for none."""
    return listed((time_of_day(one) for one in preferred), "or")


def exercise_dose(exercise: Exercise) -> str:
    """`2 sets of 10. Hold 5 seconds. Rest 30 seconds. Each side.`; an empty string where nothing is prescribed.

    One set is no word worth reading: `3 times.`, not `1 set of 3.`
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
    """Cues in two parts, a sentence each: what an exercise should or should not feel like, and what to remember."""
    told = tuple(sentence(cue) for cue in cues)
    return (
        tuple(cue for cue in told if cue.casefold().startswith(_FEELINGS)),
        tuple(cue for cue in told if not cue.casefold().startswith(_FEELINGS)),
    )


class ExerciseWords(NamedTuple):
    """An exercise in the words of a page without columns; each text is ready to stand on a line, or empty.

    Attributes:
        needs: the tempo and the equipment.
        stop_if: all signs in one sentence.
        remember: all cues in one line.
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
    """How an exercise is done, in sentences."""
    needs = (("Tempo", exercise.tempo), ("You need", exercise.equipment))
    first, *others = (" ".join(sign.split()).rstrip(".;") for sign in exercise.stop_if or ("",))
    return ExerciseWords(
        name=" ".join(exercise.name.split()),
        dose=exercise_dose(exercise),
        needs=tuple(_labelled(label, text) for label, text in needs if text),
        steps=tuple(sentence(step) for step in exercise.steps),
        remember=_labelled("Remember", " ".join(sentence(cue) for cue in exercise.cues)),
        stop_if=_labelled("Stop if", "; or ".join((first, *map(_within_a_sentence, others)))),
        easier=_labelled("Easier", exercise.easier),
        harder=_labelled("Harder", exercise.harder),
    )


def sentence(text: str) -> str:
    """The text on one line, with a full stop where it has no end of its own."""
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?", "…", "。")) else f"{line}."


def _within_a_sentence(text: str) -> str:
    return text[:1].lower() + text[1:] if text.split(" ", maxsplit=1)[0].lower() in _OPENINGS else text


def _labelled(label: str, text: str) -> str:
    return f"{label}: {sentence(text)}" if text else ""


def weeks_of_phase(phase: Phase, first: int) -> str:
    """`week 1`, `weeks 2 to 4`, `from week 5 on`; the first week counted from 1."""
    if phase.weeks is None:
        return f"from week {first} on"
    return f"week {first}" if phase.weeks == 1 else f"weeks {first} to {first + phase.weeks - 1}"


def end_of_regimen(regimen: Regimen) -> str:
    """What to say once where a plan goes on after a last phase that has weeks."""
    last = sum(phase.weeks or 0 for phase in regimen.phases)
    return f"The regimen ends after week {last}; nothing is prescribed after that. Ask your prescriber how to continue."
