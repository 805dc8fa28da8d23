"""docs/architecture.md is true: its parts are those of the package, and they import what it says and nothing else."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.contracts.test_docs import DOCS, ROOT, section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PAGE = DOCS / "architecture.md"
OURS = ("backplan", "regimens")
LIBRARY_OF = {"pydantic_core": "pydantic"}
"""Packages that come with another and are used as a part of it."""
DISTRIBUTIONS = {"dateutil": "python-dateutil", "yaml": "pyyaml", "recurring_ical_events": "recurring-ical-events"}
"""Libraries that are installed under another name than they are imported by."""
DATA_ALONE = {"tzdata"}
"""Dependencies that nothing imports."""


# --- The code -------------------------------------------------------------------------------------------------


@cache
def modules() -> dict[str, Path]:
    """Every module of ours that is no test, by its path in the checkout."""
    files = (file for folder in OURS for file in (ROOT / folder).rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): file for file in sorted(files)}


def imported(source: str) -> set[str]:
    """The dotted names that a module imports, in functions and for types too."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports are banned"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def module_of(name: str) -> str | None:
    """The path of the module that an imported name is, or is in; None if it is not one of ours."""
    words = name.split(".")
    for end in range(len(words), 0, -1):
        path = "/".join(words[:end])
        found = [one for one in (f"{path}.py", f"{path}/__init__.py") if one in modules()]
        if found:
            return found[0]
    assert words[0] not in OURS, f"{name} is imported, and there is no such module"
    return None


@cache
def imports() -> dict[str, set[str]]:
    return {path: imported(file.read_text(encoding="utf-8")) for path, file in modules().items()}


# --- The page -------------------------------------------------------------------------------------------------


def rows(title: str) -> list[tuple[str, set[str]]]:
    """The rows of a section's table: what is in code in the first cell, and in the last."""
    found: list[tuple[str, set[str]]] = []
    cells: list[list[str]] = []
    content = section(PAGE, title)
    for place, token in enumerate(content):
        if token.type == "tr_open":
            cells = []
        elif token.type == "td_open":
            children = content[place + 1].children or ()
            cells.append([part.content for part in children if part.type == "code_inline"])
        elif token.type == "tr_close" and cells:
            (name,) = cells[0]
            found.append((name, set(cells[-1])))
    return found


def short(part: str) -> str:
    """A part's name as other rows use it: `model` for `backplan/model/`."""
    return part.removesuffix("/").removesuffix(".py").rpartition("/")[2]


def holder(path: str, parts: Iterable[str]) -> str:
    """The one part that a module is in."""
    found = [part for part in parts if path == part or (part.endswith("/") and path.startswith(part))]
    assert len(found) == 1, f"{path} is in {found or 'no part'} of the table in {PAGE.name}"
    return found[0]


def real_parts(parts: Iterable[str]) -> dict[str, set[str]]:
    """What each of some parts imports of the others."""
    known = list(parts)
    found: dict[str, set[str]] = {part: set() for part in known}
    for path, names in imports().items():
        part = holder(path, known)
        others = {holder(other, known) for name in names if (other := module_of(name))}
        found[part] |= others - {part}
    return found


# --- Parts and directions -------------------------------------------------------------------------------------


def test_every_module_is_in_one_part_and_every_part_has_modules() -> None:
    parts = [part for part, _ in rows("Parts")]

    assert {holder(path, parts) for path in modules() if (ROOT / path).stat().st_size} == set(parts)


def test_each_part_imports_what_its_row_says_and_nothing_else() -> None:
    told = dict(rows("Parts"))
    real = {part: {short(other) for other in others} for part, others in real_parts(told).items()}

    wrong = {part: f"say: {', '.join(f'`{name}`' for name in sorted(real[part]))}" for part in told}
    assert {part: wrong[part] for part in told if told[part] != real[part]} == {}


def layers() -> list[list[str]]:
    """The layers of import-linter's contract, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (found,) = [one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    return [[module.strip() for module in layer.split("|")] for layer in found]


def test_the_layers_that_import_linter_checks_are_the_parts() -> None:
    # The package's own `__init__` and `__main__` are doors; nobody can be below or above the whole package.
    parts = [part for part, _ in rows("Parts") if not short(part).startswith("__")]
    of_layer = sorted(module for layer in layers() for module in layer)

    assert of_layer == sorted(part.removesuffix("/").removesuffix(".py").replace("/", ".") for part in parts)


def test_the_parts_are_in_the_order_of_their_layers() -> None:
    height = {module.rpartition(".")[2]: -place for place, layer in enumerate(layers()) for module in layer}
    heights = [height[short(part)] for part, _ in rows("Parts") if short(part) in height]

    assert heights == sorted(heights, reverse=True)


def test_every_package_has_a_folder_of_tests_with_its_name() -> None:
    packages = [short(part) for part, _ in rows("Parts") if part.startswith("backplan/") and part.endswith("/")]

    assert [name for name in packages if not any((ROOT / "tests" / name).rglob("test_*.py"))] == []


# --- Libraries ------------------------------------------------------------------------------------------------


def real_libraries() -> dict[str, set[str]]:
    """Which modules import each library of other people."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, names in imports().items():
        for name in names:
            top = name.partition(".")[0]
            if top not in OURS and top not in sys.stdlib_module_names:
                found[LIBRARY_OF.get(top, top)].add(path)
    return found


def test_each_library_is_imported_where_its_row_says_and_nowhere_else() -> None:
    told, real = dict(rows("Libraries")), real_libraries()

    assert sorted(told) == sorted(real)
    for library, places in told.items():
        # A row names folders or modules; each of them uses the library, and no other does.
        assert {holder(path, places) for path in real[library]} == places, library


def test_every_dependency_is_a_library_of_the_table() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=~ ]", one, maxsplit=1)[0].lower() for one in project["dependencies"]}

    assert {DISTRIBUTIONS.get(library, library) for library, _ in rows("Libraries")} == needed - DATA_ALONE


# --- What the machine is asked --------------------------------------------------------------------------------

ASKING = {"absolute", "resolve", "expanduser"}
"""Methods of a path that look at the current folder or at the user's."""


def asks_the_machine(source: str) -> Iterator[int]:
    """The lines that depend on the current folder or the system's time zone in a way that has no name to ban."""
    nodes = list(ast.walk(ast.parse(source)))
    # Whether a path is the current folder may be asked of anything that was handed in.
    compared = [one for node in nodes if isinstance(node, ast.Compare) for one in (node.left, *node.comparators)]
    for node in nodes:
        if not isinstance(node, ast.Call) or node in compared:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
        here = "Path" in (name, method) and all(text in {"", "."} for text in texts) and len(texts) == len(node.args)
        if here or method in ASKING or (method == "astimezone" and not node.args and not node.keywords):
            yield node.lineno


def test_nothing_below_the_command_line_asks_for_the_current_folder_or_the_systems_zone() -> None:
    found = {
        path: list(asks_the_machine(file.read_text(encoding="utf-8")))
        for path, file in modules().items()
        if path.startswith("backplan/") and not path.startswith("backplan/cli/")
    }

    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "code", ["Path()", "pathlib.Path('.')", "file.absolute()", "one.resolve()", "now.astimezone()"]
)
def test_asking_would_be_noticed(code: str) -> None:
    assert list(asks_the_machine(code)) == [1]


@pytest.mark.parametrize(
    "code", ["Path(name)", "Path('regimens')", "now.astimezone(zone)", "Path(*parts)", "a == Path()"]
)
def test_what_is_handed_in_may_be_used(code: str) -> None:
    assert list(asks_the_machine(code)) == []


def test_one_module_alone_may_ask() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    allowed = {files for files, rules in settings["per-file-ignores"].items() if "TID251" in rules}
    here = [path for path, file in modules().items() if "noqa: TID251" in file.read_text(encoding="utf-8")]

    assert {files for files in allowed if not files.startswith("tests/")} == {"backplan/cli/environment.py"}
    assert here == []
