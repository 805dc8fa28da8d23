"""Makes sheets for tests, and reads what is in their files."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from io import BytesIO
from operator import itemgetter
from typing import TYPE_CHECKING

import pikepdf

from backplan import app
from backplan.model.clinic import Clinic
from backplan.model.printing import SheetOptions
from backplan.model.profile import Profile
from backplan.render.sheet.data import blank_sheet, plan_sheet
from backplan.render.sheet.drawing import Drawing
from backplan.render.sheet.pdf import sheet_pdf
from backplan.render.sheet.words import LONGEST_IN_GRID, WIDEST
from tests.builders import BERLIN, MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backplan.model.plan import Plan
    from backplan.model.regimen import Regimen
    from backplan.render.sheet.data import Sheet

CLINIC = Clinic(
    name="Riverside Physical Therapy", phone="555-0142", emergency_number="112", footer="12 River Road, open 8 to 18"
)
STANDARD = SheetOptions()
SQUARE = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 240 150'>"
    "<rect width='240' height='150' fill='#b3261e'/></svg>"
)


def draw(name: str) -> Drawing:
    """A drawing for any name."""
    return Drawing(SQUARE, f"A drawing of {name}.", 240, 150)


def planned(regimen: Regimen, weeks: int = 1) -> Plan:
    """The regimen's plan from Mon 23 Nov 2026."""
    request = app.planning.plan_request(regimen, Profile(), start=MONDAY, weeks=weeks, timezone=BERLIN, today=MONDAY)
    return app.planning.make_plan(request)


def sheet(
    regimen: Regimen | None = None,
    plan: Plan | None = None,
    *,
    weeks: int = 1,
    clinic: Clinic = CLINIC,
    options: SheetOptions = STANDARD,
) -> bytes:
    """The sheet of a plan, of the bundled regimen unless given, with a drawing on each card that names one."""
    prescribed = regimen or app.inputs.read_regimen("low-back")
    return sheet_pdf(plan_sheet(plan or planned(prescribed, weeks), prescribed, clinic, options, draw))


def blank(regimen: Regimen | None = None, *, clinic: Clinic = CLINIC, options: SheetOptions = STANDARD) -> bytes:
    """The sheet of a regimen without dates."""
    return sheet_pdf(blank_sheet(regimen or app.inputs.read_regimen("low-back"), clinic, options, draw))


# --- What a file holds -----------------------------------------------------------------------------------------


def pages(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page in the order of drawing, white space folded, without the places where a word may break."""
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    ran = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, timeout=60)
    texts = ran.stdout.decode().replace("\u200b", "").split("\f")[:-1]
    return [" ".join(text.split()) for text in texts]


def lost_words(sheet: Sheet, pdf: bytes) -> Counter[str]:
    """What a sheet says more often than its pages do: what lies beyond a page's edge is read by nobody.

    Only words of plain letters count: others may be read in another order than they are written.
    """
    ran = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    said = " ".join(_texts(sheet.data()))
    if sheet.exercises:
        said += f" {sheet.exercises_heading}"
    # Longer ones may have been broken anywhere.
    unbroken = " ".join(word for word in said.split() if len(word) <= LONGEST_IN_GRID / WIDEST)
    return _plain_words(unbroken) - _plain_words(ran.stdout.decode(errors="replace"))


def overlapping_words(pdf: bytes) -> list[tuple[str, str]]:
    """Pairs of words that are printed over one another."""
    ran = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    found = []
    for page in ran.stdout.decode(errors="replace").split("<page ")[1:]:
        words = [(*map(float, place), word) for *place, word in _WORD.findall(page)]
        words.sort(key=itemgetter(1))
        for number, (left, top, right, bottom, word) in enumerate(words):
            for other_left, other_top, other_right, _, other in words[number + 1 :]:
                # The boxes of two lines may touch; letters do where a third is common.
                if other_top >= bottom - (bottom - top) / 3:
                    break
                if min(right, other_right) - max(left, other_left) > 1:
                    found.append((word, other))
    return found


_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
_NOT_ON_THE_PAGE = {"svg", "alt", "box", "language", "paper", "author", "exercises_heading", "who_heading"}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        # A week of which nothing is planned has no table.
        hidden = {"columns"} if value.get("rows") == [] else set()
        for key, inner in value.items():
            if key not in _NOT_ON_THE_PAGE | hidden:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _plain_words(text: str) -> Counter[str]:
    # A line may end behind a hyphen or a stroke.
    words = re.split(r"[\s/-]+", text.replace("\u200b", ""))
    return Counter(word for word in words if word and word.isascii())


class Element:
    """One element of a file's structure, as a screen reader meets it."""

    def __init__(self, found: pikepdf.Object) -> None:
        self.tag = str(found.get("/S", "")).lstrip("/")
        self.alt = str(found["/Alt"]) if "/Alt" in found else None
        kids = found.get("/K")
        listed = [] if kids is None else list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        self.kids = [Element(kid) for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]

    def walk(self) -> Iterator[Element]:
        """This element and all within, in the order of reading."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


def structure(pdf: bytes) -> list[Element]:
    """All elements of a file, in the order of reading."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        root = opened.Root["/StructTreeRoot"]
        kids = root["/K"]
        tops = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        return [element for top in tops for element in Element(top).walk()]
