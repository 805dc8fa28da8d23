"""The code that shows that a printed sheet, a calendar and a screen are of the same regimen and plan.

Eight letters and digits, such as `K7QM-3XPD`: four for the prescription and four for the plan's sessions, so that two
codes show which of the two has changed. It is the same in every version and file format and contains nothing personal.
It guards against mix-ups, not forgery: one change in 800,000 leaves a half as it is.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING

from backplan.model.time import instant

if TYPE_CHECKING:
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

_LETTERS = "2346789ABCDEFGHJKLMNPQRTUVWXYZ"
"""None that is easily mistaken for another: no 0 or O, no 1 or I, no 5 or S."""
_LENGTH = 4


def fingerprint(regimen: Regimen, plan: Plan) -> str:
    """Return the code of a plan and its regimen, such as `K7QM-3XPD`."""
    return f"{regimen_fingerprint(regimen)}-{_plan_fingerprint(plan)}"


def regimen_fingerprint(regimen: Regimen) -> str:
    """Return the half for the prescription, such as `K7QM`; a copy under another file name has the same."""
    return _code(_plain(regimen, leaving_out="id"))


def _plan_fingerprint(plan: Plan) -> str:
    """Return the half for days and times. Titles and ids are left out: not every program keeps them."""
    sessions = sorted(
        [instant(session.start), session.minutes, session.activity, session.choice or "", session.fixed]
        for session in plan.sessions
    )
    return _code([plan.start.isoformat(), plan.weeks, plan.first_week, plan.timezone, sessions])


def _plain(value: object, leaving_out: str = "") -> object:
    """Return a value as JSON can hold it, without what is at its default, so that a new key changes no code."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, object] = {"is": type(value).__name__}
        for field in fields(value):
            part = getattr(value, field.name)
            # A field that takes no part in comparisons, such as the text that a value was read from, changes no code.
            if field.compare and field.name != leaving_out and part != field.default:
                plain[field.name] = _plain(part)
        return plain
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _code(data: object) -> str:
    encoded = json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
    number = int.from_bytes(sha256(encoded).digest()[:8])
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)
