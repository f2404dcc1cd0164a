"""Rooms made in advance: each given to one meeting, and the pool filled again whatever happens."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.video.pexip.management import filling
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.service import ManagementService
from backend.video.pexip.models import PexipRoom
from backend.video.service import ServiceUnavailable
from tests.backend.video.pexip.node import REQUEST, Region, entry, filled


def test_a_meeting_that_starts_now_has_a_room_that_all_nodes_know(pexip: Region) -> None:
    filled(pexip)
    pexip.clock.advance(seconds=90)
    service = pexip.service()
    reference = service.create(replace(REQUEST, start=pexip.clock.now()))
    assert "/m/" in entry(pexip, reference).url
    assert service.references() == [reference]
    assert sorted(room["participant_limit"] for room in pexip.held()) == [4, 15, 15, 15]
    service.tend()
    assert len(pexip.held()) == filling.SIZE + 1


def test_a_clock_put_back_leaves_the_rooms_in_advance_to_be_had(pexip: Region) -> None:
    filled(pexip)
    pexip.clock.advance(seconds=90)
    pexip.clock.advance(hours=-2)
    reference = pexip.service().create(replace(REQUEST, start=pexip.clock.now()))
    assert "/m/" in entry(pexip, reference).url


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
    references = {service.create(replace(now, key=f"k{number}")) for number in range(filling.SIZE + 2)}
    ready = {entry(pexip, each).url.partition("?")[0] for each in references if is_known(pexip, each)}
    assert len(ready) == filling.SIZE
    with pexip.database.read() as session:
        taken = session.scalars(select(PexipSpare).where(PexipSpare.taken_at.is_not(None))).all()
    assert sorted(each.overflow for each in taken) == [False] * filling.SIZE + [True] * 2
    assert len({each.reference for each in taken}) == filling.SIZE + 2


def waiting(pexip: Region) -> Counter[str]:
    with pexip.database.read() as session:
        return Counter(session.scalars(select(PexipSpare.pool).where(PexipSpare.taken_at.is_(None))))


def began(pexip: Region, service: ManagementService, unit: str, key: str) -> bool:
    """Tell whether a meeting of the unit's that starts now had a room that was ready."""
    service.create(replace(REQUEST, key=key, pool=unit, start=pexip.clock.now()))
    with pexip.database.read() as session:
        return session.scalar(select(PexipRoom.vmr).where(PexipRoom.key == key)) is not None and not session.scalar(
            select(PexipSpare.overflow)
            .join(PexipRoom, PexipRoom.reference == PexipSpare.reference)
            .where(PexipRoom.key == key)
        )


def test_a_unit_that_has_used_the_rooms_has_some_of_its_own_and_keeps_them_from_others(pexip: Region) -> None:
    service = pexip.service()
    service.tend()
    assert waiting(pexip) == {"": 4}
    pexip.clock.advance(seconds=90)
    assert began(pexip, service, "medicin", "k1")
    service.tend()
    assert waiting(pexip) == {"": 4, "medicin": 2}
    pexip.clock.advance(seconds=90)
    # Another takes all that is everybody's, and none of theirs.
    assert [began(pexip, service, "barn", f"b{number}") for number in range(5)] == [True] * 4 + [False]
    assert [began(pexip, service, "medicin", f"m{number}") for number in range(3)] == [True, True, False]
    with pexip.database.read() as session:
        overflow = session.scalars(select(PexipSpare.pool).where(PexipSpare.overflow)).all()
    assert sorted(overflow) == ["barn", "medicin"]
    service.tend()
    assert waiting(pexip) == {"": 4, "medicin": 2, "barn": 2}


def test_a_unit_may_be_given_a_number_of_its_own_and_what_it_does_not_use_is_everybodys_again(pexip: Region) -> None:
    pexip.service(ready_rooms_of=(("medicin", 3),), ready_rooms_common=1).tend()
    assert waiting(pexip) == {"": 1, "medicin": 3}
    plain = pexip.service(ready_rooms_common=1)
    plain.tend()
    assert waiting(pexip) == {"": 4}
    assert len(pexip.held()) == 4
    pexip.clock.advance(seconds=90)
    assert began(pexip, plain, "barn", "k1")
    plain.tend()
    # Rooms that are there already become the unit's: none has to be made.
    assert waiting(pexip) == {"": 1, "barn": 2}
    pexip.clock.advance(days=15)
    plain.tend()
    assert waiting(pexip) == {"": 3}


def test_many_units_that_begin_at_once_never_get_the_same_room(pexip: Region) -> None:
    filled(pexip)
    pexip.clock.advance(seconds=90)
    services = [pexip.service() for _ in range(8)]
    together = threading.Barrier(len(services))

    def begin(number: int) -> str:
        together.wait()
        return services[number].create(
            replace(REQUEST, key=f"k{number}", pool=f"u{number % 3}", start=pexip.clock.now())
        )

    with ThreadPoolExecutor(len(services)) as threads:
        references = list(threads.map(begin, range(len(services))))
    with pexip.database.read() as session:
        taken = session.scalars(select(PexipSpare).where(PexipSpare.taken_at.is_not(None))).all()
        rooms = session.scalars(select(PexipRoom.name)).all()
    assert sorted(each.reference or "" for each in taken) == sorted(references)
    assert sum(not each.overflow for each in taken) == filling.SIZE
    assert len(set(rooms)) == len(services)


def is_known(pexip: Region, reference: str) -> bool:
    try:
        entry(pexip, reference)
    except ServiceUnavailable:
        return False
    return True
