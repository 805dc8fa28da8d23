"""The command that shows drawings of exercises.

Typer reads these annotations when the command is looked at, so this module does not postpone them.
"""

from pathlib import Path
from typing import Annotated

import typer

from backplan import app
from backplan.cli.environment import Environment
from backplan.cli.program import examples, single_command
from backplan.errors import UsageError
from backplan.files.bundled import figure_names
from backplan.files.disk import save
from backplan.files.figures import figure as read_figure

command = single_command()


def _complete(incomplete: str) -> list[str]:
    return [name for name in figure_names() if name.startswith(incomplete)]


def _in_lower_case(name: str | None) -> str | None:
    return name and name.lower()


Name = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        callback=_in_lower_case,
        help="Drawing, by the name that a regimen gives as `figure`. Without it, all are listed.",
        autocompletion=_complete,
    ),
]
File = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="File to write, .svg or .png."),
]


@command.command(epilog=examples("figure", "figure bridge", "figure bridge -o bridge.png"))
def figure(context: typer.Context, name: Name = None, output: File = None) -> None:
    """List the drawings of exercises, describe one, or save it."""
    environment = context.ensure_object(Environment)
    if name is None:
        if output is not None:
            raise UsageError("--output needs the name of a drawing.", "`backplan figure` lists them all.")
        _list(environment)
    elif output is not None:
        save({output: app.drawings.figure_image(name, output.suffix)})
        environment.say(f"Wrote {output}")
    elif environment.on_terminal:
        _describe(environment, name)
    else:
        environment.show_text(read_figure(name).svg)


def _list(environment: Environment) -> None:
    if environment.on_terminal:
        from backplan.render.regimen_page import figures_page

        known = tuple((name, read_figure(name).title) for name in figure_names())
        environment.show_page(lambda width: figures_page(known, width))
    else:
        environment.show_text("".join(f"{name}\n" for name in figure_names()))


def _describe(environment: Environment, name: str) -> None:
    """Say what a drawing shows and how to see it, since a terminal shows no pictures."""
    from backplan.render.regimen_page import figure_page

    drawn = read_figure(name)
    words = ("backplan", "figure", drawn.name, "--output", f"{drawn.name}.png")
    environment.show_page(lambda width: figure_page(drawn.title, drawn.alt, words, width))
