"""What the doctor looks at of Pexip's Management Node: that it has not refused our account."""

from backend.config import Production
from backend.errors import Text
from backend.health.finding import Wrong
from backend.health.video_words import refusal
from backend.storage import Database
from backend.video.pexip.management.gate import REFUSING
from backend.video.pexip.parts import MANAGEMENT, PexipPart


def management(told: Production) -> Text:
    """See that the node took our account when it was last asked. It is not asked for this: too many tries lock it."""
    if told.settings.pexip is None or told.settings.pexip.management_url is None:
        return Text("Ingen förvaltningsnod är inställd.", "No management node has been set.")
    opened = Database(told.settings.database_url)
    try:
        with opened.read() as session:
            found = session.get(PexipPart, MANAGEMENT)
    finally:
        opened.close()
    if found is not None and found.fault in REFUSING and found.fault_since is not None:
        why, since = refusal(found.fault), found.fault_since.isoformat(" ", "minutes")
        raise Wrong(
            f"{why.sv} Sedan {since}. Rätta kontot i Pexip eller pexip.management_* och starta om; det som väntar görs "
            "sedan av sig självt.",
            f"{why.en} Since {since}. Mend the account at Pexip, or pexip.management_*, and restart; what waits is "
            "then done by itself.",
        )
    if found is None or found.heard_at is None:
        return Text("Noden har inte behövt tillfrågas än.", "The node has not had to be asked yet.")
    when = found.heard_at.isoformat(" ", "minutes")
    return Text(f"Noden godtog vårt konto {when}.", f"The node took our account {when}.")
