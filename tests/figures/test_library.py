"""What programs get of a drawing: its text, its size, and a sentence for those who do not see it."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from backplan import UsageError
from backplan.app.bundled import figure_image
from backplan.files.bundled import figure_names
from backplan.files.figures import figure
from regimens.figures.draw.pose_yaml import scenes

if TYPE_CHECKING:
    from regimens.figures.draw.scene import Scene

SVG = "{http://www.w3.org/2000/svg}"
MOST_WORDS = 30
DRAWN = {"path", "circle", "rect"}
ATTRIBUTES = {
    *("d", "cx", "cy", "r", "x", "y", "width", "height"),
    *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
}
WANTED = {
    *("supine-hamstring-towel", "seated-hamstring", "hip-flexor-kneeling"),
    *("hamstring-wall", "wall-squat"),
    *("pelvic-tilt", "bridge", "bird-dog", "bird-dog-leg", "dead-bug", "march", "heel-slide", "abdominal-brace"),
    *("prone-lying", "prone-on-elbows", "prone-press-up", "standing-extension"),
    *("cat-camel", "single-knee-to-chest", "knee-rolls", "partial-curl-up", "curl-up-one-knee"),
    *("side-plank-knees", "side-plank", "plank", "walking", "stationary-bicycle", "swimming"),
    *("chin-tuck", "neck-turn", "neck-tilt", "neck-press", "collar-skin-check"),
}


def pixels(image: bytes) -> tuple[int, int, set[bytes]]:
    """Width, height and the different lines of a PNG file; checks every part's sum on the way."""
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, width, height = 8, b"", 0, 0
    while at < len(image):
        length, kind = int.from_bytes(image[at : at + 4]), image[at + 4 : at + 8]
        content = image[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + content) == int.from_bytes(image[at + 8 + length : at + 12 + length])
        if kind == b"IHDR":
            width, height = int.from_bytes(content[:4]), int.from_bytes(content[4:8])
        data += content if kind == b"IDAT" else b""
        at += 12 + length
    raw = zlib.decompress(data)
    step = len(raw) // height
    return width, height, {raw[line * step + 1 : (line + 1) * step] for line in range(height)}


def test_all_drawings_that_regimens_may_ask_for_are_there() -> None:
    assert set(figure_names()) >= WANTED
    assert list(figure_names()) == sorted(figure_names())


@pytest.mark.parametrize("name", figure_names())
def test_a_drawing_holds_only_what_every_program_draws_alike(name: str) -> None:
    root = ET.fromstring(figure(name).svg)  # noqa: S314 - a text of our own
    title, description, *shapes = root

    assert root.tag == f"{SVG}svg"
    assert set(root.attrib) == {"viewBox", "width", "height"}
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert {shape.tag.removeprefix(SVG) for shape in shapes} <= DRAWN
    assert {key for shape in shapes for key in shape.attrib} <= ATTRIBUTES
    assert all(not len(shape) and not shape.text for shape in shapes)


@pytest.mark.parametrize("name", figure_names())
def test_numbers_have_one_decimal_at_most_and_colours_are_plain(name: str) -> None:
    root = ET.fromstring(figure(name).svg)  # noqa: S314 - a text of our own
    values = [(key, value) for shape in root for key, value in shape.attrib.items()]
    colours = {value for key, value in values if key in {"fill", "stroke"}}
    numbers = [value for key, value in values if key not in {"fill", "stroke", "fill-opacity"}]

    assert not [value for value in numbers if re.search(r"\.\d\d|nan|inf|\de", value)]
    assert {colour for colour in colours if not re.fullmatch("#[0-9a-f]{6}", colour)} <= {"none"}


@pytest.mark.parametrize("scene", scenes(), ids=lambda scene: scene.name)
def test_what_is_read_of_a_drawing_is_what_its_poses_say(scene: Scene) -> None:
    drawn = figure(scene.name)

    assert (drawn.name, drawn.title, drawn.alt) == (scene.name, scene.title, scene.alt)
    assert drawn.width == pytest.approx(scene.view.width * scene.scale, abs=0.06)
    assert drawn.height >= scene.view.height * scene.scale * len(scene.frames) - 0.06


@pytest.mark.parametrize("name", figure_names())
def test_a_drawing_says_its_size_in_one_measure(name: str) -> None:
    drawn = figure(name)
    root = ET.fromstring(drawn.svg)  # noqa: S314 - a text of our own
    left, top, width, height = map(float, root.attrib["viewBox"].split())

    assert (left, top, width, height) == pytest.approx((0, 0, drawn.width, drawn.height), abs=0.06)
    assert float(root.attrib["width"]) / float(root.attrib["height"]) == pytest.approx(width / height, rel=0.01)


@pytest.mark.parametrize("name", figure_names())
def test_a_sentence_says_what_a_drawing_shows(name: str) -> None:
    alt = figure(name).alt

    assert 12 <= len(alt.split()) <= MOST_WORDS
    assert alt.endswith(".")
    assert alt.count(". ") <= 1, "one sentence, and perhaps from where it is seen"
    assert alt.isascii()


def test_no_two_drawings_are_the_same() -> None:
    drawings = [figure(name) for name in figure_names()]

    assert len({one.svg.partition("</desc>")[2] for one in drawings}) == len(drawings)
    assert len({one.title for one in drawings}) == len(drawings)
    assert len({one.alt for one in drawings}) == len(drawings)


def test_a_drawing_has_the_same_bytes_in_another_process() -> None:
    program = (
        "import sys; from backplan.app.bundled import figure_image;"
        " sys.stdout.buffer.write(figure_image('bird-dog', '.png'))"
    )
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60)

    assert again.stdout == figure_image("bird-dog", ".png")


@pytest.mark.parametrize("name", figure_names())
def test_an_image_shows_something_on_white(name: str) -> None:
    width, height, lines = pixels(figure_image(name, ".PNG"))
    drawn = figure(name)

    assert width / height == pytest.approx(drawn.width / drawn.height, rel=0.02)
    assert width > 300
    assert len(lines) > height / 4, "a blank image has one kind of line"


def test_the_text_of_a_drawing_is_the_content_of_its_file() -> None:
    assert figure_image("bridge", ".svg").decode() == figure("bridge").svg


def test_a_name_is_known_in_any_case_and_an_unknown_one_answered_with_the_nearest() -> None:
    assert figure_image("Bridge", ".SVG") == figure("bridge").svg.encode()
    with pytest.raises(UsageError, match="no drawing 'brigde'") as refused:
        figure("brigde")
    assert refused.value.hint == "did you mean 'bridge'?"
    with pytest.raises(UsageError, match="no drawing") as refused:
        figure("../low-back")
    assert "backplan figure" in refused.value.hint


def test_a_drawing_is_no_other_kind_of_file() -> None:
    with pytest.raises(UsageError, match=r"\.gif"):
        figure_image("bridge", ".gif")
