"""Pexip and us with nothing between that is made up: the product, the process that answers, and two nodes that ask it.

What a whole run says is kept: logs, refusals, and what stood in the queue and among remembered answers.
"""

import io
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from backend.clock import FixedClock, SystemClock
from backend.config import PexipSettings, production, read
from backend.meetings.models import Meeting
from backend.serving.run import LISTENING
from backend.video.models import Conference, Presence
from backend.video.pexip import names
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.service import PexipService
from backend.video.service import Means
from simulators.pexip import wiring
from simulators.pexip.site import Site
from simulators.pexip.wanted import Wanted
from tests.backend.config.files import written
from tests.backend.room_meetings.choosing import brought_in, choose
from tests.contract.http.led_on.far import hand_over
from tests.contract.http.test_hosting import enter
from tests.logs_kept import logs_kept
from tests.product import Caller, wired
from tests.simulators.pexip.client import App, Refused
from tests.tables import contents
from tests.waiting import until

TRUSTED = "Vårdnätet"
POLICY_PASSWORD, EVENTS_PASSWORD = "pR7mQw2ZxK9pLt4VnB8sYd3HfAc6xWq1", "eT5nRv8WyJ3qMk7XzC2uGb9LdFh4kPz2"
MANAGER = {"management_user": "admin", "management_password": "mN6tQw4ZxK8pLt3VnB7sYd2HfAc5xWq9"}
_PASSING = frozenset({"job", "remembered_answer", "push_message", "access_log_outbox"})


class Whole:
    """One installation and its Pexip, from its start to its end. `said` is all that was told to the outside."""

    def __init__(self, caller: Caller, site: Site, pexip: PexipSettings, secret: bytes, logged: io.StringIO) -> None:
        self.caller = caller
        self.site = site
        self.folder = Path(caller.product.database.url.removeprefix("sqlite:///")).parent
        self.aliases: set[str] = set()
        self.pins: set[str] = set()
        self.said: list[str] = []
        self.passing: list[str] = []
        self._means = Means(secret=secret, pexip=pexip)
        self._service = self.service(pexip.node)
        self._secret = names.derived(secret)
        self._logged = logged
        self._apps: list[App] = []

    @property
    def nodes(self) -> list[str]:
        return [front.url for front in self.site.fronts]

    def service(self, node: str) -> PexipService:
        """Return our service for a Pexip that is reached at this address."""
        assert self._means.pexip is not None
        means = replace(self._means, pexip=replace(self._means.pexip, node=node))
        return PexipService(self.caller.product.database, self.caller.clock, means)

    def meeting(self, *rooms: str, **more: Any) -> dict[str, Any]:
        """Create a meeting, with these rooms booked for it."""
        self.catch_up()
        made = self.caller.create(**more)
        assert made["service"] == "pexip"
        if rooms:
            chosen = choose(self.caller, made, *rooms)
            assert chosen.status_code == 200, chosen.text
        self.pins.add(self.pin(made))
        return made

    def pin(self, meeting: dict[str, Any]) -> str:
        """Return the host's PIN that our answers give the meeting's conference, which nobody is told."""
        return names.host_pin(self._secret, self.room(meeting).nonce)

    def guest(self, meeting: dict[str, Any], name: str) -> str:
        """Return the alias our door leads somebody on by."""
        answer = self.caller.as_(None).call("POST", f"/m/{meeting['join_url'].rpartition('/')[2]}/join", {"name": name})
        assert answer.status_code == 200, answer.text
        return self.alias(answer.get_json()["url"])

    def host(self, meeting: dict[str, Any], node: int = 0) -> App:
        """Let the host go in, with camera and microphone: the conference has begun."""
        told = hand_over(enter(self.caller, meeting), meeting)
        self.pins.add(told["pin"])
        app = self.app(self.alias(told["url"]), node).join(told["pin"], "Värd")
        app.send_media()
        return app

    def alias(self, url: str) -> str:
        """Return the alias of a link, which is secret from now on."""
        alias = urlsplit(url).path.rpartition("/")[2]
        self.aliases.add(alias)
        return alias

    def number(self, meeting: dict[str, Any]) -> str:
        """Return what rooms dial."""
        entry = self._service.room_entry(self.room(meeting).reference)
        assert entry is not None
        self.aliases.add(entry.number.partition("@")[0])
        return entry.number

    def dial(self, number: str, **call: Any) -> dict[str, Any]:
        """Let a device dial; return where it got to."""
        answer = requests.post(f"{self.nodes[0]}/_control", json={"call": {"alias": number, **call}}, timeout=10)
        assert answer.status_code == 200, answer.text
        self.said.append(answer.json()["reason"])
        return dict(answer.json())

    def far_end(self, address: str, does: str) -> None:
        """Let somebody who is called answer, ring on, be busy or hang up."""
        body = {"far_end": {"address": address, "does": does}}
        assert requests.post(f"{self.nodes[0]}/_control", json=body, timeout=10).status_code == 204

    def order(self, **told: str | float) -> None:
        """Let the nodes be otherwise than they were."""
        assert requests.post(f"{self.nodes[0]}/_control", json=told, timeout=10).status_code == 204

    def least_pin(self, digits: int) -> None:
        """Set how many digits a PIN has to have in this Pexip, and let its nodes ask anew for what they threw away."""
        self.set_globally(min_pin_length=digits)
        requests.post(f"{self.nodes[0]}/_control", json={"policy": {"do": "forget"}}, timeout=10)

    def set_globally(self, **fields: object) -> None:
        """Change global settings at the Management Node."""
        assert self._means.pexip is not None
        place = f"{self._means.pexip.management_url}/api/admin/configuration/v1/global/1/"
        known = MANAGER["management_user"], MANAGER["management_password"]
        answer = requests.patch(place, json=fields, auth=known, timeout=10)
        assert answer.status_code == 202, answer.text

    def loses_answers(self, count: int) -> None:
        """Let the Management Node do what it is asked next and not say so, so many times."""
        assert self._means.pexip is not None
        body = {"fault": "lost", "count": count, "methods": ["POST"]}
        assert requests.post(f"{self._means.pexip.management_url}/_control", json=body, timeout=10).status_code == 204

    def app(self, alias: str, node: int = 0) -> App:
        app = App(self.nodes[node], alias)
        self._apps.append(app)
        return app

    def waits(self, alias: str) -> bool:
        """Let a guest come by this alias; tell whether they got as far as the lobby."""
        try:
            return self.app(alias).join("none", "Gäst").place() == "waiting_room"
        except Refused as refused:
            self.said.append(str(refused.text))
            return False

    def refused(self, alias: str) -> str:
        """Return what somebody who can't come in by this alias is told."""
        try:
            self.app(alias).join("none", "Gäst")
        except Refused as refused:
            self.said.append(str(refused.text))
            return self.said[-1]
        raise AssertionError("was let in")

    def restart(self, node: int) -> None:
        """Let a node's power go and come back."""
        body = {"fault": "restart", "node": self.site.fronts[node].node.ip, "seconds": 0.05}
        assert requests.post(f"{self.nodes[1 - node]}/_control", json=body, timeout=10).status_code == 204
        until(lambda: self._is_up(node))

    def told(self) -> None:
        """Wait until the product has been told of all that happened, and has worked it."""
        until(self._is_sent)
        self.catch_up()
        self.look()
        self.caller.product.jobs.drain()
        self.look()

    def states(self, meeting: dict[str, Any]) -> list[str]:
        """Return where everybody is as our own list has it."""
        self.told()
        with self.caller.product.database.read() as session:
            there = select(Presence.state).join(Conference, Conference.id == Presence.conference_id)
            return sorted(session.scalars(there.where(Conference.key == self.room(meeting).key)))

    def catch_up(self) -> None:
        """Let the product's clock be as late as everybody else's."""
        clock = self.caller.clock
        clock.advance(seconds=max(0.0, time.time() - clock.now().timestamp()))

    def look(self) -> None:
        """Keep what stands in the database only for a while."""
        rows = contents(self.caller.product.database.engine)
        self.passing += [row for row in rows if row.partition(" ")[0] in _PASSING]

    def refusals(self) -> list[str]:
        """Return why the process that answers has refused, in that order."""
        lines = [line for line in self.policy_log().splitlines() if '"policy.refused"' in line]
        return [line.partition('"reason": "')[2].partition('"')[0] for line in lines]

    def policy_log(self) -> str:
        return (self.folder / "policy.log").read_text("utf-8")

    def logged(self) -> str:
        """Return all that either process has written down."""
        return self.policy_log() + self._logged.getvalue()

    def close(self) -> None:
        for app in self._apps:
            app.http.close()

    def room(self, meeting: dict[str, Any]) -> PexipRoom:
        """Return what we know of the meeting's conference."""
        with self.caller.product.database.read() as session:
            of_it = select(PexipRoom).join(Conference, Conference.key == PexipRoom.key)
            of_it = of_it.join(Meeting, Meeting.conference_id == Conference.id)
            return session.scalars(of_it.where(Meeting.id == meeting["id"])).one()

    def _is_sent(self) -> bool:
        told = requests.post(f"{self.nodes[0]}/_control", json={"events": {}}, timeout=10).json()
        assert told["alarms"] == []
        return all(one["running"] and not one["waiting"] for one in told["publishers"])

    def _is_up(self, node: int) -> bool:
        with suppress(requests.RequestException):
            return requests.get(f"{self.nodes[node]}/api/client/v2/status", timeout=10).status_code == 200
        return False


@contextmanager
def whole(folder: Path, tables: Path) -> Iterator[Whole]:
    """Start all of it on an SQLite database that begins as a copy of the file `tables`."""
    (folder / "vardmote.sqlite").write_bytes(tables.read_bytes())
    with ExitStack() as ending:
        port = socket.create_server(("127.0.0.1", 0))
        ending.enter_context(port)
        told = production(read(os.environ, _configured(folder, port.getsockname()[1])))
        pexip = told.settings.asked_by_pexip
        assert pexip is not None
        ending.enter_context(_answering(folder, port))
        logged = ending.enter_context(logs_kept())
        clock = FixedClock(SystemClock().now())
        secret = told.settings.secret_key
        with socket.create_server(("127.0.0.1", 0)) as probe:
            managed = probe.getsockname()[1]
        pexip = replace(pexip, management_url=f"http://127.0.0.1:{managed}", **MANAGER)
        product = wired(folder, told.settings.database_url, clock, pexip=pexip, secret_key=secret)
        ending.callback(product.stop)
        wanted = Wanted(
            0,
            nodes=2,
            policy_url=f"http://{pexip.policy_listen}",
            policy_user=pexip.policy_user,
            policy_password=pexip.policy_password,
            event_url=f"{ending.enter_context(_served(product.app))}/hooks/pexip/events",
            event_user=pexip.events_user,
            event_password=pexip.events_password,
            management_port=managed,
            **MANAGER,
        )
        site = ending.enter_context(wiring.start(wanted)[0])
        made = Whole(brought_in(Caller(product, clock)), site, pexip, secret, logged)
        ending.callback(made.close)
        yield made


def _configured(folder: Path, port: int) -> Path:
    return written(
        folder,
        database_url=f"sqlite:///{folder / 'vardmote.sqlite'}",
        data=str(folder),
        audit__database_url=f"sqlite:///{folder / 'access-log.sqlite'}",
        audit__anchor=str(folder / "anchor"),
        pexip__node="https://video.example",
        pexip__domain="rooms.example",
        pexip__host_entry="pin",
        pexip__trusted_locations=[TRUSTED],
        pexip__policy_listen=f"127.0.0.1:{port}",
        pexip__dial_out_location="Plats",
        pexip__policy_user="policy",
        pexip__policy_password=POLICY_PASSWORD,
        pexip__events_user="events",
        pexip__events_password=EVENTS_PASSWORD,
    )


@contextmanager
def _answering(folder: Path, port: socket.socket) -> Iterator[None]:
    """Run the process as `serve` begins it; yield once it answers: a node waits five seconds and no longer."""
    environment = {**os.environ, "VARDMOTE_CONFIG": str(folder / "vardmote.toml"), LISTENING: str(port.fileno())}
    command = [sys.executable, "-m", "backend.serving.policy"]
    with (
        (folder / "policy.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stderr=log, pass_fds=[port.fileno()]) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port.getsockname()[1]}/healthz"
            assert requests.get(address, timeout=60).status_code == 200
            yield
        finally:
            process.terminate()


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
