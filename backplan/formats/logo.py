"""Logos: pictures from outside, looked at before anything draws them.

An SVG is a program of sorts: it can name other files, load styles and fonts, or unfold into something huge where parts
of it use other parts again and again. So only what a drawing needs is let through, and the picture goes on as bytes,
never as a path.
"""

from __future__ import annotations

import re
import struct
import zlib
from xml.etree import ElementTree as ET

from backplan.formats.quantities import QuantityError
from backplan.model.clinic import Logo

LARGEST_LOGO = 1_000_000
"""Bytes of a logo's file."""
MOST_PIXELS = 4_000
"""Of a PNG's width or height: 13 inches at 300 dots an inch."""
MOST_ELEMENTS = 5_000
"""Of an SVG."""

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG_NAMES = ("", "{http://www.w3.org/2000/svg}")
_HARMLESS = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "metadata", "clipPath"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop"),
    )
)
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!\s*[\"']?#)|@import|javascript:|\\", re.IGNORECASE)


def checked_logo(data: bytes) -> Logo:
    """A picture as a logo.

    Raises:
        QuantityError: it is no PNG or SVG, too large, broken, or refers to something outside itself.
    """
    if data.startswith(_PNG):
        _check_png(data)
        return Logo("png", data)
    _check_svg(data)
    return Logo("svg", data)


def _check_png(data: bytes) -> None:
    """Every chunk is whole, and the picture has the size that it says."""
    size = (0, 0)
    packed: list[bytes] = []
    place = len(_PNG)
    kind = b""
    while kind != b"IEND":
        if place + 12 > len(data):
            raise QuantityError("a whole PNG picture", "save the logo again", "a PNG that breaks off")
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        check = data[place + 8 + length : place + 12 + length]
        if check != zlib.crc32(kind + body).to_bytes(4):
            raise QuantityError("a whole PNG picture", "save the logo again", "a PNG that is damaged")
        if kind == b"IHDR" and length == 13:
            size = struct.unpack(">II", body[:8])
        elif kind == b"IDAT":
            packed.append(body)
        place += 12 + length
    width, height = size
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        hint = "make the picture smaller"
        raise QuantityError(f"at most {MOST_PIXELS} pixels each way", hint, f"a PNG of {width} by {height} pixels")
    # At most 4 channels of 16 bits, and a byte in front of each line; with interlacing seven times as many lines.
    most = height * (8 * width + 1) + 8 * (height + width)
    unpacked = zlib.decompressobj()
    try:
        unpacked.decompress(b"".join(packed), most)
    except zlib.error:
        raise QuantityError("a whole PNG picture", "save the logo again", "a PNG that is damaged") from None
    if not unpacked.eof and unpacked.unconsumed_tail:
        raise QuantityError("a whole PNG picture", "save the logo again", "a PNG that holds more than it says")


def _check_svg(data: bytes) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _no_picture() from None
    if re.search(r"<!DOCTYPE|<!ENTITY", text, re.IGNORECASE):
        # Entities can unfold without end, or name other files, so that no reader of XML sees them at all.
        hint = "delete the line that begins with <!DOCTYPE"
        raise QuantityError("an SVG without a document type", hint, "an SVG with a document type")
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities are refused above, and the size is bounded
    except ET.ParseError:
        raise _no_picture() from None
    if root.tag not in {f"{name}svg" for name in _SVG_NAMES}:
        raise _no_picture()
    for number, element in enumerate(root.iter()):
        if number == MOST_ELEMENTS:
            raise QuantityError(f"at most {MOST_ELEMENTS:,} elements", "simplify the drawing", "an SVG with more")
        _check_element(element)
        clips = element.tag.endswith("}clipPath") or element.tag == "clipPath"
        if clips and any("clip-path" in inner.attrib for inner in element.iter()):
            raise QuantityError("an SVG of shapes alone", "save it as a PNG", "an SVG whose clip paths are clipped")


def _check_element(element: ET.Element) -> None:
    space, _, name = element.tag.rpartition("}")
    if f"{space}}}" not in _SVG_NAMES and space:
        return  # an editor's own notes, which nothing draws
    if name in {"text", "tspan", "textPath"}:
        hint = "turn its text into outlines (paths), or save it as a PNG"
        raise QuantityError("an SVG of shapes alone", hint, "an SVG with text, for which a font may be missing")
    if name not in _HARMLESS:
        raise QuantityError("an SVG of shapes alone", "save it as a PNG", f"an SVG with <{name[:20]}>")
    for key, value in element.attrib.items():
        is_link = key.rpartition("}")[2] == "href"
        if (is_link and not value.startswith("#")) or _OUTSIDE.search(value):
            hint = "put everything into the file itself, or save it as a PNG"
            raise QuantityError("an SVG that needs nothing outside itself", hint, "an SVG that refers to another file")


def _no_picture() -> QuantityError:
    return QuantityError("a picture: PNG, or SVG in UTF-8", "save the logo again", "something else")
