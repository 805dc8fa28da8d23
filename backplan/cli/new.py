"""The command that copies a bundled regimen.

Typer reads these annotations when the command is looked at, so this module does not postpone them.
"""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from backplan import app
from backplan.cli.environment import Environment
from backplan.cli.options import complete_regimen
from backplan.cli.program import examples, single_command
from backplan.errors import UsageError
from backplan.files.disk import save

command = single_command()


def _new_regimen(path: Path) -> Path:
    """Accept the name of a regimen's file.

    Raises:
        UsageError: it is the name of another kind of file.
    """
    if path.suffix.lower() not in {".yaml", ".yml"}:
        raise UsageError(f"A regimen is a .yaml file, and {path} is not.", f"Name it {path.stem or 'my'}.yaml.")
    return path


NewFile = Annotated[
    Path, typer.Argument(metavar="FILE", callback=_new_regimen, help="File to make, such as my-regimen.yaml.")
]
Source = Annotated[
    str,
    typer.Option("--from", metavar="NAME", help="Bundled regimen to begin with.", autocompletion=complete_regimen),
]


@command.command(epilog=examples("new my-back.yaml --from low-back", "plan my-back.yaml"))
def new(context: typer.Context, file: NewFile, source: Source = "low-back") -> None:
    """Write a copy of a bundled regimen, to be changed into your own."""
    environment = context.ensure_object(Environment)
    text = app.bundled.regimen_copy(source)
    if os.path.lexists(file):
        raise UsageError(f"{file} exists already and stays as it is.", "Choose another name.")
    save({file: text.encode()})
    environment.say(f"Wrote {file}, a copy of {source}.")
    environment.say("Change it in any text editor, then plan with it:")
    environment.say(f"  {shlex.join(('backplan', 'plan', str(file)))}")
