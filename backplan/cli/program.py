"""The program that the commands belong to."""

from typing import Annotated

import typer

from backplan import __version__

program = typer.Typer(
    name="backplan",
    help="Turns a home-exercise prescription into the best weekly plan that obeys it.",
    epilog="\b\nExamples:\n"
    "  backplan plan\n"
    "  backplan plan low-back --start monday --output my-plan.ics\n"
    "  backplan regimens low-back\n",
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
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None and not version:
        typer.echo(context.get_help())
