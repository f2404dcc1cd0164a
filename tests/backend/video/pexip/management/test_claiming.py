"""What our tables say is free, ours or there, and Pexip says is not: nobody is led in on others, all is had again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from backend.video.pexip.management import filling, pool
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.rooms import Made, Rooms
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.pexip.wire.budget import Budget
from backend.video.service import ServiceUnavailable
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from tests.backend.video.pexip.node import LATER, REQUEST, ROOMS, Killed, Region, dies_before, entry, filled
from tests.simulators.pexip.stand import staged

OLDER = pytest.mark.parametrize("is_older", [False, True], ids=["marked", "of an earlier version"])


def begun(pexip: Region, key: str = "k1") -> str:
    return pexip.service().create(replace(REQUEST, key=key, start=pexip.clock.now()))


def name_of(pexip: Region, reference: str) -> str:
    with pexip.database.read() as session:
        return session.get_one(PexipRoom, reference).name


def restored(pexip: Region) -> None:
    """Put our tables back to before the first meeting: it is not there, and its room waits."""
    with pexip.database.write() as session:
        session.execute(delete(PexipEntry))
        session.execute(delete(PexipRoom))
        session.execute(update(PexipSpare).values(taken_at=None, reference=None, pool=""))


def unmark(pexip: Region) -> None:
    for room in pexip.held():
        pexip.node.ask("PATCH", f"{ROOMS}{room['id']}/", {"description": ""})


def vanish(pexip: Region) -> None:
    for room in pexip.held():
        pexip.node.ask("DELETE", f"{ROOMS}{room['id']}/")


@contextmanager
def running(pexip: Region, name: str) -> Iterator[Conference]:
    """People in a conference by this name, of whom we were told nothing."""
    # No time runs out for the conference while the test is at work.
    with staged(loop=pexip.node.loop, scale=1.0) as stage:
        pexip.node.loop.do(lambda: pexip.node.management.attach(stage.cluster, {}))
        conference = stage.conference(Configuration(name, pin="12345678", allow_guests=True))
        stage.joins(conference, "Patient of another meeting")
        yield conference


def waiting(pexip: Region) -> set[str]:
    with pexip.database.read() as session:
        return set(session.scalars(select(PexipSpare.name).where(PexipSpare.taken_at.is_(None))))


@pytest.fixture
def ready(pexip: Region) -> Region:
    filled(pexip)
    pexip.clock.advance(seconds=90)
    return pexip


def test_after_a_restore_a_room_that_was_given_away_is_given_to_nobody_though_all_have_left_it(ready: Region) -> None:
    name = name_of(ready, begun(ready))
    restored(ready)
    others = {name_of(ready, begun(ready, f"n{number}")) for number in range(filling.SIZE)}
    assert name not in others
    assert len(others & {spare for spare in waiting(ready) | others if spare != name}) == filling.SIZE


@OLDER
def test_after_a_restore_nobody_is_led_in_on_the_people_of_another_meeting(ready: Region, *, is_older: bool) -> None:
    name = name_of(ready, begun(ready))
    if is_older:
        unmark(ready)
    with running(ready, name) as conference:
        restored(ready)
        others = [name_of(ready, begun(ready, f"n{number}")) for number in range(filling.SIZE)]
        assert name not in others
        # Those that waited are given out, and the last has a room of its own.
        assert len(set(others)) == filling.SIZE
        (stray,) = set(ready.service().references()) - {ready.service().find(f"n{n}") for n in range(filling.SIZE)}
        assert ready.service().occupied(stray)
        assert not conference.ended


def test_a_round_of_the_pool_gives_up_what_is_a_meetings_by_pexip_and_makes_another(ready: Region) -> None:
    name = name_of(ready, begun(ready))
    restored(ready)
    ready.service().tend()
    assert name not in waiting(ready)
    ready.service().tend()
    assert len(waiting(ready)) == filling.SIZE
    (stray,) = ready.service().references()
    ready.service().remove(stray)
    assert {room["name"] for room in ready.held()} == waiting(ready)


@pytest.mark.parametrize("methods", [["GET"], ["PATCH"]], ids=["asked", "claimed"])
@pytest.mark.parametrize("fault", ["error", "lost", "half"])
def test_in_doubt_nobody_is_led_to_a_room_from_the_pool_and_it_is_had_the_next_time(
    ready: Region, methods: list[str], fault: str
) -> None:
    ready.node.fault(fault, methods=methods)
    with pytest.raises(ServiceUnavailable):
        begun(ready)
    reference = ready.service().find("k1")
    assert reference is not None
    with pytest.raises(ServiceUnavailable):
        entry(ready, reference)
    assert begun(ready) == reference
    assert "/m/" in entry(ready, reference).url
    (room,) = [room for room in ready.held() if room["name"] == name_of(ready, reference)]
    assert (room["description"], room["participant_limit"]) == (reference, 4)


def test_a_conference_that_goes_before_its_room_is_known_to_be_free_ends_nothing_there(ready: Region) -> None:
    with pytest.raises(Killed):
        ready.service(dies_before("making-room", "make")).create(replace(REQUEST, start=ready.clock.now()))
    reference = ready.service().find("k1")
    assert reference is not None
    with running(ready, name_of(ready, reference)) as conference:
        service = ready.service()
        assert not service.occupied(reference)
        service.remove(reference)
        assert not conference.ended
        assert service.find("k1") is None
        (stray,) = service.references()
        assert service.occupied(stray)


def test_a_room_from_the_pool_that_is_gone_is_left_for_the_next_that_is_there(ready: Region) -> None:
    (first, *_) = ready.held()
    ready.node.ask("DELETE", f"{ROOMS}{first['id']}/")
    reference = begun(ready)
    assert "/m/" in entry(ready, reference).url
    assert name_of(ready, reference) != first["name"]


def test_the_pool_sees_that_its_rooms_are_gone_and_has_others_made(ready: Region) -> None:
    vanish(ready)
    ready.service().tend()
    with ready.database.read() as session:
        assert pool.status(session, ready.clock.now()) == []
    ready.service().tend()
    assert len(ready.held()) == filling.SIZE
    assert {room["name"] for room in ready.held()} == waiting(ready)


def test_a_list_that_leaves_rooms_out_once_is_not_believed(ready: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    lists: list[list[Made]] = [[]]
    asked = Rooms.ours

    def ours(rooms: Rooms, budget: Budget) -> list[Made]:
        return lists.pop() if lists else list(asked(rooms, budget))

    monkeypatch.setattr(Rooms, "ours", ours)
    before = waiting(ready)
    ready.service().tend()
    assert (waiting(ready), lists) == (before, [])


def renamed(pexip: Region) -> None:
    (room,) = [room for room in pexip.held() if room["participant_limit"] == 4]
    pexip.node.ask("PATCH", f"{ROOMS}{room['id']}/", {"name": "somebody else's"})


def tagged(pexip: Region) -> None:
    for room in pexip.held():
        pexip.node.ask("PATCH", f"{ROOMS}{room['id']}/", {"tag": "another"})


@pytest.mark.parametrize("happen", [renamed, tagged])
def test_a_name_or_an_alias_that_is_taken_is_given_up_at_the_first_try(
    pexip: Region, happen: Callable[[Region], None]
) -> None:
    service = pexip.service()
    reference = service.create(LATER)
    happen(pexip)
    longer = replace(LATER, end=LATER.end + timedelta(hours=1))
    with pytest.raises(ServiceUnavailable) as wait:
        service.change(reference, longer)
    # The queue's own pauses, ever longer, and not each second for good.
    assert wait.value.retry_after is None
    with pytest.raises(ServiceUnavailable):
        entry(pexip, reference)
    service.change(reference, longer)
    assert reference in service.references()
    pexip.clock.advance(seconds=90)
    (room,) = [room for room in pexip.held() if room["description"] == reference and room["tag"] == "vardmote"][-1:]
    assert room["aliases"][0]["alias"] in entry(pexip, reference).url


def test_a_meeting_that_is_held_in_a_room_under_another_tag_keeps_it_until_it_is_over(pexip: Region) -> None:
    service = pexip.service()
    reference = service.create(LATER)
    pexip.clock.advance(seconds=90)
    way = entry(pexip, reference)
    tagged(pexip)
    with running(pexip, name_of(pexip, reference)) as conference:
        with pytest.raises(ServiceUnavailable):
            service.change(reference, LATER)
        assert entry(pexip, reference) == way
        assert not conference.ended


def test_after_a_change_of_tag_a_meeting_that_starts_now_has_a_room_and_the_pool_is_filled(ready: Region) -> None:
    service = ready.service(service_tag="vardmote2")
    reference = service.create(replace(REQUEST, start=ready.clock.now()))
    ready.clock.advance(seconds=90)
    assert "/m/" in entry(ready, reference).url
    service.tend()
    assert service.references() == [reference]
    assert len(waiting(ready)) == filling.SIZE + filling.EACH - 2
