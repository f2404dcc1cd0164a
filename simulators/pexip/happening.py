"""What watchers of conferences are told, in the order it happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulators.pexip.conference import Conference
    from simulators.pexip.participant import Leg, Participant


class What(StrEnum):
    """The first six are an event sink's own words; the others reach clients only."""

    CONFERENCE_STARTED = "conference_started"
    CONFERENCE_UPDATED = "conference_updated"
    CONFERENCE_ENDED = "conference_ended"
    PARTICIPANT_CONNECTED = "participant_connected"
    PARTICIPANT_UPDATED = "participant_updated"
    PARTICIPANT_DISCONNECTED = "participant_disconnected"
    MESSAGE = "message_received"
    LAYOUT = "layout"
    REFER = "refer"
    PRESENTATION_START = "presentation_start"
    PRESENTATION_STOP = "presentation_stop"


@dataclass(frozen=True)
class Happening:
    """One thing that happened, told at once and in the loop: what it points at goes on changing, so read it now.

    `node_ip` is the node that tells. A conference on two nodes is started and ended once on each. Participants are told
    leg by leg (`leg`): a web join has an api leg, and a media leg when it sends media. `at` is Unix time.
    `details`: `reason` at a disconnect; what a client is to be sent at MESSAGE and REFER.
    """

    what: What
    conference: "Conference"
    node_ip: str
    at: float
    participant: "Participant | None" = None
    leg: "Leg | None" = None
    details: Mapping[str, Any] = field(default_factory=dict)
