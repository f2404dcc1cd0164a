"""Nodes that listen, in a loop of their own and a thread: what a test or a program starts."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from simulators.pexip import control
from simulators.pexip.asker import Asker
from simulators.pexip.clock import LoopClock
from simulators.pexip.front import Front
from simulators.pexip.node import Cluster, Node

T = TypeVar("T")

Routes = Callable[[Front, control.Control], Iterable[web.AbstractRouteDef]]


class Site:
    """A cluster of nodes, each with a front at a port of loopback. Ends with `close`, or as a context manager.

    Nodes are called 127.0.0.1, 127.0.0.2 and so on by those they tell of themselves; all listen at 127.0.0.1.
    Everything inside belongs to the loop: reach it by `call` and `wait`. `ending` is awaited before the loop ends.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="pexip", daemon=True)
        self._thread.start()
        self.clock = LoopClock(scale)
        self.cluster = Cluster(self.clock)
        self.fronts: list[Front] = []
        self.control = control.Control(self.fronts)
        self.ending: list[Callable[[], Awaitable[object]]] = []

    @property
    def front(self) -> Front:
        """Return the first node's front."""
        return self.fronts[0]

    @property
    def url(self) -> str:
        """Return where the first node is reached."""
        return self.front.url

    def add(
        self,
        ask: Asker,
        port: int = 0,
        *,
        location: str = "Plats",
        context: ssl.SSLContext | None = None,
        routes: Routes = lambda _front, _control: (),
    ) -> Front:
        """Put up one more node. Raises OSError when the port is taken. `routes` are what else its front answers."""

        async def begin() -> Front:
            node = Node(self.cluster, ask, f"127.0.0.{len(self.fronts) + 1}", location)
            front = Front(node)
            front.app.add_routes([*control.routes(self.control), *routes(front, self.control)])
            try:
                await front.start(port, context)
            except OSError:
                await front.stop()
                raise
            return front

        front = self.wait(begin())
        self.fronts.append(front)
        return front

    def call(self, action: Callable[[], T]) -> T:
        """Do something in the loop, and return what it returns."""

        async def do() -> T:
            return action()

        return self.wait(do())

    def wait(self, work: Awaitable[T]) -> T:
        """Run a coroutine in the loop and wait for it."""

        async def do() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(do(), self._loop).result(30)

    def close(self) -> None:
        """Stop listening, cut everybody off, and end the thread."""
        self.wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        for front in self.fronts:
            await front.stop()
        for ending in self.ending:
            await ending()
        others: list[asyncio.Task[Any]] = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
