"""What the doctor says of Pexip's global settings, as a Management Node tells them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backend.config import DialOutRouting, PexipSettings
from backend.health.finding import Wrong
from backend.health.looks_at_pexip_settings import pexip_settings
from backend.storage import Database
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from tests.backend.health.test_looks_at_pexip_rooms import told
from tests.simulators.pexip.stand import ACCOUNT, Managed, managed

GLOBAL = "configuration/v1/global/1/"
PEXIP = PexipSettings("https://pexip.example", management_user=ACCOUNT.user, management_password=ACCOUNT.password)


@pytest.fixture
def node() -> Iterator[Managed]:
    with managed() as made:
        yield made


def said(tmp_path: Path, database: Database, pexip: PexipSettings) -> str:
    with pytest.raises(Wrong) as wrong:
        pexip_settings(told(tmp_path, database, pexip))
    assert "Platform > Global settings" in wrong.value.text.sv
    return wrong.value.text.en


def test_as_pexip_comes_a_patient_is_thrown_out_while_waiting(
    tmp_path: Path, database: Database, node: Managed
) -> None:
    pexip = replace(PEXIP, management_url=node.url)
    found = said(tmp_path, database, pexip)
    assert "Waiting for Host timeout (waiting_for_chair_timeout) is 900, has to be at least 3600" in found
    assert found.count("has to be") == 1
    node.ask("PATCH", GLOBAL, {"waiting_for_chair_timeout": 3600})
    assert "as they should" in pexip_settings(told(tmp_path, database, pexip)).en
    node.ask("PATCH", GLOBAL, {"waiting_for_chair_timeout": 3599})
    assert "is 3599" in said(tmp_path, database, pexip)


def test_how_long_people_wait_follows_from_the_regions_door(tmp_path: Path, database: Database, node: Managed) -> None:
    pexip = replace(PEXIP, management_url=node.url)
    node.ask("PATCH", GLOBAL, {"waiting_for_chair_timeout": 7200})
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"extends": "vastmanland", "door": {"opens_minutes_before": 120}}), "utf-8")
    region = told(tmp_path, database, pexip)
    with pytest.raises(Wrong, match=r"at least 9000.*120 minutes before"):
        pexip_settings(replace(region, settings=replace(region.settings, profile=str(own))))


@pytest.mark.parametrize(
    ("field", "bad", "good"),
    [
        ("eject_last_participant_backstop_timeout", 60, 3600),
        ("guests_only_timeout", 0, 60),
        ("min_pin_length", 9, 8),
    ],
)
def test_what_would_end_a_meeting_or_stop_all_of_them_is_named(  # noqa: PLR0913 - a table
    tmp_path: Path, database: Database, node: Managed, field: str, bad: int, good: int
) -> None:
    pexip = replace(PEXIP, management_url=node.url)
    node.ask("PATCH", GLOBAL, {"waiting_for_chair_timeout": 7200, field: bad})
    found = said(tmp_path, database, pexip)
    assert f"({field}) is {bad}, " in found
    assert found.count("has to be") == 1
    node.ask("PATCH", GLOBAL, {field: good})
    pexip_settings(told(tmp_path, database, pexip))


def test_the_switches_for_calls_out_count_where_hosts_can_call(
    tmp_path: Path, database: Database, node: Managed
) -> None:
    node.ask("PATCH", GLOBAL, {"waiting_for_chair_timeout": 7200, "enable_dialout": False})
    nobody = replace(PEXIP, management_url=node.url)
    pexip_settings(told(tmp_path, database, nobody))
    calls = replace(nobody, dial_out_location="Vårdens noder")
    found = said(tmp_path, database, calls)
    assert all(f"({field}) is off, has to be on" in found for field in ("enable_dialout", "enable_legacy_dialout_api"))
    assert 'Switch it on, or set pexip.dial_out_routing = "routing_rule".' in found
    node.ask("PATCH", GLOBAL, {"enable_dialout": True, "enable_legacy_dialout_api": True})
    assert "manual is right" in pexip_settings(told(tmp_path, database, calls)).en
    by_rule = replace(calls, dial_out_routing=DialOutRouting.ROUTING_RULE)
    node.ask("PATCH", GLOBAL, {"enable_legacy_dialout_api": False})
    node.create("gateway_routing_rule", name="r", priority=1, match_string=".*", match_outgoing_calls=True)
    assert "routing_rule is right" in pexip_settings(told(tmp_path, database, by_rule)).en
    node.ask("PATCH", GLOBAL, {"enable_dialout": False})
    assert said(tmp_path, database, by_rule).count("has to be") == 1


def test_by_rule_each_address_of_the_region_has_to_have_one(tmp_path: Path, database: Database, node: Managed) -> None:
    node.ask("PATCH", GLOBAL, {"waiting_for_chair_timeout": 7200})
    routing = DialOutRouting.ROUTING_RULE
    calls = replace(PEXIP, management_url=node.url, dial_out_location="Vårdens noder", dial_out_routing=routing)
    for off in ({"match_outgoing_calls": False}, {"match_string": "nobody"}):
        with pytest.raises(Wrong, match=r"No Call Routing Rule.*forvaltningsratten"):
            pexip_settings(told(tmp_path, database, calls))
        rule = {"priority": 1, "match_string": ".*", "match_outgoing_calls": True} | off
        node.create("gateway_routing_rule", name=f"{off}", **rule)
    node.management.door.denied["gateway_routing_rule"] = 403
    assert "can't be looked up" in pexip_settings(told(tmp_path, database, calls)).en


@pytest.mark.parametrize("status", [401, 403])
def test_an_account_that_may_not_read_them_is_no_fault_and_stops_nothing_else(
    tmp_path: Path, database: Database, node: Managed, status: int
) -> None:
    node.management.door.denied["global"] = status
    assert "can't be looked up" in pexip_settings(told(tmp_path, database, replace(PEXIP, management_url=node.url))).en
    with database.read() as session:
        known = session.get(PexipPart, PART_MANAGEMENT)
        assert known is None or not known.fault


def test_where_nobody_can_be_asked_it_says_what_to_look_for(tmp_path: Path, database: Database) -> None:
    assert "docs/pexip.md" in pexip_settings(told(tmp_path, database, PEXIP)).sv
    assert "not been set up" in pexip_settings(told(tmp_path, database, None)).en
    with pytest.raises(Wrong, match="see pexip_management"):
        pexip_settings(told(tmp_path, database, replace(PEXIP, management_url="http://127.0.0.1:9")))
