"""A service that reports, seen from outside: what it tells, and how people are led on to it."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from backend.config import PexipSettings
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip.models import PexipEntry
from backend.video.reports import Report, Reports
from backend.web import schemas
from tests.backend.video.pexip.rows import whose
from tests.contract.http.test_door import door_of, events, stream
from tests.product import Caller

PEXIP = PexipSettings(node="https://video.example", domain="rooms.video.example")
NAME = "Vera Lindqvist"


class Far:
    """What the service tells, and what it would answer somebody with a way in."""

    def __init__(self, caller: Caller, meeting: dict[str, Any]) -> None:
        self.product = caller.product
        self.clock = caller.clock
        self.key = str(meeting["id"])
        live = self.product.live
        self.reports = Reports(live._database, live._jobs, live._hub, caller.clock, end_after_host_left_seconds=60)

    def tells(self, person: str, state: PresenceState, *, ago: timedelta = timedelta(0), **more: Any) -> None:
        since = self.clock.now() - ago
        report = Report(person, state, since, since, call=f"call of {person}", **more)
        with self.product.database.write() as session:
            conference = session.scalars(select(Conference).where(Conference.ended_at.is_(None))).one()
            self.reports.heard(session, conference, report)

    def way(self, url: str) -> PexipEntry | None:
        """Return whose way in the address is; None for one that is none any more."""
        with self.product.database.read() as session:
            entry = whose(session, urlsplit(url).path.rpartition("/")[2])
            return entry if entry is not None and entry.withdrawn_at is None else None

    def state(self, person: str) -> str:
        with self.product.database.read() as session:
            return session.scalars(select(Presence.state).where(Presence.person == person)).one()


def join(caller: Caller, meeting: dict[str, Any], **asked: Any) -> dict[str, Any]:
    answer = caller.call("POST", f"{door_of(meeting)}/join", {"name": NAME, **asked})
    assert answer.status_code == 200, answer.text
    joined: dict[str, Any] = answer.get_json()
    schemas.check("patients/joined", joined)
    return joined


def hand_over(host: Caller, meeting: dict[str, Any]) -> dict[str, Any]:
    answer = host.call("POST", f"/h/{meeting['id']}/handover", {})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    schemas.check("meetings/handover", told)
    return told


def personal(caller: Caller, meeting: dict[str, Any], name: str = NAME) -> dict[str, Any]:
    made = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/participants", {"kind": "patient", "name": name})
    assert made.status_code == 201, made.text
    return dict(made.get_json())


def told(caller: Caller, path: str) -> dict[str, Any]:
    """What a stream says first, by the event's name."""
    return {name: json.loads(data) for name, data in events(stream(caller, path))}
