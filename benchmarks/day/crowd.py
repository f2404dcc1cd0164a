"""The people of the day: each call at its own time, whether or not the one before has been answered."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

_HANDS = 160
_SECONDS = 120.0
_TRIES = 40


@dataclass
class Record:
    """What came of it: when each call was due and how long after that it was done, by what it was."""

    calls: list[tuple[str, float, float]] = field(default_factory=list)
    put_off: int = 0
    failed: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, kind: str) -> list[float]:
        """Return how long calls of a kind took, sorted, in seconds."""
        return sorted(took for name, _, took in self.calls if name == kind)


class Crowd:
    """Speaks to the web processes in turn, on connections that stay open."""

    def __init__(self, ports: Sequence[int], origin: str) -> None:
        self.record = Record()
        self._ports = ports
        self._origin = origin
        self._mine = threading.local()
        self._pause = threading.Event()

    def do(self, work: Sequence[tuple[float, Callable[[], None]]]) -> float:
        """Do each piece at its second from now on; the seconds until all was done."""
        begun = time.monotonic()
        with ThreadPoolExecutor(_HANDS) as hands:
            for at, piece in sorted(work, key=lambda pair: pair[0]):
                left = begun + at - time.monotonic()
                if left > 0:
                    self._pause.wait(left)
                hands.submit(self._at, begun + at, begun, piece)
        return time.monotonic() - begun

    def timed(self, kind: str, begun: float, due: float, piece: Callable[[], None]) -> None:
        """Do a piece and note when it was done, from the moment it was due."""
        try:
            piece()
        except Exception as error:  # noqa: BLE001 - whatever was lost is what is counted
            with self.record.lock:
                self.record.failed.append(f"{kind}: {type(error).__name__} {error}")
            return
        with self.record.lock:
            self.record.calls.append((kind, due - begun, time.monotonic() - due))

    def _at(self, due: float, begun: float, piece: Callable[[], None]) -> None:
        self.timed(piece.__name__.strip("_"), begun, due, piece)

    def call(self, method: str, path: str, body: object = None, bearer: str = "demo:personal", **headers: str) -> Any:  # noqa: ANN401 - JSON
        """Call, again while we are asked to wait. Raises RuntimeError when it is refused."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | {"Host": self._origin}
        if bearer:
            sent["Authorization"] = f"Bearer {bearer}"
        for _ in range(_TRIES):
            status, told, wait = self._once(method, path, body, sent)
            if status not in (429, 503):
                break
            with self.record.lock:
                self.record.put_off += 1
            self._pause.wait(wait)
        if status >= 400:  # noqa: PLR2004 - refusals begin here
            raise RuntimeError(f"{status} {path[:3]}")
        return json.loads(told) if told[:1] in (b"{", b"[") else told

    def _once(self, method: str, path: str, body: object, sent: dict[str, str]) -> tuple[int, bytes, float]:
        connection = self._connection()
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, sent)
            answer = connection.getresponse()
            if answer.getheader("Content-Type", "").startswith("text/event-stream"):
                told = answer.readline() + answer.readline()
                connection.close()
            else:
                told = answer.read()
        except (OSError, http.client.HTTPException):
            # As a browser does: a connection that was let go is opened again, and POSTs here are idempotent.
            connection.close()
            return 503, b"", 0.5
        return answer.status, told, float(answer.getheader("Retry-After") or 1)

    def _connection(self) -> http.client.HTTPConnection:
        mine = getattr(self._mine, "connection", None)
        if mine is None:
            port = self._ports[threading.get_ident() // 64 % len(self._ports)]
            mine = self._mine.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
        return mine


def moment(seconds: float) -> str:
    """Return the moment so many seconds from now, as the API has it."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
