"""HttpFeedback of a whole device: registered over HTTP, told of presses and calls, there again after a reboot."""

import json
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

import pytest
import requests

from simulators import roomos
from simulators.roomos.endpoint import HAND, Endpoint
from tests.simulators.roomos.waiting import until

PACE = 0.005
PANEL = "<Extensions><Panel><Location>HomeScreen</Location><Name>Starta MDK</Name></Panel></Extensions>"


class Receiver:
    """Our side: takes posts in a thread of its own and keeps them."""

    def __init__(self) -> None:
        self.posts: queue.Queue[dict[str, Any]] = queue.Queue()
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(receiver.status)
                self.end_headers()
                receiver.posts.put(json.loads(body))

            def log_message(self, *words: object) -> None:
                del words

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hooks/rooms/1/key"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def event(self, *path: str) -> Any:
        """Wait for the event at the path, past all else that is told."""
        while True:
            found: Any = self.posts.get(timeout=10).get("Event")
            for name in path:
                found = found.get(name) if found else None
            if found is not None:
                return found

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    opened = Receiver()
    yield opened
    opened.close()


@pytest.fixture
def site() -> Iterator[roomos.Site]:
    with roomos.start(2, pace=PACE) as running:
        yield running


@pytest.fixture
def room(site: roomos.Site, receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Endpoint:
    """A room that was told over HTTP where to post, and was given a panel."""
    endpoint = site.endpoints[0]
    ca = tmp_path_factory.mktemp("roomos") / "ca.pem"
    ca.write_bytes(site.tls.pem)
    register = (
        f"<Register><FeedbackSlot>2</FeedbackSlot><ServerUrl>{receiver.url}</ServerUrl><Format>JSON</Format>"
        "<Expression>/Event</Expression><Expression>/Status/Call</Expression></Register>"
    )
    save = f"<Save><PanelId>svm</PanelId><body>{escape(PANEL)}</body></Save>"
    extensions = f"<UserInterface><Extensions><Panel>{save}</Panel></Extensions></UserInterface>"
    answer = requests.post(
        f"https://localhost:{endpoint.https}/putxml",
        data=f"<Command><HttpFeedback>{register}</HttpFeedback>{extensions}</Command>",
        headers={"Content-Type": "text/xml"},
        auth=(roomos.USER, roomos.PASSWORD),
        verify=str(ca),
        timeout=10,
    )
    assert answer.text.count('status="OK"') == 2, answer.text
    return endpoint


def test_a_press_is_posted_with_who_it_is(room: Endpoint, receiver: Receiver) -> None:
    room.press_panel("svm")
    assert receiver.event("UserInterface", "Extensions", "Panel", "Clicked", "PanelId") == {"Value": "svm"}


def test_a_call_is_posted_as_it_goes(site: roomos.Site, room: Endpoint, receiver: Receiver) -> None:
    site.endpoints[1].dial(room.address)
    assert receiver.event("IncomingCallIndication", "CallId") == {"Value": "1"}
    room.reject()
    assert receiver.event("CallDisconnect", "CallId") == {"Value": "1"}


def test_what_was_registered_is_there_after_a_reboot(room: Endpoint, receiver: Receiver) -> None:
    room.power_off()
    room.power_on()
    assert receiver.event("BootEvent", "Action") == {"Value": "Restart"}
    room.press_panel("svm")
    assert receiver.event("UserInterface", "Extensions", "Panel", "Clicked", "PanelId") == {"Value": "svm"}


def test_a_reboot_wakes_a_slot_that_had_given_up(room: Endpoint, receiver: Receiver) -> None:
    receiver.status = 500
    room.press_panel("svm")
    receiver.event("UserInterface")
    until(room, "Failed", "HttpFeedback", 2, "Status")
    receiver.status = 204
    room.do(lambda device: device.command(HAND, ("SystemUnit", "Boot"), {"Action": "Restart"}))
    receiver.event("BootEvent")
    assert room.status("HttpFeedback", 2, "Status") == "OK"
