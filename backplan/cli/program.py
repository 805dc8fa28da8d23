"""The program, and its commands by name.

Each command is in the module of its name, which is imported when that command is looked at; its work is done by use
cases that `backplan.app` imports when they are first called. So nobody waits for a library that goes unused.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Annotated, Protocol

import typer
from typer.core import TyperCommand, TyperGroup

from backplan import __version__

COMMANDS = {
    "plan": "Make the best plan that obeys a regimen.",
    "check": "Check a plan, calendar, regimen, profile or clinic file.",
    "why": "Say why a session is where it is, or why it is not elsewhere.",
    "print": "Make a printable sheet (PDF) from a plan or a regimen.",
    "regimens": "List the bundled regimens, or show one in words.",
    "new": "Write a copy of a bundled regimen, to be changed into your own.",
    "figure": "List the drawings of exercises, describe one, or save it.",
}
"""Each command with the first sentence of its help."""


class _Help(Protocol):
    """What a page of help is written with; typer's own class for it has no public name."""

    def section(self, name: str) -> AbstractContextManager[None]: ...

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...


class _LateCommands(TyperGroup):
    """A group whose commands are looked up by name."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - typer gives it
        """Return the commands' names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002 - typer gives it
        """Return a command; after an unknown name all are known, so that typer can suggest the nearest."""
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                module = import_module(f"backplan.cli.{name}")
                self.commands[name] = typer.main.get_command(module.command)
        found = self.commands.get(cmd_name)
        assert found is None or isinstance(found, TyperCommand)
        return found

    def format_commands(self, ctx: object, formatter: _Help) -> None:  # noqa: ARG002 - typer gives it
        """Write the list of commands without looking at any."""
        with formatter.section("Commands"):
            formatter.write_dl(tuple(COMMANDS.items()))


def single_command() -> typer.Typer:
    """Return what a module adds its one command to, under the name `command`."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def examples(*arguments: str) -> str:
    """Return the end of a command's help: lines to copy, each from what stands after `backplan`."""
    return "\b\nExamples:\n" + "".join(f"  backplan {line}\n" for line in arguments)


program = typer.Typer(
    name="backplan",
    cls=_LateCommands,
    help="Turns a home-exercise prescription into the best weekly plan that obeys it.",
    epilog=examples("plan", "plan low-back --start monday --output my-plan.ics", "regimens low-back"),
    # Plain help is read well by a screen reader, and needs no rich.
    rich_markup_mode=None,
    # A traceback with its locals would print what a patient wrote; main() has the one error boundary.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"backplan {__version__}")
        raise typer.Exit


@program.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None and not version:
        typer.echo(context.get_help())
