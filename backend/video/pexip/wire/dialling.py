"""Dialling out from a conference to a court, a room or a telephone, by SIP or H.323, with tones for its menus."""

import re

from backend.video.pexip.wire.answers import Refusal
from backend.video.pexip.wire.budget import pressed
from backend.video.pexip.wire.client import Client
from backend.video.service import DialOut, ServiceRefused, ServiceUnavailable

_DIAL = "command/v1/participant/dial/"
_NOT_ACCEPTED = 400
# What stands for an address or a number in either protocol; never a scheme of its own, nor a header.
_ADDRESS = re.compile(r"\+?[A-Za-z0-9](?:[A-Za-z0-9._#*+-]{0,126}[A-Za-z0-9#*])?(?:@[A-Za-z0-9.-]{1,120})?")
# A comma waits two seconds (facts/pexip.md, section 1).
_TONES = re.compile(r"[0-9*#A-Da-d,]{0,60}")
_LONGEST_NAME = 120


def require_sense(wanted: DialOut) -> None:
    """Raise `ServiceRefused` (bad-address, bad-tones) for what is no address or no tones."""
    if not _ADDRESS.fullmatch(wanted.address):
        raise ServiceRefused("bad-address")
    if not _TONES.fullmatch(wanted.tones):
        raise ServiceRefused("bad-tones")


def dial(client: Client, location: str, alias: str, wanted: DialOut) -> str:
    """Dial, and return Pexip's id of the call that rings. `alias` leads to the conference, as a room would dial it.

    `location` is the system location whose nodes place the call: Pexip chooses none by itself (facts/pexip.md, 1).
    Whoever answers comes as a guest and does not keep a conference going that everybody else has left.
    Raises `ServiceRefused` (not-dialled), `ServiceUnavailable`. Not to be repeated blindly: another call rings again.
    """
    require_sense(wanted)
    asked = {
        "conference_alias": alias,
        "destination": wanted.address,
        "protocol": wanted.protocol,
        "role": "guest",
        "routing": "manual",
        "system_location": location,
        "local_display_name": wanted.caller[:_LONGEST_NAME],
        "keep_conference_alive": "keep_conference_alive_never",
        **({"remote_display_name": wanted.shown_as[:_LONGEST_NAME]} if wanted.shown_as else {}),
        **({"dtmf_sequence": wanted.tones} if wanted.tones else {}),
    }
    try:
        body = client.post(_DIAL, asked, pressed()).body
    except Refusal as refused:
        if refused.status == _NOT_ACCEPTED:
            raise ServiceRefused("not-dialled") from refused
        raise
    told = body.get("data") if isinstance(body, dict) else None
    call = told.get("participant_id") if isinstance(told, dict) else None
    if not isinstance(call, str) or not call:
        raise ServiceUnavailable
    return call
