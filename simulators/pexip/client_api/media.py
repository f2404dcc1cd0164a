"""A participant's media: lines of its own beside the one that only controls. No picture goes anywhere (pexip 4)."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from simulators.pexip.call import Refused
from simulators.pexip.client_api.answers import Failure
from simulators.pexip.client_api.body import Field, Table
from simulators.pexip.client_api.ground import Ground
from simulators.pexip.client_api.persons import FECC, Act, May, PersonOrder
from simulators.pexip.participant import Leg, Participant, new_uuid
from simulators.pexip.tokens import Session

_STREAM: Final[Table] = {
    name: Field(float)
    for direction in ("rx", "tx")
    for name in (
        f"{direction}_bitrate",
        f"{direction}_fps",
        f"{direction}_packets_lost",
        f"{direction}_packets_received",
        f"{direction}_packets_sent",
        f"{direction}_historic_packet_loss",
        f"{direction}_windowed_packet_loss",
    )
} | {"rx_resolution": Field(str), "tx_resolution": Field(str), "rx_codec": Field(str), "tx_codec": Field(str)}

CALL: Final[Table] = {
    "call_type": Field(frozenset({"WEBRTC", "RTMP"}), required=True),
    "sdp": Field(str),
    "present": Field(frozenset({"send", "receive"})),
    "fecc_supported": Field(bool),
    "media_type": Field(frozenset({"video", "video-only", "audio"})),
    "streaming": Field(bool),
    "bandwidth": Field(float),
}


async def _call(ground: Ground, session: Session, one: Participant, body: dict[str, Any]) -> dict[str, Any]:
    """Let a participant send media; presenting is a line that changes nothing about who is in."""
    if body["call_type"] != "WEBRTC" or "sdp" not in body:
        raise Failure("Invalid value for call_type", 400)
    uuid = new_uuid()
    if "present" not in body:
        call = replace(one.call, protocol="webrtc", participant_type="standard", participant_uuid=uuid)
        call = replace(call, preauthenticated_role=one.role)
        call_id = uuid if ground.node.legs_apart else call.call_uuid
        call = replace(call, call_uuid=call_id)
        answer = await ground.node.ask.properties(call, session.conference.configuration)
        if isinstance(answer, Refused):
            raise Failure(answer.text)
        if one.gone:
            raise Failure(one.gone)
        one.is_audio_only = body.get("media_type") == "audio"
        leg = Leg(uuid, "WebRTC", has_media=True, connect_time=ground.node.cluster.clock.now(), call_id=call_id)
        session.conference.add_leg(one, leg)
    return {"call_uuid": uuid, "sdp": answered(body["sdp"]), "turn": []}


def answered(offer: str) -> str:
    """Return an answer to an offer that takes each of its lines and sends nothing by any."""
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
    fingerprint = ":".join(f"{byte:02X}" for byte in secrets.token_bytes(32))
    for section in re.split(r"(?m)^(?=m=)", offer)[1:]:
        kept = [line for line in section.splitlines() if line.startswith(("m=", "a=mid:", "a=rtpmap:", "a=rtcp-mux"))]
        lines += [
            *kept,
            "c=IN IP4 127.0.0.1",
            f"a=ice-ufrag:{secrets.token_hex(4)}",
            f"a=ice-pwd:{secrets.token_hex(12)}",
        ]
        lines += [f"a=fingerprint:sha-256 {fingerprint}", "a=setup:passive", "a=inactive"]
    return "\r\n".join(lines) + "\r\n"


def _hang_up(_: Ground, session: Session, one: Participant, body: dict[str, Any]) -> None:
    leg = next((leg for leg in one.legs[1:] if leg.uuid == body["call_uuid"]), None)
    if leg is not None:
        session.conference.drop_leg(one, leg)


def _update(_: Ground, __: Session, ___: Participant, body: dict[str, Any]) -> dict[str, str]:
    return {"call_uuid": body["call_uuid"], "sdp": answered(body.get("sdp", ""))}


def _taken(result: object) -> Act:
    return lambda _ground, _session, _one, _body: result


BEGIN: Final = PersonOrder(_call, May.SELF, CALL)
# What a POST to a call's path may be called. `call_uuid` is added to its body.
ORDERS: Final[Mapping[str, PersonOrder]] = {
    "ack": PersonOrder(_taken(result=True), May.SELF, {"sdp": Field(str), "offer_ignored": Field(bool)}),
    "disconnect": PersonOrder(_hang_up, May.SELF),
    "update": PersonOrder(_update, May.SELF, {"sdp": Field(str), "fecc_supported": Field(bool)}),
    "new_candidate": PersonOrder(
        _taken(None),
        May.SELF,
        {
            "candidate": Field(str, required=True),
            "mid": Field(str, required=True),
            "ufrag": Field(str),
            "pwd": Field(str),
        },
    ),
    "statistics": PersonOrder(
        _taken(None), May.SELF, {"audio": Field(_STREAM), "video": Field(_STREAM), "presentation": Field(_STREAM)}
    ),
    "dtmf": PersonOrder(_taken(result=True), May.SELF, {"digits": Field(str, required=True)}),
    "fecc": PersonOrder(_taken(result=True), May.SELF, {k: v for k, v in FECC.items() if k != "target"}),
}
