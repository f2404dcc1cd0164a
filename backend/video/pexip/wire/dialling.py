"""Dialling out from a conference to a court, a room or a telephone, by SIP or H.323, with tones for its menus."""

import re
from http import HTTPStatus
from typing import NamedTuple

from backend.config import DialOutRouting
from backend.video.pexip.wire.answers import Refusal
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.client import Client
from backend.video.service import DialOut, ServiceRefused, ServiceUnavailable

NOT_DIALLED = "not-dialled"
_DIAL = "command/v1/participant/dial/"
# What stands for an address or a number in either protocol; never a scheme of its own, nor a header.
_ADDRESS = re.compile(r"\+?[A-Za-z0-9](?:[A-Za-z0-9._#*+-]{0,126}[A-Za-z0-9#*])?(?:@[A-Za-z0-9.-]{1,120})?")
# A comma waits two seconds (pexip 1).
_TONES = re.compile(r"[0-9*#A-Da-d,]{0,60}")
_LONGEST_NAME = 120


class DialOutRoute(NamedTuple):
    """How calls are placed: the name of the system location whose nodes do, and by what routing."""

    location: str
    routing: DialOutRouting = DialOutRouting.MANUAL


def require_sense(wanted: DialOut) -> None:
    """Raise `ServiceRefused` (bad-address, bad-tones) for what is no address or no tones."""
    if not _ADDRESS.fullmatch(wanted.address):
        raise ServiceRefused("bad-address")
    if not _TONES.fullmatch(wanted.tones):
        raise ServiceRefused("bad-tones")


def dial(client: Client, route: DialOutRoute, alias: str, wanted: DialOut, budget: Budget) -> str:
    """Dial, and return Pexip's id of the call that rings. `alias` leads to the conference, as a room would dial it.

    Pexip chooses no location by itself (pexip 1), and judges a rule by it. The rule that leads to the address
    says by which protocol, so none is said then. Whoever answers comes as a guest and does not keep a conference going
    that everybody else has left.
    Raises `ServiceRefused` (not-dialled), `ServiceUnavailable`. Not to be repeated blindly: another call rings again.
    """
    require_sense(wanted)
    asked = {
        "conference_alias": alias,
        "destination": wanted.address,
        **({"protocol": wanted.protocol} if route.routing == DialOutRouting.MANUAL else {}),
        "role": "guest",
        "routing": route.routing,
        "system_location": route.location,
        "local_display_name": wanted.caller[:_LONGEST_NAME],
        "keep_conference_alive": "keep_conference_alive_never",
        **({"remote_display_name": wanted.shown_as[:_LONGEST_NAME]} if wanted.shown_as else {}),
        **({"dtmf_sequence": wanted.tones} if wanted.tones else {}),
    }
    try:
        body = client.post(_DIAL, asked, budget).body
    except Refusal as refused:
        if refused.status == HTTPStatus.BAD_REQUEST:
            raise ServiceRefused(NOT_DIALLED) from refused
        raise
    told = body.get("data") if isinstance(body, dict) else None
    call = told.get("participant_id") if isinstance(told, dict) else None
    if not isinstance(call, str) or not call:
        raise ServiceUnavailable
    return call
