"""A host's call to a court: once for each press, only where it is allowed, and never a stranger before a patient."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from backend.audit.tables import LogRow
from backend.config import PexipSettings
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Refused, SlowDown, Unauthenticated, Unavailable
from backend.meetings.dialling_out import DialOutDesk
from backend.video import people
from backend.video.builtin.service import BuiltinService
from backend.video.models import PresenceState
from backend.video.reports import Report
from backend.video.service import DialOut, HostControl, NothingDone, Order, Role, ServiceRefused, ServiceUnavailable
from tests.backend.meetings.clinic import Clinic

IN, COMING, LEFT = PresenceState.IN, PresenceState.COMING, PresenceState.LEFT
SAVED: dict[str, Any] = {"saved": "forvaltningsratten"}
TYPED: dict[str, Any] = {"address": "sal4@domstol.example", "name": "Tingsrätten sal 4", "dtmf": ",1#"}
HOST = "demo:personal"


class Elsewhere(BuiltinService):
    """A service that people are led on to, and that notes whom it is asked to call."""

    capabilities = replace(
        BuiltinService.capabilities,
        embedded=False,
        reports=True,
        dials=True,
        host_controls=frozenset({HostControl.REMOVE}),
    )

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic.house.database, clinic.house.clock)
        self.dialled: list[tuple[str, DialOut]] = []
        self.orders: list[Order] = []
        self.faults: list[Exception] = []
        self.meanwhile: list[Any] = []
        self.away = 0

    def dial(self, reference: str, person: str, wanted: DialOut) -> str:
        assert reference in self.references()
        if self.faults:
            raise self.faults.pop(0)
        self.dialled.append((person, wanted))
        for happens in self.meanwhile:
            happens(person)
        return f"call-{len(self.dialled)}"

    def check(self, reference: str, order: Order) -> None:
        assert order.call
        assert reference in self.references()

    def command(self, reference: str, order: Order) -> None:
        assert reference in self.references()
        if self.away:
            self.away -= 1
            raise ServiceUnavailable
        self.orders.append(order)


class Room:
    """A meeting that is held elsewhere with a host in it, and the desk that calls from it."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.house = clinic, clinic.house
        self.meeting: str = clinic.book()["id"]
        self.conference = clinic.conference(self.meeting)
        self.service = Elsewhere(clinic)
        self.house.services["builtin"] = self.service
        pexip = PexipSettings("https://video.example", dial_out_domains=("domstol.example",))
        common = (self.house.database, self.house.clock, clinic.profile, clinic.identity, clinic.identity)
        self.desk = DialOutDesk(*common, self.house.conferences, clinic.hosting, pexip)
        self.reports = self.house.reports()
        self.tell("h1", IN, Role.HOST)

    def tell(self, person: str, state: PresenceState, role: Role = Role.GUEST, **more: Any) -> None:
        self.house.clock.advance(seconds=1)
        now = self.house.clock.now()
        with self.house.database.write() as session:
            conference = self.house.conferences.get(session, self.conference)
            self.reports.heard(session, conference, Report(person, state, now, now, f"call of {person}", role, **more))

    def dial(self, asked: dict[str, Any], key: str = "k1", bearer: str = HOST) -> str:
        return str(self.desk.place(bearer, self.meeting, key, asked)["participant"])

    def rows(self) -> list[tuple[str, str, str, str | None]]:
        people = self.clinic.listening.told
        bearer = self.clinic.hosting.enter(self.meeting, self.clinic.ticket(self.meeting))["session"]
        told = dict(people(bearer, self.meeting, "s", attending=False))["participants"]["participants"]
        return [
            (row["kind"], row["name"], str(row["state"]), row.get("reason")) for row in told if row["kind"] == "called"
        ]

    def logged(self, action: str = "address.dialled") -> list[dict[str, Any]]:
        self.clinic.logbook.catch_up()
        with self.clinic.logbook.store.database.read() as session:
            return [json.loads(row.detail) for row in session.scalars(select(LogRow)) if row.action == action]


@pytest.fixture
def room(clinic: Clinic) -> Room:
    return Room(clinic)


def test_one_press_calls_once_however_often_it_comes(room: Room) -> None:
    person = room.dial(SAVED)
    assert [room.dial(SAVED) for _ in range(3)] == [person] * 3
    [(called, wanted)] = room.service.dialled
    assert (called, wanted.address, wanted.protocol) == (person, "sal3@domstol.example.test", "sip")
    assert room.rows() == [("called", "Förvaltningsrätten, sal 3", "coming", None)]
    with pytest.raises(Conflict, match="idempotency-key-reused"):
        room.dial(TYPED)
    assert room.dial(TYPED, "k2") != person


def test_the_unit_is_shown_as_caller_and_the_tones_are_pressed(room: Room) -> None:
    room.dial(TYPED)
    [(_, wanted)] = room.service.dialled
    assert (wanted.caller, wanted.shown_as, wanted.tones) == (
        "Medicinmottagningen Ekbacken",
        "Tingsrätten sal 4",
        ",1#",
    )


def test_the_access_log_says_that_it_was_dialled_and_never_where(room: Room) -> None:
    person = room.dial(TYPED)
    room.dial(SAVED, "k2")
    first, second = room.logged()
    assert first == {"participant": person, "protocol": "sip", "saved": ""}
    assert (second["protocol"], second["saved"]) == ("sip", "forvaltningsratten")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"saved": "nobody"}, "unknown-address"),
        *(
            ({"address": address, "name": "Rätten"}, "bad-address")
            for address in (
                "sip:sal4@domstol.example",
                "sal4@domstol.example;transport=udp",
                "sal4@domstol.example?x",
                "sal 4@domstol.example",
                "sal4@domstol.example\r\nVia: x",
                "sal4@domstol.example@domstol.example",
                "sal4",
                "0701234567",
                "sal4@10.0.0.1",
                "x" * 300 + "@domstol.example",
            )
        ),
        ({"address": "sal4@other.example", "name": "Rätten"}, "address-not-allowed"),
        ({"address": "sal4@x.domstol.example", "name": "Rätten"}, "address-not-allowed"),
        ({"address": "sal4@domstol.example", "name": "x" * 61}, "too-long"),
    ],
)
def test_what_may_not_be_called_is_not_and_leaves_nothing(room: Room, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        room.dial(asked)
    assert refused.value.code == code
    assert (room.service.dialled, room.rows(), room.logged()) == ([], [], [])
    room.dial(SAVED)


def test_without_pexips_settings_only_the_list_may_be_called(room: Room) -> None:
    house, clinic = room.house, room.clinic
    common = (house.database, house.clock, clinic.profile, clinic.identity, clinic.identity)
    room.desk = DialOutDesk(*common, house.conferences, clinic.hosting)
    choices = room.desk.choices(HOST, room.meeting)
    assert (choices["domains"], [row["code"] for row in choices["saved"]]) == ([], ["forvaltningsratten"])
    with pytest.raises(Invalid, match="address-not-allowed"):
        room.dial(TYPED)
    room.dial(SAVED)


def test_only_who_hosts_may_call(room: Room) -> None:
    for bearer, refusal in (("demo:kollega", Forbidden), ("guest:made-host", Unauthenticated), ("", Unauthenticated)):
        with pytest.raises(refusal):
            room.dial(SAVED, bearer=bearer)
        with pytest.raises(refusal):
            room.desk.choices(bearer, room.meeting)
    assert room.service.dialled == []
    host = room.clinic.hosting.enter(room.meeting, room.clinic.ticket(room.meeting))["session"]
    room.dial(SAVED, bearer=host)


def test_who_tried_to_read_the_list_is_not_in_the_log_as_one_who_tried_to_call(room: Room) -> None:
    with pytest.raises(NotFound):
        room.desk.choices("demo:annan", room.meeting)
    with pytest.raises(NotFound):
        room.dial(SAVED, bearer="demo:annan")
    assert [row["attempted"] for row in room.logged("access.refused")] == ["meeting.read", "address.dialled"]


def test_nobody_is_called_into_a_meeting_without_a_host_or_that_is_locked(room: Room) -> None:
    with room.house.database.write() as session:
        room.house.live.lock(session, room.conference, locked=True)
    with pytest.raises(Conflict, match="not-open"):
        room.dial(SAVED)
    with room.house.database.write() as session:
        room.house.live.lock(session, room.conference, locked=False)
    room.tell("h1", LEFT, Role.HOST)
    with pytest.raises(Conflict, match="not-open"):
        room.dial(SAVED)
    assert (room.service.dialled, room.rows()) == ([], [])


def test_who_is_called_counts_towards_the_limit(room: Room) -> None:
    with room.house.database.write() as session:
        room.house.conferences.get(session, room.conference).participant_limit = 2
    room.dial(SAVED)
    with pytest.raises(Invalid, match="limit-exceeded"):
        room.dial(TYPED, "k2")


def test_three_may_ring_at_once_and_no_more(room: Room) -> None:
    for number in range(3):
        room.dial(SAVED, f"k{number}")
    with pytest.raises(SlowDown):
        room.dial(SAVED, "k3")
    assert len(room.service.dialled) == 3


@pytest.mark.parametrize(
    ("fault", "refusal", "after"),
    [
        (ServiceRefused("not-dialled"), Conflict, ("left", "not-dialled")),
        (ServiceRefused("call-barred"), Conflict, ("left", "not-dialled")),
        (ServiceRefused("own-address"), Invalid, ("left", "not-dialled")),
        (ServiceRefused("something-new"), Conflict, ("left", "not-dialled")),
        (NothingDone(60), Conflict, ("left", "not-dialled")),
        # It may ring all the same.
        (ServiceUnavailable(), Unavailable, ("coming", None)),
    ],
)
def test_what_the_service_says_is_told_and_seen(
    room: Room, fault: Exception, refusal: type[Refused], after: tuple[str, str | None]
) -> None:
    room.service.faults = [fault]
    with pytest.raises(refusal) as refused:
        room.dial(SAVED)
    assert refused.value.text.sv.count(".") > 1
    assert [row[2:] for row in room.rows()] == [after]
    room.dial(SAVED)
    assert room.service.dialled == [], "the same press never calls a second time"


def test_a_call_that_the_services_settings_bar_is_not_blamed_on_the_number(room: Room) -> None:
    room.service.faults = [ServiceRefused("call-barred")]
    with pytest.raises(Conflict) as refused:
        room.dial(SAVED)
    assert "en inställning där, inte på adressen eller numret" in refused.value.text.sv
    assert "not the address or the number" in refused.value.text.en


def test_a_host_hangs_up_while_it_rings_by_ending_that_call_alone(room: Room) -> None:
    person = room.dial(SAVED)
    for _ in range(2):
        room.clinic.panel.on_person(HOST, room.meeting, person, "remove", {})
    assert room.service.orders[0] == Order(HostControl.REMOVE, "call-1")
    assert {order.control for order in room.service.orders} == {HostControl.REMOVE}
    assert room.house.state(room.conference, person) == PresenceState.REMOVED


def test_what_is_hung_up_before_the_call_has_a_number_is_hung_up_when_it_has(room: Room) -> None:
    put_out = room.clinic.panel.on_person
    room.service.meanwhile = [lambda person: put_out(HOST, room.meeting, person, "remove", {})]
    person = room.dial(SAVED)
    room.house.jobs.drain()
    assert set(room.service.orders) == {Order(HostControl.REMOVE, "call-1")}
    assert room.house.state(room.conference, person) == PresenceState.REMOVED


def test_what_is_to_be_hung_up_is_so_as_soon_as_the_service_answers(room: Room) -> None:
    put_out = room.clinic.panel.on_person
    room.service.meanwhile = [lambda person: put_out(HOST, room.meeting, person, "remove", {})]
    room.service.away = 3
    person = room.dial(SAVED)
    room.house.jobs.drain()
    assert room.service.orders == []
    for _ in range(4):
        room.house.clock.advance(seconds=5)
        room.house.jobs.drain()
    assert room.service.orders == [Order(HostControl.REMOVE, "call-1")]
    assert room.rows() == []
    # Answered before that: nothing that is told of the call makes it one that is wanted.
    room.service.orders.clear()
    room.tell(person, IN)
    room.house.jobs.drain()
    assert room.service.orders == [Order(HostControl.REMOVE, f"call of {person}")]
    assert room.rows() == []


def test_a_meeting_that_is_ended_while_somebody_is_called_leaves_no_call_that_rings(room: Room) -> None:
    def ends(_: str) -> None:
        with room.house.database.write() as session:
            room.house.live.end_for_all(session, room.conference)

    room.service.meanwhile = [ends]
    room.dial(SAVED)
    room.house.jobs.drain()
    assert room.service.orders == [Order(HostControl.REMOVE, "call-1")]


@pytest.mark.parametrize("state", [COMING, PresenceState.WAITING, IN])
def test_a_call_nobody_was_told_of_is_hung_up_whenever_it_comes_and_the_host_is_told_so(
    room: Room, state: PresenceState
) -> None:
    room.service.faults = [ServiceUnavailable()]
    with pytest.raises(Unavailable):
        room.dial(SAVED)
    with room.house.database.read() as session:
        [person] = [each.person for each in people.those(session, room.conference, COMING)]
    with pytest.raises(Unavailable) as refused:
        room.clinic.panel.on_person(HOST, room.meeting, person, "remove", {})
    assert "lägger på så snart" in refused.value.text.sv
    assert room.rows() == []
    room.house.jobs.drain()
    assert room.service.orders == []
    room.house.clock.advance(seconds=25)
    room.service.away = 1
    room.tell(person, state)
    room.house.jobs.drain()
    # Whoever is in is shown to hosts until they are out; who rings or waits is not said to be.
    is_seen = [("called", "Förvaltningsrätten, sal 3", "in", None)] if state == IN else []
    assert room.rows() == is_seen
    room.house.clock.advance(seconds=5)
    room.house.jobs.drain()
    assert room.service.orders == [Order(HostControl.REMOVE, f"call of {person}")]
    room.tell(person, LEFT)
    assert [row for row in room.rows() if row[2] != "left"] == []


def test_a_service_that_can_not_call_offers_nobody(room: Room) -> None:
    room.service.capabilities = replace(Elsewhere.capabilities, dials=False)
    assert room.desk.choices(HOST, room.meeting) == {"saved": [], "domains": [], "lobby": True}
    with pytest.raises(Conflict, match="not-dialled"):
        room.dial(SAVED)
    assert room.rows() == []


def test_where_whoever_answers_comes_straight_in_only_the_list_can_be_called(room: Room) -> None:
    room.service.capabilities = replace(Elsewhere.capabilities, lobby=False)
    told = room.desk.choices(HOST, room.meeting)
    assert ([row["code"] for row in told["saved"]], told["domains"]) == (["forvaltningsratten"], [])
    with pytest.raises(Invalid, match="address-not-allowed") as refused:
        room.dial(TYPED)
    assert "lobby" in refused.value.text.sv
    assert (room.rows(), room.service.dialled, room.logged()) == ([], [], [])
    room.dial(SAVED, "k2")
    assert len(room.service.dialled) == 1
