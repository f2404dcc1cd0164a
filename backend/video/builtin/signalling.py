"""Signalling of the mesh: what two browsers say to each other before their pictures meet. Nothing is stored."""

from typing import Any

from backend.errors import Forbidden, NotFound, Unauthenticated
from backend.push import Hub
from backend.storage import Database
from backend.video import people
from backend.video.bearers import digest
from backend.video.models import Conference, PresenceState
from backend.video.stage import person_topic


class Signalling:
    """Carries messages between people who are in the same conference, and only between those."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._hub = hub

    def send(self, bearer: str, to: str, data: dict[str, Any]) -> None:
        """Leave `data` for the person `to`.

        Raises Unauthenticated for an unknown bearer, Forbidden when its owner is not in, NotFound when `to` is not in
        the same conference or the conference is held elsewhere.
        """
        with self._database.read() as session:
            sender = people.by_token(session, digest(bearer))
            if sender is None:
                raise Unauthenticated("unauthenticated")
            if sender.state != PresenceState.IN:
                raise Forbidden("forbidden")
            receiver = people.find(session, sender.conference_id, to)
            conference = session.get_one(Conference, sender.conference_id)
            here = receiver is not None and receiver.state == PresenceState.IN and conference.service == "builtin"
            if not here or to == sender.person:
                raise NotFound("not-found")
        self._hub.send(person_topic(to), {"from": sender.person, "data": data})
