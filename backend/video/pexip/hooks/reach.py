"""Which calls a host's order is about: all by which one person is there, and none that the host was not shown."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip.hooks.kept import calls_of, entries_of
from backend.video.pexip.hooks.persons import by_person
from backend.video.pexip.hooks.reading import IN, WAITING
from backend.video.service import SENDS_AWAY, HostControl, Order, ServiceRefused

# Where a call has to be for the order to be about it; whoever is sent away is so wherever they are.
_PLACES = {HostControl.ADMIT: WAITING, HostControl.MUTE: IN, HostControl.UNMUTE: IN}


def tags_of(session: Session, reference: str, call: str) -> set[str]:
    """Return the tags of the ways in by which whoever has this call is there."""
    whose = by_person(calls_of(session, reference), entries_of(session, reference))
    rows = (legs for legs in whose.legs.values() if any(leg.call == call for leg in legs))
    return {leg.tag for legs in rows for leg in legs if leg.tag}


def reached(session: Session, reference: str, order: Order) -> tuple[str, ...]:
    """Return the calls to do the order to: `order.call` where nothing more is known of it.

    One who is let in or muted is so by all calls of the row that was pressed. One who is sent away is gone by every
    call of their way in, also those shown by themselves; of these each can be sent away without the first. Raises
    `ServiceRefused` `let-in` to deny one who waits when another by the same way in has just been let in.
    """
    if not order.call or order.control == HostControl.MAKE_HOST:
        return (order.call,)
    calls = calls_of(session, reference)
    whose = by_person(calls, entries_of(session, reference))
    pressed = next((who for who, legs in whose.legs.items() if any(leg.call == order.call for leg in legs)), None)
    if pressed is None:
        return (order.call,)
    rows = [pressed]
    if order.control in SENDS_AWAY:
        rows += [second for second, person in whose.seconds.items() if person == pressed]
    if order.control == HostControl.DENY and _let_in(session, reference, rows[1:]):
        # Before Pexip has told of it, the one who is in is still shown beside.
        raise ServiceRefused("let-in")
    place = _PLACES.get(order.control)
    found = [leg for row in rows for leg in whose.legs[row] if calls.is_open(leg) and place in (None, leg.place)]
    # First the one the row is known by.
    return tuple(sorted((leg.call for leg in found), key=lambda call: (call != order.call, call))) or (order.call,)


def _let_in(session: Session, reference: str, rows: Collection[str]) -> bool:
    found = (
        select(Presence.id)
        .join(Conference, Conference.id == Presence.conference_id)
        .where(Conference.reference == reference, Presence.person.in_(rows), Presence.state == PresenceState.IN)
    )
    return bool(rows) and session.scalar(found.limit(1)) is not None
