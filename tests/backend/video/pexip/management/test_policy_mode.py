"""Hosts' orders and dialling in policy mode, with a Management Node beside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from backend.config import PexipMode
from backend.video.pexip.management.service import ManagementService
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from backend.video.pexip.service import PexipService
from backend.video.pexip.visits import visit
from backend.video.service import DialOut, HostControl, Means, Order, Redirect, Role, ServiceRefused, ServiceUnavailable
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from tests.backend.video.pexip.node import LATER, REQUEST, SECRET, Region, settings
from tests.simulators.pexip.stand import Staged, staged

COURT = DialOut("sal4@domstol.example", "Mottagningen")


def service(pexip: Region, *, managed: bool = True) -> PexipService:
    known = replace(settings(pexip.node.url), mode=PexipMode.POLICY)
    known = known if managed else replace(known, management_url=None)
    return PexipService(pexip.database, pexip.clock, Means(secret=SECRET, pexip=known))


def test_with_a_management_node_hosts_can_do_all(pexip: Region) -> None:
    made = service(pexip)
    reference = made.create(LATER)
    assert made.capabilities.host_controls == frozenset(HostControl)
    made.command(reference, Order(HostControl.END))
    with pytest.raises(ServiceRefused, match="no-such-call"):
        made.command(reference, Order(HostControl.ADMIT, "gone"))
    with pytest.raises(ServiceRefused, match="no-such-conference"):
        made.command("nowhere", Order(HostControl.END))


def test_a_court_is_dialled_by_the_number_rooms_have(pexip: Region) -> None:
    made = service(pexip)
    with pytest.raises(ServiceRefused, match="not-dialled"):
        made.dial(made.create(LATER), "called-1", COURT)
    with pytest.raises(ServiceRefused, match="no-such-conference"):
        made.dial("nowhere", "called-1", COURT)


@pytest.mark.parametrize("status", [401, 403])
def test_a_call_that_pexips_settings_bar_is_said_to_be_barred_and_harms_no_account(pexip: Region, status: int) -> None:
    made = service(pexip)
    pexip.node.ask("PATCH", "configuration/v1/global/1/", {"enable_legacy_dialout_api": False})
    with pytest.raises(ServiceRefused, match="call-barred"):
        made.dial(made.create(LATER), "called-1", COURT)
    pexip.node.management.door.denied["global"] = status
    for number in range(2):
        with pytest.raises(ServiceRefused, match="not-dialled"):
            made.dial(made.create(LATER), f"called-{number}", COURT)
    with pexip.database.read() as session:
        known = session.get(PexipPart, PART_MANAGEMENT)
        assert known is None or not known.fault


@pytest.mark.parametrize("form", ["{}", "{}@rooms.example", "vm.{}@rooms.example"])
def test_no_way_into_a_meeting_of_ours_is_dialled(pexip: Region, form: str) -> None:
    made = service(pexip)
    reference = made.create(LATER)
    guest = made.entry(reference, Role.GUEST, "Vera Lindqvist", "p1")
    assert isinstance(guest, Redirect)
    alias = urlsplit(guest.url).path.rpartition("/")[2]
    with pytest.raises(ServiceRefused, match="own-address"):
        made.dial(reference, "called-1", DialOut(form.format(alias), "Mottagningen"))


def test_without_one_hosts_do_it_in_pexips_own_app(pexip: Region) -> None:
    made = service(pexip, managed=False)
    reference = made.create(LATER)
    assert made.capabilities.host_controls == visit.CONTROLS
    for order in (
        lambda: made.command(reference, Order(HostControl.END)),
        lambda: made.dial(reference, "called-1", COURT),
    ):
        with pytest.raises(ServiceRefused, match="not-supported"):
            order()


@pytest.mark.parametrize("mode", PexipMode)
def test_where_no_place_to_call_from_is_set_nobody_is_called(pexip: Region, mode: PexipMode) -> None:
    known = replace(settings(pexip.node.url), mode=mode, dial_out_location=None)
    kind = PexipService if mode == PexipMode.POLICY else ManagementService
    made = kind(pexip.database, pexip.clock, Means(secret=SECRET, pexip=known))
    assert not made.capabilities.dials
    with pytest.raises(ServiceRefused, match="not-supported"):
        made.dial(made.create(LATER), "called-1", COURT)


@dataclass
class Lobby:
    """A locked conference of a meeting of ours, with a guest who waits."""

    stage: Staged
    service: PexipService
    reference: str
    running: Conference

    def is_removed(self) -> bool:
        return self.service.references() == []

    def has_ended(self) -> bool:
        return self.stage.loop.do(lambda: self.running.ended)


@pytest.fixture
def lobby(pexip: Region) -> Iterator[Lobby]:
    made = service(pexip)
    reference = made.create(REQUEST)
    with pexip.database.read() as session:
        name = session.scalars(select(PexipRoom.name)).one()
    with staged(loop=pexip.node.loop) as stage:
        pexip.node.loop.do(lambda: pexip.node.management.attach(stage.cluster, {}))
        running = stage.conference(Configuration(name, pin="12345678", allow_guests=True, locked=True))
        stage.joins(running, "Guest")
        yield Lobby(stage, made, reference, running)


def test_who_waits_there_is_told_to_go_when_the_meeting_is_removed(lobby: Lobby) -> None:
    lobby.service.remove(lobby.reference)
    assert (lobby.has_ended(), lobby.is_removed()) == (True, True)
    lobby.service.remove(lobby.reference)


def test_with_a_host_in_nobody_is_cut_off_whatever_is_removed(lobby: Lobby) -> None:
    lobby.stage.joins(lobby.running, "Host", "chair")
    lobby.service.remove(lobby.reference)
    assert (lobby.has_ended(), lobby.is_removed()) == (False, True)


def test_while_nobody_can_be_asked_the_ways_in_are_gone_and_the_rest_is_tried_again(
    pexip: Region, lobby: Lobby
) -> None:
    lobby.service.entry(lobby.reference, Role.GUEST, "Vera Lindqvist", "p1")
    pexip.node.fault("error")
    with pytest.raises(ServiceUnavailable):
        lobby.service.remove(lobby.reference)
    with pexip.database.read() as session:
        assert session.scalars(select(PexipEntry)).all() == []
    assert (lobby.has_ended(), lobby.is_removed()) == (False, False)
    lobby.service.remove(lobby.reference)
    assert (lobby.has_ended(), lobby.is_removed()) == (True, True)


def test_a_wrong_password_keeps_no_meeting_from_being_removed(pexip: Region, lobby: Lobby) -> None:
    pexip.node.fault("unauthorized")
    lobby.service.remove(lobby.reference)
    assert (lobby.has_ended(), lobby.is_removed()) == (False, True)


def test_long_before_its_time_nobody_has_to_be_asked(pexip: Region) -> None:
    made = service(pexip)
    reference = made.create(replace(LATER, start=LATER.start + timedelta(days=1)))
    pexip.node.fault("error")
    made.remove(reference)
    assert made.references() == []
