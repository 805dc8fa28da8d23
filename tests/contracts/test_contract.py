"""Every section of the contract that is cited is there, and its lists are those of the code."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from backplan.files.plan_writing import plan_to_data
from backplan.model.plan import Cost, MadeFrom, Plan
from tests.contracts.test_docs import DOCS, PAGES, ROOT, section, spoken, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTRACT = DOCS / "contract.md"

# Lines may break between the words, in a comment too; "sections 1.1, 1.2 and 2" are three.
_SPACE = r"[\s#]+"
_NUMBERS = re.compile(rf"[0-9]+(?:\.[0-9]+)*(?:(?:,|{_SPACE}and){_SPACE}[0-9]+(?:\.[0-9]+)*)*")
_CITED = re.compile(rf"\bcontract,?{_SPACE}sections?{_SPACE}({_NUMBERS.pattern})", re.IGNORECASE)


def cited(text: str) -> Iterator[str]:
    """The numbers of the sections that a text cites."""
    for citation in _CITED.finditer(text):
        yield from re.findall(r"[0-9]+(?:\.[0-9]+)*", citation[1])


def sections() -> set[str]:
    """The numbers of the contract's headings."""
    parts = tokens(CONTRACT)
    headings = [spoken(parts[place + 1]) for place, token in enumerate(parts) if token.type == "heading_open"]
    return {number[0] for heading in headings if (number := re.match(r"[0-9]+(\.[0-9]+)*(?= )", heading))}


def test_every_section_that_is_cited_is_there() -> None:
    files = [file for folder in ("backplan", "regimens", "tests", "docs") for file in (ROOT / folder).rglob("*.py")]
    found = {
        f"{file.relative_to(ROOT)} cites section {number}"
        for file in (*files, *PAGES)
        for number in cited(file.read_text(encoding="utf-8"))
        if number not in sections()
    }

    assert found == set()


def test_citations_are_found() -> None:
    files = (ROOT / "backplan").rglob("*.py")

    assert {number for file in files for number in cited(file.read_text(encoding="utf-8"))} >= {"1.1", "3", "3.1", "6"}


def test_the_costs_are_listed_in_their_order() -> None:
    parts = section(CONTRACT, "3.1 Which correct plan is the best")
    items = [token.children for token in parts if token.children]

    assert [item[0].content for item in items if item[0].type == "code_inline"] == list(Cost._fields)


def test_the_keys_of_a_plan_file_are_listed_in_their_order() -> None:
    (listed,) = [token for token in section(CONTRACT, "4 The plan file") if "in this order" in token.content][:1]
    made = Plan("walk", "Walk", date(2026, 11, 23), 1, 0, "UTC", (), proven=False, made_from=MadeFrom())

    assert [part.content for part in listed.children or () if part.type == "code_inline"] == list(plan_to_data(made))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("as contract{}section 1.3 says", ["1.3"]),
        ("Contract{}section 5: 0 all well", ["5"]),
        ("(contract{}sections 1.1, 1.2 and 2)", ["1.1", "1.2", "2"]),
        ("RFC 5545 section 3.3.5; the contract", []),
    ],
)
@pytest.mark.parametrize("space", [" ", "\n    ", "\n# "])
def test_a_citation_is_read_as_it_is_written(text: str, numbers: list[str], space: str) -> None:
    assert list(cited(text.format(space))) == numbers
