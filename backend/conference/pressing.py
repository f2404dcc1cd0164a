"""Presses on the plan's page: told to whoever holds the rooms, by a row; each once, and none long after it was made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.conference import access, allotting, planning, view
from backend.conference.models import ConferenceCourse, ConferencePlan, ConferencePress
from backend.conference.service import ABOUT
from backend.conference.view import State
from backend.conference.words import say_not_now
from backend.errors import Conflict
from backend.identity import Actor
from backend.push import Hub
from backend.storage import Database, after_commit
from rooms.conference.messages import Press
from rooms.conference.state import Course

Json = dict[str, Any]
# Whoever pressed has looked away by then, and the room has other people in it.
LATE = timedelta(seconds=30)
PRESSES = "conference-presses"
_NAMING = frozenset({Press.SKIP, Press.RETRY})
_LOGGED = {Press.BEGIN: "conference.begun", Press.END: "conference.ended"}
_WHY = {State.PLANNED: "not-open", State.OPEN: "not-running", State.OVER: "over", State.WITHDRAWN: "over"}


@dataclass(frozen=True)
class Presses:
    """The plan page's buttons. The conference itself is steered by `backend.conference.runner`.

    `reached`: whether rooms are spoken to at all. `read` is what a press is answered with, as `Conferences.read`.
    """

    database: Database
    clock: Clock
    hub: Hub
    access_log: AccessLog
    reached: bool
    read: Callable[[Actor, str], Json]

    def press(self, actor: Actor, plan_id: str, request: Json) -> Json:
        """Let it be done, and return the conference as it is until then; told twice it is done once.

        Raises NotFound, Forbidden, Conflict (conference-unreadable; not-now) with the reason in words.
        """
        press = Press(request["press"])
        with self.database.write(about=ABOUT) as session:
            now = self.clock.now()
            row = access.require_seen(actor, session.get(ConferencePlan, plan_id))
            access.require_pressing(actor, row.unit, press)
            course = view.require_readable(session.get(ConferenceCourse, plan_id), plan_id)
            if session.get(ConferencePress, (plan_id, request["press_id"])) is None:
                site = request.get("site", row.presenter) if press in _NAMING else row.presenter
                if why := self._why_not(session, row, course, press, site):
                    raise Conflict("not-now", say_not_now(why))
                key = {"plan_id": plan_id, "id": request["press_id"]}
                session.add(ConferencePress(**key, press=press, site=site, at=now, outcome=None))
                if press in _LOGGED:
                    entry = Entry(action=_LOGGED[press], user=actor.user, unit=row.unit, meeting=row.id)
                    self.access_log.record(session, entry)
                after_commit(session, lambda: self.hub.publish(PRESSES))
        return self.read(actor, plan_id)

    def _why_not(self, session: Session, row: ConferencePlan, course: Course, press: Press, site: str) -> str:
        """Return why it can't be pressed as things stand, "" when it can."""
        if not self.reached:
            return "rooms-off"
        now_in = view.state(row, course, self.clock.now())
        offered = dict(view.presses(planning.shown(row), course, now_in))
        if press not in offered:
            return "not-possible" if now_in is State.RUNNING else _WHY[now_in]
        if press is Press.BEGIN and allotting.is_used(session, row):
            return "place-taken"
        return "not-possible" if press in _NAMING and site not in offered[press] else ""
