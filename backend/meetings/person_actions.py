"""What a host does to one person: how it is written in the live state, and what the access log calls it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy.orm import Session

from backend.meetings.hosting import make_host
from backend.video.controls import Wish
from backend.video.live import Live
from backend.video.models import PresenceState

_Act = Callable[[Live, Session, str, Wish], object]
_Late = Callable[[Live, Session, str, Wish, str | None], object]


class PersonAction(NamedTuple):
    """What is done in the conference of this id to whom the wish is about, and what the access log calls it.

    `late` is done in place of `act` to whom has been elsewhere since the service was asked about this call of theirs.
    """

    act: _Act
    recorded: str
    late: _Late = lambda *_: None


def _to_one(act: Callable[[Live, Session, str, str], object]) -> _Act:
    return lambda live, session, where, wish: act(live, session, where, wish.person)


def _sent_away(state: PresenceState) -> _Late:
    return lambda live, session, where, wish, call: live.sent_away_there(session, where, wish.person, state, call)


PERSON_ACTIONS: Mapping[str, PersonAction] = MappingProxyType(
    {
        "admit": PersonAction(_to_one(Live.admit), "person.admitted"),
        "deny": PersonAction(_to_one(Live.deny), "person.denied", _sent_away(PresenceState.DENIED)),
        "mute": PersonAction(_to_one(Live.mute), "person.muted"),
        "unmute": PersonAction(_to_one(Live.unmute), "person.unmuted"),
        "remove": PersonAction(_to_one(Live.remove), "person.put-out", _sent_away(PresenceState.REMOVED)),
        "make-host": PersonAction(_to_one(make_host), "person.made-host"),
        "note": PersonAction(
            lambda live, session, where, wish: live.note(session, where, wish.person, wish.text), "person.noted"
        ),
        "lower-hand": PersonAction(_to_one(Live.lower_hand), "person.hand-lowered"),
        "spotlight": PersonAction(
            lambda live, session, where, wish: live.spotlight(session, where, wish.person, on=wish.on), "person.spotlit"
        ),
    }
)
