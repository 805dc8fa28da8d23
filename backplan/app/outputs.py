"""A plan as the content of a file, in any format: one row of a table for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.errors import UsageError
from backplan.files.plan_writing import write_json, write_yaml
from backplan.files.tables import write_csv, write_markdown
from backplan.model.plan_format import PlanFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backplan.model.plan import Plan
    from backplan.model.plan_format import Group
    from backplan.model.request import PlanRequest


@dataclass(frozen=True, slots=True)
class _Events:
    """What may be chosen about the events of a calendar; see `written`."""

    group: Group
    busy_events: bool
    previous: bytes | None


def written(
    plan: Plan,
    request: PlanRequest,
    plan_format: PlanFormat,
    *,
    group: Group = "session",
    busy_events: bool = False,
    previous: bytes | None = None,
) -> bytes:
    """Return a plan as the bytes of a file.

    Args:
        plan: what to write.
        request: what it was made from.
        plan_format: any but the terminal's table.
        group: one calendar event per session or one per day.
        busy_events: calendar events block the patient's time.
        previous: the calendar file that this one takes the place of, so that unchanged events keep their stamps.

    Raises:
        UsageError: the table is for terminals only.
    """
    writer = _WRITERS.get(plan_format)
    if writer is None:
        raise UsageError(
            "A table is for the terminal, not for a file.", "Choose json, yaml, markdown, csv, ics or pdf."
        )
    return writer(plan, request, _Events(group, busy_events, previous))


def _calendar(plan: Plan, request: PlanRequest, events: _Events) -> bytes:
    from backplan.calendars.write import write_ics  # noqa: PLC0415 - loads icalendar

    return write_ics(
        plan,
        request.regimen,
        reminder=request.profile.reminder,
        group=events.group,
        busy_events=events.busy_events,
        previous=events.previous,
    )


def _sheet(plan: Plan, request: PlanRequest, _: _Events) -> bytes:
    from backplan.app.sheets import sheet  # noqa: PLC0415 - loads typst

    return sheet(plan, request.regimen)


_WRITERS: Mapping[PlanFormat, Callable[[Plan, PlanRequest, _Events], bytes]] = {
    PlanFormat.JSON: lambda plan, _request, _events: write_json(plan),
    PlanFormat.YAML: lambda plan, _request, _events: write_yaml(plan),
    PlanFormat.CSV: lambda plan, _request, _events: write_csv(plan),
    PlanFormat.MARKDOWN: lambda plan, request, _events: write_markdown(plan, request.regimen),
    PlanFormat.ICS: _calendar,
    PlanFormat.PDF: _sheet,
}
