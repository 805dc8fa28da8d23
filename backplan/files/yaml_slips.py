"""Mistakes in YAML in words for people: PyYAML's own words are about tokens and blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backplan.errors import Fault

if TYPE_CHECKING:
    import yaml

PLAIN_VALUE = "a plain value"
UNEXPLAINED = ("invalid YAML", "keys with values", "check indentation, quotes and brackets near here")

NO_CHARACTER = "invalid Unicode character escape code"
"""What libyaml calls an escape such as `\\Uffffffff`; PyYAML's own parser has no word for it."""


class _Wording(NamedTuple):
    """What a message of PyYAML means to a person.

    Attributes:
        problem: in PyYAML's message, as is `context`.
        at_start: the fault is where the broken thing begins.
    """

    problem: str
    found: str
    expected: str
    hint: str
    context: str = ""
    at_start: bool = False


_IN_QUOTES = "put the text in quotes"
_UNCLOSED = ("an unclosed quote", "a closing quote", "close the quote that opens here", "quoted scalar", True)

# The first row whose `problem` and `context` both occur in PyYAML's message is used.
_WORDINGS = (
    _Wording("character '\\t'", "a tab", "spaces", "indent with spaces; tabs are not allowed in YAML"),
    _Wording("that cannot start any token", "a character that is reserved in YAML", PLAIN_VALUE, _IN_QUOTES),
    _Wording(
        "mapping values are not allowed",
        "a second ':' on the line, or wrong indentation",
        "one key and its value",
        "put text that contains ': ' in quotes, or align the key with those around it",
    ),
    _Wording(
        "sequence entries are not allowed",
        "a '-' where a list cannot begin",
        "a value on the same line",
        "begin the list on the next line, or write it as [a, b]",
    ),
    _Wording("unexpected end of stream", *_UNCLOSED),
    _Wording("document separator", *_UNCLOSED),
    _Wording(
        "expected ',' or ']'",
        "a '[' that is never closed, or a missing comma",
        "items with commas between them, then ']'",
        "check the list that opens here",
        at_start=True,
    ),
    _Wording(
        "expected ',' or '}'",
        "a '{' that is never closed, or a missing comma",
        "keys and values with commas between them, then '}'",
        "check the braces that open here",
        at_start=True,
    ),
    _Wording(
        "could not find expected ':'",
        "a line without a key",
        "a key with ':' after it",
        "write 'key: value', or indent the line as part of the text above it",
        at_start=True,
    ),
    _Wording(
        NO_CHARACTER,
        "an escape that stands for no character",
        "a text",
        "write the character itself, or use single quotes",
    ),
    _Wording(
        "escape",
        "a backslash sequence that YAML does not know",
        "text",
        "use single quotes, or write the backslash twice",
        context="double-quoted",
    ),
    _Wording(
        "expected alphabetic or numeric", "text that begins with '*' or '&'", PLAIN_VALUE, _IN_QUOTES, at_start=True
    ),
    _Wording(
        "expected <block end>",
        "a line that is not aligned with the ones above it",
        "the same indentation",
        "check the indentation; text that begins with a quote must also end with one",
    ),
    _Wording(
        "<document start>",
        "a line that does not belong to the text above it",
        "one group of keys",
        "check the indentation of this line",
    ),
    _Wording("tag", "text that begins with '!'", PLAIN_VALUE, _IN_QUOTES, at_start=True),
)


def syntax_fault(error: yaml.MarkedYAMLError, file: str) -> Fault:
    """Return the fault of text that cannot be parsed, where it is or where the broken thing begins."""
    problem, context = error.problem or "", error.context or ""
    wording = next((row for row in _WORDINGS if row.problem in problem and row.context in context), None)
    mark = error.problem_mark or error.context_mark
    words = UNEXPLAINED
    if wording is not None:
        words = (wording.found, wording.expected, wording.hint)
        if wording.at_start:
            mark = error.context_mark or mark
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Fault(file, *place, "", *words)
