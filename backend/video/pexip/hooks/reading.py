"""What a node posts, read as hostile input: of each event only what the work needs, under names of our own.

Addresses of machines, aliases and all else are dropped here and never stored. Both versions say the same of what we
need; `eventsink_bulk` holds several. The rules: pexip 3.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from backend.video.pexip.hooks.call_told import CallTold
from backend.video.pexip.wire.inside import INSIDE

Json = dict[str, Any]
MOST_EVENTS = 5000
NAME_LENGTH = 120
BULK = "eventsink_bulk"
# A clock further ahead than this is wrong, and must not make all that is told afterwards look old.
_AHEAD = timedelta(seconds=60)
_NODE = re.compile(r"[0-9A-Za-z.:_-]{1,64}")
_EVENT = re.compile(r"[a-z_]{1,40}")
_ID = re.compile(r"[0-9A-Za-z._:@{}-]{1,64}")
_TAG = re.compile(r"[0-9A-Za-z]{1,32}")
_ANYTHING = re.compile(".*", re.DOTALL)
_UNSTORABLE = re.compile("[\0-\x1f\x7f\ud800-\udfff]")
_LARGEST = 2**53

BY_HOST, HOSTLESS, ENDED, PUT_OUT, LOST = "ended-by-host", "ended-hostless", "ended", "put-out", "lost"
WAITED, CUT_OFF = "waited", "cut-off"
# All that may be a host's wish to have somebody out.
SENT_OUT = frozenset({PUT_OUT, CUT_OFF})
# Pexip's own words, in lower case (pexip 4, and docs.pexip.com/admin/disconnection_reasons.htm, which has
# others in newer versions); whatever is not here is somebody's own leaving.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "api initiated conference termination": BY_HOST,
        "conference terminated by an administrator": BY_HOST,
        "conference terminated by another participant": BY_HOST,
        "conference terminated by a host participant": BY_HOST,
        "conference host ended the conference with a dtmf command": BY_HOST,
        "all conference hosts departed hosted conference": HOSTLESS,
        "no participants can keep conference alive": ENDED,
        "last remaining participant removed from conference after timeout": ENDED,
        "disconnected by another participant": PUT_OUT,
        # By a host, by Pexip's staff, or by our own command: that too is what ends the call of whoever leaves our page.
        "api initiated participant disconnect": CUT_OFF,
        "disconnected by an administrator": CUT_OFF,
        "timer expired awaiting token refresh": LOST,
        "timeout waiting for conference host to join or permit access to locked conference": WAITED,
    }
)
WAITING, IN, GONE = "waiting", "in", "gone"
# In place of the tag of a call out that bears none. No caller can choose it: a tag has letters and digits alone, and
# any is greater than this.
OUT = "-out"
# Called from the conference, and not answered yet.
RINGING = "ringing"
_ROLES = frozenset({"chair", "guest"})


@dataclass(frozen=True)
class Told:
    """One event. `time` is in microseconds; `conference` is Pexip's name for it, empty for one about the publisher.

    `data` is what is kept of it: of a call `CallTold.kept`, of a conference whether it is `locked` where that is said.
    """

    node: str
    seq: int
    time: int
    version: int
    event: str
    conference: str = ""
    data: Json = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Post:
    """What could be read, and how many events could not."""

    told: tuple[Told, ...]
    unreadable: int = 0


def read(body: bytes, now: datetime) -> Post:
    """Read one post; never raises. What makes no sense is counted, and the rest is read all the same."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return Post((), 1)
    envelopes = list(_envelopes(sent))
    read_ones = [_told(each, now) for each in envelopes[:MOST_EVENTS]]
    told = tuple(each for each in read_ones if each is not None)
    return Post(told, len(envelopes) - len(told))


def call_of(participant: object) -> CallTold | None:
    """Return what is read of a participant as Pexip describes one, in an event or in its status; None if nothing is."""
    if not isinstance(participant, dict):
        return None
    call = participant.get("uuid") or participant.get("id")
    if not isinstance(call, str) or not _matches(_ID, call):
        return None
    role = participant.get("role")
    role = role if isinstance(role, str) and role in _ROLES else ""
    return CallTold(
        call=call,
        conversation=_conversation(participant),
        tag=_text(participant.get("call_tag"), _TAG) or (OUT if participant.get("call_direction") == "out" else ""),
        name=_UNSTORABLE.sub("", _text(participant.get("display_name"), _ANYTHING))[:NAME_LENGTH].strip(),
        place=_place(participant.get("service_type"), role),
        role=role,
        muted=participant.get("is_muted") is True or participant.get("is_client_muted") is True,
        media=participant.get("has_media") is True,
    )


def _envelopes(sent: object) -> Iterator[object]:
    if isinstance(sent, dict) and sent.get("event") == BULK and isinstance(sent.get("data"), list):
        yield from sent["data"]
    else:
        yield sent


def _told(envelope: object, now: datetime) -> Told | None:
    if not isinstance(envelope, dict) or not isinstance(envelope.get("data", {}), dict | None):
        return None
    node, seq, event = envelope.get("node"), envelope.get("seq"), envelope.get("event")
    if not (_matches(_NODE, node) and _matches(_EVENT, event)) or event == BULK:
        return None
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq <= _LARGEST:
        return None
    version = envelope.get("version")
    about = _about(str(event), envelope.get("data") or {})
    if about is None:
        return None
    return Told(
        node=str(node),
        seq=seq,
        time=_time(envelope.get("time"), now),
        version=version if version in (1, 2) and isinstance(version, int) else 0,
        event=str(event),
        conference=about[0],
        data=about[1],
    )


def _about(event: str, data: Json) -> tuple[str, Json] | None:
    """Return which conference an event is about and what is kept of it; None for one that can't be read."""
    if event in {"conference_started", "conference_updated", "conference_ended"}:
        name = data.get("name")
        locked = data.get("is_locked")
        told = {"locked": locked} if isinstance(locked, bool) and event != "conference_ended" else {}
        return (str(name), told) if _matches(_ID, name) else _foreign(name)
    if event in {"participant_connected", "participant_updated", "participant_disconnected"}:
        name = data.get("conference")
        call = call_of(data)
        if call is None:
            return None
        if event == "participant_disconnected":
            why = REASONS.get(str(data.get("disconnect_reason") or "").strip().lower(), "")
            call = replace(call, place=GONE, reason=why)
        return (str(name), call.kept()) if _matches(_ID, name) else _foreign(name)
    return "", {}


def _foreign(name: object) -> tuple[str, Json] | None:
    # Others' conferences have names of any kind, which may be people's; what is no text at all is a fault.
    return ("", {}) if isinstance(name, str) else None


def _place(service_type: object, role: str) -> str:
    if service_type == "connecting":
        return RINGING
    # Whoever is asked for a PIN, or still connecting, is in no more than one who waits in the lobby.
    return IN if isinstance(service_type, str) and service_type in INSIDE and role else WAITING


def _conversation(participant: Json) -> str:
    named = participant.get("conversation_id")
    if _matches(_ID, named):
        return str(named)
    related = participant.get("related_uuids")
    legs: Iterable[object] = related if isinstance(related, list) else ()
    known = [str(each) for each in (participant.get("uuid"), *legs) if _matches(_ID, each)]
    return min(known, default="") if len(known) > 1 else ""


def _time(told: object, now: datetime) -> int:
    ours = round(now.timestamp() * 1_000_000)
    if not isinstance(told, int | float) or isinstance(told, bool) or not math.isfinite(told):
        return ours
    theirs = round(told * 1_000_000)
    return theirs if 0 <= theirs <= ours + _AHEAD // timedelta(microseconds=1) else ours


def _matches(shape: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and shape.fullmatch(value) is not None


def _text(value: object, shape: re.Pattern[str]) -> str:
    return value if isinstance(value, str) and shape.fullmatch(value) else ""
