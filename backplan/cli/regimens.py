"""The command that lists the bundled regimens, or shows one."""

from typing import Annotated

import typer

from backplan import app
from backplan.cli.environment import Environment
from backplan.cli.options import complete_regimen
from backplan.cli.program import examples, single_command
from backplan.files.bundled import bundled_names
from backplan.render.page import Row
from backplan.render.regimen import regimen_blocks

command = single_command()

LONGEST_LINE = 90
"""Columns. In longer lines of prose, the eye loses its place."""

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        help="Regimen to show: name of a bundled one, or a file. Default: list all bundled ones.",
        autocompletion=complete_regimen,
    ),
]


@command.command(epilog=examples("regimens", "regimens low-back"))
def regimens(context: typer.Context, name: Name = None) -> None:
    """List the bundled regimens, or show one in words."""
    environment = context.ensure_object(Environment)
    if name is None:
        environment.show_names(bundled_names(), _row)
    else:
        environment.show(regimen_blocks(app.inputs.read_regimen(name)), LONGEST_LINE)


def _row(name: str) -> Row:
    regimen = app.inputs.read_regimen(name)
    return Row(f"{regimen.title}. {regimen.summary}".strip(), name)
