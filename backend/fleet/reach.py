"""The product's own way to its rooms, for as long as a process lives: visits, and sessions that are held."""

from collections.abc import Mapping
from pathlib import Path

from backend.clock import Clock
from backend.errors import ConfigurationFault, Text
from backend.fleet.models import FleetRoom
from backend.fleet.pins import PinnedKeys
from backend.fleet.service import room_of
from backend.fleet.stops import KeptStops
from backend.storage import Database
from rooms.accounts import AccountsFault, Duty, told
from rooms.endpoint import Endpoint
from rooms.errors import NotSupported
from rooms.fleet import Fleet
from rooms.inventory import Room


class Reach:
    """The rooms of the database, reached with the accounts of a file and the environment."""

    def __init__(self, database: Database, clock: Clock, accounts: Path, environment: Mapping[str, str]) -> None:
        """Make ready; no room is spoken to. Raises ConfigurationFault when the accounts can't be used."""
        self._database = database
        try:
            held = told(environment, accounts)
        except AccountsFault as fault:
            raise ConfigurationFault("rooms.accounts", Text(fault.sv, fault.en)) from fault
        self.fleet = Fleet(held, PinnedKeys(database, clock), KeptStops(database, clock))

    def room(self, room_id: str) -> Room | None:
        """Return the room as the inventory has it now, None when there is none."""
        with self._database.read() as session:
            row = session.get(FleetRoom, room_id)
            return room_of(row) if row is not None else None

    def connect(self, room_id: str, duty: Duty = Duty.CONTROL) -> Endpoint:
        """Return a session that the caller holds and closes. Raises what `rooms.fleet.Fleet.connect` raises."""
        room = self.room(room_id)
        if room is None:
            raise NotSupported("there is no such room")
        return self.fleet.connect(room, duty)
