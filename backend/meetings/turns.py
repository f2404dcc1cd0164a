"""The moments when a door opens or shuts by the clock alone: nobody does anything then, yet pages have to be told."""

from datetime import timedelta

from sqlalchemy import and_, or_, select

from backend.clock import Clock
from backend.meetings.models import Lifecycle, Meeting
from backend.profiles import Profile
from backend.push import Hub
from backend.storage import Database
from backend.video.stage import conference_topic


class Turns:
    """Wakes the pages of meetings whose door has turned since the last look. Call `look` every few seconds."""

    def __init__(self, database: Database, clock: Clock, profile: Profile, hub: Hub) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._opens = timedelta(minutes=profile.door.opens_minutes_before)
        self._closes = timedelta(minutes=profile.door.closes_minutes_after)
        self._looked = clock.now()

    def look(self) -> None:
        """Tell whoever looks at a meeting whose door opened or shut since the last call."""
        since, now = self._looked, self._clock.now()
        turned = select(Meeting.conference_id).where(
            Meeting.lifecycle != Lifecycle.REMOVED,
            or_(
                # A door is open at its first moment and still open at its last (doors.standing).
                and_(Meeting.start > since + self._opens, Meeting.start <= now + self._opens),
                and_(Meeting.end >= since - self._closes, Meeting.end < now - self._closes),
            ),
        )
        with self._database.read() as session:
            conferences = session.scalars(turned).all()
        for conference_id in conferences:
            self._hub.publish(conference_topic(conference_id))
        self._looked = now
