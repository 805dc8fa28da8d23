"""`import backplan` is the library's door: every name leads to the real thing, and nothing loads before it is used."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import backplan


def test_every_name_is_the_very_thing_of_the_module_that_it_is_from() -> None:
    homes = {name: home for home, names in backplan._HOMES.items() for name in names}

    assert {"__version__", *homes} == set(backplan.__all__)
    for name, home in homes.items():
        there = "request" if name == "plan_request" else name
        assert getattr(backplan, name) is getattr(import_module(home), there), name


def test_names_are_sorted_listed_and_found_by_completion() -> None:
    assert backplan.__all__ == sorted(set(backplan.__all__))
    assert set(backplan.__all__) <= set(dir(backplan))


def test_an_unknown_name_is_refused_as_python_does() -> None:
    unknown = "make_plans"
    with pytest.raises(AttributeError, match="module 'backplan' has no attribute 'make_plans'"):
        getattr(backplan, unknown)
    assert not hasattr(backplan, "request")


def test_every_public_function_and_type_is_in_the_librarys_page() -> None:
    page = (Path(__file__).parents[1] / "docs" / "library.md").read_text(encoding="utf-8")

    assert [name for name in backplan.__all__ if f"`{name}`" not in page and f"`{name}(" not in page] == ["__version__"]


def test_types_are_known_where_the_names_are_used() -> None:
    """For the type checker, which reads this too: each name has its type, and the chain holds."""
    regimen: backplan.Regimen = backplan.read_regimen("low-back")
    request: backplan.PlanRequest = backplan.plan_request(
        regimen,
        backplan.Profile(),
        start=date(2026, 11, 23),
        weeks=1,
        timezone="Europe/Berlin",
        today=date(2026, 11, 23),
    )
    plan: backplan.Plan = backplan.make_plan(request)
    text: bytes = backplan.written(plan, request, backplan.PlanFormat.CSV)

    assert text.count(b"\n") == len(plan.sessions) + 1


def loaded(statement: str) -> set[str]:
    """What a fresh Python has loaded after a statement, and had not before."""
    program = f"import sys\nbefore = set(sys.modules)\n{statement}\nprint(*sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return set(ran.stdout.split())


def foreign(modules: set[str]) -> set[str]:
    """The packages among modules that do not come with Python."""
    return {name.partition(".")[0] for name in modules if not name.startswith("_")} - sys.stdlib_module_names


def test_the_import_alone_loads_no_other_module_of_ours_and_no_other_library() -> None:
    new = loaded("import backplan")

    assert {name for name in new if name.startswith("backplan")} == {"backplan"}
    assert foreign(new) == {"backplan"}


def test_a_value_alone_loads_no_other_library() -> None:
    new = loaded("import backplan; backplan.Profile()")

    assert "backplan.model.profile" in new
    assert foreign(new) == {"backplan"}
