"""Rooms made beforehand: each once, found again whatever was lost on the way, and nobody else's touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.video.pexip.management import filling, making
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.commands import Commands
from backend.video.service import DialOut, HostControl, Order, Role, ServiceRefused, ServiceUnavailable
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from tests.backend.video.pexip.node import LATER, REQUEST, ROOMS, Killed, Region, dies_before, entry, filled
from tests.simulators.pexip.stand import Staged, staged

OTHER = b"another secret, of 32 bytes, too"


def test_a_room_is_made_by_the_rules_and_bears_our_tag(pexip: Region) -> None:
    service = pexip.service(view="1:7")
    service.create(LATER)
    (room,) = pexip.held()
    assert room["tag"] == "vardmote"
    assert (room["allow_guests"], room["guest_pin"], room["participant_limit"]) == (True, "", 4)
    assert (room["crypto_mode"], room["host_view"], len(room["pin"])) == ("on", "1:7", 8)
    assert len(room["aliases"]) == 1


@pytest.mark.parametrize("chat", ["default", "yes", "no"])
def test_whether_people_may_write_to_each_other_is_as_the_region_has_set(pexip: Region, chat: str) -> None:
    filled(pexip)
    service = pexip.service(chat=chat)
    service.create(replace(LATER, key="k2"))
    # One that is new, and one that waited since before it was set.
    service.create(REQUEST)
    written = {room["name"]: room["enable_chat"] for room in pexip.held()}
    with pexip.database.read() as session:
        ours = set(session.scalars(select(PexipRoom.name)))
    assert {name: written[name] for name in ours} == dict.fromkeys(ours, chat)
    assert len(ours) == 2


def test_people_are_led_there_once_all_nodes_know_the_room(pexip: Region) -> None:
    reference = pexip.service().create(LATER)
    with pytest.raises(ServiceUnavailable) as wait:
        entry(pexip, reference)
    assert wait.value.retry_after == 90
    pexip.clock.advance(seconds=90)
    pexip.node.clock.now += 90
    url = entry(pexip, reference).url
    alias = url.partition("/m/")[2].partition("?")[0]
    assert pexip.node.loop.do(lambda: pexip.node.management.replica.find(alias)) is not None


def test_a_clock_put_back_keeps_nobody_out_of_a_room_that_is_known(pexip: Region) -> None:
    reference = pexip.service().create(LATER)
    pexip.clock.advance(seconds=90)
    way = entry(pexip, reference)
    pexip.clock.advance(hours=-2)
    assert entry(pexip, reference) == way
    pexip.clock.advance(hours=2, seconds=-100)
    with pytest.raises(ServiceUnavailable) as wait:
        entry(pexip, reference)
    assert wait.value.retry_after == 90


def test_no_address_holds_a_name_or_a_pin_and_only_a_host_is_given_one(pexip: Region) -> None:
    reference = pexip.service().create(LATER)
    pexip.clock.advance(seconds=90)
    (room,) = pexip.held()
    guest, host = entry(pexip, reference), entry(pexip, reference, Role.HOST)
    assert (guest.pin, host.pin) == (None, room["pin"])
    assert "role=guest" in guest.url
    for way in (guest, host):
        assert not {"Vera", room["pin"]} & set(way.url.replace("=", "&").split("&"))
        assert room["pin"] not in repr(way)
        assert "https://" not in repr(way)


@pytest.mark.parametrize("fault", ["lost", "spoilt", "half"])
def test_what_was_made_though_nobody_heard_of_it_is_the_one_the_next_time(pexip: Region, fault: str) -> None:
    service = pexip.service()
    pexip.node.fault(fault, methods=["POST"])
    try:
        reference = service.create(LATER)
    except ServiceUnavailable:
        reference = service.create(LATER)
    assert len(pexip.held()) == 1
    assert service.references() == [reference]


@pytest.mark.parametrize("fault", ["rate-limit", "error", "unavailable"])
def test_a_node_that_does_nothing_is_asked_again(pexip: Region, fault: str) -> None:
    service = pexip.service()
    pexip.node.fault(fault)
    with pytest.raises(ServiceUnavailable):
        service.create(LATER)
    service.create(LATER)
    assert len(pexip.held()) == 1


def test_a_name_that_is_somebody_elses_is_given_up_for_another(pexip: Region) -> None:
    service = pexip.service()
    pexip.node.fault("duplicate")
    with pytest.raises(ServiceUnavailable):
        service.create(LATER)
    reference = service.create(LATER)
    assert service.references() == [reference]


def test_a_password_that_is_wrong_is_no_meetings_fault(pexip: Region) -> None:
    with pytest.raises(ServiceUnavailable) as away:
        pexip.service(management_password="another").create(LATER)
    assert away.value.retry_after == 60


@pytest.mark.parametrize("step", [step.name for step in making.MAKING] + ["end"])
@pytest.mark.parametrize("request_", [REQUEST, LATER], ids=["now", "later"])
def test_a_death_at_any_step_leaves_one_room_and_all_is_found(pexip: Region, step: str, request_: object) -> None:
    wanted = REQUEST if request_ is REQUEST else LATER
    with pytest.raises(Killed):
        pexip.service(dies_before("making-room", step)).create(wanted)
    service = pexip.service()
    known = service.find(wanted.key)
    reference = service.create(wanted)
    assert known in (None, reference)
    assert len(pexip.held()) == 1
    assert service.references() == [reference]
    service.remove(reference)
    assert pexip.held() == []


def test_what_was_begun_and_is_not_wanted_any_more_leaves_nothing(pexip: Region) -> None:
    with pytest.raises(Killed):
        pexip.service(dies_before("making-room", "keep")).create(LATER)
    service = pexip.service()
    found = service.find(LATER.key)
    assert found is not None
    service.remove(found)
    assert pexip.held() == []
    assert service.find(LATER.key) is None


def test_a_room_somebody_deleted_in_pexip_is_made_anew(pexip: Region) -> None:
    service = pexip.service()
    reference = service.create(LATER)
    (room,) = pexip.held()
    pexip.node.ask("DELETE", f"{ROOMS}{room['id']}/")
    assert service.references() == []
    assert service.create(LATER) == reference
    assert service.references() == [reference]
    with pytest.raises(ServiceUnavailable):
        entry(pexip, reference)


def test_pexip_is_written_to_only_for_what_it_knows_of(pexip: Region) -> None:
    service = pexip.service()
    reference = service.create(LATER)
    service.change(reference, replace(LATER, end=LATER.end + timedelta(hours=1)))
    writes = [method for method, _ in pexip.node.management.door.asked if method != "GET"]
    assert writes == ["POST"]
    service.change(reference, replace(LATER, participant_limit=9))
    assert pexip.held()[0]["participant_limit"] == 9


def test_what_has_our_tag_and_is_nobodys_is_found_and_can_be_removed(pexip: Region) -> None:
    pexip.node.create("conference", name="left", tag="vardmote")
    pexip.node.create("conference", name="theirs", tag="other")
    service = pexip.service()
    (stray,) = service.references()
    assert not service.occupied(stray)
    service.remove(stray)
    service.remove(stray)
    assert [room["name"] for room in pexip.held()] == ["theirs"]
    assert service.references() == []


def test_removing_ends_what_is_left_of_the_meeting(pexip: Region) -> None:
    service = pexip.service()
    reference = service.create(LATER)
    (room,) = pexip.held()
    with staged(loop=pexip.node.loop) as stage:
        pexip.node.loop.do(lambda: pexip.node.management.attach(stage.cluster, {}))
        running = stage.conference(Configuration(room["name"], pin=room["pin"], allow_guests=True))
        stage.joins(running, "Guest")
        assert service.occupied(reference)
        service.command(reference, Order(HostControl.LOCK))
        assert running.locked
        with pytest.raises(ServiceRefused, match="not-supported"):
            service.command(reference, Order(HostControl.ADMIT, "call"))
        service.remove(reference)
        assert running.ended
        assert not service.occupied(reference)
    assert pexip.held() == []


@contextmanager
def meeting(pexip: Region) -> Iterator[tuple[Staged, Conference]]:
    """A conference of ours that runs, with a host in it of whom no event was ever heard."""
    pexip.service().create(LATER)
    (room,) = pexip.held()
    with staged(loop=pexip.node.loop) as stage:
        pexip.node.loop.do(lambda: pexip.node.management.attach(stage.cluster, {}))
        running = stage.conference(Configuration(room["name"], pin=room["pin"], allow_guests=True))
        stage.joins(running, "Host", "chair")
        stage.joins(running, "Guest")
        yield stage, running


def test_a_meeting_with_a_host_in_it_is_never_ended_for_its_room(pexip: Region) -> None:
    with meeting(pexip) as (stage, running):
        service = pexip.service()
        (reference,) = service.references()
        for _ in range(2):
            with pytest.raises(ServiceUnavailable) as later:
                service.remove(reference)
            assert later.value.retry_after == 30
        assert not running.ended
        assert (len(pexip.held()), service.find(LATER.key)) == (1, reference)
        host = next(one for one in running.participants.values() if one.role == "chair")
        stage.loop.do(lambda: running.set_role(host, "guest"))
        service.remove(reference)
        assert running.ended
        assert (pexip.held(), service.find(LATER.key)) == ([], None)


def test_a_room_deleted_under_a_meeting_leaves_the_meeting_to_its_host(pexip: Region) -> None:
    with meeting(pexip) as (_, running):
        service = pexip.service()
        (reference,) = service.references()
        (room,) = pexip.held()
        pexip.node.ask("DELETE", f"{ROOMS}{room['id']}/")
        with pytest.raises(ServiceUnavailable):
            service.remove(reference)
        assert not running.ended


@pytest.mark.parametrize("told", ["error", "half", [], [{"role": None}], [{"role": "guest"}, {}]])
def test_in_doubt_about_who_is_in_nothing_is_ended(
    pexip: Region, monkeypatch: pytest.MonkeyPatch, told: str | list[dict[str, str | None]]
) -> None:
    def people(commands: Commands, name: str, budget: Budget) -> list[dict[str, str | None]]:
        if isinstance(told, list):
            return told
        pexip.node.fault(told)
        return asked(commands, name, budget)

    asked = Commands.people
    with meeting(pexip) as (_, running):
        service = pexip.service()
        (reference,) = service.references()
        monkeypatch.setattr(Commands, "people", people)
        with pytest.raises(ServiceUnavailable):
            service.remove(reference)
        assert not running.ended
        assert len(pexip.held()) == 1


def test_a_court_is_dialled_by_the_rooms_own_alias(pexip: Region) -> None:
    service = pexip.service()
    reference = service.create(LATER)
    pexip.node.clock.now += 90
    with pytest.raises(ServiceRefused, match="not-dialled"):
        service.dial(reference, "called-1", DialOut("sal4@domstol.example", "Mottagningen"))
    with pytest.raises(ServiceRefused, match="no-such-conference"):
        service.dial("nowhere", "called-1", DialOut("sal4@domstol.example", "Mottagningen"))
    asked = [path for method, path in pexip.node.management.door.asked if "/command/" in path]
    assert asked == ["/api/admin/command/v1/participant/dial/"]


def test_a_room_that_is_not_ours_is_never_removed_by_its_number(pexip: Region) -> None:
    theirs = pexip.node.create("conference", name="theirs", tag="other")
    pexip.service().remove(f"vmr:{theirs.rstrip('/').rpartition('/')[2]}")
    assert len(pexip.held()) == 1


def told(pexip: Region, reference: str) -> tuple[str, str | None]:
    """The alias and the PIN a host is given."""
    way = entry(pexip, reference, Role.HOST)
    return way.url.partition("/m/")[2].partition("?")[0], way.pin


def kept(pexip: Region) -> list[tuple[str, str]]:
    return [(room["aliases"][0]["alias"], room["pin"]) for room in pexip.held()]


def test_what_was_made_with_an_earlier_secret_stays_as_it_is(pexip: Region) -> None:
    filled(pexip)
    pexip.clock.advance(seconds=90)
    reference = pexip.service().create(replace(REQUEST, start=pexip.clock.now()))
    before, number = told(pexip, reference), pexip.service().room_entry(reference)
    pexip.secret, pexip.earlier = OTHER, (pexip.secret,)
    assert told(pexip, reference) == before
    assert before in kept(pexip)
    assert pexip.service().room_entry(reference) == number
    assert pexip.service().references() == [reference]
    spare = pexip.service().create(replace(REQUEST, key="k2", start=pexip.clock.now()))
    assert told(pexip, spare) in kept(pexip)


@pytest.mark.parametrize("step", [None, *(step.name for step in making.MAKING)])
def test_a_room_whose_secret_is_lost_is_told_of_to_nobody_and_made_anew(pexip: Region, step: str | None) -> None:
    filled(pexip)
    reference = pexip.service().create(LATER)
    pexip.clock.advance(seconds=90)
    before = told(pexip, reference)
    pexip.secret = OTHER
    with pytest.raises(ServiceUnavailable):
        entry(pexip, reference)
    assert pexip.service().room_entry(reference) is None
    assert pexip.service().references() == []
    if step is not None:
        with pytest.raises(Killed):
            pexip.service(dies_before("making-room", step)).create(LATER)
    assert pexip.service().create(LATER) == reference
    with pytest.raises(ServiceUnavailable):
        entry(pexip, reference)
    pexip.clock.advance(seconds=90)
    after = told(pexip, reference)
    assert (after in kept(pexip), before in kept(pexip)) == (True, False)
    assert pexip.service().references()[0] == reference


def test_rooms_in_advance_whose_secret_is_lost_are_left_for_others(pexip: Region) -> None:
    filled(pexip)
    pexip.clock.advance(seconds=90)
    pexip.secret = OTHER
    service = pexip.service()
    reference = service.create(replace(REQUEST, start=pexip.clock.now()))
    service.tend()
    pexip.clock.advance(seconds=90)
    assert told(pexip, reference) in kept(pexip)
    others = [each for each in service.references() if each != reference]
    assert len(others) == filling.SIZE
    for each in others:
        service.remove(each)
    assert len(pexip.held()) == filling.SIZE + 1
