"""A host who leaves a meeting that another service holds: it hangs up there, and hands over there first."""

from typing import Any

import pytest

from backend.errors import Conflict, Forbidden, Refused, Unavailable
from backend.video.lobby import Arrival
from backend.video.models import PresenceState
from backend.video.service import HostControl, NothingDone, Order, Role, ServiceRefused, ServiceUnavailable
from tests.backend.meetings.clinic import Clinic
from tests.backend.meetings.elsewhere import IN, LEFT, Hall


class Host:
    """A host who was led on, and the colleague in the same meeting."""

    def __init__(self, clinic: Clinic, hall: Hall) -> None:
        self.clinic, self.hall = clinic, hall
        ticket = clinic.hosting.start(clinic.actor("personal"), hall.meeting["id"])["host_url"].partition("#")[2]
        entered = clinic.hosting.enter(hall.meeting["id"], ticket)
        self.bearer = str(entered["session"])
        with clinic.house.database.read() as session:
            self.person = clinic.hosting.rights.known(session, self.bearer, hall.meeting["id"]).participant_id
        self._come()
        hall.tell(self.person, IN, Role.HOST)

    def _come(self) -> None:
        clinic, hall = self.clinic, self.hall
        with clinic.house.database.write() as session:
            host = clinic.hosting.rights.known(session, self.bearer, hall.meeting["id"])
            conference = clinic.house.conferences.get(session, hall.conference)
            arrival = Arrival(self.person, "Anna", camera=False, microphone=False, token_hash=host.token_hash)
            clinic.house.live.come(session, conference, arrival, Role.HOST)

    def guest(self, kind: str) -> str:
        added: dict[str, Any] = self.clinic.participants.add(
            self.clinic.actor("personal"), self.hall.meeting["id"], {"kind": kind, "name": "Kim"}
        )
        self.hall.tell(added["id"], IN)
        return str(added["id"])

    def handed_over(self) -> list[dict[str, Any]]:
        """What the access log says of whom a host has made host."""
        return [detail for action, detail in self.hall.logged_rows() if action == "person.made-host"]

    def leave(self, heir: str | None = None) -> None:
        self.clinic.hosting.leave(self.bearer, self.hall.meeting["id"], heir)


@pytest.fixture
def host(clinic: Clinic, hall: Hall) -> Host:
    return Host(clinic, hall)


def test_who_leaves_is_hung_up_there_and_the_others_have_a_minute(host: Host, hall: Hall) -> None:
    host.guest("patient")
    host.leave()
    assert hall.service.orders == [Order(HostControl.REMOVE, f"call-{host.person}")]
    assert hall.state(host.person) == LEFT
    assert hall.house.conference(hall.conference).ending_at is not None
    host.leave()
    assert len(hall.service.orders) == 1


def test_who_hands_over_is_followed_there_before_the_call_ends(host: Host, hall: Hall) -> None:
    heir = host.guest("professional")
    host.leave(heir)
    assert [(order.control, order.call) for order in hall.service.orders] == [
        (HostControl.MAKE_HOST, f"call-{heir}"),
        (HostControl.REMOVE, f"call-{host.person}"),
    ]
    assert hall.house.presence(hall.conference, heir).role == Role.HOST
    assert hall.house.conference(hall.conference).ending_at is None


def test_a_page_that_the_host_never_went_in_by_hands_nothing_over_and_says_so(
    host: Host, hall: Hall, clinic: Clinic
) -> None:
    heir = host.guest("professional")
    ticket = clinic.hosting.start(clinic.actor("personal"), hall.meeting["id"])["host_url"].partition("#")[2]
    beside = str(clinic.hosting.enter(hall.meeting["id"], ticket)["session"])
    with pytest.raises(Conflict) as refused:
        clinic.hosting.leave(beside, hall.meeting["id"], heir)
    assert "Ingen är gjord till värd" in refused.value.text.sv
    # Leaving what one is not in is no error.
    clinic.hosting.leave(beside, hall.meeting["id"], None)
    assert (hall.service.orders, host.handed_over(), hall.state(host.person)) == ([], [], IN)
    assert hall.house.presence(hall.conference, heir).role == Role.GUEST


def test_whom_the_meeting_is_about_is_never_asked_to_be_made_host(host: Host, hall: Hall) -> None:
    with pytest.raises(Forbidden):
        host.leave(host.guest("patient"))
    assert hall.service.orders == []
    assert hall.state(host.person) == IN


def test_when_the_service_says_no_the_host_is_still_in(host: Host, hall: Hall) -> None:
    heir = host.guest("professional")
    hall.service.faults.append(ServiceRefused("no"))
    with pytest.raises(Conflict):
        host.leave(heir)
    assert hall.state(host.person) == IN
    assert hall.house.presence(hall.conference, heir).role == Role.GUEST


def test_who_was_made_host_there_is_in_the_access_log_though_the_hanging_up_failed(host: Host, hall: Hall) -> None:
    heir = host.guest("professional")
    hall.service.meanwhile = [lambda: hall.service.faults.append(ServiceUnavailable())]
    with pytest.raises(Unavailable):
        host.leave(heir)
    assert [order.control for order in hall.service.orders] == [HostControl.MAKE_HOST]
    assert host.handed_over() == [{}]
    hall.service.meanwhile.clear()
    host.leave(heir)
    assert host.handed_over() == [{}, {}]
    assert hall.state(host.person) == LEFT


@pytest.mark.parametrize(
    ("fault", "logged"),
    [
        (ServiceUnavailable(), [{"answer": "lost"}]),
        (NothingDone(60), []),
        (ServiceRefused("no"), []),
    ],
)
def test_who_may_have_been_made_host_there_is_in_the_access_log_as_that(
    host: Host, hall: Hall, fault: Exception, logged: list[dict[str, str]]
) -> None:
    heir = host.guest("professional")
    hall.service.faults = [fault]
    with pytest.raises(Refused):
        host.leave(heir)
    assert host.handed_over() == logged
    assert hall.state(host.person) == IN


def test_who_was_made_host_there_is_in_the_access_log_once_and_the_host_is_out_though_the_heir_left_meanwhile(
    host: Host, hall: Hall
) -> None:
    heir = host.guest("professional")
    hall.service.meanwhile = [lambda: hall.tell(heir, LEFT, Role.HOST)]
    host.leave(heir)
    assert host.handed_over() == [{}]
    assert hall.state(host.person) == LEFT


def test_who_was_on_the_way_only_is_hung_up_nowhere(clinic: Clinic, hall: Hall) -> None:
    host = Host(clinic, hall)
    hall.tell(host.person, LEFT, Role.HOST)
    host._come()
    host.leave()
    assert hall.service.orders == []
    assert hall.state(host.person) == PresenceState.LEFT


def test_whoever_is_taken_off_the_list_is_hung_up_there(host: Host, hall: Hall, clinic: Clinic) -> None:
    gone = host.guest("patient")
    clinic.participants.remove(clinic.actor("personal"), hall.meeting["id"], gone)
    clinic.house.jobs.drain()
    assert hall.service.orders == [Order(HostControl.REMOVE, f"call-{gone}")]
    assert hall.service.withdrawn == [gone]
