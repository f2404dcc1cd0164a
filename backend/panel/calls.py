"""A host's call to a room: its people are asked, and the host sees what came of it. Neither names anybody."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.errors import Conflict, NotFound, Text, Unauthenticated
from backend.fleet.models import FleetRoom
from backend.identity import Actor, Directory, Role, SignIn
from backend.meetings.about import about_meeting
from backend.meetings.host_rights import HostRights
from backend.meetings.hosting import require_meeting
from backend.meetings.models import Meeting
from backend.panel.hooks import TOPIC
from backend.panel.models import OPEN_STAGES, CallStage, RoomCall
from backend.panel.offers import Offers
from backend.panel.words import REASONS, STAGES
from backend.push import Hub
from backend.storage import Database, new_id
from backend.video.bearers import HOST, is_kind
from rooms.standing.house import Ringing, Stage

Json = dict[str, Any]
# From where a call comes to be somewhere. People and rooms answer late: who comes second finds the way shut.
_FROM: Mapping[str, frozenset[CallStage]] = MappingProxyType(
    {
        "asking": frozenset({CallStage.WANTED}),
        "dialling": frozenset({CallStage.WANTED, CallStage.ASKING}),
        "connected": frozenset({CallStage.DIALLING}),
        "declined": frozenset({CallStage.WANTED, CallStage.ASKING}),
        "busy": frozenset({CallStage.WANTED, CallStage.ASKING, CallStage.DIALLING}),
        "failed": frozenset({CallStage.WANTED, CallStage.ASKING, CallStage.DIALLING}),
        "ended": OPEN_STAGES,
    }
)
_UNASKED = (CallStage.WANTED, CallStage.ASKING)
_NO_NAME = ("Enheten", "The unit")
_NO_WAY = Text(
    "Rummet går inte att ringa härifrån. Ingen är uppringd. Be rummet att ansluta från sin panel, eller ring dit.",
    "This room can't be called from here. Nobody was called. Ask the room to join from its panel, or phone it.",
)
_NO_NUMBER = Text(
    "Mötet har ingen adress som rum kan ringa. Ingen är uppringd. Skicka möteslänken i stället.",
    "The meeting has no address that rooms can dial. Nobody was called. Send the meeting's link instead.",
)
_BUSY = Text(
    "Rummet får redan en fråga från någon annan. Ingen mer är ställd. Försök om en stund.",
    "Somebody else is already asking this room. Nothing more was asked. Try again in a while.",
)
_IN = Text(
    "Rummet har svarat ja. Samtalet är kvar. Släpp inte in rummet, eller ta ut det ur mötet.",
    "The room has said yes. The call stands. Do not let the room in, or put it out of the meeting.",
)


class RoomCalls:
    """The hosts' calls to rooms. `reached` tells whether the product speaks to rooms at all."""

    def __init__(  # noqa: PLR0913 - wired once, in room_side.py
        self,
        database: Database,
        clock: Clock,
        hub: Hub,
        directory: Directory,
        sign_in: SignIn,
        rights: HostRights,
        offers: Offers,
        access_log: AccessLog,
        *,
        reached: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._directory = directory
        self._sign_in = sign_in
        self._rights = rights
        self._offers = offers
        self._log = access_log
        self._reached = reached

    def place(self, bearer: str, meeting_id: str, room_id: str) -> Json:
        """Ask for the room; the call that is open already, when one is. Raises as `HostRights.require`, and Conflict.

        `room-not-reached`: nothing there is driven; `no-number`: rooms can't dial this meeting; `room-asked`: another
        meeting's host waits for an answer there.
        """
        with self._acting(bearer, meeting_id) as (session, actor, meeting):
            # The hosts of two meetings hold two locks; the room's row is one.
            room = session.get(FleetRoom, room_id, with_for_update={"key_share": True})
            if room is None:
                raise NotFound("not-found")
            open_ones = session.scalars(
                select(RoomCall).where(RoomCall.room_id == room_id, RoomCall.stage.in_(OPEN_STAGES))
            ).all()
            mine = next((call for call in open_ones if call.meeting_id == meeting_id), None)
            if mine is None:
                if not (self._reached and room.address):
                    raise Conflict("room-not-reached", _NO_WAY)
                if self._offers.of_meeting(session, meeting) is None:
                    raise Conflict("no-number", _NO_NUMBER)
                if any(call.stage in _UNASKED for call in open_ones):
                    raise Conflict("room-asked", _BUSY)
                mine = self._new(room_id, meeting, role_of(actor, meeting.unit))
                session.add(mine)
                self._record(session, "room.called", actor.user, meeting, room_id)
            told = _told(mine, room.name)
        self._hub.publish(TOPIC)
        return told

    def listing(self, bearer: str, meeting_id: str) -> list[Json]:
        """Return the meeting's calls to rooms, the newest first. Raises as `HostRights.require`."""
        with self._acting(bearer, meeting_id) as (session, _, _):
            rows = session.execute(
                select(RoomCall, FleetRoom.name)
                .outerjoin(FleetRoom, FleetRoom.id == RoomCall.room_id)
                .where(RoomCall.meeting_id == meeting_id)
                .order_by(RoomCall.asked_at.desc(), RoomCall.id)
            )
            return [_told(call, name or call.room_id) for call, name in rows]

    def withdraw(self, bearer: str, meeting_id: str, call_id: str) -> None:
        """Take the question away from the room; one that is over is no error.

        Raises as `HostRights.require`, NotFound, and Conflict `not-now` when the room has said yes.
        """
        with self._acting(bearer, meeting_id) as (session, actor, meeting):
            call = session.get(RoomCall, call_id)
            if call is None or call.meeting_id != meeting_id:
                raise NotFound("not-found")
            if call.stage in OPEN_STAGES - set(_UNASKED):
                raise Conflict("not-now", _IN)
            if self._move(session, call_id, "ended", "withdrawn"):
                self._record(session, "room.call-withdrawn", actor.user, meeting, call.room_id)
        self._hub.publish(TOPIC)

    def open_calls(self) -> Mapping[str, Sequence[Ringing]]:
        """Return the open calls by room, the oldest first. One whose meeting can be dialled no more is over."""
        with self._database.read() as session:
            rows = session.execute(
                select(RoomCall, Meeting)
                .join(Meeting, Meeting.id == RoomCall.meeting_id)
                .where(RoomCall.stage.in_(OPEN_STAGES))
                .order_by(RoomCall.asked_at, RoomCall.id)
            ).all()
            ways = {meeting.id: self._offers.of_meeting(session, meeting) for _, meeting in rows}
        found: dict[str, list[Ringing]] = {}
        for call, _ in rows:
            way = ways[call.meeting_id]
            if way is None:
                # A room that is in it stays: nobody is hung up, there is only no more to follow.
                self.became(call.id, "ended" if call.stage == CallStage.CONNECTED else "failed", "no-number")
                continue
            unit = self._directory.unit(call.unit)
            name = (unit.name.sv, unit.name.en) if unit else _NO_NAME
            ringing = Ringing(call.id, way, name, call.role, call.stage, call.asked_at)
            found.setdefault(call.room_id, []).append(ringing)
        return found

    def became(self, call_id: str, stage: Stage, reason: str = "") -> bool:
        """Write down where a call is, if it can come there from where it is; False when others were first."""
        with self._database.read() as session:
            call = session.get(RoomCall, call_id)
        if call is None:
            return False
        with self._database.write(about_meeting(call.meeting_id)) as session:
            moved = self._move(session, call_id, stage, reason)
        if moved:
            self._hub.publish(TOPIC)
        return moved

    def _move(self, session: Session, call_id: str, stage: Stage, reason: str) -> bool:
        moved = session.execute(
            update(RoomCall)
            .where(RoomCall.id == call_id, RoomCall.stage.in_(_FROM[stage]))
            .values(stage=CallStage(stage), reason=reason, changed_at=self._clock.now())
            .returning(RoomCall.id)
        )
        return moved.first() is not None

    def _new(self, room_id: str, meeting: Meeting, role: str) -> RoomCall:
        now = self._clock.now()
        return RoomCall(
            id=new_id("rc"),
            room_id=room_id,
            meeting_id=meeting.id,
            unit=meeting.unit,
            role=role,
            stage=CallStage.WANTED,
            reason="",
            asked_at=now,
            changed_at=now,
        )

    def _record(self, session: Session, action: str, user: str, meeting: Meeting, room_id: str) -> None:
        detail = {"room": room_id}
        self._log.record(session, Entry(action=action, user=user, unit=meeting.unit, meeting=meeting.id, detail=detail))

    @contextmanager
    def _acting(self, bearer: str, meeting_id: str) -> Iterator[tuple[Session, Actor, Meeting]]:
        """Give a transaction, who acts in it, and the meeting: from the host's page, or signed in as who may host."""
        if is_kind(bearer, HOST):
            with self._database.write(about_meeting(meeting_id)) as session:
                host = self._rights.session(session, bearer, meeting_id)
                acting = self._rights.acting(session, host.user)
                if acting is None:
                    raise Unauthenticated("unauthenticated")
                yield session, acting, require_meeting(session, meeting_id)
            return
        actor = self._sign_in.actor(bearer)
        if actor is None:
            raise Unauthenticated("unauthenticated")
        with self._database.write(about_meeting(meeting_id)) as session:
            self._rights.acts(session, actor)
            yield session, actor, self._rights.require(session, actor, meeting_id)


def role_of(actor: Actor, unit: str) -> str:
    """Return what the people in a room are told of who calls: the role in the meeting's unit, else in their own, or "".

    Care staff, where it is one of several. A co-host comes from another unit; who stays may have no role left.
    """
    roles = actor.roles_in(unit) or actor.roles_in(actor.person.unit.id)
    return next((role for role in Role if role in roles), "")


def erase_before(session: Session, moment: datetime) -> int:
    """Delete the calls of meetings that ended before the moment; return how many."""
    over = select(Meeting.id).where(Meeting.end < moment)
    gone = session.execute(delete(RoomCall).where(RoomCall.meeting_id.in_(over)).returning(RoomCall.id))
    return len(gone.all())


def _told(call: RoomCall, name: str) -> Json:
    stage = STAGES[call.stage]
    reason = REASONS.get(call.reason)
    return {
        "id": call.id,
        "room": call.room_id,
        "name": name,
        "stage": str(call.stage),
        "stage_sv": reason.sv if reason else stage.sv,
        "stage_en": reason.en if reason else stage.en,
        "reason": call.reason,
        "open": call.stage in OPEN_STAGES,
        "asked_at": call.asked_at.isoformat(),
    }
