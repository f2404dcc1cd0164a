"""Whoever is in comes back, whatever is full; and never are there more different people in than there may be."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.video.models import Conference
from backend.video.pexip import marks
from backend.video.pexip.own import Own
from backend.video.pexip.policy import Room, participant, tag_of
from backend.video.pexip.ways import Ways
from backend.video.reports import ROOM, SECOND, kind_of, outsider
from tests.backend.video.house import House
from tests.backend.video.pexip.hooks.hall import Hall, ready
from tests.backend.video.pexip.ways import RULES, START, asked, host, way

LIMIT = 15


@pytest.fixture
def hall(house: House) -> Hall:
    return ready(house)()


ROOMS = tuple(Room(f"sal{number}", "") for number in range(4))
PEOPLE = [f"{kind}{number}" for kind, count in (("h", 4), ("g", 18), ("r", 4)) for number in range(count)]


@dataclass
class Meeting:
    """A meeting that fills, as our live state has it: each call is somebody's, and may be dead without our knowing."""

    inside: dict[str, int] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)

    def asks(self, who: str) -> str:
        """Let somebody call; what they were refused for, if they were."""
        others, calls = sum(one != who for one in self.inside), self.inside.get(who, 0)
        if who[0] == "h":
            answer = participant(host(person=who, others_in=others), asked(f"{who}-{calls}"), RULES, START)
        elif who[0] == "r":
            mine = Own(rows_in=1 if calls else 0)
            room = way(role="room", person="", others_in=len(self.inside), hosts_in=1)
            question = asked(is_device=True, registered=True, caller=f"sal{who[1:]}", is_web=False)
            answer = participant(room, question, RULES, START, rooms=ROOMS, own=mine)
        else:
            answer = participant(way(person=who, others_in=others, hosts_in=1), asked(), RULES, START, own=Own())
        if answer.refused:
            return answer.refused
        if answer.body["result"]["bypass_lock"]:
            self.inside[who] = calls + 1
        else:
            self.waiting.add(who)
        return ""

    def admit(self, who: str) -> None:
        """Let a host let somebody in, as the live state does: when there is room for one."""
        if who in self.waiting and (who in self.inside or len(self.inside) < LIMIT):
            self.waiting.remove(who)
            self.inside[who] = self.inside.get(who, 0) + 1


ACTS = st.lists(st.tuples(st.sampled_from(["asks", "asks", "admit", "leaves"]), st.sampled_from(PEOPLE)), max_size=120)


@settings(max_examples=150)
@given(ACTS)
def test_sixteen_different_people_never_get_in_and_whoever_is_in_comes_back(acts: list[tuple[str, str]]) -> None:
    meeting = Meeting()
    for act, who in acts:
        was_in = who in meeting.inside
        if act == "asks":
            refused = meeting.asks(who)
            assert not (was_in and refused == "full")
        elif act == "admit":
            meeting.admit(who)
        else:
            meeting.inside.pop(who, None)
        assert len(meeting.inside) <= LIMIT


@given(st.integers(0, 16), st.integers(0, 3), st.booleans())
def test_only_who_waits_for_a_host_or_is_known_is_told_from_the_others(others: int, rows: int, lobby: bool) -> None:  # noqa: FBT001 - hypothesis'
    guest = way(others_in=others, lobby=lobby)
    answer = participant(guest, asked(), RULES, START, own=Own(rows_in=rows))
    counted = others - rows if lobby else others
    assert (answer.refused == "full") == (counted >= LIMIT)
    stranger = way(role="room", person="", others_in=others, lobby=lobby)
    question = asked(is_device=True, caller="okänd", is_web=False)
    refused = participant(stranger, question, RULES, START, rooms=ROOMS, own=Own(rows_in=rows)).refused
    assert (refused == "full") == (counted >= LIMIT)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40), st.booleans())
def test_a_rooms_tag_tells_it_from_others_and_nothing_else(one: str, other: str, booked: bool) -> None:  # noqa: FBT001 - hypothesis'
    tag = "e0000000000000001"
    first = marks.marked(tag, b"s", one, booked=booked)
    assert (marks.marked(tag, b"s", other, booked=booked) == first) == (one == other)
    assert first != marks.marked(tag, b"another", one, booked=booked)
    assert (marks.plain(first), marks.is_booked(first), len(first)) == (tag, booked, 32)
    assert (marks.plain(tag), marks.is_booked(tag), marks.marked(tag, b"s", "", booked=booked)) == (tag, False, tag)


def asks(hall: Hall, person: str, tag: str = "") -> Own:
    with hall.house.database.read() as session:
        conference = session.get_one(Conference, hall.conference)
    return Ways(hall.house.database).own(way(key=conference.key, person=person), tag)


def test_calls_of_ones_own_are_known_by_the_way_in(hall: Hall) -> None:
    there = hall.there()
    there.comes("h1")
    for who in ("g1", "g1", "g2", "g2"):
        there.conference.admit(there.comes(who))
    hall.take(*there.told)
    assert asks(hall, "g1") == Own(1, state="in", since=asks(hall, "g1").since)
    assert asks(hall, "h1").rows_in == 0
    assert asks(hall, "h1").is_host
    assert asks(hall, "nobody") == Own()


def test_a_room_that_calls_again_is_one_room_when_it_is_known_and_only_then(hall: Hall) -> None:
    def calls(caller: str, *, booked: bool) -> str:
        tag = marks.marked(hall.tags["sal"], b"s", caller, booked=booked)
        there = hall.there(nodes=(f"{caller[0]}1", f"{caller[0]}2"))
        there.tags = {**hall.tags, "sal": tag}
        for _ in range(2):
            there.conference.admit(there.comes("sal"))
        hall.take(*there.told)
        return tag

    booked = calls("alen", booked=True)
    # Two devices may come as one room: the second is seen, and both are its own.
    assert sorted(str(kind_of(who)) for who in hall.people()) == [ROOM, SECOND]
    assert hall.people()[outsider(ROOM, booked)].state == "in"
    assert asks(hall, "", booked).rows_in == 2
    other = calls("granen", booked=False)
    assert asks(hall, "", other).rows_in == 2
    assert asks(hall, "", booked).rows_in == 2
    assert len(hall.people()) == 4
    assert asks(hall, "", marks.marked(hall.tags["sal"], b"s", "björken", booked=True)) == Own()


def test_what_a_room_is_called_by_is_in_the_answer_about_it() -> None:
    room = way(role="room", person="", hosts_in=1)
    question = asked(is_device=True, registered=True, caller="sal2", is_web=False)
    answer = participant(room, question, RULES, START, rooms=ROOMS)
    tag = answer.body["result"]["call_tag"]
    assert tag == tag_of(room, question, RULES, START, ROOMS)
    assert (marks.plain(tag), marks.is_booked(tag)) == (room.tag, True)
    later = participant(room, question, RULES, room.end + timedelta(minutes=1), rooms=ROOMS).body["result"]
    assert not later["bypass_lock"]
    assert not marks.is_booked(later["call_tag"])
