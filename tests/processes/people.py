"""Those who come to a meeting, each at the web process they happen to reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import select

from backend.storage import Database
from backend.video.models import Presence
from tests.processes.house import House, Listener
from tests.waiting import until


class Guest(NamedTuple):
    """Somebody behind the door of a meeting."""

    door: str
    person: str
    token: str


def waiting(house: House, web: int, meeting: dict[str, Any], name: str) -> Guest:
    door = "/m/" + meeting["join_url"].rpartition("/")[2]
    joined = house.call(web, "POST", f"{door}/join", {"name": name}, bearer="")
    return Guest(door, joined["participant"], joined["token"])


@contextmanager
def page(house: House, web: int, guest: Guest) -> Iterator[Listener]:
    with house.listening(web, f"{guest.door}/events", guest.token) as listener:
        listener.hears("presence")
        yield listener


def host_in(house: House, web: int, meeting: dict[str, Any]) -> str:
    started = house.call(web, "POST", f"/api/v1/meetings/{meeting['id']}/start")
    token = started["host_url"].partition("#")[2]
    # The ticket given by one process is good at another, once.
    entered = house.call((web + 1) % len(house.webs), "POST", f"/h/{meeting['id']}/enter", {"token": token}, bearer="")
    house.call(web, "POST", f"/h/{meeting['id']}/join", {"camera": True}, bearer=entered["session"])
    return str(entered["session"])


def is_told_of_being_in(house: House, web: int, guest: Guest, listener: Listener) -> None:
    """Wait until the guest's page says so; one whose stream has ended opens another, as pages do."""
    if listener.is_over(0):
        until(lambda: _says_in(house, web, guest))
    else:
        listener.hears("presence", state="in")


def _says_in(house: House, web: int, guest: Guest) -> bool:
    try:
        with house.listening(web, f"{guest.door}/events", guest.token) as again:
            return bool(again.hears("presence", state="in"))
    except AssertionError:
        return False


def admit(house: House, web: int, meeting: dict[str, Any], guest: Guest) -> None:
    house.call(web, "POST", f"/api/v1/meetings/{meeting['id']}/participants/{guest.person}/admit")


def presence(database: Database, guest: Guest) -> Presence:
    with database.read() as session:
        return session.scalars(select(Presence).where(Presence.person == guest.person)).one()
