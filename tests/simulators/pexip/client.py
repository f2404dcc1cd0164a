"""A client of the client API that shares nothing with the simulator: requests, and an event stream read by hand."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from typing import Any, Self
from urllib.parse import quote

import requests

Event = tuple[str, Any]


class Refused(Exception):
    def __init__(self, answer: requests.Response) -> None:
        super().__init__(answer.text)
        self.status = answer.status_code
        self.body = answer.json()
        self.text = self.body["result"]


class App:
    """One web app at a node. Closes its connections as a context manager; its participant stays."""

    def __init__(self, url: str, alias: str) -> None:
        self.base = f"{url}/api/client/v2/conferences/{quote(alias, safe='')}/"
        self.http = requests.Session()
        self.joined: dict[str, Any] = {}
        self._lines: requests.Response | None = None

    def ask(self, path: str, body: object = None, method: str = "POST", **headers: str) -> Any:
        token = {"token": self.joined["token"]} if self.joined else {}
        answer = self.http.request(method, self.base + path, json=body, headers=token | headers, timeout=10)
        if answer.status_code != 200:
            raise Refused(answer)
        assert answer.json()["status"] == "success"
        return answer.json()["result"]

    def get(self, path: str) -> Any:
        return self.ask(path, method="GET")

    def join(self, pin: str = "", name: str = "Någon", **body: object) -> Self:
        headers = {"pin": pin} if pin else {}
        self.joined = self.ask("request_token", {"display_name": name, **body}, **headers)
        return self

    @property
    def uuid(self) -> str:
        return str(self.joined["participant_uuid"])

    def about(self, other: "App", order: str, body: object = None) -> Any:
        return self.ask(f"participants/{other.uuid}/{order}", body)

    def send_media(self) -> Any:
        return self.about(self, "calls", {"call_type": "WEBRTC", "sdp": "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"})

    def place(self) -> str:
        return str(next(one for one in self.get("participants") if one["uuid"] == self.uuid)["service_type"])

    def listen(self) -> "Listener":
        return Listener(self.http.get(f"{self.base}events?token={self.joined['token']}", stream=True, timeout=10))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()


class Listener:
    """An open event stream. What came before an awaited event is passed over, and kept in `seen`."""

    def __init__(self, answer: requests.Response) -> None:
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "text/event-stream"
        self.seen: list[Event] = []
        self.ended = threading.Event()
        self._answer = answer
        self._events: Queue[Event] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def wait(self, name: str, fits: Callable[[Any], bool] = lambda _: True) -> Any:
        while True:
            event = self._events.get(timeout=10)
            self.seen.append(event)
            if event[0] == name and fits(event[1]):
                return event[1]

    def _read(self) -> None:
        name = ""
        try:
            for line in self._answer.iter_lines(chunk_size=1, decode_unicode=True):
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    self._events.put((name, json.loads(line[6:])))
        except requests.RequestException:
            pass  # it was cut
        self.ended.set()


@contextmanager
def apps(url: str, alias: str, count: int) -> Iterator[list[App]]:
    made = [App(url, alias) for _ in range(count)]
    try:
        yield made
    finally:
        for app in made:
            app.http.close()
