"""What a writer is about, for `Database.write`: the conference, which all that happens in one meeting goes by.

A meeting may change conference, but only while its writer is alone in the house. What is looked up here is what the
writer works with next: it is read once, when the lock is had.
"""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.meetings import doors, loading
from backend.meetings.series_models import SeriesDoor
from backend.storage import About, Lookup
from backend.video.about import about_conference


def about_meeting(meeting_id: str) -> About:
    """Return what somebody is about who has the meeting's id."""

    def name(session: Session) -> str:
        found = loading.meeting(session, meeting_id)
        # Of what does not exist nothing is written.
        return about_conference(found.conference_id if found is not None else meeting_id)

    return Lookup(f"meeting {meeting_id}", name)


def about_door(code: str) -> About:
    """Return what somebody is about who comes to this door. Behind a series' link any of its meetings may be."""

    def name(session: Session) -> str | None:
        door = doors.known(session, code)
        if door is not None:
            return about_conference(door.meeting.conference_id)
        return None if session.scalar(_SERIES, {"code": code}) else about_conference(code)

    return Lookup(f"door {code}", name)


_SERIES = select(SeriesDoor.code).where(SeriesDoor.code == bindparam("code"))
