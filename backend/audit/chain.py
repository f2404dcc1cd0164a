"""The chain: what exactly is authenticated, and how moments are written."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from backend.audit.keys import Keys

# What the first entry of all points back to.
GENESIS = "0" * 64
COLUMNS = (
    "number", "entry_id", "at", "action", "user", "unit", "on_behalf_of", "meeting", "about", "detail", "key_id",
    "sealed", "previous",
)  # fmt: skip


def moment(at: datetime) -> str:
    """Return a moment as the store keeps it: UTC, microseconds, 27 characters that sort as time does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_mac(keys: Keys, row: Mapping[str, object], subjects: Iterable[tuple[Any, Any]]) -> str:
    """Return the MAC of an entry over all its columns and all its subjects; `mac` itself is left out."""
    return _mac(keys, "entry", *[row[name] for name in COLUMNS], *_in_order(subjects))


def checkpoint_mac(keys: Keys, row: Mapping[str, object]) -> str:
    """Return the MAC of a checkpoint."""
    return _mac(keys, "checkpoint", *(row[name] for name in ("number", "row_mac", "at", "key_id")))


def anchor_mac(keys: Keys, number: object, mac: object, at: object) -> str:
    """Return the MAC of a line in the anchor."""
    return _mac(keys, "anchor", number, mac, at, keys.id)


def _in_order(subjects: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    try:
        return sorted(subjects)
    except TypeError:
        # Only a tampered column holds anything but text.
        return sorted(subjects, key=repr)


def _mac(keys: Keys, *parts: object) -> str:
    # The kind stands first: what authenticates one kind of thing can't be passed off as another.
    return keys.mac(json.dumps(parts, ensure_ascii=True, separators=(",", ":"), default=_bytes).encode())


def _bytes(value: object) -> object:
    # Whatever type a tampered column has got, it has a form of its own.
    return {"bytes": bytes(value).hex()} if isinstance(value, bytes | memoryview) else {"other": repr(value)}
