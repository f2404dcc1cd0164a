import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.endpoint import Capability
from rooms.xapi.channel import Node, Way
from rooms.xapi.nodes import PROFILES, Profile
from rooms.xapi.software import Software, capabilities, profile_of, runs_teams
from tests.rooms.xapi.scripted import system_unit
from tests.rooms.xapi.trees import NODES, fuzzed

ALL = frozenset(Way)


@pytest.mark.parametrize(
    ("version", "profile"),
    [
        ("ce9.15.17.4.1234567", "9.15"),
        ("RoomOS 10.19.2.0", "9.15"),
        ("ce11.27.2.0.abcdef", "11"),
        ("RoomOS 11.32.1.5 1234567", "11"),
        ("RoomOS 26.4.1 March 2026", "26"),
        ("RoomOS 31.1", "26"),
        ("no version", "9.15"),
        ("", "9.15"),
    ],
)
def test_software_has_the_newest_profile_that_is_not_newer(version: str, profile: Profile) -> None:
    assert profile_of(version) == profile


@fuzzed
@given(st.text())
def test_any_version_has_a_profile(version: str) -> None:
    assert profile_of(version) in PROFILES


def test_teams_mode_shows_in_the_versions_of_its_parts() -> None:
    assert runs_teams(system_unit(teams=True))
    assert not runs_teams(system_unit())
    assert not runs_teams({})


@fuzzed
@given(NODES)
def test_any_tree_tells_of_teams_or_not(node: Node) -> None:
    assert runs_teams(node) in {True, False}


@pytest.mark.parametrize(
    ("runs", "ways", "missing"),
    [
        (Software("26.4", "26", teams_mode=False), ALL, set()),
        (Software("26.4", "26", teams_mode=True), ALL, {"bookings", "layout"}),
        (Software("11.2", "11", teams_mode=False), ALL - {Way.EVENTS}, {"events"}),
        (Software("9.15", "9.15", teams_mode=False), ALL, set()),
        (Software("9.15", "9.15", teams_mode=False), ALL - {Way.LEGACY_BOOKINGS}, {"bookings"}),
        (Software("9.15", "9.15", teams_mode=False, linked=True), ALL - {Way.LEGACY_BOOKINGS}, set()),
    ],
)
def test_what_a_room_can_do_follows_from_software_mode_and_way(
    runs: Software, ways: frozenset[Way], missing: set[Capability]
) -> None:
    assert frozenset(Capability) - capabilities(runs, ways) == missing
