"""What the doctor looks at of Pexip's two modes: that no meeting to come was made for the one that is not set."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from backend.config import PexipMode, Production
from backend.errors import Text
from backend.health.finding import Wrong
from backend.health.video_words import counted
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
        left = _left(pexip.service_tag) if pexip.mode == PexipMode.POLICY else Text("", "")
        raise Wrong(
            f"{counted(number, 'Ett kommande möte', 'kommande möten')} gjordes innan pexip.mode blev {pexip.mode}; "
            f"ingen kommer in i dem. Kör vardmote reconcile.{left.sv}",
            f"{counted(number, 'One meeting to come was', 'meetings to come were')} made before pexip.mode became "
            f"{pexip.mode}; nobody can enter them. Run vardmote reconcile.{left.en}",
        )
    return Text("Alla kommande möten hålls i det läge som är inställt.", "All meetings to come are in the mode set.")


def _left(tag: str) -> Text:
    # Only where no room is made: in the other mode these are the rooms of meetings to come.
    return Text(
        f" Ta sedan bort de rum i Pexip som har märket {tag} och ett namn som börjar med vm-, när ingen är i dem.",
        f" Then remove the rooms in Pexip that have the tag {tag} and a name that begins with vm-, when nobody is in "
        "them.",
    )
