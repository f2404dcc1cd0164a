"""The host's page as it listens: what it is shown of the people in a meeting, and what is recorded of that."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.meetings import attendance
from backend.meetings.about import about_meeting
from backend.meetings.hosting import Hosting, require_meeting
from backend.meetings.models import Meeting
from backend.meetings.recording import shown_subjects
from backend.meetings.view import state
from backend.profiles import Profile
from backend.storage import Database
from backend.video import people
from backend.video.about import about_bearer
from backend.video.bearers import digest
from backend.video.conferences import Conferences
from backend.video.live import Live
from backend.video.models import Presence
from backend.video.stage import conference_topic, person_topic

Json = dict[str, Any]
Told = tuple[str, Json]


class Ear(NamedTuple):
    """A host's page that listens: where messages are left, whose it is, and the people (id and name) it has shown."""

    mailbox: str
    user: str
    shown: set[tuple[str, str | None]]


class Opened(NamedTuple):
    """A page that has just begun to listen, what it shows first, and whether its host is in from it."""

    ear: Ear
    told: list[Told]
    attending: bool


class HostListening:
    """Lets the pages of hosts listen, and tells them how their meeting is."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        conferences: Conferences,
        live: Live,
        hosting: Hosting,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._conferences = conferences
        self._live = live
        self._hosting = hosting

    def require_known(self, bearer: str, meeting_id: str) -> None:
        """Refuse a bearer that no host of the meeting has, before anything is taken for it. Raises Unauthenticated."""
        with self._database.read() as session:
            self._hosting.rights.known(session, bearer, meeting_id)

    def open(self, bearer: str, meeting_id: str, stream: str, hear: Callable[[Iterable[str]], None]) -> Opened:
        """Let a host's page listen on `stream`, in one transaction; `hear` is told what to listen to.

        Whom the page shows as it opens is recorded; for whoever comes later, call `record_shown`.
        Raises Unauthenticated.
        """
        with self._live.opening(stream), self._database.write(about_meeting(meeting_id)) as session:
            host = self._hosting.rights.session(session, bearer, meeting_id)
            meeting = require_meeting(session, meeting_id)
            mailbox = person_topic(host.participant_id)
            # Before anything that may change is read: what happens from here on is news.
            hear((conference_topic(meeting.conference_id), mailbox))
            attending = self._attend(session, people.by_token(session, host.token_hash), stream)
            told = self._told(session, bearer, meeting_id, stream, attending=attending)
            rows = _people(told)
            self._hosting.record(session, "people.shown", host.user, meeting, shown_subjects(rows))
            return Opened(Ear(mailbox, host.user, {_who(row) for row in rows}), told, attending)

    def record_shown(self, ear: Ear, meeting_id: str, told: Iterable[Told]) -> None:
        """Record whom the stream is about to show for the first time. Writes nothing when that is nobody."""
        fresh = [row for row in _people(told) if row["kind"] != "staff" and _who(row) not in ear.shown]
        if not fresh:
            return
        with self._database.write(about_meeting(meeting_id)) as session:
            meeting = require_meeting(session, meeting_id)
            self._hosting.record(session, "people.shown", ear.user, meeting, shown_subjects(fresh))
        ear.shown.update(_who(row) for row in fresh)

    def attend(self, bearer: str, stream: str) -> bool:
        """Note that the host's page listens on `stream`, if the host has come in from it; True when that is so."""
        with self._database.write(about_bearer(digest(bearer))) as session:
            return self._attend(session, people.by_token(session, digest(bearer)), stream)

    def _attend(self, session: Session, presence: Presence | None, stream: str) -> bool:
        if presence is None or presence.state not in people.HERE:
            return False
        self._live.heard(session, presence, stream)
        return True

    def hang_up(self, bearer: str, stream: str) -> None:
        """Note that `stream` has ended."""
        self._live.closed(stream)
        with self._database.write(about_bearer(digest(bearer))) as session:
            presence = people.by_token(session, digest(bearer))
            if presence is not None:
                self._live.unheard(session, presence.id, stream)

    def told(self, bearer: str, meeting_id: str, stream: str, *, attending: bool) -> list[Told]:
        """Return what a host's page shows, as named events, a `bye` last when the host is out.

        Who may host no more is told nothing but that. `attending` says that the host was in on this stream before: only
        such a page can have been moved away from.
        """
        with self._database.read() as session:
            return self._told(session, bearer, meeting_id, stream, attending=attending)

    def _told(self, session: Session, bearer: str, meeting_id: str, stream: str, *, attending: bool) -> list[Told]:
        meeting = require_meeting(session, meeting_id)
        people.everybody(session, meeting.conference_id)
        presence = people.by_token(session, digest(bearer))
        reason = _farewell(presence, stream, attending=attending)
        if not self._hosting.rights.holds(session, bearer, meeting_id):
            return [("bye", {"reason": reason or "removed"})]
        told: list[Told] = [
            ("meeting", self._meeting(session, meeting)),
            ("participants", {"participants": attendance.for_host(session, meeting)}),
        ]
        if presence is not None:
            conference = self._conferences.get(session, presence.conference_id)
            told.append(("presence", attendance.own(session, presence, conference)))
        return [*told, ("bye", {"reason": reason})] if reason else told

    def _meeting(self, session: Session, meeting: Meeting) -> Json:
        conference = self._conferences.get(session, meeting.conference_id)
        named, reason = state(
            meeting,
            conference,
            host_in=people.has_host(session, conference.id),
            now=self._clock.now(),
            closes_after=self._profile.door.closes_minutes_after,
        )
        return {
            "state": named,
            "state_reason": reason,
            "start": meeting.start.isoformat(),
            "end": meeting.end.isoformat(),
            "participant_limit": conference.participant_limit,
            "in_count": people.in_count(session, conference.id),
            "locked": conference.locked,
            "hands_at": conference.hands_at.isoformat() if conference.hands_at else None,
            "ending_at": conference.ending_at.isoformat() if conference.ending_at else None,
            "ending_reason": conference.ending_reason,
        }


def _people(told: Iterable[Told]) -> list[Json]:
    return [row for name, data in told if name == "participants" for row in data["participants"]]


def _who(row: Json) -> tuple[str, str | None]:
    return row["id"], row["name"]


def _farewell(presence: Presence | None, stream: str, *, attending: bool) -> str | None:
    if attending and (presence is None or presence.stream not in (None, stream)):
        return "moved"
    return attendance.farewell(presence) if presence is not None else None
