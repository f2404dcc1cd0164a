"""Questions about who is in a conference and who waits. Nothing here changes anything.

A transaction that has asked for everybody is told the rest from what it has: who writes about a conference is alone
with it, and who reads sees one state.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from backend.video.models import Conference, Presence, PresenceState
from backend.video.service import Role

HERE = (PresenceState.WAITING, PresenceState.IN)
NOT_IN_YET = (PresenceState.COMING, PresenceState.WAITING)
# Sent away by a host: here, as the state says; or at the service, whose reason (`reports.DENIED`, `reports.REMOVED`) is
# the same word. Of whom a host sent away here and who is in there still, the reason alone says so.
SENT_AWAY = frozenset({"denied", "removed"})
# Why somebody has left whom the service has hung up, by whose will it does not say.
CUT_OFF = "cut-off"
_WAY_IS_SHUT = SENT_AWAY | {CUT_OFF}
# Made once: a question is asked for every request, and making it costs as much as asking it.
_OF_CONFERENCE = Presence.conference_id == bindparam("conference")
_EVERYBODY = select(Presence).where(_OF_CONFERENCE)
_ONE = select(Presence).where(_OF_CONFERENCE, Presence.person == bindparam("person"))
_BY_TOKEN = select(Presence).where(Presence.token_hash == bindparam("token"))
_COUNTS = select(func.count(), func.count().filter(Presence.role == Role.HOST)).where(
    _OF_CONFERENCE, Presence.state == PresenceState.IN
)
_SOMEBODY = (
    select(Presence.id)
    .join(Conference, Conference.id == Presence.conference_id)
    .where(Conference.reference == bindparam("reference"), Presence.state == PresenceState.IN)
    .limit(1)
)
_GATHERED = "video.people"


class Crowd(NamedTuple):
    """How many are in, hosts too, and how many of them are hosts."""

    total: int
    hosts: int


def everybody(session: Session, conference_id: str) -> Sequence[Presence]:
    """Return each presence of the conference, whatever its state, in the order they came to it."""
    gathered = _gathered(session)
    if conference_id not in gathered:
        gathered[conference_id] = list(session.scalars(_EVERYBODY, {"conference": conference_id}))
    return sorted(gathered[conference_id], key=lambda presence: (presence.since, presence.id))


def add(session: Session, presence: Presence) -> None:
    """Let the session keep a presence there was not before."""
    session.add(presence)
    if presence.conference_id in _gathered(session):
        _gathered(session)[presence.conference_id].append(presence)


def drop(session: Session, presence: Presence) -> None:
    """Let the session forget a presence that should never have been."""
    session.delete(presence)
    gathered = _gathered(session).get(presence.conference_id)
    if gathered is not None:
        gathered.remove(presence)


def those(session: Session, conference_id: str, *states: PresenceState) -> Sequence[Presence]:
    """Return the presences in any of `states`, in the order they came to it."""
    return [presence for presence in everybody(session, conference_id) if presence.state in states]


def find(session: Session, conference_id: str, person: str) -> Presence | None:
    """Return a person's presence, or None when the person never came."""
    gathered = _gathered(session).get(conference_id)
    if gathered is None:
        return session.scalar(_ONE, {"conference": conference_id, "person": person})
    return next((presence for presence in gathered if presence.person == person), None)


def by_token(session: Session, token_hash: str) -> Presence | None:
    """Return the presence that acts with this bearer now; None for an unknown or superseded one."""
    gathered = (presence for some in _gathered(session).values() for presence in some)
    known = next((presence for presence in gathered if presence.token_hash == token_hash), None)
    return known or session.scalar(_BY_TOKEN, {"token": token_hash})


def crowd(session: Session, conference_id: str) -> Crowd:
    """Return how many are in: what the participant limit is measured against, and whether a host is there."""
    gathered = _gathered(session).get(conference_id)
    if gathered is None:
        return Crowd(*session.execute(_COUNTS, {"conference": conference_id}).one())
    roles = [presence.role for presence in gathered if presence.state == PresenceState.IN]
    return Crowd(len(roles), roles.count(Role.HOST))


def in_count(session: Session, conference_id: str) -> int:
    """Return how many are in, hosts too: what the participant limit is measured against."""
    return crowd(session, conference_id).total


def has_host(session: Session, conference_id: str) -> bool:
    """Tell whether at least one host is in."""
    return crowd(session, conference_id).hosts > 0


def was_sent_away(state: str, reason: str) -> bool:
    """Tell whether a host has, or may have, sent somebody away, here or at the service: their way in is to be shut."""
    return not _WAY_IS_SHUT.isdisjoint({state, reason})


def told_state(presence: Presence) -> str:
    """Return where somebody is, as they are told themselves: a host has sent them away, also where the service did it.

    Whoever was hung up by nobody knows whose will has left.
    """
    return presence.reason if presence.state == PresenceState.LEFT and presence.reason in SENT_AWAY else presence.state


def is_held(session: Session, reference: str) -> bool:
    """Tell whether anybody is in the conference that its service calls this."""
    return session.scalar(_SOMEBODY, {"reference": reference}) is not None


def is_full(session: Session, conference: Conference, own: int = 0) -> bool:
    """Tell whether nobody more may come in; `own` of those who are in take no place from the one who asks."""
    there = crowd(session, conference.id)
    return fills(conference, there._replace(total=there.total - own))


def fills(conference: Conference, there: Crowd) -> bool:
    """Tell whether those who are in are as many as may be."""
    return conference.participant_limit is not None and there.total >= conference.participant_limit


def _gathered(session: Session) -> dict[str, list[Presence]]:
    gathered: dict[str, list[Presence]] = session.info.setdefault(_GATHERED, {})
    return gathered
