"""Hosts' orders, done to a conference that runs: by real HTTP, and as the conference itself has it afterwards."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from backend.config import DialOutRouting
from backend.video.pexip.visits import visit
from backend.video.pexip.wire import budget
from backend.video.pexip.wire.answers import Answer
from backend.video.pexip.wire.budget import background, pressed
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.commands import CONTROLS, Commands
from backend.video.pexip.wire.dialling import DialOutRoute, dial
from backend.video.service import DialOut, HostControl, NothingDone, Order, ServiceRefused, ServiceUnavailable
from simulators.pexip.asker import OneConference
from simulators.pexip.calls import Switchboard
from simulators.pexip.configuration import Configuration
from simulators.pexip.node import Node
from simulators.pexip.participant import Participant
from tests.backend.video.pexip.node import settings
from tests.backend.video.pexip.wire.open_gate import OpenGate
from tests.simulators.pexip.stand import Loop, Managed, Staged, managed, staged

NAME = "vm-1"
PLACE = DialOutRoute("Plats")
COURT = DialOut("sal4@domstol.example", "Mottagningen")
ROOM = Configuration(NAME, service_tag="vardmote", pin="12345678", allow_guests=True, locked=True)


class Scene:
    """A locked conference with a host in it and a guest who waits."""

    def __init__(self, node: Managed, stage: Staged, switchboard: Switchboard) -> None:
        self.node, self.stage, self.switchboard = node, stage, switchboard
        self.client = Client(settings(node.url), OpenGate())
        self.commands = Commands(self.client)
        self.conference = stage.conference(ROOM)
        self.host = stage.joins(self.conference, "Host", "chair")
        stage.media(self.conference, self.host)
        self.guest = stage.joins(self.conference, "Guest")

    def do(
        self, control: HostControl, of: Participant | None = None, *, lobby: bool = True, locked: bool = True
    ) -> None:
        order = Order(control, of.uuid if of is not None else "", locked)
        self.commands.do(NAME, order, lobby=lobby)

    def waits(self, one: Participant) -> bool:
        return self.stage.loop.do(lambda: one in self.conference.waiting())

    def is_in(self, one: Participant) -> bool:
        return self.stage.loop.do(lambda: one in self.conference.inside())


@pytest.fixture
def scene(loop: Loop) -> Iterator[Scene]:
    with managed(loop, legacy_dialout=True) as node, staged(loop=loop) as stage:
        switchboard = Switchboard(Node(stage.cluster, OneConference("vm", ROOM)))
        loop.do(lambda: node.management.attach(stage.cluster, {"127.0.0.1": switchboard}))
        yield Scene(node, stage, switchboard)


def test_who_is_let_in_is_in_and_the_others_go_on_waiting(scene: Scene) -> None:
    other = scene.stage.joins(scene.conference, "Other")
    scene.do(HostControl.ADMIT, scene.guest)
    scene.do(HostControl.ADMIT, scene.guest)
    assert scene.is_in(scene.guest)
    assert scene.waits(other)
    assert scene.conference.locked


def test_one_is_muted_and_made_host_twice_without_harm(scene: Scene) -> None:
    scene.do(HostControl.ADMIT, scene.guest)
    for _ in range(2):
        scene.do(HostControl.MUTE, scene.guest)
        scene.do(HostControl.MAKE_HOST, scene.guest)
    assert scene.guest.is_muted
    assert scene.guest.role == "chair"
    scene.do(HostControl.UNMUTE, scene.guest)
    assert not scene.guest.is_muted


@pytest.mark.parametrize("control", [HostControl.DENY, HostControl.REMOVE])
def test_who_is_sent_away_is_out_and_a_call_that_has_gone_is_said(scene: Scene, control: HostControl) -> None:
    scene.do(control, scene.guest)
    assert not scene.waits(scene.guest)
    with pytest.raises(ServiceRefused, match="no-such-call"):
        scene.do(control, scene.guest)
    with pytest.raises(ServiceRefused, match="no-such-call"):
        scene.do(control)


def test_all_guests_are_muted_and_hosts_are_not(scene: Scene) -> None:
    scene.do(HostControl.ADMIT, scene.guest)
    scene.do(HostControl.MUTE_GUESTS)
    assert (scene.guest.is_muted, scene.host.is_muted) == (True, False)
    scene.do(HostControl.UNMUTE_GUESTS)
    assert not scene.guest.is_muted


def test_unlocking_never_lets_in_who_waits_to_be_let_in(scene: Scene) -> None:
    scene.do(HostControl.LOCK, locked=False)
    assert scene.waits(scene.guest)
    assert scene.conference.locked


def test_where_nobody_waits_to_be_let_in_the_lock_is_put_on_and_taken_off(scene: Scene) -> None:
    scene.do(HostControl.LOCK, lobby=False, locked=False)
    assert not scene.conference.locked
    scene.do(HostControl.LOCK, lobby=False)
    assert scene.conference.locked


def test_ending_ends_for_all_and_what_does_not_run_is_ended_already(scene: Scene) -> None:
    scene.do(HostControl.END)
    assert scene.conference.ended
    scene.do(HostControl.END)
    scene.commands.do("never-heard-of", Order(HostControl.MUTE_GUESTS), lobby=True)


def test_another_conference_is_never_touched(scene: Scene) -> None:
    other = scene.stage.conference(Configuration(f"{NAME}0", pin="12345678", allow_guests=True))
    scene.stage.joins(other, "Host", "chair")
    scene.do(HostControl.END)
    assert not other.ended


@pytest.mark.parametrize("fault", ["rate-limit", "error", "unavailable", "spoilt", "lost", "half"])
@pytest.mark.parametrize("control", [HostControl.ADMIT, HostControl.END])
def test_a_node_that_fails_is_away_and_pressing_again_helps(scene: Scene, control: HostControl, fault: str) -> None:
    scene.node.fault(fault, methods=["POST"])
    with pytest.raises(ServiceUnavailable):
        scene.do(control, scene.guest)
    scene.do(control, scene.guest) if control == HostControl.ADMIT else scene.do(control)
    assert scene.conference.ended or scene.is_in(scene.guest)


def test_nobody_who_presses_waits_longer_than_promised(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert budget.PRESSED_SECONDS < 5
    monkeypatch.setattr(budget, "PRESSED_SECONDS", 0.3)
    scene.node.fault("timeout", count=5)
    begun = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        scene.do(HostControl.MUTE_GUESTS)
    assert time.monotonic() - begun < 3


def test_each_control_there_is_is_one_we_can_order(scene: Scene) -> None:
    assert frozenset(HostControl) == CONTROLS | visit.CONTROLS
    assert not CONTROLS & visit.CONTROLS
    assert len(scene.commands.people(NAME, background())) == 3


def test_a_court_is_dialled_with_tones_and_comes_as_a_guest(scene: Scene) -> None:
    wanted = DialOut("sal4@domstol.example", "Mottagningen", tones=",,1234#")
    call = dial(scene.client, PLACE, "vm", wanted, pressed())
    [(uuid, dialled)] = scene.switchboard.dialled
    assert (uuid, dialled.destination, dialled.role) == (call, "sal4@domstol.example", "guest")
    assert (dialled.protocol, dialled.dtmf_sequence) == ("sip", ",,1234#")
    assert "domstol" not in repr(wanted)
    assert "1234" not in repr(wanted)


@pytest.mark.parametrize(
    ("destination", "tones", "reason"),
    [
        ("", "", "bad-address"),
        ("sip:a@b.example", "", "bad-address"),
        ("a@b.example;x=1", "", "bad-address"),
        ("a b", "", "bad-address"),
        ("sal@domstol.example", "1;2", "bad-tones"),
    ],
)
def test_what_is_no_address_is_not_dialled(scene: Scene, destination: str, tones: str, reason: str) -> None:
    with pytest.raises(ServiceRefused, match=reason):
        dial(scene.client, PLACE, "vm", DialOut(destination, "Mottagningen", tones=tones), pressed())
    assert scene.switchboard.dialled == []


def test_an_alias_that_leads_nowhere_dials_nobody(scene: Scene) -> None:
    with pytest.raises(ServiceRefused, match="not-dialled"):
        dial(scene.client, PLACE, "another", DialOut("0046123456", "Mottagningen", protocol="h323"), pressed())


def test_nobody_is_dialled_from_a_location_there_is_not(scene: Scene) -> None:
    with pytest.raises(ServiceRefused, match="not-dialled"):
        dial(scene.client, DialOutRoute("En annan plats"), "vm", COURT, pressed())
    assert scene.switchboard.dialled == []


def test_by_rule_the_rule_says_what_is_dialled_and_how(scene: Scene) -> None:
    told = {"priority": 1, "match_string": r"(.+)@domstol\.example", "replace_string": r"\1@sip.example"}
    by_rule = DialOutRoute("Plats", DialOutRouting.ROUTING_RULE)
    with pytest.raises(ServiceRefused, match="not-dialled"):
        dial(scene.client, by_rule, "vm", COURT, pressed())
    scene.node.create("gateway_routing_rule", name="r", match_outgoing_calls=True, outgoing_protocol="h323", **told)
    dial(scene.client, by_rule, "vm", COURT, pressed())
    [(_, dialled)] = scene.switchboard.dialled
    assert (dialled.destination, dialled.protocol, dialled.role) == ("sal4@sip.example", "h323", "guest")


def test_an_order_about_several_calls_is_done_when_one_of_them_is_there(scene: Scene) -> None:
    other = scene.stage.joins(scene.conference, "Guest")
    calls = ("gone", scene.guest.uuid, other.uuid, "gone too")
    scene.commands.do(NAME, Order(HostControl.DENY, "gone"), lobby=True, calls=calls)
    assert not scene.waits(scene.guest)
    assert not scene.waits(other)
    with pytest.raises(ServiceRefused, match="no-such-call"):
        scene.commands.do(NAME, Order(HostControl.DENY, "gone"), lobby=True, calls=calls)


@pytest.mark.parametrize("fault", ["rate-limit", "unauthorized"])
@pytest.mark.parametrize("control", [HostControl.ADMIT, HostControl.REMOVE])
def test_what_was_done_to_one_call_of_two_is_never_told_as_nothing_done(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, control: HostControl, fault: str
) -> None:
    second = scene.stage.joins(scene.conference, "Guest")
    order, calls = Order(control, scene.guest.uuid), (scene.guest.uuid, second.uuid)
    post = scene.client.post

    def then_fails(*asked: Any) -> Answer:
        answer = post(*asked)
        scene.node.fault(fault, methods=["POST"])
        return answer

    scene.node.fault(fault, methods=["POST"])
    with pytest.raises(NothingDone if fault == "rate-limit" else ServiceRefused):
        scene.commands.do(NAME, order, lobby=True, calls=calls)
    assert scene.waits(scene.guest)
    monkeypatch.setattr(scene.client, "post", then_fails)
    with pytest.raises(ServiceUnavailable) as told:
        scene.commands.do(NAME, order, lobby=True, calls=calls)
    assert not isinstance(told.value, NothingDone)
    assert (scene.waits(scene.guest), scene.waits(second)) == (False, True)
