r"""The lines of a calendar file, both ways (RFC 5545 sections 3.1 and 3.3.11).

icalendar 7.3 is not used at this level, for four reasons that were checked by running it: it has no line numbers, so a
fault could not say where it is; it parses every property of a ten-year export although only a few are needed; it drops
`TZID=UTC`; and it does not keep TEXT as it was (`\N` becomes a line break on the way out, an escaped backslash before
an `n` becomes one on the way in).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from backplan.errors import BadFileError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UID_DOMAIN = "@backplan.invalid"
"""The end of the UID of every event that backplan exports."""

REPAIR = "fix or delete that event, then export the calendar again"
SHORTEN = "export a shorter span, or fewer calendars at once"

MOST_BYTES = 20_000_000
MOST_LINES_KEPT = 400_000
"""Parts, and properties asked for: a hundred thousand events."""
_FOLD = 75
_LONGEST_SHOWN = 40
_ESCAPES = re.compile(r"\\(.)", re.DOTALL)
# Characters that some readers take for the end of a line, and controls that RFC 5545 does not allow in TEXT.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
_JSON_ESCAPES = re.compile(r'\\["\\bfnrt]')
_NAME = re.compile(r"([A-Za-z0-9-]+)[ \t]*([;:])")
_PARAMETERS = re.compile(r'((?:"[^"]*"|[^":])*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r'\s*([A-Za-z0-9-]+)\s*=\s*("[^"]*"|[^;]*)')


class Property(NamedTuple):
    """One property of a component.

    Attributes:
        name: in capitals.
        parameters: as written, without the first `;`.
        value: as written, unfolded, still escaped.
        line: where it begins, counted from 1.
    """

    name: str
    parameters: str
    value: str
    line: int

    def parameter(self, name: str) -> str | None:
        """Return the value of a parameter without its quotes, or None if it is not given."""
        for key, value in _PARAMETER.findall(self.parameters):
            if key.upper() == name:
                return str(value).strip().strip('"')
        return None

    @property
    def text(self) -> str:
        """The value as TEXT."""
        return unescaped(self.value)


@dataclass(slots=True)
class Component:
    """A part of a calendar between its BEGIN and its END.

    Attributes:
        name: in capitals, such as `VEVENT`.
        line: where it begins.
        properties: those asked for, in the file's order.
        components: the parts inside it.
    """

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of a name that has a value, or None."""
        for candidate in self.properties:
            if candidate.name == name and candidate.value.strip():
                return candidate
        return None

    def every(self, name: str) -> tuple[Property, ...]:
        """Return all properties of a name that have a value."""
        return tuple(known for known in self.properties if known.name == name and known.value.strip())

    def text(self, name: str) -> str:
        """Return the first property of a name as TEXT, without spaces around it; empty if there is none."""
        prop = self.first(name)
        return "" if prop is None else prop.text.strip()

    @property
    def sequence(self) -> int:
        """The revision of an event; 0 if it is not given or absurd."""
        number = self.text("SEQUENCE")
        return int(number) if number.isdecimal() and len(number) < 10 else 0

    @property
    def is_cancelled(self) -> bool:
        """Whether an event is cancelled."""
        return self.text("STATUS").upper() == "CANCELLED"

    def children(self, name: str) -> tuple[Component, ...]:
        """Return the parts of a name directly inside this one."""
        return tuple(child for child in self.components if child.name == name)


def bad_file(file: str, line: int, found: str, expected: str, hint: str = "", key: str = "") -> BadFileError:
    """Return the error about one line of a calendar; line 0 means the file as a whole."""
    return BadFileError((Fault(file, line, 1 if line else 0, key, found, expected, hint),))


def bad_value(file: str, prop: Property, expected: str, hint: str) -> BadFileError:
    """Return the error about the value of a property."""
    return bad_file(file, prop.line, shown(prop.value), expected, hint, prop.name)


def shown(text: str) -> str:
    """Return text of the file for a message: short, on one line, with nothing that a terminal would obey."""
    text = text.strip()
    return repr(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…")


# ---------------------------------------------------------------------------------------------------- writing


def text_line(name: str, text: str) -> str:
    """Return a content line with a TEXT value, unfolded."""
    return f"{name}:{escaped(text)}"


def escaped(text: str) -> str:
    """Return TEXT as written in a file (RFC 5545 section 3.3.11); characters that break readers become spaces."""
    safe = _UNSAFE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return safe.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def json_line(name: str, value: object) -> str:
    r"""Return a content line whose TEXT is JSON.

    Quotes, backslashes and line breaks inside strings are written as `\uXXXX`: some programs undo TEXT's escapes in the
    wrong order, and these have none.
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    plain = _JSON_ESCAPES.sub(lambda match: _code(str(json.loads(f'"{match[0]}"'))), written)
    return text_line(name, _UNSAFE.sub(lambda match: _code(match[0]), plain))


def _code(character: str) -> str:
    return f"\\u{ord(character):04x}"


def file_bytes(lines: Iterable[str]) -> bytes:
    """Return the lines as a file: UTF-8, folded at 75 octets, CRLF (RFC 5545 section 3.1)."""
    return b"".join(_folded(line) for line in lines)


def _folded(line: str) -> bytes:
    octets = line.encode()
    if len(octets) <= _FOLD:
        return octets + b"\r\n"
    pieces = []
    start, room = 0, _FOLD
    while len(octets) - start > room:
        cut = start + room
        while octets[cut] & 0xC0 == 0x80:  # never inside a character
            cut -= 1
        backslashes = 0
        while octets[cut - 1 - backslashes] == 0x5C:
            backslashes += 1
        cut -= backslashes % 2  # never inside an escape: legal, but some readers undo escapes before folds
        pieces.append(octets[start:cut])
        start, room = cut, _FOLD - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


# ---------------------------------------------------------------------------------------------------- reading


def unescaped(value: str) -> str:
    """Return a TEXT value without its escapes."""
    return _ESCAPES.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def json_value(prop: Property) -> object:
    """Return the value of a property written by `json_line`, even if a program has removed the escapes.

    Raises:
        ValueError: it is not JSON.
    """
    try:
        value: object = json.loads(prop.value)
    except ValueError:
        value = json.loads(unescaped(prop.value))
    return value


def read_calendars(data: bytes, file: str, names: frozenset[str]) -> tuple[Component, ...]:
    """Return the VCALENDARs of a file, with the properties of the given names.

    Line endings may be CRLF, LF or CR. Broken lines between the properties are skipped, since they change no time; a
    part without an end is an error, since a cut file has lost events.

    Raises:
        BadFileError: the file is too large, no calendar, or cut off.
    """
    lines = _numbered(_decoded(data, file))
    open_parts: list[Component] = []
    calendars: list[Component] = []
    last = kept = 0
    for last, line in lines:
        if kept > MOST_LINES_KEPT:
            found = f"too many lines about events (more than {MOST_LINES_KEPT:,})"
            raise bad_file(file, last, found, "a smaller calendar", SHORTEN)
        match = _NAME.match(line)
        if match is None:
            if not calendars and not open_parts:
                _refuse(file, last, line)
            continue
        name = match[1].upper()
        if name == "BEGIN":
            kept += 1
            part = Component(line[match.end() :].strip().upper(), last)
            if not open_parts and part.name != "VCALENDAR":
                _refuse(file, last, line)
            (open_parts[-1].components if open_parts else calendars).append(part)
            open_parts.append(part)
        elif not open_parts:
            _refuse(file, last, line)
        elif name == "END":
            ended = line[match.end() :].strip().upper()
            if ended != open_parts[-1].name:
                inside = shown(open_parts[-1].name)[1:-1]
                expected = f"END:{inside}, which ends what begins on line {open_parts[-1].line}"
                raise bad_file(file, last, f"END:{shown(ended)[1:-1]}", expected, "export the calendar again")
            open_parts.pop()
        elif name in names:
            kept += 1
            parameters, value = _split(line[match.end() :], match[2])
            open_parts[-1].properties.append(Property(name, parameters, value, last))
    if open_parts:
        inside = shown(open_parts[-1].name)[1:-1]
        found = f"the end of the file inside the {inside} that begins on line {open_parts[-1].line}"
        raise bad_file(file, last, found, f"END:{inside}", "the file is incomplete; export or download it again")
    if not calendars:
        raise bad_file(file, 0, "an empty file", "a calendar (BEGIN:VCALENDAR)", "export it again")
    return tuple(calendars)


def _split(rest: str, delimiter: str) -> tuple[str, str]:
    """Return parameters and value of what follows a property's name; a line without a value has an empty one."""
    if delimiter == ":":
        return "", rest
    match = _PARAMETERS.match(rest)
    return (match[1], match[2]) if match else (rest, "")


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Iterate over the unfolded lines that are not blank, each with the number of its first."""
    # One line at a time: a list of all of them would take many times the memory of the text.
    number = 0
    pieces: list[str] = []
    for index, ended in enumerate(StringIO(text, newline="\n"), start=1):
        line = ended.rstrip("\r\n")
        if pieces and line[:1] in (" ", "\t"):
            pieces.append(line[1:])
            continue
        if (unfolded := "".join(pieces)).strip():
            yield number, unfolded
        number, pieces = index, [line]
    if (unfolded := "".join(pieces)).strip():
        yield number, unfolded


def _decoded(data: bytes, file: str) -> str:
    if len(data) > MOST_BYTES:
        most = f"at most {MOST_BYTES // 1_000_000} MB"
        raise bad_file(file, 0, f"{len(data) / 1_000_000:.0f} MB", most, "export a shorter span")
    if data.startswith(b"PK\x03\x04"):
        raise bad_file(file, 0, "a zip archive", "a calendar (.ics)", "unpack it and use the .ics inside")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Old Outlooks write the Windows code page. Only titles can differ, which are for people alone.
            text = data.decode("cp1252", "replace")
    if "\x00" in text:
        raise bad_file(file, 0, "a binary file", "a calendar (.ics)")
    return text if "\n" in text else text.replace("\r", "\n")


def _refuse(file: str, number: int, line: str) -> NoReturn:
    """Raise the error about a line that does not belong outside a calendar."""
    found, hint = shown(line), "check that this is an exported calendar, a file whose name ends in .ics"
    if line.lstrip().startswith("<"):
        found, hint = "a web page", "the address may require signing in; export the calendar to a file instead"
    raise bad_file(file, number, found, "a calendar, which begins with BEGIN:VCALENDAR", hint)
