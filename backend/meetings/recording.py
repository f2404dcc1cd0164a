"""What the meetings put in the access log: who did what, for whom, and about which people."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from backend.audit import AccessLog, Entry, Subject
from backend.audit.entries import Detail
from backend.identity import Actor
from backend.meetings import access
from backend.meetings.models import Meeting, Participant

Json = dict[str, Any]
# Who acts, where it is nobody of the staff.
AT_THE_DOOR, SYSTEM = "guest", "system"


class Recorder:
    """Records what is done with one meeting, or with many at once, in the caller's write transaction."""

    def __init__(self, log: AccessLog) -> None:
        self._log = log

    def staff(
        self,
        session: Session,
        action: str,
        actor: Actor,
        meeting: Meeting,
        subjects: tuple[Subject, ...] = (),
        **detail: str | int | bool,
    ) -> None:
        """Record what somebody signed in did."""
        self._log.record(session, _of_staff(action, actor, meeting, subjects, detail))

    def staff_each(
        self, session: Session, action: str, actor: Actor, meetings: Iterable[Meeting], /, **detail: str | int | bool
    ) -> None:
        """Record what somebody signed in did with many meetings at once: an entry for each, for whoever is in it."""
        self._log.record(session, *(_of_staff(action, actor, meeting, (), detail) for meeting in meetings))

    def other(
        self,
        session: Session,
        action: str,
        user: str,
        meeting: Meeting,
        subjects: tuple[Subject, ...] = (),
        **detail: str | int | bool,
    ) -> None:
        """Record what a guest or the product itself did, or staff nobody in the directory knows any more."""
        self._log.record(session, _of_other(action, user, meeting, subjects, detail))

    def system_each(
        self, session: Session, action: str, meetings: Iterable[Meeting], /, **detail: str | int | bool
    ) -> None:
        """Record what the product itself did with many meetings at once: an entry for each."""
        self._log.record(session, *(_of_other(action, SYSTEM, meeting, (), detail) for meeting in meetings))


def _of_staff(action: str, actor: Actor, meeting: Meeting, subjects: tuple[Subject, ...], detail: Detail) -> Entry:
    return Entry(
        action=action,
        user=actor.user,
        unit=meeting.unit,
        on_behalf_of=acted_for(actor, meeting),
        meeting=meeting.id,
        subjects=subjects,
        detail=detail,
    )


def _of_other(action: str, user: str, meeting: Meeting, subjects: tuple[Subject, ...], detail: Detail) -> Entry:
    return Entry(action=action, user=user, unit=meeting.unit, meeting=meeting.id, subjects=subjects, detail=detail)


def acted_for(actor: Actor, meeting: Meeting) -> str:
    """Return the mailbox somebody acts for; empty when the meeting is theirs, or they co-host it in their own name."""
    own = actor.person.address == meeting.mailbox or access.is_cohost(actor, meeting)
    return meeting.mailbox if not own and access.takes_part(actor, meeting) else ""


def subjects(participants: Iterable[Participant]) -> tuple[Subject, ...]:
    """Return whom an entry is about: those among the participants who are not staff."""
    return tuple(
        Subject(participant=each.id, kind=each.kind, name=each.name, phone=each.phone)
        for each in participants
        if each.kind != "staff"
    )


def colleague(participant: Participant) -> dict[str, str]:
    """Return the detail that names somebody who is staff, and so no subject: by their id in the meeting."""
    return {"participant": participant.id} if participant.kind == "staff" else {}


def shown_subjects(rows: Iterable[Json]) -> tuple[Subject, ...]:
    """Return whom a list that was shown is about, from its rows (`attendance`)."""
    return tuple(
        Subject(participant=row["id"], kind=row["kind"], name=row["name"] or "", phone=row.get("phone") or "")
        for row in rows
        if row["kind"] != "staff"
    )
