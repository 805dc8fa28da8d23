"""What checking files has found, on a terminal. Loads rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.render.check import CheckedFile, check_blocks
from backplan.render.layout import laid_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType


def check_page(files: Sequence[CheckedFile], width: int) -> RenderableType:
    """All that was found, for a terminal of `width` columns."""
    return laid_out(check_blocks(files), width)
