"""The box that tells when to stop: above everything that is to be done.

The words are the clinic's where it has a file with some, else the regimen's precautions. Where there are neither, these
words stand there; they are a template, and whoever hands out the sheet answers for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.render.regimen_text import WHEN_TO_STOP
from backplan.render.sheet_words import all_printed, lines, printed

if TYPE_CHECKING:
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
        tall: it may be higher than a page, so that it has to be allowed to break.
    """

    heading: str
    groups: list[StopGroup]
    numbers: list[str]
    tall: bool


def own_words(regimen: Regimen, clinic: Clinic) -> bool:
    """Whether nobody has said when to stop, so that the box holds the template's words."""
    return not (clinic.stop_and_call or clinic.get_help_now or regimen.precautions)


def stop_box(regimen: Regimen, clinic: Clinic) -> StopBox:
    """What the box says."""
    help_now, stop = clinic.get_help_now, clinic.stop_and_call
    if own_words(regimen, clinic):
        help_now, stop = TEMPLATE_HELP_NOW, TEMPLATE_STOP_AND_CALL
    if help_now or stop:
        groups = [
            StopGroup("Get emergency help now if:", all_printed(help_now), urgent=True),
            StopGroup("Stop and call us if:", all_printed(stop)),
        ]
    else:
        groups = [
            StopGroup("", [line], urgent="emergency" in line.casefold()) for line in all_printed(regimen.precautions)
        ]
    numbers = []
    if clinic.emergency_number:
        numbers.append(f"Emergency number: {printed(clinic.emergency_number)}")
    if clinic.phone:
        numbers.append(f"Call us: {printed(clinic.phone)}")
    height = sum(lines(line, _LETTERS) for group in groups for line in (group.heading, *group.lines))
    shown = [group for group in groups if group.lines]
    return StopBox(WHEN_TO_STOP, shown, numbers, tall=height > _MOST_LINES)


def other_precautions(regimen: Regimen, clinic: Clinic) -> list[str]:
    """The regimen's precautions where the clinic's words have taken their place in the box."""
    return all_printed(regimen.precautions) if clinic.stop_and_call or clinic.get_help_now else []
