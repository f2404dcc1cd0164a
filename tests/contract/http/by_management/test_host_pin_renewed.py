"""A co-host who is taken off the list had the room's PIN: the hosts who are left get another, by real HTTP."""

from pathlib import Path

from tests.backend.video.pexip.node import Region, settings
from tests.contract.http.led_on.far import hand_over
from tests.contract.http.test_hosting import enter
from tests.product import Caller, code_of, wired


def test_who_is_taken_off_the_list_has_a_pin_that_opens_nothing(pexip: Region, tmp_path: Path) -> None:
    told = settings(pexip.node.url, events_password="e" * 32)
    product = wired(tmp_path, pexip.database.url, pexip.clock, pexip=told)
    caller = Caller(product, pexip.clock)
    meeting = caller.create(starts_in=5, cohosts=["annan@demo.example"])
    service = pexip.service(ready_rooms_common=0)
    pexip.clock.advance(minutes=2)
    given = hand_over(enter(caller.as_("annan"), meeting), meeting)["pin"]
    (room,) = pexip.held()
    assert given == room["pin"]
    pexip.clock.advance(minutes=3)
    current = caller.call("GET", f"/api/v1/meetings/{meeting['id']}")
    changed = caller.call(
        "PATCH", f"/api/v1/meetings/{meeting['id']}", {"cohosts": []}, If_Match=current.headers["ETag"]
    )
    assert changed.status_code == 200, changed.text
    product.jobs.drain()
    service.tend()
    host = enter(caller, meeting)
    # Not before all of Pexip's nodes know it.
    assert code_of(host.call("POST", f"/h/{meeting['id']}/handover", {})) == (409, "not-open")
    pexip.clock.advance(seconds=90)
    (room,) = pexip.held()
    assert hand_over(host, meeting)["pin"] == room["pin"] != given
    product.stop()
