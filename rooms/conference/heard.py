"""What a room tells by itself, sorted: its calls have changed, a call ended for a reason, its panel lost its texts."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rooms.conference.messages import CallChanged, Seen
from rooms.endpoint import Event

WATCHED = (
    ("Status", "Call"),
    ("Status", "Conference", "Call"),
    ("Event", "CallDisconnect"),
    ("Event", "UserInterface", "Message", "Prompt", "Response"),
    ("Event", "UserInterface", "Extensions", "Widget"),
)
# Why a call ended, in words of ours; all other words of devices are one.
_CAUSES: Mapping[str, str] = MappingProxyType(
    {"Busy": "busy", "NoAnswer": "no-answer", "UnknownRemoteSite": "not-found"}
)


class News(StrEnum):
    """What is to be done about an event."""

    LOST = "lost"
    CALLS = "calls"  # look at them
    TEXTS = "texts"  # set them again
    OTHER = "other"


def news(event: Event) -> News:
    """Return what is to be done about it."""
    if event.kind == "lost":
        return News.LOST
    if event.path[-2:] == ("Widget", "LayoutUpdated"):
        return News.TEXTS
    if event.kind == "status" or event.path == ("CallDisconnect",):
        return News.CALLS
    return News.OTHER


class Calls:
    """The calls of one room as they were last seen, and why those that are gone ended."""

    def __init__(self) -> None:
        self._known: dict[str, Seen] = {}
        self._causes: dict[str, str] = {}

    def hear(self, event: Event) -> None:
        """Remember why a call ended."""
        if event.path == ("CallDisconnect",) and (call_id := event.values.get("CallId")):
            self._causes[call_id] = _CAUSES.get(event.values.get("CauseType", ""), "call-failed")

    def began(self, call_id: str) -> None:
        """Know of a call that we have just dialled: it may be gone before it is first seen."""
        self._known.setdefault(call_id, Seen(call_id, ours=True, connected=False))

    def forget(self) -> None:
        """Know nothing any more: the room was away."""
        self._known, self._causes = {}, {}

    def changes(self, site_id: str, calls: tuple[Seen, ...], ending: frozenset[str]) -> tuple[CallChanged, ...]:
        """Return what has changed since the calls were last seen. One on its way out is not gone yet."""
        now = {call_id: call for call_id, call in self._known.items() if call_id in ending}
        now |= {call.call_id: call for call in calls}
        gone = [call for call_id, call in self._known.items() if call_id not in now]
        changed = [call for call_id, call in now.items() if self._known.get(call_id) != call]
        self._known = now
        return (
            *(CallChanged(site_id, call, gone=True, reason=self._causes.pop(call.call_id, "")) for call in gone),
            *(CallChanged(site_id, call) for call in changed),
        )
