"""The line from the demo's rooms to Pexip's node: a room's call goes on there by SIP, as from a call server.

The node asks the product who calls, and what the product answers is what happens: a room that is booked for the
meeting passes the lobby, any other waits in it. Neither sound nor picture comes along.
"""

import threading
from typing import Any

import requests

from backend.demo import bridge
from backend.demo.bridge import Call
from backend.demo.local import Local
from backend.demo.pexip import ROOMS_LOCATION
from backend.demo.rooms import ROOMS

_LOOK_SECONDS = 0.3
# Of the call server: so all rooms come from one address, and only what they are called tells them apart.
_ADDRESS = "192.0.2.10"
_IDS = {room.name: room.room_id for room in ROOMS}
_PLACES = {"conference": "in", "waiting_room": "lobby"}


class Trunk:
    """One room's call to a meeting that Pexip holds."""

    def __init__(self, call: Call, desk: str, node: str) -> None:
        self._call, self._desk, self._node = call, desk, node
        self._left = threading.Event()

    def visit(self) -> None:
        """Call the node and be on the bridge where the node says, until it ends the call or the room hangs up."""
        try:
            with Local() as web:
                self._follow(web)
        except (requests.RequestException, LookupError):
            # The node is gone, and with it the meeting.
            pass
        finally:
            bridge.move(self._desk, self._call, "out")

    def leave(self) -> None:
        """Hang up, as the room has."""
        self._left.set()

    def _follow(self, web: Local) -> None:
        dialled = web.post(f"{self._node}/_control", json={"call": self._dialled()})
        dialled.raise_for_status()
        made, place = dialled.json(), None
        while made["state"] in _PLACES and not self._left.is_set():
            if _PLACES[made["state"]] != place:
                place = _PLACES[made["state"]]
                bridge.move(self._desk, self._call, place)
            self._left.wait(_LOOK_SECONDS)
            listed = web.get(f"{self._node}/_calls").json()["calls"]
            made = {one["id"]: one for one in listed}[made["id"]]
        # Also one that is asked for a PIN: nobody in these rooms has one.
        web.delete(f"{self._node}/_calls/{made['id']}")

    def _dialled(self) -> dict[str, Any]:
        return {
            "alias": f"sip:{self._call.meeting}",
            "from": f"sip:{_IDS[self._call.room]}@rum.example.test",
            "address": _ADDRESS,
            "name": self._call.room,
            "location": ROOMS_LOCATION,
        }
