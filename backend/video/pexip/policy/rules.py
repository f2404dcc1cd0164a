"""What an installation has set for all its meetings, and from when to when somebody comes in by a way of theirs."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

# Wide: when the door opens is for the door to say, and no way in exists before it let somebody go on. These bounds
# hold for a way in that was kept, or found, and for the numbers that rooms dial. See `bounds` for wider ones.
OPENS_BEFORE = timedelta(minutes=60)
GRACE_AFTER = timedelta(minutes=60)
# Whoever is led on in the door's last minute is still on the way when it shuts, and so is the host who gets a PIN.
_ON_THE_WAY = timedelta(minutes=10)
# How long after the time to come in the second leg of the host's one join may still come.
SECOND_LEG = timedelta(minutes=2)
# A booked room's: what it dials earlier, or later, waits with the guests, as the room may be somebody else's then.
ROOM_BEFORE = timedelta(minutes=15)


class Room(NamedTuple):
    """A conference room that is booked: the name it calls by, and the host of its address, "" when it is not known."""

    name: str
    address: str


@dataclass(frozen=True)
class Rules:
    """What the installation has set. `secret` is what PINs are derived from; `theme` and `view` None as Pexip has it.

    `host_pin`: a host is asked for a PIN of the alias's own; else the alias is enough. `trusted` are names of Pexip's
    system locations. `chat` is Pexip's own word: default, yes or no. From `opens_before` the start to `grace_after` the
    end somebody may come in without a host there.
    """

    secret: bytes = field(repr=False)
    service_tag: str = "vardmote"
    host_pin: bool = False
    trusted: frozenset[str] = frozenset()
    theme: str | None = None
    view: str | None = None
    chat: str = "default"
    opens_before: timedelta = OPENS_BEFORE
    grace_after: timedelta = GRACE_AFTER


def bounds(opens_before: timedelta, closes_after: timedelta) -> tuple[timedelta, timedelta]:
    """Return `opens_before` and `grace_after` for doors with these hours: nobody whom a door lets on is refused."""
    return max(OPENS_BEFORE, opens_before) + _ON_THE_WAY, max(GRACE_AFTER, closes_after) + _ON_THE_WAY
