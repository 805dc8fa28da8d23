"""The box that tells when to stop: above everything that is to be done.

The words are the clinic's where it has a file with some, else the regimen's precautions that tell when to stop or to
get help; the others are told below the week. An emergency that the regimen knows of stays in the box beside the
clinic's words: those are written once for all patients, and a neck has other signs than a back. Where nobody says
anything, these words stand there; they are a template, and whoever hands out the sheet answers for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from backplan.language.wording import capitalized
from backplan.render.regimen import WHEN_TO_STOP
from backplan.render.sheet.words import all_printed, lines, printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.clinic import Clinic
    from backplan.model.regimen import Regimen

TEMPLATE = (
    "Get emergency help now if you cannot pee, or cannot hold your pee or stool.",
    "Get emergency help now if you go numb between the legs or around the bottom.",
    "Get emergency help now if both legs hurt, go numb or turn weak, or a leg gets weaker fast.",
    "Stop and call us if pain moves further down your leg.",
    "Stop and call us if you feel new numbness or tingling.",
    "Stop and call us if pain is much worse and does not settle within a day.",
    "Stop and call your doctor if you feel dizzy or faint.",
    "Stop and call your doctor if your chest hurts or you cannot catch your breath.",
    "See your doctor first if you had a fall or lose weight without trying.",
    "See your doctor first if you feel ill or run a fever.",
)

_LETTERS = 36
"""Letters in a line of large print."""
_MOST_LINES = 20
"""Lines of large print that surely fit on a page; of standard print more would."""

_HELP = re.compile(r"(get|stop|call|see|phone|ring|go to|seek)\b", re.IGNORECASE)
"""How a precaution begins that belongs into the box."""
_IF = " if "
_HELP_NOW = "Get emergency help now if"
_FILLERS = frozenset({"a", "an", "the", "your"})
"""Words that make no other sign of a sign."""


@dataclass(frozen=True, slots=True)
class StopGroup:
    """Some signs of one kind.

    Attributes:
        heading: what to do at one of these signs; empty where the lines say it themselves.
        urgent: emergencies stand out.
    """

    heading: str
    lines: list[str]
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class StopBox:
    """The box.

    Attributes:
        numbers: sentences with the numbers to call.
        to_write: labels of lines on which a number is to be written.
        tall: it may be higher than a page, so that it has to be allowed to break.
    """

    heading: str
    groups: list[StopGroup]
    numbers: list[str]
    to_write: list[str]
    tall: bool


def own_words(regimen: Regimen, clinic: Clinic) -> bool:
    """Whether nobody has said when to stop, so that the box holds the template's words."""
    return not (clinic.stop_and_call or clinic.get_help_now or regimen.precautions)


def stop_box(regimen: Regimen, clinic: Clinic, *, to_write: bool) -> StopBox:
    """What the box says; where the clinic's number is not known, there may be a line to write it on."""
    groups = [group for group in _parted(regimen, clinic)[0] if group.lines]
    numbers = []
    if clinic.emergency_number:
        numbers.append(f"Emergency number: {printed(clinic.emergency_number)}")
    if clinic.phone:
        numbers.append(f"Call us: {printed(clinic.phone)}")
    unknown = ["Call us:"] if to_write and not clinic.phone else []
    height = sum(lines(line, _LETTERS) for group in groups for line in (group.heading, *group.lines))
    return StopBox(WHEN_TO_STOP, groups, numbers, unknown, tall=height > _MOST_LINES)


def other_precautions(regimen: Regimen, clinic: Clinic) -> list[str]:
    """The regimen's precautions that the box does not tell."""
    return all_printed(_parted(regimen, clinic)[1])


def _parted(regimen: Regimen, clinic: Clinic) -> tuple[list[StopGroup], list[str]]:
    """What the box tells, and the precautions that are left."""
    precautions = TEMPLATE if own_words(regimen, clinic) else regimen.precautions
    helping = [line for line in precautions if _urgent(line) or _HELP.match(line)]
    if not (clinic.get_help_now or clinic.stop_and_call):
        # Where none seems to tell when to stop, all of them might.
        helping = helping or list(precautions)
        return list(_grouped(helping)), [line for line in precautions if line not in helping]
    emergencies = {_meaning(line) for line in clinic.get_help_now}
    said = emergencies | {_meaning(line) for line in clinic.stop_and_call}
    # Told already is only what would ask for the same: an emergency is none where it is a reason to call.
    new = [
        line
        for line in precautions
        if line not in helping or _meaning(_sign(line)) not in (emergencies if _urgent(line) else said)
    ]
    urgent = [line for line in new if _urgent(line)]
    others = [line for line in new if line in helping and line not in urgent]
    if clinic.get_help_now:
        own = [line for line in urgent if line.startswith(_HELP_NOW)]
        signs = all_printed((*clinic.get_help_now, *map(_sign, own)))
        groups = [StopGroup(f"{_HELP_NOW}:", signs, urgent=True)]
        groups += _grouped([line for line in urgent if line not in own])
    else:
        groups = list(_grouped(urgent))
    if clinic.stop_and_call:
        groups.append(StopGroup("Stop and call us if:", all_printed(clinic.stop_and_call)))
        told = urgent
    else:
        groups += _grouped(others)
        told = urgent + others
    return groups, [line for line in new if line not in told]


def _urgent(precaution: str) -> bool:
    return "emergency" in precaution.casefold()


def _sign(precaution: str) -> str:
    """`You faint.` of "Stop if you faint."; the whole of what asks for something else than to stop or to get help."""
    sign = precaution.partition(_IF)[2]
    asks_for_more = _urgent(precaution) and not precaution.startswith(_HELP_NOW)
    return precaution if asks_for_more or not sign else capitalized(sign)


def _meaning(sign: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"\w+", sign.casefold()) if word not in _FILLERS)


def _grouped(precautions: Sequence[str]) -> Iterator[StopGroup]:
    """Those that follow each other and begin alike up to their "if" share that beginning as their heading."""
    for beginning, same in groupby(precautions, key=lambda line: line.partition(_IF)[0] if _IF in line else ""):
        lines_ = tuple(same)
        urgent = [line for line in lines_ if _urgent(line)]
        if beginning and len(lines_) > 1:
            rest = (capitalized(line.partition(_IF)[2]) for line in lines_)
            yield StopGroup(printed(f"{beginning}{_IF.rstrip()}:"), all_printed(rest), urgent=bool(urgent))
        else:
            for line in lines_:
                yield StopGroup("", all_printed([line]), urgent=line in urgent)
