"""What the doctor looks at of the theme that Pexip is told of in our answers: that there is one of this name."""

from backend.config import PexipMode, Production
from backend.errors import Text
from backend.health.asking import readable
from backend.health.finding import Wrong
from backend.video.pexip.wire.budget import pressed

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
    name = pexip.theme
    rows = readable(told, pexip, lambda client: list(client.every(_THEMES, pressed(), name=name)), unknown)
    if rows is None:
        return unknown
    if all(row.get("name") != name for row in rows):
        raise Wrong(
            f"Pexip har inget tema som heter {pexip.theme}. Ingen kommer in i något möte. Ändra pexip.theme, eller "
            "temats namn i Pexip, och starta om produkten.",
            f"Pexip has no theme called {pexip.theme}. Nobody comes in to any meeting. Change pexip.theme, or the "
            "theme's name at Pexip, and restart the product.",
        )
    return Text(f"Temat {pexip.theme} finns.", f"The theme {pexip.theme} is there.")
