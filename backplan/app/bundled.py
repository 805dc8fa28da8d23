"""The bundled regimens and drawings as files; regimens are not read, so no library for that is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.errors import UsageError
from backplan.files.bundled import bundled_bytes, bundled_names
from backplan.files.figures import figure
from backplan.language.did_you_mean import nearest
from backplan.language.wording import capitalized

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMAS = "https://raw.githubusercontent.com/backplan/backplan/main/docs"


def regimen_copy(name: str) -> str:
    """Return a bundled regimen's text for editing, with the line that tells editors its schema.

    Raises:
        UsageError: no bundled regimen has that name.
    """
    names = bundled_names()
    if name.lower() not in names:
        raise unknown_regimen(name, names)
    schema = f"# yaml-language-server: $schema={SCHEMAS}/regimen.schema.json\n"
    return schema + bundled_bytes(name.lower()).decode()


def unknown_regimen(name: str, names: Sequence[str]) -> UsageError:
    """Return the error for a name that is neither a bundled regimen nor a file, with the nearest of `names`."""
    near = nearest(name, names)
    hint = f"{capitalized(near)} " if near else ""
    return UsageError(
        f"There is no bundled regimen '{name}', and no file of that name.",
        f"{hint}Run `backplan regimens` for the list. For your own file, include the suffix, such as {name}.yaml.",
    )


def figure_image(name: str, suffix: str) -> bytes:
    """Return a drawing as a file of a suffix: `.svg`, or `.png` for 200 dpi with a lying figure 80 mm long.

    Raises:
        UsageError: there is no such drawing, or it cannot be written with that suffix.
    """
    drawing = figure(name.lower())
    match suffix.lower():
        case ".svg":
            return drawing.svg.encode()
        case ".png":
            from backplan.files.figure_png import png  # noqa: PLC0415 - loads typst

            return png(drawing.svg, drawing.width, drawing.height)
        case _:
            raise UsageError(
                f"A drawing cannot be written as '{suffix}'.", "Use a file name that ends with .svg or .png."
            )
