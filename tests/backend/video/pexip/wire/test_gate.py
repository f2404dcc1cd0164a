"""A Management Node that refuses our account: asked ever more seldom, nothing lost, and all done once it is mended."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.clock import FixedClock
from backend.storage import Database
from backend.video.models import Conference, ConferenceState
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from backend.video.pexip.wire.budget import background, pressed
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.gate import KeptGate
from backend.video.service import DialOut, HostControl, NothingDone, Order, ServiceRefused, ServiceUnavailable
from simulators.pexip.management.faults import Fault
from tests.backend.video.pexip.node import LATER, ROOMS, Region, settings
from tests.product import Caller, wired

WRONG = {"management_password": "wrong-and-secret"}


def asked(pexip: Region) -> int:
    return len(pexip.node.management.door.asked)


def part(database: Database) -> PexipPart:
    with database.read() as session:
        return session.scalars(select(PexipPart).where(PexipPart.part == PART_MANAGEMENT)).one()


def test_a_wrong_password_is_tried_once_a_minute_at_first_and_then_ever_more_seldom(pexip: Region) -> None:
    service, tries = pexip.service(**WRONG), []
    for minute in range(121):
        before = asked(pexip)
        for _ in range(5):
            with pytest.raises(ServiceUnavailable) as away:
                service.create(LATER)
            assert away.value.retry_after
        if asked(pexip) > before:
            assert asked(pexip) == before + 1
            tries.append(minute)
        pexip.clock.advance(minutes=1)
    assert tries == [0, 1, 3, 7, 15, 30, 45, 60, 75, 90, 105, 120]
    assert part(pexip.database).fault == "not-signed-in"


def test_what_a_host_presses_does_not_try_it_either(pexip: Region) -> None:
    service = pexip.service()
    reference = service.create(LATER)
    wrong, before = pexip.service(**WRONG), asked(pexip)
    for _ in range(20):
        # Told from silence: after this a call certainly does not ring.
        with pytest.raises(NothingDone):
            wrong.command(reference, Order(HostControl.LOCK))
        with pytest.raises(NothingDone):
            wrong.dial(reference, "called-1", DialOut("sal4@domstol.example", "Mottagningen"))
    assert asked(pexip) == before + 1


def test_a_mended_password_is_tried_at_once_and_all_is_well(pexip: Region) -> None:
    for _ in range(3):
        with pytest.raises(ServiceUnavailable):
            pexip.service(**WRONG).create(LATER)
        pexip.clock.advance(minutes=20)
    with pytest.raises(ServiceUnavailable):
        pexip.service(**WRONG).create(LATER)
    service = pexip.service()
    reference = service.create(LATER)
    assert service.references() == [reference]
    told = part(pexip.database)
    assert (told.fault, told.refusals, told.again_at) == ("", 0, None)
    assert told.heard_at == pexip.clock.now()


@pytest.mark.parametrize("is_new", [False, True])
def test_a_clock_put_back_keeps_nothing_waiting_until_it_has_caught_up(pexip: Region, *, is_new: bool) -> None:
    service = pexip.service()
    pexip.node.fault("unauthorized")
    for _ in range(2):
        with pytest.raises(NothingDone):
            service.references()
    pexip.clock.advance(hours=-2)
    assert (pexip.service() if is_new else service).references() == []
    assert part(pexip.database).fault == ""


def test_processes_with_different_passwords_do_not_make_each_other_try(pexip: Region) -> None:
    old, new, tries = pexip.service(**WRONG), pexip.service(), 0
    for _ in range(10):
        before = asked(pexip)
        with pytest.raises(ServiceUnavailable):
            old.references()
        tries += asked(pexip) - before
        assert new.references() == []
    assert tries == 1


def test_of_many_that_come_when_it_may_be_tried_one_does(pexip: Region) -> None:
    gates = [KeptGate(pexip.database, pexip.clock, settings(pexip.node.url, **WRONG)) for _ in range(8)]
    gates[0].refused(ServiceRefused("not-signed-in"))
    pexip.clock.advance(minutes=2)
    together = threading.Barrier(len(gates))

    def try_it(gate: KeptGate) -> bool:
        together.wait()
        try:
            gate.enter()
        except ServiceUnavailable:
            return False
        return True

    with ThreadPoolExecutor(len(gates)) as pool:
        assert list(pool.map(try_it, gates)).count(True) == 1


def test_what_is_not_allowed_stops_nothing_else_and_is_told_until_it_has_been_allowed_for_a_while(
    pexip: Region,
) -> None:
    gate = KeptGate(pexip.database, pexip.clock, settings(pexip.node.url))
    since = pexip.clock.now()
    gate.refused(ServiceRefused("not-allowed"))
    client = Client(settings(pexip.node.url), gate=gate)
    client.get(ROOMS, background())
    assert part(pexip.database).fault == "not-allowed"
    pexip.clock.advance(minutes=16)
    gate.refused(ServiceRefused("not-allowed"))
    assert part(pexip.database).fault_since == since
    pexip.clock.advance(minutes=16)
    client.get(ROOMS, pressed())
    assert part(pexip.database).fault == ""


def test_a_key_that_can_not_be_used_is_not_tried_again_and_again(pexip: Region, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("no key")
    spoilt = pexip.service(
        management_user=None, management_password=None, management_client_id="c", management_private_key=key
    )
    with pytest.raises(ServiceUnavailable):
        spoilt.references()
    assert part(pexip.database).fault == "private-key-unusable"
    assert asked(pexip) == 0


def test_a_node_that_does_not_answer_is_noted_and_asked_as_before(pexip: Region) -> None:
    service = pexip.service()
    pexip.node.fault("error")
    with pytest.raises(ServiceUnavailable):
        service.references()
    assert part(pexip.database).fault == "no-answer"
    assert service.references() == []
    assert part(pexip.database).fault == ""


def test_a_node_is_silent_twice_when_it_was_asked_again_after_a_while(pexip: Region) -> None:
    gate, counted = KeptGate(pexip.database, pexip.clock, settings(pexip.node.url)), []
    for seconds in (0, 5, 55):
        pexip.clock.advance(seconds=seconds)
        gate.silent(gate.enter())
        counted.append(part(pexip.database).refusals)
    assert counted == [1, 1, 2]
    # It was silent, not refusing: the first no is the first.
    gate.refused(ServiceRefused("not-signed-in"))
    assert part(pexip.database).refusals == 1


@pytest.fixture
def product(pexip: Region, tmp_path: Path, database_url: str, clock: FixedClock) -> Iterator[Caller]:
    product = wired(tmp_path, database_url, clock, pexip=settings(pexip.node.url, events_password="e" * 32))
    yield Caller(product, clock)
    product.stop()


def test_a_meeting_that_is_booked_meanwhile_is_made_by_itself_once_the_account_is_right(
    pexip: Region, product: Caller
) -> None:
    pexip.node.fault(Fault.UNAUTHORIZED, count=1)
    meeting = product.create(starts_in=24 * 60)
    assert (meeting["service"], meeting["state"]) == ("pexip", "creating")
    for _ in range(3):
        product.clock.advance(minutes=2)
        product.product.jobs.drain()
    assert product.call("GET", f"/api/v1/meetings/{meeting['id']}").get_json()["state"] == "ready"
    with product.product.database.read() as session:
        assert session.scalars(select(Conference.state)).one() == ConferenceState.READY
    assert len(pexip.held()) == 1
