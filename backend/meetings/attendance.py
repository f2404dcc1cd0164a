"""People of a meeting as pages see them: who was invited, merged with who is there."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.meetings.models import Door, DoorState, Meeting, Participant
from backend.storage import loaded
from backend.video import people
from backend.video.models import Conference, Presence, PresenceState
from backend.video.reports import CALLED, UNKNOWN, WAITED_OUT, kind_of
from backend.video.service import Role
from backend.video.stage import LOST, MEETING_REMOVED

Json = dict[str, Any]
_FAREWELLS = {"ended": "ended", "time-passed": "ended", MEETING_REMOVED: "removed", LOST: "lost"}
_PARTICIPANTS = select(Participant).where(Participant.id.in_(bindparam("ids", expanding=True)))
_SHOWN = (PresenceState.COMING, PresenceState.WAITING, PresenceState.IN, PresenceState.LEFT)


def for_host(session: Session, meeting: Meeting) -> list[Json]:
    """Return everybody who is in, waits, is coming or has left, in the order of the host's three groups (seed 002).

    First the raised hands in the order they went up, then who waits, then the others who are in, then who is on the way
    to the service that holds the meeting, then who has left.
    """
    return _shown(session, meeting.conference_id, _SHOWN, notes=True)


def for_guest(session: Session, conference_id: str) -> list[Json]:
    """Return those who are in, for somebody who is in too; a host's notes to others are not theirs to read."""
    return _shown(session, conference_id, (PresenceState.IN,), notes=False)


def for_booker(session: Session, meeting: Meeting, origin: str) -> list[Json]:
    """Return the contract's list: who was invited, each with a link of their own, and whoever else has come."""
    there = {presence.person: presence for presence in people.everybody(session, meeting.conference_id)}
    links = _links(session, meeting, origin)
    rows = select(Participant).where(Participant.meeting_id == meeting.id, Participant.removed.is_(False))
    found = session.scalars(rows.order_by(Participant.created_at, Participant.id))
    # Who was invited to the meeting before its audience changed has no open door and is no longer part of it.
    return [
        booked(participant, links.get(participant.id), there.get(participant.id))
        for participant in found
        if participant.id in links or participant.id in there
    ]


def booked(participant: Participant, join_url: str | None, presence: Presence | None) -> Json:
    """Return one participant in the contract's shape; `state`, `since` and `role` only for who is live."""
    row: Json = {
        "id": participant.id,
        "kind": participant.kind,
        "name": participant.name or None,
        "phone": participant.phone or None,
        "identity": participant.identity,
        "join_url": join_url,
    }
    if presence is not None and presence.state in _SHOWN:
        row |= {"state": presence.state, "since": presence.since.isoformat(), "role": presence.role}
        if presence.state == PresenceState.LEFT and presence.reason == WAITED_OUT:
            row["reason"] = presence.reason
    return row


def own(session: Session, presence: Presence, conference: Conference) -> Json:
    """Return what somebody is told of themselves."""
    return {
        "participant": presence.person,
        "state": people.told_state(presence),
        # False also once the moments are forgotten that the statistics count by.
        "was_in": presence.in_from is not None,
        "role": presence.role,
        "since": presence.since.isoformat(),
        "note": presence.note,
        "muted": presence.muted,
        "hand": presence.hand_since is not None,
        "limit_reached": people.is_full(session, conference),
        "participant_limit": conference.participant_limit,
        "ending_at": conference.ending_at.isoformat() if conference.ending_at else None,
        "ending_reason": conference.ending_reason,
    }


def farewell(presence: Presence) -> str | None:
    """Return the reason of the `bye` that somebody's stream ends with; None while they are in, wait or are coming."""
    if presence.state in (*people.HERE, PresenceState.COMING):
        return None
    state = people.told_state(presence)
    if state != PresenceState.LEFT:
        return state
    return _FAREWELLS.get(presence.reason, "left")


def _shown(session: Session, conference_id: str, states: Iterable[PresenceState], *, notes: bool) -> list[Json]:
    there = people.those(session, conference_id, *states)
    unread = [presence.person for presence in there if loaded(session, Participant, presence.person) is None]
    if unread:
        session.scalars(_PARTICIPANTS, {"ids": unread}).all()
    return [
        _row(presence, session.get(Participant, presence.person), notes=notes) for presence in sorted(there, key=_group)
    ]


def _group(presence: Presence) -> tuple[int, str, str]:
    if presence.hand_since is not None:
        return 0, presence.hand_since.isoformat(), presence.id
    order = {PresenceState.WAITING: 1, PresenceState.IN: 2, PresenceState.COMING: 3}
    return order.get(PresenceState(presence.state), 4), presence.since.isoformat(), presence.id


def _row(presence: Presence, participant: Participant | None, *, notes: bool) -> Json:
    # Whoever is in by a call of no one we know is shown as what the service says it is, and is known by nothing else.
    kind = participant.kind if participant is not None else kind_of(presence.person) or UNKNOWN
    is_told = presence.state == PresenceState.LEFT and (kind == CALLED or presence.reason == WAITED_OUT)
    ending = {"reason": presence.reason} if is_told else {}
    is_put_out = presence.state == PresenceState.IN and presence.reason in people.SENT_AWAY
    return {
        **ending,
        "id": presence.person,
        "name": presence.display_name or None,
        "kind": kind,
        "role": Role(presence.role),
        "identity": participant.identity if participant is not None else "none",
        "state": presence.state,
        "since": presence.since.isoformat(),
        "muted": presence.muted,
        "camera": presence.camera,
        "microphone": presence.microphone,
        "hand_since": presence.hand_since.isoformat() if presence.hand_since else None,
        "spotlit": presence.spotlit,
        "note": (presence.note or None) if notes else None,
        **({"put_out": True} if notes and is_put_out else {}),
    }


def _links(session: Session, meeting: Meeting, origin: str) -> dict[str, str]:
    doors = select(Door).where(
        Door.meeting_id == meeting.id, Door.state == DoorState.OPEN, Door.participant_id.is_not(None)
    )
    return {str(door.participant_id): f"{origin}/m/{door.code}" for door in session.scalars(doors)}
