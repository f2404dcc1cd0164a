"""A clinic for tests: the video floor, meetings, hosting and visits put together, on a clock that stands still."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend.audit import Keyring, Logbook
from backend.identity import Actor
from backend.identity.demo import DemoIdentity
from backend.meetings.handover import Handover
from backend.meetings.host_listening import HostListening
from backend.meetings.host_panel import HostPanel
from backend.meetings.hosting import Hosting
from backend.meetings.models import Meeting
from backend.meetings.participants import Participants
from backend.meetings.service import Meetings
from backend.meetings.view import MeetingView
from backend.patients.door_page import DoorPage
from backend.patients.leading import Leading
from backend.patients.limits import Limits
from backend.patients.service import Visits
from backend.profiles import Profile
from backend.storage import new_id
from backend.units.gates import UnitGates
from tests.backend.video.house import START, House, build

ORIGIN = "http://127.0.0.1:5000"
ADDRESS = "192.0.2.7"


@dataclass
class Clinic:
    house: House
    folder: Path
    profile: Profile
    identity: DemoIdentity = field(default_factory=DemoIdentity)

    def __post_init__(self) -> None:
        house, directory = self.house, self.identity
        available = house.conferences.available
        handover = Handover(house.clock, self.profile, house.conferences)
        view = MeetingView(self.profile, ORIGIN, directory, handover)
        common = (house.database, house.clock, self.profile)
        anchor = self.folder / "access-log.anchor"
        keys = Keyring(b"a secret of the tests, 32 bytes.")
        self.logbook = Logbook(house.database, house.jobs, house.clock, keys, "sqlite://", anchor)
        log = self.logbook.access_log
        self.hosting = Hosting(*common, directory, house.conferences, house.live, ORIGIN, log)
        gates = UnitGates(house.database, house.clock, self.profile, available)
        services = (directory, house.conferences, self.hosting, gates, view, log)
        self.meetings = Meetings(*common, *services, lambda _session, _meeting: False)
        self.participants = Participants(house.database, house.clock, house.live, house.conferences, ORIGIN, log)
        self.panel = HostPanel(house.database, self.identity, house.conferences, house.live, self.hosting)
        self.listening = HostListening(*common, house.conferences, house.live, self.hosting)
        self.visits = Visits(*common, house.conferences, house.live, Limits(house.clock), log, handover)
        leading = Leading(house.database, self.visits, house.conferences, handover, log)
        self.page = DoorPage(*common, directory, house.conferences, self.visits, ORIGIN, gates, leading, demo=True)

    def actor(self, user: str) -> Actor:
        actor = self.identity.actor(f"demo:{user}")
        assert actor is not None
        return actor

    def book(self, user: str = "personal", kind: str = "patient_care", **more: Any) -> dict[str, Any]:
        times = {"start": START.isoformat(), "end": (START + timedelta(hours=1)).isoformat()}
        booked = self.meetings.create(self.actor(user), {"type": kind, **times, **more}, new_id("k"))
        self.house.jobs.drain()
        return booked

    def meeting(self, meeting_id: str) -> Meeting:
        with self.house.database.read() as session:
            return session.get_one(Meeting, meeting_id)

    def conference(self, meeting_id: str) -> str:
        return self.meeting(meeting_id).conference_id

    def ticket(self, meeting_id: str, user: str = "personal") -> str:
        url: str = self.hosting.start(self.actor(user), meeting_id)["host_url"]
        return url.partition("#")[2]

    def host(self, meeting_id: str, user: str = "personal") -> str:
        """Start, enter and join; the host's bearer."""
        bearer: str = self.hosting.enter(meeting_id, self.ticket(meeting_id, user))["session"]
        self.hosting.join(bearer, meeting_id, {"camera": True, "microphone": True})
        return bearer

    def wait(self, code: str, name: str | None = "Vera Lindqvist") -> dict[str, Any]:
        return self.visits.join(code, ADDRESS, None, {} if name is None else {"name": name})


def code_of(join_url: str) -> str:
    return join_url.rpartition("/")[2]


def clinic(database_url: str, folder: Path, profile: Profile) -> Clinic:
    return Clinic(build(database_url), folder, profile)
