"""What a policy server answers about a meeting, and what a node knows that may be named in it."""

from typing import Any

from simulators.pexip.policy_answer import Known

MEETING = {
    "service_type": "conference",
    "name": "vm-1",
    "service_tag": "ours",
    "pin": "12345678",
    "allow_guests": True,
    "locked": True,
    "participant_limit": 15,
    "crypto_mode": "on",
    "view": "five_mains_seven_pips",
    "enable_chat": "no",
}
KNOWN = Known(frozenset({"Region"}), frozenset({"Staff"}))


def changed(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in (MEETING | fields).items() if value is not Ellipsis}
