"""What a host does to one person: how it is written in the live state, and what the access log calls it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from backend.meetings import names
from backend.meetings.hosting import make_host
from backend.video.live import Live

Json = dict[str, Any]
_Act = Callable[[Live, Session, str, str, Json], None]

PERSON_ACTIONS: Mapping[str, _Act] = MappingProxyType(
    {
        "admit": lambda live, session, conference, person, _: live.admit(session, conference, person),
        "deny": lambda live, session, conference, person, _: live.deny(session, conference, person),
        "mute": lambda live, session, conference, person, _: live.mute(session, conference, person),
        "unmute": lambda live, session, conference, person, _: live.unmute(session, conference, person),
        "remove": lambda live, session, conference, person, _: live.remove(session, conference, person),
        "make-host": lambda live, session, conference, person, _: make_host(live, session, conference, person),
        "note": lambda live, session, conference, person, asked: live.note(
            session, conference, person, names.tidy(asked["text"])
        ),
        "lower-hand": lambda live, session, conference, person, _: live.lower_hand(session, conference, person),
        "spotlight": lambda live, session, conference, person, asked: live.spotlight(
            session, conference, person, on=asked.get("on", True)
        ),
    }
)


# What each of PERSON_ACTIONS is called in the access log.
RECORDED: Mapping[str, str] = MappingProxyType(
    {
        "admit": "person.admitted",
        "deny": "person.denied",
        "mute": "person.muted",
        "unmute": "person.unmuted",
        "remove": "person.put-out",
        "make-host": "person.made-host",
        "note": "person.noted",
        "lower-hand": "person.hand-lowered",
        "spotlight": "person.spotlit",
    }
)
