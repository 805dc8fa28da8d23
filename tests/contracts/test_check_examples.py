"""The examples of docs/check.md are what backplan says in those situations, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from backplan import app
from backplan.files.profile import parse_profile
from backplan.files.regimen import parse_regimen
from backplan.model.profile import Profile
from backplan.render.page import plain_lines
from backplan.render.plan import findings_blocks
from tests.contracts.test_docs import DOCS, section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan, Session
    from backplan.model.request import PlanRequest

MONDAY = date(2026, 11, 23)
BERLIN = "Europe/Berlin"
INJECTIONS = (Path(__file__).parent / "injections.yaml").read_bytes()


def low_back(profile: Profile | None = None) -> tuple[PlanRequest, Plan]:
    """A week of low-back from Monday 23 November."""
    asked = app.planning.plan_request(
        app.inputs.read_regimen("low-back"),
        profile or Profile(),
        start=MONDAY,
        weeks=1,
        timezone=BERLIN,
        today=MONDAY,
    )
    return asked, app.planning.make_plan(asked)


def moved(plan: Plan, activity: str, day: int, to: str) -> Plan:
    """The plan with one session, found by its activity and its day of November, at another time."""
    begin = datetime.fromisoformat(to).replace(tzinfo=ZoneInfo(BERLIN))
    return with_sessions(
        plan,
        [
            replace(one, start=begin, end=begin + timedelta(minutes=one.minutes))
            if one is first(plan, activity, day)
            else one
            for one in plan.sessions
        ],
    )


def first(plan: Plan, activity: str, day: int) -> Session:
    return next(one for one in plan.sessions if (one.activity, one.start.day) == (activity, day))


def with_sessions(plan: Plan, sessions: Sequence[Session]) -> Plan:
    return replace(plan, sessions=tuple(sorted(sessions, key=lambda one: one.start)))


def said(request: PlanRequest, plan: Plan, profile: Profile | None = None) -> tuple[Finding, ...]:
    return app.checking.check_plan(request, plan, profile or Profile(), today=MONDAY)


def at_the_same_time() -> tuple[Finding, ...]:
    request, plan = low_back()
    return said(request, moved(plan, "aerobics", 25, "2026-11-25 18:15"))


def a_day_later() -> tuple[Finding, ...]:
    request, plan = low_back()
    return said(request, moved(plan, "lumbar-stabilization", 26, "2026-11-27 08:00"))[:1]


def left_out() -> tuple[Finding, ...]:
    request, plan = low_back()
    gone = first(plan, "aerobics", 27)
    return said(request, with_sessions(plan, [one for one in plan.sessions if one is not gone]))


def too_soon_again() -> tuple[Finding, ...]:
    request, plan = low_back()
    return said(request, moved(plan, "hamstring-stretch", 24, "2026-11-24 15:00"))


def cut_short() -> tuple[Finding, ...]:
    request, plan = low_back()
    short = first(plan, "lumbar-stabilization", 24)
    cut = replace(short, minutes=10, end=short.start + timedelta(minutes=10))
    return said(request, with_sessions(plan, [cut if one is short else one for one in plan.sessions]))


def late_at_night() -> tuple[Finding, ...]:
    request, plan = low_back()
    return said(request, moved(plan, "aerobics", 23, "2026-11-23 21:45"))


def during_a_meeting(tmp_path: Path) -> tuple[Finding, ...]:
    calendar = tmp_path / "work.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Work//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
        "DTSTART:20261123T173000Z\r\nDTEND:20261123T183000Z\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8",
    )
    request, plan = low_back()
    busy = app.planning.read_busy((str(calendar),), MONDAY, 1, BERLIN)
    return said(replace(request, busy=busy), plan)[:1]


def a_fourth_injection() -> tuple[Finding, ...]:
    regimen = parse_regimen(INJECTIONS, "injections.yaml", "injections")
    days = ("2026-11-24", "2026-12-29", "2027-02-02", "2027-03-09")
    lines = "".join(f"  - {{activity: injection, on: {day}, at: '10:00', minutes: 30}}\n" for day in days)
    profile = parse_profile(f"format: 1\nappointments:\n{lines}".encode(), "me.yaml", regimen)
    request = app.planning.plan_request(regimen, profile, start=MONDAY, weeks=1, timezone=BERLIN, today=MONDAY)
    return said(request, app.planning.make_plan(request), profile)


def a_few_days_away() -> tuple[Finding, ...]:
    profile = parse_profile(b"format: 1\naway: 2026-11-25 to 2026-11-27\n", "me.yaml")
    request, plan = low_back(profile)
    return said(request, plan, profile)


def hardly_any_time() -> tuple[Finding, ...]:
    profile = parse_profile(b"format: 1\navailable: {daily: 07:00-07:15}\n", "me.yaml")
    request, plan = low_back(profile)
    return said(request, plan, profile)


EXAMPLES: dict[str, Callable[..., tuple[Finding, ...]]] = {
    "A walk moved onto the stretches": at_the_same_time,
    "Strengthening moved to the day after": a_day_later,
    "A bicycle ride that was deleted": left_out,
    "The evening stretch done in the afternoon": too_soon_again,
    "A session that was cut short": cut_short,
    "A walk late at night": late_at_night,
    "A walk in the time of a meeting": during_a_meeting,
    "A fourth injection within a year": a_fourth_injection,
    "A few days away": a_few_days_away,
    "A quarter of an hour a day": hardly_any_time,
}


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_is_what_is_said(title: str, tmp_path: Path) -> None:
    example = EXAMPLES[title]
    findings = example(tmp_path) if example is during_a_meeting else example()
    (shown,) = [token.content for token in section(DOCS / "check.md", title) if token.type == "fence"]
    assert list(plain_lines(findings_blocks(findings, ""))) == shown.splitlines()


def test_the_advice_on_a_regimen_is_what_is_said() -> None:
    regimen, shown = (
        token.content for token in section(DOCS / "check.md", "A regimen that asks too much") if token.type == "fence"
    )
    findings = app.checking.check_regimen(parse_regimen(regimen.encode(), "too-much.yaml", "too-much"))
    assert list(plain_lines(findings_blocks(findings, ""))) == shown.splitlines()


def test_every_example_is_tried() -> None:
    headings = [line[3:] for line in (DOCS / "check.md").read_text(encoding="utf-8").splitlines() if line[:3] == "## "]
    assert [title for title in headings if title in EXAMPLES] == list(EXAMPLES)
    assert len(EXAMPLES) >= 10
