"""Dialling out from a conference to a court, a room or a telephone, by SIP or H.323, with tones for its menus."""

import re
from dataclasses import dataclass, field
from typing import Literal

from backend.video.pexip.management.answers import Refusal
from backend.video.pexip.management.client import Client, pressed
from backend.video.service import ServiceRefused, ServiceUnavailable

_DIAL = "command/v1/participant/dial/"
_NOT_ACCEPTED = 400
# What stands for an address or a number in either protocol; never a scheme of its own, nor a header.
_DESTINATION = re.compile(r"\+?[A-Za-z0-9](?:[A-Za-z0-9._#*+-]{0,126}[A-Za-z0-9#*])?(?:@[A-Za-z0-9.-]{1,120})?")
# A comma waits two seconds (facts/pexip.md, section 1).
_TONES = re.compile(r"[0-9*#A-Da-d,]{0,60}")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Dialled:
    """Whom to dial and how. `caller` is what they see of us: the unit's name, never a person's.

    Whoever answers comes as a guest and does not keep a conference going that everybody else has left.
    """

    destination: str = field(repr=False)
    caller: str
    shown_as: str = field(default="", repr=False)
    protocol: Literal["sip", "h323"] = "sip"
    tones: str = field(default="", repr=False)


def dial(client: Client, alias: str, wanted: Dialled) -> str:
    """Dial, and return Pexip's id of the call that rings. `alias` is the conference's own, as a room would dial it.

    Raises `ServiceRefused` (bad-destination, bad-tones, not-dialled), `ServiceUnavailable`. Not to be repeated blindly:
    a second call rings a second time.
    """
    if not _DESTINATION.fullmatch(wanted.destination):
        raise ServiceRefused("bad-destination")
    if not _TONES.fullmatch(wanted.tones):
        raise ServiceRefused("bad-tones")
    asked = {
        "conference_alias": alias,
        "destination": wanted.destination,
        "protocol": wanted.protocol,
        "role": "guest",
        "routing": "manual",
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
