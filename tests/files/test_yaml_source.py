"""Anchors and aliases are followed, within bounds; escapes that stand for nothing are told with their place.

Which messages broken ones get stands in `tests/data/broken/regimen/alias-*.txt` and its neighbours.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from backplan.errors import BadFileError
from backplan.files.profile import parse_profile
from backplan.files.regimen import parse_regimen
from backplan.files.yaml_source import DEEPEST, LARGEST_EXPLAINED, LARGEST_FILE, MOST_VALUES, read_source

if TYPE_CHECKING:
    from backplan.files.source import Source, Value

ATTACKS = Path(__file__).parent.parent / "data" / "attacks"


class WithoutAliases(yaml.SafeDumper):
    """Writes shared objects out wherever they occur."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the name is the library's
        """Never uses an alias."""
        return True


@pytest.fixture(params=[True, False], ids=["libyaml", "no libyaml"], autouse=True)
def _both_parsers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(yaml, "__with_libyaml__", False)


def source(text: str) -> Source:
    return read_source(text.encode(), "f.yaml", "regimen")


def value(text: str) -> dict[str, Value]:
    found = source(text)
    assert found.faults == []
    return found.value


def said_about(text: str) -> str:
    with pytest.raises(BadFileError) as caught:
        source(text)
    return str(caught.value)


def test_a_regimen_of_shared_objects_reads_as_if_it_were_written_out() -> None:
    often, days = ["morning", "evening"], ["mon", "wed"]
    exercise = {"name": "Bridge", "steps": ["Lie down.", "Lift."]}
    activity = {"title": "A", "type": "care", "frequency": "daily", "time": "5 min", "when": often, "days": days}
    activities = {"a": activity | {"exercises": [exercise]}, "b": activity | {"exercises": [exercise, exercise]}}
    regimen = {
        "format": 1,
        "title": "T",
        "phases": [{"title": "One", "weeks": 1, "activities": activities}, {"title": "Two", "activities": activities}],
    }
    shared, plain = yaml.safe_dump(regimen), yaml.dump(regimen, Dumper=WithoutAliases)

    assert "&id001" in shared
    assert "&" not in plain
    assert parse_regimen(shared.encode(), "r.yaml", "r") == parse_regimen(plain.encode(), "r.yaml", "r")


def test_a_profile_may_share_its_windows() -> None:
    written = b"format: 1\navailable: {mon: &free [06:30-08:00, 17:30-21:30], tue: *free, sat: *free}\n"
    available = parse_profile(written, "p.yaml").available

    assert available[0] == available[1] == available[5] != ()
    assert available[2] == ()


def test_an_alias_may_stand_for_a_text_a_key_or_nothing() -> None:
    assert value("a: &a text\nb: *a\n*a : 1\nc: &c\nd: *c\n") == {
        "a": "text",
        "b": "text",
        "text": "1",
        "c": None,
        "d": None,
    }


def test_an_anchor_that_nobody_uses_says_nothing() -> None:
    assert value("&top\na: &a [&b x]\n") == {"a": ["x"]}


def test_an_anchor_may_be_set_anew() -> None:
    assert value("a: &a 1\nb: *a\nc: &a 2\nd: *a\n") == {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert value("a: &a [&a x, *a]\nb: *a\n") == {"a": ["x", "x"], "b": "x"}


def test_a_merge_key_in_quotes_is_a_key() -> None:
    assert value("'<<': x\n") == {"<<": "x"}


def test_a_group_with_a_merge_key_is_not_also_asked_for_its_keys() -> None:
    with pytest.raises(BadFileError) as caught:
        parse_regimen(
            b"format: 1\ntitle: T\nactivities:\n"
            b"  a: &a {title: A, type: care, frequency: daily, time: 5 min}\n"
            b"  b: {<<: *a, title: B}\n",
            "r.yaml",
            "r",
        )

    assert [(fault.line, fault.column, fault.key) for fault in caught.value.faults] == [(5, 7, "activities.b.<<")]


def nested(levels: int) -> str:
    """A list of lists of ten, each but the innermost made of aliases: ten to the power of `levels` texts."""
    above = (f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, levels))
    return "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(above)


@pytest.mark.parametrize("levels", [5, 9, 20])
def test_aliases_of_aliases_do_not_exhaust_the_memory(levels: int) -> None:
    assert said_about(nested(levels)).startswith(
        "f.yaml:5:25: a4.4: found aliases that expand the file to over 50,000 values"
    )


def test_the_bound_is_on_the_whole_file_with_its_aliases() -> None:
    # Two keys, a list of 998, and so many aliases to it.
    rest = MOST_VALUES - 2 - 998
    head, line = "a: &a [" + "x," * 998 + "]\n", "b: [" + "*a," * (rest // 999)

    assert len(value(f"{head}{line}{'x,' * (rest % 999)}]\n")) == 2
    assert said_about(f"{head}{line}{'x,' * (rest % 999)}*a]\n").startswith("f.yaml:2:")


def test_a_file_of_many_values_without_aliases_is_read() -> None:
    assert value("a: [" + "x," * (2 * MOST_VALUES) + "]\n") == {"a": ["x"] * 2 * MOST_VALUES}


def test_the_text_that_aliases_repeat_is_bounded_too() -> None:
    text = "x" * 10_000
    keys_only = f"{{{text[:1000]}: 1}}"

    assert len(value(f"a: &a {text}\nb: [{'*a, ' * 98}]\n")) == 2
    for aliased, times in ((text, LARGEST_FILE // 10_000), (keys_only, LARGEST_FILE // 1_000)):
        said = said_about(f"a: &a {aliased}\nb: [{'*a, ' * times}]\n")
        assert "found aliases that expand the file to over 1 MB of text" in said


def test_a_file_that_may_be_larger_may_also_hold_more_by_way_of_aliases() -> None:
    larger = b"# " + b"x" * LARGEST_FILE + b"\na: 1\n"
    with pytest.raises(BadFileError, match=r"a file of 1\.0 MB, expected at most 1 MB"):
        read_source(larger, "f.yaml", "plan")
    assert read_source(larger, "f.yaml", "plan", largest=2 * LARGEST_FILE).value == {"a": "1"}

    aliased = f"a: &a [{'x,' * 998}]\nb: [{'*a,' * (MOST_VALUES * 3 // 2 // 999)}]\n".encode()
    assert len(read_source(aliased, "f.yaml", "plan", largest=2 * LARGEST_FILE).value) == 2
    with pytest.raises(BadFileError, match="the file to over 75,000 values"):
        read_source(aliased + b"c: [*a, *a]\n", "f.yaml", "plan", largest=LARGEST_FILE * 3 // 2)


def test_nesting_by_aliases_is_bounded_like_any_other() -> None:
    def tower(height: int) -> str:
        return "".join(f"a{level}: &a{level} [{f'*a{level - 1}' if level else 'x'}]\n" for level in range(height))

    # The outermost group is a level too.
    assert len(value(tower(DEEPEST - 1))) == DEEPEST - 1
    assert said_about(tower(DEEPEST)) == (
        f"f.yaml:{DEEPEST}:12: found more than {DEEPEST} levels of nesting, expected fewer; "
        "check brackets and indentation"
    )


def test_many_uses_of_a_wrong_value_are_one_fault_that_hides_no_other() -> None:
    activities = "".join(f"  b{number}: *a\n" for number in range(20))
    text = (
        "format: 1\ntitle: T\nactivities:\n  a: &a {title: A, type: care, frequency: dayly, time: 5 min}\n"
        f"{activities}  c: {{title: C, type: cure, frequency: daily, time: 5 min}}\n"
    )
    with pytest.raises(BadFileError) as caught:
        parse_regimen(text.encode(), "r.yaml", "r")

    assert [(fault.line, fault.column, fault.key) for fault in caught.value.faults] == [
        (4, 43, "activities.a.frequency"),
        (25, 23, "activities.c.type"),
    ]
    assert caught.value.hint == ""


ESCAPE = (
    "found an escape that stands for no character, expected a text; write the character itself, or use single quotes"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ((ATTACKS / "01-yaml-U-escape.yaml").read_text(encoding="utf-8"), f"f.yaml:2:8: {ESCAPE}"),
        ('format: 1\nname: "\\U00110000"\n', f"f.yaml:2:8: {ESCAPE}"),
        ('a: [b,\n "é \\U80000000"]\n', f"f.yaml:2:5: {ESCAPE}"),
        ('"\\UFFFFFFFF": 1\n', f"f.yaml:1:2: {ESCAPE}"),
        (f"%YAML 1.{'9' * 5_000}\n---\na: b\n", "f.yaml:1:9: found invalid YAML"),
    ],
)
def test_a_number_that_the_parser_takes_without_a_look_is_a_fault_with_its_place(text: str, said: str) -> None:
    assert said_about(text).startswith(said)


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\U0000dead", "\\x00", "\\uffff", "\\N", "\\U0010ffff"])
def test_whatever_an_escape_stands_for_is_a_text_or_a_fault(escape: str) -> None:
    try:
        source(f'format: 1\nname: "{escape}"\n')
    except BadFileError as error:
        assert "f.yaml:2:" in str(error)  # noqa: PT017 - either is right


def test_in_a_file_too_large_to_be_explained_an_escape_has_its_place_as_well() -> None:
    said = said_about(f'name: "\\Uffffffff"\n# {"x" * LARGEST_EXPLAINED}\n')

    # libyaml means the digits, the parser in Python the backslash.
    assert said in {f"f.yaml:1:{column}: {ESCAPE}" for column in (8, 10)}
