"""What the room support sees and does: how the rooms are, alarms, cases, and letting a room be tried again."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import func, select

from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.errors import Conflict, NotFound, Text
from backend.fleet.models import FleetRoom, RoomStop
from backend.fleet.service import room_of
from backend.fleet.stops import KeptStops
from backend.identity import Actor
from backend.room_support.access import require
from backend.room_support.cases import Cases
from backend.room_support.models import RoomAlarm, RoomState, SupportCase
from backend.room_support.showing import Json, RoomRow, case, room
from backend.room_support.states import States
from backend.storage import Database
from rooms.fleet import Outcome

_ANOTHER_KEY = Text(
    "Rummet visar en annan nyckel än den godkända. Inget är ändrat. Ta reda på varför, och be driften köra "
    "`vardmote rooms approve` för rummet.",
    "The room shows another key than the approved one. Nothing has changed. Find out why, and let operations run "
    "`vardmote rooms approve` for the room.",
)


class Rows(NamedTuple):
    """All that is known of the rooms that are asked for, by room id."""

    rooms: list[FleetRoom]
    states: dict[str, RoomState]
    alarms: dict[str, list[RoomAlarm]]
    cases: dict[str, int]
    stops: dict[str, RoomStop]


class RoomSupport:
    """The room support's desk. Each method raises Forbidden for whoever does not see to the rooms."""

    def __init__(  # noqa: PLR0913 - wired once, in room_side
        self, database: Database, clock: Clock, access_log: AccessLog, states: States, cases: Cases, *, reached: bool
    ) -> None:
        self._database = database
        self._clock = clock
        self._access_log = access_log
        self._states = states
        self._cases = cases
        self._stops = KeptStops(database, clock)
        self._reached = reached

    def rooms(self, actor: Actor) -> Json:
        """Return every room and how it is, by name. `reached` tells whether the product speaks to rooms at all."""
        require(actor)
        return {"reached": self._reached, "rooms": self._shown()}

    def room(self, actor: Actor, room_id: str) -> Json:
        """Return one room and how it is. Raises NotFound."""
        require(actor)
        if found := self._shown(room_id):
            return found[0]
        raise NotFound("not-found")

    def acknowledge(self, actor: Actor, room_id: str, source: str, kind: str) -> Json:
        """Note who has seen the alarm and sees to it; whoever was first stays. Raises NotFound for one that is over."""
        require(actor)
        with self._database.write(about=f"room-state:{room_id}") as session:
            row = session.get(RoomAlarm, (room_id, source, kind))
            if row is None or row.over_at is not None:
                raise NotFound("not-found")
            if row.acknowledged_at is None:
                row.acknowledged_by, row.acknowledged_at = actor.user, self._clock.now()
                self._access_log.record(session, _entry(actor, "room.alarm-acknowledged", room_id))
        return self.room(actor, room_id)

    def release(self, actor: Actor, room_id: str) -> Json:
        """Let a room that refused the account be tried again, at once. One that is not stopped is looked at.

        Raises NotFound, Conflict (another-key) when it shows another key: that is approved where keys are seen.
        """
        before = self.room(actor, room_id)
        stopped = before["stopped"]
        if stopped is not None and stopped["why"] == Outcome.UNTRUSTED:
            raise Conflict("another-key", _ANOTHER_KEY)
        if stopped is not None:
            self._stops.release([room_id])
            with self._database.write(about=f"room-state:{room_id}") as session:
                self._access_log.record(session, _entry(actor, "room.released", room_id))
        self._states.ask(room_id)
        return self.room(actor, room_id)

    def cases(self, actor: Actor) -> Json:
        """Return the open cases and the last hundred closed ones."""
        require(actor)
        with self._database.read() as session:
            names = {row.id: row.name for row in session.scalars(select(FleetRoom))}
        return {"cases": [case(one, names.get(one.room_id, one.room_id)) for one in self._cases.listed()]}

    def close(self, actor: Actor, case_id: str) -> Json:
        """Close the case; one that is closed stays as it was. Raises NotFound."""
        require(actor)
        room_id = self._cases.get(case_id).room_id
        with self._database.write(about=f"room-state:{room_id}") as session:
            row = session.get(SupportCase, case_id)
            if row is None:
                raise NotFound("not-found")
            if row.closed_at is None:
                row.closed_at, row.closed_by = self._clock.now(), actor.user
                self._access_log.record(session, _entry(actor, "room.case-closed", room_id))
            known = session.get(FleetRoom, room_id)
            return case(row, known.name if known else room_id)

    def _shown(self, room_id: str | None = None) -> list[Json]:
        found, now = self._rows(room_id), self._clock.now()
        return [
            room(
                RoomRow(
                    room_of(one),
                    found.states.get(one.id),
                    found.alarms[one.id],
                    found.cases.get(one.id, 0),
                    found.stops.get(one.id),
                ),
                now,
            )
            for one in found.rooms
        ]

    def _rows(self, room_id: str | None) -> Rows:
        alarms: dict[str, list[RoomAlarm]] = defaultdict(list)
        rooms = select(FleetRoom).order_by(FleetRoom.name, FleetRoom.id)
        states, stops = select(RoomState), select(RoomStop)
        wrong = select(RoomAlarm).where(RoomAlarm.over_at.is_(None))
        cases = select(SupportCase.room_id, func.count()).where(SupportCase.closed_at.is_(None))
        if room_id is not None:
            rooms, states = rooms.where(FleetRoom.id == room_id), states.where(RoomState.room_id == room_id)
            stops, wrong = stops.where(RoomStop.room_id == room_id), wrong.where(RoomAlarm.room_id == room_id)
            cases = cases.where(SupportCase.room_id == room_id)
        with self._database.read() as session:
            for alarm in session.scalars(wrong):
                alarms[alarm.room_id].append(alarm)
            counted = {row[0]: row[1] for row in session.execute(cases.group_by(SupportCase.room_id))}
            return Rows(
                list(session.scalars(rooms)),
                {row.room_id: row for row in session.scalars(states)},
                alarms,
                counted,
                {row.room_id: row for row in session.scalars(stops)},
            )


def _entry(actor: Actor, action: str, room_id: str) -> Entry:
    return Entry(action=action, user=actor.user, unit=actor.person.unit.id, detail={"room": room_id})
