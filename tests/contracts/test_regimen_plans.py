"""What the bundled regimens become: plans without a word of complaint, calendars that come back as they went."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from backplan import app
from backplan.language.precautions import Level, signs_of
from backplan.model.finding import Severity
from backplan.model.plan_format import PlanFormat
from backplan.model.profile import Appointment, Profile
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from pathlib import Path

    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest

MONDAY = date(2026, 11, 23)


def requested(regimen: Regimen, start: date, weeks: int, profile: Profile | None = None) -> PlanRequest:
    return app.planning.plan_request(
        regimen, profile or Profile(), start=start, weeks=weeks, timezone="Europe/Berlin", today=start
    )


@pytest.mark.parametrize("shift", range(7))
@pytest.mark.parametrize("weeks", fast_first([1, 4, 12, 26], 2))
def test_a_regimen_is_met_in_full_from_any_weekday(regimen: Regimen, weeks: int, shift: int) -> None:
    plan = app.planning.make_plan(requested(regimen, MONDAY + timedelta(days=shift), weeks))

    assert plan.findings == ()
    assert plan.proven
    assert plan.cost[:2] == (0, 0)


def test_a_plan_comes_back_from_its_calendar_and_nothing_is_wrong_with_it(regimen: Regimen, tmp_path: Path) -> None:
    weeks = sum(phase.weeks or 2 for phase in regimen.phases)
    request = requested(regimen, MONDAY, weeks)
    plan = app.planning.make_plan(request)
    calendar = tmp_path / "plan.ics"
    calendar.write_bytes(app.outputs.written(plan, request, PlanFormat.ICS))

    opened = app.inputs.open_plan(calendar)

    assert opened.regimen == regimen
    assert opened.notes == ()
    assert opened.plan.sessions == plan.sessions
    asked = app.planning.request_of_plan(opened.plan, regimen, Profile())
    assert app.checking.check_plan(asked, opened.plan, Profile(), today=MONDAY, notes=opened.notes) == ()


def test_every_event_of_its_calendar_has_all_emergencies_and_they_come_first(regimen: Regimen) -> None:
    request = requested(regimen, MONDAY, 1)
    calendar = (
        app.outputs.written(app.planning.make_plan(request), request, PlanFormat.ICS).decode().replace("\r\n ", "")
    )
    events = [event.replace("\\n", "\n").replace("\\,", ",") for event in calendar.split("BEGIN:VEVENT")[1:]]
    signs = [f"- {sign.text}" for sign in signs_of(Level.EMERGENCY, regimen.precautions)]

    assert events
    for event in events:
        assert "\n".join(["Get emergency help now if:", *signs]) in event
        places = [event.index(heading) for heading in (*(f"{level.value} if:" for level in Level), "Good to know:")]
        assert places == sorted(places)


@pytest.mark.parametrize("made_as", [PlanFormat.MARKDOWN, PlanFormat.CSV, PlanFormat.JSON, PlanFormat.YAML])
def test_a_plan_can_be_written_in_every_format(regimen: Regimen, made_as: PlanFormat) -> None:
    request = requested(regimen, MONDAY, 1)
    plan = app.planning.make_plan(request)

    text = app.outputs.written(plan, request, made_as).decode()

    titles = {session.title for session in plan.sessions}
    assert titles
    assert {title for title in titles if title not in text} == set()


def test_a_fourth_injection_within_a_year_is_a_broken_limit() -> None:
    days = [date(2026, 3, 2), date(2026, 7, 6), date(2026, 10, 5), date(2026, 12, 1)]
    regimen = app.inputs.read_regimen("injection-follow-up")

    def told(dates: list[date]) -> list[tuple[Severity, str, str | None]]:
        injections = tuple(Appointment(on=day, at=600, minutes=30, activity="steroid-injection") for day in dates)
        plan = app.planning.make_plan(requested(regimen, MONDAY, 2, Profile(appointments=injections)))
        return [(finding.severity, finding.rule, finding.activity) for finding in plan.findings]

    assert told(days[1:]) == []
    assert told(days) == [(Severity.LIMIT, "frequency", "steroid-injection")]
