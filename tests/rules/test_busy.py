"""busy: no session touches an event or its buffer; the planner's free time and the rule agree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backplan.model.frequency import Daily
from backplan.model.profile import Profile
from backplan.rules.busy import Busy
from backplan.rules.catalog import catalog
from backplan.rules.cause import Origin, ShortDose
from tests.builders import MONDAY, activity, asked, busy_event, day_of, every_day, session

WALK = activity("walk", Daily(1, 1))
WORK = busy_event(f"{MONDAY} 09:10", f"{MONDAY} 11:00")


@given(quarter=st.integers(0, 93), buffer=st.sampled_from([0, 5, 10, 15, 20]))
def test_what_lies_in_free_time_is_what_no_finding_is_about(quarter: int, buffer: int) -> None:
    request = asked(WALK, busy=[WORK], profile=Profile(available=every_day("00:00-24:00"), buffer=buffer))
    day = day_of(request, session("walk", f"{MONDAY} {quarter // 4:02}:{quarter % 4 * 15:02}", 30))

    free = any(
        low <= day.placed[0].span.start and day.placed[0].span.end <= high
        for low, high in catalog(request).free[0].intervals()
    )

    assert free == (not list(Busy.broken_on(day)))


def test_events_and_buffer_are_causes_of_their_own() -> None:
    request = asked(WALK, busy=[WORK], profile=Profile(buffer=10))
    dose = ShortDose(request, "walk", (MONDAY,))

    event, buffer = Busy().causes(dose)

    assert (event.words, event.origin, event.near) == ("busy on Mon 23 Nov, 09:10 to 11:00", Origin.DAYS, True)
    assert (buffer.words, buffer.origin) == ("10 minutes kept free before and after busy events", Origin.LIFE)
    assert [step.words for step in event.remedies(dose)] == ["move or cancel your event on Mon 23 Nov, 09:10 to 11:00"]
    assert [step.changed(request).profile.buffer for step in buffer.remedies(dose)] == [5, 0]
    assert event.taken_from(request).busy == ()
