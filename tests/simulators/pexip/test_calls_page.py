"""Rooms that a test lets dial, over the stand-in's own paths."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from simulators.pexip.asker import OneConference
from simulators.pexip.configuration import Configuration
from simulators.pexip.site import Site
from simulators.pexip.web.routes import routes

OPEN = Configuration("Vårdmöte", pin="471104", guest_pin="992233", allow_guests=True)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        running.add(OneConference("vm-1", OPEN), routes=routes)
        yield running


def ask(site: Site, method: str, path: str, body: object = None) -> requests.Response:
    return requests.request(method, site.url + path, json=body, timeout=10)


def dial(site: Site, **call: Any) -> dict[str, Any]:
    answer = ask(site, "POST", "/_control", {"call": {"alias": "sip:vm-1@rum.example.test", **call}})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def listed(site: Site, made: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in ask(site, "GET", "/_calls").json()["calls"] if one["id"] == made["id"])


def test_a_room_dials_types_the_pin_waits_and_hangs_up(site: Site) -> None:
    made = dial(site, name="Rum Björken", protocol="h323", registered=True, **{"from": "rum@rum.example.test"})
    assert (made["state"], made["role"], made["conference"]) == ("ivr", "unknown", "Vårdmöte")
    typed = ask(site, "POST", f"/_calls/{made['id']}/keys", {"digits": "992233#"}).json()
    assert (typed["state"], typed["role"], typed["name"]) == ("waiting_room", "guest", "Rum Björken")
    assert listed(site, made) == typed
    assert ask(site, "DELETE", f"/_calls/{made['id']}").status_code == 204
    assert (listed(site, made)["state"], listed(site, made)["reason"]) == ("ended", "Participant disconnected")


def test_a_host_in_a_room_starts_it_and_a_wrong_alias_leads_nowhere(site: Site) -> None:
    made = dial(site, pin="471104")
    assert (made["state"], made["role"]) == ("conference", "chair")
    guest = dial(site, pin="992233")
    assert guest["state"] == "conference"
    for one in (guest, made):
        ask(site, "DELETE", f"/_calls/{one['id']}")
    wrong = dial(site, alias="vm-2")
    assert (wrong["state"], wrong["reason"]) == ("refused", "Neither conference nor gateway found")
    assert ask(site, "DELETE", f"/_calls/{wrong['id']}").status_code == 204


@pytest.mark.parametrize(
    "call", [{}, {"alias": 1}, {"alias": "a", "mood": "x"}, {"alias": "a", "registered": "yes"}, "a",
             {"alias": "a", "protocol": "pigeon"}, {"alias": "a", "encryption": "Off"}]
)  # fmt: skip
def test_what_is_no_call_is_refused(site: Site, call: object) -> None:
    before = ask(site, "GET", "/_calls").json()
    assert ask(site, "POST", "/_control", {"call": call}).status_code == 400
    assert ask(site, "GET", "/_calls").json() == before


def test_keys_without_digits_and_unknown_calls(site: Site) -> None:
    made = dial(site)
    assert ask(site, "POST", f"/_calls/{made['id']}/keys", {"keys": "1"}).status_code == 400
    assert ask(site, "POST", f"/_calls/{made['id']}/keys", ["1"]).status_code == 400
    assert listed(site, made)["state"] == "ivr"
    assert ask(site, "DELETE", "/_calls/none").status_code == 404
    assert ask(site, "DELETE", f"/_calls/{made['id']}").status_code == 204


def test_a_room_is_at_the_location_it_says_else_at_the_nodes(site: Site) -> None:
    board = site.front.ground.switchboard
    for wanted, found in (({"location": "Vårdnät"}, "Vårdnät"), ({}, "Plats")):
        made = dial(site, **wanted)
        assert board.calls[made["id"]].call.location == found
        ask(site, "DELETE", f"/_calls/{made['id']}")


def test_the_web_apps_parts_are_there_with_a_policy_of_their_own(site: Site) -> None:
    for path in ("/webapp3/m/vm-1", "/webapp3/m/?conference=vm-1", "/webapp3/m/vm-1/express"):
        page = ask(site, "GET", path)
        assert "main.js" in page.text
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.headers["Referrer-Policy"] == "no-referrer"
    for part in ("main.js", "chat.js", "client.js", "doors.js", "meeting.js", "words.js", "dom.js", "style.css"):
        assert ask(site, "GET", f"/webapp3/parts/{part}").status_code == 200
    assert ask(site, "GET", "/webapp3/parts/index.html").status_code == 404
