"""Which unit a room calls by one press: the room support's to set."""

from typing import Any

from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.errors import FieldFault, Invalid, NotFound, Text
from backend.fleet.models import FleetRoom
from backend.identity import Actor, Directory
from backend.panel.models import CareUnit
from backend.panel.ports import AddressBook
from backend.room_support import access
from backend.storage import Database
from backend.versions import names, outdated

Json = dict[str, Any]
_NO_UNIT = Text(
    "Enheten finns inte. Inget är ändrat. Välj en enhet i listan.",
    "There is no such unit. Nothing has changed. Choose one in the list.",
)
_NO_ENTRY = Text(
    "Adressboken har ingen sådan kod. Inget är ändrat. Se koderna med `vardmote rooms book`.",
    "The address book has no such code. Nothing has changed. See the codes with `vardmote rooms book`.",
)


class CareUnits:
    """The setting of each room."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        directory: Directory,
        access_log: AccessLog,
        book: AddressBook | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._log = access_log
        self._book = book

    def read(self, actor: Actor, room_id: str) -> tuple[Json, int]:
        """Return what the room calls and its version, 0 when nothing is set. Raises Forbidden, NotFound."""
        access.require(actor)
        with self._database.read() as session:
            if session.get(FleetRoom, room_id) is None:
                raise NotFound("not-found")
            row = session.get(CareUnit, room_id)
        return self._told(row), row.version if row else 0

    def change(self, actor: Actor, room_id: str, wanted: Json, if_match: str | None) -> tuple[Json, int]:
        """Let the room call this unit, none for null, and where it has no meeting open an entry of the address book.

        Raises Forbidden, NotFound, Outdated, and Invalid `unknown-unit` or `unknown-entry`.
        """
        access.require(actor)
        unit, entry = wanted["unit"], wanted.get("entry") or ""
        if unit is not None and self._directory.unit(unit) is None:
            raise Invalid("unknown-unit", _NO_UNIT, faults=(FieldFault("/unit", "unknown-unit"),))
        if entry and (self._book is None or self._book.way(entry) is None):
            raise Invalid("unknown-entry", _NO_ENTRY, faults=(FieldFault("/entry", "unknown-entry"),))
        with self._database.write(about=f"room-panel:{room_id}") as session:
            if session.get(FleetRoom, room_id) is None:
                raise NotFound("not-found")
            row = session.get(CareUnit, room_id)
            version = row.version if row else 0
            if not names(if_match, str(version)):
                raise outdated(version, ("unit",), None, self._clock.now())
            if (row.unit, row.entry) == (unit, entry) if row else unit is None:
                return self._told(row), version
            if unit is None and row is not None:
                session.delete(row)
                row = None
            elif unit is not None:
                row = session.merge(CareUnit(room_id=room_id, unit=unit, entry=entry, version=version + 1))
            detail = {"room": room_id, "care_unit": unit or ""}
            self._log.record(
                session,
                Entry(action="room.care-unit-changed", user=actor.user, unit=actor.person.unit.id, detail=detail),
            )
            return self._told(row), row.version if row else 0

    def _told(self, row: CareUnit | None) -> Json:
        unit = self._directory.unit(row.unit) if row else None
        name = {"sv": unit.name.sv, "en": unit.name.en} if unit else None
        return {"unit": row.unit if row else None, "name": name, "entry": row.entry or None if row else None}
