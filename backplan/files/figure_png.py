"""Drawings as pixels, for programs that show no SVG. Loads typst."""

from __future__ import annotations

import zlib

import typst

from backplan.errors import UnprintableError, is_panic
from backplan.files.marks import IMAGE_MARK

MILLIMETRES = 0.42
"""On paper, per unit of a drawing: a lying person is 80 mm long."""
PIXELS_AN_INCH = 200.0

_PAGE = b"""
#set page(
  width: float(sys.inputs.width) * 1mm, height: float(sys.inputs.height) * 1mm, margin: 0mm, fill: white
)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)
"""
_LENGTH, _TYPE = 4, 4
"""Bytes of the two fields before a chunk's data in a PNG file; its checksum has four as well."""
_SIGNATURE = 8


def png(svg: str, width: float, height: float) -> bytes:
    """Return a PNG of an SVG, whose width and height are in its own units, on white; it names its maker.

    Raises:
        UnprintableError: the engine fails on it.
    """
    size = {"width": f"{width * MILLIMETRES:.2f}", "height": f"{height * MILLIMETRES:.2f}"}
    try:
        image = typst.compile(_PAGE, sys_inputs={"drawing": svg, **size}, format="png", ppi=PIXELS_AN_INCH)
    except BaseException as error:
        if not is_panic(error):
            raise
        raise UnprintableError("The drawing cannot be made into a PNG.", "Write it as an SVG instead.") from None
    assert isinstance(image, bytes)
    return _marked(image)


def _marked(image: bytes) -> bytes:
    """Insert a chunk of text after the image's first chunk."""
    first_ends = _SIGNATURE + _LENGTH + _TYPE + int.from_bytes(image[_SIGNATURE : _SIGNATURE + _LENGTH]) + 4
    content = b"tEXt" + b"Software\0" + IMAGE_MARK.encode()
    part = (len(content) - _TYPE).to_bytes(_LENGTH) + content + zlib.crc32(content).to_bytes(4)
    return image[:first_ends] + part + image[first_ends:]
