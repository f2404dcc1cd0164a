"""What a node finds in its own database: the rooms of the Management Node, as far as they have come to it."""

from simulators.pexip.call import Call, Properties, Refused
from simulators.pexip.configuration import Configuration
from simulators.pexip.management.replica import Replica, Room
from simulators.pexip.reasons import NOT_FOUND

_SERVED = ("conference", "lecture")
_KILO = 1000
_SAME = (
    "name",
    "service_type",
    "description",
    "pin",
    "guest_pin",
    "allow_guests",
    "participant_limit",
    "guests_can_present",
    "mute_all_guests",
    "call_type",
    "non_idp_participants",
    "enable_overlay_text",
    "breakout_rooms",
    "direct_media",
    "live_captions_enabled",
    "primary_owner_email_address",
)


class DirectoryAsker:
    """An alias is found as it was written: one with a domain is another than one without."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica

    async def configuration(self, call: Call) -> Configuration | Refused:
        """Return the room that has the alias."""
        room = self._replica.find(_plain(call.local_alias))
        if room is None or room.row["service_type"] not in _SERVED:
            return Refused(NOT_FOUND)
        return configuration(room)

    async def properties(self, call: Call, configuration: Configuration) -> Properties | Refused:  # noqa: ARG002  the port's
        """Return that nothing is special: that takes a policy."""
        return Properties()


def configuration(room: Room) -> Configuration:
    """Return what a room is when it runs. It is never locked from the start: a room has no such field."""
    row = room.row
    return Configuration(
        **{name: row[name] for name in _SAME},
        service_tag=row["tag"],
        enable_chat=row["enable_chat"] != "no",
        crypto_mode=row["crypto_mode"] or "",
        view=row["host_view"] or "",
        host_view=row["host_view"] or "",
        guest_view=row["guest_view"] or "",
        ivr_theme_name=room.theme,
        host_identity_provider_group=room.host_group,
        guest_identity_provider_group=room.guest_group,
        max_callrate_in=_bits(row["max_callrate_in"]),
        max_callrate_out=_bits(row["max_callrate_out"]),
        automatic_participants=tuple(
            {
                "remote_alias": dial["alias"],
                "local_alias": room.aliases[0] if room.aliases else row["name"],
                "protocol": dial["protocol"],
                "role": dial["role"],
                "dtmf_sequence": dial["dtmf_sequence"],
                "remote_display_name": dial["remote_display_name"],
                "keep_conference_alive": dial["keep_conference_alive"],
            }
            for dial in room.dials
        ),
    )


def _plain(alias: str) -> str:
    whole = alias.partition(";")[0]
    scheme, _, rest = whole.partition(":")
    return rest if scheme.lower() in {"sip", "sips", "h323"} else whole


def _bits(kilobits: int | None) -> int | None:
    return None if kilobits is None else kilobits * _KILO
