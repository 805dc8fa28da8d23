"""The command that shows drawings of exercises.

Typer reads these annotations when the program runs, so this module does not postpone them.
"""

import typer

from backplan import app
from backplan.cli import options
from backplan.cli.environment import Surroundings
from backplan.cli.program import program
from backplan.errors import UsageError


@program.command(
    epilog="\b\nExamples:\n  backplan figure\n  backplan figure bridge\n  backplan figure bridge -o bridge.png\n"
)
def figure(context: typer.Context, name: options.FigureName = None, output: options.FigureFile = None) -> None:
    """List the drawings of exercises, say what one shows, or write it to a file."""
    around = context.ensure_object(Surroundings)
    if name is None:
        if output is not None:
            raise UsageError("Which drawing is to be written is not said.", "`backplan figure` lists them all.")
        _list(around)
    elif output is not None:
        app.save({output: app.figure_image(name, output.suffix)})
        around.say(f"Wrote {output}")
    elif around.on_terminal:
        _describe(around, name)
    else:
        around.show_text(app.figure(name).svg)


def _list(around: Surroundings) -> None:
    if around.on_terminal:
        from backplan.render.regimen_page import figures_page  # loads rich

        known = tuple((name, app.figure(name).title) for name in app.figure_names())
        around.show_page(lambda width: figures_page(known, width))
    else:
        around.show_text("".join(f"{name}\n" for name in app.figure_names()))


def _describe(around: Surroundings, name: str) -> None:
    """A terminal shows no pictures, so it tells what this one shows and how to see it."""
    from backplan.render.regimen_page import figure_page  # loads rich

    drawn = app.figure(name)
    command = ("backplan", "figure", drawn.name, "--output", f"{drawn.name}.png")
    around.show_page(lambda width: figure_page(drawn.title, drawn.alt, command, width))
