"""What conferences and participants are called outside: the fields of events (pexip 3), shared with status."""

from typing import Any

from simulators.pexip.call import UNKNOWN
from simulators.pexip.conference import Conference
from simulators.pexip.participant import Leg, Participant, Place

Told = dict[str, Any]


def conference(told: Conference, end_time: float | None = None) -> Told:
    """Return the data of a conference's event. Times are Unix time."""
    return {
        "name": told.name,
        "service_type": told.configuration.service_type,
        "tag": told.configuration.service_tag,
        "start_time": told.start_time,
        "end_time": end_time,
        "is_locked": told.locked,
        "is_started": told.started,
        "guests_muted": told.guests_muted,
    }


def participant(of: Conference, told: Participant, leg: Leg) -> Told:
    """Return the data of a participant's event: of one leg. Who is not in yet has no role that is told."""
    call = told.call
    inside = told.place is Place.IN
    return {
        "uuid": leg.uuid,
        "call_id": leg.call_id or told.conversation_id,
        "conversation_id": told.conversation_id,
        "related_uuids": [other.uuid for other in told.legs if other is not leg],
        "conference": of.name,
        "display_name": told.display_name,
        "source_alias": call.remote_alias or told.display_name,
        "destination_alias": call.local_alias,
        "role": told.role if inside else UNKNOWN,
        "service_type": of.configuration.service_type if inside else str(told.place),
        "protocol": leg.protocol,
        "call_direction": "out" if call.call_direction == "dial_out" else "in",
        "call_tag": told.call_tag,
        "service_tag": of.configuration.service_tag,
        "connect_time": leg.connect_time,
        "has_media": leg.has_media,
        "is_muted": told.is_muted,
        "is_client_muted": told.is_client_muted,
        "is_presenting": told.is_presenting,
        "is_streaming": told.is_streaming,
        "is_idp_authenticated": told.is_idp_authenticated,
        "encryption": "On" if call.encryption else "Off",
        "remote_address": call.remote_address,
        "media_node": told.node_ip,
        "signalling_node": told.node_ip,
        "proxy_node": None,
        "system_location": call.location,
        "vendor": call.vendor,
        "rx_bandwidth": call.bandwidth,
        "tx_bandwidth": call.bandwidth,
    }
