"""What the demo asks of the bridge that its rooms call: who is in which call, and where that one shall be."""

from typing import NamedTuple
from urllib.parse import quote

import requests

from backend.demo.local import Local


class Call(NamedTuple):
    """A room that is in a call to a meeting: the meeting's address on the bridge, and the room's name."""

    meeting: str
    room: str


def calls(desk: str, domain: str) -> set[Call]:
    """Return who has called an address of the domain. Raises requests.RequestException."""
    with Local() as web:
        conferences = web.get(f"{desk}/_bridge").json()["conferences"]
    return {
        Call(one["name"], room)
        for one in conferences
        if one["name"].endswith(f"@{domain}")
        for room in (*one["in"], *one["lobby"])
    }


def move(desk: str, call: Call, to: str) -> None:
    """Let the room be `in`, in the `lobby`, or `out`. When the rooms are gone, so is the call: nothing is done."""
    try:
        with Local() as web:
            web.post(f"{desk}/_bridge/{quote(call.meeting)}/moves", json={"who": call.room, "to": to})
    except requests.RequestException:
        return
