"""A site of software endpoints: any number of them in one loop, in a thread of its own."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import asyncssh

from simulators.roomos import certificate, ssh, web
from simulators.roomos.asked import ENDPOINTS
from simulators.roomos.bridge import Bridge
from simulators.roomos.bridge_line import BridgeLines
from simulators.roomos.clock import LoopClock
from simulators.roomos.device import Device
from simulators.roomos.endpoint import Endpoint
from simulators.roomos.exchange import Exchange
from simulators.roomos.identity import Identity
from simulators.roomos.nodes import Profile
from simulators.roomos.sessions import Account
from simulators.roomos.wiring import Wiring

T = TypeVar("T")
USER = "admin"
PASSWORD = "made-up-for-the-stand-in"  # noqa: S105 - the stand-in's own, printed by whoever starts it
DOMAIN = "rooms.example.test"


class Site:
    """Endpoints, the exchange between them, and the bridge. Ends with `close`, or as a context manager."""

    def __init__(self, pace: float) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="roomos", daemon=True)
        self._thread.start()
        self.clock = LoopClock(self.loop, pace)
        self.exchange = Exchange()
        self.bridge = Bridge()
        self.exchange.ask(BridgeLines(self.bridge, self.clock).find)
        self.tls = certificate.make()
        self.web = web.Web(self.tls.context)
        self.endpoints = self.web.app[ENDPOINTS]
        self.wait(self.web.begin())

    def add(self, identity: Identity, accounts: Mapping[str, Account], ssh_port: int = 0, https_port: int = 0) -> None:
        """Put up one more endpoint, listening at these ports, or at free ones for 0."""
        key = asyncssh.generate_private_key("ssh-ed25519")
        clock = LoopClock(self.loop, self.clock.pace)
        device = self.call(lambda: Device(identity, clock, self.exchange, accounts))
        wiring = Wiring(device, self.web, ssh.Front(device, key))
        self.wait(wiring.open(ssh_port, https_port))
        self.endpoints.append(Endpoint(self, device, wiring))

    def call(self, action: Callable[[], T]) -> T:
        """Do something in the site's loop, where all devices live, and return what it returns."""

        async def do() -> T:
            return action()

        return self.wait(do())

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the site's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def close(self) -> None:
        """Stop listening, cut everybody off, and end the thread."""
        for endpoint in self.endpoints:
            self.wait(endpoint.wiring.close())
        self.wait(self.web.end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self.loop.run_until_complete(_cut_off(self.loop))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


async def _cut_off(loop: asyncio.AbstractEventLoop) -> None:
    # A refused TLS connection says goodbye by itself and may wait long for the answer: only the loop knows of it.
    for transport in list(vars(loop)["_transports"].values()):
        transport.abort()
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def start(  # noqa: PLR0913 - what a command line or a test says of a site
    count: int = 1,
    *,
    profile: Profile = "26",
    edge: bool = True,
    teams: bool = False,
    wordy: bool = False,
    accounts: Mapping[str, Account] | None = None,
    pace: float = 1.0,
    ssh_port: int = 0,
    https_port: int = 0,
    names: Sequence[str] = (),
) -> Site:
    """Start `count` endpoints and return when all listen: on consecutive ports from those given, or on free ones.

    They are called at room1@rooms.example.test and so on, by these names or as Room 1 and so on. `pace` scales all
    waits of the devices (0.1: ten times as fast). Raises OSError for a port that is taken.
    """
    # It writes at INFO who signs in where; a stand-in's connections are nobody's news.
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    site = Site(pace)
    try:
        for number in range(1, count + 1):
            name = names[number - 1] if number <= len(names) else f"Room {number}"
            identity = Identity(number, name, f"room{number}@{DOMAIN}", profile, edge, teams, wordy)
            site.add(
                identity,
                accounts or {USER: Account(PASSWORD)},
                ssh_port and ssh_port + number - 1,
                https_port and https_port + number - 1,
            )
    except BaseException:
        site.close()
        raise
    return site
