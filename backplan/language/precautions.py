"""When to stop and whom to contact: precautions by their level, the most urgent first.

Every page that shows precautions uses this order: the printed sheet, the terminal, the calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING

from backplan.language.wording import capitalized, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WHEN_TO_STOP = "When to stop and get help"
"""The heading of the precautions that are of a level."""

OTHERS = "Good to know"
"""The heading of precautions without a level: the pain rule, what to do about a missed session."""


class Level(Enum):
    """What a sign requires, in order of urgency; the value is the heading."""

    EMERGENCY = "Get emergency help now"
    STOP = "Stop and call us"
    DOCTOR = "See your doctor before you start or go on"


@dataclass(frozen=True, slots=True)
class Sign:
    """One precaution of a level.

    Attributes:
        whole: the precaution as a sentence.
        beginning: what it asks for, up to its "if"; empty if that is just what the level's heading says.
        text: the sign alone, as a sentence; the whole precaution if it has no "if".
    """

    whole: str
    beginning: str
    text: str


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs that ask for the same; `heading` is empty if the line itself says what to do."""

    heading: str
    lines: tuple[str, ...]


_FIRST = r"(?:(?:if|when|before)\b[^,]*, (?:please )?)?"
"""A clause that may come first, before what a precaution asks for."""
_HELP = (
    r"\b(emergency (help|room|department|services|number)|ambulance|A&E|(?-i:ER)"
    r"|(call|dial|phone|ring) (911|999|112|000)|go to (the |a )?(nearest )?hospital"
    r"|urgent medical help|help (now|at once|right away|immediately))\b"
)
_EMERGENCY = re.compile(rf"{_HELP}|(?<!not an )(?<!no )\bemergency\b(?! contact)", re.IGNORECASE)
_ASKS_FOR_HELP = re.compile(_HELP, re.IGNORECASE)
_HEART_OR_LUNGS = re.compile(
    r"\bchest (pain|hurts|tightness|pressure)|\b(tight chest|pain in (your|the) chest)\b"
    r"|\b(trouble|difficulty) breathing\b|\b(can't|cannot|can not) (breathe|catch your breath)\b"
    r"|\bshort(ness)? of breath\b",
    re.IGNORECASE,
)
"""Always an emergency, whatever a precaution asks for: nobody should wait for a call to be returned."""
_DOCTOR = re.compile(
    rf"{_FIRST}((see|ask|check with|talk (to|with)|speak (to|with)|consult)\b|tell (your|a) (doctor|GP|physician)\b)",
    re.IGNORECASE,
)
_STOP = re.compile(
    rf"{_FIRST}(stop|call|phone|ring|go to|contact|(get|seek) (\w+ )?(help|advice|care))\b", re.IGNORECASE
)

_BEGINNINGS = {
    Level.EMERGENCY: re.compile(r"get emergency help( now)?", re.IGNORECASE),
    Level.STOP: re.compile(r"stop and call( us)?", re.IGNORECASE),
    Level.DOCTOR: re.compile(
        r"see (your|a) doctor (first|before you start( or go on)?)|before you start( or go on)?, see (your|a) doctor",
        re.IGNORECASE,
    ),
}
"""Beginnings that ask for just what the level's heading asks for."""
_IF = " if "


def level_of(precaution: str) -> Level | None:
    """Return the level of a precaution, judged by its first words; None if it is no sign to stop or to ask.

    Chest pain and trouble breathing are an emergency whatever the first words are.
    """
    words = " ".join(precaution.split())
    if _EMERGENCY.search(words) or is_heart_or_lungs(words):
        return Level.EMERGENCY
    if _DOCTOR.match(words):
        return Level.DOCTOR
    return Level.STOP if _STOP.match(words) else None


def is_heart_or_lungs(sign: str) -> bool:
    """Return whether a sign is chest pain or trouble breathing."""
    return _HEART_OR_LUNGS.search(sign) is not None


def asks_for_help(beginning: str) -> bool:
    """Return whether a beginning asks for emergency help, in any words: `Call 911`, `Go to the ER`."""
    return _ASKS_FOR_HELP.search(beginning) is not None


def signs_of(level: Level, precautions: Iterable[str]) -> list[Sign]:
    """Return the signs of one level."""
    return [sign_of(level, precaution) for precaution in precautions if level_of(precaution) is level]


def sign_of(level: Level, precaution: str) -> Sign:
    """Return the parts of a precaution of this level.

    One that asks for less than its level needs, such as "Stop and call us if you have chest pain", asks for what its
    level's heading asks for.
    """
    whole = sentence(precaution)
    if level is Level.EMERGENCY and not _EMERGENCY.search(whole):
        text = _sign_alone(whole)
        return Sign(f"{level.value}{_IF}{text[:1].lower()}{text[1:]}", "", text)
    beginning, has_if, text = whole.partition(_IF)
    if not has_if:
        return Sign(whole, whole, whole)
    usual = _BEGINNINGS[level].fullmatch(beginning)
    return Sign(whole, "" if usual else beginning, capitalized(text))


def _sign_alone(whole: str) -> str:
    """Return `You faint.` for "Stop if you faint." and "If you faint, stop."; else the whole."""
    first = re.match(r"if ([^,]+), ", whole, re.IGNORECASE)
    text = f"{first[1]}." if first else whole.partition(_IF)[2] or whole
    return capitalized(text)


def others(precautions: Iterable[str]) -> list[str]:
    """Return the precautions without a level."""
    return [precaution for precaution in precautions if level_of(precaution) is None]


def most_urgent_first(precautions: Iterable[str]) -> list[str]:
    """Return the precautions in the order of their levels; those without one last."""
    order = [*Level, None]
    return sorted(precautions, key=lambda precaution: order.index(level_of(precaution)))


def grouped(level: Level, signs: Sequence[Sign]) -> list[Signs]:
    """Return the signs of one level grouped by what they ask for; the first group has the level's heading."""
    beginnings = dict.fromkeys(chain([""], (sign.beginning for sign in signs)))
    same = {beginning: [sign for sign in signs if sign.beginning == beginning] for beginning in beginnings}
    usual = tuple(sign.text for sign in same.pop(""))
    groups = [Signs(f"{level.value} if:", usual)] if usual else []
    for beginning, alike in same.items():
        if len(alike) > 1 and alike[0].text != beginning:
            groups.append(Signs(f"{beginning} if:", tuple(sign.text for sign in alike)))
        else:
            groups.append(Signs("", (alike[0].whole,)))
    if groups and not usual:
        # Each line says itself what to do.
        groups = [Signs(f"{level.value}:", ()), *groups]
    return groups
