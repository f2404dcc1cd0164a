"""The client API from outside, by a client of our own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import count

import pytest
import requests

from simulators.pexip.call import Call, Properties
from simulators.pexip.call import Refused as Turned
from simulators.pexip.configuration import Configuration
from simulators.pexip.site import Site
from tests.simulators.pexip.client import App, Refused

HOST, GUEST = "471104", "992233"
KINDS = {
    "care": Configuration("", pin=HOST, guest_pin=GUEST, allow_guests=True, participant_limit=4, locked=True),
    "open": Configuration("", pin=HOST, allow_guests=True),
    "alone": Configuration("", pin=HOST),
    "free": Configuration(""),
    "silent": Configuration("", pin=HOST, allow_guests=True, enable_chat=False, guests_can_present=False),
}
NUMBERS = count()


class Everywhere:
    """Whatever alias is a conference of its own, of the kind that its first word says."""

    async def configuration(self, call: Call) -> Configuration | Turned:
        kind = KINDS.get(call.local_alias.partition(".")[0])
        return Turned("Neither conference nor gateway found") if kind is None else replace(kind, name=call.local_alias)

    async def properties(self, call: Call, configuration: Configuration) -> Properties | Turned:
        assert configuration.name == call.local_alias
        return Turned("Not you", 403) if call.remote_display_name == "Fel" else Properties()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        running.add(Everywhere())
        yield running


Maker = Callable[[], App]


@pytest.fixture
def app(site: Site, request: pytest.FixtureRequest) -> Iterator[Maker]:
    """Return what makes one more app at this test's own conference, of the kind that its mark says."""
    kind = getattr(request, "param", "care")
    alias = f"{kind}.{next(NUMBERS)}@vård.example"
    with ExitStack() as stack:
        yield lambda: stack.enter_context(App(site.url, alias))


def kind(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("app", [name], indirect=True)


def refusal(act: Callable[[], object]) -> tuple[int, object]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.status, refused.value.text


def test_without_a_pin_one_is_asked_for(app: Maker) -> None:
    with pytest.raises(Refused) as refused:
        app().join()
    assert refused.value.status == 403
    assert refused.value.body["status"] == "success"
    result = refused.value.body["result"]
    assert (result["pin"], result["guest_pin"]) == ("required", "required")
    assert set(result["version"]) == {"version_id", "pseudo_version"}


@kind("open")
def test_guests_who_need_no_pin_say_so(app: Maker) -> None:
    with pytest.raises(Refused) as refused:
        app().join()
    assert refused.value.body["result"]["guest_pin"] == "none"
    assert app().join("none").joined["role"] == "GUEST"


@kind("alone")
def test_where_no_guests_are_allowed_there_is_no_way_without_a_pin(app: Maker) -> None:
    with pytest.raises(Refused) as refused:
        app().join("none")
    assert refused.value.body["result"]["guest_pin"] == "required"


@kind("free")
def test_without_pins_all_are_hosts(app: Maker) -> None:
    assert app().join().joined["role"] == "HOST"


def test_the_pin_tells_who_is_who(app: Maker) -> None:
    host, guest = app().join(HOST, "Värd"), app().join(GUEST)
    assert (host.joined["role"], host.joined["current_service_type"]) == ("HOST", "conference")
    assert (guest.joined["role"], guest.joined["current_service_type"]) == ("GUEST", "waiting_room")
    assert host.joined["expires"] == "120"
    assert host.joined["display_name"] == "Värd"
    assert refusal(lambda: app().join("000000")) == (403, "Invalid PIN")


def test_an_alias_that_is_none(site: Site) -> None:
    with App(site.url, "nothing") as stranger:
        assert refusal(stranger.join) == (404, "Neither conference nor gateway found")


def test_policy_may_turn_somebody_away(app: Maker) -> None:
    assert refusal(lambda: app().join(HOST, "Fel")) == (403, "Not you")


def test_the_next_one_above_the_limit(app: Maker) -> None:
    app().join(HOST)
    last = [app().join(GUEST) for _ in range(3)][-1]
    assert refusal(lambda: app().join(GUEST)) == (403, "Participant limit reached")
    assert refusal(lambda: app().join(HOST)) == (403, "Participant limit reached")
    last.ask("release_token", {})
    app().join(GUEST)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"display_name": 1},
        {"display_name": "A", "pin": HOST},
        {"display_name": "A", "direct_media": "yes"},
        [],
        "A",
    ],
)
def test_a_body_that_is_not_of_the_schema_is_refused(app: Maker, body: object) -> None:
    assert refusal(lambda: app().ask("request_token", body, pin=HOST))[0] == 400


def test_a_body_that_is_no_json_is_refused(app: Maker) -> None:
    one = app()
    answer = one.http.post(one.base + "request_token", data="a=b", headers={"Content-Type": "text/plain"}, timeout=10)
    assert (answer.status_code, answer.json()["status"]) == (415, "failed")


@pytest.mark.parametrize(
    ("order", "body"),
    [
        ("lock", None),
        ("unlock", None),
        ("start_conference", None),
        ("muteguests", None),
        ("unmuteguests", None),
        ("set_guests_can_unmute", {"setting": False}),
        ("disconnect", None),
        ("clearallbuzz", None),
        ("transform_layout", {"transforms": {"layout": "1:0"}}),
        ("dial", {"role": "GUEST", "destination": "sip:a@b", "protocol": "sip"}),
        ("message", {"type": "text/plain", "payload": "a"}),
    ],
)
def test_a_guest_who_waits_may_ask_nothing_of_a_conference(app: Maker, order: str, body: object) -> None:
    host, guest = app().join(HOST), app().join(GUEST)
    before = host.get("conference_status")
    assert refusal(lambda: guest.ask(order, body)) == (403, "Invalid role")
    assert host.get("conference_status") == before
    assert len(host.get("participants")) == 2


@pytest.mark.parametrize("order", ["unlock", "disconnect", "mute", "role", "spotlighton", "overlaytext", "transfer"])
def test_a_guest_may_ask_nothing_about_others(app: Maker, order: str) -> None:
    host, guest = app().join(HOST), app().join(GUEST)
    assert refusal(lambda: guest.about(host, order)) == (403, "Invalid role")
    host.about(guest, "unlock")
    assert refusal(lambda: guest.about(host, order)) == (403, "Invalid role")
    assert guest.place() == "conference"


def test_a_guest_who_waits_sees_nobody_else_and_is_seen_by_hosts_only(app: Maker) -> None:
    host, inside, waiting = app().join(HOST), app().join(GUEST), app().join(GUEST)
    host.send_media()
    host.about(inside, "unlock")
    assert {one["uuid"] for one in waiting.get("participants")} == {waiting.uuid}
    assert {one["uuid"] for one in inside.get("participants")} == {host.uuid, inside.uuid}
    assert {one["uuid"] for one in host.get("participants")} == {host.uuid, inside.uuid, waiting.uuid}


def test_admitted_locked_out_let_in(app: Maker) -> None:
    host, first, second = app().join(HOST), app().join(GUEST), app().join(GUEST)
    host.ask("start_conference")
    assert (first.place(), second.place()) == ("waiting_room", "waiting_room")
    assert host.about(first, "unlock") is True
    assert (first.place(), second.place()) == ("conference", "waiting_room")
    assert host.get("conference_status")["locked"] is True
    host.ask("unlock")
    assert second.place() == "conference"


@kind("open")
def test_a_host_with_media_starts_it_and_one_without_does_not(app: Maker) -> None:
    guest, host = app().join("none"), app().join(HOST)
    assert guest.place() == "waiting_room"
    assert host.get("conference_status")["started"] is False
    called = host.send_media()
    assert "m=audio" in called["sdp"]
    assert guest.place() == "conference"
    assert host.get("participants")[1]["protocol"] == "webrtc"
    host.ask(f"participants/{host.uuid}/calls/{called['call_uuid']}/disconnect")
    assert not next(one for one in host.get("participants") if one["uuid"] == host.uuid)["has_media"]


def test_hands_in_order_and_mutes(app: Maker) -> None:
    host, guest = app().join(HOST), app().join(GUEST)
    host.about(guest, "unlock")
    guest.about(guest, "buzz")
    seen = {one["uuid"]: one for one in host.get("participants")}
    assert seen[guest.uuid]["buzz_time"] > 0 == seen[host.uuid]["buzz_time"]
    assert refusal(lambda: guest.about(host, "buzz")) == (403, "Invalid role")
    host.ask("clearallbuzz")
    host.about(guest, "mute")
    one = next(one for one in host.get("participants") if one["uuid"] == guest.uuid)
    assert (one["buzz_time"], one["is_muted"]) == (0, "YES")
    guest.about(guest, "unmute")
    host.ask("muteguests")
    host.ask("set_guests_can_unmute", {"setting": False})
    assert refusal(lambda: guest.about(guest, "unmute")) == (403, "Invalid role")
    assert host.get("conference_status")["guests_muted"] is True


def test_a_guest_is_made_host_and_may_then(app: Maker) -> None:
    host, guest = app().join(HOST), app().join(GUEST)
    host.about(guest, "role", {"role": "chair"})
    assert guest.ask("lock") is True
    assert guest.ask("refresh_token")["role"] == "HOST"
    assert refusal(lambda: host.about(guest, "role", {"role": "host"}))[0] == 400


def test_a_token_that_is_renewed_let_go_or_of_another_conference_is_dead(app: Maker, site: Site) -> None:
    host = app().join(HOST)
    old = dict(host.joined)
    host.joined |= host.ask("refresh_token")
    fresh, host.joined = dict(host.joined), old
    assert refusal(lambda: host.get("participants")) == (403, "Invalid token")
    host.joined = fresh
    with App(site.url, "care.other") as other:
        other.joined = fresh
        assert refusal(lambda: other.get("participants")) == (403, "Invalid token")
    answer = host.http.post(f"{host.base}release_token?token={fresh['token']}", data="bye", timeout=10)
    assert answer.json()["result"] is True
    assert refusal(lambda: host.get("participants")) == (403, "Invalid token")


def test_events_begin_with_who_is_there_and_go_on_in_order(app: Maker) -> None:
    host = app().join(HOST)
    events = host.listen()
    assert events.wait("participant_sync_end") is None
    assert [name for name, _ in events.seen] == ["participant_sync_begin", "participant_create", "participant_sync_end"]
    guest = app().join(GUEST, "Gäst")
    made = events.wait("participant_create")
    assert (made["uuid"], made["service_type"], made["display_name"]) == (guest.uuid, "waiting_room", "Gäst")
    host.about(guest, "unlock")
    assert events.wait("participant_update")["service_type"] == "conference"
    host.ask("unlock")
    assert events.wait("conference_update", lambda state: not state["locked"])
    guest.ask("release_token", {"reason": "Hej då"})
    assert events.wait("participant_delete") == {"uuid": guest.uuid}


def test_who_is_let_in_is_told_who_is_in(app: Maker) -> None:
    host, guest = app().join(HOST), app().join(GUEST)
    events = guest.listen()
    events.wait("stage")
    assert [data["uuid"] for name, data in events.seen if name == "participant_create"] == [guest.uuid]
    host.about(guest, "unlock")
    assert events.wait("participant_update")["uuid"] == guest.uuid
    assert events.wait("participant_create")["uuid"] == host.uuid


@pytest.mark.parametrize(
    ("way", "reason"),
    [("all", "Conference terminated by another participant"), ("one", "Disconnected by another participant")],
)
def test_who_is_put_out_is_told_why_and_the_stream_ends(app: Maker, way: str, reason: str) -> None:
    host, guest = app().join(HOST), app().join(GUEST)
    events = guest.listen()
    if way == "all":
        host.ask("disconnect")
    else:
        host.about(guest, "disconnect")
    assert events.wait("disconnect") == {"reason": reason}
    assert events.ended.wait(10)
    assert refusal(lambda: guest.get("participants")) == (403, "Invalid token")


def test_messages_reach_who_is_in_and_a_host_writes_to_one_who_waits(app: Maker) -> None:
    host, inside, waiting = app().join(HOST), app().join(GUEST), app().join(GUEST)
    host.about(inside, "unlock")
    heard = {one: one.listen() for one in (host, inside, waiting)}
    for events in heard.values():
        events.wait("stage")
    host.ask("message", {"type": "text/plain", "payload": "till alla"})
    host.about(waiting, "message", {"type": "text/plain", "payload": "strax"})
    assert heard[waiting].wait("message_received")["payload"] == "strax"
    whole = heard[inside].wait("message_received")
    assert (whole["payload"], whole["direct"], whole["uuid"]) == ("till alla", False, host.uuid)
    inside.ask("message", {"type": "text/plain", "payload": "svar"})
    assert heard[host].wait("message_received")["payload"] == "svar"
    assert refusal(lambda: waiting.about(waiting, "message", {"type": "text/plain", "payload": "a"}))[0] == 403
    assert refusal(lambda: host.ask("message", {"type": "text/html", "payload": "a"}))[0] == 400


@kind("silent")
def test_where_there_is_no_chat_and_guests_do_not_present(app: Maker) -> None:
    host, guest = app().join(HOST), app().join("none")
    host.ask("start_conference")
    assert refusal(lambda: host.ask("message", {"type": "text/plain", "payload": "a"})) == (403, "Invalid role")
    assert refusal(lambda: guest.about(guest, "take_floor")) == (403, "Invalid role")
    assert host.about(host, "take_floor") is None
    assert guest.get("participants")[0]["is_presenting"] == "YES"


def test_layouts_themes_and_pictures(app: Maker) -> None:
    host = app().join(HOST)
    assert "1:7" in host.get("available_layouts")
    assert {"name": "1:7", "tags": []} in host.get("available_layouts?annotate=true")
    assert host.get("layout_svgs")["1:7"].startswith("<svg")
    assert host.http.get(host.base + "theme/", headers={"token": host.joined["token"]}, timeout=10).status_code == 204
    assert host.ask("transform_layout", {"transforms": {"layout": "4:0"}}) is True
    assert refusal(lambda: host.ask("transform_layout", {"transforms": {"layout": "3:9"}}))[0] == 400
    assert refusal(lambda: host.ask("transform_layout", {"transforms": {"colour": "red"}}))[0] == 400
    assert refusal(lambda: host.get(f"participants/{host.uuid}/avatar.jpg")) == (404, "No image available")
    assert refusal(lambda: host.ask("no_such_order"))[0] == 404


@kind("open")
def test_an_app_is_sent_on_by_a_token_of_its_own(app: Maker, site: Site) -> None:
    host, guest = app().join(HOST), app().join("none")
    host.ask("start_conference")
    events = guest.listen()
    wrong = {"conference_alias": "care.elsewhere", "role": "host", "pin": "1"}
    assert refusal(lambda: host.about(guest, "transfer", wrong)) == (403, "Invalid PIN")
    host.about(guest, "transfer", wrong | {"pin": HOST})
    sent = events.wait("refer")
    with App(site.url, sent["alias"]) as there:
        assert there.join(token=sent["token"]).joined["role"] == "HOST"
    with App(site.url, sent["alias"]) as again:
        assert refusal(lambda: again.join(token=sent["token"])) == (403, "Invalid token")


def test_the_status_of_a_node(site: Site) -> None:
    assert requests.get(f"{site.url}/api/client/v2/status", timeout=10).status_code == 200
