"""The systems without an API that a meeting may be held in by its link, and checks of that list."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.errors import Text
from backend.profiles.faults import Fault, fault
from backend.profiles.rules import Rule

Document = Mapping[str, Any]
# The service of the table that holds a meeting behind a link the booker gives.
LINK = "link"


@dataclass(frozen=True, kw_only=True)
class LinkHost(Rule):
    """A host, or `*.host` for each one label below it, that meetings of `types` (None: all with `link`) may be led to.

    `system` is what people know it as; `guide` names the same system in the choice guide.
    """

    host: str
    system: Text
    types: tuple[str, ...] | None = None
    guide: str | None = None

    def holds(self, host: str) -> bool:
        """Tell whether a host in small letters is this one. A wildcard is one label deep, and never the bare host."""
        if not self.host.startswith("*."):
            return host == self.host
        label, _, rest = host.partition(".")
        return bool(label) and rest == self.host[2:]

    def serves(self, type_code: str, day: date) -> bool:
        """Tell whether meetings of the type may be led there on the day."""
        is_now = self.has_begun(day) and not self.is_over(day)
        return is_now and (self.types is None or type_code in self.types)


def check_link_hosts(document: Document) -> Iterator[Fault]:
    """Yield what contradicts itself: a host twice, a type or a system there is not, a type with nowhere to be led."""
    rows = document.get("link_hosts", [])
    for host, times in Counter(row["host"] for row in rows).items():
        if times > 1:
            yield fault(("link_hosts",), f"har {host} {times} gånger", f"has {host} {times} times")
    may = {row["code"]: index for index, row in enumerate(document["types"]) if _choice(row) is not None}
    for at, row in enumerate(rows):
        for index, code in enumerate(row.get("types", ())):
            if code not in may:
                yield fault(
                    ("link_hosts", at, "types", index),
                    f"{code} har inte tjänsten {LINK}", f"{code} does not have the service {LINK}",
                )  # fmt: skip
        if "guide" in row and row["guide"] not in {system["code"] for system in document["guide"]["systems"]}:
            sv, en = f"{row['guide']} finns inte i guiden", f"{row['guide']} is not in the guide"
            yield fault(("link_hosts", at, "guide"), sv, en)
    for code, at in may.items():
        if not any(code in row.get("types", may) for row in rows):
            sv, en = f"har {LINK} men inget system i link_hosts", f"has {LINK} but no system in link_hosts"
            yield fault(("types", at, "services"), sv, en)
        if (_choice(document["types"][at]) or {}).get("default"):
            sv, en = f"{LINK} får inte vara förvald", f"{LINK} can't be default: somebody has to give the link"
            yield fault(("types", at, "services"), sv, en)


def _choice(row: Document) -> Mapping[str, Any] | None:
    return next((choice for choice in row["services"] if choice["code"] == LINK), None)
