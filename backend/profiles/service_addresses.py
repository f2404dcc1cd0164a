"""Courts and others that a host can call into a meeting by an address the region has vetted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from backend.errors import Text
from backend.profiles.faults import Fault, fault
from backend.profiles.rules import Rule

Document = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ServiceAddress(Rule):
    """Whom to call, and how. `dtmf` is pressed when they have answered: digits, `*`, `#`; a comma waits two seconds."""

    code: str
    label: Text
    address: str
    protocol: Literal["sip", "h323"] = "sip"
    dtmf: str = ""

    def holds(self, day: date) -> bool:
        """Tell whether it may be called on the day."""
        return self.has_begun(day) and not self.is_over(day)


def check_service_addresses(document: Document) -> Iterator[Fault]:
    """Yield what contradicts itself: a code or an address twice, and an address by SIP that has no domain."""
    rows = document.get("service_addresses", [])
    for name in ("code", "address"):
        for told, times in Counter(row[name] for row in rows).items():
            if times > 1:
                yield fault(("service_addresses",), f"har {told} {times} gånger", f"has {told} {times} times")
    for at, row in enumerate(rows):
        if row.get("protocol", "sip") == "sip" and "@" not in row["address"]:
            steps = ("service_addresses", at, "address")
            yield fault(steps, "saknar @ och domän, som SIP behöver", "lacks @ and a domain, which SIP needs")
