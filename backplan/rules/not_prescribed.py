"""An activity of which nothing is planned: it takes no part in a phase, or is only ever an appointment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.language.wording import counted, frequency, listed, short_day
from backplan.model.frequency import Cap
from backplan.rules.base import BrokenLimit, DayFacts, Judgement, Prescription
from backplan.rules.cause import Cause, Place
from backplan.rules.dose import Dose
from backplan.rules.record import Kept, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class NotPrescribed(Dose):
    """No session is planned.

    Attributes:
        cap: how many appointments there may be; None where the activity takes no part in the phase.
    """

    cap: Cap | None = None

    @classmethod
    def of(cls, given: Prescription) -> NotPrescribed | None:
        """Return the dose of an activity that is only ever an appointment."""
        often = given.activity.frequency
        return cls(often) if isinstance(often, Cap) else None

    def asked(self) -> str:
        """Return the frequency in words."""
        return "" if self.cap is None else frequency(self.cap)

    def judge(self, facts: DayFacts) -> Judgement:
        """Forbid planned sessions and ask nothing of appointments."""
        return Judgement(broken=facts.planned > 0, forbidden=facts.planned > 0)

    def broken(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Return that nothing is prescribed."""
        if not facts.planned:
            return ()
        return (BrokenLimit(f"{counted(facts.planned, 'session')}; none is prescribed in this week"),)

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield the appointments; how many are close together reaches beyond the plan's days, which a finding says."""
        days = listed(map(short_day, sorted(record.counts)))
        yield Kept(self.asked(), f"appointment on {days}" if days else "no appointment in these weeks")

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield that it is never planned, which nothing can mend."""
        del place
        yield Cause(f"it is only ever an appointment, {self.asked()}, and never planned", None)
