"""Two web processes and a worker: who is told what, whichever process they reach. More in long_house.py."""

from tests.processes.house import House
from tests.processes.people import admit, host_in, page, waiting

HOUSE = (2, 1)


def test_who_waits_at_one_process_is_let_in_at_another(house: House) -> None:
    meeting = house.ready_meeting(0)
    guest = waiting(house, 0, meeting, "Vera")
    host = host_in(house, 1, meeting)
    with page(house, 0, guest) as guests, house.listening(1, f"/h/{meeting['id']}/events", host) as hosts:
        hosts.hears("presence", state="in")
        admit(house, 1, meeting, guest)
        assert guests.hears("presence", state="in")["participant"] == guest.person
        told = hosts.hears("participants")
        while [row["state"] for row in told["participants"] if row["id"] == guest.person] != ["in"]:
            told = hosts.hears("participants")
        # What the two browsers say to each other goes by way of two processes as well.
        to = next(row["id"] for row in told["participants"] if row["role"] == "host")
        house.call(0, "POST", "/video/builtin/signal", {"to": to, "data": {"offer": "o" * 9000}}, bearer=guest.token)
        assert hosts.hears("signal")["data"] == {"offer": "o" * 9000}


def test_who_waits_at_a_process_that_is_killed_goes_on_waiting_at_another(house: House) -> None:
    meeting = house.ready_meeting(1)
    guest = waiting(house, 0, meeting, "Vera")
    with page(house, 0, guest) as cut:
        house.webs[0].kill()
        assert cut.is_over()
    with page(house, 1, guest) as again:
        admit(house, 1, meeting, guest)
        again.hears("presence", state="in")
