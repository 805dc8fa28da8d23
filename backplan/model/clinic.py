"""A clinic: what its printed sheets show besides the prescription."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a sheet shows besides the prescription; the defaults are those of a patient without a clinic file.

    Attributes:
        phone: the number to call with questions, as printed.
        emergency_number: the number for emergencies where the patients live.
        footer: a line at the foot of every page.
        stop_and_call: when to stop and call, added to the regimen's own signs.
        get_help_now: when to get emergency help, added to the regimen's own signs.
        logo: an SVG that has been checked: not too large, and without references to anything outside it.
    """

    name: str = ""
    phone: str = ""
    emergency_number: str = ""
    footer: str = ""
    stop_and_call: tuple[str, ...] = ()
    get_help_now: tuple[str, ...] = ()
    logo: str = ""
