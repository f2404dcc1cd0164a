"""What the doctor looks at of Pexip's two modes: that no meeting to come was made for the one that is not set."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from backend.config import Production
from backend.errors import Text
from backend.health.finding import Wrong
from backend.storage import Database
from backend.video.pexip.models import PexipRoom


def rooms(told: Production) -> Text:
    """See that every meeting to come is held in the mode that is set."""
    pexip = told.settings.pexip
    if pexip is None:
        return Text("Pexip är inte inställt.", "Pexip has not been set up.")
    opened = Database(told.settings.database_url)
    query = select(func.count()).where(PexipRoom.mode != pexip.mode.value, PexipRoom.end > datetime.now(UTC))
    try:
        with opened.read() as session:
            number = session.scalar(query) or 0
    finally:
        opened.close()
    if number:
        raise Wrong(
            f"{number} kommande möten gjordes innan pexip.mode blev {pexip.mode}; ingen kommer in i dem. Kör vardmote "
            f"reconcile, och ta bort det som blir kvar i Pexip med märket {pexip.service_tag}.",
            f"{number} meetings to come were made before pexip.mode became {pexip.mode}; nobody can enter them. Run "
            f"vardmote reconcile, and remove what is left in Pexip with the tag {pexip.service_tag}.",
        )
    return Text("Alla kommande möten hålls i det läge som är inställt.", "All meetings to come are in the mode set.")
