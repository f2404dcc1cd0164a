"""A meeting that another service holds, and that service as the tests have it: it notes what it is asked to do."""

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from backend.audit.tables import LogRow
from backend.video.builtin.service import BuiltinService
from backend.video.models import PresenceState
from backend.video.reports import UNKNOWN, Report, outsider
from backend.video.service import Glimpse, HostControl, Order, Role, ServiceRefused
from tests.backend.meetings.clinic import Clinic, code_of

IN, WAITING, LEFT = PresenceState.IN, PresenceState.WAITING, PresenceState.LEFT


class Elsewhere(BuiltinService):
    """A service that people are led on to, and that notes what it is asked to do."""

    capabilities = replace(
        BuiltinService.capabilities, embedded=False, reports=True, host_controls=frozenset(HostControl)
    )

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic.house.database, clinic.house.clock)
        self.orders: list[Order] = []
        self.withdrawn: list[str] = []
        self.seen = Glimpse()
        self.faults: list[Exception] = []
        self.let_in = False
        self.meanwhile: list[Any] = []

    def check(self, reference: str, order: Order) -> None:
        assert self.find_any(reference)
        if self.let_in and order.control == HostControl.DENY:
            raise ServiceRefused("let-in")

    def command(self, reference: str, order: Order) -> None:
        assert self.find_any(reference)
        if self.faults:
            raise self.faults.pop(0)
        self.orders.append(order)
        for happens in self.meanwhile:
            happens()

    def look(self, reference: str) -> Glimpse:
        assert self.find_any(reference)
        if self.faults:
            raise self.faults.pop(0)
        for happens in self.meanwhile:
            happens()
        return self.seen

    def withdraw(self, reference: str, person: str) -> None:
        assert self.find_any(reference)
        self.withdrawn.append(person)

    def find_any(self, reference: str) -> bool:
        return reference in self.references()


class Hall:
    """A meeting that is held elsewhere, and its live state as it is told from there."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.house = clinic, clinic.house
        self.service = Elsewhere(clinic)
        self.meeting = clinic.book()
        self.house.services["builtin"] = self.service
        self.conference = clinic.conference(self.meeting["id"])
        self.reports = self.house.reports()

    def guest(self, name: str = "Vera Lindqvist") -> str:
        """Somebody who came through the door, before the service has told of them."""
        return self.comes(name)[0]

    def comes(self, name: str) -> tuple[str, str]:
        """The same, and the bearer they have."""
        self.house.services["builtin"] = BuiltinService(self.house.database, self.house.clock)
        joined = self.clinic.wait(code_of(self.meeting["join_url"]), name)
        self.house.services["builtin"] = self.service
        return joined["participant"], joined["token"]

    def tell(self, person: str, state: PresenceState, role: Role = Role.GUEST, **more: str) -> None:
        self.house.clock.advance(seconds=1)
        now = self.house.clock.now()
        with self.house.database.write() as session:
            conference = self.house.conferences.get(session, self.conference)
            call = more.pop("call", f"call-{person}")
            report = Report(person, state, now, now, call, role, **more)
            self.reports.heard(session, conference, report)

    def press(self, person: str, action: str) -> list[dict[str, Any]]:
        return self.clinic.panel.on_person("demo:personal", self.meeting["id"], person, action, {"text": "Strax"})

    def state(self, person: str) -> str:
        return self.house.state(self.conference, person)

    def logged(self) -> list[str]:
        """What the access log says hosts did, in order."""
        return [action for action, _ in self.logged_rows()]

    def logged_rows(self) -> list[tuple[str, dict[str, Any]]]:
        """The same, with what more it says."""
        self.clinic.logbook.catch_up()
        with self.clinic.logbook.store.database.read() as session:
            rows = session.execute(select(LogRow.action, LogRow.detail).order_by(LogRow.number)).all()
        done = [row for row in rows if row.action.startswith(("person.", "guests.")) and row.action != "person.arrived"]
        return [(row.action, json.loads(row.detail)) for row in done]


# A host who is in by a way of the service's own.
LEADS = outsider(UNKNOWN, "leads")


def waiting(hall: Hall, *, led: bool = False) -> str:
    person = hall.guest()
    if led:
        hall.tell(LEADS, IN, Role.HOST)
    hall.tell(person, WAITING)
    return person
