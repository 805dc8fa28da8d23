"""Alternatives that are taken in turn: no other is done instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import counted, listed, plain_text, short_day
from backplan.model.finding import Finding, Severity
from backplan.model.prescribed import prescribed_choice
from backplan.rules.base import Prescription, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.plan import Session
    from backplan.rules.catalog import Catalog
    from backplan.rules.placed import Placed

_SHOWN = 8
"""Days that a sentence lists before it only counts the rest."""


@dataclass(frozen=True, slots=True)
class Choice(Rule):
    """Each session is one of some alternatives."""

    alternatives: tuple[str, ...]

    key: ClassVar[str] = "choose"
    summary: ClassVar[str] = "A session is one of the alternatives that the regimen prescribes."

    @classmethod
    def of(cls, given: Prescription) -> Choice:
        """Return the rule of any activity; most have no alternatives."""
        return cls(given.activity.choose)

    def asked(self) -> str:
        """Return the alternatives."""
        return f"in turn: {listed(self.alternatives)}" if self.alternatives else ""

    def allows(self, choice: str | None) -> bool:
        """Return whether a session may be what it is; where nothing is chosen, it may be any."""
        return choice is None or prescribed_choice(self.alternatives, choice) is not None

    @classmethod
    def broken_in(cls, catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
        """Yield each other choice once, with all its sessions."""
        others: dict[tuple[str, str | None, Choice], list[Session]] = {}
        for session in (one.session for one in placed):
            found = catalog.request.regimen.activity_at(session.activity, session.week)
            rule = None if found is None else cls(found[0].choose)
            if rule is not None and not rule.allows(session.choice):
                others.setdefault((session.activity, session.choice, rule), []).append(session)
        for (activity, choice, rule), sessions in others.items():
            days = tuple(dict.fromkeys(session.start.date() for session in sessions))
            shown = [short_day(day) for day in days]
            if len(days) > _SHOWN:
                shown[_SHOWN - 1 :] = [counted(len(days) - _SHOWN + 1, "other")]
            yield Finding(
                Severity.LIMIT,
                cls.key,
                activity,
                days,
                f"{sessions[0].title} on {listed(shown)}: {plain_text(choice or '')} is not prescribed.",
                (f"the regimen prescribes {listed(rule.alternatives, 'or') or 'no alternatives'}",),
                ("plan these weeks again, or ask who prescribed them",),
                tuple(session.id for session in sessions),
            )
