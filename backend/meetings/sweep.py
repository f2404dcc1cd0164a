"""The clean-up after meetings: nothing is cut by it, and no door is shut while its time may still come."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.audit import AccessLog
from backend.clock import Clock
from backend.errors import Conflict
from backend.meetings import remembering
from backend.meetings.models import Lifecycle, Meeting
from backend.meetings.recording import SYSTEM, Recorder
from backend.meetings.service import Meetings
from backend.profiles import Profile
from backend.storage import Database
from backend.video import overview
from backend.video.conferences import Conferences
from backend.video.models import Conference
from backend.video.provisioning import GONE

log = structlog.get_logger(__name__)
_BATCH = 200


class Sweep:
    """Takes away drafts whose appointment never came, and lets the conferences of past meetings go."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        meetings: Meetings,
        conferences: Conferences,
        access_log: AccessLog,
    ) -> None:
        self._database = database
        self._clock = clock
        self._closes_after = timedelta(minutes=profile.door.closes_minutes_after)
        self._meetings = meetings
        self._conferences = conferences
        self._recorder = Recorder(access_log)

    def run(self) -> None:
        """Sweep once. A draft is taken away only when its booked time has passed and nobody ever came.

        The link of a draft may have been sent already, and no client tells us for sure that an appointment was thrown
        away; until the time has passed, a door too many harms nobody and a door too few may shut a patient out
        (docs/decisions/0019).
        """
        now = self._clock.now()
        with self._database.write() as session:
            remembering.forget(session, now)
            for meeting in self._past(session, now - self._closes_after):
                try:
                    self._finish(session, meeting)
                except Conflict:
                    # Somebody is still in: the meeting goes on, and the next sweep looks again.
                    log.info("meetings.still-live", meeting=meeting.id)

    def _past(self, session: Session, moment: datetime) -> list[Meeting]:
        query = (
            select(Meeting)
            .join(Conference, Conference.id == Meeting.conference_id)
            .where(Meeting.end < moment, Meeting.lifecycle != Lifecycle.REMOVED, Conference.state.not_in(GONE))
        )
        return list(session.scalars(query.order_by(Meeting.end).limit(_BATCH)))

    def _finish(self, session: Session, meeting: Meeting) -> None:
        if meeting.lifecycle == Lifecycle.REMOVED:
            # It has gone with the draft of a series, a moment ago.
            return
        used = overview.was_used(session, meeting.conference_id)
        if meeting.appointment_expected and meeting.appointment_item is None and not used:
            self._meetings.take_away(session, meeting, "appointment-never-came")
            self._recorder.other(session, "meeting.removed", SYSTEM, meeting, reason="appointment-never-came")
            self._meetings.end_draft(session, meeting)
            return
        if overview.hosted(session, [meeting.conference_id]):
            raise Conflict("meeting-live")
        if meeting.lifecycle == Lifecycle.OPEN:
            meeting.lifecycle, meeting.lifecycle_reason = Lifecycle.ENDED, "time-passed"
            meeting.lifecycle_at = self._clock.now()
        self._conferences.drop(session, meeting.conference_id, "time-passed")
