"""A clinic: what a printed sheet says of those who hand it out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a sheet says beside the prescription; the defaults are those of somebody who has written no such file.

    Attributes:
        phone: the number to call with questions, as it is to be read.
        emergency_number: the number for emergencies where the patients live; empty where the file says none.
        footer: a line at the foot of every page.
        stop_and_call: when to stop and call, beside what the regimen says.
        get_help_now: when to get emergency help, beside what the regimen says.
        logo: an SVG that has been checked: it is not too large, and refers to nothing outside itself; empty for none.
    """

    name: str = ""
    phone: str = ""
    emergency_number: str = ""
    footer: str = ""
    stop_and_call: tuple[str, ...] = ()
    get_help_now: tuple[str, ...] = ()
    logo: str = ""
