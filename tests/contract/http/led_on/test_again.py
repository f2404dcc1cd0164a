"""Links that are used twice, and people who go, at a service that reports: what Pexip tells comes as its own events."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from backend.clock import FixedClock
from backend.config import PexipSettings
from backend.video import people
from backend.video.conferences import Conferences
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip.hooks.intake import Intake
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.service import PexipService
from backend.video.reports import kind_of
from backend.video.service import HostControl, Order, ServiceUnavailable
from tests.backend.video.pexip.hooks.hall import Pexip
from tests.contract.http.led_on.far import NAME, Far, join, personal, told
from tests.contract.http.test_door import door_of
from tests.product import Caller, code_of, wired

SETTINGS = PexipSettings("https://video.example", events_user="node", events_password="made up for the tests")


@dataclass
class Node:
    """A node that tells what happens in the meeting."""

    caller: Caller
    intake: Intake
    there: Pexip

    def comes(self, url: str) -> Any:
        """Let whoever has the address come, admitted."""
        return self.admit(self.knocks(url))

    def knocks(self, url: str) -> Any:
        way = Far(self.caller, {"id": ""}).way(url)
        assert way is not None
        self.there.tags[way.tag] = way.tag
        return self.there.comes(way.tag)

    def admit(self, one: Any) -> Any:
        self.there.conference.admit(one)
        return one

    def tells(self) -> None:
        for body in self.there.told:
            self.intake.take(json.dumps(body).encode())
        self.there.told.clear()
        self.caller.product.jobs.drain()

    def everybody(self) -> dict[str, Presence]:
        with self.caller.product.database.read() as session:
            conference = session.scalars(select(Conference.id)).one()
            return {one.person: one for one in people.everybody(session, conference)}

    def outsiders(self) -> list[Presence]:
        return [one for one in self.everybody().values() if kind_of(one.person)]


@pytest.fixture
def caller(database_url: str, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    product = wired(tmp_path, database_url, clock, pexip=SETTINGS)
    yield Caller(product, clock)
    product.stop()


@pytest.fixture
def meeting(caller: Caller) -> dict[str, Any]:
    return caller.create()


@pytest.fixture
def node(caller: Caller, meeting: dict[str, Any]) -> Node:
    assert meeting["service"] == "pexip"
    live = caller.product.live
    with caller.product.database.read() as session:
        name = session.scalars(select(PexipRoom.name)).one()
    there = Pexip(name, {})
    there.clock.at = caller.clock.now().timestamp()
    return Node(caller, Intake(live._database, live._jobs, caller.clock), there)


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What the service is asked to do, as if it had a Management Node to do it. Comes before the product is wired."""
    asked: list[Order] = []
    begin = PexipService.__init__

    def begun(service: PexipService, *given: Any, **named: Any) -> None:
        begin(service, *given, **named)
        service.capabilities = replace(service.capabilities, host_controls=frozenset(HostControl))

    monkeypatch.setattr(PexipService, "__init__", begun)
    monkeypatch.setattr(PexipService, "command", lambda _service, _reference, order: asked.append(order))
    return asked


def test_who_takes_over_a_link_never_comes_in_by_the_call_of_who_is_in(
    orders: list[Order], caller: Caller, meeting: dict[str, Any], node: Node
) -> None:
    link = personal(caller, meeting)
    first = join(caller.as_(None), link)
    inside = node.comes(first["url"])
    node.tells()
    moved = join(caller.as_(None), link, move=True)
    node.there.conference.change(inside, is_muted=True)
    node.tells()
    assert node.everybody()[link["id"]].state == PresenceState.COMING
    assert "participants" not in told(caller.as_(moved["token"]), f"{door_of(link)}/events")
    assert [(one.state, one.display_name) for one in node.outsiders()] == [(PresenceState.IN, NAME)]
    assert [(order.control, order.call) for order in orders] == [(HostControl.REMOVE, inside.uuid)]
    newcomer = node.knocks(moved["url"])
    node.there.conference.leave(inside)
    node.tells()
    here = node.everybody()[link["id"]]
    assert (here.state, here.call) == (PresenceState.WAITING, newcomer.uuid)
    assert [one.state for one in node.outsiders()] == [PresenceState.LEFT]


@pytest.mark.parametrize("place", ["coming", "waiting", "left"])
def test_a_link_without_the_bearer_never_gives_the_way_that_somebody_had(
    caller: Caller, meeting: dict[str, Any], node: Node, place: str
) -> None:
    link = personal(caller, meeting)
    first = join(caller.as_(None), link)
    if place != "coming":
        there = node.knocks(first["url"])
        if place == "left":
            node.there.conference.leave(there)
        node.tells()
    second = join(caller.as_(None), link)
    assert second["url"] != first["url"]
    if place == "waiting":
        node.admit(there)
        node.tells()
        assert node.everybody()[link["id"]].state == PresenceState.COMING
        assert [one.state for one in node.outsiders()] == [PresenceState.IN]


def test_a_press_that_leads_nowhere_leaves_nothing_behind(
    caller: Caller, meeting: dict[str, Any], node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    def soon(*_: object) -> None:
        raise ServiceUnavailable(60)

    with monkeypatch.context() as patched:
        patched.setattr(PexipService, "entry", soon)
        for _ in range(3):
            refused = caller.as_(None).call("POST", f"{door_of(meeting)}/join", {"name": NAME})
            assert code_of(refused) == (409, "not-open")
    assert node.everybody() == {}
    listed = caller.call("GET", f"/api/v1/meetings/{meeting['id']}/participants").get_json()["participants"]
    assert listed == []


def test_a_way_asked_for_while_somebody_else_took_the_place_is_never_given(
    caller: Caller, meeting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    link = personal(caller, meeting)
    asked = Conferences.entry
    between: list[dict[str, Any]] = []

    def slowly(self: Conferences, *given: Any) -> Any:
        if not between:
            between.append({})
            between.append(join(caller.as_(None), link))
        return asked(self, *given)

    monkeypatch.setattr(Conferences, "entry", slowly)
    refused = caller.as_(None).call("POST", f"{door_of(link)}/join", {})
    assert code_of(refused) == (409, "not-open")
    assert told(caller.as_(between[1]["token"]), f"{door_of(link)}/events")["presence"]["state"] == "coming"


def test_who_says_that_they_leave_is_in_until_pexip_says_that_they_have_left(
    orders: list[Order], caller: Caller, meeting: dict[str, Any], node: Node
) -> None:
    joined = join(caller.as_(None), meeting)
    inside = node.comes(joined["url"])
    node.tells()
    assert caller.as_(joined["token"]).call("POST", f"{door_of(meeting)}/leave", {}).status_code == 204
    caller.product.jobs.drain()
    assert node.everybody()[joined["participant"]].state == PresenceState.IN
    assert [(order.control, order.call) for order in orders] == [(HostControl.REMOVE, inside.uuid)]
    node.there.conference.leave(inside)
    node.tells()
    assert node.everybody()[joined["participant"]].state == PresenceState.LEFT


def test_who_was_turned_away_on_the_way_is_hung_up_when_they_got_there_all_the_same(
    orders: list[Order], caller: Caller, meeting: dict[str, Any], node: Node
) -> None:
    joined = join(caller.as_(None), meeting)
    came = node.knocks(joined["url"])
    with caller.product.database.write() as session:
        conference = session.scalars(select(Conference.id)).one()
        caller.product.live.deny(session, conference, joined["participant"])
    caller.product.jobs.drain()
    assert orders == []
    node.tells()
    assert node.everybody()[joined["participant"]].state == PresenceState.DENIED
    assert [(order.control, order.call) for order in orders] == [(HostControl.REMOVE, came.uuid)]


@pytest.mark.parametrize(("kind", "status"), [("patient", 403), ("relative", 403), ("professional", 409)])
def test_who_was_made_host_in_pexips_own_app_has_no_more_power_here_than_who_may_lead(
    caller: Caller, meeting: dict[str, Any], node: Node, kind: str, status: int
) -> None:
    path = f"/api/v1/meetings/{meeting['id']}"
    link = caller.call("POST", f"{path}/participants", {"kind": kind, "name": NAME}).get_json()
    joined = join(caller.as_(None), link)
    inside = node.comes(joined["url"])
    node.there.conference.set_role(inside, "chair")
    node.tells()
    shown = node.everybody()[link["id"]]
    assert (shown.state, shown.role) == (PresenceState.IN, "host")
    refused = caller.as_(joined["token"]).call("POST", f"{path}/lock", {"locked": True})
    # Who may lead is refused for another reason: there is no Management Node to lock by.
    assert refused.status_code == status


def test_a_second_visit_that_came_and_went_at_once_is_over(caller: Caller, meeting: dict[str, Any], node: Node) -> None:
    joined = join(caller.as_(None), meeting)
    first = node.knocks(joined["url"])
    node.tells()
    again = join(caller.as_(joined["token"]), meeting)
    node.there.conference.leave(first)
    node.tells()
    again = join(caller.as_(again["token"]), meeting)
    second = node.knocks(again["url"])
    node.there.conference.leave(second)
    node.tells()
    assert node.everybody()[joined["participant"]].state == PresenceState.LEFT


def test_who_is_taken_off_the_list_where_nobody_can_be_hung_up_is_shown_as_in_until_pexip_says_they_left(
    caller: Caller, meeting: dict[str, Any], node: Node
) -> None:
    link = personal(caller, meeting)
    inside = node.comes(join(caller.as_(None), link)["url"])
    node.tells()
    path = f"/api/v1/meetings/{meeting['id']}/participants"
    removed = caller.call("DELETE", f"{path}/{link['id']}")
    assert (removed.status_code, removed.get_json()) == (200, {"still_there": True})
    caller.product.jobs.drain()
    assert node.everybody()[link["id"]].state == PresenceState.IN
    assert caller.call("POST", f"{door_of(link)}/join", {}).status_code in {404, 410}
    caller.clock.advance(seconds=30)
    node.there.clock.at += 30
    node.there.conference.leave(inside)
    node.tells()
    assert node.everybody()[link["id"]].state == PresenceState.LEFT


def test_who_has_left_before_it_was_tried_to_hang_up_is_not_in_again(
    caller: Caller, meeting: dict[str, Any], node: Node
) -> None:
    link = personal(caller, meeting)
    inside = node.comes(join(caller.as_(None), link)["url"])
    node.tells()
    node.there.conference.leave(inside)
    caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}/participants/{link['id']}")
    node.tells()
    assert node.everybody()[link["id"]].state != PresenceState.IN


def test_nothing_is_left_of_a_call_when_the_conference_is_moved_to_where_nobody_calls(
    caller: Caller, meeting: dict[str, Any], node: Node
) -> None:
    joined, other = (join(caller.as_(None), meeting) for _ in range(2))
    for came in (joined, other):
        there = node.knocks(came["url"])
    node.there.conference.leave(there)
    node.tells()
    with caller.product.database.write() as session:
        caller.product.live.leave_behind(session, session.scalars(select(Conference)).one())
    found = node.everybody()
    assert {one.state for one in found.values()} == {PresenceState.LEFT}
    assert {(one.call, one.told_at) for one in found.values()} == {(None, None)}
    assert found[joined["participant"]].reason == "moved"
