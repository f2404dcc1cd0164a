import json
from pathlib import Path

import pytest

from rooms.errors import BadParameter, NotSupported
from rooms.xapi import nodes
from rooms.xapi.channel import Value
from rooms.xapi.spaces import space

TABLE = json.loads(Path(nodes.__file__).with_suffix(".json").read_text("utf-8"))


def check(
    command: str, profile: nodes.Profile = "26", *, teams: bool = False, body: bool = False, **given: str | int
) -> None:
    nodes.check_command(tuple(command.split()), given, body=body, profile=profile, teams_mode=teams)


def test_every_space_in_the_table_can_be_read_for_every_profile() -> None:
    rows = [spec for node in TABLE["commands"].values() for spec in node.get("parameters", {}).values()]
    rows += [node["value"] for node in TABLE["configurations"].values()]
    for spec in rows:
        for one in spec.values() if isinstance(spec, dict) else [spec]:
            space(one)
        assert isinstance(spec, str) or nodes.PROFILES[0] in spec
    assert len(TABLE["commands"]) + len(TABLE["statuses"]) + len(TABLE["configurations"]) > 80


def test_the_table_says_nothing_the_code_does_not_read() -> None:
    keys = {key for kind in TABLE.values() for node in kind.values() for key in node}
    assert keys == {"since", "teams", "list", "body", "parameters", "value"}


def test_what_is_within_passes() -> None:
    check("Audio Volume Set", Level=50)
    check("Dial", Number="mdk@vc.example", Protocol="Sip", BookingId="b1")
    check("Bookings Put", body=True)


@pytest.mark.parametrize(
    ("command", "given", "body", "named"),
    [
        ("Audio Volume Set", {"Level": 101}, False, "Level"),
        ("Audio Volume Set", {"Level": "50"}, False, "Level"),
        ("Audio Volume Set", {}, False, "Level"),
        ("Audio Volume Set", {"Level": 50, "Loud": "x"}, False, "Loud"),
        ("Dial", {"Number": "a\nxCommand SystemUnit Boot"}, False, "Number"),
        ("Dial", {"Number": "a@b", "Protocol": "SIP"}, False, "Protocol"),
        ("Bookings Put", {}, False, "body"),
        ("Dial", {"Number": "a@b"}, True, "body"),
    ],
)
def test_a_value_outside_its_space_is_named(command: str, given: dict[str, str | int], body: bool, named: str) -> None:  # noqa: FBT001 - a table's row
    with pytest.raises(BadParameter) as caught:
        nodes.check_command(tuple(command.split()), given, body=body, profile="26", teams_mode=False)
    assert caught.value.parameter == named


def test_a_parameter_with_a_strange_name_is_refused_without_repeating_it() -> None:
    with pytest.raises(BadParameter) as caught:
        nodes.check_command(("Dial",), {"Number": "a", "a b\n": "x"}, body=False, profile="26", teams_mode=False)
    assert caught.value.parameter is None


@pytest.mark.parametrize(
    ("command", "profile", "teams"),
    [("WebRTC Join", "9.15", False), ("Bookings Clear", "26", True), ("Systemunit Explode", "26", False)],
)
def test_what_the_software_or_the_mode_lacks_is_not_supported(
    command: str, profile: nodes.Profile, *, teams: bool
) -> None:
    with pytest.raises(NotSupported):
        check(command, profile, teams=teams)


def test_a_space_may_differ_by_software() -> None:
    def register(profile: nodes.Profile, count: int) -> None:
        given: dict[str, Value] = {"FeedbackSlot": 2, "ServerUrl": "https://a", "Expression": ["/Status/Call"] * count}
        nodes.check_command(("HttpFeedback", "Register"), given, body=False, profile=profile, teams_mode=False)

    register("9.15", 15)
    register("26", 50)
    for profile, count in (("9.15", 16), ("11", 16), ("26", 51)):
        with pytest.raises(BadParameter):
            register(profile, count)  # type: ignore[arg-type]  # the table's own words


def test_settings_of_the_table_are_checked_and_others_left_to_the_room() -> None:
    nodes.check_setting(("Audio", "DefaultVolume"), 50, profile="9.15")
    nodes.check_setting(("Video", "Output", "Connector", "1", "Resolution"), "1920_1080_60", profile="9.15")
    with pytest.raises(BadParameter, match="DefaultVolume"):
        nodes.check_setting(("Audio", "DefaultVolume"), 101, profile="9.15")
    with pytest.raises(BadParameter):
        nodes.check_setting(("Time", "Zone"), "a\nb", profile="9.15")
    with pytest.raises(NotSupported):
        nodes.check_setting(("Standby", "Level"), "Standby", profile="11")


@pytest.mark.parametrize("path", [(), ("Audio Volume",), ("Audio\nx",), ("Audio|x",), ("",)])
def test_a_path_is_of_names_only(path: tuple[str, ...]) -> None:
    with pytest.raises(BadParameter):
        nodes.check_path(path)


def test_lists_and_profiles_of_statuses_are_known() -> None:
    assert nodes.is_list(("Call",))
    assert not nodes.is_list(("Audio", "Volume"))
    assert nodes.has_status(("RoomAnalytics", "RoomInUse"), "11")
    assert not nodes.has_status(("RoomAnalytics", "RoomInUse"), "9.15")
