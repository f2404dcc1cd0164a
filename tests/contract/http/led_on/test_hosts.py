"""Hosts at a service that reports: a fresh way each time, and who is on the way."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from backend.clock import FixedClock
from backend.config import HostEntry, PexipSettings
from backend.video.models import PresenceState
from backend.video.reports import second_of
from backend.video.service import Role
from tests.contract.http.led_on.far import Far, hand_over, join, personal, told
from tests.contract.http.test_hosting import enter
from tests.product import Caller, code_of, wired


def test_a_host_gets_a_fresh_way_each_time_and_is_on_the_way(caller: Caller, meeting: dict[str, Any], far: Far) -> None:
    host = enter(caller, meeting)
    first, second = hand_over(host, meeting), hand_over(host, meeting)
    assert first["url"] != second["url"]
    assert parse_qs(urlsplit(first["url"]).query) == {"name": ["Värd"], "role": ["guest"], "join": ["1"]}
    assert "pin" not in first
    way = far.way(second["url"])
    assert way is not None
    assert way.role == "host"
    assert way.expires_at is not None
    assert far.state(way.person) == PresenceState.COMING
    far.tells(way.person, PresenceState.IN, role=Role.HOST)
    hand_over(host, meeting)
    assert far.state(way.person) == PresenceState.IN


@pytest.mark.parametrize("told", [None, PresenceState.WAITING, PresenceState.IN, PresenceState.LEFT])
def test_a_cohost_who_is_one_no_more_has_no_way_in_any_more(caller: Caller, told: PresenceState | None) -> None:
    meeting = caller.create(cohosts=["annan@demo.example"])
    far, path = Far(caller, meeting), f"/api/v1/meetings/{meeting['id']}"
    cohost = enter(caller.as_("annan"), meeting)
    way = hand_over(cohost, meeting)
    if told is not None:
        far.tells(way["participant"], told, role=Role.HOST)
    assert caller.call("PATCH", path, {"cohosts": []}).status_code == 200
    caller.product.jobs.drain()
    assert far.way(way["url"]) is None
    assert cohost.call("POST", f"/h/{meeting['id']}/handover", {}).status_code == 401
    # Asked again, they get another.
    assert caller.call("PATCH", path, {"cohosts": ["annan@demo.example"]}).status_code == 200
    assert far.way(hand_over(enter(caller.as_("annan"), meeting), meeting)["url"]) is not None


def test_a_host_never_goes_in_by_our_own_page(caller: Caller, meeting: dict[str, Any]) -> None:
    host = enter(caller, meeting)
    assert code_of(host.call("POST", f"/h/{meeting['id']}/join", {})) == (409, "not-open")


def test_where_pexip_asks_hosts_for_a_pin_it_is_told_beside_the_address(
    database_url: str, clock: FixedClock, tmp_path: Path
) -> None:
    settings = PexipSettings(node="https://video.example", host_entry=HostEntry.PIN)
    product = wired(tmp_path, database_url, clock, pexip=settings)
    try:
        caller = Caller(product, clock)
        made = caller.create()
        told = hand_over(enter(caller, made), made)
        assert len(told["pin"]) == 8
        assert told["pin"] not in told["url"]
        assert "pin" not in join(caller.as_(None), made)
    finally:
        product.stop()


def test_hosts_see_who_is_on_the_way_until_they_are_there(caller: Caller, meeting: dict[str, Any], far: Far) -> None:
    joined = join(caller.as_(None), meeting)
    people = f"/api/v1/meetings/{meeting['id']}/participants"
    assert [row["state"] for row in caller.call("GET", people).get_json()["participants"]] == ["coming"]
    far.tells(joined["participant"], PresenceState.WAITING, role=Role.GUEST)
    assert [row["state"] for row in caller.call("GET", people).get_json()["participants"]] == ["waiting"]


def test_the_hosts_page_lists_who_is_on_the_way_and_knows_it_is_told_from_there(
    caller: Caller, meeting: dict[str, Any]
) -> None:
    joined = join(caller.as_(None), meeting)
    started = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/start").get_json()
    token = started["host_url"].partition("#")[2]
    entered = caller.as_(None).call("POST", f"/h/{meeting['id']}/enter", {"token": token}).get_json()
    assert (entered["meeting"]["reports"], entered["meeting"]["embedded"]) == (True, False)
    said = told(caller.as_(entered["session"]), f"/h/{meeting['id']}/events")
    (row,) = said["participants"]["participants"]
    assert (row["id"], row["state"]) == (joined["participant"], "coming")


def test_a_host_is_led_nowhere_when_the_meeting_is_full(caller: Caller, far: Far, meeting: dict[str, Any]) -> None:
    limit = meeting["participant_limit"]
    for number in range(limit):
        joined = join(caller.as_(None), personal(caller, meeting, f"guest {number}"))
        far.tells(joined["participant"], PresenceState.IN, role=Role.GUEST)
    refused = enter(caller, meeting).call("POST", f"/h/{meeting['id']}/handover", {})
    assert code_of(refused) == (422, "limit-exceeded")
    # Who comes now may go on: the host sees who waits and decides.
    assert join(caller.as_(None), meeting)["url"]


def test_no_host_is_shut_out_by_somebodys_second_call(caller: Caller, far: Far, meeting: dict[str, Any]) -> None:
    host, guests = enter(caller, meeting), meeting["participant_limit"] - 1
    mine = hand_over(host, meeting)["participant"]
    far.tells(mine, PresenceState.IN, role=Role.HOST)
    for number in range(guests):
        joined = join(caller.as_(None), personal(caller, meeting, f"guest {number}"))
        far.tells(joined["participant"], PresenceState.IN, role=Role.GUEST)
    far.tells(second_of(joined["participant"], "anew"), PresenceState.IN, role=Role.GUEST)
    far.tells(mine, PresenceState.LEFT, role=Role.HOST)
    hand_over(host, meeting)
    assert far.state(mine) == PresenceState.COMING
