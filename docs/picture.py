"""Draws the README's picture, docs/plan.svg: what `backplan plan` shows on a terminal of 100 columns.

`python docs/picture.py` draws it anew; the same plan gives the same bytes. The drawing names no font that a browser
would have to fetch, and the plan is one of a fixed week, so it depends on nothing but backplan and rich.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from backplan import Profile, make_plan, plan_request, read_regimen
from backplan.render.plan import PlanView
from backplan.render.plan_page import plan_page

PICTURE = Path(__file__).with_name("plan.svg")
MONDAY = date(2026, 11, 23)
ZONE = "Europe/Berlin"
COLUMNS = 100
COMMAND = f"backplan plan low-back --start {MONDAY} --timezone {ZONE}"

# Dark on light, each colour dark enough to be read on white (contrast of 4.5 and more).
THEME = TerminalTheme(
    background=(255, 255, 255),
    foreground=(31, 35, 40),
    normal=[
        *((31, 35, 40), (164, 14, 38), (17, 99, 41), (125, 78, 0)),
        *((9, 105, 218), (130, 80, 223), (27, 124, 131), (87, 96, 106)),
    ],
)

# Rich fills in what stands in single braces; its own frame would fetch a font and draw a window's buttons.
FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" class="rich-terminal" viewBox="0 0 {width} {height}" role="img">
<title>A week's plan in a terminal</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
{styles}
</style>
<defs>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="#ffffff" stroke="#d1d9e0" stroke-width="2" />
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture() -> str:
    """The drawing, as the file holds it."""
    regimen = read_regimen("low-back")
    request = plan_request(regimen, Profile(), start=MONDAY, weeks=1, timezone=ZONE, today=MONDAY)
    view = PlanView(make_plan(request), regimen, MONDAY, profile=request.profile)
    # Whatever the real terminal is, the picture's is this one.
    console = Console(
        record=True,
        file=io.StringIO(),
        width=COLUMNS,
        color_system="truecolor",
        force_terminal=True,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    console.print(f"$ {COMMAND}")
    console.print()
    console.print(plan_page(view, COLUMNS))
    drawing = console.export_svg(title="", theme=THEME, code_format=FRAME, unique_id="backplan")
    return "".join(f"{line.rstrip()}\n" for line in drawing.splitlines())


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
