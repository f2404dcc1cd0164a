"""A house that one room's panel asks, with everything in it said by the test; and the room, a software endpoint."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from rooms.drivers import DRIVERS
from rooms.endpoint import Account, Address, Endpoint
from rooms.errors import RoomError
from rooms.standing.at_work import Pace, RoomAtWork
from rooms.standing.house import Passed, Ringing, Stage, Wanted
from rooms.standing.lines import HeldLine, VisitedLine
from rooms.standing.panel import Offer, digest
from rooms.standing.rule import Standing, Way
from rooms.standing.touches import Touch, read
from simulators import roomos
from simulators.roomos.endpoint import HAND
from simulators.roomos.endpoint import Endpoint as Software
from simulators.roomos.errors import Failed
from tests.rooms.drivers.tls_device import Knows
from tests.waiting import until

BARN = ("Barn- och ungdom", "Children and youth")
BUSY_LOOKING = Pace(upkeep=0.5, beginning=0.1, lasting=0.2, known=600, grace=0.5, rest=lambda _: 0.05)
# Visits are paid for: a room takes fifteen questions a second.
VISITING = Pace(upkeep=4.0, beginning=0.2, lasting=0.5, known=6000)


@dataclass
class Home:
    """What the room's people can dial, and what became of it."""

    own: Way | None = None
    unit: tuple[Way, ...] = ()
    offer: Offer = Offer()  # noqa: RUF009 - a tuple
    calls: list[Ringing] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    became_: list[tuple[str, str, str]] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    states: list[bool] = field(default_factory=list)
    reached: int = 0
    posting: int = 0
    lets_through: bool = True
    on: str = ""
    unknowns: int = 0
    hinders: list[RoomError] = field(default_factory=list)
    refused: int = 0
    marks: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def standing(self, room_id: str) -> Standing:
        del room_id
        with self.lock:
            asked = {call.call_id: call.way for call in self.calls if call.stage == "asking"}
            answered = {call.call_id for call in self.calls if call.stage in {"dialling", "connected"}}
        return Standing(self.own, self.unit, asked, self.on, answered, BARN)

    def passes(self, room_id: str, touch: Touch, *, posted: bool) -> Passed:
        del room_id, touch, posted
        self.refused += not self.lets_through
        return Passed.YES if self.lets_through else Passed.STALE

    def unknown(self, room_id: str) -> None:
        del room_id
        self.unknowns += 1

    def mark(self, room_id: str, of: Literal["panel", "question"]) -> str:
        del room_id, of
        self.marks += 1
        return str(self.marks)

    def became(self, call_id: str, stage: Stage, reason: str = "") -> bool:
        with self.lock:
            self.became_.append((call_id, stage, reason))
            over = stage in {"declined", "busy", "failed", "ended"}
            self.calls = [
                replace(call, stage=stage) if call.call_id == call_id else call
                for call in self.calls
                if not (over and call.call_id == call_id)
            ]
        return True

    def entering(self, room_id: str, way: Way) -> None:
        del room_id
        self.entered.append(way.tag)

    def case(self, room_id: str, problem: str) -> bool:
        del room_id
        self.cases.append(problem)
        return True

    def post_to(self, room_id: str) -> None:
        del room_id
        self.posting += 1

    def stands(self, room_id: str, room: Endpoint | None, fault: RoomError | None) -> None:
        del room_id
        if room is not None:
            if self.hinders:
                raise self.hinders[0]
            self.states.append(bool(room.state().calls))
            self.reached += 1
        if fault is not None:
            self.faults.append(type(fault).__name__)

    def offers(self, own: Way | None = None, *unit: Way) -> None:
        """Let the room's people dial these, and the panel say so."""
        self.own, self.unit = own, unit
        self.offer = Offer(
            own.time if own else "",
            BARN if unit else None,
            join_is=digest(own.tag) if own else "",
            unit_is=digest(unit[0].tag) if len(unit) == 1 else "",
        )

    def ring(self, call_id: str, way: Way, stage: str = "wanted") -> None:
        """Let a host call."""
        with self.lock:
            self.calls.append(Ringing(call_id, way, BARN, "care_staff", stage, self.now()))


class Stood:
    """A room and its panel at work; `hold` is to be called while one waits."""

    def __init__(self, software: Software, scheme: str, key: str, pace: Pace = BUSY_LOOKING) -> None:
        self.room, self.home = software, Home()
        software.do(lambda device: device.configure(HAND, ("UserInterface", "Language"), "Swedish"))
        port = software.ssh if scheme == "ssh" else software.https
        address, account = Address(scheme, "127.0.0.1", port), Account(roomos.USER, roomos.PASSWORD)

        def connect() -> Endpoint:
            return DRIVERS[scheme](address, account, Knows(key))

        line = VisitedLine(connect) if scheme == "https" else HeldLine(connect, lambda _: 0.05)
        self.at_work = RoomAtWork("room1", line, self.home, VISITING if line.posts else pace)
        self.at_work.start()

    def until(self, look: Callable[[], object]) -> None:
        """Wait until it is so, with the house telling what it wants meanwhile."""

        def looked() -> object:
            with self.home.lock:
                wanted = Wanted(self.home.offer, tuple(self.home.calls))
            self.at_work.want(wanted)
            return look()

        until(looked, every=0.05)

    @property
    def panels(self) -> set[str]:
        return self.room.do(lambda device: set(device.parts.panels.saved))

    @property
    def buttons(self) -> set[str]:
        return self.room.do(lambda device: set(device.parts.panels.widgets._kinds))

    @property
    def line(self) -> str:
        return self.room.do(lambda device: device.parts.panels.widgets.values.get("svmr_line", ""))

    @property
    def question(self) -> str:
        return self.room.do(lambda device: one.text if (one := device.parts.messages.prompt.message) else "")

    @property
    def told(self) -> str:
        return self.room.do(lambda device: one.text if (one := device.parts.messages.alert.message) else "")

    @property
    def dials(self) -> int:
        return sum(one.path == "Dial" and one.transport != "panel" for one in self.room.log)

    def press(self, button: str) -> None:
        """Press a button; for a room that posts, the post is passed on by the test."""
        self.until(lambda: any(name.startswith(f"svmr_{button}_") for name in self.buttons))
        [widget] = [name for name in self.buttons if name.startswith(f"svmr_{button}_")]
        self.room.press_widget(widget)
        if self.at_work._line.posts:
            touch = read(widget, 0)
            assert touch is not None
            self.at_work.post(touch)

    def answer(self, option: int) -> None:
        """Answer the question."""
        self.until(lambda: self.question)
        feedback = self.room.do(lambda device: device.parts.messages.prompt.message)
        assert feedback is not None
        self.room.answer_prompt(option)
        if self.at_work._line.posts:
            _, about, mark, *more = feedback.feedback_id.split("|")
            self.at_work.post(Touch("answer", about, mark, option, tuple(more)))

    def close(self) -> None:
        self.at_work.close()
        self.at_work.join()
        with suppress(Failed):
            while True:
                self.room.hang_up()
        self.room.do(lambda device: device.command(HAND, ("UserInterface", "Extensions", "Clear")))
        self.room.do(lambda device: device.parts.messages.forget())
        self.room.do(lambda device: device.log.clear())
        until(lambda: not self.room.sessions and not self.room.calls)


@contextmanager
def standing(site: roomos.Site, scheme: str, pace: Pace = BUSY_LOOKING) -> Iterator[Stood]:
    room = site.endpoints[0]
    stood = Stood(room, scheme, room.host_key if scheme == "ssh" else site.tls.fingerprint, pace)
    try:
        yield stood
    finally:
        stood.close()
