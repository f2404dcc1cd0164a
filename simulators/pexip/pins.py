"""The rules for PINs, as the real one keeps them (pexip 1)."""

import re

_PIN = re.compile(r"[0-9]{4,20}|[0-9]{3,19}#")


def fits(pin: str) -> bool:
    """Tell whether it is a PIN at all, or none."""
    return not pin or _PIN.fullmatch(pin) is not None


def too_short(pin: str, least: int) -> bool:
    """Tell whether a PIN has fewer digits than the least that is set; none is not too short."""
    return bool(pin) and len(pin.rstrip("#")) < least


def errors(pin: str, guest_pin: str, *, allow_guests: bool) -> dict[str, str]:
    """Return which field of a service's PINs is wrong and why; nothing for none. An empty PIN is none."""
    if not fits(pin) or not fits(guest_pin):
        return {"guest_pin" if fits(pin) else "pin": "a PIN is 4 to 20 digits, of which the last may be #"}
    if allow_guests and not pin:
        return {"allow_guests": "guests need a host PIN to be told from hosts"}
    if guest_pin and not allow_guests:
        return {"guest_pin": "a guest PIN needs guests to be allowed"}
    if guest_pin and guest_pin == pin:
        return {"guest_pin": "host and guest PIN differ"}
    if guest_pin and len(guest_pin) != len(pin) and not (pin.endswith("#") and guest_pin.endswith("#")):
        return {"guest_pin": "host and guest PIN are of the same length, or both end in #"}
    return {}


def fault(pin: str, guest_pin: str, *, allow_guests: bool) -> str:
    """Return what is wrong with a service's PINs, "" for nothing."""
    return next(iter(errors(pin, guest_pin, allow_guests=allow_guests).values()), "")
