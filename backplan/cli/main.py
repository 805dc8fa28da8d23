"""The program's entry and its one error boundary: people get a sentence, never a traceback.

A traceback may show what a patient wrote, so an unexpected error is reported only by its type and place in the code.
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

# The class above typer's public BadParameter covers every kind of bad usage; which library it is from depends on the
# version of typer.
_BadUsage = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[1])


def main() -> None:
    """Run the program on the process's arguments and end the process."""
    # Nearly everything that a command makes is in use until it ends. Collecting garbage while modules load, and once
    # more at the end, would take a tenth of a short command's time and find nothing.
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
    """Run one command, given by the words after the program's name, and return the exit status."""
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
        result = program(list(arguments), prog_name="backplan", standalone_mode=False, obj=environment)
    except BackplanError as error:
        _explain(environment, list(_lines(error)), error.hint)
        return error.exit_status
    except _BadUsage as error:
        command = error.ctx.command_path if error.ctx else _command(arguments)
        _explain(environment, [error.format_message()], f"Run `{command} --help` for the options.")
        return ExitStatus.BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        environment.say("Stopped.")
        return INTERRUPTED
    except OSError:
        # Our files have errors of their own, so this is standard output: the caller's affair.
        raise
    except SystemExit as stop:
        # Typer exits by itself after completion scripts, and if a pipe's reader is gone.
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        return stop.code if isinstance(stop.code, int) else ExitStatus.OK
    except BaseException as error:  # noqa: BLE001 - the boundary: no error may reach a person as a traceback
        environment.say(f"Internal error in backplan {backplan.__version__}: {_place(error)}.")
        environment.say(f"Please report this line and the command (without personal details) at {ISSUES}.")
        return ExitStatus.BAD_INPUT
    return result if isinstance(result, int) else ExitStatus.OK


def _lines(error: BackplanError) -> Iterator[str]:
    """Yield a line for each fault; of several errors, each line has its own hint."""
    if isinstance(error, FilesError):
        for part in error.errors:
            hint = "" if isinstance(part, BadFileError) or not part.hint else f" {part.hint}"
            yield from (f"{line}{hint}" for line in _lines(part))
    elif isinstance(error, BadFileError):
        yield from map(str, error.faults)
    else:
        yield error.message


def _command(arguments: Sequence[str]) -> str:
    """Return the command that was meant, if the parser stopped before it knew."""
    return " ".join(("backplan", *(name for name in arguments[:1] if name in COMMANDS)))


def _explain(environment: Environment, messages: Sequence[str], hint: str) -> None:
    """Print each message on a line of its own, then the hint."""
    for number, message in enumerate(messages):
        environment.say(f"{'       ' if number else 'Error: '}{message}")
    if hint:
        environment.say(capitalized(hint))


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
    """Discard what is left in the buffers, so that nothing complains when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, environment.stdout.fileno())
