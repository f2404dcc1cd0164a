"""The patient's visit: coming to a door, waiting behind it, being in, and leaving.

Looking at a door never changes anything: links are opened by scanners long before people do (decision 1).
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from backend.audit import AccessLog
from backend.clock import Clock
from backend.errors import Conflict, FieldFault, NotFound, SlowDown, Text, Unauthenticated
from backend.meetings import attendance, doors, names, ways
from backend.meetings.about import about_door
from backend.meetings.handover import Handover
from backend.meetings.models import Meeting, Participant
from backend.meetings.recording import AT_THE_DOOR, Recorder, subjects
from backend.meetings.ways import Way
from backend.patients import visitors
from backend.patients.arriving import Ahead, Who
from backend.patients.limits import Limits
from backend.patients.visitors import Visitor, about_visitor
from backend.profiles import Profile
from backend.storage import Database, new_id
from backend.video import people
from backend.video.about import about_presence
from backend.video.bearers import GUEST, digest, mint
from backend.video.conferences import Conferences
from backend.video.live import Live
from backend.video.lobby import Arrival
from backend.video.models import Conference, Presence, PresenceState
from backend.video.service import Role
from backend.video.stage import conference_topic, person_topic

Json = dict[str, Any]
Told = tuple[str, Json]
# More than any waiting room holds; beyond it somebody is playing with the common link.
MOST_WAITING = 200
_HELD_ELSEWHERE = Text(
    "Mötet hålls i ett annat system. Din tid är kvar. Läs in sidan på nytt och tryck på Anslut, så leds du dit.",
    "The meeting is held in another system. Your appointment stands. Load the page again and press Join to be led "
    "there.",
)
_IN_ELSEWHERE = Text(
    "Länken används redan i mötet på en annan enhet. Vill du byta till den här?",
    "The link is already in use in the meeting on another device. Do you want to move to this one?",
)


class Ear(NamedTuple):
    """What the stream of somebody who only looks listens to.

    Behind a series' link, dates may come that nobody can listen to yet.
    """

    topics: tuple[str, ...]
    is_series: bool


class Opened(NamedTuple):
    """A page that listens: whose presence it shows, where messages to them are left, and what it shows first."""

    presence_id: str
    mailbox: str
    told: list[Told]


class Visits:
    """What somebody with a link can do."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        conferences: Conferences,
        live: Live,
        limits: Limits,
        access_log: AccessLog,
        handover: Handover,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._conferences = conferences
        self._handover = handover
        self._live = live
        self._limits = limits
        self._recorder = Recorder(access_log)

    def way(self, session: Session, code: str, address: str, bearer: str | None = None) -> Way:
        """Return where the link leads now, counting the call unless a bearer of a meeting behind it comes along.

        Whoever comes back to a meeting that can still be gone to is led there, also by the link of a series.
        Raises NotFound, SlowDown.
        """
        return self._way(session, code, address, visitors.find(session, code, bearer))

    def _way(self, session: Session, code: str, address: str, visitor: Visitor | None) -> Way:
        mine = visitor.meeting_id if visitor is not None else None
        try:
            way = self._find(session, code, mine)
        except NotFound:
            self._limits.unknown(address)
            raise
        if mine is None or way.meeting_id != mine:
            self._limits.known(code, address)
        elif way.is_series and self.standing(session, way) not in doors.LETS_WAIT:
            return self._find(session, code, None)
        return way

    def _find(self, session: Session, code: str, mine: str | None) -> Way:
        return ways.find(session, code, self._profile, self._clock.now(), mine)

    def standing(self, session: Session, way: Way) -> doors.Standing:
        """Return how the door stands now."""
        if way.is_withdrawn:
            return doors.Standing.WITHDRAWN
        meeting = way.meeting
        behind = doors.scene(session, meeting, self._conferences.get(session, meeting.conference_id))
        return doors.standing(
            way.state, meeting.lifecycle, doors.hours(meeting, self._profile), self._clock.now(), behind
        )

    def join(self, code: str, address: str, bearer: str | None, request: Json) -> Json:
        """Let somebody wait and return who they are and the bearer they act with from now on.

        With the bearer of an earlier page one goes on as the same person, and stays in if one is in. Through a personal
        link one is known already; through the common link one says a name. A page that is in and listens keeps its
        place until the newcomer says `move`, who then waits: a link alone never gets anybody past the lobby. One that
        waits is not asked for: whoever presses is where they look, and the other page is told.
        Where the service reports, `url` is the person's own way on to it, the same again for who comes back.
        Raises NotFound, SlowDown, Conflict (not-open; with a fault at /move when `move` has to be said), Gone,
        Malformed (no name), Invalid (too-long), Unavailable.
        """
        ahead = self._ask_ahead(code, address, bearer, request) if self._conferences.controls.any else None
        with self._database.write(about_door(code)) as session:
            visitor = visitors.find(session, code, bearer)
            door = (
                self._way(session, code, address, visitor)
                if ahead is None
                else self._find(session, code, ahead.meeting_id)
            )
            conference = self._conferences.get(session, door.meeting.conference_id)
            people.everybody(session, conference.id)
            doors.require_waiting(self.standing(session, door))
            can = self._conferences.capabilities(conference.service)
            if not (can.lobby or can.reports):
                raise Conflict("not-open", _HELD_ELSEWHERE)
            newcomer = (ahead.person if ahead else "") or new_id("p")
            who = self._who(session, door, _there(visitor, conference), request, newcomer)
            if can.reports:
                self._handover.require_ready(conference)
                _require_same(ahead, conference, who)
            participant = self._participant(session, door, who, address)
            resume = who.resume
            token = mint(GUEST)
            arrival = Arrival(
                person=participant.id,
                display_name=participant.name,
                camera=request.get("camera", False),
                microphone=request.get("microphone", False),
                token_hash=digest(token),
            )
            if can.reports:
                self._live.come(session, conference, arrival, Role.GUEST, resume=resume)
            else:
                self._live.wait(session, conference, arrival, resume=resume)
            self._recorder.other(
                session, "person.arrived", AT_THE_DOOR, door.meeting, subjects([participant]), again=resume
            )
            joined = {"participant": participant.id, "token": token}
        return joined | ({"url": ahead.url} if ahead is not None and can.reports else {})

    def _ask_ahead(self, code: str, address: str, bearer: str | None, request: Json) -> Ahead:
        """Return the way on where the service reports, before anything is written of who asks for it."""
        with self._database.read() as session:
            visitor = visitors.find(session, code, bearer)
            door = self._way(session, code, address, visitor)
            conference = self._conferences.get(session, door.meeting.conference_id)
            if not self._conferences.capabilities(conference.service).reports:
                return Ahead(door.meeting_id)
            people.everybody(session, conference.id)
            doors.require_waiting(self.standing(session, door))
            self._handover.require_ready(conference)
            who = self._who(session, door, _there(visitor, conference), request, new_id("p"))
            if who.participant is None:
                self._require_place(session, door, address, who.person)
            meeting = door.meeting
            shown_as = who.name if door.participant is not None else names.typed(who.name, meeting.language)
        # Outside any transaction: the service may have to be asked over the network.
        if who.anew:
            self._handover.close(conference, who.person)
        way = self._handover.way(meeting, conference, Role.GUEST, shown_as, who.person)
        url = way.without(request.get("off", ()))
        return Ahead(meeting.id, conference.reference or "", who.person, who.token, url, anew=who.anew)

    def _who(self, session: Session, door: Way, earlier: Visitor | None, request: Json, newcomer: str) -> Who:
        known = earlier.participant if earlier is not None else None
        name = names.clean(request.get("name", ""))
        if door.participant is not None:
            participant, name = door.participant, door.participant.name or name
        elif known is not None and not known.removed:
            participant, name = known, name or known.name
        else:
            return Who(None, newcomer, names.required(name))
        resume = known is participant
        before = people.find(session, door.meeting.conference_id, participant.id)
        if not (resume or request.get("move", False)):
            _require_free(before)
        anew = before is not None and _needs_another_way(before, resume=resume)
        token = before.token_hash if before is not None else None
        return Who(participant, participant.id, name, token, resume=resume, anew=anew)

    def tell(self, code: str, bearer: str, request: Json) -> None:
        """Note camera, microphone and hand. Raises Unauthenticated, Conflict (not-open) for one who has left."""
        with self._database.write(about_door(code)) as session:
            presence = self._presence(session, code, visitors.find(session, code, bearer))
            if presence.state not in people.HERE:
                raise Conflict("not-open")
            camera, microphone = request.get("camera"), request.get("microphone")
            if camera is not None or microphone is not None:
                self._live.set_media(session, presence, camera=camera, microphone=microphone)
            if "hand" in request:
                self._live.raise_hand(session, presence, up=request["hand"])

    def leave(self, code: str, bearer: str) -> None:
        """Leave the meeting or the waiting room; twice is no error. Raises Unauthenticated.

        Whom the service has told of is hung up there, if that can be done from here, and has left when it says so.
        """
        with self._database.write(about_door(code)) as session:
            presence = self._presence(session, code, visitors.find(session, code, bearer))
            if presence.state in people.HERE and presence.call is not None:
                self._live.end_call(session, presence)
                return
            if presence.state in (*people.HERE, PresenceState.COMING):
                participant = session.get_one(Participant, presence.person)
                meeting = session.get_one(Meeting, participant.meeting_id)
                self._recorder.other(session, "person.left", AT_THE_DOOR, meeting, subjects([participant]))
            self._live.leave(session, presence)
            self._live.not_coming(session, presence)

    def ear(self, code: str, address: str) -> Ear:
        """Return what the stream of somebody who only looks has to listen to.

        Raises NotFound, SlowDown, and Gone for a door that is shut for good.
        """
        with self._database.read() as session:
            door = self.way(session, code, address)
            doors.require_not_shut(self.standing(session, door))
            topics = (conference_topic(door.meeting.conference_id), *self._near(session, door))
            return Ear(tuple(dict.fromkeys(topics)), door.is_series)

    def _near(self, session: Session, door: Way) -> list[str]:
        # What happens to another meeting of a series, its removal or its host, may change which one the link leads to.
        rows = ways.near(session, door.code, self._clock.now()) if door.is_series else ()
        return [conference_topic(row.conference_id) for row in rows]

    def require_known(self, code: str, address: str, bearer: str) -> None:
        """Refuse a bearer that nobody at this door has, before anything is taken for it, and count the call.

        Raises NotFound, SlowDown, Unauthenticated.
        """
        with self._database.read() as session:
            visitor = visitors.find(session, code, bearer)
            try:
                self._presence(session, code, visitor)
            except (NotFound, Unauthenticated):
                self._way(session, code, address, visitor)
                raise

    def open(self, code: str, address: str, bearer: str, stream: str, hear: Callable[[Iterable[str]], None]) -> Opened:
        """Let a visitor's page listen on `stream`, in one transaction; `hear` is told what to listen to.

        Raises as `require_known`.
        """
        with self._live.opening(stream), self._database.write(about_visitor(code, bearer)) as session:
            visitor = visitors.find(session, code, bearer)
            door = self._way(session, code, address, visitor)
            presence = self._presence(session, code, visitor)
            topics = {conference_topic(door.meeting.conference_id), conference_topic(presence.conference_id)}
            mailbox = person_topic(presence.person)
            # Before anything that may change is read: what happens from here on is news.
            hear((*topics, mailbox))
            if presence.state in people.HERE:
                self._live.heard(session, presence, stream)
            return Opened(presence.id, mailbox, self._told(session, code, bearer, stream))

    def hang_up(self, presence_id: str, stream: str) -> None:
        """Note that `stream` has ended."""
        self._live.closed(stream)
        with self._database.write(about_presence(presence_id)) as session:
            self._live.unheard(session, presence_id, stream)

    def told(self, code: str, bearer: str | None, stream: str) -> list[Told]:
        """Return what the visitor's page shows, as named events, a `bye` last when it is over."""
        with self._database.read() as session:
            return self._told(session, code, bearer, stream)

    def _told(self, session: Session, code: str, bearer: str | None, stream: str) -> list[Told]:
        visitor = visitors.find(session, code, bearer)
        door = self._find(session, code, visitor.meeting_id if visitor is not None else None)
        if visitor is not None and visitor.presence.state == PresenceState.IN:
            people.everybody(session, visitor.presence.conference_id)
        now = self.standing(session, door)
        told: list[Told] = [("door", self.door_news(door, now))]
        if bearer is not None:
            return told + self._own(session, visitor, stream)
        return [*told, ("bye", {"reason": "removed"})] if now in doors.SHUT_FOR_GOOD else told

    def door_news(self, door: Way, now: doors.Standing) -> Json:
        """Return the `door` event; `series` says that the link is a series', and so `ended` that it was the last.

        Behind a withdrawn link there is no time: the meeting's is not for who had it.
        """
        meeting = door.meeting
        if now == doors.Standing.WITHDRAWN:
            return {"state": now, "series": False, "language": meeting.language}
        return {
            "state": now,
            "series": door.is_series,
            "opens_at": doors.hours(meeting, self._profile).opens_at.isoformat(),
            "start": meeting.start.isoformat(),
            "end": meeting.end.isoformat(),
            "language": meeting.language,
        }

    def _presence(self, session: Session, code: str, visitor: Visitor | None) -> Presence:
        if visitor is None or self._find(session, code, visitor.meeting_id).meeting_id != visitor.meeting_id:
            raise Unauthenticated("unauthenticated")
        return visitor.presence

    def _own(self, session: Session, visitor: Visitor | None, stream: str) -> list[Told]:
        presence = visitor.presence if visitor is not None else None
        if presence is None or (presence.state in people.HERE and presence.stream not in (None, stream)):
            return [("bye", {"reason": "moved"})]
        conference = self._conferences.get(session, presence.conference_id)
        told: list[Told] = [("presence", attendance.own(session, presence, conference))]
        if presence.state == PresenceState.IN:
            told.append(("participants", {"participants": attendance.for_guest(session, conference.id)}))
        reason = attendance.farewell(presence)
        return [*told, ("bye", {"reason": reason})] if reason else told

    def _participant(self, session: Session, door: Way, who: Who, address: str) -> Participant:
        if who.participant is not None:
            who.participant.name = who.name
            return who.participant
        guest = Participant(
            id=who.person,
            meeting_id=door.meeting_id,
            kind="guest",
            name=who.name,
            invited=False,
            created_at=self._clock.now(),
        )
        self._require_place(session, door, address, guest.id)
        session.add(guest)
        return guest

    def _require_place(self, session: Session, door: Way, address: str, newcomer: str) -> None:
        # Only who is new by the common link can be refused: a flood there must not shut out those we know.
        waiting = people.those(session, door.meeting.conference_id, *people.NOT_IN_YET)
        if len(waiting) >= MOST_WAITING:
            raise SlowDown("slow-down")
        self._limits.newcomer(door.code, address, newcomer, {presence.person for presence in waiting})


def _require_free(presence: Presence | None) -> None:
    if presence is None or presence.state != PresenceState.IN:
        return
    if presence.stream is not None or presence.call is not None:
        raise Conflict("not-open", _IN_ELSEWHERE, (FieldFault("/move", "not-open"),))


def _there(visitor: Visitor | None, conference: Conference) -> Visitor | None:
    return visitor if visitor is not None and visitor.presence.conference_id == conference.id else None


def _needs_another_way(presence: Presence, *, resume: bool) -> bool:
    """Tell whether the way in that somebody had is to be closed: they were sent away, or have not shown its bearer.

    Whoever is let in by a way is shown what those who are in are shown: nobody else may hold it beside them.
    """
    return people.was_sent_away(presence.state, presence.reason) or not resume


def _require_same(ahead: Ahead | None, conference: Conference, who: Who) -> None:
    """Refuse to write down a way that was asked for before the person's place or the conference became another."""
    if ahead is None or ahead.reference != conference.reference:
        raise Conflict("not-open", _HELD_ELSEWHERE)
    if (ahead.person, ahead.token) != (who.person, who.token) or (who.anew and not ahead.anew):
        raise Conflict("not-open", _IN_ELSEWHERE, (FieldFault("/move", "not-open"),))
