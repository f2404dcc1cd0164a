"""Rooms that dial in, and far ends that are dialled: without a loop, by a clock that is wound."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from simulators.pexip.asker import OneConference
from simulators.pexip.call import CHAIR, GUEST, Call, Properties, Refused
from simulators.pexip.calls import Dial, FarEnd, RoomCall, Switchboard
from simulators.pexip.conference import Full
from simulators.pexip.configuration import Configuration
from simulators.pexip.node import Node
from simulators.pexip.participant import Participant
from simulators.pexip.transfer import NotTransferred, Transfer, transfer
from tests.loops import ran
from tests.simulators.pexip.rig import CARE, Stage

SIP = Call("sip:vm-1@video.example", protocol="sip", trigger="invite", remote_alias="sip:rum@video.example")


class Special(OneConference):
    """One conference, with something special about whoever calls."""

    def __init__(self, configuration: Configuration, properties: Properties | Refused) -> None:
        super().__init__("vm-1", configuration)
        self.told = properties
        self.calls: list[Call] = []

    async def configuration(self, call: Call) -> Configuration | Refused:
        self.calls.append(call)
        if call.call_direction == "dial_out":
            return replace(CARE, name="another") if call.remote_alias == "sip:strange" else CARE
        return await super().configuration(call)

    async def properties(self, call: Call, configuration: Configuration) -> Properties | Refused:
        await super().properties(call, configuration)
        return self.told


def switchboard(stage: Stage, properties: Properties | Refused | None = None) -> Switchboard:
    made = Switchboard(Node(stage.cluster, Special(stage.configuration, properties or Properties()), location="Sal"))
    stage.cluster.watchers.append(made.hear)
    return made


def dial(board: Switchboard, call: Call = SIP) -> RoomCall:
    return ran(board.dial_in(call))


def ring(board: Switchboard, stage: Stage, **what: Any) -> Participant:
    made = ran(board.dial_out(stage.conference, Dial(**{"destination": "sip:rum", **what})))
    assert made is not None
    return made


def test_a_room_meets_the_prompt_and_its_pin_says_what_it_is() -> None:
    stage = Stage(guest_pin="992233")
    board = switchboard(stage)
    room, host = dial(board), dial(board)
    assert room.state == "ivr"
    room.press("000000")
    room.press("992233#")
    host.press("471104")
    assert (room.state, host.state) == ("waiting_room", "conference")
    assert stage.conference.started or room.conference is not None


def test_three_wrong_pins_end_the_call() -> None:
    board = switchboard(Stage())
    room = dial(board)
    for _ in range(3):
        assert room.state == "ivr"
        room.press("000000")
    assert room.state == "ended"
    assert room.participant is not None
    assert room.participant.gone == "Participant exceeded PIN entry retries"
    assert board.calls == {}


def test_where_guests_need_no_pin_the_key_alone_lets_them_on() -> None:
    room = dial(switchboard(Stage()))
    room.press("#")
    assert room.state == "waiting_room"


def test_policy_gives_a_role_as_if_the_pin_was_entered_and_lets_past_the_lock() -> None:
    stage = Stage()
    stage.host()
    known = dial(switchboard(stage, Properties(role=GUEST, bypass_lock=True, remote_display_name="Rum 3")))
    assert known.state == "conference"
    assert known.participant is not None
    assert (known.participant.display_name, known.participant.role) == ("Rum 3", "guest")
    assert dial(switchboard(stage, Properties(role=GUEST))).state == "waiting_room"
    assert dial(switchboard(stage, Properties(role=CHAIR))).state == "conference"


def test_a_room_that_policy_turns_away_and_an_alias_that_is_none() -> None:
    stage = Stage()
    turned = dial(switchboard(stage, Refused("Not you")))
    assert (turned.state, turned.reason) == ("refused", "Not you")
    assert (
        dial(switchboard(stage), replace(SIP, local_alias="sip:x@y")).reason == "Neither conference nor gateway found"
    )
    assert stage.cluster.conferences == {}


def test_the_limit_is_for_rooms_too() -> None:
    stage = Stage(participant_limit=1)
    stage.host()
    room = dial(switchboard(stage))
    room.press("#")
    assert room.state == "ended"
    assert room.participant is not None
    assert room.participant.gone == "Participant limit reached"
    assert dial(switchboard(stage, Properties(role=GUEST))).reason == "Participant limit reached"


@pytest.mark.parametrize(("registered", "rule", "lets"), [
    (True, "allow_if_trusted", True),
    (False, "allow_if_trusted", False),
    (True, "disallow_all", False),
])  # fmt: skip
def test_a_room_cannot_sign_in(*, registered: bool, rule: str, lets: bool) -> None:
    stage = Stage(guest_identity_provider_group="Anställda", non_idp_participants=rule)
    room = dial(switchboard(stage), replace(SIP, registered=registered))
    room.press("#")
    assert room.state == ("waiting_room" if lets else "ended")


def test_a_room_hangs_up() -> None:
    stage = Stage()
    board = switchboard(stage, Properties(role=CHAIR))
    room = dial(board)
    room.hang_up()
    assert (room.state, stage.cluster.conferences, board.calls) == ("ended", {}, {})


def test_a_dialled_host_enters_a_locked_one_and_a_dialled_guest_waits() -> None:
    stage = Stage()
    stage.host()
    board = switchboard(stage)
    chair, guest = ring(board, stage, role=CHAIR), ring(board, stage, remote_display_name="Tolk")
    assert [chair.place.value, guest.place.value] == ["connecting", "connecting"]
    stage.clock.go(2)
    assert [chair.place.value, guest.place.value] == ["conference", "waiting_room"]
    assert guest.display_name == "Tolk"


@pytest.mark.parametrize(("far_end", "after", "reason"), [
    (FarEnd.BUSY, 2, "Remote party busy"), (FarEnd.RING, 121, "Call was not answered")
])  # fmt: skip
def test_who_does_not_answer(far_end: FarEnd, after: int, reason: str) -> None:
    stage = Stage()
    stage.host()
    board = switchboard(stage)
    board.far_ends["sip:rum"] = far_end
    ringing = ring(board, stage)
    stage.clock.go(after)
    assert ringing.gone == reason


def test_one_that_rings_answers_and_hangs_up_when_it_is_told_to() -> None:
    stage = Stage()
    stage.host()
    board = switchboard(stage)
    board.far_ends["sip:rum"] = FarEnd.RING
    ringing = ring(board, stage)
    board.tell("sip:another", FarEnd.ANSWER)
    assert ringing.place == "connecting"
    board.tell("sip:rum", FarEnd.ANSWER)
    assert ringing.place == "waiting_room"
    board.tell("sip:rum", FarEnd.HANG_UP)
    assert ringing.gone == "Participant disconnected"


def test_policy_says_what_a_dialled_one_is_called_and_whether_the_lobby_holds_it() -> None:
    stage = Stage(locked=True)
    stage.host()
    for passes in (True, False):
        board = switchboard(stage, Properties(bypass_lock=passes, call_tag="t", remote_display_name="Rätten"))
        called = ring(board, stage)
        stage.clock.go(2)
        assert (called.is_in, called.call_tag, called.display_name) == (passes, "t", "Rätten")
    assert ran(switchboard(stage, Refused("no")).dial_out(stage.conference, Dial("sip:rum"))) is None


def test_policy_must_answer_a_dial_with_the_service_that_dials() -> None:
    stage = Stage()
    stage.host()
    board = switchboard(stage)
    assert ran(board.dial_out(stage.conference, Dial("sip:strange"))) is None
    ring(board, stage)
    assert isinstance(board.node.ask, Special)
    asked = board.node.ask.calls[-1]
    assert (asked.call_direction, asked.service_name, asked.location) == ("dial_out", "vm-1", "Sal")


def test_nobody_is_dialled_into_a_full_one() -> None:
    stage = Stage(participant_limit=1)
    stage.host()
    with pytest.raises(Full):
        ring(switchboard(stage), stage)


def test_a_dialled_one_alone_does_not_keep_it_alive() -> None:
    stage = Stage(locked=False)
    host, guest = stage.host(), stage.guest()
    board = switchboard(stage)
    ring(board, stage, role=CHAIR, keep_conference_alive="keep_conference_alive_never")
    stage.clock.go(2)
    stage.conference.leave(host)
    stage.clock.go(61)
    assert guest.gone == "No participants can keep conference alive"


def test_who_belongs_to_it_from_the_start_is_dialled_once() -> None:
    wanted: Mapping[str, Any] = {"remote_alias": "sip:tolk", "local_alias": "vm-1", "protocol": "sip", "role": "guest"}
    stage = Stage(automatic_participants=(wanted,))
    board = switchboard(stage)

    async def begin() -> None:
        stage.host()
        stage.guest(node_ip="127.0.0.2")
        for _ in range(5):
            await asyncio.sleep(0)

    ran(begin())
    assert [dialled.destination for _, dialled in board.dialled] == ["sip:tolk"]


def test_a_room_is_called_through_to_another_conference() -> None:
    stage = Stage()
    board = switchboard(stage, Properties(role=CHAIR))
    room = dial(board)
    assert room.participant is not None
    ran(transfer(board, stage.cluster.conferences["vm-1"], room.participant, Transfer("vm-1", GUEST)))
    assert room.state == "ended"
    assert [call.state for call in board.calls.values()] == ["waiting_room"]
    with pytest.raises(NotTransferred, match="Neither conference"):
        ran(transfer(board, stage.conference, room.participant, Transfer("other", GUEST)))


@pytest.mark.parametrize(("crypto_mode", "state"), [("on", "refused"), ("besteffort", "ivr"), ("", "ivr")])
def test_who_can_not_encrypt_is_refused_where_that_is_demanded(crypto_mode: str, state: str) -> None:
    board = switchboard(Stage(crypto_mode=crypto_mode))
    room = dial(board, replace(SIP, encryption=False))
    assert (room.state, room.reason) == (state, "Encryption is required" if state == "refused" else "")
    assert dial(board).state == "ivr"


def test_one_who_is_called_and_can_not_encrypt_does_not_come_in() -> None:
    stage = Stage(crypto_mode="on", locked=False)
    stage.come(CHAIR)
    board = switchboard(stage)
    board.far_ends["sip:rum"] = FarEnd.UNENCRYPTED
    called = ring(board, stage)
    stage.clock.go(1)
    assert called.gone == "Encryption is required"
    board.far_ends["sip:rum"] = FarEnd.RING
    rings = ring(board, stage)
    board.tell("sip:rum", FarEnd.UNENCRYPTED)
    assert rings.gone == "Encryption is required"
    assert [one.role for one in stage.conference.inside()] == [CHAIR]


def test_where_encryption_is_not_demanded_one_who_is_called_without_is_shown_so() -> None:
    stage = Stage(locked=False)
    stage.come(CHAIR)
    board = switchboard(stage)
    board.far_ends["sip:rum"] = FarEnd.UNENCRYPTED
    called = ring(board, stage)
    stage.clock.go(1)
    assert (called.is_in, called.call.encryption) == (True, False)


def test_a_room_that_can_not_encrypt_is_not_sent_on_to_where_that_is_demanded() -> None:
    stage = Stage(crypto_mode="on")
    board = switchboard(stage)
    other = Stage(name="vm-2", locked=False)
    moved = other.come(GUEST)
    moved.call = replace(SIP, encryption=False)
    board.move(moved, stage.configuration, GUEST, "vm-1")
    assert stage.cluster.conferences == {}
