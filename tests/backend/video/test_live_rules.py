"""The rules of the live state, against whatever order people do things in."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.errors import Refused
from backend.video import people
from tests.backend.video.house import House, build, found

LIMIT = 3
GUESTS = st.sampled_from(["g1", "g2", "g3", "g4"])
HOSTS = st.sampled_from(["h1", "h2"])
ANYBODY = GUESTS | HOSTS


class Meeting(RuleBasedStateMachine):
    house: House
    empty: Callable[[], str]

    @initialize()
    def begin(self) -> None:
        self.house = build(type(self).empty())
        self.meeting = self.house.want(LIMIT)
        self.locked = False
        self.was_in: set[str] = set()
        self.host_left = 0.0

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.house.jobs.stop()
            self.house.database.close()

    @rule(person=GUESTS, resume=st.booleans())
    def wait(self, person: str, resume: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        before = self.inside()
        self.house.wait(self.meeting, person, resume=resume)
        assert self.inside() <= before

    @rule(person=HOSTS)
    def enter(self, person: str) -> None:
        full = len(self.inside()) >= LIMIT
        with contextlib.suppress(Refused):
            self.house.host(self.meeting, person)
        assert person in self.inside() or full

    @rule(person=ANYBODY)
    def admit(self, person: str) -> None:
        before = self.inside()
        with contextlib.suppress(Refused):
            self.house.admit(self.meeting, person)
        if self.locked:
            assert self.inside() == before

    @rule(person=ANYBODY)
    def leave(self, person: str) -> None:
        with contextlib.suppress(AssertionError):
            self.house.leave(self.meeting, person)

    @rule(person=ANYBODY, deny=st.booleans())
    def send_away(self, person: str, deny: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        act = self.house.live.deny if deny else self.house.live.remove
        with contextlib.suppress(Refused), self.house.database.write() as session:
            act(session, self.meeting, person)

    @rule(person=GUESTS)
    def hand_over(self, person: str) -> None:
        with contextlib.suppress(Refused), self.house.database.write() as session:
            self.house.live.make_host(session, self.meeting, person)

    @rule(locked=st.booleans())
    def lock(self, locked: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        self.locked = locked
        with self.house.database.write() as session:
            self.house.live.lock(session, self.meeting, locked=locked)

    @rule(person=ANYBODY, heard=st.booleans())
    def stream(self, person: str, heard: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        with contextlib.suppress(AssertionError):
            (self.house.heard if heard else self.house.unheard)(self.meeting, person)

    @rule(seconds=st.sampled_from([1, 19, 20, 45, 60]))
    def time_passes(self, seconds: int) -> None:
        hosts = self.hosts()
        guests = self.inside() - hosts
        unheard = self.unheard()
        self.house.pass_time(seconds)
        if hosts - unheard:
            assert guests - unheard <= self.inside(), "nobody is put out while a host is in"
        self.locked = self.house.conference(self.meeting).locked

    @invariant()
    def never_beyond_the_limit(self) -> None:
        if hasattr(self, "house"):
            assert len(self.inside()) <= LIMIT

    @invariant()
    def a_countdown_runs_only_without_a_host(self) -> None:
        if hasattr(self, "house") and self.hosts():
            conference = self.house.conference(self.meeting)
            assert conference.ending_at is None
            assert conference.ended_at is None

    @invariant()
    def guests_are_never_alone_without_an_end_in_sight(self) -> None:
        if hasattr(self, "house") and self.inside() and not self.hosts():
            assert self.house.conference(self.meeting).ending_at is not None

    @invariant()
    def hands_and_muting_belong_to_those_who_are_in(self) -> None:
        if hasattr(self, "house"):
            with self.house.database.read() as session:
                for presence in people.everybody(session, self.meeting):
                    assert presence.state == "in" or presence.hand_since is None

    def inside(self) -> set[str]:
        with self.house.database.read() as session:
            return {presence.person for presence in people.everybody(session, self.meeting) if presence.state == "in"}

    def hosts(self) -> set[str]:
        return {person for person in self.inside() if self.house.presence(self.meeting, person).role == "host"}

    def unheard(self) -> set[str]:
        with self.house.database.read() as session:
            return {person for person in self.inside() if found(session, self.meeting, person).unheard_since}


def test_the_rules_hold_in_whatever_order(
    database_kind: str, request: pytest.FixtureRequest, migrated: Path, tmp_path: Path
) -> None:
    def file() -> str:
        place = tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite"
        place.write_bytes(migrated.read_bytes())
        return f"sqlite:///{place}"

    def server() -> str:
        emptier = request.getfixturevalue("emptied")
        emptier.empty()
        return str(emptier.url)

    class Meetings(Meeting):
        empty = staticmethod(file if database_kind == "sqlite" else server)

    few = settings(
        max_examples=25 if database_kind == "sqlite" else 8,
        stateful_step_count=30,
    )
    run_state_machine_as_test(Meetings, settings=few)  # type: ignore[no-untyped-call]  # hypothesis does not say what it takes
