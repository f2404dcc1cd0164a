"""Reading and keeping what is known of the calls to one conference."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.video.pexip.hooks.legs import Calls
from backend.video.pexip.hooks.models import PexipEnd, PexipLeg
from backend.video.pexip.models import PexipEntry


def calls_of(session: Session, reference: str) -> Calls:
    """Return the calls to a conference, and when each node's part of it was over."""
    legs = session.scalars(select(PexipLeg).where(PexipLeg.reference == reference))
    ends = session.scalars(select(PexipEnd).where(PexipEnd.reference == reference))
    return Calls(reference, {leg.call: leg for leg in legs}, {end.node: end.time for end in ends})


def entries_of(session: Session, reference: str) -> dict[str, PexipEntry]:
    """Return the ways into a conference by their tags."""
    found = session.scalars(select(PexipEntry).where(PexipEntry.reference == reference))
    return {entry.tag: entry for entry in found}


def keep(session: Session, calls: Calls) -> None:
    """Write the calls down, in the caller's transaction."""
    session.add_all(calls.legs.values())
    for node, time in calls.ends.items():
        session.merge(PexipEnd(reference=calls.reference, node=node, time=time))
    session.flush()
