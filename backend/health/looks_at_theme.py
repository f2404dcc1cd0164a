"""What the doctor looks at of the theme of meetings at Pexip: that it was there when a room was last made with it."""

from backend.config import PexipMode, Production
from backend.errors import Text
from backend.health.finding import Wrong, when
from backend.storage import Database
from backend.video.pexip.management.theme import UNREADABLE, fault


def theme(told: Production) -> Text:
    """See that Pexip had the theme that rooms are made with. It is not asked for this."""
    pexip = told.settings.pexip
    if pexip is None or pexip.mode != PexipMode.MANAGEMENT or pexip.theme is None:
        return Text("Inga rum görs med ett eget tema.", "No rooms are made with a theme of your own.")
    opened = Database(told.settings.database_url)
    try:
        with opened.read() as session:
            found = fault(session, pexip.theme)
    finally:
        opened.close()
    if found is not None and found.fault_since is not None:
        since = when(found.fault_since)
        if found.fault == UNREADABLE:
            raise Wrong(
                f"Vårt konto får inte läsa teman i Pexip, sedan {since.sv}. Nya möten görs utan {pexip.theme}. Ge "
                "kontots roll rätt att läsa ivr_theme.",
                f"Our account may not read themes at Pexip, since {since.en}. New meetings are made without "
                f"{pexip.theme}. Let the account's role read ivr_theme.",
            )
        raise Wrong(
            f"Pexip har inget tema som heter {pexip.theme}, sedan {since.sv}. Nya möten görs utan. Ändra pexip.theme, "
            "eller temats namn i Pexip.",
            f"Pexip has no theme called {pexip.theme}, since {since.en}. New meetings are made without. Change "
            "pexip.theme, or the theme's name at Pexip.",
        )
    return Text(f"Temat {pexip.theme} saknades inte senast.", f"The theme {pexip.theme} was not missing the last time.")
