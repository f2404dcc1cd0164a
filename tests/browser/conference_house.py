"""A demo whose rooms are six software endpoints in the test's own hands: people answer in them, plugs are pulled."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import requests

from backend.clock import SystemClock
from backend.fleet.pins import PinnedKeys
from backend.fleet.service import Fleet
from backend.storage import Database
from backend.storage.migrations import upgrade
from rooms.endpoint import Address
from rooms.inventory import Room, RoomKind
from simulators import roomos
from simulators.roomos.bridge import guest, host
from simulators.roomos.desk import Desk
from simulators.roomos.device import Device
from simulators.roomos.endpoint import HAND, Endpoint
from tests.backend.fleet.site import ACCOUNTS
from tests.waiting import until

NAMES = ("Köping", "Sala", "Fagersta", "Arboga", "Heby", "Surahammar")
HOSTS, GUESTS, ANOTHER = "mdk.vard@bro.example", "mdk@bro.example", "annat@bro.example"
PLACES = [{"name": "mdk-1", "host": {"number": HOSTS}, "guest": {"number": GUESTS}}]
THREADS = 100


class House:
    """The demo's server, which can be killed and started again, and its rooms."""

    def __init__(self, data: Path, site: roomos.Site, desk: Desk) -> None:
        self.site, self.desk = site, desk
        self._data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.base_url = f"http://127.0.0.1:{self._port}"
        self._server: subprocess.Popen[bytes] | None = None
        self._furnish()

    def start(self) -> None:
        """Start the server, and return when it is ready."""
        told = {"DEMO_ROOMS": self._data, "DEMO_DATA": self._data, "DEMO_PORT": self._port}
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1",
            "--port", str(self._port), "--workers", "1", "--blocking-threads", str(THREADS), "--no-ws",
            "--no-access-log", "--log-level", "error", "backend.app:demo",
        ]  # fmt: skip
        with (self._data / "server.log").open("ab") as log:
            environment = {**os.environ, **{f"VARDMOTE_{name}": str(value) for name, value in told.items()}}
            self._server = subprocess.Popen(command, env=environment, stderr=log, start_new_session=True)
        until(self._is_ready)

    def kill(self) -> None:
        """End all of the server at once, as a power cut does."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    def room(self, number: int) -> Endpoint:
        """Return the room of this number, from 1."""
        return self.site.endpoints[number - 1]

    def question(self, number: int) -> str:
        """Return the text of the question that stands in the room, "" when none does."""
        return self.room(number).do(
            lambda device: message.text if (message := device.parts.messages.prompt.message) else ""
        )

    def text(self, number: int, widget_id: str) -> str:
        """Return what a text on the room's panel says."""
        return self.room(number).do(lambda device: device.parts.panels.widgets.values.get(widget_id, ""))

    def answer(self, *numbers: int) -> None:
        """Let the people in these rooms say yes to the question when it is there."""
        for number in numbers:
            until(partial(self.question, number))
            self.room(number).answer_prompt(1)

    def dials(self) -> list[int]:
        """Return how often each room has been told to dial by us."""
        return [
            sum(one.path == "Dial" and one.transport != "panel" for one in endpoint.log)
            for endpoint in self.site.endpoints
        ]

    def call(self, method: str, path: str, user: str = "personal", **options: Any) -> requests.Response:
        """Ask the server as somebody."""
        headers = {"Authorization": f"Bearer demo:{user}", **options.pop("headers", {})}
        return requests.request(method, f"{self.base_url}{path}", headers=headers, timeout=20, **options)

    def planned(self, starts_in: int = 0, rooms: int = 6, cases: int = 3) -> str:
        """Plan a conference that opens so many minutes from now, and return its id."""
        opens = datetime.now(UTC) + timedelta(minutes=starts_in)
        units = ("Kirurgi", "Onkologi", "Lungmottagningen Ekbacken", "Radiologi", "Kirurgi")
        plan = {
            "opens": opens.isoformat(),
            "closes": (opens + timedelta(minutes=90)).isoformat(),
            "presenter": "room1",
            "content": 2,
            "sites": [{"id": f"room{at + 1}", "label": NAMES[at]} for at in range(rooms)],
            "cases": [{"number": 11 + at, "minutes": 10, "unit": units[at]} for at in range(cases)],
        }
        made = self.call("POST", "/api/v1/conferences", json=plan, headers={"Idempotency-Key": os.urandom(8).hex()})
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    def clear(self) -> None:
        """End what goes on and take away what is planned, so that the next test has the rooms."""
        for one in self.call("GET", "/api/v1/conferences").json()["conferences"]:
            path = f"/api/v1/conferences/{one['id']}"
            if one["state"] == "running":
                self.call("POST", f"{path}/press", json={"press": "end", "press_id": os.urandom(8).hex()})
            elif one["may_change"]:
                self.call("DELETE", path, headers={"If-Match": f'"{one["version"]}"'})

    def _is_ready(self) -> bool:
        assert self._server is not None
        assert self._server.poll() is None, (self._data / "server.log").read_text("utf-8")
        with suppress(requests.ConnectionError):
            return requests.get(f"{self.base_url}/readyz", timeout=5).ok
        return False

    def _furnish(self) -> None:
        (self._data / "accounts.toml").write_text(ACCOUNTS.format(user=roomos.USER, password=roomos.PASSWORD), "utf-8")
        (self._data / "places.json").write_text(json.dumps(PLACES), "utf-8")
        (self._data / "rooms.json").write_text(json.dumps({"desk": self.desk.url, "rooms": []}), "utf-8")
        url = f"sqlite:///{self._data / 'vardmote.sqlite'}"
        upgrade(url)
        database, clock = Database(url), SystemClock()
        at = [Address("ssh", "127.0.0.1", endpoint.ssh) for endpoint in self.site.endpoints]
        Fleet(database, clock).bring_in(
            [
                Room(f"room{number}", f"MDK-rum {name}", RoomKind.MDT_ROOM, 8, (), name, address)
                for number, (name, address) in enumerate(zip(NAMES, at, strict=True), 1)
            ]
        )
        keys = [endpoint.host_key for endpoint in self.site.endpoints]
        PinnedKeys(database, clock).pin(dict(zip(at, keys, strict=True)))
        database.close()


@contextmanager
def conference_house(data: Path) -> Iterator[House]:
    """Run such a demo while the block lasts."""
    with roomos.start(len(NAMES), names=[f"MDK-rum {name}" for name in NAMES]) as site:
        site.call(lambda: site.bridge.open("mdk", host(HOSTS), guest(GUESTS)))
        site.call(lambda: site.bridge.open("annat", host(ANOTHER)))
        for endpoint in site.endpoints:
            endpoint.do(_in_swedish)
        desk = Desk(site)
        house = House(data, site, desk)
        try:
            house.start()
            yield house
        finally:
            house.kill()
            desk.close()


def _in_swedish(device: Device) -> None:
    device.configure(HAND, ("UserInterface", "Language"), "Swedish")
