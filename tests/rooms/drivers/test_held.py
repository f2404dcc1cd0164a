"""A held room comes back by itself, and stays away where only a person can say that it may be tried again."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.drivers import held as held_module
from rooms.drivers import line as line_module
from rooms.drivers.held import BACK, Held, rest
from rooms.endpoint import Event, Listener
from rooms.errors import (
    AuthenticationRefused,
    BadParameter,
    Busy,
    Lost,
    NotSupported,
    Refused,
    RoomError,
    Unreachable,
    Unreadable,
    Untrusted,
)
from tests.waiting import until

PATHS = (("Status", "Call"), ("Event", "UserInterface"))
LOST = Event("lost", (), {})
RINGING = Event("status", ("Call",), {"Status": "Ringing"})


@dataclass
class Room:
    """What a connection comes to, one after the other; after them every one succeeds."""

    outcomes: list[Exception | None] = field(default_factory=list)
    refused_watch: RoomError | None = None
    said_early: list[Event] = field(default_factory=list)
    watched: list[Sequence[tuple[str, ...]]] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    asked: int = 0
    open: int = 0

    def connect(self) -> Any:
        self.asked += 1
        fault = self.outcomes.pop(0) if self.outcomes else None
        if fault is not None:
            raise fault
        self.open += 1
        return Session(self)


class Session:
    def __init__(self, room: Room) -> None:
        self.room, self.closed = room, False

    def watch(self, paths: Sequence[tuple[str, ...]], listener: Listener) -> Callable[[], None]:
        fault, self.room.refused_watch = self.room.refused_watch, None
        if fault is not None:
            raise fault
        self.room.watched.append(paths)
        self.room.listeners.append(listener)
        if self.room.said_early:
            # As a driver reads: the answer that is waited for stands behind what is told.
            reader = threading.Thread(target=self.read, args=(listener,))
            reader.start()
            reader.join(5)
            assert not reader.is_alive()
            self.room.said_early = []
        return lambda: None

    def read(self, listener: Listener) -> None:
        for event in self.room.said_early:
            listener(event)

    def close(self) -> None:
        self.room.open -= not self.closed
        self.closed = True


@dataclass
class Ear:
    heard: list[Event] = field(default_factory=list)
    rests: list[int] = field(default_factory=list)

    def rest(self, failures: int) -> float:
        self.rests.append(failures)
        return 0.0


@contextmanager
def holding(room: Room, ear: Ear) -> Iterator[Held]:
    """Hold the room; at the end no session and no thread may be left."""
    held = Held(room.connect, PATHS, ear.heard.append, ear.rest)
    held.begin()
    yield held
    held.close()
    held.close()
    until(lambda: not [one for one in threading.enumerate() if one.name == "room held"])
    assert room.open == 0
    with pytest.raises((Unreachable, AuthenticationRefused, Untrusted, NotSupported, BadParameter, Refused)):
        held.endpoint()


def test_it_comes_back_and_hears_the_same_again() -> None:
    room, ear = Room(), Ear()
    with holding(room, ear) as held:
        until(lambda: ear.heard == [BACK])
        first = held.endpoint()
        room.listeners[0](RINGING)
        room.listeners[0](LOST)
        until(lambda: len(ear.heard) == 4)
        assert ear.heard == [BACK, RINGING, LOST, BACK]
        assert room.watched == [PATHS, PATHS]
        assert held.endpoint() is not first
        assert room.open == 1
    assert ear.heard == [BACK, RINGING, LOST, BACK]


def test_the_last_words_of_one_that_is_gone_are_not_told() -> None:
    room, ear = Room(), Ear()
    with holding(room, ear):
        until(lambda: ear.heard)
        room.listeners[0](LOST)
        until(lambda: len(ear.heard) == 3)
        room.listeners[0](RINGING)
        room.listeners[0](LOST)
        assert ear.heard == [BACK, LOST, BACK]
    assert room.asked == 2


def test_it_rests_longer_each_time_and_anew_after_it_was_there_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "STEADY", 0.0)
    room, ear = Room([Unreachable(), Busy(), Lost(), Unreadable()]), Ear()
    with holding(room, ear):
        until(lambda: ear.heard)
        assert ear.rests == [1, 2, 3, 4]
        room.outcomes.append(Unreachable())
        room.listeners[0](LOST)
        until(lambda: len(ear.heard) == 3)
    assert ear.rests == [1, 2, 3, 4, 1]


def test_one_that_lets_us_in_and_is_lost_at_once_again_and_again_is_rested_from() -> None:
    room, ear = Room(), Ear()
    with holding(room, ear):
        for turn in range(3):
            until(lambda turn=turn: len(ear.heard) == 1 + 2 * turn)
            room.listeners[-1](LOST)
        until(lambda: len(ear.heard) == 7)
        assert ear.rests == [1, 2, 3]


@pytest.mark.parametrize(
    "fault", [AuthenticationRefused(), Untrusted("SHA256:x"), NotSupported(), BadParameter("path"), Refused("no right")]
)
def test_it_stops_until_a_person_says_so(fault: RoomError) -> None:
    room, ear = Room([Unreachable(), fault]), Ear()
    with holding(room, ear) as held:
        until(lambda: held.stopped)
        assert held.stopped is fault
        with pytest.raises(type(fault)):
            held.endpoint()
        done = threading.Event()
        held.do(done.set)
        assert done.wait(5)
        assert (room.asked, ear.heard) == (2, [])
        held.begin()
        until(lambda: ear.heard == [BACK])
        assert held.stopped is None
        held.begin()
    assert room.asked == 3


def test_what_is_told_before_it_is_there_is_heard_after_it() -> None:
    room, ear = Room(said_early=[RINGING]), Ear()
    with holding(room, ear):
        until(lambda: len(ear.heard) == 2)
        assert ear.heard == [BACK, RINGING]


def test_one_that_is_lost_before_it_is_there_was_never_there() -> None:
    room, ear = Room(said_early=[RINGING, LOST]), Ear()
    with holding(room, ear):
        until(lambda: ear.heard)
        assert (ear.heard, ear.rests, room.open) == ([BACK], [1], 1)


def test_a_listener_that_is_busy_keeps_nobody_waiting() -> None:
    room, busy, go_on, heard = Room(), threading.Event(), threading.Event(), list[Event]()

    def listener(event: Event) -> None:
        busy.set()
        assert go_on.wait(5)
        heard.append(event)

    held = Held(room.connect, PATHS, listener)
    held.begin()
    assert busy.wait(5)
    room.listeners[0](RINGING)
    assert held.endpoint()
    room.listeners[0](LOST)
    with pytest.raises(Unreachable):
        held.endpoint()
    go_on.set()
    until(lambda: len(heard) == 4)
    assert heard == [BACK, RINGING, LOST, BACK]
    held.close()
    assert room.open == 0


def test_a_listener_that_takes_in_too_little_is_told_that_the_room_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_module, "MOST_WAITING", 1000)
    room, busy, go_on, heard = Room(), threading.Event(), threading.Event(), list[Event]()

    def listener(event: Event) -> None:
        busy.set()
        assert go_on.wait(5)
        heard.append(event)

    held = Held(room.connect, PATHS, listener)
    held.begin()
    assert busy.wait(5)
    for _ in range(100):
        room.listeners[0](RINGING)
    go_on.set()
    until(lambda: len(heard) > 3 and heard[-1] == BACK)
    told = heard[1:-2]
    assert (heard[0], heard[-2], set(map(str, told))) == (BACK, LOST, {str(RINGING)})
    assert 0 < len(told) < 10
    room.listeners[1](RINGING)
    until(lambda: heard[-1] == RINGING)
    held.close()
    assert room.open == 0


def test_what_was_too_much_from_one_session_is_not_held_against_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_module, "MOST_WAITING", 1000)
    room, heard, rests = Room(said_early=[RINGING] * 100), list[Event](), list[int]()

    def rest_and_ring(failures: int) -> float:
        rests.append(failures)
        room.said_early = [RINGING]
        return 0.0

    held = Held(room.connect, PATHS, heard.append, rest_and_ring)
    held.begin()
    until(lambda: len(heard) == 2)
    assert (heard, rests) == ([BACK, RINGING], [1])
    held.close()


def test_what_no_driver_should_raise_is_one_more_failure(caplog: pytest.LogCaptureFixture) -> None:
    room, ear = Room([RuntimeError("can't start new thread for anna"), MemoryError()]), Ear()
    with holding(room, ear):
        until(lambda: ear.heard)
        assert ear.rests == [1, 2]
    assert "RuntimeError" in caplog.text
    assert "anna" not in caplog.text


def test_without_a_thread_left_it_can_be_begun_later(monkeypatch: pytest.MonkeyPatch) -> None:
    room, ear = Room(), Ear()
    held = Held(room.connect, PATHS, ear.heard.append)
    with monkeypatch.context() as without:
        without.setattr(threading.Thread, "start", _no_thread)
        with pytest.raises(RuntimeError):
            held.begin()
    held.begin()
    until(lambda: ear.heard == [BACK])
    held.close()


def _no_thread(_: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_lines_that_break_at_the_password_twice_are_a_refusal_whatever_was_between() -> None:
    room, ear = Room([Lost(), Unreachable(), Busy(), Lost()]), Ear()
    with holding(room, ear) as held:
        until(lambda: held.stopped)
        assert isinstance(held.stopped, AuthenticationRefused)
    assert room.asked == 4


def test_a_room_that_was_there_between_two_broken_lines_is_tried_again() -> None:
    room, ear = Room([Lost()]), Ear()
    with holding(room, ear):
        until(lambda: ear.heard)
        room.outcomes.append(Lost())
        room.listeners[0](LOST)
        until(lambda: len(ear.heard) == 3)


def test_a_room_gone_again_before_it_was_listened_to_is_tried_again() -> None:
    room, ear = Room(refused_watch=Lost()), Ear()
    with holding(room, ear):
        until(lambda: ear.heard)
        assert ear.rests == [1]
        assert room.open == 1


def test_what_cannot_be_listened_to_is_for_a_person() -> None:
    room, ear = Room(refused_watch=NotSupported()), Ear()
    with holding(room, ear) as held:
        until(lambda: held.stopped)
        assert room.open == 0


def test_a_listener_that_fails_costs_nothing() -> None:
    room, told = Room(), threading.Event()

    def listener(event: Event) -> None:
        told.set()
        raise ValueError(event)

    held = Held(room.connect, PATHS, listener)
    held.begin()
    assert told.wait(5)
    until(lambda: room.listeners)
    room.listeners[0](RINGING)
    assert held.endpoint()
    held.close()


def test_closing_while_it_rests_ends_the_attempts() -> None:
    room, resting = Room([Unreachable()] * 3), threading.Event()

    def rest_long(_: int) -> float:
        resting.set()
        return 600.0

    held = Held(room.connect, PATHS, lambda _: None, rest_long)
    held.begin()
    assert resting.wait(5)
    with pytest.raises(Unreachable):
        held.endpoint()
    held.close()
    until(lambda: not [one for one in threading.enumerate() if one.name == "room held"])
    held.begin()
    assert room.asked == 1


def test_a_session_that_comes_after_the_close_is_closed() -> None:
    room, go_on = Room(), threading.Event()

    def connect_late() -> Any:
        assert go_on.wait(5)
        return room.connect()

    heard: list[Event] = []
    held = Held(connect_late, PATHS, heard.append)
    held.begin()
    held.close()
    go_on.set()
    until(lambda: not [one for one in threading.enumerate() if one.name == "room held"])
    assert (room.asked, room.open, heard) == (1, 0, [])


@given(st.integers(1, 100))
def test_it_never_rests_longer_than_a_minute_nor_less_than_half_a_second(failures: int) -> None:
    assert 0.5 <= rest(failures) <= 60.0
    assert rest(failures) <= 2.0 * rest(failures + 1) or failures > 5
