"""What the doctor looks at of what Pexip has told us: whether a publisher has stopped, or anything is missing."""

from datetime import UTC, datetime

from backend.config import Production
from backend.errors import Text
from backend.health.finding import Wrong, when
from backend.health.publisher_words import fault
from backend.health.video_words import counted
from backend.storage import Database
from backend.video.pexip.hooks.publishers import publisher_status


def publishers(told: Production) -> Text:
    """See that every publisher we have heard is still at work and that nothing it told is missing."""
    if told.settings.pexip is None:
        return Text("Pexip är inte inställt.", "Pexip has not been set up.")
    opened, now = Database(told.settings.database_url), datetime.now(UTC)
    try:
        with opened.read() as session:
            found = publisher_status(session, now)
    finally:
        opened.close()
    wrong = fault(found, now)
    if wrong is not None:
        raise Wrong(wrong.sv, wrong.en)
    if found.heard_at is None:
        return Text("Ingen nod har skickat händelser än.", "No node has sent events yet.")
    last = when(found.heard_at)
    return Text(
        f"{counted(found.heard, 'En nod', 'noder')} har skickat händelser, senast {last.sv}.",
        f"{counted(found.heard, 'One node has', 'nodes have')} sent events, last {last.en}.",
    )
