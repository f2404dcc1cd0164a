"""Pexip's external policy as the contract has it: always an answer, never elsewhere, and nobody named in the log."""

import base64
import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse

from backend.clock import FixedClock
from backend.config import PexipSettings
from backend.fleet.models import FleetRoom
from backend.meetings.models import Meeting
from backend.policy_side import application, wire
from backend.room_meetings.models import MeetingRoom
from backend.storage import Database
from backend.video.models import Conference, ConferenceState, Presence
from backend.video.pexip import entries, names
from backend.video.pexip.entries import Entries, Who
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.parts import PART_POLICY, WRONG_SIGN_IN, PexipPart, Telling
from backend.video.pexip.policy import slowing
from backend.video.pexip.policy.hurried import hurried
from backend.video.pexip.policy.ways import Ways
from backend.web import logs
from tests.backend.video.pexip.answered import is_taken
from tests.backend.video.pexip.rows import one_room
from tests.product import SECRET
from tests.product import settings as product_settings

SERVICE, PARTICIPANT = "/policy/v1/service/configuration", "/policy/v1/participant/properties"
REFUSED = {"status": "success", "action": "reject"}
USER, PASSWORD = "pexip", "rätt häst batteri"
PEXIP = PexipSettings(
    node="https://pexip.example",
    policy_user=USER,
    policy_password=PASSWORD,
    trusted_locations=("Sjukhuset",),
    theme="Regionen",
    view="four_mains_zero_pips",
)
ENTRIES = Entries(names.derived(SECRET))
NAME = "Astrid Berg"


class Pexip:
    """Pexip, asking; and a house with one conference that begins in half an hour."""

    def __init__(self, app: Flask, database: Database, clock: FixedClock, telling: Telling) -> None:
        self.client = Client(app)
        self.telling = telling
        self.database = database
        self.clock = clock
        with database.write() as session:
            start = clock.now() + timedelta(minutes=30)
            room = one_room(start, clock.now(), minutes=45, participant_limit=2)
            session.add(room)
            session.add(Conference(id="c1", key="k1", service="pexip", reference="x1", start=start, end=room.end,
                                   participant_limit=2, language="sv", state="ready", state_at=start))  # fmt: skip

    def way(self, role: str = "guest", person: str = "p1") -> str:
        """Return the alias of a new way in."""
        with self.database.write() as session:
            room = session.get_one(PexipRoom, "x1")
            if role == "room":
                return ENTRIES.alias(ENTRIES.for_room(session, room, self.clock.now()))
            return ENTRIES.alias(ENTRIES.for_person(session, room, Who(person, role, NAME), self.clock.now()))

    def books(self, room: str) -> None:
        """Let the conference's meeting have the room."""
        start, now = self.clock.now() + timedelta(minutes=30), self.clock.now()
        with self.database.write() as session:
            session.add(FleetRoom(id=room, name=room, kind="meeting_room", capacity=8, equipment=[], site="",
                                  address="", changed_at=now))  # fmt: skip
            session.add(Meeting(id="m1", unit="u1", organiser="anna", booked_by="anna", mailbox="anna@x.example",
                                type="patient_care", language="sv", start=start, end=start + timedelta(minutes=45),
                                time_zone="Europe/Stockholm", conference_id="c1", lifecycle_at=now,
                                appointment_expected=False, created_at=now))  # fmt: skip
            session.flush()
            session.add(MeetingRoom(booking="m1", room_id=room, since=now))

    def enter(self, person: str, role: str = "guest", state: str = "in") -> None:
        with self.database.write() as session:
            session.add(Presence(id=f"r{person}", conference_id="c1", person=person, role=role, state=state,
                                 since=self.clock.now(), token_hash=person))  # fmt: skip

    def ask(self, path: str, told: str = f"{USER}:{PASSWORD}", method: str = "GET", **asked: str) -> TestResponse:
        headers = {"Authorization": f"Basic {base64.b64encode(told.encode()).decode()}"}
        return self.client.open(path, method=method, query_string=asked, headers=headers)

    def answer(self, path: str, **asked: str) -> dict[str, Any]:
        """Return the answer, which Pexip takes."""
        response = self.ask(path, **asked)
        assert (response.status_code, response.mimetype) == (200, "application/json")
        body: dict[str, Any] = json.loads(response.data)
        assert is_taken("service" if path == SERVICE else "participant", body)
        return body


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the process writes in its log."""
    target = io.StringIO()
    before = structlog.get_config()
    logs.configure(target)
    structlog.configure(cache_logger_on_first_use=False)
    yield target
    structlog.configure(**before)


@pytest.fixture
def pexip(
    database_url: str, clock: FixedClock, tmp_path: Path, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pexip]:
    assert written.writable()
    # How long a wrong alias waits is tried where the limits are.
    monkeypatch.setattr(slowing, "_PAUSE_SECONDS", 0.0)
    database, asked = Database(database_url), hurried(database_url)
    told = product_settings(tmp_path, database_url, pexip=PEXIP)
    telling = Telling(database, clock)
    yield Pexip(application(wire(told, PEXIP, clock, asked, telling)), database, clock, telling)
    asked.close()
    database.close()


def test_a_meeting_is_what_the_answer_says(pexip: Pexip) -> None:
    result = pexip.answer(SERVICE, local_alias=pexip.way())["result"]
    assert result["name"] == "vm-1"
    assert (result["locked"], result["allow_guests"], result["participant_limit"]) == (True, True, 2)
    assert (result["ivr_theme_name"], result["view"]) == ("Regionen", "four_mains_zero_pips")
    assert pexip.answer(SERVICE, local_alias=f"sip:{pexip.way('host')}@example.se")["result"] == result


def test_a_person_is_let_in_as_who_they_are(pexip: Pexip) -> None:
    guest = pexip.answer(PARTICIPANT, local_alias=pexip.way())["result"]
    assert (guest["preauthenticated_role"], guest["remote_display_name"]) == ("guest", NAME)
    host = pexip.answer(PARTICIPANT, local_alias=pexip.way("host"), call_uuid="one")["result"]
    assert host["preauthenticated_role"] == "chair"


def test_a_hosts_way_in_is_for_one_join_of_two_legs(pexip: Pexip) -> None:
    alias = pexip.way("host")
    api = {"local_alias": alias, "participant_type": "api", "participant_uuid": "a", "call_uuid": "b"}
    media = {"local_alias": alias, "participant_type": "standard", "participant_uuid": "c", "call_uuid": "d"}
    pexip.answer(PARTICIPANT, local_alias=alias, trigger="web_avatar_fetch", call_uuid="z")
    assert pexip.answer(PARTICIPANT, **api)["action"] == "continue"
    device = pexip.answer(PARTICIPANT, **media | {"participant_uuid": "s", "call_uuid": "s", "protocol": "sip"})
    assert device["action"] == "reject"
    for asked in (api, media, api, media):
        assert pexip.answer(PARTICIPANT, **asked)["action"] == "continue"
    pexip.clock.advance(minutes=10)
    assert pexip.answer(SERVICE, local_alias=alias)["action"] == "continue"
    assert pexip.answer(PARTICIPANT, **api)["action"] == "continue"
    other = pexip.answer(PARTICIPANT, local_alias=alias, participant_uuid="x", call_uuid="y")
    assert "värdsida" in other["result"]["reject_reason"]


@pytest.mark.parametrize("path", [SERVICE, PARTICIPANT])
def test_unknown_closed_and_removed_are_refused_alike(pexip: Pexip, path: str) -> None:
    assert pexip.answer(path, local_alias="a" * 26) == REFUSED
    assert pexip.answer(path) == REFUSED
    alias, late = pexip.way(), pexip.way("host")
    pexip.clock.advance(minutes=3)
    assert pexip.answer(path, local_alias=late)["action"] == "reject"
    pexip.clock.advance(hours=3)
    assert pexip.answer(path, local_alias=alias)["action"] == "reject"
    pexip.enter("h1", "host")
    assert pexip.answer(path, local_alias=alias)["action"] == "continue"
    with pexip.database.write() as session:
        entries.withdraw(session, "x1", "p1", pexip.clock.now())
    assert pexip.answer(path, local_alias=alias)["action"] == "reject"
    with pexip.database.write() as session:
        session.delete(session.get_one(PexipRoom, "x1"))
    assert pexip.answer(path, local_alias=alias) == REFUSED


def test_what_was_ended_or_removed_is_refused(pexip: Pexip) -> None:
    alias = pexip.way()
    with pexip.database.write() as session:
        session.get_one(Conference, "c1").ended_at = pexip.clock.now() + timedelta(minutes=31)
    assert "slut" in pexip.answer(PARTICIPANT, local_alias=alias)["result"]["reject_reason"]
    assert pexip.answer(SERVICE, local_alias=alias)["action"] == "continue"
    pexip.enter("h1", "host")
    assert pexip.answer(PARTICIPANT, local_alias=alias)["action"] == "continue"
    with pexip.database.write() as session:
        session.get_one(Conference, "c1").state = ConferenceState.REMOVING
    for path in (SERVICE, PARTICIPANT):
        assert pexip.answer(path, local_alias=alias)["action"] == "reject"


def test_the_one_too_many_is_told_what_to_do_and_who_is_in_comes_back(pexip: Pexip) -> None:
    pexip.enter("h1", "host")
    pexip.enter("p9")
    refused = pexip.answer(PARTICIPANT, local_alias=pexip.way(person="p1"))
    assert "fullt" in refused["result"]["reject_reason"]
    again = pexip.answer(PARTICIPANT, local_alias=pexip.way(person="p9"), participant_type="api", protocol="api")
    assert again["action"] == "continue"


def test_whoever_waits_leaves_a_place_for_the_host(pexip: Pexip) -> None:
    pexip.enter("p8", state="waiting")
    host = pexip.way("host")
    refused = pexip.answer(PARTICIPANT, local_alias=pexip.way(person="p1"))
    assert "fullt" in refused["result"]["reject_reason"]
    assert pexip.answer(PARTICIPANT, local_alias=host, call_uuid="one")["action"] == "continue"


@pytest.mark.parametrize("now", [{"key": "k2", "service": "teams_protected"}, {"service": "teams_protected"}])
def test_from_where_a_meeting_was_moved_everybody_is_sent_back_to_their_link(pexip: Pexip, now: dict[str, str]) -> None:
    aliases = [pexip.way(), pexip.way("host"), pexip.way("room")]
    with pexip.database.write() as session:
        for name, value in now.items():
            setattr(session.get_one(Conference, "c1"), name, value)
    for alias in aliases:
        assert pexip.answer(SERVICE, local_alias=alias)["action"] == "continue"
        assert "inbjudan" in pexip.answer(PARTICIPANT, local_alias=alias)["result"]["reject_reason"]


def test_the_hours_of_the_doors_are_those_of_the_profile(pexip: Pexip, tmp_path: Path) -> None:
    wide = tmp_path / "wide.json"
    hours = {"opens_minutes_before": 240, "closes_minutes_after": 300}
    wide.write_text(json.dumps({"extends": "vastmanland", "code": "wide", "door": hours}), "utf-8")
    told = product_settings(tmp_path, pexip.database.url, pexip=PEXIP, profile=str(wide))
    alias, usual = pexip.way(), pexip.client
    with closing(hurried(pexip.database.url)) as asked:
        widely = Client(application(wire(told, PEXIP, pexip.clock, asked)))
        # Four hours before the start, and five after the end.
        for minutes in (-210, 240 + 45 + 300):
            pexip.clock.advance(minutes=minutes)
            for pexip.client, action in ((usual, "reject"), (widely, "continue")):
                assert pexip.answer(SERVICE, local_alias=alias)["action"] == action
        pexip.clock.advance(minutes=15)
        assert pexip.answer(SERVICE, local_alias=alias)["action"] == "reject"


@pytest.mark.parametrize("known", [{}, {"registered": "True"}, {"location": "Sjukhuset"}])
@pytest.mark.parametrize("booked", [False, True])
@pytest.mark.parametrize("protocol", ["sip", "webrtc"])
def test_a_room_waits_unless_it_is_known_and_booked(
    pexip: Pexip, known: dict[str, str], protocol: str, *, booked: bool
) -> None:
    if booked:
        pexip.books("alen")
    pexip.clock.advance(minutes=20)
    asked = {"remote_alias": "sip:alen@rooms.example", "protocol": protocol, **known}
    result = pexip.answer(PARTICIPANT, local_alias=pexip.way("room"), **asked)["result"]
    passes = booked and bool(known) and protocol == "sip"
    assert (result["preauthenticated_role"], result["bypass_lock"]) == ("guest", passes)


@pytest.mark.parametrize("told", [f"{USER}:fel", f"fel:{PASSWORD}", f"{USER}:{PASSWORD} ", "", ":", USER])
def test_a_wrong_sign_in_is_401(pexip: Pexip, told: str) -> None:
    response = pexip.ask(SERVICE, told, local_alias=pexip.way())
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic")
    pexip.telling.tell()
    with pexip.database.read() as session:
        known = session.get_one(PexipPart, PART_POLICY)
    assert (known.fault, known.fault_since, known.heard_at) == (WRONG_SIGN_IN, pexip.clock.now(), None)


@pytest.mark.parametrize("header", [None, "Basic", "Basic åäö", "Basic !!!", "Bearer x", "basic cGV4aXA="])
def test_no_sign_in_is_401(pexip: Pexip, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.encode("utf-8").decode("latin-1")}
    assert pexip.client.get(PARTICIPANT, headers=headers).status_code == 401


def test_many_wrong_sign_ins_are_slowed_and_the_right_one_never(pexip: Pexip) -> None:
    answers = [pexip.ask(SERVICE, "x:y").status_code for _ in range(30)]
    assert answers[:20] == [401] * 20
    assert answers[-1] == 429
    assert pexip.answer(SERVICE, local_alias=pexip.way())["action"] == "continue"


def test_nodes_that_wait_to_be_asked_who_they_are_are_asked_however_many_join(pexip: Pexip) -> None:
    alias = pexip.way()
    for _ in range(30):
        asked = pexip.client.get(SERVICE, query_string={"local_alias": alias})
        assert (asked.status_code, asked.headers["WWW-Authenticate"]) == (401, 'Basic realm="policy"')
        assert pexip.answer(SERVICE, local_alias=alias)["action"] == "continue"


def test_many_unknown_aliases_shut_no_meeting_of_the_same_address(
    pexip: Pexip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slowing, "_PAUSE_SECONDS", 0.0)
    for number in range(60):
        assert pexip.answer(SERVICE, local_alias=f"guess{number}", remote_address="192.0.2.1") == REFUSED
    assert pexip.answer(SERVICE, local_alias=pexip.way(), remote_address="192.0.2.1")["action"] == "continue"


@pytest.mark.parametrize("path", [SERVICE, PARTICIPANT])
def test_nothing_but_asking_is_allowed(pexip: Pexip, path: str) -> None:
    for method in ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        assert pexip.ask(path, method=method).status_code == 405
    doubled = path.replace("/v1/", "//v1/")
    for elsewhere in (f"{path}/", doubled, path.upper(), "/policy/v1/participant/avatar/x", "/policy/v1/"):
        assert pexip.ask(elsewhere).status_code == 404


@pytest.mark.parametrize("path", [SERVICE, PARTICIPANT])
def test_a_fault_of_ours_is_a_refusal_and_sends_pexip_to_no_database_of_its_own(
    pexip: Pexip, written: io.StringIO, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    alias = pexip.way()
    monkeypatch.setattr(Ways, "find", lambda *_, **__: {}[NAME])
    assert pexip.answer(path, local_alias=alias, remote_display_name=NAME) == REFUSED
    faults = [told for told in map(json.loads, written.getvalue().splitlines()) if told["event"] == "policy.fault"]
    assert [told["error"] for told in faults] == ["KeyError"]
    assert not [secret for secret in (alias, NAME) if secret in written.getvalue()]


hostile = st.text(max_size=300) | st.sampled_from(("\0", "' OR 1=1 --", "sip:" * 50, "%00", "\ud800", "{{7*7}}"))


@given(asked=st.dictionaries(st.sampled_from(("local_alias", "call_uuid", "trigger", "location", "registered",
                                              "remote_address", "idp_attribute_x", "okänd")), hostile))  # fmt: skip
@settings(max_examples=50)
def test_hostile_questions_get_the_usual_answer(pexip: Pexip, asked: dict[str, str]) -> None:
    whole = {name: text.encode("utf-8", "replace").decode() for name, text in asked.items()}
    for path in (SERVICE, PARTICIPANT):
        assert pexip.answer(path, **whole) == REFUSED


def test_the_log_says_why_and_never_whom_or_where(pexip: Pexip, written: io.StringIO) -> None:
    guest, host = pexip.way(), pexip.way("host")
    pins = [pexip.answer(SERVICE, local_alias=guest)["result"]["pin"]]
    asked = {"remote_address": "198.51.100.7", "remote_display_name": NAME, "call_uuid": "call-1",
             "remote_alias": "sip:astrid@example.se", "location": "Korridoren"}  # fmt: skip
    for path in (SERVICE, PARTICIPANT):
        for alias in (guest, host, host, "guessedalias"):
            pexip.answer(path, local_alias=alias, **asked)
            asked["call_uuid"] += "1"
    pexip.ask(SERVICE, f"{USER}:fel lösenord")
    pexip.clock.advance(hours=4)
    pexip.answer(PARTICIPANT, local_alias=guest, **asked)
    log = written.getvalue()
    refusals = [told for told in map(json.loads, log.splitlines()) if told["event"] == "policy.refused"]
    assert [told["reason"] for told in refusals] == ["unknown", "used", "unknown", "over"]
    assert refusals[1]["entry"].startswith("e")
    secret = (guest, host, "guessedalias", NAME, "Astrid", "198.51.100", "astrid@", "call-1", "Korridoren",
              PASSWORD, "lösenord", *pins, names.digest(guest))  # fmt: skip
    assert [word for word in secret if word in log] == []
