"""A meeting at a service that reports: everybody is led on by a way of their own, which can be taken back."""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from backend.video.models import Conference, ConferenceState, Presence, PresenceState
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.service import Role
from tests.contract.http.led_on.far import NAME, Far, hand_over, join, personal, told
from tests.contract.http.test_access_log import done
from tests.contract.http.test_door import door_of
from tests.contract.http.test_hosting import enter
from tests.logs_kept import logs_kept
from tests.product import Caller, code_of
from tests.tables import contents


def test_a_guest_is_led_on_by_an_address_that_names_nobody(caller: Caller, meeting: dict[str, Any], far: Far) -> None:
    joined = join(caller.as_(None), meeting)
    parts = urlsplit(joined["url"])
    assert (parts.scheme, parts.netloc) == ("https", "video.example")
    assert parts.path.startswith("/webapp3/m/")
    assert parse_qs(parts.query) == {"name": ["Gäst"], "role": ["guest"], "join": ["1"]}
    way = far.way(joined["url"])
    assert way is not None
    assert (way.person, way.role) == (joined["participant"], "guest")
    assert far.state(joined["participant"]) == PresenceState.COMING


def test_at_pexip_a_name_that_was_typed_is_told_from_one_that_is_known(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    typed = join(caller.as_(None), meeting)
    known = join(caller.as_(None), personal(caller, meeting))
    shown = []
    # Who comes back is called the same.
    for joined in (typed, known, join(caller.as_(typed["token"]), meeting)):
        way = far.way(joined["url"])
        assert way is not None
        shown.append(way.display_name)
    assert shown == [f"{NAME} (mötets länk)", NAME, f"{NAME} (mötets länk)"]
    with caller.product.database.read() as session:
        assert set(session.scalars(select(Presence.display_name))) == {NAME}, "our own list says it in its own way"


@pytest.mark.parametrize(
    ("off", "said"),
    [
        ([], {}),
        (["microphone"], {"muteMicrophone": ["true"]}),
        (["camera", "microphone"], {"muteCamera": ["true"], "muteMicrophone": ["true"]}),
    ],
)
def test_what_somebody_has_switched_off_at_the_door_is_off_as_they_come_in(
    caller: Caller, meeting: dict[str, Any], off: list[str], said: dict[str, list[str]]
) -> None:
    # A camera that is not on is no choice: it may be refused, or not there.
    joined = join(caller.as_(None), meeting, off=off, camera=False, microphone=False)
    asked = parse_qs(urlsplit(joined["url"]).query)
    assert asked == {"name": ["Gäst"], "role": ["guest"], "join": ["1"], **said}
    # Whoever comes back by a page that tried nothing has the very same way in.
    again = join(caller.as_(joined["token"]), meeting)
    assert joined["url"].startswith(again["url"])


def test_no_other_device_can_be_named(caller: Caller, meeting: dict[str, Any]) -> None:
    answer = caller.as_(None).call("POST", f"{door_of(meeting)}/join", {"name": NAME, "off": ["name=Eve"]})
    assert code_of(answer) == (400, "malformed")


def test_who_comes_back_has_the_same_way_in_and_stays_where_they_are(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    first = join(caller.as_(None), meeting)
    far.tells(first["participant"], PresenceState.IN, role=Role.GUEST)
    again = join(caller.as_(first["token"]), meeting)
    assert (again["participant"], again["url"]) == (first["participant"], first["url"])
    assert far.state(first["participant"]) == PresenceState.IN


def test_two_people_have_nothing_of_each_others(caller: Caller, meeting: dict[str, Any]) -> None:
    assert len({join(caller.as_(None), meeting)["url"] for _ in range(3)}) == 3


def test_a_link_in_use_is_moved_only_when_asked_and_then_the_old_way_is_shut(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    link = personal(caller, meeting)
    first = join(caller.as_(None), link)
    far.tells(first["participant"], PresenceState.IN, role=Role.GUEST)
    refused = caller.as_(None).call("POST", f"{door_of(link)}/join", {})
    assert code_of(refused) == (409, "not-open")
    assert refused.get_json()["errors"] == [{"pointer": "/move", "code": "not-open"}]
    assert far.way(first["url"]) is not None
    moved = join(caller.as_(None), link, move=True)
    assert far.way(first["url"]) is None
    assert far.way(moved["url"]) is not None
    assert far.state(first["participant"]) == PresenceState.COMING


def test_beside_pexip_whoever_comes_to_a_meeting_of_ours_is_a_person_of_their_own(caller: Caller) -> None:
    door = caller.as_(None)
    for made in (caller.create(service="builtin"), caller.create(service="builtin")):
        code = door_of(made)
        came = [door.call("POST", f"{code}/join", {"name": name}).get_json() for name in ("Vera", "Ulf")]
        assert all(re.fullmatch(r"p[0-9a-f]+", one["participant"]) for one in came)
        assert "url" not in came[0]


def test_nobody_is_led_on_before_the_door_opens(caller: Caller) -> None:
    early = caller.create(starts_in=300)
    refused = caller.as_(None).call("POST", f"{door_of(early)}/join", {"name": NAME})
    assert code_of(refused) == (409, "not-open")
    with caller.product.database.read() as session:
        assert session.scalars(select(PexipEntry.role)).all() == ["room"]


def test_who_never_came_there_is_on_the_way_no_more(caller: Caller, meeting: dict[str, Any], far: Far) -> None:
    gone, there = join(caller.as_(None), meeting), join(caller.as_(None), meeting)
    far.tells(there["participant"], PresenceState.WAITING, role=Role.GUEST)
    caller.clock.advance(minutes=9)
    caller.product.jobs.drain()
    assert far.state(gone["participant"]) == PresenceState.COMING
    caller.clock.advance(minutes=1)
    caller.product.jobs.drain()
    assert far.state(gone["participant"]) == PresenceState.LEFT
    assert far.state(there["participant"]) == PresenceState.WAITING


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "told",
    [
        (),
        (PresenceState.WAITING,),
        (PresenceState.IN,),
        (PresenceState.IN, PresenceState.LEFT),
        (PresenceState.WAITING, PresenceState.LEFT),
        # Led on, and never heard of.
        (None,),
    ],
)
def test_whoever_is_taken_off_the_list_has_no_way_in_any_more(
    caller: Caller, meeting: dict[str, Any], far: Far, told: tuple[PresenceState | None, ...], role: Role
) -> None:
    link = personal(caller, meeting)
    joined = join(caller.as_(None), link)
    for state in told:
        if state is None:
            caller.clock.advance(minutes=10)
            caller.product.jobs.drain()
            assert far.state(joined["participant"]) == PresenceState.LEFT
        else:
            caller.clock.advance(seconds=1)
            far.tells(joined["participant"], state, role=role)
    is_there = bool(told) and told[-1] in {PresenceState.WAITING, PresenceState.IN}
    path = f"/api/v1/meetings/{meeting['id']}/participants/{link['id']}"
    # Nobody can be hung up from here: whoever is there is said to be there still.
    assert caller.call("DELETE", path).status_code == (200 if is_there else 204)
    caller.product.jobs.drain()
    assert far.way(joined["url"]) is None
    assert (far.state(joined["participant"]) == PresenceState.IN) == (told == (PresenceState.IN,))
    assert caller.as_(joined["token"]).call("POST", f"{door_of(link)}/join", {}).status_code == 410
    assert NAME not in caller.call("GET", f"/api/v1/meetings/{meeting['id']}/participants").text


def test_who_is_told_of_once_more_before_their_way_in_is_shut_has_none_all_the_same(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    link = personal(caller, meeting)
    joined = join(caller.as_(None), link)
    far.tells(joined["participant"], PresenceState.IN, role=Role.GUEST)
    caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}/participants/{link['id']}")
    # What is to be done stands still, and Pexip goes on telling.
    caller.clock.advance(seconds=30)
    far.tells(joined["participant"], PresenceState.IN, role=Role.GUEST)
    assert far.state(joined["participant"]) == PresenceState.IN
    caller.product.jobs.drain()
    assert far.way(joined["url"]) is None


@pytest.mark.parametrize(("reason", "said"), [("denied", "denied"), ("removed", "removed"), ("cut-off", "left")])
def test_whoever_a_host_sends_away_there_is_told_so_comes_by_another_way_and_waits(
    caller: Caller, meeting: dict[str, Any], far: Far, reason: str, said: str
) -> None:
    joined = join(caller.as_(None), meeting)
    far.tells(joined["participant"], PresenceState.WAITING, role=Role.GUEST)
    far.tells(joined["participant"], PresenceState.LEFT, role=Role.GUEST, reason=reason)
    shown = told(caller.as_(joined["token"]), f"{door_of(meeting)}/events")
    assert (shown["presence"]["state"], shown["bye"]) == (said, {"reason": said})
    # Once before the way was shut, and once after.
    again = join(caller.as_(joined["token"]), meeting)
    caller.product.jobs.drain()
    assert far.way(joined["url"]) is None
    assert far.way(again["url"]) is not None


def test_who_was_sent_away_can_not_go_back_by_the_address_they_had(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    joined = join(caller.as_(None), meeting)
    far.tells(joined["participant"], PresenceState.LEFT, role=Role.GUEST, reason="removed")
    caller.product.jobs.drain()
    assert far.way(joined["url"]) is None


def test_with_the_meeting_every_way_in_is_gone(caller: Caller, meeting: dict[str, Any], far: Far) -> None:
    joined = join(caller.as_(None), meeting)
    assert caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}").status_code == 204
    assert far.state(joined["participant"]) == PresenceState.LEFT
    caller.product.jobs.drain()
    assert far.way(joined["url"]) is None
    with caller.product.database.read() as session:
        assert not session.scalars(select(PexipRoom)).all()


def test_a_meeting_moved_to_another_service_and_back_keeps_its_link_and_leaves_nothing_behind(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    joined = join(caller.as_(None), meeting)
    for service, rooms in (("builtin", 0), ("pexip", 1)):
        now = changed(caller, meeting, service=service)
        assert (now["service"], now["state"], now["join_url"]) == (service, "ready", meeting["join_url"])
        with caller.product.database.read() as session:
            assert len(session.scalars(select(PexipRoom)).all()) == rooms
        assert far.way(joined["url"]) is None
    again = join(caller.as_(None), meeting)
    assert again["url"] != joined["url"]
    assert far.way(again["url"]) is not None


def test_a_meeting_for_others_than_before_has_another_link_and_the_old_one_leads_nobody_anywhere(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    joined = join(caller.as_(None), meeting)
    for kind, service in (("internal", "builtin"), ("patient_care", "pexip")):
        now = changed(caller, meeting, type=kind, service=service)
        assert now["join_url"] != meeting["join_url"]
        assert caller.as_(None).call("POST", f"{door_of(meeting)}/join", {"name": NAME}).status_code == 410
        assert far.way(joined["url"]) is None
    assert far.way(join(caller.as_(None), now)["url"]) is not None


def changed(caller: Caller, meeting: dict[str, Any], **asked: str) -> dict[str, Any]:
    """The meeting once it has become what was asked for."""
    path = f"/api/v1/meetings/{meeting['id']}"
    answer = caller.call("PATCH", path, asked, If_Match=caller.call("GET", path).headers["ETag"])
    assert answer.status_code == 200, answer.text
    caller.product.jobs.drain()
    return dict(caller.call("GET", path).get_json())


def test_leaving_our_page_on_the_way_there_is_leaving(caller: Caller, meeting: dict[str, Any], far: Far) -> None:
    joined = join(caller.as_(None), meeting)
    assert caller.as_(joined["token"]).call("POST", f"{door_of(meeting)}/leave", {}).status_code == 204
    assert far.state(joined["participant"]) == PresenceState.LEFT


def test_the_door_says_where_one_is_until_the_service_has_told(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    joined = join(caller.as_(None), meeting)
    guest, path = caller.as_(joined["token"]), f"{door_of(meeting)}/events"
    for state in (PresenceState.COMING, PresenceState.WAITING, PresenceState.IN):
        if state != PresenceState.COMING:
            far.tells(joined["participant"], state, role=Role.GUEST)
        said = told(guest, path)
        assert said["presence"]["state"] == state
        assert "bye" not in said


def test_who_left_there_is_told_so_by_a_page_that_is_loaded_again(
    caller: Caller, meeting: dict[str, Any], far: Far
) -> None:
    joined = join(caller.as_(None), meeting)
    guest, path = caller.as_(joined["token"]), f"{door_of(meeting)}/events"
    far.tells(joined["participant"], PresenceState.IN, role=Role.GUEST)
    assert told(guest, path)["presence"]["state"] == PresenceState.IN
    far.tells(joined["participant"], PresenceState.LEFT, role=Role.GUEST)
    assert told(guest, path)["bye"] == {"reason": "left"}


@pytest.mark.parametrize("reason", ["denied", "removed"])
def test_who_is_sent_away_is_told_so_at_the_door(
    caller: Caller, meeting: dict[str, Any], far: Far, reason: str
) -> None:
    joined = join(caller.as_(None), personal(caller, meeting))
    far.tells(joined["participant"], PresenceState.WAITING, role=Role.GUEST)
    with caller.product.database.write() as session:
        live, key = caller.product.live, joined["participant"]
        presence = session.scalars(select(Presence).where(Presence.person == key)).one()
        if reason == "denied":
            live.deny(session, presence.conference_id, key)
        else:
            presence.state = PresenceState.IN
            live.remove(session, presence.conference_id, key)
    said = told(caller.as_(joined["token"]), f"{door_of(meeting)}/events")
    assert said["bye"] == {"reason": reason}


def test_the_door_page_knows_that_people_are_led_on(caller: Caller, meeting: dict[str, Any]) -> None:
    page = caller.as_(None).call("GET", door_of(meeting)).text
    assert '"led_on": true' in page
    assert '"leads_to": null' in page


def test_a_meeting_that_is_being_prepared_leads_nobody_on_and_remembers_nobody(
    caller: Caller, meeting: dict[str, Any]
) -> None:
    with caller.product.database.write() as session:
        conference = session.scalars(select(Conference)).one()
        conference.state, conference.reference = ConferenceState.WANTED, None
    assert code_of(caller.as_(None).call("POST", f"{door_of(meeting)}/join", {"name": NAME})) == (409, "not-open")
    with caller.product.database.read() as session:
        assert not session.scalars(select(Presence)).all()


def test_who_was_led_on_stands_in_the_access_log_as_at_any_door(caller: Caller, meeting: dict[str, Any]) -> None:
    joined = join(caller.as_(None), meeting)
    again = join(caller.as_(joined["token"]), meeting)
    hand_over(enter(caller, meeting), meeting)
    caller.as_(again["token"]).call("POST", f"{door_of(meeting)}/leave", {})
    caller.product.logbook.look()
    caller.product.jobs.drain()
    actions = [action for action, _ in done(caller, meeting) if action.startswith(("person.", "host."))]
    assert actions == ["person.arrived", "person.arrived", "host.handed-over", "person.left"]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the product logs, as an operator has it."""
    with logs_kept() as target:
        yield target


def test_nothing_of_a_way_in_is_logged_or_kept(caller: Caller, meeting: dict[str, Any], written: io.StringIO) -> None:
    joined = join(caller.as_(None), meeting)
    handed = hand_over(enter(caller, meeting), meeting)
    kept = "\n".join(contents(caller.product.database.engine))
    caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}")
    caller.product.jobs.drain()
    assert "/m/<code>/join" in written.getvalue()
    assert joined["participant"] in kept
    aliases = [urlsplit(told["url"]).path.rpartition("/")[2] for told in (joined, handed)]
    assert not [secret for secret in (NAME, *aliases) if secret in written.getvalue()]
    assert not [alias for alias in aliases if alias in kept]
