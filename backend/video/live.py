"""Live state: who is in and who waits, kept true by their event streams and told to everybody who looks."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from backend.jobs import Later
from backend.jobs.service import Payload
from backend.video import people
from backend.video.floor import Floor
from backend.video.models import Conference, ConferenceState, Presence, PresenceState
from backend.video.stage import HOSTLESS, LOST

# A phone that changes from wireless to mobile network is back within seconds; after this the person has left.
LOST_SECONDS = 20


class Live(Floor):
    """The whole live state: lobby, floor, and the streams that show who is still there."""

    def register_jobs(self) -> None:
        """Take on the job kinds of the live state. Call once, before the queue starts."""
        self._jobs.register(LOST, self.end_lost)
        self._jobs.register(HOSTLESS, self.end_hostless)

    def heard(self, session: Session, presence: Presence, stream: str) -> None:
        """Note that the person's page listens on `stream`; an earlier stream of theirs is thereby superseded."""
        presence.stream, presence.unheard_since = stream, None
        self._jobs.cancel(session, LOST, presence.id)
        self.tell(session, presence.conference_id)

    def unheard(self, session: Session, presence_id: str, stream: str) -> None:
        """Note that `stream` has broken; without a new one in 20 seconds the person has left."""
        presence = session.get(Presence, presence_id)
        if presence is not None and presence.stream == stream and presence.state in people.HERE:
            self._unheard(session, presence)

    def end_lost(self, payload: Payload) -> None:
        """Let somebody go whose page has not been heard of for too long (job `video.lost`)."""
        with self._database.write() as session:
            presence = session.get(Presence, str(payload["presence"]))
            if presence is None or presence.unheard_since is None:
                return
            left = (presence.unheard_since + timedelta(seconds=LOST_SECONDS) - self._clock.now()).total_seconds()
            if left > 0:
                raise Later(left)
            self.leave(session, presence, reason="lost")

    def resume(self) -> None:
        """Call when the process starts: the streams died with the last one, so each page must be heard anew."""
        with self._database.write() as session:
            for presence in session.scalars(select(Presence).where(Presence.stream.is_not(None))):
                if presence.state in people.HERE:
                    self._unheard(session, presence)
                else:
                    presence.stream = None

    def _unheard(self, session: Session, presence: Presence) -> None:
        presence.stream, presence.unheard_since = None, self._clock.now()
        due = self._clock.now() + timedelta(seconds=LOST_SECONDS)
        self._jobs.put(session, LOST, presence.id, {"presence": presence.id}, run_at=due)


def erase_before(session: Session, moment: datetime) -> int:
    """Blank names and notes of everybody in conferences that were over before `moment` (seed 001: 14 days); how many.

    A conference that somebody is still in is left for the next time.
    """
    busy = select(Presence.conference_id).where(Presence.state == PresenceState.IN)
    gone = and_(Conference.state == ConferenceState.REMOVED, Conference.state_at < moment)
    over = select(Conference.id).where(or_(Conference.end < moment, gone), Conference.id.not_in(busy))
    personal = (Presence.display_name != "") | (Presence.note != "")
    blanked = session.scalars(
        update(Presence)
        .where(Presence.conference_id.in_(over), personal)
        .values(display_name="", note="")
        .returning(Presence.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(blanked.all())
