"""Whoever is in comes back, whatever is full; and never are there more different people in than there may be."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.video.models import Conference
from backend.video.pexip import room_tags
from backend.video.pexip.policy.decision import asks_own, participant, tag_of
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.places import MOST_CALLS
from backend.video.pexip.policy.rules import Room
from backend.video.pexip.policy.ways import Ways
from backend.video.reports import ROOM, SECOND, kind_of, outsider
from simulators.pexip.reasons import ADMINISTRATOR_ENDED_PARTICIPANT, HOST_ENDED_PARTICIPANT
from tests.backend.video.house import House
from tests.backend.video.pexip.hooks.hall import Hall, ready
from tests.backend.video.pexip.policy.ways import RULES, START, asked, host, way

LIMIT = 15


@pytest.fixture
def hall(house: House) -> Hall:
    return ready(house)()


ROOMS = tuple(Room(f"sal{number}", "") for number in range(4))
PEOPLE = [f"{kind}{number}" for kind, count in (("h", 4), ("g", 18), ("r", 4)) for number in range(count)]


@dataclass
class Meeting:
    """A meeting that fills: calls as Pexip counts them, of who waits as well, and as our live state has them.

    A call may be dead without anybody knowing: it has its place until its person leaves, or until its node fails, which
    only Pexip knows of. What a host goes in by is one row of ours; each call of the others is one.
    """

    calls: dict[str, list[str]] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)

    def people_in(self) -> list[str]:
        return [who for who, places in self.calls.items() if "in" in places]

    def has_host(self) -> bool:
        return any(who[0] == "h" for who in self.people_in())

    def counted(self) -> int:
        """Return how many places are taken, by Pexip's own count."""
        return sum(map(len, self.calls.values())) - sum(self.failed.values())

    def loses(self, who: str) -> None:
        """Let somebody's calls be of a node that fails and tells nothing."""
        if who in self.calls:
            self.failed[who] = len(self.calls[who])

    def leaves(self, who: str) -> None:
        self.calls.pop(who, None)
        self.failed.pop(who, None)

    def asks(self, who: str) -> str:
        """Let somebody call; what they were refused for, by us or by Pexip itself, if they were."""
        refused, passes = self._answer(who)
        if refused or self.counted() >= LIMIT:
            return refused or "by Pexip"
        self.calls.setdefault(who, []).append("in" if passes and (who[0] == "h" or self.has_host()) else "waiting")
        return ""

    def _answer(self, who: str) -> tuple[str, bool]:
        rows = [
            (one, place) for one, places in self.calls.items() for place in (places[:1] if one[0] == "h" else places)
        ]
        mine = self.calls.get(who, [])
        count_in = sum(place == "in" for _, place in rows)
        told = {"person": who, "hosts_in": int(self.has_host())}
        told |= {"others_here": len(rows) - bool(mine), "others_in": count_in - ("in" in mine)}
        told |= {"seconds_in": count_in - len(self.people_in())}
        state = "in" if "in" in mine else "waiting" if mine else ""
        seconds = max(0, mine.count("in") - 1)
        own = Own(rows_in=seconds, state=state, calls=len(mine), seconds_in=seconds)
        if who[0] == "h":
            answer = participant(host(**told), asked(f"{who}-{len(mine)}", api_leg=True), RULES, START)
        elif who[0] == "r":
            told |= {"role": "room", "person": "", "others_here": len(rows), "others_in": count_in}
            own = own._replace(rows_in=mine.count("in"))
            question = asked(is_device=True, registered=True, caller=f"sal{who[1:]}", is_web=False)
            answer = participant(way(**told), question, RULES, START, rooms=ROOMS, own=own)
        else:
            answer = participant(way(**told), asked(api_leg=True), RULES, START, own=own)
        return answer.refused, bool(answer.body.get("result", {}).get("bypass_lock"))

    def admit(self, who: str) -> None:
        """Let a host let somebody in, as the live state does: when there is room for one."""
        waits = "waiting" in self.calls.get(who, [])
        if self.has_host() and waits and (who in self.people_in() or len(self.people_in()) < LIMIT):
            self.calls[who][self.calls[who].index("waiting")] = "in"


DOES = ["asks", "asks", "admit", "leaves", "loses"]
ACTS = st.lists(st.tuples(st.sampled_from(DOES), st.sampled_from(PEOPLE)), max_size=120)
# Everybody but the hosts comes before them, some by a link that is opened again and again.
FLOODS = st.permutations([*(who for who in PEOPLE if who[0] != "h"), *["g0", "g1", "r0"] * 5]).map(
    lambda crowd: [("asks", who) for who in crowd]
)


@settings(max_examples=150)
@given(FLOODS | st.just([]), ACTS)
def test_sixteen_never_get_in_whoever_is_in_comes_back_and_a_host_always_gets_in(
    flood: list[tuple[str, str]], acts: list[tuple[str, str]]
) -> None:
    meeting = Meeting()
    for act, who in [*flood, ("asks", "h0"), *acts]:
        was_in, had_host = who in meeting.people_in(), meeting.has_host()
        if act == "asks":
            refused = meeting.asks(who)
            assert not (was_in and had_host and refused == "full")
            assert not (who[0] == "h" and not had_host and refused)
        elif act == "admit":
            meeting.admit(who)
        elif act == "loses":
            meeting.loses(who)
        else:
            meeting.leaves(who)
        assert len(meeting.people_in()) <= LIMIT
        assert who[0] != "g" or len(meeting.calls.get(who, [])) < MOST_CALLS


def test_fifteen_who_wait_are_not_let_so_far_and_then_host_and_room_come_in() -> None:
    meeting = Meeting()
    assert [meeting.asks(f"g{number}") for number in range(15)] == [""] * 14 + ["full"]
    assert meeting.asks("h0") == ""
    meeting.leaves("g3")
    assert meeting.asks("r0") == ""
    assert sorted(meeting.people_in()) == ["h0", "r0"]


def test_of_one_link_opened_in_many_places_the_others_wait_outside() -> None:
    meeting = Meeting()
    told = [meeting.asks("g0") for _ in range(15)]
    assert told == [""] * (MOST_CALLS - 1) + ["many-calls"] * (16 - MOST_CALLS)
    assert (meeting.asks("h0"), meeting.asks("r0")) == ("", "")
    said = participant(way(others_here=3), asked(api_leg=True), RULES, START, own=Own(state="waiting", calls=4))
    assert "flera ställen" in said.body["result"]["reject_reason"]


def test_after_a_nodes_power_loss_all_come_back_and_so_do_host_and_room_but_nobody_new() -> None:
    meeting, crowd = Meeting(), ["r0", *(f"g{number}" for number in range(13))]
    assert meeting.asks("h0") == ""
    for who in crowd:
        assert meeting.asks(who) == ""
        meeting.admit(who)
    for who in ("h0", *crowd):
        meeting.loses(who)
    for who in ("h0", *crowd[::-1]):
        assert meeting.asks(who) == "", who
        meeting.admit(who)
    for who in ("h0", "r0"):
        meeting.loses(who)
    assert [meeting.asks(who) for who in ("h0", "r0", "g17", "h1")] == ["", "", "full", "full"]
    assert len(meeting.people_in()) == LIMIT


def test_a_hosts_reload_is_not_refused_because_one_guest_is_in_twice() -> None:
    full = {"others_here": 15, "others_in": 15, "hosts_in": 1}
    fresh = asked("b", api_leg=True)
    assert participant(host(**full, seconds_in=1), fresh, RULES, START).refused == ""
    assert participant(host(**full), fresh, RULES, START).refused == "full"
    assert participant(host(**full | {"others_in": 16}, seconds_in=1), fresh, RULES, START).refused == "full"


@pytest.mark.parametrize(("caller", "others"), [("anonymous", 5), ("", 5), ("anonymous", 14)])
def test_callers_of_the_number_who_share_a_name_are_not_one(caller: str, others: int) -> None:
    stranger = way(role="room", person="", others_in=others, hosts_in=1)
    question = asked(is_device=True, caller=caller, is_web=False)
    answer = participant(stranger, question, RULES, START, rooms=ROOMS, own=Own(rows_in=others, calls=others))
    assert (answer.refused, answer.body["result"]["bypass_lock"]) == ("", False)
    crowd = stranger._replace(others_here=LIMIT + MOST_CALLS - 1)
    many = Own(rows_in=others, calls=crowd.others_here)
    assert participant(crowd, question, RULES, START, rooms=ROOMS, own=many).refused == "full"


@pytest.mark.parametrize(
    ("limit", "others", "calls", "refused"),
    [
        (2, 0, 1, "open-elsewhere"),
        (2, 0, 2, "open-elsewhere"),
        (2, 1, 0, "full"),
        (2, 1, 1, "full"),
        (3, 0, 1, ""),
        (3, 1, 1, "open-elsewhere"),
        (3, 2, 1, "full"),
    ],
)
def test_whose_own_call_has_the_last_place_before_a_host_is_told_so(
    limit: int, others: int, calls: int, refused: str
) -> None:
    mine = Own(state="waiting" if calls else "", calls=calls)
    guest = way(participant_limit=limit, others_here=others + max(0, calls - 1))
    answer = participant(guest, asked(api_leg=True), RULES, START, own=mine)
    assert answer.refused == refused
    assert ("redan öppen" in str(answer.body)) == (refused == "open-elsewhere")


def test_the_second_leg_of_a_web_app_takes_no_place_of_its_own() -> None:
    full, mine = way(others_here=14, others_in=1), Own(state="waiting", calls=1)
    assert participant(full, asked(), RULES, START, own=mine).refused == ""
    for other in (asked(api_leg=True), asked(is_web=False)):
        assert participant(full, other, RULES, START, own=mine).refused == "full"
    assert participant(full, asked(), RULES, START, own=Own()).refused == "full"


@given(st.integers(0, 20), st.integers(0, 3), st.sampled_from(("guest", "room", "out")), st.integers(2, 15))
def test_what_is_not_asked_for_of_the_caller_would_decide_nothing(here: int, rows: int, role: str, limit: int) -> None:
    told = way(role=role, person="" if role == "room" else "p1", others_here=here, participant_limit=limit)
    mine = min(rows, here)
    for own in (Own(state="waiting", calls=mine + 1), Own(calls=mine)):
        for legs in (asked(api_leg=True), asked(is_web=False)):
            unasked = participant(told, legs, RULES, START).refused
            assert asks_own(told, legs) or participant(told, legs, RULES, START, own=own).refused == unasked


@given(st.integers(0, 16), st.integers(0, 3), st.booleans())
def test_only_who_waits_for_a_host_or_is_known_is_told_from_the_others(others: int, rows: int, lobby: bool) -> None:  # noqa: FBT001 - hypothesis'
    guest = way(others_in=others, lobby=lobby, hosts_in=1)
    mine = Own(rows_in=rows, calls=rows)
    answer = participant(guest, asked(), RULES, START, own=mine)
    counted = others - rows if lobby else others
    assert (answer.refused == "full") == (counted >= LIMIT)
    stranger = way(role="room", person="", others_in=others, lobby=lobby, hosts_in=1)
    question = asked(is_device=True, caller="okänd", is_web=False)
    refused = participant(stranger, question, RULES, START, rooms=ROOMS, own=mine).refused
    assert (refused == "full") == (counted >= LIMIT)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40), st.booleans())
def test_a_rooms_tag_tells_it_from_others_and_nothing_else(one: str, other: str, booked: bool) -> None:  # noqa: FBT001 - hypothesis'
    tag = "e0000000000000001"
    first = room_tags.marked(tag, b"s", one, booked=booked)
    assert (room_tags.marked(tag, b"s", other, booked=booked) == first) == (one == other)
    assert first != room_tags.marked(tag, b"another", one, booked=booked)
    assert (room_tags.plain(first), room_tags.is_booked(first), len(first)) == (tag, booked, 32)
    assert (room_tags.plain(tag), room_tags.is_booked(tag)) == (tag, False)
    assert room_tags.marked(tag, b"s", "", booked=booked) == tag


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
    assert asks(hall, "g1") == Own(state="in", since=asks(hall, "g1").since, rows_in=1, seconds_in=1, calls=2)
    assert asks(hall, "h1").rows_in == 0
    assert asks(hall, "h1").is_host
    assert asks(hall, "nobody") == Own()


def test_a_room_that_calls_again_is_one_room_when_it_is_known_and_only_then(hall: Hall) -> None:
    def calls(caller: str, *, booked: bool) -> str:
        tag = room_tags.marked(hall.tags["sal"], b"s", caller, booked=booked)
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
    assert (asks(hall, "", booked).rows_in, asks(hall, "", booked).seconds_in) == (2, 1)
    other = calls("granen", booked=False)
    assert (asks(hall, "", other).rows_in, asks(hall, "", other).seconds_in) == (2, 0)
    assert asks(hall, "", booked).rows_in == 2
    assert len(hall.people()) == 4
    assert asks(hall, "", room_tags.marked(hall.tags["sal"], b"s", "björken", booked=True)) == Own()


@pytest.mark.parametrize("words", [HOST_ENDED_PARTICIPANT, ADMINISTRATOR_ENDED_PARTICIPANT])
@pytest.mark.parametrize("who", ["sal", "g1"])
def test_whom_a_host_puts_out_is_known_to_be_put_out_until_a_host_lets_them_in_again(
    hall: Hall, who: str, words: str
) -> None:
    tag = room_tags.marked(hall.tags["sal"], b"s", "alen", booked=True)
    there, known = hall.there(), ("", tag) if who == "sal" else (who, "")
    there.tags = {**hall.tags, "sal": tag}

    def is_put_out() -> bool:
        hall.take(*there.told)
        return asks(hall, *known).put_out

    there.comes("h1")
    first = there.comes(who)
    there.conference.admit(first)
    assert not is_put_out()
    there.conference.leave(first, words)
    assert is_put_out()
    # Also when they have waited, and hung up themselves.
    second = there.comes(who)
    assert is_put_out()
    there.conference.leave(second)
    assert is_put_out()
    third = there.comes(who)
    there.conference.admit(third)
    assert not is_put_out()
    there.conference.leave(third)
    assert not is_put_out()


def test_of_two_devices_that_came_as_one_room_neither_walks_in_once_a_host_has_put_one_out(hall: Hall) -> None:
    tag = room_tags.marked(hall.tags["sal"], b"s", "alen", booked=True)
    there = hall.there()
    there.tags = {**hall.tags, "sal": tag}
    there.comes("h1")
    first, second = (there.comes("sal") for _ in range(2))
    for device in (first, second):
        there.conference.admit(device)
    there.conference.leave(second, "Disconnected by another participant")
    hall.take(*there.told)
    known = asks(hall, "", tag)
    assert (known.state, known.put_out) == ("in", True)
    question = asked(is_device=True, registered=True, caller="alen", is_web=False)
    booked = way(role="room", person="", hosts_in=1)

    def passes(own: Own) -> bool:
        body = participant(booked, question, RULES, START, rooms=(Room("alen", ""),), own=own).body
        return bool(body["result"]["bypass_lock"])

    assert passes(Own())
    # It may be the very device that was put out.
    assert not passes(known)
    heard = len(there.told)
    there.conference.leave(first)
    third = there.comes("sal")
    hall.take(*there.told[heard:])
    assert not passes(asks(hall, "", tag))
    heard = len(there.told)
    there.conference.admit(third)
    hall.take(*there.told[heard:])
    assert passes(asks(hall, "", tag))


def test_what_a_room_is_called_by_is_in_the_answer_about_it() -> None:
    room = way(role="room", person="", hosts_in=1)
    question = asked(is_device=True, registered=True, caller="sal2", is_web=False)
    answer = participant(room, question, RULES, START, rooms=ROOMS)
    tag = answer.body["result"]["call_tag"]
    assert tag == tag_of(room, question, RULES, START, ROOMS)
    assert (room_tags.plain(tag), room_tags.is_booked(tag)) == (room.tag, True)
    later = participant(room, question, RULES, room.end + timedelta(minutes=1), rooms=ROOMS).body["result"]
    assert not later["bypass_lock"]
    assert not room_tags.is_booked(later["call_tag"])
