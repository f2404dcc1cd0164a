"""A running conference: who is in, who waits, what is locked, and when it ends (pexip 5)."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from simulators.pexip.call import CHAIR, GUEST, UNKNOWN, Role
from simulators.pexip.clock import Cancels, Clock
from simulators.pexip.configuration import Configuration
from simulators.pexip.happening import Happening, What
from simulators.pexip.participant import Leg, Participant, Place, new_uuid
from simulators.pexip.reasons import HOSTS_LEFT, LEFT, LIMIT, NOBODY_KEEPS_IT, PIN_TIMEOUT, WAITED_IN_VAIN

Watcher = Callable[[Happening], None]

WAITING_SECONDS = 900.0
PROMPT_SECONDS = 120.0
GUESTS_ONLY_SECONDS = 60.0


class Full(Exception):
    """The limit is reached."""

    def __init__(self) -> None:
        super().__init__(LIMIT)


class Conference:
    """One instance of a service, from its first participant to its last. All in the node's loop.

    The limit counts everybody who holds a place: in the conference or waiting for it, with media or without. It does
    not count a PIN prompt, a call that rings, or a participant's second leg. Who is in stays when it is lowered.
    An admitted guest comes in also before a host has started it; the others go on waiting.
    """

    def __init__(self, configuration: Configuration, clock: Clock, watchers: Iterable[Watcher] = ()) -> None:
        self.uuid = new_uuid()
        self.configuration = configuration
        self.clock = clock
        self.watchers = watchers
        self.start_time = clock.now()
        self.started = False
        self.started_by_hand = False
        self.ended = False
        self.locked = configuration.locked
        self.guests_muted = configuration.mute_all_guests
        self.guests_can_unmute = True
        self.limit = configuration.participant_limit
        self.layout: dict[str, Any] = {}
        self.participants: dict[str, Participant] = {}
        self.nodes: set[str] = set()
        self._patience: dict[str, Cancels] = {}
        self._closing: Cancels | None = None

    @property
    def name(self) -> str:
        """Return the service's name, which is the same on all nodes."""
        return self.configuration.name

    def inside(self) -> list[Participant]:
        """Return who is in the conference itself."""
        return [one for one in self.participants.values() if one.is_in]

    def waiting(self) -> list[Participant]:
        """Return who waits for a host or to be admitted, who came first first."""
        return [one for one in self.participants.values() if one.place is Place.WAITING]

    def counted(self) -> int:
        """Return how many the limit counts."""
        return len(self.inside()) + len(self.waiting())

    # In and out

    def join(self, participant: Participant, leg: Leg, place: Place | None = None) -> None:
        """Let somebody arrive: at a PIN prompt or ringing if `place` says so, else where they belong. Raises Full."""
        if place is None and self.is_full():
            raise Full
        self._tell_started(participant.node_ip)
        participant.connect_time = leg.connect_time
        participant.legs.append(leg)
        self.participants[participant.uuid] = participant
        participant.place = place or self._place_for(participant)
        self._arrived(participant)
        self._tell(What.PARTICIPANT_CONNECTED, participant, leg)
        self._settle(participant)

    def seat(self, participant: Participant, role: Role) -> None:
        """Let somebody on from the PIN prompt, or from ringing, as what they are. Raises Full: then nothing is done."""
        if self.is_full():
            raise Full
        participant.role = role
        participant.place = self._place_for(participant)
        self._arrived(participant)
        self._updated(participant)
        self._settle(participant)

    def add_leg(self, participant: Participant, leg: Leg) -> None:
        """Let a participant send media by a leg of its own; a host who does starts the conference."""
        participant.legs.append(leg)
        self._tell(What.PARTICIPANT_CONNECTED, participant, leg)
        self._updated(participant)
        self._settle(participant)

    def drop_leg(self, participant: Participant, leg: Leg) -> None:
        """End a leg that is not the first."""
        participant.legs.remove(leg)
        self._tell(What.PARTICIPANT_DISCONNECTED, participant, leg, reason=LEFT)
        self._updated(participant)
        self._look_after()

    def leave(self, participant: Participant, reason: str = LEFT) -> None:
        """Let somebody be out, for a reason that they and event sinks are told. Nothing happens if they are."""
        if self._out(participant, reason):
            self._look_after()

    def end(self, reason: str) -> None:
        """End it for all."""
        for one in list(self.participants.values()):
            self._out(one, reason)
        self._look_after()

    def leave_node(self, node_ip: str, reason: str) -> None:
        """Let everybody on a node be out."""
        for one in [one for one in self.participants.values() if one.node_ip == node_ip]:
            self._out(one, reason)
        if self.participants:
            self.nodes.discard(node_ip)
        self._look_after()

    def is_full(self) -> bool:
        """Tell whether the next one is one too many."""
        return self.limit is not None and self.counted() >= self.limit

    # What hosts and administrators do

    def start(self, *, by_hand: bool = True) -> None:
        """Start it. Who waits for a host comes in, unless it is locked."""
        if by_hand:
            self.started_by_hand = True
        if not self.started:
            self.started = True
            self._tell_updated()
            self._let_in()
        self._look_after()

    def lock(self) -> None:
        """Let newcomers wait, save hosts with a PIN and whom policy lets past."""
        self._become(locked=True)

    def unlock(self) -> None:
        """Let newcomers in again, and all who waited for that."""
        self._become(locked=False)
        self._let_in()

    def admit(self, participant: Participant) -> None:
        """Let one in who waits; the lock stays."""
        if participant.place is Place.WAITING:
            self._enter(participant)
            self._look_after()

    def mute_guests(self, *, muted: bool) -> None:
        """Mute all guests, those who come later too; or none of them."""
        self._become(guests_muted=muted)
        for one in self.inside():
            if one.role == GUEST:
                self.change(one, is_muted=muted)

    def let_guests_unmute(self, *, can: bool) -> None:
        """Say whether guests who were all muted may unmute themselves."""
        self._become(guests_can_unmute=can)

    def set_role(self, participant: Participant, role: Role) -> None:
        """Make somebody host or guest. A host waits for nobody."""
        self.change(participant, role=role)
        if role == CHAIR and participant.place is Place.WAITING:
            self._enter(participant)
        self._settle(participant)

    def change(self, participant: Participant, **fields: Any) -> None:  # noqa: ANN401  the fields' own types
        """Set fields of a participant, and tell if any was another."""
        before = {name: getattr(participant, name) for name in fields}
        if before != fields:
            for name, value in fields.items():
                setattr(participant, name, value)
            self._updated(participant)

    def present(self, presenter: Participant | None) -> None:
        """Let somebody present, and whoever did no more; None is for nobody."""
        before = [one for one in self.participants.values() if one.is_presenting and one is not presenter]
        for one in before:
            self.change(one, is_presenting=False)
        if presenter is not None:
            self.change(presenter, is_presenting=True)
            self.announce(What.PRESENTATION_START, presenter)
        elif before:
            self.announce(What.PRESENTATION_STOP)

    def transform(self, layout: dict[str, Any]) -> None:
        """Set the layout: what is said is set, the rest stays."""
        self.layout |= layout
        self.announce(What.LAYOUT)

    def announce(self, what: What, participant: Participant | None = None, **details: Any) -> None:  # noqa: ANN401  JSON
        """Tell watchers of what changes nobody: a message, a layout, a referral. `participant` is who is meant."""
        self._tell(what, participant, None, **details)

    # What follows

    def _place_for(self, participant: Participant) -> Place:
        if participant.role == CHAIR:
            passes = self.configuration.has_host_pin or participant.call.call_direction == "dial_out"
            held = self.locked and not passes and not participant.bypass_lock and bool(self.inside())
        else:
            held = not self.started or (self.locked and not participant.bypass_lock)
        return Place.WAITING if held else Place.IN

    def _arrived(self, participant: Participant) -> None:
        seconds = {Place.WAITING: WAITING_SECONDS, Place.PROMPT: PROMPT_SECONDS}.get(participant.place)
        self._forget_patience(participant)
        if seconds is not None:
            reason = WAITED_IN_VAIN if participant.place is Place.WAITING else PIN_TIMEOUT
            give_up = partial(self.leave, participant, reason)
            self._patience[participant.uuid] = self.clock.later(seconds, give_up)
        if participant.is_in and participant.role == GUEST and self.guests_muted:
            participant.is_muted = True

    def _enter(self, participant: Participant) -> None:
        participant.place = Place.IN
        if participant.role == UNKNOWN:
            participant.role = GUEST
        self._arrived(participant)
        self._updated(participant)

    def _let_in(self) -> None:
        for one in self.waiting():
            if self._place_for(one) is Place.IN:
                self._enter(one)
        self._look_after()

    def _settle(self, participant: Participant) -> None:
        if not self.started and participant.is_in and participant.is_host and participant.has_media:
            self.start(by_hand=False)
        self._look_after()

    def _out(self, participant: Participant, reason: str) -> bool:
        if self.participants.pop(participant.uuid, None) is None:
            return False
        participant.gone = reason
        self._forget_patience(participant)
        for leg in reversed(participant.legs):
            self._tell(What.PARTICIPANT_DISCONNECTED, participant, leg, reason=reason)
        return True

    def _keeps(self, participant: Participant) -> bool:
        rule = participant.keeps_alive
        alone = rule == "keep_conference_alive_if_multiple" and len(self.inside()) < 2  # noqa: PLR2004  itself and one
        able = participant.has_media or self.started_by_hand
        return participant.is_host and able and not alone and rule != "keep_conference_alive_never"

    def _look_after(self) -> None:
        """Begin or end the wait for a host, and end the conference when nobody is left."""
        if self.ended:
            return
        if not self.participants:
            self._close()
            return
        inside = self.inside()
        alone = self.started and bool(inside) and not any(self._keeps(one) for one in inside)
        if self.started and not inside:
            self.started = self.started_by_hand = False
            self._tell_updated()
        if not alone:
            self._stay()
        elif self._closing is None:
            reason = NOBODY_KEEPS_IT if any(one.is_host for one in inside) else HOSTS_LEFT
            self._closing = self.clock.later(GUESTS_ONLY_SECONDS, partial(self.end, reason))

    def _stay(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None

    def _close(self) -> None:
        self.ended = True
        self._stay()
        for node_ip in sorted(self.nodes):
            self._tell_of(What.CONFERENCE_ENDED, node_ip)

    def _forget_patience(self, participant: Participant) -> None:
        timer = self._patience.pop(participant.uuid, None)
        if timer is not None:
            timer.cancel()

    def _become(self, **fields: bool) -> None:
        if any(getattr(self, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(self, name, value)
            self._tell_updated()

    # Telling

    def _tell_started(self, node_ip: str) -> None:
        if node_ip not in self.nodes:
            self.nodes.add(node_ip)
            self._tell_of(What.CONFERENCE_STARTED, node_ip)

    def _tell_updated(self) -> None:
        for node_ip in sorted(self.nodes):
            self._tell_of(What.CONFERENCE_UPDATED, node_ip)

    def _updated(self, participant: Participant) -> None:
        for leg in participant.legs:
            self._tell(What.PARTICIPANT_UPDATED, participant, leg)

    def _tell(self, what: What, participant: Participant | None, leg: Leg | None, **details: Any) -> None:  # noqa: ANN401  JSON
        node_ip = participant.node_ip if participant else next(iter(sorted(self.nodes)), "")
        self._hear(Happening(what, self, node_ip, self.clock.now(), participant, leg, details))

    def _tell_of(self, what: What, node_ip: str) -> None:
        self._hear(Happening(what, self, node_ip, self.clock.now()))

    def _hear(self, happening: Happening) -> None:
        for watcher in list(self.watchers):
            watcher(happening)
