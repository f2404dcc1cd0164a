"""Presses from the plan's page, handed to the controllers that hold the rooms; what became of each is written down."""

import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future
from datetime import datetime

from sqlalchemy import select

from backend.clock import Clock
from backend.conference.held import Held
from backend.conference.models import ConferencePlan, ConferencePress
from backend.conference.pressing import LATE
from backend.conference.service import ABOUT
from backend.storage import Database
from rooms.conference.messages import Press, Pressed
from rooms.conference.presses import NotNow
from rooms.conference.state import Course

Key = tuple[str, str]


class Taking:
    """Takes presses, each once: the course itself knows the last of them by their ids."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._lock = threading.Lock()
        self._given = dict[Key, tuple[Held, Future[Course]]]()

    def look(self, held: Mapping[str, Held]) -> None:
        """Give the controllers what waits; one that nobody could take in time is never done."""
        with self._lock:
            now, outcomes = self._clock.now(), dict[Key, str]()
            with self._database.read() as session:
                waiting = session.execute(
                    select(ConferencePress, ConferencePlan.version)
                    .join(ConferencePlan, ConferencePlan.id == ConferencePress.plan_id)
                    .where(ConferencePress.outcome.is_(None))
                    .order_by(ConferencePress.at)
                ).all()
            for row, version in waiting:
                key, conference = (row.plan_id, row.id), held.get(row.plan_id)
                if outcome := self._outcome(key, conference, row.at, now):
                    outcomes[key] = outcome
                elif key not in self._given and conference is not None and conference.holds(version):
                    told = Pressed(row.id, Press(row.press), row.site, here=False)
                    self._given[key] = conference, conference.controller.tell(told)
            self._write(outcomes)

    def _outcome(self, key: Key, conference: Held | None, at: datetime, now: datetime) -> str:
        whom, given = self._given.get(key, (None, None))
        if given is None:
            return "late" if abs(now - at) > LATE else ""
        if not given.done():
            if whom is not conference:
                # It may have been given to one that had stopped listening; done twice it is done once.
                del self._given[key]
            return ""
        del self._given[key]
        try:
            given.result()
        except NotNow as fault:
            return fault.code
        except CancelledError:
            # Another controller may have it: the row stays until it is taken or late.
            return ""
        except Exception as fault:  # noqa: BLE001 - whatever it was, it is not tried again
            return type(fault).__name__[:20]
        return "done"

    def _write(self, outcomes: Mapping[Key, str]) -> None:
        if not outcomes:
            return
        with self._database.write(about=ABOUT) as session:
            for key, outcome in outcomes.items():
                row = session.get(ConferencePress, key)
                if row is not None:
                    row.outcome = outcome
