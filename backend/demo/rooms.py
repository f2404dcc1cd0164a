"""The demo's three software rooms: a process of their own, and what the product is told of them before it starts."""

import json
import os
import secrets
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from backend.clock import SystemClock
from backend.config import DEMO_ROOMS
from backend.demo.beside import Process, ready, running, write_private
from backend.fleet.models import PinnedKey
from backend.fleet.pins import PinnedKeys
from backend.fleet.service import AddressTaken, Fleet
from backend.fleet.stops import KeptStops
from backend.storage import Database
from rooms.endpoint import Address
from rooms.inventory import Room, RoomKind, written

_HOST, _USER = "127.0.0.1", "vardmote"
_PATIENCE_SECONDS = 30
_BRIDGE = "bro.example.test"
# So many conferences can be held at the same time.
_PLACES = ("mdk-1", "mdk-2", "mdk-3")
# A room speaks one language, whoever looks at it: Swedish, unless the demo is started with this set to "en".
_LANGUAGE = "VARDMOTE_DEMO_LANGUAGE"
_NAMED = {"sv": "Swedish", "en": "English"}
_MDT = ("skärm", "dubbla skärmar", "dokumentkamera")


class _Furnished(NamedTuple):
    """A room as it is before anybody knows where its endpoint listens; `scheme` is how it is spoken to."""

    room_id: str
    name: str
    kind: RoomKind
    capacity: int
    equipment: tuple[str, ...]
    site: str
    scheme: str


ROOMS = (
    _Furnished("mdk-ekbacken", "MDK-rum Ekbacken", RoomKind.MDT_ROOM, 12, _MDT, "Ekbacken", "ssh"),
    _Furnished("mdk-lindhaga", "MDK-rum Lindhaga", RoomKind.MDT_ROOM, 8, _MDT, "Lindhaga", "ssh"),
    _Furnished("bjorken", "Konferensrum Björken", RoomKind.MEETING_ROOM, 20, ("skärm",), "Ekbacken", "wss"),
)


class NoRooms(Exception):
    """The rooms could not be started."""


@contextmanager
def beside(data: Path, origins: tuple[str, ...]) -> Iterator["Starting"]:
    """Start the rooms' process for as long as the block lasts; pages of these origins may show its pages."""
    folder = data / "rooms"
    folder.mkdir(exist_ok=True, mode=0o700)
    password = secrets.token_urlsafe(24)
    language = "en" if os.environ.get(_LANGUAGE) == "en" else "sv"
    wanted = {
        "count": len(ROOMS),
        "ssh_port": 0,
        "https_port": 0,
        "user": _USER,
        "password": password,
        "name": [room.name for room in ROOMS],
        "setting": [("UserInterface Language", _NAMED[language]), ("Time Zone", "Europe/Stockholm")],
        "framed_by": origins,
    }
    with running("simulators.roomos", wanted, folder / "rooms.log") as process:
        yield Starting(process, folder, password, language)


class Starting:
    """Rooms that are about to listen."""

    def __init__(self, process: Process, folder: Path, password: str, language: str) -> None:
        self._process, self._folder, self._password, self._language = process, folder, password, language

    def furnish(self, database_url: str) -> Mapping[str, str]:
        """Wait until they listen, write down what the product must know, and return what its process is to be told.

        The rooms are imported anew with the ports and the keys of this start: those of earlier ones are gone. Raises
        NoRooms.
        """
        try:
            told = ready(self._process)
            _put_in(database_url, told)
            self._write(told)
        except (OSError, ValueError, LookupError, SQLAlchemyError, AddressTaken) as fault:
            raise NoRooms(type(fault).__name__) from fault
        return {DEMO_ROOMS: str(self._folder)}

    def _write(self, told: Mapping[str, Any]) -> None:
        desk = str(told["control"]).removesuffix("/_control")
        entries = [
            {"name": name, **{role: f"{name}-{role}@{_BRIDGE}" for role in ("host", "guest")}} for name in _PLACES
        ]
        for entry in entries:
            _post(f"{desk}/_bridge", entry)
        places = [
            {"name": one["name"], "host": {"number": one["host"]}, "guest": {"number": one["guest"]}} for one in entries
        ]
        account = f'user = "{_USER}"\npassword = "{self._password}"\n'
        private = f'networks = ["{_HOST}"]\n\n[control]\n{account}\n[admin]\n{account}'
        pages = [
            {"id": room.room_id, "name": room.name, "screen": one["screen"], "language": self._language}
            for room, one in zip(ROOMS, told["endpoints"], strict=True)
        ]
        for name, text in (
            ("accounts.toml", private),
            ("places.json", json.dumps(places)),
            ("rooms.json", json.dumps({"desk": desk, "rooms": pages}, ensure_ascii=False)),
        ):
            write_private(self._folder / name, text)


def _put_in(database_url: str, told: Mapping[str, Any]) -> None:
    rooms, keys = [], {}
    for furnished, one in zip(ROOMS, told["endpoints"], strict=True):
        scheme = furnished.scheme
        address = Address(scheme, _HOST, int(one["ssh"] if scheme == "ssh" else one["ws"]))
        rooms.append(Room(*furnished[:-1], address))
        keys[address] = str(one["host_key"] if scheme == "ssh" else told["certificate"])
    database, clock = Database(database_url), SystemClock()
    try:
        Fleet(database, clock).bring_in(rooms)
        with database.write(about="rooms") as session:
            earlier = [written(Address(scheme, _HOST, 0)).removesuffix("0") for scheme in ("ssh", "wss")]
            for start in earlier:
                session.execute(delete(PinnedKey).where(PinnedKey.address.startswith(start)))
        PinnedKeys(database, clock).pin(keys)
        KeptStops(database, clock).release(room.room_id for room in ROOMS)
    finally:
        database.close()


def _post(url: str, body: Mapping[str, str]) -> None:
    request = urllib.request.Request(  # noqa: S310 - the address is our own process's
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS):  # noqa: S310 - as above
        return
