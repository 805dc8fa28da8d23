"""A YAML file as plain text, lists and groups of keys, each with its place in the file.

YAML gives scalars meanings that people do not expect: `12:30` becomes a number and `no` becomes false. So only YAML's
structure is used; every scalar stays text, and the schema decides what it means. What makes YAML surprising or
dangerous (merge keys, tags, several documents, endless nesting) is rejected with its place. Aliases are followed,
because programs write them for repeated values, but what they multiply is bounded.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import yaml

from backplan.errors import BadFileError, Fault
from backplan.files.source import (
    RIGHT_FILE,
    KeyPath,
    Node,
    Place,
    Source,
    Value,
    described,
    dotted,
    quoted,
    raise_faults,
)
from backplan.files.yaml_slips import NO_CHARACTER, PLAIN_VALUE, UNEXPLAINED, syntax_fault
from backplan.language.wording import UNFIT

if TYPE_CHECKING:
    from collections.abc import Iterator


LARGEST_FILE = 1_000_000
"""Bytes; a regimen has a few thousand."""
LARGEST_EXPLAINED = 100_000
"""Characters; in longer files, wording a mistake well would take too long."""
DEEPEST = 24
"""Levels of nesting; a regimen needs eight, and hostile files must not exhaust the stack."""
MOST_VALUES = 50_000
"""With aliases followed, in a file that may have `LARGEST_FILE` bytes; in proportion if it may have more. A plan of
that size has fewer, so no honest alias is rejected. The text altogether stays within the file's own limit, too."""
MOST_WRITTEN_VALUES = 500_000
"""In any file; more would take too long and too much memory."""

_LINE_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")


def read_source(data: bytes, file: str, kind: str, *, largest: int = LARGEST_FILE) -> Source:
    """Read a YAML file whose outermost value is a group of keys.

    Args:
        data: the file's bytes, UTF-8 with or without a byte order mark.
        file: the file's name.
        kind: what the file should contain, such as `regimen`.
        largest: the most bytes that it may have; what aliases may multiply is bounded in proportion.

    Raises:
        BadFileError: it cannot be read at all.
    """
    text = _text(data, file, largest)
    _check_characters(text, file)
    composer, root = _composed(text, file, largest)
    expected = f"a {kind}: keys such as 'format: 1'"
    if root is None or (root.content is None and not root.spoiled):
        raise_faults(composer.faults)
        raise BadFileError((Fault(file, 0, 0, "", "no content", expected),))
    value = _plain(root)
    if isinstance(value, dict):
        return Source(file, root, value, composer.faults, text)
    raise BadFileError((*composer.faults, Fault(file, *root.place, "", described(value), expected)))


def _composed(text: str, file: str, largest: int) -> tuple[_Composer, Node | None]:
    """Return the document's nodes, read by libyaml if possible.

    libyaml is fast, but its error messages depend on its version, so mistakes are worded by the parser in Python.
    """
    loaders: list[type[yaml.SafeLoader | yaml.CSafeLoader]] = [yaml.SafeLoader]
    if yaml.__with_libyaml__:
        loaders = [yaml.CSafeLoader] if len(text) > LARGEST_EXPLAINED else [yaml.CSafeLoader, yaml.SafeLoader]
    fault = Fault(file, 0, 0, "", *UNEXPLAINED)
    for loader in loaders:
        composer = _Composer(text, file, loader, largest)
        try:
            return composer, composer.document()
        except yaml.MarkedYAMLError as error:
            fault = syntax_fault(error, file)
        except yaml.YAMLError:
            continue
    raise BadFileError((fault,))


def _text(data: bytes, file: str, largest: int) -> str:
    if len(data) > largest:
        size = f"{len(data) / 1_000_000:.1f} MB"
        most = f"at most {megabytes(largest)}"
        raise BadFileError((Fault(file, 0, 0, "", f"a file of {size}", most, RIGHT_FILE),))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:2]:
        raise BadFileError((Fault(file, 0, 0, "", "UTF-16 text", "UTF-8 text", "save the file again as UTF-8"),))
    return decoded(data, file)


def decoded(data: bytes, file: str, encoding: str = "utf-8-sig") -> str:
    """Return bytes as text.

    Raises:
        BadFileError: they are no text in that encoding, with the place of the first wrong byte.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        found = f"the byte 0x{data[error.start]:02X}, which is not UTF-8"
        place = _place(before, len(before))
        raise BadFileError((Fault(file, *place, "", found, "UTF-8 text", "save the file again as UTF-8"),)) from None


def megabytes(size: int) -> str:
    """Return `8 MB` for 8,000,000 bytes."""
    return f"{size / 1_000_000:g} MB"


def _place(text: str, index: int) -> Place:
    """Return the place of the character at `index`."""
    line, start = 1, 0
    for line_break in _LINE_BREAK.finditer(text, 0, index):
        line, start = line + 1, line_break.end()
    return Place(line, index - start + 1)


def _check_characters(text: str, file: str) -> None:
    found = islice(UNFIT.finditer(text), 10)
    raise_faults([Fault(file, *_place(text, match.start()), "", *_character_fault(match[0])) for match in found])


def _character_fault(character: str) -> tuple[str, str, str]:
    return f"an invisible character (U+{ord(character):04X})", "visible text", "remove the character"


def _events(text: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> Iterator[yaml.Event]:
    """What `yaml.parse` yields; but the numbers that PyYAML takes without a look are errors with a place."""
    parser = loader(text)
    while True:
        try:
            if not parser.check_event():
                return
            event = parser.get_event()
        except (ValueError, OverflowError):
            # An escape beyond the last character, or a version of YAML with thousands of digits.
            mark = parser.get_mark() if isinstance(parser, yaml.SafeLoader) else None
            if mark is not None and text[: mark.index].endswith("\\U"):
                mark.column -= len("\\U")
                raise yaml.MarkedYAMLError(problem=NO_CHARACTER, problem_mark=mark) from None
            raise yaml.MarkedYAMLError(problem_mark=mark) from None
        assert event is not None
        yield event


class _Composer:
    """Turns YAML's events into nodes.

    PyYAML's own composer follows aliases, resolves tags and recurses without bound. Here an alias is the node of its
    anchor, so the nodes form no tree, but whoever walks them meets no more than `most_values`, none deeper than
    `DEEPEST`.
    """

    def __init__(self, text: str, file: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader], largest: int) -> None:
        self.file = file
        self.largest = largest
        self.most_values = MOST_VALUES * largest // LARGEST_FILE
        self.faults: list[Fault] = []
        self._events: Iterator[yaml.Event] = _events(text, loader)
        self._anchored: dict[str, Node] = {}
        self._around: list[Node] = []
        self._values = self._characters = 0  # of the document so far, with aliases followed

    def document(self) -> Node | None:
        """Return the file's only document; None for an empty file."""
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    found, hint = "the start of a second document", "remove the '---', or use two files"
                    self._fault(_at(event), (), found, "one document per file", hint)
                    break
                root = self._node(next(self._events), ())
        return root

    def _fault(self, place: Place, path: KeyPath, found: str, expected: str, hint: str) -> None:
        self.faults.append(Fault(self.file, *place, dotted(path), found, expected, hint))

    def _node(self, event: yaml.Event, path: KeyPath) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        node = Node(_at(event))
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            self._anchored[anchor] = node
        if tag is not None:
            short = str(tag).replace("tag:yaml.org,2002:", "!!")
            self._spoil(node, path, f"the tag {quoted(short)}", PLAIN_VALUE, "remove it, or put the text in quotes")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, node, path)
            return node
        self._check_depth(node.place, len(path) + 1)
        self._around.append(node)
        if isinstance(event, yaml.SequenceStartEvent):
            node.flow = bool(event.flow_style)
            items: list[Node] = []
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                self._count_value(_at(event))
                items.append(self._node(event, (*path, len(items))))
            node.content = items
        else:
            node.content = self._group(node, path)
        self._around.pop()
        return node

    def _alias(self, event: yaml.AliasEvent, path: KeyPath) -> Node:
        place, name = _at(event), quoted(f"*{event.anchor}")
        node = self._anchored.get(event.anchor or "")
        if node is None or any(node is around for around in self._around):
            unknown = Node(place)
            why, hint = " inside its own value", "write the value here"
            if node is None:
                why, hint = ", which has no anchor above it", f"{hint}, or put the text in quotes"
            self._spoil(unknown, path, f"the alias {name}{why}", PLAIN_VALUE, hint)
            return unknown
        size = _size(node)
        self._check_depth(place, len(path) + size.levels)
        self._values += size.values
        self._characters += size.characters
        # Finding the size takes as long as what it adds, so reading ends at the first value too many.
        for amount, most, shown in (
            (self._values, self.most_values, f"{self.most_values:,} values"),
            (self._characters, self.largest, f"{megabytes(self.largest)} of text"),
        ):
            if amount > most:
                found = f"aliases that expand the file to over {shown}"
                self._fault(place, path, found, f"at most {shown}", "write the values without aliases")
                raise_faults(self.faults)
        return node

    def _count_value(self, place: Place) -> None:
        self._values += 1
        if self._values > MOST_WRITTEN_VALUES:
            self._fault(place, (), f"more than {MOST_WRITTEN_VALUES:,} values", "fewer", RIGHT_FILE)
            raise_faults(self.faults)

    def _check_depth(self, place: Place, levels: int) -> None:
        if levels > DEEPEST:
            self._fault(place, (), f"more than {DEEPEST} levels of nesting", "fewer", "check brackets and indentation")
            raise_faults(self.faults)

    def _group(self, node: Node, path: KeyPath) -> dict[str, Node]:
        group: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            # A key has its own place, even if it is an alias.
            place = _at(event)
            self._count_value(place)
            key = self._node(event, (*path, ""))
            if isinstance(key.content, (list, dict)):
                found = f"{described(key.content)} used as a key"
                self._fault(place, path, found, "a name", "put texts with brackets or braces in quotes")
            name = key.content if isinstance(key.content, str) else ""
            value = self._node(next(self._events), (*path, name))
            if name == "<<" and not key.quoted:
                hint = "write the keys of the other group here"
                self._fault(place, (*path, name), "the merge key '<<'", "the keys themselves", hint)
                # Which keys the group would have is unknown, so none can be missing.
                node.spoiled = True
                continue
            if key.spoiled or isinstance(key.content, (list, dict)):
                continue
            if name in group:
                first = node.keys[name]
                found = f"the duplicate key {quoted(name)} (first on line {first.line}, column {first.column})"
                self._fault(place, (*path, name), found, "each key only once", "delete or rename one of the two")
                continue
            group[name] = value
            node.keys[name] = place
        return group

    def _scalar(self, event: yaml.ScalarEvent, node: Node, path: KeyPath) -> None:
        plain = event.implicit[0]
        node.content = None if plain and event.value == "" else event.value
        node.quoted = not plain
        self._characters += len(event.value)
        if escaped := UNFIT.search(event.value):
            self._fault(node.place, path, *_character_fault(escaped[0]))
            node.content, node.spoiled = None, True

    def _spoil(self, node: Node, path: KeyPath, found: str, expected: str, hint: str) -> None:
        self._fault(node.place, path, found, expected, hint)
        node.spoiled = True


class _Size(NamedTuple):
    """What a value contains: other values, characters of texts and keys, levels of lists and groups."""

    values: int
    characters: int
    levels: int


def _size(node: Node) -> _Size:
    if not isinstance(node.content, (list, dict)):
        return _Size(0, len(node.content or ""), 0)
    inner = [_size(part) for part in (node.content.values() if isinstance(node.content, dict) else node.content)]
    return _Size(
        len(inner) + sum(size.values for size in inner),
        sum(map(len, node.keys)) + sum(size.characters for size in inner),
        1 + max((size.levels for size in inner), default=0),
    )


def _at(event: yaml.Event) -> Place:
    mark = event.start_mark
    assert mark is not None
    return Place(mark.line + 1, mark.column + 1)


def _plain(node: Node) -> Value:
    if isinstance(node.content, dict):
        return {key: _plain(value) for key, value in node.content.items()}
    if isinstance(node.content, list):
        return [_plain(item) for item in node.content]
    return node.content
