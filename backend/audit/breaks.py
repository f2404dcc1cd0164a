"""Breaks of the log that somebody answers for: an entry in the chain says which, by whom and why.

After a store is put back from a copy, the anchor goes on showing entries that were lost. Accepting that begins the
anchor anew at the entry that says so, which speaks for all before it as its MAC does; the old anchor is kept beside it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.audit.keys import Keyring

ACTION = "log.break-accepted"
# Where lines of the anchor are spoilt or gone, what they showed is too.
SPOILT = frozenset({"anchor-changed", "anchor-missing"})


@dataclass(frozen=True)
class Gap:
    """What the anchor shows and the store does not have: entries after `after` up to `up_to`, and why it was a fault.

    The store may have others in their place, made after the copy was put back. Both are 0 when the anchor shows none.
    Without a `whole` anchor that is no more than its readable lines show: how many are lost can't be told.
    """

    reason: str
    after: int
    up_to: int
    whole: bool = True


@dataclass(frozen=True)
class Accepted:
    """A break that was accepted: the entry that says so, when, by whom and why, and what it is about."""

    number: int
    at: str
    by: str
    why: str
    gap: Gap


def told(gap: Gap) -> dict[str, str | int]:
    """Return the gap as the detail of its entry."""
    return {"reason": gap.reason, "after": gap.after, "up_to": gap.up_to, "whole": gap.whole}


def read(row: Mapping[str, Any], keys: Keyring) -> Accepted:
    """Return what an entry that has been verified says of a break."""
    detail = json.loads(row["detail"])
    kept = json.loads(keys.named(row["key_id"]).open(bytes(row["sealed"]), row["entry_id"]))
    # An entry written before this was told has it by its reason alone.
    whole = detail.get("whole", detail["reason"] not in SPOILT)
    gap = Gap(detail["reason"], detail["after"], detail["up_to"], whole)
    return Accepted(row["number"], row["at"], row["user"], kept["note"], gap)
