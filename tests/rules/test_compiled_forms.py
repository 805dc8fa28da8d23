"""What the planner has worked out of the rules within the day is what the rules themselves say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from backplan.checker.within_day import of_day
from backplan.model.frequency import Daily
from backplan.model.profile import DateRange, Profile
from backplan.model.time import MINUTE, Interval
from backplan.planner.candidates import candidates
from backplan.rules.catalog import catalog
from backplan.rules.placed import place_all
from tests.builders import activity, appointment, asked, busy_event, session

DAYS = st.sampled_from(
    [
        ("Europe/Berlin", "2026-11-23"),
        ("Europe/Berlin", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25"),
        ("Australia/Lord_Howe", "2026-10-04"),
    ]
)
HOURS = st.tuples(st.integers(0, 23), st.integers(1, 24)).map(lambda pair: Interval(60 * min(pair), 60 * max(pair)))


@settings(max_examples=60, deadline=None)
@given(
    day=DAYS,
    hours=st.lists(HOURS, max_size=2),
    buffer=st.sampled_from([0, 10]),
    apart=st.sampled_from([0, 60, 240]),
    wake=st.sampled_from([None, 90, 425]),
    away=st.booleans(),
    fixed=st.integers(0, 22),
)
def test_a_start_is_a_candidate_where_and_only_where_no_rule_of_the_day_is_broken(
    day: tuple[str, str],
    hours: list[Interval],
    buffer: int,
    apart: int,
    wake: int | None,
    away: bool,  # noqa: FBT001 - drawn
    fixed: int,
) -> None:
    timezone, on = day
    start = date.fromisoformat(on)
    request = asked(
        activity("walk", Daily(0, 9), (30, 30), apart=apart, after_waking=45),
        start=start,
        timezone=timezone,
        busy=[busy_event(f"{on} 10:05", f"{on} 11:00", timezone=timezone)],
        profile=Profile(
            available=(tuple(sorted(hours)),) * 7,
            buffer=buffer,
            wake=wake,
            away=(DateRange(start, start),) if away and fixed % 5 == 0 else (),
            appointments=(appointment("walk", f"{on} {fixed:02}:15"),),
        ),
    )
    rules = catalog(request)
    (kept,) = rules.fixed
    zone, span = ZoneInfo(timezone), rules.days[0].span
    begins, ends = (datetime.fromtimestamp(one, UTC).astimezone(zone) for one in kept.span)
    plain = session("walk", f"{on} 08:00", 30, timezone=timezone)
    appointed = replace(plain, id="appointed", start=begins, end=ends, fixed=True)

    allowed = set()
    for instant in range(span.start, span.end, 5 * MINUTE):
        shown = (datetime.fromtimestamp(at, UTC).astimezone(zone) for at in (instant, instant + 30 * MINUTE))
        one = replace(plain, start=next(shown), end=next(shown))
        findings = of_day(rules, place_all(rules, (one, appointed)))
        if not any(one.id in finding.sessions for finding in findings):
            allowed.add(instant - span.start)

    assert set(candidates(rules, 0)[0].starts) == allowed
