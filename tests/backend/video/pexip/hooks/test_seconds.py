"""One way in that is opened twice: whoever is second is seen, is let in by themselves, and goes with the way in."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from backend.config import PexipMode
from backend.errors import Conflict, Invalid
from backend.video import people
from backend.video.controls import Controls, Wish
from backend.video.models import PresenceState
from backend.video.people import in_count
from backend.video.pexip.hooks.persons import gather
from backend.video.pexip.hooks.reach import reached
from backend.video.pexip.models import PexipEntry
from backend.video.pexip.service import PexipService
from backend.video.reports import SECOND, kind_of
from backend.video.service import HostControl, Means, Order, ServiceRefused
from simulators.pexip.participant import Participant
from simulators.pexip.reasons import HOST_ENDED_PARTICIPANT
from tests.backend.video.pexip import node
from tests.backend.video.pexip.hooks.hall import Hall, Pexip
from tests.backend.video.pexip.hooks.test_histories import TAGS, calls_of, entries

IN, WAITING = PresenceState.IN, PresenceState.WAITING


class Scene:
    """A host is in; the guest comes, and then somebody with the guest's own address."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.there = hall, hall.there()
        self.there.comes("h1")
        self.first = self.there.comes("g1")
        self.second = self.there.comes("g1", node=1)

    def heard(self) -> dict[str | None, str]:
        """Take in what was told; where everybody is now, by what they are known as."""
        self.hall.take(*self.there.told)
        self.there.told.clear()
        rows = self.hall.people()
        return {kind_of(who) or who: str(one.state) for who, one in rows.items() if one.state in (IN, WAITING)}

    def reached(self, control: HostControl, by: Participant) -> set[str]:
        with self.hall.house.database.read() as session:
            return set(reached(session, self.hall.reference, Order(control, by.uuid)))

    def legs(self, *some: Participant) -> set[str]:
        return {leg.uuid for one in some for leg in one.legs}


@pytest.fixture
def scene(hall: Hall) -> Scene:
    return Scene(hall)


def test_who_is_second_by_a_link_is_seen_beside_the_first(scene: Scene) -> None:
    assert scene.heard() == {"h1": IN, "g1": WAITING, SECOND: WAITING}
    names = {kind_of(who): one.display_name for who, one in scene.hall.people().items()}
    assert names[SECOND] == "Name of g1"


def test_each_is_let_in_alone_and_both_count(scene: Scene) -> None:
    scene.there.conference.admit(scene.first)
    assert scene.heard() == {"h1": IN, "g1": IN, SECOND: WAITING}
    scene.there.conference.admit(scene.second)
    assert scene.heard() == {"h1": IN, "g1": IN, SECOND: IN}
    with scene.hall.house.database.read() as session:
        assert in_count(session, scene.hall.conference) == 3


def test_in_a_full_meeting_a_host_may_let_in_who_comes_anew_by_a_link_beside_the_first_and_nobody_else(
    scene: Scene,
) -> None:
    hall = scene.hall
    with hall.house.database.write() as session:
        hall.house.conferences.get(session, hall.conference).participant_limit = 2
    scene.there.conference.admit(scene.first)
    scene.there.comes("g2")
    scene.heard()
    names = {kind_of(who) or who: who for who in hall.people()}
    # Whether it is the same person whose call before is dead nobody can tell: the host sees both, and Pexip's own
    # participant_limit is the bound.
    with hall.house.database.write() as session, pytest.raises(Invalid, match="limit-exceeded"):
        hall.house.live.admit(session, hall.conference, names["g2"])
    with hall.house.database.write() as session:
        hall.house.live.admit(session, hall.conference, names[SECOND])
        assert in_count(session, hall.conference) == 3
    with hall.house.database.write() as session, pytest.raises(Invalid, match="limit-exceeded"):
        hall.house.live.admit(session, hall.conference, names["g2"])


@pytest.mark.parametrize("first", [True, False])
def test_once_one_of_them_has_gone_the_other_is_the_person(scene: Scene, *, first: bool) -> None:
    scene.heard()
    scene.there.conference.leave(scene.first if first else scene.second)
    assert scene.heard() == {"h1": IN, "g1": WAITING}
    assert scene.hall.people()["g1"].call == (scene.second if first else scene.first).uuid


def test_both_calls_of_one_join_are_one_and_a_host_is_never_second(hall: Hall) -> None:
    there = hall.there()
    for who in ("h1", "h1", "g1"):
        there.comes(who)
    hall.take(*there.told)
    assert set(hall.people()) == {"h1", "g1"}


def test_an_order_reaches_the_calls_the_host_was_shown_and_no_more(scene: Scene) -> None:
    scene.heard()
    assert scene.reached(HostControl.ADMIT, scene.first) == scene.legs(scene.first)
    assert scene.reached(HostControl.ADMIT, scene.second) == scene.legs(scene.second)
    scene.there.conference.admit(scene.first)
    scene.heard()
    assert scene.reached(HostControl.MUTE, scene.first) == scene.legs(scene.first)
    assert scene.reached(HostControl.ADMIT, scene.second) == scene.legs(scene.second)


@pytest.mark.parametrize("control", [HostControl.REMOVE, HostControl.DENY])
def test_who_is_sent_away_goes_by_every_call_and_the_second_can_go_alone(scene: Scene, control: HostControl) -> None:
    scene.heard()
    assert scene.reached(control, scene.first) == scene.legs(scene.first, scene.second)
    assert scene.reached(control, scene.second) == scene.legs(scene.second)
    scene.there.conference.drop_leg(scene.first, scene.first.legs[1])
    scene.heard()
    assert scene.reached(control, scene.first) == scene.legs(scene.first, scene.second)


def test_who_waits_by_the_link_of_one_who_is_in_can_be_turned_away_and_nobody_else_with_them(scene: Scene) -> None:
    scene.heard()
    scene.there.conference.admit(scene.second)
    assert scene.heard() == {"h1": IN, "g1": IN, SECOND: WAITING}
    rows = {kind_of(who) or who: one.call for who, one in scene.hall.people().items()}
    assert (rows["g1"], rows[SECOND]) == (scene.second.uuid, scene.first.uuid)
    assert scene.reached(HostControl.DENY, scene.first) == scene.legs(scene.first)
    house, (waits,) = scene.hall.house, [who for who in scene.hall.people() if kind_of(who) == SECOND]
    with house.database.write() as session:
        house.live.deny(session, scene.hall.conference, waits)
    scene.there.conference.leave(scene.first)
    assert scene.heard() == {"h1": IN, "g1": IN}
    assert scene.hall.people()["g1"].reason == ""


@pytest.mark.parametrize(
    ("words", "reason"), [("User initiated disconnect", "cut-off"), (HOST_ENDED_PARTICIPANT, "removed")]
)
def test_whoever_was_in_and_left_by_themself_is_not_told_that_they_were_removed(
    scene: Scene, words: str, reason: str
) -> None:
    """Not even when a host then turns away, in Pexip's own app, who waited by the same address."""
    scene.there.conference.admit(scene.first)
    scene.heard()
    scene.there.conference.leave(scene.first, words)
    scene.heard()
    scene.there.conference.leave(scene.second, HOST_ENDED_PARTICIPANT)
    assert scene.heard() == {"h1": IN}
    assert scene.hall.people()["g1"].reason == reason


def test_nobody_is_cut_by_a_no_to_the_first_before_pexip_has_told_that_the_second_was_let_in(scene: Scene) -> None:
    scene.heard()
    house, (second,) = scene.hall.house, [who for who in scene.hall.people() if kind_of(who) == SECOND]
    with house.database.write() as session:
        house.live.admit(session, scene.hall.conference, second)
    with pytest.raises(ServiceRefused, match="let-in"):
        scene.reached(HostControl.DENY, scene.first)
    assert scene.reached(HostControl.DENY, scene.second) == scene.legs(scene.second)


def test_one_just_let_in_keeps_the_way_in_that_another_waits_by_though_a_host_says_no(scene: Scene) -> None:
    scene.heard()
    house, (second,) = scene.hall.house, [who for who in scene.hall.people() if kind_of(who) == SECOND]
    known = replace(node.settings("http://127.0.0.1:9"), mode=PexipMode.POLICY)
    service = PexipService(house.database, house.clock, Means(secret=b"s" * 32, pexip=known))
    with house.database.write() as session:
        house.live.admit(session, scene.hall.conference, second)
    with house.database.read() as session:
        conference = house.conferences.get(session, scene.hall.conference)
        ways = select(PexipEntry).where(PexipEntry.person == "g1", PexipEntry.withdrawn_at.is_(None))
        first, before = people.find(session, conference.id, "g1"), len(session.scalars(ways).all())
        assert before
    with pytest.raises(Conflict) as refused:
        Controls({conference.service: service}).do(conference, Wish(HostControl.DENY, "g1"), first)
    assert "Ingen är bortkopplad" in refused.value.text.sv
    with house.database.read() as session:
        assert len(session.scalars(ways).all()) == before


def test_what_we_know_nothing_of_is_asked_for_as_it_is(scene: Scene) -> None:
    stranger = Participant(scene.first.call, "Nobody", uuid="never heard of")
    assert scene.reached(HostControl.REMOVE, stranger) == {"never heard of"}


ACTS = st.lists(
    st.tuples(st.sampled_from(["comes", "admit", "leave", "drop"]), st.sampled_from(["g1", "g2"]), st.integers(0, 3)),
    max_size=20,
)


def _do(there: Pexip, act: str, who: str, number: int) -> None:
    if act == "comes":
        there.comes(who, node=number)
        return
    found = [one for one in there.conference.participants.values() if one.display_name == f"There {who}"]
    if found:
        one = found[number % len(found)]
        deeds: dict[str, Callable[[], object]] = {
            "admit": lambda: there.conference.admit(one),
            "leave": lambda: there.conference.leave(one),
            "drop": lambda: there.conference.drop_leg(one, one.legs[-1]) if len(one.legs) > 1 else None,
        }
        deeds[act]()


@settings(max_examples=100)
@given(ACTS, st.randoms(use_true_random=False))
def test_nobody_who_is_there_is_hidden_however_links_are_shared_and_events_come(
    acts: list[tuple[str, str, int]], chance: random.Random
) -> None:
    there = Pexip("vm-1", TAGS)
    there.comes("h1")
    for each in acts:
        _do(there, *each)
    told = list(there.told)
    chance.shuffle(told)
    reports = gather(calls_of(told), entries(TAGS)).reports.values()
    shown = sorted((str(one.state), one.display_name) for one in reports if one.state != PresenceState.LEFT)
    truth = there.conference.participants.values()
    assert shown == sorted(
        ("in" if one.is_in else "waiting", one.display_name.replace("There", "Name of")) for one in truth
    )
