"""The rooms a host can call into the meeting, from the host's own page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import Unauthenticated
from backend.fleet.models import FleetRoom
from backend.identity import SignIn
from backend.meetings.about import about_meeting
from backend.meetings.host_rights import HostRights
from backend.meetings.hosting import require_meeting
from backend.meetings.models import Meeting
from backend.room_meetings.booking import booked
from backend.room_meetings.models import MeetingRoom
from backend.storage import Database
from backend.video.bearers import HOST, is_kind
from backend.video.models import Conference
from backend.video.service import Capabilities

Json = dict[str, Any]


class RoomsToCall:
    """What a host chooses among. `reached` tells whether the product speaks to rooms at all."""

    def __init__(
        self,
        database: Database,
        sign_in: SignIn,
        rights: HostRights,
        video: Mapping[str, Capabilities],
        *,
        reached: bool,
    ) -> None:
        self._database = database
        self._sign_in = sign_in
        self._rights = rights
        self._video = video
        self._reached = reached

    def listing(self, bearer: str, meeting_id: str) -> Json:
        """Return the rooms that can be called into the meeting, its own first; none where no room can dial it.

        Raises as `HostRights.require`.
        """
        with self._acting(bearer, meeting_id) as (session, meeting):
            if not self._can_be_dialled(session, meeting):
                return {"rooms": []}
            key = booked(session, meeting).key
            own = set(session.scalars(select(MeetingRoom.room_id).where(MeetingRoom.booking == key)))
            driven = select(FleetRoom).where(FleetRoom.address != "").order_by(FleetRoom.name, FleetRoom.id)
            rooms = [
                {"id": room.id, "name": room.name, "site": room.site, "own": room.id in own}
                for room in session.scalars(driven)
            ]
            return {"rooms": sorted(rooms, key=lambda room: not room["own"])}

    def _can_be_dialled(self, session: Session, meeting: Meeting) -> bool:
        conference = session.get(Conference, meeting.conference_id)
        can = self._video.get(conference.service) if conference is not None else None
        return self._reached and can is not None and can.rooms

    @contextmanager
    def _acting(self, bearer: str, meeting_id: str) -> Iterator[tuple[Session, Meeting]]:
        if is_kind(bearer, HOST):
            with self._database.write(about_meeting(meeting_id)) as session:
                self._rights.session(session, bearer, meeting_id)
                yield session, require_meeting(session, meeting_id)
            return
        actor = self._sign_in.actor(bearer)
        if actor is None:
            raise Unauthenticated("unauthenticated")
        with self._database.write(about_meeting(meeting_id)) as session:
            self._rights.acts(session, actor)
            yield session, self._rights.require(session, actor, meeting_id)
