"""The way from the demo's rooms into its meetings: a room that dials one waits at the meeting's own door, for the host.

The built-in service takes no calls, so no sound and no picture comes along. What is real is who lets the room in: the
room stands in the host's waiting room under its name, by the public door, and the bridge does what the host does.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import requests
from sqlalchemy import select

from backend.config import DEMO_MEETINGS
from backend.demo.local import PATIENCE_SECONDS, Local
from backend.meetings.models import Door, DoorState, Meeting
from backend.storage import Database
from backend.video.models import Conference

_AGAIN_SECONDS = 2.0
# A stream says something every few seconds.
_SILENCE_SECONDS = 30.0
_MOVES = {"waiting": "lobby", "in": "in"}
_NOT_YET = 409


class Call(NamedTuple):
    """A room that is in a call to a meeting: the meeting's name on the bridge, and the room's."""

    meeting: str
    room: str


class Gateway:
    """Sees to it that everyone who has called a meeting waits at its door, and hangs up when it is over."""

    def __init__(self, desk: str, origin: str, database: Database) -> None:
        self._desk, self._origin, self._database = desk, origin, database
        self._guests: dict[Call, Guest] = {}

    def open(self) -> None:
        """Let the bridge take calls to meetings. Raises requests.RequestException."""
        with Local() as web:
            web.post(f"{self._desk}/_bridge", json={"domain": DEMO_MEETINGS}).raise_for_status()

    def look(self) -> None:
        """Let new callers wait, and let those go who hung up. Raises requests.RequestException."""
        with Local() as web:
            conferences = web.get(f"{self._desk}/_bridge").json()["conferences"]
        calls = {
            Call(one["name"], room)
            for one in conferences
            if one["name"].endswith(f"@{DEMO_MEETINGS}")
            for room in (*one["in"], *one["lobby"])
        }
        for call in self._guests.keys() - calls:
            self._guests.pop(call).leave()
        for call in calls - self._guests.keys():
            self._guests[call] = guest = Guest(call, self._desk, self._origin, self._door(call))
            threading.Thread(target=guest.visit, name="gateway", daemon=True).start()

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
        self._call, self._code = call, code
        self._moves = f"{desk}/_bridge/{quote(call.meeting)}/moves"
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
        try:
            with Local() as web:
                web.post(self._moves, json={"who": self._call.room, "to": to})
        except requests.RequestException:
            # The rooms are gone, and so is the call.
            return

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
