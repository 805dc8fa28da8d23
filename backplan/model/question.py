"""Questions about a plan (why is a session where it is, or not somewhere else?) and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.plan import Cost, Session


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a plan.

    Attributes:
        at: the clock minute; None for the day as a whole.
        fewer: asks about one of several sessions of that day; only without a time.
        again: asks about the second time that the clocks show that minute, on the day when they are set back.
    """

    activity: str
    on: date
    at: int | None = None
    fewer: bool = False
    again: bool = False


class AnswerKind(StrEnum):
    """The kinds of answers."""

    IMPOSSIBLE = "impossible"
    PRICE = "price"
    AS_GOOD = "as good"
    BETTER = "better"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        kind: `FIXED` for an appointment, which is never decided.
        because: the reasons: limits, or what would be worse.
        in_return: what would be better instead.
        instead: how the plan would change, sentence by sentence.
        cost: of the plan in question, as far as it is made again.
        cost_otherwise: of the best plan with the one change; None if there is none.
        otherwise: the sessions of that plan.
        proven: no such plan costs less.
        note: what may explain an unexpected answer.
    """

    question: Question
    kind: AnswerKind
    message: str
    because: tuple[str, ...] = ()
    in_return: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    cost: Cost | None = None
    cost_otherwise: Cost | None = None
    otherwise: tuple[Session, ...] = ()
    proven: bool = True
    note: str = ""
