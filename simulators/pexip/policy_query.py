"""What an external policy is asked with: Pexip's own parameters, as it writes them in a query (pexip 2)."""

from simulators.pexip.call import Call
from simulators.pexip.configuration import Configuration
from simulators.pexip.node import VERSION

Query = list[tuple[str, str]]


def of_service(call: Call) -> Query:
    """Return the parameters of a request for what an alias is."""
    told = _common(call)
    if call.call_direction == "dial_out":
        told |= {
            "service_name": call.service_name,
            "unique_service_name": call.service_name,
            "service_tag": call.service_tag,
        }
    return _written(told)


def of_participant(call: Call, configuration: Configuration) -> Query:
    """Return the parameters of a request for who somebody is."""
    told = _common(call) | {
        "participant_uuid": call.participant_uuid,
        "call_uuid": call.call_uuid,
        "participant_type": call.participant_type,
        "preauthenticated_role": call.preauthenticated_role or "",
        "bypass_lock": call.bypass_lock,
        "service_name": configuration.name,
        "unique_service_name": configuration.name,
        "service_tag": configuration.service_tag,
        "receive_from_audio_mix": "main",
        "display_count": 1,
    }
    attributes = [(f"idp_attribute_{name}", one) for name, values in call.idp_attributes.items() for one in values]
    return _written(told) + attributes


def _common(call: Call) -> dict[str, object]:
    return {
        "local_alias": call.local_alias,
        "remote_alias": call.remote_alias,
        "remote_display_name": call.remote_display_name,
        "remote_address": call.remote_address,
        "remote_port": call.remote_port,
        "protocol": call.protocol,
        "call_direction": call.call_direction,
        "trigger": call.trigger,
        "call_tag": call.call_tag,
        "registered": call.registered,
        "vendor": call.vendor,
        "bandwidth": call.bandwidth,
        "encryption": "On" if call.encryption else "Off",
        "location": call.location,
        "node_ip": call.node_ip,
        "version_id": VERSION["version_id"],
        "pseudo_version_id": VERSION["pseudo_version"],
        "idp_uuid": call.idp_uuid,
        "has_authenticated_display_name": call.has_authenticated_display_name,
        "supports_direct_media": False,
        "previous_service_name": call.previous_service_name,
    }


def _written(told: dict[str, object]) -> Query:
    return [(name, str(value)) for name, value in told.items()]
