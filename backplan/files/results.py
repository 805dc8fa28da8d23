"""Findings and answers to why as JSON, for other programs (contract sections 4 and 5)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backplan.model.time import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backplan.model.finding import Finding
    from backplan.model.question import Answer


def json_bytes(data: object) -> bytes:
    """Return plain values as JSON: UTF-8, indented, with a line break at the end."""
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    # UTF-8 has no half of a surrogate pair; Python's replacement is JSON's own escape for it.
    return text.encode("utf-8", "backslashreplace")


def findings_to_data(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return findings as plain values, as in a plan and in the output of `check --format json`."""
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


def write_findings(files: Iterable[tuple[str, Iterable[Finding]]]) -> bytes:
    """Return the findings of files, each with its name, as JSON."""
    data = [{**finding, "file": name} for name, findings in files for finding in findings_to_data(findings)]
    return json_bytes({"findings": data})


def write_answers(answers: Iterable[Answer]) -> bytes:
    """Return a JSON object with all answers."""
    return json_bytes({"format": 1, "kind": "why", "answers": [_answer(answer) for answer in answers]})


def _answer(answer: Answer) -> dict[str, object]:
    question = answer.question
    return {
        "activity": question.activity,
        "on": question.on.isoformat(),
        "at": None if question.at is None else clock_text(question.at),
        "answer": answer.kind.value,
        "message": answer.message,
        "because": list(answer.because),
        "in_return": list(answer.in_return),
        "instead": list(answer.instead),
        "note": answer.note,
        "cost": answer.cost._asdict() if answer.cost else None,
        "cost_otherwise": answer.cost_otherwise._asdict() if answer.cost_otherwise else None,
        "proven": answer.proven,
        "otherwise": [
            {"activity": session.activity, "start": session.start.isoformat(), "minutes": session.minutes}
            for session in answer.otherwise
        ],
    }
