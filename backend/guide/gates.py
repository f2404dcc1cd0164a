"""What is open to one unit today, handed in by whoever keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.profiles import Profile


@dataclass(frozen=True)
class Gates:
    """What the guide may send a unit to.

    `approved`: the head's approval of digital care is on file. `offered`: the connected video services that the unit
    may use, and the most participants each takes (None = no bound). `systems`: the other systems the unit is on; None
    when it has never said, then the profile's own assumption holds.
    """

    approved: bool
    offered: Mapping[str, int | None]
    systems: frozenset[str] | None = None


def all_open(profile: Profile) -> Gates:
    """Return the gates of a unit to which everything is open that the region uses for care."""
    offered = {row.code: None for row in profile.services if not row.practice}
    return Gates(approved=True, offered=offered)
