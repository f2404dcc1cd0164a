"""A meeting's life: several people do anything in any order while processes die and services fall silent."""

import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import select

from backend.clock import FixedClock
from backend.storage.migrations import upgrade
from backend.video.models import Presence, PresenceState
from simulators.conference.hall import Hall
from tests.backend.video.far import Far
from tests.faults.checker import findings
from tests.faults.world import NOW, SERVICES, Place, World, open_world
from tests.product import ORIGIN

LONG = os.environ.get("VARDMOTE_LONG_TESTS") == "1"
USERS = st.sampled_from(["personal", "kollega", "sekreterare"])
MEETINGS = st.integers(0, 2)
KINDS = st.sampled_from(["patient_care", "internal", "mdt"])


class Killed(BaseException):
    """What a kill looks like from inside: nothing after it runs."""


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.sqlite"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()


class Life(RuleBasedStateMachine):
    """Some meetings of one unit, and everything that can happen to them."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        data = Path(self.folder.name)
        (data / "life.sqlite").write_bytes(_template())
        self.place = Place(data, f"sqlite:///{data / 'life.sqlite'}", 0)
        self.clock, self.hall = FixedClock(NOW), Hall()
        self.services = {code: Far(code, self.hall) for code in SERVICES}
        self.killed_in: int | None = None
        self.answers: dict[tuple[str, str], str] = {}
        self.meetings: list[str] = []
        self.bearers: dict[str, str] = {}
        self.wire()

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        self.killed_in = None
        for service in self.services.values():
            service.is_down, service.lost = False, 0
        # Everybody closes their page, and the product lives on.
        for _ in range(2):
            self.world.live_on(pages=False)
        caller = self.world.caller.as_("personal")
        found = findings(self.world.product.database, caller, self.hall.held())
        self.world.stop()
        self.folder.cleanup()
        assert found == []

    def wire(self) -> None:
        self.world = open_world(self.place, self.clock, self.watch, self.services)
        self.world.listen()

    def watch(self, _case: str, _step: str) -> None:
        if self.killed_in is not None:
            self.killed_in -= 1
            if self.killed_in < 0:
                self.killed_in = None
                raise Killed

    def inside(self) -> set[str]:
        with self.world.product.database.read() as session:
            return set(session.scalars(select(Presence.person).where(Presence.state == PresenceState.IN)))

    def does(self, deed: Callable[[], Any]) -> Any:
        """Let it be done; a process that dies of it is followed by the next, and nobody is cut off by either."""
        before = self.inside()
        try:
            done = deed()
        except Killed:
            self.wire()
            done = None
        assert before <= self.inside()
        return done

    def asks(self, user: str, method: str, path: str, body: object = None, **headers: str) -> Any:
        def deed() -> Any:
            answer = self.world.caller.as_(user).call(method, path, body, **headers)
            assert answer.status_code < 500, answer.text
            return answer

        return self.does(deed)

    def one(self, number: int) -> str:
        return f"/api/v1/meetings/{self.meetings[number % len(self.meetings)] if self.meetings else 'm0'}"

    @rule(user=USERS, key=st.sampled_from(["k1", "k2"]), kind=KINDS, hours=st.integers(0, 6))
    def book(self, user: str, key: str, kind: str, hours: int) -> None:
        start = NOW + timedelta(hours=hours)
        body = {"type": kind, "start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
        if user == "sekreterare":
            body["mailbox"] = "personal@demo.example"
        answer = self.asks(user, "POST", "/api/v1/meetings", body, Idempotency_Key=key)
        if answer is not None and answer.status_code == 201:
            made = answer.get_json()["id"]
            assert self.answers.setdefault((user, key), made) == made, "the same press made two meetings"
            if made not in self.meetings:
                self.meetings.append(made)

    @rule(user=USERS, number=MEETINGS, kind=KINDS)
    def change(self, user: str, number: int, kind: str) -> None:
        self.asks(user, "PATCH", self.one(number), {"type": kind})

    @rule(user=USERS, number=MEETINGS, service=st.sampled_from(SERVICES))
    def switch(self, user: str, number: int, service: str) -> None:
        self.asks(user, "PATCH", self.one(number), {"service": service})

    @rule(user=USERS, number=MEETINGS, hours=st.integers(0, 12))
    def move(self, user: str, number: int, hours: int) -> None:
        start = NOW + timedelta(hours=hours)
        times = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
        self.asks(user, "PATCH", self.one(number), times)

    @rule(user=USERS, number=MEETINGS)
    def remove(self, user: str, number: int) -> None:
        self.asks(user, "DELETE", self.one(number))

    @rule(number=MEETINGS)
    def host_and_guest_go_in(self, number: int) -> None:
        started = self.asks("personal", "POST", f"{self.one(number)}/start")
        if started is None or started.status_code != 200:
            return
        meeting, token = self.one(number).rpartition("/")[2], started.get_json()["host_url"].partition("#")[2]
        bearer = self.world.caller.as_(None).call("POST", f"/h/{meeting}/enter", {"token": token}).get_json()["session"]
        if self.asks(bearer, "POST", f"/h/{meeting}/join", {}).status_code != 200:
            return
        self.bearers[meeting] = bearer
        link = self.world.caller.as_("personal").call("GET", self.one(number)).get_json()["join_url"]
        joined = self.world.caller.as_(None).call("POST", f"{link.removeprefix(ORIGIN)}/join", {"name": "Vera"})
        if joined.status_code == 200:
            self.asks(bearer, "POST", f"{self.one(number)}/participants/{joined.get_json()['participant']}/admit")
        self.world.listen()

    @rule(number=MEETINGS)
    def end(self, number: int) -> None:
        bearer = self.bearers.get(self.one(number).rpartition("/")[2])
        if bearer is not None:
            assert self.world.caller.as_(bearer).call("POST", f"{self.one(number)}/end").status_code < 500

    @rule(service=st.sampled_from(SERVICES), down=st.booleans(), lost=st.integers(0, 2))
    def trouble(self, service: str, down: bool, lost: int) -> None:  # noqa: FBT001 - hypothesis calls it
        self.services[service].is_down, self.services[service].lost = down, lost

    @rule(steps=st.integers(0, 25))
    def will_be_killed(self, steps: int) -> None:
        self.killed_in = steps

    @rule()
    def restart(self) -> None:
        self.world.stop()
        self.wire()

    @rule(minutes=st.integers(-90, 120))
    def pass_time(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    @rule()
    def work(self) -> None:
        self.does(self.world.product.jobs.drain)


Life.TestCase.settings = settings(
    max_examples=200 if LONG else 5,
    stateful_step_count=40 if LONG else 16,
    suppress_health_check=list(HealthCheck),
    derandomize=not LONG,
)
TestLife = Life.TestCase
