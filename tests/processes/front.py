"""One address for several web processes: each request goes to the next of them, so no page has a process of its own."""

import asyncio
import re
import ssl
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

_CONNECTION = re.compile(rb"(?im)^connection:[^\r\n]*\r\n")
_CHUNK = 65_536


class Front:
    """A balancer on a free loopback port. `behind` are the web processes' ports, `taken` how much has come.

    Streams and other requests take turns among themselves, so that each process has its share of both.
    """

    def __init__(self, certificate: ssl.SSLContext | None = None) -> None:
        self.behind: Sequence[int] = ()
        self.taken: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="front", daemon=True)
        self._thread.start()
        begun = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=certificate)
        self._server = asyncio.run_coroutine_threadsafe(begun, self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Let go of the port and of everybody."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._pass_on(reader, writer)
        writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, _, rest = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
        path = first.split(b" ")[1].partition(b"?")[0]
        kind = "streams" if path.endswith(b"/events") else "requests"
        port = self.behind[self.taken[kind] % len(self.behind)]
        self.taken[kind] += 1
        answers, asks = await asyncio.open_connection("127.0.0.1", port)
        try:
            # One request a connection: the browser's next is a new one, and goes to the next process.
            asks.write(first + b"\r\nConnection: close\r\n" + _CONNECTION.sub(b"", rest))
            ways = {asyncio.create_task(_pour(reader, asks)), asyncio.create_task(_pour(answers, writer))}
            _, others = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in others:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            asks.close()


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while some := await source.read(_CHUNK):
        sink.write(some)
        await sink.drain()
