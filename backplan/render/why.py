"""Answers to `why`, as blocks of a page: the answer first, then its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.language.wording import sentence
from backplan.model.question import AnswerKind
from backplan.render.page import Block, Row, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backplan.model.question import Answer

_REASONS = {AnswerKind.PRICE: "Worse:", AnswerKind.BETTER: "Better:"}
_RETURNS = {AnswerKind.BETTER: "Worse:"}
UNPROVEN = "The search stopped before it could prove that no smaller change is possible."


def answer_blocks(answers: Iterable[Answer]) -> tuple[Block, ...]:
    """Return the answers, each with its message as a heading."""
    return tuple(Block(tuple(_rows(answer)), answer.message, Tone.TITLE, depth=1) for answer in answers)


def _rows(answer: Answer) -> Iterator[Row]:
    label = _REASONS.get(answer.kind, "Because:")
    for number, reason in enumerate(answer.because):
        again = "And because:" if number and label == "Because:" else label
        yield Row(sentence(reason), again)
    for gain in answer.in_return:
        yield Row(sentence(gain), _RETURNS.get(answer.kind, "In return:"))
    for change in answer.instead:
        yield Row(change, "Change:")
    if answer.note:
        yield Row(answer.note, "Note:")
    if not answer.proven:
        yield Row(UNPROVEN, "Note:")
