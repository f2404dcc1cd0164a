"""The management mode put together for tests: our service over a simulated Management Node, by real HTTP."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from backend.clock import FixedClock
from backend.config import PexipMode, PexipSettings
from backend.steps import Watch, unwatched
from backend.storage import Database
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.service import ManagementService
from backend.video.service import ConferenceRequest, Means, Redirect, Role
from tests.simulators.pexip.stand import ACCOUNT, Loop, Managed, managed

START = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
REQUEST = ConferenceRequest("k1", START, START + timedelta(hours=1), 4, lobby=True, protected=True, language="sv")
LATER = replace(REQUEST, start=START + timedelta(days=1), end=START + timedelta(days=1, hours=1))
SECRET = b"a secret of the tests, 32 bytes."
ROOMS = "configuration/v1/conference/"


def settings(url: str, **more: Any) -> PexipSettings:
    known = {
        "mode": PexipMode.MANAGEMENT,
        "domain": "rooms.example",
        "dial_out_location": "Plats",
        "management_url": url,
        "management_user": ACCOUNT.user,
        "management_password": ACCOUNT.password,
    }
    return PexipSettings("https://pexip.example", **(known | more))


@dataclass
class Region:
    node: Managed
    clock: FixedClock
    database: Database

    secret: bytes = SECRET
    earlier: tuple[bytes, ...] = ()

    def service(self, watch: Watch = unwatched, **more: Any) -> ManagementService:
        means = Means(secret=self.secret, pexip=settings(self.node.url, **more), earlier=self.earlier)
        return ManagementService(self.database, self.clock, means, watch)

    def held(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.node.ask("GET", f"{ROOMS}?limit=0").json()["objects"]
        return found


@contextmanager
def region(loop: Loop, database: Database) -> Iterator[Region]:
    with managed(loop, legacy_dialout=True) as node:
        yield Region(node, FixedClock(START), database)


class Killed(BaseException):
    """What a `kill -9` looks like from inside: nothing after it runs."""


def dies_before(case: str, step: str) -> Callable[[str, str], None]:
    def watch(current: str, name: str) -> None:
        if (current, name) == (case, step):
            raise Killed

    return watch


def entry(pexip: Region, reference: str, role: Role = Role.GUEST) -> Redirect:
    return pexip.service().entry(reference, role, "Vera Lindqvist", "p1")


def filled(pexip: Region) -> list[PexipSpare]:
    pexip.service().tend()
    with pexip.database.read() as session:
        return list(session.scalars(select(PexipSpare)))
