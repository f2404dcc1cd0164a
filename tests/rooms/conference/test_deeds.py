"""What is said to a room for each action, and what is done without."""

from datetime import UTC, datetime, timedelta

import pytest

from rooms.conference import deeds
from rooms.conference.acting import unanswered
from rooms.conference.messages import Action, Dial, DialRefused, Leave, Look, NoContact, Seen, Share, Tones
from rooms.conference.plan import Entry, Plan, Site
from rooms.conference.state import AsFound
from rooms.endpoint import Prompt
from rooms.errors import Lost, NotSupported, Refused, RoomError, Unreachable
from rooms.xapi.channel import Node
from tests.rooms.xapi.scripted import ScriptedChannel, endpoint

NOW = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
SITE = Site("b", "Sala", camera_preset=3, layout="equal")
PLAN = Plan("p", (SITE,), (), "b", NOW, NOW + timedelta(hours=1), Entry(""), Entry("guest@vc.example", "99#"))
OURS, THEIRS = ("1", "Connected", "tag"), ("2", "Ringing", "")


def telling(channel: ScriptedChannel, *calls: tuple[str, str, str]) -> None:
    channel.statuses["Call"] = [{"id": call_id, "Status": status} for call_id, status, _ in calls]
    conference: Node = {"Call": [{"id": call_id, "BookingId": tag} for call_id, _, tag in calls]}
    channel.statuses["Conference"] = conference


def test_a_look_tells_calls_by_their_tag_and_a_meeting_of_another_service_as_others() -> None:
    room, channel = endpoint(teams=True)
    telling(channel, OURS, THEIRS, ("3", "Disconnecting", "tag"), ("4", "OnHold", "other"))
    channel.statuses["MicrosoftTeams Calling InCall"] = "True"
    assert deeds.calls(room.state(), "tag") == (
        Seen("1", ours=True, connected=True),
        Seen("2", ours=False, connected=False),
        Seen("4", ours=False, connected=True),
        Seen("", ours=False, connected=True),
    )
    assert deeds.ending(room.state()) == {"3"}


@pytest.mark.parametrize(
    ("booking_id", "minutes", "booked"),
    [("x", 0, True), ("x", -61, False), ("x", 4, True), ("x", 6, False), ("tag", 0, False)],
)
def test_a_booking_of_others_that_goes_on_now_is_seen(booking_id: str, minutes: int, *, booked: bool) -> None:
    room, channel = endpoint()
    start = NOW + timedelta(minutes=minutes)
    times = {"StartTime": f"{start:%Y-%m-%dT%H:%M:%SZ}", "EndTime": f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"}
    dial: Node = {"Calls": {"Call": [{"id": "1", "Number": "a@b.example", "Protocol": "SIP"}]}}
    item: Node = {"id": "1", "Id": booking_id, "Title": "Bokat", "Time": {**times}, "DialInfo": dial}
    channel.results["Bookings List"] = {"Booking": [item]}
    assert deeds.look(room, PLAN, SITE, "tag", 4, NOW).booked is booked


def test_a_room_without_camera_presets_and_layouts_is_dialled_all_the_same() -> None:
    room, channel = endpoint(teams=True)
    channel.statuses["MicrosoftTeams Calling InCall"] = "False"
    channel.results |= {"Camera Preset Activate": Refused("no such preset"), "Dial": {"CallId": "7"}}
    assert deeds.dial(room, PLAN, SITE, "tag") == "7"
    assert [said[0] for said in channel.said] == ["Camera Preset Activate", "Dial"]
    assert channel.said[-1][1] == {
        "Number": "guest@vc.example",
        "Protocol": "Sip",
        "BookingId": "tag",
        "DisplayName": "Skyddat vårdmöte",
    }


def test_a_room_that_has_lost_its_line_is_not_dialled() -> None:
    room, channel = endpoint()
    channel.results["Camera Preset Activate"] = Lost("gone")
    with pytest.raises(Lost):
        deeds.dial(room, PLAN, SITE, "tag")
    assert [said[0] for said in channel.said] == ["Camera Preset Activate"]


def test_a_question_wakes_first() -> None:
    room, channel = endpoint()
    deeds.ask(room, Prompt("f", "t", "?", ("Ja",)))
    assert [said[0] for said in channel.said] == ["Standby Deactivate", "UserInterface Message Prompt Display"]


def test_leaving_hangs_up_only_calls_that_are_still_ours_and_puts_an_empty_room_back() -> None:
    room, channel = endpoint()
    telling(channel, ("1", "Connected", "other"))
    action = Leave("b", 3, ("1",), found=AsFound(30, "Standby"))
    deeds.leave(room, action, "tag", "f", lambda _: None)
    assert [said[0] for said in channel.said] == ["UserInterface Message Prompt Clear"]
    telling(channel)
    deeds.leave(room, action, "tag", "f", lambda _: None)
    assert [said[0] for said in channel.said[1:]] == [
        "UserInterface Message Prompt Clear",
        "Audio Volume Set",
        "Standby Activate",
    ]


def test_a_call_that_does_not_go_is_told() -> None:
    room, channel = endpoint()
    telling(channel, OURS)
    waited: list[float] = []
    with pytest.raises(Lost):
        deeds.leave(room, Leave("b", 3, ("1",)), "tag", "f", waited.append)
    assert 1 < sum(waited) < 10
    assert [said[0] for said in channel.said] == ["Call Disconnect"]


def test_a_room_is_put_back_only_when_the_call_is_gone_also_where_its_tag_goes_first() -> None:
    room, channel = endpoint()
    telling(channel, OURS)
    states = [(("1", "Disconnecting", ""),), ()]

    def pause(_seconds: float) -> None:
        telling(channel, *states.pop(0))

    deeds.leave(room, Leave("b", 3, ("1",), found=AsFound(30)), "tag", "f", pause)
    assert states == []
    assert [said[0] for said in channel.said] == [
        "Call Disconnect",
        "UserInterface Message Prompt Clear",
        "Audio Volume Set",
    ]


@pytest.mark.parametrize(
    ("action", "fault", "told"),
    [
        (Dial("b", 2), Refused("no"), DialRefused("b", 2, "refused")),
        (Dial("b", 2), NotSupported("no"), DialRefused("b", 2, "not-supported")),
        (Dial("b", 2), Lost("gone"), NoContact("b", 2)),
        (Look("b", 2), Unreachable("dark"), NoContact("b", 2)),
        (Look("b", 2), Refused("no"), NoContact("b", 2)),
        (Tones("b", "1"), Refused("no"), None),
        (Share("b"), Lost("gone"), None),
    ],
)
def test_only_a_room_that_said_no_has_no_call(action: Action, fault: RoomError, told: object) -> None:
    assert unanswered(action, fault) == told
