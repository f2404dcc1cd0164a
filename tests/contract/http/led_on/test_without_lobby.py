"""Whether people wait until a host lets them in is the service's to say: all pages tell what it says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.clock import FixedClock
from backend.storage import Database
from tests.backend.video.pexip.node import region, settings
from tests.contract.http.led_on.far import PEXIP
from tests.contract.http.test_door import door_of
from tests.product import Caller, wired
from tests.simulators.pexip.stand import Loop, looping


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with looping() as made:
        yield made


@pytest.fixture
def straight(loop: Loop, database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    """A Pexip that may not ask us: its rooms are written beforehand, and are open once a host is in."""
    with region(loop, database) as pexip:
        product = wired(tmp_path, database.url, clock, pexip=settings(pexip.node.url))
        yield Caller(product, clock)
        product.stop()


@pytest.fixture
def lobbied(database_url: str, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    product = wired(tmp_path, database_url, clock, pexip=PEXIP)
    yield Caller(product, clock)
    product.stop()


def told(caller: Caller) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Return the door's page, what a host is told of the meeting, and the booker's notices by their code."""
    meeting = caller.create()
    assert meeting["service"] == "pexip"
    started = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/start").get_json()
    token = {"token": started["host_url"].partition("#")[2]}
    entered = caller.as_(None).call("POST", f"/h/{meeting['id']}/enter", token).get_json()
    notices = {row["code"]: row["sv"] for row in meeting["notices"]}
    return caller.as_(None).call("GET", door_of(meeting)).text, entered["meeting"], notices


def test_without_a_lobby_everybody_is_told_that_there_is_none(straight: Caller) -> None:
    door, host, notices = told(straight)
    assert '"led_on": true' in door
    assert '"lobby": false' in door
    assert (host["reports"], host["lobby"]) == (True, False)
    assert "admit" not in host["host_controls"]
    assert "Mötet har ingen lobby." in notices["no-lobby"]
    assert "kommer rakt in" in notices["no-lobby"]


def test_with_a_lobby_nothing_is_said_to_lack(lobbied: Caller) -> None:
    door, host, notices = told(lobbied)
    assert '"led_on": true' in door
    assert '"lobby": true' in door
    assert (host["reports"], host["lobby"]) == (True, True)
    assert "no-lobby" not in notices


def test_a_service_by_link_says_what_it_can_not_know(straight: Caller) -> None:
    types = {row["code"]: row for row in straight.call("GET", "/api/v1/profile").get_json()["types"]}
    rows = {row["code"]: row["sv"] for row in types["patient_care"]["link"]["notices"]}
    assert "Om gästerna väntar där bestämmer" in rows["no-lobby"]


def test_no_message_to_a_patient_promises_a_lobby(straight: Caller) -> None:
    for language, promise in {"sv": "släpper", "en": "let you in"}.items():
        assert promise not in straight.create(language=language)["patient_message"]
