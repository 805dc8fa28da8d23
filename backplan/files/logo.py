"""Logos: pictures from outside, checked before anything draws them.

An SVG is a kind of program: it can refer to other files, load styles and fonts, or use its own parts again and again
until it is huge. So only what a drawing needs is accepted, and the picture is passed on as bytes, never as a path. A
process of its own draws it first, which may hang, crash or fill its memory.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from base64 import b64encode
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

from backplan.files import logo_child
from backplan.language.reading import QuantityError

LARGEST_LOGO = 1_000_000
"""Bytes of a logo's file."""
MOST_PIXELS = 4_000
"""Of a PNG's width or height: 13 inches at 300 dots an inch."""
MOST_ELEMENTS = 5_000
"""Of an SVG."""
MOST_CLIPPING = 5_000_000
"""Characters of an SVG's clip paths, as often as they are used."""
MOST_ATTRIBUTES = 100
"""Of an element."""
LARGEST_NUMBER = 1_000_000
"""In an SVG, of either sign. Drawings count in points or in hundredths of a millimetre; a page has 30,000 of these."""
LONGEST_WAIT = 4.0
"""Seconds until a picture is drawn, the start of the process that draws it included."""

_PNG = b"\x89PNG\r\n\x1a\n"
_HEADER = b"\0\0\0\x0dIHDR"
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bits that a channel may have, by the type of colour (PNG specification, 11.2.1)."""
_OTHERS = ((b"GIF8", "a GIF"), (b"\xff\xd8\xff", "a JPEG"), (b"RIFF", "a WebP"), (b"%PDF", "a PDF"), (b"BM", "a BMP"))
_SVG_NAMES = ("", "{http://www.w3.org/2000/svg}")
_HARMLESS = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "metadata", "clipPath"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop"),
    )
)
_EFFECTS = frozenset({"filter", "mask", "mix-blend-mode", "animation"})
_EFFECT_IN_STYLE = re.compile(rf"(?:^|[;\s])({'|'.join(sorted(_EFFECTS))})\s*:", re.IGNORECASE)
_SIMPLIFY = "simplify the drawing, or save it as a PNG"
_NO_NUMBERS = re.compile(r"(?:id|class|font-family|name|title|label|role)\Z|aria-|data-")
"""Attributes whose digits are no numbers."""
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_REFERENCE = re.compile(r"#[\w.:-]*")
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!\s*[\"']?#)|@import|javascript:|\\", re.IGNORECASE)


def logo_svg(data: bytes) -> str:
    """Return a picture as an SVG; a PNG is put into one.

    Raises:
        QuantityError: it is no PNG or SVG, too large, broken, or refers to something outside itself.
    """
    for mark, kind in _OTHERS:
        if data.startswith(mark):
            raise QuantityError("a picture: PNG, or SVG in UTF-8", "save the logo as a PNG", kind)
    svg = _png_in_svg(data, *_size(data)) if data.startswith(_PNG) else _checked_svg(data)
    _draw(svg)
    return svg


@lru_cache(maxsize=8)
def _draw(svg: str) -> None:
    """Draw a picture as it will be printed, in a process of its own: the engine's faults end no other."""
    import subprocess  # noqa: PLC0415 - only clinics with a logo wait for it

    engine = find_spec("typst")
    assert engine is not None
    assert engine.origin is not None
    program = [sys.executable, "-I", "-S", logo_child.__file__, str(Path(engine.origin).parents[1])]
    try:
        ended = subprocess.run(  # noqa: S603 - a fixed program without a shell; the picture is its input
            program,
            input=svg.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        found = "a picture that takes too long to draw"
        raise QuantityError("a picture that is quick to draw", _SIMPLIFY, found) from None
    except OSError as error:
        # Such as too many processes.
        found = f"a picture that cannot be tried: {(error.strerror or 'no program can be started').lower()}"
        raise QuantityError("a picture that can be drawn", "close other programs and try again", found) from None
    if ended.returncode == logo_child.BROKEN:
        raise QuantityError("a picture that can be drawn", "save the logo again", "a broken picture")
    if ended.returncode:
        raise QuantityError("a picture that can be drawn", _SIMPLIFY, "a picture that the drawing program fails on")


def _png_in_svg(data: bytes, width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{b64encode(data).decode()}"/></svg>'
    )


def _size(data: bytes) -> tuple[int, int]:
    """Return the width and height in a PNG's header; drawing it shows whether the rest is complete."""
    head, check = data[len(_PNG) :][:21], data[len(_PNG) + 21 :][:4]
    if not head.startswith(_HEADER) or check != zlib.crc32(head[4:]).to_bytes(4):
        raise _damaged()
    width, height, depth, colour = struct.unpack(">IIBB", head[len(_HEADER) :][:10])
    if depth not in _DEPTHS.get(colour, ()):
        raise _damaged()
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        hint = "make the picture smaller"
        raise QuantityError(f"at most {MOST_PIXELS} pixels each way", hint, f"a PNG of {width} by {height} pixels")
    return width, height


def _checked_svg(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _no_picture() from None
    if re.search(r"<!DOCTYPE|<!ENTITY", text, re.IGNORECASE):
        # Entities can expand without end or name other files, so no XML parser gets to see them.
        hint = "remove the line that begins with <!DOCTYPE"
        raise QuantityError("an SVG without a document type", hint, "an SVG with a document type")
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities are refused above, and the size is bounded
    except ET.ParseError:
        raise _no_picture() from None
    if root.tag not in {f"{name}svg" for name in _SVG_NAMES}:
        raise _no_picture()
    for number, element in enumerate(root.iter()):
        if number == MOST_ELEMENTS:
            raise QuantityError(
                f"at most {MOST_ELEMENTS:,} elements", "simplify the drawing", "too many elements in the SVG"
            )
        _check_element(element)
    _check_clipping(root)
    return text


def _check_clipping(root: ET.Element) -> None:
    """Reject too much clipping: each use of a clip path is a copy of it; of a clipped one, copies of copies."""
    clips = [element for element in root.iter() if element.tag.rpartition("}")[2] == "clipPath"]
    inside = [element for clip in clips for element in clip.iter()]
    if any(map(_is_clipped, inside)):
        raise QuantityError("an SVG with shapes only", "save it as a PNG", "an SVG whose clip paths are clipped")
    size = sum(len(value) for element in inside for value in element.attrib.values())
    if size * sum(map(_is_clipped, root.iter())) > MOST_CLIPPING:
        raise QuantityError("an SVG with shapes only", "save it as a PNG", "an SVG with too much clipping")


def _is_clipped(element: ET.Element) -> bool:
    return "clip-path" in element.attrib or "clip-path" in element.get("style", "").lower()


def _check_element(element: ET.Element) -> None:
    space, _, name = element.tag.rpartition("}")
    if f"{space}}}" not in _SVG_NAMES and space:
        return  # an editor's own notes, which nothing draws
    if name in {"text", "tspan", "textPath"}:
        hint = "convert text to outlines (paths), or save it as a PNG"
        raise QuantityError("an SVG with shapes only", hint, "an SVG with text, for which a font may be missing")
    if name not in _HARMLESS:
        raise QuantityError("an SVG with shapes only", "save it as a PNG", f"an SVG with <{name[:20]}>")
    if len(element.attrib) > MOST_ATTRIBUTES:
        found = f"<{name}> with {len(element.attrib):,}"
        raise QuantityError(f"at most {MOST_ATTRIBUTES} attributes of an element", "simplify the drawing", found)
    for key, value in element.attrib.items():
        _check_attribute(key, value)


def _check_attribute(key: str, value: str) -> None:
    is_link = key.rpartition("}")[2] == "href"
    if (is_link and not value.startswith("#")) or _OUTSIDE.search(value):
        hint = "embed everything in the file, or save it as a PNG"
        raise QuantityError("an SVG without references to other files", hint, "an SVG that refers to another file")
    if is_link or key.startswith("{"):
        return  # an editor's own notes, but for links
    if key == "style" and value.count(";") > MOST_ATTRIBUTES:
        found = f"a style of {value.count(';'):,}"
        raise QuantityError(f"at most {MOST_ATTRIBUTES} properties of an element", "simplify the drawing", found)
    in_style = _EFFECT_IN_STYLE.search(value) if key == "style" else None
    effect = in_style[1].lower() if in_style else key if key in _EFFECTS else ""
    if effect:
        raise QuantityError("an SVG with shapes only", "save it as a PNG", f"an SVG with '{effect}'")
    if key.lower().startswith("on"):
        raise QuantityError("an SVG with shapes only", "save it as a PNG", f"an SVG with a script, '{key[:20]}'")
    if _NO_NUMBERS.match(key):
        return
    for number in _NUMBER.findall(_REFERENCE.sub("", value)):
        if float(number) > LARGEST_NUMBER:
            hint = "make the drawing smaller, or save it as a PNG"
            raise QuantityError(f"numbers up to {LARGEST_NUMBER:,}", hint, f"an SVG with the number {number[:20]}")


def _no_picture() -> QuantityError:
    return QuantityError("a picture: PNG, or SVG in UTF-8", "save the logo again", "something else")


def _damaged() -> QuantityError:
    return QuantityError("a complete PNG picture", "save the logo again", "a damaged PNG")
