"""Calendars that people have lived with: what comes back of the plan, and what is said about the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import pytest

from backplan import app
from backplan.checker.check import check
from backplan.formats.ics_read import LivedPlan, exported_calendar
from backplan.formats.ics_write import write_ics
from backplan.model.plan import Cost, Plan
from backplan.model.profile import Appointment, Profile
from backplan.model.request import PlanRequest
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from backplan.model.finding import Finding
    from backplan.model.plan import Session
    from backplan.model.regimen import Regimen

Group = Literal["session", "day"]
ZONES_AND_STARTS = [
    ("Europe/Berlin", date(2026, 10, 19)),
    ("America/New_York", date(2027, 3, 8)),
    ("Australia/Sydney", date(2026, 9, 28)),
    ("Africa/Casablanca", date(2027, 2, 1)),
    ("Asia/Kolkata", date(2026, 11, 23)),
    ("UTC", date(2026, 11, 23)),
]
"""In the first four the clocks change in the two weeks from there."""


def request_of(plan: Plan, regimen: Regimen, history: tuple[Session, ...] = ()) -> PlanRequest:
    """What a plan is checked against where nothing is known of the patient but the appointments in it."""
    appointments = tuple(
        Appointment(one.start.date(), 60 * one.start.hour + one.start.minute, one.minutes, one.activity)
        for one in plan.sessions
        if one.fixed
    )
    profile = Profile(appointments=appointments)
    return PlanRequest(regimen, plan.timezone, plan.start, plan.weeks, plan.first_week, profile, history)


def findings_of(lived: LivedPlan, regimen: Regimen, history: tuple[Session, ...] = ()) -> tuple[Finding, ...]:
    return check(catalog(request_of(lived.plan, regimen, history)), lived.plan.sessions)


def read(data: bytes, regimen: Regimen) -> LivedPlan:
    calendar = exported_calendar(data, "my.ics")
    assert calendar.regimen_id == regimen.id
    return calendar.lived(regimen)


# --- Round trips ----------------------------------------------------------------------------------------------------


@cache
def planned(name: str, timezone: str, start: date) -> tuple[Plan, Regimen]:
    """Two weeks of a bundled regimen, with an appointment of its last activity on the second day."""
    regimen = app.read_regimen(name)
    visit = Appointment(date.fromordinal(start.toordinal() + 1), 10 * 60, 30, regimen.activity_ids[-1])
    request = app.request(regimen, Profile(appointments=(visit,)), start=start, weeks=2, timezone=timezone, today=start)
    return app.make_plan(request), regimen


@dataclass(frozen=True)
class Program:
    """What a program does to a file that passes through it."""

    drops_properties: bool = False
    drops_texts: bool = False
    gives_new_uids: bool = False
    writes_utc: bool = False
    writes_zone: str = ""
    shuffles: bool = False
    shouts_uids: bool = False
    blank_lines_in_texts: bool = False
    writes_html: bool = False

    def rewritten(self, data: bytes) -> bytes:
        """The file as the program would give it back."""
        text = data.decode().replace("\r\n ", "")
        if self.drops_properties:
            text = re.sub(r"X-BACKPLAN[^\r]*\r\n", "", text)
        if self.drops_texts:
            text = re.sub(r"DESCRIPTION:[^\r]*\r\n", "", text)
        if self.gives_new_uids:
            numbers = iter(range(10_000))
            text = re.sub(r"UID:[^\r]*", lambda _: f"UID:{next(numbers):08x}@elsewhere.example", text)
        if self.shouts_uids:
            text = re.sub(r"UID:[^\r]*", lambda found: found[0].upper(), text)
        if self.writes_utc:
            text = re.sub(r"(DTSTART|DTEND);TZID=([^:]+):(\d{8}T\d{6})", _in_utc, text)
        if self.writes_zone:
            text = re.sub(r"(DTSTART|DTEND);TZID=([^:]+):(\d{8}T\d{6})", self._in_zone, text)
        if self.blank_lines_in_texts:
            text = re.sub(r"DESCRIPTION:[^\r]*", lambda found: found[0].replace(r"\n", r"\n\n"), text)
        if self.writes_html:
            text = re.sub(r"DESCRIPTION:[^\r]*", lambda found: found[0].replace(r"\n", "<br>") + "<u></u>", text)
        if self.shuffles:
            head, *events = text.split("BEGIN:VEVENT\r\n")
            events[-1] = events[-1].removesuffix("END:VCALENDAR\r\n")
            chance = Random("order")  # noqa: S311 - repeatable on purpose
            chance.shuffle(events)
            text = head + "".join(f"BEGIN:VEVENT\r\n{_shuffled(one, chance)}" for one in events) + "END:VCALENDAR\r\n"
        return text.encode()

    def _in_zone(self, found: re.Match[str]) -> str:
        at = datetime.fromisoformat(found[3]).replace(tzinfo=ZoneInfo(found[2])).astimezone(ZoneInfo(self.writes_zone))
        return f"{found[1]};TZID={self.writes_zone}:{at:%Y%m%dT%H%M%S}"


def _in_utc(found: re.Match[str]) -> str:
    at = datetime.fromisoformat(found[3]).replace(tzinfo=ZoneInfo(found[2])).astimezone(UTC)
    return f"{found[1]}:{at:%Y%m%dT%H%M%SZ}"


def _shuffled(event: str, chance: Random) -> str:
    """The event's properties in another order, its alarm before them."""
    alarm = re.search(r"BEGIN:VALARM.*END:VALARM\r\n", event, re.DOTALL)
    assert alarm is not None
    lines = event.replace(alarm[0], "").removesuffix("END:VEVENT\r\n").splitlines(keepends=True)
    chance.shuffle(lines)
    return alarm[0] + "".join(lines) + "END:VEVENT\r\n"


PROGRAMS = {
    "none": Program(),
    "drops properties": Program(drops_properties=True),
    "drops properties and gives new UIDs": Program(drops_properties=True, gives_new_uids=True),
    "drops texts and gives new UIDs": Program(drops_texts=True, gives_new_uids=True),
    "writes UTC in any order": Program(writes_utc=True, shuffles=True),
    "keeps nothing but the texts": Program(
        drops_properties=True, gives_new_uids=True, writes_utc=True, shuffles=True, blank_lines_in_texts=True
    ),
    "makes web pages of texts": Program(drops_properties=True, gives_new_uids=True, writes_html=True),
    "a phone elsewhere": Program(writes_zone="Pacific/Auckland", shouts_uids=True),
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("group", ["session", "day"])
@pytest.mark.parametrize(("timezone", "start"), ZONES_AND_STARTS)
@pytest.mark.parametrize("name", app.bundled_names())
def test_a_plan_comes_back_as_it_was_exported(
    name: str, timezone: str, start: date, group: Group, program: Program
) -> None:
    plan, regimen = planned(name, timezone, start)
    lived = read(program.rewritten(write_ics(plan, regimen, reminder=10, group=group)), regimen)

    assert lived.plan.sessions == plan.sessions
    assert lived.notes == ()
    known = replace(plan, findings=())
    assert lived.plan == (replace(known, cost=Cost(), proven=True) if program.drops_properties else known)
    assert [(one.rule, one.message) for one in findings_of(lived, regimen)] == [
        (one.rule, one.message) for one in plan.findings
    ]


@pytest.mark.parametrize("group", ["session", "day"])
@pytest.mark.parametrize(("timezone", "start"), ZONES_AND_STARTS)
@pytest.mark.parametrize("name", app.bundled_names())
def test_an_exported_plan_checks_clean(name: str, timezone: str, start: date, group: Group) -> None:
    regimen = app.read_regimen(name)
    request = app.request(regimen, Profile(), start=start, weeks=2, timezone=timezone, today=start)
    lived = read(write_ics(app.make_plan(request), regimen, group=group), regimen)

    assert lived.plan.sessions
    assert lived.notes == ()
    assert findings_of(lived, regimen) == ()
