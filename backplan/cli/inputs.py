"""Files that a command is given: what each is, and the errors of all of them at once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from backplan import app
from backplan.errors import BackplanError, FilesError
from backplan.files.bundled import bundled_names
from backplan.files.kinds import FileKind
from backplan.model.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backplan.app.plans import OpenedPlan
    from backplan.model.profile import DateRange
    from backplan.model.regimen import Regimen
    from backplan.model.request import PlanRequest

CURRENT_FOLDER = (Path(),)
"""Where a plan's regimen is looked for after the plan's own folder."""

_Value = TypeVar("_Value")


def kind_of(file: str) -> FileKind:
    """Tell what a file is; a bundled regimen's name is a regimen."""
    # Path.exists raises for names that no system allows.
    if not Path(file).suffix and not os.path.exists(file):  # noqa: PTH110
        if file.lower() not in bundled_names():
            app.regimens.read_regimen(file)  # says which name is near
        return FileKind.REGIMEN
    return app.sources.file_kind(Path(file))


def collect_error(errors: list[BackplanError], call: Callable[[], _Value]) -> _Value | None:
    """Return what a call gives; None where it fails, with its error added to the others."""
    try:
        return call()
    except BackplanError as error:
        errors.append(error)
        return None


def raise_all(errors: Sequence[BackplanError]) -> None:
    """Raise everything that is wrong at once, if anything is.

    Raises:
        BackplanError: there is something.
    """
    # A regimen that several files are checked against has its faults once.
    different = {str(error): error for error in errors}
    if len(different) > 1:
        raise FilesError(tuple(different.values()))
    if errors:
        raise errors[0]


def all_or_every_fault(files: Iterable[str], of_file: Callable[[str], _Value]) -> list[_Value]:
    """Return a value for each file; where files have errors, raise those of all of them at once."""
    errors: list[BackplanError] = []
    values = [collect_error(errors, partial(of_file, file)) for file in files]
    raise_all(errors)
    return [value for value in values if value is not None]


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What a plan from a file was made with besides its regimen, as it was typed."""

    profile: Path | None
    busy: Sequence[str]
    away: Sequence[DateRange]
    after: Path | None

    def person(self, regimen: Regimen) -> Profile:
        """Return the profile, checked against the plan's regimen; an empty one where none was given."""
        return app.profiles.read_profile(self.profile, regimen) if self.profile else Profile()

    def request(self, opened: OpenedPlan, person: Profile) -> PlanRequest:
        """Return what the plan was made from."""
        return app.planning.request_of_plan(
            opened.plan,
            opened.regimen,
            person,
            busy_files=self.busy,
            away=self.away,
            after=app.plans.read_plan(self.after) if self.after else None,
        )
