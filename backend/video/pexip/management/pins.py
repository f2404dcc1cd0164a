"""Pexip's rules for the PINs of a room (facts/pexip.md, section 1), so that none is refused for them."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

# `min_pin_length` of the region's own global settings is 6 unless somebody has changed it; ours are longer.
DIGITS = 8
_FORM = re.compile(r"\d{3,19}#|\d{4,20}")


_Rule = Callable[[str, str, bool], bool]
_BROKEN: Mapping[str, _Rule] = MappingProxyType(
    {
        "form": lambda pin, guest, _: any(each and not _FORM.fullmatch(each) for each in (pin, guest)),
        "guests-need-host-pin": lambda pin, _, guests: guests and not pin,
        "guest-pin-without-guests": lambda _, guest, guests: bool(guest) and not guests,
        "same": lambda pin, guest, _: bool(guest) and pin == guest,
        "length": lambda pin, guest, _: bool(guest) and not _of_a_length(pin, guest),
    }
)


def fault(pin: str, guest_pin: str, *, guests: bool) -> str | None:
    """Return the code of the first rule that a room's PINs break, or None; an empty PIN is none."""
    return next((code for code, breaks in _BROKEN.items() if breaks(pin, guest_pin, guests)), None)


def _of_a_length(pin: str, guest_pin: str) -> bool:
    ends = pin.endswith("#"), guest_pin.endswith("#")
    return all(ends) or (not any(ends) and len(pin) == len(guest_pin))
