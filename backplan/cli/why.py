"""The command that says why a session is where it is in a plan.

Typer reads these annotations when the command is looked at, so this module does not postpone them.
"""

from typing import Annotated

import typer

from backplan import app
from backplan.cli import options
from backplan.cli.choices import ReportFormat, choice
from backplan.cli.environment import Environment
from backplan.cli.inputs import CURRENT_FOLDER, MadeWith
from backplan.cli.program import examples, single_command
from backplan.cli.question import parted, questions
from backplan.files.results import write_answers
from backplan.render.why import answer_blocks

command = single_command()

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="[not] PLAN ACTIVITY DAY [TIME]",
        help="The plan's file, an activity's name or a part of it, a weekday or a date, and a time if you mean one."
        " In place of activity and day, a session's id.",
    ),
]
Format = Annotated[ReportFormat, choice("--format", ReportFormat, help="Output format.")]


@command.command(
    epilog=examples(
        "why my-plan.ics aerobics tuesday",
        "why not my-plan.ics aerobics 2026-12-01 18:00",
        "why not my-plan.ics aerobics sunday --profile me.yaml",
    )
)
def why(
    context: typer.Context,
    words: Words,
    regimen: options.RegimenOfPlan = None,
    profile: options.ProfileFile = None,
    busy: options.Busy = None,
    away: options.Away = None,
    after: options.After = None,
    report_format: Format = ReportFormat.TEXT,
) -> None:
    """Say why a session is where it is, or why it is not elsewhere.

    Give the profile, calendars and days away again that the plan was made with.
    """
    environment = context.ensure_object(Environment)
    file, asked = parted(words)
    opened = app.plans.open_plan(file, regimen=regimen, beside=CURRENT_FOLDER)
    today = environment.today(opened.plan.timezone)
    meant = questions(opened.plan, opened.regimen, asked, today)
    made_with = MadeWith(profile, busy or (), away or (), after)
    request = made_with.request(opened, made_with.person(opened.regimen))
    with environment.working("Planning again"):
        answers = tuple(app.explaining.why(request, opened.plan, question, today) for question in meant)
    if report_format is ReportFormat.JSON:
        environment.write(write_answers(answers))
    else:
        environment.show(answer_blocks(answers))
