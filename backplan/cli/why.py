"""The command that explains why a session is where it is in a plan."""

from typing import Annotated

import typer

from backplan import app
from backplan.cli import options
from backplan.cli.environment import Environment
from backplan.cli.inputs import CURRENT_FOLDER, Inputs
from backplan.cli.options import ReportFormat
from backplan.cli.program import examples, single_command
from backplan.cli.question import file_and_words, questions
from backplan.files.results import write_answers
from backplan.render.why import answer_blocks

command = single_command()

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="[not] PLAN ACTIVITY DAY [TIME]",
        help="Plan file, activity (all or part of its name), weekday or date, and optionally a time."
        " Instead of activity and day, you can give a session id.",
    ),
]


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
    report_format: options.Report = ReportFormat.TEXT,
) -> None:
    """Explain why a session is where it is, or why it is not elsewhere.

    Give the same calendars that the plan was made with; a calendar (.ics) also needs its profile.
    """
    environment = context.ensure_object(Environment)
    file, words_of_question = file_and_words(words)
    opened = app.inputs.open_plan(file, regimen=regimen, beside=CURRENT_FOLDER)
    today = environment.today(opened.plan.timezone)
    asked = questions(opened.plan, opened.regimen, words_of_question, today)
    inputs = Inputs(profile=profile, busy=busy or (), away=away or (), after=after)
    request = inputs.request_of(opened, inputs.profile_of(opened, file))
    with environment.working("Planning again"):
        answers = tuple(app.explaining.why(request, opened.plan, question, today) for question in asked)
    if report_format is ReportFormat.JSON:
        environment.write(write_answers(answers))
    else:
        environment.show(answer_blocks(answers))
