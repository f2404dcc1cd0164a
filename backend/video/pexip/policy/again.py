"""A guest whom a host of ours has made a host, and who comes back by the way in they have: after a reload, or our door.

A guest's way in may have been sent on, so it makes a host of one join alone, soon after the host's own call has ended.
While that goes on, whoever comes by it waits as a guest and is seen beside them (`hooks.persons`).
"""

import hashlib
from datetime import datetime

from backend.video.lobby import LEADS_AGAIN, OF_ITSELF
from backend.video.models import PresenceState
from backend.video.pexip.policy import uses
from backend.video.pexip.policy.asked import Asked
from backend.video.pexip.policy.own import Own

# Of the leaving that a use is for, before what `uses` keeps of it.
_STAMP = 3


def leads(before: str | None, own: Own, asked: Asked, now: datetime) -> str | None:
    """Return what is kept once this leg has come back as host; None for one that is a guest's.

    `before` is what was kept of the way in until now.
    """
    if not (own.is_host and own.since is not None and asked.is_web and asked.joins):
        return None
    is_fresh = now < own.since + LEADS_AGAIN
    has_left = own.state == PresenceState.LEFT and own.reason in OF_ITSELF
    # Who is on the way, and a host, has come by our door with their own bearer: since they left.
    if (has_left or own.state == PresenceState.COMING) and is_fresh:
        stamp = hashlib.sha256(own.since.isoformat().encode()).hexdigest()[:_STAMP]
        return _used(stamp, before if before is not None and before.startswith(stamp) else None, asked)
    if own.state == PresenceState.IN and before is not None:
        return _used(before[:_STAMP], before, asked, in_time=is_fresh)
    return None


def _used(stamp: str, before: str | None, asked: Asked, *, in_time: bool = True) -> str | None:
    kept = uses.used(
        None if before is None else before[_STAMP:],
        asked.calls,
        api_leg=asked.api_leg,
        in_time=in_time,
        address=asked.address,
    )
    return None if kept is None else stamp + kept
