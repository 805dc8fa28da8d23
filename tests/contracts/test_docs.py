"""The documentation is true: its commands run, its examples load, its links lead somewhere, and nothing is left out."""

from __future__ import annotations

import ast
import fnmatch
import io
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
import typer.main
from markdown_it import MarkdownIt
from typer.core import TyperCommand, TyperGroup

import backplan
from backplan.cli.plan import SHOWN
from backplan.cli.program import COMMANDS, program
from backplan.cli.values import SUFFIXES
from backplan.errors import ExitStatus
from backplan.files.clinic import ClinicDocument, parse_clinic
from backplan.files.profile import (
    DAY_KEYS,
    AnchorsDocument,
    AppointmentDocument,
    PreferenceDocument,
    ProfileDocument,
    parse_profile,
)
from backplan.files.regimen import (
    ActivityDocument,
    ExerciseDocument,
    PhaseDocument,
    RegimenDocument,
    parse_regimen,
)
from backplan.language.reading import frequency
from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily, Every, Frequency, Weekly
from backplan.model.plan_format import Group, PlanFormat
from backplan.model.regimen import ActivityType, Sides, TimeOfDay
from backplan.rules.catalog import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from backplan.files.documents import Document

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
PAGES = (README, ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
SET_UP_LINES = 2
"""The README's first shell blocks set up a fresh checkout; .ci/run runs them, as they stand, in a copy of it."""


# --- Reading pages --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        line: the line of its first line in the page, from 1.
    """

    page: Path
    line: int
    language: str
    text: str

    @property
    def status(self) -> int:
        """What a shell block ends with: 0 unless a comment in it says otherwise."""
        said = re.search(r"^# ends with (\d+)$", self.text, re.MULTILINE)
        return int(said[1]) if said else 0


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")))


def blocks(page: Path, *languages: str) -> list[Block]:
    return [
        Block(page, token.map[0] + 2, token.info, token.content)
        for token in tokens(page)
        if token.type == "fence" and token.map and token.info in languages
    ]


def spoken(inline: Token) -> str:
    """A heading's or a cell's text without its marks."""
    return "".join(part.content for part in inline.children or ())


def anchors(page: Path) -> set[str]:
    """The names by which a page's headings can be linked to, as GitHub makes them."""
    names: Counter[str] = Counter()
    found = set()
    for opening, inline in zip(tokens(page), tokens(page)[1:], strict=False):
        if opening.type == "heading_open":
            name = re.sub(r"[^\w\- ]", "", spoken(inline).lower()).replace(" ", "-")
            found.add(f"{name}-{names[name]}" if names[name] else name)
            names[name] += 1
    return found


def links(page: Path) -> list[str]:
    """Where a page's links and pictures lead."""
    parts = [part for token in tokens(page) for part in token.children or ()]
    found = [part.attrs.get("href") or part.attrs.get("src") for part in parts if part.type in {"link_open", "image"}]
    return [str(target) for target in found]


def section(page: Path, title: str) -> list[Token]:
    """What stands between a heading and the next of any level."""
    found: list[Token] = []
    inside = False
    for place, token in enumerate(tokens(page)):
        if token.type == "heading_open":
            inside = spoken(tokens(page)[place + 1]) == title
        elif inside:
            found.append(token)
    assert found, f"{page.name} has no section '{title}'"
    return found


def first_cells(page: Path, title: str) -> list[list[str]]:
    """For each row of a section's tables, the words in code of its first cell."""
    found = []
    content = section(page, title)
    for place, token in enumerate(content):
        if token.type == "td_open" and content[place - 1].type == "tr_open":
            children = content[place + 1].children or ()
            found.append([part.content for part in children if part.type == "code_inline"])
    return found


def words_in_code(page: Path, title: str) -> set[str]:
    """Everything that a section writes as code, in a sentence or in a block, cut into words."""
    texts = [token.content for token in section(page, title) if token.type == "fence"]
    texts += [
        part.content for token in section(page, title) for part in token.children or () if part.type == "code_inline"
    ]
    return {word for text in texts for word in re.findall(r"[\w.-]+", text)}


# --- What pages show works ------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, with the installed `backplan` first on the path."""
    commands = Path(sys.executable).parent
    assert (commands / "backplan").is_file(), "install the checkout first: pip install --editable '.[test]'"
    for setting in ("PYTHONPATH", "BASH_ENV", "ENV"):
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_shell(block: Block) -> None:
    ran = subprocess.run(
        ["sh", "-eu", "-c", block.text], capture_output=True, text=True, check=False, timeout=300, input=""
    )
    where = f"{block.page.name}:{block.line}"
    assert ran.returncode == block.status, f"{where} ended with {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    assert "Internal error" not in ran.stderr, where


def run_python(block: Block, names: dict[str, object]) -> None:
    """Runs a block after those before it; what it prints must stand below it after `# ->`."""
    printed = io.StringIO()
    # Empty lines in front make the places in a traceback those of the page.
    code = compile("\n" * (block.line - 1) + block.text, str(block.page), "exec")
    with redirect_stdout(printed):
        exec(code, names)  # noqa: S102 - the documentation's own code
    expected = [line[5:] for line in block.text.splitlines() if line.startswith("# -> ")]
    assert printed.getvalue().splitlines() == expected, f"{block.page.name}:{block.line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_shows_can_be_done_in_its_order(page: Path, place: Path) -> None:
    shown = blocks(page, "sh", "python")
    if page == README:
        shown = shown[SET_UP_LINES:]
    names: dict[str, object] = {"__name__": page.stem}

    for block in shown:
        if block.language == "sh":
            run_shell(block)
        else:
            run_python(block, names)

    assert all(path.stat().st_size for path in place.rglob("*") if path.is_file())


def test_there_is_something_to_do() -> None:
    assert sum(len(blocks(page, "sh")) for page in PAGES) > 20
    assert sum(len(blocks(page, "python")) for page in PAGES) > 3
    assert {block.status for page in PAGES for block in blocks(page, "sh")} == set(ExitStatus)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_is_of_a_kind_that_is_tried(page: Path) -> None:
    kinds = {token.info for token in tokens(page) if token.type == "fence"}

    # `text` is for drawings of characters; anything that a reader might copy is something else.
    assert kinds <= {"sh", "python", "yaml", "text"}


@pytest.mark.parametrize("text", ["true\nfalse\ntrue", "# ends with 2\ntrue", "# ends with 1\nexit 2"])
def test_a_command_that_ends_otherwise_would_be_noticed(text: str) -> None:
    with pytest.raises(AssertionError, match="ended with"):
        run_shell(Block(README, 1, "sh", text))


@pytest.mark.parametrize("text", ["true\ntrue", "# ends with 1\nfalse"])
def test_a_command_may_end_as_its_comment_says(text: str) -> None:
    run_shell(Block(README, 1, "sh", text))


def test_code_that_prints_something_else_would_be_noticed() -> None:
    run_python(Block(README, 1, "python", "print(1)\n# -> 1\n"), {})
    with pytest.raises(AssertionError, match=r"README\.md:1"):
        run_python(Block(README, 1, "python", "print(1)\n# -> 2\n"), {})


# --- Examples in YAML -----------------------------------------------------------------------------------------

YAML_BLOCKS = [block for page in PAGES for block in blocks(page, "yaml")]


def indented(text: str, depth: int) -> str:
    return "".join(f"{' ' * depth}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def whole_regimen(part: str) -> str:
    """A regimen around a part of one: around some activities, or around some keys of one activity."""
    needed = {"title": "A part", "type": "strengthening", "frequency": "daily", "time": "5-90 min"}
    written = set(re.findall(r"^([a-z_]+):", part, re.MULTILINE))
    others = "  lumbar-stabilization: {title: Other, type: care, frequency: daily, time: 5 min}\n"
    if written and written <= set(ActivityDocument.model_fields):
        lines = "".join(f"{key}: {value}\n" for key, value in needed.items() if key not in written)
        part = f"part:\n{indented(lines + part, 2)}"
    return f"format: 1\ntitle: Around a part\nactivities:\n{others}{indented(part, 2)}"


def load(block: Block) -> None:
    """Reads a block as what it is, or raises BadFileError."""
    first = block.text.partition("\n")[0]
    name = f"{block.page.name}:{block.line}.yaml"
    if first == "# part of a regimen":
        parse_regimen(whole_regimen(block.text).encode(), name, "part")
    elif first == "# part of a profile":
        parse_profile(f"format: 1\n{block.text}".encode(), name)
    elif first == "# a clinic file":
        parse_clinic(block.text.encode(), name)
    elif re.search(r"^(activities|phases):", block.text, re.MULTILINE):
        parse_regimen(block.text.encode(), name, "whole")
    else:
        parse_profile(block.text.encode(), name)


@pytest.mark.parametrize("block", YAML_BLOCKS, ids=lambda block: f"{block.page.stem}-{block.line}")
def test_an_example_in_yaml_loads(block: Block) -> None:
    load(block)


@pytest.mark.parametrize(
    "text",
    [
        "# part of a regimen\ntime: soon\n",
        "# part of a regimen\nwalk:\n  title: Walk\n",
        "# part of a profile\nwakes: 07:00\n",
        "format: 1\ntitle: Walk\nactivities: {}\n",
        "format: 1\nwake: early\n",
        "# a clinic file\nformat: 1\nfone: 555\n",
    ],
)
def test_a_wrong_example_in_yaml_would_be_noticed(text: str) -> None:
    with pytest.raises(backplan.BadFileError):
        load(Block(README, 1, "yaml", text))


# --- Links ----------------------------------------------------------------------------------------------------


def dead_links(page: Path) -> Iterator[str]:
    for target in links(page):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if not file.is_file() or (anchor and anchor not in anchors(file)):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [README]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        names = [target.partition("#")[0] for target in links(page) if not target.startswith("https://")]
        waiting += [(page.parent / name).resolve() for name in names if name.endswith(".md")]

    assert set(PAGES) <= reached


def test_a_dead_link_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n\n# One\n\n[a](page.md#one-1) [b](#two) [c](no.md) ![d](no.svg)\n", encoding="utf-8")

    assert list(dead_links(page)) == ["#two", "no.md", "no.svg"]


# --- Nothing is left out --------------------------------------------------------------------------------------


def late_command(group: TyperGroup, name: str) -> TyperCommand:
    command = group.get_command(typer.Context(group), name)
    assert isinstance(command, TyperCommand)
    return command


def command_options() -> dict[str, set[str]]:
    """Every option of every command, by the command's name; the program's own under an empty one."""
    group = typer.main.get_command(program)
    assert isinstance(group, TyperGroup)
    commands = {"": group, **{name: late_command(group, name) for name in COMMANDS}}
    return {
        name: {
            spelling
            for parameter in command.params
            if parameter.param_type_name == "option"
            for spelling in (*parameter.opts, *parameter.secondary_opts)
        }
        for name, command in commands.items()
    }


def heading(command: str) -> str:
    return f"backplan {command}" if command else "Commands, formats and exit statuses"


@pytest.mark.parametrize("command", command_options())
def test_every_option_of_a_command_stands_in_its_table_and_no_other(command: str) -> None:
    told = {name for names in first_cells(DOCS / "commands.md", heading(command)) for name in names}
    # Every command has --help; the page says so once.
    assert told - {"--help", "-h"} == command_options()[command]


def test_every_command_has_an_example() -> None:
    shown = "\n".join(block.text for block in blocks(DOCS / "commands.md", "sh"))

    assert [command for command in command_options() if f"backplan {command}" not in shown] == []
    assert {"plan", "regimens", "new"} <= set(command_options())


@pytest.mark.parametrize(
    ("title", "document"),
    [
        ("The regimen", RegimenDocument),
        ("Activities", ActivityDocument),
        ("Exercises", ExerciseDocument),
        ("Phases", PhaseDocument),
        ("The profile", ProfileDocument),
        ("The clinic file", ClinicDocument),
    ],
)
def test_every_key_stands_in_its_table_in_the_reference_and_no_other(title: str, document: type[Document]) -> None:
    told = [names[0] for names in first_cells(DOCS / "regimen.md", title) if names]

    assert sorted(told) == sorted(document.model_fields)


@pytest.mark.parametrize("document", [AnchorsDocument, AppointmentDocument, PreferenceDocument])
def test_the_reference_names_the_keys_inside_a_profiles_keys(document: type[Document]) -> None:
    assert set(document.model_fields) - words_in_code(DOCS / "regimen.md", "The profile") == set()


def test_the_reference_names_every_day_key() -> None:
    told = words_in_code(DOCS / "regimen.md", "The profile")

    # A day's name stands for all seven, as does one of three letters.
    assert {key for key in DAY_KEYS if not key.endswith("day") and len(key) > 3} - told == set()
    assert {"saturday", "sunday"} <= told


@pytest.mark.parametrize("words", [ActivityType, TimeOfDay, Sides], ids=lambda words: str(words.__name__))
def test_the_reference_names_every_word_that_a_key_takes(words: type[ActivityType | TimeOfDay | Sides]) -> None:
    told = words_in_code(DOCS / "regimen.md", "Exercises" if words is Sides else "Activities")

    assert {word.value for word in words} - told == set()


def form(parsed: Frequency) -> tuple[str, bool | int]:
    """A frequency without its numbers: its kind, and whether it is a range or over how many days it counts."""
    match parsed:
        case Cap(_, days):
            return "cap", days
        case Daily(least, most) | Weekly(least, most) | Every(least, most):
            return type(parsed).__name__.lower(), least < most


def test_the_reference_shows_every_form_of_frequency() -> None:
    told = {form(frequency(text)) for texts in first_cells(DOCS / "regimen.md", "Frequencies") for text in texts}

    ranges = {(kind, ranged) for kind in ("daily", "weekly", "every") for ranged in (False, True)}
    assert told == {*ranges, ("cap", 7), ("cap", 30), ("cap", 365)}


def finding_keys(source: str) -> set[str]:
    """The rules that a module's findings name outright; other findings name a rule object's key.

    A finding is made as one, or by a function called after its severity, which takes the rule first.
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [(one, one.func.id) for one in calls if isinstance(one.func, ast.Name)]
    findings = [one for one, name in named if name == "Finding"]
    made = [one for one, name in named if name in {severity.value for severity in Severity}]
    rules = [
        *(one.args[0] for one in made if one.args),
        *(one.args[1] for one in findings if len(one.args) > 1),
        *(keyword.value for one in findings for keyword in one.keywords if keyword.arg == "rule"),
    ]
    return {rule.value for rule in rules if isinstance(rule, ast.Constant) and isinstance(rule.value, str)}


def rule_keys() -> set[str]:
    """Every key by which a finding may name its rule."""
    keys = {rule.key for rule in RULES if rule.severity}
    for file in (ROOT / "backplan").rglob("*.py"):
        keys |= finding_keys(file.read_text(encoding="utf-8"))
    return keys


def test_every_rule_stands_in_the_reference_and_no_other() -> None:
    told = [names[0] for names in first_cells(DOCS / "regimen.md", "The rules")]

    assert sorted(told) == sorted(rule_keys())
    assert rule_keys() >= {"frequency", "alternate_with", "rest_days", "overlap", "time"}


@pytest.mark.parametrize("key", sorted(rule_keys()))
def test_every_rule_has_a_section_of_its_own(key: str) -> None:
    assert section(DOCS / "regimen.md", key)


def test_a_rule_that_only_a_finding_names_is_found() -> None:
    source = 'Finding(Severity.LIMIT, "one", None, ())\nFinding(rule="two")\nFinding(Severity.DOSE, rule.key, None, ())'
    source += '\nlimit("three", "words")\nother("four", "words")'

    assert finding_keys(source) == {"one", "two", "three"}


def test_the_reference_names_every_severity() -> None:
    assert {severity.value for severity in Severity} - words_in_code(DOCS / "regimen.md", "The rules") == set()


def test_every_exit_status_is_explained() -> None:
    told = {int(names[0]) for names in first_cells(DOCS / "commands.md", "Exit statuses")}

    assert told == set(ExitStatus)
    rows = [token.content for token in section(README, "Exit statuses") if token.type == "inline"]
    assert {int(row) for row in rows if row.isdecimal()} == set(ExitStatus)


def test_every_format_and_every_suffix_is_explained() -> None:
    told = words_in_code(DOCS / "commands.md", "Formats")

    assert set(PlanFormat) - {PlanFormat.ICS, PlanFormat.PDF} == set(SHOWN)
    assert {*SHOWN, *SUFFIXES} - told == set()
    assert set(get_args(Group)) <= words_in_code(DOCS / "commands.md", "backplan plan")


# --- The README's promise -------------------------------------------------------------------------------------


def test_the_readmes_first_two_commands_are_one_line_each_and_set_up_everything() -> None:
    first, second = blocks(README, "sh")[:SET_UP_LINES]

    for block in (first, second):
        assert len(block.text.splitlines()) == 1
        assert block.text.startswith("python3 -m venv .venv && .venv/bin/pip install ")
        # With a single -q, pip's advice to upgrade itself would be the first thing that people see.
        assert " -qq " in block.text
    assert ".venv/bin/backplan plan " in first.text
    assert ".venv/bin/python -m pytest" in second.text


def test_the_calendar_that_the_readme_writes_is_left_out_of_commits() -> None:
    words = shlex.split(blocks(README, "sh")[0].text)
    calendar = words[words.index("--output") + 1]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

    assert calendar.endswith(".ics")
    assert [line for line in ignored if fnmatch.fnmatch(calendar, line.removeprefix("/"))]


def test_the_readme_begins_with_what_backplan_does_and_shows_it() -> None:
    title, sentences, picture = [token for token in tokens(README) if token.type == "inline"][:3]

    assert title.content == "backplan"
    assert len(re.findall(r"\.(?= |$)", sentences.content.replace("\n", " "))) <= 3
    assert picture.children
    (image,) = picture.children
    assert (image.type, image.attrs["src"]) == ("image", "docs/plan.svg")
    assert image.content, "people who cannot see the picture are told what it shows"
