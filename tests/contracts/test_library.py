"""`import backplan` is the library's door: every name leads to the real thing, and nothing loads before it is used."""

from __future__ import annotations

import ast
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import date
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import backplan
from backplan import app
from backplan.app import planning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def test_every_name_is_the_very_thing_of_the_module_that_it_is_from() -> None:
    for name, home in backplan._HOME_OF.items():
        assert getattr(backplan, name) is getattr(import_module(home), name), name


def test_type_checkers_see_the_same_names_from_the_same_modules() -> None:
    module = ast.parse(Path(backplan.__file__).read_text(encoding="utf-8"))
    imports = [one for block in module.body if isinstance(block, ast.If) for one in block.body]

    seen = [
        (name.name, name.asname, one.module) for one in imports if isinstance(one, ast.ImportFrom) for name in one.names
    ]
    # The second name, the same again, makes an import a re-export.
    assert sorted(seen) == sorted((name, name, home) for name, home in backplan._HOME_OF.items())


def test_names_are_sorted_listed_and_found_by_completion() -> None:
    assert backplan.__all__ == sorted({"__version__", *backplan._HOME_OF})
    assert set(backplan.__all__) <= set(dir(backplan))


def test_an_unknown_name_is_refused_as_python_does() -> None:
    unknown = "make_plans"
    with pytest.raises(AttributeError, match="module 'backplan' has no attribute 'make_plans'"):
        getattr(backplan, unknown)
    assert not hasattr(backplan, "request")


def test_every_public_function_and_type_is_in_the_librarys_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "library.md").read_text(encoding="utf-8")

    assert [name for name in backplan.__all__ if f"`{name}`" not in page and f"`{name}(" not in page] == ["__version__"]


def test_types_are_known_where_the_names_are_used() -> None:
    """For the type checker, which reads this too: each name has its type, and the chain holds."""
    regimen: backplan.Regimen = backplan.read_regimen("low-back")
    request: backplan.PlanRequest = backplan.plan_request(
        regimen,
        backplan.Profile(),
        start=date(2026, 11, 23),
        weeks=1,
        timezone="Europe/Berlin",
        today=date(2026, 11, 23),
    )
    plan: backplan.Plan = backplan.make_plan(request)
    text: bytes = backplan.written(plan, request, backplan.PlanFormat.CSV)

    assert text.count(b"\n") == len(plan.sessions) + 1


def patients() -> tuple[backplan.Profile, ...]:
    """Two with the same evenings, one who is away, one with little time; all different."""
    evenings = ((backplan.Interval(17 * 60, 21 * 60),),) * 7
    away = (backplan.DateRange(date(2026, 11, 25), date(2026, 11, 26)),)
    return (
        backplan.Profile(available=evenings),
        backplan.Profile(away=away),
        backplan.Profile(available=evenings, max_minutes_per_day=25),
        backplan.Profile(timezone="America/New_York", wake=9 * 60),
    )


def planned_for(
    profiles: Iterable[backplan.Profile | Path | str],
) -> Iterator[backplan.Planned | backplan.NotPlanned]:
    """One week of low-back care for each, from Monday, in Berlin where they say nothing else."""
    return backplan.plan_many(
        backplan.read_regimen("low-back"),
        profiles,
        start=date(2026, 11, 23),
        weeks=1,
        timezone="Europe/Berlin",
        today=date(2026, 11, 23),
    )


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 0, 3, 1, 2)])
def test_many_plans_are_those_made_one_by_one_whatever_the_order(order: tuple[int, ...]) -> None:
    profiles = [patients()[number] for number in order]
    alone = [
        backplan.make_plan(
            backplan.PlanRequest(
                backplan.read_regimen("low-back"),
                profile.timezone or "Europe/Berlin",
                date(2026, 11, 23),
                profile=profile,
            )
        )
        for profile in profiles
    ]

    together = list(planned_for(profiles))

    assert profiles == [one.given for one in together]
    assert alone == [one.plan for one in together if isinstance(one, backplan.Planned)]
    assert any(plan.findings for plan in alone)


def test_many_plans_are_made_one_at_a_time_when_they_are_asked_for() -> None:
    taken: list[backplan.Profile] = []

    def without_end() -> Iterator[backplan.Profile]:
        for profile in cycle(patients()):
            taken.append(profile)
            yield profile

    plans = planned_for(without_end())

    assert taken == []
    next(plans)
    next(plans)
    assert taken == list(patients()[:2])


def test_a_patient_who_cannot_be_planned_for_takes_nothing_from_the_others(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text("format: 1\nwake: '07:00'\n", encoding="utf-8")
    bad.write_text("format: 1\nwake: early\n", encoding="utf-8")
    unknown = backplan.Appointment(date(2026, 11, 24), 600, 30, "massage")
    given = (
        good,
        bad,
        tmp_path / "none.yaml",
        backplan.Profile(busy=(str(tmp_path / "none.ics"),)),
        backplan.Profile(timezone="Europe/Atlantis"),
        backplan.Profile(appointments=(unknown,)),
        backplan.Profile(available=()),
        backplan.Profile(max_minutes_per_day=-5),
        str(bad),
        backplan.Profile(),
    )

    made = list(planned_for(given))

    errors = [
        None,
        backplan.BadFileError,
        backplan.FileAccessError,
        backplan.FileAccessError,
        backplan.UsageError,
        backplan.UsageError,
        backplan.UsageError,
        backplan.UsageError,
        backplan.BadFileError,
        None,
    ]
    assert errors == [type(one.error) if isinstance(one, backplan.NotPlanned) else None for one in made]
    assert given == tuple(one.given for one in made)


def test_what_becomes_of_many_patients_can_be_sent_from_one_process_to_another(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\nwake: early\nmax_minutes: 60\n", encoding="utf-8")
    for one in planned_for((backplan.Profile(), bad, tmp_path / "none.yaml")):
        sent = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes

        if isinstance(one, backplan.Planned):
            assert one == sent
            continue
        assert type(one.error) is type(sent.error)
        assert vars(one.error) == vars(sent.error)
        assert str(one.error) == str(sent.error)


@pytest.mark.parametrize("weeks", [-1, 0, 521, 100_000])
def test_a_request_for_no_weeks_or_for_more_than_ten_years_is_refused(weeks: int) -> None:
    regimen = backplan.read_regimen("low-back")
    with pytest.raises(backplan.UsageError, match="Cannot plan"):
        backplan.plan_request(
            regimen, backplan.Profile(), start=None, weeks=weeks, timezone="Europe/Berlin", today=date(2026, 11, 24)
        )


def test_an_error_that_nobody_expects_takes_a_plan_from_its_own_patient_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, _: backplan.Regimen) -> backplan.Profile:
        if path.name == "broken":
            raise LookupError("Erika Mustermann")
        return backplan.Profile()

    monkeypatch.setattr(planning, "read_profile", broken)
    one, other = planned_for(("broken", "whole"))

    assert isinstance(one, backplan.NotPlanned)
    assert one.error.message == "No plan could be made: LookupError."
    assert one.error.hint == "This is an error in backplan; please report it, without personal details."
    assert isinstance(other, backplan.Planned)


def test_a_hostile_file_takes_a_plan_from_its_own_patient_only() -> None:
    slashes = backplan.Profile(timezone="x/" * 2_000)
    escape = Path(__file__).parent.parent / "data" / "attacks" / "01-yaml-U-escape.yaml"
    made = list(planned_for((escape, slashes, backplan.Profile())))

    assert [type(one) for one in made] == [backplan.NotPlanned, backplan.NotPlanned, backplan.Planned]


def test_a_request_names_the_zone_or_the_activity_that_does_not_exist() -> None:
    unknown = backplan.Appointment(date(2026, 11, 24), 600, 30, "massage")
    zone, activity = planned_for(
        (backplan.Profile(timezone="Europe/Atlantis"), backplan.Profile(appointments=(unknown,)))
    )

    assert isinstance(zone, backplan.NotPlanned)
    assert zone.error.message == "'Europe/Atlantis' is not a time zone."
    assert isinstance(activity, backplan.NotPlanned)
    assert "'massage'" in activity.error.message
    assert "hamstring-stretch" in activity.error.hint


CHOICES = [
    ("aerobics", "running", "It prescribes walking, bicycling or swimming."),
    ("hamstring-stretch", "yoga", "It prescribes no alternatives."),
]


@pytest.mark.parametrize(("activity", "choice", "hint"), CHOICES)
def test_a_choice_that_is_not_prescribed_is_refused_wherever_a_program_brings_it(
    activity: str, choice: str, hint: str
) -> None:
    regimen, monday = backplan.read_regimen("low-back"), date(2026, 11, 23)
    profile = backplan.Profile(prefer=((activity, backplan.Preference(choose=(choice,))),))
    request = backplan.PlanRequest(regimen, "Europe/Berlin", monday, 1, profile=profile)
    plan = backplan.make_plan(replace(request, profile=backplan.Profile()))

    (one,) = planned_for((profile,))
    assert isinstance(one, backplan.NotPlanned)
    said = [(one.error.message, one.error.hint)]
    for refused in (
        lambda: backplan.make_plan(request),
        lambda: backplan.request_of_plan(plan, regimen, profile),
        lambda: backplan.check_profile(profile, regimen, timezone="Europe/Berlin", today=monday),
    ):
        with pytest.raises(backplan.UsageError) as caught:
            refused()
        said.append((caught.value.message, caught.value.hint))

    message = f"The profile chooses '{choice}' for '{activity}', which the regimen 'low-back' does not prescribe."
    assert said == [(message, hint)] * 4


def loaded(statement: str) -> set[str]:
    """What a fresh Python has loaded after a statement, and had not before."""
    program = f"import sys\nbefore = set(sys.modules)\n{statement}\nprint(*sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return set(ran.stdout.split())


def foreign(modules: set[str]) -> set[str]:
    """The packages among modules that do not come with Python."""
    return {name.partition(".")[0] for name in modules if not name.startswith("_")} - sys.stdlib_module_names


def test_the_import_alone_loads_no_other_module_of_ours_and_no_other_library() -> None:
    new = loaded("import backplan")

    assert {name for name in new if name.startswith("backplan")} == {"backplan"}
    assert foreign(new) == {"backplan"}


def test_a_value_alone_loads_no_other_library() -> None:
    new = loaded("import backplan; backplan.Profile()")

    assert "backplan.model.profile" in new
    assert foreign(new) == {"backplan"}


def test_every_use_case_is_loaded_by_its_name() -> None:
    modules = [path.stem for path in Path(app.__file__).parent.glob("*.py") if path.stem != "__init__"]

    assert app.__all__ == sorted(modules)
    assert [getattr(app, name).__name__ for name in modules] == [f"backplan.app.{name}" for name in modules]
    unknown = "replanning"
    with pytest.raises(AttributeError, match=r"module 'backplan\.app' has no attribute 'replanning'"):
        getattr(app, unknown)
