"""Who may see, change and host a meeting. Booking for somebody and hosting are two different rights (mission A8).

Three rings (decision 25): who knows that a meeting exists, who sees what it is and its link, who acts in it. Those who
administrate a unit are in the first only: they see no patient data and no link.
"""

from backend.errors import Forbidden, NotFound, Text
from backend.identity import WITH_MEETINGS, Actor, Role
from backend.identity.standing import why_not
from backend.meetings.models import Meeting

ADMINISTRATORS = (Role.UNIT_ADMIN, Role.UNIT_HEAD, Role.REGION_ADMIN)
_NOT_SHOWN = Text(
    "Den som administrerar ser när mötet är och vem som håller det, men inte länken eller deltagarna. Fråga den som "
    "bokat mötet.",
    "Those who administrate see when the meeting is and who holds it, but neither its link nor who takes part. Ask the "
    "person who booked it.",
)
_BOOKS_NOTHING = Text(
    "Bara vårdpersonal och bokningssekreterare bokar vårdmöten. Inget är skapat. Be enhetens administratör om du "
    "behöver en sådan roll.",
    "Only care staff and booking secretaries book care meetings. Nothing was created. Ask the unit's administrator if "
    "you need such a role.",
)


def may_know_of(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may know that the meeting exists: who takes part in it, and whoever the unit lets."""
    return takes_part(actor, meeting) or not actor.roles_in(meeting.unit).isdisjoint({Role.CARE_STAFF, *ADMINISTRATORS})


def may_see(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may see the meeting and its link: care staff of its unit, and those who take part in it.

    Nobody does whose roles all wait, for training or somebody responsible.
    """
    if actor.has_in(meeting.unit, Role.CARE_STAFF):
        return True
    return takes_part(actor, meeting) and actor.has_somewhere(*WITH_MEETINGS)


def takes_part(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person organises, booked, may book for or co-hosts the meeting."""
    return _books(actor, meeting) or is_cohost(actor, meeting)


def may_change(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may change or remove the meeting: its organiser, who booked it, who may book for it."""
    return _books(actor, meeting) and actor.has_somewhere(*WITH_MEETINGS)


def may_host(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may enter as host: care staff who are asked to."""
    return actor.has_somewhere(Role.CARE_STAFF) and is_asked(actor, meeting)


def is_asked(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the meeting is the person's to host: they organise or co-host it, or share its mailbox."""
    return actor.user == meeting.organiser or is_cohost(actor, meeting) or actor.shares(meeting.mailbox)


def is_cohost(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person's own mailbox is among the co-hosts."""
    return any(cohost.mailbox == actor.person.address for cohost in meeting.cohosts)


def require_booking(actor: Actor) -> None:
    """Raise Forbidden, with what to do, when the person has no role that books meetings or it waits for something."""
    if not actor.has_somewhere(*WITH_MEETINGS):
        raise Forbidden("forbidden", why_not(actor) or _BOOKS_NOTHING)


def require_seeing(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting.

    Raises NotFound when there is none or it is not the person's to know of, Forbidden when the person may know of it
    but see no more.
    """
    if meeting is None or not may_know_of(actor, meeting):
        raise NotFound("not-found")
    if not may_see(actor, meeting):
        raise Forbidden("forbidden", why_not(actor) or _NOT_SHOWN)
    return meeting


def require_changing(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises as `require_seeing`, and Forbidden when the person may see but not change it."""
    found = require_seeing(actor, meeting)
    if not may_change(actor, found):
        raise Forbidden("forbidden")
    return found


def require_removing(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises as `require_changing`.

    Who booked it may call it off though their role has come to wait: a shut door shows nobody anything.
    """
    if meeting is not None and _books(actor, meeting):
        return meeting
    return require_changing(actor, meeting)


def require_hosting(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises as `require_seeing`, and Forbidden when the person may see but not host it."""
    found = require_seeing(actor, meeting)
    if not may_host(actor, found):
        raise Forbidden("forbidden")
    return found


def _books(actor: Actor, meeting: Meeting) -> bool:
    return actor.user in {meeting.organiser, meeting.booked_by} or actor.may_book_for(meeting.mailbox)
