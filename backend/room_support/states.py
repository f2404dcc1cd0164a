"""How each room is, as whoever holds or visits it tells."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.room_support import alarms
from backend.room_support.models import RoomState
from backend.storage import Database
from rooms.endpoint import Capability, State
from rooms.fleet import Outcome
from rooms.inventory import Told
from rooms.monitor import AUTO_ANSWER, Level, Snapshot, shown

# What has not changed is written down again after so long, so that one sees how fresh it is.
FRESH = timedelta(seconds=30)
_LONGEST = 100
_NOBODY_LOOKED = (Outcome.BACKING_OFF, Outcome.DONE_BEFORE, Outcome.CUT_BEFORE)


class States:
    """How the rooms are. Safe to use from several threads and processes; what is told last stands."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def note(self, room_id: str, seen: Snapshot | State | None = None, outcome: Outcome = Outcome.OK) -> None:
        """Note how an attempt to reach the room ended, and how the room was if it answered.

        A `Snapshot` tells everything, a `State` of calls and sleep alone, None only that it is there. Told as often as
        one likes: what is not new is written at most each half minute. Of calls only that there are some is kept.
        """
        if outcome in _NOBODY_LOOKED:
            return
        with self._database.read() as session:
            row = session.get(RoomState, room_id)
            if row is not None and not isinstance(seen, Snapshot) and not self._is_news(row, seen, outcome):
                return
        now = self._clock.now()
        with self._database.write(about=f"room-state:{room_id}") as session:
            row = session.get(RoomState, room_id)
            if row is None:
                row = RoomState(room_id=room_id, outcome=outcome.value, since=now, tried_at=now, **_UNSEEN)
                session.add(row)
            if row.outcome != outcome.value:
                row.outcome, row.since = outcome.value, now
            row.tried_at, row.asked_at = now, None
            if outcome is Outcome.OK:
                row.seen_at = now
            _write(row, seen)
            session.flush()
            self._judge(session, row, seen, now)

    def alarm(self, room_id: str, source: str, kind: str, level: Level, said: Told) -> None:
        """Say that something is wrong in the room; again while it is so changes its words alone.

        `source` is the part of the product that says so, and takes it back with `over`. The words name nobody.
        """
        with self._database.write(about=f"room-state:{room_id}") as session:
            alarms.put(session, alarms.Found(room_id, source, kind, level.value, said.sv, said.en), self._clock.now())

    def over(self, room_id: str, source: str, kind: str) -> None:
        """Take the alarm back. One that is not there is no error."""
        with self._database.write(about=f"room-state:{room_id}") as session:
            alarms.end(session, room_id, source, self._clock.now(), kinds=(kind,))

    def ask(self, room_id: str) -> None:
        """Ask for a visit as soon as may be. Nothing for a room that has never been tried: it is next anyway."""
        with self._database.write(about=f"room-state:{room_id}") as session:
            changed = update(RoomState).where(RoomState.room_id == room_id)
            session.execute(changed.values(asked_at=self._clock.now()))

    def all(self) -> Mapping[str, RoomState]:
        """Return how every room that was ever tried is, by room id."""
        with self._database.read() as session:
            return {row.room_id: row for row in session.scalars(select(RoomState))}

    def of(self, room_id: str) -> RoomState | None:
        """Return how the room is, None when it was never tried."""
        with self._database.read() as session:
            return session.get(RoomState, room_id)

    def _is_news(self, row: RoomState, seen: State | None, outcome: Outcome) -> bool:
        same = row.outcome == outcome.value and (seen is None or _of(seen) == (row.in_call, row.standby))
        if seen is not None and seen.auto_answer != row.auto_answer:
            return True
        return not same or row.asked_at is not None or self._clock.now() - row.tried_at >= FRESH

    def _judge(self, session: Session, row: RoomState, seen: Snapshot | State | None, now: datetime) -> None:
        """Let alarms come and go with what was seen."""
        alarms.judge_reach(session, row, now)
        if isinstance(seen, Snapshot):
            found = [alarms.of_device(row.room_id, one) for one in seen.alarms]
            alarms.replace(session, row.room_id, alarms.DEVICE, found, now)
        elif isinstance(seen, State):
            if seen.auto_answer:
                alarms.put(session, alarms.of_device(row.room_id, AUTO_ANSWER), now)
            else:
                alarms.end(session, row.room_id, alarms.DEVICE, now, kinds=(AUTO_ANSWER.kind,))


_UNSEEN: Mapping[str, object] = {
    "in_call": False,
    "standby": "",
    "auto_answer": False,
    "product": "",
    "software": "",
    "lacks": [],
}


def _write(row: RoomState, seen: Snapshot | State | None) -> None:
    state = seen.state if isinstance(seen, Snapshot) else seen
    if state is not None:
        (row.in_call, row.standby), row.auto_answer = _of(state), state.auto_answer
    if isinstance(seen, Snapshot):
        row.product = shown(seen.identity.product, _LONGEST)
        row.software = shown(seen.identity.software, _LONGEST)
        row.lacks = sorted(set(Capability) - seen.capabilities)


def _of(state: State) -> tuple[bool, str]:
    return bool(state.calls) or state.elsewhere, state.standby
