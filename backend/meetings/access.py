"""Who may see, change and host a meeting. Booking for somebody and hosting are two different rights.

Three rings (decision 25): who knows that a meeting exists, who sees what it is and its link, who acts in it. Those who
administrate a unit are in the first only: they see no patient data and no link.

Roles count in the meeting's unit, whose head answers for its care. A co-host from another unit is the one exception:
they act with the role of care staff of their own unit.
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
_NO_ROLE = Text(
    "Mötet hör till en enhet där du inte har någon roll som gäller. Inget är ändrat. Be den enhetens administratör om "
    "en roll där.",
    "The meeting belongs to a unit where you have no role that counts. Nothing has changed. Ask that unit's "
    "administrator for a role there.",
)
_BOOKS_NOTHING = Text(
    "Bara enhetens vårdpersonal och bokningssekreterare bokar dess vårdmöten. Inget är skapat. Be enhetens "
    "administratör om du behöver en sådan roll där.",
    "Only a unit's care staff and booking secretaries book its care meetings. Nothing was created. Ask the unit's "
    "administrator if you need such a role there.",
)


def may_know_of(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may know that the meeting exists: who takes part in it, and whoever the unit lets."""
    return takes_part(actor, meeting) or not actor.roles_in(meeting.unit).isdisjoint({Role.CARE_STAFF, *ADMINISTRATORS})


def may_see(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may see the meeting and its link: care staff of its unit, and those who take part in it.

    Nobody does whose roles there all wait, for training or somebody responsible.
    """
    if actor.has_in(meeting.unit, Role.CARE_STAFF):
        return True
    return (takes_part(actor, meeting) and _works_in(actor, meeting.unit)) or may_host(actor, meeting)


def takes_part(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person organises, booked, may book for or co-hosts the meeting."""
    return _books(actor, meeting) or is_cohost(actor, meeting)


def may_change(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may change or remove the meeting: its organiser, who booked it, who may book for it."""
    return _books(actor, meeting) and _works_in(actor, meeting.unit)


def may_host(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person may enter as host: care staff of its unit who are asked to, and co-hosts of any unit.

    A co-host from another unit needs a care staff role that counts in their own, whose head answers for their training.
    """
    if actor.has_in(meeting.unit, Role.CARE_STAFF):
        return is_asked(actor, meeting)
    return is_cohost(actor, meeting) and actor.has(Role.CARE_STAFF)


def is_asked(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the meeting is the person's to host: they organise or co-host it, or share its mailbox."""
    return actor.user == meeting.organiser or is_cohost(actor, meeting) or actor.shares(meeting.mailbox)


def is_cohost(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the person's own mailbox is among the co-hosts."""
    address = actor.person.address
    return bool(address) and any(cohost.mailbox == address for cohost in meeting.cohosts)


def require_booking(actor: Actor, unit: str) -> None:
    """Raise Forbidden, with what to do, when the person has no role that books the unit's meetings or it waits."""
    if not _works_in(actor, unit):
        raise Forbidden("forbidden", why_not(actor, unit) or _BOOKS_NOTHING)


def require_seeing(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting.

    Raises NotFound when there is none or it is not the person's to know of, Forbidden when the person may know of it
    but see no more.
    """
    if meeting is None or not may_know_of(actor, meeting):
        raise NotFound("not-found")
    if not may_see(actor, meeting):
        raise Forbidden("forbidden", _why_not_shown(actor, meeting))
    return meeting


def require_changing(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises as `require_seeing`, and Forbidden when the person may see but not change it."""
    found = require_seeing(actor, meeting)
    if not may_change(actor, found):
        raise Forbidden("forbidden")
    return found


def require_removing(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises as `require_changing`.

    Who organises or booked it may call it off though their role has come to wait: a shut door shows nobody anything.
    """
    if meeting is not None and actor.user in {meeting.organiser, meeting.booked_by}:
        return meeting
    return require_changing(actor, meeting)


def require_hosting(actor: Actor, meeting: Meeting | None) -> Meeting:
    """Return the meeting. Raises as `require_seeing`, and Forbidden when the person may see but not host it."""
    found = require_seeing(actor, meeting)
    if not may_host(actor, found):
        raise Forbidden("forbidden")
    return found


def _works_in(actor: Actor, unit: str) -> bool:
    return not actor.roles_in(unit).isdisjoint(WITH_MEETINGS)


def _why_not_shown(actor: Actor, meeting: Meeting) -> Text:
    units = (meeting.unit, actor.person.unit.id) if is_cohost(actor, meeting) else (meeting.unit,)
    waits = next((told for unit in units if (told := why_not(actor, unit))), None)
    administrates = not actor.roles_in(meeting.unit).isdisjoint(ADMINISTRATORS)
    return waits or (_NOT_SHOWN if administrates else _NO_ROLE)


def _books(actor: Actor, meeting: Meeting) -> bool:
    return actor.user in {meeting.organiser, meeting.booked_by} or actor.may_book_for(meeting.mailbox)
