"""Plans as files, JSON or YAML (contract section 4).

JSON needs only the standard library, so that making a plan starts quickly; YAML is loaded when needed.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backplan.files.results import findings_to_data, json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backplan.model.plan import Plan, Session
    from backplan.model.profile import DateRange

FORMAT = 1
"""The number of the format that is written and read."""


def plan_to_data(plan: Plan) -> dict[str, object]:
    """Return the plan as plain values: the object of contract section 4, with its keys in that order."""
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
        asdict(session) | {"start": session.start.isoformat(), "end": session.end.isoformat()} for session in sessions
    ]


def _days_to_text(days: DateRange) -> str:
    return days.first.isoformat() if days.first == days.last else f"{days.first} to {days.last}"


def _utc_text(when: int) -> str:
    return datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_json(plan: Plan) -> bytes:
    """Return the plan as JSON: UTF-8, indented, with a line break at the end."""
    return json_bytes(plan_to_data(plan))


def write_yaml(plan: Plan) -> bytes:
    """Return the plan as YAML: UTF-8, with the keys and the order of the JSON."""
    import yaml  # noqa: PLC0415 - JSON starts quicker without it

    class Dumper(yaml.SafeDumper):
        """Indents lists and writes no aliases: editing one session must not change another."""

        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the name is the library's
            return True

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the library's signature
            super().increase_indent(flow, False)

    def written(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        """Write text of several lines as a block, so that it stays readable."""
        style = "|" if "\n" in text else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, written)
    text: str = yaml.dump(plan_to_data(plan), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10**9)
    return text.encode("utf-8", "backslashreplace")
