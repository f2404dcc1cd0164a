"""The rules of a conference against rooms that do whatever they please."""

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms.conference.course import step
from rooms.conference.messages import (
    Action,
    Ask,
    CallChanged,
    Dial,
    Dialled,
    HasLeft,
    Leave,
    LineBack,
    LineLost,
    Look,
    Looked,
    Message,
    NoContact,
    Press,
    Pressed,
    Resumed,
    Seen,
    Tick,
)
from rooms.conference.presses import NotNow
from rooms.conference.state import Course, read, written
from tests.rooms.conference.planned import OPENS, PLAN, SITES


@dataclass
class Room:
    """What a real room would do."""

    power: bool = True
    line: bool = True  # we hold a session with it
    calls: dict[str, Seen] = field(default_factory=dict)
    booked: bool = False
    yes: bool = False  # its people have said so, and not taken it back
    said: bool = False  # a yes, since we last lost contact
    question: bool = False
    looked: bool = False  # free of others when it was last looked at
    changed: bool = False

    @property
    def there(self) -> bool:
        return self.power and self.line


class World(RuleBasedStateMachine):
    """Rooms whose people, power and lines do as they please, and a controller that is killed at any moment."""

    @initialize()
    def open(self) -> None:
        self.now = OPENS
        self.course = Course("tag")
        self.rooms = {site: Room() for site in SITES}
        self.queues: dict[str, deque[Action]] = {site: deque() for site in SITES}
        self.numbers = 0
        self.told: Message | None = None
        self.press(Press.BEGIN, "a")

    def tell(self, message: Message) -> None:
        self.course, actions = step(PLAN, self.course, message, self.now)
        for action in actions:
            self.queues[action.site_id].append(action)

    def fresh(self) -> str:
        self.numbers += 1
        return str(self.numbers)

    @rule(press=st.sampled_from(Press), site=st.sampled_from((*SITES, "x")))
    def press(self, press: Press, site: str) -> None:
        if press in {Press.BEGIN, Press.JOIN, Press.DECLINE} and site in self.rooms:
            # Done in the room itself.
            if not self.rooms[site].there:
                return
            self.rooms[site].yes = self.rooms[site].said = press is not Press.DECLINE
        # An end in the middle is rare, else there is nothing but ends.
        if press is not Press.END or self.numbers % 5 == 0:
            with suppress(NotNow):
                self.tell(Pressed(f"press-{self.fresh()}", press, site))

    @rule(site=st.sampled_from(SITES))
    def people_say_yes(self, site: str) -> None:
        if self.rooms[site].question:
            self.press(Press.JOIN, site)

    @rule(site=st.sampled_from(SITES), tried_again=st.booleans())
    def the_line_breaks_under_what_is_done(self, site: str, *, tried_again: bool) -> None:
        if self.queues[site] and self.rooms[site].there:
            self.do(site, lost=True)
            self.line(site)
            if tried_again:
                # By somebody elsewhere. The room is reached first, and what is to be done there comes after.
                self.press(Press.RETRY, site)
                self.line(site)
                while self.queues[site]:
                    self.do(site)

    @rule(site=st.sampled_from(SITES), answer_is_lost=st.booleans(), late=st.booleans())
    def act(self, site: str, *, answer_is_lost: bool, late: bool) -> None:
        if self.queues[site]:
            self.do(site, lost=answer_is_lost)
            # What had been asked of the room in an earlier life comes once more, too late.
            if late and self.told is not None:
                self.tell(self.told)

    @rule()
    def all_act(self) -> None:
        for site, queue in self.queues.items():
            while queue:
                self.do(site)

    def do(self, site: str, *, lost: bool = False) -> None:
        action, room = self.queues[site].popleft(), self.rooms[site]
        turn = getattr(action, "turn", None)
        if turn not in {None, self.course.sites[site].turn}:
            return
        answer = self.done_by(room, action) if room.there else None
        self.told = answer
        if turn is not None and not isinstance(action, Ask):
            self.tell(NoContact(site, turn) if lost or answer is None else answer)

    def done_by(self, room: Room, action: Action) -> Message | None:
        theirs = [call for call in room.calls.values() if not call.ours]
        match action:
            case Look(site_id, turn):
                room.looked, room.changed = not theirs and not room.booked, False
                return Looked(site_id, turn, tuple(room.calls.values()), room.booked)
            case Ask(site_id, turn):
                assert room.looked or room.changed, "asked people who are in another call"
                room.question = True
            case Dial(site_id, turn):
                assert room.yes, "dialled a room whose people had not said yes"
                assert room.looked or room.changed, "dialled without looking, or a room that was taken"
                assert not any(call.ours for call in room.calls.values()), "dialled twice"
                call_id = self.fresh()
                room.calls[call_id] = Seen(call_id, ours=True, connected=False)
                return Dialled(site_id, turn, call_id)
            case Leave(site_id, turn, call_ids, restore):
                for call_id in call_ids:
                    assert call_id not in room.calls or room.calls[call_id].ours, "hung up somebody else's call"
                    room.calls.pop(call_id, None)
                assert not restore or not theirs or room.changed, "put back a room that is somebody else's now"
                room.question = False
                return HasLeft(site_id, turn)
        return None

    @rule(site=st.sampled_from(SITES), connects=st.booleans(), told=st.booleans())
    def call_goes_on(self, site: str, *, connects: bool, told: bool) -> None:
        room = self.rooms[site]
        if not room.calls:
            return
        call = next(iter(room.calls.values()))
        after = replace(call, connected=True)
        room.calls[call.call_id] = after
        if not connects:
            del room.calls[call.call_id]
            # Who hangs up has not said yes to coming back.
            room.yes = room.yes and not call.connected
        room.changed = True
        if told and room.there:
            self.tell(CallChanged(site, after, gone=not connects))

    @rule(site=st.sampled_from(SITES), told=st.booleans())
    def people_are_called_by_others(self, site: str, *, told: bool) -> None:
        room = self.rooms[site]
        if not room.power:
            return
        call_id = self.fresh()
        room.calls[call_id] = Seen(call_id, ours=False, connected=True)
        room.changed = True
        if told and room.line:
            self.tell(CallChanged(site, room.calls[call_id]))

    @rule(site=st.sampled_from(SITES))
    def others_book(self, site: str) -> None:
        self.rooms[site].booked, self.rooms[site].changed = not self.rooms[site].booked, True

    @rule(site=st.sampled_from(SITES))
    def power(self, site: str) -> None:
        room = self.rooms[site]
        room.power, was_there = not room.power, room.there
        room.calls, room.question, room.changed = {}, False, True
        room.yes = room.said = False
        if room.line:
            self.tell(LineLost(site) if was_there else LineBack(site))

    @rule(site=st.sampled_from(SITES))
    def line(self, site: str) -> None:
        """Whoever comes back to a dark room, or to one that we did not hold, says yes anew."""
        room = self.rooms[site]
        room.line = not room.line
        room.yes = room.said = False
        if room.power:
            self.tell(LineBack(site) if room.line else LineLost(site))

    @rule(seconds=st.sampled_from([1, 11, 50, 130, 400]))
    def time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.tell(Tick())

    @rule()
    def killed(self) -> None:
        # What had been given to a room to do is not done; what was done and not told is not known.
        self.queues = {site: deque() for site in SITES}
        for room in self.rooms.values():
            room.line, room.yes, room.said = True, False, False
        self.course = read(written(self.course))
        self.tell(Resumed())

    @invariant()
    def one_call_of_ours_at_most(self) -> None:
        assert all(sum(call.ours for call in room.calls.values()) <= 1 for room in self.rooms.values())

    @invariant()
    def no_yes_outlives_the_line_it_came_by(self) -> None:
        for site, state in self.course.sites.items():
            assert state.agreed_at is None or self.rooms[site].said, site

    def teardown(self) -> None:
        """However it went: once it is ended and the rooms answer, no call of ours is left and no other was touched."""
        if self.course.begun_at is None:
            return
        for room in self.rooms.values():
            room.power = room.line = True
        theirs = {site: [call for call in room.calls.values() if not call.ours] for site, room in self.rooms.items()}
        if self.course.running:
            self.tell(Pressed("the-end", Press.END, "a"))
        for _ in range(200):
            for site, queue in self.queues.items():
                while queue:
                    self.do(site)
            self.now += timedelta(seconds=11)
            self.tell(Tick())
        assert self.course.over, self.course.sites
        for site, room in self.rooms.items():
            assert list(room.calls.values()) == theirs[site]
            assert not room.question


World.TestCase.settings = settings(max_examples=40, stateful_step_count=40)
TestWorld = World.TestCase
