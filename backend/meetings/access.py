"""Who may see, change and host a meeting. Booking for somebody and hosting are two different rights (mission A8)."""

from backend.errors import Forbidden, NotFound
from backend.identity import Actor, Role
from backend.meetings.models import Meeting


def may_see(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may know of the meeting: those who take part in it, and the unit it belongs to."""
    in_unit = actor.person.unit.id == meeting.unit and (actor.has(Role.CARE_STAFF) or actor.has(Role.UNIT_ADMIN))
    return in_unit or may_change(actor, meeting) or is_cohost(actor, meeting)


def may_change(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may change or remove the meeting: its organiser, who booked it, who may book for it."""
    return actor.user in {meeting.organiser, meeting.booked_by} or actor.may_book_for(meeting.mailbox)


def may_host(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may enter as host: care staff who organise or co-host it, or share its mailbox."""
    invited = actor.user == meeting.organiser or is_cohost(actor, meeting)
    return actor.has(Role.CARE_STAFF) and (invited or actor.shares(meeting.mailbox))


def is_cohost(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person's own mailbox is among the co-hosts."""
    return any(cohost.mailbox == actor.person.address for cohost in meeting.cohosts)


def require_seeing(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises NotFound when there is none, or it is not the person's to know of."""
    if meeting is None or not may_see(actor, meeting):
        raise NotFound("not-found")
    return meeting


def require_changing(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises NotFound as `require_seeing`, Forbidden when the person may see but not change it."""
    found = require_seeing(actor, meeting)
    if not may_change(actor, found):
        raise Forbidden("forbidden")
    return found


def require_hosting(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises NotFound as `require_seeing`, Forbidden when the person may see but not host it."""
    found = require_seeing(actor, meeting)
    if not may_host(actor, found):
        raise Forbidden("forbidden")
    return found
