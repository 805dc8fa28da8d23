"""How many appointments there may be within some days: `at most 3 a year`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import counted, listed, short_day, short_day_and_year
from backplan.model.finding import Finding, Severity
from backplan.model.frequency import Cap
from backplan.rules.base import Prescription, Rule
from backplan.rules.dose import Dose
from backplan.rules.placed import Placed, dates_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.rules.catalog import Catalog


@dataclass(frozen=True, slots=True)
class CapOverDays(Rule):
    """At most `most` sessions of an activity in any `days` consecutive days; only fixed sessions are counted."""

    activity: str
    most: int
    days: int

    key: ClassVar[str] = Dose.key
    severity: ClassVar[str] = Dose.severity
    summary: ClassVar[str] = Dose.summary

    @classmethod
    def of(cls, given: Prescription) -> CapOverDays | None:
        """Return the cap of an activity that is only ever an appointment."""
        often = given.activity.frequency
        return cls(given.activity.id, often.most, often.days) if isinstance(often, Cap) else None

    def crowded(self, session_days: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
        """Return the runs of sessions that break the cap.

        Args:
            session_days: the day number of every session, sorted; a day with two sessions is there twice.

        Returns:
            For each run that cannot be made longer: the day numbers of its sessions, all within `days` days.
        """
        runs: list[tuple[int, ...]] = []
        for first, day in enumerate(session_days):
            run = tuple(other for other in session_days[first:] if other < day + self.days)
            if len(run) > self.most and not (runs and runs[-1][-1] == run[-1]):
                runs.append(run)
        return tuple(runs)

    @classmethod
    def broken_in(cls, catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
        """Yield each run of history and appointments, inside the plan and outside, that is too long."""
        for cap in catalog.caps:
            title = catalog.request.regimen.title_of(cap.activity)
            for run in cap.crowded(catalog.cap_days(cap)):
                dates = dates_of(catalog, dict.fromkeys(run))
                name = short_day if dates[0].year == dates[-1].year else short_day_and_year
                yield Finding(
                    Severity.LIMIT,
                    cls.key,
                    cap.activity,
                    dates,
                    f"{title}: {len(run)} within {counted(cap.days, 'day')} ({listed(map(name, dates))}); "
                    f"at most {cap.most} are allowed.",
                    sessions=tuple(
                        one.session.id for one in placed if one.session.activity == cap.activity and one.day in run
                    ),
                )
