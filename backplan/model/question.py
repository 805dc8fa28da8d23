"""What somebody may ask about a plan, why a session is where it is or not somewhere else, and the answer."""

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
        activity: the id of the activity that it is about.
        on: the day that it is about.
        at: the clock minute that it is about; None where the day as a whole is meant.
        fewer: it is about one of several sessions of that day; where no time is given.
        again: it is about the second of the two times at which the clocks show that minute, where they are set back.
    """

    activity: str
    on: date
    at: int | None = None
    fewer: bool = False
    again: bool = False


class AnswerKind(StrEnum):
    """What an answer comes down to."""

    IMPOSSIBLE = "impossible"
    PRICE = "price"
    AS_GOOD = "as good"
    BETTER = "better"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        kind: what it comes down to; `FIXED` for an appointment, of which nothing is decided.
        message: the answer in one sentence.
        because: what it comes from: limits, or what would be worse.
        in_return: what would be better for it.
        instead: what the plan would be like, sentence by sentence.
        cost: of the plan in question, as far as it is made again.
        cost_otherwise: of the best plan with the one thing changed; None where there is none.
        otherwise: the sessions of that plan; none where there is no such plan.
        proven: no such plan costs less.
        note: what may explain an answer that nobody expects; empty where there is nothing to explain.
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
