"""Answers to why, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backplan.model.plan import Cost
    from backplan.model.question import Answer


def write_answers(answers: Iterable[Answer]) -> bytes:
    """One JSON object with all answers, in UTF-8, with a line break at the end."""
    data = {"format": 1, "kind": "why", "answers": [_answer(answer) for answer in answers]}
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    # Half a surrogate pair cannot be said in UTF-8; what Python puts in its place is JSON's own escape for it.
    return text.encode("utf-8", "backslashreplace")


def _answer(answer: Answer) -> dict[str, object]:
    question = answer.question
    return {
        "activity": question.activity,
        "on": question.on.isoformat(),
        "at": None if question.at is None else f"{question.at // 60:02d}:{question.at % 60:02d}",
        "answer": answer.kind.value,
        "message": answer.message,
        "because": list(answer.because),
        "in_return": list(answer.in_return),
        "instead": list(answer.instead),
        "note": answer.note,
        "cost": _cost(answer.cost),
        "cost_otherwise": _cost(answer.cost_otherwise),
        "proven": answer.proven,
        "otherwise": [
            {"activity": session.activity, "start": session.start.isoformat(), "minutes": session.minutes}
            for session in answer.otherwise
        ],
    }


def _cost(cost: Cost | None) -> dict[str, int] | None:
    return None if cost is None else cost._asdict()
