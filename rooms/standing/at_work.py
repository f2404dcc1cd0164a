"""One room's standing panel at work: a thread that shows it, takes touches one at a time, and follows what was dialled.

What is remembered of a room is only what saves asking it again; after a restart all of it is found out anew.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from queue import SimpleQueue
from typing import NamedTuple

from rooms.drivers.held import BACK, rest
from rooms.drivers.line import Rest
from rooms.endpoint import Capability, Endpoint, Event
from rooms.errors import Busy, Lost, RoomError, Unreachable
from rooms.standing import deeds
from rooms.standing.house import House, Passed, Ringing, Stage, Wanted
from rooms.standing.lines import Line
from rooms.standing.rule import Case, Deed, Enter, Question, Say, Standing, TurnDown, decide, may_ask
from rooms.standing.touches import Touch, touched, unknown
from rooms.standing.words import role, say

_LOG = logging.getLogger(__name__)
# No panel offers it.
_NOTHING = Wanted().offer._replace(mark="nothing")
NAME, SERIAL = "Skyddat vårdmöte", "skyddat-vardmote"
_LONG_ENOUGH = timedelta(seconds=deeds.RING_SECONDS)
_TOO_LONG_AWAY = timedelta(seconds=20)
# However much happens in a call, the room is not looked over more often for that, in seconds.
_NOT_OFTENER = 2.0


class Pace(NamedTuple):
    """How often, in seconds, a room is looked at: beside its presses, while a call begins, and while it lasts.

    `known` is for how long the room may believe that we are there, `grace` for how long a call that was just dialled,
    or is just being taken down, may not be seen. `rest`: how long it is left after so many failures in a row.
    """

    upkeep: float
    beginning: float
    lasting: float
    known: int
    grace: float = 3.0
    rest: Rest = rest


HELD, VISITED = Pace(30.0, 0.5, 5.0, 90), Pace(60.0, 2.0, 15.0, 180)


@dataclass
class _Followed:
    """A call of ours in the room. `call` is the host's call it answers, "" for the room's own."""

    call: str
    since: float
    connected: bool = False
    looked_at: float = field(default=0.0)


class RoomAtWork:
    """One room. Always to be closed."""

    def __init__(self, room_id: str, line: Line, house: House, pace: Pace | None = None) -> None:
        self.room_id = room_id
        self._line, self._house = line, house
        self._pace = pace or (VISITED if line.posts else HELD)
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._is_due = threading.Event()
        self._closing = threading.Event()
        self._wanted = Wanted()
        self._shown = _NOTHING
        self._text = ""
        self._asked: set[str] = set()
        self._followed: dict[str, _Followed] = {}
        self._upkeep_at, self._kept_up_at = 0.0, 0.0
        self._failures, self._rests_until = 0, 0.0
        self._there = False
        self._thread = threading.Thread(target=self._run, name=f"panel {room_id}", daemon=True)

    @property
    def stopped(self) -> RoomError | None:
        """Return why the room is left alone until a person says so, None when it is not."""
        return self._line.stopped

    def start(self) -> None:
        """Begin: reach the room, show the panel."""
        self._thread.start()
        self._line.begin(self._hear)

    def again(self) -> None:
        """Try a room that was left alone, as a person has mended why."""
        self._line.begin(self._hear)

    def want(self, wanted: Wanted) -> None:
        """Let the room be like this; to be called about twice a second, also when nothing has changed."""
        self._wanted = wanted
        if not self._is_due.is_set():
            self._is_due.set()
            self._jobs.put(self._look_around)

    def post(self, touch: Touch) -> None:
        """Take a touch that the room posted."""
        self._jobs.put(partial(self._take, touch, posted=True))

    def restarted(self) -> None:
        """Look to all of it anew: the room says that it has started."""
        self._jobs.put(self._forget)

    def close(self) -> None:
        """End the session and the thread; nobody is hung up, and the panel stays for whoever holds the room next."""
        self._closing.set()
        self._jobs.put(None)
        self._line.close()

    def join(self) -> None:
        """Wait for the thread to end, after `close`."""
        if self._thread.is_alive():
            self._thread.join()
        self._line.close()

    def _hear(self, event: Event) -> None:
        """Take note of what the room tells."""
        if event is BACK:
            self._jobs.put(self._forget)
        elif event.kind == "lost":
            self._jobs.put(self._lose)
        elif event.path[-2:] == ("Widget", "LayoutUpdated"):
            self._jobs.put(self._write_again)
        elif event.kind == "status":
            self._jobs.put(self._see_call)
        elif (touch := touched(event)) is not None:
            self._jobs.put(partial(self._take, touch, posted=False))
        elif unknown(event):
            self._house.unknown(self.room_id)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None and not self._closing.is_set():
            try:
                job()
            except RoomError as fault:
                self._failed(fault)
            except Exception as fault:  # noqa: BLE001 - whatever it is, the panel must answer the next press
                _LOG.error("panel of room %s: %s", self.room_id, type(fault).__name__)

    def _failed(self, fault: RoomError) -> None:
        _LOG.info("panel of room %s: %s", self.room_id, type(fault).__name__)
        self._failures += 1
        self._rests_until = time.monotonic() + self._pace.rest(self._failures)
        self._house.stands(self.room_id, None, fault)

    def _within(self, job: Callable[[Endpoint], None]) -> None:
        with self._line.room() as room:
            job(room)
        self._failures = 0

    def _forget(self) -> None:
        """Look to all of it anew: what was shown before may be gone."""
        self._there = True
        self._shown, self._text, self._upkeep_at, self._rests_until = _NOTHING, "", 0.0, 0.0
        self._asked.clear()

    def _see_call(self) -> None:
        """Follow what is called; and tell soon how the room is, as whoever stands at its door must know."""
        self._upkeep_at = min(self._upkeep_at, self._kept_up_at + _NOT_OFTENER)
        self._within(partial(self._follow, at_once=True))

    def _lose(self) -> None:
        self._there, self._upkeep_at = False, 0.0

    def _look_around(self) -> None:
        self._is_due.clear()
        self._give_up_calls()
        now = time.monotonic()
        if self._there and now >= self._rests_until and self._has_work():
            self._within(self._work)
        elif not self._there and now >= self._upkeep_at:
            self._upkeep_at = now + self._pace.upkeep
            self._house.stands(self.room_id, None, self._line.stopped or Unreachable("not held now"))

    def _has_work(self) -> bool:
        now, calls = time.monotonic(), self._wanted.calls
        return (
            self._wanted.offer != self._shown
            or now >= self._upkeep_at
            or any(
                call.stage == "wanted" or (call.stage == "asking") != (call.call_id in self._asked) for call in calls
            )
            or bool(self._asked - {call.call_id for call in calls})
            or any(self._is_new(call) for call in calls)
            or any(self._due(one, now) for one in self._followed.values())
        )

    def _work(self, room: Endpoint) -> None:
        """Do what is due in the room, the people first."""
        for call in self._wanted.calls:
            if call.stage in {"wanted", "asking"} and call.call_id not in self._asked:
                self._ring(room, call)
            elif self._is_new(call):
                self._followed[call.way.tag] = _Followed(call.call_id, time.monotonic(), call.stage == "connected")
        for gone in self._asked - {call.call_id for call in self._wanted.calls if call.stage in {"wanted", "asking"}}:
            deeds.withdraw(room, gone)
            self._asked.discard(gone)
        self._follow(room)
        try:
            # First: what is pressed on a panel must come to us.
            if time.monotonic() >= self._upkeep_at:
                self._keep_up(room)
        finally:
            # What is not to be had for the upkeep never keeps an old panel standing.
            if self._wanted.offer != self._shown:
                self._show(room)

    def _show(self, room: Endpoint) -> None:
        if {Capability.PANELS, Capability.MESSAGES} <= room.capabilities():
            offer = self._wanted.offer
            mark = self._house.mark(self.room_id, "panel") if self._line.posts else ""
            deeds.show(room, offer._replace(mark=mark), deeds.language_of(room))
            self._shown = offer
            deeds.write(room, self._text)

    def _keep_up(self, room: Endpoint) -> None:
        """Say that we are there, see that the panel and the slot are, and tell how the room is."""
        self._kept_up_at = time.monotonic()
        self._upkeep_at = self._kept_up_at + self._pace.upkeep
        able = room.capabilities()
        if Capability.ANNOUNCE in able:
            with suppress(*deeds.DONE_WITHOUT):
                room.announce(NAME, SERIAL, seconds=self._pace.known)
        if self._line.posts:
            self._house.post_to(self.room_id)
        if Capability.PANELS in able and not deeds.is_shown(room):
            self._shown = _NOTHING
        self._house.stands(self.room_id, room, None)

    def _write_again(self) -> None:
        if self._text:
            self._within(lambda room: deeds.write(room, self._text))

    def _write(self, room: Endpoint, key: str) -> None:
        self._text = say(key, deeds.language_of(room))
        deeds.write(room, self._text)

    def _give_up_calls(self) -> None:
        """Tell hosts that their call came to nothing: no answer, or no room."""
        now = self._house.now()
        for call in self._wanted.calls:
            if call.stage == "wanted" and now - call.asked_at > _TOO_LONG_AWAY:
                self._became(call.call_id, "failed", "unreachable")
            elif call.stage == "asking" and now - call.asked_at > _LONG_ENOUGH:
                self._became(call.call_id, "declined", "no-answer")

    def _ring(self, room: Endpoint, call: Ringing) -> None:
        """Ask the people whether they take the call, unless the room is not to be disturbed."""
        standing = self._house.standing(self.room_id)
        seen = deeds.look(room, _tags(standing) | {call.way.tag}, self._house.now())
        answer = may_ask(call.way, seen, standing.on)
        if answer == "ask":
            # One that stands as asked was asked by whoever held the room before.
            if call.stage == "asking" or self._became(call.call_id, "asking"):
                self._put(room, call)
        elif answer == "in":
            self._became(call.call_id, "dialling")
        else:
            self._became(call.call_id, "failed" if answer == "auto-answer" else "busy", answer)

    def _put(self, room: Endpoint, call: Ringing) -> None:
        """Put the question. Only once it stands there has anybody been asked."""
        language = deeds.language_of(room)
        text = say("called", language, role=role(call.role, language), unit=call.unit[language == "en"])
        try:
            deeds.ring(room, call.call_id, text, language)
        except deeds.DONE_WITHOUT:
            self._became(call.call_id, "failed", "unreachable")
        else:
            self._asked.add(call.call_id)

    def _take(self, touch: Touch, *, posted: bool) -> None:
        passed = self._house.passes(self.room_id, touch, posted=posted)
        if touch.kind == "press" and (posted or passed is Passed.STALE):
            self._shown = _NOTHING  # its mark is used up, or it is not the panel that should be there
        if passed is Passed.YES:
            self._within(partial(self._answer, touch))
        elif passed is Passed.STALE and touch.kind == "press" and not self._followed:
            self._within(partial(self._do, Say("again")))

    def _answer(self, touch: Touch, room: Endpoint) -> None:
        standing = self._house.standing(self.room_id)
        called = {way.tag for way in standing.calls.values()}
        seen = deeds.look(room, _tags(standing) | called, self._house.now())
        deed = decide(touch, standing, seen)
        if touch.about == "call":
            self._asked.discard(touch.mark)
        if isinstance(deed, Enter) and seen.in_call:
            if self._became(deed.call, "dialling"):
                self._followed[deed.way.tag] = _Followed(deed.call, time.monotonic())
            return
        self._do(deed, room)

    def _do(self, deed: Deed, room: Endpoint) -> None:
        language = deeds.language_of(room)
        match deed:
            case Enter():
                self._enter(deed, room)
            case Say():
                if deed.key == "again":
                    self._shown = _NOTHING
                deeds.tell(room, deed.key, language)
            case Question():
                deeds.ask(room, deed, self._house.mark(self.room_id, "question"), language)
            case Case():
                deeds.tell(room, "helped" if self._house.case(self.room_id, deed.problem) else "not-helped", language)
            case TurnDown():
                self._became(deed.call, "busy" if deed.reason else "declined", deed.reason)

    def _enter(self, deed: Enter, room: Endpoint) -> None:
        """Dial, once. What became of a dial whose answer was lost is seen when the room is looked at."""
        if deed.call and not self._became(deed.call, "dialling"):
            return
        self._house.entering(self.room_id, deed.way)
        try:
            deeds.enter(room, deed.way)
        except Busy:
            self._became(deed.call, "busy", "call")
            deeds.tell(room, "in-call", deeds.language_of(room))
            return
        except Lost:
            self._followed[deed.way.tag] = _Followed(deed.call, time.monotonic())
            raise
        except RoomError:
            self._became(deed.call, "failed", "not-through")
            deeds.tell(room, "failed", deeds.language_of(room))
            raise
        self._followed[deed.way.tag] = _Followed(deed.call, time.monotonic())
        self._write(room, "dialling")

    def _became(self, call: str, stage: Stage, reason: str = "") -> bool:
        """Tell the host; nobody for a call of the room's own."""
        return bool(call) and self._house.became(call, stage, reason)

    def _is_new(self, call: Ringing) -> bool:
        """Tell whether the room said yes and nobody here looks to the call yet."""
        followed = self._followed.get(call.way.tag)
        return call.stage in {"dialling", "connected"} and (followed is None or followed.call != call.call_id)

    def _due(self, followed: _Followed, now: float) -> bool:
        return now - followed.looked_at >= (self._pace.lasting if followed.connected else self._pace.beginning)

    def _follow(self, room: Endpoint, *, at_once: bool = False) -> None:
        now = time.monotonic()
        for tag, one in list(self._followed.items()):
            if not (at_once or self._due(one, now)):
                continue
            one.looked_at, stands = now, deeds.call_of(room, tag)
            if stands == "connected" and not one.connected:
                one.connected = True
                self._became(one.call, "connected")
                self._write(room, "connected")
            elif not stands and (one.connected or now - one.since > self._pace.grace):
                del self._followed[tag]
                self._end(room, one)

    def _end(self, room: Endpoint, one: _Followed) -> None:
        self._write(room, "over")
        if one.connected:
            self._became(one.call, "ended")
        else:
            self._became(one.call, "failed", "not-through")
            deeds.tell(room, "failed", deeds.language_of(room))


def _tags(standing: Standing) -> set[str]:
    """Return the tags of what is no booking of others'."""
    return {way.tag for way in (*standing.unit, *((standing.own,) if standing.own else ()))}
