"""How a room may be seen, for tests: free with nothing wrong, and changes of that."""

from dataclasses import replace
from typing import Any

from rooms.endpoint import Call, CallState, Capability, Identity, State
from rooms.monitor import Alarm, Snapshot

FREE = State("Off", (), 50, microphones_muted=False, presenting="Off", people=None, auto_answer=False)
CALL = Call("1", CallState.CONNECTED, "Outgoing", answered=True, booking_id="", number="9", display_name="Vera Lind")
BUSY = replace(FREE, calls=(CALL,))
CODEC = Identity("Alen", "Codec Pro", "S1", "RoomOS 11.1", "11", teams_mode=False)


def snapshot(*alarms: Alarm, **changed: Any) -> Snapshot:
    """Return a room seen with these alarms; `changed` are changes of its state."""
    able = frozenset(Capability) - {Capability.BOOKINGS}
    return Snapshot(CODEC, replace(FREE, **changed), able, alarms)
