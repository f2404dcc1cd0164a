"""What the doctor looks at of the theme that Pexip is told of in our answers: that there is one of this name."""

from contextlib import closing

from backend.clock import SystemClock
from backend.config import PexipMode, PexipSettings, Production
from backend.errors import Text
from backend.health.finding import Wrong
from backend.storage import Database
from backend.video.pexip.wire.budget import pressed
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.gate import KeptGate, Lenient
from backend.video.service import ServiceRefused, ServiceUnavailable

_THEMES = "configuration/v1/ivr_theme/"


def policy_theme(told: Production) -> Text:
    """See that Pexip has the theme, by its name: of one there is not it throws away every answer of ours."""
    pexip = told.settings.pexip
    if pexip is None or pexip.mode != PexipMode.POLICY or pexip.theme is None:
        return Text("Inget eget tema i svaren till Pexip.", "No theme of your own in what Pexip is answered.")
    unknown = Text(
        f"Går inte att slå upp härifrån. Se efter i Pexip att temat heter precis {pexip.theme}.",
        f"It can't be looked up from here. See at Pexip that the theme is called exactly {pexip.theme}.",
    )
    if pexip.management_url is None:
        return unknown
    try:
        named = _named(told, pexip, pexip.theme)
    except ServiceRefused:
        return unknown
    except ServiceUnavailable as away:
        raise Wrong(
            f"Noden svarade inte, eller nekar vårt konto: se pexip_management. {unknown.sv}",
            f"The node did not answer, or refuses our account: see pexip_management. {unknown.en}",
        ) from away
    if not named:
        raise Wrong(
            f"Pexip har inget tema som heter {pexip.theme}. Ingen kommer in i något möte. Ändra pexip.theme, eller "
            "temats namn i Pexip, och starta om.",
            f"Pexip has no theme called {pexip.theme}. Nobody comes in to any meeting. Change pexip.theme, or the "
            "theme's name at Pexip, and restart.",
        )
    return Text(f"Temat {pexip.theme} finns.", f"The theme {pexip.theme} is there.")


def _named(told: Production, pexip: PexipSettings, theme: str) -> bool:
    with closing(Database(told.settings.database_url)) as database:
        client = Client(pexip, gate=Lenient(KeptGate(database, SystemClock(), pexip)))
        return any(row.get("name") == theme for row in client.every(_THEMES, pressed(), name=theme))
