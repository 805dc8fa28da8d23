"""A program of its own, run by `files/logo.py`: draws an SVG as a sheet does, within limits that end it alone.

No check of ours can know every picture that the engine hangs on, crashes on or fills the memory for. Here it may.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

BROKEN = 3
"""The exit status for a picture that the engine itself refuses; 0 is for one that it draws."""
MOST_SECONDS = 5
"""Of work, should nobody wait for it any longer. A logo takes some hundredths."""
MOST_MEMORY = 700_000_000
"""Bytes of addresses. A logo takes 200 million, nearly all of them the engine itself."""
STACK = 1_000_000 // 4096 * 4096
"""Bytes. Half of what the engine's threads have by default, so that what is drawn here is drawn elsewhere, too."""

_PAGE = b"""
#set document(title: "Logo")
#image(bytes(sys.inputs.svg), format: "svg", alt: "Logo", height: 18mm)
"""


def limit() -> None:
    """Set the limits of this process, as far as the system has them."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: MOST_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_AS: MOST_MEMORY,
    }
    for kind, most in limits.items():
        # A lower limit that is there already stays.
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def draw(svg: str) -> int:
    """Draw a picture, and return the exit status."""
    import typst  # noqa: PLC0415 - found only once the path is set

    try:
        typst.compile(
            _PAGE,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False),
            sys_inputs={"svg": svg},
            pdf_standards=["ua-1", "a-2a"],
        )
    except typst.TypstError:
        return BROKEN
    return 0


def main() -> None:
    """Draw what comes in on standard input, with the libraries of the folder that the argument names."""
    limit()
    os.putenv("RAYON_NUM_THREADS", "1")
    os.putenv("RUST_MIN_STACK", str(STACK))
    sys.path.append(sys.argv[1])
    svg = sys.stdin.buffer.read().decode()
    # Whatever goes wrong unseen.
    status = [1]
    threading.stack_size(STACK)
    thread = threading.Thread(target=lambda: status.append(draw(svg)))
    thread.start()
    thread.join()
    # Nothing is left to tidy up, and a broken engine might hang over it.
    os._exit(status[-1])


if __name__ == "__main__":
    main()
