"""What people install: the wheel, built as for a release, alone in a clean environment, far from the checkout."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import backplan
from backplan.app.bundled import figure_image

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Built:
    """What a release is made of."""

    sdist: Path
    wheel: Path


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel and what it needs, and nothing else.

    Attributes:
        commands: the folder of its programs.
        folder: where commands are run.
    """

    commands: Path
    folder: Path

    def run(self, command: str, *arguments: str) -> str:
        """What a command prints; it must end well and say nothing of a fault."""
        ran = subprocess.run(
            [str(self.commands / command), *arguments],
            cwd=self.folder,
            env=surroundings(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert ran.returncode == 0, f"{command} {arguments}: {ran.stdout}{ran.stderr}"
        return ran.stdout


def surroundings() -> dict[str, str]:
    """The environment without the variables by which Python would find other packages, such as the checkout's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return kept | {"TZ": "Europe/Berlin"}


def call(*words: str | Path) -> None:
    """Runs a command that must end well."""
    ran = subprocess.run(words, capture_output=True, text=True, check=False, env=surroundings(), timeout=600)
    assert ran.returncode == 0, f"{words}: {ran.stdout}{ran.stderr}"


@contextmanager
def made_once(folder: Path) -> Iterator[bool]:
    """Whether a folder is still to be filled; others who ask wait meanwhile, in other processes too.

    Building and installing take a while, so the workers of a parallel run share one of each.
    """
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        yield not done.exists()
        done.touch()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a test run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="module")
def built(shared: Path) -> Built:
    """Source and wheel, the wheel made from the source, so that the source is known to be complete."""
    folder = shared / "built"
    with made_once(folder) as empty:
        if empty:
            call(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Built(sdist, wheel)


@pytest.fixture(scope="module")
def installed(built: Built, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, installed by pip as people do."""
    place = shared / "environment"
    commands = place / "bin"
    with made_once(place) as empty:
        if empty:
            venv.create(place, with_pip=True)
            call(commands / "pip", "install", "-qq", built.wheel)
    return Installed(commands, tmp_path_factory.mktemp("elsewhere"))


def test_the_source_holds_the_regimens_the_tests_and_the_pages(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert names >= {
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "backplan/py.typed",
        "regimens/low-back.yaml",
        "tests/installed/test_wheel.py",
        "docs/patients.md",
        "docs/plan.svg",
        "regimens/figures/bridge.svg",
        "regimens/figures/draw/drawing.py",
        "regimens/figures/draw/poses/bridge.yaml",
    }


def test_the_wheel_holds_the_package_and_the_regimens_and_no_tests(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        names = set(archive.namelist())

    assert {"backplan/py.typed", "backplan/regimens/low-back.yaml"} <= names
    assert {name.partition("/")[0] for name in names} == {"backplan", f"backplan-{backplan.__version__}.dist-info"}


def test_the_wheel_holds_the_drawings_and_not_what_draws_them(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        names = {name.removeprefix("backplan/regimens/figures/") for name in archive.namelist() if "/figures/" in name}

    assert names == {path.name for path in (ROOT / "regimens" / "figures").glob("*.svg")}


def test_it_is_the_installed_package_that_runs(installed: Installed) -> None:
    where = installed.run("python", "-c", "import backplan; print(backplan.__file__)").strip()

    assert Path(where).is_relative_to(installed.commands.parent)


def test_types_and_regimens_are_inside_the_installed_package(installed: Installed) -> None:
    program = (
        "from importlib.resources import files\n"
        "inside = files('backplan')\n"
        "assert inside.joinpath('py.typed').is_file()\n"
        "print(*sorted(one.name for one in inside.joinpath('regimens').iterdir()))"
    )
    inside = installed.run("python", "-c", program).split()

    assert inside == sorted(path.name for path in (ROOT / "regimens").iterdir())


def test_nothing_that_only_developers_need_is_installed(installed: Installed) -> None:
    program = (
        "from importlib.util import find_spec\n"
        "print(*(name for name in"
        " ('pytest', 'hypothesis', 'ical', 'vobject', 'jsonschema', 'mypy', 'ruff', 'hatchling', 'build', 'tests')"
        " if find_spec(name)))"
    )

    assert installed.run("python", "-c", program).split() == []


def test_it_tells_its_version_and_its_regimens(installed: Installed) -> None:
    assert installed.run("backplan", "--version") == f"backplan {backplan.__version__}\n"
    assert "low-back" in installed.run("backplan", "regimens").splitlines()
    assert installed.run("python", "-m", "backplan", "--version") == f"backplan {backplan.__version__}\n"


def test_it_plans_the_bundled_regimen_into_every_kind_of_file(installed: Installed) -> None:
    suffixes = (".ics", ".json", ".yaml", ".md", ".csv", ".pdf")
    outputs = [word for suffix in suffixes for word in ("--output", f"week{suffix}")]
    page = installed.run("backplan", "plan", "low-back", "--start", "2026-11-23", "--format", "table", *outputs)

    assert "Monday 23 November" in page
    assert (installed.folder / "week.ics").read_bytes().count(b"BEGIN:VEVENT") == page.count(" minutes.")
    assert all((installed.folder / f"week{suffix}").stat().st_size for suffix in suffixes)


def test_its_drawings_are_those_of_the_checkout(installed: Installed) -> None:
    kept = {path.stem: path for path in (ROOT / "regimens" / "figures").glob("*.svg")}

    assert installed.run("backplan", "figure").splitlines() == sorted(kept)
    installed.run("backplan", "figure", "bridge", "--output", "bridge.svg")
    assert (installed.folder / "bridge.svg").read_bytes() == kept["bridge"].read_bytes()
    installed.run("backplan", "figure", "bridge", "--output", "bridge.png")
    assert (installed.folder / "bridge.png").read_bytes() == figure_image("bridge", ".png")


def test_it_goes_on_from_a_calendar_that_it_wrote(installed: Installed) -> None:
    installed.run("backplan", "plan", "--start", "2026-11-23", "--output", "first.ics")

    assert "Monday 30 November" in installed.run("backplan", "plan", "--after", "first.ics")


def test_it_plans_a_copy_of_a_regimen(installed: Installed) -> None:
    installed.run("backplan", "new", "mine.yaml", "--from", "low-back")

    assert installed.run("backplan", "plan", "mine.yaml", "--start", "2026-11-23").startswith("Low-back care\n")


def test_it_is_a_library(installed: Installed) -> None:
    program = "import backplan; print(*(one.name for one in backplan.bundled_regimens()))"

    assert "low-back" in installed.run("python", "-c", program).split()
