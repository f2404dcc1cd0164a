"""The door of a meeting held elsewhere: it says where, holds people until it is open, and leads them on when they ask.

Nobody waits with us and nobody's name is asked for: who comes in is for the other system to decide.
"""

from typing import Any

from sqlalchemy.orm import Session

from backend.audit import AccessLog
from backend.errors import Conflict, Text
from backend.meetings import doors
from backend.meetings.about import about_meeting
from backend.meetings.handover import Handover
from backend.meetings.recording import AT_THE_DOOR, Recorder, subjects
from backend.meetings.ways import Way
from backend.patients.service import Visits
from backend.storage import Database
from backend.video.conferences import Conferences
from backend.video.service import Role

Json = dict[str, Any]
_CHANGED = Text(
    "Mötet har ändrats. Din tid är kvar. Läs in sidan på nytt, så ser du hur du kommer in.",
    "The meeting has changed. Your appointment stands. Load the page again to see how to come in.",
)


class Leading:
    """What the door does when nobody waits behind it."""

    def __init__(
        self,
        database: Database,
        visits: Visits,
        conferences: Conferences,
        handover: Handover,
        access_log: AccessLog,
    ) -> None:
        self._database = database
        self._visits = visits
        self._conferences = conferences
        self._handover = handover
        self._recorder = Recorder(access_log)

    def place(self, session: Session, way: Way) -> Json | None:
        """Return where the door leads and whether anybody is led there; None for a door one waits behind."""
        conference = self._conferences.get(session, way.meeting.conference_id)
        place = self._handover.place(way.meeting, conference)
        can = self._conferences.capabilities(conference.service)
        if place is None or can.lobby or can.reports:
            return None
        return {"system": {"sv": place.system.sv, "en": place.system.en}, "allowed": place.allowed}

    def lead(self, code: str, address: str) -> Json:
        """Return the address to go on to, having put in the access log that somebody was led there.

        Raises NotFound, SlowDown, Conflict (not-open, link-not-allowed), Gone, Unavailable.
        """
        with self._database.read() as session:
            way = self._visits.way(session, code, address)
            doors.require_waiting(self._visits.standing(session, way))
            meeting, participant = way.meeting, way.participant
            conference = self._conferences.get(session, meeting.conference_id)
            place = self.place(session, way)
        if place is None:
            raise Conflict("not-open", _CHANGED)
        # Outside any transaction: another service may have to be asked over the network.
        url = self._handover.way(meeting, conference, Role.GUEST).url
        about = subjects([participant]) if participant is not None else ()
        with self._database.write(about_meeting(meeting.id)) as session:
            self._recorder.other(session, "person.handed-over", AT_THE_DOOR, meeting, about, service=conference.service)
        return {"url": url, "system": place["system"]}
