"""The way from the demo's rooms into its meetings: a room that dials one waits at the meeting's own door, for the host.

The built-in service takes no calls, so no sound and no picture comes along. What is real is who lets the room in: the
room stands in the host's waiting room under its name, by the public door, and the bridge does what the host does. A
call to a meeting that Pexip holds goes on to its node, which decides.
"""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

import requests
from sqlalchemy import select

from backend.config import DEMO_MEETINGS
from backend.demo import bridge
from backend.demo.bridge import Call
from backend.demo.local import PATIENCE_SECONDS, Local
from backend.demo.pexip import DOMAIN
from backend.demo.trunk import Trunk
from backend.meetings.models import Door, DoorState, Meeting
from backend.storage import Database
from backend.video.models import Conference

_AGAIN_SECONDS = 2.0
# A stream says something every few seconds.
_SILENCE_SECONDS = 30.0
_MOVES = {"waiting": "lobby", "in": "in"}
_NOT_YET = 409


class Caller(Protocol):
    """One room's call, on its way into a meeting or in it."""

    def visit(self) -> None:
        """Follow it until it is over; then hang up."""
        ...

    def leave(self) -> None:
        """End it, as the room has hung up."""
        ...


class Gateway:
    """Sees to it that everyone who has called a meeting waits at its door, and hangs up when it is over.

    `node` is where Pexip takes calls to the meetings that it holds.
    """

    def __init__(self, desk: str, origin: str, database: Database, node: str | None = None) -> None:
        self._desk, self._origin, self._database = desk, origin, database
        self._ways: dict[str, Callable[[Call], Caller]] = {DEMO_MEETINGS: self._guest}
        if node is not None:
            self._ways[DOMAIN] = lambda call: Trunk(call, desk, node)
        self._callers: dict[Call, Caller] = {}

    def open(self) -> None:
        """Let the bridge take calls to meetings. Raises requests.RequestException."""
        with Local() as web:
            for domain in self._ways:
                web.post(f"{self._desk}/_bridge", json={"domain": domain}).raise_for_status()

    def look(self) -> None:
        """Let new callers wait, and let those go who hung up. Raises requests.RequestException."""
        ways = {call: way for domain, way in self._ways.items() for call in bridge.calls(self._desk, domain)}
        for call in self._callers.keys() - ways.keys():
            self._callers.pop(call).leave()
        for call in ways.keys() - self._callers.keys():
            self._callers[call] = caller = ways[call](call)
            threading.Thread(target=caller.visit, name="gateway", daemon=True).start()

    def _guest(self, call: Call) -> "Guest":
        return Guest(call, self._desk, self._origin, self._door(call))

    def _door(self, call: Call) -> str | None:
        query = (
            select(Door.code)
            .join(Meeting, Meeting.id == Door.meeting_id)
            .join(Conference, Conference.id == Meeting.conference_id)
            .where(Conference.reference == call.meeting.partition("@")[0])
            .where(Door.state == DoorState.OPEN, Door.participant_id.is_(None))
        )
        with self._database.read() as session:
            return session.scalar(query)


class Guest:
    """One room at one meeting's door."""

    def __init__(self, call: Call, desk: str, origin: str, code: str | None) -> None:
        self._call, self._desk, self._code = call, desk, code
        self._door = f"{origin}/m/{code}"
        self._token: str | None = None
        self._left = threading.Event()

    def visit(self) -> None:
        """Wait at the door and follow what the host does, until it is over; then hang up."""
        try:
            with Local() as web:
                if self._code is not None and self._join(web):
                    self._follow(web)
                    # It may have hung up before there was anything to leave.
                    self._leave(web)
        except requests.RequestException:
            # The product is on its way down: nobody is left in a meeting that nobody leads.
            pass
        finally:
            self._move("out")

    def leave(self) -> None:
        """Leave the door, as the room has hung up."""
        self._left.set()
        if self._token is not None:
            with Local() as web:
                self._leave(web)

    def _join(self, web: Local) -> bool:
        while not self._left.is_set():
            answer = web.post(f"{self._door}/join", json={"name": self._call.room})
            if answer.ok:
                self._token = answer.json()["token"]
                return True
            if answer.status_code != _NOT_YET:
                return False
            self._left.wait(_AGAIN_SECONDS)
        return False

    def _follow(self, web: Local) -> None:
        with web.get(
            f"{self._door}/events", headers=self._bearer(), stream=True, timeout=(PATIENCE_SECONDS, _SILENCE_SECONDS)
        ) as stream:
            stream.raise_for_status()
            for name, told in events(stream.iter_lines(chunk_size=None)):
                if name == "presence":
                    self._move(_MOVES.get(told["state"], "out"))
                if name == "bye" or self._left.is_set():
                    return

    def _leave(self, web: Local) -> None:
        web.post(f"{self._door}/leave", json={}, headers=self._bearer())

    def _move(self, to: str) -> None:
        bridge.move(self._desk, self._call, to)

    def _bearer(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._token}"}


def events(lines: Iterable[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the events of a stream, by name."""
    name = ""
    for line in lines:
        field, _, value = line.decode().partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)
