"""Where a command runs: its streams, the clock, the system's time zone.

Only this module asks the system for them. Commands get one `Environment`; tests make their own.
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

from backplan.language.did_you_mean import iana_zone
from backplan.language.wording import plain_text
from backplan.render.page import Block, plain_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from rich.console import Console, RenderableType

    from backplan.render.page import Row

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Environment:
    """What a command may know of the world, and where it may write.

    Attributes:
        stdout: for data only.
        stderr: for notes, warnings and errors.
        now: returns the current instant, with its zone.
        system_zone: the system's IANA time zone, or None if not known.
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
        """Return the system's zone; UTC, with a note, if it is not known."""
        if self.system_zone is None:
            self.say("Note: the system time zone could not be determined; using UTC.")
            self.say("Set yours with --timezone, such as --timezone Europe/Berlin.")
        return self.system_zone or "UTC"

    def today(self, zone: str) -> date:
        """Return today's date in a zone."""
        return self.now().astimezone(ZoneInfo(zone)).date()

    @property
    def on_terminal(self) -> bool:
        """Return whether standard output is a terminal."""
        return self.stdout.isatty()

    def say(self, sentence: str) -> None:
        """Write one line to standard error, without characters that would control the terminal."""
        indent = " " * (len(sentence) - len(sentence.lstrip(" ")))
        # If standard error takes nothing, nobody can be told, and the data may still be whole.
        with suppress(OSError):
            self.stderr.write(f"{indent}{plain_text(sentence)}\n")
            self.stderr.flush()

    def show(self, blocks: Iterable[Block], longest: int | None = None) -> None:
        """Write blocks of words: laid out on a terminal, in at most `longest` columns; as plain lines elsewhere."""
        if not self.on_terminal:
            self.show_text("".join(f"{line.rstrip()}\n" for line in plain_lines(blocks)))
            return
        from backplan.render.layout import laid_out

        self.show_page(lambda width: laid_out(blocks, min(width, longest or width)))

    def show_names(self, names: Sequence[str], row: Callable[[str], Row]) -> None:
        """Write a list: a row for each name on a terminal, the name alone elsewhere."""
        if self.on_terminal:
            self.show((Block(tuple(map(row, names))),))
        else:
            self.show_text("".join(f"{name}\n" for name in names))

    def show_page(self, page: Callable[[int], RenderableType]) -> None:
        """Write a page to a terminal, laid out for its width."""
        console = _console(self.stdout)
        console.print(page(console.width))

    def show_text(self, text: str) -> None:
        """Write plain text to standard output."""
        self.stdout.write(text)

    def write(self, data: bytes) -> None:
        """Write data to standard output, byte for byte."""
        self.stdout.flush()
        self.stdout.buffer.write(data)
        self.stdout.buffer.flush()

    def working(self, what: str) -> AbstractContextManager[object]:
        """Show on a terminal that work is going on."""
        return _console(self.stderr).status(what) if self.stderr.isatty() else nullcontext()

    def each(self, items: Sequence[_Item], what: str) -> Iterator[_Item]:
        """Yield the items, with a progress bar on a terminal."""
        if len(items) < 2 or not self.stderr.isatty():
            yield from items
            return
        from rich.progress import track

        yield from track(items, what, console=_console(self.stderr), transient=True)


def keep_plugins_out() -> None:
    """Keep pydantic from loading plugins, which would see what patients write, and from searching for them."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


def _usable(stream: TextIO | None) -> TextIO:
    """Return the stream, with a substitute for characters that it cannot show; of a closed one, the null device."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper) and isinstance(stream.buffer, RawIOBase):
        # Under PYTHONUNBUFFERED, a nearly full disk takes part of what is written, without an error for the rest.
        return open(stream.fileno(), "w", encoding=stream.encoding, errors="replace", closefd=False)
    if isinstance(stream, TextIOWrapper):
        # A plan must not fail over a title.
        stream.reconfigure(errors="replace")
    return stream


def _console(stream: TextIO) -> Console:
    from rich.console import Console  # takes longer to load than most commands run without it

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def system_zone(environment: Mapping[str, str], root: Path = Path("/")) -> str | None:
    """Return the system's IANA time zone: from TZ, from the link /etc/localtime, or from /etc/timezone."""
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
