"""A planning problem as plain data, and small readers of the texts in it.

The judges must be able to say that the product is wrong, so they share nothing with it: the regimen and the
profile are the dicts that their YAML files hold (contract sections 1 and 2), and every number is read here a
second time. Only texts that `tests.oracle.generate` writes have to be understood.

Days are numbered from the plan's first day, earlier ones are negative; instants are whole minutes since
1970-01-01T00:00Z; weeks count from the regimen's beginning unless a name says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Document = dict[str, Any]
"""A YAML or JSON object as its parser gives it."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANCHORS = {"morning": "07:30", "midday": "12:30", "afternoon": "15:30", "evening": "18:30"}
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SPANS = {"week": 7, "month": 30, "year": 365}


class Frequency(NamedTuple):
    """`kind` is daily, weekly, every or cap; a cap allows `most` sessions in any `span` days."""

    kind: str
    least: int
    most: int
    span: int = 0


class Appointment(NamedTuple):
    """A fixed session; `day` counts from the plan's first, `start` and `end` are instants."""

    activity: str
    day: int
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


class Earlier(NamedTuple):
    """A session of the history."""

    activity: str
    day: int
    week: int
    start: int
    choice: str | None
    fixed: bool


class Minute(NamedTuple):
    """One minute of a day: when it is, and what the clock shows then."""

    instant: int
    clock: int


@lru_cache(maxsize=1024)
def read_frequency(text: str) -> Frequency:
    words = re.sub(r"(\d)\s*-\s*(\d)", r"\1-\2", text.lower().replace("–", "-"))
    words = re.sub(r"\bonce\b", "1", words)
    words = re.sub(r"\btwice\b", "2", words)
    for value, word in enumerate(NUMBERS):
        words = re.sub(rf"\b{word}\b", str(value), words)
    words = re.sub(r"(\d+)\s*(?:or|to)\s*(\d+)", r"\1-\2", words)
    if words.strip() == "every other day":
        return Frequency("every", 2, 2)
    numbers = re.search(r"(\d+)(?:-(\d+))?", words)
    least, most = (int(numbers[1]), int(numbers[2] or numbers[1])) if numbers else (1, 1)
    if words.startswith("at most"):
        span = next(days for word, days in SPANS.items() if word in words)
        return Frequency("cap", 0, most, span)
    if words.startswith("every"):
        return Frequency("every", least, most)
    if "week" in words:
        return Frequency("weekly", least, most)
    if "day" in words or "daily" in words:
        return Frequency("daily", least, most)
    raise ValueError(text)


def read_minutes(text: str) -> tuple[int, int]:
    """The low and high end of `5 min`, `15-20 min`, `6 h` or `1 h 15 min`."""
    if span := re.fullmatch(r"(\d+)-(\d+) min", text):
        return int(span[1]), int(span[2])
    parts = re.fullmatch(r"(?:(\d+) h)? ?(?:(\d+) min)?", text)
    if parts is None or not text.strip():
        raise ValueError(text)
    total = 60 * int(parts[1] or 0) + int(parts[2] or 0)
    return total, total


def read_clock(text: str) -> int:
    """`07:30` as 450."""
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def read_weekday(text: str) -> int:
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(text[:3].lower()))


def listed(value: Any) -> list[Any]:  # noqa: ANN401 - whatever a YAML file holds
    """A list, whether the file wrote one or a single value or nothing."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def instant(moment: datetime) -> int:
    """The whole minute of an aware datetime; raises where it has seconds, which no text here writes."""
    seconds = moment.timestamp()
    if seconds % 60:
        raise ValueError(moment)
    return int(seconds) // 60


@lru_cache(maxsize=2048)
def minutes_of_day(zone: str, day: date) -> tuple[Minute, ...]:
    """Every minute of a calendar day, one after the other, with what the clock shows: a look at the clock, no sums."""
    place = ZoneInfo(zone)
    first = instant(datetime(day.year, day.month, day.day, tzinfo=place).astimezone(UTC))
    result = []
    for number in range(first, first + 26 * 60):
        shown = datetime.fromtimestamp(60 * number, UTC).astimezone(place)
        if shown.date() != day:
            break
        result.append(Minute(number, 60 * shown.hour + shown.minute))
    return tuple(result)


@dataclass(frozen=True)
class Instance:
    """One problem.

    Attributes:
        regimen: as contract section 1 writes it.
        profile: as contract section 2 writes it; `busy` there is left to the files.
        busy: spans that busy calendars block, without the profile's buffer, as aware datetimes.
        history: sessions of the earlier plan, as contract section 4 writes them.
        zone: IANA name.
    """

    regimen: Document
    profile: Document
    start: date
    weeks: int = 1
    first_week: int = 0
    zone: str = "UTC"
    busy: list[tuple[datetime, datetime]] = field(default_factory=list)
    history: list[Document] = field(default_factory=list)

    # The plan's days.

    @property
    def days(self) -> int:
        return 7 * self.weeks

    def date_of(self, day: int) -> date:
        return self.start + timedelta(days=day)

    def day_of(self, when: date) -> int:
        return (when - self.start).days

    def week_of(self, day: int) -> int:
        """The week of a day of the plan, counted from the regimen's beginning; weeks wholly away do not count."""
        return self.first_week + sum(self._counts[: day // 7]) if day >= 7 else self.first_week + day // 7

    @cached_property
    def _counts(self) -> list[bool]:
        """Whether each week of the plan has a day that is not away."""
        return [not all(self.away(day) for day in range(7 * week, 7 * week + 7)) for week in range(self.weeks)]

    def minutes_of(self, day: int) -> tuple[Minute, ...]:
        return minutes_of_day(self.zone, self.date_of(day))

    def shown(self, number: int) -> datetime:
        """What the clock shows at an instant, as a datetime of the plan's zone."""
        return datetime.fromtimestamp(60 * number, UTC).astimezone(ZoneInfo(self.zone))

    # What the regimen asks in a week.

    @cached_property
    def _phases(self) -> list[tuple[int, int, Document]]:
        """First week, week after the last, activities; a phase that never ends, ends in a very late week."""
        if "phases" not in self.regimen:
            return [(0, 10**6, self.regimen["activities"])]
        result = []
        first = 0
        for phase in self.regimen["phases"]:
            end = first + phase["weeks"] if "weeks" in phase else 10**6
            result.append((first, end, phase["activities"]))
            first = end
        return result

    @cached_property
    def activities(self) -> list[str]:
        return list(dict.fromkeys(name for _, _, activities in self._phases for name in activities))

    def definition(self, activity: str, week: int) -> Document | None:
        """What the regimen says about an activity in a week; None where it takes no part."""
        for first, end, activities in self._phases:
            if first <= week < end:
                return activities.get(activity)
        return None

    def frequency(self, activity: str, week: int) -> Frequency | None:
        definition = self.definition(activity, week)
        return None if definition is None else read_frequency(definition["frequency"])

    def cap(self, activity: str) -> Frequency | None:
        """An activity's cap; the same in every phase that has it."""
        for _, _, activities in self._phases:
            if activity in activities:
                frequency = read_frequency(activities[activity]["frequency"])
                if frequency.kind == "cap":
                    return frequency
        return None

    def session_minutes(self, activity: str, week: int) -> int:
        """How long a session lasts in a week in which the activity takes part."""
        first, _, activities = next(phase for phase in self._phases if phase[0] <= week < phase[1])
        definition = activities[activity]
        low, high = read_minutes(str(definition["time"]))
        if "progression" not in definition:
            return low
        step, _ = read_minutes(definition["progression"].removesuffix(" per week"))
        return min(high, low + (week - first) * step)

    def alternates(self, activity: str, week: int) -> list[str]:
        definition = self.definition(activity, week)
        return [] if definition is None else listed(definition.get("alternate_with"))

    def apart(self, activity: str, week: int) -> int:
        definition = self.definition(activity, week) or {}
        return read_minutes(definition.get("apart", "4 h"))[0]

    def rest_days(self, activity: str, week: int) -> int:
        return int((self.definition(activity, week) or {}).get("rest_days", 0))

    def allowed_weekday(self, activity: str, day: int) -> bool:
        names = (self.definition(activity, self.week_of(day)) or {}).get("days")
        return names is None or self.date_of(day).weekday() in [read_weekday(name) for name in names]

    def choices(self, activity: str, week: int) -> list[str]:
        """What is prescribed and preferred; all that is prescribed where no preference is among it."""
        preferred = listed(self.profile.get("prefer", {}).get(activity, {}).get("choose"))
        own = listed((self.definition(activity, week) or {}).get("choose"))
        return [one for one in preferred if one in own] or own

    def preferred_clocks(self, activity: str, week: int) -> list[int]:
        """The clock minutes of the `when` times; none where the activity takes no part in the week."""
        definition = self.definition(activity, week)
        if definition is None:
            return []
        preferred = self.profile.get("prefer", {}).get(activity, {}).get("when")
        anchors = {**ANCHORS, **self.profile.get("anchors", {})}
        names = listed(preferred if preferred is not None else definition.get("when"))
        return [read_clock(anchors.get(name, name)) for name in names]

    def preference(self, activity: str, week: int, clock: int) -> int:
        """Minutes on the clock from a start to the nearest preferred time."""
        return min((abs(clock - wanted) for wanted in self.preferred_clocks(activity, week)), default=0)

    def takes_part_between(self, activity: str, first: int, last: int) -> bool:
        """Whether the activity takes part in every week from `first` to `last`."""
        return all(self.definition(activity, week) is not None for week in range(first, last + 1))

    def runs(self, activity: str) -> list[tuple[int, int]]:
        """The plan's days, first and end, of each unbroken row of weeks in which the activity takes part."""
        weeks = [week for week in range(self.weeks) if self.definition(activity, self.week_of(7 * week)) is not None]
        if not weeks:
            return []
        breaks = [(a, b) for a, b in pairwise(weeks) if b != a + 1]
        firsts = [weeks[0], *(b for _, b in breaks)]
        ends = [*(a for a, _ in breaks), weeks[-1]]
        return [(7 * first, 7 * (end + 1)) for first, end in zip(firsts, ends, strict=True)]

    # What the patient's life says about a day.

    @property
    def buffer(self) -> int:
        return read_minutes(self.profile.get("buffer", "0 min"))[0]

    @property
    def most_minutes(self) -> int | None:
        most = self.profile.get("max_minutes_per_day")
        return None if most is None else int(most)

    def windows(self, day: int) -> list[tuple[int, int]]:
        """The available windows of a day in clock minutes; the key that names fewest days wins."""
        if "available" not in self.profile:
            return [(360, 1320)]
        weekday = self.date_of(day).weekday()
        name = WEEKDAYS[weekday]
        group = "weekdays" if weekday < 5 else "weekends"
        available = self.profile["available"]
        for key in (name, name[:3], group, "daily"):
            if key in available:
                spans = [text.split("-") for text in listed(available[key])]
                return [(read_clock(start), read_clock(end)) for start, end in spans]
        return []

    def away(self, day: int) -> bool:
        when = self.date_of(day)
        for text in self.profile.get("away", []):
            first, _, last = str(text).partition(" to ")
            if date.fromisoformat(first) <= when <= date.fromisoformat(last or first):
                return True
        return False

    @cached_property
    def busy_spans(self) -> list[tuple[int, int]]:
        """The blocked instants of busy events, with the buffer on both sides."""
        return [(instant(start) - self.buffer, instant(end) + self.buffer) for start, end in self.busy]

    def earliest_start(self, activity: str, day: int) -> int | None:
        """The first instant at which `after_waking` lets a session start; None where it asks nothing.

        It is the first instant of the day at which the clock shows `wake` or later, plus the elapsed minutes.
        """
        definition = self.definition(activity, self.week_of(day)) or {}
        if "after_waking" not in definition or "wake" not in self.profile:
            return None
        wake = read_clock(self.profile["wake"])
        up = next(minute.instant for minute in self.minutes_of(day) if minute.clock >= wake)
        return up + read_minutes(definition["after_waking"])[0]

    # What is fixed.

    @cached_property
    def all_appointments(self) -> list[Appointment]:
        """The profile's appointments, those outside the plan's days too."""
        result = []
        for item in self.profile.get("appointments", []):
            on = date.fromisoformat(str(item["on"]))
            hour, minute = divmod(read_clock(item["at"]), 60)
            moment = datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZoneInfo(self.zone))
            start = instant(moment.astimezone(UTC))
            result.append(Appointment(item["activity"], self.day_of(on), start, start + int(item["minutes"])))
        return sorted(result)

    @cached_property
    def appointments(self) -> list[Appointment]:
        """The appointments on the plan's days."""
        return [item for item in self.all_appointments if 0 <= item.day < self.days]

    @cached_property
    def earlier(self) -> list[Earlier]:
        """The history before the plan's first day, by start."""
        result = []
        for session in self.history:
            moment = datetime.fromisoformat(session["start"])
            start = instant(moment)
            day = self.day_of(self.shown(start).date())
            if day < 0:
                choice, fixed = session["choice"], bool(session["fixed"])
                result.append(Earlier(session["activity"], day, int(session["week"]), start, choice, fixed))
        return sorted(result, key=lambda session: (session.start, session.activity))
