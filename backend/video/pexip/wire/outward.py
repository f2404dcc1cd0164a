"""Whether the region's Pexip lets calls out of conferences through at all: its two switches, and Call Routing Rules.

Source: the help texts of `enable_dialout`, `enable_legacy_dialout_api` and `gateway_routing_rule` on the schema page.
That rules know no capitals: docs.pexip.com/admin/regex_reference.htm.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backend.config import DialOutRouting
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.client import Client
from backend.video.service import ServiceRefused, ServiceUnavailable

GLOBAL = "configuration/v1/global/1/"
CALLS_OUT, WITHOUT_RULES = "enable_dialout", "enable_legacy_dialout_api"
_RULES = "configuration/v1/gateway_routing_rule/"
Rule = Mapping[str, Any]


def is_barred(client: Client, routing: DialOutRouting, address: str, budget: Budget) -> bool:
    """Tell whether Pexip's own settings bar the call, and not the address. False also where that can't be seen.

    `client` is one that may be refused: the account need not be allowed to read any of this.
    """
    try:
        switches = _switches(client, budget)
        if switches.get(CALLS_OUT) is False:
            return True
        if routing == DialOutRouting.MANUAL:
            return switches.get(WITHOUT_RULES) is False
        return not leads(rules(client, budget), address)
    except (ServiceRefused, ServiceUnavailable):
        return False


def _switches(client: Client, budget: Budget) -> Mapping[str, Any]:
    """Return the global settings; empty where the account may not read them. Raises `ServiceUnavailable`."""
    try:
        told = client.get(GLOBAL, budget)
    except ServiceRefused:
        return {}
    return told if isinstance(told, Mapping) else {}


def rules(client: Client, budget: Budget) -> Iterator[Rule]:
    """Yield the rules that count for calls out. Raises as `Client`."""
    return (each for each in client.every(_RULES, budget) if each.get("enable") and each.get("match_outgoing_calls"))


def leads(known: Iterable[Rule], address: str) -> bool:
    """Tell whether one of the rules may lead to an address: what can't be judged from here, a location's, may."""
    return any(_may_match(each, address) for each in known)


def _may_match(rule: Rule, address: str) -> bool:
    pattern = rule.get("match_string")
    if rule.get("match_string_full") or not isinstance(pattern, str):
        return True
    try:
        return re.fullmatch(pattern, address, re.IGNORECASE) is not None
    except re.error:
        return True
