"""Puts the parts of the panels together, for `backend.room_side`."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint

from backend.audit import AccessLog
from backend.clock import Clock
from backend.config import Settings
from backend.fleet.reach import Reach
from backend.identity import Directory, SignIn
from backend.meetings.host_rights import HostRights
from backend.panel import routes
from backend.panel.calls import RoomCalls, erase_before
from backend.panel.holder import Holder
from backend.panel.hooks import Hooks
from backend.panel.house import ProductHouse
from backend.panel.offers import Offers
from backend.panel.ports import AddressBook, Cases
from backend.panel.presses import Presses
from backend.panel.units import CareUnits
from backend.privacy import Retention
from backend.profiles import Profile
from backend.push import Hub
from backend.room_meetings.calendar import RoomCalendar
from backend.room_meetings.listing import ours
from backend.room_support.states import States
from backend.storage import Database
from backend.video.conferences import Conferences

CALLS_KEPT = timedelta(days=14)
_TICK_SECONDS = 1.0


class Given(NamedTuple):
    """What the panels are made of. Without `reach` no room is spoken to; `book` is the address book, if any."""

    settings: Settings
    database: Database
    clock: Clock
    hub: Hub
    profile: Profile
    sign_in: SignIn
    directory: Directory
    access_log: AccessLog
    conferences: Conferences
    calendar: RoomCalendar
    states: States
    cases: Cases
    reach: Reach | None = None
    book: AddressBook | None = None


class Panels(NamedTuple):
    """What the product runs of them."""

    blueprint: Blueprint
    timed: Sequence[tuple[float, str, Callable[[], None]]]
    retention: Retention
    stops: Sequence[Callable[[], None]]


def wire(given: Given) -> Panels:
    """Return the panels' parts; nothing works before its timed work is called."""
    database, clock, hub, settings = given.database, given.clock, given.hub, given.settings
    rights = HostRights(clock, given.profile, given.directory, given.conferences)
    offers = Offers(
        database, clock, given.directory, given.calendar, given.conferences, ours(settings.origin), given.book
    )
    calls = RoomCalls(
        database,
        clock,
        hub,
        given.directory,
        given.sign_in,
        rights,
        offers,
        given.access_log,
        reached=given.reach is not None,
    )
    secrets = (settings.secret_key, *settings.earlier_secret_keys)
    hooks = Hooks(database, clock, hub, secrets, settings.origin)
    units = CareUnits(database, clock, given.directory, given.access_log, given.book)
    blueprint = routes.blueprint(hooks, calls, units, given.sign_in)
    retention = Retention("calls to rooms", CALLS_KEPT, "seed 001", erase_before)
    if given.reach is None:
        return Panels(blueprint, (), retention, ())
    presses = Presses(database, clock)
    house = ProductHouse(
        database, clock, given.reach, offers, calls, presses, hooks, given.states, given.cases, given.access_log
    )
    holder = Holder(database, clock, hub, given.reach, offers, calls, house)
    return Panels(blueprint, [(_TICK_SECONDS, "rooms.panels", holder.tick)], retention, [holder.stop])
