"""The first meeting: the key is shown, and nothing of any account goes the other way."""

from collections.abc import Iterator

import pytest

from rooms.endpoint import Address
from rooms.errors import Unreachable
from rooms.pins import Pins, shown_key
from simulators import roomos
from simulators.roomos.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with roomos.start() as stood:
        yield stood


@pytest.mark.parametrize("scheme", ["ssh", "https", "wss"])
def test_a_room_shows_its_key_and_nobody_tries_to_sign_in(site: Site, scheme: str) -> None:
    [one] = site.endpoints
    port, key = (one.ssh, one.host_key) if scheme == "ssh" else (one.https, site.tls.fingerprint)
    assert shown_key(Address(scheme, "127.0.0.1", port)) == key
    assert one.do(lambda device: device.sessions.refused) == 0
    assert one.sessions == []


def test_where_nothing_answers_there_is_no_key() -> None:
    with pytest.raises(Unreachable):
        shown_key(Address("ssh", "127.0.0.1", 1))


def test_only_the_approved_key_of_the_very_address_is_trusted() -> None:
    here, there = Address("ssh", "10.0.0.1", 22), Address("ssh", "10.0.0.2", 22)
    pins = Pins({here: "SHA256:a", there: "SHA256:b"})
    assert pins.allows(here, "SHA256:a")
    assert not pins.allows(here, "SHA256:b")
    assert not pins.allows(Address("https", "10.0.0.1", 443), "SHA256:a")
