"""Visits to many rooms at once, each with a session of its own that is always closed."""

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from types import MappingProxyType
from typing import TypeVar

from rooms.accounts import Accounts, Duty, NoAccount, NotAllowed
from rooms.drivers import DRIVERS, USUAL, Connect, Patience
from rooms.endpoint import Account, Address, Endpoint
from rooms.errors import AuthenticationRefused, KeyUnusable, NotSupported, RoomError, Unreachable, Untrusted
from rooms.fleet.backoff import Backoff
from rooms.fleet.lanes import Lanes
from rooms.fleet.lately import Lately
from rooms.fleet.outcomes import Outcome, Result, detail_of, outcome_of
from rooms.fleet.stops import Stops
from rooms.fleet.trials import Trials
from rooms.inventory import Room
from rooms.pins import Pins

AT_ONCE = 32
# For so many seconds one that is to be held is waited for to say something of an account that no room has taken. Some
# rooms say no late, by intent; whoever holds rooms tries again by itself, so nobody stands in a lane meanwhile.
_HELD_GRACE_SECONDS = 5.0
T = TypeVar("T")
# What is done in a room while its session is open. Called in a thread of its own; raises RoomError for what failed.
Work = Callable[[Room, Endpoint], T]
# What one who wants to hold a session meets in place of a skipped visit.
_HELD_BACK: Mapping[Outcome | None, Callable[[], RoomError]] = MappingProxyType(
    {
        Outcome.NO_ADDRESS: partial(NotSupported, "the room has no address"),
        Outcome.NO_ACCOUNT: partial(NotSupported, "there is no account for the room"),
        Outcome.NOT_ALLOWED: partial(NotSupported, "the room is outside the allowed networks"),
        Outcome.NOT_APPROVED: partial(Untrusted, "not approved"),
        Outcome.STOPPED: partial(AuthenticationRefused, "the room turned us away before"),
        Outcome.ACCOUNT_REFUSED: partial(AuthenticationRefused, "other rooms refused the account"),
    }
)


@dataclass
class Fleet:
    """The way to the rooms. One Fleet for a process: what is busy, what is dead and who was turned away is known to it.

    `keys` are the approved keys by address. A room that does not answer is left alone for 5 s, 15 s, 60 s, then 5 min
    at a time; one that refuses the account or shows another key until a person releases it in `stops`. An account that
    three rooms refused and none took is tried in no more. What another process stops while a run goes on is known to
    the run within a second.
    """

    accounts: Accounts
    keys: Mapping[Address, str]
    stops: Stops
    at_once: int = AT_ONCE
    patience: Patience = USUAL
    drivers: Mapping[str, Connect] = field(default_factory=lambda: DRIVERS)
    backoff: Backoff = field(default_factory=Backoff)
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._lanes = Lanes(self.at_once, self.clock)
        self._trials = Trials(self.clock)
        self._stopped = Lately(lambda: self._trials.let_go(self.stops.all), self.clock)

    def hindrance(self, room: Room, duty: Duty) -> Outcome | None:
        """Return why the room would not be spoken to now, None when it would."""
        return self._hindrance(room, duty, self._stopped.now())

    def each(self, rooms: Iterable[Room], duty: Duty, work: Work[T]) -> Generator[Result[T], None, None]:
        """Do the work in every room, and give each one's result as it comes; nothing is tried twice.

        At most `at_once` rooms are worked in at a time, one session in each. Whoever stops asking leaves no session
        behind: those begun are finished and closed, no more are begun. What `work` raises that is no RoomError comes
        out here.
        """
        stopped = self._stopped.now()
        waiting: deque[Room] = deque()
        for room in rooms:
            hindrance = self._hindrance(room, duty, stopped)
            if hindrance is None:
                waiting.append(room)
            else:
                yield Result(room, hindrance)
        yield from self._visits(waiting, duty, work)

    def connect(self, room: Room, duty: Duty) -> Endpoint:
        """Return a session with the room that the caller holds and closes, beside the visits.

        Raises what connecting raises; AuthenticationRefused, Untrusted and NotSupported, without a word to the room,
        when it is stopped, its key is not approved, or there is no account for it; Unreachable while three others are
        the first to be shown the account.
        """
        _require_none(self.hindrance(room, duty))
        account = self.accounts.account(room, duty)
        if not self._trials.claim(account, room.room_id, _HELD_GRACE_SECONDS):
            raise Unreachable("the account is tried in other rooms first")
        try:
            # Others may have been turned away since it was asked.
            _require_none(Outcome.ACCOUNT_REFUSED if self._trials.is_refused(account) else None)
            return self._connect(room, duty)
        finally:
            self._trials.ended(account, room.room_id)
            self._lanes.wake()

    def one(self, room: Room, duty: Duty, work: Work[T]) -> Result[T]:
        """Do the work in one room."""
        [result] = self.each([room], duty, work)
        return result

    def _visits(self, waiting: deque[Room], duty: Duty, work: Work[T]) -> Iterator[Result[T]]:
        results: SimpleQueue[Result[T] | BaseException] = SimpleQueue()
        given_up, count = threading.Event(), len(waiting)

        def claim(room: Room) -> bool:
            return self._trials.claim(self.accounts.account(room, duty), room.room_id)

        def visit(room: Room) -> None:
            try:
                results.put(self._result(room, duty, work))
            except BaseException as fault:  # noqa: BLE001 - it is raised to whoever asked
                results.put(fault)
            finally:
                self._lanes.leave(room)

        def begin_all() -> None:
            begun: list[threading.Thread] = []
            while room := self._lanes.enter(waiting, given_up, claim):
                thread = threading.Thread(target=visit, args=(room,), name=f"room {room.room_id}")
                try:
                    thread.start()
                except RuntimeError as fault:  # no thread can be had
                    self._lanes.leave(room)
                    results.put(fault)
                    break
                # Those that are done are let go of: a run may be of ten thousand.
                begun = [*(one for one in begun if one.is_alive()), thread]
            for thread in begun:
                thread.join()

        beginner = threading.Thread(target=begin_all, name="rooms")
        beginner.start()
        try:
            for _ in range(count):
                result = results.get()
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            given_up.set()
            self._lanes.wake()
            beginner.join()

    def _result(self, room: Room, duty: Duty, work: Work[T]) -> Result[T]:
        # Whoever was in the room before may have been turned away.
        if hindrance := self._hindrance(room, duty, self._stopped.lately()):
            return Result(room, hindrance)
        try:
            with self._session(room, duty) as endpoint:
                return Result(room, Outcome.OK, work(room, endpoint))
        except RoomError as fault:
            return Result(room, outcome_of(fault), detail=detail_of(fault))

    @contextmanager
    def _session(self, room: Room, duty: Duty) -> Iterator[Endpoint]:
        endpoint = self._connect(room, duty)
        try:
            self._lanes.let_in(room)
            yield endpoint
        finally:
            endpoint.close()

    def _connect(self, room: Room, duty: Duty) -> Endpoint:
        if room.address is None:
            raise NotSupported("the room has no address")
        account = self.accounts.account(room, duty)
        try:
            endpoint = self.drivers[room.address.scheme](room.address, account, Pins(self.keys), self.patience)
        except (AuthenticationRefused, Untrusted) as fault:
            self.stops.stop(room.room_id, outcome_of(fault))
            self._stopped.changed()
            if isinstance(fault, AuthenticationRefused):
                self._trials.refused(account, room.room_id)
            raise
        except KeyUnusable:
            raise  # nothing of the room's
        except RoomError:
            self.backoff.failed(room.room_id)
            raise
        finally:
            self._trials.ended(account, room.room_id)
        self._trials.taken(account)
        self.backoff.well(room.room_id)
        return endpoint

    def _hindrance(self, room: Room, duty: Duty, stopped: Mapping[str, str]) -> Outcome | None:
        account = self._account(room, duty)
        if isinstance(account, Outcome):
            return account
        hinders = (
            (room.address not in self.keys, Outcome.NOT_APPROVED),
            (room.room_id in stopped, Outcome.STOPPED),
            (self._trials.is_refused(account), Outcome.ACCOUNT_REFUSED),
            (self.backoff.waits(room.room_id), Outcome.BACKING_OFF),
        )
        return next((outcome for is_so, outcome in hinders if is_so), None)

    def _account(self, room: Room, duty: Duty) -> Account | Outcome:
        if room.address is None:
            return Outcome.NO_ADDRESS
        try:
            return self.accounts.account(room, duty)
        except NotAllowed:
            return Outcome.NOT_ALLOWED
        except NoAccount:
            return Outcome.NO_ACCOUNT


def _require_none(hindrance: Outcome | None) -> None:
    if fault := _HELD_BACK.get(hindrance):
        raise fault()
