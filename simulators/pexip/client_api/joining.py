"""How somebody gets a token: alias, PIN, sign-in, policy, limit, in that order (pexip 2, 4 and 5)."""

from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from simulators.pexip.call import CHAIR, GUEST, Call, Refused, Role
from simulators.pexip.client_api.answers import Failure, invalid_token
from simulators.pexip.client_api.ground import Ground
from simulators.pexip.conference import Conference, Full
from simulators.pexip.configuration import Configuration
from simulators.pexip.idp import PLACEHOLDER, Identity, address
from simulators.pexip.node import VERSION
from simulators.pexip.participant import Leg, Participant, Place, new_uuid
from simulators.pexip.reasons import INVALID_PIN, LIMIT, SSO_FAILED
from simulators.pexip.tokens import Session

_NONE = "none"


class Asked(Exception):
    """Something more is wanted before there is a token: an answer with 403 that says success."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__("more is wanted")
        self.result = result


@dataclass(frozen=True)
class Wish:
    """What a request for a token says: its body, the header `pin` ("" for none), and who sends it."""

    alias: str
    body: dict[str, Any]
    pin: str
    address: str
    port: int
    origin: str
    vendor: str


def wish(request: web.Request, alias: str, body: dict[str, Any]) -> Wish:
    """Return what a request wishes."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    host, port = (peer[0], peer[1]) if peer else ("127.0.0.1", 0)
    agent = request.headers.get("User-Agent", "")
    return Wish(alias, body, request.headers.get("pin", ""), host, port, f"{request.scheme}://{request.host}", agent)


async def join(ground: Ground, wish: Wish) -> Session:
    """Let somebody in, or to where they wait. Raises Failure and Asked."""
    uuid = new_uuid()
    call = Call(
        local_alias=wish.alias,
        remote_display_name=wish.body["display_name"],
        remote_address=wish.address,
        remote_port=wish.port,
        call_tag=wish.body.get("call_tag", ""),
        vendor=wish.vendor,
        participant_uuid=uuid,
        call_uuid=uuid,
    )
    answer = await ground.node.configuration(call)
    if isinstance(answer, Refused):
        raise Failure(answer.text, answer.status)
    role = _role(ground, wish, answer)
    identity = _identity(ground, wish, answer, role)
    call = replace(call, preauthenticated_role=role, participant_type="api_host" if role == CHAIR else "api")
    return await _enter(ground, wish, answer, call, identity)


async def _enter(
    ground: Ground, wish: Wish, configuration: Configuration, call: Call, identity: Identity | None
) -> Session:
    if identity is not None:
        call = replace(
            call,
            idp_uuid=identity.provider,
            idp_attributes=identity.attributes,
            remote_display_name=identity.name or call.remote_display_name,
            has_authenticated_display_name=bool(identity.name),
        )
    call = ground.node.placed(call)
    properties = await ground.node.ask.properties(call, configuration)
    if isinstance(properties, Refused):
        raise Failure(properties.text, properties.status)
    participant = Participant(
        call=replace(call, remote_alias=properties.remote_alias or call.remote_alias),
        display_name=properties.remote_display_name or call.remote_display_name,
        role=properties.role or call.preauthenticated_role or GUEST,
        uuid=call.participant_uuid,
        bypass_lock=bool(properties.bypass_lock),
        call_tag=properties.call_tag if properties.call_tag is not None else call.call_tag,
        is_idp_authenticated=identity is not None,
        rx_presentation_policy=properties.rx_presentation_policy or "ALLOW",
        spotlight=float(properties.spotlight or 0),
        supports_direct_chat=bool(wish.body.get("supports_direct_chat", True)),
    )
    leg = Leg(participant.uuid, "API", has_media=False, connect_time=ground.node.cluster.clock.now())
    conference = ground.node.cluster.conference(configuration)
    try:
        conference.join(participant, leg)
    except Full as full:
        raise Failure(LIMIT) from full
    _settle(ground, conference, participant)
    return ground.tokens.open(wish.alias, conference, participant)


def _settle(ground: Ground, conference: Conference, participant: Participant) -> None:
    """Let somebody be slow to become what they are, where that is ordered of the next one."""
    seconds, ground.node.settling_seconds = ground.node.settling_seconds, 0.0
    if not seconds:
        return
    participant.settling = True

    def settled() -> None:
        if not participant.gone:
            conference.change(participant, settling=False)

    ground.node.cluster.clock.later(seconds, settled)


def told(ground: Ground, session: Session) -> dict[str, Any]:
    """Return the result of a request for a token."""
    one, configuration = session.participant, session.conference.configuration
    return {
        "token": session.token,
        "expires": ground.tokens.expires,
        "participant_uuid": one.uuid,
        "display_name": one.display_name,
        "role": "HOST" if one.is_host and not one.settling else "GUEST",
        "version": VERSION,
        "current_service_type": str(Place.CONNECTING if one.settling else one.place),
        "service_type": configuration.service_type,
        "conference_name": configuration.name,
        "service_name": configuration.name,
        "call_type": configuration.call_type,
        "call_tag": one.call_tag,
        "chat_enabled": configuration.enable_chat,
        "guests_can_present": configuration.guests_can_present,
        "fecc_enabled": False,
        "analytics_enabled": False,
        "rtmp_enabled": False,
        "vp9_enabled": False,
        "allow_1080p": False,
        "direct_media": False,
        "breakout_rooms": False,
        "trickle_ice_enabled": False,
        "stun": [],
        "turn": [],
    }


def _role(ground: Ground, wish: Wish, configuration: Configuration) -> Role:
    """Return what the PIN says: chair or guest. Raises Failure for a wrong one, Asked for none."""
    if "token" in wish.body:
        referral = ground.node.cluster.referrals.pop(wish.body["token"], None)
        if referral is None or referral.alias != wish.alias:
            raise invalid_token()
        return referral.role
    if not configuration.pin:
        return CHAIR
    if wish.pin == _NONE and configuration.guests_need_none:
        return GUEST
    if wish.pin in {"", _NONE}:
        guest_pin = _NONE if configuration.guests_need_none else "required"
        raise Asked({"pin": "required", "guest_pin": guest_pin, "version": VERSION})
    role = configuration.role_by_pin(wish.pin)
    if role is None:
        ground.node.cluster.wrong_pins.wrong(configuration.name)
        raise Failure(INVALID_PIN)
    return role


def _identity(ground: Ground, wish: Wish, configuration: Configuration, role: Role) -> Identity | None:
    """Return who has signed in, None where nobody must. Raises Asked and Failure."""
    group = configuration.group_for(role)
    if not group:
        return None
    provider = ground.providers.of(group)
    chosen, token = wish.body.get("chosen_idp", _NONE), wish.body.get("sso_token", _NONE)
    if chosen == _NONE:
        raise Asked({"idp": [{"name": provider.name, "uuid": provider.uuid}], "version": VERSION})
    if chosen != provider.uuid:
        raise Failure(SSO_FAILED)
    if token == _NONE:
        target = wish.body.get("sso_redirect_target", "")
        if PLACEHOLDER not in target:
            raise Failure(SSO_FAILED)
        known = {"name": provider.name, "uuid": provider.uuid}
        leads = address(wish.origin, provider, target)
        raise Asked({"redirect_url": leads, "redirect_idp": known, "version": VERSION})
    identity = ground.providers.redeem(token, provider)
    if identity is None:
        raise Failure(SSO_FAILED)
    return identity
