import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import FixedClock, SystemClock
from backend.config import PexipSettings
from backend.health.finding import Wrong
from backend.health.looks_at_management import management, management_node
from backend.storage import Database
from backend.video.pexip.wire.gate import KeptGate
from backend.video.service import ServiceRefused
from tests.backend.health.test_looks_at_pexip_rooms import told
from tests.simulators.pexip.stand import managed

PEXIP = PexipSettings("https://pexip.example", management_url="https://manager.example")


def test_a_refused_account_is_told_of_without_trying_it(tmp_path: Path, database: Database) -> None:
    gate = KeptGate(database, SystemClock(), PEXIP)
    assert "not had to be asked" in management(told(tmp_path, database, PEXIP)).en
    gate.refused(ServiceRefused("not-signed-in"))
    with pytest.raises(Wrong, match="does not accept our sign-in"):
        management(told(tmp_path, database, PEXIP))
    gate.accepted("not-signed-in")
    assert "took our account" in management(told(tmp_path, database, PEXIP)).en
    assert "No management node" in management(told(tmp_path, database, replace(PEXIP, management_url=None))).en


def test_a_node_that_does_not_answer_the_product_is_told_of_until_it_does(tmp_path: Path, database: Database) -> None:
    clock = FixedClock(datetime.now(UTC) - timedelta(seconds=30))
    gate = KeptGate(database, clock, PEXIP)
    gate.silent("")
    assert "not had to be asked" in management(told(tmp_path, database, PEXIP)).en
    clock.advance(minutes=-3)
    gate.accepted("no-answer")
    gate.silent("")
    with pytest.raises(Wrong, match="did not answer when the product asked"):
        management(told(tmp_path, database, PEXIP))
    gate.accepted("no-answer")
    assert "took our account" in management(told(tmp_path, database, PEXIP)).en


def test_the_node_is_asked_once_and_never_with_the_account(tmp_path: Path, database: Database) -> None:
    with managed() as node:
        asked = replace(PEXIP, management_url=node.url, management_user="admin", management_password="p" * 32)
        assert "wants an account" in management_node(told(tmp_path, database, asked)).en
        assert len(node.management.door.asked) == 1
    assert "No management node" in management_node(told(tmp_path, database, replace(PEXIP, management_url=None))).en


def test_what_is_no_management_node_is_told(tmp_path: Path, database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    nobody = replace(PEXIP, management_url=f"https://127.0.0.1:{port}")
    with pytest.raises(Wrong, match=r"does not answer \(ConnectionError\).*pexip.management_url"):
        management_node(told(tmp_path, database, nobody))


def test_whoever_signs_in_with_a_key_is_told_what_a_key_takes(tmp_path: Path, database: Database) -> None:
    KeptGate(database, SystemClock(), PEXIP).refused(ServiceRefused("not-signed-in"))
    with pytest.raises(Wrong) as without:
        management(told(tmp_path, database, PEXIP))
    assert "clock" not in without.value.text.en
    keyed = replace(PEXIP, management_client_id="c", management_private_key=tmp_path / "key.json")
    with pytest.raises(Wrong, match=r"OAuth2 is on .* own host name .* the clock here and at the node"):
        management(told(tmp_path, database, keyed))
