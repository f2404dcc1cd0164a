"""One node's sending to one event sink: in order, one at a time, with Pexip's retries and its giving up (pexip 3)."""

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from simulators.pexip.basic_auth import signed_in
from simulators.pexip.clock import Clock
from simulators.pexip.mischief import Envelope, Mischief, Misdeed

FIRST_WAIT, LONGEST_WAIT = 1.0, 1800.0
_MOST_IN_BULK = 100
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True)
class Receiver:
    """Where a sink sends to, and how. `timeout` is in real seconds, as it measures somebody else."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    version: int = 2
    bulk: bool = False
    timeout: float = 7.0
    longest_wait: float = LONGEST_WAIT
    verify: bool = True


class Publisher:
    """Sends what it is told, from `start` until `stop`, or until the receiver was away for too long.

    `alarms` says why it gave up. What happens while it is stopped is lost, and numbers begin at 1 with each start. With
    `signs_in_when_asked` it waits for a 401 before it says who it is.
    """

    def __init__(self, node_ip: str, receiver: Receiver, clock: Clock) -> None:
        self.node_ip, self.receiver, self.alarms = node_ip, receiver, list[str]()
        self.signs_in_when_asked = False
        self._clock = clock
        self._seq = 0
        self._queue: deque[Envelope] = deque()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._mischief = Mischief(clock, self._enqueue)
        self._held_until = 0.0

    @property
    def running(self) -> bool:
        """Whether anything is sent."""
        return self._task is not None and not self._task.done()

    @property
    def waiting(self) -> int:
        """How many events wait to be sent."""
        return len(self._queue)

    def start(self) -> None:
        """Begin to send, with number 1. Nothing happens when it does."""
        if not self.running:
            self._seq = 0
            self._queue.clear()
            self._task = asyncio.get_running_loop().create_task(self._send_all())
            self.tell("eventsink_started", {}, self._clock.now())

    async def stop(self) -> None:
        """Send nothing more, and let go of what waits."""
        task = self._task
        self.halt()
        if task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def halt(self) -> None:
        """Send nothing more from this moment, as when the node stops."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._queue.clear()

    def tell(self, event: str, data: dict[str, Any], at: float) -> None:
        """Send an event after those before it. `at` is Unix time."""
        if not self.running:
            return
        self._seq += 1
        self._mischief.take(
            {
                "node": self.node_ip,
                "seq": self._seq,
                "version": self.receiver.version,
                "time": at,
                "event": event,
                "data": data,
            }
        )

    async def order(self, misdeed: Misdeed, count: int, seconds: float) -> None:
        """Do wrong from now on; `seconds` are the clock's."""
        if misdeed is Misdeed.GAP:
            self._seq += count
        elif misdeed is Misdeed.BURST:
            self._held_until = self._clock.seconds() + seconds
        elif misdeed is Misdeed.STOP:
            await self.stop()
            self._give_up("it was told to")
        elif misdeed is Misdeed.RESTART:
            await self.stop()
            self.start()
        else:
            self._mischief.order(misdeed, count)

    def _enqueue(self, envelope: Envelope) -> None:
        self._queue.append(envelope)
        self._wake.set()

    def _give_up(self, why: str) -> None:
        self.alarms.append(f"Event sink of {self.node_ip} stopped: {why}")
        self._queue.clear()

    async def _send_all(self) -> None:
        timeout = aiohttp.ClientTimeout(total=self.receiver.timeout)
        connector = aiohttp.TCPConnector(limit=1, ssl=self.receiver.verify)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
            while True:
                while not self._queue:
                    self._wake.clear()
                    await self._wake.wait()
                held = self._held_until - self._clock.seconds()
                if held > 0:
                    await asyncio.sleep(self._clock.told(held))
                count = min(len(self._queue), _MOST_IN_BULK) if self.receiver.bulk else 1
                body = self._queue[0] if count == 1 else self._bulk(count)
                if not await self._deliver(session, body):
                    self._give_up(f"nobody took an event for {self.receiver.longest_wait:g} seconds")
                    return
                for _ in range(count):
                    self._queue.popleft()

    def _bulk(self, count: int) -> Envelope:
        return {
            "event": "eventsink_bulk",
            "node": self.node_ip,
            "seq": 0,
            "version": self.receiver.version,
            "time": self._clock.now(),
            "data": [self._queue[number] for number in range(count)],
        }

    async def _deliver(self, session: aiohttp.ClientSession, body: Envelope) -> bool:
        """Send until it is taken. False: it never was, and the longest wait is over."""
        wait = FIRST_WAIT
        while not await self._taken(session, body):
            if wait > self.receiver.longest_wait:
                return False
            await asyncio.sleep(self._clock.told(wait))
            last = wait >= self.receiver.longest_wait
            wait = self.receiver.longest_wait + 1 if last else min(wait * 2, self.receiver.longest_wait)
        return True

    async def _taken(self, session: aiohttp.ClientSession, body: Envelope) -> bool:
        try:
            async with signed_in(
                session,
                "POST",
                self.receiver.url,
                self.receiver.user,
                self.receiver.password,
                when_asked=self.signs_in_when_asked,
                json=body,
            ) as answer:
                await answer.read()
                return answer.ok and answer.status < 300  # noqa: PLR2004 - a redirect is not followed, so not taken
        except _FAILURES:
            return False
