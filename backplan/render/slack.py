"""What a plan under way leaves open, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.language import wording
from backplan.render.page import Block, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backplan.model.slack import Slack


def slack_blocks(slack: Sequence[Slack], today: date) -> tuple[Block, ...]:
    """A short block of sentences; none where nothing is left open."""
    rows = tuple(Row(slack_sentence(one, today)) for one in slack)
    return (Block(rows, "What this week still leaves open", depth=1),) if rows else ()


def slack_sentence(slack: Slack, today: date) -> str:
    """What may be skipped, and by when the next session has to be."""
    by = ""
    if slack.latest is not None:
        by = "today" if slack.latest == today else f"by {wording.short_day(slack.latest)}"
    if not slack.skipped:
        return f"{slack.title}: the next session must happen {by}."
    skip = f"{slack.title}: you may still skip {slack.skipped} of the {slack.left} sessions that are left"
    if slack.left == 1:
        skip = f"{slack.title}: you may still skip the one session that is left"
    if slack.each_day is not None:
        each = f"; {wording.times(slack.each_day)} a day is enough" if slack.each_day else ""
        return f"{skip}{each}."
    return f"{skip}; the next one must happen {by}." if by else f"{skip}."
