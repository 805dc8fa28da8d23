"""Plan files, JSON or YAML, read as a `Plan` (contract section 4).

Only the values are read, which is quick. If something is wrong, the text is read again for lines and columns, and all
mistakes are reported at once.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath

from backplan.errors import MISSING_KEY, BadFileError, Fault
from backplan.files.json_source import json_places, read_json
from backplan.files.plan_document import (
    AnyPart,
    Context,
    FindingPart,
    PlanPart,
    Problem,
    SessionPart,
    described_value,
    read_part,
    zone,
)
from backplan.files.plan_writing import FORMAT
from backplan.files.source import RIGHT_FILE, KeyPath, Node, Source, quoted, raise_faults
from backplan.files.yaml_source import megabytes, read_source
from backplan.language.reading import QuantityError
from backplan.model.finding import Finding
from backplan.model.plan import Cost, MadeFrom, Plan, Session
from backplan.model.time import MINUTE, instant

LARGEST_FILE = 8_000_000
"""Bytes. A year of many sessions takes less than two million; reading more would take longer than anybody waits."""

_ENOUGH_PROBLEMS = 200
"""More than are shown anyway."""


def parse_plan(data: bytes, file: str) -> Plan:
    """Read a plan that backplan wrote and a person may have changed.

    Sessions are ordered, their times in the plan's zone. Unknown keys are ignored. Only contradictions within the
    document are faults; whether the plan keeps its limits is for the checker to say.

    Args:
        data: the file's content; JSON if it begins with a brace or the file's suffix is `.json`, otherwise YAML.
        file: the file's name.

    Raises:
        BadFileError: with everything that is wrong, each with line and column.
    """
    if len(data) > LARGEST_FILE:
        size = f"a file of {len(data) / 1_000_000:.1f} MB"
        raise BadFileError((Fault(file, 0, 0, "", size, f"a plan of at most {megabytes(LARGEST_FILE)}", RIGHT_FILE),))
    suffix = PurePath(file).suffix.lower()
    if suffix not in {".yaml", ".yml"} and (suffix == ".json" or _begins_with_brace(data)):
        document = read_json(data, file)
        reading = _Reading(text_only=False)
        plan = reading.plan(document.value)
        source = json_places(document.text, file, "plan") if plan is None or document.repeated else None
    else:
        source = read_source(data, file, "plan", largest=LARGEST_FILE)
        reading = _Reading(text_only=True)
        plan = reading.plan(_with_nulls(source.root))
    if source is not None:
        raise_faults([*source.faults, *reading.faults(source)])
    assert plan is not None
    return plan


def _begins_with_brace(data: bytes) -> bool:
    return data[:1_000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] == b"{"


def _with_nulls(node: Node) -> object:
    """Return the node's value, with None for what means nothing in YAML and is not in quotes."""
    if isinstance(node.content, dict):
        return {key: _with_nulls(value) for key, value in node.content.items()}
    if isinstance(node.content, list):
        return [_with_nulls(item) for item in node.content]
    return None if node.content in {"~", "null", "Null", "NULL"} and not node.quoted else node.content


class _Reading:
    """Turns plain values into a plan and collects what is wrong with them; `text_only` as in `Context`."""

    def __init__(self, *, text_only: bool) -> None:
        self._context = Context(text_only)
        self._problems: list[Problem] = []

    def faults(self, source: Source) -> list[Fault | None]:
        """Return what was wrong, with its places."""
        return [source.fault(*problem) for problem in self._problems]

    def plan(self, value: object) -> Plan | None:
        """Return the plan; None if, and only if, there are problems."""
        if not isinstance(value, dict):
            self._problem((), described_value(value), "a plan: keys such as 'format' and 'kind'")
            return None
        if not self._is_plan(value):
            return None
        top = self._part(PlanPart, value, ())
        with suppress(QuantityError):
            self._context = Context(self._context.text_only, zone(value.get("timezone"), self._context))
        sessions = self._sessions(value, ("sessions",))
        findings = [Finding(**dict(part)) for part, _ in self._parts(FindingPart, value, ("findings",))]
        made_from = value.get("made_from")
        history = self._sessions(made_from, ("made_from", "history")) if isinstance(made_from, dict) else ()
        if top is None or self._problems:
            return None
        plan = Plan(
            regimen_id=top.regimen.id,
            regimen_title=top.regimen.title,
            start=top.start,
            weeks=top.weeks,
            first_week=top.first_week,
            timezone=top.timezone.key,
            sessions=tuple(sorted(sessions, key=lambda session: instant(session.start))),
            cost=Cost(**dict(top.cost)),
            findings=tuple(findings),
            proven=top.proven,
        )
        part = top.made_from
        if part is None:
            return plan
        made = MadeFrom(part.regimen or "", part.profile, part.busy, history, part.late)
        return replace(plan, away=part.away, made_from=made)

    def _is_plan(self, value: dict[str, object]) -> bool:
        """Return whether this is a plan in our format; if not, what else is wrong with it is irrelevant."""
        kind, number = value.get("kind", MISSING_KEY), value.get("format", MISSING_KEY)
        if kind != "plan":
            hint = ""
            if {"activities", "phases"} & value.keys():
                hint = "this is a regimen; use 'backplan plan' to make a plan from it"
            elif {"available", "anchors", "prefer", "appointments"} & value.keys():
                hint = "this is a profile; give it with --profile"
            self._problem(("kind",), described_value(kind), "'plan'", hint)
            return False
        if (number == FORMAT and number is not True) or (self._context.text_only and number == str(FORMAT)):
            return True
        hint = "a newer backplan may have written it; update backplan"
        self._problem(("format",), described_value(number), str(FORMAT), hint)
        return False

    def _sessions(self, group: dict[str, object], path: KeyPath) -> tuple[Session, ...]:
        sessions: list[Session] = []
        ids: set[str] = set()
        for part, at in self._parts(SessionPart, group, path):
            seconds = instant(part.end) - instant(part.start)
            if seconds <= 0:
                self._problem((*at, "end"), quoted(part.end.isoformat()), "a time after the session's start")
            elif seconds != part.minutes * MINUTE:
                expected = f"{seconds / MINUTE:g} minutes, the time from start to end"
                hint = "change the minutes, the start or the end"
                self._problem((*at, "minutes"), str(part.minutes), expected, hint)
            if part.id in ids:
                self._problem((*at, "id"), "a duplicate session id", "a unique id")
            ids.add(part.id)
            sessions.append(Session(**dict(part)))
        return tuple(sessions)

    def _parts(
        self, model: type[AnyPart], group: dict[str, object], path: KeyPath
    ) -> Iterator[tuple[AnyPart, KeyPath]]:
        """Iterate over the groups of keys in the list at a path, each with its own; stop after many problems."""
        items = group.get(str(path[-1]))
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if len(self._problems) > _ENOUGH_PROBLEMS:
                return
            part = self._part(model, item, (*path, number))
            if part is not None:
                yield part, (*path, number)

    def _part(self, model: type[AnyPart], value: object, path: KeyPath) -> AnyPart | None:
        part, problems = read_part(model, value, self._context)
        for problem in problems:
            self._problem((*path, *problem.path), *problem[1:])
        return part

    def _problem(self, path: KeyPath, found: str, expected: str, hint: str = "") -> None:
        self._problems.append(Problem(path, found, expected, hint))
