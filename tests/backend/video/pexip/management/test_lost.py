"""What Pexip holds no more of booked meetings is made again by itself: the whole product, over a simulated node."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from backend.config import PexipMode
from backend.meetings.mending import Drift, Result, latest
from backend.video import SERVICES
from backend.video.pexip.models import PexipRoom
from backend.video.service import Means, Role, ServiceError, VideoService
from tests.backend.video.pexip.node import ROOMS, SECRET, Region, settings
from tests.product import Caller, wired

POLICY: dict[str, Any] = {"mode": PexipMode.POLICY, "policy_user": "policy", "policy_password": "p" * 40}
OTHER = b"another secret, of 32 bytes, too"


class Held:
    """The product as it stands with one meeting booked, whatever Pexip has."""

    def __init__(self, caller: Caller, service: VideoService) -> None:
        self.caller, self.product, self.service = caller, caller.product, service

    def round(self) -> None:
        self.caller.clock.advance(minutes=16)
        self.product.reconciler.run()
        for _ in range(2):
            self.product.jobs.drain()
            self.caller.clock.advance(seconds=90)

    def way(self) -> str:
        """Where a guest is led now."""
        way = self.service.entry(self.room().reference, Role.GUEST, "Vera Lindqvist", "p1")
        return str(getattr(way, "url", ""))

    def room(self) -> PexipRoom:
        with self.product.database.read() as session:
            return session.scalars(select(PexipRoom)).one()

    def mended(self) -> list[tuple[str, str]]:
        with self.product.database.read() as session:
            return [(row.drift, row.result) for row in latest(session)]


@pytest.fixture
def begin(pexip: Region, tmp_path: Path, database_url: str) -> Callable[..., Any]:
    @contextmanager
    def begun(secret: bytes = SECRET, **more: Any) -> Iterator[Held]:
        told = settings(pexip.node.url, events_password="e" * 32, **more)
        product = wired(tmp_path, database_url, pexip.clock, pexip=told, secret_key=secret)
        service = SERVICES["pexip"](product.database, pexip.clock, Means(secret=secret, pexip=told))
        yield Held(Caller(product, pexip.clock), service)
        product.stop()

    return begun


def test_a_room_deleted_in_pexip_is_made_again_with_the_address_it_had(
    pexip: Region, begin: Callable[..., Any]
) -> None:
    with begin() as held:
        held.caller.create(starts_in=24 * 60)
        (room,) = pexip.held()
        pexip.node.ask("DELETE", f"{ROOMS}{room['id']}/")
        held.round()
        (again,) = pexip.held()
        assert (again["aliases"][0]["alias"], again["pin"]) == (room["aliases"][0]["alias"], room["pin"])
        assert again["aliases"][0]["alias"] in held.way()
        held.round()
        assert held.mended() == [(Drift.MISSING, Result.DONE)]


@pytest.mark.parametrize(("first", "then"), [({}, POLICY), (POLICY, {})], ids=["to-policy", "to-management"])
def test_what_was_booked_in_one_mode_is_held_in_the_other_after_a_round(
    begin: Callable[..., Any], first: dict[str, Any], then: dict[str, Any]
) -> None:
    with begin(**first) as held:
        held.caller.create(starts_in=24 * 60)
    with begin(**then) as held:
        with pytest.raises(ServiceError):
            held.way()
        held.round()
        assert held.room().mode == then.get("mode", PexipMode.MANAGEMENT)
        assert "/m/" in held.way()


def test_a_meeting_whose_secret_is_lost_has_another_address_after_a_round(
    pexip: Region, begin: Callable[..., Any]
) -> None:
    with begin() as held:
        held.caller.create(starts_in=24 * 60)
    (room,) = pexip.held()
    with begin(OTHER) as held:
        with pytest.raises(ServiceError):
            held.way()
        held.round()
        (again,) = pexip.held()
        assert again["aliases"][0]["alias"] in held.way()
        assert again["aliases"][0]["alias"] != room["aliases"][0]["alias"]


def test_after_a_change_of_tag_each_meeting_booked_has_a_room_under_the_new_one(
    pexip: Region, begin: Callable[..., Any]
) -> None:
    with begin() as held:
        held.caller.create(starts_in=24 * 60)
    (room,) = pexip.held()
    pexip.clock.advance(seconds=90)
    with begin(service_tag="another") as held:
        before = held.way()
        # Its name is taken by the room of before: given up at the first try, and had at the next.
        held.round()
        assert {each["tag"] for each in pexip.held()} == {"vardmote", "another"}
        assert held.way() != before
        assert room["aliases"][0]["alias"] not in held.way()
        held.round()
        assert held.mended() == [(Drift.MISSING, Result.DONE)]
