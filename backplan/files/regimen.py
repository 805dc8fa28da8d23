"""Regimen files, read as a `Regimen` (contract section 1)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated

from pydantic import Field

from backplan.errors import MISSING_KEY, Fault
from backplan.files.cut_sentences import cut_sentences
from backplan.files.documents import (
    FORMAT,
    PARAGRAPH,
    STRING,
    TITLE,
    ActivityId,
    Choices,
    Document,
    OneOrMany,
    PreferredTimes,
    Written,
    choice,
    group_at,
    list_at,
    meant_keys,
    mistaken_for,
    validated,
    whole,
)
from backplan.files.source import MOST_FAULTS, KeyPath, Source, Value, quoted, raise_faults
from backplan.files.yaml_source import read_source
from backplan.language import reading
from backplan.language.did_you_mean import nearest
from backplan.language.reading import QuantityError, TimeRange
from backplan.model.frequency import Cap, Frequency
from backplan.model.regimen import Activity, ActivityType, Exercise, Phase, Regimen, Sides
from backplan.model.request import MOST_WEEKS

SENTENCES = ("precautions", "steps", "cues", "stop_if")
"""Keys of lists in which a sentence cut in two could mislead the reader."""

Text = Annotated[str, PARAGRAPH]
Texts = Annotated[tuple[Text, ...], OneOrMany("text")]
TextsInOrder = Annotated[tuple[Text, ...], OneOrMany("text", in_order=True)]


def drawing(text: str) -> str:
    """Return the name of a drawing. It becomes part of a path, so it has nothing but a-z, 0-9, '-' and '_'."""
    name = text.strip()
    if not name or not set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_") or len(name) > 64:
        raise QuantityError("a drawing's name of a-z, 0-9, '-' and '_', such as 'bird-dog'")
    return name


class ExerciseDocument(Document, what="an exercise"):
    """One exercise of a session."""

    name: Annotated[str, TITLE] = Field(description="Name of the exercise.", examples=["Bird dog"])
    sets: Annotated[int | None, whole(1, 100)] = Field(None, description="Number of sets.", examples=[2])
    reps: Annotated[int | None, whole(1, 1_000)] = Field(
        None, description="Repetitions per set; per side if there are sides.", examples=[10]
    )
    hold: Annotated[int | None, Written(reading.seconds, STRING)] = Field(
        None, description="How long each repetition is held.", examples=["20 s", "1 min"]
    )
    rest: Annotated[int | None, Written(partial(reading.seconds, least=0), STRING)] = Field(
        None, description="Rest between sets.", examples=["30 s", "1 min"]
    )
    sides: Annotated[Sides | None, choice(Sides)] = Field(
        None, description="Which side of the body the exercise is for.", examples=["both"]
    )
    tempo: Annotated[str, PARAGRAPH] = Field("", description="How fast or slow.", examples=["slow, without jerking"])
    equipment: Texts = Field((), description="Equipment.", examples=["mat", ["mat", "strap"]])
    steps: TextsInOrder = Field((), description="How to do it, in short sentences.", examples=[["Lie down."]])
    cues: Texts = Field((), description="What to keep in mind.", examples=[["Keep breathing."]])
    stop_if: Texts = Field((), description="When to stop this exercise.", examples=[["Pain runs down the leg."]])
    easier: Texts = Field((), description="How to make it easier.", examples=["bend the knee"])
    harder: Texts = Field((), description="How to make it harder.", examples=["lift arm and leg"])
    figure: Annotated[str, Written(drawing, STRING)] = Field(
        "", description="The name of a drawing.", examples=["bird-dog"]
    )
    source: Texts = Field((), description="Where the exercise is described.", examples=["the leaflet's name"])


class ActivityDocument(Document, what="an activity"):
    """One activity with its dose."""

    title: Annotated[str, TITLE] = Field(
        description="Name of the activity, as patients know it.", examples=["Low-impact aerobics"]
    )
    type: Annotated[ActivityType, choice(ActivityType)] = Field(
        description="What kind of activity it is.", examples=["aerobic"]
    )
    frequency: Annotated[Frequency, Written(reading.frequency, STRING)] = Field(
        description=(
            "How often: a number per day or week, days from one session to the next, "
            "or a limit that is checked but never planned."
        ),
        examples=["3 per week", "1-2 per day", "every other day", "every 2-3 days", "at most 3 per year"],
    )
    time: Annotated[TimeRange | None, Written(reading.time_range, STRING)] = Field(
        None,
        description="How long a session lasts. Required, except for a limit such as 'at most 3 per year'.",
        examples=["15-20 min", "30 min", "1 h 15 min"],
    )
    progression: Annotated[int, Written(reading.progression, STRING)] = Field(
        0,
        description="How much longer sessions get, from the low end of 'time' to the high end.",
        examples=["2 min per week"],
    )
    apart: Annotated[int, Written(reading.minutes, STRING)] = Field(
        4 * 60,
        description="Minimum time between two sessions on the same day. Default: 4 h.",
        examples=["6 h"],
    )
    when: PreferredTimes = Field((), description="Preferred times of day.", examples=["evening", ["morning", "17:45"]])
    intensity: Annotated[str, PARAGRAPH] = Field(
        "", description="How hard it should feel.", examples=["a gentle pull, never pain"]
    )
    choose: Choices = Field(
        (), description="Alternatives, taken in turn.", examples=[["walking", "bicycling", "swimming"]]
    )
    alternate_with: Annotated[tuple[ActivityId, ...], OneOrMany("id")] = Field(
        (), description="Activities (ids) that are never on the same day as this one.", examples=["strength"]
    )
    rest_days: Annotated[int, whole(0, reading.MOST_DAYS_BETWEEN - 1)] = Field(
        0, description="Minimum number of full days between two sessions. Default: 0.", examples=[1]
    )
    days: Annotated[tuple[Annotated[int, Written(reading.weekday, STRING)], ...], OneOrMany("day", needed=True)] = (
        Field(tuple(range(7)), description="The only weekdays allowed.", examples=[["mon", "wed", "fri"]])
    )
    after_waking: Annotated[int | None, Written(reading.minutes, STRING)] = Field(
        None,
        description="No session starts earlier than the profile's 'wake' plus this.",
        examples=["60 min"],
    )
    exercises: list[ExerciseDocument] = Field([], description="What to do in a session, in order.")


MOST_ACTIVITIES = 24
"""More than any patient could follow, and planning them would take too long."""

Activities = dict[ActivityId, ActivityDocument]


class PhaseDocument(Document, what="a phase"):
    """A part of a regimen."""

    title: Annotated[str, TITLE] = Field(description="Name of the phase.", examples=["First weeks"])
    weeks: Annotated[int | None, whole(1, MOST_WEEKS)] = Field(
        None, description="How long it lasts; optional for the last phase.", examples=[4]
    )
    activities: Activities = Field(
        description="The phase's activities, each under its id.",
        json_schema_extra={"propertyNames": {"pattern": reading.ID_PATTERN}, "minProperties": 1},
    )


class RegimenDocument(Document, what="a regimen"):
    """A whole regimen file."""

    format: Annotated[int, FORMAT] = Field(description="The version of this format.", examples=[1])
    title: Annotated[str, TITLE] = Field(description="Name of the regimen.", examples=["Low-back care"])
    summary: Annotated[str, PARAGRAPH] = Field("", description="What it is for, in a sentence or two.")
    prescriber: Annotated[str, TITLE] = Field("", description="Who prescribed it.", examples=["Dr. A. Example, PT"])
    sources: Texts = Field((), description="Where the dosage comes from.")
    precautions: Texts = Field(
        (), description="When to stop and whom to call.", examples=[["Stop and call if a leg goes numb."]]
    )
    activities: Activities = Field(
        {},
        description="The activities, each under its id of a-z, 0-9 and '-'; or use 'phases'.",
        json_schema_extra={"propertyNames": {"pattern": reading.ID_PATTERN}, "minProperties": 1},
    )
    phases: list[PhaseDocument] = Field(
        [], description="Phases in order, instead of 'activities'.", json_schema_extra={"minItems": 1}
    )


def parse_regimen(data: bytes, file: str, regimen_id: str) -> Regimen:
    """Read a regimen; its id is the file's name without folder and suffix, and `file` is for messages.

    Raises:
        BadFileError: with everything that is wrong with the file.
    """
    source = read_source(data, file, "regimen")
    if "sessions" in source.value:
        hint = "this is a plan; continue it with --after, or check it with backplan check"
        raise_faults([source.fault((), "a plan", RegimenDocument.what, hint)])
    if source.value.keys() - RegimenDocument.model_fields.keys():
        from backplan.files.profile import ProfileDocument  # noqa: PLC0415 - each kind knows the other

        hint = "this is a profile; give it with --profile"
        raise_faults([mistaken_for(RegimenDocument, ProfileDocument, source, hint)])
    document, faults = validated(RegimenDocument, source)
    if source.value.get("format", "1") == "1":
        faults += _cross_faults(source)
        faults += cut_sentences(source, SENTENCES)
    raise_faults([*source.faults, *faults])
    assert document is not None
    phases = [Phase(phase.title, phase.weeks, _activities(phase.activities)) for phase in document.phases] or [
        Phase("", None, _activities(document.activities))
    ]
    about = {key: value for key, value in document if key not in {"format", "activities", "phases"}}
    return Regimen(id=regimen_id, phases=tuple(phases), text=source.text, **about)


def _activities(documents: Activities) -> tuple[Activity, ...]:
    order = list(ActivityType)
    activities = [_activity(activity_id, document) for activity_id, document in documents.items()]
    return tuple(sorted(activities, key=lambda activity: (order.index(activity.type), activity.id)))


def _activity(activity_id: str, document: ActivityDocument) -> Activity:
    # Only a limit can omit its time: it is never planned.
    time = document.time or TimeRange(0, 0)
    fields = {key: value for key, value in document if key not in {"time", "days", "exercises"}}
    return Activity(
        id=activity_id,
        shortest=time.shortest,
        longest=time.longest,
        days=tuple(sorted(document.days)),
        exercises=tuple(map(_exercise, document.exercises)),
        **fields,
    )


def _exercise(document: ExerciseDocument) -> Exercise:
    joined = {"equipment": ", ", "easier": "; ", "harder": "; ", "source": "; "}
    return Exercise(**dict(document) | {key: between.join(getattr(document, key)) for key, between in joined.items()})


# --- What no single field shows. These look at the plain values, so that they work even where a field is wrong. ----


def _cross_faults(source: Source) -> list[Fault | None]:
    faults: list[Fault | None] = []
    regimen = source.value
    if "activities" in regimen and "phases" in regimen:
        faults.append(source.fault(("phases",), "both 'activities' and 'phases'", "one of the two", at_key=True))
    if not {"activities", "phases"} & meant_keys(RegimenDocument, regimen):
        hint = "write each activity under its id, such as 'aerobics:'"
        faults.append(source.fault(("activities",), MISSING_KEY, "'activities:' or 'phases:'", hint))
    groups = _groups(regimen)
    first: dict[str, KeyPath] = {}
    for path, group in groups:
        for activity_id in group:
            first.setdefault(activity_id, (*path, activity_id))
    ids = sorted(first)
    if len(ids) > MOST_ACTIVITIES:
        found, most = f"{len(ids):,} activities", f"at most {MOST_ACTIVITIES} activities"
        hint = "combine activities that are done together into one, with exercises"
        faults.append(source.fault(list(first.values())[MOST_ACTIVITIES], found, most, hint, at_key=True))
    for path, group in groups:
        if not group:
            faults.append(source.fault(path, "no activities", "at least one activity"))
        for activity_id, activity in group.items():
            if len(faults) > MOST_FAULTS:
                return faults
            faults += _activity_faults(source, (*path, activity_id), activity, ids)
    phases = regimen.get("phases")
    if isinstance(phases, list):
        if not phases:
            faults.append(source.fault(("phases",), "no phases", "at least one phase"))
        for number, phase in enumerate(phases[:-1]):
            if isinstance(phase, dict) and "weeks" not in meant_keys(PhaseDocument, phase):
                path, expected = ("phases", number, "weeks"), "a line such as 'weeks: 4'"
                faults.append(source.fault(path, MISSING_KEY, expected, "only the last phase can omit 'weeks'"))
    return faults


def _groups(regimen: Mapping[str, Value]) -> list[tuple[KeyPath, Mapping[str, Value]]]:
    """Return every group of activities with its path."""
    groups: list[tuple[KeyPath, Mapping[str, Value]]] = []
    if isinstance(regimen.get("activities"), dict):
        groups.append((("activities",), group_at(dict(regimen), "activities")))
    for number, phase in enumerate(list_at(dict(regimen), "phases")):
        if isinstance(phase, dict) and isinstance(phase.get("activities"), dict):
            groups.append((("phases", number, "activities"), group_at(phase, "activities")))
    return groups


def _activity_faults(source: Source, path: KeyPath, activity: Value, ids: Sequence[str]) -> list[Fault | None]:
    if not isinstance(activity, dict):
        return []
    faults: list[Fault | None] = []
    for number, other in enumerate(list_at(activity, "alternate_with")):
        place = (*path, "alternate_with", number)
        if not isinstance(other, str) or not reading.is_activity_id(other):
            continue
        if other == path[-1]:
            faults.append(source.fault(place, quoted(other), "another activity's id"))
        elif other not in ids:
            others = [name for name in ids if name != path[-1]]
            hint = nearest(other, others) or (f"the ids are: {', '.join(others)}" if others else "")
            faults.append(source.fault(place, quoted(other), "the id of an activity in this regimen", hint))
    if "time" not in meant_keys(ActivityDocument, activity) and not _may_be_cap(activity):
        example = "a line such as 'time: 15-20 min'"
        faults.append(source.fault((*path, "time"), MISSING_KEY, example, "add 'time'"))
    return faults


def _may_be_cap(activity: Mapping[str, Value]) -> bool:
    """Return whether the frequency is a limit, or so wrong that it may be meant as one."""
    written = activity.get("frequency")
    if not isinstance(written, str):
        return False
    try:
        return isinstance(reading.frequency(written), Cap)
    except QuantityError:
        return True
