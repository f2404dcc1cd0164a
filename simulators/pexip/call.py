"""One call as a node sees it before it is in anywhere, and what may be answered about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Role = Literal["chair", "guest", "unknown"]

CHAIR: Final = "chair"
GUEST: Final = "guest"
UNKNOWN: Final = "unknown"  # at a PIN prompt, or nobody has said yet


@dataclass(frozen=True)
class Call:
    """What policy is told of a call. Names are those of the policy request (pexip 2), values as the node knows them.

    `local_alias` is what was dialled, as it came: bare from the web app, with scheme and domain from SIP.
    """

    local_alias: str
    protocol: str = "api"  # api, webrtc, sip, h323, rtmp, teams, mssip
    call_direction: str = "dial_in"  # dial_in, dial_out, non_dial
    trigger: str = "web"
    remote_alias: str = ""
    remote_display_name: str = ""
    remote_address: str = "127.0.0.1"
    remote_port: int = 0
    call_tag: str = ""
    registered: bool = False
    vendor: str = ""
    bandwidth: int = 0
    encryption: bool = True
    location: str = ""  # "" for the node's own
    node_ip: str = "127.0.0.1"
    idp_uuid: str = ""
    has_authenticated_display_name: bool = False
    idp_attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    participant_uuid: str = ""
    call_uuid: str = ""
    participant_type: str = "standard"  # api, api_host, standard: a web join asks once for each of its two legs
    preauthenticated_role: Role | None = None  # by PIN or sign-in; None while nobody has said
    bypass_lock: bool = False
    service_name: str = ""  # dial_out only: of the service that dials
    service_tag: str = ""
    previous_service_name: str = ""


@dataclass(frozen=True)
class Properties:
    """What is answered about a participant. None in a field: as it was.

    `role` is the answer's preauthenticated_role: for SIP and H.323 as if the PIN was entered, None keeps the prompt.
    """

    role: Role | None = None
    bypass_lock: bool | None = None
    remote_display_name: str | None = None
    remote_alias: str | None = None
    call_tag: str | None = None
    rx_presentation_policy: str | None = None
    disable_overlay_text: bool | None = None
    spotlight: int | None = None


@dataclass(frozen=True)
class Refused:
    """The call gets no further; `text` is what its caller is told, `status` what a web app is answered with."""

    text: str
    status: int = 404
