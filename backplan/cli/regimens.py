"""The command that lists the bundled regimens, or shows one.

Typer reads these annotations when the command is looked at, so this module does not postpone them.
"""

from typing import Annotated

import typer

from backplan import app
from backplan.cli.environment import Environment
from backplan.cli.options import complete_regimen
from backplan.cli.program import examples, single_command
from backplan.files.bundled import bundled_names
from backplan.render.regimen import regimen_text

command = single_command()

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        help="Regimen to show: a bundled one's name, or a file. Without it, all bundled ones are listed.",
        autocompletion=complete_regimen,
    ),
]


@command.command(epilog=examples("regimens", "regimens low-back"))
def regimens(context: typer.Context, name: Name = None) -> None:
    """List the bundled regimens, or show one in words."""
    environment = context.ensure_object(Environment)
    if name is None:
        _list(environment)
        return
    shown = app.regimens.read_regimen(name)
    if environment.on_terminal:
        from backplan.render.regimen_page import regimen_page

        environment.show_page(lambda width: regimen_page(shown, width))
    else:
        environment.show_text(regimen_text(shown))


def _list(environment: Environment) -> None:
    if environment.on_terminal:
        from backplan.render.regimen_page import regimens_page

        known = tuple((one.name, one.title, one.summary) for one in app.regimens.bundled_regimens())
        environment.show_page(lambda width: regimens_page(known, width))
    else:
        environment.show_text("".join(f"{name}\n" for name in bundled_names()))
