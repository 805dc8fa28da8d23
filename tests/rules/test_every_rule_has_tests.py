"""Every rule has a test module of its own, and that module asks the rule every question that it answers."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import backplan.rules
from backplan.rules.base import Rule
from backplan.rules.dose import Dose, PlannedDose

HERE = Path(__file__).parent
WITHOUT_RULES = {"base", "catalog", "cause", "course", "dose", "free_time", "placed"}
"""Modules that say what a rule is and what it is asked about, gather rules, or walk through days with them."""

ANSWERS = {name for one in (Rule, Dose, PlannedDose) for name in vars(one) if not name.startswith("_")} - {"shortages"}
"""What every rule can be asked: the pages, findings and suggestions of other tests show all that they answer."""


def rules() -> list[type]:
    """The public classes of every module of rules."""
    found = []
    for module in pkgutil.iter_modules(backplan.rules.__path__):
        if module.name in WITHOUT_RULES:
            continue
        loaded = importlib.import_module(f"backplan.rules.{module.name}")
        found += [
            one
            for name, one in inspect.getmembers(loaded, inspect.isclass)
            if one.__module__ == loaded.__name__ and not name.startswith("_")
        ]
    return found


def module_of(rule: type) -> Path:
    """Where the tests of a rule are: `DailyDose` in `test_daily_dose.py`."""
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", rule.__name__).lower()
    return HERE / f"test_{words}.py"


def questions(rule: type) -> set[str]:
    """The methods that a rule answers with."""
    own = {name for name, one in vars(rule).items() if inspect.isroutine(one) and not name.startswith("_")}
    return own - ANSWERS


def unasked(rule: type, source: str) -> set[str]:
    """What a module never does with a rule: make one, or ask it one of its questions."""
    called = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {one.id for one in called if isinstance(one, ast.Name)}
    methods = {one.attr for one in called if isinstance(one, ast.Attribute)}
    missing = questions(rule) - methods
    return missing if rule.__name__ in names else {rule.__name__, *missing}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.__name__)
def test_the_rules_own_module_asks_it_everything(rule: type) -> None:
    assert module_of(rule).is_file(), f"{rule.__name__} has no tests: write {module_of(rule).name}"
    assert unasked(rule, module_of(rule).read_text(encoding="utf-8")) == set()


def test_all_rules_are_found() -> None:
    assert {rule.__name__ for rule in rules()} >= {"DailyDose", "RestDays", "Alternate", "Away", "DayBudget"}


def test_modules_without_rules_hold_none() -> None:
    for name in WITHOUT_RULES:
        loaded = importlib.import_module(f"backplan.rules.{name}")
        own = [one for _, one in inspect.getmembers(loaded, inspect.isclass) if one.__module__ == loaded.__name__]
        assert not [one.__name__ for one in own if "key" in getattr(one, "__dataclass_fields__", {})]


class Lonely:
    def judge(self) -> int:
        return 0

    def words(self) -> str:
        return ""


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("", {"Lonely", "judge", "words"}),
        ("def test_it(): Other().judge()", {"Lonely", "words"}),
        ("def test_it(): Lonely().judge()", {"words"}),
        ("def test_it():\n    one = Lonely()\n    one.judge()\n    one.words()", set()),
    ],
)
def test_a_rule_without_tests_would_be_noticed(source: str, missing: set[str]) -> None:
    assert unasked(Lonely, source) == missing
