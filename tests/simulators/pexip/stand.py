"""Parts of the simulated Pexip in a thread of their own, for tests that speak to them from outside."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import requests

from simulators.pexip.call import Call, Role
from simulators.pexip.clock import LoopClock
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from simulators.pexip.management.server import Account, Management
from simulators.pexip.node import Cluster
from simulators.pexip.participant import Leg, Participant, new_uuid
from simulators.pexip.sink import Misdeed, Receiver, Sink

T = TypeVar("T")
ACCOUNT = Account("admin", "made-up-for-the-stand-in")


class Loop:
    """An event loop in a thread: what lives in it is only touched from within, by `do` and `wait`."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def do(self, action: Callable[[], T]) -> T:
        async def done() -> T:
            return action()

        return self.wait(done())

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()


@contextmanager
def looping() -> Iterator[Loop]:
    loop = Loop()
    try:
        yield loop
    finally:
        loop.close()


class Clock:
    """Seconds that go when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Managed:
    """A Management Node, and a client that is signed in."""

    def __init__(self, loop: Loop, management: Management, url: str, clock: Clock) -> None:
        self.loop, self.management, self.url, self.clock = loop, management, url, clock
        self.session = requests.Session()
        self.session.auth = tuple(ACCOUNT)

    def at(self, path: str) -> str:
        return path if path.startswith("http") else self.url + (path if path[0] == "/" else f"/api/admin/{path}")

    def ask(self, method: str, path: str, body: object = None, **more: Any) -> requests.Response:
        return self.session.request(method, self.at(path), json=body, timeout=10, **more)

    def create(self, resource: str, **fields: object) -> str:
        """Create an object and return the path of its URI."""
        answer = self.ask("POST", f"configuration/v1/{resource}/", fields)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"].removeprefix(self.url)

    def fault(self, fault: str, **more: object) -> None:
        assert requests.post(f"{self.url}/_control", json={"fault": fault, **more}, timeout=10).status_code == 204


@contextmanager
def managed(loop: Loop | None = None, **options: Any) -> Iterator[Managed]:
    """Run a Management Node. Options are those of `Management`, replication among them; its clock stands still.

    With `legacy_dialout` calls out need no Call Routing Rule.
    """
    own = loop or Loop()
    clock = options.pop("clock", None) or Clock()
    by_hand = options.pop("legacy_dialout", False)
    management = Management(options.pop("account", ACCOUNT), clock=clock, **options)
    if by_hand:
        management.let_call_without_rules()
    try:
        port = own.wait(management.open())
        stand = Managed(own, management, f"http://127.0.0.1:{port}", clock)
        with stand.session:
            yield stand
        own.wait(management.close())
    finally:
        if loop is None:
            own.close()


class Staged:
    """A cluster whose conferences a test fills by hand; what happens is told to `sink` when there is one."""

    def __init__(self, loop: Loop, clock: LoopClock, receiver: Receiver | None, nodes: Sequence[str]) -> None:
        self.loop, self.cluster = loop, Cluster(clock)
        self.sink = None if receiver is None else Sink(receiver, clock, nodes)
        if self.sink is not None:
            self.cluster.watchers.append(self.sink.hear)
            self.loop.do(self.sink.start)

    def conference(self, configuration: Configuration) -> Conference:
        return self.loop.do(lambda: self.cluster.conference(configuration))

    def joins(
        self, conference: Conference, name: str, role: Role = "guest", *, tag: str = "", node_ip: str = "127.0.0.1"
    ) -> Participant:
        """Let somebody come by a web app, to control only: `media` adds the leg that sends."""
        uuid = new_uuid()
        call = Call("alias", remote_display_name=name, call_tag=tag, node_ip=node_ip, participant_uuid=uuid)
        participant = Participant(call, name, role, uuid=uuid, call_tag=tag)
        leg = Leg(uuid, "API", has_media=False, connect_time=conference.clock.now())
        self.loop.do(lambda: conference.join(participant, leg))
        return participant

    def media(self, conference: Conference, participant: Participant) -> Leg:
        leg = Leg(new_uuid(), "WebRTC", has_media=True, connect_time=conference.clock.now())
        self.loop.do(lambda: conference.add_leg(participant, leg))
        return leg

    def dials(self, conference: Conference, name: str, role: Role = "guest", *, tag: str = "") -> Participant:
        """Let somebody come by SIP."""
        uuid = new_uuid()
        call = Call("sip:alias@example.test", protocol="sip", remote_alias=f"sip:{name}@rooms.example.test")
        participant = Participant(call, name, role, uuid=uuid, call_tag=tag)
        leg = Leg(uuid, "SIP", has_media=True, connect_time=conference.clock.now())
        self.loop.do(lambda: conference.join(participant, leg))
        return participant

    def order(self, misdeed: Misdeed, count: int = 1, seconds: float = 5.0) -> None:
        assert self.sink is not None
        self.loop.wait(self.sink.order(misdeed, count, seconds))


@contextmanager
def staged(
    receiver: Receiver | None = None,
    *,
    loop: Loop | None = None,
    scale: float = 0.001,
    nodes: Sequence[str] = ("127.0.0.1",),
) -> Iterator[Staged]:
    """Run a cluster, and an event sink that sends to the receiver; `scale` is that of all its timers."""
    own = loop or Loop()
    try:
        stage = Staged(own, LoopClock(scale), receiver, nodes)
        yield stage
        if stage.sink is not None:
            own.wait(stage.sink.close())
    finally:
        if loop is None:
            own.close()
