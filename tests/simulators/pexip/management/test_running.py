"""What runs, as the Management Node sees it and meddles with it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulators.pexip.asker import OneConference
from simulators.pexip.calls import Switchboard
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from simulators.pexip.node import Node
from simulators.pexip.participant import Participant
from tests.simulators.pexip.stand import Loop, Managed, Staged, looping, managed, staged

NAME = "vm-1"


class Scene:
    """A locked conference with a host in it and a guest who waits."""

    def __init__(self, node: Managed, stage: Staged, switchboard: Switchboard) -> None:
        self.node, self.stage, self.switchboard = node, stage, switchboard
        configuration = Configuration(NAME, service_tag="ours", pin="123456", allow_guests=True, locked=True)
        self.conference: Conference = stage.conference(configuration)
        self.host: Participant = stage.joins(self.conference, "Host", "chair")
        self.media = stage.media(self.conference, self.host)
        self.guest: Participant = stage.joins(self.conference, "Guest", tag="e1")

    def row(self, uuid: str) -> dict[str, Any]:
        found: dict[str, Any] = self.node.ask("GET", f"status/v1/participant/{uuid}/").json()
        return found

    def command(self, path: str, **body: object) -> int:
        answer = self.node.ask("POST", f"command/v1/{path}/", body)
        if answer.ok:
            assert answer.json()["status"] == "success"
        return answer.status_code

    def order(self, verb: str, **more: object) -> int:
        return self.command(f"conference/{verb}", conference_id=self.conference.uuid, **more)

    def do(self, verb: str, who: str, **more: object) -> int:
        return self.command(f"participant/{verb}", participant_id=who, **more)


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with looping() as loop:
        yield loop


@pytest.fixture
def scene(loop: Loop) -> Iterator[Scene]:
    with managed(loop, legacy_dialout=True) as node, staged(loop=loop, scale=0.001) as stage:
        known = OneConference("vm", Configuration(NAME, service_tag="ours", pin="123456", allow_guests=True))
        switchboard = Switchboard(Node(stage.cluster, known))
        loop.do(lambda: node.management.attach(stage.cluster, {"127.0.0.1": switchboard}))
        yield Scene(node, stage, switchboard)


def test_status_shows_the_running_conference_and_each_leg_of_who_is_there(scene: Scene) -> None:
    [conference] = scene.node.ask("GET", f"status/v1/conference/?name={NAME}").json()["objects"]
    assert (conference["id"], conference["is_locked"], conference["is_started"]) == (scene.conference.uuid, True, True)
    people = scene.node.ask("GET", f"status/v1/participant/?conference={NAME}&order_by=connect_time").json()["objects"]
    assert [(one["id"], one["role"], one["service_type"], one["has_media"]) for one in people] == [
        (scene.host.uuid, "chair", "conference", False),
        (scene.media.uuid, "chair", "conference", True),
        (scene.guest.uuid, "unknown", "waiting_room", False),
    ]
    assert scene.row(scene.guest.uuid)["call_tag"] == "e1"
    assert scene.node.ask("GET", "status/v1/participant/?role=unknown").json()["meta"]["total_count"] == 1
    for path in ("participant/none/", "conference/none/", "room/"):
        assert scene.node.ask("GET", f"status/v1/{path}").status_code == 404
    assert scene.node.ask("POST", "status/v1/participant/", {}).status_code == 405


def test_one_who_waits_is_admitted_and_the_lock_stays(scene: Scene) -> None:
    assert scene.do("unlock", scene.guest.uuid) == 200
    assert (scene.row(scene.guest.uuid)["role"], scene.conference.locked) == ("guest", True)


@pytest.mark.parametrize(("verb", "muted"), [("mute", True), ("unmute", False)])
def test_one_is_muted_or_not(scene: Scene, verb: str, *, muted: bool) -> None:
    scene.do("mute", scene.host.uuid)
    assert scene.do(verb, scene.media.uuid) == 200
    assert scene.row(scene.host.uuid)["is_muted"] is muted


def test_one_is_made_host_and_another_sent_out(scene: Scene) -> None:
    assert scene.do("role", scene.guest.uuid, role="chair") == 200
    assert scene.row(scene.guest.uuid)["role"] == "chair"
    assert scene.do("disconnect", scene.host.uuid) == 200
    assert scene.host.gone == "Disconnected by an administrator"
    assert scene.do("disconnect", scene.host.uuid) == 404


@pytest.mark.parametrize(
    ("verb", "shows"),
    [
        ("unlock", lambda one: not one.locked and not one.waiting()),
        ("lock", lambda one: one.locked),
        ("mute_guests", lambda one: one.guests_muted),
        ("unmute_guests", lambda one: not one.guests_muted),
        ("disconnect", lambda one: one.ended),
    ],
)
def test_a_conference_is_told_what_to_do(scene: Scene, verb: str, shows: Callable[[Conference], bool]) -> None:
    assert scene.order(verb) == 200
    assert shows(scene.conference)


def test_a_layout_is_set(scene: Scene) -> None:
    assert scene.order("transform_layout", layout="1:7", enable_overlay_text=True) == 200
    assert scene.conference.layout == {"layout": "1:7", "enable_overlay_text": True}


def test_a_room_is_dialled_for_an_alias_of_the_conference(scene: Scene) -> None:
    body = {
        "conference_alias": "vm",
        "destination": "room@example.test",
        "role": "chair",
        "remote_display_name": "Room",
        "system_location": "Plats",
    }
    answer = scene.node.ask("POST", "command/v1/participant/dial/", body)
    [(uuid, dial)] = scene.switchboard.dialled
    assert answer.json() == {"status": "success", "data": {"participant_id": uuid}}
    assert (dial.destination, dial.role) == ("room@example.test", "chair")
    assert scene.row(uuid)["call_direction"] == "out"
    for wrong in ({"conference_alias": "none"}, {"node": "127.0.0.9"}, {"system_location": "Elsewhere"}):
        assert scene.command("participant/dial", **(body | wrong)) == 400


def test_a_dial_says_where_from(scene: Scene) -> None:
    body = {"conference_alias": "vm", "destination": "room@example.test"}
    for nowhere in ({}, {"system_location": ""}, {"node": ""}):
        refused = scene.node.ask("POST", "command/v1/participant/dial/", body | nowhere)
        assert (refused.status_code, "system_location" in refused.json()["error"]) == (400, True)
    assert scene.switchboard.dialled == []
    assert scene.command("participant/dial", **body, node="127.0.0.1") == 200


def test_as_pexip_comes_a_call_out_needs_a_routing_rule_that_leads_there(scene: Scene) -> None:
    body = {"conference_alias": "vm", "destination": "room@example.test", "system_location": "Plats"}
    by_rule = body | {"routing": "routing_rule"}
    scene.node.ask("PATCH", "configuration/v1/global/1/", {"enable_legacy_dialout_api": False})
    assert [scene.command("participant/dial", **asked) for asked in (body, by_rule)] == [400, 400]
    place = scene.node.create("system_location", name="Plats")
    elsewhere = scene.node.create("system_location", name="Elsewhere")
    rule = {"priority": 20, "match_string": r"([A-Z]+)@Example\.test", "match_outgoing_calls": True}
    for number, off in enumerate(
        (
            {"match_string": "room"},
            {"match_outgoing_calls": False},
            {"enable": False},
            {"match_source_location": elsewhere},
        )
    ):
        scene.node.create("gateway_routing_rule", name=f"off-{number}", **(rule | off))
        assert scene.command("participant/dial", **by_rule) == 400
    scene.node.create("gateway_routing_rule", name="last", **(rule | {"priority": 200, "match_string": ".*"}))
    told = {"match_source_location": place, "outgoing_protocol": "h323", "replace_string": r"9\1"}
    scene.node.create("gateway_routing_rule", name="first", **rule, **told)
    assert [scene.command("participant/dial", **asked) for asked in (body, by_rule)] == [400, 200]
    [(_, dial)] = scene.switchboard.dialled
    assert (dial.destination, dial.protocol) == ("9room", "h323")
    scene.node.ask("PATCH", "configuration/v1/global/1/", {"enable_dialout": False})
    assert scene.command("participant/dial", **by_rule) == 400


def test_a_dial_above_the_limit_is_refused(scene: Scene) -> None:
    scene.stage.loop.do(lambda: setattr(scene.conference, "limit", 2))
    body = {"conference_alias": "vm", "destination": "room@example.test", "system_location": "Plats"}
    refused = scene.node.ask("POST", "command/v1/participant/dial/", body)
    assert (refused.status_code, refused.json()) == (400, {"error": "Participant limit reached"})


def test_one_is_sent_on_to_another_conference(scene: Scene) -> None:
    assert scene.do("transfer", scene.host.uuid, conference_alias="vm", role="guest") == 200
    assert scene.host.is_transferring
    assert scene.do("transfer", scene.host.uuid, conference_alias="none") == 400


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("participant/mute", {}, 400),
        ("participant/mute", {"participant_id": "none"}, 404),
        ("participant/mute", {"participant_id": 7}, 400),
        ("participant/role", {"participant_id": "none"}, 400),
        ("participant/role", {"participant_id": "none", "role": "host"}, 400),
        ("participant/dance", {"participant_id": "none"}, 404),
        ("conference/lock", {"conference_id": "1"}, 404),
        ("conference/lock", {"conference_id": "1", "setting": "lock"}, 400),
        ("participant/dial", {"conference_alias": "vm"}, 400),
    ],
)
def test_what_is_no_command_is_refused(scene: Scene, path: str, body: dict[str, object], status: int) -> None:
    assert scene.command(path, **body) == status


def test_history_holds_a_conference_once_it_is_over(scene: Scene) -> None:
    assert scene.node.ask("GET", "history/v1/conference/").json()["objects"] == []
    scene.order("disconnect")
    [over] = scene.node.ask("GET", f"history/v1/conference/?name={NAME}").json()["objects"]
    assert (over["id"], over["tag"], over["participant_count"]) == (scene.conference.uuid, "ours", 3)
    people = scene.node.ask("GET", f"history/v1/participant/?conference_name={NAME}").json()["objects"]
    assert {one["resource_uri"] for one in people} == set(over["participants"])
    assert {one["disconnect_reason"] for one in people} == {"Conference terminated by an administrator"}
    path = over["resource_uri"]
    assert scene.node.ask("GET", path).json() == over
    assert scene.node.ask("DELETE", path).status_code == 204
    assert scene.node.ask("GET", path).status_code == 404
    assert scene.node.ask("GET", "history/v1/room/").status_code == 404


def test_without_nodes_nothing_runs(loop: Loop) -> None:
    with managed(loop) as node:
        assert node.ask("GET", "status/v1/conference/").json()["objects"] == []
        assert node.ask("POST", "command/v1/conference/lock/", {"conference_id": "1"}).status_code == 404
