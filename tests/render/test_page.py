from __future__ import annotations

import io
import shlex

import pytest
from rich.cells import cell_len
from rich.console import Console

from backplan.render.layout import folded_command, laid_out
from backplan.render.page import Block, Command, Row, Tone, plain_lines


def on_terminal(*blocks: Block, width: int = 80) -> list[str]:
    """The lines of a page on a terminal without colours."""
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=True, color_system=None).print(laid_out(blocks, width))
    return out.getvalue().splitlines()


def test_piped_words_end_like_sentences_and_bullets_lead_into_their_text() -> None:
    block = Block(
        (
            Row("every other day: Mon", "kept", subject="Bridge"),
            Row("water", "-"),
            Row("lie down", "1."),
            Row("why", "Because:"),
        ),
        "Heading",
    )

    assert list(plain_lines([block, Block((Row("text"),), "Next")])) == [
        "Heading",
        "Kept. Bridge, every other day: Mon",
        "- water",
        "1. lie down",
        "Because: why",
        "",
        "Next",
        "text",
    ]


def test_markup_is_shown_as_it_was_written() -> None:
    lines = on_terminal(Block((Row("[bold]not bold[/bold] :smile:", "[red]x[/red]"),), "[link=x]y[/link]"))

    assert lines[0].rstrip() == "[link=x]y[/link]"
    assert lines[1].rstrip() == "[red]x[/red]  [bold]not bold[/bold] :smile:"


def test_a_subject_is_said_once_in_a_column_where_there_is_room() -> None:
    rows = (Row("daily", "kept", Tone.GOOD, "Bridge"), Row("5 minutes", "kept", Tone.GOOD, "Bridge"))

    assert [line.rstrip() for line in on_terminal(Block(rows), width=80)] == [
        "kept  Bridge  daily",
        "kept          5 minutes",
    ]
    assert [line.rstrip() for line in on_terminal(Block(rows), width=60)] == [
        "kept  Bridge, daily",
        "kept  Bridge, 5 minutes",
    ]


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_a_folded_command_fits_and_means_the_same_when_pasted(width: int) -> None:
    command = Command(
        ("backplan", "plan", "low-back", "--strict", "--away", "2026-12-24 to 2026-12-26", "--start", "2026-11-23")
    )

    lines = folded_command(command, width, indent=2)

    pasted = "\n".join(lines).replace("\\\n", " ")
    assert tuple(shlex.split(pasted)) == command.words
    assert all(line.endswith(" \\") for line in lines[:-1])
    assert all(cell_len(line) <= max(width, 4 + len("--away '2026-12-24 to 2026-12-26' \\")) for line in lines)


def test_a_command_quotes_what_a_shell_would_take_apart() -> None:
    assert str(Command(("backplan", "plan", "my file.yaml; rm -rf x"))) == "backplan plan 'my file.yaml; rm -rf x'"


def test_numbered_steps_and_words_have_columns_of_their_own_and_headings_stand_in_with_their_rows() -> None:
    block = Block((Row("2 sets."), Row("Lie down.", "1."), Row("Pain.", "Stop if:")), "Bridge", depth=2)

    assert [line.rstrip() for line in on_terminal(block)] == [
        "  Bridge",
        "    2 sets.",
        "    1.  Lie down.",
        "    Stop if:  Pain.",
    ]


def test_a_mark_that_begins_with_a_number_moves_no_column() -> None:
    rows = (
        Row("daily: none", "short by 6", Tone.CAREFUL, "Bridge"),
        Row("every day: Mon", "6 days late", Tone.CAREFUL, "Lumbar stabilization"),
        Row("daily: Mon", "kept", Tone.GOOD, "Walk"),
    )

    for width in (80, 120):
        lines = on_terminal(Block(rows), width=width)
        assert {line.index(row.subject) for line, row in zip(lines, rows, strict=True)} == {13}
        assert {line.index(row.text) for line, row in zip(lines, rows, strict=True)} == {35}
