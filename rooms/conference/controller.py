"""Runs one conference on real rooms: what happens is taken one by one, written down, and only then acted upon.

One thread decides; each room has one that acts. Stopping a controller ends nothing: another one with the same store
takes the conference up, and the first finds out when it next wants to write.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from typing import NamedTuple, TypeVar
from uuid import uuid4

from rooms.conference.course import step
from rooms.conference.desk import Desk, Meant, Said, Touch
from rooms.conference.messages import Action, Dial, Message, Press, Pressed, Resumed, Share, Tick, Tones
from rooms.conference.plan import Plan
from rooms.conference.presses import NotNow
from rooms.conference.room import RoomAtWork
from rooms.conference.setup import Setup
from rooms.conference.state import Course, Stage, read, written
from rooms.conference.store import Stale, StateStore
from rooms.conference.words import Language, say
from rooms.endpoint import Endpoint

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
# Seconds between tries to reach a room: people wait in it.
PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
# How often panels are looked after when nothing happens: they show minutes.
_LOOK_UP_SECONDS = 5.0
_STORE_AGAIN_SECONDS = 1.0


class _Touched(NamedTuple):
    site_id: str
    touch: Touch
    language: Language


class _Told(NamedTuple):
    message: Message
    answer: "Future[Course]"


class Controller:
    """One conference. Every method may be called from any thread."""

    def __init__(  # noqa: PLR0913 - the ports of one conference
        self,
        plan: Plan,
        tag: str,
        store: StateStore,
        connect: Callable[[str], Endpoint],
        now: Callable[[], datetime],
        *,
        changed: Callable[[Course], None] = lambda _course: None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        """Make ready; nothing is done before `start`.

        `tag` is the booking id that marks our calls; a conference that is taken up keeps its own. `connect` opens a
        session with the room of a site's id and may raise RoomError; it is called from the room's own thread. `changed`
        is told each course after it was written, in the deciding thread. `pauses` are those between tries to reach a
        room, in seconds.
        """
        self._plan, self._store, self._now, self._changed = plan, store, now, changed
        held = store.load()
        self._course = read(held) if held else Course(tag)
        self._desk = Desk(plan)
        self._queue: SimpleQueue[_Told | _Touched | None] = SimpleQueue()
        self._closing = threading.Event()
        self.superseded = False
        setup = Setup(plan, self, now, pauses)
        self._rooms = {site.site_id: RoomAtWork(site, partial(connect, site.site_id), setup) for site in plan.ours}
        self._thread = threading.Thread(target=self._run, name=f"conference {plan.plan_id}", daemon=True)

    @property
    def course(self) -> Course:
        """How the conference stands, as it is written down."""
        return self._course

    def start(self) -> None:
        """Hold the rooms, and take up what was begun."""
        for room in self._rooms.values():
            room.start()
        self._thread.start()

    def tell(self, message: Message) -> "Future[Course]":
        """Take note of what happened. The answer comes when it is written; NotNow for a press that can't be done."""
        answer: Future[Course] = Future()
        if self._closing.is_set():
            answer.cancel()
        self._queue.put(_Told(message, answer))
        return answer

    def press(self, press: Press, site_id: str, press_id: str = "", *, here: bool = True) -> "Future[Course]":
        """Somebody pressed, `here` in the room or on the plan's page. `press_id` is the same when it is told twice."""
        return self.tell(Pressed(press_id or uuid4().hex, press, site_id, here))

    def touch(self, site_id: str, touch: Touch, language: Language = "sv") -> None:
        """Somebody touched the panel in a room, or answered a question there."""
        self._queue.put(_Touched(site_id, touch, language))

    def stands(self, action: Action) -> bool:
        """Tell whether the action may still be begun. Before a dial it is read in the store who decides now."""
        state = self._course.sites.get(action.site_id)
        if state is None or self.superseded or self._closing.is_set():
            return False
        if isinstance(action, Tones | Share):
            return state.stage in {Stage.DIALLING, Stage.CONNECTED}
        return state.turn == action.turn and not (isinstance(action, Dial) and self._is_others(action))

    def close(self) -> None:
        """Let go of all rooms and end all threads. Nobody is hung up: stopping is not an end."""
        self._closing.set()
        self._queue.put(None)
        for room in self._rooms.values():
            room.close()
        for room in self._rooms.values():
            room.join()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _load(self) -> None:
        held = self._ask_store(self._store.load)
        self._course = read(held) if held else self._course

    def _take_up(self) -> None:
        """Take up what was begun, also from a controller that still writes: the newer one has it."""
        while self._course.begun_at is not None and not self._course.over and not self._closing.is_set():
            try:
                self._step(Resumed())
            except Stale:
                with suppress(Stale):
                    self._load()
            else:
                return

    def _run(self) -> None:
        self._take_up()
        while not self._closing.is_set():
            try:
                heard = self._queue.get(timeout=self._patience())
            except Empty:
                heard = _Told(Tick(), Future())
            if heard is None:
                break
            try:
                self._take(heard)
            except Stale:
                self._give_way()
                break
            except Exception as fault:  # noqa: BLE001 - whatever it is, the conference goes on and can be ended
                _LOG.error("a conference: %s", type(fault).__name__)
            for room in self._rooms.values():
                room.show()
        self._leave_unanswered()

    def _take(self, heard: _Told | _Touched) -> None:
        if isinstance(heard, _Touched):
            self._understand(heard)
            return
        try:
            self._step(heard.message)
        except Stale:
            heard.answer.cancel()
            raise
        except NotNow as fault:
            _answer(heard.answer, fault)
        except Exception as fault:
            _answer(heard.answer, fault)
            raise
        else:
            _answer(heard.answer, self._course)

    def _give_way(self) -> None:
        """Let go of the rooms: another controller has them, or we are being closed."""
        self.superseded = not self._closing.is_set()
        for room in self._rooms.values():
            room.close()

    def _leave_unanswered(self) -> None:
        self._closing.set()
        with suppress(Empty):
            while True:
                heard = self._queue.get_nowait()
                if isinstance(heard, _Told):
                    heard.answer.cancel()

    def _understand(self, heard: _Touched) -> None:
        room = self._rooms.get(heard.site_id)
        meant = self._desk.understand(self._course, heard.site_id, heard.touch, heard.language, self._now())
        if room is None or meant is None:
            return
        if not isinstance(meant, Meant):
            room.say(meant)
            return
        try:
            self._step(Pressed(uuid4().hex, meant.press, meant.site_id))
        except NotNow as fault:
            room.say(Said(say(fault.code, heard.language)))

    def _step(self, message: Message) -> None:
        course, actions = step(self._plan, self._course, message, self._now())
        told = course is not self._course
        if told:
            self._write(course)
            self._course = course
        if isinstance(message, Pressed) and message.press is Press.RETRY and message.site_id in self._rooms:
            self._rooms[message.site_id].allow()
        for action in actions:
            self._rooms[action.site_id].give(action)
        if told:
            self._tell_changed(course)

    def _tell_changed(self, course: Course) -> None:
        try:
            self._changed(course)
        except Exception as fault:  # noqa: BLE001 - it is written and done; whoever is told looks again
            _LOG.warning("who is told of a conference: %s", type(fault).__name__)

    def _write(self, course: Course) -> None:
        """Write it down, however long it takes: nothing is done that isn't written. Raises Stale."""
        text = written(course)
        try:
            self._ask_store(lambda: self._store.save(text, course.version - 1))
        except Stale:
            # An earlier try of ours may have been written without our hearing of it.
            if self._ask_store(self._store.load) != text:
                raise

    def _is_others(self, action: Dial) -> bool:
        try:
            held = self._ask_store(self._store.load)
        except Stale:
            return True
        return held is None or read(held).sites[action.site_id].turn != action.turn

    def _ask_store(self, ask: Callable[[], T]) -> T:
        """Ask until there is an answer. Raises Stale; also when we are closed meanwhile."""
        while not self._closing.is_set():
            try:
                return ask()
            except Stale:
                raise
            except Exception as fault:  # noqa: BLE001 - whatever the store is away for, it is waited for
                _LOG.warning("a conference's store does not answer: %s", type(fault).__name__)
                self._closing.wait(_STORE_AGAIN_SECONDS)
        raise Stale

    def _patience(self) -> float:
        due = [state.again_at for state in self._course.sites.values() if state.again_at is not None]
        left = [(again_at - self._now()).total_seconds() for again_at in due]
        return min(max(min(left, default=_LOOK_UP_SECONDS), 0.0), _LOOK_UP_SECONDS)


def _answer(answer: "Future[Course]", told: Course | Exception) -> None:
    # Whoever asked may have stopped waiting.
    if answer.set_running_or_notify_cancel():
        if isinstance(told, Course):
            answer.set_result(told)
        else:
            answer.set_exception(told)
