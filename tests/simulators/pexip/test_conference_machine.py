"""Whatever people do in whatever order: the lobby, the lock, the limit and the roles hold."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from simulators.pexip.call import CHAIR, GUEST, Role
from simulators.pexip.conference import Conference, Full
from simulators.pexip.happening import Happening, What
from simulators.pexip.participant import Participant, Place
from tests.simulators.pexip.rig import Stage, fuzzed

_EVENTS = {What.PARTICIPANT_CONNECTED, What.PARTICIPANT_UPDATED, What.PARTICIPANT_DISCONNECTED}
_ABOUT_IT = {What.CONFERENCE_STARTED, What.CONFERENCE_UPDATED, What.CONFERENCE_ENDED}


class Machine(RuleBasedStateMachine):
    @initialize(limit=st.none() | st.integers(1, 6), locked=st.booleans(), pin=st.sampled_from(["", "471104"]))
    def begin(self, *, limit: int | None, locked: bool, pin: str) -> None:
        self.limit = limit
        self.stage = Stage(participant_limit=limit, locked=locked, pin=pin, allow_guests=bool(pin))
        self.stage.cluster.watchers.append(self.hear)
        self.legs: set[str] = set()
        self.running: set[tuple[str, str]] = set()
        self.entitled: set[str] = set()  # guests who may be past the lock

    @property
    def conference(self) -> Conference:
        if self.stage.conference.ended:
            self.stage.again()
        return self.stage.conference

    def hear(self, happening: Happening) -> None:
        """Whoever is told all knows all: each leg and each instance begins once, and ends once."""
        key = (happening.conference.uuid, happening.node_ip)
        if happening.what in _ABOUT_IT:
            assert (key in self.running) is (happening.what is not What.CONFERENCE_STARTED)
            change = self.running.discard if happening.what is What.CONFERENCE_ENDED else self.running.add
            change(key)
        elif happening.what in _EVENTS:
            assert happening.leg is not None
            assert happening.participant is not None
            assert key in self.running
            assert (happening.leg.uuid in self.legs) is (happening.what is not What.PARTICIPANT_CONNECTED)
            gone = happening.what is What.PARTICIPANT_DISCONNECTED
            assert bool(happening.participant.gone) is gone or happening.leg is not happening.participant.legs[0]
            (self.legs.discard if gone else self.legs.add)(happening.leg.uuid)

    @rule(role=st.sampled_from([CHAIR, GUEST]), media=st.booleans(), bypass=st.booleans(), second=st.booleans())
    def come(self, *, role: Role, media: bool, bypass: bool, second: bool) -> None:
        conference, before = self.conference, self.conference.counted()
        guest = role == GUEST and bool(conference.configuration.pin)
        node_ip = "127.0.0.2" if second else "127.0.0.1"
        open_to_all = conference.started and not conference.locked
        try:
            one = self.stage.come(GUEST if guest else CHAIR, media=media, bypass_lock=bypass, node_ip=node_ip)
        except Full:
            assert self.limit is not None
            assert before >= self.limit
            return
        if guest:
            assert one.is_in is (open_to_all or (bypass and conference.started))
            if one.is_in:
                self.entitled.add(one.uuid)
        elif conference.configuration.pin or not conference.locked:
            assert one.is_in

    def pick(self, index: int) -> Participant:
        people = list(self.conference.participants.values())
        return people[index % len(people)]

    def somebody(self) -> bool:
        return bool(self.conference.participants)

    @precondition(somebody)
    @rule(index=st.integers(0, 20))
    def leave(self, index: int) -> None:
        self.conference.leave(self.pick(index))

    @precondition(somebody)
    @rule(index=st.integers(0, 20))
    def admit(self, index: int) -> None:
        one, conference = self.pick(index), self.conference
        before = {other.uuid: other.place for other in conference.participants.values() if other is not one}
        locked = conference.locked
        conference.admit(one)
        self.entitled.add(one.uuid)
        assert one.is_in
        assert conference.locked is locked
        started_by_it = one.is_host and one.has_media and not locked
        if not started_by_it:
            assert before == {other.uuid: other.place for other in conference.participants.values() if other is not one}

    @precondition(somebody)
    @rule(index=st.integers(0, 20), role=st.sampled_from([CHAIR, GUEST]))
    def give_role(self, index: int, role: Role) -> None:
        one = self.pick(index)
        if one.is_in:
            self.entitled.add(one.uuid)
        self.conference.set_role(one, role)

    @precondition(somebody)
    @rule(index=st.integers(0, 20))
    def toggle_media(self, index: int) -> None:
        one = self.pick(index)
        if len(one.legs) > 1:
            self.conference.drop_leg(one, one.legs[-1])
        else:
            self.stage.send_media(one)

    @precondition(somebody)
    @rule()
    def lock(self) -> None:
        self.conference.lock()

    @precondition(somebody)
    @rule()
    def unlock(self) -> None:
        self.conference.unlock()

    @precondition(somebody)
    @rule()
    def start(self) -> None:
        if any(one.is_host and one.is_in for one in self.conference.participants.values()):
            self.conference.start()

    @precondition(somebody)
    @rule(muted=st.booleans())
    def mute(self, *, muted: bool) -> None:
        self.conference.mute_guests(muted=muted)
        assert all(one.is_muted is muted for one in self.conference.inside() if one.role == GUEST)

    @rule(seconds=st.sampled_from([1, 59, 61, 901]))
    def wait(self, seconds: int) -> None:
        self.stage.clock.go(seconds)

    @rule()
    def end(self) -> None:
        self.conference.end("over")

    @rule()
    def stop_a_node(self) -> None:
        self.conference.leave_node("127.0.0.2", "stopped")
        self.running.discard((self.stage.conference.uuid, "127.0.0.2"))

    @invariant()
    def limit_holds(self) -> None:
        assert self.limit is None or self.conference.counted() <= self.limit

    @invariant()
    def nobody_waits_for_nothing(self) -> None:
        conference = self.conference
        if conference.started and not conference.locked:
            assert conference.waiting() == []

    @invariant()
    def guests_are_in_only_when_let_in(self) -> None:
        conference = self.conference
        if conference.started and not conference.locked:
            self.entitled |= {one.uuid for one in conference.inside()}
        for one in conference.inside():
            assert one.is_host or one.uuid in self.entitled or one.bypass_lock

    @invariant()
    def it_runs_as_long_as_somebody_is_there(self) -> None:
        conference = self.stage.conference
        assert (self.stage.cluster.conferences.get(conference.name) is conference) is bool(conference.participants)
        assert {leg.uuid for one in conference.participants.values() for leg in one.legs} == self.legs

    @invariant()
    def a_started_one_has_somebody_in(self) -> None:
        if self.conference.started:
            assert any(one.place is Place.IN for one in self.conference.participants.values())


TestConference = Machine.TestCase
TestConference.settings = fuzzed
