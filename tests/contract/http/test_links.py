"""Meetings behind a link to a system without an API: booked, led to, changed, barred and forgotten."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from backend.clock import FixedClock
from backend.profiles.service import whole_document
from backend.video.link.erasing import erase_before
from backend.video.link.models import LinkedRoom
from backend.video.models import Conference
from tests.product import Caller, code_of, wired

LINK = "https://rum1.min-halsa.example/r/kammaren?pin=secret#x"
OTHER = "https://rum2.min-halsa.example/r/4712"
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0"
NAME = {"sv": "Cosmic och appen Min hälsa", "en": "Cosmic and the app Min hälsa"}


def book(caller: Caller, **more: Any) -> dict[str, Any]:
    return caller.create(**{"service": "link", "link": LINK, **more})


def post(caller: Caller, **more: Any) -> Any:
    body = {"type": "patient_care", "start": "2026-06-10T08:00:00+02:00", "end": "2026-06-10T09:00:00+02:00", **more}
    return caller.call("POST", "/api/v1/meetings", body, Idempotency_Key="link-key")


def door(meeting: dict[str, Any]) -> str:
    return f"/m/{meeting['join_url'].rpartition('/')[2]}"


def kept(caller: Caller) -> tuple[list[str | None], list[str]]:
    with caller.product.database.read() as session:
        conferences = session.scalars(select(Conference.link)).all()
        return list(conferences), list(session.scalars(select(LinkedRoom.url)))


@pytest.fixture
def barred(caller: Caller, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    """The same product in a region that has taken the system off its list."""
    document = whole_document("vastmanland")
    document["link_hosts"] = [row for row in document["link_hosts"] if "min-halsa" not in row["host"]]
    care = next(row for row in document["types"] if row["code"] == "patient_care")
    care["services"] = [row for row in care["services"] if row["code"] != "link"]
    (tmp_path / "later.json").write_text(json.dumps(document), "utf-8")
    product = wired(tmp_path, caller.product.database.url, clock, profile=str(tmp_path / "later.json"))
    yield Caller(product, clock)
    product.stop()


@pytest.fixture
def shared(database_url: str, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    """A product in a region where one system is for patients and for staff alike."""
    document = whole_document("vastmanland")
    next(row for row in document["link_hosts"] if "min-halsa" in row["host"])["types"].append("internal")
    (tmp_path / "shared.json").write_text(json.dumps(document), "utf-8")
    product = wired(tmp_path, database_url, clock, profile=str(tmp_path / "shared.json"))
    yield Caller(product, clock)
    product.stop()


def test_a_meeting_is_booked_by_its_link_and_says_what_cannot_be_done_there(caller: Caller) -> None:
    meeting = book(caller)
    assert (meeting["service"], meeting["state"], meeting["link"]) == ("link", "ready", LINK)
    assert meeting["leads_to"] == NAME
    assert [row["code"] for row in meeting["notices"]] == [
        "no-lobby", "no-host-controls", "no-limit", "no-protection",
    ]  # fmt: skip
    assert all("Min hälsa" in row["sv"] for row in meeting["notices"])
    # The invitation leads to our door, never there.
    assert meeting["join_url"] in meeting["invite_html"]
    assert "min-halsa" not in meeting["invite_html"] + meeting["invite_text"] + meeting["patient_message"]


def test_an_ordinary_meeting_has_neither_link_nor_notices(caller: Caller) -> None:
    meeting = caller.create()
    assert (meeting["link"], meeting["leads_to"], meeting["notices"]) == (None, None, [])


@pytest.mark.parametrize(
    "more",
    [
        {"service": "link"},
        {"service": "link", "link": ""},
        {"service": "link", "link": "http://rum1.min-halsa.example/r"},
        {"service": "link", "link": "https://rum1.min-halsa.example:8443/r"},
        {"service": "link", "link": "https://min-halsa.example/r"},
        {"service": "link", "link": "https://a.rum1.min-halsa.example/r"},
        {"service": "link", "link": "https://min-halsa.example.evil.example/r"},
        {"service": "link", "link": "https://rum1.min-halsa.example/out?to=https://evil.example"},
        {"service": "link", "link": TEAMS},
        {"link": LINK},
        {"service": "builtin", "link": LINK},
    ],
)
def test_a_link_that_can_not_be_used_is_refused_by_its_field(caller: Caller, more: dict[str, str]) -> None:
    refused = post(caller, **more)
    assert code_of(refused) == (422, "bad-link")
    assert refused.get_json()["errors"] == [{"pointer": "/link", "code": "bad-link"}]
    assert not [host for host in ("evil", "kammaren") if host in refused.text]
    assert caller.call("GET", "/api/v1/meetings").get_json() == {"meetings": []}


def test_each_type_has_its_own_systems(caller: Caller) -> None:
    assert book(caller, kind="internal", link=TEAMS)["leads_to"]["sv"] == "Teams hos en annan organisation"
    assert code_of(post(caller, type="internal", service="link", link=LINK)) == (422, "bad-link")
    assert code_of(post(caller, type="mdt", service="link", link=TEAMS)) == (422, "unknown-service")
    assert code_of(post(caller, service="link", link="https://x.example/" + "a" * 2000)) == (422, "too-long")


def test_the_door_holds_people_until_it_is_open_and_then_leads_them_on(caller: Caller) -> None:
    meeting, patient = book(caller, starts_in=120), caller.as_(None)
    path = door(meeting)
    early = patient.call("GET", path)
    assert "Mötet hålls i Cosmic och appen Min hälsa" in early.text
    assert "min-halsa.example" not in early.text
    assert code_of(patient.call("POST", f"{path}/handover")) == (409, "not-open")
    caller.clock.advance(minutes=110)
    led = patient.call("POST", f"{path}/handover")
    assert (led.status_code, led.get_json()) == (200, {"url": LINK, "system": NAME})
    assert (led.headers["Cache-Control"], led.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    for read in ("GET", "HEAD"):
        assert "min-halsa.example" not in patient.call(read, path).text
    caller.clock.advance(hours=4)
    assert code_of(patient.call("POST", f"{path}/handover")) == (409, "not-open")
    assert '"state": "ended"' in patient.call("GET", path).text


def test_nobody_waits_or_goes_in_with_us(caller: Caller) -> None:
    meeting = book(caller)
    refused = caller.as_(None).call("POST", f"{door(meeting)}/join", {"name": "Vera"})
    assert code_of(refused) == (409, "not-open")
    assert '"needs_name": false' in caller.as_(None).call("GET", door(meeting)).text


def test_without_script_a_page_between_leads_on_and_a_shut_door_leads_back(caller: Caller) -> None:
    meeting, patient = book(caller), caller.as_(None)
    page = patient.call("GET", door(meeting)).text
    assert f'action="{door(meeting)}/onward"' in page
    assert '<noscript><meta name="referrer" content="same-origin"></noscript>' in page
    between = patient.call("POST", f"{door(meeting)}/onward")
    assert between.status_code == 200
    assert 'href="https://rum1.min-halsa.example/r/kammaren?pin=secret#x" rel="noopener noreferrer"' in between.text
    assert "<script type=" not in between.text.replace('<script type="application/json"', "")
    assert between.headers["Cache-Control"] == "no-store"
    caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}")
    back = patient.call("POST", f"{door(meeting)}/onward")
    assert (back.status_code, back.headers["Location"]) == (303, door(meeting))
    assert patient.call("GET", f"{door(meeting)}/onward").status_code == 405


def test_the_host_is_led_there_too_and_before_the_patient(caller: Caller) -> None:
    meeting = book(caller, starts_in=300)
    path = f"/h/{meeting['id']}"
    started = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/start").get_json()["host_url"]
    entered = caller.as_(None).call("POST", f"{path}/enter", {"token": started.partition("#")[2]}).get_json()
    assert entered["meeting"]["leads_to"] == {"system": NAME, "allowed": True}
    host = caller.as_(entered["session"])
    assert host.call("POST", f"{path}/handover").get_json() == {"url": LINK, "system": NAME}
    assert code_of(host.call("POST", f"{path}/join", {})) == (409, "not-open")
    assert code_of(caller.as_(None).call("POST", f"{path}/handover")) == (401, "unauthenticated")


def test_a_system_taken_off_the_list_leads_nobody_there_and_says_so_to_each(caller: Caller, barred: Caller) -> None:
    meeting = book(caller)
    path = f"/api/v1/meetings/{meeting['id']}"
    started = barred.call("POST", f"{path}/start").get_json()["host_url"].partition("#")[2]
    entered = barred.as_(None).call("POST", f"/h/{meeting['id']}/enter", {"token": started}).get_json()
    assert entered["meeting"]["leads_to"]["allowed"] is False
    host = barred.as_(entered["session"]).call("POST", f"/h/{meeting['id']}/handover")
    assert code_of(host) == (409, "link-not-allowed")
    assert "Byt länk" in host.get_json()["detail_sv"]
    guest = barred.as_(None).call("POST", f"{door(meeting)}/handover")
    assert code_of(guest) == (409, "link-not-allowed")
    assert "Din tid är kvar" in guest.get_json()["detail_sv"]
    assert '"allowed": false' in barred.as_(None).call("GET", door(meeting)).text
    body = barred.call("GET", path).get_json()
    assert (body["state"], body["state_reason"], body["leads_to"]) == ("failed", "link-not-allowed", None)
    assert body["notices"][0]["code"] == "link-not-allowed"
    # Everything but the way there is as it was, and moving it in time needs no other link.
    assert barred.call("PATCH", path, {"end": "2026-06-10T12:00:00+02:00"}).status_code == 200
    assert code_of(barred.call("PATCH", path, {"link": OTHER})) == (422, "bad-link")
    mended = barred.call("PATCH", path, {"service": "builtin"})
    assert (mended.status_code, mended.get_json()["link"]) == (200, None)


def test_nobody_is_led_where_the_booker_has_not_said(caller: Caller) -> None:
    meeting = book(caller)
    with caller.product.database.write() as session:
        session.scalars(select(LinkedRoom)).one().url = "https://evil.example/r"
    refused = caller.as_(None).call("POST", f"{door(meeting)}/handover")
    assert code_of(refused) == (409, "not-open")
    assert "evil" not in refused.text


def test_the_old_link_leads_nobody_on_once_there_is_another(caller: Caller) -> None:
    meeting = book(caller)
    assert caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", {"link": OTHER}).status_code == 200
    at_once = caller.as_(None).call("POST", f"{door(meeting)}/handover")
    assert code_of(at_once) == (409, "not-open")
    assert "kammaren" not in at_once.text
    caller.product.jobs.drain()
    assert caller.as_(None).call("POST", f"{door(meeting)}/handover").get_json()["url"] == OTHER


def test_a_link_is_changed_and_a_meeting_moves_to_and_from_one(caller: Caller) -> None:
    meeting = book(caller)
    path = f"/api/v1/meetings/{meeting['id']}"
    assert caller.call("PATCH", path, {"link": LINK}).get_json()["version"] == meeting["version"]
    changed = caller.call("PATCH", path, {"link": OTHER}).get_json()
    assert (changed["version"], changed["link"], changed["join_url"]) == (2, OTHER, meeting["join_url"])
    caller.product.jobs.drain()
    assert kept(caller) == ([OTHER], [OTHER])
    assert caller.as_(None).call("POST", f"{door(meeting)}/handover").get_json()["url"] == OTHER
    away = caller.call("PATCH", path, {"service": "builtin"}).get_json()
    caller.product.jobs.drain()
    assert (away["link"], kept(caller)) == (None, ([None], []))
    assert code_of(caller.call("PATCH", path, {"link": LINK})) == (422, "bad-link")
    assert code_of(caller.call("PATCH", path, {"service": "link"})) == (422, "bad-link")
    back = caller.call("PATCH", path, {"service": "link", "link": LINK}).get_json()
    caller.product.jobs.drain()
    assert (back["link"], kept(caller)) == (LINK, ([LINK], [LINK]))
    other = caller.call("PATCH", path, {"type": "internal", "service": "link", "link": TEAMS}).get_json()
    caller.product.jobs.drain()
    assert (other["link"], kept(caller)[1]) == (TEAMS, [TEAMS])
    assert other["join_url"] != meeting["join_url"]


def test_a_meeting_for_others_is_asked_for_a_link_of_its_own(shared: Caller) -> None:
    caller, meeting = shared, book(shared)
    path, others = f"/api/v1/meetings/{meeting['id']}", {"type": "internal", "service": "link"}
    refused = caller.call("PATCH", path, others)
    assert code_of(refused) == (422, "bad-link")
    assert refused.get_json()["errors"] == [{"pointer": "/link", "code": "bad-link"}]
    kept_as_it_was = caller.call("GET", path).get_json()
    assert (kept_as_it_was["type"], kept_as_it_was["version"]) == (meeting["type"], meeting["version"])
    changed = caller.call("PATCH", path, {**others, "link": OTHER}).get_json()
    assert (changed["type"], changed["link"]) == ("internal", OTHER)
    assert changed["join_url"] != meeting["join_url"]


def test_who_does_not_see_the_meeting_s_link_does_not_see_where_it_leads(caller: Caller) -> None:
    meeting = book(caller)
    assert caller.as_("kollega").call("GET", f"/api/v1/meetings/{meeting['id']}").get_json()["link"] == LINK
    assert caller.as_("admin").call("GET", f"/api/v1/meetings/{meeting['id']}").status_code == 403
    for user in ("personal", "admin", "region"):
        assert "min-halsa" not in caller.as_(user).call("GET", "/api/v1/meetings").text


def test_a_removed_meeting_s_link_is_gone_at_once_and_others_14_days_after(caller: Caller) -> None:
    removed = book(caller)
    book(caller, link=OTHER)
    caller.call("DELETE", f"/api/v1/meetings/{removed['id']}")
    caller.product.jobs.drain()
    assert sorted(str(link) for link in kept(caller)[0]) == ["None", OTHER]
    assert kept(caller)[1] == [OTHER]
    assert caller.call("GET", f"/api/v1/meetings/{removed['id']}").get_json()["link"] is None
    end = caller.clock.now() + timedelta(hours=1)
    for moment, left in ((end, 1), (end + timedelta(seconds=1), 0)):
        with caller.product.database.write() as session:
            erase_before(session, moment)
        assert len([link for link in kept(caller)[0] if link is not None]) == left


def test_the_log_tells_that_somebody_was_led_on_and_never_where(
    caller: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting = book(caller)
    path = f"/api/v1/meetings/{meeting['id']}"
    person = caller.call("POST", f"{path}/participants", {"kind": "patient", "name": "Vera", "identity": "none"})
    assert caller.as_(None).call("POST", f"{door(person.get_json())}/handover").status_code == 200
    caller.as_(None).call("POST", f"{door(meeting)}/handover")
    caller.product.jobs.drain()
    found = caller.as_("granskare").call("GET", "/api/v1/access-log?action=person.handed-over").get_json()
    entries = found["entries"]
    assert [row["detail"] for row in entries] == [{"service": "link"}] * 2
    told = "".join(capsys.readouterr()) + caller.call("GET", "/metrics").text + json.dumps(entries)
    for secret in ("min-halsa", "kammaren", "pin=secret"):
        assert secret not in told


def test_a_repeated_press_answers_with_the_link_made_anew_and_keeps_none(caller: Caller) -> None:
    first, second = post(caller, service="link", link=LINK), post(caller, service="link", link=LINK)
    assert (first.status_code, second.get_json()) == (201, first.get_json())
    with caller.product.database.engine.connect() as connection:
        answers = connection.exec_driver_sql("SELECT answer FROM remembered_answer").all()
        jobs = connection.exec_driver_sql("SELECT payload FROM job").all()
    assert "min-halsa" not in str(answers) + str(jobs)


def test_the_pane_is_told_of_links_with_what_they_can_not_do(caller: Caller) -> None:
    types = {row["code"]: row for row in caller.call("GET", "/api/v1/profile").get_json()["types"]}
    link = types["patient_care"]["link"]
    assert [row["host"] for row in link["systems"]] == ["*.min-halsa.example"]
    assert link["notices"][0]["code"] == "no-lobby"
    assert types["mdt"]["link"] is None


def test_the_guide_offers_to_book_another_system_by_its_link(caller: Caller) -> None:
    told = caller.call("POST", "/api/v1/guide", {"patients": "one", "participants": 2, "identity": "eid"}).get_json()
    assert (told["outcome"], told["system"]) == ("other_system", "cosmic")
    assert told["link_system"] == {
        "service": "link", "type": "patient_care", "system": NAME, "hosts": ["*.min-halsa.example"],
    }  # fmt: skip
    asked = {"patients": "none", "parties": "staff", "content": "administrative"}
    assert "link_system" not in caller.call("POST", "/api/v1/guide", asked).get_json()
    agreed = caller.call("POST", "/api/v1/guide", {"patients": "one", "participants": 3, "others": ["relative"]})
    assert "link_system" not in agreed.get_json()
