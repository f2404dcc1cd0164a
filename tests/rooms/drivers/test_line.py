"""The line to a room: when it is made anew, when only a person may say so, and what is done over it meanwhile."""

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from rooms.drivers import line as line_module
from rooms.drivers.line import Line, rests
from rooms.endpoint import Endpoint
from rooms.errors import AuthenticationRefused, KeyUnusable, Lost, NotSupported, RoomError, Unreachable, Untrusted
from tests.rooms.xapi.scripted import ScriptedChannel, endpoint
from tests.waiting import until

NEVER = (1000.0,)


class Way:
    """Connects, or fails as told; so does the making ready."""

    def __init__(self, *faults: RoomError, unready: Sequence[RoomError] = ()) -> None:
        self.faults, self.unready = list(faults), list(unready)
        self.channels: list[ScriptedChannel] = []
        self.back: list[Endpoint] = []
        self.tries = 0

    def connect(self) -> Endpoint:
        self.tries += 1
        if self.faults:
            raise self.faults.pop(0)
        room, channel = endpoint()
        self.channels.append(channel)
        return room

    def prepare(self, _: Endpoint) -> None:
        if self.unready:
            raise self.unready.pop(0)


Make = Callable[[Way, Sequence[float]], Line]


@pytest.fixture
def begun() -> Iterator[Make]:
    """Begin lines; at the end none is left."""
    lines: list[Line] = []

    def make(way: Way, pauses: Sequence[float]) -> Line:
        line = Line(way.connect, way.prepare, way.back.append, rests(pauses))
        lines.append(line)
        line.begin()
        return line

    yield make
    for line in lines:
        line.close()
        line.join()


def settled(line: Line) -> None:
    """Wait until the line has done what it does by itself now."""
    done = threading.Event()
    line.do(done.set)
    assert done.wait(10)


def test_it_is_kept_and_made_anew_when_it_was_let_go_of(begun: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    way = Way()
    line = begun(way, NEVER)
    settled(line)
    first = line.endpoint()
    assert (line.endpoint(), way.back) == (first, [first])
    monkeypatch.setattr(line_module, "STEADY", 0.0)
    line.drop(first)
    line.drop(first)
    until(lambda: len(way.back) == 2)
    assert way.channels[0].closed
    assert line.endpoint() is way.back[1]
    line.drop(first)
    settled(line)
    assert (line.endpoint(), way.tries) == (way.back[1], 2)


def test_after_a_failure_it_is_left_alone_until_it_is_time(begun: Make) -> None:
    way = Way(Unreachable("dark"))
    line = begun(way, NEVER)
    for _ in range(3):
        settled(line)
        with pytest.raises(Unreachable):
            line.endpoint()
    assert way.tries == 1
    assert 400 <= (line._seconds_left() or 0) <= 1000
    line.again()
    until(lambda: way.back)


@pytest.mark.parametrize("fault", [AuthenticationRefused("no"), Untrusted("SHA256:x")])
def test_a_refused_account_and_a_strange_key_are_tried_again_only_when_a_person_says_so(
    begun: Make, fault: RoomError
) -> None:
    way = Way(fault)
    line = begun(way, (0.0,))
    for _ in range(3):
        settled(line)
        with pytest.raises(type(fault)):
            line.endpoint()
    assert (way.tries, line.stopped) == (1, fault)
    line.again()
    until(lambda: way.back)
    assert (way.tries, line.stopped) == (2, None)


def test_a_key_file_that_is_mended_needs_nobodys_word(begun: Make) -> None:
    way = Way(KeyUnusable("none"), KeyUnusable("none"))
    begun(way, (0.0,))
    until(lambda: way.back)
    assert way.tries == 3


def test_closed_it_connects_no_more_and_one_made_meanwhile_is_closed(begun: Make) -> None:
    way = Way()
    line = begun(way, (0.0,))
    settled(line)
    line.close()
    line.join()
    line.begin()
    line.again()
    with pytest.raises(Unreachable):
        line.endpoint()
    assert way.tries == 1
    assert way.channels[0].closed

    class Slow(Way):
        def connect(self) -> Endpoint:
            late.close()
            return super().connect()

    slow = Slow()
    late = Line(slow.connect, slow.prepare, slow.back.append, rests((0.0,)))
    late.begin()
    late.join()
    assert slow.channels[0].closed
    assert slow.back == []


def test_closing_ends_the_session_under_who_waits_for_it_to_be_made_ready(begun: Make) -> None:
    class Waiting(Way):
        def prepare(self, room: Endpoint) -> None:
            self.unready.append(Lost("the session ended"))
            until(lambda: self.channels[0].closed)
            super().prepare(room)

    way = Waiting()
    line = begun(way, (0.0,))
    until(lambda: way.unready)
    line.close()
    line.join()
    assert (way.tries, way.back) == (1, [])


def test_a_room_that_lacks_what_is_needed_is_not_signed_in_to_over_and_over(begun: Make) -> None:
    way = Way(unready=[NotSupported("no events over this way")])
    line = begun(way, (0.0,))
    settled(line)
    assert (way.tries, type(line.stopped)) == (1, NotSupported)
    assert way.channels[0].closed
    line.begin()
    until(lambda: way.back)
    assert way.tries == 2


def test_a_line_that_breaks_at_sign_in_twice_waits_for_a_person(begun: Make) -> None:
    way = Way(Lost("while signing in"), Unreachable("dark"), Lost("while signing in"))
    line = begun(way, (0.0,))
    until(lambda: line.stopped)
    assert (way.tries, type(line.stopped)) == (3, AuthenticationRefused)


def test_once_it_was_let_in_broken_lines_are_counted_anew(begun: Make) -> None:
    way = Way(Lost("while signing in"), unready=[Lost("afterwards"), Unreachable("dark"), Lost("afterwards")])
    line = begun(way, (0.0,))
    until(lambda: way.back)
    assert (way.tries, line.stopped) == (5, None)


def test_jobs_are_done_in_their_order_and_none_costs_the_room(begun: Make) -> None:
    way, done = Way(), list[int]()
    line = begun(way, NEVER)
    for number in range(3):
        line.do(lambda number=number: done.append(number))
        line.do(lambda: 1 // 0)
    settled(line)
    assert done == [0, 1, 2]
    assert line.endpoint() is way.back[0]
