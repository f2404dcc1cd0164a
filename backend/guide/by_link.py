"""The other systems of the guide whose meetings can be booked here all the same, by their link."""

from typing import Any

from backend.guide.deciding import Decider, Decision
from backend.profiles.link_hosts import LINK

Json = dict[str, Any]


def link_system(decider: Decider, decision: Decision, audience: str) -> Json | None:
    """Return how a meeting in the system decided on is booked by its link: service, type and where links may lead.

    A type for the same audience comes first. None when the region leads nobody there, or the unit may not use links.
    """
    profile, day = decider.profile, decider.day
    hosts = [row for row in profile.link_hosts if decision.system is not None and row.guide == decision.system]
    kinds = sorted(profile.types, key=lambda kind: kind.audience != audience)
    for kind in kinds:
        fitting = [row for row in hosts if row.serves(kind.code, day)]
        if fitting and LINK in profile.offered_services(kind.code, decider.gates.offered):
            name = fitting[0].system
            return {
                "service": LINK,
                "type": kind.code,
                "system": {"sv": name.sv, "en": name.en},
                "hosts": [row.host for row in fitting],
            }
    return None
