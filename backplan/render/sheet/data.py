"""A printed sheet as plain data: every word and every picture on it, in the order of reading.

The template, template/sheet.typ, lays it out and adds no words but page numbers.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from backplan.language import precautions, wording
from backplan.model.finding import Severity
from backplan.model.fingerprint import fingerprint, regimen_fingerprint
from backplan.model.printing import Pages, Paper
from backplan.render.plan import what
from backplan.render.sheet.cards import CardGroup, CardNumbers, card_groups
from backplan.render.sheet.grid import Grid, blank_grids, plan_grids
from backplan.render.sheet.stop_box import StopBox, stop_box
from backplan.render.sheet.words import all_printed, printed

if TYPE_CHECKING:
    from backplan.model.clinic import Clinic
    from backplan.model.plan import Plan
    from backplan.model.printing import SheetOptions
    from backplan.model.regimen import Regimen
    from backplan.render.sheet.drawing import Draw

TITLE = "Your home exercise plan"
_PAPERS = {Paper.A4: "a4", Paper.LETTER: "us-letter"}
_LISTED = 5
"""Shortfalls that are listed; the rest are only counted."""
_NO_DATE = date(2000, 1, 1)
"""The date of making of a sheet without dates, because every PDF/A needs one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A label and a text, or a line to write on; `large` to be found at a glance, `wide` for the width of the page."""

    label: str
    text: str = ""
    large: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading."""

    heading: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Logo:
    """The clinic's logo."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on a sheet.

    Attributes:
        language: of backplan's own words.
        paper: typst's name for it.
        made: year, month and day.
        author: for the file's metadata, without any patient's name.
        patient: whom it is for; may be empty.
        who: whom the sheet is from, and its purpose.
        who_first: whether that comes before the box about when to stop, or after the week or at the end.
        who_heading: above it, if it comes later.
        code: the same on the sheet, in the calendar and on the screen.
        footer: a line of the clinic's, on every page.
    """

    title: str
    language: str
    paper: str
    large: bool
    colour: bool
    made: tuple[int, int, int]
    author: str
    logo: Logo | None
    patient: str
    who: list[Line]
    who_first: bool
    who_heading: str
    stop: StopBox
    weeks: list[Grid]
    notes: list[Section]
    exercises: list[CardGroup]
    exercises_heading: str
    code: str
    footer: str

    def data(self) -> dict[str, object]:
        """Return the sheet as values for JSON."""
        return asdict(self)


def plan_sheet(plan: Plan, regimen: Regimen, clinic: Clinic, options: SheetOptions, draw: Draw) -> Sheet:
    """Return the sheet of a plan."""
    numbers = CardNumbers.of_plan(plan, regimen)
    weeks = plan_grids(plan, regimen, numbers, options) if options.pages is not Pages.EXERCISES else []
    notes = [_outside(plan), _shortfalls(plan)] if options.pages is not Pages.EXERCISES else []
    code = fingerprint(regimen, plan)
    return _sheet(regimen, clinic, options, draw, numbers, weeks, notes, code, plan.start)


def blank_sheet(regimen: Regimen, clinic: Clinic, options: SheetOptions, draw: Draw) -> Sheet:
    """Return the sheet of a regimen without dates, for any week."""
    numbers = CardNumbers.of_regimen(regimen)
    weeks = blank_grids(regimen, numbers, options) if options.pages is not Pages.EXERCISES else []
    code = regimen_fingerprint(regimen)
    return _sheet(regimen, clinic, options, draw, numbers, weeks, [], code, _NO_DATE)


def _sheet(
    regimen: Regimen,
    clinic: Clinic,
    options: SheetOptions,
    draw: Draw,
    numbers: CardNumbers,
    weeks: list[Grid],
    notes: list[Section],
    code: str,
    made: date,
) -> Sheet:
    exercises = card_groups(regimen, numbers, options, draw) if options.pages is not Pages.WEEK else []
    care = Section(precautions.OTHERS, all_printed(precautions.others(regimen.precautions)))
    logo = None
    if clinic.logo and not options.monochrome:
        logo = Logo(clinic.logo, f"Logo of {wording.plain_text(clinic.name) or 'the clinic'}")
    return Sheet(
        title=TITLE,
        language="en",
        paper=_PAPERS[options.paper],
        large=options.large_print,
        colour=not options.monochrome,
        made=(made.year, made.month, made.day),
        author=wording.plain_text(clinic.name),
        logo=logo,
        patient=f"For: {printed(options.patient)}" if options.patient else "",
        who=_who(regimen, clinic, code, large_print=options.large_print),
        who_first=not options.large_print,
        who_heading="About this plan",
        stop=stop_box(regimen, clinic, to_write=options.large_print),
        weeks=weeks,
        notes=[section for section in (care, *notes) if section.lines],
        exercises=exercises,
        exercises_heading="Your exercises",
        code=f"Code {code}",
        footer=printed(clinic.footer),
    )


def _who(regimen: Regimen, clinic: Clinic, code: str, *, large_print: bool) -> list[Line]:
    """Return what a person looks for first, with lines to write on for what is not known."""
    lines = [Line("Plan:", f"{printed(regimen.title)} (code {code})", wide=True)]
    if regimen.summary:
        lines.append(Line("Purpose:", printed(_first_sentence(regimen.summary)), wide=True))
    if regimen.prescriber or not clinic.name:
        lines.append(Line("Therapist:", printed(regimen.prescriber), wide=bool(clinic.name)))
    if clinic.name:
        lines.append(Line("Clinic:", printed(clinic.name)))
    if not large_print:
        # In large print these lines may come late, and the number is in the box.
        lines.append(Line("Phone:", printed(clinic.phone), large=True))
    lines += [Line("My goal:"), Line("Next visit (bring this sheet):")]
    return lines


def _first_sentence(text: str) -> str:
    # One line is enough on paper; the rest is in the regimen.
    return re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]


def _outside(plan: Plan) -> Section:
    """Return the appointments on days outside the plan's weeks."""
    lines = [
        f"{wording.short_day_and_year(session.start.date())} at {session.start:%H:%M}:"
        f" {what(session)}, {wording.minutes(session.minutes)}."
        for session in plan.sessions
        if not plan.start <= session.start.date() < plan.end
    ]
    return Section("On other days", all_printed(lines))


def _shortfalls(plan: Plan) -> Section:
    serious = {Severity.LIMIT, Severity.DOSE}
    messages = [finding.message for finding in plan.findings if finding.severity in serious]
    lines = all_printed(messages[:_LISTED])
    if len(messages) > _LISTED:
        lines.append(f"There are {len(messages) - _LISTED} more; ask your therapist.")
    return Section("Notes on this plan", lines)
