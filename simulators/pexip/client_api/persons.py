"""What is asked of one participant, and who may ask it: a host, oneself, or both (pexip 4)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, Final

from simulators.pexip.call import CHAIR, GUEST
from simulators.pexip.client_api.answers import Failure, invalid_role
from simulators.pexip.client_api.body import Field, Table
from simulators.pexip.client_api.ground import Ground
from simulators.pexip.client_api.orders import MESSAGE, Body, say
from simulators.pexip.participant import Participant
from simulators.pexip.reasons import HOST_ENDED_PARTICIPANT, LEFT
from simulators.pexip.tokens import Session
from simulators.pexip.transfer import NotTransferred, Transfer, transfer

Act = Callable[[Ground, Session, Participant, Body], Awaitable[object] | object]


class May(StrEnum):
    """Whose request it may be."""

    HOST = "host"
    SELF = "self"
    BOTH = "both"
    ALL = "all"


@dataclass(frozen=True)
class PersonOrder:
    """One request about a participant."""

    act: Act
    may: May
    table: Table = field(default_factory=dict)


def _set(_: Ground, session: Session, one: Participant, __: Body, **fields: Any) -> bool:  # noqa: ANN401  the fields' own
    session.conference.change(one, **fields)
    return True


def _change(**fields: Any) -> Act:  # noqa: ANN401  the fields' own types
    return partial(_set, **fields)


def _nothing(result: object) -> Act:
    return lambda _ground, _session, _one, _body: result


def _admit(_: Ground, session: Session, one: Participant, __: Body) -> bool:
    session.conference.admit(one)
    return True


def _disconnect(_: Ground, session: Session, one: Participant, __: Body) -> bool:
    session.conference.leave(one, LEFT if one is session.participant else HOST_ENDED_PARTICIPANT)
    return True


def _unmute(_: Ground, session: Session, one: Participant, __: Body) -> bool:
    conference = session.conference
    if not session.participant.is_host and conference.guests_muted and not conference.guests_can_unmute:
        raise invalid_role()
    conference.change(one, is_muted=False)
    return True


def _set_role(_: Ground, session: Session, one: Participant, body: Body) -> bool:
    session.conference.set_role(one, body["role"])
    return True


def _raise_hand(ground: Ground, session: Session, one: Participant, _: Body) -> bool:
    if not one.buzz_time:
        session.conference.change(one, buzz_time=ground.node.cluster.clock.now())
    return True


def _spotlight(ground: Ground, session: Session, one: Participant, _: Body) -> bool:
    if not one.spotlight:
        session.conference.change(one, spotlight=ground.node.cluster.clock.now())
    return True


def _overlay(_: Ground, session: Session, one: Participant, body: Body) -> bool:
    session.conference.change(one, overlay_text=body["text"])
    return True


def _message(_: Ground, session: Session, one: Participant, body: Body) -> bool:
    say(session, body, one.uuid)
    return True


async def _transfer(ground: Ground, session: Session, one: Participant, body: Body) -> bool:
    wanted = Transfer(body["conference_alias"], CHAIR if body["role"] == "host" else GUEST, body.get("pin", ""))
    try:
        await transfer(ground.switchboard, session.conference, one, wanted)
    except NotTransferred as refused:
        raise Failure(str(refused)) from refused
    return True


def _take_floor(_: Ground, session: Session, one: Participant, __: Body) -> None:
    if not one.is_in or not (one.is_host or session.conference.configuration.guests_can_present):
        raise invalid_role()
    session.conference.present(one)


def _release_floor(_: Ground, session: Session, one: Participant, __: Body) -> None:
    if one.is_presenting:
        session.conference.present(None)


_DIGITS: Final[Table] = {"digits": Field(str, required=True)}
_STEP: Final[Table] = {
    "axis": Field(frozenset({"pan", "tilt", "zoom"}), required=True),
    "direction": Field(frozenset({"left", "right", "up", "down", "in", "out"}), required=True),
}
FECC: Final[Table] = {
    "action": Field(frozenset({"start", "stop", "continue"}), required=True),
    "target": Field(str),
    "movement": Field([_STEP], required=True),
    "timeout": Field(float),
}
_TRANSFER: Final[Table] = {
    "role": Field(frozenset({"host", "guest"}), required=True),
    "conference_alias": Field(str, required=True),
    "pin": Field(str),
}

# What a POST to a participant's path may be called; calls are in `media`.
ORDERS: Final[Mapping[str, PersonOrder]] = {
    "unlock": PersonOrder(_admit, May.HOST),
    "disconnect": PersonOrder(_disconnect, May.BOTH),
    "mute": PersonOrder(_change(is_muted=True), May.BOTH),
    "unmute": PersonOrder(_unmute, May.BOTH),
    "client_mute": PersonOrder(_change(is_client_muted=True), May.SELF),
    "client_unmute": PersonOrder(_change(is_client_muted=False), May.SELF),
    "video_muted": PersonOrder(_change(is_video_muted=True), May.BOTH),
    "video_unmuted": PersonOrder(_change(is_video_muted=False), May.BOTH),
    "role": PersonOrder(_set_role, May.HOST, {"role": Field(frozenset({"chair", "guest"}), required=True)}),
    "transfer": PersonOrder(_transfer, May.HOST, _TRANSFER),
    "buzz": PersonOrder(_raise_hand, May.SELF),
    "clearbuzz": PersonOrder(_change(buzz_time=0.0), May.BOTH),
    "spotlighton": PersonOrder(_spotlight, May.HOST),
    "spotlightoff": PersonOrder(_change(spotlight=0.0), May.HOST),
    "overlaytext": PersonOrder(_overlay, May.HOST, {"text": Field(str, required=True)}),
    "message": PersonOrder(_message, May.ALL, MESSAGE),
    "allowrxpresentation": PersonOrder(_change(rx_presentation_policy="ALLOW"), May.HOST),
    "denyrxpresentation": PersonOrder(_change(rx_presentation_policy="DENY"), May.HOST),
    "take_floor": PersonOrder(_take_floor, May.SELF),
    "release_floor": PersonOrder(_release_floor, May.SELF),
    "show_live_captions": PersonOrder(_nothing(None), May.SELF),
    "hide_live_captions": PersonOrder(_nothing(None), May.SELF),
    "dtmf": PersonOrder(_nothing(result=True), May.BOTH, _DIGITS),
    "fecc": PersonOrder(_nothing(result=True), May.HOST, {**FECC, "target": Field(str, required=True)}),
    "pres_in_mix": PersonOrder(_nothing(result=True), May.SELF, {"state": Field(bool, required=True)}),
    "preferred_aspect_ratio": PersonOrder(_nothing(result=True), May.SELF, {"aspect_ratio": Field(float)}),
    "notify_not_afk": PersonOrder(_nothing(result=True), May.SELF),
}


def allowed(order: PersonOrder, asker: Participant, about: Participant) -> bool:
    """Tell whether somebody may ask it about another. A host who waits is no host yet."""
    host = asker.is_host and asker.is_in
    own = asker is about
    return {May.HOST: host, May.SELF: own, May.BOTH: host or own, May.ALL: asker.is_in}[order.may]
