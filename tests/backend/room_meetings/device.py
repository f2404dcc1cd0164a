"""A room that keeps a list of bookings and nothing else, and a house of such rooms with a calendar to write on."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, cast

from backend.clock import FixedClock
from backend.room_meetings.calendar import Entry
from backend.room_meetings.listing import ours
from backend.room_meetings.models import RoomBookings
from backend.room_meetings.writer import Way, Writer
from backend.storage import Database
from rooms.endpoint import Account, Address, Booking, Call, CallState, Capability, Endpoint, State, Trust
from rooms.errors import RoomError
from rooms.fleet import Fleet, StopsInMemory
from rooms.inventory import Room, RoomKind, Told
from rooms.monitor import Level
from tests.rooms.fleet.place import accounts

START = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
MARK = ours("https://vardmote.example")
QUIET = State("Off", (), None, None, "Off", None, auto_answer=False)


@dataclass
class Device:
    """One room's endpoint, which is also its own session. `fails` is raised at the next connection, once each."""

    room_id: str
    can: frozenset[Capability] = frozenset(Capability)
    listed: tuple[Booking, ...] = ()
    calls: tuple[Call, ...] = ()
    fails: list[RoomError] = field(default_factory=list)
    forgets: bool = False
    puts: list[tuple[Booking, ...]] = field(default_factory=list)
    sessions: int = 0
    closed: int = 0

    def capabilities(self) -> frozenset[Capability]:
        return self.can

    def bookings(self) -> tuple[Booking, ...]:
        return self.listed

    def state(self) -> State:
        return State("Off", self.calls, None, None, "Off", None, auto_answer=False)

    def put_bookings(self, bookings: Sequence[Booking]) -> None:
        self.puts.append(tuple(bookings))
        if not self.forgets:
            self.listed = tuple(bookings)

    def close(self) -> None:
        self.closed += 1


@dataclass
class Diary:
    """A calendar that says what the test wrote in it."""

    held: list[Entry] = field(default_factory=list)

    def entries(self, room_ids: Collection[str] | None, start: datetime, end: datetime) -> Sequence[Entry]:
        return [
            entry
            for entry in sorted(self.held, key=lambda entry: (entry.room, entry.start))
            if (room_ids is None or entry.room in room_ids) and entry.start < end and entry.end > start
        ]

    def now_or_next(self, room_id: str, at: datetime) -> Entry | None:
        return next(iter(self.entries([room_id], at, at + timedelta(days=7))), None)


@dataclass
class Alarms:
    """Which rooms have an alarm."""

    on: set[str] = field(default_factory=set)
    raised: int = 0

    def alarm(self, room_id: str, source: str, kind: str, level: Level, said: Told) -> None:  # noqa: ARG002 - the port's
        self.on.add(room_id)
        self.raised += 1

    def over(self, room_id: str, source: str, kind: str) -> None:  # noqa: ARG002 - the port's signature
        self.on.discard(room_id)


class House:
    """Rooms `a` and `b`, the writer, and the clock it looks at."""

    def __init__(self, database: Database, minutes_before: int | None = 10) -> None:
        self.database = database
        self.clock = FixedClock(START)
        self.devices = {name: Device(name) for name in "ab"}
        self.diary, self.alarms = Diary(), Alarms()
        self._rooms = [
            Room(name, name, RoomKind.MEETING_ROOM, 8, (), "", Address("ssh", "127.0.0.1", 1000 + number))
            for number, name in enumerate(self.devices)
        ]
        keys = MappingProxyType({room.address: "SHA256:x" for room in self._rooms if room.address})
        self.fleet = Fleet(accounts(), keys, StopsInMemory(), drivers={"ssh": self._connect})
        self.writer = self.another(minutes_before)

    def another(self, minutes_before: int | None = 10) -> Writer:
        """Return a writer of another process, or of one that began anew."""
        way = Way(self.fleet, lambda: self._rooms, self.diary, self.alarms)
        return Writer(self.database, self.clock, way, MARK, minutes_before)

    def book(self, room: str = "a", meeting: str = "m1", *, starts_in: float = 60, number: str | None = "1@x") -> Entry:
        """Let the room have a meeting of an hour."""
        start = START + timedelta(minutes=starts_in)
        entry = Entry(
            room, meeting, start, start + timedelta(hours=1), "u", "t", "builtin", number, "SIP" if number else None
        )
        self.diary.held = [each for each in self.diary.held if (each.room, each.meeting) != (room, meeting)] + [entry]
        return entry

    def call(self, room: str, booking: Booking) -> None:
        """Let the room be in a call that was begun by this entry."""
        call = Call("1", CallState.CONNECTED, "Outgoing", True, booking.booking_id, booking.number, "")  # noqa: FBT003 - the port's order
        self.devices[room].calls = (call,)

    def row(self, room: str = "a") -> RoomBookings:
        """Return what is kept of the room."""
        with self.database.read() as session:
            return session.get_one(RoomBookings, room)

    def shown(self, room: str = "a") -> list[str]:
        """Return the ids on the room's list."""
        return [booking.booking_id.removeprefix(MARK.prefix) for booking in self.devices[room].listed]

    def wait(self, seconds: float) -> int:
        """Let the time pass with a round every ten seconds; how many times a room was spoken to."""
        spoken = 0
        for _ in range(int(seconds // 10)):
            self.clock.advance(seconds=10)
            spoken += self.writer.round()
        return spoken

    def _connect(self, address: Address, _account: Account, _trust: Trust, _patience: Any) -> Endpoint:
        device = self.devices["ab"[address.port - 1000]]
        device.sessions += 1
        with suppress(IndexError):
            raise device.fails.pop(0)
        return cast(Endpoint, device)


def foreign(name: str = "other-1") -> Booking:
    """Return an entry of another writer."""
    return Booking(name, "Något annat", "9@x", START, 30)
