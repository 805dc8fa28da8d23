"""time: a session starts on a quarter hour that the clocks show; planner, checker and answers agree on which."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from backplan.model.frequency import Daily
from backplan.model.time import MINUTE, clock_day, moment
from backplan.rules.cause import Place
from backplan.rules.quarter_hour import QuarterHour
from tests.builders import activity, asked, day_of, session

WALK = activity("walk", Daily(1, 1))

CHANGES = st.sampled_from(
    [("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("Australia/Lord_Howe", "2026-10-04")]
)


def test_a_session_starts_on_a_quarter_hour() -> None:
    good, bad = session("walk", "2026-11-23 08:45", 15), session("walk", "2026-11-23 10:50", 15)

    (found,) = QuarterHour.broken_on(day_of(asked(WALK), good, bad))

    assert found.message == "Walk on Mon 23 Nov at 10:50 does not start on a quarter hour, such as 10:45."


@given(change=CHANGES, minute=st.integers(0, 25 * 60 - 1))
def test_what_may_start_is_what_no_finding_is_about(change: tuple[str, str], minute: int) -> None:
    timezone, on = change
    day = clock_day(timezone, date.fromisoformat(on))
    start = day.span.start + minute * MINUTE
    if start >= day.span.end:
        return
    shown = moment(start, ZoneInfo(timezone))
    one = session("walk", f"{on} {shown:%H:%M}", 15)
    request = asked(WALK, start=date.fromisoformat(on), timezone=timezone)

    assert (start in QuarterHour.starts(day)) == (not list(QuarterHour.broken_on(day_of(request, one))))


@given(change=CHANGES, at=st.integers(0, 24 * 60 - 1))
def test_a_time_is_refused_for_good_where_no_session_may_start_then(change: tuple[str, str], at: int) -> None:
    timezone, on = change
    day = date.fromisoformat(on)
    clocks = clock_day(timezone, day)
    place = Place(asked(WALK, start=day, timezone=timezone), WALK, 15, day, at, ())

    shown = {datetime.fromtimestamp(one, UTC).astimezone(ZoneInfo(timezone)) for one in QuarterHour.starts(clocks)}
    may_start = at in {60 * one.hour + one.minute for one in shown}

    assert bool(list(QuarterHour().obstacles(place))) == (not may_start)
    assert all(one.without is None for one in QuarterHour().obstacles(place))
