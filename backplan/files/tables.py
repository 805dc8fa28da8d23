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
    idle_day,
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

# Spreadsheets run text that begins like this as a formula (OWASP, CSV injection); the wide forms are East Asian.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
# At the end of a heading they are not shown.
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
    """Return the sessions as a table for a spreadsheet (RFC 4180): UTF-8, commas, CRLF, one row per session.

    Times are the clock's in the plan's zone; `week` counts from 0 at the regimen's beginning, as in the JSON. Text that
    a spreadsheet would run as a formula gets an apostrophe in front.
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
    """Return the plan as Markdown (CommonMark with tables): one table per week, the notes, the exercises.

    Columns are aligned, so that the file is easy to read as text, too. People's text is shown as it is and never acts
    as markup. The regimen gives the prescriber, the precautions, the phases' titles and the exercises.
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
        # Appointments can be on other days.
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
        return [(name, "", idle_day(away=away), "")]
    return [
        (name if session is sessions[0] else "", _times(session), _what(session), str(session.minutes))
        for session in sessions
    ]


def _times(session: Session) -> str:
    # The clocks show some times twice in one night.
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
    """Yield how the exercises of the plan's sessions are done: each activity once, in the regimen's order.

    An activity whose exercises or intensity change from phase to phase has one section for each, with its first week.
    """
    sections: dict[tuple[str, str, tuple[Exercise, ...]], tuple[Activity, int]] = {}
    for session in plan.sessions:
        activity = activity_of(regimen, session)
        if activity is not None and activity.exercises:
            sections.setdefault((activity.id, activity.intensity, activity.exercises), (activity, session.week))
    if sections:
        yield from ("", "## How to do the exercises")
    for activity_id in regimen.activity_ids:
        versions = [version for key, version in sections.items() if key[0] == activity_id]
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
    """Return how many columns text takes where every letter has one width."""
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text if not unicodedata.combining(letter)
    )


def _day_range(days: Sequence[date]) -> str:
    """Return `23 to 29 November 2026` or `28 December 2026 to 3 January 2027`; what both ends share is not repeated."""
    first, last = days[0], days[-1]
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {last.day} {MONTHS[last.month - 1]} {last.year}"


def _text(text: str) -> str:
    """Return a person's text on one line, with every letter that Markdown would act on escaped."""
    line = " ".join(text.split())
    line = "".join(letter for letter in line if letter == " " or letter.isprintable())
    line = _CLOSING.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\g<0>", line))
    return _LEADING.sub(lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], line)


def _no_formula(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
