"""A YAML file as plain texts, lists and groups of keys, each with its place in the file.

YAML gives scalars meanings that people do not expect: `12:30` becomes a number and `no` becomes false. So only
YAML's structure is used here; every scalar stays the text that stands in the file, and the schema decides what
it means. What makes YAML surprising or dangerous (merge keys, tags, several documents, bottomless nesting) is refused
with the place where it stands. Aliases are followed, for programs write them where a value occurs twice, but what they
multiply is bounded.
"""

from __future__ import annotations

import re
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
"""Bytes. A regimen is a few thousand; a file of megabytes is some other file."""
LARGEST_EXPLAINED = 100_000
"""Characters. Beyond these, finding the best words for a slip would take longer than anybody waits."""
DEEPEST = 24
"""Levels of nesting. A regimen needs eight; a bound keeps hostile files from exhausting the stack."""
MOST_VALUES = 50_000
"""With aliases followed, in a file that may have `LARGEST_FILE` bytes; a file that may be larger may hold more in
proportion. A plan of that size has fewer, so that no honest alias is refused, and every step after reading is as quick
as for a file without aliases. The texts together stay within what the file may have as well."""
MOST_WRITTEN_VALUES = 500_000
"""Whatever the file may have: more would take longer than anybody waits, and too much memory."""

_LINE_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")


def read_source(data: bytes, file: str, kind: str, *, largest: int = LARGEST_FILE) -> Source:
    """Reads a YAML file whose outermost value is a group of keys.

    Args:
        data: the file's bytes, UTF-8 with or without a byte order mark.
        file: the file's name for messages.
        kind: what the file should hold, such as `regimen`.
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
    """The document's nodes, read by libyaml where there is one.

    libyaml is quick, but how it words a slip depends on its version: the parser in Python then says it, always alike.
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
    """Return the text that some bytes hold.

    Raises:
        BadFileError: they hold none, with the place of the first that is wrong.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        found = f"the byte 0x{data[error.start]:02X}, which is not UTF-8"
        place = _place(before, len(before))
        raise BadFileError((Fault(file, *place, "", found, "UTF-8 text", "save the file again as UTF-8"),)) from None


def megabytes(size: int) -> str:
    """Return `8 MB` for so many bytes."""
    return f"{size / 1_000_000:g} MB"


def _place(text: str, index: int) -> Place:
    """Where the character at `index` stands."""
    line, start = 1, 0
    for line_break in _LINE_BREAK.finditer(text, 0, index):
        line, start = line + 1, line_break.end()
    return Place(line, index - start + 1)


def _check_characters(text: str, file: str) -> None:
    first_ones = [match for match, _ in zip(UNFIT.finditer(text), range(10), strict=False)]
    raise_faults([Fault(file, *_place(text, match.start()), "", *_character_fault(match[0])) for match in first_ones])


def _character_fault(character: str) -> tuple[str, str, str]:
    return f"the invisible character U+{ord(character):04X}", "text that can be seen", "delete the character"


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

    PyYAML's own composer follows aliases, resolves tags and recurses without bound, so the few lines that are
    needed of it stand here. An alias gives the node of its anchor once more: the nodes then form no tree, but
    whoever walks them meets no more than `most_values` by way of aliases, none deeper than `DEEPEST`.
    """

    def __init__(self, text: str, file: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader], largest: int) -> None:
        self.file = file
        self.largest = largest
        self.most_values = MOST_VALUES * largest // LARGEST_FILE
        self.faults: list[Fault] = []
        self._events: Iterator[yaml.Event] = _events(text, loader)
        self._anchored: dict[str, Node] = {}
        self._around: list[Node] = []
        # Of the document so far, with aliases followed.
        self._values = self._characters = 0

    def document(self) -> Node | None:
        """The file's only document; None for an empty file."""
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(
                        _at(event),
                        (),
                        "the start of a second document",
                        "one document in a file",
                        "delete the '---', or use two files",
                    )
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
            self._spoil(node, path, f"the tag {quoted(short)}", PLAIN_VALUE, "delete it, or put a text in quotes")
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
            if node is None:
                hint = "write the value out, or put a text in quotes"
                self._spoil(unknown, path, f"the alias {name}, which no anchor above explains", PLAIN_VALUE, hint)
            else:
                self._spoil(unknown, path, f"the alias {name} inside its own value", PLAIN_VALUE, "write the value out")
            return unknown
        size = _size(node)
        self._check_depth(place, len(path) + size.levels)
        self._values += size.values
        self._characters += size.characters
        # Finding the size takes as long as what it adds, so the first value too many ends the reading.
        for amount, most, shown in (
            (self._values, self.most_values, f"{self.most_values:,} values"),
            (self._characters, self.largest, f"{megabytes(self.largest)} of text"),
        ):
            if amount > most:
                found = f"an alias that makes the file grow to over {shown}"
                self._fault(place, path, found, f"at most {shown}", "write out what is needed, without aliases")
                raise_faults(self.faults)
        return node

    def _count_value(self, place: Place) -> None:
        self._values += 1
        if self._values > MOST_WRITTEN_VALUES:
            self._fault(place, (), f"more than {MOST_WRITTEN_VALUES:,} values", "fewer", RIGHT_FILE)
            raise_faults(self.faults)

    def _check_depth(self, place: Place, levels: int) -> None:
        if levels > DEEPEST:
            self._fault(place, (), f"more than {DEEPEST} levels of nesting", "fewer", "check brackets and indents")
            raise_faults(self.faults)

    def _group(self, node: Node, path: KeyPath) -> dict[str, Node]:
        group: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            # A key is where it stands, even if an alias stands for it.
            place = _at(event)
            self._count_value(place)
            key = self._node(event, (*path, ""))
            if isinstance(key.content, (list, dict)):
                found = f"{described(key.content)} in the place of a key"
                self._fault(place, path, found, "a name", "put texts with brackets or braces in quotes")
            name = key.content if isinstance(key.content, str) else ""
            value = self._node(next(self._events), (*path, name))
            if name == "<<" and not key.quoted:
                hint = "write the keys of the other group out here"
                self._fault(place, (*path, name), "the merge key '<<'", "the keys themselves", hint)
                # Which keys the group would have is not known, so that none can be missed.
                node.spoiled = True
                continue
            if key.spoiled or isinstance(key.content, (list, dict)):
                continue
            if name in group:
                first = node.keys[name]
                self._fault(
                    place,
                    (*path, name),
                    f"the key {quoted(name)} a second time (the first is in line {first.line}, column {first.column})",
                    "every key once",
                    "delete or rename one of the two",
                )
                continue
            group[name] = value
            node.keys[name] = place
        return group

    def _scalar(self, event: yaml.ScalarEvent, node: Node, path: KeyPath) -> None:
        plain = event.implicit[0]
        node.content = None if plain and event.value == "" else event.value
        node.quoted = not plain
        self._characters += len(event.value)
        escaped = UNFIT.search(event.value)
        if escaped:
            self._fault(node.place, path, *_character_fault(escaped[0]))
            node.content, node.spoiled = None, True

    def _spoil(self, node: Node, path: KeyPath, found: str, expected: str, hint: str) -> None:
        self._fault(node.place, path, found, expected, hint)
        node.spoiled = True


class _Size(NamedTuple):
    """How much is in a value: other values, characters of texts and keys, levels of lists and groups."""

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
