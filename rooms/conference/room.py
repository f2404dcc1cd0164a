"""One room of a conference at work: a thread that holds its session, does what is to be done there, and hears it."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from rooms.conference import deeds, desk
from rooms.conference.acting import Here, act, unanswered
from rooms.conference.desk import Said
from rooms.conference.heard import WATCHED, Calls, News, news
from rooms.conference.messages import Action, Dial, Dialled, LineBack, LineLost, Look, Message, NoContact
from rooms.conference.plan import Site
from rooms.conference.setup import Setup
from rooms.conference.showing import Showing
from rooms.conference.words import say
from rooms.drivers.line import Connect, Line, rests
from rooms.endpoint import Capability, Endpoint, Event, Prompt
from rooms.errors import Lost, NotSupported, RoomError, Unreachable, Unreadable

_LOG = logging.getLogger(__name__)
_ENDS = (Lost, Unreachable, Unreadable)


class RoomAtWork:
    """One room. Its actions are done one at a time, in order; what can't be done is told."""

    def __init__(self, site: Site, connect: Connect, setup: Setup) -> None:
        self._site, self._setup, self._conference = site, setup, setup.conference
        self._line = Line(connect, self._prepare, self._back, rests(setup.pauses), f"conference room {site.site_id}")
        self._showing = Showing(setup.plan, site.site_id)
        self._calls = Calls()
        self._due: set[News | str] = set()  # what waits to be done already, once
        self._closing = threading.Event()
        self._held: Endpoint | None = None
        self._looked_at: Endpoint | None = None

    def start(self) -> None:
        """Begin: reach the room and hold it."""
        self._line.begin()

    def give(self, action: Action) -> None:
        """Do the action after those before it."""
        self._do(partial(self._act, action))

    def show(self) -> None:
        """Let the panel show how the conference stands."""
        self._once("show", self._show)

    def say(self, said: Prompt | Said) -> None:
        """Put a question to the people in the room, or tell them something."""
        self._do(partial(self._say, said))

    def allow(self) -> None:
        """A person wants the room to be tried again."""
        self._line.again()

    def close(self) -> None:
        """End the session and the thread; nothing more is done in the room, and nobody is hung up."""
        self._closing.set()
        self._line.close()

    def join(self) -> None:
        """Wait for the thread to end, after `close`."""
        self._line.join()

    def _do(self, job: Callable[[], None]) -> None:
        self._line.do(partial(self._guarded, job))

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except RoomError as fault:
            self._trouble(fault)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the room must still be able to leave
            _LOG.error("room %s: %s", self._site.site_id, type(fault).__name__)

    def _trouble(self, fault: RoomError) -> None:
        """Let go of a line that is lost; all else that a room says no to is for who asked."""
        _LOG.info("room %s: %s", self._site.site_id, type(fault).__name__)
        if self._held is not None and isinstance(fault, _ENDS):
            gone, self._held = self._held, None
            self._calls.forget()
            self._line.drop(gone)
            self._conference.tell(LineLost(self._site.site_id))

    def _once(self, what: News | str, job: Callable[[], None]) -> None:
        if what not in self._due:
            self._due.add(what)

            def done() -> None:
                self._due.discard(what)
                job()

            self._do(done)

    def _prepare(self, room: Endpoint) -> None:
        # One that was moved to a way without events while the conference goes on can at least be looked at and left.
        if Capability.EVENTS in room.capabilities():
            room.watch(WATCHED, partial(self._hear, room))
        self._showing.begin(room)

    def _back(self, room: Endpoint) -> None:
        self._held = room
        self._conference.tell(LineBack(self._site.site_id))
        self._once(News.CALLS, self._see)
        self.show()

    def _room(self) -> Endpoint:
        """Return the endpoint. Raises Unreachable, whatever the reason is that it can't be had."""
        if self._held is None:
            raise Unreachable("the room is not held now")
        return self._held

    def _hear(self, room: Endpoint, event: Event) -> None:
        """Take note, in the driver's thread."""
        match news(event):
            case News.LOST:
                self._do(partial(self._lost, room))
                self._line.drop(room)
            case News.CALLS:
                self._calls.hear(event)
                self._once(News.CALLS, self._see)
            case News.TEXTS:
                self._once(News.TEXTS, self._set_texts)
            case News.OTHER:
                touch = desk.touched(event, self._conference.course.tag)
                if touch is not None:
                    self._conference.touch(self._site.site_id, touch, self._showing.language)

    def _lost(self, room: Endpoint) -> None:
        if room is self._held:
            raise Lost("the session ended")

    def _see(self) -> None:
        if self._held is not None:
            state = self._held.state()
            calls = deeds.calls(state, self._conference.course.tag)
            for message in self._calls.changes(self._site.site_id, calls, deeds.ending(state)):
                self._conference.tell(message)

    def _set_texts(self) -> None:
        self._showing.texts_are_gone()
        self._show()

    def _show(self) -> None:
        if self._held is not None:
            self._showing.show(self._held, self._conference.course, self._setup.now())

    def _say(self, said: Prompt | Said) -> None:
        with suppress(NotSupported):
            if isinstance(said, Prompt):
                self._room().ask(said)
            else:
                self._room().alert(say("title", self._showing.language), said.text)

    def _act(self, action: Action) -> None:
        if self._closing.is_set() or not self._conference.stands(action):
            return
        if isinstance(action, Look):
            self._looked_at = self._held
        if isinstance(action, Dial) and self._held is not self._looked_at:
            # Lost since we looked, and back. Whoever decides has not heard of it yet: its store may be away.
            self._answer(NoContact(action.site_id, action.turn))
            return
        try:
            answer = act(self._here(self._room()), action)
        except RoomError as fault:
            self._answer(unanswered(action, fault))
            raise
        except Exception:
            self._answer(unanswered(action, Lost("the deed broke off")))
            raise
        if isinstance(answer, Dialled):
            self._calls.began(answer.call_id)
            self._once(News.CALLS, self._see)
        self._answer(answer)

    def _answer(self, message: Message | None) -> None:
        if message is not None:
            self._conference.tell(message)

    def _here(self, room: Endpoint) -> Here:
        setup, course = self._setup, self._conference.course
        return Here(room, setup.plan, self._site, course, self._showing.language, setup.now(), self._closing.wait)
