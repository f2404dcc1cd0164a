"""Calls out that bear no tag and whose id was never answered: known by the name that they were made under.

A call of our own to an address has a name that Pexip shows. When the answer to it is lost, that is all there is to know
it by, and a host who has hung up must not find it in the meeting as somebody unknown.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.video.lobby import ABSENT_SECONDS
from backend.video.models import Presence, PresenceState
from backend.video.pexip.hooks.legs import Calls
from backend.video.pexip.hooks.reading import NAME_LENGTH, OUT
from backend.video.pexip.models import DIALLED, PexipEntry
from backend.video.reports import CALLED, kind_of

# Longer than this nothing rings.
_RINGS = timedelta(seconds=ABSENT_SECONDS)
_MAY_RING = (PresenceState.COMING, PresenceState.DENIED, PresenceState.REMOVED)


def recognise(
    session: Session, calls: Calls, entries: Mapping[str, PexipEntry], there: Iterable[Presence], now: datetime
) -> None:
    """Note the ids of calls out that are ours by their name, in `entries` (by their tags); `there` are our own rows.

    One that Pexip has answered with meanwhile stands. Of two by the same name the newest is meant, and before both one
    that no host has hung up.
    """
    known = {entry.call for entry in entries.values()}
    strange = [leg for leg in calls.legs.values() if leg.tag == OUT and leg.call not in known and calls.is_open(leg)]
    if not strange:
        return
    may_ring = {
        each.person
        for each in there
        if kind_of(each.person) == CALLED and each.call is None and each.state in _MAY_RING
    }
    lost = [
        entry
        for entry in entries.values()
        if entry.role == DIALLED and entry.call is None and entry.person in may_ring and entry.made_at > now - _RINGS
    ]
    lost.sort(key=lambda entry: (entry.withdrawn_at is None, entry.made_at), reverse=True)
    for leg in sorted(strange, key=lambda each: (each.time, each.call)):
        named = (entry for entry in lost if leg.display_name and leg.display_name == _name(entry))
        found = next(named, None)
        if found is not None:
            lost.remove(found)
            _note(session, found, leg.call)


def _note(session: Session, entry: PexipEntry, call: str) -> None:
    # Also written under the room's name, when the answer comes after all (`calling`): conditional.
    unanswered = PexipEntry.tag == entry.tag, PexipEntry.call.is_(None)
    session.execute(
        update(PexipEntry).where(*unanswered).values(call=call).execution_options(synchronize_session=False)
    )
    session.refresh(entry, ["call"])


def _name(entry: PexipEntry) -> str:
    return entry.display_name[:NAME_LENGTH].strip()
