"""What is seen of a room: its alarms on top, nobody's number."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms import monitor
from rooms.accounts import Duty
from rooms.endpoint import Capability, Diagnostic
from rooms.fleet import drift, firmware
from rooms.fleet.firmware import Runs
from rooms.monitor import Level, Snapshot, alarm, shown
from simulators import roomos
from simulators.roomos.endpoint import HAND
from simulators.roomos.site import Site
from tests.rooms.fleet.place import fleet, rooms_of
from tests.waiting import until


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with roomos.start(3, profile="11", pace=0.1) as stood:
        yield stood


def seen(site: Site, number: int = 0) -> Snapshot:
    found = fleet(site).one(rooms_of(site)[number], Duty.CONTROL, lambda _, endpoint: monitor.look(endpoint)).value
    assert found is not None
    return found


def test_a_room_is_seen_with_what_is_wrong_on_top(site: Site) -> None:
    one = site.endpoints[0]
    one.do(lambda device: device.configure(HAND, ("Conference", "AutoAnswer", "Mode"), "On"))
    one.do(lambda device: device.parts.upkeep.ail(1, "AudioHigh", "Warning", "Loud\nin here"))
    one.do(lambda device: device.parts.upkeep.ail(2, "Hot", "Critical", ""))
    found = seen(site)
    assert [(each.kind, each.level) for each in found.alarms] == [
        ("Hot", Level.CRITICAL),
        ("AudioHigh", Level.WARNING),
        ("auto-answer", Level.WARNING),
    ]
    assert [each.told.en for each in found.alarms[:2]] == ["Hot", "Loud in here"]
    assert found.identity.profile == "11"
    assert not found.in_call


def test_nothing_tells_whom_a_room_talks_to(site: Site) -> None:
    caller, called = site.endpoints[1:]
    caller.dial(called.address)
    until(lambda: called.calls)
    called.accept()
    until(lambda: seen(site, 1).state.calls[0].answered)
    found = seen(site, 1)
    told = monitor.as_dict(found)
    assert told["calls"] == [{"state": "Connected", "direction": "Outgoing", "answered": True}]
    assert found.in_call
    for words in (json.dumps(told), repr(found)):
        assert called.address not in words
        assert called.address.partition("@")[0] not in words
    caller.hang_up()


@given(st.text(), st.text(), st.text())
def test_whatever_a_device_says_is_an_alarm_on_one_printable_line(kind: str, level: str, text: str) -> None:
    found = alarm(Diagnostic(kind, level, text))
    assert found.level in Level
    assert all(word.isprintable() and len(word) <= 200 for word in (found.kind, found.told.sv, found.told.en))
    assert shown(shown(text)) == shown(text)


def test_where_a_room_differs_is_told_by_name_and_never_with_an_address(site: Site) -> None:
    wanted = drift.read(
        '{"panels": ["svm_mdk"], "slots": {"1": "https://ours.test/"},'
        ' "settings": {"Conference AutoAnswer Mode": "off", "No Such Setting": "1"}}'
    )
    way, room = fleet(site), rooms_of(site)[1]

    def differences() -> list[tuple[str, str, str]]:
        result = way.one(room, Duty.ADMIN, lambda _, endpoint: drift.differences(endpoint, wanted))
        assert result.value is not None, result
        assert "ours.test" not in repr(result.value)
        return [(at.kind, at.what, at.told.en) for at in result.value]

    assert differences() == [
        ("panel", "svm_mdk", "The panel is missing."),
        ("slot", "1", "The room does not tell us."),
    ]
    site.endpoints[1].do(lambda device: device.configure(HAND, ("Conference", "AutoAnswer", "Mode"), "On"))
    register: dict[str, Any] = {
        "FeedbackSlot": 1,
        "ServerUrl": "https://theirs.test/key",
        "Expression": ["/Status/Call"],
    }
    site.endpoints[1].do(lambda device: device.command(HAND, ("HttpFeedback", "Register"), register))
    assert differences()[1:] == [
        ("slot", "1", "The room tells somebody else."),
        ("setting", "Conference AutoAnswer Mode", "Is On, should be off."),
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"panel": []}', '{"panels": [1]}', '{"slots": {"9": "a"}}', '{"slots": []}', "[" * 100_000]
)
def test_what_is_wanted_must_be_understood(text: str) -> None:
    with pytest.raises(drift.WantedFault):
        drift.read(text)


def test_versions_are_told_with_their_rooms_and_what_all_of_those_lack(site: Site) -> None:
    results = fleet(site).each(rooms_of(site), Duty.CONTROL, lambda _, endpoint: firmware.look(endpoint))
    first, second, third = [(one.room, one.value) for one in results if one.value]
    able = third[1].capabilities - {Capability.PANELS}
    newer = Runs(replace(third[1].identity, software="RoomOS 26", profile="26"), able)
    report = firmware.report([first, second, (third[0], newer)])
    assert [(len(each.rooms), each.profile) for each in report] == [(2, "11"), (1, "26")]
    assert [Capability.PANELS in each.lacks for each in report] == [False, True]
