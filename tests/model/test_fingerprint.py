from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from backplan.calendars.lived import parse_ics_plan
from backplan.calendars.write import write_ics
from backplan.files.plan import parse_plan
from backplan.files.plan_writing import write_json, write_yaml
from backplan.model.fingerprint import fingerprint, regimen_fingerprint
from backplan.model.plan import Plan
from backplan.model.regimen import Exercise, Phase, Regimen
from tests.builders import BERLIN, MONDAY, low_back, low_back_week

PLAN = Plan("low-back", "Low-back care", MONDAY, 1, 0, BERLIN, low_back_week())


def test_a_code_is_eight_letters_that_no_eye_confuses_and_stays_what_it_is() -> None:
    code = fingerprint(low_back(), PLAN)

    assert re.fullmatch("[2346789A-HJ-NP-RT-Z]{4}-[2346789A-HJ-NP-RT-Z]{4}", code)
    # On paper for years: what makes this another code makes every printed sheet seem to be of another plan.
    assert code == "VG7X-9DWW"


@pytest.mark.parametrize("suffix", ["json", "yaml", "ics"])
def test_a_plan_that_is_read_back_has_the_same_code(suffix: str) -> None:
    match suffix:
        case "json":
            read = parse_plan(write_json(PLAN), "plan.json")
        case "yaml":
            read = parse_plan(write_yaml(PLAN), "plan.yaml")
        case _:
            read = parse_ics_plan(write_ics(PLAN, low_back(), group="day"), "plan.ics")

    assert fingerprint(low_back(), read) == fingerprint(low_back(), PLAN)


def test_another_session_changes_the_second_half_alone() -> None:
    code = fingerprint(low_back(), PLAN)
    first, *others = PLAN.sessions
    later = timedelta(minutes=15)
    moved = replace(first, start=first.start + later, end=first.end + later)
    changes = [
        replace(PLAN, sessions=(moved, *others)),
        replace(PLAN, sessions=tuple(others)),
        replace(PLAN, sessions=(replace(first, minutes=first.minutes + 1), *others)),
        replace(PLAN, sessions=(replace(first, choice="walking"), *others)),
        replace(PLAN, sessions=(replace(first, fixed=True), *others)),
        replace(PLAN, weeks=2),
    ]

    codes = [fingerprint(low_back(), changed) for changed in changes]

    assert {one[:4] for one in codes} == {code[:4]}
    assert len({code, *codes}) == len(changes) + 1


def test_titles_ids_order_costs_and_another_clock_change_nothing() -> None:
    shown = tuple(
        replace(one, id="x", title="x", start=one.start.astimezone(UTC), end=one.end.astimezone(ZoneInfo("Asia/Tokyo")))
        for one in reversed(PLAN.sessions)
    )

    assert fingerprint(low_back(), replace(PLAN, sessions=shown, proven=False, regimen_title="x")) == fingerprint(
        low_back(), PLAN
    )


def changed(regimen: Regimen, **values: object) -> Regimen:
    (phase,) = regimen.phases
    first, *others = phase.activities
    # Whatever a test wants to differ.
    return replace(regimen, phases=(Phase("", None, (replace(first, **values), *others)),))  # type: ignore[arg-type]


def test_whatever_is_prescribed_changes_the_first_half_and_a_files_name_does_not() -> None:
    one = low_back()
    bridge = Exercise("Bridge", sets=2)
    regimens = [
        one,
        changed(one, longest=6),
        changed(one, intensity="easy"),
        changed(one, exercises=(bridge,)),
        changed(one, exercises=(replace(bridge, steps=("Lie down.",)),)),
        replace(one, precautions=("Stop.",)),
        replace(one, title="Other"),
    ]

    codes = {regimen_fingerprint(regimen) for regimen in regimens}

    assert len(codes) == len(regimens)
    assert regimen_fingerprint(replace(one, id="copy")) == regimen_fingerprint(one)
