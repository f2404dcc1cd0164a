"""Whom a host calls from the conference: known by the call's own id or its tag, and never as two."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from backend.jobs.models import Job
from backend.storage import new_id
from backend.video import people
from backend.video.builtin.service import BuiltinService
from backend.video.dialling import Dialling
from backend.video.models import Presence, PresenceState
from backend.video.pexip.hooks.kept import entries_of
from backend.video.pexip.hooks.reading import OUT
from backend.video.pexip.hooks.untagged import recognise
from backend.video.pexip.models import DIALLED, PexipEntry
from backend.video.reports import CALLED, SECOND, UNKNOWN, kind_of, outsider
from backend.video.service import HostControl, Order
from simulators.pexip.call import Call
from simulators.pexip.calls import answer
from simulators.pexip.participant import Leg, Participant, Place
from simulators.pexip.reasons import ADMINISTRATOR_ENDED_PARTICIPANT, BUSY, LEFT, NO_ANSWER
from tests.backend.video.house import START, House
from tests.backend.video.pexip.hooks.hall import Hall, Pexip
from tests.backend.video.pexip.hooks.test_histories import calls_of

COURT = outsider(CALLED, "the press of a host")
NAME = "Tingsrätten sal 3"


class Called:
    """A court that a host calls: our side of it, and what rings at Pexip."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.there = hall, hall.there()
        self.there.comes("h1")
        hall.take(*self.there.told)
        self.there.told.clear()
        house = hall.house
        self.dialling = Dialling(house.jobs, house.clock, house.live, house.services)
        self.tag = new_id("e")
        with house.database.write() as session:
            self.dialling.begin(session, house.conferences.get(session, hall.conference), COURT, NAME)
            session.add(
                PexipEntry(
                    tag=self.tag,
                    digest=new_id("d"),
                    reference=hall.reference,
                    person=COURT,
                    role=DIALLED,
                    display_name=NAME,
                    nonce="n",
                    made_at=START,
                )
            )

    def rings(self, *, tagged: bool, name: str = NAME, direction: str = "dial_out", tag: str = "") -> Participant:
        call = Call("x" * 26, protocol="sip", call_direction=direction, node_ip="10.0.0.1")
        made = Participant(call, name, "guest", "call-1", "conversation-1", call_tag=self.tag if tagged else tag)
        leg = Leg(made.uuid, "SIP", has_media=True, connect_time=self.there.clock.at)
        self.there.conference.join(made, leg, Place.CONNECTING)
        return made

    def noted(self) -> None:
        """Write down the id of the call, as it is when the Management Node has answered."""
        with self.hall.house.database.write() as session:
            session.execute(update(PexipEntry).where(PexipEntry.tag == self.tag).values(call="call-1"))
            self.dialling.began(session, self.hall.conference, COURT, "call-1")

    def heard(self) -> Presence:
        self.hall.take(*self.there.told)
        self.there.told.clear()
        found = {person: one for person, one in self.hall.people().items() if kind_of(person)}
        assert list(found) == [COURT]
        return found[COURT]


class HangsUp(BuiltinService):
    """A service that is asked to hang up, and notes whom."""

    capabilities = replace(
        BuiltinService.capabilities, embedded=False, reports=True, host_controls=frozenset({HostControl.REMOVE})
    )

    def __init__(self, house: House) -> None:
        super().__init__(house.database, house.clock)
        self.calls: list[str] = []

    def command(self, reference: str, order: Order) -> None:
        assert reference
        assert order.control == HostControl.REMOVE
        self.calls.append(order.call)


@pytest.fixture
def called(hall: Hall) -> Called:
    return Called(hall)


@pytest.mark.parametrize("tagged", [True, False])
def test_who_is_called_rings_then_waits_in_the_lobby_and_is_let_in(called: Called, *, tagged: bool) -> None:
    there = called.rings(tagged=tagged)
    called.noted()
    assert called.heard().state == PresenceState.COMING
    answer(called.there.conference, there)
    assert (called.heard().state, called.heard().display_name) == (PresenceState.WAITING, NAME)
    called.there.conference.admit(there)
    assert (called.heard().state, called.heard().role) == (PresenceState.IN, "guest")
    called.there.conference.leave(there, LEFT)
    assert (called.heard().state, called.heard().reason) == (PresenceState.LEFT, "left")


@pytest.mark.parametrize("is_first", [True, False])
def test_who_dials_the_alias_that_somebody_was_called_by_is_a_row_of_their_own(
    called: Called, *, is_first: bool
) -> None:
    there = called.rings(tagged=True)
    called.noted()
    answer(called.there.conference, there)
    called.there.conference.admit(there)
    called.heard()
    called.there.tags[COURT] = called.tag
    knocks = called.there.comes(COURT)
    called.hall.take(*called.there.told)
    rows = {kind_of(who): one for who, one in called.hall.people().items()}
    assert (rows[CALLED].state, rows[CALLED].call) == (PresenceState.IN, "call-1")
    assert (rows[SECOND].state, rows[SECOND].call) == (PresenceState.WAITING, knocks.uuid)
    called.there.told.clear()
    called.there.conference.leave(there if is_first else knocks, LEFT)
    assert called.heard().state == (PresenceState.WAITING if is_first else PresenceState.IN)


@pytest.mark.parametrize("reason", [NO_ANSWER, BUSY])
def test_who_does_not_answer_is_told_of_as_that(called: Called, reason: str) -> None:
    there = called.rings(tagged=False)
    called.noted()
    called.heard()
    called.there.conference.leave(there, reason)
    assert (called.heard().state, called.heard().reason) == (PresenceState.LEFT, "unanswered")


def test_what_was_told_before_we_knew_whose_call_it_is_leaves_nobody_twice(called: Called) -> None:
    there = called.rings(tagged=False, name="The exchange")
    called.hall.take(*called.there.told)
    called.there.told.clear()
    assert {kind_of(person) for person in called.hall.people()} == {None, CALLED, UNKNOWN}
    called.noted()
    answer(called.there.conference, there)
    assert called.heard().state == PresenceState.WAITING


def test_a_call_whose_answer_was_lost_is_known_by_its_name(called: Called) -> None:
    there = called.rings(tagged=False)
    assert (called.heard().state, called.heard().call) == (PresenceState.COMING, "call-1")
    answer(called.there.conference, there)
    called.there.conference.admit(there)
    assert called.heard().state == PresenceState.IN
    called.there.conference.leave(there, LEFT)
    assert called.heard().state == PresenceState.LEFT


def test_what_pexip_answers_while_a_call_is_known_by_its_name_stands(called: Called) -> None:
    called.rings(tagged=False)
    with called.hall.house.database.write() as session:
        entries = entries_of(session, called.hall.reference)
        other = update(PexipEntry).where(PexipEntry.tag == called.tag).values(call="call-2")
        session.execute(other.execution_options(synchronize_session=False))
        everybody = people.everybody(session, called.hall.conference)
        recognise(session, calls_of(called.there.told), entries, everybody, called.hall.house.clock.now())
        assert entries[called.tag].call == "call-2"


@pytest.mark.parametrize("before_it_rings", [True, False])
def test_one_that_a_host_has_hung_up_comes_as_that_and_never_as_somebody_unknown(
    called: Called, *, before_it_rings: bool
) -> None:
    house, ordered = called.hall.house, HangsUp(called.hall.house)
    house.services["pexip"] = ordered
    there = None if before_it_rings else called.rings(tagged=False)
    with house.database.write() as session:
        house.live.remove(session, called.hall.conference, COURT)
    house.jobs.drain()
    assert ordered.calls == []
    house.clock.advance(seconds=30)
    there = there or called.rings(tagged=False)
    for tells in (lambda: None, lambda: answer(called.there.conference, there)):
        tells()
        heard = called.heard()
        assert (heard.state, heard.call) == (PresenceState.REMOVED, "call-1")
    # At the first word of it, and again when that did not help.
    assert ordered.calls[:1] == ["call-1"]
    called.there.conference.admit(there)
    ordered.calls.clear()
    assert called.heard().state == PresenceState.REMOVED
    assert ordered.calls == ["call-1"]


@pytest.mark.parametrize(
    "rings",
    [
        {"name": "Another"},
        {"name": ""},
        # Whoever calls in may call themselves anything, and choose a tag.
        {"direction": "dial_in"},
        {"direction": "dial_in", "tag": OUT},
        {"direction": "dial_in", "tag": "out"},
    ],
)
def test_no_other_call_is_taken_for_it(called: Called, rings: dict[str, str]) -> None:
    called.rings(tagged=False, **rings)
    called.hall.take(*called.there.told)
    rows = called.hall.people()
    assert (rows[COURT].state, rows[COURT].call) == (PresenceState.COMING, None)
    assert UNKNOWN in {kind_of(person) for person in rows}


def test_what_was_not_called_after_all_rings_no_more(called: Called) -> None:
    house = called.hall.house
    with house.database.write() as session:
        called.dialling.failed(session, called.hall.conference, COURT)
    called.rings(tagged=False)
    called.hall.take(*called.there.told)
    assert called.hall.people()[COURT].state == PresenceState.LEFT


def test_a_host_who_hangs_up_is_not_overruled_by_a_late_word(called: Called) -> None:
    there = called.rings(tagged=False)
    called.noted()
    called.heard()
    house = called.hall.house
    house.clock.advance(seconds=2)
    with house.database.write() as session:
        house.live.deny(session, called.hall.conference, COURT)
    answer(called.there.conference, there)
    assert called.heard().state == PresenceState.DENIED
    called.there.conference.leave(there, ADMINISTRATOR_ENDED_PARTICIPANT)
    assert called.heard().state == PresenceState.DENIED


def test_a_call_that_a_host_took_back_meanwhile_is_to_be_hung_up(called: Called) -> None:
    house = called.hall.house
    with house.database.write() as session:
        house.live.deny(session, called.hall.conference, COURT)
        called.dialling.began(session, called.hall.conference, COURT, "call-1")
        waiting = session.scalars(select(Job.payload).where(Job.key == "call-1")).all()
    assert [payload["call"] for payload in waiting] == ["call-1"]


def test_what_rings_for_somebody_nobody_called_is_shown_as_before(hall: Hall) -> None:
    there: Pexip = hall.there()
    there.comes("h1")
    call = Call("x" * 26, protocol="sip", call_direction="dial_out", node_ip="10.0.0.1")
    made = Participant(call, "Strange", "guest", "call-1", "conversation-1")
    there.conference.join(made, Leg(made.uuid, "SIP", has_media=True, connect_time=0.0), Place.CONNECTING)
    hall.take(*there.told)
    assert hall.seen()["Strange"] == ("waiting", "guest", False)
