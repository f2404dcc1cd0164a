"""A site: where its endpoints listen, what tells them apart, and that nothing is left of it."""

import socket
import threading

import pytest

from simulators import roomos


def test_each_endpoint_has_its_ports_its_key_and_its_name() -> None:
    before = threading.active_count()
    with roomos.start(3) as site:
        ports = [port for one in site.endpoints for port in (one.ssh, one.https)]
        assert len(set(ports)) == 6
        assert [one.address for one in site.endpoints] == [f"room{number}@{roomos.DOMAIN}" for number in (1, 2, 3)]
        assert len({one.host_key for one in site.endpoints}) == 3
        assert all(one.host_key.startswith("SHA256:") for one in site.endpoints)
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
    assert threading.active_count() == before


def test_a_taken_port_is_said_and_nothing_is_left_behind() -> None:
    before = threading.active_count()
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match=str(taken.getsockname()[1])):
        roomos.start(2, ssh_port=taken.getsockname()[1])
    assert threading.active_count() == before


def test_hands_in_a_room_do_what_hands_do() -> None:
    with roomos.start(2, pace=0.01) as site:
        ours, theirs = site.endpoints
        ours.dial(theirs.address)
        ours.people(4)
        assert ours.status("RoomAnalytics", "PeopleCount", "Current") == 4
        assert [done.path for done in ours.log] == ["Dial"]
        assert ours.sessions == []
        ours.hang_up()
        theirs.power_off()
        theirs.power_on()
        assert not theirs.do(lambda device: device.awake)
