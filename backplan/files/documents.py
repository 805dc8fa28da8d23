"""Documents as people write them: what their pydantic models have in common.

A field says how its text is read (`Written`) and whether a single item is allowed instead of a list (`OneOrMany`); the
same declarations give the JSON Schema for editors. Pydantic collects all errors at once, in its own words; `validated`
turns them into faults with a place in the file, in words for people.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import islice
from types import UnionType
from typing import Annotated, Any, ClassVar, TypeVar, Unpack, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from backplan.errors import MISSING_KEY, Fault
from backplan.files.source import MOST_FAULTS, KeyPath, Source, Value, described, each_once, quoted
from backplan.language.did_you_mean import SURELY, nearest
from backplan.language.reading import QuantityError, activity_id, preferred_time, whole_number
from backplan.model.regimen import Preferred

LONGEST_TITLE = 200
LONGEST_PARAGRAPH = 4_000

Schema = Mapping[str, object]
STRING: Schema = {"type": "string"}
# Editors see a number in `title: 2026` or `sets: 2`; backplan reads it as text.
NUMBER: Schema = {"type": ["integer", "string"]}
SCALAR: Schema = {"type": ["string", "number"]}


@dataclass(frozen=True)
class Written:
    """How the text of a field becomes its value.

    Attributes:
        read: from the text to the value; raises QuantityError, which says what was expected. Empty text is wrong for
            every field, so reading it tells what is expected where there is no text at all.
        schema: the field's JSON Schema.
    """

    read: Callable[[str], object]
    schema: Schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate with `read` alone; the annotated type is what `read` returns."""
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the field's own schema."""
        return dict(self.schema)

    def _validate(self, value: object) -> object:
        return self.read(value if isinstance(value, str) else "")


@dataclass(frozen=True)
class OneOrMany:
    """A list, or a single item instead of one. Repeated items are dropped.

    Attributes:
        what: what an item is, for messages.
        in_order: the items are taken one after the other, so repeated ones are kept.
        needed: an empty list would not mean "none" but leave nothing possible, and is an error.
    """

    what: str
    in_order: bool = False
    needed: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate the annotated tuple, after making a single item a list."""
        listed = core_schema.no_info_before_validator_function(self._listed, handler(source))
        return core_schema.no_info_after_validator_function(self._checked, listed)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of one item, or of a list of them."""
        array = handler(schema)
        array |= {"minItems": 1} if self.needed else {}
        return {"anyOf": [array["items"], array]}

    def _listed(self, value: object) -> object:
        if value is None:
            hint = "" if self.needed else "write [] for none"
            raise QuantityError(f"at least one {self.what}", hint, "nothing")
        return value if isinstance(value, list) else [value]

    def _checked(self, items: tuple[object, ...]) -> tuple[object, ...]:
        if not items and self.needed:
            raise QuantityError(f"at least one {self.what}", found="an empty list")
        return items if self.in_order else tuple(dict.fromkeys(items))


def one_line(text: str, longest: int) -> str:
    """Return text of up to `longest` characters; line breaks and runs of spaces become single spaces."""
    line = " ".join(text.split())
    if not line:
        raise QuantityError("text")
    if len(line) > longest:
        raise QuantityError(f"at most {longest} characters", found=f"text of {len(line)} characters")
    return line


def line_of(longest: int) -> Written:
    """Return a field that takes text of up to `longest` characters."""
    return Written(partial(one_line, longest=longest), SCALAR)


def whole(least: int, most: int) -> Written:
    """Return a field that takes a whole number from `least` to `most`."""
    return Written(partial(whole_number, least=least, most=most), NUMBER)


def choice(options: type[StrEnum]) -> Written:
    """Return a field that takes one of an enumeration's words, in any case."""
    names = [option.value for option in options]
    expected = f"{', '.join(names[:-1])} or {names[-1]}"

    def read(text: str) -> StrEnum:
        word = text.strip().lower()
        if word not in names:
            raise QuantityError(expected, nearest(word, names, SURELY))
        return options(word)

    return Written(read, {"type": "string", "enum": names})


TITLE = line_of(LONGEST_TITLE)
PARAGRAPH = line_of(LONGEST_PARAGRAPH)

ONLY_FORMAT = "this version of backplan reads 'format: 1' only"


def format_number(text: str) -> int:
    """Return the version of the file's format; there is only 1."""
    if text.strip() != "1":
        raise QuantityError("1", ONLY_FORMAT)
    return 1


ActivityId = Annotated[str, Written(activity_id, STRING)]
PreferredTimes = Annotated[tuple[Annotated[Preferred, Written(preferred_time, STRING)], ...], OneOrMany("time")]
Choices = Annotated[tuple[Annotated[str, TITLE], ...], OneOrMany("choice", in_order=True)]
FORMAT = Written(format_number, {"enum": [1, "1"]})


class Document(BaseModel):
    """A group of keys in a file; unknown keys are errors. `what` names it, as in "a key of ..."."""

    what: ClassVar[str]

    def __init_subclass__(cls, what: str = "", **config: Unpack[ConfigDict]) -> None:
        """Take `what` from `class ...(Document, what="...")`, or from the class above."""
        super().__init_subclass__(**config)
        cls.what = what or cls.what

    # A group inside another is built with it; built at once, each would be built again for every group around it.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


DocumentType = TypeVar("DocumentType", bound=Document)


def validated(model: type[DocumentType], source: Source) -> tuple[DocumentType | None, list[Fault | None]]:
    """Return the document that a source contains, or None and everything that is wrong with it."""
    version = source.value.get("format", "1")
    if isinstance(version, str) and version.strip() != "1":
        # Nothing else can be checked in an unknown format.
        return None, [source.fault(("format",), described(version), "1", ONLY_FORMAT)]
    try:
        return model.model_validate(source.value), []
    except ValidationError as error:
        faults = (_fault(model, source, details) for details in error.errors(include_url=False))
        # One more than are shown, so that it is known that there are more.
        return None, list(islice(each_once(fault for fault in faults if fault is not None), MOST_FAULTS + 1))


def _fault(model: type[Document], source: Source, details: ErrorDetails) -> Fault | None:
    at_key = details["loc"][-1:] == ("[key]",)
    path: KeyPath = details["loc"][:-1] if at_key else details["loc"]
    kind, value = details["type"], details["input"]
    owner = model_at(model, path[:-1])
    if kind == "extra_forbidden" and owner is not None:
        names = list(owner.model_fields)
        name = str(path[-1])
        hint = nearest(name, names) or f"the keys are: {', '.join(names)}"
        return source.fault(path, f"the unknown key {quoted(name)}", f"a key of {owner.what}", hint, at_key=True)
    if kind == "missing" and owner is not None:
        name = str(path[-1])
        if name in meant_keys(owner, value):
            return None
        return source.fault(path, MISSING_KEY, f"a line such as '{_example(owner, name)}'", f"add '{name}'")
    error = details.get("ctx", {}).get("error")
    if isinstance(error, QuantityError):
        found = error.found or (quoted(str(path[-1])) if at_key else described(value))
        hint = _way_out(owner, path, value) or error.hint
        return source.fault(path, found, error.expected, hint, at_key=at_key)
    inner = model_at(model, path)
    if kind in {"list_type", "tuple_type"}:
        expected, hint = "a list", "begin each item with '- '"
    elif inner is None:
        expected, hint = "a group of keys", "give each one its own key"
    else:
        expected, hint = f"a group of keys, such as '{_example(inner, next(iter(inner.model_fields)))}'", ""
    return source.fault(path, described(value), expected, _way_out(owner, path, value) or hint)


def _example(model: type[Document], name: str) -> str:
    """Return a line that shows how to write a key."""
    examples = model.model_fields[name].examples
    return f"{name}: {examples[0]}" if examples else f"{name}:"


def _way_out(owner: type[Document] | None, path: KeyPath, value: object) -> str:
    """Return the hint that a key without a value can be removed, if it can."""
    content = value.strip() if isinstance(value, str) else value
    field = owner.model_fields.get(str(path[-1])) if owner else None
    if content or field is None or field.is_required():
        return ""
    return "remove the key if you have nothing to enter"


def mistaken_for(model: type[Document], other: type[Document], source: Source, hint: str) -> Fault | None:
    """Return the one fault of a file of another kind; None if it may be of the right kind."""
    theirs = other.model_fields.keys() - model.model_fields.keys()
    rest = {key: value for key, value in source.value.items() if key not in theirs}
    if not theirs & source.value.keys() or meant_keys(model, rest) - other.model_fields.keys():
        return None
    return source.fault((), other.what, model.what, hint)


def meant_keys(model: type[Document], group: Mapping[str, Value]) -> set[str]:
    """Return the model's keys that a group has, or seems to have misspelt.

    A misspelt key is one fault; that the right one is missing would be the same fault again.
    """
    known = list(model.model_fields)
    unknown = [key for key in group if key not in known][:MOST_FAULTS]
    hints = {nearest(key, known) for key in unknown}
    return {name for name in known if name in group or any(f"'{name}'" in hint for hint in hints)}


def model_at(model: type[Document], path: KeyPath) -> type[Document] | None:
    """Return the model of the group of keys at a path; None where no such group belongs."""
    steps = iter(path)
    for step in steps:
        field = model.model_fields.get(str(step))
        annotation: Any = None if field is None else field.annotation
        if get_origin(annotation) in {dict, list}:
            annotation = get_args(annotation)[-1]
            if next(steps, None) is None:  # the id or index
                return None
        if isinstance(annotation, UnionType):
            annotation = get_args(annotation)[0]  # a group that may be absent
        if not (isinstance(annotation, type) and issubclass(annotation, Document)):
            return None
        model = annotation
    return model


def group_at(value: Value, key: str) -> Mapping[str, Value]:
    """Return the group of keys under a key; an empty one where there is something else."""
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def list_at(value: Value, key: str) -> Sequence[Value]:
    """Return the list under a key; a single value is a list of one, and nothing is an empty list."""
    inner = value.get(key) if isinstance(value, dict) else None
    if isinstance(inner, list):
        return inner
    return [] if inner is None else [inner]
