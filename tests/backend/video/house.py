"""The video floor put together for tests: one database, a clock that stands still, a queue that works when told to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import FixedClock
from backend.jobs import EmbeddedQueue
from backend.push import Hub
from backend.storage import Database
from backend.video import VideoService, all_services
from backend.video.builtin.models import BuiltinRoom
from backend.video.conferences import Conferences
from backend.video.live import Live
from backend.video.lobby import Arrival
from backend.video.models import Conference, Presence
from backend.video.people import find
from backend.video.reports import Reports

START = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
COUNTDOWN = 60


@dataclass
class House:
    database: Database
    clock: FixedClock
    jobs: EmbeddedQueue
    hub: Hub
    conferences: Conferences
    live: Live
    services: dict[str, VideoService]

    def reports(self) -> Reports:
        """What writes down what a service tells of the people it holds."""
        return Reports(self.database, self.jobs, self.hub, self.clock, end_after_host_left_seconds=COUNTDOWN)

    def want(self, limit: int | None = None) -> str:
        with self.database.write() as session:
            wanted = self.conferences.want(
                session,
                service="builtin",
                start=START,
                end=START + timedelta(hours=1),
                participant_limit=limit,
                language="sv",
            )
        self.jobs.drain()
        return wanted.id

    def conference(self, conference_id: str) -> Conference:
        with self.database.read() as session:
            return self.conferences.get(session, conference_id)

    def state(self, conference_id: str, person: str) -> str:
        """Where somebody is in a conference right now."""
        return self.presence(conference_id, person).state

    def presence(self, conference_id: str, person: str) -> Presence:
        with self.database.read() as session:
            found = find(session, conference_id, person)
            assert found is not None
            return found

    def wait(self, conference_id: str, person: str, token: str = "", *, resume: bool = False) -> str:
        with self.database.write() as session:
            conference = self.conferences.get(session, conference_id)
            return self.live.wait(session, conference, arrival(person, token), resume=resume).id

    def host(self, conference_id: str, person: str, token: str = "") -> str:
        with self.database.write() as session:
            conference = self.conferences.get(session, conference_id)
            return self.live.enter_host(session, conference, arrival(person, token)).id

    def admit(self, conference_id: str, person: str) -> None:
        with self.database.write() as session:
            self.live.admit(session, conference_id, person)

    def let_in(self, conference_id: str, person: str) -> str:
        presence = self.wait(conference_id, person)
        self.admit(conference_id, person)
        return presence

    def leave(self, conference_id: str, person: str) -> None:
        with self.database.write() as session:
            self.live.leave(session, found(session, conference_id, person))

    def heard(self, conference_id: str, person: str, stream: str = "s1") -> None:
        with self.database.write() as session:
            self.live.heard(session, found(session, conference_id, person), stream)

    def unheard(self, conference_id: str, person: str, stream: str = "s1") -> None:
        with self.database.write() as session:
            self.live.unheard(session, found(session, conference_id, person).id, stream)

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)
        self.jobs.drain()


def found(session: Session, conference_id: str, person: str) -> Presence:
    presence = find(session, conference_id, person)
    assert presence is not None
    return presence


def arrival(person: str, token: str = "") -> Arrival:
    return Arrival(person, f"name of {person}", camera=True, microphone=True, token_hash=token or f"token of {person}")


def build(database_url: str) -> House:
    database = Database(database_url)
    clock = FixedClock(START)
    jobs, hub = EmbeddedQueue(database, clock), Hub()
    services = all_services(database, clock)
    live = Live(database, jobs, hub, clock, end_after_host_left_seconds=COUNTDOWN)
    conferences = Conferences(database, jobs, clock, services, live)
    conferences.register_jobs()
    live.register_jobs()
    return House(database, clock, jobs, hub, conferences, live, services)


def references(house: House) -> list[str]:
    with house.database.read() as session:
        return list(session.scalars(select(BuiltinRoom.reference)))


def provision(house: House, conference_id: str) -> None:
    house.conferences._provisioner.provision({"conference": conference_id})


def drop(house: House, conference_id: str) -> None:
    with house.database.write() as session:
        house.conferences.drop(session, conference_id)
