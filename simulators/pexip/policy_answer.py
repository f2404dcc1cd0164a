"""What an external policy may answer: every field with its rule. One that is wrong makes the whole answer invalid.

Names and rules: pexip 2. Of what may be answered, conferences and lectures are held here; gateways, receptions and the
rest are invalid. A field nobody knows, or one that counts for another type of service, is no error to Pexip: it is
complained of, so that a test can see it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from simulators.pexip import pins
from simulators.pexip.call import Properties
from simulators.pexip.configuration import Configuration
from simulators.pexip.management.fields import Check, choice, flag, number, or_null, pin, text

VIEWS = frozenset(
    {
        "one_main_zero_pips",
        "one_main_one_pip",
        "one_main_seven_pips",
        "one_main_twentyone_pips",
        "one_main_thirtythree_pips",
        "one_main_nine_around",
        "one_main_twelve_around",
        "two_mains_eight_around",
        "two_mains_twentyone_pips",
        "four_mains_zero_pips",
        "nine_mains_zero_pips",
        "sixteen_mains_zero_pips",
        "twentyfive_mains_zero_pips",
        "five_mains_seven_pips",
    }
)
LEAST_PIN = 6
_LECTURE_ONLY = frozenset({"host_view", "guest_view", "force_presenter_into_main", "guests_can_see_guests"})
_REQUIRED = ("service_type", "name", "service_tag")


@dataclass(frozen=True)
class Known:
    """What is set up on the Management Node, and may be named. `least_pin` is how many digits a PIN has, as set now."""

    themes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    locations: frozenset[str] = frozenset({"Plats"})
    least_pin: Callable[[], int] = lambda: LEAST_PIN


class Invalid(ValueError):
    """The answer is none; the text says which field is wrong and why, and holds no PIN and no name."""


def _filled(value: object) -> str:
    return text()(value) or ("" if value else "This field may not be blank.")


def _among(names: frozenset[str]) -> Check:
    return lambda value: "" if isinstance(value, str) and value in names else "Nothing of that name is set up."


def _listed(value: object) -> str:
    return "" if isinstance(value, list) and all(isinstance(one, str) for one in value) else "Not a list of texts."


_TEXT, _DEFAULTED, _RATE = text(), choice("default", "yes", "no"), number(128_000, 8_192_000)
_DIALLED: Mapping[str, Check] = MappingProxyType(
    {
        "local_alias": _filled,
        "remote_alias": _filled,
        "protocol": choice("sip", "h323", "mssip", "rtmp"),
        "role": choice("chair", "guest"),
        "call_type": choice("video", "video-only", "audio"),
        "description": _TEXT,
        "dtmf_sequence": _TEXT,
        "keep_conference_alive": choice(
            "keep_conference_alive", "keep_conference_alive_if_multiple", "keep_conference_alive_never"
        ),
        "local_display_name": _TEXT,
        "remote_display_name": _TEXT,
        "presentation_url": _TEXT,
        "routing": choice("manual", "routing_rule"),
        "streaming": flag,
        "system_location_name": _TEXT,
    }
)


def _dialled(known: Known) -> Check:
    def check(value: object) -> str:
        if not isinstance(value, list):
            return "Not a list."
        for one in value:
            if not isinstance(one, dict) or not {"local_alias", "remote_alias", "protocol", "role"} <= one.keys():
                return "Somebody to dial has no alias, protocol or role."
            for name, told in one.items():
                refusal = _DIALLED[name](told) if name in _DIALLED else ""
                if refusal:
                    return f"{name}: {refusal}"
            if one.get("system_location_name", "") not in {"", *known.locations}:
                return "system_location_name: Nothing of that name is set up."
        return ""

    return check


def _service_fields(known: Known) -> dict[str, Check]:
    return {
        "service_type": choice("conference", "lecture"),
        "name": _filled,
        "service_tag": _TEXT,
        "allow_guests": flag,
        "pin": pin,
        "guest_pin": pin,
        "participant_limit": number(0, 1_000_000),
        "locked": flag,
        "host_identity_provider_group": _among(known.groups),
        "guest_identity_provider_group": _among(known.groups),
        "non_idp_participants": choice("disallow_all", "allow_if_trusted"),
        "enable_chat": _DEFAULTED,
        "guests_can_present": flag,
        "guests_can_see_guests": choice("no_hosts", "always", "never"),
        "mute_all_guests": flag,
        "view": _among(VIEWS),
        "host_view": _among(VIEWS),
        "guest_view": _among(VIEWS),
        "force_presenter_into_main": flag,
        "ivr_theme_name": _among(known.themes),
        "description": _TEXT,
        "enable_overlay_text": flag,
        "enable_active_speaker_indication": flag,
        "crypto_mode": or_null(choice("besteffort", "on", "off")),
        "call_type": choice("video", "video-only", "audio"),
        "call_tag": _TEXT,
        "direct_media": choice("never", "best_effort", "always"),
        "direct_media_notification_duration": number(0, 30),
        "breakout_rooms": flag,
        "bypass_proxy": flag,
        "denoise_enabled": flag,
        "softmute_enabled": flag,
        "max_callrate_in": _RATE,
        "max_callrate_out": _RATE,
        "max_pixels_per_second": or_null(choice("sd", "hd", "fullhd")),
        "automatic_participants": _dialled(known),
        "live_captions_enabled": _DEFAULTED,
        "live_captions_language": _TEXT,
        "source_language": _TEXT,
        "local_display_name": _TEXT,
        "primary_owner_email_address": text(100),
        "prefer_ipv6": _DEFAULTED,
        "pinning_config": _TEXT,
    }


_PARTICIPANT: Mapping[str, Check] = MappingProxyType(
    {
        "preauthenticated_role": or_null(choice("chair", "guest")),
        "bypass_lock": flag,
        "remote_display_name": _TEXT,
        "remote_alias": _TEXT,
        "call_tag": _TEXT,
        "reject_reason": _TEXT,
        "rx_presentation_policy": choice("ALLOW", "DENY"),
        "disable_overlay_text": flag,
        "layout_group": _TEXT,
        "spotlight": number(0, 2**63),
        "can_receive_personal_mix": flag,
        "send_to_audio_mixes": _listed,
        "receive_from_audio_mix": _TEXT,
        "prefers_multiscreen_mix": flag,
        "display_count": number(1, 3),
    }
)

_CONVERTED: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "enable_chat": lambda told: told != "no",
        "crypto_mode": lambda told: told or "",
        "automatic_participants": tuple,
    }
)


def service(result: object, known: Known, complaints: list[str]) -> Configuration:
    """Return what a result says a service is. Raises Invalid."""
    told = _checked(result, _service_fields(known), complaints)
    missing = [name for name in _REQUIRED if name not in told]
    if missing:
        raise Invalid(f"{missing[0]}: This field is required.")
    guests = told.get("allow_guests", False)
    for name, refusal in pins.errors(told.get("pin", ""), told.get("guest_pin", ""), allow_guests=guests).items():
        raise Invalid(f"{name}: {refusal}")
    for name in ("pin", "guest_pin"):
        if pins.too_short(told.get(name, ""), known.least_pin()):
            raise Invalid(f"{name}: PIN must be at least {known.least_pin()} digits long.")
    complaints += [f"{name} is better left out than empty" for name in ("pin", "guest_pin") if told.get(name) == ""]
    other = _LECTURE_ONLY if told["service_type"] == "conference" else {"view"}
    complaints += [f"{name} counts for another type of service" for name in sorted(other & told.keys())]
    held = {field.name for field in fields(Configuration)}
    return Configuration(
        **{name: _CONVERTED.get(name, _as_told)(value) for name, value in told.items() if name in held}
    )


def participant(result: object, complaints: list[str]) -> Properties:
    """Return what a result says of a participant; nothing at all is something, too. Raises Invalid."""
    told = _checked({} if result is None else result, _PARTICIPANT, complaints)
    role = told.pop("preauthenticated_role", None)
    held = {field.name for field in fields(Properties)}
    return Properties(role=role, **{name: value for name, value in told.items() if name in held})


def _checked(result: object, known: Mapping[str, Check], complaints: list[str]) -> dict[str, Any]:
    if not isinstance(result, dict):
        raise Invalid("the result is no object")
    for name, value in result.items():
        refusal = known[name](value) if name in known else ""
        if refusal:
            raise Invalid(f"{name}: {refusal}")
    complaints += [f"{name} is no field" for name in result if name not in known]
    return {name: value for name, value in result.items() if name in known}


def _as_told(value: Any) -> Any:  # noqa: ANN401 - a field's own type
    return value
