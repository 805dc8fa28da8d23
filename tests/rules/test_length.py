"""time: a session lasts as many minutes as its week asks for."""

from __future__ import annotations

import pytest

from backplan.model.frequency import Cap, Daily, Weekly
from backplan.rules.length import Length
from tests.builders import activity, asked, day_of, session

GROWING = activity("walk", Weekly(1, 2), (15, 20), progression=5)


@pytest.mark.parametrize(
    ("start", "minutes", "words"),
    [
        ("2026-11-23 08:00", 15, []),
        ("2026-11-23 08:00", 20, ["lasts 20 minutes; 15 minutes are prescribed in this week"]),
        ("2026-11-30 08:00", 20, []),
        ("2026-11-30 08:00", 15, ["lasts 15 minutes; 20 minutes are prescribed in this week"]),
    ],
)
def test_a_session_has_the_length_of_its_week(start: str, minutes: int, words: list[str]) -> None:
    day = day_of(asked(GROWING, weeks=2), session("walk", start, minutes), day=7 * (start > "2026-11-29"))

    assert [one.message.partition(f"at {start[-5:]} ")[2].rstrip(".") for one in Length.broken_on(day)] == words


def test_appointments_have_a_length_of_their_own() -> None:
    request = asked(activity("walk", Daily(1, 1), (15, 15)), activity("shot", Cap(1, 7), (30, 30)))
    fixed, cap = session("walk", "2026-11-23 08:00", 40, fixed=True), session("shot", "2026-11-23 10:00", 5)

    assert list(Length.broken_on(day_of(request, fixed, cap))) == []
    assert Length(GROWING).asked() == "15 to 20 minutes, 5 minutes longer each week"
