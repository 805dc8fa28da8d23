"""Suggests the name that was probably meant, and looks up time zones."""

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
"""How similar two words must be, from 0 to 1; among a few short words, more."""
_LIKE_A_ZONE = re.compile(r"[A-Za-z][\w+-]*(?:/[A-Za-z][\w+-]*){0,3}", re.ASCII)
LONGEST_WORD = 200
"""Characters; longer texts are no names and slow to compare."""


def nearest(word: str, names: Iterable[str], alike: float = CLOSE) -> str:
    """Return the hint `did you mean '...'?` for the name closest to `word`; empty if none is close."""
    if len(word) > LONGEST_WORD:
        return ""
    # Of two names that differ only in case the later one wins, so they are sorted.
    by_lower = {name.lower(): name for name in sorted(names)}
    matches = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=alike)
    return _did_you_mean(by_lower[matches[0]]) if matches else ""


def iana_zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None if there is no such zone."""
    return ZoneInfo(name) if is_zone_name(name) else None


def is_zone_name(name: str) -> bool:
    """Return whether this computer knows a time zone of that name."""
    if name in _packaged_names():
        return True
    # Listing the system's zones opens hundreds of files, which takes longer than planning.
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
    """Return the hint `did you mean '...'?` for the time zone that a name may mean; empty if none is close."""
    # People know their city better than its continent.
    place = name.strip().rpartition("/")[2].replace(" ", "_").lower()
    cities = sorted(zone for zone in zone_names() if place and zone.lower().endswith(f"/{place}"))
    return _did_you_mean(cities[0]) if cities else nearest(name, zone_names())


def _did_you_mean(name: str) -> str:
    # The name may come from a file.
    return f"did you mean '{plain_text(name)}'?"
