"""What kind of file a file is, judged by its suffix and its outermost keys."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from backplan.errors import BadFileError, Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class FileKind(StrEnum):
    """The files that backplan reads; the value is what people call them."""

    REGIMEN = "regimen"
    PROFILE = "profile"
    CLINIC = "clinic"
    PLAN = "plan"
    CALENDAR = "calendar"


SUFFIXES = (".yaml", ".yml", ".json", ".ics")


def kind_of(data: bytes, file: str) -> FileKind:
    """Return the kind of a file with this content and name.

    Raises:
        BadFileError: it is nothing that backplan reads.
    """
    match PurePath(file).suffix.lower():
        case ".ics":
            return FileKind.CALENDAR
        case ".json":
            return FileKind.PLAN
        case ".yaml" | ".yml":
            return _kind_of_yaml(data, file)
        case suffix:
            found = f"the unknown suffix {suffix}" if suffix else "a file without a suffix"
            expected = "a regimen, a profile, a clinic file or a plan (.yaml), a plan (.json), or a calendar (.ics)"
            raise BadFileError((Fault(file, 0, 0, "", found, expected),))


def _kind_of_yaml(data: bytes, file: str) -> FileKind:
    keys = set(re.findall(rb"""^["']?([a-z_]+)["']?[ \t]*:""", data, re.MULTILINE))
    if not keys:
        # Written in braces, or broken.
        from backplan.files.yaml_source import read_source  # noqa: PLC0415 - seldom needed

        keys = {key.encode() for key in read_source(data, file, "regimen, profile, clinic file or plan").root.keys}
    for kind, names in _keys():
        if any(name.encode() in keys for name in names):
            return kind
    found = "none of the keys of a regimen, a profile or a plan"
    expected = "`activities` (a regimen), `available` and the like (a profile), or `sessions` (a plan)"
    raise BadFileError((Fault(file, 0, 0, "", found, expected, "check that this is the right file"),))


def _keys() -> Iterator[tuple[FileKind, Collection[str]]]:
    """Iterate over the outermost keys of each kind that is YAML; a kind after those that share its keys."""
    from backplan.files.clinic import ClinicDocument  # noqa: PLC0415 - they load pydantic
    from backplan.files.profile import ProfileDocument  # noqa: PLC0415
    from backplan.files.regimen import RegimenDocument  # noqa: PLC0415

    yield FileKind.PLAN, ("sessions", "kind", "first_week")
    yield FileKind.REGIMEN, RegimenDocument.model_fields.keys() - {"format"}
    yield FileKind.CLINIC, ClinicDocument.model_fields.keys() - {"format", "name"}
    yield FileKind.PROFILE, ProfileDocument.model_fields.keys() - {"format"}
