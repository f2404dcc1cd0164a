"""Which rooms there are: read by everybody on the staff, written by an import from the command line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from backend.clock import Clock
from backend.fleet.models import FleetRoom
from backend.storage import Database
from rooms.inventory import Room, RoomKind, as_dict, parse_address


class AddressTaken(Exception):
    """Another room has the address already; nothing was written. `taken` is pairs of room ids: new and old."""

    def __init__(self, taken: tuple[tuple[str, str], ...]) -> None:
        self.taken = taken
        super().__init__(f"{len(taken)} addresses belong to other rooms")


class Imported(NamedTuple):
    """What an import did: how many rooms are new, changed, and as they were."""

    added: int
    changed: int
    unchanged: int


class Fleet:
    """The rooms of the product."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def rooms(self) -> tuple[Room, ...]:
        """Return every room, by name."""
        with self._database.read() as session:
            rows = session.scalars(select(FleetRoom).order_by(FleetRoom.name, FleetRoom.id))
            return tuple(room_of(row) for row in rows)

    def bring_in(self, rooms: Sequence[Room], *, check: bool = False) -> Imported:
        """Write the rooms, all or none; one that is known by its id is changed, one that is not named stays.

        With `check` nothing is written; what would be is returned. Raises AddressTaken.
        """
        now = self._clock.now()
        with self._database.read() if check else self._database.write(about="rooms") as session:
            known = {row.id: room_of(row) for row in session.scalars(select(FleetRoom))}
            _require_own_addresses(known | {room.room_id: room for room in rooms}, rooms)
            changes = [room for room in rooms if known.get(room.room_id) != room]
            if not check:
                for room in changes:
                    session.merge(FleetRoom(**as_dict(room), changed_at=now))
        added = sum(room.room_id not in known for room in changes)
        return Imported(added, len(changes) - added, len(rooms) - len(changes))


def _require_own_addresses(after: Mapping[str, Room], rooms: Iterable[Room]) -> None:
    owners = {room.address: room.room_id for room in after.values() if room.address}
    named = {room.room_id for room in rooms}
    owners |= {room.address: room.room_id for room in after.values() if room.address and room.room_id not in named}
    taken = tuple((room.room_id, owners[room.address]) for room in rooms if room.address)
    if clashes := tuple(pair for pair in taken if pair[0] != pair[1]):
        raise AddressTaken(clashes)


def room_of(row: FleetRoom) -> Room:
    """Return the room that a row keeps."""
    address = parse_address(row.address) if row.address else None
    return Room(row.id, row.name, RoomKind(row.kind), row.capacity, tuple(row.equipment), row.site, address)
