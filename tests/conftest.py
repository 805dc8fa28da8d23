"""What every test can count on: no setting of the machine that runs it changes what it sees."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The same examples in every run and on every machine; `python -m tests.fuzz` looks for new ones.
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.load_profile("same")

_SETTINGS = (
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PY_COLORS", "COLORTERM"),
    *("TTY_COMPATIBLE", "TTY_INTERACTIVE", "TERM", "COLUMNS", "LINES", "TZ"),
    *("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_TIME"),
)


@pytest.fixture(autouse=True)
def _same_surroundings_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in _SETTINGS:
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
