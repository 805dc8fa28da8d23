"""A rule knows everything about itself: nobody else knows it by name, and the reference says of it what it says."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import backplan.rules
from backplan.rules.base import Limit, Rule
from backplan.rules.catalog import RULES
from backplan.rules.dose import Dose, PlannedDose

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
RULE_FILES = {rule.__module__ for rule in RULES}
CLASSES = {rule.__name__ for rule in RULES}
KEYS = {rule.key for rule in RULES}
# A reader knows the key that it reads; the use cases choose among findings by key, as any program may.
ALLOWED = {"rules", "files", "app", "app.py"}
OTHERS = [
    file
    for file in sorted((ROOT / "backplan").rglob("*.py"))
    if file.relative_to(ROOT / "backplan").parts[0] not in ALLOWED
]


def known_by_name(source: str) -> Iterator[str]:
    """Where a module imports from a rule's file, tests for a rule's class, or compares a rule's key with a literal."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=str() as module) if module in RULE_FILES:
                yield f"imports from {module}"
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, kind]):
                names = (one.id for one in ast.walk(kind) if isinstance(one, ast.Name))
                yield from (f"tests for {name}" for name in names if name in CLASSES)
            case ast.Compare(left=ast.Attribute(attr="key" | "rule"), comparators=[ast.Constant(value=key)]):
                if key in KEYS:
                    yield f"compares with {key}"


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_only_the_rules_know_a_rule_by_name(file: Path) -> None:
    assert list(known_by_name(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from backplan.rules.apart import Apart", "imports from backplan.rules.apart"),
        ("isinstance(rule, RestDays | int)", "tests for RestDays"),
        ("if rule.key == 'days': pass", "compares with days"),
        ("if finding.rule == 'weeks': pass", None),
        ("from backplan.rules.catalog import catalog", None),
    ],
)
def test_a_module_that_knows_a_rule_by_name_would_be_noticed(source: str, found: str | None) -> None:
    assert list(known_by_name(source)) == ([] if found is None else [found])


BASES = {Rule, Limit, Dose, PlannedDose}


def test_every_rule_is_in_the_catalogue_and_has_a_file_of_its_own() -> None:
    for module in pkgutil.iter_modules(backplan.rules.__path__):
        loaded = importlib.import_module(f"backplan.rules.{module.name}")
        own = [
            one
            for one in vars(loaded).values()
            if isinstance(one, type) and issubclass(one, Rule) and one.__module__ == loaded.__name__
        ]
        assert own == [one for one in RULES if one.__module__ == loaded.__name__] or set(own) <= BASES
        assert len(own) <= 1 or set(own) <= BASES, f"{module.name} holds several rules"


def rows() -> list[str]:
    """The reference's rows about the rules that findings name, as the catalogue gives them."""
    return list(dict.fromkeys(f"| `{one.key}` | {one.severity} | {one.summary} |" for one in RULES if one.severity))


def test_the_reference_has_the_catalogues_rows() -> None:
    text = (ROOT / "docs/regimen.md").read_text(encoding="utf-8").partition("\n## The rules\n")[2]
    shown = [line for line in text.partition("\n### ")[0].splitlines() if line.startswith("| `")]

    # Rows about advice alone follow; what gives that is no rule.
    assert shown[: len(rows())] == rows()
    assert {line.split(" | ")[1] for line in shown[len(rows()) :]} == {"advice"}


COMPILED = {
    "Length": "a session lasts the minutes of its week",
    "QuarterHour": "QuarterHour.starts",
    "Apart": "Apart.earliest_next",
    "Alternate": "Catalog.alternates",
    "DayBudget": "DayBudget.most",
    "Available": "rules/free_time.py",
    "Away": "rules/free_time.py",
    "Busy": "rules/free_time.py",
    "Overlap": "rules/free_time.py",
}
"""How the planner knows the rules within the day that do not leave their activity a part of it."""


def test_the_planner_knows_every_rule_within_the_day() -> None:
    within = {
        rule
        for rule in RULES
        if rule.wrong.__func__ is not Rule.wrong.__func__  # type: ignore[attr-defined] # a class method's function
        or rule.broken_on.__func__ is not Rule.broken_on.__func__  # type: ignore[attr-defined] # likewise
    }

    assert {rule.__name__ for rule in within if rule.room is Rule.room} == COMPILED.keys()
