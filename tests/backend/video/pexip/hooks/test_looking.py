from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from backend.errors import Invalid
from backend.video.models import PresenceState
from backend.video.pexip import entries
from backend.video.pexip.entries import Entries, Who
from backend.video.pexip.hooks import looking
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.pexip.policy.decision import asks_own, participant
from backend.video.pexip.policy.ways import Ways
from backend.video.reports import SECOND, UNKNOWN, kind_of
from backend.video.service import Role, ServiceUnavailable
from tests.backend.video.house import House, arrival
from tests.backend.video.pexip.hooks.hall import Hall, Pexip, ready
from tests.backend.video.pexip.policy.ways import RULES
from tests.backend.video.pexip.policy.ways import asked as question


class Asked:
    """A Management Node that says who is there, and counts how often it is asked."""

    def __init__(self) -> None:
        self.there: Pexip | None = None
        self.away = False
        self.times = 0

    def __call__(self, _reference: str) -> Iterable[Mapping[str, Any]]:
        self.times += 1
        if self.away:
            raise ServiceUnavailable
        return self.there.status() if self.there else []


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def hall(house: House, asked: Asked) -> Hall:
    new_hall: Callable[[], Hall] = ready(house, asked)
    made = new_hall()
    asked.there = made.there()
    return made


def host_and_guest(asked: Asked) -> Pexip:
    assert asked.there is not None
    asked.there.comes("h1")
    asked.there.conference.admit(asked.there.comes("g1"))
    return asked.there


def test_what_was_lost_is_mended(hall: Hall, asked: Asked) -> None:
    there = host_and_guest(asked)
    hall.take(*there.told[:3])
    hall.house.clock.advance(minutes=1)
    hall.look.run()
    assert hall.seen() == there.truth()
    there.conference.leave(there.find("g1"))  # type: ignore[arg-type]  # he is there
    hall.house.clock.advance(minutes=1)
    assert hall.look.look(hall.reference)
    assert (hall.people()["g1"].state, hall.people()["g1"].reason) == (PresenceState.LEFT, "lost")


def test_who_has_just_come_is_not_taken_for_gone(hall: Hall, asked: Asked) -> None:
    there = host_and_guest(asked)
    hall.take(*there.told)
    asked.there = None
    hall.house.clock.advance(seconds=5)
    hall.look.run()
    assert hall.seen() == there.truth()


def test_nobody_is_asked_more_than_needed_but_every_minute_in_doubt(hall: Hall, asked: Asked) -> None:
    there = host_and_guest(asked)
    hall.take(*there.told)
    for _ in range(20):
        hall.house.clock.advance(minutes=1)
        hall.look.run()
    assert asked.times == 2
    there.seqs["10.0.0.1"] += 4
    there.say("10.0.0.1", "conference_updated", {"name": hall.name})
    hall.take(there.told[-1])
    hall.house.clock.advance(seconds=30)
    asked.away = True
    for _ in range(3):
        hall.look.run()
    assert asked.times == 5, "until it has answered"
    asked.away = False
    for _ in range(3):
        hall.look.run()
    assert asked.times == 6


def test_when_a_publisher_begins_anew_what_it_was_still_for_is_looked_for_within_a_minute(
    hall: Hall, asked: Asked
) -> None:
    there = host_and_guest(asked)
    hall.take(*there.told)
    hall.house.clock.advance(minutes=1)
    hall.look.run()
    there.comes("g2")
    hall.house.clock.advance(minutes=1)
    there.seqs["10.0.0.1"] = 0
    there.say("10.0.0.1", "eventsink_started", {}, hall.house.clock.now().timestamp())
    hall.take(there.told[-1])
    assert hall.seen() != there.truth()
    hall.house.clock.advance(minutes=1)
    hall.look.run()
    assert hall.seen() == there.truth()
    times = asked.times
    for _ in range(5):
        hall.house.clock.advance(minutes=1)
        hall.look.run()
    assert asked.times == times


def refused(hall: Hall, who: str) -> str:
    """Ask as Pexip does whether somebody may come by their way in; return why not."""
    ways, now = Ways(hall.house.database), hall.house.clock.now()
    with hall.house.database.read() as session:
        digest = session.get_one(PexipEntry, hall.tags[who]).digest
    way = ways.find(digest, now)
    assert way is not None
    asked = question(who, api_leg=True)
    own = ways.own(way, "") if asks_own(way, asked) else None
    return participant(way, asked, RULES, now, own=own).refused


def test_after_a_nodes_power_loss_its_people_are_let_in_again_beside_what_is_left_of_their_calls(
    hall: Hall, asked: Asked
) -> None:
    there = asked.there
    assert there is not None
    with hall.house.database.write() as session:
        hall.house.conferences.get(session, hall.conference).participant_limit = 4
        session.get_one(PexipRoom, hall.reference).participant_limit = 4
    there.comes("h1", node=1)
    for who in ("g1", "g2", "g3"):
        there.conference.admit(there.comes(who, node=0))
    hall.take(*there.told)
    before = len(there.told)
    there.conference.leave_node("10.0.0.1", "gone")
    del there.told[before:]
    hall.house.clock.advance(minutes=1)
    there.seqs["10.0.0.1"] = 0
    there.clock.at = hall.house.clock.now().timestamp()
    there.say("10.0.0.1", "eventsink_started", {})
    hall.house.clock.advance(seconds=40)
    anew: list[str] = []
    for who in ("g1", "g2", "g3"):
        assert refused(hall, who) == ""
        one = there.comes(who, node=0)
        hall.take(*there.told[before:])
        before = len(there.told)
        anew += [person for person, presence in hall.people().items() if presence.state == PresenceState.WAITING]
        with hall.house.database.write() as session:
            hall.house.live.admit(session, hall.conference, anew[-1])
        there.conference.admit(one)
    assert [kind_of(person) for person in anew] == [SECOND] * 3
    # The host, by a fresh way in, is not shut out by those who came back; one who was not there before is the fifth.
    assert (refused(hall, "h1"), refused(hall, "h2")) == ("", "full")
    hall.take(*there.told[before:])
    hall.house.clock.advance(seconds=20)
    hall.look.run()
    assert hall.seen() == there.truth()
    there.comes("somebody else")
    hall.take(there.told[-2], there.told[-1])
    (late,) = (person for person, presence in hall.people().items() if presence.state == PresenceState.WAITING)
    with hall.house.database.write() as session, pytest.raises(Invalid, match="limit-exceeded"):
        hall.house.live.admit(session, hall.conference, late)


def test_a_web_join_first_seen_by_a_look_is_known_by_the_call_without_pictures(
    hall: Hall, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = host_and_guest(asked)
    rows = there.status()
    for row in rows:
        if row["id"].endswith("m"):
            # As ids may fall: before the other's.
            row["id"] = row["uuid"] = f"0{row['id']}"
    guest = there.find("g1")
    monkeypatch.setattr(there, "status", lambda: rows)
    assert hall.look.look(hall.reference)
    assert guest is not None
    assert hall.people()["g1"].call == guest.uuid


def test_after_a_look_a_node_whose_clock_is_behind_is_believed_still(hall: Hall, asked: Asked) -> None:
    there = asked.there
    assert there is not None
    there.comes("h1")
    guest = there.comes("g1")
    hall.take(*there.told)
    hall.house.clock.advance(seconds=20)
    hall.look.run()
    known = len(there.told)
    there.conference.admit(guest)
    hall.take(*there.told[known:])
    assert hall.seen() == there.truth()


def test_one_round_asks_for_so_many_and_the_next_goes_on(
    house: House, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST", 2)
    halls = ready(house, asked)
    for number in range(5):
        hall = halls()
        there = hall.there(nodes=(f"10.0.0.{number}",))
        there.comes("h1")
        hall.take(*there.told)
    told = []
    for _ in range(5):
        hall.look.run()
        told.append(asked.times)
    assert told == [2, 4, 5, 5, 5]


def test_who_does_not_answer_for_one_is_not_asked_for_the_others_before_the_next_round(
    house: House, asked: Asked
) -> None:
    halls = ready(house, asked)
    asked.away = True
    for number in range(3):
        hall = halls()
        there = hall.there(nodes=(f"10.0.0.{number}",))
        there.comes("h1")
        hall.take(*there.told)
    before = [one.state for one in hall.people().values()]
    for _ in range(4):
        hall.look.run()
    assert asked.times == 4
    assert [one.state for one in hall.people().values()] == before
    asked.away = False
    hall.look.run()
    assert asked.times == 7, "all of them, once each"


def test_without_anybody_to_ask_a_meeting_long_over_ends(house: House) -> None:
    hall = ready(house)()
    there = hall.there()
    there.comes("h1")
    hall.take(*there.told)
    hall.house.clock.advance(hours=6)
    hall.look.run()
    assert hall.people()["h1"].state == PresenceState.IN
    hall.house.clock.advance(hours=2)
    hall.look.run()
    assert hall.people()["h1"].state == PresenceState.LEFT
    # It was not over after all: what is told of afterwards counts.
    there.clock.at += 9 * 3600
    there.conference.change(there.find("h1"), is_muted=True)  # type: ignore[arg-type]  # she is there
    hall.house.clock.advance(hours=2)
    hall.take(*there.told)
    assert hall.people()["h1"].state == PresenceState.IN


def test_a_call_by_a_way_in_that_is_shut_for_another_shows_though_nobody_tells_and_nobody_can_be_asked(
    house: House,
) -> None:
    made = ready(house)()
    there = made.there()
    there.comes("h1")
    there.conference.admit(there.comes("g1"))
    made.take(*there.told)
    house.clock.advance(minutes=1)
    with house.database.write() as session:
        entries.withdraw(session, made.reference, "g1", house.clock.now())
        room = session.get_one(PexipRoom, made.reference)
        Entries(b"s").for_person(session, room, Who("g1", "guest", "Name of g1"), house.clock.now())
        conference = house.conferences.get(session, made.conference)
        house.live.come(session, conference, arrival("g1"), Role.GUEST)
    house.clock.advance(minutes=1)
    for _ in range(3):
        made.look.run()
        shown = {kind_of(who) or who: one.state for who, one in made.people().items()}
        assert shown == {"h1": PresenceState.IN, "g1": PresenceState.COMING, UNKNOWN: PresenceState.IN}
