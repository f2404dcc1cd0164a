"""A node as the outside meets it: policy is asked, events are sent, the Management Node sees and is seen."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from simulators.pexip import wiring
from simulators.pexip.wanted import Wanted
from tests.simulators.pexip.client import App, Refused

MEETING = {
    "service_type": "conference",
    "name": "vm-1",
    "service_tag": "ours",
    "pin": "471104",
    "allow_guests": True,
    "locked": True,
}
ACCOUNT = ("admin", "made-up")


@dataclass
class Outside:
    """A policy server and a receiver of events in one."""

    url: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: Queue[dict[str, Any]] = field(default_factory=Queue)

    def policy(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        self.asked.append((path, query))
        alias = query["local_alias"]
        if alias not in self.people:
            return {"status": "success", "action": "reject"}
        result = MEETING if path.endswith("configuration") else self.people[alias]
        return {"status": "success", "action": "continue", "result": result}

    def until(self, event: str) -> dict[str, Any]:
        while True:
            told = self.events.get(timeout=10)
            if told["event"] == event:
                data: dict[str, Any] = told["data"]
                return data


@pytest.fixture
def outside() -> Iterator[Outside]:
    outside = Outside()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            body = json.dumps(outside.policy(split.path, dict(parse_qsl(split.query)))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            outside.events.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    outside.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield outside
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Running:
    told: dict[str, Any]

    def control(self, **body: object) -> Any:
        answer = requests.post(self.told["control"], json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def manage(self, method: str, path: str, body: object = None) -> requests.Response:
        url = f"{self.told['management']}/api/admin/{path}"
        return requests.request(method, url, json=body, auth=ACCOUNT, timeout=10)


@pytest.fixture
def running(outside: Outside) -> Iterator[Running]:
    wanted = Wanted(
        port=0,
        nodes=2,
        policy_url=outside.url,
        event_url=f"{outside.url}/events",
        management_port=0,
        management_password=ACCOUNT[1],
        replication_seconds=0.0,
        timer_scale=0.05,
    )
    site, told = wiring.start(wanted)
    with site:
        yield Running(told)


def test_a_web_join_is_asked_about_for_each_leg_and_told_with_the_tag_that_policy_gave(
    outside: Outside, running: Running
) -> None:
    outside.people["host-alias"] = {"preauthenticated_role": "chair", "remote_display_name": "Doctor", "call_tag": "e1"}
    with App(running.told["base_url"], "host-alias") as app:
        app.join("471104", "Värd")
        app.send_media()
    assert [path.rpartition("/")[2] for path, _ in outside.asked] == ["configuration", "properties", "properties"]
    first, second = (query for path, query in outside.asked if path.endswith("properties"))
    assert (first["participant_type"], second["participant_type"]) == ("api_host", "standard")
    assert first["participant_uuid"] == first["call_uuid"] == second["call_uuid"] != second["participant_uuid"]
    legs = [outside.until("participant_connected") for _ in range(2)]
    assert [(leg["protocol"], leg["call_tag"], leg["display_name"]) for leg in legs] == [
        ("API", "e1", "Doctor"),
        ("WebRTC", "e1", "Doctor"),
    ]


def test_a_guest_waits_is_admitted_by_the_management_node_and_sent_out(outside: Outside, running: Running) -> None:
    outside.people |= {"host-alias": {}, "guest-alias": {"call_tag": "e2"}}
    with ExitStack() as stack:
        host, guest = (
            stack.enter_context(App(running.told["nodes"][number]["url"], alias))
            for number, alias in enumerate(("host-alias", "guest-alias"))
        )
        host.join("471104").send_media()
        guest.join("none")
        assert guest.place() == "waiting_room"
        rows = running.manage("GET", "status/v1/participant/?conference=vm-1&role=unknown").json()["objects"]
        assert [row["call_tag"] for row in rows] == ["e2"]
        body = {"participant_id": rows[0]["id"]}
        assert running.manage("POST", "command/v1/participant/unlock/", body).status_code == 200
        assert guest.place() == "conference"
        assert running.manage("POST", "command/v1/participant/disconnect/", body).status_code == 200
        gone = outside.until("participant_disconnected")
        assert (gone["call_tag"], gone["disconnect_reason"]) == ("e2", "Disconnected by an administrator")


def test_a_node_that_restarts_tells_nothing_of_whom_it_cut_off_and_numbers_anew(
    outside: Outside, running: Running
) -> None:
    outside.people["alias"] = {}
    with App(running.told["base_url"], "alias") as app:
        app.join("471104")
    outside.until("participant_connected")
    running.control(fault="restart", node="127.0.0.1", seconds=0.1)
    told: dict[str, Any] = {"node": ""}
    while told["node"] != "127.0.0.1":
        told = outside.events.get(timeout=10)
    assert (told["event"], told["seq"]) == ("eventsink_started", 1)


def test_what_policy_rejects_is_nothing_and_what_it_cannot_answer_is_looked_up(
    outside: Outside, running: Running
) -> None:
    room = {"name": "own", "aliases": [{"alias": "own-alias"}]}
    assert running.manage("POST", "configuration/v1/conference/", room).status_code == 201
    url = running.told["base_url"]
    with App(url, "own-alias") as app, pytest.raises(Refused, match="Neither conference nor gateway found"):
        app.join()
    outside.people["own-alias"] = {"bypass_lock": "no"}
    running.control(policy={"do": "forget"})
    with App(url, "own-alias") as app:
        assert app.join("471104").joined["service_name"] == "vm-1"
    outside.policy = lambda _path, _query: {"status": "failed"}  # type: ignore[method-assign]  # it breaks down
    with App(url, "other-alias") as app, pytest.raises(Refused):
        app.join()
    with App(url, "own-alias") as app:
        assert app.join().joined["service_name"] == "own"


def test_control_says_what_was_asked_and_lets_events_go_wrong(outside: Outside, running: Running) -> None:
    outside.people["alias"] = {}
    assert running.control(policy={"do": "look", "alias": "alias", "trigger": "options"}) == {"found": True}
    told = running.control(policy={})
    assert [(one["query"]["trigger"], one["outcome"]) for one in told["asked"]] == [("options", "continue")]
    assert told["complaints"] == []
    assert running.control(events={"do": "events-stop"})["publishers"][0]["running"] is False
    assert len(running.control(events={})["alarms"]) == 2
    restarted = running.control(events={"do": "events-restart", "node": "127.0.0.1"})
    assert [one["running"] for one in restarted["publishers"]] == [True, False]
    for wrong in (
        {"events": {"do": "storm"}},
        {"events": []},
        {"policy": {"do": "x"}},
        {"events": {"node": "none", "do": "events-lose"}},
    ):
        assert requests.post(running.told["control"], json=wrong, timeout=10).status_code == 400
