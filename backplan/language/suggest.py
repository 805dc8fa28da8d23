"""Guesses what somebody meant who wrote a name that does not exist, and looks time zones up by their names."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from backplan.language.wording import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

ZONE_NAME = "a time zone's IANA name, such as 'Europe/Berlin'"
CLOSE, SURELY = 0.6, 0.75
"""How much alike two words are, from 0 to 1, to be close; and among a few short words, to be meant."""
_LIKE_A_ZONE = re.compile(r"[A-Za-z][\w+-]*(?:/[A-Za-z][\w+-]*){0,3}", re.ASCII)
LONGEST_WORD = 200
"""Characters. Longer texts are no name, and comparing them would take long."""


def nearest(word: str, names: Iterable[str], alike: float = CLOSE) -> str:
    """Return the hint `did you mean '...'?` for the name closest to `word`; empty where none is close."""
    if len(word) > LONGEST_WORD:
        return ""
    # The later name of two that differ in case only would win; sorting makes the choice fixed.
    by_lower = {name.lower(): name for name in sorted(names)}
    matches = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=alike)
    return _did_you_mean(by_lower[matches[0]]) if matches else ""


def iana_zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None where there is no such zone."""
    return ZoneInfo(name) if is_zone_name(name) else None


def is_zone_name(name: str) -> bool:
    """Tell whether a name is that of a time zone that this computer knows."""
    if name in _packaged_names():
        return True
    # To list the system's zones hundreds of files are opened, which takes longer than planning.
    return bool(_LIKE_A_ZONE.fullmatch(name)) and name in zone_names()


@lru_cache(maxsize=1)
def _packaged_names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return the names of all time zones that this computer knows."""
    # That is another one on every computer.
    return frozenset(available_timezones() - {"localtime"})


def nearest_zone(name: str) -> str:
    """Return the hint `did you mean '...'?` for the time zone that a name may mean; empty where none is close."""
    # People know their city better than its continent.
    place = name.strip().rpartition("/")[2].replace(" ", "_").lower()
    cities = sorted(zone for zone in zone_names() if place and zone.lower().endswith(f"/{place}"))
    return _did_you_mean(cities[0]) if cities else nearest(name, zone_names())


def _did_you_mean(name: str) -> str:
    # The name may be a file's.
    return f"did you mean '{plain_text(name)}'?"
