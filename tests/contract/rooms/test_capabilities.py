"""What a room can do is said by data: a method whose capability is missing raises and asks the room nothing."""

from collections.abc import Callable, Mapping

import pytest

from rooms.endpoint import Booking, Capability, Dial, Endpoint, FeedbackSlot, Prompt
from rooms.errors import NotSupported
from simulators.roomos.nodes import Profile
from tests.contract.rooms.stand import LEGACY_BOOKINGS, NO_EVENTS, Stand, standing
from tests.contract.rooms.test_endpoint import START

BOOKING = Booking("1", "MDK", "mdk@vc.example", START, 60)
# Every method that needs a capability, with values any room would take.
METHODS: Mapping[Capability, tuple[Callable[[Endpoint], object], ...]] = {
    Capability.CALLS: (
        lambda room: room.dial(Dial("a@b.example")),
        lambda room: room.accept("1"),
        lambda room: room.reject("1"),
        lambda room: room.hang_up("1"),
        lambda room: room.send_tones("1", "1"),
    ),
    Capability.STANDBY: (lambda room: room.wake(), lambda room: room.sleep()),
    Capability.SOUND: (lambda room: room.set_volume(50), lambda room: room.mute_microphones(muted=True)),
    Capability.PRESENTATION: (lambda room: room.present(1), lambda room: room.present(None)),
    Capability.LAYOUT: (
        lambda room: room.set_layout("equal"),
        lambda room: room.set_layout("Equal"),
        lambda room: room.layout(),
    ),
    Capability.CAMERA_PRESETS: (lambda room: room.activate_camera_preset(1),),
    Capability.PANELS: (
        lambda room: room.save_panel("a", "<Extensions><Panel/></Extensions>"),
        lambda room: room.remove_panel("a"),
        lambda room: room.panels(),
    ),
    Capability.MESSAGES: (
        lambda room: room.alert("a", "b"),
        lambda room: room.ask(Prompt("a", "b", "c", ("d",))),
        lambda room: room.withdraw("a"),
        lambda room: room.set_widget("a", "b"),
    ),
    Capability.BOOKINGS: (lambda room: room.put_bookings([BOOKING]), lambda room: room.put_bookings([])),
    Capability.BOOKINGS_READ: (lambda room: room.bookings(),),
    Capability.CONFIGURATION: (
        lambda room: room.configuration(("SystemUnit", "Name")),
        lambda room: room.configure(("SystemUnit", "Name"), "a"),
    ),
    Capability.EVENTS: (lambda room: room.watch([("Status", "Call")], lambda _: None),),
    Capability.FEEDBACK_SLOTS: (
        lambda room: room.feedback_slots(),
        lambda room: room.post_feedback(FeedbackSlot(1, "https://a.example", ("/Status/Call",))),
    ),
    Capability.ANNOUNCE: (lambda room: room.announce("a", "b", seconds=60),),
}


def missing_over(scheme: str) -> set[Capability]:
    return {Capability.EVENTS} if scheme in NO_EVENTS else set()


def check(stand: Stand, missing: set[Capability]) -> None:
    stand.asked.clear()
    assert frozenset(Capability) - stand.room.capabilities() == missing
    for capability in missing:
        for method in METHODS[capability]:
            with pytest.raises(NotSupported):
                method(stand.room)
    assert stand.asked == []


def test_every_capability_has_its_methods_here() -> None:
    assert set(METHODS) == set(Capability)


def test_what_the_way_of_speaking_lacks_is_said(stand: Stand) -> None:
    check(stand, missing_over(stand.scheme))


@pytest.mark.parametrize("profile", ["11", "26"])
def test_what_teams_mode_lacks_is_said(scheme: str, profile: Profile) -> None:
    with standing(scheme, profile, teams=True) as stand:
        assert stand.room.identity().teams_mode
        check(stand, missing_over(scheme) | {Capability.BOOKINGS, Capability.LAYOUT})
        assert not stand.room.state().elsewhere
        stand.ours.do(lambda device: device.machine.change({"MicrosoftTeams": {"Calling": {"InCall": "True"}}}))
        assert stand.room.state().elsewhere


def test_older_software_that_no_cloud_knows_takes_bookings_in_the_older_form_or_not_at_all(scheme: str) -> None:
    with standing(scheme, "9.15", edge=False) as stand:
        if scheme in LEGACY_BOOKINGS:
            stand.room.put_bookings([BOOKING])
            assert stand.asked == ["put_legacy"]
            assert [booking.booking_id for booking in stand.room.bookings()] == ["1"]
        else:
            check(stand, missing_over(scheme) | {Capability.BOOKINGS})
