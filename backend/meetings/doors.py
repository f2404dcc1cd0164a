"""Doors: the links our invitations carry, and when they let anybody wait.

The door is ours (decision 1): it stays while type, time and service change, and it shuts at once with the meeting.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from backend.errors import Conflict, Gone, NotFound, Text
from backend.meetings.models import Door, DoorState, Lifecycle, Meeting
from backend.profiles import Profile
from backend.storage import loaded
from backend.video import people
from backend.video.models import Conference

REMOVED_TEXT = Text(
    "Det här mötet är borttaget. Kontakta mottagningen om du undrar.",
    "This meeting has been removed. Contact the clinic if you have questions.",
)
# Says nothing of the meeting, not even that it stands: whoever had the link is not to follow it any longer.
WITHDRAWN_TEXT = Text(
    "Länken gäller inte längre. Har du fått en nyare länk? Använd den. Kontakta annars mottagningen.",
    "This link is no longer valid. Have you been sent a newer link? Use that one. Otherwise contact the clinic.",
)
CHANGED_TEXT = Text(
    "Mötet har ändrats. Kontakta mottagningen.",
    "The meeting has changed. Contact the clinic.",
)
LONGEST_CODE = 43
# A door is never looked at alone: with it come the meeting behind it, its conference, and whose door it is.
_DOOR = (
    select(Door, Conference)
    .join(Door.meeting)
    .outerjoin(Conference, Conference.id == Meeting.conference_id)
    .where(Door.code == bindparam("code"))
    .options(contains_eager(Door.meeting), joinedload(Door.participant))
)


class Standing(StrEnum):
    """How a door stands towards somebody who comes to it now."""

    EARLY = "early"
    OPEN = "open"
    FULL = "full"
    LOCKED = "locked"
    ENDED = "ended"
    REMOVED = "removed"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


# One may wait at a full or locked door: the host sees who waits and decides.
LETS_WAIT = frozenset({Standing.OPEN, Standing.FULL, Standing.LOCKED})
SHUT_FOR_GOOD = {
    Standing.REMOVED: ("meeting-removed", REMOVED_TEXT),
    Standing.CHANGED: ("link-expired", CHANGED_TEXT),
    Standing.WITHDRAWN: ("link-expired", WITHDRAWN_TEXT),
}


@dataclass(frozen=True)
class Hours:
    """From when to when a meeting's door is open without a host in it."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Scene:
    """What the door has to know of the meeting behind it."""

    host_in: bool = False
    full: bool = False
    locked: bool = False
    ended: bool = False


def mint_code() -> str:
    """Return a new door code: 128 random bits."""
    return secrets.token_urlsafe(16)


def known(session: Session, code: str) -> Door | None:
    """Return the door; None when there is none."""
    if len(code) > LONGEST_CODE:
        return None
    door = loaded(session, Door, code)
    if door is None:
        found = session.execute(_DOOR, {"code": code}).first()
        door = found[0] if found is not None else None
    return door


def find(session: Session, code: str) -> Door:
    """Return the door. Raises NotFound."""
    door = known(session, code)
    if door is None:
        raise NotFound("not-found")
    return door


def hours(meeting: Meeting, profile: Profile) -> Hours:
    """Return the door's hours: the booked time, with the profile's minutes before and after."""
    rules = profile.door
    return Hours(
        meeting.start - timedelta(minutes=rules.opens_minutes_before),
        meeting.end + timedelta(minutes=rules.closes_minutes_after),
    )


def is_over(meeting: Meeting, conference: Conference) -> bool:
    """Tell whether people have ended the meeting for good: at its booked start or later, and nobody opened it again.

    What is ended before its time was a rehearsal or a talk beforehand; the booked meeting is still to come.
    """
    return is_ended(meeting) or (conference.ended_at is not None and conference.ended_at >= meeting.start)


def is_ended(meeting: Meeting) -> bool:
    """Tell whether a host has ended the booked meeting itself, and not only what came before it."""
    return meeting.lifecycle == Lifecycle.ENDED and meeting.lifecycle_at >= meeting.start


def stands() -> ColumnElement[bool]:
    """Return what a query of `Meeting` asks for those that are neither removed nor `is_ended`."""
    beforehand = and_(Meeting.lifecycle == Lifecycle.ENDED, Meeting.lifecycle_at < Meeting.start)
    return or_(Meeting.lifecycle == Lifecycle.OPEN, beforehand)


def scene(session: Session, meeting: Meeting, conference: Conference) -> Scene:
    """Return what the door has to know of the meeting behind it, as it is now."""
    there = people.crowd(session, conference.id)
    return Scene(
        host_in=there.hosts > 0,
        full=people.fills(conference, there),
        locked=conference.locked,
        ended=is_over(meeting, conference),
    )


def standing(door: DoorState, lifecycle: Lifecycle, open_hours: Hours, now: datetime, behind: Scene) -> Standing:
    """Return how a door stands. A host in the meeting keeps it open, before its time and after (decision 15)."""
    if door == DoorState.CHANGED:
        return Standing.CHANGED
    if door == DoorState.REMOVED or lifecycle == Lifecycle.REMOVED:
        return Standing.REMOVED
    if not behind.host_in:
        if behind.ended or now > open_hours.closes_at:
            return Standing.ENDED
        if now < open_hours.opens_at:
            return Standing.EARLY
    if behind.locked:
        return Standing.LOCKED
    return Standing.FULL if behind.full else Standing.OPEN


def require_not_shut(now: Standing) -> None:
    """Raise Gone, with why, for a door that is shut for good."""
    if now in SHUT_FOR_GOOD:
        code, text = SHUT_FOR_GOOD[now]
        raise Gone(code, text)


def require_waiting(now: Standing) -> None:
    """Raise Gone for a door that is shut for good, Conflict `not-open` for one that does not let anybody wait now."""
    require_not_shut(now)
    if now not in LETS_WAIT:
        raise Conflict("not-open")
