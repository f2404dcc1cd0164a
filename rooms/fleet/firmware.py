"""Which software the rooms run, and what each version keeps them from."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from rooms.endpoint import Capability, Endpoint, Identity
from rooms.inventory import Room
from rooms.monitor import shown


class Runs(NamedTuple):
    """What a room runs, and what it can do with it over the way we speak to it."""

    identity: Identity
    capabilities: frozenset[Capability]


class Version(NamedTuple):
    """One version: its rooms, and what all of them lack."""

    software: str
    profile: str
    rooms: tuple[str, ...]
    lacks: tuple[str, ...]


def look(endpoint: Endpoint) -> Runs:
    """Return what the room runs. Asks only."""
    return Runs(endpoint.identity(), endpoint.capabilities())


def report(found: Iterable[tuple[Room, Runs]]) -> tuple[Version, ...]:
    """Return the versions, those with most rooms first."""
    groups: dict[tuple[str, str], list[tuple[str, frozenset[Capability]]]] = defaultdict(list)
    for room, runs in found:
        groups[shown(runs.identity.software), runs.identity.profile].append((room.room_id, runs.capabilities))
    versions = [
        Version(
            software,
            profile,
            tuple(sorted(room_id for room_id, _ in rooms)),
            tuple(sorted(frozenset(Capability).difference(*(able for _, able in rooms)))),
        )
        for (software, profile), rooms in groups.items()
    ]
    return tuple(sorted(versions, key=lambda version: (-len(version.rooms), version.software)))


def as_dict(version: Version) -> dict[str, Any]:
    """Return the version as one JSON object."""
    return {
        "software": version.software,
        "profile": version.profile,
        "count": len(version.rooms),
        "rooms": list(version.rooms),
        "lacks": list(version.lacks),
    }
