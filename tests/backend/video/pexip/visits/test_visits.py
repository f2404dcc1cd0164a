"""Short visits to a conference: a real node, the process that answers it, and nothing left of the visitor."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from backend.storage import new_id
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip.entries import visitors
from backend.video.pexip.models import VISIT, PexipEntry, PexipRoom
from backend.video.pexip.service import PexipService
from backend.video.pexip.visits import visit
from backend.video.pexip.visits.node import Node
from backend.video.pexip.visits.visit import NAME
from backend.video.pexip.wire import budget
from backend.video.reports import second_of
from backend.video.service import (
    HostControl,
    NothingDone,
    Order,
    Role,
    ServiceRefused,
    ServiceUnavailable,
)
from simulators.pexip.site import Site
from tests.backend.video.pexip.whole import Whole, whole
from tests.simulators.pexip.client import App, Refused

SPOTLIGHT, LOWER, NOTE = HostControl.SPOTLIGHT, HostControl.LOWER_HAND, HostControl.NOTE


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("visits"), migrated) as made:
        yield made


@dataclass
class Held:
    """A meeting with a host and guests in it, as our lists know it."""

    house: Whole
    service: PexipService
    reference: str
    meeting: dict[str, Any]
    host: App
    guests: list[App]

    def conference(self) -> Any:
        """The one conference that runs by the meeting's name, as the node has it."""
        name = self.house.room(self.meeting).name
        return next(one for one in self.house.site.cluster.conferences.values() if one.name == name)

    def names(self) -> list[str]:
        return [one["display_name"] for one in self.host.get("participants")]

    def one(self, app: App) -> dict[str, Any]:
        return next(dict(one) for one in self.host.get("participants") if one["uuid"] == app.uuid)


def held(house: Whole, guests: int = 2, *, waiting: int = 0, limit: int = 15) -> Held:
    house.site.wait(_calm(house.site))
    meeting = house.meeting()
    with house.caller.product.database.write() as session:
        session.get_one(PexipRoom, house.room(meeting).reference).participant_limit = limit
    host = house.host(meeting)
    apps = [house.app(house.guest(meeting, f"Gerda {number}")).join("none", "Gäst") for number in range(guests)]
    for app in apps[: guests - waiting]:
        host.about(app, "unlock")
    house.told()
    return Held(house, house.service(house.nodes[0]), house.room(meeting).reference, meeting, host, apps)


async def _calm(site: Site) -> None:
    for front in site.fronts:
        front.faults.calm()


def fault(house: Whole, kind: str, count: int = 9, **more: Any) -> None:
    body = {"fault": kind, "count": count, **more}
    assert requests.post(f"{house.nodes[0]}/_control", json=body, timeout=10).status_code == 204


def visits(house: Whole, reference: str) -> list[PexipEntry]:
    with house.caller.product.database.read() as session:
        found = select(PexipEntry).where(PexipEntry.reference == reference, PexipEntry.role == VISIT)
        return list(session.scalars(found.order_by(PexipEntry.made_at)))


def test_hands_are_seen_in_the_order_they_went_up_and_nothing_is_left_of_the_visitor(house: Whole) -> None:
    there = held(house, 3)
    for guest in (there.guests[2], there.guests[0]):
        guest.about(guest, "buzz")
    listening = there.host.listen()
    seen = there.service.look(there.reference)
    assert sorted(seen.hands, key=seen.hands.__getitem__) == [there.guests[2].uuid, there.guests[0].uuid]
    assert seen.spotlit == frozenset()
    came = listening.wait("participant_create", lambda one: one["display_name"] == NAME)
    assert (came["role"], came["has_media"]) == ("chair", False)
    listening.wait("participant_delete", lambda one: one["uuid"] == came["uuid"])
    assert NAME not in there.names()
    assert house.states(there.meeting) == ["in"] * 4
    assert [one.withdrawn_at is not None for one in visits(house, there.reference)] == [True]


def test_a_visitor_whose_place_and_role_are_settled_later_waits_for_them(house: Whole) -> None:
    there = held(house, 1)
    guest = there.guests[0]
    guest.about(guest, "buzz")
    house.order(settling=0.4)
    assert list(there.service.look(there.reference).hands) == [guest.uuid]
    house.order(settling=0.4)
    there.service.command(there.reference, Order(LOWER, guest.uuid))
    house.order(settling=0)
    assert there.service.look(there.reference).hands == {}


def test_a_visitor_who_is_never_made_host_does_nothing_and_leaves(
    house: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = held(house, 1)
    monkeypatch.setattr(visit, "_SETTLES_SECONDS", 0.3)
    house.order(settling=3600)
    with pytest.raises(ServiceRefused, match="not-let-in"):
        there.service.command(there.reference, Order(SPOTLIGHT, there.guests[0].uuid))
    house.order(settling=0)
    assert there.one(there.guests[0])["spotlight"] == 0
    assert NAME not in there.names()
    assert [one.withdrawn_at is not None for one in visits(house, there.reference)] == [True]


def test_a_host_takes_a_hand_down_and_shows_somebody_large(house: Whole) -> None:
    there = held(house, 2)
    first, second = there.guests
    first.about(first, "buzz")
    for on in (True, True, False):
        there.service.command(there.reference, Order(SPOTLIGHT, second.uuid, on=on))
        assert (there.one(second)["spotlight"] > 0) == on
        assert (second.uuid in there.service.look(there.reference).spotlit) == on
    there.service.command(there.reference, Order(LOWER, first.uuid))
    there.service.command(there.reference, Order(LOWER, first.uuid))
    assert there.service.look(there.reference).hands == {}
    for call in ("", "00000000-0000-4000-8000-000000000000", "../../disconnect"):
        with pytest.raises(ServiceRefused, match="no-such-call"):
            there.service.command(there.reference, Order(SPOTLIGHT, call))
    assert house.states(there.meeting) == ["in"] * 3


def test_one_who_waits_is_written_to_and_goes_on_waiting_and_nobody_else_reads_it(house: Whole) -> None:
    there = held(house, 2, waiting=1)
    inside, waits = there.guests
    hears, other = waits.listen(), inside.listen()
    there.service.command(there.reference, Order(NOTE, waits.uuid, text="Vi är lite sena."))
    told = hears.wait("message_received")
    assert (told["payload"], told["direct"], told["origin"]) == ("Vi är lite sena.", True, NAME)
    assert waits.place() == "waiting_room"
    inside.about(inside, "buzz")
    other.wait("participant_update", lambda one: one["buzz_time"] > 0)
    assert [name for name, _ in other.seen if name == "message_received"] == []


def test_a_full_meeting_is_not_visited_and_a_visitor_counts_while_it_is_in(house: Whole) -> None:
    there = held(house, 2, limit=4)
    room = house.room(there.meeting)
    credentials = there.service._visits._credentials(room, None)
    house.aliases.add(credentials.alias)
    visitor = house.app(credentials.alias).join(credentials.pin, NAME)
    assert visitor.joined["role"] == "HOST"
    # Three people and the visitor: four places.
    assert "Mötet är fullt" in house.refused(house.guest(there.meeting, "Femte Provgren"))
    assert house.refusals()[-1] == "full"
    with pytest.raises(ServiceRefused, match="full"):
        there.service.look(there.reference)
    visitor.ask("release_token", {})
    there.service._visits._left(room.reference, credentials.tag)
    seen = there.service.look(there.reference)
    assert seen.hands == {}
    late = house.app(house.guest(there.meeting, "Fjärde Provgren")).join("none", "Gäst")
    there.host.about(late, "unlock")
    house.told()
    before = there.conference().counted()
    with pytest.raises(ServiceRefused, match="full"):
        there.service.look(there.reference)
    assert there.conference().counted() == before == 4


def test_who_is_in_twice_by_one_way_in_takes_no_place_from_a_visit(house: Whole) -> None:
    there = held(house, 2, limit=4)

    def listed(person: str) -> None:
        with house.caller.product.database.write() as session:
            row = session.scalars(select(Conference).where(Conference.key == house.room(there.meeting).key)).one()
            now = house.caller.clock.now()
            extra = Presence(
                id=new_id("q"), conference_id=row.id, person=person, role=Role.GUEST, display_name="Gerda 0"
            )
            extra.state, extra.since, extra.token_hash = PresenceState.IN, now, new_id("t")
            session.add(extra)

    listed(second_of("a guest", "their call on a node that failed"))
    assert there.service.look(there.reference).hands == {}
    listed("somebody else")
    with pytest.raises(ServiceRefused, match="full"):
        there.service.look(there.reference)


def test_a_visitors_way_in_is_for_control_alone_and_for_once(house: Whole) -> None:
    there = held(house, 1)
    credentials = there.service._visits._credentials(house.room(there.meeting), None)
    house.aliases.add(credentials.alias)
    assert house.dial(credentials.alias, registered=True)["state"] != "conference"
    visitor = house.app(credentials.alias).join(credentials.pin, NAME)
    with pytest.raises(Refused):
        visitor.send_media()
    assert house.refusals()[-1] == "media"
    with pytest.raises(Refused):
        house.app(credentials.alias).join(credentials.pin, NAME)
    assert house.refusals()[-1] == "used"
    assert house.states(there.meeting) == ["in", "in"]
    visitor.ask("release_token", {})
    assert house.states(there.meeting) == ["in", "in"]


def test_without_a_host_nobody_visits_and_no_conference_is_begun_or_kept(house: Whole) -> None:
    house.site.wait(_calm(house.site))
    meeting = house.meeting()
    guest = house.app(house.guest(meeting, "Gerda")).join("none", "Gäst")
    house.told()
    service, reference = house.service(house.nodes[0]), house.room(meeting).reference
    with pytest.raises(ServiceRefused, match="no-host"):
        service.command(reference, Order(NOTE, guest.uuid, text="Hej"))
    assert visits(house, reference) == []
    # The host has left a moment ago, and we have not heard of it.
    there = held(house, 1)
    there.host.ask("release_token", {})
    with pytest.raises(ServiceRefused, match="no-host"):
        there.service.look(there.reference)
    running = there.conference()
    assert [one.display_name for one in running.participants.values()] == ["Gerda 0 (mötets länk)"]
    assert not running.started_by_hand


@pytest.mark.parametrize(
    ("kind", "more", "fault_raised"),
    [
        ("slow", {}, NothingDone),
        ("refuse", {}, NothingDone),
        ("drop", {}, NothingDone),
        ("wrong", {}, NothingDone),
        ("half", {}, NothingDone),
        ("fail", {"status": 503}, NothingDone),
        ("fail", {"status": 403}, ServiceRefused),
    ],
)
def test_a_node_that_does_wrong_is_a_clear_refusal_in_time(
    house: Whole, kind: str, more: dict[str, Any], fault_raised: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = held(house, 1)
    monkeypatch.setattr(budget, "PRESSED_SECONDS", 0.4 if kind == "slow" else budget.PRESSED_SECONDS)
    fault(house, kind, **more)
    with pytest.raises(fault_raised):
        there.service.command(there.reference, Order(SPOTLIGHT, there.guests[0].uuid))
    house.site.wait(_calm(house.site))
    assert there.one(there.guests[0])["spotlight"] == 0


@pytest.mark.parametrize(("path", "raised"), [("participants", NothingDone), ("spotlighton", ServiceUnavailable)])
def test_what_was_never_asked_for_is_not_said_to_be_done_perhaps(
    house: Whole, path: str, raised: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = held(house, 1)
    send = Node._ask

    def lost(node: Node, method: str, alias: str, asked_at: str, *more: Any, **asked: Any) -> Any:
        if asked_at.endswith(path):
            fault(house, "drop", 1)
        return send(node, method, alias, asked_at, *more, **asked)

    monkeypatch.setattr(Node, "_ask", lost)
    with pytest.raises(ServiceUnavailable) as away:
        there.service.command(there.reference, Order(SPOTLIGHT, there.guests[0].uuid))
    assert away.type is raised
    assert bool(there.one(there.guests[0])["spotlight"]) is (raised is ServiceUnavailable)


def test_a_visitor_who_is_never_made_host_is_told_so_while_somebody_waits(
    house: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = held(house, 1)
    # As where the token took long to come: less is left than a role may need.
    monkeypatch.setattr(budget, "PRESSED_SECONDS", 1.5)
    house.order(settling=3600)
    with pytest.raises(ServiceRefused, match="not-let-in"):
        there.service.command(there.reference, Order(SPOTLIGHT, there.guests[0].uuid))
    house.order(settling=0)


def test_a_node_that_is_not_there_is_told_as_that(house: Whole) -> None:
    there = held(house, 1)
    service = house.service("http://127.0.0.1:9")
    with pytest.raises(ServiceUnavailable):
        service.look(there.reference)
    # It was never in, so it takes nobody's place.
    assert [one.withdrawn_at is not None for one in visits(house, there.reference)] == [True]


def test_by_a_rooms_own_way_a_visit_without_answer_keeps_its_place_and_one_that_was_refused_does_not(
    house: Whole,
) -> None:
    there = held(house, 1)
    room, own = house.room(there.meeting), ("1" * 20, "123456")
    with pytest.raises(ServiceRefused):
        there.service._visits.look(room, own)
    with pytest.raises(ServiceUnavailable):
        house.service("http://127.0.0.1:9")._visits.look(room, own)
    assert [one.withdrawn_at is not None for one in visits(house, there.reference)] == [True, False]
    kept = visits(house, there.reference)[1]
    assert kept.expires_at is not None
    with house.caller.product.database.read() as session:
        for now, count in ((kept.made_at, 1), (kept.expires_at, 0)):
            assert visitors(session, there.reference, now) == count
