"""The program's entry and its one error boundary: whatever happens, people get a sentence and never a traceback.

A traceback may show what a patient wrote, so an unexpected error tells its type and its place in the code only.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

import backplan
from backplan.cli.environment import Environment, keep_plugins_out
from backplan.cli.program import COMMANDS, program
from backplan.errors import BackplanError, BadFileError, ExitStatus, FilesError
from backplan.language.wording import capitalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["main", "program", "run"]

ISSUES = "https://github.com/backplan/backplan/issues"
OBJECTS_BETWEEN_COLLECTIONS = 50_000
INTERRUPTED = 130
"""The shells' status for a program ended by Ctrl-C."""
READER_GONE = 141
"""The shells' status for a program whose reader, such as `head`, has closed the pipe."""

# The class above typer's public BadParameter covers every kind of bad usage; which library's it is depends on the
# version of typer.
_BadUsage = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[1])


def main() -> None:
    """Run the program on the process's arguments and ends the process."""
    # Nearly all that a command makes stays in use until it ends. To look for garbage at every turn while modules load,
    # and through everything once more at the end, takes a tenth of a short command's time and finds nothing.
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    keep_plugins_out()
    with _alone_on_standard_error(Environment.of_system()) as environment:
        status = run(sys.argv[1:], environment)
    gc.freeze()
    sys.exit(status)


@contextmanager
def _alone_on_standard_error(environment: Environment) -> Iterator[Environment]:
    """Give the environment a stream for its talk that nobody else can write to.

    Where the layout engine fails, it writes pages about itself, and of what people wrote, to standard error. Meanwhile
    these go nowhere.
    """
    try:
        number = environment.stderr.fileno()
        own = os.dup(number)
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except (OSError, ValueError):
        yield environment
        return
    encoding, errors = environment.stderr.encoding, environment.stderr.errors
    stream = TextIOWrapper(os.fdopen(own, "wb"), encoding=encoding, errors=errors, line_buffering=True)
    os.dup2(nowhere, number)
    os.close(nowhere)
    try:
        yield replace(environment, stderr=stream)
    finally:
        os.dup2(own, number)
        # What standard error does not take, nobody can be told.
        with suppress(OSError):
            stream.close()


def run(arguments: Sequence[str], environment: Environment) -> int:
    """Run one command.

    Args:
        arguments: what stands after the program's name.
        environment: its streams, clock and time zone.

    Returns:
        the exit status.
    """
    try:
        status = _status(arguments, environment)
        environment.stdout.flush()
    except BrokenPipeError:
        _drop_output(environment)
        return READER_GONE
    except OSError as error:
        _drop_output(environment)
        _explain(environment, [f"Cannot write the output: {error.strerror or type(error).__name__}."], "")
        return ExitStatus.BAD_INPUT
    return status


def _status(arguments: Sequence[str], environment: Environment) -> int:
    try:
        ended = program(list(arguments), prog_name="backplan", standalone_mode=False, obj=environment)
    except BackplanError as error:
        errors = error.errors if isinstance(error, FilesError) else (error,)
        _explain(environment, [line for one in errors for line in _lines(one, hinted=len(errors) > 1)], error.hint)
        return error.exit_status
    except _BadUsage as error:
        command = error.ctx.command_path if error.ctx else _command(arguments)
        _explain(environment, [error.format_message()], f"Run `{command} --help` for the options.")
        return ExitStatus.BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        environment.say("Stopped.")
        return INTERRUPTED
    except OSError:
        # Files are read and written behind errors of our own, so this is standard output: the caller's affair.
        raise
    except SystemExit as stop:
        # Typer ends by itself after completion scripts, and where it finds a pipe's reader gone.
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        return stop.code if isinstance(stop.code, int) else ExitStatus.OK
    except BaseException as error:  # noqa: BLE001 - the boundary: no error may reach a person as a traceback
        _apologize(environment, error)
        return ExitStatus.BAD_INPUT
    return ended if isinstance(ended, int) else ExitStatus.OK


def _lines(error: BackplanError, *, hinted: bool) -> Iterator[str]:
    """Yield what an error says, a line for each fault, with its hint where that is not said below."""
    if isinstance(error, BadFileError):
        yield from map(str, error.faults)
    else:
        yield f"{error.message} {error.hint}" if hinted and error.hint else error.message


def _command(arguments: Sequence[str]) -> str:
    """Return the command that was meant, where the parser stopped before it knew."""
    return " ".join(("backplan", *(name for name in arguments[:1] if name in COMMANDS)))


def _explain(environment: Environment, messages: Sequence[str], hint: str) -> None:
    """Say each message in a line of its own, whatever breaks of line a file's name in it may have."""
    first, *others = messages
    environment.say(f"Error: {first}")
    for line in others:
        environment.say(f"       {line}")
    if hint:
        environment.say(capitalized(hint))


def _apologize(environment: Environment, error: BaseException) -> None:
    environment.say(f"Internal error in backplan {backplan.__version__}: {_place(error)}.")
    environment.say(f"Please report this line, and the command without personal details, at {ISSUES}.")


def _place(error: BaseException) -> str:
    """Return an error's type and the last line of our code that it passed; none of its data."""
    package = Path(backplan.__file__).parent
    places = [
        f" at {Path(frame.filename).relative_to(package.parent).as_posix()} line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if package in Path(frame.filename).parents
    ]
    return f"{type(error).__name__}{places[-1] if places else ''}"


def _drop_output(environment: Environment) -> None:
    """Let what is left in the buffers go nowhere, so that nothing complains when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, environment.stdout.fileno())
