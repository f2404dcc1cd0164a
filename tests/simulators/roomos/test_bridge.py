"""The bridge's rules: who is asked for a PIN, who waits, who is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.roomos.bridge import Bridge, Conference, Leg, Place, Role, either, guest, host

HOSTS, GUESTS, PINS = "mdk.vard@bro.example", "mdk@bro.example", "pin@bro.example"


class Caller:
    """Somebody who calls, and the places they were told of."""

    def __init__(self, bridge: Bridge, address: str, name: str = "Rum 1") -> None:
        self.places: list[Place] = []
        leg = bridge.call(address, name, self.moved)
        assert leg is not None
        self.leg = leg

    def moved(self, leg: Leg) -> None:
        self.places.append(leg.place)


@pytest.fixture
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture
def conference(bridge: Bridge) -> Conference:
    return bridge.open("mdk", host(HOSTS), guest(GUESTS), either(PINS, "1234", "99"))


def test_a_guest_waits_until_a_host_is_in_and_again_when_the_last_one_leaves(
    bridge: Bridge, conference: Conference
) -> None:
    waiting = Caller(bridge, GUESTS, "Rum 2")
    assert conference.people(Place.LOBBY) == ["Rum 2"]
    first, second = Caller(bridge, f"SIP:{HOSTS.upper()}"), Caller(bridge, HOSTS)
    first.leg.hang_up()
    second.leg.hang_up()
    assert waiting.places == [Place.LOBBY, Place.IN, Place.LOBBY]
    assert second.places == [Place.IN, Place.OUT]


@pytest.mark.parametrize(
    ("typed", "role", "place"),
    [
        (["1234#"], Role.HOST, Place.IN),
        (["1", "2", "3", "4", "#"], Role.HOST, Place.IN),
        (["99#"], Role.GUEST, Place.LOBBY),
        (["1234"], None, Place.PIN),
        (["#", "4321#"], None, Place.PIN),
        (["#", "4321#", "0#1234#"], None, Place.OUT),
        (["4321#1234#"], Role.HOST, Place.IN),
    ],
)
def test_the_pin_gives_the_role(
    bridge: Bridge, conference: Conference, typed: list[str], role: Role | None, place: Place
) -> None:
    caller = Caller(bridge, PINS)
    assert (caller.leg.place, caller.leg.request) == (Place.PIN, "HostPinOrGuestPin")
    for tones in typed:
        caller.leg.send_tones(tones)
    assert (caller.leg.role, caller.leg.place) == (role, place)
    assert (caller.leg in conference.legs) == (place is not Place.OUT)


def test_a_guest_without_a_pin_presses_the_last_key(bridge: Bridge) -> None:
    bridge.open("open", either(PINS, "1234"))
    caller = Caller(bridge, PINS)
    assert caller.leg.request == "HostPinOrGuest"
    caller.leg.send_tones("#")
    assert (caller.leg.role, caller.leg.request) == (Role.GUEST, "None")


def test_addresses_come_and_go_with_their_conference(bridge: Bridge, conference: Conference) -> None:
    caller = Caller(bridge, HOSTS)
    assert bridge.knows(HOSTS)
    bridge.open("mdk", host("other@bro.example"), limit=0)
    assert caller.places == [Place.IN, Place.OUT]
    assert not bridge.knows(HOSTS)
    with pytest.raises(KeyError):
        bridge.call(HOSTS, "Rum 1", caller.moved)
    assert bridge.call("other@bro.example", "Rum 1", caller.moved) is None
    assert conference.legs == []


def test_at_a_domain_that_is_kept_every_address_is_a_conference_with_a_lobby(bridge: Bridge) -> None:
    bridge.keep("Moten.example")
    assert [bridge.knows(one) for one in ("SIP:b1@moten.example", "@moten.example", "b1@other.example")] == [1, 0, 0]
    first, other = Caller(bridge, "B1@moten.example"), Caller(bridge, "b1@moten.example", "Rum 2")
    assert first.leg.conference is other.leg.conference
    assert bridge.conferences["b1@moten.example"].people(Place.LOBBY) == ["Rum 1", "Rum 2"]
    first.leg.conference.dismiss("Rum 2")
    assert (first.places, other.places) == ([Place.LOBBY], [Place.LOBBY, Place.OUT])


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.sampled_from([HOSTS, GUESTS, PINS, "1234#", "99#", "7#", "leave", "invite", "take back"]),
        )
    )
)
def test_guests_are_in_exactly_while_a_host_is_or_when_they_were_let_in(moves: list[tuple[int, str]]) -> None:
    bridge = Bridge()
    conference = bridge.open("mdk", host(HOSTS), guest(GUESTS), either(PINS, "1234", "99"))
    legs: dict[int, Caller] = {}
    for who, what in moves:
        if "@" in what:
            if who not in legs:
                legs[who] = Caller(bridge, what, str(who))
        elif who in legs:
            leg = legs[who].leg
            if what in {"invite", "take back"}:
                conference.invite(leg.name, wanted=what == "invite")
            else:
                leg.hang_up() if what == "leave" else leg.send_tones(what)
            if leg.place is Place.OUT:
                del legs[who]
        roles = {leg.role for leg in conference.legs}
        assert conference.legs == [legs[int(leg.name)].leg for leg in conference.legs]
        assert len(conference.legs) == len(legs)
        for leg in conference.legs:
            expected = {None: Place.PIN, Role.HOST: Place.IN, Role.GUEST: Place.LOBBY}[leg.role]
            hosted = leg.role is Role.GUEST and (Role.HOST in roles or leg.invited)
            assert leg.place is (Place.IN if hosted else expected)
