"""What the live state has of somebody who calls once more: asked for only where it decides anything."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, or_, select

from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip.hooks.models import PexipLeg
from backend.video.pexip.marks import is_booked
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.reports import ROOM, SECOND, UNKNOWN, outsider
from backend.video.service import Role


class Own(NamedTuple):
    """The caller's own row, and how many rows of those who are in are nobody else's than the caller's.

    `state` and `reason` are empty for who has none; a room's is one of `rows_in`.
    """

    rows_in: int = 0
    is_host: bool = False
    state: str = ""
    since: datetime | None = None
    reason: str = ""


def own(engine: Engine, key: str, person: str, tag: str) -> Own:
    """Return what is known, in the conference with this key, of a person, or else of the room whose call bears `tag`.

    Raises one of `storage.AWAY`.
    """
    mine = (
        PexipLeg.tag == tag
        if not person
        else PexipLeg.tag.in_(
            select(PexipEntry.tag).where(PexipEntry.reference == PexipLeg.reference, PexipEntry.person == person)
        )
    )
    with engine.connect() as connection:
        legs = connection.execute(
            select(PexipLeg.conversation, PexipLeg.call)
            .join(PexipRoom, PexipRoom.reference == PexipLeg.reference)
            .where(PexipRoom.key == key, mine)
        ).all()
        names = _names(person, tag, {leg.conversation or leg.call for leg in legs})
        rows = connection.execute(
            select(Presence.person, Presence.role, Presence.state, Presence.since, Presence.reason)
            .join(Conference, Conference.id == Presence.conference_id)
            .where(Conference.key == key, or_(Presence.person == person, Presence.person.in_(names)))
        ).all()
        connection.commit()
    rows_in = sum(row.state == PresenceState.IN and row.person in names for row in rows)
    for row in rows:
        if row.person == person:
            return Own(rows_in, row.role == Role.HOST, row.state, row.since, row.reason)
    return Own(rows_in)


def _names(person: str, tag: str, joins: set[str]) -> set[str]:
    if person:
        # Beside their own row, which is none of the others.
        return {outsider(kind, join) for kind in (SECOND, UNKNOWN) for join in joins}
    if is_booked(tag):
        return {outsider(ROOM, tag)} | {outsider(SECOND, join) for join in joins}
    return {outsider(ROOM, join) for join in joins}
