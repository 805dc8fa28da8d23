"""A plan as the content of a file, in any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.errors import UsageError
from backplan.files.plan_writing import write_json, write_yaml
from backplan.files.tables import write_csv, write_markdown
from backplan.model.plan_format import PlanFormat

if TYPE_CHECKING:
    from backplan.model.plan import Plan
    from backplan.model.plan_format import Group
    from backplan.model.request import PlanRequest


def written(
    plan: Plan,
    request: PlanRequest,
    plan_format: PlanFormat,
    *,
    group: Group = "session",
    busy_events: bool = False,
    previous: bytes | None = None,
) -> bytes:
    """Return a plan as the content of a file.

    For a calendar, `group` and `busy_events` say how to make events, and unchanged events keep the timestamps that they
    have in `previous`, the file that is replaced.

    Raises:
        UsageError: the format is the table.
    """
    match plan_format:
        case PlanFormat.JSON:
            return write_json(plan)
        case PlanFormat.YAML:
            return write_yaml(plan)
        case PlanFormat.CSV:
            return write_csv(plan)
        case PlanFormat.MARKDOWN:
            return write_markdown(plan, request.regimen)
        case PlanFormat.ICS:
            from backplan.calendars.write import write_ics  # noqa: PLC0415 - loads icalendar

            reminder = request.profile.reminder
            return write_ics(
                plan, request.regimen, reminder=reminder, group=group, busy_events=busy_events, previous=previous
            )
        case PlanFormat.PDF:
            from backplan.app.sheets import sheet  # noqa: PLC0415 - loads typst

            return sheet(plan, request.regimen)
        case PlanFormat.TABLE:
            raise UsageError(
                "A table can only be shown in the terminal, not written to a file.",
                "Choose json, yaml, markdown, csv, ics or pdf.",
            )
