from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from backplan.language import wording
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.regimen import Exercise, Sides, TimeOfDay
from tests.builders import activity

if TYPE_CHECKING:
    from backplan.model.frequency import Frequency

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("how_often", "words"),
    [
        (Daily(1, 1), "once a day"),
        (Daily(2, 2), "twice a day"),
        (Daily(1, 2), "1 to 2 times a day"),
        (Daily(0, 2), "up to twice a day"),
        (Weekly(1, 1), "once a week"),
        (Weekly(3, 3), "3 times a week"),
        (Weekly(2, 3), "2 to 3 times a week"),
        (Every(1, 1), "every day"),
        (Every(2, 2), "every other day"),
        (Every(3, 3), "every 3 days"),
        (Every(2, 3), "every 2 to 3 days"),
        (Every(1, 2), "every 1 to 2 days"),
        (Cap(1, 7), "at most 1 a week"),
        (Cap(2, 30), "at most 2 a month"),
        (Cap(3, 365), "at most 3 a year"),
        (Cap(3, 10), "at most 3 in any 10 days"),
    ],
)
def test_every_kind_of_frequency_has_words(how_often: Frequency, words: str) -> None:
    assert wording.frequency(how_often) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (75, "1 hour 15 minutes"),
        (360, "6 hours"),
    ],
)
def test_minutes_become_hours_where_that_reads_better(minutes: int, words: str) -> None:
    assert wording.minutes(minutes) == words


@pytest.mark.parametrize(
    ("shortest", "longest", "words"),
    [(5, 5, "5 minutes"), (15, 20, "15 to 20 minutes"), (60, 120, "1 to 2 hours"), (45, 90, "45 to 90 minutes")],
)
def test_a_range_of_minutes_names_its_unit_once(shortest: int, longest: int, words: str) -> None:
    assert wording.minutes_range(shortest, longest) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (20, "20 seconds"), (60, "1 minute"), (90, "1 minute 30 seconds")]
)
def test_seconds_become_minutes_from_sixty_on(seconds: int, words: str) -> None:
    assert wording.seconds(seconds) == words


def test_progression_is_told_where_it_leads_anywhere() -> None:
    assert wording.session_time(activity("a", Daily(1, 1), (15, 20), progression=1)) == (
        "15 to 20 minutes, 1 minute longer each week"
    )
    assert wording.session_time(activity("a", Daily(1, 1), (15, 20))) == "15 to 20 minutes"
    assert wording.session_time(activity("a", Daily(1, 1), (15, 15), progression=1)) == "15 minutes"


def test_lists_read_as_people_say_them() -> None:
    assert wording.listed([]) == ""
    assert wording.listed(["Tue"]) == "Tue"
    assert wording.listed(["Tue", "Sat"]) == "Tue and Sat"
    assert wording.listed(["Tue", "Thu", "Sat"], "or") == "Tue, Thu or Sat"
    assert wording.weekdays([4, 0, 2, 0]) == "Mon, Wed and Fri"


def test_counts_have_plurals() -> None:
    assert wording.counted(1, "session") == "1 session"
    assert wording.counted(0, "session") == "0 sessions"
    assert wording.counted(2, "of these", "of them") == "2 of them"


def test_dates_are_short_spoken_or_full() -> None:
    assert wording.short_day(MONDAY) == "Mon 23 Nov"
    assert wording.short_day_and_year(MONDAY) == "Mon 23 Nov 2026"
    assert wording.spoken_day(MONDAY) == "Monday 23 November"
    assert wording.full_date(MONDAY) == "23 November 2026"


def test_preferred_times_are_words_or_clock_times() -> None:
    assert wording.times_of_day([TimeOfDay.MORNING, TimeOfDay.MIDDAY, 17 * 60 + 45]) == (
        "in the morning, at midday or around 17:45"
    )


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        (
            Exercise("Bridge", sets=2, reps=10, hold=5, rest=30, sides=Sides.BOTH),
            "2 sets of 10. Hold 5 seconds. Rest 30 seconds. Each side.",
        ),
        (Exercise("Bridge", sets=1), "1 set."),
        (Exercise("Bridge", sets=1, reps=3, hold=40), "3 times. Hold 40 seconds."),
        (Exercise("Bridge", sets=2, reps=1), "2 sets of 1."),
        (Exercise("Bridge", reps=10, sides=Sides.LEFT), "10 times. Left side only."),
        (Exercise("Bridge", reps=1, sides=Sides.RIGHT), "Once. Right side only."),
        (Exercise("Bridge", hold=90, sides=Sides.ALTERNATE), "Hold 1 minute 30 seconds. Alternate sides."),
        (Exercise("Bridge"), ""),
    ],
)
def test_an_exercises_dose_is_whole_sentences(exercise: Exercise, words: str) -> None:
    assert wording.exercise_dose(exercise) == words


def test_what_an_exercise_feels_like_is_told_before_what_to_remember() -> None:
    cues = ("Keep breathing", "You should feel a pull.", "you should not feel  pain", "Do not bounce.")

    assert wording.feelings_first(cues) == (
        ("You should feel a pull.", "you should not feel pain."),
        ("Keep breathing.", "Do not bounce."),
    )


def test_text_from_a_file_loses_what_a_terminal_would_obey() -> None:
    assert wording.plain_text("\x1b[2Ja\x07\tb\r\nc\u2028d\u202ee\u200f\ufeff\x9b") == "[2Ja b c de"
    assert wording.plain_text("half a pair: \ud800") == "half a pair: \ufffd"


def test_text_keeps_joined_emoji_and_every_script() -> None:
    kept = "👩‍👩‍👧 文字 עברית العربية क्‍ष é [bold]"

    assert wording.plain_text(kept) == kept


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        ((), ""),
        (("It hurts.",), "Stop if: It hurts."),
        (
            ("Your pain gets worse.", "The pain moves\ndown your leg.", "Dr. A. Example says so"),
            "Stop if: Your pain gets worse; or the pain moves down your leg; or Dr. A. Example says so.",
        ),
    ],
)
def test_signs_to_stop_at_are_one_sentence(signs: tuple[str, ...], words: str) -> None:
    assert wording.exercise_words(Exercise("Bridge", stop_if=signs)).stop_if == words
