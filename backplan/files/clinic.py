"""Clinic files, read as a `Clinic`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from backplan.errors import FileAccessError
from backplan.files.cut_sentences import cut_sentences
from backplan.files.disk import read_bytes
from backplan.files.documents import (
    FORMAT,
    NUMBER,
    PARAGRAPH,
    STRING,
    TITLE,
    Document,
    OneOrMany,
    Written,
    line_of,
    validated,
)
from backplan.files.logo import LARGEST_LOGO, logo_svg
from backplan.files.source import Source, quoted, raise_faults
from backplan.files.yaml_source import read_source
from backplan.language.reading import QuantityError
from backplan.model.clinic import Clinic

LONGEST_NUMBER = 60
LONGEST_FOOTER = 100
Lines = Annotated[tuple[Annotated[str, PARAGRAPH], ...], OneOrMany("text", in_order=True, needed=True)]


def _number(text: str) -> str:
    number = " ".join(text.split())
    if not any(character.isdigit() for character in number) or len(number) > LONGEST_NUMBER:
        raise QuantityError("a telephone number, such as '555-0142'")
    return number


def _path(text: str) -> str:
    path = text.strip()
    if not path or len(path) > 1_000 or "://" in path:
        raise QuantityError("a picture's path, such as 'logo.svg'")
    return path


PHONE = Written(_number, NUMBER)


class ClinicDocument(Document, what="a clinic file"):
    """A whole clinic file."""

    format: Annotated[int, FORMAT] = Field(description="The version of this format.", examples=[1])
    name: Annotated[str, TITLE] = Field("", description="The clinic's name.", examples=["Riverside Physical Therapy"])
    phone: Annotated[str, PHONE] = Field("", description="The number to call with questions.", examples=["555-0142"])
    emergency_number: Annotated[str, PHONE] = Field(
        "", description="The number for emergencies where your patients live.", examples=["the number"]
    )
    footer: Annotated[str, line_of(LONGEST_FOOTER)] = Field(
        "", description="A line at the foot of every page.", examples=["12 River Road, open 8 to 18"]
    )
    logo: Annotated[str, Written(_path, STRING)] = Field(
        "", description="A picture (PNG or SVG); the path is relative to this file's folder.", examples=["logo.svg"]
    )
    stop_and_call: Lines = Field(
        (),
        description="When to stop and call you; added to the regimen's own signs.",
        examples=[["Pain moves further down your leg."]],
    )
    get_help_now: Lines = Field(
        (),
        description="When to get emergency help; added to the regimen's own signs.",
        examples=[["You have trouble peeing, or you leak pee or poop."]],
    )


def parse_clinic(data: bytes, file: str) -> Clinic:
    """Read a clinic file, and the logo that it names by a path relative to the folder of `file`.

    Raises:
        BadFileError: with everything that is wrong with the file.
    """
    source = read_source(data, file, "clinic file")
    document, faults = validated(ClinicDocument, source)
    if source.value.get("format", "1") == "1":
        faults += cut_sentences(source, ("stop_and_call", "get_help_now"))
    raise_faults([*source.faults, *faults])
    assert document is not None
    words = {key: value for key, value in document if key not in {"format", "logo"}}
    return Clinic(**words, logo=_logo(document.logo, source) if document.logo else "")


def _logo(path: str, source: Source) -> str:
    try:
        return logo_svg(read_bytes(Path(source.file).parent / path, largest=LARGEST_LOGO))
    except FileAccessError as error:
        found, expected, hint = f"{quoted(path)}, where {error.message}", "a picture's path", error.hint
    except QuantityError as error:
        found, expected, hint = f"{quoted(path)}, {error.found}", error.expected, error.hint
    raise_faults([source.fault(("logo",), found, expected, hint)])
    return ""
