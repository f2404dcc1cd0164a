"""What the product is told as it starts, and the demo's way of telling it."""

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple
from urllib.parse import urlsplit

SECRET_BYTES = 32
# Where a demo's server finds what it must know of the demo's rooms; not there when it runs without them.
DEMO_ROOMS = "VARDMOTE_DEMO_ROOMS"
# Where it finds what it must know of the demo's stand-in for Pexip; not there without one.
DEMO_PEXIP = "VARDMOTE_DEMO_PEXIP"
# What the addresses of a demo's meetings end with, where its rooms dial them.
DEMO_MEETINGS = "moten.example.test"
POLICY_LISTEN = "127.0.0.1:8010"
SERVICE_TAG = "vardmote"
ROOM_NUMBER = "{alias}@{domain}"
MICROSOFT_FRAMES = (
    "https://*.cloud.microsoft",
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.microsoft365.com",
    "https://*.office.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://outlook-sdf.office.com",
    "https://outlook-sdf.office365.com",
)


@dataclass(frozen=True)
class RoomSettings:
    """How the conference rooms are reached and used. Without `accounts`, a file, no room is spoken to by the product.

    `places` is a file with the bridge's standing conferences that plans are held in, `address_book` one with whom rooms
    may call. `bookings`: join entries are written on the rooms' panels, `minutes_before` their start. `meeting_domain`:
    where rooms dial a meeting held with the built-in service; a demo's bridge.
    """

    accounts: Path | None = None
    places: Path | None = None
    address_book: Path | None = None
    bookings: bool = False
    minutes_before: int = 10
    meeting_domain: str | None = None


class PexipMode(StrEnum):
    """How meetings come to be in Pexip: it asks us who calls, or we make a virtual meeting room for each."""

    POLICY = "policy"
    MANAGEMENT = "management"


class HostEntry(StrEnum):
    """How a host is known there: by an address that can be used once, or by that and a PIN for it alone."""

    ALIAS = "alias"
    PIN = "pin"


class DialOutRouting(StrEnum):
    """How calls out are placed there: as our location's nodes dial, or as the region's Call Routing Rules lead them."""

    MANUAL = "manual"
    ROUTING_RULE = "routing_rule"


@dataclass(frozen=True)
class PexipSettings:
    """How the region's Pexip is reached, and how it reaches us (docs/pexip.md).

    `node` is the address of its web app, `web_path` the app's own path there; `domain` is what rooms dial behind the
    alias, in the form `room_number`; without one no room can. `policy_listen` is where we answer its questions,
    `events_user` and what follows how it tells us what happens; without a password there it can't. Hosts' controls need
    a management node, with a password or with a client and the file of its private key; calling out needs
    `dial_out_location` beside, the name of the system location whose nodes place the calls, by `dial_out_routing`.
    `ca_file` is whose certificates are trusted there, None for the system's. In mode `management` so many rooms wait
    for meetings that start now: `ready_rooms` for each unit that uses them, others for the units of `ready_rooms_of`,
    and some for all. `processes` is how many of ours ask the management node, which has enough of too many requests.
    """

    node: str
    domain: str | None = None
    mode: PexipMode = PexipMode.POLICY
    web_path: str = "webapp3"
    room_number: str = ROOM_NUMBER
    policy_user: str = ""
    policy_password: str = field(default="", repr=False)
    policy_listen: str = POLICY_LISTEN
    events_user: str = ""
    events_password: str = field(default="", repr=False)
    trusted_locations: tuple[str, ...] = ()
    dial_out_domains: tuple[str, ...] = ()
    dial_out_location: str | None = None
    dial_out_routing: DialOutRouting = DialOutRouting.MANUAL
    host_entry: HostEntry = HostEntry.ALIAS
    theme: str | None = None
    view: str | None = None
    chat: str = "default"
    service_tag: str = SERVICE_TAG
    management_url: str | None = None
    management_user: str | None = None
    management_password: str | None = field(default=None, repr=False)
    management_client_id: str | None = None
    management_private_key: Path | None = None
    ready_rooms: int = 2
    ready_rooms_common: int = 4
    ready_rooms_of: tuple[tuple[str, int], ...] = ()
    ca_file: Path | None = None
    processes: int = 1


class RoomPage(NamedTuple):
    """A demo's software room: its id in the inventory, its name, and the page that is its screen and touch panel.

    `language` is what the panel in it speaks.
    """

    id: str
    name: str
    screen: str
    language: str = "sv"

    @property
    def origin(self) -> str:
        """The origin of the page: one of this machine's own."""
        parts = urlsplit(self.screen)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Settings:
    """All that can be set.

    `demo` turns on the demo page and the guard of a server on one's own machine; `builtin_video` lets the built-in
    service, meant for practice, serve every type. Only the demo may have either.

    `secret_key` (at least 32 bytes) is what the keys of the access log are derived from. `audit_database_url` is the
    access log's own store and `audit_anchor` the file, on another disk in production, that notes how far it goes.
    `earlier_secret_keys` are those before it, newest first: what they wrote is still read and verified.

    `metrics_token` lets another machine read /metrics. `stream_limit` is the most browser streams at a time; the
    server has at least 16 threads more than that. While the file `draining` is there, /readyz says that the server is
    on its way down. `room_pages`, a demo's alone, are what the demo page shows in frames beside our own pages.
    """

    base_url: str
    database_url: str
    data: Path
    secret_key: bytes
    audit_database_url: str
    audit_anchor: Path
    earlier_secret_keys: tuple[bytes, ...] = ()
    demo: bool = False
    builtin_video: bool = False
    profile: str = "vastmanland"
    stream_limit: int = 80
    metrics_token: str | None = None
    draining: Path | None = None
    frame_ancestors: tuple[str, ...] = field(default=MICROSOFT_FRAMES)
    rooms: RoomSettings = field(default_factory=RoomSettings)
    pexip: PexipSettings | None = None
    room_pages: tuple[RoomPage, ...] = ()

    @property
    def origin(self) -> str:
        """The scheme, host and port people reach us by."""
        return self.base_url.rstrip("/")

    @property
    def asked_by_pexip(self) -> PexipSettings | None:
        """Pexip's settings where it asks us about meetings; None where it doesn't."""
        return self.pexip if self.pexip is not None and self.pexip.mode == PexipMode.POLICY else None

    @property
    def origins(self) -> frozenset[str]:
        """All origins our own pages may have: a demo is reached by number or by name."""
        named = self.origin.replace("//127.0.0.1:", "//localhost:")
        return frozenset({self.origin, named} if self.demo else {self.origin})


@dataclass(frozen=True)
class AccessLogPlace:
    """Where the access log is and what its keys are derived from."""

    secret_key: bytes
    database_url: str
    anchor: Path
    earlier_secret_keys: tuple[bytes, ...] = ()


def demo_settings(data: Path, port: int, environment: Mapping[str, str]) -> Settings:
    """Return the settings of a demo that keeps everything under `data` and listens on loopback."""
    return Settings(
        base_url=f"http://127.0.0.1:{port}",
        database_url=f"sqlite:///{data / 'vardmote.sqlite'}",
        data=data,
        secret_key=_own_secret(data / "secret.key"),
        audit_database_url=f"sqlite:///{data / 'access-log.sqlite'}",
        audit_anchor=data / "access-log.anchor",
        demo=True,
        builtin_video=True,
        profile=environment.get("VARDMOTE_PROFILE", "vastmanland"),
        frame_ancestors=("'self'", *MICROSOFT_FRAMES),
        pexip=_demo_pexip(environment.get(DEMO_PEXIP)),
        **_demo_rooms(environment.get(DEMO_ROOMS)),
    )


def _demo_pexip(file: str | None) -> PexipSettings | None:
    return None if file is None else PexipSettings(**json.loads(Path(file).read_text("utf-8")))


def _demo_rooms(folder: str | None) -> dict[str, Any]:
    if folder is None:
        return {}
    rooms = RoomSettings(
        accounts=Path(folder) / "accounts.toml",
        places=Path(folder) / "places.json",
        bookings=True,
        meeting_domain=DEMO_MEETINGS,
    )
    told = json.loads((Path(folder) / "rooms.json").read_text("utf-8"))
    return {"rooms": rooms, "room_pages": tuple(RoomPage(**page) for page in told["rooms"])}


def _own_secret(file: Path) -> bytes:
    # Whole or not there at all, and readable by its owner alone from its first moment.
    with NamedTemporaryFile(dir=file.parent) as fresh:
        fresh.write(secrets.token_bytes(SECRET_BYTES))
        fresh.flush()
        with suppress(FileExistsError):
            os.link(fresh.name, file)
    return file.read_bytes()
