"""Each person's own way in: made when our door or the host's page lets somebody go on, and withdrawn with them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from backend.storage import new_id
from backend.video.pexip import dialled, names
from backend.video.pexip.models import DIALLED, GUEST, HOST, KINDS, LEADER, ROOM, VISIT, PexipEntry, PexipRoom


@dataclass(frozen=True)
class Who:
    """Whose way in it is: the upper floor's opaque name for somebody, their role and the name others shall see."""

    person: str
    role: str
    display_name: str


class Entries:
    """Makes ways in and tells their aliases. `secret` is `names.derived(secret_key)`. Call within a transaction."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def alias(self, entry: PexipEntry) -> str:
        """Return what Pexip is to be asked for: goes into a link or a room, never into a log."""
        return names.alias(self._secret, entry.nonce)

    def pin(self, entry: PexipEntry) -> str:
        """Return the entry's own one-time PIN, for hosts where Pexip asks for one."""
        return names.host_pin(self._secret, entry.nonce)

    def for_person(self, session: Session, room: PexipRoom, who: Who, now: datetime) -> PexipEntry:
        """Return somebody's way in: a guest's stays the same until it is withdrawn, a host gets a fresh one each time.

        Call alone with the room, so that nobody gets two.
        """
        if who.role != HOST:
            # Who has been made a host comes by the way in they had.
            roles = (GUEST, LEADER) if who.role == GUEST else (who.role,)
            known = session.scalar(_standing(room.reference, who.person).where(PexipEntry.role.in_(roles)))
            if known is not None:
                known.display_name = who.display_name
                return known
        return self._new(session, room, who, now)

    def for_room(self, session: Session, room: PexipRoom, now: datetime) -> PexipEntry:
        """Return the number conference rooms dial, the same for as long as the conference stands."""
        return of_room(session, room.reference) or self._new(session, room, Who("", ROOM, ""), now)

    def for_dialled(self, session: Session, room: PexipRoom, person: str, name: str, now: datetime) -> PexipEntry:
        """Return what the call of somebody whom a host calls is known by, new each time."""
        return self._new(session, room, Who(person, DIALLED, name), now)

    def for_visit(self, session: Session, room: PexipRoom, name: str, now: datetime) -> PexipEntry:
        """Return a visit's way in, new each time; `name` is what others see."""
        return self._new(session, room, Who("", VISIT, name), now)

    def _new(self, session: Session, room: PexipRoom, who: Who, now: datetime) -> PexipEntry:
        nonce, lasts = names.new_nonce(), KINDS[who.role].lasts
        made = PexipEntry(
            tag=new_id("e"),
            digest=names.digest(names.alias(self._secret, nonce)),
            reference=room.reference,
            person=who.person,
            role=who.role,
            display_name=who.display_name,
            nonce=nonce,
            made_at=now,
            expires_at=now + lasts if lasts is not None else None,
        )
        session.add(made)
        session.flush()
        return made


def of_room(session: Session, reference: str) -> PexipEntry | None:
    """Return the number conference rooms dial; None where there is none."""
    return session.scalar(_standing(reference, "").where(PexipEntry.role == ROOM))


def is_ours(session: Session, address: str) -> bool:
    """Tell whether an address leads to a conference of ours, in whatever form it is written."""
    digest = names.digest(dialled.normalised(address))
    entry = select(PexipEntry.tag).where(PexipEntry.digest == digest)
    room = select(PexipRoom.reference).where(PexipRoom.digest == digest)
    return session.scalar(entry) is not None or session.scalar(room) is not None


def visitors(session: Session, reference: str, now: datetime) -> int:
    """Return how many visits may be in the conference: those that are not known to have left, nor to have run out."""
    open_ones = _standing(reference, "").where(PexipEntry.role == VISIT, PexipEntry.expires_at > now)
    return session.scalar(select(func.count()).select_from(open_ones.subquery())) or 0


def visitor_left(session: Session, tag: str, now: datetime, *, if_unused: bool = False) -> None:
    """Note that a visit is over; with `if_unused` only when Pexip never asked about it. Its row tells whose it was."""
    which = [PexipEntry.tag == tag, PexipEntry.withdrawn_at.is_(None)]
    which += [PexipEntry.call.is_(None)] if if_unused else []
    session.execute(
        update(PexipEntry).where(*which).values(withdrawn_at=now).execution_options(synchronize_session=False)
    )


def withdraw(session: Session, reference: str, person: str, now: datetime) -> None:
    """Close every way in that the person has to this conference; no error when there is none."""
    session.execute(
        update(PexipEntry)
        .where(PexipEntry.reference == reference, PexipEntry.person == person, PexipEntry.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session="fetch")
    )


def let_lead(session: Session, reference: str, tags: Collection[str]) -> None:
    """Let who came as a guest by one of these ways in come back as the host they were made."""
    session.execute(
        update(PexipEntry)
        .where(PexipEntry.reference == reference, PexipEntry.tag.in_(tags), PexipEntry.role == GUEST)
        .values(role=LEADER)
        .execution_options(synchronize_session="fetch")
    )


def _standing(reference: str, person: str) -> Select[PexipEntry]:
    return select(PexipEntry).where(
        PexipEntry.reference == reference, PexipEntry.person == person, PexipEntry.withdrawn_at.is_(None)
    )
