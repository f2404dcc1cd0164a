"""What the simulator is told to do wrong, seen from outside."""

import time
from collections.abc import Iterator

import pytest
import requests

from simulators.pexip import faults
from simulators.pexip.asker import OneConference
from simulators.pexip.configuration import Configuration
from simulators.pexip.site import Site
from tests.simulators.pexip.client import App, Refused, apps

CARE = Configuration("vm-1", pin="471104", allow_guests=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.add(OneConference("vm-1", CARE))
        running.add(OneConference("vm-1", CARE))
        yield running


@pytest.fixture
def host(site: Site) -> Iterator[App]:
    with App(site.url, "vm-1") as app:
        yield app.join("471104")


def order(site: Site, **body: object) -> int:
    return requests.post(f"{site.url}/_control", json=body, timeout=10).status_code


def asked(host: App) -> requests.Response:
    headers = {"token": host.joined["token"]}
    return requests.get(host.base + "conference_status", headers=headers, timeout=10)


def test_answers_fail_as_often_as_told(site: Site, host: App) -> None:
    assert order(site, fault="fail", count=2, status=529) == 204
    assert [asked(host).status_code for _ in range(3)] == [529, 529, 200]
    order(site, fault="fail", count=5)
    order(site, fault="none")
    assert asked(host).status_code == 200


@pytest.mark.parametrize("fault", ["drop", "refuse"])
def test_the_connection_is_cut(site: Site, host: App, fault: str) -> None:
    order(site, fault=fault)
    with pytest.raises(requests.ConnectionError):
        asked(host)
    assert asked(host).status_code == 200


def test_a_dropped_request_was_carried_out_and_a_refused_one_not(site: Site, host: App) -> None:
    for fault, locked in (("refuse", False), ("drop", True)):
        order(site, fault=fault)
        with pytest.raises(requests.ConnectionError):
            requests.post(host.base + "lock", headers={"token": host.joined["token"]}, timeout=10)
        assert host.get("conference_status")["locked"] is locked


def test_wrong_and_half_answers(site: Site, host: App) -> None:
    order(site, fault="wrong")
    assert asked(host).headers["Content-Type"].startswith("text/html")
    order(site, fault="half")
    assert asked(host).json() == {"status": "success", "result": {}}


def test_a_slow_answer_comes_late(site: Site, host: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulators.pexip.front.SLOW_SECONDS", 0.2)
    assert faults.SLOW_SECONDS > 2
    order(site, fault="slow")
    began = time.monotonic()
    assert asked(host).status_code == 200
    assert time.monotonic() - began >= 0.2


def test_in_maintenance_nobody_new_comes_in(site: Site, host: App) -> None:
    order(site, fault="maintenance", node="127.0.0.1")
    assert requests.get(f"{site.url}/api/client/v2/status", timeout=10).status_code == 503
    assert requests.get(f"{site.fronts[1].url}/api/client/v2/status", timeout=10).status_code == 200
    assert asked(host).status_code == 200
    order(site, fault="work")
    assert requests.get(f"{site.url}/api/client/v2/status", timeout=10).status_code == 200


def test_a_node_that_restarts_cuts_its_own_off_and_the_others_go_on(site: Site, host: App) -> None:
    with App(site.fronts[1].url, "vm-1") as other:
        other.join("471104")
        here, there = host.listen(), other.listen()
        here.wait("stage")
        there.wait("stage")
        assert order(site, fault="restart", node="127.0.0.1", seconds=0.2) == 204
        with pytest.raises(requests.ConnectionError):
            asked(host)
        assert here.ended.wait(10)
        assert "disconnect" not in [name for name, _ in here.seen]
        assert there.wait("participant_delete")["uuid"] == host.uuid
        while site.call(lambda: site.front.node.down):
            time.sleep(0.02)
        assert asked(host).status_code == 403
        assert other.get("conference_status")["locked"] is False


def test_connections_are_cut_and_people_stay(site: Site, host: App) -> None:
    events = host.listen()
    events.wait("stage")
    assert order(site, fault="cut") == 204
    assert events.ended.wait(10)
    assert asked(host).status_code == 200


def test_other_parts_take_orders_of_their_own(site: Site) -> None:
    site.call(lambda: site.control.take("call", lambda body: {"called": body}))
    answer = requests.post(f"{site.url}/_control", json={"call": {"alias": "a"}}, timeout=10)
    assert answer.json() == {"called": {"alias": "a"}}
    assert order(site, far_end={"address": "sip:a", "does": "busy"}) == 204
    assert order(site, far_end={"address": "sip:a", "does": "hang-up"}) == 204
    assert order(site, far_end={"address": "sip:a", "does": "explode"}) == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"fault": "unknown"},
        {"fault": "slow", "count": "1"},
        {"fault": "slow", "seconds": -1},
        {"fault": "slow", "else": 1},
        {"fault": "restart", "node": "10.0.0.1"},
    ],
)
def test_an_order_that_makes_no_sense_is_refused(site: Site, body: dict[str, object]) -> None:
    assert order(site, **body) == 400


def test_a_host_ends_it_in_older_and_newer_words(site: Site) -> None:
    for word, said in (
        ("by-host", "Conference terminated by a Host participant"),
        ("by-keys", "Conference host ended the conference with a DTMF command"),
        ("by-participant", "Conference terminated by another participant"),
    ):
        assert order(site, ended=word) == 204
        with apps(site.url, "vm-1", 2) as (host, guest):
            host.join("471104").send_media()
            events = guest.join("none").listen()
            host.ask("disconnect", {})
            assert events.wait("disconnect")["reason"] == said
    assert order(site, ended="otherwise") == 400
    assert order(site, ended=[]) == 400


def test_the_next_one_is_slow_to_become_what_they_are(site: Site) -> None:
    assert order(site, settling=0.3) == 204
    with apps(site.url, "vm-1", 2) as (slow, other):
        slow.join("471104")
        assert (slow.joined["role"], slow.joined["current_service_type"]) == ("GUEST", "connecting")
        with pytest.raises(Refused, match="Invalid role"):
            slow.ask("lock", {})
        events = slow.listen()
        assert other.join("471104").joined["role"] == "HOST"
        events.wait("participant_update", lambda one: one["uuid"] == slow.uuid and one["role"] == "chair")
        assert slow.ask("lock", {}) is True
    assert order(site, settling="long") == 400
    assert order(site, settling=True) == 400


def test_legs_are_told_apart_or_together_and_nothing_else(site: Site) -> None:
    assert [front.node.legs_apart for front in site.fronts] == [False, False]
    assert order(site, legs="apart") == 204
    assert [front.node.legs_apart for front in site.fronts] == [True, True]
    assert order(site, legs="twice") == 400
    assert order(site, legs="together") == 204
    assert [front.node.legs_apart for front in site.fronts] == [False, False]
