"""Whether a call out of a conference is placed, and how: two switches of the global settings, and Call Routing Rules.

What they mean is what the schema page says of them, and that rules know no capitals what Pexip's page on regular
expressions does; the words of a refusal are not known.
"""

import re
from typing import NamedTuple

from simulators.pexip.management.fields import Row, uri
from simulators.pexip.management.refusals import senseless
from simulators.pexip.management.store import Store

MANUAL, BY_RULE = "manual", "routing_rule"
_SCHEME = re.compile(r"^(?:sips?|h323):")


class Route(NamedTuple):
    """What is dialled, and by what protocol."""

    destination: str
    protocol: str


def route(store: Store, body: Row, location: str) -> Route:
    """Return how a node at the location places the call. Raises Refusal (400) when Pexip's own settings bar it."""
    settings = store.rows["global"][1]
    if not settings["enable_dialout"]:
        raise senseless("Outbound calls are not enabled.")
    asked = Route(body["destination"], body.get("protocol", "sip"))
    if body.get("routing", MANUAL) == BY_RULE:
        return _by_rule(store, asked.destination, location)
    if not settings["enable_legacy_dialout_api"]:
        raise senseless("Outbound calls are only permitted by following Call Routing Rules.")
    return asked


def _by_rule(store: Store, destination: str, location: str) -> Route:
    alias = _SCHEME.sub("", destination).partition(";")[0]
    places = {uri("system_location", number): row["name"] for number, row in store.rows["system_location"].items()}
    for rule in sorted(store.rows["gateway_routing_rule"].values(), key=lambda row: int(row["priority"])):
        asked = destination if rule["match_string_full"] else alias
        matched = re.fullmatch(rule["match_string"], asked, re.IGNORECASE)
        is_here = rule["match_source_location"] is None or places.get(rule["match_source_location"]) == location
        if matched and is_here and rule["enable"] and rule["match_outgoing_calls"]:
            return Route(matched.expand(rule["replace_string"]) or alias, rule["outgoing_protocol"])
    raise senseless("No Call Routing Rule matches the destination.")
