"""What can be done in many rooms at once, as data: who may, what is done, and whether doing it again is the same."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from rooms.accounts import Duty
from rooms.endpoint import Booking, Endpoint
from rooms.errors import BadParameter, Refused, Unreadable
from rooms.inventory import Room
from rooms.xapi import bookings, nodes, tree
from rooms.xapi.from_xml import read_xml

_LONGEST = 255


class Kind(NamedTuple):
    """One kind of operation. `check` raises BadParameter before any room is spoken to.

    `repeats` tells that doing it twice leaves a room as doing it once does.
    """

    duty: Duty
    check: Callable[[Mapping[str, Any]], None]
    do: Callable[[Endpoint, Room, Mapping[str, Any]], None]
    repeats: bool = True


@dataclass(frozen=True)
class Operation:
    """What is to be done in every room of a run. `words` may hold texts and addresses: they are never written down."""

    name: str
    words: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"Operation({self.name!r})"

    @property
    def kind(self) -> Kind:
        """Return its line of the table."""
        return KINDS[self.name]

    @property
    def mark(self) -> str:
        """Return what tells this operation from any other, without saying what it is."""
        said = json.dumps([self.name, dict(self.words)], sort_keys=True, default=repr)
        return hashlib.sha256(said.encode()).hexdigest()

    def check(self) -> None:
        """Return if it can be asked of a room at all. Raises BadParameter."""
        self.kind.check(self.words)

    def do(self, room: Room, endpoint: Endpoint) -> None:
        """Do it in the room. Raises RoomError."""
        self.kind.do(endpoint, room, self.words)


def save_panel(xml: str) -> Operation:
    """Return the saving of a panel, under the id that stands in it, in place of the one there."""
    return Operation("save-panel", {"xml": xml})


def remove_panel(panel_id: str) -> Operation:
    """Return the taking away of a panel; where it is gone, that is as wanted."""
    return Operation("remove-panel", {"panel_id": panel_id})


def message(title: str, text: str, seconds: int = 30) -> Operation:
    """Return a text on screen and panel for so many seconds. Never of a patient."""
    return Operation("message", {"title": title, "text": text, "seconds": seconds})


def configure(path: Sequence[str], value: str) -> Operation:
    """Return the setting of one setting."""
    return Operation("config", {"path": tuple(path), "value": value})


def put_bookings(lists: Mapping[str, Sequence[Booking]], *, over: str | None = None) -> Operation:
    """Return the replacing of each room's whole list of bookings; a room that is not named gets an empty one.

    With `over`, a room is left alone and refused (`another-writer`) that has an entry whose id does not begin so.
    """
    held = {room_id: tuple(each) for room_id, each in lists.items()}
    return Operation("bookings", {"bookings": held, "over": over})


def panel_id_of(xml: str) -> str:
    """Return the id of the one panel in the XML. Raises BadParameter."""
    try:
        found = tree.items(read_xml(xml), "Extensions", "Panel")
    except Unreadable as fault:
        raise BadParameter("body") from fault
    panel_id = tree.text(found[0], "PanelId") if len(found) == 1 else ""
    if not panel_id:
        raise BadParameter("PanelId" if len(found) == 1 else "body")
    return panel_id


def _check_panel(words: Mapping[str, Any]) -> None:
    panel_id_of(words["xml"])


def _check_message(words: Mapping[str, Any]) -> None:
    if not 1 <= len(words["text"]) <= _LONGEST:
        raise BadParameter("Text")


def _check_bookings(words: Mapping[str, Any]) -> None:
    for held in words["bookings"].values():
        bookings.check(held)


def _put_bookings(endpoint: Endpoint, room: Room, words: Mapping[str, Any]) -> None:
    over = words["over"]
    if over is not None and any(not one.booking_id.startswith(over) for one in endpoint.bookings()):
        raise Refused("another-writer")
    endpoint.put_bookings(words["bookings"].get(room.room_id, ()))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "save-panel": Kind(
            Duty.ADMIN,
            _check_panel,
            lambda endpoint, _, words: endpoint.save_panel(panel_id_of(words["xml"]), words["xml"]),
        ),
        "remove-panel": Kind(
            Duty.ADMIN, lambda _: None, lambda endpoint, _, words: endpoint.remove_panel(words["panel_id"])
        ),
        "message": Kind(
            Duty.CONTROL,
            _check_message,
            lambda endpoint, _, words: endpoint.alert(words["title"], words["text"], words["seconds"]),
            repeats=False,
        ),
        "config": Kind(
            Duty.ADMIN,
            lambda words: nodes.check_path(words["path"]),
            lambda endpoint, _, words: endpoint.configure(words["path"], words["value"]),
        ),
        "bookings": Kind(Duty.ADMIN, _check_bookings, _put_bookings),
    }
)
