"""Spoils good files, a thousand times a second: the same seed spoils them alike.

Values are exchanged for other values of the kind, lines moved, left out and put in, bytes changed: so most of what
comes out is nearly right, which is where readers stumble.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

ODD = (
    *("", " ", "\t", "\n", "\r", "\r\n", "\x00", "\x1b[31m", "\x85", "\xa0", "\u2028", "\u202e", "\ufeff", "\uffff"),
    *("é", "e\u0301", "😀", "ﬁ", "İ", "ß", "٣", "²", "½", "１２", "–", "−", "٫"),
    *("0", "-0", "-1", "00", "1.5", "1e999", "NaN", ".inf", "0x1F", "1_000", "999999999", "9" * 30, "9" * 5_000),
    *(
        "true",
        "no",
        "null",
        "~",
        "None",
        "[]",
        "{}",
        '"',
        "'",
        "\\",
        "\\u0000",
        "\\ud800",
        "\\\\ud800",
        "%",
        "@",
        "`",
        "!",
        "?",
    ),
    *(":", ": ", "- ", "#", "&a", "*a", "<<: *a", "&a [*a]", "!!int 3", "!!python/name:os.system", "|", ">-", "---"),
    *("24:00", "23:59", "02:30", "2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "2026-03-29", "2026-W01-1"),
    *("../../etc/passwd", "/dev/null", ".", "..", "Europe", "Europe/Berlin", "Pacific/Apia", "GMT+25", "a" * 300),
)
"""What makes readers stumble, whatever the format."""

_NUMBER = re.compile(rb"[0-9]+")
_MOST_EDITS = 12
_LONGEST = 40_000
_HUGE = 950_000


@dataclass(frozen=True)
class Mutator:
    """Makes broken files of one kind.

    Attributes:
        seeds: good files, and files that were broken once.
        values: what may stand after a key.
        lines: whole lines to put in, without their indent.
    """

    seeds: tuple[bytes, ...]
    values: tuple[bytes, ...]
    lines: tuple[bytes, ...]

    def made(self, chance: Random) -> bytes:
        """One input: a seed with some edits, or, one in seven, bytes without any sense."""
        if chance.random() < 0.15:
            return _noise(chance)
        data = chance.choice(self.seeds)
        edits = 1
        while edits < _MOST_EDITS and chance.random() < 0.4:
            edits += 1
        for _ in range(edits):
            data = chance.choice(_EDITS)(self, data, chance)[:_LONGEST]
        return _blown_up(data, chance) if chance.random() < 0.0002 else data


def _blown_up(data: bytes, chance: Random) -> bytes:
    """A part of a file, whole lines or not, as often as a megabyte holds it: what is quick once may not be for ever."""
    delimiter = chance.choice((b"", b"\n"))
    pieces = data.split(delimiter) if delimiter else [data[at : at + 1] for at in range(len(data))]
    one, other = sorted((chance.randrange(len(pieces) + 1), chance.randrange(len(pieces) + 1)))
    part = delimiter.join((*pieces[one : chance.choice((one + 1, one + 10, other))], b""))[:_LONGEST] or b"["
    return delimiter.join(pieces[:one]) + part * (_HUGE // len(part)) + delimiter.join(pieces[other:])


def _noise(chance: Random) -> bytes:
    length = chance.choice((0, 1, 2, 3, 8, 30, 200, 2_000))
    if chance.random() < 0.5:
        return chance.randbytes(length)
    return bytes(chance.choices(b"abc019:-#&*!|>'\"%@`{}[],?\\ \n\r\t", k=length))


def _other_value(mutator: Mutator, data: bytes, chance: Random) -> bytes:
    """Another value after the key of one line."""
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    key, delimiter, _ = lines[number].partition(b":")
    if delimiter:
        space = b" " if lines[number].startswith(b" ", len(key) + 1) else b""
        lines[number] = key + delimiter + space + _value(mutator, chance)
    return b"\n".join(lines)


def _value(mutator: Mutator, chance: Random) -> bytes:
    return chance.choice(mutator.values) if chance.random() < 0.8 else _odd(chance)


def _odd(chance: Random) -> bytes:
    return chance.choice(ODD).encode()


def _line_put_in(mutator: Mutator, data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    indent = len(lines[number]) - len(lines[number].lstrip(b" "))
    lines.insert(number + chance.randrange(2), b" " * indent + chance.choice(mutator.lines))
    return b"\n".join(lines)


def _line_left_out(_mutator: Mutator, data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    first = chance.randrange(len(lines))
    del lines[first : first + chance.choice((1, 1, 1, 2, 5))]
    return b"\n".join(lines)


def _lines_swapped(_mutator: Mutator, data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _lines_repeated(_mutator: Mutator, data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    first = chance.randrange(len(lines))
    part = lines[first : first + chance.choice((1, 1, 3, 10))]
    return b"\n".join([*lines[:first], *part * chance.choice((1, 1, 2, 40)), *lines[first:]])


def _indented(_mutator: Mutator, data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    lines[number] = b" " * chance.choice((1, 2, 4)) + lines[number] if chance.random() < 0.5 else lines[number].lstrip()
    return b"\n".join(lines)


def _byte_changed(_mutator: Mutator, data: bytes, chance: Random) -> bytes:
    if not data:
        return chance.randbytes(1)
    at = chance.randrange(len(data))
    changed = chance.choice(
        (b"", chance.randbytes(1), data[at : at + 1] * 2, bytes([data[at] ^ 1 << chance.randrange(8)]))
    )
    return data[:at] + changed + data[at + 1 :]


def _odd_put_in(_mutator: Mutator, data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + _odd(chance) + data[at + chance.choice((0, 0, 1, 5)) :]


def _other_number(_mutator: Mutator, data: bytes, chance: Random) -> bytes:
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return data
    found = chance.choice(numbers)
    other = chance.choice((0, 1, 2, 7, 59, 60, 99, 365, 1_440, 9_999, 10**9, 10**18, 10**40, chance.randrange(100)))
    return data[: found.start()] + str(other).encode() + data[found.end() :]


def _cut(_mutator: Mutator, data: bytes, chance: Random) -> bytes:
    one, other = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    return chance.choice((data[:other], data[one:], data[:one] + data[other:]))


def _joined(mutator: Mutator, data: bytes, chance: Random) -> bytes:
    """The beginning of one file and the end of another."""
    other = chance.choice(mutator.seeds)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


_EDITS: tuple[Callable[[Mutator, bytes, Random], bytes], ...] = (
    *(_other_value,) * 6,
    *(_line_put_in,) * 3,
    *(_other_number,) * 3,
    *(_byte_changed, _odd_put_in) * 2,
    *(_line_left_out, _lines_swapped, _lines_repeated, _indented),
    *(_cut, _joined),
)
