"""Each touch counts once, whichever process hears of it and however often it is told."""

import secrets
from datetime import timedelta
from typing import Literal

import structlog
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.panel.models import PanelPlace
from backend.storage import Database
from rooms.conference.desk import SAME_PRESS
from rooms.standing.house import Passed
from rooms.standing.touches import Touch

log = structlog.get_logger(__name__)
_MARK_BYTES = 8


def refused(room_id: str, reason: str) -> None:
    """Write down that something that was touched, or says so, led to nothing. Nothing of what it said is kept."""
    log.warning("panel.refused", room=room_id, reason=reason)


class Presses:
    """Lets touches through by a row for each room."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def mark(self, room_id: str, of: Literal["panel", "question"]) -> str:
        """Return a new mark, in place of the last."""
        mark = secrets.token_hex(_MARK_BYTES)
        with self._database.write(about=f"room-panel:{room_id}") as session:
            place = place_of(session, room_id)
            if of == "panel":
                # A press may be on its way while its panel is saved anew.
                place.earlier, place.mark = place.mark, mark
                place.used = " ".join(one for one in place.used.split() if one.startswith(f"{place.earlier}/"))
            else:
                place.question = mark
        return mark

    def passes(self, room_id: str, touch: Touch, *, posted: bool) -> Passed:
        """Tell whether the touch counts, and use it up.

        A press that comes again within SAME_PRESS is the same press. One that was posted counts once, with the mark of
        the panel that stands there or stood just before: what is posted again is old. A question is answered once. An
        answer to a host's call is for `RoomCalls` to let through.
        """
        if touch.about == "call":
            return Passed.YES
        with self._database.write(about=f"room-panel:{room_id}") as session:
            passed = self._judge(place_of(session, room_id), touch, posted=posted)
        if passed is Passed.STALE:
            refused(room_id, "replayed" if posted else "old")
        return passed

    def _judge(self, place: PanelPlace, touch: Touch, *, posted: bool) -> Passed:
        now = self._clock.now()
        if touch.what == place.last_press and place.last_at and timedelta(0) <= now - place.last_at < SAME_PRESS:
            return Passed.TWICE
        if touch.kind == "answer":
            if not place.question or touch.mark != place.question:
                return Passed.STALE
            place.question = ""
        elif posted:
            used, this = place.used.split(), f"{touch.mark}/{touch.about}"
            if not touch.mark or touch.mark not in {place.mark, place.earlier} or this in used:
                return Passed.STALE
            place.used = " ".join([*used, this])
        place.last_press, place.last_at = touch.what, now
        return Passed.YES


def place_of(session: Session, room_id: str) -> PanelPlace:
    """Return what is remembered of the room's panel, in a session that writes about it."""
    place = session.get(PanelPlace, room_id)
    if place is None:
        place = PanelPlace(room_id=room_id, mark="", earlier="", used="", question="", last_press="", serial_number="")
        session.add(place)
    return place
