"""What a slip in YAML is called, for people: PyYAML's own words are about tokens and blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backplan.errors import Fault

if TYPE_CHECKING:
    import yaml

PLAIN_VALUE = "a plain value"
UNEXPLAINED = ("invalid YAML", "keys with values", "check indentation, quotes and brackets near here")


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
        "a character that is reserved in YAML",
        PLAIN_VALUE,
        "put the text in quotes",
    ),
    _Wording(
        "mapping values are not allowed",
        "",
        "a second ':' on the line, or wrong indentation",
        "one key and its value",
        "put text that contains ': ' in quotes, or align the key with those around it",
    ),
    _Wording(
        "sequence entries are not allowed",
        "",
        "a '-' where a list cannot begin",
        "a value on the same line",
        "begin the list on the next line, or write it as [a, b]",
    ),
    _Wording(
        "unexpected end of stream",
        "quoted scalar",
        "an unclosed quote",
        "a closing quote",
        "close the quote that opens here",
        at_start=True,
    ),
    _Wording(
        "document separator",
        "quoted scalar",
        "an unclosed quote",
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
        "a backslash sequence that YAML does not know",
        "text",
        "use single quotes, or write the backslash twice",
    ),
    _Wording(
        "expected alphabetic or numeric",
        "",
        "text that begins with '*' or '&'",
        PLAIN_VALUE,
        "put the text in quotes",
        at_start=True,
    ),
    _Wording(
        "expected <block end>",
        "",
        "a line that is not aligned with the ones above it",
        "the same indentation",
        "check the indentation; text that begins with a quote must also end with one",
    ),
    _Wording(
        "<document start>",
        "",
        "a line that does not belong to the text above it",
        "one group of keys",
        "check the indentation of this line",
    ),
    _Wording("tag", "", "text that begins with '!'", PLAIN_VALUE, "put the text in quotes", at_start=True),
)


def syntax_fault(error: yaml.MarkedYAMLError, file: str) -> Fault:
    """Return the fault of a text that cannot be parsed, where it is or where the broken thing begins."""
    problem, context = error.problem or "", error.context or ""
    for wording in _WORDINGS:
        if wording.problem in problem and wording.context in context:
            mark = (error.context_mark if wording.at_start else None) or error.problem_mark
            place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            return Fault(file, *place, "", wording.found, wording.expected, wording.hint)
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Fault(file, *place, "", *UNEXPLAINED)
