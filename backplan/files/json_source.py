"""A JSON file as plain values, and where they are in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from backplan.errors import BadFileError, Fault
from backplan.files.source import RIGHT_FILE, Node, Place, Source, quoted
from backplan.files.yaml_source import decoded, read_source
from backplan.language.wording import UNFIT

MOST_VALUES = 400_000
"""They decide how much memory JSON takes; a year of many sessions has fewer."""


@dataclass(frozen=True, slots=True)
class Json:
    """A file's outermost value and its whole text; `repeated` if some key occurs twice in its group."""

    value: object
    text: str
    repeated: bool


def read_json(data: bytes, file: str) -> Json:
    """Read a plan's JSON, UTF-8 or (from a redirection in Windows PowerShell) UTF-16.

    Raises:
        BadFileError: it is no JSON, or too much of it.
    """
    text = decoded(data, file, "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    # Each value has a comma or a bracket before it.
    if sum(map(text.count, ",{[")) > MOST_VALUES:
        found = f"too many values (more than {MOST_VALUES:,})"
        raise BadFileError((Fault(file, 0, 0, "", found, "a plan", RIGHT_FILE),))
    repeated = False

    def group(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal repeated
        values = dict(pairs)
        repeated = repeated or len(values) < len(pairs)
        return values

    try:
        value: object = json.JSONDecoder(parse_int=_whole_number, object_pairs_hook=group).decode(text)
    except json.JSONDecodeError as error:
        raise BadFileError((_json_fault(error, text, file),)) from None
    except RecursionError:
        found = "brackets nested too deeply"
        raise BadFileError((Fault(file, 0, 0, "", found, "a plan", RIGHT_FILE),)) from None
    return Json(value, text, repeated)


def _whole_number(digits: str) -> int | float:
    # Python rejects integers of thousands of digits; none of ours has so many.
    return int(digits) if len(digits) <= 18 else float(digits)


def _json_fault(error: json.JSONDecodeError, text: str, file: str) -> Fault:
    again = "make the plan again, or fix the file here"
    if not text.strip():
        return Fault(file, 0, 0, "", "an empty file", "a plan", "make the plan again")
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        found, expected = "the end of the file, or an unclosed quote", "the rest of the plan"
        return Fault(file, error.lineno, error.colno, "", found, expected, again)
    expected = error.msg[0].lower() + error.msg[1:]
    expected = expected.removeprefix("expecting ") if expected.startswith("expecting ") else f"JSON ({expected})"
    line = text[error.pos : error.pos + 60].split("\n", 1)[0].strip()
    return Fault(file, error.lineno, error.colno, "", quoted(line) if line else "nothing", expected, again)


def json_places(text: str, file: str, kind: str) -> Source:
    """Return where the values of a valid JSON text are; its faults are the keys that occur twice.

    JSON is YAML except for what strings may contain, and tabs between them: with one harmless character for each of
    these, every value keeps its place.
    """
    for unlike, like in (("\\\\", "¦¦"), ('\\"', "¦¦"), ("\\", "¦"), ("\t", " ")):
        text = text.replace(unlike, like)
    text = re.sub("[\u2028\u2029]", "¦", UNFIT.sub("¦", text))
    try:
        return read_source(text.encode(), file, kind, largest=4 * len(text))
    except BadFileError:
        # A list instead of a plan, keys of a thousand letters, brackets two dozen deep.
        return Source(file, Node(Place(1, 1)), {}, [])
