"""What is suggested to who wrote a name that does not exist, and which names of time zones there are."""

import zoneinfo
from importlib.resources import files
from pathlib import Path

import pytest

from backplan.language.did_you_mean import SURELY, iana_zone, nearest, nearest_zone, zone_names


def test_the_nearest_name_is_found_in_any_case() -> None:
    assert nearest("europe/berlin", ["Europe/Berlin", "Europe/Dublin"]) == "did you mean 'Europe/Berlin'?"
    assert nearest("x", ["Europe/Berlin"]) == ""
    assert nearest("walk" * 1000, ["walk"]) == ""


@pytest.mark.parametrize(
    ("written", "meant"), [("aerobics", "aerobic"), ("streching", "stretching"), ("strength", "strengthening")]
)
def test_among_a_few_words_only_a_slip_of_the_pen_is_put_right(written: str, meant: str) -> None:
    names = ["stretching", "strengthening", "aerobic", "mobility", "care"]

    assert nearest(written, names, SURELY) == f"did you mean '{meant}'?"
    assert nearest("cardio", names, SURELY) == ""


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "America/Argentina/Ushuaia"])
def test_a_time_zone_is_found_by_its_name(name: str) -> None:
    zone = iana_zone(name)

    assert zone is not None
    assert zone.key == name


@pytest.mark.parametrize(
    "name", ["Europe/Berlim", "", "Europe", "../../etc/passwd", "/etc/passwd", "a" * 5000, "x/" * 2000]
)
def test_what_is_no_time_zone_is_not_found(name: str) -> None:
    assert iana_zone(name) is None


@pytest.mark.parametrize("name", ["right/Europe/Berlin", "posix/Europe/Berlin", "localtime", "Europe/../Own"])
def test_files_of_the_system_that_are_no_zones_of_their_own_are_not_found(name: str, tmp_path: Path) -> None:
    data = files("tzdata").joinpath("zoneinfo", "Europe", "Berlin").read_bytes()
    for file in ("right/Europe/Berlin", "posix/Europe/Berlin", "localtime", "Europe/Here", "Own"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(data)
    zone_names.cache_clear()
    zoneinfo.reset_tzpath([str(tmp_path)])
    try:
        assert iana_zone("Europe/Here") is not None
        assert iana_zone(name) is None
    finally:
        zoneinfo.reset_tzpath()
        zone_names.cache_clear()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Europe/Berlim", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Europe/Tokyo", "Asia/Tokyo"),
    ],
)
def test_a_time_zone_is_suggested_by_its_city_or_its_spelling(written: str, meant: str) -> None:
    assert nearest_zone(written) == f"did you mean '{meant}'?"


@pytest.mark.parametrize("written", ["", "Mars/Base", "/"])
def test_no_time_zone_is_suggested_for_what_is_like_none(written: str) -> None:
    assert nearest_zone(written) == ""
