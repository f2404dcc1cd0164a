"""Participants and conferences as clients see them, and who sees whom."""

from typing import Any, Final

from simulators.pexip.call import CHAIR
from simulators.pexip.conference import Conference
from simulators.pexip.participant import Participant, Place

NIL: Final = ""


def sees(viewer: Participant, other: Participant) -> bool:
    """Tell whether somebody is on another's roster: on one's own always; who waits, only on a host's."""
    return viewer is other or (viewer.is_in and not viewer.settling and (other.is_in or viewer.is_host))


def participant(one: Participant, *, for_host: bool) -> dict[str, Any]:
    """Return a participant object with all that the vendor's schema requires. Guests do not see what device it is."""
    protocol = one.call.protocol
    if protocol == "api" and one.has_media:
        protocol = "webrtc"
    video = one.has_media and not one.is_audio_only
    return {
        "uuid": one.uuid,
        "api_url": f"/participants/{one.uuid}",
        "buzz_time": one.buzz_time,
        "call_direction": "out" if one.call.call_direction == "dial_out" else "in",
        "call_tag": one.call_tag,
        "can_receive_personal_mix": False,
        "disconnect_supported": "YES",
        "display_name": one.display_name,
        "encryption": "On" if one.call.encryption else "Off",
        "external_node_uuid": NIL,
        "fecc_supported": "NO",
        "has_media": one.has_media,
        "is_audio_only_call": _yes(one.has_media and one.is_audio_only),
        "is_client_muted": one.is_client_muted,
        "is_external": False,
        "is_idp_authenticated": one.is_idp_authenticated,
        "is_muted": _yes(one.is_muted),
        "is_presenting": _yes(one.is_presenting),
        "is_streaming_conference": one.is_streaming,
        "is_transferring": one.is_transferring,
        "is_video_call": _yes(video),
        "is_video_muted": one.is_video_muted,
        "is_video_silent": False,
        "local_alias": one.call.local_alias,
        "mute_supported": "YES",
        "overlay_text": one.overlay_text or one.display_name,
        "presentation_supported": "YES",
        "protocol": protocol,
        "receive_from_video_mix": {"mix_name": "main", "timestamp": one.connect_time},
        "role": CHAIR if one.is_host and not one.settling else "guest",
        "rx_presentation_policy": one.rx_presentation_policy,
        "service_type": str(Place.CONNECTING if one.settling else one.place),
        "spotlight": one.spotlight,
        "start_time": one.connect_time,
        "supports_direct_chat": one.supports_direct_chat,
        "transfer_supported": "YES",
        "uri": one.call.remote_alias if for_host else "",
        "vendor": one.call.vendor if for_host else "",
    }


def status(conference: Conference) -> dict[str, Any]:
    """Return a conference's state: the answer of conference_status, and the event conference_update."""
    inside = conference.inside()
    return {
        "locked": conference.locked,
        "guests_muted": conference.guests_muted,
        "started": conference.started,
        "all_muted": bool(inside) and all(one.is_muted for one in inside),
        "presentation_allowed": True,
        "guests_can_unmute": conference.guests_can_unmute,
        "guests_can_present": conference.configuration.guests_can_present,
        "live_captions_available": False,
        "direct_media": False,
        "breakout_rooms": False,
    }


def layout(conference: Conference) -> dict[str, Any]:
    """Return the event layout."""
    hosts = conference.layout.get("host_layout") or conference.layout.get("layout") or "1:7"
    guests = conference.layout.get("guest_layout") or conference.layout.get("layout") or "1:7"
    return {
        "view": hosts,
        "participants": [one.uuid for one in conference.inside() if one.has_media],
        "requested_layout": {"primary_screen": {"chair_layout": hosts, "guest_layout": guests}},
        "overlay_text_enabled": bool(conference.layout.get("enable_overlay_text", False)),
    }


def stage(conference: Conference) -> list[dict[str, Any]]:
    """Return the event stage: who is heard most, first; nobody speaks here, so it is the order of arrival."""
    heard = [one for one in conference.inside() if one.has_media]
    return [{"participant_uuid": one.uuid, "stage_index": index, "vad": 0} for index, one in enumerate(heard)]


def _yes(value: bool) -> str:  # noqa: FBT001  a value to write, not a switch
    return "YES" if value else "NO"
