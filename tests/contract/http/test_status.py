"""The state of the video services over HTTP: what has been measured, what to do about it, and for whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.clock import FixedClock
from backend.config import PexipMode, PexipSettings
from backend.health.publisher_words import node_lacks
from backend.health.video_words import ready_rooms
from backend.video.models import Conference, Presence
from backend.video.pexip.hooks.models import PexipEvent, PexipSink
from backend.video.pexip.management import pool
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.theme import UNKNOWN, UNREADABLE, noting
from backend.video.pexip.parts import PART_MANAGEMENT, PART_POLICY, PexipPart, Telling
from backend.web import schemas
from tests.product import Caller, code_of, wired

PEXIP = PexipSettings(
    "https://pexip.example", events_user="e", events_password="p" * 32, management_url="https://m.example"
)


@pytest.fixture
def region(tmp_path: Path, database_url: str, clock: FixedClock) -> Iterator[Caller]:
    product = wired(tmp_path, database_url, clock, pexip=PEXIP)
    yield Caller(product, clock, "demo:rum")
    product.stop()


def parts(caller: Caller) -> dict[str, Any]:
    answer = caller.call("GET", "/api/v1/status").get_json()
    schemas.check("health/status", answer)
    return {part["code"]: part for part in answer["parts"]}


def lives(caller: Caller) -> Telling:
    telling = Telling(caller.product.database, caller.clock)
    telling.tell()
    return telling


def sink(caller: Caller, node: str, **more: Any) -> None:
    known = {"after": -1, "seq": 9, "time": 9, "missing": [], "heard_at": caller.clock.now()}
    with caller.product.database.write() as session:
        session.add(PexipSink(node=node, **(known | more)))


def test_nothing_measured_is_told_as_such(region: Caller) -> None:
    told = parts(region)
    assert {code: part["state"] for code, part in told.items()} == {
        "policy": "bad", "events": "info", "management": "info",
    }  # fmt: skip
    assert told["policy"]["at"] is None


def test_the_process_that_answers_pexip_and_when_it_was_last_asked(region: Caller) -> None:
    telling = lives(region)
    assert parts(region)["policy"]["state"] == "info"
    telling.heard()
    asked = region.clock.now()
    region.clock.advance(seconds=30)
    telling.tell()
    found = parts(region)["policy"]
    assert (found["state"], found["at"]) == ("good", asked.isoformat())
    # A process that was begun anew does not forget it.
    lives(region)
    assert parts(region)["policy"]["at"] == asked.isoformat()
    region.clock.advance(minutes=3)
    assert parts(region)["policy"]["state"] == "bad"


def test_who_asks_with_a_wrong_password_is_told_of_for_an_hour_beside_whoever_asks_rightly(region: Caller) -> None:
    telling = lives(region)
    telling.refused()
    at = region.clock.now()
    telling.tell()
    assert parts(region)["policy"]["state"] == "info", "nobody has asked rightly"
    region.clock.advance(seconds=30)
    telling.heard()
    telling.tell()
    found = parts(region)
    assert (found["policy"]["state"], found["policy"]["at"]) == ("good", region.clock.now().isoformat())
    assert (found["policy-sign-in"]["state"], found["policy-sign-in"]["at"]) == ("warn", at.isoformat())
    assert "pexip.policy_password" in found["policy-sign-in"]["steps"][0]["sv"]
    # One that was begun anew does not forget it, either.
    lives(region)
    assert parts(region)["policy-sign-in"]["state"] == "warn"
    region.clock.advance(hours=1)
    telling.tell()
    assert "policy-sign-in" not in parts(region)


def test_a_publisher_that_stopped_is_told_of_with_how_to_restart_it(region: Caller) -> None:
    now = region.clock.now()
    sink(region, "10.0.0.1")
    sink(region, "10.0.0.2", stopped_at=now)
    sink(region, "10.0.0.3", gap_at=now, missing=[[3, 5]])
    told = parts(region)
    assert [told[f"node:10.0.0.{number}"]["state"] for number in (1, 2, 3)] == ["good", "bad", "warn"]
    stopped = told["node:10.0.0.2"]
    assert stopped["at"] == now.isoformat()
    assert "Event sinks" in stopped["steps"][0]["sv"]
    assert len(stopped["steps"]) >= 3
    assert told["node:10.0.0.3"]["said"]["en"].startswith("3 events")
    assert not told["node:10.0.0.1"]["steps"]
    region.clock.advance(days=1, minutes=1)
    assert parts(region)["node:10.0.0.3"]["state"] == "good"


def test_events_that_nobody_works_are_told_of(region: Caller) -> None:
    sink(region, "10.0.0.1")
    assert parts(region)["events"]["state"] == "good"
    event = {"node": "10.0.0.1", "seq": 1, "time": 1, "version": 2, "event": "conference_started", "data": {}}
    with region.product.database.write() as session:
        session.add(PexipEvent(reference="x1", received_at=region.clock.now(), **event))
    region.clock.advance(minutes=6)
    assert parts(region)["events"]["state"] == "bad"


@pytest.mark.parametrize("fault", ["not-signed-in", "not-allowed", "private-key-unusable"])
def test_a_management_node_that_will_not_have_us_is_told_of(region: Caller, fault: str) -> None:
    since = region.clock.now()
    with region.product.database.write() as session:
        session.add(PexipPart(part=PART_MANAGEMENT, fault=fault, fault_since=since, heard_at=since))
    region.clock.advance(minutes=3)
    found = parts(region)["management"]
    assert (found["state"], found["at"], len(found["steps"])) == ("bad", since.isoformat(), 3)
    assert "pexip.management_password" in found["steps"][1]["sv"]


@pytest.mark.parametrize(("tries", "state"), [(1, "warn"), (2, "bad")])
def test_a_management_node_that_does_not_answer_is_looked_for_in_the_network_and_not_in_the_account(
    region: Caller, tries: int, state: str
) -> None:
    since = region.clock.now()
    with region.product.database.write() as session:
        silent = PexipPart(part=PART_MANAGEMENT, fault="no-answer", fault_since=since, heard_at=since, refusals=tries)
        session.add(silent)
    assert parts(region)["management"]["state"] == "good"
    region.clock.advance(minutes=3)
    found = parts(region)["management"]
    steps = " ".join(step["sv"] for step in found["steps"])
    assert (found["state"], found["at"]) == (state, since.isoformat())
    assert all(word in steps for word in ("pexip.management_url", "brandvägg", "certifikat"))
    assert "kontot" not in steps


def test_one_of_something_is_told_in_the_singular() -> None:
    at = datetime(2026, 6, 10, tzinfo=UTC)
    assert node_lacks("n", at, 1).said.sv.startswith("En händelse har")
    assert node_lacks("n", at, 1).said.en.startswith("One event has")
    assert node_lacks("n", at, 2).said.en.startswith("2 events have")
    came = [ready_rooms([pool.PoolStatus("barn", 1, 1, count)]).said for count in (1, 2)]
    assert ["ett möte vänta" in said.sv and "one meeting had" in said.en for said in came] == [True, False]
    assert "2 möten vänta" in came[1].sv


def test_a_mode_in_which_pexip_does_not_ask_has_no_answers_to_it(
    tmp_path: Path, database_url: str, clock: FixedClock
) -> None:
    settings = PexipSettings("https://pexip.example", mode=PexipMode.MANAGEMENT, management_url="https://m.example")
    product = wired(tmp_path, database_url, clock, pexip=settings)
    assert PART_POLICY not in parts(Caller(product, clock, "demo:region"))
    product.stop()


def test_rooms_that_wait_are_told_by_unit_and_who_came_when_there_was_none(
    tmp_path: Path, database_url: str, clock: FixedClock
) -> None:
    settings = PexipSettings("https://pexip.example", mode=PexipMode.MANAGEMENT, management_url="https://m.example")
    product = wired(tmp_path, database_url, clock, pexip=settings)
    region, now = Caller(product, clock, "demo:rum"), clock.now()
    assert parts(region)["rooms"]["state"] == "info"
    with product.database.write() as session:
        for number, waited in enumerate((30, 90)):
            written = now - timedelta(seconds=waited)
            spare = {"name": f"vm-{number}", "nonce": "n", "asked_at": written, "written_at": written, "vmr": "1"}
            session.add(PexipSpare(**spare, pool="medicin"))
    found = parts(region)["rooms"]
    assert (found["state"], found["said"]["en"]) == (
        "good", "Rooms ready for meetings that start now – medicin: 1 of 2."
    )  # fmt: skip
    with product.database.write() as session:
        pool.note_overflow(session, "vm-9", "x9", "barn", now)
    found = parts(region)["rooms"]
    assert (found["state"], "(barn: 1)" in found["said"]["sv"], len(found["steps"])) == ("warn", True, 1)
    clock.advance(days=8)
    assert parts(region)["rooms"]["state"] == "good"
    product.stop()


def test_without_pexip_there_is_nothing_to_watch(caller: Caller) -> None:
    answer = caller.as_("rum").call("GET", "/api/v1/status").get_json()
    assert (answer["pexip"], answer["parts"]) == (False, [])


def test_others_are_told_whose_it_is(caller: Caller) -> None:
    for user in ("personal", "chef", "admin", "granskare"):
        assert code_of(caller.as_(user).call("GET", "/api/v1/status")) == (403, "forbidden")


def test_a_publisher_that_gave_up_in_silence_is_named_though_another_speaks(region: Caller) -> None:
    sink(region, "10.0.0.1")
    sink(region, "10.0.0.2")
    began = region.clock.now()
    with region.product.database.write() as session:
        held = {"key": "k", "service": "pexip", "reference": "x", "start": began, "end": began, "language": "sv"}
        session.add(Conference(id="c", participant_limit=15, state="ready", state_at=began, **held))
        session.flush()
        for person in ("one", "other"):
            led = {"conference_id": "c", "role": "guest", "state": "coming", "since": began}
            session.add(Presence(id=person, person=person, token_hash=person, **led))
    region.clock.advance(minutes=6)
    with region.product.database.write() as session:
        session.get_one(PexipSink, "10.0.0.2").heard_at = region.clock.now()
    told = parts(region)
    found = {code: told[code]["state"] for code in ("events", "node:10.0.0.1", "node:10.0.0.2")}
    assert found == {"events": "bad", "node:10.0.0.1": "bad", "node:10.0.0.2": "good"}
    assert told["events"]["said"]["sv"].startswith("2 personer har letts vidare")
    assert all("Event sinks" in told[code]["steps"][0]["sv"] for code in ("events", "node:10.0.0.1"))
    with region.product.database.write() as session:
        session.get_one(Presence, "other").state = "left"
    assert parts(region)["events"]["state"] == "good", "one may have turned back"


def test_a_theme_that_pexip_has_not_is_a_warning_with_what_to_do(
    tmp_path: Path, database_url: str, clock: FixedClock
) -> None:
    pexip = replace(PEXIP, mode=PexipMode.MANAGEMENT, theme="Vård")
    product = wired(tmp_path, database_url, clock, pexip=pexip)
    caller = Caller(product, clock, "demo:rum")
    tell = noting(product.database, clock, "Vård")
    tell("")
    assert "theme" not in parts(caller)
    for fault, said in ((UNKNOWN, "no theme by the name"), (UNREADABLE, "may not read themes")):
        tell(fault)
        told = parts(caller)["theme"]
        assert (told["state"], told["at"], len(told["steps"])) == ("warn", clock.now().isoformat(), 1)
        assert said in told["said"]["en"]
    tell("")
    assert "theme" not in parts(caller)
    product.stop()
