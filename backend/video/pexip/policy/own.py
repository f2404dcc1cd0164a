"""What the live state has of somebody who calls once more: asked for only where it decides anything."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, or_, select

from backend.video.models import Conference, Presence, PresenceState
from backend.video.people import HERE, was_sent_away
from backend.video.pexip.hooks.legs import let_in_at
from backend.video.pexip.hooks.models import PexipLeg
from backend.video.pexip.hooks.reading import SENT_OUT
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.pexip.room_tags import is_booked
from backend.video.reports import ROOM, SECOND, UNKNOWN, kind_of, outsider, second_of
from backend.video.service import Role


class Own(NamedTuple):
    """What the live state has of the caller.

    `state`, `reason`, `since`, `is_host`: of their own row; empty when there is none. `rows_in`: how many rows of those
    who are in are calls of the caller, a booked room's own among them; `seconds_in`: those of them that
    `Way.seconds_in` counts too. `calls`: all the caller's rows, waiting or in. `put_out`: a host has sent them out and
    none has let them in since.
    """

    state: str = ""
    reason: str = ""
    since: datetime | None = None
    is_host: bool = False
    rows_in: int = 0
    seconds_in: int = 0
    calls: int = 0
    put_out: bool = False


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
            select(
                PexipLeg.conversation,
                PexipLeg.call,
                PexipLeg.reason,
                PexipLeg.place,
                PexipLeg.waiting_at,
                PexipLeg.in_at,
                PexipLeg.gone_at,
                PexipLeg.time,
            )
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
    known = person or outsider(ROOM, tag)
    extra = [row.person for row in rows if row.state == PresenceState.IN and row.person in names]
    found = Own(
        rows_in=len(extra),
        seconds_in=sum(kind_of(name) == SECOND for name in extra),
        calls=sum(row.state in HERE for row in rows),
        put_out=_is_put_out(legs),
    )
    row = next((row for row in rows if row.person == known), None)
    if row is None:
        return found
    return found._replace(
        state=row.state,
        reason=row.reason,
        since=row.since,
        is_host=row.role == Role.HOST,
        put_out=found.put_out or was_sent_away(row.state, row.reason),
    )


def _is_put_out(legs: Sequence[Row[*tuple[Any, ...]]]) -> bool:
    # The row forgets it when they wait again; the calls don't. Of two devices that came as one room either may be the
    # one that calls now: also when the other was never put out, a host says whether it comes in.
    out = max((leg.gone_at or leg.time for leg in legs if leg.reason in SENT_OUT), default=None)
    return out is not None and not any((let_in_at(leg) or out) > out for leg in legs)


def _names(person: str, tag: str, joins: set[str]) -> set[str]:
    if person:
        # Beside their own row, which is none of the others.
        return {name for join in joins for name in (second_of(person, join), outsider(UNKNOWN, join))}
    if is_booked(tag):
        room = outsider(ROOM, tag)
        return {room} | {second_of(room, join) for join in joins}
    return {outsider(ROOM, join) for join in joins}
