"""Somebody in, before or at the door of a conference."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4

from simulators.pexip.call import CHAIR, UNKNOWN, Call, Role


class Place(StrEnum):
    """Where somebody is; the values are the client API's service_type."""

    CONNECTING = "connecting"  # dialled out to, and not answered yet
    PROMPT = "ivr"  # asked for a PIN
    WAITING = "waiting_room"  # for a host, or to be admitted past the lock
    IN = "conference"


def new_uuid() -> str:
    """Return a fresh id."""
    return str(uuid4())


@dataclass(eq=False)
class Leg:
    """One line of a participant. A web join's first is `API` with the participant's own uuid, its media `WebRTC`.

    Both have one call id, that of the conversation, as nodes log them; `call_id` is another, where one is told.
    """

    uuid: str
    protocol: str  # as event sinks write it: API, WebRTC, SIP, H323
    has_media: bool
    connect_time: float
    call_id: str = ""


@dataclass(eq=False)
class Participant:
    """One participant: what the roster shows is in `client_api.roster`. Times are Unix time, 0.0 for "not".

    Only a `Conference` changes one; others read.
    """

    call: Call
    display_name: str
    role: Role = UNKNOWN
    uuid: str = field(default_factory=new_uuid)
    conversation_id: str = ""
    place: Place = Place.CONNECTING
    legs: list[Leg] = field(default_factory=list)
    bypass_lock: bool = False
    settling: bool = False  # has a token, and not yet the place and the role that go with it: clients alone are told
    call_tag: str = ""
    connect_time: float = 0.0
    buzz_time: float = 0.0
    spotlight: float = 0.0
    is_muted: bool = False
    is_client_muted: bool = False
    is_video_muted: bool = False
    is_presenting: bool = False
    is_idp_authenticated: bool = False
    is_transferring: bool = False
    is_streaming: bool = False
    is_audio_only: bool = False
    supports_direct_chat: bool = True
    rx_presentation_policy: str = "ALLOW"
    overlay_text: str = ""
    keeps_alive: str = "keep_conference_alive"  # as command/v1/participant/dial says it
    gone: str = ""  # why, when they are out

    def __post_init__(self) -> None:
        """Let all lines be known by the call that came first, where nothing else is said."""
        self.conversation_id = self.conversation_id or self.call.call_uuid or self.uuid

    @property
    def node_ip(self) -> str:
        """Which node they are on."""
        return self.call.node_ip

    @property
    def has_media(self) -> bool:
        """Whether sound or picture comes from them; without, they only control (`api` legs)."""
        return any(leg.has_media for leg in self.legs)

    @property
    def is_host(self) -> bool:
        """Whether they are a host."""
        return self.role == CHAIR

    @property
    def is_in(self) -> bool:
        """Whether they are in the conference itself, not before its door."""
        return self.place is Place.IN
