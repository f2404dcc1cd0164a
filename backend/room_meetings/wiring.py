"""Puts the parts of the meetings' rooms together, for `room_side` to wire."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint

from backend.audit import AccessLog
from backend.clock import Clock
from backend.config import Settings
from backend.identity import Directory, SignIn
from backend.meetings.host_rights import HostRights
from backend.privacy import Retention
from backend.profiles import Profile
from backend.room_meetings import erasing, listing, routes
from backend.room_meetings.calendar import RoomCalendar
from backend.room_meetings.room_desk import RoomDesk
from backend.room_meetings.rows import Elsewhere
from backend.room_meetings.service import RoomMeetings
from backend.room_meetings.to_call import RoomsToCall
from backend.room_meetings.writer import EACH_SECONDS, Alarms, Way, Writer
from backend.storage import Database
from backend.video.conferences import Conferences
from rooms.fleet import Fleet
from rooms.inventory import Room

_ERASED_AFTER = timedelta(days=14)


class Lent(NamedTuple):
    """What this part works with. `fleet` is None when the product speaks to no room.

    `lacks` tells what a room can't do, None until somebody has looked; `elsewhere` what has rooms beside meetings.
    """

    settings: Settings
    database: Database
    clock: Clock
    profile: Profile
    sign_in: SignIn
    directory: Directory
    access_log: AccessLog
    conferences: Conferences
    calendar: RoomCalendar
    rooms: Callable[[], Sequence[Room]]
    alarms: Alarms
    lacks: Callable[[str], Collection[str] | None]
    fleet: Fleet | None
    elsewhere: Elsewhere


class Wired(NamedTuple):
    """What the product takes up of it."""

    blueprint: Blueprint
    timed: Sequence[tuple[float, str, Callable[[], None]]]
    retention: Retention
    stops: Sequence[Callable[[], None]]


def wire(lent: Lent) -> Wired:
    """Return the part, at rest."""
    asked, conferences = lent.settings.rooms, lent.conferences
    video = {code: conferences.capabilities(code) for code in conferences.available}
    writes = asked.bookings and lent.fleet is not None
    desk = RoomDesk(lent.database, lent.clock, lent.access_log, video, lent.lacks, writes=writes)
    rights = HostRights(lent.clock, lent.profile, lent.directory, conferences)
    to_call = RoomsToCall(lent.database, lent.sign_in, rights, video, reached=lent.fleet is not None)
    chosen = RoomMeetings(lent.database, lent.clock, lent.access_log, lent.elsewhere)
    blueprint = routes.blueprint(chosen, to_call, desk, lent.sign_in)
    retention = Retention("meeting rooms", _ERASED_AFTER, "seed 001", erasing.erase_before)
    if lent.fleet is None:
        return Wired(blueprint, (), retention, ())
    writer = Writer(
        lent.database,
        lent.clock,
        Way(lent.fleet, lent.rooms, lent.calendar, lent.alarms),
        listing.ours(lent.settings.origin),
        asked.minutes_before if asked.bookings else None,
    )
    return Wired(blueprint, [(EACH_SECONDS, "rooms.bookings", writer.begin)], retention, [writer.stop])
