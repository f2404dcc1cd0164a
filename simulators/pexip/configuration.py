"""What a conference is, whoever said so: the command line, a VMR, or an external policy."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Configuration:
    """One service. Names are those of the policy's answer; "" and None are for what was not said.

    Identity provider groups are names, not URIs; `locked` counts only when the conference begins. Call rates are bit/s.
    """

    name: str
    service_type: str = "conference"
    service_tag: str = ""
    description: str = ""
    pin: str = field(default="", repr=False)
    guest_pin: str = field(default="", repr=False)
    allow_guests: bool = False
    participant_limit: int | None = None
    locked: bool = False
    guests_can_present: bool = True
    mute_all_guests: bool = False
    enable_chat: bool = True
    crypto_mode: str = ""
    call_type: str = "video"
    host_identity_provider_group: str = ""
    guest_identity_provider_group: str = ""
    non_idp_participants: str = "disallow_all"
    view: str = ""
    host_view: str = ""
    guest_view: str = ""
    ivr_theme_name: str = ""
    enable_overlay_text: bool = False
    breakout_rooms: bool = False
    direct_media: str = "never"
    live_captions_enabled: str = "default"
    primary_owner_email_address: str = ""
    max_callrate_in: int | None = None
    max_callrate_out: int | None = None
    call_tag: str = ""
    automatic_participants: tuple[Mapping[str, Any], ...] = ()

    @property
    def has_host_pin(self) -> bool:
        """Whether a PIN tells hosts from guests: they then pass a lock (pexip 5)."""
        return bool(self.pin)

    @property
    def guests_need_none(self) -> bool:
        """Whether guests get in without a PIN."""
        return not self.pin or (self.allow_guests and not self.guest_pin)

    def lets_in(self, *, encrypted: bool) -> bool:
        """Tell whether a call may be in it, by whether it is encrypted."""
        return encrypted or self.crypto_mode != "on"

    def role_by_pin(self, given: str) -> Literal["chair", "guest"] | None:
        """Return the role that a PIN gives, None for a wrong one. The `#` that may end one is typed or not."""
        if self.pin and _same(given, self.pin):
            return "chair"
        return "guest" if self.allow_guests and self.guest_pin and _same(given, self.guest_pin) else None

    def group_for(self, role: str) -> str:
        """Return the identity provider group that a role must sign in with, "" for none. role is chair or guest."""
        return self.host_identity_provider_group if role == "chair" else self.guest_identity_provider_group


def _same(given: str, pin: str) -> bool:
    return hmac.compare_digest(given.rstrip("#").encode(), pin.rstrip("#").encode())
