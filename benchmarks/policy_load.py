"""What the web processes are busy with while Pexip asks: a thousand open pages, events that come in, a fleet's push.

The pages are hosts' pages, four of each meeting; an event tells that somebody came, or went, and wakes those four. The
push runs in the web process itself, to software rooms in processes of their own, and begins anew after some seconds.
"""

import base64
import http.client
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from backend.meetings.models import Meeting
from backend.storage import Database
from backend.video.models import Conference
from backend.video.pexip.models import PexipRoom
from benchmarks import push
from benchmarks.policy_web import DATA, DATABASE, GO, KEYS, PEXIP, PORT, PUSHED, STREAMS, WORKER
from tests.product import ORIGIN
from tests.waiting import until

MEETINGS, EVENTS_A_SECOND = STREAMS // 4, 10.0
_HANDS, _SECONDS = 12, 120.0
_STAFF = {"Authorization": "Bearer demo:personal", "Host": ORIGIN.partition("//")[2]}


@dataclass
class Busy:
    """What the load has come to so far."""

    data: Path
    streams: int
    events: int = 0
    put_off: int = 0
    frames: int = 0

    @property
    def pushes(self) -> int:
        """How many whole pushes are done."""
        told = self.data / PUSHED
        return told.stat().st_size if told.exists() else 0


@contextmanager
def busy(url: str, data: Path) -> Iterator[Busy]:
    """Keep a web process and a worker on this database busy within the block."""
    data.mkdir()
    with ExitStack() as ending:
        keys = ending.enter_context(push.endpoints())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        environment = {**os.environ, DATA: str(data), DATABASE: url, PORT: str(port), KEYS: json.dumps(keys)}
        log = ending.enter_context((data / "log").open("ab"))
        processes = ending.enter_context(ExitStack())
        for role in ([], [WORKER]):
            command = [sys.executable, "-m", "benchmarks.policy_web", *role]
            begun = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
            process = processes.enter_context(begun)
            processes.callback(os.killpg, process.pid, signal.SIGKILL)
        until(lambda: _is_ready(port))
        with ThreadPoolExecutor(_HANDS) as hands:
            meetings = list(hands.map(lambda number: _book(port, number), range(MEETINGS)))
            names = until(lambda: len(found := _rooms(url)) >= MEETINGS and found)
            pages = list(hands.map(lambda meeting: _page(port, meeting), meetings)) * (STREAMS // MEETINGS)
            streams = list(hands.map(lambda page: _open(port, *page), pages))
        # They end before the pages do: a thousand that leave at once are another story.
        ending.push(processes.pop_all())
        for stream in streams:
            processes.enter_context(closing(stream))
        came, over = Busy(data, len(streams)), threading.Event()
        threads = [
            threading.Thread(target=work, daemon=True)
            for work in (lambda: _listen(streams, came, over), lambda: _tell(port, names, came, over))
        ]
        (data / GO).touch()
        for thread in threads:
            thread.start()
        try:
            yield came
        finally:
            over.set()
            for thread in threads:
                thread.join(_SECONDS)


def _is_ready(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return _call(port, "GET", "/readyz")[0] == http.client.OK
    return False


def _call(port: int, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)) as connection:
        sent = _STAFF | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        response = connection.getresponse()
        return response.status, response.read()


def _book(port: int, number: int) -> str:
    now = datetime.now(UTC)
    body = {"type": "patient_care", "start": now.isoformat(), "end": (now + timedelta(hours=1)).isoformat()}
    status, told = _call(port, "POST", "/api/v1/meetings", body, Idempotency_Key=f"load-{number}")
    assert status == http.client.CREATED, told
    return str(json.loads(told)["id"])


def _rooms(url: str) -> Sequence[str]:
    with closing(Database(url)) as database, database.read() as session:
        booked = select(PexipRoom.name).join(Conference, Conference.key == PexipRoom.key)
        return session.scalars(booked.join(Meeting, Meeting.conference_id == Conference.id)).all()


def _page(port: int, meeting: str) -> tuple[str, str]:
    """Return the meeting, and the bearer of a host who has opened its page and not gone in."""
    _, told = _call(port, "POST", f"/api/v1/meetings/{meeting}/start")
    ticket = json.loads(told)["host_url"].partition("#")[2]
    _, told = _call(port, "POST", f"/h/{meeting}/enter", {"token": ticket})
    return meeting, json.loads(told)["session"]


def _open(port: int, meeting: str, bearer: str) -> socket.socket:
    """Return an open page's stream, once it has been answered."""
    stream = socket.create_connection(("127.0.0.1", port), timeout=_SECONDS)
    sent = _STAFF | {"Authorization": f"Bearer {bearer}"}
    lines = [f"GET /h/{meeting}/events HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    stream.sendall("\r\n".join([*lines, "", ""]).encode())
    told = stream.recv(4096)
    assert told.startswith(b"HTTP/1.1 200"), told
    return stream


def _listen(streams: Sequence[socket.socket], came: Busy, over: threading.Event) -> None:
    with selectors.DefaultSelector() as selector:
        for stream in streams:
            selector.register(stream, selectors.EVENT_READ)
        while not over.is_set():
            for key, _ in selector.select(0.5):
                told = key.fileobj.recv(65536)  # type: ignore[union-attr]  # a socket, as registered
                if not told:
                    came.streams -= 1
                    selector.unregister(key.fileobj)
                came.frames += told.count(b"event: ")


def _tell(port: int, names: Sequence[str], came: Busy, over: threading.Event) -> None:
    signed = base64.b64encode(f"{PEXIP.events_user}:{PEXIP.events_password}".encode()).decode()
    number = 1
    while not over.wait(1 / EVENTS_A_SECOND):
        call, is_over = divmod(number, 2)
        person: dict[str, Any] = {"uuid": f"u{call}", "conference": names[call % len(names)], "role": "guest"}
        event = {"node": "192.0.2.1", "seq": number, "version": 2, "time": time.time()}
        event |= {"event": f"participant_{'dis' * is_over}connected", "data": person | {"display_name": "Astrid"}}
        status, told = _call(port, "POST", "/hooks/pexip/events", event, Authorization=f"Basic {signed}")
        if status == http.client.SERVICE_UNAVAILABLE:
            # As a publisher does it: the same comes again.
            came.put_off += 1
            continue
        assert status == http.client.NO_CONTENT, told
        came.events += 1
        number += 1
