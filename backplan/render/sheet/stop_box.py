"""The box that says when to stop, above everything that is to be done.

It always has the three levels of `language/precautions.py`, the most urgent first. Each level has the clinic's words
and the regimen's together: the clinic's are written once for all patients, and a neck has other signs than a back, so
neither may remove the other's. If nobody says anything at a level, the default signs do; whoever hands out the sheet
is responsible for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.language.precautions import (
    WHEN_TO_STOP,
    Level,
    Sign,
    asks_for_help,
    grouped,
    is_heart_or_lungs,
    level_of,
    sign_of,
    signs_of,
)
from backplan.render.sheet.words import all_printed, printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backplan.model.clinic import Clinic
    from backplan.model.regimen import Regimen

DEFAULT_SIGNS = (
    "Get emergency help now if you have chest pain, a tight chest or trouble breathing.",
    "Get emergency help now if you have trouble peeing, or you leak pee or poop.",
    "Get emergency help now if your genitals, bottom or inner thighs feel numb or tingly.",
    "Get emergency help now if new pain, tingling, numbness or weakness affects both legs.",
    "Get emergency help now if one leg is quickly getting weaker.",
    "Get emergency help now if you have just had a serious accident.",
    "Stop and call us if pain moves further down your leg.",
    "Stop and call us if you feel new numbness or tingling in one leg.",
    "Stop and call us if much worse pain does not settle within a day.",
    "Stop, sit down and call your doctor if you feel dizzy or faint.",
    "See your doctor first if you feel unwell or have a fever.",
    "See your doctor first if you lose weight without trying.",
    "See your doctor first if you have pain at night that does not ease.",
    "See your doctor first if you have had cancer.",
    "See your doctor first if you take steroid pills or have a weak immune system.",
    "See your doctor first if you had a recent fall, or have thin bones (osteoporosis).",
)

_FILLERS = frozenset({"a", "an", "the", "your"})
"""Words that do not make a sign a different one."""


@dataclass(frozen=True, slots=True)
class StopGroup:
    """Signs that ask for the same action; `heading` is empty if the lines name it themselves."""

    heading: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class StopLevel:
    """The signs of one level.

    Attributes:
        heading: what to do.
        lines: the signs for which the heading is enough; may be empty.
        groups: those that ask for something else.
        urgent: for an emergency, which stands out.
    """

    heading: str
    lines: list[str]
    groups: list[StopGroup]
    urgent: bool


@dataclass(frozen=True, slots=True)
class StopBox:
    """The box, with all three levels in order, the numbers to call, and labels of lines on which to write a number."""

    heading: str
    levels: list[StopLevel]
    numbers: list[str]
    to_write: list[str]


def default_levels(regimen: Regimen, clinic: Clinic) -> tuple[Level, ...]:
    """Return the levels at which the box has the default signs, because nobody else says anything."""
    of_clinic = _clinic_signs(clinic)
    return tuple(
        level
        for level in Level
        if not signs_of(level, regimen.precautions) and (level is Level.EMERGENCY or not of_clinic[level])
    )


def stop_box(regimen: Regimen, clinic: Clinic, *, to_write: bool) -> StopBox:
    """Return the box; with `to_write`, with a line for the clinic's number if it is not known."""
    levels = [_level(level, signs) for level, signs in _signs(regimen, clinic)]
    numbers = []
    if clinic.emergency_number:
        numbers.append(f"Emergency number: {printed(clinic.emergency_number)}")
    if clinic.phone:
        numbers.append(f"Call us: {printed(clinic.phone)}")
    unknown = ["Call us:"] if to_write and not clinic.phone else []
    return StopBox(WHEN_TO_STOP, levels, numbers, unknown)


def _signs(regimen: Regimen, clinic: Clinic) -> Iterator[tuple[Level, list[Sign]]]:
    """Yield the signs of each level, each only once and at the most urgent of its levels."""
    seen: set[tuple[str, ...]] = set()
    of_clinic = _clinic_signs(clinic)
    for level in Level:
        prescribed = signs_of(level, regimen.precautions)
        if not prescribed and (level is Level.EMERGENCY or not of_clinic[level]):
            # A clinic lists the emergencies that it thinks of; that removes none of the others.
            prescribed = signs_of(level, DEFAULT_SIGNS)
        signs = [sign for sign in _each_once(level, prescribed, of_clinic[level]) if _words(sign.text) not in seen]
        seen |= {_words(sign.text) for sign in signs}
        yield level, signs or signs_of(level, DEFAULT_SIGNS)


def _each_once(level: Level, prescribed: Sequence[Sign], own: Sequence[Sign]) -> list[Sign]:
    """Join the signs of one level; if both have the same, use the clinic's words in the regimen's place.

    If only one of the two asks for a special action, such as to call 911 or to sit down, it is kept. An emergency that
    asks for something other than help, such as an inhaler, is a sign of its own.
    """
    joined: dict[tuple[tuple[str, ...], str], Sign] = {}
    for sign in (*prescribed, *own):
        words = _words(sign.text)
        else_asked = sign.beginning if level is Level.EMERGENCY and not asks_for_help(sign.beginning) else ""
        before = joined.get((words, else_asked))
        if before is None or sign.beginning or not before.beginning:
            joined[words, else_asked] = sign
    return [sign for sign in joined.values() if not _is_part_of_another(sign, joined.values())]


def _is_part_of_another(sign: Sign, signs: Iterable[Sign]) -> bool:
    """Return whether another sign of heart or lungs names everything that this one names, and more."""
    words = set(_words(sign.text))
    return is_heart_or_lungs(sign.text) and any(
        words < set(_words(other.text)) for other in signs if is_heart_or_lungs(other.text)
    )


def _clinic_signs(clinic: Clinic) -> dict[Level, list[Sign]]:
    """Return the clinic's signs by level; a line that speaks of an emergency is one, wherever it was written."""
    signs: dict[Level, list[Sign]] = {level: [] for level in Level}
    for written, lines in ((Level.EMERGENCY, clinic.get_help_now), (Level.STOP, clinic.stop_and_call)):
        for line in lines:
            by_words = level_of(line)
            level = Level.EMERGENCY if by_words is Level.EMERGENCY else written
            signs[level].append(sign_of(level, line) if by_words is level else Sign(line, "", line))
    return signs


def _words(sign: str) -> tuple[str, ...]:
    """Return what identifies a sign: its words without fillers, in lower case."""
    return tuple(word for word in re.findall(r"\w+", sign.casefold()) if word not in _FILLERS)


def _level(level: Level, signs: list[Sign]) -> StopLevel:
    first, *groups = grouped(level, signs)
    return StopLevel(
        heading=first.heading,
        lines=all_printed(first.lines),
        groups=[StopGroup(printed(group.heading), all_printed(group.lines)) for group in groups],
        urgent=level is Level.EMERGENCY,
    )
