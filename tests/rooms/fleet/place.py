"""Software endpoints as rooms of a fleet, and rooms that are dead."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from rooms.accounts import Accounts, told
from rooms.drivers import Patience
from rooms.endpoint import Address
from rooms.fleet import Fleet, StopsInMemory
from rooms.inventory import Room, RoomKind
from simulators import roomos
from simulators.roomos.site import Site

PATIENT = Patience(connect=10.0, answer=20.0, alive=30.0)
LOGIN = {"USER": roomos.USER, "PASSWORD": roomos.PASSWORD}


def accounts(password: str = roomos.PASSWORD) -> Accounts:
    """Return one account for both duties, on this computer only."""
    words = {f"VARDMOTE_ROOMS_{duty}_USER": roomos.USER for duty in ("CONTROL", "ADMIN")}
    words |= {f"VARDMOTE_ROOMS_{duty}_PASSWORD": password for duty in ("CONTROL", "ADMIN")}
    return told({**words, "VARDMOTE_ROOMS_NETWORKS": "127.0.0.0/8"})


def room(name: str, port: int | None, scheme: str = "ssh") -> Room:
    """Return a room at a port of this computer, or one with no address."""
    address = Address(scheme, "127.0.0.1", port) if port is not None else None
    return Room(name, name.title(), RoomKind.MDT_ROOM, 8, (), "Köping", address)


def rooms_of(site: Site) -> list[Room]:
    """Return the site's endpoints as rooms, over SSH."""
    return [room(one.id, one.ssh) for one in site.endpoints]


def keys_of(site: Site) -> dict[Address, str]:
    """Return the keys of the site's endpoints."""
    return {Address("ssh", "127.0.0.1", one.ssh): one.host_key for one in site.endpoints}


def fleet(site: Site, more: Sequence[Room] = (), password: str = roomos.PASSWORD, at_once: int = 32) -> Fleet:
    """Return the way to the site's rooms; `more` are approved too, with a key that nobody has."""
    keys = keys_of(site) | {one.address: "SHA256:none" for one in more if one.address}
    return Fleet(accounts(password), MappingProxyType(keys), StopsInMemory(), at_once, PATIENT)


@contextmanager
def dead(count: int) -> Iterator[list[Room]]:
    """Return rooms that take a connection and never say a word: the slowest way to be dead."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        yield [room(f"dead{number}", one.getsockname()[1]) for number, one in enumerate(sockets)]
    finally:
        for one in sockets:
            one.close()
