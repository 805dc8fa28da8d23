"""Profile files: what patients write about their days, read as a `Profile` (contract section 2)."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field

from backplan.errors import Fault
from backplan.files.documents import (
    FORMAT,
    NUMBER,
    STRING,
    TITLE,
    ActivityId,
    Choices,
    Document,
    OneOrMany,
    PreferredTimes,
    Written,
    group_at,
    list_at,
    mistaken_for,
    validated,
)
from backplan.files.source import KeyPath, Source, quoted, raise_faults
from backplan.files.yaml_source import read_source
from backplan.language import reading
from backplan.language.did_you_mean import nearest
from backplan.language.reading import QuantityError
from backplan.language.wording import listed
from backplan.model.prescribed import prescribed_choice
from backplan.model.profile import DEFAULT_WINDOW, Anchors, Appointment, DateRange, Preference, Profile
from backplan.model.regimen import Regimen
from backplan.model.time import Interval

CLOCK = Written(reading.clock_time, STRING)

DAY_KEYS = (*reading.WEEKDAYS, *(day[:3] for day in reading.WEEKDAYS), *reading.DAY_GROUPS)
Windows = Annotated[
    tuple[Annotated[Interval, Written(reading.clock_window, STRING)], ...],
    OneOrMany("window"),
]


def _busy_path(text: str) -> str:
    path = text.strip()
    if not path or len(path) > 1_000 or "://" in path:
        hint = "download the calendar and give its file name" if "://" in path else ""
        raise QuantityError("a file path, such as 'work.ics'", hint)
    return path


USUAL = Anchors()
DAY_MINUTES = Written(partial(reading.counted_minutes, least=1), NUMBER)


class AnchorsDocument(Document, what="the anchors"):
    """The clock times of the named times of day."""

    morning: Annotated[int, CLOCK] = Field(default=USUAL.morning, description="Default: 07:30.", examples=["07:30"])
    midday: Annotated[int, CLOCK] = Field(default=USUAL.midday, description="Default: 12:30.", examples=["12:30"])
    afternoon: Annotated[int, CLOCK] = Field(default=USUAL.afternoon, description="Default: 15:30.", examples=["15:30"])
    evening: Annotated[int, CLOCK] = Field(default=USUAL.evening, description="Default: 18:30.", examples=["18:30"])


class PreferenceDocument(Document, what="a preference"):
    """What a patient would rather have for one activity."""

    when: PreferredTimes = Field((), description="Preferred times, instead of the regimen's.", examples=["17:45"])
    choose: Choices = Field((), description="Which of the regimen's alternatives to plan.", examples=[["walking"]])


class AppointmentDocument(Document, what="an appointment"):
    """One fixed session."""

    activity: ActivityId = Field(description="The activity's id.", examples=["steroid-injection"])
    on: Annotated[date, Written(reading.calendar_date, STRING)] = Field(description="The day.", examples=["2026-12-01"])
    at: Annotated[int, CLOCK] = Field(description="The clock time.", examples=["10:00"])
    minutes: Annotated[int, DAY_MINUTES] = Field(description="Length in minutes.", examples=[30])


class ProfileDocument(Document, what="a profile"):
    """A whole profile file."""

    format: Annotated[int, FORMAT] = Field(description="The version of this format.", examples=[1])
    name: Annotated[str, TITLE] = Field("", description="The patient's name.", examples=["A. Example"])
    timezone: Annotated[str | None, Written(reading.zone_name, STRING)] = Field(
        None, description="IANA name of the time zone. Default: the system's.", examples=["Europe/Berlin"]
    )
    available: dict[Annotated[tuple[int, ...], Written(reading.day_group, STRING)], Windows] = Field(
        {},
        description=(
            "When you have time: windows by day. The more specific key wins, so 'saturday' overrides 'weekends'. "
            "Days not covered are not available. Default: 06:00-22:00 every day."
        ),
        examples=[{"weekdays": ["06:30-08:00", "17:30-21:30"], "weekends": "08:00-20:00"}],
        json_schema_extra={"propertyNames": {"enum": [*DAY_KEYS]}, "minProperties": 1},
    )
    away: Annotated[
        tuple[Annotated[DateRange, Written(reading.date_range, STRING)], ...],
        OneOrMany("range"),
    ] = Field((), description="Days without sessions.", examples=[["2026-12-24 to 2026-12-26", "2027-01-01"]])
    busy: Annotated[tuple[Annotated[str, Written(_busy_path, STRING)], ...], OneOrMany("file")] = Field(
        (), description="Calendar files whose events block their time.", examples=[["work.ics"]]
    )
    buffer: Annotated[int, Written(reading.minutes, STRING)] = Field(
        0, description="Time kept free before and after each busy event. Default: 0 min.", examples=["10 min"]
    )
    max_minutes_per_day: Annotated[int | None, DAY_MINUTES] = Field(
        None, description="Maximum minutes of sessions per day.", examples=[60]
    )
    wake: Annotated[int | None, CLOCK] = Field(None, description="When the patient gets up.", examples=["07:00"])
    anchors: AnchorsDocument = Field(AnchorsDocument(), description="Clock times of the named times of day.")
    prefer: dict[ActivityId, PreferenceDocument] = Field(
        {}, description="The patient's own times and choices, by activity id."
    )
    appointments: list[AppointmentDocument] = Field(
        [], description="Fixed sessions; they block their time and count towards doses and limits."
    )
    reminder: Annotated[int | None, Written(reading.minutes, STRING)] = Field(
        None, description="How long before each session the calendar reminds you.", examples=["15 min"]
    )


def parse_profile(data: bytes, file: str, regimen: Regimen | None = None) -> Profile:
    """Read a profile.

    Args:
        data: the file's bytes.
        file: its name, for messages; paths of `busy` calendars are relative to its folder.
        regimen: if given, the ids and choices in the profile must be this regimen's.

    Raises:
        BadFileError: with everything that is wrong with the file.
    """
    source = read_source(data, file, "profile")
    if source.value.keys() - ProfileDocument.model_fields.keys():
        from backplan.files.regimen import RegimenDocument  # noqa: PLC0415 - each kind knows the other

        hint = f"give it without --profile: 'backplan plan {file}'"
        raise_faults([mistaken_for(ProfileDocument, RegimenDocument, source, hint)])
    document, faults = validated(ProfileDocument, source)
    if source.value.get("format", "1") == "1":
        faults += _coverage_faults(source)
        faults += [] if regimen is None else [*_unknown_ids(source, regimen), *_other_choices(source, regimen)]
    raise_faults([*source.faults, *faults])
    assert document is not None
    fields = dict(document) | {
        "available": _windows(document),
        "away": tuple(sorted(document.away)),
        "busy": tuple(str(Path(file).parent / path) for path in document.busy),
        "anchors": Anchors(**dict(document.anchors)),
        "prefer": tuple(sorted((activity, _preference(own)) for activity, own in document.prefer.items())),
        "appointments": tuple(sorted(Appointment(**dict(fixed)) for fixed in document.appointments)),
    }
    del fields["format"]
    return Profile(**fields, text=source.text_without("name"))


def _preference(document: PreferenceDocument) -> Preference:
    """Return the keys that are there; an empty list is not the same as no list."""
    return Preference(**{key: value for key, value in document if key in document.model_fields_set})


def _windows(document: ProfileDocument) -> tuple[tuple[Interval, ...], ...]:
    """Return the windows of each weekday: those of the most specific key that covers it."""
    if "available" not in document.model_fields_set:
        return ((DEFAULT_WINDOW,),) * 7
    week: list[tuple[Interval, ...]] = [()] * 7
    for days, windows in sorted(document.available.items(), key=lambda item: -len(item[0])):
        for day in days:
            week[day] = tuple(sorted(windows))
    return tuple(week)


# --- What no single field shows. These look at the plain values, so that they work even where a field is wrong. ----


def _coverage_faults(source: Source) -> list[Fault | None]:
    """Find `available` without any days, and keys such as `sat` and `saturday` together."""
    faults: list[Fault | None] = []
    if source.value.get("available") == {}:
        hint = "remove the key to use 06:00-22:00 every day"
        faults.append(source.fault(("available",), "no days", "at least one day", hint))
    first: dict[tuple[int, ...], str] = {}
    for key in group_at(source.value, "available"):
        try:
            days = reading.day_group(key)
        except QuantityError:
            continue
        if days in first:
            found = f"{quoted(key)}, which is the same as {quoted(first[days])}"
            hint = "delete one of the two"
            faults.append(source.fault(("available", key), found, "each day only once", hint, at_key=True))
        first.setdefault(days, key)
    return faults


def _unknown_ids(source: Source, regimen: Regimen) -> list[Fault | None]:
    ids = regimen.activity_ids
    faults = [_unknown_id(source, ("prefer", key), key, ids, at_key=True) for key in group_at(source.value, "prefer")]
    for number, appointment in enumerate(list_at(source.value, "appointments")):
        activity = appointment.get("activity") if isinstance(appointment, dict) else None
        if isinstance(activity, str):
            path = ("appointments", number, "activity")
            faults.append(_unknown_id(source, path, activity, ids, at_key=False))
    return faults


def _unknown_id(source: Source, path: KeyPath, found: str, ids: Sequence[str], *, at_key: bool) -> Fault | None:
    if found in ids or not reading.is_activity_id(found):
        return None
    hint = nearest(found, ids) or f"the ids are: {', '.join(ids)}"
    return source.fault(path, quoted(found), "the id of an activity in the regimen", hint, at_key=at_key)


def _other_choices(source: Source, regimen: Regimen) -> list[Fault | None]:
    """Find alternatives that the regimen does not prescribe: nobody has said that they are safe."""
    faults: list[Fault | None] = []
    for activity, preference in group_at(source.value, "prefer").items():
        if activity not in regimen.activity_ids:
            continue
        prescribed = regimen.alternatives(activity)
        for number, choice in enumerate(list_at(preference, "choose")):
            if isinstance(choice, str) and choice.strip() and prescribed_choice(prescribed, choice) is None:
                path = ("prefer", activity, "choose", number)
                faults.append(source.fault(path, quoted(choice), *_instead_of(choice, prescribed)))
    return faults


def _instead_of(choice: str, prescribed: Sequence[str]) -> tuple[str, str]:
    """Return what is expected instead of an alternative that is not prescribed, and the next thing to try."""
    if not prescribed:
        return "no 'choose': the regimen prescribes no alternatives here", "remove 'choose'"
    expected = f"one of the prescribed alternatives: {listed(prescribed, 'or')}"
    return expected, nearest(choice, prescribed) or "choose one of these, or ask your therapist"
