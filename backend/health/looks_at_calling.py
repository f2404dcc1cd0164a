"""What the doctor looks at of calling out: that where there is somebody to call, there is something to call with."""

from backend.config import PexipMode, PexipSettings, Production
from backend.errors import Text
from backend.health.finding import Wrong
from backend.profiles import load


def anybody_to_call(told: Production, pexip: PexipSettings) -> bool:
    """Tell whether the region lists anybody whom hosts may call, or lets their addresses be typed."""
    # Where rooms are made, no typed address is called: the domains count for nothing.
    typed = pexip.dial_out_domains if pexip.mode == PexipMode.POLICY else ()
    return bool(typed or load(told.settings.profile).service_addresses)


def calling(told: Production) -> Text:
    """See that hosts can call the addresses that the region lists or lets be typed, if there are any."""
    pexip = told.settings.pexip
    if pexip is None:
        return Text("Pexip är inte inställt.", "Pexip has not been set up.")
    if not anybody_to_call(told, pexip):
        if pexip.dial_out_domains:
            return Text(
                "Ingen kan ringas upp: i läget management bara adresser i service_addresses i profilen, och där står "
                "ingen. pexip.dial_out_domains gäller inte.",
                "Nobody can be called: in mode management only addresses in service_addresses of the profile, and it "
                "has none. pexip.dial_out_domains counts for nothing.",
            )
        return Text(
            "Ingen kan ringas upp: varken service_addresses i profilen eller pexip.dial_out_domains är ifyllt.",
            "Nobody can be called: neither service_addresses in the profile nor pexip.dial_out_domains is filled in.",
        )
    needed = (("pexip.management_url", pexip.management_url), ("pexip.dial_out_location", pexip.dial_out_location))
    lacking = [key for key, value in needed if value is None]
    if lacking:
        raise Wrong(
            f"Det finns adresser att ringa, men ingen kan ringa dem. Ange {' och '.join(lacking)}: förvaltningsnoden, "
            "och namnet i Pexip på den plats vars noder ringer.",
            f"There are addresses to call, and nobody can call them. Set {' and '.join(lacking)}: the Management Node, "
            "and the name in Pexip of the system location whose nodes place the calls.",
        )
    return Text(f"Värdar kan ringa från {pexip.dial_out_location}.", f"Hosts can call from {pexip.dial_out_location}.")
