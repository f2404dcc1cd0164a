"""The line to one room: reached when it may be, kept, reached anew when it is lost, all in a thread of its own."""

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from queue import Empty, SimpleQueue
from typing import NoReturn

from rooms.endpoint import Endpoint
from rooms.errors import (
    AuthenticationRefused,
    BadParameter,
    Lost,
    NotSupported,
    Refused,
    RoomError,
    Unreachable,
    Untrusted,
)

Connect = Callable[[], Endpoint]
Rest = Callable[[int], float]
# Lines that broke when the password was shown: the second may be a lock that closes without a word.
_MOST_BROKEN = 2
# What a person has to decide about first: some rooms lock an account after five tries.
_FOR_A_PERSON = (AuthenticationRefused, Untrusted, NotSupported, BadParameter, Refused)
# Seconds that a session has to last for the next to be begun at once when it is lost.
STEADY = 5.0
_LOG = logging.getLogger(__name__)


def rests(steps: Sequence[float]) -> Rest:
    """Return for how many seconds to leave a room alone after so many failures in a row, by these steps.

    Each is spread by half, so that rooms which a power cut took together do not come back together.
    """

    def rest(failures: int) -> float:
        return steps[min(failures, len(steps)) - 1] * random.uniform(0.5, 1.0)  # noqa: S311 - guards nothing

    return rest


class Line:
    """One room's line. Every method may be called from any thread, also from the line's own; always to be closed.

    `prepare` is called in the line's thread with each new session, before anybody else has it; what it raises, the
    session is given up for. `there` is called next, when it can be had, before any job. A room that refuses the
    account, shows another key or cannot do what is asked is left alone until a person says `begin` or `again`; any
    other that can't be reached, for `rest` seconds after so many failures in a row.
    """

    def __init__(
        self,
        connect: Connect,
        prepare: Callable[[Endpoint], None],
        there: Callable[[Endpoint], None],
        rest: Rest,
        name: str = "room held",
    ) -> None:
        self._connect, self._prepare, self._there, self._rest, self._name = connect, prepare, there, rest, name
        # Never held while the room is asked or a job is done: whoever reads the room's answers has to get it.
        self._lock = threading.Lock()
        self._leaving = threading.Event()
        self._thread: threading.Thread | None = None
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._endpoint: Endpoint | None = None
        self._stopped: RoomError | None = None
        # The session that the thread has begun and not closed yet; whether it ever was `_endpoint`, and since when.
        self._session: Endpoint | None = None
        self._was_there = False
        self._since = self._next_try = 0.0
        self._failures = self._broken = 0

    @property
    def stopped(self) -> RoomError | None:
        """Return why the room is left alone until a person says so, None when it is not."""
        return self._stopped

    def begin(self) -> None:
        """Reach the room, in a thread of its own; also when a person has mended why it stopped. Else do nothing."""
        with self._lock:
            if self._leaving.is_set():
                return
            if self._thread is None:
                thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                thread.start()
                self._thread = thread
        if self._stopped is not None:
            self.again()

    def again(self) -> None:
        """A person says: try now, whatever stood in the way."""
        with self._lock:
            self._stopped, self._broken, self._next_try = None, 0, 0.0
        self._jobs.put(None)

    def do(self, job: Callable[[], None]) -> None:
        """Do the job in the line's thread, after those before it, whether the room is there then or not."""
        self._jobs.put(job)

    def endpoint(self) -> Endpoint:
        """Return the room as connected now. Raises Unreachable when it is not, and why it stopped when it did."""
        endpoint, stopped = self._endpoint, self._stopped
        if endpoint is not None:
            return endpoint
        if stopped is not None:
            raise stopped.with_traceback(None)
        raise Unreachable("the room is not connected now; that is tried again by itself")

    def drop(self, endpoint: Endpoint) -> None:
        """Let go of this session, if it is the one that is there; the room is reached anew after the jobs before it."""
        with self._lock:
            if endpoint is not self._session:
                return
            if not self._was_there:
                self._session = None  # nor will it be
                return
            dropped_before, self._endpoint = self._endpoint is None, None
        if not dropped_before:
            self._jobs.put(self._let_go)

    def close(self) -> None:
        """End the session, also under somebody who waits for an answer, and all attempts. May be called again."""
        self._leaving.set()
        with self._lock:
            endpoint, self._endpoint = self._session, None
        self._jobs.put(None)
        if endpoint is not None:
            _close(endpoint)

    def join(self) -> None:
        """Wait for the thread to end, after `close`."""
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while not self._leaving.is_set():
            if self._seconds_left() == 0:
                self._reach()
                continue
            try:
                job = self._jobs.get(timeout=self._seconds_left())
            except Empty:
                continue
            if job is not None and not self._leaving.is_set():
                _guarded(job)
        if self._session is not None:
            _close(self._session)

    def _seconds_left(self) -> float | None:
        """Return how long until the room may be tried; None when it is there, or waits for a person."""
        with self._lock:
            if self._session is not None or self._stopped is not None:
                return None
            return max(self._next_try - time.monotonic(), 0.0)

    def _reach(self) -> None:
        try:
            endpoint = self._connect()
            self._broken = 0
            self._take(endpoint)
        except _FOR_A_PERSON as fault:
            self._stop(fault)
        except Lost:
            self._broken += 1
            if self._broken == _MOST_BROKEN:
                self._stop(AuthenticationRefused("the line broke at the password again: look before more"))
            else:
                self._fail()
        except RoomError:
            self._fail()
        except Exception as fault:  # noqa: BLE001 - a lack of threads or memory must not cost the room for ever
            _LOG.warning("a held room could not be reached: %s", type(fault).__name__)
            self._fail()
        else:
            _guarded(partial(self._there, endpoint))

    def _take(self, endpoint: Endpoint) -> None:
        """Prepare the session and take it into use. Raises Unreachable when it is gone again at once."""
        with self._lock:
            self._session, self._was_there = endpoint, False
        try:
            self._prepare(endpoint)
        except Lost:  # not at the password
            self._give_up(endpoint)
        except BaseException:
            self._lose(endpoint)
            raise
        else:
            with self._lock:
                if self._session is endpoint and not self._leaving.is_set():
                    self._endpoint, self._was_there, self._since = endpoint, True, time.monotonic()
                    return
            self._give_up(endpoint)

    def _give_up(self, endpoint: Endpoint) -> NoReturn:
        self._lose(endpoint)
        raise Unreachable("the room was gone again at once")

    def _lose(self, endpoint: Endpoint) -> None:
        with self._lock:
            self._session = None
        _close(endpoint)

    def _let_go(self) -> None:
        if self._session is not None:
            self._lose(self._session)
        if time.monotonic() - self._since >= STEADY:
            self._failures = 0
        else:
            self._fail()

    def _stop(self, fault: RoomError) -> None:
        with self._lock:
            self._stopped = fault

    def _fail(self) -> None:
        self._failures += 1
        self._next_try = time.monotonic() + self._rest(self._failures)


def _guarded(job: Callable[[], None]) -> None:
    try:
        job()
    except Exception as fault:  # noqa: BLE001 - a job's fault must not cost the room
        _LOG.warning("what was to be done in a held room failed: %s", type(fault).__name__)


def _close(endpoint: Endpoint) -> None:
    try:
        endpoint.close()
    except Exception as fault:  # noqa: BLE001 - what is given up has nothing more to say
        _LOG.warning("a held room's session did not end well: %s", type(fault).__name__)
