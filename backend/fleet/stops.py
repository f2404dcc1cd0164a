"""The rooms that turned us away, kept so that no later run and no other process tries them either."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.fleet.models import RoomStop
from backend.storage import Database


class KeptStops:
    """`rooms.fleet.Stops` in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> Mapping[str, str]:
        """Return why, by room id."""
        with self._database.read() as session:
            return {row.room_id: row.why for row in session.scalars(select(RoomStop))}

    def stop(self, room_id: str, why: str) -> None:
        """Keep the room from being tried."""
        with self._database.write(about="rooms") as session:
            session.merge(RoomStop(room_id=room_id, why=why, since=self._clock.now()))

    def release(self, room_ids: Iterable[str], also: Callable[[Session], None] = lambda _: None) -> None:
        """Let the rooms be tried again; `also` is done in the transaction."""
        with self._database.write(about="rooms") as session:
            session.execute(delete(RoomStop).where(RoomStop.room_id.in_(list(room_ids))))
            also(session)
