"""The box that tells when to stop: above everything that is to be done.

The words are the clinic's where it has a file with some, else the regimen's precautions that tell when to stop or to
get help; the others are told below the week. Where there are neither, these words stand there; they are a template,
and whoever hands out the sheet answers for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from backplan.render.regimen_text import WHEN_TO_STOP
from backplan.render.sheet_words import all_printed, capitalized, lines, printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.clinic import Clinic
    from backplan.model.regimen import Regimen

TEMPLATE_HELP_NOW = (
    "You cannot pee, or cannot hold your pee or stool.",
    "You go numb between the legs or around the bottom.",
    "Both legs hurt, go numb or turn weak, or a leg gets weaker fast.",
)
TEMPLATE_STOP_AND_CALL = (
    "Pain moves further down your leg.",
    "You feel new numbness or tingling.",
    "You feel dizzy or faint, cannot catch your breath, or your chest hurts.",
    "Pain is much worse and does not settle within a day.",
    "You had a fall, feel ill, run a fever, or lose weight without trying.",
)

_LETTERS = 36
"""Letters in a line of large print."""
_MOST_LINES = 20
"""Lines of large print that surely fit on a page; of standard print more would."""

_HELP = ("get ", "stop", "call", "see ", "phone", "ring ", "go to ", "seek ")
"""How a precaution begins that belongs into the box."""
_IF = " if "


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
    help_now, stop = clinic.get_help_now, clinic.stop_and_call
    if own_words(regimen, clinic):
        help_now, stop = TEMPLATE_HELP_NOW, TEMPLATE_STOP_AND_CALL
    if help_now or stop:
        groups = [
            StopGroup("Get emergency help now if:", all_printed(help_now), urgent=True),
            StopGroup("Stop and call us if:", all_printed(stop)),
        ]
    else:
        groups = list(_grouped(_helping(regimen)))
    numbers = []
    if clinic.emergency_number:
        numbers.append(f"Emergency number: {printed(clinic.emergency_number)}")
    if clinic.phone:
        numbers.append(f"Call us: {printed(clinic.phone)}")
    height = sum(lines(line, _LETTERS) for group in groups for line in (group.heading, *group.lines))
    shown = [group for group in groups if group.lines]
    unknown = ["Call us:"] if to_write and not clinic.phone else []
    return StopBox(WHEN_TO_STOP, shown, numbers, unknown, tall=height > _MOST_LINES)


def other_precautions(regimen: Regimen, clinic: Clinic) -> list[str]:
    """The regimen's precautions that are not in the box."""
    if clinic.stop_and_call or clinic.get_help_now:
        return all_printed(regimen.precautions)
    helping = _helping(regimen)
    return all_printed(line for line in regimen.precautions if line not in helping)


def _helping(regimen: Regimen) -> tuple[str, ...]:
    """The precautions that tell when to stop or to get help; all of them where none seems to."""
    found = tuple(
        line for line in regimen.precautions if line.casefold().startswith(_HELP) or "emergency" in line.casefold()
    )
    return found or regimen.precautions


def _grouped(precautions: Sequence[str]) -> Iterator[StopGroup]:
    """Those that follow each other and begin alike up to their "if" share that beginning as their heading."""
    for beginning, same in groupby(precautions, key=lambda line: line.partition(_IF)[0] if _IF in line else ""):
        lines_ = tuple(same)
        urgent = [line for line in lines_ if "emergency" in line.casefold()]
        if beginning and len(lines_) > 1:
            rest = (capitalized(line.partition(_IF)[2]) for line in lines_)
            yield StopGroup(printed(f"{beginning}{_IF.rstrip()}:"), all_printed(rest), urgent=bool(urgent))
        else:
            for line in lines_:
                yield StopGroup("", all_printed([line]), urgent=line in urgent)
