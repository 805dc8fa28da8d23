"""Copies of the bundled regimens, to be edited; they are not read, so no library for that is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.errors import UsageError
from backplan.files.bundled import bundled_bytes, bundled_names
from backplan.language.suggest import nearest
from backplan.language.wording import capitalized

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMAS = "https://raw.githubusercontent.com/backplan/backplan/main/docs"


def regimen_copy(name: str) -> str:
    """Return a bundled regimen's text, to be edited, with the line that tells editors its schema.

    Raises:
        UsageError: no bundled regimen has that name.
    """
    names = bundled_names()
    if name.lower() not in names:
        raise unknown_regimen(name, names)
    schema = f"# yaml-language-server: $schema={SCHEMAS}/regimen.schema.json\n"
    return schema + bundled_bytes(name.lower()).decode()


def unknown_regimen(name: str, names: Sequence[str]) -> UsageError:
    """Return the error for a name that is neither bundled nor a file's, with the nearest one that is."""
    near = nearest(name, names)
    hint = f"{capitalized(near)} " if near else ""
    return UsageError(
        f"There is no bundled regimen '{name}', and no file of that name.",
        f"{hint}`backplan regimens` lists them; a file of your own is named with its suffix, such as {name}.yaml.",
    )
