"""The product as the panels of its rooms see it: `rooms.standing.house.House`, of the parts of this package."""

from contextlib import closing
from datetime import datetime
from typing import Literal

from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.fleet.reach import Reach
from backend.meetings.models import Meeting
from backend.panel.calls import RoomCalls
from backend.panel.hooks import Hooks
from backend.panel.offers import Offers
from backend.panel.ports import Cases
from backend.panel.presses import Presses, refused
from backend.room_support.states import States
from backend.storage import AWAY, Database
from backend.video.about import about_conference
from rooms import monitor
from rooms.accounts import Duty
from rooms.endpoint import Endpoint
from rooms.errors import RoomError
from rooms.fleet.outcomes import outcome_of
from rooms.inventory import Told
from rooms.standing import slots
from rooms.standing.house import Passed, Stage
from rooms.standing.rule import Standing, Way
from rooms.standing.touches import Touch

SOURCE, NO_SLOT = "panel", "no-slot"
_NO_SLOT = Told(
    "Andra har rummets alla platser för händelser. Knapparna på panelen når oss inte. Ta bort en som inte används.",
    "Others have all the room's places for events. The panel's buttons do not reach us. Free one that is not used.",
)

_NO_ADMIN = Told(
    "Rummets plats för händelser gick inte att ställa in. Knapparna når oss kanske inte. Se över kontot admin.",
    "The room's place for events could not be set. Its buttons may not reach us. See to the account admin.",
)


class ProductHouse:
    """Answers what rooms' panels ask."""

    def __init__(  # noqa: PLR0913 - wired once, in room_side.py
        self,
        database: Database,
        clock: Clock,
        reach: Reach,
        offers: Offers,
        calls: RoomCalls,
        presses: Presses,
        hooks: Hooks,
        states: States,
        cases: Cases,
        access_log: AccessLog,
    ) -> None:
        self._database = database
        self._clock = clock
        self._reach = reach
        self._offers = offers
        self._calls = calls
        self._presses = presses
        self._hooks = hooks
        self._states = states
        self._cases = cases
        self._log = access_log

    def now(self) -> datetime:
        """Return the time."""
        return self._clock.now()

    def standing(self, room_id: str) -> Standing:
        """Return what the room's people can dial, read anew; the calls are those they have been asked about."""
        calls = self._calls.open_calls().get(room_id, ())
        return Standing(
            own=self._offers.own(room_id),
            unit=self._offers.of_unit(room_id),
            calls={call.call_id: call.way for call in calls if call.stage == "asking"},
            on=self._offers.on(room_id),
            answered={call.call_id for call in calls if call.stage in {"dialling", "connected"}},
            unit_name=self._offers.unit_name(room_id),
        )

    def passes(self, room_id: str, touch: Touch, *, posted: bool) -> Passed:
        """Let each touch through once."""
        return self._presses.passes(room_id, touch, posted=posted)

    def unknown(self, room_id: str) -> None:
        """Write down that a button was pressed that nobody has."""
        refused(room_id, "unknown-panel")

    def mark(self, room_id: str, of: Literal["panel", "question"]) -> str:
        """Return a new mark."""
        return self._presses.mark(room_id, of)

    def became(self, call_id: str, stage: Stage, reason: str = "") -> bool:
        """Write down where a host's call is."""
        return self._calls.became(call_id, stage, reason)

    def entering(self, room_id: str, way: Way) -> None:
        """Record that a room goes into a meeting: who in it pressed is not known to us."""
        with self._database.read() as session:
            meeting = session.get(Meeting, self._offers.meeting_of(way))
        if meeting is None:
            return  # of the address book
        entry = Entry(
            action="room.joined", user="system", unit=meeting.unit, meeting=meeting.id, detail={"room": room_id}
        )
        with self._database.write(about=about_conference(meeting.conference_id)) as session:
            self._log.record(session, entry)

    def case(self, room_id: str, problem: str) -> bool:
        """Open a support case; False when it could not be saved."""
        try:
            self._cases.open(room_id, problem)
        except AWAY:
            return False
        return True

    def post_to(self, room_id: str) -> None:
        """Let the room's slot post to us, over an administrator's session; that it does not is an alarm."""
        try:
            with closing(self._reach.connect(room_id, Duty.ADMIN)) as room:
                self._hooks.is_from(room_id, room.identity().serial_number)
                wrong = None if slots.keep(room, self._hooks.address(room_id)) else _NO_SLOT
        except RoomError:
            # The panel itself can stand there all the same, and others may ask the room.
            wrong = _NO_ADMIN
        if wrong is None:
            self._states.over(room_id, SOURCE, NO_SLOT)
        else:
            self._states.alarm(room_id, SOURCE, NO_SLOT, monitor.Level.WARNING, wrong)

    def stands(self, room_id: str, room: Endpoint | None, fault: RoomError | None) -> None:
        """Note how the room is."""
        if room is not None:
            self._states.note(room_id, monitor.look(room))
        elif fault is not None:
            self._states.note(room_id, None, outcome_of(fault))
