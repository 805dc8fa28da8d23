"""A plan as a document, JSON or YAML, and back (contract section 4).

Writing needs nothing but the standard library for JSON, so that making a plan starts quickly; YAML and the places
of faults are loaded when they are needed. Reading first looks at the values only, which is quick; where something
is wrong, the text is gone through again for lines and columns, and everything that is wrong is said at once.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from backplan.errors import BadFileError, Fault
from backplan.language.suggest import ZONE_NAME, iana_zone, nearest, nearest_zone
from backplan.model.finding import Finding, Severity
from backplan.model.plan import Cost, MadeFrom, Plan, Session
from backplan.model.time import MINUTE, Interval, instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from backplan.files.yaml_source import KeyPath, Node, Place, Source
    from backplan.model.profile import DateRange


FORMAT = 1
"""The number of the format that this module writes and reads."""
LARGEST_FILE = 8_000_000
"""Bytes. A year of many sessions takes less than two million; reading more would take longer than anybody waits."""
MOST_VALUES = 400_000
"""A plan of that size has fewer."""

_MOST_WEEKS = 5_200
YEARS = range(1900, 2400)
"""Wider than any plan begins or an appointment lies; what goes through all years between two days must have an end."""
_LARGEST_COST = 10**15
# Of what is wrong; more than are shown anyway.
_ENOUGH_PROBLEMS = 200
_NAMES_COMPARED = 1_000
# Faults lie in values at most this deep: `findings`, its number, `because`, its number.
_DEEPEST = 4

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?|Z)"
)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_SPACE = re.compile(r"[ \t\r\n]*")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""A plan may come from somebody else and its texts reach terminals and calendars: no control characters, no marks that
turn the direction of reading, nothing that is not a character."""

_A_DATE = "a date, such as '2026-11-23'"
_A_MOMENT = "a time with its offset from UTC, such as '2026-11-23T18:30:00+01:00'"
_THE_YEARS = f"the years go from {YEARS[0]} to {YEARS[-1]}"


# --- Out ------------------------------------------------------------------------------------------------------


def plan_to_data(plan: Plan) -> dict[str, object]:
    """The plan as plain values, exactly the object of contract section 4 with its keys in that order."""
    data: dict[str, object] = {
        "format": FORMAT,
        "kind": "plan",
        "regimen": {"id": plan.regimen_id, "title": plan.regimen_title},
        "start": plan.start.isoformat(),
        "weeks": plan.weeks,
        "first_week": plan.first_week,
        "timezone": plan.timezone,
        "sessions": _sessions_to_data(plan.sessions),
        "cost": plan.cost._asdict(),
    }
    if not plan.proven:
        data["proven"] = False
    data["findings"] = findings_to_data(plan.findings)
    if plan.made_from is not None:
        made_from = plan.made_from
        data["made_from"] = {
            "regimen": made_from.regimen,
            "profile": made_from.profile,
            "away": [_days_to_text(days) for days in plan.away],
            "busy": [[_utc_text(span.start), _utc_text(span.end)] for span in made_from.busy],
            "history": _sessions_to_data(made_from.history),
            "late": made_from.late,
        }
    return data


def _sessions_to_data(sessions: Iterable[Session]) -> list[dict[str, object]]:
    return [
        {
            "id": session.id,
            "activity": session.activity,
            "title": session.title,
            "choice": session.choice,
            "start": session.start.isoformat(),
            "end": session.end.isoformat(),
            "minutes": session.minutes,
            "week": session.week,
            "fixed": session.fixed,
        }
        for session in sessions
    ]


def _days_to_text(days: DateRange) -> str:
    return days.first.isoformat() if days.first == days.last else f"{days.first} to {days.last}"


def _utc_text(when: int) -> str:
    return datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def findings_to_data(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Findings as plain values, as they stand in a plan and in what `check --format json` prints."""
    return [
        {
            "severity": finding.severity.value,
            "rule": finding.rule,
            "activity": finding.activity,
            "days": [day.isoformat() for day in finding.days],
            "message": finding.message,
            "because": list(finding.because),
            "suggestions": list(finding.suggestions),
            "sessions": list(finding.sessions),
        }
        for finding in findings
    ]


def write_json(plan: Plan) -> bytes:
    """The plan as JSON, UTF-8, indented, with a line break at the end."""
    text = json.dumps(plan_to_data(plan), indent=2, ensure_ascii=False) + "\n"
    # Half a surrogate pair cannot be said in UTF-8; what Python puts in its place is JSON's own escape for it.
    return text.encode("utf-8", "backslashreplace")


def write_yaml(plan: Plan) -> bytes:
    """The plan as YAML, UTF-8, with the keys and the order of the JSON."""
    import yaml  # noqa: PLC0415 - JSON does without, and starts quicker

    class Dumper(yaml.SafeDumper):
        """Indents lists and writes no alias: who edits one session must not change another."""

        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the name is the library's
            return True

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the library's signature
            super().increase_indent(flow, False)

    def written(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        """A file's text stays readable: one line of it is one line here."""
        style = "|" if "\n" in text else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, written)
    text: str = yaml.dump(plan_to_data(plan), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=_LARGEST_COST)
    return text.encode("utf-8", "backslashreplace")


# --- In -------------------------------------------------------------------------------------------------------


def parse_plan(data: bytes, file: str) -> Plan:
    """Reads a plan that `write_json` or `write_yaml` wrote and a person may have changed.

    Sessions come back ordered, their times in the plan's zone. Keys that are not known are passed over. Only what
    the document itself contradicts is a fault; whether the plan keeps its limits is the checker's to say.

    Args:
        data: the file's content; JSON where it begins with a brace or the file's suffix is `.json`, else YAML.
        file: the file's name for messages.

    Raises:
        BadFileError: with everything that is wrong, each with line and column.
    """
    if len(data) > LARGEST_FILE:
        size = f"a file of {len(data) / 1_000_000:.1f} MB"
        raise BadFileError(
            (Fault(file, 0, 0, "", size, f"a plan of at most {LARGEST_FILE // 1_000_000} MB", "is it the right file?"),)
        )
    suffix = PurePath(file).suffix.lower()
    if suffix not in {".yaml", ".yml"} and (suffix == ".json" or _begins_with_brace(data)):
        return _parse_json(data, file)
    return _parse_yaml(data, file)


def _begins_with_brace(data: bytes) -> bool:
    return data[:1_000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] == b"{"


def _parse_json(data: bytes, file: str) -> Plan:
    text = _decoded(data, file)
    # What JSON takes in memory is counted by its values, and each has a comma or a bracket before it.
    if sum(map(text.count, ",{[")) > MOST_VALUES:
        found = f"more than {MOST_VALUES:,} values"
        raise BadFileError((Fault(file, 0, 0, "", found, "a plan, which has fewer", "is it the right file?"),))
    repeated: list[str] = []

    def group(pairs: list[tuple[str, object]]) -> dict[str, object]:
        values = dict(pairs)
        if len(values) < len(pairs):
            repeated.append(file)
        return values

    try:
        value: object = json.JSONDecoder(parse_int=_whole, object_pairs_hook=group).decode(text)
    except json.JSONDecodeError as error:
        raise BadFileError((_json_fault(error, text, file),)) from None
    except RecursionError:
        raise BadFileError(
            (Fault(file, 0, 0, "", "brackets inside brackets without end", "a plan", "is it the right file?"),)
        ) from None
    reader = _Reader(text_only=False)
    plan = reader.plan(value)
    if plan is None or reader.problems or repeated:
        places = _JsonPlaces(text, file)
        _refuse(reader.problems, places.source())
    assert plan is not None
    return plan


def _parse_yaml(data: bytes, file: str) -> Plan:
    from backplan.files.yaml_source import raise_faults, read_source  # noqa: PLC0415 - JSON does without

    source = read_source(data, file, "plan", largest=LARGEST_FILE)
    reader = _Reader(text_only=True)
    plan = reader.plan(_with_nulls(source.root))
    if plan is None or reader.problems:
        _refuse(reader.problems, source)
    raise_faults(source.faults)
    assert plan is not None
    return plan


def _refuse(problems: Iterable[_Problem], source: Source) -> None:
    """Raises what is wrong, with lines and columns."""
    from backplan.files.yaml_source import raise_faults  # noqa: PLC0415 - only where something is wrong

    raise_faults([*source.faults, *(source.fault(*problem) for problem in problems)])


def _decoded(data: bytes, file: str) -> str:
    """The text of a JSON file; UTF-16 too, for that is what a redirection in Windows PowerShell makes of it."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        fault = Fault(
            file,
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
            "",
            f"the byte 0x{data[error.start]:02X}, which is not UTF-8",
            "UTF-8 text",
            "save the file again as UTF-8",
        )
        raise BadFileError((fault,)) from None


def _json_fault(error: json.JSONDecodeError, text: str, file: str) -> Fault:
    again = "make the plan again, or mend the file here"
    if not text.strip():
        return Fault(file, 0, 0, "", "an empty file", "a plan", "make the plan again")
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        found, expected = "the end of the file, or a quote that is never closed", "the rest of the plan"
        return Fault(file, error.lineno, error.colno, "", found, expected, again)
    expected = error.msg[0].lower() + error.msg[1:]
    expected = expected.removeprefix("expecting ") if expected.startswith("expecting ") else f"JSON ({expected})"
    line = text[error.pos : error.pos + 60].split("\n", 1)[0].strip()
    return Fault(file, error.lineno, error.colno, "", _quoted(line) if line else "nothing", expected, again)


def _whole(digits: str) -> int | float:
    # Python refuses to read integers of thousands of digits; none of ours has so many.
    return int(digits) if len(digits) <= 18 else float(digits)


def _with_nulls(node: Node) -> object:
    """The node's value, where what stands for nothing in YAML, and is not in quotes, is None."""
    if isinstance(node.content, dict):
        return {key: _with_nulls(value) for key, value in node.content.items()}
    if isinstance(node.content, list):
        return [_with_nulls(item) for item in node.content]
    return None if node.content in {"~", "null", "Null", "NULL"} and not node.quoted else node.content


class _JsonPlaces:
    """Where the values of a JSON text stand that is known to be right as JSON."""

    def __init__(self, text: str, file: str) -> None:
        from backplan.files.yaml_source import Node, Place, Source  # noqa: PLC0415 - only where something is wrong

        self._text = text
        self._file = file
        self._faults: list[Fault] = []
        self._line, self._line_start, self._counted = 1, 0, 0
        self._node_type, self._place_type, self._source_type = Node, Place, Source
        self._decoder = json.JSONDecoder(parse_int=_whole)

    def source(self) -> Source:
        """The whole text's places, and as faults the keys that occur twice."""
        root, _ = self._node(self._skip(0), ())
        return self._source_type(self._file, root, {}, self._faults)

    def _node(self, at: int, path: KeyPath) -> tuple[Node, int]:
        node = self._node_type(self._place(at), "")
        opening = self._text[at]
        if opening not in "{[" or len(path) == _DEEPEST:
            value, end = self._decoder.raw_decode(self._text, at)
            node.content = None if value is None else ""
            return node, end
        group: dict[str, Node] = {}
        items: list[Node] = []
        at = self._skip(at + 1)
        while self._text[at] not in "}]":
            if opening == "{":
                place = self._place(at)
                key, at = self._decoder.raw_decode(self._text, at)
                child, at = self._node(self._skip(self._skip(at) + 1), (*path, key))
                if key in group:
                    self._repeated(key, place, node.keys[key], path)
                group[key], node.keys[key] = child, place
            else:
                child, at = self._node(at, (*path, len(items)))
                items.append(child)
            at = self._skip(at)
            if self._text[at] == ",":
                at = self._skip(at + 1)
        node.content = group if opening == "{" else items
        return node, at + 1

    def _repeated(self, key: str, place: Place, first: Place, path: KeyPath) -> None:
        from backplan.files.yaml_source import dotted  # noqa: PLC0415 - only where something is wrong

        found = f"the key {_quoted(key)} a second time (the first is in line {first.line}, column {first.column})"
        fault = Fault(self._file, *place, dotted((*path, key)), found, "every key once", "delete one of the two")
        self._faults.append(fault)

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _place(self, at: int) -> Place:
        # Places are asked for in the text's order, so that every character is looked at once, in long lines too.
        self._line += self._text.count("\n", self._counted, at)
        self._line_start = max(self._line_start, self._text.rfind("\n", self._counted, at) + 1)
        self._counted = at
        return self._place_type(self._line, at - self._line_start + 1)


# --- What the values say --------------------------------------------------------------------------------------


class _Problem(NamedTuple):
    """A fault whose place is not known yet."""

    path: KeyPath
    found: str
    expected: str
    hint: str = ""


class _Reader:
    """Turns plain values into a plan and collects what is wrong with them.

    Attributes:
        text_only: numbers, true and false come as texts, as from YAML.
        problems: what was wrong so far.
    """

    def __init__(self, *, text_only: bool) -> None:
        self.text_only = text_only
        self.problems: list[_Problem] = []

    def plan(self, value: object) -> Plan | None:
        """The plan; None only where there are problems."""
        top = self.group(value, (), "a plan: keys such as 'format' and 'kind'")
        if top is None or not self._is_plan(top):
            return None
        regimen = top.group("regimen")
        regimen_id = regimen.text("id") if regimen else None
        regimen_title = regimen.text("title") if regimen else None
        start = top.day("start")
        weeks = top.whole("weeks", 1, _MOST_WEEKS)
        first_week = top.whole("first_week", 0, 20 * _MOST_WEEKS)
        zone = top.zone("timezone")
        ids: dict[str, KeyPath] = {}
        sessions = [self._session(group, zone, ids) for group in top.groups("sessions")]
        cost_group = top.group("cost")
        costs = [(cost_group and cost_group.whole(name, 0, _LARGEST_COST)) or 0 for name in Cost._fields]
        proven = top.flag("proven") if "proven" in top.values else True
        findings = [self._finding(group) for group in top.groups("findings")]
        made_from = self._made_from(top.group("made_from"), zone) if "made_from" in top.values else None
        if (
            self.problems
            or regimen_id is None
            or regimen_title is None
            or start is None
            or weeks is None
            or first_week is None
            or zone is None
        ):
            return None
        return Plan(
            regimen_id,
            regimen_title,
            start,
            weeks,
            first_week,
            zone.key,
            tuple(sorted(filter(None, sessions), key=lambda session: instant(session.start))),
            Cost(*costs),
            tuple(filter(None, findings)),
            proven is not False,
            () if made_from is None else made_from[0],
            None if made_from is None else made_from[1],
        )

    def group(self, value: object, path: KeyPath, expected: str = "a group of keys") -> _Group | None:
        """The value as a group of keys."""
        if isinstance(value, dict):
            return _Group(self, value, path)
        self.problems.append(_Problem(path, _described(value), expected))
        return None

    def _is_plan(self, top: _Group) -> bool:
        """Whether this is a plan in our format; where it is not, what else is wrong with it is no news."""
        kind, number = top.values.get("kind"), top.values.get("format")
        if kind != "plan":
            found = _described(kind) if "kind" in top.values else "no such key"
            hint = ""
            if {"activities", "phases"} & top.values.keys():
                hint = "this is a regimen; 'backplan plan' makes a plan of it"
            elif {"available", "anchors", "prefer", "appointments"} & top.values.keys():
                hint = "this is a profile; give it with --profile"
            top.problem("kind", found, "'plan'", hint)
            return False
        if (number == FORMAT and number is not True) or (self.text_only and number == str(FORMAT)):
            return True
        found = _described(number) if "format" in top.values else "no such key"
        top.problem("format", found, str(FORMAT), "a newer backplan may have written it; update backplan")
        return False

    def _made_from(self, group: _Group | None, zone: ZoneInfo | None) -> tuple[tuple[DateRange, ...], MadeFrom] | None:
        """The days away that a plan was made with, and the rest of what it was made from."""
        if group is None:
            return None
        ids: dict[str, KeyPath] = {}
        regimen, profile = group.file("regimen") or "", group.file("profile")
        away = [group.days_in(("away", number), value) for number, value in enumerate(group.items("away"))]
        busy = [group.span_in(("busy", number), value) for number, value in enumerate(group.items("busy"))]
        history = [self._session(session, zone, ids) for session in group.groups("history")]
        return tuple(filter(None, away)), MadeFrom(
            regimen, profile, tuple(filter(None, busy)), tuple(filter(None, history)), late=group.flag("late") is True
        )

    def _session(self, group: _Group, zone: ZoneInfo | None, ids: dict[str, KeyPath]) -> Session | None:
        session_id, activity = group.text("id", empty=False), group.text("activity", empty=False)
        title, choice = group.text("title"), group.text_or_none("choice")
        start, end = group.moment("start", zone), group.moment("end", zone)
        minutes = group.whole("minutes", 1, 100_000)
        week, fixed = group.whole("week", 0, 20 * _MOST_WEEKS), group.flag("fixed")
        if start is not None and end is not None:
            seconds = instant(end) - instant(start)
            if seconds <= 0:
                group.problem("end", _described(group.values["end"]), "a time after the session's start")
            elif minutes is not None and seconds != minutes * MINUTE:
                group.problem(
                    "minutes",
                    str(minutes),
                    f"{seconds / MINUTE:g}, the minutes from start to end",
                    "change the minutes, the start or the end",
                )
        if session_id is not None and ids.setdefault(session_id, group.path) != group.path:
            group.problem("id", "the id of an earlier session", "an id that no other session has")
        if (
            session_id is None
            or activity is None
            or title is None
            or start is None
            or end is None
            or minutes is None
            or week is None
            or fixed is None
        ):
            return None
        return Session(session_id, activity, title, choice, start, end, minutes, week, fixed)

    def _finding(self, group: _Group) -> Finding | None:
        severity = group.text("severity")
        names = [kind.value for kind in Severity]
        if severity is not None and severity not in names:
            group.problem("severity", _quoted(severity), " or ".join(names), nearest(severity, names))
        rule, activity = group.text("rule"), group.text_or_none("activity")
        days = [group.day_in(("days", number), value) for number, value in enumerate(group.items("days"))]
        message = group.text("message")
        because = group.texts("because")
        suggestions, sessions = group.texts("suggestions"), group.texts("sessions")
        if severity not in names or rule is None or message is None:
            return None
        known = tuple(filter(None, days))
        return Finding(Severity(severity), rule, activity, known, message, because, suggestions, sessions)


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of keys at a path; every method answers None where it had to note a problem."""

    reader: _Reader
    values: dict[str, object]
    path: KeyPath

    def problem(self, key: str, found: str, expected: str, hint: str = "") -> None:
        """Notes what is wrong with a key's value."""
        self.reader.problems.append(_Problem((*self.path, key), found, expected, hint))

    def text(self, key: str, *, empty: bool = True) -> str | None:
        """A text; `empty` says whether it may have no letters."""
        value = self._value(key, "a text")
        if value is _MISSING:
            return None
        return self._text_in((key,), value, "a text" if empty else "a text that is not empty", empty=empty)

    def text_or_none(self, key: str) -> str | None:
        """A text, or None; the key may be missing."""
        value = self.values.get(key)
        return None if value is None else self._text_in((key,), value, "a text, or null")

    def texts(self, key: str) -> tuple[str, ...]:
        """Texts; the key may be missing."""
        if key not in self.values:
            return ()
        texts = (self._text_in((key, number), value, "a text") for number, value in enumerate(self.items(key)))
        return tuple(text for text in texts if text is not None)

    def whole(self, key: str, least: int, most: int) -> int | None:
        """A whole number from `least` to `most`."""
        expected = f"a whole number from {least} on" if most >= _MOST_WEEKS else f"{least} to {most}"
        value = self._value(key, expected)
        if value is _MISSING:
            return None
        if self.reader.text_only and isinstance(value, str) and _INTEGER.fullmatch(value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            number = isinstance(value, str) and _INTEGER.fullmatch(value)
            self.problem(key, _described(value), expected, "write it without quotes" if number else "")
            return None
        if not least <= value <= most:
            self.problem(key, str(value), f"a whole number from {least} to {most}")
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """True or false."""
        value = self._value(key, "true or false")
        if value is _MISSING:
            return None
        if self.reader.text_only and isinstance(value, str):
            value = {"true": True, "false": False}.get(value.lower(), value)
        if isinstance(value, bool):
            return value
        self.problem(key, _described(value), "true or false")
        return None

    def day(self, key: str) -> date | None:
        """A calendar day."""
        value = self._value(key, _A_DATE)
        return None if value is _MISSING else self.day_in((key,), value)

    def day_in(self, path: KeyPath, value: object) -> date | None:
        """The value at `path` below this group as a calendar day."""
        hint = ""
        if isinstance(value, str) and _DATE.fullmatch(value):
            with suppress(ValueError):
                day = date.fromisoformat(value)
                if day.year in YEARS:
                    return day
                hint = _THE_YEARS
        self.reader.problems.append(_Problem((*self.path, *path), _described(value), _A_DATE, hint))
        return None

    def file(self, key: str) -> str | None:
        """The text of a file, or None."""
        value = self.values.get(key)
        return None if value is None else self._text_in((key,), value, "the text of a YAML file, or null")

    def days_in(self, path: KeyPath, value: object) -> DateRange | None:
        """The value at `path` below this group as a range of days."""
        from backplan.language.reading import DATE_RANGE, QuantityError, date_range  # noqa: PLC0415 - few plans have one

        expected, hint = DATE_RANGE, ""
        if isinstance(value, str):
            try:
                return date_range(value)
            except QuantityError as error:
                expected, hint = error.expected, error.hint
        self.reader.problems.append(_Problem((*self.path, *path), _described(value), expected, hint))
        return None

    def span_in(self, path: KeyPath, value: object) -> Interval | None:
        """The value at `path` below this group as busy time."""
        if isinstance(value, list) and len(value) == 2:
            with suppress(ValueError, OverflowError):
                begins, ends = (datetime.fromisoformat(str(part)) for part in value)
                if begins.tzinfo and ends.tzinfo and begins < ends and {begins.year, ends.year} <= set(YEARS):
                    return Interval(instant(begins), instant(ends))
        expected = "two times, such as ['2026-11-23T17:00:00Z', '2026-11-23T19:00:00Z'], the earlier one first"
        self.reader.problems.append(_Problem((*self.path, *path), _described(value), expected))
        return None

    def moment(self, key: str, zone: ZoneInfo | None) -> datetime | None:
        """An aware time in the zone; its offset must be the one that the zone's clocks have then."""
        value = self._value(key, _A_MOMENT)
        if value is _MISSING:
            return None
        written = None
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            with suppress(ValueError):
                written = datetime.fromisoformat(value)
        if written is None or written.year not in YEARS:
            self.problem(key, _described(value), _A_MOMENT, "" if written is None else _THE_YEARS)
            return None
        if zone is None:
            return None
        shown = written.astimezone(zone)
        if shown.utcoffset() == written.utcoffset():
            return shown
        expected = f"the offset of the time zone {zone.key} at that time"
        self.problem(key, _described(value), expected, _right_offset(written, zone))
        return None

    def zone(self, key: str) -> ZoneInfo | None:
        """A time zone by its name."""
        name = self.text(key)
        if name is None:
            return None
        zone = iana_zone(name)
        if zone is None:
            self.problem(key, _quoted(name), ZONE_NAME, nearest_zone(name))
        return zone

    def group(self, key: str) -> _Group | None:
        """A group of keys."""
        value = self._value(key, "a group of keys")
        return None if value is _MISSING else self.reader.group(value, (*self.path, key))

    def groups(self, key: str) -> Iterator[_Group]:
        """A list of groups of keys; those that are none are left out, and those after the first many problems."""
        for number, value in enumerate(self.items(key)):
            if len(self.reader.problems) > _ENOUGH_PROBLEMS:
                return
            group = self.reader.group(value, (*self.path, key, number))
            if group is not None:
                yield group

    def items(self, key: str) -> list[object]:
        """A list."""
        value = self._value(key, "a list")
        if isinstance(value, list):
            return value
        if value is not _MISSING:
            self.problem(key, _described(value), "a list")
        return []

    def _value(self, key: str, expected: str) -> object:
        if key in self.values:
            return self.values[key]
        self.problem(key, "no such key", expected, nearest(key, islice(self.values, _NAMES_COMPARED)))
        return _MISSING

    def _text_in(self, path: KeyPath, value: object, expected: str, *, empty: bool = True) -> str | None:
        if isinstance(value, str) and (empty or value):
            unfit = UNFIT.search(value)
            if unfit is None:
                return value
            found = f"the invisible character U+{ord(unfit[0]):04X}"
            expected = "text that can be seen"
        else:
            found = _described(value)
        self.reader.problems.append(_Problem((*self.path, *path), found, expected))
        return None


_MISSING = object()


def _right_offset(written: datetime, zone: ZoneInfo) -> str:
    """What to write in place of a time whose offset is not the zone's."""
    clock = written.replace(tzinfo=zone)
    if clock.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != clock.replace(tzinfo=None):
        return "the clocks skip that time; choose another"
    return f"for that time on the clock write '{clock.isoformat()}'"


def _described(value: object) -> str:
    from backplan.files.yaml_source import described  # noqa: PLC0415 - only where something is wrong

    if isinstance(value, bool):
        return "true" if value else "false"
    return f"the number {value}" if isinstance(value, int | float) else described(value)


def _quoted(text: str) -> str:
    from backplan.files.yaml_source import quoted  # noqa: PLC0415 - only where something is wrong

    return quoted(text)
