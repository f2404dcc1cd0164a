"""Which software a room runs, and what it therefore can do over a way of speaking, in the mode it is in."""

import re
from types import MappingProxyType
from typing import NamedTuple

from rooms.endpoint import Capability
from rooms.xapi import tree
from rooms.xapi.channel import Node, Way
from rooms.xapi.nodes import PROFILES, Profile

_MAJOR = re.compile(r"(?<!\d)(\d{1,3})\.\d")
# The first version of each profile: software between two has what the older is sure to have.
_FROM = MappingProxyType({11: "11", 26: "26"})
_USUAL = frozenset(Capability) - {Capability.EVENTS, Capability.BOOKINGS}
# Microsoft Teams Rooms keeps the screens and the calendar for itself (Cisco's schema 26.4.1, unavailableStates).
_NOT_IN_TEAMS_MODE = frozenset({Capability.BOOKINGS, Capability.LAYOUT})


class Software(NamedTuple):
    """What a room runs. `linked` tells whether a cloud knows it, which 9.15 demands for Bookings Put."""

    version: str
    profile: Profile
    teams_mode: bool
    linked: bool = False


def profile_of(version: str) -> Profile:
    """Return the newest profile that is not newer than the version; the oldest when it cannot be read."""
    found = _MAJOR.search(version)
    major = int(found[1]) if found else 0
    reached = [profile for first, profile in _FROM.items() if first <= major]
    return next((profile for profile in PROFILES if reached[-1:] == [profile]), PROFILES[0])


def runs_teams(system_unit: Node) -> bool:
    """Tell from xStatus SystemUnit whether Microsoft Teams Rooms runs on the room (its parts have versions then)."""
    versions = tree.at(system_unit, "Extensions", "Microsoft", "Version")
    return any(tree.flat(versions).values()) if isinstance(versions, dict) else bool(versions)


def capabilities(software: Software, ways: frozenset[Way]) -> frozenset[Capability]:
    """Return what a room with this software can do over a channel with these ways."""
    found = set(_USUAL)
    if Way.EVENTS in ways:
        found.add(Capability.EVENTS)
    if takes_bookings_put(software) or Way.LEGACY_BOOKINGS in ways:
        found.add(Capability.BOOKINGS)
    return frozenset(found - _NOT_IN_TEAMS_MODE if software.teams_mode else found)


def takes_bookings_put(software: Software) -> bool:
    """Tell whether the room takes Bookings Put; 9.15 does so only when a cloud knows it."""
    return software.profile != PROFILES[0] or software.linked
