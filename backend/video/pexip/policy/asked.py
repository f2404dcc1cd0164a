"""What Pexip asks with: the few of its parameters that decide anything, read from text anybody may have written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from backend.video.pexip import dialled, names

API_LEGS = frozenset({"api", "api_host"})
# Questions that are no joins: a device is looked for, a picture fetched.
_NOT_JOINS = frozenset({"options", "subscribe", "web_avatar_fetch", "arq", "lrq"})
# One that is not told decides nothing.
_WEB = frozenset({"", "api", "webrtc"})
_DEVICES = frozenset({"sip", "h323"})
_READ = frozenset(
    {
        *("local_alias", "call_direction", "trigger", "participant_type", "preauthenticated_role"),
        *("participant_uuid", "call_uuid", "registered", "protocol", "remote_alias", "location", "remote_address"),
        "remote_display_name",
    }
)
_TRUE = frozenset({"true", "1", "yes"})


@dataclass(frozen=True)
class Asked:
    """One question. `digest` is that of the alias, which is not kept itself; `calls` are the ids of the call's leg.

    `is_device`: a conference room's protocols; no browser or app comes by those. `is_webrtc`: sound and picture of an
    app, and said to be that. `caller` is the name it calls by, `shown_as` the one it has chosen to be seen by.
    """

    digest: str = field(repr=False)
    joins: bool = True
    dials_out: bool = False
    api_leg: bool = False
    is_chair: bool = False
    calls: tuple[str, ...] = field(default=(), repr=False)
    registered: bool = False
    is_device: bool = False
    is_web: bool = False
    is_webrtc: bool = False
    caller: str = field(default="", repr=False)
    shown_as: str = field(default="", repr=False)
    location: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


def told_in(query: str) -> Mapping[str, str]:
    """Return those of a query's parameters that are read here; of one that comes twice the first.

    Pexip tells twice as many: taking all of them apart takes longer than answering.
    """
    told: dict[str, str] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name in _READ and name not in told:
            told[name] = unquote_plus(value)
    return told


def read(told: Mapping[str, str]) -> Asked:
    """Return the question that is asked with these parameters; those that are missing or unknown decide nothing."""
    direction = told.get("call_direction", "dial_in")
    calls = (told.get("participant_uuid", ""), told.get("call_uuid", ""))
    return Asked(
        digest=names.digest(dialled.normalised(told.get("local_alias", ""))),
        joins=direction != "non_dial" and told.get("trigger", "") not in _NOT_JOINS,
        dials_out=direction == "dial_out",
        api_leg=told.get("participant_type", "") in API_LEGS,
        is_chair=told.get("preauthenticated_role", "") == "chair",
        calls=tuple(dict.fromkeys(each for each in calls if each)),
        registered=told.get("registered", "").lower() in _TRUE,
        is_web=told.get("protocol", "").lower() in _WEB,
        is_webrtc=told.get("protocol", "").lower() == "webrtc",
        is_device=told.get("protocol", "").lower() in _DEVICES,
        caller=dialled.caller(told.get("remote_alias", "")),
        shown_as=dialled.shown(told.get("remote_display_name", "")),
        location=told.get("location", ""),
        address=told.get("remote_address", ""),
    )
