"""A product with rooms and places for conferences, and plans to make there."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend.config.settings import RoomSettings
from backend.fleet.service import Fleet
from rooms.endpoint import Address
from rooms.inventory import Room, RoomKind
from simulators.roomos import PASSWORD, USER
from tests.backend.fleet.site import ACCOUNTS
from tests.product import Caller

NAMES = ("Köping", "Sala", "Fagersta", "Arboga", "Heby", "Surahammar")
PLACES = [
    {
        "name": f"mdk-{number}",
        "host": {"number": f"vard{number}@bro.example", "tones": "73519#"},
        "guest": {"number": f"mdk{number}@bro.example"},
    }
    for number in (1, 2)
]


def rooms_settings(folder: Path, places: Any = PLACES, password: str = PASSWORD) -> RoomSettings:
    """Return settings with these places, and accounts with this password."""
    (folder / "places.json").write_text(json.dumps(places), "utf-8")
    (folder / "accounts.toml").write_text(ACCOUNTS.format(user=USER, password=password), "utf-8")
    return RoomSettings(accounts=folder / "accounts.toml", places=folder / "places.json")


def mdt_room(room_id: str, name: str, **more: Any) -> Room:
    """Return a room of the inventory that may be a site."""
    address = more.pop("address", Address("ssh", "127.0.0.1", 22 + int(room_id.removeprefix("room"))))
    return Room(room_id, name, RoomKind.MDT_ROOM, 8, (), "Västerås", address)._replace(**more)


def put_rooms(caller: Caller, count: int = 6) -> None:
    """Put so many rooms in the inventory: room1, room2 …"""
    rooms = [mdt_room(f"room{number}", name) for number, name in enumerate(NAMES[:count], 1)]
    Fleet(caller.product.database, caller.clock).bring_in(rooms)


def plan(caller: Caller, *, starts_in: float = 0, minutes: float = 60, rooms: int = 3, **more: Any) -> dict[str, Any]:
    """Return a plan to send: it opens so many minutes from now, in the first rooms, with two cases."""
    opens = caller.clock.now() + timedelta(minutes=starts_in)
    return {
        "opens": opens.isoformat(),
        "closes": (opens + timedelta(minutes=minutes)).isoformat(),
        "presenter": "room1",
        "content": 2,
        "sites": [{"id": f"room{number}"} for number in range(1, rooms + 1)],
        "cases": [{"number": 11, "minutes": 10, "unit": "Kirurgi"}, {"number": 12, "minutes": 5, "unit": "Onkologi"}],
        **more,
    }


def make(caller: Caller, key: str = "k1", **more: Any) -> dict[str, Any]:
    """Make a plan and return the answer."""
    made = caller.call("POST", "/api/v1/conferences", plan(caller, **more), Idempotency_Key=key)
    assert made.status_code == 201, made.text
    return dict(made.get_json())
