"""A drawing of an exercise as a file, for a regimen's author or a web page."""

from __future__ import annotations

from backplan.errors import UsageError
from backplan.files.figures import figure


def figure_image(name: str, suffix: str) -> bytes:
    """Return a drawing of an exercise as the content of a file.

    Args:
        name: one of `figure_names()`, in any case.
        suffix: of the file, in any case: `.svg`, or `.png` of 200 dpi, on which a lying person is 80 mm long.

    Raises:
        UsageError: there is no drawing of that name, or it cannot be written as such a file.
    """
    drawn = figure(name.lower())
    match suffix.lower():
        case ".svg":
            return drawn.svg.encode()
        case ".png":
            from backplan.files.figure_png import png  # noqa: PLC0415 - loads typst

            return png(drawn.svg, drawn.width, drawn.height)
        case _:
            raise UsageError(f"A drawing cannot be written as '{suffix}'.", "The file's name ends with .svg or .png.")
