"""The command that copies a bundled regimen."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from backplan import app
from backplan.cli.environment import Environment
from backplan.cli.options import complete_regimen, option
from backplan.cli.program import examples, single_command
from backplan.errors import UsageError
from backplan.files.disk import save

command = single_command()


def _new_regimen(path: Path) -> Path:
    """Return the path, or raise UsageError if it has another suffix than .yaml or .yml."""
    if path.suffix.lower() not in {".yaml", ".yml"}:
        raise UsageError(f"{path} is not a .yaml file.", f"Use a name such as {path.stem or 'my'}.yaml.")
    return path


NewFile = Annotated[
    Path, typer.Argument(metavar="FILE", callback=_new_regimen, help="File to create, such as my-regimen.yaml.")
]
Source = Annotated[str, option("--from", "NAME", "Bundled regimen to copy.", complete=complete_regimen)]


@command.command(epilog=examples("new my-back.yaml --from low-back", "plan my-back.yaml"))
def new(context: typer.Context, file: NewFile, source: Source = "low-back") -> None:
    """Write a copy of a bundled regimen for you to edit."""
    environment = context.ensure_object(Environment)
    text = app.bundled.regimen_copy(source)
    if os.path.lexists(file):
        raise UsageError(f"{file} already exists; it was not changed.", "Choose another name.")
    save({file: text.encode()})
    environment.say(f"Wrote {file}, a copy of {source}.")
    environment.say("Edit it in any text editor, then make a plan with it:")
    environment.say(f"  {shlex.join(('backplan', 'plan', str(file)))}")
