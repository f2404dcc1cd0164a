"""A whole house of processes over one PostgreSQL database: web processes on ports of their own, and workers."""

import json
import os
import queue
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from tests.processes.member import DATA, PORT, THREADS, URL
from tests.product import ORIGIN
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]


@dataclass
class Member:
    """One process of the house, and those it began itself."""

    process: "subprocess.Popen[bytes]"
    port: int = 0

    @property
    def is_gone(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def kill(self) -> None:
        """End it as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self) -> None:
        """End it as an operator does, and wait for it."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    def pids(self) -> set[int]:
        """Return the numbers of its processes."""
        group = subprocess.run(["pgrep", "-g", str(self.process.pid)], capture_output=True, check=False, text=True)
        return {int(pid) for pid in group.stdout.split()}


@dataclass
class House:
    """The members, and calls to them."""

    data: Path
    url: str
    environment: Mapping[str, str] = field(default_factory=dict)
    origin: str = ORIGIN
    webs: list[Member] = field(default_factory=list)
    workers: list[Member] = field(default_factory=list)

    def begin(self, webs: int, workers: int) -> None:
        """Begin all members at once and wait until each page answers."""
        self.webs = [self.web(free_port()) for _ in range(webs)]
        self.workers = [self.worker() for _ in range(workers)]
        self.mend()

    def mend(self) -> None:
        """Begin anew those who are gone, and wait until each page answers."""
        self.webs = [self.web(one.port) if one.is_gone else one for one in self.webs]
        self.workers = [self.worker() if one.is_gone else one for one in self.workers]
        for member in self.webs:
            self.ready(member)

    def web(self, port: int, *, workers: int = 1) -> Member:
        """Begin a web process."""
        command = [
            "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(port),
            "--workers", str(workers), "--blocking-threads", str(THREADS), "--no-ws", "--no-access-log",
            "--log-level", "error", "--workers-kill-timeout", "10", "tests.processes.member:web",
        ]  # fmt: skip
        return Member(self._start(command, port), port)

    def worker(self) -> Member:
        """Begin a worker."""
        return Member(self._start(["tests.processes.member"], 0))

    def ready(self, member: Member) -> None:
        """Wait until a web process answers."""

        def answers() -> bool:
            assert member.process.poll() is None, "it ended instead"
            with suppress(requests.RequestException):
                url, host = f"http://127.0.0.1:{member.port}/readyz", self.origin.partition("//")[2]
                return requests.get(url, headers={"Host": host}, timeout=5).status_code == 200
            return False

        until(answers)

    def end(self) -> None:
        """Kill everybody who still lives."""
        for member in (*self.webs, *self.workers):
            if not member.is_gone:
                member.kill()

    def call(
        self, web: int, method: str, path: str, body: object = None, *, bearer: str = "demo:personal", **headers: str
    ) -> Any:
        """Send one request to one web process; the answer's JSON, None when there is none."""
        sent = {"Host": ORIGIN.partition("//")[2], **headers} | (
            {"Authorization": f"Bearer {bearer}"} if bearer else {}
        )
        response = requests.request(
            method, f"http://127.0.0.1:{self.webs[web].port}{path}", json=body, headers=sent, timeout=30
        )
        assert response.ok, (path, response.status_code, response.text)
        return response.json() if response.content else None

    def book(self, web: int) -> dict[str, Any]:
        """Create a meeting that is on now."""
        now = datetime.now(UTC)
        body = {
            "type": "patient_care",
            "start": now.isoformat(),
            "end": (now + timedelta(hours=1)).isoformat(),
        }
        made = self.call(web, "POST", "/api/v1/meetings", body, **{"Idempotency-Key": os.urandom(8).hex()})
        return dict(made)

    def ready_meeting(self, web: int) -> dict[str, Any]:
        """Create a meeting and wait until another process shows it as ready."""
        made, other = self.book(web), (web + 1) % len(self.webs)
        path = f"/api/v1/meetings/{made['id']}"
        return until(lambda: (got := self.call(other, "GET", path))["state"] == "ready" and got)

    @contextmanager
    def listening(self, web: int, path: str, bearer: str) -> "Iterator[Listener]":
        """Listen to a stream of one web process."""
        listener = Listener(f"http://127.0.0.1:{self.webs[web].port}{path}", bearer)
        yield listener
        listener.hang_up()

    def _start(self, module: list[str], port: int) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, **self.environment, DATA: str(self.data), URL: self.url, PORT: str(port)}
        with (self.data / "members.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *module],
                env=environment,
                cwd=ROOT,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )


class Listener:
    """One page's stream, read in a thread of its own: what it has said, and whether it is over."""

    def __init__(self, url: str, bearer: str) -> None:
        self._news: queue.Queue[tuple[str, Any] | None] = queue.Queue()
        headers = {"Host": ORIGIN.partition("//")[2], "Authorization": f"Bearer {bearer}"}
        self._response = requests.get(url, headers=headers, stream=True, timeout=30)
        assert self._response.status_code == 200, self._response.text
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def hears(self, name: str, *, seconds: float = 20, **wanted: object) -> dict[str, Any]:
        """Wait for an event that has the wanted values, and return it."""
        deadline = time.monotonic() + seconds
        while True:
            news = self._news.get(timeout=max(0.01, deadline - time.monotonic()))
            assert news is not None, f"the stream ended without {name} {wanted}"
            if news[0] == name and wanted.items() <= news[1].items():
                return dict(news[1])

    def is_over(self, seconds: float = 20) -> bool:
        """Wait until the stream has ended."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def hang_up(self) -> None:
        """Close the stream from this side."""
        with suppress(OSError, AttributeError), socket.socket(fileno=os.dup(self._response.raw.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
        self._response.close()

    def _read(self) -> None:
        name = ""
        with suppress(requests.RequestException, OSError, ValueError, AttributeError):
            for line in self._response.iter_lines(chunk_size=1, decode_unicode=True):
                field_name, _, value = line.partition(": ")
                if field_name == "event":
                    name = value
                elif field_name == "data":
                    self._news.put((name, json.loads(value)))
        self._news.put(None)


def free_port() -> int:
    """Return a port that nobody has now, and that the system gives nobody for a call of their own meanwhile."""
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
