"""The configuration resources: which fields each has, their defaults, and the rules that bind several of them.

Field names, types and defaults: Pexip's Terraform provider and Go SDK, with the ranges of the schema page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulators.pexip import pins
from simulators.pexip.management.fields import (
    Field,
    Row,
    address,
    anything,
    choice,
    flag,
    link,
    links,
    moment,
    number,
    or_null,
    pattern,
    pin,
    text,
)

Errors = dict[str, list[str]]
Rule = Callable[[Row], Errors]
_CALLRATE = or_null(number(128, 8192))


def _text(default: str | None = "", most: int = 250) -> Field:
    return Field(text(most) if default is not None else or_null(text(most)), default)


def _name(*, unique: bool = True) -> Field:
    return Field(text(), required=True, unique=unique)


def _choice(default: str, *others: str) -> Field:
    return Field(choice(default, *others), default)


def _flag(*, default: bool = False) -> Field:
    return Field(flag, default)


def _link(resource: str) -> Field:
    return Field(or_null(link(resource)), link=resource)


def _number(default: int | None, least: int, most: int) -> Field:
    check = number(least, most)
    return Field(check if default is not None else or_null(check), default)


_CREATED = Field(moment, read_only=True)
_ADDRESS = Field(address, required=True)


@dataclass(frozen=True)
class Resource:
    """One kind of object. A single one is there from the start, as number 1, and can only be changed."""

    fields: Mapping[str, Field]
    rules: tuple[Rule, ...] = ()
    single: bool = False


def pin_errors(row: Row) -> Errors:
    """Return what is wrong with the PINs of a room, by field (the combination table; it comes from the community)."""
    found = pins.errors(row["pin"], row["guest_pin"], allow_guests=row["allow_guests"])
    return {name: [text] for name, text in found.items()}


_CONFERENCE = Resource(
    {
        "name": _name(),
        "service_type": _choice("conference", "lecture", "two_stage_dialing", "test_call", "media_playback"),
        "description": _text(),
        "tag": _text(),
        "allow_guests": _flag(),
        "pin": Field(pin, ""),
        "guest_pin": Field(pin, ""),
        "participant_limit": _number(None, 0, 1_000_000),
        "host_identity_provider_group": _link("identity_provider_group"),
        "guest_identity_provider_group": _link("identity_provider_group"),
        "non_idp_participants": _choice("disallow_all", "allow_if_trusted"),
        "enable_chat": _choice("default", "yes", "no"),
        "guests_can_present": _flag(default=True),
        "guests_can_see_guests": _choice("no_hosts", "always", "never"),
        "mute_all_guests": _flag(),
        "breakout_rooms": _flag(),
        "call_type": _choice("video", "video-only", "audio"),
        "crypto_mode": Field(or_null(choice("besteffort", "on", "off"))),
        "direct_media": _choice("never", "best_effort", "always"),
        "enable_overlay_text": _flag(),
        "enable_active_speaker_indication": _flag(),
        "live_captions_enabled": _choice("default", "yes", "no"),
        "host_view": _text(None),
        "guest_view": _text(None),
        "ivr_theme": _link("ivr_theme"),
        "max_callrate_in": Field(_CALLRATE),
        "max_callrate_out": Field(_CALLRATE),
        "max_pixels_per_second": Field(or_null(choice("sd", "hd", "fullhd"))),
        "primary_owner_email_address": _text(most=100),
        "automatic_participants": Field(links("automatic_participant"), [], link="automatic_participant", many=True),
        "pinning_config": _text(None),
        "softmute_enabled": _flag(),
        "denoise_enabled": _flag(),
        "scheduled_conferences": Field(anything, [], read_only=True),
        "scheduled_conferences_count": Field(anything, 0, read_only=True),
        "sync_tag": Field(anything, "", read_only=True),
        "creation_time": _CREATED,
    },
    (pin_errors,),
)

RESOURCES: Mapping[str, Resource] = MappingProxyType(
    {
        "conference": _CONFERENCE,
        "conference_alias": Resource(
            {
                "alias": _name(),
                "conference": Field(link("conference"), required=True, link="conference"),
                "description": _text(),
                "view_order": _number(None, 0, 1_000_000),
                "creation_time": _CREATED,
            }
        ),
        "automatic_participant": Resource(
            {
                "alias": _name(unique=False),
                "conference": Field(links("conference"), [], link="conference", many=True),
                "description": _text(),
                "protocol": _choice("sip", "h323", "mssip", "rtmp", "teams", "gms"),
                "role": _choice("guest", "chair"),
                "call_type": _choice("video", "video-only", "audio"),
                "routing": _choice("manual", "routing_rule"),
                "system_location": _link("system_location"),
                "dtmf_sequence": _text(),
                "keep_conference_alive": _choice(
                    "keep_conference_alive_if_multiple", "keep_conference_alive", "keep_conference_alive_never"
                ),
                "streaming": _flag(),
                "remote_display_name": _text(),
                "presentation_url": _text(),
                "creation_time": _CREATED,
            }
        ),
        "policy_server": Resource(
            {
                "name": _name(),
                "description": _text(),
                "url": _ADDRESS,
                "username": _text(most=100),
                "password": Field(text(100), "", hidden=True),
                **{
                    f"enable_{part}_lookup": _flag()
                    for part in ("service", "participant", "registration", "directory", "avatar", "media_location")
                },
                **{f"enable_internal_{part}_policy": _flag() for part in ("service", "participant", "media_location")},
                **{
                    f"internal_{part}_policy_template": _text(most=49_152)
                    for part in ("service", "participant", "media_location")
                },
            }
        ),
        "event_sink": Resource(
            {
                "name": _name(),
                "description": _text(),
                "url": _ADDRESS,
                "username": _text(most=100),
                "password": Field(text(100), "", hidden=True),
                "version": _number(1, 1, 2),
                "bulk_support": _flag(),
                "verify_tls_certificate": _flag(),
                "filter_events": _flag(),
                "events": Field(anything, []),
                "restart_date": Field(or_null(moment)),
            }
        ),
        "ivr_theme": Resource(
            {"name": _name(), "uuid": _text(), "custom_layouts": _text(), "pinning_configs": _text()}
        ),
        "system_location": Resource(
            {
                "name": _name(),
                "description": _text(),
                "policy_server": _link("policy_server"),
                "event_sinks": Field(links("event_sink"), [], link="event_sink", many=True),
            }
        ),
        "gateway_routing_rule": Resource(
            {
                "name": _name(),
                "description": _text(),
                "tag": _text(),
                "priority": Field(number(1, 200), required=True),
                "enable": _flag(default=True),
                "match_string": Field(pattern, required=True),
                "match_string_full": _flag(),
                "replace_string": _text(),
                "match_incoming_calls": _flag(default=True),
                "match_outgoing_calls": _flag(),
                "match_source_location": _link("system_location"),
                "called_device_type": _choice("external", "registration"),
                "outgoing_protocol": _choice("sip", "h323"),
                "outgoing_location": _link("system_location"),
                "call_type": _choice("video", "video-only", "audio", "auto"),
            }
        ),
        "identity_provider_group": Resource({"name": _name(), "description": _text()}),
        "break_in_allow_list_address": Resource(
            {"name": _name(), "description": _text(), "address": _name(unique=False), "prefix": _number(32, 0, 128)}
        ),
        "oauth2_client": Resource(
            {
                "client_name": _name(),
                "role": Field(text(), required=True),
                "client_id": Field(text(), read_only=True),
                "private_key_jwt": Field(anything, read_only=True),
            }
        ),
        "global": Resource(
            {
                "guests_only_timeout": _number(60, 0, 86_400),
                "waiting_for_chair_timeout": _number(900, 0, 86_400),
                "pin_entry_timeout": _number(120, 30, 86_400),
                "eject_last_participant_backstop_timeout": _number(0, 0, 86_400),
                "min_pin_length": _number(6, 4, 20),
                "bdpm_pin_checks_enabled": _flag(default=True),
                "bdpm_max_pin_failures_per_window": _number(20, 5, 200),
                "bdpm_scan_quarantine_enabled": _flag(default=True),
                "bdpm_max_scan_attempts_per_window": _number(20, 5, 200),
                "es_connection_timeout": _number(7, 1, 60),
                "es_initial_retry_backoff": _number(1, 1, 3_600),
                "es_maximum_retry_backoff": _number(1_800, 1, 86_400),
                "max_pixels_per_second": _choice("hd", "sd", "fullhd"),
                "crypto_mode": _choice("besteffort", "on", "off"),
                "enable_chat": _flag(default=True),
                "enable_breakout_rooms": _flag(),
                "enable_dialout": _flag(default=True),
                "enable_legacy_dialout_api": _flag(),
                "logs_max_age": _number(0, 0, 3_650),
            },
            single=True,
        ),
    }
)
