"""The pools as they are filled: by one request, to their sizes, whatever breaks off in between."""

from datetime import timedelta

import pytest

from backend.clock import FixedClock
from backend.storage import Database
from backend.video.pexip.management import filling, pool
from backend.video.service import ServiceUnavailable
from tests.backend.video.pexip.node import REQUEST, Killed, Region, dies_before, filled


def test_the_pool_is_filled_by_one_request(pexip: Region) -> None:
    assert len(filled(pexip)) == filling.SIZE
    writes = [method for method, _ in pexip.node.management.door.asked if method != "GET"]
    assert writes == ["PATCH"]
    assert pexip.service().references() == []


def test_no_more_rooms_wait_than_pexip_should_hold_however_many_units_there_are(
    database: Database, clock: FixedClock
) -> None:
    now = clock.now()
    with database.write() as session:
        for number in range(300):
            pool.note_overflow(session, f"vm-{number}", f"x{number}", f"u{number:03}", now - timedelta(minutes=number))
        session.flush()
        sizes = filling.wanted_sizes(session, filling.Sizes(), now)
    assert sum(sizes.values()) == filling.MOST
    assert {"u000", "u097"} < set(sizes)
    assert "u098" not in sizes


@pytest.mark.parametrize("step", [step.name for step in filling.FILLING] + ["end"])
def test_a_death_at_any_step_of_filling_is_made_good_by_the_next_round(pexip: Region, step: str) -> None:
    with pytest.raises(Killed):
        pexip.service(dies_before("filling", step)).tend()
    spares = filled(pexip)
    assert len(pexip.held()) == len(spares) == filling.SIZE
    assert {spare.name for spare in spares} == {room["name"] for room in pexip.held()}
    assert all(spare.vmr and spare.written_at for spare in spares)


@pytest.mark.parametrize("fault", ["lost", "spoilt", "error"])
def test_a_node_that_fails_in_mid_filling_is_no_harm(pexip: Region, fault: str) -> None:
    pexip.node.fault(fault, methods=["PATCH"])
    with pytest.raises(ServiceUnavailable):
        pexip.service().tend()
    filled(pexip)
    assert len(pexip.held()) == filling.SIZE


def test_history_is_forgotten_in_time(pexip: Region) -> None:
    pexip.service().create(REQUEST)
    assert any(spare.overflow for spare in filled(pexip))
    pexip.clock.advance(days=91)
    assert not any(spare.overflow for spare in filled(pexip))
