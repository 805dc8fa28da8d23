"""A file's values with their places, and faults that name the place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import yaml

from backplan.errors import BadFileError, Fault
from backplan.language.wording import UNFIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
KeyPath: TypeAlias = "tuple[str | int, ...]"

MOST_FAULTS = 100
"""More are not worth reading, nor the time to word them."""
RIGHT_FILE = "check that this is the right file"
"""What to try if a file is nothing like what it should be."""


class Place(NamedTuple):
    """Line and column, both counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Node:
    """One value and where it is written; an alias is the very node that it stands for.

    Attributes:
        content: the text, None for an empty value, the items, or the values by key.
        keys: where each key of a group is.
        quoted: the text is in quotes or a block, so it is text whatever it looks like.
        flow: the list is written as `[a, b]`, so every comma ends an item.
        spoiled: a fault has been reported here, so other faults of the value are irrelevant.
    """

    place: Place
    content: str | list[Node] | dict[str, Node] | None = None
    keys: dict[str, Place] = field(default_factory=dict)
    quoted: bool = False
    flow: bool = False
    spoiled: bool = False


@dataclass(slots=True)
class Source:
    """A file that has been read.

    Attributes:
        file: its name as the person gave it.
        root: its outermost value, a group of keys.
        value: the same without places.
        faults: its mistakes in YAML.
        text: the whole file.
    """

    file: str
    root: Node
    value: dict[str, Value]
    faults: list[Fault]
    text: str = ""

    def text_without(self, key: str) -> str:
        """Return the file's text without one of its outermost keys, its value and the comments after it."""
        own = self.root.keys.get(key)
        if own is None:
            return self.text
        others = [place for place in self.root.keys.values() if place != own]
        lines = self.text.splitlines(keepends=True)
        end = min((place.line for place in others if place > own), default=len(lines) + 1)
        cut = "".join(lines[own.line - 1 : end - 1])
        if own.column > 1 or any(place.line == own.line for place in others) or "&" in cut:
            # Keys written in braces share lines, and what is cut may be needed by an alias elsewhere.
            return yaml.safe_dump({name: value for name, value in self.value.items() if name != key}, sort_keys=False)
        return "".join((*lines[: own.line - 1], *lines[end - 1 :]))

    def fault(self, path: KeyPath, found: str, expected: str, hint: str = "", *, at_key: bool = False) -> Fault | None:
        """Return a fault at a path (keys, and indexes from 0) or at the nearest value around it.

        `at_key` means the last key itself, not its value. None if a fault has been reported there already.
        """
        node, place, known = self.root, self.root.place, 0
        for step in path:
            child, key_place = _child(node, step)
            if child is None:
                break
            node, known = child, known + 1
            # An empty value has no visible place; its key has.
            named = at_key and known == len(path)
            place = key_place if key_place and (named or child.content is None) else child.place
            if node.spoiled:
                return None
        # A single item may be written instead of a list: then its index has no place, and no meaning to the writer.
        shown = path if any(isinstance(step, str) for step in path[known:]) else path[:known]
        return Fault(self.file, *place, dotted(shown), found, expected, hint)


def _child(node: Node, step: str | int) -> tuple[Node | None, Place | None]:
    if isinstance(node.content, dict) and isinstance(step, str):
        return node.content.get(step), node.keys.get(step)
    if isinstance(node.content, list) and isinstance(step, int) and step < len(node.content):
        return node.content[step], None
    return None, None


def dotted(path: KeyPath) -> str:
    """Return a path as `activities.aerobics.exercises.1.name`; items are counted from 1."""
    names = (str(step + 1) if isinstance(step, int) else quoted(step)[1:-1] for step in path)
    return ".".join(name for name in names if name)


def quoted(text: str) -> str:
    """Return text in quotes for a message: one short line without anything that a terminal would obey."""
    line = " ".join(UNFIT.sub("\ufffd", text[:200]).split())
    return f"'{line[:60]}…'" if len(line) > 60 else f"'{line}'"


def described(value: object) -> str:
    """Return what a value is, in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return quoted(value) if value.strip() else "empty text"
    return "a list" if isinstance(value, (list, tuple)) else "a group of keys"


def each_once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Drop faults that an alias repeats: the same at the same place, under another path."""
    seen: set[tuple[object, ...]] = set()
    for fault in faults:
        # Two keys that are missing from one group are two faults at one place; their names tell them apart.
        name = fault.key.rpartition(".")[2]
        identity = (fault.file, fault.line, fault.column, name, fault.found, fault.expected, fault.hint)
        if identity not in seen:
            seen.add(identity)
            yield fault


def raise_faults(faults: Sequence[Fault | None]) -> None:
    """Raise an error with the faults, if there are any.

    Raises:
        BadFileError: with every fault once, up to `MOST_FAULTS`.
    """
    real = sorted(each_once(fault for fault in faults if fault is not None))
    if len(real) > MOST_FAULTS:
        raise BadFileError(tuple(real[:MOST_FAULTS]), "There are more mistakes; fix these first.")
    if real:
        raise BadFileError(tuple(real))
