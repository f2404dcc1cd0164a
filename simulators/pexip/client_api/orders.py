"""What is asked of a conference, and who may ask it (pexip 4)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from simulators.pexip.call import CHAIR, GUEST
from simulators.pexip.calls import Dial
from simulators.pexip.client_api.answers import Failure, invalid_role
from simulators.pexip.client_api.body import Field, Table
from simulators.pexip.client_api.ground import Ground
from simulators.pexip.conference import Full
from simulators.pexip.happening import What
from simulators.pexip.reasons import LIMIT
from simulators.pexip.tokens import Session

Body = dict[str, Any]
Act = Callable[[Ground, Session, Body], Awaitable[object] | object]

LAYOUTS: Final = ("1:0", "1:7", "1:21", "2:21", "1:33", "4:0", "9:0", "16:0", "25:0", "5:7", "teams", "ac")
_LAYOUT: Final = frozenset(LAYOUTS)
_ALIVE: Final = frozenset({"keep_conference_alive", "keep_conference_alive_if_multiple", "keep_conference_alive_never"})
MESSAGE: Final[Table] = {
    "type": Field(frozenset({"text/plain", "application/json"}), required=True),
    "payload": Field(str, required=True),
}
_DIAL: Final[Table] = {
    "role": Field(frozenset({"HOST", "GUEST"}), required=True),
    "destination": Field(str, required=True),
    "protocol": Field(frozenset({"sip", "h323", "rtmp", "mssip", "auto"}), required=True),
    "presentation_url": Field(str),
    "streaming": Field(frozenset({"yes", "no"})),
    "dtmf_sequence": Field(str),
    "source_display_name": Field(str),
    "source": Field(str),
    "call_type": Field(frozenset({"video", "video-only", "audio"})),
    "keep_conference_alive": Field(_ALIVE),
    "remote_display_name": Field(str),
    "text": Field(str),
}
_STREAMING: Final[Table] = {
    "layout": Field(_LAYOUT),
    "waiting_screen_enabled": Field(bool),
    "plus_n_pip_enabled": Field(bool),
    "indicators_enabled": Field(bool),
}
_TRANSFORMS: Final[Table] = {
    "layout": Field(_LAYOUT),
    "host_layout": Field(_LAYOUT),
    "guest_layout": Field(_LAYOUT),
    "enable_extended_ac": Field(bool),
    "streaming_indicator": Field(bool),
    "recording_indicator": Field(bool),
    "enable_active_speaker_indication": Field(bool),
    "enable_overlay_text": Field(bool),
    "streaming": Field(_STREAMING),
    "free_form_overlay_text": Field([str]),
}
_SILENCE: Final[Table] = {
    "enable": Field(bool),
    "silent_after": Field(float),
    "require_no_faces": Field(bool),
    "reactivate_after": Field(float),
}


@dataclass(frozen=True)
class Order:
    """One request: what its body holds, what it does, and whether only a host may."""

    act: Act
    table: Table = field(default_factory=dict)
    host: bool = True


def _lock(_: Ground, session: Session, __: Body) -> bool:
    session.conference.lock()
    return True


def _unlock(_: Ground, session: Session, __: Body) -> bool:
    session.conference.unlock()
    return True


def _start(_: Ground, session: Session, __: Body) -> bool:
    session.conference.start()
    return True


def _mute_guests(_: Ground, session: Session, __: Body) -> bool:
    session.conference.mute_guests(muted=True)
    return True


def _unmute_guests(_: Ground, session: Session, __: Body) -> bool:
    session.conference.mute_guests(muted=False)
    return True


def _let_guests_unmute(_: Ground, session: Session, body: Body) -> bool:
    session.conference.let_guests_unmute(can=body["setting"])
    return True


def _end(ground: Ground, session: Session, _: Body) -> bool:
    session.conference.end(ground.node.host_ended)
    return True


def _clear_hands(_: Ground, session: Session, __: Body) -> bool:
    for one in list(session.conference.participants.values()):
        session.conference.change(one, buzz_time=0.0)
    return True


def _transform(_: Ground, session: Session, body: Body) -> bool:
    session.conference.transform(body["transforms"])
    return True


def _detect_silence(_: Ground, __: Session, ___: Body) -> bool:
    return True


def _message(_: Ground, session: Session, body: Body) -> bool:
    say(session, body, None)
    return True


async def _dial(ground: Ground, session: Session, body: Body) -> list[str]:
    dial = Dial(
        destination=body["destination"],
        protocol=body["protocol"],
        role=CHAIR if body["role"] == "HOST" else GUEST,
        remote_display_name=body.get("remote_display_name", ""),
        local_alias=body.get("source", session.alias),
        call_type=body.get("call_type", "video"),
        dtmf_sequence=body.get("dtmf_sequence", ""),
        keep_conference_alive=body.get("keep_conference_alive", "keep_conference_alive_if_multiple"),
        streaming=body.get("streaming") == "yes",
    )
    try:
        ringing = await ground.switchboard.dial_out(session.conference, dial)
    except Full as full:
        raise Failure(LIMIT) from full
    return [] if ringing is None else [ringing.uuid]


def say(session: Session, body: Body, uuid: str | None) -> None:
    """Send a message to all who are in, or to one, who may wait. Raises Failure where there is no chat.

    A guest who waits writes to nobody, and nobody but a host to one who waits.
    """
    conference, sender = session.conference, session.participant
    meant = None if uuid is None else conference.participants[uuid]
    reaches = meant is None or meant.is_in or sender.is_host
    if not conference.configuration.enable_chat or not sender.is_in or not reaches:
        raise invalid_role()
    details = {
        "origin": sender.display_name,
        "uuid": sender.uuid,
        "type": body["type"],
        "payload": body["payload"],
        "direct": meant is not None,
    }
    conference.announce(What.MESSAGE, meant, **details)


# What a POST to the conference's own path may be called.
ORDERS: Final[Mapping[str, Order]] = {
    "lock": Order(_lock),
    "unlock": Order(_unlock),
    "start_conference": Order(_start),
    "muteguests": Order(_mute_guests),
    "unmuteguests": Order(_unmute_guests),
    "set_guests_can_unmute": Order(_let_guests_unmute, {"setting": Field(bool, required=True)}),
    "disconnect": Order(_end),
    "clearallbuzz": Order(_clear_hands),
    "transform_layout": Order(_transform, {"transforms": Field(_TRANSFORMS, required=True)}),
    "silent_video_detection": Order(_detect_silence, {"config": Field(_SILENCE, required=True)}),
    "message": Order(_message, MESSAGE, host=False),
    "dial": Order(_dial, _DIAL),
}
