"""The program, and its commands by name.

Each command is in the module of its name, which is imported only when that command is needed, and `backplan.app`
imports use cases when they are first called. So nobody waits for a library that is not used.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Annotated, Protocol

import typer
from typer.core import TyperCommand, TyperGroup

from backplan import __version__

COMMANDS = {
    "plan": "Make the best plan that follows a regimen.",
    "check": "Check a plan, calendar, regimen, profile or clinic file.",
    "why": "Explain why a session is where it is, or why it is not elsewhere.",
    "print": "Make a printable sheet (PDF) of a plan or regimen.",
    "regimens": "List the bundled regimens, or show one in words.",
    "new": "Write a copy of a bundled regimen for you to edit.",
    "figure": "List the drawings of exercises, describe one, or save it.",
}
"""Each command with the first sentence of its help."""


class _Formatter(Protocol):
    """The writer of a help page; typer's own class for it has no public name."""

    def section(self, name: str) -> AbstractContextManager[None]: ...

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...


class _LateCommands(TyperGroup):
    """A group that imports its commands when they are needed."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - typer gives it
        """Return the commands' names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002 - typer gives it
        """Return a command; for an unknown name, load all so that typer can suggest the nearest."""
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                module = import_module(f"backplan.cli.{name}")
                self.commands[name] = typer.main.get_command(module.command)
        command = self.commands.get(cmd_name)
        assert command is None or isinstance(command, TyperCommand)
        return command

    def format_commands(self, ctx: object, formatter: _Formatter) -> None:  # noqa: ARG002 - typer gives it
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(tuple(COMMANDS.items()))


def single_command() -> typer.Typer:
    """Return the object to which a module adds its one command, under the name `command`."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def examples(*arguments: str) -> str:
    """Return the end of a command's help: lines to copy, each given without `backplan`."""
    return "\b\nExamples:\n" + "".join(f"  backplan {line}\n" for line in arguments)


program = typer.Typer(
    name="backplan",
    cls=_LateCommands,
    help="Turn a home-exercise prescription into the best weekly plan that follows it.",
    epilog=examples("plan", "plan low-back --start monday --output my-plan.ics", "regimens low-back"),
    # Plain help works well with a screen reader, and needs no rich.
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
