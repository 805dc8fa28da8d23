"""The code by which a printed sheet, a calendar and a screen are known to be of the same regimen and plan.

Eight letters and digits, such as `K7QM-3XPD`. The first four are of what is prescribed, the last four of the plan's
sessions, so that where two codes differ one sees which of the two has changed. They are the same in every version and
for every file format, and nothing personal goes into them. It is a check against mix-ups, not against forgery: of
800,000 changes one leaves a half as it is.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING

from backplan.model.time import instant

if TYPE_CHECKING:
    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen

_LETTERS = "2346789ABCDEFGHJKLMNPQRTUVWXYZ"
"""None that a hurried eye takes for another: no 0 and O, no 1 and I, no 5 and S."""
_LENGTH = 4


def fingerprint(regimen: Regimen, plan: Plan) -> str:
    """The code of a plan and its regimen: `K7QM-3XPD`."""
    return f"{regimen_fingerprint(regimen)}-{_plan_fingerprint(plan)}"


def regimen_fingerprint(regimen: Regimen) -> str:
    """The first half, of what is prescribed: `K7QM`. A copy under another file name has the same."""
    said = _said(regimen)
    assert isinstance(said, dict)
    return _code({key: value for key, value in said.items() if key != "id"})


def _plan_fingerprint(plan: Plan) -> str:
    """The second half, of days and times; titles and ids are left out, for not every program gives them back."""
    sessions = sorted(
        [instant(session.start), session.minutes, session.activity, session.choice or "", session.fixed]
        for session in plan.sessions
    )
    return _code([plan.start.isoformat(), plan.weeks, plan.first_week, plan.timezone, sessions])


def _said(value: object) -> object:
    """A value as JSON can hold it. What is at its default is left out, so a new key changes no code by being there."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        # What does not make two values differ, such as the text that one was read from, changes no code.
        told = [field for field in fields(value) if field.compare]
        kept = {field.name: getattr(value, field.name) for field in told}
        for field in told:
            if field.default is not MISSING and kept[field.name] == field.default:
                del kept[field.name]
        return {"is": type(value).__name__} | {name: _said(part) for name, part in kept.items()}
    if isinstance(value, tuple):
        return [_said(part) for part in value]
    return value


def _code(said: object) -> str:
    data = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    number = int.from_bytes(sha256(data).digest()[:8])
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)
