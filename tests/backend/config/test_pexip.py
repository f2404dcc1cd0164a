from pathlib import Path
from typing import Any

import pytest

from backend.config import DialOutRouting, HostEntry, PexipMode, PexipSettings, production, read
from backend.errors import ConfigurationFault
from tests.backend.config.files import written

POLICY, EVENTS, MANAGEMENT = (f"{one}R7mQw2ZxK9pLt4VnB8sYd3Hf" * 2 for one in "pem")
USUAL = {
    "pexip__node": "https://video.example/",
    "pexip__policy_user": "policy",
    "pexip__policy_password": POLICY,
    "pexip__events_user": "events",
    "pexip__events_password": EVENTS,
}


def made(folder: Path, **changes: Any) -> PexipSettings | None:
    told = {key.replace("pexip__", "pexip."): value for key, value in (USUAL | changes).items()}
    return production(read({}, written(folder, **told))).settings.pexip


def test_without_any_of_its_keys_there_is_no_pexip(tmp_path: Path) -> None:
    assert production(read({}, written(tmp_path))).settings.pexip is None


def test_the_least_that_can_be_told_has_all_the_rest_from_us(tmp_path: Path) -> None:
    assert made(tmp_path) == PexipSettings(
        node="https://video.example",
        policy_user="policy",
        policy_password=POLICY,
        events_user="events",
        events_password=EVENTS,
    )


def test_all_that_can_be_told_is_taken(tmp_path: Path) -> None:
    settings = made(
        tmp_path,
        pexip__domain="video.example",
        pexip__room_number="vm.{alias}@{domain}",
        pexip__web_path="vard",
        pexip__policy_listen="10.0.0.4:8443",
        pexip__trusted_locations=["Ward rooms", "Västra"],
        pexip__dial_out_domains=["domstol.example", "sip.region.example"],
        pexip__dial_out_location="Vårdens rum",
        pexip__dial_out_routing="routing_rule",
        pexip__host_entry="pin",
        pexip__theme="Region",
        pexip__view="one_main_seven_pips",
        pexip__service_tag="care",
        pexip__management_url="https://manager.example/",
        pexip__management_user="vardmote",
        pexip__management_password=MANAGEMENT,
        pexip__ca_file="/etc/ssl/region.pem",
    )
    assert settings is not None
    assert (settings.mode, settings.host_entry) == (PexipMode.POLICY, HostEntry.PIN)
    assert settings.room_number == "vm.{alias}@{domain}"
    assert settings.trusted_locations == ("Ward rooms", "Västra")
    assert settings.dial_out_domains == ("domstol.example", "sip.region.example")
    assert (settings.dial_out_location, settings.dial_out_routing) == ("Vårdens rum", DialOutRouting.ROUTING_RULE)
    assert (settings.management_url, settings.management_password) == ("https://manager.example", MANAGEMENT)
    assert settings.ca_file == Path("/etc/ssl/region.pem")


def test_no_secret_is_shown_where_the_settings_are(tmp_path: Path) -> None:
    account = {"pexip__management_user": "vardmote", "pexip__management_password": MANAGEMENT}
    shown = repr(made(tmp_path, pexip__management_url="https://manager.example", **account))
    assert not [secret for secret in (POLICY, EVENTS, MANAGEMENT) if secret in shown]


def test_in_management_mode_nobody_asks_us_and_the_management_node_is_required(tmp_path: Path) -> None:
    nobody: dict[str, Any] = {"pexip__policy_user": None, "pexip__policy_password": None, "pexip__mode": "management"}
    with pytest.raises(ConfigurationFault) as fault:
        made(tmp_path, **nobody)
    assert fault.value.key == "pexip.management_url"
    nobody |= {
        "pexip__management_url": "https://manager.example",
        "pexip__management_client_id": "vardmote",
        "pexip__management_private_key": "/srv/key.pem",
    }
    settings = made(tmp_path, **nobody)
    assert settings is not None
    assert settings.management_private_key == Path("/srv/key.pem")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        *(({name: None}, name) for name in USUAL),
        ({"pexip__node": "http://video.example"}, "pexip__node"),
        ({"pexip__node": "https://video.example/webapp3"}, "pexip__node"),
        ({"pexip__node": "https://a:b@video.example"}, "pexip__node"),
        ({"pexip__domain": "Video.example"}, "pexip__domain"),
        ({"pexip__domain": "video example"}, "pexip__domain"),
        ({"pexip__mode": "both"}, "pexip__mode"),
        ({"pexip__web_path": "a/b"}, "pexip__web_path"),
        ({"pexip__room_number": "{domain}"}, "pexip__room_number"),
        ({"pexip__room_number": "{alias.__class__}"}, "pexip__room_number"),
        ({"pexip__room_number": "VM{alias}"}, "pexip__room_number"),
        ({"pexip__policy_user": "a:b"}, "pexip__policy_user"),
        ({"pexip__policy_password": "short"}, "pexip__policy_password"),
        ({"pexip__policy_password": "a" * 40}, "pexip__policy_password"),
        ({"pexip__policy_password": POLICY * 3}, "pexip__policy_password"),
        ({"pexip__events_password": "change-me-" * 4}, "pexip__events_password"),
        ({"pexip__events_password": "blank " + EVENTS}, "pexip__events_password"),
        ({"pexip__policy_listen": "8010"}, "pexip__policy_listen"),
        ({"pexip__host_entry": "password"}, "pexip__host_entry"),
        ({"pexip__trusted_locations": [""]}, "pexip__trusted_locations"),
        ({"pexip__dial_out_domains": ["*"]}, "pexip__dial_out_domains"),
        ({"pexip__dial_out_location": "x" * 251}, "pexip__dial_out_location"),
        ({"pexip__dial_out_domains": ["Domstol.example"]}, "pexip__dial_out_domains"),
        ({"pexip__dial_out_routing": "auto"}, "pexip__dial_out_routing"),
        ({"pexip__view": "one_main_seven_pip"}, "pexip__view"),
        ({"pexip__view": "1:7"}, "pexip__view"),
        ({"pexip__service_tag": "t" * 251}, "pexip__service_tag"),
        ({"pexip__ready_rooms": 21}, "pexip__ready_rooms"),
        ({"pexip__ready_rooms_common": -1}, "pexip__ready_rooms_common"),
        ({"pexip__ready_rooms_of": ["medicin"]}, "pexip__ready_rooms_of"),
        ({"pexip__ready_rooms_of": ["medicin=21"]}, "pexip__ready_rooms_of"),
        ({"pexip__management_url": "http://manager.example"}, "pexip__management_url"),
        ({"pexip__management_url": "https://manager.example"}, "pexip__management_user"),
        (
            {"pexip__management_url": "https://manager.example", "pexip__management_user": "vardmote"},
            "pexip__management_password",
        ),
        (
            {"pexip__management_url": "https://manager.example", "pexip__management_client_id": "vardmote"},
            "pexip__management_private_key",
        ),
        (
            {
                "pexip__management_url": "https://manager.example",
                "pexip__management_user": "vardmote",
                "pexip__management_client_id": "vardmote",
                "pexip__management_private_key": "/srv/key.pem",
            },
            "pexip__management_user",
        ),
        ({"pexip__nodes": "https://video.example"}, "pexip__nodes"),
        ({"pexip__policy__password": POLICY}, "pexip__policy__password"),
    ],
)
def test_what_must_not_be_is_refused_by_its_key(tmp_path: Path, changes: dict[str, Any], key: str) -> None:
    with pytest.raises(ConfigurationFault) as fault:
        made(tmp_path, **changes)
    assert fault.value.key == key.replace("__", ".")
    assert POLICY not in str(fault.value)


def test_rooms_in_advance_are_numbered_for_all_for_each_unit_and_for_some(tmp_path: Path) -> None:
    plain = made(tmp_path)
    assert plain is not None
    assert (plain.ready_rooms, plain.ready_rooms_common, plain.ready_rooms_of) == (2, 4, ())
    told = made(tmp_path, pexip__ready_rooms=0, pexip__ready_rooms_common=1, pexip__ready_rooms_of=["medicin=4"])
    assert told is not None
    assert (told.ready_rooms, told.ready_rooms_common, told.ready_rooms_of) == (0, 1, (("medicin", 4),))
