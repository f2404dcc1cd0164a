"""Rooms made in advance: each given to one meeting, and the pool filled again whatever happens."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.video.pexip.management import pool
from backend.video.pexip.management.models import PexipSpare
from backend.video.service import ServiceUnavailable
from tests.backend.video.pexip.management.node import REQUEST, Killed, Region, dies_before, entry, filled


def test_a_meeting_that_starts_now_has_a_room_that_all_nodes_know(pexip: Region) -> None:
    filled(pexip)
    pexip.clock.advance(seconds=90)
    service = pexip.service()
    reference = service.create(replace(REQUEST, start=pexip.clock.now()))
    assert "/m/" in entry(pexip, reference).url
    assert service.references() == [reference]
    assert sorted(room["participant_limit"] for room in pexip.held()) == [4, 15, 15, 15]
    service.tend()
    assert len(pexip.held()) == pool.SIZE + 1


def test_the_pool_is_filled_by_one_request(pexip: Region) -> None:
    assert len(filled(pexip)) == pool.SIZE
    writes = [method for method, _ in pexip.node.management.door.asked if method != "GET"]
    assert writes == ["PATCH"]
    assert pexip.service().references() == []


def test_an_empty_pool_lets_the_meeting_have_a_room_of_its_own_and_is_noted(pexip: Region) -> None:
    service = pexip.service()
    reference = service.create(REQUEST)
    with pytest.raises(ServiceUnavailable):
        entry(pexip, reference)
    with pexip.database.read() as session:
        (noted,) = session.scalars(select(PexipSpare))
        assert (noted.overflow, noted.reference) == (True, reference)


def test_two_that_take_at_once_never_get_the_same_room(pexip: Region) -> None:
    filled(pexip)
    pexip.clock.advance(seconds=90)
    service = pexip.service()
    now = replace(REQUEST, start=pexip.clock.now())
    references = {service.create(replace(now, key=f"k{number}")) for number in range(pool.SIZE + 2)}
    assert len({entry(pexip, each).url.partition("?")[0] for each in references if is_known(pexip, each)}) == pool.SIZE
    with pexip.database.read() as session:
        taken = session.scalars(select(PexipSpare).where(PexipSpare.taken_at.is_not(None))).all()
    assert sorted(each.overflow for each in taken) == [False] * pool.SIZE + [True] * 2
    assert len({each.reference for each in taken}) == pool.SIZE + 2


def is_known(pexip: Region, reference: str) -> bool:
    try:
        entry(pexip, reference)
    except ServiceUnavailable:
        return False
    return True


@pytest.mark.parametrize("step", [step.name for step in pool.FILLING] + ["end"])
def test_a_death_at_any_step_of_filling_is_made_good_by_the_next_round(pexip: Region, step: str) -> None:
    with pytest.raises(Killed):
        pexip.service(dies_before("filling", step)).tend()
    spares = filled(pexip)
    assert len(pexip.held()) == len(spares) == pool.SIZE
    assert {spare.name for spare in spares} == {room["name"] for room in pexip.held()}
    assert all(spare.vmr and spare.written_at for spare in spares)


@pytest.mark.parametrize("fault", ["lost", "spoilt", "error"])
def test_a_node_that_fails_in_mid_filling_is_no_harm(pexip: Region, fault: str) -> None:
    pexip.node.fault(fault, methods=["PATCH"])
    with pytest.raises(ServiceUnavailable):
        pexip.service().tend()
    filled(pexip)
    assert len(pexip.held()) == pool.SIZE


def test_history_is_forgotten_in_time(pexip: Region) -> None:
    pexip.service().create(REQUEST)
    pexip.clock.advance(days=91)
    assert not any(spare.overflow for spare in filled(pexip))
