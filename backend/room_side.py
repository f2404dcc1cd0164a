"""Wires all that has to do with conference rooms, for `app` to put in its place."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import Blueprint
from sqlalchemy.orm import Session

from backend.audit import AccessLog
from backend.clock import Clock
from backend.conference import wiring as conference
from backend.conference.times import Times, taken
from backend.config import Settings
from backend.door_sign import routes as sign_routes
from backend.door_sign.feed import Feed
from backend.door_sign.service import Signs
from backend.fleet import routes as fleet_routes
from backend.fleet.authorities import Authorities
from backend.fleet.reach import Reach
from backend.fleet.service import Fleet
from backend.identity import Directory, SignIn
from backend.jobs import JobQueue
from backend.meetings.models import Meeting
from backend.panel import wiring as panel
from backend.privacy import Retention
from backend.profiles import Profile
from backend.push import Hub
from backend.room_meetings import missing
from backend.room_meetings import wiring as room_meetings
from backend.room_meetings.calendar import MeetingCalendar
from backend.room_support import erasing as support_erasing
from backend.room_support import routes as support_routes
from backend.room_support.cases import Cases
from backend.room_support.service import RoomSupport
from backend.room_support.states import States
from backend.room_support.visiting import Visits
from backend.storage import Database
from backend.video.conferences import Conferences
from backend.web.assets import Assets
from backend.web.sse import Streams

# Long enough to see what happens in a room again and again.
CASES_KEPT = timedelta(days=365)
ALARMS_KEPT = timedelta(days=90)
_VISIT_SECONDS = 15.0


class House(NamedTuple):
    """What the rest of the product lends the rooms."""

    settings: Settings
    database: Database
    clock: Clock
    jobs: JobQueue
    hub: Hub
    streams: Streams
    profile: Profile
    sign_in: SignIn
    directory: Directory
    access_log: AccessLog
    conferences: Conferences


class RoomSide(NamedTuple):
    """The rooms' part of the product.

    `timed` is done at intervals in one process at a time: seconds, a name, the work. `stops` are called when the
    process ends, and return when every session with a room is closed.
    """

    blueprints: Sequence[Blueprint]
    timed: Sequence[tuple[float, str, Callable[[], None]]]
    retentions: Sequence[Retention]
    stops: Sequence[Callable[[], None]]


def is_without_room(session: Session, meeting: Meeting) -> bool:
    """Tell whether another meeting or a conference has one of the meeting's rooms at its time."""
    return missing.is_without_room(session, meeting, taken)


def wire(house: House) -> RoomSide:
    """Return the rooms' part. Raises ConfigurationFault when the rooms' accounts can't be used."""
    settings, database, clock = house.settings, house.database, house.clock
    reach = Reach(database, clock, settings.rooms.accounts, os.environ) if settings.rooms.accounts else None
    fleet = Fleet(database, clock)
    calendar = MeetingCalendar(database, house.conferences.room_entry, taken)
    states, cases = States(database, clock), Cases(database, clock)
    signs = Signs(database, clock, house.access_log)
    support = RoomSupport(database, clock, house.access_log, states, cases, reached=reach is not None)
    visits = Visits(reach.fleet, clock, fleet.rooms, states, signs.rooms) if reach else None

    def in_meetings(room_id: str, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        return [(one.start, one.end) for one in calendar.entries([room_id], start, end)]

    def lacks(room_id: str) -> list[str] | None:
        state = states.of(room_id)
        return state.lacks if state is not None and state.seen_at is not None else None

    meetings = room_meetings.wire(
        room_meetings.Lent(
            settings,
            database,
            clock,
            house.profile,
            house.sign_in,
            house.directory,
            house.access_log,
            house.conferences,
            calendar,
            fleet.rooms,
            states,
            lacks,
            reach.fleet if reach else None,
            taken,
        )
    )
    booked = (in_meetings, Times(database).of_room)
    built = Assets()
    feed = Feed(clock, states, booked, lambda: "".join(built.entry("sign").scripts))
    held = conference.wire(
        conference.Lent(
            database,
            clock,
            house.hub,
            house.streams,
            fleet,
            house.sign_in,
            house.access_log,
            settings.rooms.places,
            reach,
        )
    )
    panels = panel.wire(
        panel.Given(
            settings,
            database,
            clock,
            house.hub,
            house.profile,
            house.sign_in,
            house.directory,
            house.access_log,
            house.conferences,
            calendar,
            states,
            cases,
            reach,
            Authorities(settings.rooms.address_book),
        )
    )
    blueprints = [
        held.blueprint,
        panels.blueprint,
        fleet_routes.blueprint(fleet, house.sign_in),
        meetings.blueprint,
        support_routes.blueprint(support, house.sign_in),
        sign_routes.blueprint(signs, feed, house.sign_in, settings.origin),
    ]
    retentions = [
        meetings.retention,
        *held.retentions,
        panels.retention,
        Retention("support cases", CASES_KEPT, "product", support_erasing.erase_cases_before),
        Retention("room alarms", ALARMS_KEPT, "product", support_erasing.erase_alarms_before),
    ]
    visiting = [(_VISIT_SECONDS, "rooms.visits", visits.begin)] if visits else []
    timed = [*meetings.timed, *held.timed, *panels.timed, *visiting]
    stops = [*meetings.stops, *held.stops, *panels.stops, *([visits.stop] if visits else [])]
    return RoomSide(blueprints, timed, retentions, stops)
