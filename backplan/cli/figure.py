"""The command that shows drawings of exercises."""

from pathlib import Path
from typing import Annotated

import typer

from backplan import app
from backplan.cli.environment import Environment
from backplan.cli.options import option
from backplan.cli.program import examples, single_command
from backplan.errors import UsageError
from backplan.files.bundled import figure_names
from backplan.files.disk import save
from backplan.files.figures import figure as read_figure
from backplan.render.page import Block, Command, Row

command = single_command()

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        callback=lambda name: name and name.lower(),
        help="Name of the drawing, as in a regimen's `figure`. Default: list them all.",
        autocompletion=lambda incomplete: [name for name in figure_names() if name.startswith(incomplete)],
    ),
]
File = Annotated[Path | None, option("--output -o", "FILE", "File to write (.svg or .png).")]


@command.command(epilog=examples("figure", "figure bridge", "figure bridge -o bridge.png"))
def figure(context: typer.Context, name: Name = None, output: File = None) -> None:
    """List the drawings of exercises, describe one, or save it."""
    environment = context.ensure_object(Environment)
    if name is None:
        if output is not None:
            raise UsageError("--output needs the name of a drawing.", "Run `backplan figure` for the list.")
        environment.show_names(figure_names(), lambda name: Row(read_figure(name).title, name))
    elif output is not None:
        save({output: app.bundled.figure_image(name, output.suffix)})
        environment.say(f"Wrote {output}")
    elif environment.on_terminal:
        environment.show((_description(name),))
    else:
        environment.show_text(read_figure(name).svg)


def _description(name: str) -> Block:
    """Return what a drawing shows and how to see it, since a terminal shows no pictures."""
    drawing = read_figure(name)
    command_words = ("backplan", "figure", name, "--output", f"{name}.png")
    return Block((Row(drawing.alt), Row("See it:"), Command(command_words)), heading=drawing.title)
