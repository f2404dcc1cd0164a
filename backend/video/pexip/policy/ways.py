"""One question to the database: where an alias leads, and how it is there right now. And the use of one-time ways."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import aliased

from backend.storage import Database
from backend.storage.question import Question
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip.models import VISIT, PexipEntry, PexipRoom
from backend.video.pexip.policy.own import Own, own
from backend.video.provisioning import GONE
from backend.video.reports import SECONDS
from backend.video.service import Role


class Way(NamedTuple):
    """A way in and where it leads. `others_in` are people in the meeting beside its own person, `visits_in` our own.

    `others_here` are they and whoever waits; `seconds_in` those of `others_in` that are a second call by somebody's way
    in: they take no place of their own where people are counted.
    `service` holds the conference now; None when it is not by this key. `ended_at` is when people ended the
    conference, None while it isn't. `dropped_at` is when it was given up: its meeting was removed, or its time had
    passed.
    """

    tag: str
    person: str
    role: str
    display_name: str
    nonce: str
    expires_at: datetime | None
    call: str | None
    withdrawn_at: datetime | None
    key: str
    name: str
    room_nonce: str
    start: datetime
    end: datetime
    participant_limit: int | None
    lobby: bool
    protected: bool
    language: str
    mode: str
    others_here: int
    others_in: int
    seconds_in: int
    hosts_in: int
    visits_in: int
    service: str | None
    locked: bool | None
    ended_at: datetime | None
    dropped_at: datetime | None


_visit = aliased(PexipEntry)
_is_in = Presence.state == PresenceState.IN
_OF = (
    select(
        PexipEntry.tag,
        PexipEntry.person,
        PexipEntry.role,
        PexipEntry.display_name,
        PexipEntry.nonce,
        PexipEntry.expires_at,
        PexipEntry.call,
        PexipEntry.withdrawn_at,
        PexipRoom.key,
        PexipRoom.name,
        PexipRoom.nonce.label("room_nonce"),
        PexipRoom.start,
        PexipRoom.end,
        PexipRoom.participant_limit,
        PexipRoom.lobby,
        PexipRoom.protected,
        PexipRoom.language,
        PexipRoom.mode,
        func.count(case((Presence.person != PexipEntry.person, 1))).label("others_here"),
        func.count(case((and_(_is_in, Presence.person != PexipEntry.person), 1))).label("others_in"),
        func.count(case((and_(_is_in, Presence.person.like(SECONDS)), 1))).label("seconds_in"),
        func.count(case((and_(_is_in, Presence.role == Role.HOST), 1))).label("hosts_in"),
        select(func.count())
        .select_from(_visit)
        .where(
            _visit.reference == PexipRoom.reference,
            _visit.role == VISIT,
            _visit.call.is_not(None),
            _visit.withdrawn_at.is_(None),
            _visit.expires_at > bindparam("now", type_=_visit.expires_at.type),
            _visit.tag != PexipEntry.tag,
        )
        .correlate(PexipRoom, PexipEntry)
        .scalar_subquery()
        .label("visits_in"),
        Conference.service,
        Conference.locked,
        Conference.ended_at,
        # Spelt out: a question has no lists.
        case((or_(*(Conference.state == state for state in GONE)), Conference.state_at)).label("dropped_at"),
    )
    .join(PexipRoom, PexipRoom.reference == PexipEntry.reference)
    # By the key, which is unique there; a reference is not.
    .outerjoin(Conference, Conference.key == PexipRoom.key)
    # Read once for all that is counted of them.
    .outerjoin(
        Presence,
        and_(Presence.conference_id == Conference.id, or_(_is_in, Presence.state == PresenceState.WAITING)),
    )
    .where(PexipEntry.digest == bindparam("digest"))
    .group_by(PexipEntry.tag, PexipRoom.reference, Conference.id)
)


class Ways:
    """Reads ways in from the database and notes their use. Raises one of `storage.AWAY` when it does not answer.

    `database` is one of its own, made by `hurried`: Pexip waits five seconds for an answer and no longer.
    """

    def __init__(self, database: Database) -> None:
        self._where = Question(database, _OF)
        self._database = database

    def find(self, digest: str, now: datetime) -> Way | None:
        """Return where the alias with this digest leads; None for one we never gave, or whose conference is gone."""
        row = self._where.one(digest=digest, now=now)
        return None if row is None else Way._make(row)

    def own(self, way: Way, tag: str) -> Own:
        """Return what is known of whoever has this way in, or of the room whose call is to bear `tag`."""
        return own(self._database.engine, way.key, way.person, tag)

    def use(self, way: Way, use: str) -> bool:
        """Note what a one-time way is used by; False when another use was noted since it was read."""
        with self._database.write(f"pexip-entry:{way.tag}") as session:
            # Also written under the room's name and the conference's, of other kinds of way in: conditional.
            noted = session.scalars(
                update(PexipEntry)
                .where(PexipEntry.tag == way.tag, _is(way.call))
                .values(call=use)
                .returning(PexipEntry.tag)
                .execution_options(synchronize_session=False)
            )
            return noted.one_or_none() is not None


def _is(call: str | None) -> ColumnElement[bool]:
    # One that is remembered may not be noted here yet.
    return PexipEntry.call.is_(None) if call is None else or_(PexipEntry.call.is_(None), PexipEntry.call == call)
