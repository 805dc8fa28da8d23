from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import backplan
from backplan import app
from tests.cli.conftest import run_here

ATTACKS = Path(__file__).parent.parent / "data" / "attacks"
PATIENT = "Erika Mustermann"


def in_a_process(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "backplan", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **settings},
        timeout=60,
    )


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", ["plan", "regimens", "new"])
def test_every_commands_help_shows_an_example(command: str, option: str) -> None:
    ran = run_here(command, option)

    assert ran.status == 0
    assert ran.stderr == ""
    assert f"\n    backplan {command} " in ran.stdout


def test_help_lists_the_commands_and_examples() -> None:
    ran = run_here("--help")

    assert ran.status == 0
    assert all(f"\n  {command} " in ran.stdout for command in ("plan", "regimens", "new"))
    assert "\n    backplan plan\n" in ran.stdout


def test_without_a_command_the_help_is_shown() -> None:
    assert run_here().stdout == run_here("--help").stdout
    assert run_here().status == 0


def test_the_version_is_one_line() -> None:
    assert run_here("--version").stdout == f"backplan {backplan.__version__}\n"


def test_the_package_runs_as_a_module() -> None:
    ran = in_a_process("--version")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"backplan {backplan.__version__}\n", "")


def test_bad_usage_points_to_the_commands_own_help() -> None:
    assert "`backplan plan --help`" in run_here("plan", "--nonsense").stderr
    assert "`backplan plan --help`" in run_here("plan", "-o").stderr
    assert "`backplan plan --help`" in run_here("plan", "-o", ".").stderr
    assert "`backplan --help`" in run_here("nonsense").stderr


@pytest.mark.parametrize("line_break", ["\n", "\r", "\u2028"])
def test_a_file_name_with_a_line_break_stays_in_the_line_of_its_message(line_break: str) -> None:
    ran = run_here("plan", "--after", f"my{line_break}plan")

    assert ran.stderr.splitlines() == [
        "Error: my plan is not a plan file.",
        "Plan files end with .json, .yaml or .ics.",
    ]


def test_an_unexpected_error_tells_its_type_and_place_but_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise LookupError(PATIENT)

    # No input is known that breaks a command, so a broken function stands in for it.
    monkeypatch.setattr(app.inputs, "read_regimen", broken)

    ran = run_here("plan")

    assert ran.status == 2
    assert ran.stdout == ""
    assert (
        f"Internal error in backplan {backplan.__version__}: LookupError at backplan/cli/inputs.py line " in ran.stderr
    )
    assert "Please report" in ran.stderr
    assert PATIENT not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_error_that_is_no_exception_is_told_in_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        """What libraries in other languages raise."""

    def broken(*_: object) -> None:
        raise PanicError(PATIENT)

    monkeypatch.setattr(app.inputs, "read_regimen", broken)

    ran = run_here("plan")

    assert ran.status == 2
    assert f"Internal error in backplan {backplan.__version__}: PanicError at backplan/cli/inputs.py" in ran.stderr
    assert PATIENT not in ran.stderr


@pytest.mark.parametrize("command", [("print",), ("plan",)])
def test_what_the_layout_engine_says_of_itself_when_it_fails_reaches_nobody(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    ran = in_a_process(*command, str(ATTACKS / "13-text-panic.yaml"), "-o", str(tmp_path / "a.pdf"), RUST_BACKTRACE="1")

    assert ran.returncode == 2
    assert [line.partition(":")[0] for line in ran.stderr.splitlines()] == [
        f"Note: {ATTACKS / '13-text-panic.yaml'} does not say".partition(":")[0],
        "Check this text before a patient reads it, or write your own precautions.",
        "Error",
        "Write it in other words, in one script, and without several marks on one letter.",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_clinic_file_whose_logo_hurts_is_told_by_check_and_print_alike(tmp_path: Path) -> None:
    clinic = ATTACKS / "07-svg-segv-Z.clinic.yaml"
    for command in (("check", clinic), ("print", "low-back", "--clinic", clinic, "-o", tmp_path / "a.pdf")):
        ran = in_a_process(*map(str, command))

        assert ran.returncode == 2
        assert ran.stderr == (
            f"Error: {clinic}:3:7: logo: found '07-svg-segv-Z.svg', a picture that the drawing program fails on, "
            "expected a picture that can be drawn; simplify the drawing, or save it as a PNG\n"
        )
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_ends_with_the_shells_status(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app.inputs, "read_regimen", interrupted)

    ran = run_here("plan")

    assert ran.status == 130
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="head and POSIX pipes")
@pytest.mark.parametrize(
    "arguments", [["plan", "--weeks", "12", "--format", "json"], ["plan", "--weeks", "12"], ["--help"]]
)
def test_a_reader_that_has_gone_ends_the_program_quietly(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "backplan", *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)

    assert ran.returncode == 141
    assert ran.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", [["plan", "--weeks", "12", "--format", "json"], ["plan"], ["regimens"]])
def test_a_full_disk_is_told_in_a_sentence(arguments: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "backplan", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )

    assert ran.returncode == 2
    assert ran.stderr == "Error: Cannot write the output: No space left on device.\n"


@pytest.mark.skipif(os.name == "nt", reason="the limits of a POSIX shell")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("options", ["--weeks 12 --format json", "--weeks 12"])
def test_output_that_is_cut_off_is_never_taken_for_whole(options: str, unbuffered: str, tmp_path: Path) -> None:
    command = f"ulimit -f 8; '{sys.executable}' -m backplan plan {options} > '{tmp_path / 'cut'}'"

    ran = subprocess.run(  # noqa: S602 - the shell limits the file's size before Python starts
        command,
        shell=True,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.returncode == 2
    assert ran.stderr == "Error: Cannot write the output: File too large.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_talk_that_cannot_be_written_spoils_no_data(tmp_path: Path) -> None:
    calendar = tmp_path / "plan.ics"
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "backplan", "plan", "--format", "json", "-o", calendar],
            stdout=subprocess.PIPE,
            stderr=full,
            check=False,
            timeout=60,
        )

    assert ran.returncode == 0
    assert json.loads(ran.stdout)["kind"] == "plan"
    assert calendar.exists()


@pytest.mark.skipif(os.name == "nt", reason="closed streams of a POSIX shell")
def test_a_closed_standard_output_is_no_fault(tmp_path: Path) -> None:
    calendar = tmp_path / "plan.ics"
    command = f"'{sys.executable}' -m backplan plan -o '{calendar}' --format json >&-"

    ran = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False, timeout=60)  # noqa: S602 - only a shell closes a stream

    assert ran.returncode == 0
    assert "Traceback" not in ran.stderr
    assert calendar.exists()


def test_control_characters_of_a_file_never_reach_the_terminal(tmp_path: Path) -> None:
    regimen = tmp_path / "evil.yaml"
    regimen.write_text(
        'format: 1\ntitle: "\\e]0;owned\\a"\nactivities:\n  walk:\n    title: "\\e[2JWalk"\n    type: aerobic\n'
        '    frequency: "\\e[31mred"\n    time: 5 min\n',
        encoding="utf-8",
    )

    ran = run_here("plan", regimen)

    assert ran.status == 2
    assert "\x1b" not in ran.stderr
    assert "\x07" not in ran.stderr


def test_a_stream_that_cannot_show_a_character_shows_another(tmp_path: Path) -> None:
    regimen = tmp_path / "yoga.yaml"
    regimen.write_text(
        "format: 1\ntitle: 瑜伽\nactivities:\n  yoga:\n    title: 瑜伽 🧘\n    type: mobility\n"
        "    frequency: daily\n    time: 5 min\n",
        encoding="utf-8",
    )

    ran = in_a_process("plan", str(regimen), PYTHONIOENCODING="ascii")

    assert ran.returncode == 0
    assert "?? ?, 5 minutes." in ran.stdout


@pytest.mark.parametrize(
    ("typed", "completed"), [("backplan plan lo", "low-back"), ("backplan regimens lo", "low-back")]
)
def test_shells_complete_the_names_of_bundled_regimens(typed: str, completed: str) -> None:
    ran = in_a_process(_BACKPLAN_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=str(len(typed.split()) - 1))

    assert completed in ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("typed", "completed"), [("backplan plan --format j", "json"), ("backplan plan --group d", "day")]
)
def test_shells_complete_the_values_of_options(typed: str, completed: str) -> None:
    ran = in_a_process(_BACKPLAN_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=str(len(typed.split()) - 1))

    assert ran.stdout.splitlines() == [completed]
