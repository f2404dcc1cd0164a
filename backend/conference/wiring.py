"""The conferences' part of the rooms: made of what the rooms are lent."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint

from backend.audit import AccessLog
from backend.clock import Clock
from backend.conference import erasing, routes
from backend.conference.places import Places
from backend.conference.pressing import Presses
from backend.conference.runner import Desk, Runner
from backend.conference.service import Conferences
from backend.fleet.reach import Reach
from backend.fleet.service import Fleet
from backend.identity import SignIn
from backend.privacy import Retention
from backend.push import Hub
from backend.storage import Database
from backend.web.sse import Streams

ERASED_AFTER = timedelta(days=14)
_LOOK_SECONDS = 1.0


class Lent(NamedTuple):
    """What conferences need. Without `places`, a file, none is planned; without `reach` none is held here."""

    database: Database
    clock: Clock
    hub: Hub
    streams: Streams
    fleet: Fleet
    sign_in: SignIn
    access_log: AccessLog
    places: Path | None
    reach: Reach | None


class ConferenceSide(NamedTuple):
    """See `backend.room_side.RoomSide`."""

    blueprint: Blueprint
    timed: Sequence[tuple[float, str, Callable[[], None]]]
    retentions: Sequence[Retention]
    stops: Sequence[Callable[[], None]]


def wire(lent: Lent) -> ConferenceSide:
    """Return the conferences' part. Raises ConfigurationFault when the file of places can't be used."""
    places = Places(lent.places)
    is_reached = lent.reach is not None
    conferences = Conferences(
        lent.database, lent.clock, lent.hub, places, lent.fleet, lent.access_log, reached=is_reached
    )
    presses = Presses(lent.database, lent.clock, lent.hub, lent.access_log, is_reached, conferences.read)
    blueprint = routes.blueprint(conferences, presses, lent.streams, lent.sign_in)
    retention = Retention("conferences", ERASED_AFTER, "seed 001", erasing.erase_before)
    if lent.reach is None:
        return ConferenceSide(blueprint, timed=(), retentions=[retention], stops=())
    runner = Runner(Desk(lent.database, lent.clock, lent.hub, places, lent.reach, lent.access_log))
    timed = [(_LOOK_SECONDS, "conference.hold", runner.look)]
    return ConferenceSide(blueprint, timed, [retention], stops=[runner.stop])
