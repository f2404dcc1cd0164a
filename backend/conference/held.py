"""One conference as this process holds it: its controller, and the way to its rooms."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from backend.conference.claims import Claims
from backend.conference.places import Place
from backend.conference.planning import may_be_site
from backend.conference.store import CourseStore
from backend.fleet.reach import Reach
from rooms.accounts import Duty
from rooms.conference.controller import Controller
from rooms.conference.plan import Plan
from rooms.conference.state import Course
from rooms.endpoint import Endpoint
from rooms.errors import AuthenticationRefused, NotSupported, Unreachable, Untrusted

# A room that is in another conference until a moment ago, or that the room support has just let go, is soon tried anew.
_PAUSES = (1.0, 2.0, 5.0, 10.0)
# Of these the fleet keeps that a person decides first: it speaks to no such room, however often it is asked.
_FOR_A_PERSON = (AuthenticationRefused, Untrusted, NotSupported)


@dataclass
class Held:
    """One conference that is held here. `begin` and `end` return at once."""

    store: CourseStore
    plan: Plan
    place: Place
    controller: Controller
    claims: Claims
    unwanted_since: float | None = None
    _ending: threading.Thread | None = field(default=None, repr=False)

    @property
    def ended(self) -> bool:
        """Whether all its sessions are closed."""
        return self._ending is not None and not self._ending.is_alive()

    @property
    def ending(self) -> bool:
        """Whether it was told to end."""
        return self._ending is not None

    def holds(self, version: int) -> bool:
        """Tell whether it goes by this version of its plan, and goes on."""
        return not self.ending and not self.controller.superseded and self.store.plan_version == version

    def end(self) -> None:
        """Let the rooms go, in a thread of its own; nobody is hung up."""
        if self._ending is None:
            self._ending = threading.Thread(target=self._end, name=f"conference {self.plan.plan_id} ends", daemon=True)
            self._ending.start()

    def join(self) -> None:
        """Wait until every session is closed, after `end`."""
        if self._ending is not None:
            self._ending.join()

    def unwanted_for(self) -> float:
        """Note that it need not be held, and return for how many seconds that has been so."""
        if self.unwanted_since is None:
            self.unwanted_since = time.monotonic()
        return time.monotonic() - self.unwanted_since

    def _end(self) -> None:
        try:
            self.controller.close()
        finally:
            self.claims.give_back(self.plan.plan_id)


def begin(  # noqa: PLR0913 - what one conference is made of
    store: CourseStore,
    plan: Plan,
    place: Place,
    reach: Reach,
    claims: Claims,
    now: Callable[[], datetime],
    changed: Callable[[Course], None],
) -> Held:
    """Hold the rooms of the plan, and take up what was begun. Raises what the store raises; then nothing is held."""

    def connect(room_id: str) -> Endpoint:
        # Once it has begun, whatever an import has made of a room since: our call may stand there, to be hung up.
        if controller.course.begun_at is None and not may_be_site(reach.room(room_id)):
            raise Unreachable("the room is none that can be a site now")
        if not claims.take(room_id, plan.plan_id):
            raise Unreachable("the room is in another conference")
        try:
            return reach.connect(room_id, Duty.CONTROL)
        except _FOR_A_PERSON as fault:
            raise Unreachable("a person decides first") from fault

    controller = Controller(plan, plan.plan_id, store, connect, now, changed=changed, pauses=_PAUSES)
    controller.start()
    return Held(store, plan, place, controller, claims)
