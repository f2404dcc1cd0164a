"""A guest who was made host by a host of ours comes back as one; whoever else has the link never does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.config import PexipMode
from backend.video.lobby import LEADS_AGAIN
from backend.video.pexip import entries
from backend.video.pexip.entries import Entries, Who
from backend.video.pexip.hooks.reach import tags_of
from backend.video.pexip.models import LEADER, PexipEntry, PexipRoom
from backend.video.pexip.policy.decision import Answer, participant
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.ways import Way
from backend.video.pexip.service import PexipService
from backend.video.service import HostControl, Means, Order
from tests.backend.video.house import House
from tests.backend.video.pexip.answered import is_taken
from tests.backend.video.pexip.hooks.hall import Hall, ready
from tests.backend.video.pexip.node import settings
from tests.backend.video.pexip.policy.ways import RULES, START, asked, questions, way

HERE = "192.0.2.7"


def leader(**told: Any) -> Way:
    return way(**{"role": LEADER, "hosts_in": 1} | told)


def own(state: str = "left", **told: Any) -> Own:
    return Own(**{"is_host": True, "state": state, "since": START, "reason": "left" if state == "left" else ""} | told)


def comes(of: Way, mine: Own | None, *calls: str, after: float = 5, **told: Any) -> Answer:
    question = asked(*calls, **{"api_leg": True, "address": HERE} | told)
    return participant(of, question, RULES, START + timedelta(seconds=after), own=mine)


def role(answer: Answer) -> tuple[str, bool]:
    result = answer.body["result"]
    return result["preauthenticated_role"], result["bypass_lock"]


def test_after_a_reload_both_calls_of_the_join_are_the_hosts_and_no_other_is() -> None:
    first = comes(leader(), own(), "one")
    assert role(first) == ("chair", True)
    assert is_taken("participant", first.body)
    used = leader(call=first.use)
    assert len(first.use or "") <= 64
    # Before Pexip has told that they are in again, and after.
    for mine in (own(), own("in", since=START + timedelta(seconds=6))):
        media = comes(used, mine, "two", api_leg=False, after=8)
        assert role(media) == ("chair", True)
        full = leader(call=media.use)
        assert role(comes(full, mine, "two", api_leg=False, after=9)) == ("chair", True)
        assert role(comes(full, mine, "three", after=9)) == ("guest", False)
        assert role(comes(full, mine, "three", api_leg=False, after=9)) == ("guest", False)
    assert role(comes(used, own(), "two", api_leg=False, address="198.51.100.9")) == ("guest", False)
    assert role(comes(used, own(), "another join")) == ("guest", False)
    # The next time they leave it is good once more.
    assert role(comes(used, own(since=START + timedelta(minutes=1)), "four", after=61)) == ("chair", True)


@pytest.mark.parametrize(
    ("of", "mine", "after"),
    [
        (way(hosts_in=1), own(), 5),
        (leader(), None, 5),
        (leader(), own(is_host=False), 5),
        (leader(), own("in"), 5),
        (leader(), own(reason="removed"), 5),
        (leader(), own(reason="ended"), 5),
        (leader(), own("removed", reason="removed"), 5),
        (leader(), own("waiting"), 5),
        (leader(), own(), LEADS_AGAIN.total_seconds()),
        (leader(), own("coming", is_host=False), 5),
        (leader(), own("coming"), LEADS_AGAIN.total_seconds()),
    ],
)
def test_else_they_wait_as_a_guest(of: Way, mine: Own | None, after: float) -> None:
    assert role(comes(of, mine, "one", after=after)) == ("guest", False)


def test_one_leaving_is_good_for_one_join_by_the_door_or_without_it() -> None:
    by_reload = comes(leader(), own(), "one")
    by_door = comes(leader(), own("coming"), "one")
    assert role(by_door) == ("chair", True)
    assert by_door.use == by_reload.use
    used = leader(call=by_reload.use)
    assert role(comes(used, own("coming"), "two", api_leg=False, after=8)) == ("chair", True)
    assert role(comes(used, own("coming"), "another join")) == ("guest", False)


def test_a_shut_way_a_full_meeting_and_one_that_is_over_are_so_for_them_too() -> None:
    assert comes(leader(withdrawn_at=START), own(), "one").refused == "withdrawn"
    assert comes(leader(others_in=15), own(), "one").refused == "full"
    assert comes(leader(ended_at=START, hosts_in=0), own(), "one").refused == "over"


@pytest.mark.parametrize("kept", [None, "abco----" + "1" * 14])
def test_who_was_made_host_and_is_in_stays_one_when_the_web_app_begins_its_call_anew(kept: str | None) -> None:
    anew: dict[str, Any] = {"api_leg": False, "is_webrtc": True, "is_chair": True, "address": "198.51.100.7"}
    late = timedelta(minutes=30).total_seconds()

    def begins(mine: Own, others: int = 3, **told: Any) -> tuple[str, bool]:
        return role(comes(leader(call=kept, others_in=others), mine, "x", "y", after=late, **anew | told))

    assert begins(own("in")) == ("chair", True)
    assert begins(own("in"), 15) == ("chair", True), "they have their place"
    for told in ({"is_chair": False}, {"is_webrtc": False}, {"api_leg": True, "is_webrtc": False}):
        assert begins(own("in"), **told) == ("guest", False)
    for mine in (own("in", is_host=False), own("in", put_out=True), own("waiting"), own(reason="removed")):
        assert begins(mine) == ("guest", False)


@given(questions, st.sampled_from(["in", "left", "waiting", "coming", "denied", "removed"]), st.booleans())
def test_no_device_and_nobody_who_is_no_host_here_is_ever_a_chair_by_it(question: Any, state: str, host: bool) -> None:  # noqa: FBT001 - hypothesis'
    answer = participant(leader(), question, RULES, START, own=own(state, is_host=host))
    if answer.body["result"].get("preauthenticated_role") == "chair":
        assert host
        assert state in {"left", "coming"} or (state == "in" and question.is_chair and question.is_webrtc)
        assert question.is_web
        assert question.joins


def test_the_way_in_of_whom_a_host_has_made_host_is_marked_and_kept(house: House) -> None:
    hall: Hall = ready(house)()
    there = hall.there()
    there.comes("h1")
    guest = there.comes("g1")
    there.conference.admit(guest)
    there.conference.admit(there.comes("g2"))
    hall.take(*there.told)
    with house.database.write() as session:
        # The call with the pictures is theirs as well.
        for leg in guest.legs:
            assert tags_of(session, hall.reference, leg.uuid) == {hall.tags["g1"]}
        entries.let_lead(session, hall.reference, tags_of(session, hall.reference, guest.uuid))
        entries.let_lead(session, hall.reference, {hall.tags["h1"], hall.tags["sal"]})
    with house.database.read() as session:
        roles = {entry.tag: entry.role for entry in session.scalars(select(PexipEntry))}
    assert {who: roles[hall.tags[who]] for who in ("g1", "g2", "h1", "sal")} == {
        "g1": LEADER,
        "g2": "guest",
        "h1": "host",
        "sal": "room",
    }


def test_the_press_of_a_host_is_what_marks_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    hall: Hall = ready(house)()
    known = replace(settings("http://127.0.0.1:9"), mode=PexipMode.POLICY)
    service = PexipService(house.database, house.clock, Means(secret=b"s" * 32, pexip=known))
    done: list[Order] = []
    monkeypatch.setattr(service._commands, "do", lambda _name, order, **_more: done.append(order))
    there = hall.there()
    there.comes("h1")
    guest = there.comes("g1")
    there.conference.admit(guest)
    # Somebody is made host in Pexip's own app: that marks nothing.
    there.conference.set_role(guest, "chair")
    hall.take(*there.told)

    def role_of_way() -> str:
        with house.database.write() as session:
            room = session.get_one(PexipRoom, hall.reference)
            return Entries(b"s").for_person(session, room, Who("g1", "guest", "Astrid"), house.clock.now()).role

    assert role_of_way() == "guest"
    service.command(hall.reference, Order(HostControl.MUTE, guest.uuid))
    assert role_of_way() == "guest"
    service.command(hall.reference, Order(HostControl.MAKE_HOST, guest.uuid))
    assert role_of_way() == LEADER
    assert [order.control for order in done] == ["mute", "make-host"]
