"""Where a command runs: its streams, the clock, the system's time zone.

This is the only module that asks the system for any of them. Commands get one `Environment`; tests make their own.
"""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import RawIOBase, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar
from zoneinfo import ZoneInfo

from backplan.language.suggest import iana_zone
from backplan.language.wording import plain_text
from backplan.render.page import plain_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from rich.console import Console, RenderableType

    from backplan.render.page import Block

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Environment:
    """What a command may know of the world, and where it may write.

    Attributes:
        stdout: data only.
        stderr: talk: notes, warnings, errors.
        now: the current instant, aware.
        system_zone: the system's IANA time zone, or None where it is not known.
    """

    stdout: TextIO
    stderr: TextIO
    now: Callable[[], datetime]
    system_zone: str | None

    @classmethod
    def of_system(cls) -> Environment:
        """Return the environment of this process."""
        return cls(_usable(sys.stdout), _usable(sys.stderr), lambda: datetime.now(UTC), system_zone(os.environ))

    def zone(self) -> str:
        """Return the system's zone; UTC, with a note, where it is not known."""
        if self.system_zone is None:
            self.say("Note: the system time zone could not be determined; using UTC.")
            self.say("Give yours with --timezone, such as --timezone Europe/Berlin.")
        return self.system_zone or "UTC"

    def today(self, zone: str) -> date:
        """Return the day that it is in a zone."""
        return self.now().astimezone(ZoneInfo(zone)).date()

    @property
    def on_terminal(self) -> bool:
        """Tell whether a person reads standard output as it comes, and not through a pipe."""
        return self.stdout.isatty()

    def say(self, sentence: str) -> None:
        """Write one line of talk; characters that would command the terminal are left out."""
        indent = " " * (len(sentence) - len(sentence.lstrip(" ")))
        # Where standard error takes nothing there is nobody to tell, and the data may still be whole.
        with suppress(OSError):
            self.stderr.write(f"{indent}{plain_text(sentence)}\n")
            self.stderr.flush()

    def show(self, blocks: Iterable[Block]) -> None:
        """Write blocks of words: laid out on a terminal, as plain lines elsewhere."""
        if not self.on_terminal:
            self.show_text("".join(f"{line.rstrip()}\n" for line in plain_lines(blocks)))
            return
        from backplan.render.layout import laid_out

        self.show_page(lambda width: laid_out(blocks, width))

    def show_page(self, page: Callable[[int], RenderableType]) -> None:
        """Write a page on a terminal, laid out for its width."""
        console = _console(self.stdout)
        console.print(page(console.width))

    def show_text(self, text: str) -> None:
        """Write plain text on standard output, where no person reads it as it comes."""
        self.stdout.write(text)

    def write(self, data: bytes) -> None:
        """Write data on standard output, byte for byte."""
        self.stdout.flush()
        self.stdout.buffer.write(data)
        self.stdout.buffer.flush()

    def working(self, what: str) -> AbstractContextManager[object]:
        """Show that work is going on, to a person at a terminal only."""
        return _console(self.stderr).status(what) if self.stderr.isatty() else nullcontext()

    def each(self, items: Sequence[_Item], what: str) -> Iterator[_Item]:
        """Yield the items, with a bar that shows how far the work on them is, to a person at a terminal only."""
        if len(items) < 2 or not self.stderr.isatty():
            yield from items
            return
        from rich.progress import track

        yield from track(items, what, console=_console(self.stderr), transient=True)


def keep_plugins_out() -> None:
    """Keep pydantic from loading plugins into this process: they would see what patients write.

    Looking for them reads something of every package that is installed, too.
    """
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


def _usable(stream: TextIO | None) -> TextIO:
    """Return the stream, made to show something for characters that it cannot; nowhere, where it was closed."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper) and isinstance(stream.buffer, RawIOBase):
        # Under PYTHONUNBUFFERED a nearly full disk takes a part of what is written, and no error tells of the rest.
        return open(stream.fileno(), "w", encoding=stream.encoding, errors="replace", closefd=False)
    if isinstance(stream, TextIOWrapper):
        # A plan must not fail over a title.
        stream.reconfigure(errors="replace")
    return stream


def _console(stream: TextIO) -> Console:
    from rich.console import Console  # takes longer to load than most commands run without it

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def system_zone(environment: Mapping[str, str], root: Path = Path("/")) -> str | None:
    """Return the system's IANA time zone: from TZ, from the link /etc/localtime, or from /etc/timezone.

    Args:
        environment: the process's variables.
        root: where the system's files are.
    """
    if "TZ" in environment:
        # POSIX: an empty TZ is UTC; a leading colon and a path to the zone's file are usual.
        name = environment["TZ"].removeprefix(":")
        zone = iana_zone(name.rpartition("zoneinfo/")[2] or "UTC")
        return None if zone is None else zone.key
    link = root / "etc" / "localtime"
    targets = [str(link.readlink()), os.path.realpath(link)] if link.is_symlink() else []
    listed = root / "etc" / "timezone"
    named = [target.rpartition("zoneinfo/")[2] for target in targets if "zoneinfo/" in target]
    if listed.is_file():
        named.append(listed.read_text(encoding="utf-8", errors="replace").strip())
    return next((zone.key for zone in map(iana_zone, named) if zone), None)
