"""What every video service has to do, run unchanged against each entry of the one table."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from backend.clock import FixedClock
from backend.config import PexipMode, PexipSettings
from backend.jobs import EmbeddedQueue
from backend.meetings.comparing import Comparison
from backend.push import Hub
from backend.storage import Base, Database
from backend.video import SERVICES
from backend.video.builtin.models import BuiltinRoom
from backend.video.conferences import Conferences
from backend.video.link.models import LinkedRoom
from backend.video.live import Live
from backend.video.pexip.management.replication import REPLICATION
from backend.video.pexip.management.service import ManagementService
from backend.video.pexip.models import PexipRoom
from backend.video.service import (
    Capabilities,
    ConferenceRequest,
    DialOut,
    Embedded,
    HostControl,
    Means,
    Order,
    Redirect,
    Role,
    RoomEntry,
    ServiceRefused,
    VideoService,
)
from tests.simulators.pexip.stand import ACCOUNT, Managed, managed

START = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
REQUEST = ConferenceRequest(
    key="k1",
    start=START,
    end=START + timedelta(hours=1),
    participant_limit=4,
    lobby=True,
    protected=True,
    language="sv",
    link="https://meet.example/r/1",
)
DOMAIN = "meet.rooms.example"
MEANS = Means(
    DOMAIN,
    b"a secret of this suite's own, and long",
    PexipSettings(node="https://video.example", domain="rooms.video.example"),
)
# The services this suite knows how to stand up. A new line in the table fails the test below until it is here too.
KNOWN = ("builtin", "link", "pexip")
BY_MANAGEMENT = "pexip, by management"
DOCS = Path(__file__).parents[3] / "docs" / "adding-a-video-service.md"


@dataclass
class Stand:
    """A service, its clock, and how to make it lose all it holds while our own tables know nothing of that."""

    service: VideoService
    clock: FixedClock
    lose: Callable[[], None]


@pytest.fixture(params=[*sorted(SERVICES), BY_MANAGEMENT])
def stand(request: pytest.FixtureRequest, database: Database) -> Iterator[Stand]:
    if request.param != BY_MANAGEMENT:
        clock = FixedClock(START)
        yield Stand(SERVICES[request.param](database, clock, MEANS), clock, lambda: LOSE[request.param](database))
        return
    with managed(legacy_dialout=True) as node:
        clock = FixedClock(START - REPLICATION)
        settings = PexipSettings(
            node="https://video.example",
            domain="rooms.video.example",
            mode=PexipMode.MANAGEMENT,
            management_url=node.url,
            management_user=ACCOUNT.user,
            management_password=ACCOUNT.password,
            dial_out_location="Plats",
        )
        made = SERVICES["pexip"](database, clock, Means(secret=MEANS.secret, pexip=settings))
        assert isinstance(made, ManagementService)
        # Rooms in advance, so that what starts now needs not wait until Pexip's nodes know of its room.
        made.tend()
        clock.advance(seconds=REPLICATION.total_seconds())
        yield Stand(made, clock, lambda: _delete_rooms(node))


def _forget(model: type[Base], database: Database) -> None:
    with database.write() as session:
        session.execute(delete(model))


def _held_otherwise(database: Database) -> None:
    """Let the rooms be as the other mode left them: whoever is asked by key still knows of them."""
    with database.write() as session:
        session.execute(update(PexipRoom).values(mode=PexipMode.MANAGEMENT))


def _delete_rooms(node: Managed) -> None:
    for room in node.ask("GET", "configuration/v1/conference/?limit=0").json()["objects"]:
        node.ask("DELETE", f"configuration/v1/conference/{room['id']}/")


LOSE: Mapping[str, Callable[[Database], None]] = {
    "builtin": partial(_forget, BuiltinRoom),
    "link": partial(_forget, LinkedRoom),
    "pexip": _held_otherwise,
}


@pytest.fixture
def service(stand: Stand) -> VideoService:
    return stand.service


def test_table_docs_and_this_suite_know_the_same_services() -> None:
    line = re.search(r"^Services: (.+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert line is not None
    documented = {name.strip(" `") for name in line[1].split(",")}
    assert documented == set(SERVICES) == set(KNOWN)


def test_docs_have_every_method_of_the_port_and_all_that_crosses_it() -> None:
    told = DOCS.read_text("utf-8")
    asked = {name: each for name, each in vars(VideoService).items() if inspect.isfunction(each) and name[0] != "_"}
    rows = {f"| `{name}({', '.join([*inspect.signature(each).parameters][1:])})` |" for name, each in asked.items()}
    assert {row for row in rows if row not in told} == set()
    carried = {field.name for kind in (Capabilities, ConferenceRequest) for field in fields(kind)}
    reasons = re.findall(r"`([a-z]+(?:-[a-z]+)*)`", f"{VideoService.command.__doc__}{VideoService.dial.__doc__}")
    assert {word for word in {*carried, *reasons} - {*asked} if f"`{word}`" not in told} == set()


def test_a_service_is_called_what_the_table_calls_it(service: VideoService) -> None:
    assert SERVICES.get(service.code) is not None


def test_what_a_service_can_do_is_data_and_consistent(service: VideoService) -> None:
    can = service.capabilities
    assert isinstance(can, Capabilities)
    assert can == service.capabilities
    assert can.participant_limit is None or can.participant_limit >= 2
    if not can.lobby:
        assert not {HostControl.ADMIT, HostControl.DENY} & can.host_controls
    assert not (can.reports and (can.embedded or can.by_link))
    assert can.reports or not can.dials
    if can.by_link:
        assert not any((can.embedded, can.lobby, can.limits, can.protects, can.host_controls))


def test_the_same_key_never_gives_a_second_conference(service: VideoService) -> None:
    first = service.create(REQUEST)
    assert service.create(REQUEST) == first
    assert list(service.references()) == [first]


def test_another_key_gives_another_conference(service: VideoService) -> None:
    assert service.create(REQUEST) != service.create(replace(REQUEST, key="k2"))


def test_what_was_made_is_found_by_its_key(service: VideoService) -> None:
    assert service.find(REQUEST.key) is None
    reference = service.create(REQUEST)
    assert service.find(REQUEST.key) == reference


def test_a_change_keeps_reference_and_key_and_may_be_repeated(service: VideoService) -> None:
    reference = service.create(REQUEST)
    longer = replace(REQUEST, end=START + timedelta(hours=2))
    service.change(reference, longer)
    service.change(reference, longer)
    assert service.find(REQUEST.key) == reference
    assert list(service.references()) == [reference]


def test_what_is_not_there_can_not_be_changed_or_entered(service: VideoService) -> None:
    with pytest.raises(ServiceRefused):
        service.change("no-such-reference", REQUEST)
    with pytest.raises(ServiceRefused):
        service.entry("no-such-reference", Role.GUEST, "Vera")


def test_removing_leaves_nothing_and_may_be_repeated(service: VideoService) -> None:
    reference = service.create(REQUEST)
    service.remove(reference)
    service.remove(reference)
    assert service.find(REQUEST.key) is None
    assert list(service.references()) == []


def test_nobody_is_in_what_was_only_just_made_nor_in_what_is_not_there(service: VideoService) -> None:
    assert not service.occupied(service.create(REQUEST))
    assert not service.occupied("nowhere")


def test_a_removed_conference_may_be_made_again_under_its_key(service: VideoService) -> None:
    service.remove(service.create(REQUEST))
    again = service.create(REQUEST)
    assert list(service.references()) == [again]


def test_what_a_service_lost_is_made_again_by_a_round_of_reconciling(stand: Stand, database: Database) -> None:
    service, clock, start = stand.service, stand.clock, START + timedelta(days=1)
    jobs = EmbeddedQueue(database, clock)
    live = Live(database, jobs, Hub(), clock, end_after_host_left_seconds=60)
    conferences = Conferences(database, jobs, clock, {service.code: service}, live)
    conferences.register_jobs()
    asked: dict[str, Any] = {"service": service.code, "participant_limit": 4, "language": "sv", "link": REQUEST.link}
    with database.write() as session:
        wanted = conferences.want(session, start=start, end=start + timedelta(hours=1), **asked).id
    jobs.drain()
    assert len(list(service.references())) == 1
    stand.lose()
    assert list(service.references()) == []
    clock.advance(minutes=16)
    Comparison(database, clock, conferences, service).run(all_at_once=False)
    jobs.drain()
    clock.advance(seconds=REPLICATION.total_seconds())
    with database.read() as session:
        conference = conferences.get(session, wanted)
    assert (conference.state, list(service.references())) == ("ready", [conference.reference])
    assert conferences.entry(conference, Role.GUEST, "Vera Lindqvist", "p1")


def test_what_is_given_to_the_service_is_not_shown_where_it_is_printed(service: VideoService) -> None:
    assert "meet.example" not in repr(REQUEST)
    assert "meet.example" not in repr(service.entry(service.create(REQUEST), Role.GUEST, "Vera Lindqvist"))


def test_a_service_that_needs_a_link_refuses_to_go_without(service: VideoService) -> None:
    bare = replace(REQUEST, link=None)
    if service.capabilities.by_link:
        with pytest.raises(ServiceRefused, match="no-link"):
            service.create(bare)
        with pytest.raises(ServiceRefused, match="no-link"):
            service.change(service.create(REQUEST), bare)
    else:
        assert service.create(bare) == service.create(REQUEST)


def test_a_way_in_that_is_taken_back_may_be_taken_back_again_or_never_have_been(service: VideoService) -> None:
    reference = service.create(REQUEST)
    service.entry(reference, Role.GUEST, "Vera Lindqvist", "p1")
    for person in ("p1", "p1", "somebody who never came"):
        service.withdraw(reference, person)
    service.withdraw("no-such-reference", "p1")


def test_who_is_led_on_has_a_way_in_of_their_own_that_holds_until_it_is_taken_back(service: VideoService) -> None:
    if not service.capabilities.reports:
        return
    reference = service.create(REQUEST)
    first = service.entry(reference, Role.GUEST, "Vera Lindqvist", "p1")
    assert service.entry(reference, Role.GUEST, "Vera Lindqvist", "p1") == first
    assert service.entry(reference, Role.GUEST, "Vera Lindqvist", "p2") != first
    service.withdraw(reference, "p1")
    assert service.entry(reference, Role.GUEST, "Vera Lindqvist", "p1") != first


@pytest.mark.parametrize("control", HostControl)
def test_what_a_service_does_not_do_for_hosts_it_says_so_of(service: VideoService, control: HostControl) -> None:
    reference = service.create(REQUEST)
    if service.capabilities.reports and control in service.capabilities.host_controls:
        return
    for asked in (service.command, service.check):
        with pytest.raises(ServiceRefused, match="not-supported"):
            asked(reference, Order(control, "somebody"))


def test_what_can_not_be_done_is_known_beforehand_and_checking_it_does_nothing(service: VideoService) -> None:
    reference = service.create(REQUEST)
    for control in service.capabilities.host_controls if service.capabilities.reports else ():
        service.check(reference, Order(control, "somebody"))
        with pytest.raises(ServiceRefused, match="no-such-conference"):
            service.check("unknown", Order(control, "somebody"))


@pytest.mark.parametrize("address", ["sal3@domstol.example", "sal 3@domstol.example"])
def test_nobody_is_called_where_that_can_not_be_or_makes_no_sense(service: VideoService, address: str) -> None:
    reference, wanted = service.create(REQUEST), DialOut(address, "Mottagningen", "Tingsrätten sal 3")
    assert "domstol" not in repr(wanted)
    assert "Tingsrätten" not in repr(wanted)
    if not service.capabilities.dials:
        with pytest.raises(ServiceRefused, match="not-supported"):
            service.dial(reference, "called-1", wanted)
        return
    with pytest.raises(ServiceRefused, match="not-dialled" if " " not in address else "bad-address"):
        # No such conference runs at the Management Node of this suite.
        service.dial(reference, "called-1", wanted)
    with pytest.raises(ServiceRefused, match="no-such-conference"):
        service.dial("no-such-reference", "called-1", wanted)


@pytest.mark.parametrize("role", Role)
def test_entry_agrees_with_what_the_service_says_of_itself(service: VideoService, role: Role) -> None:
    entry = service.entry(service.create(REQUEST), role, "Vera Lindqvist")
    assert isinstance(entry, Embedded if service.capabilities.embedded else Redirect)


def test_a_room_dials_a_number_of_its_own_for_each_conference_or_none_at_all(service: VideoService) -> None:
    first, other = service.create(REQUEST), service.create(replace(REQUEST, key="k2"))
    entry, second = service.room_entry(first), service.room_entry(other)
    assert service.room_entry("no-such-reference") is None
    assert (entry is not None) == (second is not None) == service.capabilities.rooms
    if entry is not None and second is not None:
        assert entry.number != second.number
        # What every endpoint takes, and whatever stands between does to letters.
        assert re.fullmatch(r"[a-z0-9.+_-]{1,64}(@[a-z0-9.-]{1,190})?", entry.number)
        assert entry.number not in repr(entry)
        assert not service.capabilities.by_link


def test_the_number_stands_for_as_long_as_the_conference_does(service: VideoService) -> None:
    reference = service.create(REQUEST)
    entry = service.room_entry(reference)
    service.change(reference, replace(REQUEST, end=START + timedelta(hours=2), language="en"))
    assert service.room_entry(reference) == entry
    service.remove(reference)
    assert service.room_entry(reference) is None


def test_the_built_in_service_has_a_number_only_where_a_bridge_brings_rooms_in(database: Database) -> None:
    clock = FixedClock(START)
    alone = SERVICES["builtin"](database, clock, Means())
    reference = alone.create(REQUEST)
    assert alone.room_entry(reference) is None
    assert SERVICES["builtin"](database, clock, MEANS).room_entry(reference) == RoomEntry(f"{reference}@{DOMAIN}")


def test_who_looks_into_a_conference_says_so_beforehand(service: VideoService) -> None:
    can = service.capabilities.host_controls
    if can & {HostControl.HANDS, HostControl.SPOTLIGHT}:
        assert service.capabilities.reports
    if HostControl.HANDS in can:
        with pytest.raises(ServiceRefused, match="no-such-conference"):
            service.look("unknown")
    reference = service.create(REQUEST)
    with pytest.raises(ServiceRefused, match="no-host" if HostControl.HANDS in can else "not-supported"):
        service.look(reference)
    if HostControl.SPOTLIGHT in can:
        with pytest.raises(ServiceRefused, match="no-such-call"):
            service.command(reference, Order(HostControl.SPOTLIGHT))
