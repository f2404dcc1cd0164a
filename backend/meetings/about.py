"""What a writer is about, for `Database.write`: the conference, which all that happens in one meeting goes by.

A meeting may change conference, but only while its writer is alone in the house.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.meetings.models import Door, Meeting
from backend.meetings.series_models import SeriesDoor
from backend.storage import About
from backend.video.about import about_conference


def about_meeting(meeting_id: str) -> About:
    """Return what somebody is about who has the meeting's id."""
    query = select(Meeting.conference_id).where(Meeting.id == meeting_id)
    # Of what does not exist nothing is written.
    return lambda session: about_conference(session.scalar(query) or meeting_id)


def about_door(code: str) -> About:
    """Return what somebody is about who comes to this door. Behind a series' link any of its meetings may be."""
    behind = select(Meeting.conference_id).join(Door, Door.meeting_id == Meeting.id).where(Door.code == code)
    series = select(SeriesDoor.code).where(SeriesDoor.code == code)

    def name(session: Session) -> str | None:
        found = session.scalar(behind)
        return None if found is None and session.scalar(series) else about_conference(found or code)

    return name
