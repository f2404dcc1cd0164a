"""Everything a room can fail with, the same narrow error over every way, and no session left behind."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from rooms.drivers import Patience
from rooms.endpoint import Account, Booking, Dial, Endpoint
from rooms.errors import (
    AuthenticationRefused,
    Busy,
    Lost,
    RateLimited,
    Refused,
    RoomError,
    Unreachable,
    Unreadable,
    Untrusted,
)
from simulators import roomos
from simulators.roomos.endpoint import HAND
from simulators.roomos.faults import Fault
from simulators.roomos.power import Power
from simulators.roomos.sessions import Account as Somebody
from simulators.roomos.site import Site
from tests.contract.rooms.stand import PACE, Pinned, Stand, connect, standing, trusting
from tests.waiting import until

SHORT = Patience(connect=5.0, answer=0.5, alive=0.2)
# Who may do no more than control: Bookings Put is an administrator's.
ASSISTANT = Account("rum", "a-room-s-own")
# A line that ends before our account was shown says nothing of it; over HTTPS and WebSocket it goes along at once.
TURNED_AWAY = {"ssh": Unreachable, "https": Lost, "wss": Lost}
# Half an answer comes over WebSocket as a whole message, which is none.
CUT_SHORT = {"ssh": Lost, "https": Lost, "wss": Unreadable}
# A session over SSH says again what ended it.
AFTERWARDS = {"ssh": Unreadable, "https": Lost, "wss": Lost}


@pytest.fixture(scope="module")
def sites() -> Iterator[Site]:
    accounts = {
        roomos.USER: Somebody(roomos.PASSWORD),
        ASSISTANT.user: Somebody(ASSISTANT.password or "", roles=frozenset({"Integrator"})),
    }
    with roomos.start(1, accounts=accounts, pace=PACE) as site:
        yield site


@pytest.fixture
def site(sites: Site) -> Iterator[Site]:
    """Return a site with one endpoint that goes wrong in nothing, and has no session left when the test ends."""
    ours = sites.endpoints[0]
    ours.do(lambda device: device.faults.calm())
    yield sites
    ours.do(lambda device: device.faults.calm())
    until(lambda: not ours.sessions, 5)


def order(site: Site, fault: Fault, count: int = 1) -> None:
    site.endpoints[0].do(lambda device: device.faults.order(fault, count))


def test_a_wrong_password_is_tried_once(site: Site, scheme: str) -> None:
    sessions = site.endpoints[0].device.sessions
    before = sessions.refused
    with pytest.raises(AuthenticationRefused) as caught:
        connect(site, scheme, Account(roomos.USER, "wrong"))
    assert sessions.refused == before + 1
    assert "wrong" not in str(caught.value)
    connect(site, scheme).close()


def test_another_key_is_not_trusted_and_sees_no_password(site: Site, scheme: str) -> None:
    stranger = Pinned("SHA256:another")
    before = site.endpoints[0].device.sessions.refused
    with pytest.raises(Untrusted) as caught:
        connect(site, scheme, Account(roomos.USER, "wrong"), stranger)
    assert [caught.value.fingerprint] == stranger.shown
    assert caught.value.fingerprint in trusting(site).known
    assert site.endpoints[0].device.sessions.refused == before


def test_a_device_without_a_session_left_is_busy(site: Site, scheme: str) -> None:
    order(site, Fault.SESSION_LIMIT)
    with pytest.raises(Busy):
        connect(site, scheme)


def test_whoever_turns_us_away_has_one_name_for_each_way(site: Site, scheme: str) -> None:
    order(site, Fault.REFUSE)
    with pytest.raises(RoomError) as caught:
        connect(site, scheme)
    assert type(caught.value) is TURNED_AWAY[scheme]


def test_sessions_are_given_back(site: Site, scheme: str) -> None:
    ours = site.endpoints[0]
    limit = ("Security", "Session", "MaxSessionsPerUser")
    ours.do(lambda device: device.configure(HAND, limit, 2))
    for _ in range(4):
        connect(site, scheme).close()
        until(lambda: not ours.sessions, 5)
    ours.do(lambda device: device.configure(HAND, limit, 20))


@pytest.mark.parametrize("fault", [Fault.GARBAGE, Fault.BOMB, Fault.HUGE])
def test_what_is_no_answer_is_unreadable_and_the_end(site: Site, scheme: str, fault: Fault) -> None:
    room = connect(site, scheme)
    room.capabilities()
    order(site, fault)
    with pytest.raises(RoomError) as caught:
        room.set_volume(50)
    assert type(caught.value) is Unreadable
    with pytest.raises(RoomError) as caught:
        room.set_volume(50)
    assert type(caught.value) is AFTERWARDS[scheme]
    room.close()


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.HALF])
def test_a_command_without_an_answer_is_lost_and_not_repeated(site: Site, scheme: str, fault: Fault) -> None:
    ours = site.endpoints[0]
    room = connect(site, scheme, patience=SHORT)
    room.capabilities()
    order(site, fault)
    before = len(dialled(site))
    with pytest.raises(RoomError) as caught:
        room.dial(Dial("nobody@rooms.example.test"))
    assert type(caught.value) is CUT_SHORT[scheme]
    room.close()
    assert len(dialled(site)) == before + 1
    until(lambda: not ours.calls)


def test_too_many_questions_are_said_where_a_device_says_so(site: Site, scheme: str) -> None:
    room = connect(site, scheme)
    room.capabilities()
    order(site, Fault.RATE_LIMIT, 20)
    if scheme == "https":
        with pytest.raises(RateLimited):
            room.set_volume(50)
    else:
        room.set_volume(50)
    site.endpoints[0].do(lambda device: device.faults.calm())
    room.close()


def test_what_an_account_may_not_do_is_refused(site: Site, scheme: str) -> None:
    room = connect(site, scheme, ASSISTANT)
    with pytest.raises(Refused):
        room.put_bookings([])
    assert room.state().calls == ()
    assert room.identity().serial_number
    room.close()


@pytest.mark.parametrize(
    "impossible",
    [
        lambda room: room.accept("4711"),
        lambda room: room.activate_camera_preset(35),
        lambda room: room.set_widget("nobody", "x"),
        lambda room: room.set_layout("No such layout"),
    ],
)
def test_what_a_device_says_no_to_is_refused_with_its_reason(
    site: Site, scheme: str, impossible: Callable[[Endpoint], None]
) -> None:
    room = connect(site, scheme)
    with pytest.raises(Refused) as caught:
        impossible(room)
    assert caught.value.cause
    room.close()


@pytest.mark.parametrize("state", [Power.OFF, Power.STARTING, Power.ASLEEP])
def test_a_room_that_is_off_starts_or_sleeps_deeply_is_unreachable(scheme: str, state: Power) -> None:
    with standing(scheme) as stand:
        stand.room.capabilities()
        stand.ours.do(lambda device: device.supply.become(state))
        until(lambda: is_gone(stand))
        with pytest.raises(Unreachable):
            connect(stand.site, scheme)
        stand.room.close()


@pytest.mark.parametrize("wrong_by", [timedelta(days=-7000), timedelta(days=7000)], ids=["behind", "ahead"])
def test_a_room_whose_clock_leaps_to_another_year_is_reached_held_and_left_as_any(
    site: Site, scheme: str, wrong_by: timedelta
) -> None:
    ours = site.endpoints[0]
    held = connect(site, scheme)
    ours.do(lambda device: setattr(device.machine.clock, "wrong_by", wrong_by))
    for room in (held, connect(site, scheme)):
        assert room.state().calls == ()
        room.hang_up(room.dial(Dial("nobody@rooms.example.test")))
        until(lambda: not ours.calls)
        room.close()
    ours.do(lambda device: setattr(device.machine.clock, "wrong_by", timedelta()))


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_booking_means_the_same_moment_in_a_room_whose_clock_is_an_hour_wrong(
    site: Site, scheme: str, hours: int
) -> None:
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3)
    site.endpoints[0].do(lambda device: setattr(device.machine.clock, "wrong_by", timedelta(hours=hours)))
    room = connect(site, scheme)
    room.put_bookings([Booking("möte-1", "Skyddat vårdmöte", "1@rooms.example.test", start, 30)])
    assert [(booking.start, booking.minutes) for booking in room.bookings()] == [(start, 30)]
    room.put_bookings([])
    room.close()
    site.endpoints[0].do(lambda device: setattr(device.machine.clock, "wrong_by", timedelta()))


def is_gone(stand: Stand) -> bool:
    try:
        stand.room.set_volume(50)
    except (Lost, Unreachable):
        return True
    return False


def dialled(site: Site) -> list[str]:
    return [done.path for done in site.endpoints[0].log if done.path == "Dial"]
