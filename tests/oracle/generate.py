"""Makes planning problems of every kind from a seed, and writes one as the files that the command line reads.

Most problems leave room for what is asked; some are cruel: short windows, many busy events, appointments that
break limits. Small ones are within reach of `tests.oracle.brute_force`.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml

from tests.oracle.instance import WEEKDAYS, Instance, read_frequency

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.instance import Document

SIZES = ("small", "medium", "large")

_NAMES = (
    "aerobics",
    "bridges",
    "curl-ups",
    "hamstring-stretch",
    "hip-flexor-stretch",
    "lumbar-stabilization",
    "neck-mobility",
    "walking-break",
)
_TYPES = ("stretching", "strengthening", "aerobic", "mobility", "care")
_OPTIONS = ("walking", "bicycling", "swimming", "rowing")
_TIMES_OF_DAY = ("morning", "midday", "afternoon", "evening")

_CLOCK_CHANGES = {
    "America/New_York": ("2026-03-08", "2026-11-01", "2027-03-14"),
    "Europe/Berlin": ("2026-03-29", "2026-10-25", "2027-03-28"),
    "Australia/Sydney": ("2026-04-05", "2026-10-04", "2027-04-04"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04", "2027-04-04"),
    "Asia/Kolkata": (),
}

_DAILY_ONCE = ("daily", "once a day", "1 per day", "One time per day")
_DAILY_MORE = ("1-2 per day", "once or twice a day", "twice daily", "2 per day", "1 to 2 times a day")
_WEEKLY = (
    "weekly",
    "2 per week",
    "3 per week",
    "2-3 times weekly",
    "three times a week",
    "once or twice a week",
    "1–3 per week",
)
_WEEKLY_OFTEN = ("4 per week", "3-5 per week", "five times weekly", "7 per week", "4-7 per week")
_EVERY = ("every other day", "every 3 days", "every 2-3 days", "every two to four days", "Every 2 - 4 days")
_EVERY_WIDE = ("every 1-2 days", "every 1-3 days", "every 4-6 days", "every 5 days", "every 3-10 days")
_CAPS = ("at most 3 per year", "at most 2 per month", "at most 1 per week", "at most two per month")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _quarter(random: Random, low: int, high: int) -> str:
    """A clock time on a quarter hour, `low` and `high` in hours."""
    return _clock(15 * random.randint(4 * low, 4 * high))


class _Maker:
    """One problem in the making; everything random is drawn in one fixed order."""

    def __init__(self, seed: int, size: str) -> None:
        # Problems have to be the same in every run; nothing here is a secret.
        self.random = Random(f"{size}/{seed}")  # noqa: S311 - see above
        self.size = size
        self.cruel = self.random.random() < 0.25
        self.chance = self.random.random
        self.often = False
        self._number_of_days()
        self._start()

    def _number_of_days(self) -> None:
        random = self.random
        if self.size == "small":
            self.weeks = 2 if self.chance() < 0.12 else 1
            self.number = random.randint(1, 2 if self.weeks == 2 else 3)
        elif self.size == "medium":
            self.weeks = random.choice((1, 1, 2, 2, 3, 4, 6, 8, 12))
            self.number = random.randint(3, 5)
        else:
            self.weeks = random.choice((1, 2, 3, 4, 8, 12))
            self.number = random.randint(6, 8)
        self.first_week = random.randint(1, 6) if self.chance() < 0.35 else 0

    def _start(self) -> None:
        random = self.random
        self.zone = random.choice(tuple(_CLOCK_CHANGES))
        changes = _CLOCK_CHANGES[self.zone]
        self.at_change = bool(changes) and self.chance() < 0.4
        if self.at_change:
            change = date.fromisoformat(random.choice(changes))
            self.start = change - timedelta(days=random.randrange(7 * self.weeks))
        else:
            self.start = date(2026, 11, 2) + timedelta(days=random.randrange(200))
            if self.chance() < 0.5:
                self.start -= timedelta(days=self.start.weekday())
        self.days = 7 * self.weeks

    # The regimen.

    def frequency(self) -> str:
        """A frequency; for small problems one with few enough possibilities."""
        random = self.random
        if self.size == "small" and self.weeks == 2:
            return random.choice((*_WEEKLY, *_EVERY, "every 4-6 days", "every 5 days"))
        kinds = [_DAILY_ONCE, _WEEKLY, _WEEKLY, _WEEKLY_OFTEN, _EVERY, _EVERY, _EVERY_WIDE]
        if self.size != "small" or not self.often:
            kinds.append(_DAILY_MORE)
        kind = random.choice(kinds)
        self.often = self.often or kind is _DAILY_MORE
        return random.choice(kind)

    def activity(self, name: str) -> Document:
        random, chance = self.random, self.chance
        result: Document = {"title": name.replace("-", " ").capitalize(), "type": random.choice(_TYPES)}
        result["frequency"] = self.frequency()
        low = random.choice((5, 7, 10, 12, 15, 20, 30, 45, 60))
        if low <= 45 and chance() < 0.5:
            high = min(60, low + random.choice((5, 8, 10, 15)))
            result["time"] = f"{low}-{high} min"
            if chance() < 0.7:
                result["progression"] = f"{random.randint(1, 5)} min per week"
        else:
            result["time"] = "1 h" if low == 60 else f"{low} min"
        if chance() < 0.3:
            result["apart"] = random.choice(("6 h", "30 min", "1 h 30 min", "8 h", "90 min"))
        if chance() < 0.55:
            result["when"] = random.choice(
                (
                    random.choice(_TIMES_OF_DAY),
                    [random.choice(_TIMES_OF_DAY)],
                    ["morning", "evening"],
                    _quarter(random, 6, 21),
                    [_clock(random.randint(360, 1260)), "evening"],
                )
            )
        # Rest days and weekdays go with doses that leave days free; now and then they do not.
        dense = read_frequency(result["frequency"]).kind == "daily" or result["frequency"] in _WEEKLY_OFTEN
        if chance() < (0.03 if dense else 0.15):
            result["rest_days"] = random.randint(0, 2)
        if chance() < (0.05 if dense else 0.2):
            allowed = [day[:3] for day in WEEKDAYS if chance() < 0.7]
            result["days"] = allowed or ["mon", "thu"]
        if chance() < 0.2:
            result["after_waking"] = random.choice(("30 min", "60 min", "1 h 30 min", "2 h"))
        return result

    def alternation(self, activities: Document) -> None:
        """Pairs, chains and rings of activities that never share a day."""
        random = self.random
        names = list(activities)
        if self.chance() < 0.9:
            # What is due every day leaves nothing to the others.
            names = [name for name in names if read_frequency(activities[name]["frequency"]).kind != "daily"]
        if len(names) < 2 or self.chance() < 0.35:
            return
        length = random.randint(2, min(4, len(names)))
        chain = random.sample(names, length)
        for first, second in pairwise(chain):
            activities[first]["alternate_with"] = second if self.chance() < 0.6 else [second]
        if length > 2 and self.chance() < 0.35:
            activities[chain[-1]]["alternate_with"] = [chain[0]]
        elif length > 2 and self.chance() < 0.2:
            activities[chain[0]]["alternate_with"] = chain[1:]

    def regimen(self) -> Document:
        random = self.random
        names = sorted(random.sample(_NAMES, self.number))
        result: Document = {"format": 1, "title": "A made-up regimen", "summary": "For tests."}
        self.choices = {name: random.sample(_OPTIONS, random.randint(1, 4)) for name in names if self.chance() < 0.3}
        self.capped = {"steroid-injection": random.choice(_CAPS)} if self.chance() < 0.25 else {}
        phased = (self.weeks > 1 or self.first_week > 0) and self.chance() < 0.4
        phases: list[Document] = []
        for number in range(random.randint(2, 3) if phased else 1):
            taking_part = [name for name in names if not phased or self.chance() < 0.75] or names[:1]
            activities: Document = {}
            for name in taking_part:
                if phases and name in phases[-1]["activities"] and self.chance() < 0.4:
                    # The same dose as before: only the phase is new.
                    activities[name] = dict(phases[-1]["activities"][name])
                    activities[name].pop("alternate_with", None)
                else:
                    activities[name] = self.activity(name)
                if name in self.choices:
                    activities[name]["choose"] = list(self.choices[name])
            self.alternation(activities)
            for name, cap in self.capped.items():
                activities[name] = {"title": "Steroid injection", "type": "care", "frequency": cap, "time": "30 min"}
            phases.append({"title": f"Phase {number + 1}", "weeks": random.randint(1, 4), "activities": activities})
        if not phased:
            result["activities"] = phases[0]["activities"]
            return result
        if self.chance() < 0.6:
            del phases[-1]["weeks"]
        result["phases"] = phases
        return result

    # The profile.

    def available(self) -> Document | None:
        random = self.random
        if self.cruel:
            # Minutes off the quarter hours, windows that touch, days that are missing.
            first = random.randint(360, 600)
            length = random.choice((12, 20, 35, 50, 75))
            windows = [f"{_clock(first)}-{_clock(first + length)}"]
            if self.chance() < 0.5:
                windows.append(f"{_clock(first + length)}-{_clock(first + length + random.randint(5, 30))}")
            if self.chance() < 0.6:
                later = random.randint(1020, 1200)
                windows.append(f"{_clock(later)}-{_clock(later + random.choice((15, 25, 40, 61)))}")
            result: Document = {"weekdays": windows}
            if self.chance() < 0.7:
                result["weekends"] = "08:00-09:00"
            if self.chance() < 0.3:
                result[random.choice(WEEKDAYS)] = ["09:00-10:30", "10:00-11:00"]
            return result
        if self.at_change and self.chance() < 0.4:
            # People who are awake when the clocks change.
            return {"daily": random.choice(("00:30-04:00", "00:00-02:45", "01:30-02:30", "02:00-05:15"))}
        return random.choice(
            (
                None,
                None,
                {"daily": "07:00-21:00"},
                {"weekdays": ["06:30-08:00", "17:30-21:30"], "saturday": "08:00-20:00", "sun": "08:00-20:00"},
                {"daily": "08:00-20:00", "weekends": ["10:00-12:00", "11:30-13:00"], "fri": "06:00-07:30"},
                {"mon": "17:00-21:00", "tue": "06:00-09:00", "thu": "12:00-15:00", "weekends": "09:00-18:00"},
                {"weekdays": ["06:45-07:45", "12:00-13:00", "18:00-20:10"], "weekends": "07:00-22:00"},
            )
        )

    def away(self) -> list[str]:
        random = self.random
        result = []
        if self.size == "small" and self.weeks == 2:
            # Ten days at most are left, so that everything can be tried.
            first = random.randint(0, 10)
            return [f"{self.start + timedelta(days=first)} to {self.start + timedelta(days=first + 3)}"]
        for _ in range(random.choice((0, 0, 0, 0, 1, 2)) * (1 + self.weeks // 4)):
            begin = self.start + timedelta(days=random.randrange(self.days))
            length = random.choice((1, 1, 1, 2, 3, 5, 8))
            result.append(str(begin) if length == 1 else f"{begin} to {begin + timedelta(days=length - 1)}")
        if self.weeks > 2 and self.chance() < 0.15:
            # A week or two spent wholly away, which do not count as trained.
            begin = self.start + timedelta(weeks=random.randrange(self.weeks - 1), days=-random.randint(0, 3))
            result.append(f"{begin} to {begin + timedelta(days=random.choice((10, 17)))}")
        if self.chance() < 0.1:
            parity = random.randint(0, 1)
            result += [str(self.start + timedelta(days=day)) for day in range(parity, min(self.days, 9), 2)]
        return result

    def busy(self) -> list[tuple[datetime, datetime]]:
        random = self.random
        place = ZoneInfo(self.zone)
        spans = []
        for _ in range(random.choice((0, 0, 1, 2, 4)) * (3 if self.cruel else 1) * (1 + self.weeks // 3)):
            day = self.start + timedelta(days=random.randrange(-1, self.days + 1))
            first = datetime(day.year, day.month, day.day, tzinfo=place)
            kind = self.chance()
            if kind < 0.1:
                last = day + timedelta(days=random.randint(1, 2))
                spans.append((first, datetime(last.year, last.month, last.day, tzinfo=place)))
                continue
            start = first.astimezone(UTC) + timedelta(minutes=random.randint(300, 1200))
            if kind < 0.2:
                start = first.astimezone(UTC) + timedelta(minutes=random.randint(1200, 1430))
            length = random.choice((5, 30, 60, 95, 180, 480))
            spans.append((start.astimezone(place), (start + timedelta(minutes=length)).astimezone(place)))
        return [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in sorted(spans)]

    def appointment(self, name: str, first: int, end: int) -> Document:
        random = self.random
        on = self.start + timedelta(days=random.randrange(first, end))
        # Not at night, when a clock time may be missing or be shown twice.
        at = _clock(random.choice((540, 600, 610, 780, 960, 1050, 1110)))
        return {"activity": name, "on": str(on), "at": at, "minutes": random.choice((10, 30, 45, 60))}

    def appointments(self, regimen: Document) -> list[Document]:
        random = self.random
        result = [
            self.appointment(name, -40, self.days + 40) for name in self.capped for _ in range(random.randint(0, 4))
        ]
        result += [self.appointment(name, 0, self.days) for name in self.capped if self.chance() < 0.7]
        probe = Instance(regimen, {}, self.start, self.weeks, self.first_week, self.zone)
        names = [name for name in probe.activities if name not in self.capped]
        if self.chance() < 0.3:
            for _ in range(random.randint(1, 5 if self.cruel else 2) + self.weeks // 6):
                item = self.appointment(random.choice(names), 0, self.days)
                day = probe.day_of(date.fromisoformat(item["on"]))
                everywhere = [probe.definition(item["activity"], week) for week in range(14)]
                if probe.definition(item["activity"], probe.week_of(day)) is None and any(
                    definition is not None and "when" in definition for definition in everywhere
                ):
                    continue  # preferred times of an activity that takes no part: nobody says what they cost
                result.append(item)
        unique = {(item["activity"], item["on"], item["at"]): item for item in result}
        return list(unique.values())

    def profile(self, regimen: Document) -> Document:
        random, chance = self.random, self.chance
        result: Document = {"format": 1, "timezone": self.zone}
        available = self.available()
        if available is not None:
            result["available"] = available
        if away := self.away():
            result["away"] = away
        if chance() < 0.5:
            result["buffer"] = random.choice(("5 min", "10 min", "15 min", "30 min"))
        if chance() < (0.4 if self.cruel else 0.2):
            most = random.choice((20, 30, 45, 60) if self.cruel else (45, 60, 75, 90, 120))
            result["max_minutes_per_day"] = most
        if chance() < 0.6:
            result["wake"] = random.choice(("06:00", "06:40", "07:00", "08:15", "05:30"))
        if chance() < 0.25:
            result["anchors"] = {"morning": _quarter(random, 6, 10), "evening": _clock(random.randint(1020, 1260))}
        if appointments := self.appointments(regimen):
            result["appointments"] = appointments
        probe = Instance(regimen, {}, self.start, self.weeks, self.first_week, self.zone)
        appointed = {item["activity"] for item in appointments}
        prefer: Document = {}
        for name in probe.activities:
            if name in self.capped or chance() > 0.2:
                continue
            wish: Document = {}
            if chance() < 0.7 and name not in appointed:
                wish["when"] = random.choice((_quarter(random, 7, 20), "midday", ["07:10", "evening"]))
            if name in self.choices and (chance() < 0.5 or not wish):
                wished = random.sample(_OPTIONS, random.randint(1, 3))
                wish["choose"] = [one for one in wished if one in self.choices[name]] or self.choices[name][:1]
            if wish:
                prefer[name] = wish
        if prefer:
            result["prefer"] = prefer
        return result

    # The history.

    def history(self, regimen: Document, profile: Document) -> list[Document]:
        """Sessions of up to three weeks before the plan, as likely as not with every limit kept."""
        random = self.random
        self.earlier_weeks = random.randint(1, min(3, self.first_week))
        # A plan may begin some days after the earlier one has ended.
        pause = random.choice((0, 0, 0, 0, 1, 3, 9))
        self.earlier_start = self.start - timedelta(days=7 * self.earlier_weeks + pause)
        first_week = self.first_week - self.earlier_weeks
        before = Instance(regimen, profile, self.earlier_start, self.earlier_weeks, first_week, self.zone)
        sessions = []
        for position, name in enumerate(before.activities):
            turn = random.randrange(4)
            last = -9
            taken = 0
            for day in range(before.days):
                week = before.week_of(day)
                frequency = before.frequency(name, week)
                if frequency is None or frequency.kind == "cap":
                    taken = 0
                    continue
                wait = {"daily": 1, "weekly": max(1, 7 // max(1, frequency.most)), "every": frequency.least}
                # An activity that takes part in the last week before the plan has been done there.
                missing = day == before.days - 1 and taken == 0
                if not missing and (day - last < wait[frequency.kind] or self.chance() < 0.25):
                    continue
                last, taken = day, taken + 1
                options = before.choices(name, week)
                sessions.append(
                    self.session(
                        before,
                        name,
                        day,
                        (360 + 75 * position, before.session_minutes(name, week)),
                        choice=options[turn % len(options)] if options else None,
                    )
                )
                turn += 1
        sessions += [
            self.session(before, one.activity, one.day, (_minute_of_day(before, one.start), one.minutes), fixed=True)
            for one in before.appointments
        ]
        return sorted(sessions, key=lambda one: (datetime.fromisoformat(one["start"]).timestamp(), one["id"]))

    def session(
        self,
        before: Instance,
        name: str,
        day: int,
        time: tuple[int, int],
        *,
        choice: str | None = None,
        fixed: bool = False,
    ) -> Document:
        """A session of the history; `time` is its clock minute and its length."""
        when = before.date_of(day)
        clock, minutes = time
        start = datetime(when.year, when.month, when.day, clock // 60, clock % 60, tzinfo=ZoneInfo(self.zone))
        end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
        return {
            "id": f"{name}-{when}-{_clock(clock)}",
            "activity": name,
            "title": name.replace("-", " ").capitalize(),
            "choice": choice,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "minutes": minutes,
            "week": before.week_of(day),
            "fixed": fixed,
        }

    def make(self) -> Instance:
        regimen = self.regimen()
        profile = self.profile(regimen)
        busy = self.busy()
        history: list[Document] = []
        # Without a history, an activity's part in an earlier phase would be anybody's guess.
        if self.first_week and ("phases" in regimen or self.chance() < 0.85):
            history = self.history(regimen, profile)
        return Instance(regimen, profile, self.start, self.weeks, self.first_week, self.zone, busy, history)


def _minute_of_day(instance: Instance, number: int) -> int:
    shown = instance.shown(number)
    return 60 * shown.hour + shown.minute


def instance(seed: int, *, size: str) -> Instance:
    """The problem of a seed, the same in every run; `size` is small, medium or large."""
    if size not in SIZES:
        raise ValueError(size)
    return _Maker(seed, size).make()


# Files.


def _calendar(problem: Instance) -> str:
    """The busy spans as events; those from midnight to midnight as all-day events."""
    place = ZoneInfo(problem.zone)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//tests//EN"]
    for number, (start, end) in enumerate(problem.busy):
        first, last = start.astimezone(place), end.astimezone(place)
        lines += ["BEGIN:VEVENT", f"UID:busy-{number}@example.invalid", "DTSTAMP:20260101T000000Z"]
        if (first.hour, first.minute, last.hour, last.minute) == (0, 0, 0, 0):
            lines += [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}"]
            # An all-day event is transparent unless it says otherwise in some clients; RFC 5545 makes it opaque.
            lines += ["TRANSP:OPAQUE"]
        else:
            lines += [f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"DTEND:{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
        lines += ["SUMMARY:Busy", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def earlier_plan(problem: Instance) -> Document:
    """The plan that the history comes from, as `--after` reads it."""
    dates = [datetime.fromisoformat(session["start"]).date() for session in problem.history]
    weeks = [session["week"] for session in problem.history]
    # The first session's day is somewhere in its week; any start that puts all sessions into theirs will do.
    first_week = min(weeks, default=problem.first_week - 1)
    start = problem.start - timedelta(weeks=problem.first_week - first_week)
    if dates:
        latest = min(day - timedelta(weeks=week - first_week) for day, week in zip(dates, weeks, strict=True))
        start = min(start, latest)
    return {
        "format": 1,
        "kind": "plan",
        "regimen": {"id": "regimen", "title": problem.regimen["title"]},
        "start": start.isoformat(),
        "weeks": problem.first_week - first_week,
        "first_week": first_week,
        "timezone": problem.zone,
        "sessions": problem.history,
        "cost": {"shortfall": 0, "missed": 0, "unevenness": 0, "preference": 0, "load": 0},
        "findings": [],
    }


def _yaml(document: Document) -> str:
    # By way of JSON, so that phases that share a list do not become anchors and aliases.
    return yaml.safe_dump(json.loads(json.dumps(document)), sort_keys=False, allow_unicode=True)


def to_files(problem: Instance, folder: Path) -> list[str]:
    """Writes regimen.yaml, profile.yaml, busy.ics and after.json into `folder`.

    Returns:
        The arguments of the command that plans it, as in `backplan plan REGIMEN ...`, printing JSON.
    """
    regimen, profile = folder / "regimen.yaml", folder / "profile.yaml"
    regimen.write_text(_yaml(problem.regimen), encoding="utf-8")
    arguments = ["plan", str(regimen), "--profile", str(profile)]
    arguments += ["--start", problem.start.isoformat(), "--weeks", str(problem.weeks), "--format", "json"]
    written = dict(problem.profile)
    if problem.busy:
        (folder / "busy.ics").write_text(_calendar(problem), encoding="utf-8", newline="")
        written["busy"] = ["busy.ics"]
    profile.write_text(_yaml(written), encoding="utf-8")
    if problem.first_week:
        after = folder / "after.json"
        after.write_text(json.dumps(earlier_plan(problem), indent=1), encoding="utf-8")
        arguments += ["--after", str(after)]
    return arguments


def kinds(problem: Instance) -> set[str]:
    """The kinds of frequency that occur, for tests that want a certain one."""
    return {
        read_frequency(definition["frequency"]).kind
        for name in problem.activities
        for week in range(problem.first_week, problem.first_week + problem.weeks)
        if (definition := problem.definition(name, week)) is not None
    }
