"""What must be true where nodes ask us and tell us: rooms, guests, the limit, refusals, and a node that restarts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from prometheus_client import REGISTRY, generate_latest
from sqlalchemy import select

from backend.conference.models import ConferencePlan
from backend.video.models import Presence
from backend.video.pexip import names
from backend.video.pexip.sign_in import WRONG
from simulators.pexip.reasons import NOT_ENCRYPTED, NOT_FOUND
from tests.backend.video.pexip.whole import EVENTS_PASSWORD, POLICY_PASSWORD, TRUSTED, Whole, whole
from tests.contract.http.led_on.far import hand_over, personal
from tests.contract.http.test_hosting import enter
from tests.simulators.pexip.client import Refused
from tests.tables import contents
from tests.waiting import until

LIMIT = 15
ALEN = {"from": "sip:alen@rum.example.test"}
KNOWN = {**ALEN, "registered": True, "name": "Salongen"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("whole"), migrated) as made:
        yield made


def test_a_known_room_that_is_booked_passes_the_lock_without_a_pin_and_no_other_does(house: Whole) -> None:
    meetings = house.meeting("alen"), house.meeting()
    booked, other = (house.number(meeting) for meeting in meetings)
    for meeting in meetings:
        house.host(meeting)
    for number, call, place in (
        (booked, KNOWN, "conference"),
        (booked, {**ALEN, "location": TRUSTED}, "conference"),
        (booked, {**KNOWN, "from": "sip:granen@rum.example.test"}, "waiting_room"),
        (booked, {"location": TRUSTED}, "waiting_room"),
        (booked, ALEN, "waiting_room"),
        (booked, {"name": "Okända rummet"}, "waiting_room"),
        (other, KNOWN, "waiting_room"),
        (other, {**ALEN, "location": TRUSTED}, "waiting_room"),
    ):
        made = house.dial(number, **call)
        assert (made["state"], made["role"]) == (place, "guest")


def test_nodes_that_wait_to_be_asked_who_they_are_are_answered_however_many_join(house: Whole) -> None:
    house.order(sign_in="when-asked")
    meeting = house.meeting()
    alias = house.guest(meeting, "Gunvor Provgren")
    for _ in range(2 * WRONG.times):
        look = {"policy": {"do": "look", "alias": alias}}
        assert requests.post(f"{house.nodes[0]}/_control", json=look, timeout=10).json() == {"found": True}
    assert house.waits(alias)
    house.host(meeting)
    assert house.states(meeting) == ["in", "waiting"]
    house.order(sign_in="at-once")


def test_a_booked_room_that_a_conference_has_then_waits_in_the_lobby(house: Whole) -> None:
    meeting = house.meeting("cedern")
    house.host(meeting)
    number, cedern = house.number(meeting), {**KNOWN, "from": "sip:cedern@rum.example.test"}
    assert house.dial(number, **cedern)["state"] == "conference"
    opens, sites = house.caller.clock.now(), [{"id": "cedern", "joins": "room"}]
    plan = ConferencePlan(
        id="c", unit="u", opens=opens, closes=opens + timedelta(hours=2), presenter="cedern", place="p"
    )
    plan.sites, plan.cases = sites, []
    with house.caller.product.database.write() as session:
        session.add(plan)
    assert house.dial(number, **cedern)["state"] == "waiting_room"


def test_a_court_is_called_waits_in_the_lobby_and_is_let_in_and_its_address_is_in_no_log(house: Whole) -> None:
    meeting = house.meeting()
    path = f"/api/v1/meetings/{meeting['id']}"
    host, address = house.host(meeting), "sal3@domstol.example.test"
    house.told()

    def dial(key: str) -> str:
        answer = house.caller.call("POST", f"{path}/dial", {"saved": "forvaltningsratten"}, Idempotency_Key=key)
        assert answer.status_code == 202, answer.text
        assert answer.get_json()["lobby"]
        return str(answer.get_json()["participant"])

    house.far_end(address, "ring")
    court = dial("k1")
    assert dial("k1") == court
    assert house.states(meeting) == ["coming", "in"]
    house.far_end(address, "answer")
    assert house.states(meeting) == ["in", "waiting"], "a wrong number comes before no patient"
    assert house.caller.call("POST", f"{path}/participants/{court}/admit", {}).status_code == 200
    assert house.states(meeting) == ["in", "in"]
    there = {one["display_name"] for one in host.get("participants")}
    assert "Förvaltningsrätten, sal 3" in there
    house.far_end(address, "hang-up")
    assert house.states(meeting) == ["in", "left"]

    house.far_end(address, "ring")
    other = dial("k2")
    assert house.states(meeting) == ["coming", "in", "left"]
    assert house.caller.call("POST", f"{path}/participants/{other}/remove", {}).status_code == 200
    assert house.states(meeting) == ["in", "left", "removed"]
    assert "Förvaltningsrätten, sal 3" not in {one["display_name"] for one in host.get("participants")}

    house.far_end(address, "busy")
    dial("k3")
    until(lambda: house.states(meeting) == ["in", "left", "left", "removed"])
    assert address not in house.logged() + "".join(house.passing)


def test_a_host_whose_call_pexips_settings_bar_reads_that_it_is_not_the_number(house: Whole) -> None:
    meeting = house.meeting()
    house.host(meeting)
    house.told()

    def dial(key: str) -> tuple[int, str]:
        path, body = f"/api/v1/meetings/{meeting['id']}/dial", {"saved": "forvaltningsratten"}
        answer = house.caller.call("POST", path, body, Idempotency_Key=key)
        return answer.status_code, answer.get_json().get("detail_sv", "")

    house.far_end("sal3@domstol.example.test", "ring")
    house.set_globally(enable_legacy_dialout_api=False)
    try:
        status, said = dial("barred")
        assert (status, "inte på adressen eller numret" in said) == (409, True)
        assert house.states(meeting) == ["in", "left"]
    finally:
        house.set_globally(enable_legacy_dialout_api=True)
    assert dial("let through")[0] == 202
    assert house.states(meeting) == ["coming", "in", "left"]
    house.far_end("sal3@domstol.example.test", "hang-up")
    assert house.states(meeting) == ["in", "left", "left"]


def test_a_call_whose_answer_was_lost_is_hung_up_when_it_comes_all_the_same(house: Whole) -> None:
    meeting = house.meeting()
    path, address = f"/api/v1/meetings/{meeting['id']}", "sal3@domstol.example.test"
    host = house.host(meeting)
    house.told()
    house.far_end(address, "ring")
    house.loses_answers(1)
    body = {"saved": "forvaltningsratten"}
    answer = house.caller.call("POST", f"{path}/dial", body, Idempotency_Key="lost")
    assert answer.status_code == 503, answer.text
    with house.caller.product.database.read() as session:
        ringing = select(Presence.person).where(Presence.state == "coming", Presence.person.startswith("called-"))
        court = session.scalars(ringing).one()
    pressed = house.caller.call("POST", f"{path}/participants/{court}/remove", {})
    assert pressed.status_code == 503
    assert "lägger på så snart" in pressed.get_json()["detail_sv"]
    assert house.states(meeting) == ["in", "removed"]
    until(lambda: len(host.get("participants")) == 1)
    house.far_end(address, "answer")
    assert house.states(meeting) == ["in", "removed"]


def test_guests_wait_for_the_host_and_the_sixteenth_is_told_what_to_do(house: Whole) -> None:
    meeting = house.meeting()
    assert meeting["participant_limit"] == LIMIT
    host = house.host(meeting)
    for number in range(LIMIT - 1):
        guest = house.app(house.guest(meeting, f"Gustava Provgren {number}"), number % 2).join("none", "Gäst")
        assert guest.place() == "waiting_room"
        host.about(guest, "unlock")
        assert guest.place() == "conference"
    assert house.states(meeting) == ["in"] * LIMIT
    assert "Mötet är fullt" in house.refused(house.guest(meeting, "Sextonde Provgren"))
    assert house.refusals()[-1] == "full"


def test_a_guessed_alias_an_old_link_and_one_that_came_too_early_are_refused(house: Whole) -> None:
    meeting = house.meeting()
    link = personal(house.caller, meeting, "Vera Provgren")
    old = house.guest(link, "Vera Provgren")
    path = f"/api/v1/meetings/{meeting['id']}"
    assert house.caller.call("DELETE", f"{path}/participants/{link['id']}").status_code == 204
    early = house.guest(meeting, "Tidiga Provgren")
    later = datetime.fromisoformat(meeting["start"]) + timedelta(hours=5)
    asked = {"start": later.isoformat(), "end": (later + timedelta(hours=1)).isoformat()}
    moved = house.caller.call("PATCH", path, asked, If_Match=house.caller.call("GET", path).headers["ETag"])
    assert moved.status_code == 200, moved.text
    house.told()
    before = len(house.refusals())
    for alias in ("gissad" + "a" * 20, old, early):
        assert house.refused(alias) == NOT_FOUND
    assert house.refusals()[before:] == ["unknown", "withdrawn", "early"]


def test_who_is_taken_off_the_list_after_they_left_never_comes_back_nor_as_the_host_they_were_made(
    house: Whole,
) -> None:
    meeting = house.meeting()
    path = f"/api/v1/meetings/{meeting['id']}/participants"
    body = {"kind": "professional", "name": "Olle Provgren"}
    links = [personal(house.caller, meeting, "Vera Provgren"), house.caller.call("POST", path, body).get_json()]
    ways = [house.guest(link, link["name"]) for link in links]
    host = house.host(meeting)
    guest, leader = (house.app(way).join("none", "Gäst") for way in ways)
    host.about(leader, "unlock")
    house.told()
    assert house.caller.call("POST", f"{path}/{links[1]['id']}/make-host", {}).status_code == 200
    for app in (guest, leader):
        app.ask("release_token", {})
    assert house.states(meeting) == ["in", "left", "left"]
    for link in links:
        assert house.caller.call("DELETE", f"{path}/{link['id']}").status_code == 204
    house.told()
    assert [house.refused(way) for way in ways] == [NOT_FOUND] * 2
    assert house.refusals()[-2:] == ["withdrawn"] * 2
    assert house.states(meeting) == ["in", "removed", "removed"]


def test_who_was_made_host_comes_back_by_the_door_as_host_and_whoever_else_has_their_link_does_not(
    house: Whole,
) -> None:
    meeting = house.meeting()
    path = f"/api/v1/meetings/{meeting['id']}/participants"
    body = {"kind": "professional", "name": "Olle Provgren"}
    link = house.caller.call("POST", path, body).get_json()

    def door(bearer: str | None) -> dict[str, Any]:
        """Go on by the door, and return what it says with the call that comes of it."""
        asked = house.caller.as_(bearer).call("POST", f"/m/{link['join_url'].rpartition('/')[2]}/join", {})
        assert asked.status_code == 200, asked.text
        told: dict[str, Any] = asked.get_json()
        app = house.app(house.alias(told["url"])).join("none", "Gäst")
        return told | {"app": app, "as": (app.joined["role"], app.place())}

    patient = house.app(house.guest(meeting, "Vera Provgren")).join("none", "Gäst")
    host, first = house.host(meeting), door(None)
    for app in (first["app"], patient):
        host.about(app, "unlock")
    house.told()
    assert house.caller.call("POST", f"{path}/{link['id']}/make-host", {}).status_code == 200
    for app in (host, first["app"]):
        app.ask("release_token", {})
    assert house.states(meeting) == ["in", "left", "left"]
    again = door(first["token"])
    assert again["as"] == ("HOST", "conference")
    assert house.states(meeting) == ["in", "in", "left"]
    again["app"].ask("release_token", {})
    house.told()
    # The link alone may be anybody's, and whoever comes by it takes the place.
    stranger = door(None)
    assert stranger["as"] == ("GUEST", "waiting_room")
    assert door(again["token"])["as"] == ("GUEST", "waiting_room")


def test_after_a_node_restarted_people_come_in_again_by_the_same_links(house: Whole) -> None:
    meeting = house.meeting()
    aliases = [house.guest(meeting, f"Omar Provgren {node}") for node in (0, 1)]
    host = house.host(meeting, 1)
    guests = [house.app(alias, node).join("none", "Gäst") for node, alias in enumerate(aliases)]
    for guest in guests:
        host.about(guest, "unlock")
    house.restart(0)
    again = house.app(aliases[0], 0).join("none", "Gäst")
    assert again.place() == "waiting_room"
    host.about(again, "unlock")
    assert [again.place(), guests[1].place(), host.place()] == ["conference"] * 3
    house.restart(1)
    host = house.host(meeting, 0)
    again = house.app(aliases[1], 1).join("none", "Gäst")
    host.about(again, "unlock")
    assert again.place() == "conference"


def test_who_can_not_encrypt_comes_into_no_protected_meeting(house: Whole) -> None:
    meeting = house.meeting()
    house.host(meeting)
    number = house.number(meeting)
    refused = house.dial(number, **KNOWN, encryption=False)
    assert (refused["state"], refused["reason"]) == ("refused", NOT_ENCRYPTED)
    assert house.states(meeting) == ["in"]
    assert house.dial(number, **KNOWN)["state"] == "waiting_room"


def test_a_least_pin_length_above_ours_shuts_every_link_until_it_is_put_back(house: Whole) -> None:
    alias = house.guest(house.meeting(), "Gösta Provgren")
    house.least_pin(10)
    assert house.refused(alias) == NOT_FOUND
    house.least_pin(8)
    assert house.waits(alias)


def test_legs_with_ids_of_their_own_are_one_person_and_one_use(house: Whole) -> None:
    house.order(legs="apart")
    meeting = house.meeting()
    told = hand_over(enter(house.caller, meeting), meeting)
    house.pins.add(told["pin"])
    way = house.alias(told["url"])
    host = house.app(way).join(told["pin"], "Värd")
    guest = house.app(house.guest(meeting, "Gösta Provgren")).join("none", "Gäst")
    legs = {one: one.send_media()["call_uuid"] for one in (host, guest)}
    host.about(guest, "unlock")
    assert house.states(meeting) == ["in", "in"]
    with pytest.raises(Refused):
        house.app(way).join(told["pin"], "Värd")
    assert house.refusals()[-1] == "used"
    before = len(house.refusals())
    for one, leg in legs.items():
        # The network was away for a moment: sound and picture begin anew, with ids that nobody knows.
        one.about(one, f"calls/{leg}/disconnect")
        one.send_media()
    assert house.states(meeting) == ["in", "in"]
    assert len(house.refusals()) == before
    host.ask("release_token", {})
    assert house.states(meeting) == ["in", "left"]
    with pytest.raises(Refused):
        house.app(way).join(told["pin"], "Värd")
    house.order(legs="together")


def test_twenty_wrong_pins_shut_one_meeting_for_newcomers_and_no_other(house: Whole) -> None:
    meeting = house.meeting()
    guesses, other = (house.guest(meeting, f"Gösta Provgren {number}") for number in (1, 2))
    host = house.host(meeting)
    inside = house.app(guesses).join("none", "Gäst")
    host.about(inside, "unlock")
    for _ in range(20):
        with pytest.raises(Refused, match="Invalid PIN"):
            house.app(guesses).join("00000000", "Gäst")
    # Whoever comes now is told that there is no such meeting, though we answered that there is; the host too.
    before = len(house.refusals())
    assert house.refused(other) == NOT_FOUND
    with pytest.raises(Refused, match=NOT_FOUND):
        house.host(meeting)
    assert len(house.refusals()) == before
    assert [app.place() for app in (host, inside)] == ["conference"] * 2
    # What helps: a meeting of its own, where whoever is in can be let in as well.
    instead = house.meeting()
    again = house.app(house.guest(instead, "Gösta Provgren 2")).join("none", "Gäst")
    house.host(instead).about(again, "unlock")
    assert again.place() == "conference"


def test_the_rooms_own_pin_makes_no_guest_a_host(house: Whole) -> None:
    meeting = house.meeting()
    guest = house.app(house.guest(meeting, "Gösta Provgren")).join(house.pin(meeting), "Gäst")
    assert guest.joined["role"] == "GUEST"
    assert guest.place() == "waiting_room"


def test_a_whole_run_tells_no_alias_no_pin_and_no_name(house: Whole) -> None:
    meeting = house.meeting("björken")
    link = personal(house.caller, meeting, "Siv Provgren")
    alias = house.guest(link, "Siv Provgren")
    guest = house.app(alias).join("none", "Gäst")
    house.dial(house.number(meeting), name="Okända Provgren", **{"from": "sip:provgren@rum.example"})
    house.host(meeting).about(guest, "unlock")
    wrong = house.caller.as_(None).call("POST", "/m/finns-inte/join", {"name": "Siv Provgren"})
    body = {"kind": "patient", "name": "Siv Provgren", "identity": "provgren"}
    path = f"/api/v1/meetings/{meeting['id']}/participants"
    bad = [house.caller.call("POST", path, body), house.caller.call("POST", path, body | {"kind": 1})]
    assert [answer.status_code for answer in (wrong, *bad)] == [404, 400, 400]
    house.said += [answer.text for answer in (wrong, *bad)]
    one = {"kind": "patient", "name": "Siv Provgren"}
    for _ in range(2):
        assert house.caller.call("POST", path, one, Idempotency_Key="samma").status_code == 201
    house.refused(f"{alias}x")
    house.told()
    rows = contents(house.caller.product.database.engine)
    outside = "\n".join([*house.said, house.logged(), generate_latest(REGISTRY).decode(), *house.passing])
    files = b"".join(file.read_bytes() for file in house.folder.iterdir() if "sqlite" in file.name)
    # What is looked for has been there to be told, and what is looked in has something to tell.
    assert len(house.aliases) > len(house.pins) > 1
    assert names.digest(alias).encode() in files
    for told in ("policy.refused", "/m/<code>/join", "pexip.events", "remembered_answer ", "vardmote_"):
        assert told in outside
    assert [secret for secret in (*house.aliases, *house.pins) if secret in outside or secret.encode() in files] == []
    assert [word for word in ("Provgren", "provgren", POLICY_PASSWORD, EVENTS_PASSWORD) if word in outside] == []
    assert {row.partition(" ")[0] for row in rows if "rovgren" in row} <= {
        "participant", "pexip_entry", "pexip_event", "pexip_leg", "presence"
    }  # fmt: skip
