"""The floor: what people do who are in, and what hosts do to them."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.errors import Text
from backend.jobs.service import Later, Payload
from backend.video import people, withdrawal
from backend.video.about import about_conference
from backend.video.lobby import Arrival, Lobby
from backend.video.models import Conference, Presence, PresenceState
from backend.video.reports import CALLED, kind_of
from backend.video.service import Glimpse, Role
from backend.video.stage import HOST_LEFT, HOSTLESS, LOCK, not_here
from backend.video.withdrawal import Withdrawal

_NOT_IN = Text(
    "Personen är inte i mötet längre. Inget är ändrat. Titta i deltagarlistan.",
    "The person is no longer in the meeting. Nothing has changed. Look in the participant list.",
)


class Floor(Lobby):
    """Being in, leaving, and ending. Hosts count towards the limit like everybody else."""

    def enter_host(self, session: Session, conference: Conference, arrival: Arrival) -> Presence:
        """Let a host in past the lobby; the countdown stops and what had ended is open again.

        Raises Invalid `limit-exceeded`; a host who is in already only moves to the new page.
        """
        people.everybody(session, conference.id)
        presence = people.find(session, conference.id, arrival.person)
        if presence is None or presence.state != PresenceState.IN:
            self._room_for_one(session, conference)
        if presence is None:
            presence = self._new(conference, arrival, Role.HOST)
            people.add(session, presence)
        if presence.state != PresenceState.IN:
            presence.since, presence.muted, presence.note = self._clock.now(), False, ""
        presence.role, presence.state, presence.reason = Role.HOST, PresenceState.IN, ""
        self._host_back(session, conference)
        self._arrive(session, presence, arrival)
        return presence

    def make_host(self, session: Session, conference_id: str, person: str) -> None:
        """Make somebody who is in a host too. Raises NotFound, Conflict when the person is not in."""
        conference = self._conference(session, conference_id)
        self._inside(session, conference, person).role = Role.HOST
        self._host_back(session, conference)
        self.tell(session, conference_id)

    def mute(self, session: Session, conference_id: str, person: str) -> None:
        """Mute one person, who may unmute themselves. Raises NotFound, Conflict when the person is not in."""
        presence = self._inside(session, self._conference(session, conference_id), person)
        presence.muted, presence.microphone = True, False
        self.tell(session, conference_id)

    def mute_guests(self, session: Session, conference_id: str) -> None:
        """Mute everybody who is in and not a host. Raises NotFound."""
        self._conference(session, conference_id)
        for presence in people.those(session, conference_id, PresenceState.IN):
            if presence.role == Role.GUEST:
                presence.muted, presence.microphone = True, False
        self.tell(session, conference_id)

    def unmute(self, session: Session, conference_id: str, person: str) -> None:
        """Take a host's muting away; their own microphone stays as they have it. Raises as `mute`."""
        self._inside(session, self._conference(session, conference_id), person).muted = False
        self.tell(session, conference_id)

    def unmute_guests(self, session: Session, conference_id: str) -> None:
        """Take a host's muting away from everybody who is in and not a host. Raises NotFound."""
        self._conference(session, conference_id)
        for presence in people.those(session, conference_id, PresenceState.IN):
            if presence.role == Role.GUEST:
                presence.muted = False
        self.tell(session, conference_id)

    def remove(self, session: Session, conference_id: str, person: str) -> None:
        """Put one who is in out; twice is no error. Whoever is called is hung up, answered or not.

        Raises NotFound, Conflict when the person is not in.
        """
        conference = self._conference(session, conference_id)
        presence = self._person(session, conference, person)
        if presence.state == PresenceState.REMOVED:
            return
        if not (kind_of(person) == CALLED and presence.state in people.NOT_IN_YET):
            presence = self._inside(session, conference, person)
        self._out(session, presence, PresenceState.REMOVED, "removed")
        self._after(session, conference, presence)

    def sent_away_there(
        self, session: Session, conference_id: str, person: str, state: PresenceState, call: str | None
    ) -> None:
        """Note that a host of ours had this call of somebody hung up (`DENIED`, `REMOVED`), wherever they are since.

        The service may have told of it already, or another host have let them in meanwhile. Nothing is done about who
        left otherwise, or is there by another call. Raises NotFound.
        """
        conference = self._conference(session, conference_id)
        presence = self._person(session, conference, person)
        if presence.state == PresenceState.LEFT and people.was_sent_away(presence.state, presence.reason):
            presence.state, presence.reason, presence.call = state, state, None
            session.flush()
            self.tell(session, conference_id)
        elif presence.state in people.HERE and call is not None and presence.call == call:
            self._out(session, presence, state, state)
            self._after(session, conference, presence)

    def send_away(self, session: Session, conference_id: str, person: str, *, for_good: bool = False) -> None:
        """Let somebody be gone, wherever they are, and end the way in they had; twice is no error.

        Also one who has left: where people are led on, the way in they had may be open. `for_good`: nobody lets them on
        again, so whatever the service tells before their way in is shut changes nothing. Raises NotFound.
        """
        presence = self._person(session, self._conference(session, conference_id), person)
        is_in = presence.state == PresenceState.IN
        if is_in:
            self.remove(session, conference_id, person)
        elif presence.state in people.NOT_IN_YET:
            self.deny(session, conference_id, person)
        elif presence.state == PresenceState.LEFT:
            self._out(session, presence, PresenceState.REMOVED, "removed")
            self.tell(session, conference_id)
        withdrawal.put(self._jobs, session, Withdrawal(presence.id, is_in=is_in, for_good=for_good))

    def still_there(self, session: Session, presence_id: str, call: str | None, *, is_in: bool) -> None:
        """Show somebody as in whom we have put out, and whom the service can't be asked to hang up now, until it tells.

        `is_in`: they were when that was done, or it has told so since. Their `reason` then still says what a host of
        ours wanted. Nothing is done about who is out by the service's own word, or has come by another call.
        """
        presence = session.get(Presence, presence_id)
        if presence is None or call is None or presence.call != call:
            return
        if not is_in or presence.state not in people.SENT_AWAY:
            return
        conference = self._conference(session, presence.conference_id)
        people.everybody(session, conference.id)
        presence.state = PresenceState.IN
        session.flush()
        if presence.role == Role.HOST:
            self._host_back(session, conference)
        self.tell(session, conference.id)

    def lock(self, session: Session, conference_id: str, *, locked: bool) -> None:
        """Lock (nobody is let in, whoever is in stays) or unlock. Raises NotFound."""
        self._conference(session, conference_id).locked = locked
        # What a host says now counts, and not what one said before.
        self._jobs.cancel(session, LOCK, conference_id)
        self.tell(session, conference_id)

    def is_locked_again(self, session: Session, conference_id: str) -> None:
        """Note that what a host had locked is so again at the service (job `video.lock`). Raises NotFound."""
        self._conference(session, conference_id).locked = True
        self.tell(session, conference_id)

    def raise_hand(self, session: Session, presence: Presence, *, up: bool) -> None:
        """Raise or take down one's hand. A hand that is already up keeps its place. Nothing happens in the lobby."""
        if presence.state == PresenceState.IN:
            presence.hand_since = (presence.hand_since or self._clock.now()) if up else None
            self.tell(session, presence.conference_id)

    def lower_hand(self, session: Session, conference_id: str, person: str) -> None:
        """Take down the hand of one who is in. Raises NotFound, Conflict when the person is not in."""
        self._inside(session, self._conference(session, conference_id), person).hand_since = None
        self.tell(session, conference_id)

    def spotlight(self, session: Session, conference_id: str, person: str, *, on: bool) -> None:
        """Note that one who is in is shown large for all, or no more. Raises NotFound, Conflict as `lower_hand`."""
        self._inside(session, self._conference(session, conference_id), person).spotlit = on
        self.tell(session, conference_id)

    def begin_look(self) -> datetime:
        """Return the moment as it is: whoever comes in while the service is looked at may not have been seen."""
        return self._clock.now()

    def looked(self, session: Session, conference_id: str, glimpse: Glimpse, began: datetime) -> None:
        """Bring hands, spotlights and cameras in line with what a look at the service shows. Raises NotFound.

        Of two hosts who look at the same time the one who began last is believed, whoever was answered first.
        """
        conference = self._conference(session, conference_id)
        if conference.hands_at is not None and began < conference.hands_at:
            return
        conference.hands_at = began
        for presence in people.those(session, conference_id, PresenceState.IN):
            if presence.call is not None:
                presence.hand_since = glimpse.hands.get(presence.call)
                presence.spotlit = presence.call in glimpse.spotlit
                presence.camera = glimpse.cameras.get(presence.call, presence.camera)
        self.tell(session, conference_id)

    def set_media(
        self, session: Session, presence: Presence, *, camera: bool | None = None, microphone: bool | None = None
    ) -> None:
        """Note what is switched on; None leaves it. Switching one's microphone on takes a host's muting away."""
        if camera is not None:
            presence.camera = camera
        if microphone is not None:
            presence.microphone = microphone
            presence.muted = presence.muted and not microphone
        self.tell(session, presence.conference_id)

    def leave(self, session: Session, presence: Presence, *, reason: str = "left") -> None:
        """Let somebody go who is in or waits. With the last host gone, the others are out after a while (seed 002)."""
        if presence.state in people.HERE:
            conference = self._conference(session, presence.conference_id)
            was_in = presence.state == PresenceState.IN
            self._out(session, presence, PresenceState.LEFT, reason)
            if was_in:
                self._after(session, conference, presence, f"host-{reason}")
            self.tell(session, presence.conference_id)

    def end_for_all(self, session: Session, conference_id: str, reason: str = "ended-by-host") -> None:
        """End now, for those who are in, wait or are on the way. Raises NotFound; twice is no error."""
        self._end(session, self._conference(session, conference_id), reason, over=True)

    def end_hostless(self, payload: Payload) -> None:
        """End a conference whose hosts are still gone when the countdown is over (job `video.hostless`).

        Only a host's own leaving shuts the door: one who was cut off may come back, and people may want to wait.
        """
        with self._database.write(about_conference(str(payload["conference"]))) as session:
            conference = self._conference(session, str(payload["conference"]))
            due = conference.ending_at
            if due is None or people.has_host(session, conference.id):
                return
            if (left := (due - self._clock.now()).total_seconds()) > 0:
                # Another machine's clock goes ahead of ours: what ends the countdown must not be lost for that.
                raise Later(left)
            if any(presence.call is not None for presence in people.those(session, conference.id, PresenceState.IN)):
                # The service ends it by itself, and tells when it has.
                return
            over = conference.ending_reason == HOST_LEFT and not self._expects_host(session, conference)
            self._end(session, conference, conference.ending_reason, over=over)

    def _end(self, session: Session, conference: Conference, reason: str, *, over: bool) -> None:
        # Who was led on and has not got there finds it over: nobody is on the way to what is no more.
        states = (PresenceState.COMING, *people.HERE) if over else (PresenceState.IN,)
        for presence in people.those(session, conference.id, *states):
            self._out(session, presence, PresenceState.LEFT, "ended")
        conference.ending_at, conference.ending_reason, conference.locked = None, reason, False
        conference.ended_at = self._clock.now() if over else None
        for kind in (HOSTLESS, LOCK):
            self._jobs.cancel(session, kind, conference.id)
        self.tell(session, conference.id)

    def _expects_host(self, session: Session, conference: Conference) -> bool:
        # Somebody waits and their time is not out: a colleague may be on the way, so the door is not shut on them.
        waits = people.those(session, conference.id, PresenceState.WAITING)
        return bool(waits) and self._clock.now() < conference.end

    def _after(self, session: Session, conference: Conference, gone: Presence, reason: str = HOST_LEFT) -> None:
        if gone.role == Role.HOST:
            self._host_gone(session, conference, reason)
        self.tell(session, conference.id)

    def _inside(self, session: Session, conference: Conference, person: str) -> Presence:
        presence = self._person(session, conference, person)
        if presence.state != PresenceState.IN:
            raise not_here(_NOT_IN)
        return presence
