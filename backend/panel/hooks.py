"""What rooms post: known by a key in the address, read as hostile input, and left for the process that holds the rooms.

The key is derived, so none is kept. Nothing of a post is kept but which of our buttons or questions it is about.
"""

import hashlib
import hmac
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.fleet.models import FleetRoom
from backend.panel.models import PanelPlace, PanelTouch
from backend.panel.presses import place_of, refused
from backend.push import Hub
from backend.storage import Database
from rooms.endpoint import Event
from rooms.errors import Unreadable
from rooms.standing.panel import widget_id
from rooms.standing.touches import Touch, question_id, touched
from rooms.xapi.feedback import Post, read_post

TOPIC = "room panels"
MOST_BYTES = 64 * 1024
BOOTED = "boot"
_MOST_WAITING = 20
_PURPOSE = b"room hook\0"


class Hooks:
    """Takes the posts of rooms. `secrets` are the product's keys, the current one first."""

    def __init__(self, database: Database, clock: Clock, hub: Hub, secrets: Sequence[bytes], origin: str) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._secrets = tuple(secrets)
        self._origin = origin

    def address(self, room_id: str) -> str:
        """Return where the room posts to. It holds the key: not to be shown or logged."""
        return f"{self._origin}/hooks/rooms/{room_id}/{_key(self._secrets[0], room_id)}"

    def knows(self, room_id: str, key: str) -> bool:
        """Tell whether there is such a room and this is its key; as slow for any other."""
        right = [hmac.compare_digest(_key(secret, room_id).encode(), key.encode()) for secret in self._secrets]
        with self._database.read() as session:
            known = session.get(FleetRoom, room_id) is not None
        if known and not any(right):
            refused(room_id, "forged")
        return known and any(right)

    def take(self, room_id: str, body: bytes, content_type: str) -> None:
        """Leave what was touched for whoever holds the rooms. What makes no sense is noted and forgotten."""
        try:
            post = read_post(body, content_type)
        except Unreadable:
            refused(room_id, "unreadable")
            return
        found = [(about, option) for event in post.events for about, option in _touches(room_id, event)]
        if not found:
            return
        with self._database.write(about=f"room-panel:{room_id}") as session:
            reason = _why_not(session, room_id, post)
            if not reason:
                now = self._clock.now()
                for about, option in found:
                    session.add(PanelTouch(room_id=room_id, about=about, option=option, at=now))
        if reason:
            refused(room_id, reason)
        else:
            self._hub.publish(TOPIC)

    def is_from(self, room_id: str, serial_number: str) -> None:
        """Note which device posts for the room from now on."""
        with self._database.read() as session:
            known = session.get(PanelPlace, room_id)
        if known is None or known.serial_number != serial_number:
            with self._database.write(about=f"room-panel:{room_id}") as session:
                place_of(session, room_id).serial_number = serial_number


def _touches(room_id: str, event: Event) -> list[tuple[str, int]]:
    if event.path == ("BootEvent",):
        return [(BOOTED, 0)]
    touch = touched(event)
    if touch is not None:
        return [(_written(touch), touch.option)]
    if event.path[-2:] == ("Widget", "Action") and event.values.get("Type", "").lower() == "clicked":
        refused(room_id, "unknown-panel")
    return []


def _written(touch: Touch) -> str:
    if touch.kind == "press":
        return widget_id(touch.about, touch.mark, *touch.more)
    return question_id(touch.about, touch.mark, *touch.more)


def _why_not(session: Session, room_id: str, post: Post) -> str:
    place = session.get(PanelPlace, room_id)
    if place is None or not place.serial_number or place.serial_number != post.serial_number:
        return "another-device"
    waiting = session.scalar(select(func.count()).select_from(PanelTouch).where(PanelTouch.room_id == room_id))
    return "too-many" if (waiting or 0) >= _MOST_WAITING else ""


def _key(secret: bytes, room_id: str) -> str:
    return hmac.new(secret, _PURPOSE + room_id.encode(), hashlib.sha256).hexdigest()[:32]
