"""The file of `vardmote rooms push bookings`: which room is to be joined from where, and when. No titles, no names."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rooms.endpoint import Booking
from rooms.inventory import Told

# What the panel says of each: never what a meeting is about.
TITLE = "Skyddat vårdmöte"
# What tells our entries from those of another writer.
OURS = "svm-list-"
_TYPES: Mapping[str, type] = {"room": str, "id": str, "number": str, "start": str, "minutes": int}
_PROTOCOLS = ("SIP", "H323")
_FORM = Told(
    'Ska vara {"bookings": [{"room", "id", "number", "start", "minutes"}]}, med tidszon i start.',
    'Must be {"bookings": [{"room", "id", "number", "start", "minutes"}]}, with a time zone in start.',
)


class BookedFault(Exception):
    """The file can't be used; `place` says where. The text holds no number."""

    def __init__(self, place: str) -> None:
        self.place, self.told = place, _FORM
        super().__init__(place)


def read(content: bytes) -> Mapping[str, Sequence[Booking]]:
    """Return each room's list, by room id. Raises BookedFault."""
    try:
        told = json.loads(content)
    except ValueError:
        raise BookedFault("JSON") from None
    entries = told.get("bookings") if isinstance(told, dict) else None
    if not isinstance(entries, list):
        raise BookedFault("bookings")
    lists: dict[str, list[Booking]] = {}
    for number, entry in enumerate(entries, 1):
        room, booking = _entry(entry, f"bookings {number}")
        lists.setdefault(room, []).append(booking)
    return lists


def _entry(entry: Any, place: str) -> tuple[str, Booking]:  # noqa: ANN401 - as it stands in the file
    if not isinstance(entry, dict) or set(entry) - {*_TYPES, "protocol"}:
        raise BookedFault(place)
    for name, kind in _TYPES.items():
        if type(entry.get(name)) is not kind or not entry[name]:
            raise BookedFault(f"{place} {name}")
    protocol = entry.get("protocol", "SIP")
    if protocol not in _PROTOCOLS:
        raise BookedFault(f"{place} protocol")
    try:
        start = datetime.fromisoformat(entry["start"]).replace(microsecond=0)
    except ValueError:
        raise BookedFault(f"{place} start") from None
    if start.utcoffset() is None:
        raise BookedFault(f"{place} start")
    return entry["room"], Booking(
        OURS + entry["id"], TITLE, entry["number"], start, entry["minutes"], protocol=protocol
    )
