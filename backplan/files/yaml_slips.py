"""What a slip in YAML is called, for people: PyYAML's own words are about tokens and blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backplan.errors import Fault

if TYPE_CHECKING:
    import yaml

PLAIN_VALUE = "a plain value"
UNEXPLAINED = ("something that is not YAML", "keys with values", "check indents, quotes and brackets near here")

NO_CHARACTER = "invalid Unicode character escape code"
"""What libyaml calls an escape such as `\\Uffffffff`; PyYAML's own parser has no word for it."""


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
        PLAIN_VALUE,
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
        NO_CHARACTER,
        "",
        "an escape that stands for no character",
        "a text",
        "write the character itself, or use single quotes",
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
        PLAIN_VALUE,
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
    _Wording("tag", "", "a '!' at the beginning of a text", PLAIN_VALUE, "put the text in quotes", at_start=True),
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
