"""Whether all publishers are still: people were led on, and nobody is told of since."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.video import people
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip import CODE
from backend.video.pexip.hooks.untold import FEWEST, UNTOLD_AFTER, Led, answered_at, came, turned_back
from backend.video.stage import LOST

_REMEMBERED = timedelta(days=1)


def silent_since(session: Session, heard_at: datetime | None, now: datetime) -> datetime | None:
    """Return since when all publishers are silent: when the first of at least two people was led on after `heard_at`.

    None when they are not. `heard_at` is when a node was last heard, None when none ever was.

    Who is not heard of has left, as we have it, after a while. That does not end the silence while meetings are live:
    theirs, or any that somebody is in.
    """
    at_pexip = (
        select(Presence.state, Presence.role, Presence.since, Conference.end)
        .join(Conference, Conference.id == Presence.conference_id)
        .where(Conference.service == CODE)
    )
    here = session.execute(at_pexip.where(Presence.state.in_((PresenceState.COMING, *people.HERE)))).all()
    given_up = at_pexip.where(
        Presence.state == PresenceState.LEFT,
        Presence.reason == LOST,
        Presence.told_at.is_(None),
        Presence.since > now - _REMEMBERED,
    )
    expected = [row.since for row in here if row.state == PresenceState.COMING]
    expected += [came(row.role, row.since) for row in session.execute(given_up) if here or row.end > now]
    asked = answered_at(session)
    unheard = sorted(
        at
        for at in expected
        if at + UNTOLD_AFTER < now
        and (heard_at is None or heard_at < at)
        and not turned_back(Led(at, told=False), asked)
    )
    return unheard[0] if len(unheard) >= FEWEST else None
