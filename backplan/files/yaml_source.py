"""A YAML file as plain texts, lists and groups of keys, each with its place in the file.

YAML gives scalars meanings that people do not expect: `12:30` becomes a number and `no` becomes false. So only
YAML's structure is used here; every scalar stays the text that stands in the file, and the schema decides what
it means. What makes YAML surprising or dangerous (merge keys, tags, several documents, bottomless nesting) is refused
with the place where it stands. Aliases are followed, for programs write them where a value occurs twice, but what they
multiply is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import yaml

from backplan.errors import BadFileError, Fault
from backplan.language.wording import UNFIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
KeyPath: TypeAlias = "tuple[str | int, ...]"

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
MOST_FAULTS = 100
"""More than these are not worth anybody's reading, nor the time to find words for them."""
RIGHT_FILE = "is it the right file?"
"""What to try where a file is nothing like what it should be."""

_LINE_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")


class Place(NamedTuple):
    """Line and column, both counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Node:
    """One value and where it is written; an alias is the very node that it stands for.

    Attributes:
        content: the text, None for an empty value, the items, or the values by key.
        keys: where each key of a group stands.
        quoted: the text is in quotes or a block of its own, so that it is a text whatever it looks like.
        flow: the list is written as `[a, b]`, so that every comma ends an item.
        spoiled: a fault has been reported here already, so what else seems wrong with the value is no news.
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
        faults: what is wrong with it as YAML.
        text: the whole file.
    """

    file: str
    root: Node
    value: dict[str, Value]
    faults: list[Fault]
    text: str = ""

    def text_without(self, key: str) -> str:
        """Return the file's text without one of its outermost keys and its value, comments after it included."""
        own = self.root.keys.get(key)
        if own is None:
            return self.text
        following = [place for place in self.root.keys.values() if place > own]
        lines = self.text.splitlines(keepends=True)
        if own.column > 1 or any(place.line == own.line for place in self.root.keys.values() if place != own):
            # Written in braces, keys share lines.
            return yaml.safe_dump({name: value for name, value in self.value.items() if name != key}, sort_keys=False)
        return "".join(lines[: own.line - 1] + (lines[min(following).line - 1 :] if following else []))

    def fault(self, path: KeyPath, found: str, expected: str, hint: str = "", *, at_key: bool = False) -> Fault | None:
        """A fault at a path, or at the nearest value around it; None where one has been reported already.

        Args:
            path: keys, and indexes counted from 0.
            found: what stands there.
            expected: what should.
            hint: the next thing to try.
            at_key: the last key itself is meant, not its value.
        """
        node, place, known = self.root, self.root.place, 0
        for step in path:
            child, key_place = _child(node, step)
            if child is None:
                break
            node, known = child, known + 1
            # An empty value has no place that anybody could see; its key has.
            named = at_key and known == len(path)
            place = key_place if key_place and (named or child.content is None) else child.place
            if node.spoiled:
                return None
        # A single text may stand for a list of one: then the index has no place, and no meaning to its writer.
        shown = path if any(isinstance(step, str) for step in path[known:]) else path[:known]
        return Fault(self.file, *place, dotted(shown), found, expected, hint)


def _child(node: Node, step: str | int) -> tuple[Node | None, Place | None]:
    if isinstance(node.content, dict) and isinstance(step, str):
        return node.content.get(step), node.keys.get(step)
    if isinstance(node.content, list) and isinstance(step, int) and step < len(node.content):
        return node.content[step], None
    return None, None


def dotted(path: KeyPath) -> str:
    """`activities.aerobics.exercises.1.name`; items are counted from 1."""
    names = (str(step + 1) if isinstance(step, int) else quoted(step)[1:-1] for step in path)
    return ".".join(name for name in names if name)


def quoted(text: str) -> str:
    """A text in quotes as it may be shown in a message: one line, not too long, nothing a terminal would obey."""
    line = " ".join(UNFIT.sub("\ufffd", text[:200]).split())
    return f"'{line[:60]}…'" if len(line) > 60 else f"'{line}'"


def described(value: object) -> str:
    """What a value is, in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return quoted(value) if value.strip() else "an empty text"
    return "a list" if isinstance(value, (list, tuple)) else "a group of keys"


def each_once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults without those that an alias repeats: the same at the same place, under another path."""
    seen: set[tuple[object, ...]] = set()
    for fault in faults:
        # Two keys that are missing from one group are two faults at one place; their names tell them apart.
        name = fault.key.rpartition(".")[2]
        identity = (fault.file, fault.line, fault.column, name, fault.found, fault.expected, fault.hint)
        if identity not in seen:
            seen.add(identity)
            yield fault


def raise_faults(faults: Sequence[Fault | None]) -> None:
    """Reports faults, if there are any.

    Raises:
        BadFileError: with every fault once, up to `MOST_FAULTS`.
    """
    real = sorted(each_once(fault for fault in faults if fault is not None))
    if len(real) > MOST_FAULTS:
        raise BadFileError(tuple(real[:MOST_FAULTS]), "There are more faults; mend these first.")
    if real:
        raise BadFileError(tuple(real))


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
    fault = Fault(file, 0, 0, "", *_UNEXPLAINED)
    for loader in loaders:
        composer = _Composer(text, file, loader, largest)
        try:
            return composer, composer.document()
        except yaml.MarkedYAMLError as error:
            fault = _syntax_fault(error, file)
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
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
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
            self._spoil(node, path, f"the tag {quoted(short)}", _PLAIN_VALUE, "delete it, or put a text in quotes")
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
                self._spoil(unknown, path, f"the alias {name}, which no anchor above explains", _PLAIN_VALUE, hint)
            else:
                self._spoil(
                    unknown, path, f"the alias {name} inside its own value", _PLAIN_VALUE, "write the value out"
                )
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


class _Wording(NamedTuple):
    """What PyYAML's words for a slip mean to a person; `at_start` points to where the broken thing begins."""

    problem: str
    context: str
    found: str
    expected: str
    hint: str
    at_start: bool = False


# The first line whose `problem` and `context` both occur in PyYAML's own is used.
_WORDINGS = (
    _Wording("character '\\t'", "", "a tab", "spaces", "indent with spaces; tabs are not allowed in YAML"),
    _Wording(
        "that cannot start any token",
        "",
        "a character that YAML keeps for itself",
        "a plain value",
        "put the text in quotes",
    ),
    _Wording(
        "mapping values are not allowed",
        "",
        "a second ':' in the line, or a wrong indent",
        "one key and its value",
        "put a text that holds ': ' in quotes, or line the key up with its neighbours",
    ),
    _Wording(
        "sequence entries are not allowed",
        "",
        "a '-' where no list can begin",
        "a value on the same line",
        "begin the list on the next line, or write it as [a, b]",
    ),
    _Wording(
        "unexpected end of stream",
        "quoted scalar",
        "a quote that is never closed",
        "a closing quote",
        "close the quote that opens here",
        at_start=True,
    ),
    _Wording(
        "document separator",
        "quoted scalar",
        "a quote that is never closed",
        "a closing quote",
        "close the quote that opens here",
        at_start=True,
    ),
    _Wording(
        "expected ',' or ']'",
        "",
        "a '[' that is never closed, or a missing comma",
        "items with commas between them, then ']'",
        "check the list that opens here",
        at_start=True,
    ),
    _Wording(
        "expected ',' or '}'",
        "",
        "a '{' that is never closed, or a missing comma",
        "keys and values with commas between them, then '}'",
        "check the braces that open here",
        at_start=True,
    ),
    _Wording(
        "could not find expected ':'",
        "",
        "a line without a key",
        "a key with ':' after it",
        "write 'key: value', or indent the line as part of the text above it",
        at_start=True,
    ),
    _Wording(
        "escape",
        "double-quoted",
        "a backslash that YAML does not know",
        "a text",
        "use single quotes, or write the backslash twice",
    ),
    _Wording(
        "expected alphabetic or numeric",
        "",
        "a '*' or '&' at the beginning of a text",
        "a plain value",
        "put the text in quotes",
        at_start=True,
    ),
    _Wording(
        "expected <block end>",
        "",
        "a line that does not line up with the ones above it",
        "the same indent as its neighbours",
        "check the indent; a text that begins with a quote must also end with it",
    ),
    _Wording(
        "<document start>",
        "",
        "a line that does not belong to the text above it",
        "one group of keys",
        "check the indent of this line",
    ),
    _Wording("tag", "", "a '!' at the beginning of a text", "a plain value", "put the text in quotes", at_start=True),
)

_PLAIN_VALUE = "a plain value"
_UNEXPLAINED = ("something that is not YAML", "keys with values", "check indents, quotes and brackets near here")


def _syntax_fault(error: yaml.MarkedYAMLError, file: str) -> Fault:
    problem, context = error.problem or "", error.context or ""
    for wording in _WORDINGS:
        if wording.problem in problem and wording.context in context:
            mark = (error.context_mark if wording.at_start else None) or error.problem_mark
            place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            return Fault(file, *place, "", wording.found, wording.expected, wording.hint)
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Fault(file, *place, "", *_UNEXPLAINED)
