"""A plan as tables: CSV for spreadsheets, Markdown for notes and for reading as plain text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from backplan.files.marks import CSV_HEADER, MARKDOWN_MARK
from backplan.language.precautions import most_urgent_first
from backplan.language.wording import (
    MONTHS,
    WEEKDAYS,
    end_of_regimen,
    exercise_words,
    places,
    sentence,
    short_day,
    short_day_and_year,
)
from backplan.model.finding import Severity, alike
from backplan.model.prescribed import activity_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Activity, Exercise, Regimen

# Spreadsheets take a text that begins like this for a formula and run it (OWASP, CSV injection); the wide forms
# are what East Asian keyboards type.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
# A heading may end in such letters too, and then they are not shown.
_CLOSING = re.compile(r"(?<= )#+$")
# At the beginning of a line these would make a heading, a list, a quotation or a rule.
_LEADING = re.compile(r"^(?:[#+=-]|[0-9]{1,9}(?=[.)]))")

_HEADINGS = ("Day", "Time", "What", "Minutes")
_SEVERITIES = {
    Severity.LIMIT: "A limit is broken",
    Severity.DOSE: "Falls short",
    Severity.ADVICE: "Advice",
}


def write_csv(plan: Plan) -> bytes:
    """The sessions as a table for a spreadsheet (RFC 4180): UTF-8, commas, CRLF, one row a session.

    Times are the clock's in the plan's zone; `week` counts from 0 at the regimen's beginning, as in the JSON. A text
    that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    stream = io.StringIO(newline="")
    stream.write(CSV_HEADER + "\r\n")
    table = csv.writer(stream, lineterminator="\r\n")
    for session in plan.sessions:
        table.writerow(
            (
                session.start.date().isoformat(),
                WEEKDAYS[session.start.weekday()],
                f"{session.start:%H:%M}",
                f"{session.end:%H:%M}",
                session.minutes,
                _no_formula(session.activity),
                _no_formula(session.title),
                _no_formula(session.choice or ""),
                session.week,
                "yes" if session.fixed else "no",
                _no_formula(session.id),
            )
        )
    return stream.getvalue().encode("utf-8", "replace")


def write_markdown(plan: Plan, regimen: Regimen) -> bytes:
    """The plan as Markdown (CommonMark with tables): one table a week, what is to be known about it, the exercises.

    Columns are aligned, so that the file reads well without being rendered too. Texts of people are shown as they
    are and never act as markup.

    Args:
        plan: what to show.
        regimen: what the plan was made from, for the prescriber, the precautions, the phases' titles and the exercises.
    """
    days = plan.days
    lines = [
        MARKDOWN_MARK,
        "",
        f"# {_text(plan.regimen_title)}: {_day_range(days)}",
        "",
        f"Times are those of {_text(plan.timezone)}.",
    ]
    if regimen.prescriber:
        lines += ["", f"Prescribed by {_text(regimen.prescriber)}."]
    if regimen.precautions:
        lines += ["", "## Precautions", "", *(f"- {_text(line)}" for line in most_urgent_first(regimen.precautions))]
    by_day = {
        day: tuple(sessions) for day, sessions in groupby(plan.sessions, key=lambda session: session.start.date())
    }
    over = False
    for number in range(plan.weeks):
        week = days[7 * number : 7 * number + 7]
        regimen_week = plan.regimen_week(number)
        name = "Away" if number in plan.weeks_away else f"Week {regimen_week + 1}"
        title = f"## {name}: {_day_range(week)}"
        phase = regimen.phase_at(regimen_week)
        if phase is None and not over:
            over = True
            lines += ["", end_of_regimen(regimen)]
        if phase is not None and phase[0].title:
            title += f", {_text(phase[0].title)}"
        rows = [row for day in week for row in _day_rows(day, by_day.pop(day, ()), away=plan.is_away(day))]
        lines += ["", title, "", *_table(rows)]
    if by_day:
        # Appointments may lie on other days; nothing of a plan is left out.
        rows = [row for day, sessions in by_day.items() for row in _day_rows(day, sessions, year=True)]
        lines += ["", "## On other days", "", *_table(rows)]
    if plan.findings or not plan.proven:
        lines += ["", "## Notes", ""]
    for finding, *others in alike(plan.findings):
        lines += _finding_lines(finding, others)
    if not plan.proven:
        lines.append("- There may be a better plan: the search stopped before it had looked at all of them.")
    lines += _exercise_section(plan, regimen)
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _day_rows(
    day: date, sessions: Sequence[Session], *, year: bool = False, away: bool = False
) -> list[tuple[str, str, str, str]]:
    name = short_day_and_year(day) if year else short_day(day)
    if not sessions:
        return [(name, "", "away" if away else "rest", "")]
    return [
        (name if first else "", _times(session), _what(session), str(session.minutes))
        for first, session in zip((True, *(False for _ in sessions)), sessions, strict=False)
    ]


def _times(session: Session) -> str:
    # A time that the clocks show twice in one night would not say which one is meant.
    again = " (the second time)" if session.start.fold else ""
    return f"{session.start:%H:%M}-{session.end:%H:%M}{again}"


def _what(session: Session) -> str:
    what = _text(session.title)
    if session.choice:
        what += f": {_text(session.choice)}"
    return f"{what} (appointment)" if session.fixed else what


def _finding_lines(finding: Finding, others: Sequence[Finding]) -> list[str]:
    return [
        f"- {_SEVERITIES[finding.severity]}: {_text(finding.message)}",
        *([f"  - Also short: {places(other.days for other in others)}"] if others else []),
        *([f"  - Because: {'; '.join(map(_text, finding.because))}"] if finding.because else []),
        *(f"  - What would help: {_text(line)}" for line in finding.suggestions),
    ]


def _exercise_section(plan: Plan, regimen: Regimen) -> Iterator[str]:
    """How the exercises of the plan's sessions are done: each activity once, in the regimen's order.

    An activity whose exercises or intensity differ between two phases is told once for each, with its first week.
    """
    told: dict[tuple[str, str, tuple[Exercise, ...]], tuple[Activity, int]] = {}
    for session in plan.sessions:
        activity = activity_of(regimen, session)
        if activity is not None and activity.exercises:
            told.setdefault((activity.id, activity.intensity, activity.exercises), (activity, session.week))
    if told:
        yield from ("", "## How to do the exercises")
    for activity_id in regimen.activity_ids:
        versions = [version for key, version in told.items() if key[0] == activity_id]
        for activity, week in versions:
            since = f" (from week {week + 1} on)" if len(versions) > 1 else ""
            yield from ("", f"### {_text(activity.title)}{since}")
            if activity.intensity:
                yield from ("", f"Intensity: {_text(sentence(activity.intensity))}")
            for exercise in activity.exercises:
                yield from _exercise_lines(exercise)


def _exercise_lines(exercise: Exercise) -> Iterator[str]:
    words = exercise_words(exercise)
    yield from ("", f"#### {_text(words.name)}")
    about = " ".join(text for text in (words.dose, *words.needs) if text)
    if about:
        yield from ("", _text(about))
    if words.steps:
        yield ""
    yield from (f"{number}. {_text(step)}" for number, step in enumerate(words.steps, 1))
    notes = [text for text in (words.remember, words.stop_if, words.easier, words.harder) if text]
    if notes:
        yield ""
    yield from (f"- {_text(note)}" for note in notes)


def _table(rows: Sequence[tuple[str, str, str, str]]) -> list[str]:
    widths = [max(_width(row[column]) for row in (_HEADINGS, *rows)) for column in range(4)]

    def line(row: tuple[str, str, str, str]) -> str:
        cells = [text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)]
        cells[3] = row[3].rjust(widths[3])
        return f"| {' | '.join(cells)} |"

    rule = [*("-" * width for width in widths[:3]), "-" * (widths[3] - 1) + ":"]
    return [line(_HEADINGS), f"| {' | '.join(rule)} |", *(line(row) for row in rows)]


def _width(text: str) -> int:
    """How many columns a text takes where every letter has one width."""
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text if not unicodedata.combining(letter)
    )


def _day_range(days: Sequence[date]) -> str:
    """`23 to 29 November 2026`, `28 December 2026 to 3 January 2027`; what both ends share is said once."""
    first, last = days[0], days[-1]
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {last.day} {MONTHS[last.month - 1]} {last.year}"


def _text(text: str) -> str:
    """A person's text on one line, with every letter that Markdown would act on escaped."""
    line = " ".join(text.split())
    line = "".join(letter for letter in line if letter == " " or letter.isprintable())
    line = _CLOSING.sub(lambda found: "\\" + found[0], _SPECIAL.sub(lambda found: "\\" + found[0], line))
    return _LEADING.sub(lambda found: found[0] + "\\" if found[0].isdigit() else "\\" + found[0], line)


def _no_formula(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
